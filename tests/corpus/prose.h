/* Pressmark - prose of the made-up newswire: tokens one after the other, as one sets them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Blanks stand between tokens, but not before a comma or after an opening quote, and on
 * neither side of a hyphen; `a` becomes `an` where a vowel follows; a sentence begins
 * with a capital. */
#ifndef PM_TESTS_CORPUS_PROSE_H
#define PM_TESTS_CORPUS_PROSE_H

#include "support/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct prose {
	struct pm_buf *out;
	bool straight; /* quotes and apostrophes as typewriters have them */
	bool begins;   /* the next token is the first of a sentence */
	bool is_glued; /* no blank before the next token */
	bool after_a;  /* the last token was the article */
	uint32_t n_words;
};

/* Append a token: a word, some words with blanks between, or a sign. */
void prose_put(struct prose *p, const char *token);

/* The next token begins a sentence; after GAP. */
void prose_begin(struct prose *p, const char *gap);

#endif
