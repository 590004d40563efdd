/* Pressmark - function words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stop words are indexed like all others; a query weighs them at a quarter.
 */
#ifndef PM_TEXT_STOPWORDS_H
#define PM_TEXT_STOPWORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a folded word is an English function word: those of Snowball's
 * English list as folding leaves them (don't is dont, he's is he), without the
 * contractions that fold to a word with a meaning of its own (he'll, I'll,
 * we'd).  LANGUAGE as the index has it; for others than English there is no
 * list and the answer is false. */
bool pm_is_stopword(const char *language, const char *folded, size_t len);

#endif
