/* Pressmark - regular expressions that describe whole words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * PCRE2's, over UTF-8 and with Unicode's classes: case does not matter, and the
 * whole word must be so (`.*chip` for words that end in chip).  This is the only
 * file that includes pcre2.h.
 *
 * A pattern is the user's and may be hostile.  A word may take 200,000 steps (places
 * to which matching may come back; fewer with a long pattern), at most a few
 * milliseconds; and all words together half a second of processor time, plus half a
 * microsecond a word, ten times what ordinary patterns need.  The time is known from
 * every 64th match.  What needs more is an error, never a wrong answer.
 *
 * PCRE2 is part of the program where the system has an archive of it; start-up takes
 * 0.007 ms longer then (0.029 ms with the shared library).
 */
#ifndef PM_LANGUAGE_REGEX_H
#define PM_LANGUAGE_REGEX_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether there is such a regular expression: PM_OK, or PM_ERR_QUERY with the place
 * of the mistake in *OFFSET (at most LEN) and PCRE2's words for it in WHAT
 * ("missing closing parenthesis"), or PM_ERR_NOMEM.  A few microseconds. */
enum pm_status pm_regex_check(const char *pattern, size_t len, size_t *offset,
			      char *what, size_t what_size, struct pm_error *err);

struct pm_regex;

/* The pattern (at most PM_PATTERN_MAX bytes) need not stay.  Fails as
 * pm_regex_check does. */
enum pm_status pm_regex_new(struct pm_regex **out, const char *pattern, size_t len,
			    struct pm_error *err);
void pm_regex_free(struct pm_regex *re);

/* Whether it describes the word (well-formed UTF-8): PM_OK; PM_ERR_QUERY when that
 * takes too long; or PM_ERR_NOMEM.  30 to 70 ns for an ordinary pattern. */
enum pm_status pm_regex_matches(struct pm_regex *re, const char *word, size_t len,
				bool *yes, struct pm_error *err);

/* What every folded word that it describes begins with; may be empty. */
const char *pm_regex_beginning(const struct pm_regex *re, size_t *len);

#endif
