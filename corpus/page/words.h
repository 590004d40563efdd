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

#define PM_PAGE_WORD_BYTES 28 /* of a word that can be read as such */

struct pm_page_word {
	uint64_t packed; /* the first 8 bytes, lower case; 0: longer */
	uint64_t hash;	 /* of the lower-case word */
	size_t len;
	char lower[PM_PAGE_WORD_BYTES]; /* the word; its beginning, if LEN is not less */
};

/* The next run of letters, digits and marks at *P, which moves past it.  false if there
 * is none before END. */
bool pm_page_word_next(const char **p, const char *end, struct pm_page_word *token);

bool pm_is_function_word(const struct pm_function_words *w, const struct pm_page_word *t);

/* How many letters and digits two texts have in common from their beginnings, at most MAX:
 * blanks and signs do not count. */
size_t pm_letters_shared(const char *a, size_t a_len, const char *b, size_t b_len,
			 size_t max);
/* How many of them a text has, at most MAX. */
size_t pm_letters(const char *s, size_t len, size_t max);

/* The shares of words among those of a text; 0 if it has none. */
struct pm_shares {
	float function;
	float interface; /* interface.h */
};

struct pm_shares pm_word_shares(const struct pm_function_words *w, const char *text,
				size_t len);

#endif
