/* Pressmark - the rules of splitting, one word at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Internal to text/split.c and its tests.  pm_split takes the easy words by
 * itself and asks pm_split_step for all others.  The rules of split.h are written
 * in split_rules.c alone: a text taken step by step is the reference, and pm_split
 * finds the same words, only sooner.
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

/* What begins at AT (< len): a word, or a character that belongs to none; then
 * the end of *WORD is its start.  Returns where splitting goes on: behind the
 * word and its possessive, or behind the character.  Nothing before AT is looked
 * at.  Reads on beyond the place that it returns by no more than the run of
 * letters and digits behind it, or the length of an address; so a text costs
 * linear time. */
size_t pm_split_step(const struct pm_scan *sc, size_t at, struct pm_word *word);

/* pm_split in two other ways.  With steps only: */
enum pm_status pm_split_careful(const char *text, size_t len, struct pm_words *out,
				struct pm_error *err);

/* With the masks of WAY (split_masks.h): */
enum pm_status pm_split_by(const struct pm_split_impl *impl, const char *text, size_t len,
			   struct pm_words *out, struct pm_error *err);

#endif
