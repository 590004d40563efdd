/* Pressmark - the bytes of a lexicon file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to lexicon.c, lexicon_find.c and lexicon_writer.c.  A file of support/pages.h,
 * kind "lexicon", version 1.  Its data:
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
 * An entry, words front-coded within a block (the first of a block shares 0):
 *
 *	varint bytes shared with the entry before, varint further bytes, these
 *	varint rule: how its stem is made from it
 *	of a word:	varint count; varint count - articles where count > 1;
 *			forms
 *	of an alias:	varint number of targets; varint bytes of the targets;
 *			each: varint parts, varint rank for each part
 *
 * Forms: a byte 0 .. 14 for one of the ordered sets of same (S), capital (C)
 * and upper (U): S, C, U, SC, SU, CS, CU, US, UC, SCU, SUC, CSU, CUS, USC, UCS;
 * or 15, varint number, and for each a byte: 0 S, 1 C, 2 U, or 3, varint
 * length, the surface.
 *
 * Rule 0 is "the word is its own stem".  A stem is *regular* if it can be found from the
 * words that begin like it: the rule strips at most 8 bytes, appends at most one, and
 * leaves at least 3.  Words with other rules are listed as irregular.
 */
#ifndef PM_SEGMENT_LEXICON_FORMAT_H
#define PM_SEGMENT_LEXICON_FORMAT_H

#include "segment/lexicon.h"

#define PM_LEXICON_KIND "lexicon"
#define PM_LEXICON_VERSION 1u
#define PM_LEXICON_PAGE 1024u /* a look-up reads some hundred bytes, far apart */
#define PM_LEXICON_BLOCK 16u
#define PM_LEXICON_ENTRY_MIN 5u /* bytes */
/* Bytes of a block that is large: nearly all have some hundred. */
#define PM_LEXICON_LARGE 4096u
#define PM_LEXICON_DIRECTORY 192u

#define PM_RULE_STRIP_MAX 8u
#define PM_RULE_APPEND_MAX 1u
#define PM_RULE_BASE_MIN 3u

static inline bool
pm_rule_is_regular(size_t word_len, size_t strip, size_t append_len)
{
	return (strip == 0 && append_len == 0) ||
	       (strip <= PM_RULE_STRIP_MAX && append_len <= PM_RULE_APPEND_MAX &&
		word_len - strip >= PM_RULE_BASE_MIN);
}

#define PM_FORM_SETS 15u
#define PM_FORM_LISTED 15u /* this byte means: listed one by one */

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
