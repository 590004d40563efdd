/* Pressmark - the oracle's spelt words: wildcards, edits, regular expressions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each is compared with one folded string after the other, in the way that is
 * easiest to be sure of. */
#ifndef PM_TESTS_ORACLE_SPELT_H
#define PM_TESTS_ORACLE_SPELT_H

#include "language/tree.h"
#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code points of well-formed UTF-8: at most LEN of them.  Returns how many. */
size_t spelt_points(uint32_t *out, const char *s, size_t len);

/* Whether S is like the pattern, in which * is any code points or none, ? one. */
bool spelt_wildcard(const uint32_t *pattern, size_t n, const uint32_t *s, size_t len);

/* The least number of edits (put in, leave out, replace, exchange neighbours that are
 * not edited again) that make B of A. */
size_t spelt_distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len);

struct spelt;

/* Append a surface, or an expression, as they are compared with each other: composed,
 * without soft hyphens, apostrophes all alike. */
void spelt_put_written(struct pm_buf *out, const char *s, size_t len);

/* For a word that is not PM_MATCH_WORD.  An expression that PCRE2 refuses ends the
 * program. */
struct spelt *spelt_new(const struct pm_tree_word *w);
/* Whether the string, in bytes and in code points, is so spelt. */
bool spelt_matches(struct spelt *sp, const char *s, size_t len, const uint32_t *points,
		   size_t n);
/* Whether it is an expression that names what folding changes, and describes a surface as
 * it is written. */
bool spelt_matches_surface(struct spelt *sp, const char *s, size_t len);
void spelt_free(struct spelt *sp);

#endif
