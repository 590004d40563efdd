/* Pressmark - random conjunctions of phrases: see generate_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each phrase is one check of the index, and what one check knows of an article (how
 * often it has which word) must not be taken for what another one knows.  That shows
 * only where all phrases are in an article, and where words stand in it more than once:
 * so most phrases are about words that recur. */
#include "tests/oracle/generate_parts.h"

#define PHRASES_MAX 3
#define WORDS_MAX 5

/* A place of the field at which, if chance finds one, a word stands that has stood in
 * the field before. */
static size_t
place_again(struct generator *g, struct field f)
{
	size_t at = f.first, tries, i;

	for (tries = 0; tries < 8; tries++) {
		at = f.first + any(g, f.end - f.first);
		for (i = f.first; i < at; i++)
			if (g->nv->words[i].string == g->nv->words[at].string)
				return at;
	}
	return at;
}

/* Where a phrase begins that has the word AT, or one that shares words with the one
 * there. */
static size_t
begin_near(struct generator *g, struct field f, size_t at)
{
	size_t back = any(g, 3);

	return back > at - f.first ? f.first : at - back;
}

static void
put_phrase(struct generator *g, struct pm_buf *out, struct field f, size_t at)
{
	size_t n = 2 + any(g, WORDS_MAX - 1);

	if (n > f.end - at)
		n = f.end - at;
	if (one_in(g, 12))
		pm_buf_puts(out, "NOT ");
	pm_buf_putc(out, '"');
	put_words(g, out, at, n);
	/* one that is hardly there */
	if (one_in(g, 12)) {
		pm_buf_putc(out, ' ');
		put_words(g, out, at, 1);
	}
	pm_buf_putc(out, '"');
}

/* What stands beside the phrases: a word or a choice. */
static void
put_beside(struct generator *g, struct pm_buf *out)
{
	pm_buf_puts(out, one_in(g, 3) ? " NOT " : " AND ");
	if (one_in(g, 2)) {
		leaf_word(g, out);
		return;
	}
	pm_buf_putc(out, '(');
	leaf_word(g, out);
	pm_buf_puts(out, " OR ");
	leaf_rare(g, out);
	pm_buf_putc(out, ')');
}

void
put_phrases(struct generator *g, struct pm_buf *out)
{
	struct field f = g->nv->articles[g->article].fields[one_in(g, 10) ? TITLE : BODY];
	size_t n = 2 + any(g, PHRASES_MAX - 1), at = 0, i;

	if (f.first == f.end)
		f = g->nv->articles[g->article].fields[BODY];
	if (f.first == f.end) {
		leaf_word(g, out);
		return;
	}
	for (i = 0; i < n; i++) {
		at = i > 0 && one_in(g, 3) ? begin_near(g, f, at)
					   : begin_near(g, f, place_again(g, f));
		pm_buf_puts(out, i > 0 ? " AND " : "");
		put_phrase(g, out, f, at);
	}
	if (one_in(g, 4))
		put_beside(g, out);
}
