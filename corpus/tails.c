/* Pressmark - what a scraper took along at the end of a text: see tails.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/tails.h"

#include "corpus/page/interface.h"
#include "corpus/page/words.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)
#define TEXT_MIN 300u /* of the fewest words that a body has */
#define LABEL_WORDS 16u
#define NUMBER_CHARS 12u
#define BLOCKS_MAX 128u /* in a tail */
#define BODY_WORDS 80u	/* before it */
#define BODY_SHARE .45
#define ALIEN_SECTIONS 2u
#define ALIEN_SHARE .75
#define OVERLAP .25
#define OVERLAP_OF_BODY .55
#define LAST_PARAGRAPHS 6u
#define INTERFACE .12
#define LABEL_INTERFACE .15
#define LABELS_WORDS 25u
/* A line of so many bytes that goes on in the next one, and how many of them, of all,
 * make hard line ends. */
#define WRAPPED_BYTES 40u
#define WRAPPED_SHARE .1

enum kind { LABEL, PARAGRAPH };

struct block {
	size_t from, end;
	enum kind kind;
};

/* Some labels and the paragraph after them, or labels only. */
struct section {
	size_t from, end; /* in the text */
	bool has_paragraph;
	unsigned words, interface, content, known;
};

/* How often a word is in the text before. */
struct count {
	uint64_t hash; /* 0: free */
	unsigned n;
};

struct pm_tails {
	struct pm_function_words words;	 /* when they are needed first */
	struct block blocks[BLOCKS_MAX]; /* from the end upwards */
	size_t n_blocks;
	struct section sections[BLOCKS_MAX]; /* downwards */
	size_t n_sections;
	struct count *counts;
	size_t n_counts; /* a power of two; 0: none are counted */
	size_t counts_cap;
};

enum pm_status
pm_tails_new(struct pm_tails **out, struct pm_error *err)
{
	*out = pm_calloc(1, sizeof **out);
	return *out == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_tails_free(struct pm_tails *t)
{
	if (t == NULL)
		return;
	free(t->counts);
	free(t);
}

/* --- blocks ------------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* How many bytes the one of the signs is that TEXT ends in; 0: none. */
static size_t
sign_at_end(const char *text, size_t len, const char *const *signs)
{
	for (; *signs != NULL; signs++) {
		size_t n = strlen(*signs);

		if (len >= n && memcmp(text + len - n, *signs, n) == 0)
			return n;
	}
	return 0;
}

/* . ! ? and their like, even before closing marks. */
static bool
ends_as_sentence(const char *text, size_t len)
{
	static const char *const closing[] = { "\u201d", "\u2019", "\u00bb", "\u00ab",
					       "\u201c", "\u300d", NULL };
	static const char *const marks[] = { "\u2026", "\u3002", "\uff01", "\uff1f",
					     "\u06d4", "\u061f", "\u0964", NULL };

	while (len > 0) {
		char c = text[len - 1];
		size_t n = 1;

		if (c == '.' || c == '!' || c == '?')
			return true;
		if ((uint8_t)c >= 0x80)
			n = sign_at_end(text, len, closing);
		else if (c != '"' && c != '\'' && c != ')' && c != ']')
			return false;
		if (n == 0)
			return sign_at_end(text, len, marks) > 0;
		len -= n;
	}
	return false;
}

static bool
is_number(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct pm_page_word word;

	while (pm_page_word_next(&p, end, &word))
		if (word.lower[0] < '0' || word.lower[0] > '9')
			return false;
	return true;
}

static enum kind
kind_of(const char *text, size_t len)
{
	unsigned words = 1;
	size_t i;

	if (len <= NUMBER_CHARS && is_number(text, len))
		return LABEL;
	if (ends_as_sentence(text, len))
		return PARAGRAPH;
	for (i = 1; i < len && words <= LABEL_WORDS; i++)
		words += is_blank(text[i]) && !is_blank(text[i - 1]);
	return words > LABEL_WORDS ? PARAGRAPH : LABEL;
}

/* The last line that holds anything before *END, where its line begins then.  false: there
 * is none. */
static bool
block_before(const char *text, size_t *end, struct block *b)
{
	const char *lf;
	size_t last = *end;

	while (last > 0 && is_blank(text[last - 1]))
		last--;
	if (last == 0)
		return false;
	lf = memrchr(text, '\n', last);
	b->from = *end = lf == NULL ? 0 : (size_t)(lf - text) + 1;
	b->end = last;
	while (is_blank(text[b->from]))
		b->from++;
	b->kind = kind_of(text + b->from, b->end - b->from);
	return true;
}

static bool
begins_small(const char *p, const char *end)
{
	return p < end && *p >= 'a' && *p <= 'z';
}

/* Whether the block goes on in the next line. */
static bool
goes_on(const char *text, size_t len, const struct block *b)
{
	const char *lf = b->end < len && text[b->end] == '\n' ? text + b->end : NULL;

	return lf != NULL && b->end - b->from >= WRAPPED_BYTES &&
	       begins_small(lf + 1, text + len);
}

/* Gather the blocks of what may be a tail, upwards.  false: there is none, or no end of
 * it, or its lines are shorter than its sentences. */
static bool
gather_blocks(struct pm_tails *t, const char *text, size_t len)
{
	size_t end = len;

	t->n_blocks = 0;
	while (t->n_blocks < BLOCKS_MAX) {
		struct block *b = &t->blocks[t->n_blocks];

		if (!block_before(text, &end, b) || b->from < len / 4)
			return false;
		if (b->kind == LABEL && goes_on(text, len, b))
			return false;
		if (b->kind == PARAGRAPH && t->n_blocks > 0 && b[-1].kind == PARAGRAPH) {
			/* the paragraph below it is the body's last */
			t->n_blocks--;
			return t->n_blocks > 0;
		}
		t->n_blocks++;
	}
	return false;
}

/* --- words -------------------------------------------------------------- */

/* What forms and the frames of articles say besides what interface_words.c has, which
 * pages are weighed with; sorted. */
static bool
is_form_word(const struct pm_page_word *word)
{
	static const char *const words[] = {
		/* clang-format off */
		"absenden", "clicking", "comment", "comments", "compartir", "contact",
		"contacto", "envoyer", "follow", "form", "formulaire", "formular",
		"formulario", "impressum", "kontakt", "log", "message", "nachricht",
		"partager", "print", "reply", "share", "shares", "sign", "submit",
		"teilen", "tweet", "verification", "verifying",
		/* clang-format on */
	};
	size_t low = 0, high = sizeof words / sizeof *words;

	if (word->len >= PM_PAGE_WORD_BYTES)
		return false;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = strcmp(word->lower, words[mid]);

		if (c == 0)
			return true;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* Letters of other scripts than Latin take two bytes or three. */
static bool
is_content(const struct pm_tails *t, const struct pm_page_word *word)
{
	return word->len > ((uint8_t)word->lower[0] < 0x80 ? 3 : 6) &&
	       !pm_is_function_word(&t->words, word);
}

static struct count *
count_of(struct pm_tails *t, uint64_t hash)
{
	size_t i;

	hash += hash == 0;
	for (i = (size_t)(hash ^ hash >> 29) & (t->n_counts - 1);
	     t->counts[i].hash != 0 && t->counts[i].hash != hash;
	     i = (i + 1) & (t->n_counts - 1))
		;
	return &t->counts[i];
}

/* Count the words of a stretch among those before, or forget them again. */
static size_t
add_words(struct pm_tails *t, const char *p, const char *end, int by)
{
	struct pm_page_word word;
	size_t n = 0;

	for (; pm_page_word_next(&p, end, &word); n++) {
		struct count *c;

		if (word.len <= 3)
			continue;
		c = count_of(t, word.hash);
		c->hash = word.hash + (word.hash == 0);
		c->n = (unsigned)((int)c->n + by);
	}
	return n;
}

static size_t
count_words(const char *p, const char *end)
{
	struct pm_page_word word;
	size_t n = 0;

	while (pm_page_word_next(&p, end, &word))
		n++;
	return n;
}

static bool
was_before(struct pm_tails *t, const struct pm_page_word *word)
{
	return t->n_counts > 0 && count_of(t, word->hash)->n > 0;
}

/* Describe the section by its words, and, if these are counted, those before it. */
static void
describe(struct pm_tails *t, const char *text, struct section *s)
{
	const char *p = text + s->from, *end = text + s->end, *line_end;
	struct pm_page_word word;
	bool interface_line;

	s->words = s->interface = s->content = s->known = 0;
	for (; p < end; p = line_end) {
		line_end = memchr(p, '\n', (size_t)(end - p));
		line_end = line_end == NULL ? end : line_end + 1;
		interface_line = pm_is_interface_line(p, (size_t)(line_end - p));
		while (pm_page_word_next(&p, line_end, &word)) {
			bool known = was_before(t, &word);

			s->words++;
			s->interface += interface_line ||
					(!known && (pm_is_interface_word(&word) ||
						    is_form_word(&word)));
			if (is_content(t, &word)) {
				s->content++;
				s->known += known;
			}
		}
	}
}

/* --- sections ----------------------------------------------------------- */

/* Make sections of the blocks, downwards. */
static void
make_sections(struct pm_tails *t)
{
	struct section *s = NULL;
	size_t i;

	t->n_sections = 0;
	for (i = t->n_blocks; i-- > 0;) {
		const struct block *b = &t->blocks[i];

		if (s == NULL) {
			s = &t->sections[t->n_sections++];
			*s = (struct section){ .from = b->from };
		}
		s->end = b->end;
		if (b->kind == PARAGRAPH) {
			s->has_paragraph = true;
			s = NULL;
		}
	}
}

static bool
is_interface(const struct section *s, double share)
{
	return s->interface > share * s->words;
}

/* Whether the sections from FIRST on are an interface's, one with a paragraph among
 * them. */
static bool
are_all_interface(const struct pm_tails *t, size_t first)
{
	size_t i = first;

	while (i < t->n_sections && is_interface(&t->sections[i], INTERFACE))
		i++;
	return i == t->n_sections && t->sections[first].has_paragraph;
}

static bool
are_labels(const struct pm_tails *t, size_t first)
{
	const struct section *s = &t->sections[first];

	return !s->has_paragraph && s->words <= LABELS_WORDS &&
	       is_interface(s, LABEL_INTERFACE);
}

/* Whether more of the text need be looked at. */
static bool
may_be_tail(struct pm_tails *t, const char *text)
{
	size_t with_paragraph = 0, i;
	bool found = false;

	t->n_counts = 0;
	for (i = 0; i < t->n_sections; i++) {
		with_paragraph += t->sections[i].has_paragraph;
		describe(t, text, &t->sections[i]);
	}
	for (i = 0; i < t->n_sections && !found; i++)
		found = are_all_interface(t, i) || are_labels(t, i);
	return found || with_paragraph >= ALIEN_SECTIONS;
}

/* Whether the lines of the text are shorter than its sentences. */
static bool
is_wrapped(const char *text, size_t len)
{
	const char *p = text, *end = text + len, *lf;
	size_t lines = 0, wrapped = 0;

	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			lf = end;
		if (lf == p || (lf == p + 1 && *p == '\r'))
			continue;
		lines++;
		wrapped += (size_t)(lf - p) >= WRAPPED_BYTES && lf < end &&
			   begins_small(lf + 1, end);
	}
	return wrapped > WRAPPED_SHARE * (double)lines;
}

/* What the last paragraphs before END have in common with the rest before it, on
 * average. */
static double
overlap_of_body(struct pm_tails *t, const char *text, size_t end)
{
	struct block b;
	double sum = 0;
	unsigned n = 0;

	while (n < LAST_PARAGRAPHS && block_before(text, &end, &b)) {
		struct section s = { .from = b.from, .end = b.end };

		if (b.kind != PARAGRAPH)
			continue;
		add_words(t, text + b.from, text + b.end, -1);
		describe(t, text, &s);
		add_words(t, text + b.from, text + b.end, 1);
		if (s.content == 0)
			continue;
		sum += (double)s.known / s.content;
		n++;
	}
	return n == 0 ? 0 : sum / n;
}

static bool
is_alien(const struct section *s, double body)
{
	double least = OVERLAP_OF_BODY * body;

	if (least > OVERLAP)
		least = OVERLAP;
	return is_interface(s, INTERFACE) || s->known < least * s->content;
}

/* Whether the sections from FIRST on are a tail; all words before are counted. */
static bool
is_tail(struct pm_tails *t, const char *text, size_t first)
{
	size_t with_paragraph = 0, alien = 0, i;
	double body;

	for (i = first; i < t->n_sections; i++)
		describe(t, text, &t->sections[i]);
	if (are_all_interface(t, first) || are_labels(t, first))
		return true;
	body = overlap_of_body(t, text, t->sections[first].from);
	for (i = first; i < t->n_sections; i++) {
		if (!t->sections[i].has_paragraph)
			continue;
		with_paragraph++;
		alien += is_alien(&t->sections[i], body);
	}
	return with_paragraph >= ALIEN_SECTIONS &&
	       (double)alien >= ALIEN_SHARE * (double)with_paragraph;
}

/* Room for all words of a text and its title. */
static enum pm_status
make_room(struct pm_tails *t, size_t n, struct pm_error *err)
{
	enum pm_status st;
	size_t size = 1024;

	while (size < 2 * n)
		size *= 2;
	st = pm_regrow(&t->counts, &t->counts_cap, size, sizeof *t->counts, err);
	if (st < 0)
		return st;
	memset(t->counts, 0, size * sizeof *t->counts);
	t->n_counts = size;
	return PM_OK;
}

enum pm_status
pm_tails_find(struct pm_tails *t, struct pm_str title, struct pm_str text, size_t *at,
	      struct pm_error *err)
{
	size_t done = 0, before = 0, total, i;
	enum pm_status st;

	*at = 0;
	if (text.len > TEXT_MAX || text.len < TEXT_MIN ||
	    !gather_blocks(t, text.data, text.len))
		return PM_OK;
	if (t->words.n == 0)
		pm_function_words_init(&t->words);
	make_sections(t);
	if (!may_be_tail(t, text.data) || is_wrapped(text.data, text.len))
		return PM_OK;
	total = count_words(text.data, text.data + text.len);
	st = make_room(t, total + title.len / 2, err);
	if (st < 0)
		return st;
	add_words(t, title.data, title.data + title.len, 1);
	for (i = 0; i < t->n_sections; i++) {
		size_t from = t->sections[i].from;

		before += add_words(t, text.data + done, text.data + from, 1);
		done = from;
		if ((double)before < BODY_SHARE * (double)total) {
			/* labels everywhere */
			if (i == 0)
				return PM_OK;
			continue;
		}
		if (before >= BODY_WORDS && is_tail(t, text.data, i)) {
			*at = from;
			return PM_OK;
		}
	}
	return PM_OK;
}
