/* Pressmark - regular expressions that describe whole words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are PCRE2's, over UTF-8 and with Unicode's character classes.  Case does not
 * matter, and the pattern must match the whole word (`.*chip` for words that end in
 * chip).  Only regex.c includes pcre2.h.
 *
 * A pattern comes from the user and may be hostile.  A word may take 200,000 steps
 * (places to backtrack to; fewer with a long pattern), which is at most a few
 * milliseconds.  All words together may take half a second of processor time plus half a
 * microsecond for each word, ten times what ordinary patterns need; the time is estimated
 * from every 64th match.  Whatever needs more is an error, never a wrong answer.
 *
 * PCRE2 is linked into the program where the system has a static archive of it; start-up
 * then takes 0.007 ms longer (0.029 ms with the shared library).
 */
#ifndef PM_LANGUAGE_REGEX_H
#define PM_LANGUAGE_REGEX_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether the regular expression is valid: PM_OK; or PM_ERR_QUERY with the place of the
 * mistake in *OFFSET (at most LEN) and PCRE2's description of it in WHAT ("missing
 * closing parenthesis"); or PM_ERR_NOMEM.  Takes a few microseconds. */
enum pm_status pm_regex_check(const char *pattern, size_t len, size_t *offset, char *what,
			      size_t what_size, struct pm_error *err);

/* Whether the expression names something that no folded word holds: a character beyond
 * ASCII, an apostrophe, a comma (not the one in {2,3}), or a character by its number
 * (\x, \o, \N).  It is then compared with words as they are written, too. */
bool pm_regex_sees_surfaces(const char *pattern, size_t len);

/* The first character that everything it matches must hold although no word does (a blank,
 * also if written \s) or only addresses do (other signs), or 0.  For messages: it knows
 * only what stands outside of groups, classes and alternatives. */
char pm_regex_needs(const char *pattern, size_t len);

struct pm_regex;

/* The pattern (at most PM_PATTERN_MAX bytes) is copied.  Fails as pm_regex_check does. */
enum pm_status pm_regex_new(struct pm_regex **out, const char *pattern, size_t len,
			    struct pm_error *err);
void pm_regex_free(struct pm_regex *re);

/* Whether it matches the word (well-formed UTF-8): PM_OK; PM_ERR_QUERY if that takes too
 * long; or PM_ERR_NOMEM.  30 to 70 ns for an ordinary pattern. */
enum pm_status pm_regex_matches(struct pm_regex *re, const char *word, size_t len,
				bool *yes, struct pm_error *err);

/* The beginning that all folded words it matches have in common; may be empty. */
const char *pm_regex_beginning(const struct pm_regex *re, size_t *len);

#endif
