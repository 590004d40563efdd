/* Pressmark - searching for words in their coded form.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A phrase of known words is a string of codes (segment/codes.h).  An article contains it
 * exactly where those bytes follow the end of another code or begin the text, so nothing
 * need be decoded.  A phrase that may be written in several ways is a few such strings.
 * They are all searched for in one pass over the codes, which have to come from memory.
 *
 * Cost: some 15 bytes of coded words a nanosecond for one string with AVX2, half of that
 * with SSE2; a fortieth of what decoding costs.  The search probes for two bytes of the
 * rarest word, or one of each of the two rarest, at their distance, 32 places at a time,
 * and compares the rest where both are found.
 */
#ifndef PM_MATCH_CODE_SEARCH_H
#define PM_MATCH_CODE_SEARCH_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_code_string {
	uint8_t *bytes;
	size_t len;
	uint64_t head, mask;	 /* its first eight bytes, or all; and which these are */
	size_t probe_a, probe_b; /* the bytes that are searched for first, a <=
					 * b */
};

/* The codes of the words with these ranks, N of them, at least 1. */
enum pm_status pm_code_string_init(struct pm_code_string *s, const uint32_t *ranks,
				   size_t n, struct pm_error *err);
void pm_code_string_release(struct pm_code_string *s);

#define PM_CODE_STRINGS_MAX 24u

/* Search from byte FROM on for places where the words of one of N strings (1 to
 * PM_CODE_STRINGS_MAX) stand side by side.  The LEN bytes at CODES begin and end with a
 * whole code.  The first MAX such places go into PLACES; returns how many there are. */
size_t pm_code_search(const struct pm_code_string *s, size_t n, const uint8_t *codes,
		      size_t len, size_t from, size_t *places, size_t max);

/* Whether one of them stands at byte AT. */
bool pm_code_string_at(const struct pm_code_string *s, const uint8_t *codes, size_t len,
		       size_t at);

/* For tests: how many implementations there are, the best one first; and a search by one
 * of them. */
unsigned pm_code_search_impls(void);
size_t pm_code_search_by(unsigned impl, const struct pm_code_string *s, size_t n,
			 const uint8_t *codes, size_t len, size_t from, size_t *places,
			 size_t max);

#endif
