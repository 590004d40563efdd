/* Pressmark - words of a text that may have a tail: for tails.c alone.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nearly as page/words.h has them, but each is only a number, of which one lookup says what
 * is known of the word: some 25 instructions for a byte.
 *
 *	pm_tail_words_init(&words);
 *	pm_tail_words_reserve(&words, len, &err);
 *	pm_tail_words_add(&words, text, end, 1);
 *	p = text;
 *	while (pm_tail_word_next(&words, &p, end, &word))
 *		... pm_tail_word_kind(&words, &word), pm_tail_word_was_added(&words, &word) ...
 */
#ifndef PM_CORPUS_TAILS_WORDS_H
#define PM_CORPUS_TAILS_WORDS_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_TAIL_KNOWN 4096u /* more than twice as many as words are known */

enum pm_tail_word_kind {
	PM_TAIL_CONTENT,  /* it says what a text is about */
	PM_TAIL_SMALL,	  /* it is short, or a function word */
	PM_TAIL_INTERFACE /* of an interface or a form */
};

struct pm_tail_count;

struct pm_tail_words {
	bool ready;
	uint8_t lower[256]; /* of a byte of a word; 0: none; 1: it may be one */
	uint64_t known[PM_TAIL_KNOWN]; /* by its hash; 0: free */
	uint8_t kinds[PM_TAIL_KNOWN];
	struct pm_tail_count *counts;
	size_t n_counts; /* a power of two; 0: none are counted */
	size_t counts_cap;
};

struct pm_tail_word {
	uint64_t hash; /* of the word in small letters; never 0 */
	size_t len;
};

/* WORDS is all zeros, or ready: then it does nothing. */
void pm_tail_words_init(struct pm_tail_words *words);
void pm_tail_words_release(struct pm_tail_words *words);

/* The next word at *P, which moves past it.  false if there is none before END. */
bool pm_tail_word_next(const struct pm_tail_words *words, const char **p, const char *end,
		       struct pm_tail_word *word);
enum pm_tail_word_kind
pm_tail_word_kind(const struct pm_tail_words *words, const struct pm_tail_word *word);

/* Forget all that was added, and make room for the words of LEN bytes. */
enum pm_status pm_tail_words_reserve(struct pm_tail_words *words, size_t len,
				     struct pm_error *err);
/* Add the words up to END, BY 1 or -1, and return how many these are. */
size_t pm_tail_words_add(struct pm_tail_words *words, const char *p, const char *end,
			 int by);
bool pm_tail_word_was_added(const struct pm_tail_words *words,
			    const struct pm_tail_word *word);

#endif
