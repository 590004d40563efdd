/* Pressmark - decoding many word codes (codes.h) at once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Internal to segment/store.c and its tests.  Most of the time of an answer goes into
 * decoding the codes of the articles it looks at.  There are several implementations, all
 * with the same results.
 */
#ifndef PM_SEGMENT_UNPACK_H
#define PM_SEGMENT_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_unpack_impl {
	const char *name;
	/* The ranks of the N codes that make up the bytes from P to END; false if these
	 * are not exactly N codes. */
	bool (*unpack)(const uint8_t *p, const uint8_t *end, uint32_t *ranks, uint32_t n);
};

/* The implementations that this machine can run, the fastest first; *N is how many. */
const struct pm_unpack_impl *pm_unpack_impls(size_t *n);

#endif
