/* Pressmark - one table of a Glass database, read from a mapped file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What glass/btree.h describes, from the other side, and all of it that libxapian may
 * write: blocks that are partly filled, and tags in several components or deflated.  The
 * file is mapped, and an item is looked at where it stands; so a key is found at the
 * cost of one binary search for each level and no copy, and at none where it is one of
 * the last that were found.
 *
 *	struct pm_glass_at at;
 *
 *	pm_glass_find(table, &at, key, key_len, &err);	the last item <= key
 *	do
 *		... at.key, at.data ...
 *	while ((status = pm_glass_next(table, &at, &err)) == PM_OK);
 *
 * Nothing on disk is believed.  A block that a guard knows is compared with its
 * checksum when it is first looked at; in every block, whoever wrote it, each offset
 * and length is compared with the bounds before it is followed, and levels fall by one
 * from block to child.  What is not so is PM_ERR_CORRUPT and names the file.  Behind a
 * position nothing is remembered of where it was before: who steps through many items has
 * to see that their keys ascend, or a hostile table may lead in circles.
 *
 * A table may be used by one thread at a time.
 */
#ifndef PM_GLASS_TABLE_H
#define PM_GLASS_TABLE_H

#include "glass/btree.h"
#include "shim/guard.h"
#include "support/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PM_GLASS_LEVELS 10u	/* libxapian's limit */

/* Where the version file says that a table is. */
struct pm_glass_root {
	uint32_t block, level, revision;
};

/* A position, at one item of a leaf.  The bytes belong to the table. */
struct pm_glass_at {
	const uint8_t *key, *data;
	uint32_t key_len, data_len;
	uint32_t component;		/* 1 for the first one of its tag */
	bool is_last;			/* component */
	bool deflated;
	/* the block of each level from the leaf up, and which of its items it is */
	struct pm_glass_step {
		const uint8_t *block;
		uint16_t n, i;
	} steps[PM_GLASS_LEVELS];
};

#define PM_GLASS_FOUND 16u	/* a power of two */

/* Private to table.c. */
struct pm_glass_table {
	char *path;
	const uint8_t *map;
	size_t size;
	struct pm_glass_root root;
	uint32_t n_blocks;
	struct pm_guard *guard;		/* or NULL */
	const struct pm_guard_file *file;
	uint8_t *verified;		/* one byte a block */
	/* Keys that were there, each where its hash says: who asks for a term's frequency
	 * asks for its postings next. */
	struct pm_glass_at found[PM_GLASS_FOUND];
};

/* Map the file NAME in DIR.  PM_DECLINED where there is none, or no such block in it. */
enum pm_status pm_glass_table_open(struct pm_glass_table *t, const char *dir,
				   const char *name, const struct pm_glass_root *root,
				   struct pm_guard *guard, struct pm_error *err);
/* Also of one that was never opened, if it is all zeros. */
void pm_glass_table_release(struct pm_glass_table *t);

/* PM_ERR_CORRUPT, with the file's name. */
enum pm_status pm_glass_damaged(const struct pm_glass_table *t, const char *what,
				struct pm_error *err);

/* The last item whose key, and component, is not above KEY and 1.  There always is
 * one: the least item of a table has no key. */
enum pm_status pm_glass_find(struct pm_glass_table *t, struct pm_glass_at *at,
			     const uint8_t *key, size_t len, struct pm_error *err);
/* The same for a key that is not below the one at hand: looks first where that is. */
enum pm_status pm_glass_seek(struct pm_glass_table *t, struct pm_glass_at *at,
			     const uint8_t *key, size_t len, struct pm_error *err);
/* PM_END behind the last item: the position is lost then. */
enum pm_status pm_glass_next(struct pm_glass_table *t, struct pm_glass_at *at,
			     struct pm_error *err);

/* The whole tag that begins at the item at hand, a first component; the position
 * moves to its last.  *TAG points into the table, or into SCRATCH where it had to be
 * put together or inflated. */
enum pm_status pm_glass_tag(struct pm_glass_table *t, struct pm_glass_at *at,
			    struct pm_buf *scratch, const uint8_t **tag, size_t *len,
			    struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
