/* Pressmark - origins: where the articles of a segment came from, and when.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An update must know which article of its input is which of the index: ARCHITECTURE.md,
 * "Updates", says what makes an article the same, and what makes it changed.  And whoever
 * asks for what is new must know when an article was first seen.  So a segment has a file
 * `origins`, of support/pages.h, kind "origins", version 1.  Its data is 48 bytes for each
 * article, in their order:
 *
 *	16	identity: a digest of what makes it the same article
 *	16	content: a digest of what it says (fingerprint.h)
 *	u64	source: pm_origin_source of the file that it was read from
 *	u32	first: the generation in which its identity was first seen
 *	u32	since: the generation in which it got this content
 *
 * Digests are XXH3-128, the low half first.  They are not for secrets: who wants two
 * articles to be taken for one can make that so, and gets what he asked for.
 *
 * An article that is written again, because segments are merged or a block of its source
 * has begun to repeat, keeps its record.
 */
#ifndef PM_SEGMENT_ORIGINS_H
#define PM_SEGMENT_ORIGINS_H

#include "support/pages.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_ORIGINS_FILE "origins"
#define PM_ORIGINS_VERSION 1u
#define PM_ORIGINS_PAGE 4096u
#define PM_ORIGIN_BYTES 48u

struct pm_digest128 {
	uint64_t low, high;
};

static inline bool
pm_digest128_equal(struct pm_digest128 a, struct pm_digest128 b)
{
	return a.low == b.low && a.high == b.high;
}

/* Their order: below, at or above 0. */
static inline int
pm_digest128_compare(struct pm_digest128 a, struct pm_digest128 b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return a.low < b.low ? -1 : a.low > b.low;
}

struct pm_origin {
	struct pm_digest128 identity, content;
	uint64_t source;
	uint32_t first, since;
};

/* The number of a file, by the path that files.h knows it by. */
uint64_t pm_origin_source(const char *path, size_t len);

/* Creates PATH, which must not exist, for pm_origins_put; ended by pm_pages_finish. */
enum pm_status pm_origins_create(struct pm_pages_writer **out, const char *path,
				 struct pm_error *err);
/* The next article's. */
enum pm_status pm_origins_put(struct pm_pages_writer *w, const struct pm_origin *o,
			      struct pm_error *err);

/* PM_ERR_CORRUPT if the file is not made for as many ARTICLES. */
enum pm_status pm_origins_open(struct pm_pages **out, const char *path, uint32_t articles,
			       struct pm_error *err);
/* Of ARTICLE, from 1, which the file was opened for. */
enum pm_status pm_origins_get(struct pm_pages *p, uint32_t article, struct pm_origin *o,
			      struct pm_error *err);

#endif
