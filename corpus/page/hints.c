/* Pressmark - which parts of a web page are its article: what the names of
 * elements say: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include <ctype.h>
#include <string.h>

#define PART_MAX 24

/* A name is split at everything but letters, and where a capital follows a small letter.
 * A word of the list matches a part that begins with it or, with '=' in front, one that
 * equals it. */
static const struct {
	char word[15];
	uint8_t hint;
} WORDS[] = {
	/* clang-format off */
	{ "nav", PM_HINT_NAV }, { "menu", PM_HINT_NAV }, { "foot", PM_HINT_NAV },
	{ "sidebar", PM_HINT_NAV }, { "=side", PM_HINT_NAV }, { "=rail", PM_HINT_NAV },
	{ "breadcrumb", PM_HINT_NAV }, { "toolbar", PM_HINT_NAV },
	{ "masthead", PM_HINT_NAV }, { "header", PM_HINT_NAV },
	{ "pager", PM_HINT_NAV }, { "paging", PM_HINT_NAV },
	{ "pagination", PM_HINT_NAV }, { "skip", PM_HINT_NAV },
	{ "banner", PM_HINT_NAV }, { "topbar", PM_HINT_NAV },
	{ "search", PM_HINT_NAV }, { "dropdown", PM_HINT_NAV },
	{ "=tabs", PM_HINT_NAV }, { "=toc", PM_HINT_NAV }, { "logo", PM_HINT_NAV },
	{ "share", PM_HINT_SOCIAL }, { "sharing", PM_HINT_SOCIAL },
	{ "social", PM_HINT_SOCIAL }, { "cookie", PM_HINT_SOCIAL },
	{ "consent", PM_HINT_SOCIAL }, { "gdpr", PM_HINT_SOCIAL },
	{ "newsletter", PM_HINT_SOCIAL }, { "subscri", PM_HINT_SOCIAL },
	{ "signup", PM_HINT_SOCIAL }, { "login", PM_HINT_SOCIAL },
	{ "modal", PM_HINT_SOCIAL }, { "popup", PM_HINT_SOCIAL },
	{ "paywall", PM_HINT_SOCIAL }, { "contact", PM_HINT_SOCIAL },
	{ "=form", PM_HINT_SOCIAL }, { "rating", PM_HINT_SOCIAL },
	{ "=tool", PM_HINT_SOCIAL }, { "=tools", PM_HINT_SOCIAL },
	{ "=print", PM_HINT_SOCIAL }, { "email", PM_HINT_SOCIAL },
	{ "follow", PM_HINT_SOCIAL },
	{ "byline", PM_HINT_META }, { "author", PM_HINT_META },
	{ "=meta", PM_HINT_META }, { "metadata", PM_HINT_META },
	{ "=date", PM_HINT_META }, { "dateline", PM_HINT_META },
	{ "credit", PM_HINT_META }, { "caption", PM_HINT_META },
	{ "copyright", PM_HINT_META }, { "legal", PM_HINT_META },
	{ "=bio", PM_HINT_META }, { "=info", PM_HINT_META },
	{ "=source", PM_HINT_META }, { "timestamp", PM_HINT_META },
	{ "related", PM_HINT_OTHER }, { "recommend", PM_HINT_OTHER },
	{ "popular", PM_HINT_OTHER }, { "trending", PM_HINT_OTHER },
	{ "teaser", PM_HINT_OTHER }, { "promo", PM_HINT_OTHER },
	{ "sponsor", PM_HINT_OTHER }, { "advert", PM_HINT_OTHER },
	{ "=ad", PM_HINT_OTHER }, { "=ads", PM_HINT_OTHER },
	{ "outbrain", PM_HINT_OTHER }, { "taboola", PM_HINT_OTHER },
	{ "widget", PM_HINT_OTHER }, { "=latest", PM_HINT_OTHER },
	{ "=more", PM_HINT_OTHER }, { "readmore", PM_HINT_OTHER },
	{ "mostread", PM_HINT_OTHER },
	{ "comment", PM_HINT_COMMENT }, { "disqus", PM_HINT_COMMENT },
	{ "respond", PM_HINT_COMMENT }, { "reply", PM_HINT_COMMENT },
	{ "replies", PM_HINT_COMMENT }, { "discussion", PM_HINT_COMMENT },
	{ "trackback", PM_HINT_COMMENT },
	{ "articlebody", PM_HINT_BODY }, { "articletext", PM_HINT_BODY },
	{ "storybody", PM_HINT_BODY }, { "storytext", PM_HINT_BODY },
	{ "postbody", PM_HINT_BODY }, { "bodytext", PM_HINT_BODY },
	{ "bodycontent", PM_HINT_BODY }, { "maincontent", PM_HINT_BODY },
	{ "entrycontent", PM_HINT_BODY }, { "entrytext", PM_HINT_BODY },
	{ "postcontent", PM_HINT_BODY }, { "articlecontent", PM_HINT_BODY },
	{ "storycontent", PM_HINT_BODY }, { "fulltext", PM_HINT_BODY },
	/* clang-format on */
};

static bool
is_one_of(const char *part, const char *const *list)
{
	while (*list != NULL && strcmp(*list, part) != 0)
		list++;
	return *list != NULL;
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

	for (i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
		const char *w = WORDS[i].word;

		/* most differ at once */
		if (w[w[0] == '='] != part[0])
			continue;
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
