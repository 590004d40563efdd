/* Pressmark - the rules of splitting, one word at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Internal to text/split.c and its tests.  pm_split handles the easy words itself and
 * calls pm_split_step for all others.  Only split_rules.c implements the rules of
 * split.h: a text split step by step is the reference, and pm_split finds the same words,
 * only faster.
 */
#ifndef PM_TEXT_SPLIT_RULES_H
#define PM_TEXT_SPLIT_RULES_H

#include "text/split.h"

struct pm_split_impl;

struct pm_scan {
	const uint8_t *s;
	size_t len;
};

static inline bool
pm_split_is_alnum(uint8_t c)
{
	return (uint8_t)(c - '0') < 10 || (uint8_t)((c | 0x20) - 'a') < 26;
}

/* What begins at AT (< len): a word, or a character that belongs to none, and then
 * *WORD's end is its start.  Returns where splitting goes on: after the word and its
 * possessive, or after the character.  Nothing before AT is read.  It reads beyond the
 * place it returns by no more than the run of letters and digits there, or the length of
 * an address; so a text takes linear time. */
size_t pm_split_step(const struct pm_scan *sc, size_t at, struct pm_word *word);

/* pm_split in two other ways.  With steps only: */
enum pm_status pm_split_careful(const char *text, size_t len, struct pm_words *out,
				struct pm_error *err);

/* With the masks of IMPL (split_masks.h): */
enum pm_status pm_split_by(const struct pm_split_impl *impl, const char *text, size_t len,
			   struct pm_words *out, struct pm_error *err);

#endif
