/* Pressmark - which parts of a web page are its article: what the names of
 * elements say: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include <ctype.h>
#include <string.h>

#define PART_MAX 24

/* A name is split at everything but letters, and where a capital follows a small letter.
 * A word of the list matches a part that begins with it or, with '=' in front, one that
 * equals it.  Sorted by letters. */
static const struct {
	char word[15];
	uint8_t hint;
} WORDS[] = {
	/* clang-format off */
	{ "abstract", PM_HINT_LEAD }, { "=ad", PM_HINT_OTHER },
	{ "=ads", PM_HINT_OTHER }, { "advert", PM_HINT_OTHER },
	{ "anrei", PM_HINT_LEAD }, { "articlebody", PM_HINT_BODY },
	{ "articlecontent", PM_HINT_BODY }, { "articlelead", PM_HINT_LEAD },
	{ "articletext", PM_HINT_BODY }, { "author", PM_HINT_META },
	{ "bajada", PM_HINT_LEAD }, { "banner", PM_HINT_NAV }, { "=bio", PM_HINT_META },
	{ "bodycontent", PM_HINT_BODY }, { "bodytext", PM_HINT_BODY },
	{ "breadcrumb", PM_HINT_NAV }, { "byline", PM_HINT_META },
	{ "caption", PM_HINT_META }, { "chapeau", PM_HINT_LEAD },
	{ "chapo", PM_HINT_LEAD }, { "comment", PM_HINT_COMMENT },
	{ "consent", PM_HINT_OFFER }, { "contact", PM_HINT_SOCIAL },
	{ "cookie", PM_HINT_OFFER }, { "copyright", PM_HINT_META },
	{ "credit", PM_HINT_META }, { "=date", PM_HINT_META },
	{ "dateline", PM_HINT_META }, { "=deck", PM_HINT_LEAD },
	{ "=dek", PM_HINT_LEAD }, { "=desc", PM_HINT_LEAD },
	{ "description", PM_HINT_LEAD }, { "discussion", PM_HINT_COMMENT },
	{ "disqus", PM_HINT_COMMENT }, { "dropdown", PM_HINT_NAV },
	{ "email", PM_HINT_SOCIAL }, { "entradilla", PM_HINT_LEAD },
	{ "entrycontent", PM_HINT_BODY }, { "entrytext", PM_HINT_BODY },
	{ "excerpt", PM_HINT_LEAD }, { "follow", PM_HINT_SOCIAL },
	{ "foot", PM_HINT_NAV }, { "=form", PM_HINT_SOCIAL },
	{ "fulltext", PM_HINT_BODY }, { "gdpr", PM_HINT_OFFER },
	{ "header", PM_HINT_NAV }, { "=headerdek", PM_HINT_LEAD },
	{ "=info", PM_HINT_META }, { "ingress", PM_HINT_LEAD },
	{ "=intro", PM_HINT_LEAD }, { "introduction", PM_HINT_LEAD },
	{ "introtext", PM_HINT_LEAD }, { "=latest", PM_HINT_OTHER },
	{ "=lead", PM_HINT_LEAD }, { "leadin", PM_HINT_LEAD },
	{ "leadparagraph", PM_HINT_LEAD }, { "leadtext", PM_HINT_LEAD },
	{ "=lede", PM_HINT_LEAD }, { "legal", PM_HINT_META },
	{ "login", PM_HINT_OFFER }, { "logo", PM_HINT_NAV },
	{ "maincontent", PM_HINT_BODY }, { "manchet", PM_HINT_LEAD },
	{ "masthead", PM_HINT_NAV }, { "menu", PM_HINT_NAV }, { "=meta", PM_HINT_META },
	{ "metadata", PM_HINT_META }, { "modal", PM_HINT_OFFER },
	{ "=more", PM_HINT_OTHER }, { "mostread", PM_HINT_OTHER },
	{ "nav", PM_HINT_NAV }, { "newsletter", PM_HINT_OFFER },
	{ "occhiello", PM_HINT_LEAD }, { "=offer", PM_HINT_OFFER },
	{ "outbrain", PM_HINT_OTHER }, { "pager", PM_HINT_NAV },
	{ "pagination", PM_HINT_NAV }, { "paging", PM_HINT_NAV },
	{ "paywall", PM_HINT_OFFER }, { "perex", PM_HINT_LEAD },
	{ "popular", PM_HINT_OTHER }, { "popup", PM_HINT_OFFER },
	{ "postbody", PM_HINT_BODY }, { "postcontent", PM_HINT_BODY },
	{ "=print", PM_HINT_SOCIAL }, { "promo", PM_HINT_OTHER },
	{ "=rail", PM_HINT_NAV }, { "rating", PM_HINT_SOCIAL },
	{ "readmore", PM_HINT_OTHER }, { "recommend", PM_HINT_OTHER },
	{ "=register", PM_HINT_OFFER }, { "regwall", PM_HINT_OFFER },
	{ "related", PM_HINT_OTHER }, { "replies", PM_HINT_COMMENT },
	{ "reply", PM_HINT_COMMENT }, { "respond", PM_HINT_COMMENT },
	{ "=resumo", PM_HINT_LEAD }, { "search", PM_HINT_NAV },
	{ "share", PM_HINT_SOCIAL }, { "sharing", PM_HINT_SOCIAL },
	{ "=side", PM_HINT_NAV }, { "sidebar", PM_HINT_NAV },
	{ "signup", PM_HINT_OFFER }, { "skip", PM_HINT_NAV },
	{ "social", PM_HINT_SOCIAL }, { "sommario", PM_HINT_LEAD },
	{ "sottotitolo", PM_HINT_LEAD }, { "=source", PM_HINT_META },
	{ "sponsor", PM_HINT_OTHER }, { "standfirst", PM_HINT_LEAD },
	{ "storybody", PM_HINT_BODY }, { "storycontent", PM_HINT_BODY },
	{ "storytext", PM_HINT_BODY }, { "strapline", PM_HINT_LEAD },
	{ "subhead", PM_HINT_LEAD }, { "subscri", PM_HINT_OFFER },
	{ "subtitle", PM_HINT_LEAD }, { "subtitulo", PM_HINT_LEAD },
	{ "=sumario", PM_HINT_LEAD }, { "summary", PM_HINT_LEAD },
	{ "taboola", PM_HINT_OTHER }, { "=tabs", PM_HINT_NAV },
	{ "teaser", PM_HINT_OTHER }, { "timestamp", PM_HINT_META },
	{ "=toc", PM_HINT_NAV }, { "=tool", PM_HINT_SOCIAL },
	{ "toolbar", PM_HINT_NAV }, { "=tools", PM_HINT_SOCIAL },
	{ "topbar", PM_HINT_NAV }, { "trackback", PM_HINT_COMMENT },
	{ "trending", PM_HINT_OTHER }, { "vorspann", PM_HINT_LEAD },
	{ "widget", PM_HINT_OTHER }
	/* clang-format on */
};

#define N_WORDS (sizeof WORDS / sizeof *WORDS)

static bool
is_one_of(const char *part, const char *const *list)
{
	while (*list != NULL && strcmp(*list, part) != 0)
		list++;
	return *list != NULL;
}

/* The first word of the list that begins with the letter, or with a later one. */
static size_t
first_of(char letter)
{
	size_t low = 0, high = N_WORDS;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const char *w = WORDS[mid].word;

		if (w[w[0] == '='] < letter)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static unsigned
hints_of_part(const char *part, const char *before)
{
	static const char *const whose[] = { "article", "story", "post", "entry",
					     "main",	"page",	 "news", "mw",
					     "text",	"full",	 NULL };
	static const char *const what[] = { "body", "text", "content", "copy", NULL };
	unsigned hints = 0;
	size_t i;

	for (i = first_of(part[0]); i < N_WORDS; i++) {
		const char *w = WORDS[i].word;

		if (w[w[0] == '='] != part[0])
			break;
		if (w[0] == '=' ? strcmp(part, w + 1) == 0
				: strncmp(part, w, strlen(w)) == 0)
			hints |= WORDS[i].hint;
	}
	if (is_one_of(part, what) && is_one_of(before, whose))
		hints |= PM_HINT_BODY;
	return hints;
}

unsigned
pm_hints_of(const char *value)
{
	char part[PART_MAX], before[PART_MAX] = "";
	unsigned hints = 0;
	const char *p;
	size_t n = 0;

	for (p = value;; p++) {
		bool letter = isascii((unsigned char)*p) && isalpha((unsigned char)*p);
		bool turn = letter && n > 0 && p[0] <= 'Z' && p[-1] >= 'a';

		if ((!letter || turn) && n > 0) {
			part[n] = '\0';
			hints |= hints_of_part(part, before);
			memcpy(before, part, n + 1);
			n = 0;
		}
		/* another class begins: its parts do not continue the previous one's */
		if (isspace((unsigned char)*p))
			before[0] = '\0';
		if (*p == '\0')
			return hints;
		if (letter && n + 1 < PART_MAX)
			part[n++] = (char)(*p | 0x20);
	}
}
