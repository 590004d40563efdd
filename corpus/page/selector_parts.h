/* Pressmark - what a selector is made of: for selector.c and selector_parse.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_PAGE_SELECTOR_PARTS_H
#define PM_CORPUS_PAGE_SELECTOR_PARTS_H

#include "corpus/page/selector.h"
#include "support/buf.h"

enum pm_selector_kind {
	PM_SELECT_TAG,
	PM_SELECT_HAS, /* the attribute, from here to _DASH */
	PM_SELECT_EQUALS,
	PM_SELECT_BEGINS,
	PM_SELECT_ENDS,
	PM_SELECT_HOLDS,
	PM_SELECT_WORD,
	PM_SELECT_DASH,
	PM_SELECT_NTH, /* child A * n + B, n from 0 */
	PM_SELECT_LAST
};

/* One thing that must be so of an element. */
struct pm_selector_test {
	enum pm_selector_kind kind;
	bool denied;	  /* it must not be so */
	bool any_case;	  /* of the value */
	size_t name;	  /* where in the pool the tag or the attribute is */
	size_t value;	  /* and the value */
	size_t value_len; /* of which this is the length */
	int64_t a, b;
};

/* The tests of one element. */
struct pm_selector_part {
	size_t first, n;
};

struct pm_selector {
	struct pm_buf pool; /* names and values, each with a NUL behind */
	struct pm_selector_test *tests;
	size_t n_tests, tests_cap;
	struct pm_selector_part parts[PM_SELECTOR_PARTS];
	size_t n_parts;
	/* Of which parts, as bits: they begin a row or end one; and what they are to the part
	 * before, which is the next lower bit. */
	uint64_t first, last;
	uint64_t below, child, next, later;
};

#endif
