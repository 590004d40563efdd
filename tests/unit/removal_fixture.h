/* Pressmark - indexes from which articles are removed, beside indexes without them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A corpus is lines of JSON, an article each.  The index of some of them is built in one
 * piece; the other one has all of them, in several segments, until some are removed. */
#ifndef PM_TESTS_REMOVAL_FIXTURE_H
#define PM_TESTS_REMOVAL_FIXTURE_H

#include "indexer/build.h"
#include "indexer/removal.h"
#include "tests/oracle/edge.h"
#include "tests/unit/small_fixture.h"

struct lines {
	struct pm_buf text;
	size_t *ends; /* of each line, with its end */
	size_t n, cap;
};

void lines_add(struct lines *l, const char *text, size_t len);
void lines_release(struct lines *l);

/* Build the index of lines FROM .. TO - 1 for which KEEP, a bit each, is set; NULL: all. */
void build_lines(const char *index, const char *language, const struct lines *l,
		 size_t from, size_t to, const uint64_t *keep);

/* The same in N segments, as even as it goes. */
void build_segments(const char *index, const char *language, const struct lines *l,
		    size_t n);

/* Publish the next generation of the index, with the articles gone whose line's bit is set
 * in GO (line I is the I-th article of the segments one after the other), and without
 * segment DROP of the current one if that is not SIZE_MAX. */
void remove_lines(const char *index, const uint64_t *go, size_t drop);

/* The same as if the segments were new, of which nothing is gone; then DROP is SIZE_MAX. */
enum as_if { OLD_SEGMENTS, NEW_SEGMENTS };
void remove_lines_as(const char *index, const uint64_t *go, size_t drop, enum as_if as);

/* Add articles full of edge cases, at most MAX. */
void read_edges(struct lines *l, uint64_t seed, enum edge_kind kind, size_t max);

/* Remove about PERCENT of N lines in three rounds, but never the first; KEEP, of LINES_BITS
 * numbers, has those that are left. */
#define LINES_BITS (4096 / 64)
void set_bit(uint64_t *bits, size_t i);
void remove_in_rounds(const char *index, size_t n, uint32_t percent, uint64_t seed,
		      uint64_t *keep);

/* What the index says of its words and terms, in an order that does not depend on
 * segments. */
char *describe_index(const char *index);

#endif
