/* Pressmark - words of a web page, for judging its blocks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * These are not the words of the index (text/): they only have to be fast, and good
 * enough to tell sentences from menus in any language.
 */
#ifndef PM_CORPUS_PAGE_WORDS_H
#define PM_CORPUS_PAGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_FUNCTION_WORDS_MAX 1024

/* The small words of some thirty languages, at most 8 bytes each. */
struct pm_function_words {
	uint64_t packed[PM_FUNCTION_WORDS_MAX]; /* sorted */
	size_t n;
};

void pm_function_words_init(struct pm_function_words *w);

struct pm_page_word {
	uint64_t packed; /* the first 8 bytes, lower case; 0: longer */
	uint64_t hash;	 /* of the lower-case word */
	size_t len;
};

/* The next run of letters, digits and marks at *P, which moves past it.  false if there
 * is none before END. */
bool pm_page_word_next(const char **p, const char *end, struct pm_page_word *token);

bool pm_is_function_word(const struct pm_function_words *w, const struct pm_page_word *t);

/* The share of function words among the tokens, 0 for none. */
float pm_function_share(const struct pm_function_words *w, const char *text, size_t len);

#endif
