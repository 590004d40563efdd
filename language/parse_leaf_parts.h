/* Pressmark - the parts of reading a leaf: what parse_leaf.c and parse_signs.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse_leaf.c		the words of a token, their spelling and their form
 * parse_signs.c	what is not a word: signs around and between words, and tokens
 *			that mean something in other languages
 */
#ifndef PM_LANGUAGE_PARSE_LEAF_PARTS_H
#define PM_LANGUAGE_PARSE_LEAF_PARTS_H

#include "language/parse_leaf.h"

/* A token while it is read: its text, and what was split off from its words. */
struct pm_leaf {
	struct pm_leaf_reader *r;
	const struct pm_token *token;
	const char *text; /* without the ~2 of a fuzzy word */
	size_t len;
	unsigned edits; /* the number that it gives, or 0 */
};

static inline struct pm_query_mistake *
pm_leaf_mistake(const struct pm_leaf *l)
{
	return l->r->mistake;
}

static inline size_t
pm_leaf_count(const struct pm_leaf *l)
{
	return l->r->split.n;
}

static inline const struct pm_word *
pm_leaf_word(const struct pm_leaf *l, size_t i)
{
	return &l->r->split.words[i];
}

static inline struct pm_excerpt
pm_leaf_excerpt(const struct pm_leaf *l, size_t start, size_t end)
{
	return pm_excerpt(l->text + start, end - start);
}

/* Where byte AT of the text is in the query: a mark that is written twice is one byte. */
static inline size_t
pm_leaf_place(const struct pm_leaf *l, size_t at)
{
	size_t place = l->token->text + at, i;

	for (i = 0; l->token->doubled && i < at; i++)
		place += l->text[i] == '"';
	return place;
}

/* A mistake in bytes START .. END - 1 of the token's text. */
#define LEAF_MISTAKE(l, start, end, ...) \
	pm_mistake_set(pm_leaf_mistake(l), pm_leaf_place((l), (start)), \
		       pm_leaf_place((l), (end)), __VA_ARGS__)

/* PM_OK, or the mistake: in a sign; that there is no word; in something that looks like a
 * distance, a field or an operator but is none.  All but the first two need a word. */
enum pm_status pm_leaf_check_signs(const struct pm_leaf *l);
enum pm_status pm_leaf_check_word(const struct pm_leaf *l);
/* A bare token with wildcards or with ~ must be one word. */
enum pm_status pm_leaf_check_single(const struct pm_leaf *l);
enum pm_status pm_leaf_check_distance(const struct pm_leaf *l);
enum pm_status pm_leaf_check_field(const struct pm_leaf *l);
enum pm_status pm_leaf_check_operator(const struct pm_leaf *l);

#endif
