/* Pressmark - function words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stop words are indexed like all others; a query gives them a quarter of the weight.
 */
#ifndef PM_TEXT_STOPWORDS_H
#define PM_TEXT_STOPWORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a folded word is an English function word: those of Snowball's English list in
 * folded form (don't is dont, he's is he), except contractions that fold to a word with
 * another meaning (he'll, I'll, we'd).  LANGUAGE is the index's; for any other than
 * English there is no list, and the answer is false. */
bool pm_is_stopword(const char *language, const char *folded, size_t len);

#endif
