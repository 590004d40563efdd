/* Pressmark - searching for words in their coded form.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A phrase of known words is a string of codes (segment/codes.h), and an article has
 * it exactly where those bytes stand behind the end of another code: nothing need be
 * decoded.  A phrase that may be written in several ways is a few such strings.
 *
 * They are looked for together, in one go over the codes, which come from memory.
 *
 * Cost: some 15 bytes of coded words a nanosecond for one string where AVX2 is, half
 * of that with SSE2; a fortieth of what decoding costs.  It looks for two bytes of
 * the rarest word at their distance, or of the two rarest ones, 32 places at a time,
 * and compares the rest where both are.
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
	size_t probe_a, probe_b;	/* the bytes that are looked for first, a <= b */
};

/* The codes of the words with these ranks, N of them, at least 1. */
enum pm_status pm_code_string_init(struct pm_code_string *s, const uint32_t *ranks,
				   size_t n, struct pm_error *err);
void pm_code_string_release(struct pm_code_string *s);

#define PM_CODE_STRINGS_MAX 8u

/* Where, from byte FROM on, the words of one of N strings (1 to PM_CODE_STRINGS_MAX)
 * stand side by side in the LEN bytes at CODES, which begin with a code and end with
 * one: the first MAX such bytes, into PLACES; returns how many. */
size_t pm_code_search(const struct pm_code_string *s, size_t n, const uint8_t *codes,
		      size_t len, size_t from, size_t *places, size_t max);

/* Whether that is so at byte AT for one of them. */
bool pm_code_string_at(const struct pm_code_string *s, const uint8_t *codes, size_t len,
		       size_t at);

/* For tests: the implementations that there are, the best one first, and one of them. */
unsigned pm_code_search_impls(void);
size_t pm_code_search_by(unsigned impl, const struct pm_code_string *s, size_t n,
			 const uint8_t *codes, size_t len, size_t from, size_t *places,
			 size_t max);

#endif
