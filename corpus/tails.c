/* Pressmark - what a scraper took along at the end of a text: see tails.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/tails.h"

#include "corpus/page/interface.h"
#include "corpus/tails_words.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)
#define TEXT_MIN 300u /* of the fewest words that a body has */
#define LABEL_WORDS 16u
#define NUMBER_CHARS 12u
#define BLOCKS_MAX 128u /* in a tail */
#define BODY_WORDS 80u	/* before it */
#define BODY_SHARE .45	/* of the bytes */
#define LINE_BYTES 100	/* of a line that an interface may have */
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

struct pm_tails {
	struct pm_tail_words words;
	struct block blocks[BLOCKS_MAX]; /* from the end upwards */
	size_t n_blocks;
	struct section sections[BLOCKS_MAX]; /* downwards */
	size_t n_sections;
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
	pm_tail_words_release(&t->words);
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
	size_t i;

	for (i = 0; i < len; i++)
		if (((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') ||
		    (uint8_t)text[i] >= 0xc3)
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

		if (!block_before(text, &end, b))
			return false;
		if (b->kind == LABEL &&
		    ((double)b->from < BODY_SHARE * (double)len || goes_on(text, len, b)))
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

/* --- sections ----------------------------------------------------------- */

/* Describe the section by its words, of which those before it may be known. */
static void
describe(const struct pm_tail_words *words, const char *text, struct section *s)
{
	const char *p = text + s->from, *end = text + s->end, *line_end;
	struct pm_tail_word word;
	bool interface_line;

	s->words = s->interface = s->content = s->known = 0;
	for (; p < end; p = line_end) {
		line_end = memchr(p, '\n', (size_t)(end - p));
		line_end = line_end == NULL ? end : line_end + 1;
		interface_line = line_end - p <= LINE_BYTES &&
				 pm_is_interface_line(p, (size_t)(line_end - p));
		while (pm_tail_word_next(words, &p, line_end, &word)) {
			enum pm_tail_word_kind kind = pm_tail_word_kind(words, &word);
			bool known = kind != PM_TAIL_SMALL &&
				     pm_tail_word_was_added(words, &word);

			s->words++;
			s->interface += interface_line ||
					(kind == PM_TAIL_INTERFACE && !known);
			s->content += kind != PM_TAIL_SMALL;
			s->known += known;
		}
	}
}

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

	for (i = 0; i < t->n_sections; i++)
		with_paragraph += t->sections[i].has_paragraph;
	if (with_paragraph >= ALIEN_SECTIONS)
		return true;
	/* else the last one must be an interface's */
	t->words.n_counts = 0;
	describe(&t->words, text, &t->sections[t->n_sections - 1]);
	return is_interface(&t->sections[t->n_sections - 1], INTERFACE);
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
overlap_of_body(struct pm_tail_words *words, const char *text, size_t end)
{
	struct block b;
	double sum = 0;
	unsigned n = 0;

	while (n < LAST_PARAGRAPHS && block_before(text, &end, &b)) {
		struct section s = { .from = b.from, .end = b.end };

		if (b.kind != PARAGRAPH)
			continue;
		pm_tail_words_add(words, text + b.from, text + b.end, -1);
		describe(words, text, &s);
		pm_tail_words_add(words, text + b.from, text + b.end, 1);
		if (s.content == 0)
			continue;
		sum += (double)s.known / s.content;
		n++;
	}
	return n == 0 ? 0 : sum / n;
}

/* Whether the section has little in common with the text before, of which LEAST would be
 * enough, or is an interface's. */
static bool
is_alien(const struct section *s, double least)
{
	return is_interface(s, INTERFACE) || s->known < least * s->content;
}

/* Whether the sections from FIRST on are a tail, by what describes them. */
static bool
is_tail(const struct pm_tails *t, size_t first, double least)
{
	size_t with_paragraph = 0, alien = 0, i;

	if (are_all_interface(t, first) || are_labels(t, first))
		return true;
	for (i = first; i < t->n_sections; i++) {
		with_paragraph += t->sections[i].has_paragraph;
		alien += t->sections[i].has_paragraph && is_alien(&t->sections[i], least);
	}
	return with_paragraph >= ALIEN_SECTIONS &&
	       (double)alien >= ALIEN_SHARE * (double)with_paragraph;
}

/* The same, when all words before are counted. */
static bool
is_surely_tail(struct pm_tails *t, const char *text, size_t first)
{
	double least;
	size_t i;

	/* as they were described with fewer words before them */
	if (!is_tail(t, first, OVERLAP))
		return false;
	for (i = first; i < t->n_sections; i++)
		describe(&t->words, text, &t->sections[i]);
	if (!is_tail(t, first, OVERLAP))
		return false;
	least = OVERLAP_OF_BODY *
		overlap_of_body(&t->words, text, t->sections[first].from);
	return least >= OVERLAP || is_tail(t, first, least);
}

/* Describe all sections by the words before the first; false: none of them begins a tail,
 * since with more words before it they have but more in common. */
static bool
describe_all(struct pm_tails *t, const char *text)
{
	size_t i;

	for (i = 0; i < t->n_sections; i++)
		describe(&t->words, text, &t->sections[i]);
	for (i = 0; i < t->n_sections; i++)
		if (is_tail(t, i, OVERLAP))
			return true;
	return false;
}

enum pm_status
pm_tails_find(struct pm_tails *t, struct pm_str title, struct pm_str text, size_t *at,
	      struct pm_error *err)
{
	struct pm_tail_words *words = &t->words;
	size_t done = 0, before = 0, i;
	enum pm_status st;

	*at = 0;
	if (text.len > TEXT_MAX || text.len < TEXT_MIN ||
	    !gather_blocks(t, text.data, text.len))
		return PM_OK;
	pm_tail_words_init(words);
	make_sections(t);
	if (!may_be_tail(t, text.data) || is_wrapped(text.data, text.len))
		return PM_OK;
	if ((st = pm_tail_words_reserve(words, title.len + text.len, err)) < 0)
		return st;
	pm_tail_words_add(words, title.data, title.data + title.len, 1);
	for (i = 0; i < t->n_sections && *at == 0; i++) {
		size_t from = t->sections[i].from;

		before += pm_tail_words_add(words, text.data + done, text.data + from, 1);
		done = from;
		if (i == 0 && !describe_all(t, text.data))
			break;
		if (before >= BODY_WORDS && is_surely_tail(t, text.data, i))
			*at = from;
	}
	return PM_OK;
}
