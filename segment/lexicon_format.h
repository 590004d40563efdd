/* Pressmark - the bytes of a lexicon file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to lexicon.c, lexicon_find.c and lexicon_writer.c.  A file of support/pages.h,
 * kind "lexicon", version 2.  Its data:
 *
 *	entries of list 0, in blocks of 16; of list 1; ... of list 4
 *	for each list, its index: u32 for each block, where it begins, counted
 *		from the list's first entry
 *	rules: for each, varint strip, varint length, bytes to append
 *	irregular stems: sorted by stem, then list, then place; for each, varint
 *		length of the stem, the stem, varint list, varint place
 *	index of the irregular stems: u32 for each, counted from the first
 *	directory, the last 192 bytes of the data, u64 each:
 *		5 x (entries, offset of the first block, offset of the index)
 *		rules: number, offset; irregular: number, offset, index offset
 *		bytes of all words, 3 x 0
 *
 * Numbers that are nearly always small are halves of a byte.  An entry, words front-coded
 * within a block (the first of a block shares 0):
 *
 *	a byte		low half: bytes shared with the entry before, or 15 if there
 *			are more; high half: further bytes, likewise
 *	for a half that is 15, the low one first: varint, the number less 15
 *	the further bytes
 *	varint rule: how its stem is made from it
 *	of a word:	a byte: low half: forms; high half: count, or 0 if it is 0 or more
 *			than 15, and then varint: 0, or the count less 15;
 *			varint count - articles where count > 1; if the low half is 15,
 *			a list of the forms
 *	of an alias:	varint 1 to 3: parts of its one target, a varint rank for each;
 *			or varint number of targets and 2; varint bytes of the targets;
 *			each: varint parts, varint rank for each part
 *
 * Forms: 0 .. 14 for one of the ordered sets of same (S), capital (C) and upper (U): S, C,
 * U, SC, SU, CS, CU, US, UC, SCU, SUC, CSU, CUS, USC, UCS; or 15, they are listed: varint
 * number, and for each a byte: 0 S, 1 C, 2 U, or 3, varint length, the surface.
 *
 * Rule 0 is "the word is its own stem".  A stem is *regular* if it can be found from the
 * words that begin like it: the rule strips at most 8 bytes, appends at most one, and
 * leaves at least 3.  Words with other rules are listed as irregular.
 */
#ifndef PM_SEGMENT_LEXICON_FORMAT_H
#define PM_SEGMENT_LEXICON_FORMAT_H

#include "segment/lexicon.h"
#include "support/bytes.h"

#define PM_LEXICON_KIND "lexicon"
#define PM_LEXICON_VERSION 3u
#define PM_LEXICON_PAGE 1024u /* a look-up reads some hundred bytes, far apart */
#define PM_LEXICON_BLOCK 16u
#define PM_LEXICON_ENTRY_MIN 3u /* bytes */
#define PM_LEXICON_MANY 15u	/* in half a byte: so many or more */
#define PM_LEXICON_COUNT 16u	/* a count that is not in half a byte */
#define PM_LEXICON_PARTS 3u	/* of a target, at most */
/* Bytes of a block that is large: nearly all have some hundred. */
#define PM_LEXICON_LARGE 4096u
#define PM_LEXICON_DIRECTORY 192u

#define PM_RULE_STRIP_MAX 8u
#define PM_RULE_APPEND_MAX 1u
#define PM_RULE_BASE_MIN 3u

/* Read the head of an entry at *P, which moves to its own bytes: how many it shares, and
 * how many these are.  False if they are not all there. */
static inline bool
pm_lexicon_head(const uint8_t **p, const uint8_t *end, uint64_t *shared, uint64_t *own)
{
	uint64_t more;

	if (*p >= end)
		return false;
	*shared = **p & 15;
	*own = **p >> 4;
	++*p;
	if (*shared == PM_LEXICON_MANY) {
		if (pm_load_varint(p, end, &more) < 0 || more > UINT32_MAX)
			return false;
		*shared += more;
	}
	if (*own == PM_LEXICON_MANY) {
		if (pm_load_varint(p, end, &more) < 0 || more > UINT32_MAX)
			return false;
		*own += more;
	}
	return *own <= (uint64_t)(end - *p);
}

static inline bool
pm_rule_is_regular(size_t word_len, size_t strip, size_t append_len)
{
	return (strip == 0 && append_len == 0) ||
	       (strip <= PM_RULE_STRIP_MAX && append_len <= PM_RULE_APPEND_MAX &&
		word_len - strip >= PM_RULE_BASE_MIN);
}

#define PM_FORM_SETS 15u
#define PM_FORM_LISTED 15u /* listed one by one */

/* The sets in the order of their bytes: how many forms, and which. */
static const struct {
	uint8_t n;
	uint8_t forms[3];
} pm_form_sets[PM_FORM_SETS] = {
	{ 1, { 0, 0, 0 } }, { 1, { 1, 0, 0 } }, { 1, { 2, 0, 0 } }, { 2, { 0, 1, 0 } },
	{ 2, { 0, 2, 0 } }, { 2, { 1, 0, 0 } }, { 2, { 1, 2, 0 } }, { 2, { 2, 0, 0 } },
	{ 2, { 2, 1, 0 } }, { 3, { 0, 1, 2 } }, { 3, { 0, 2, 1 } }, { 3, { 1, 0, 2 } },
	{ 3, { 1, 2, 0 } }, { 3, { 2, 0, 1 } }, { 3, { 2, 1, 0 } },
};

#endif
