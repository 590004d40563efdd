/* Pressmark - one table of a Glass database, read from a mapped file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reading side of glass/btree.h, for everything that libxapian may write: partly
 * filled blocks, and tags in several components or deflated.  The file is mapped, and
 * items are read in place; so finding a key costs one binary search per level and no
 * copy, and nothing if it is among the last ones found.
 *
 *	struct pm_glass_at at;
 *
 *	pm_glass_find(table, &at, key, key_len, &err);	the last item <= key
 *	do
 *		... at.key, at.data ...
 *	while ((status = pm_glass_next(table, &at, &err)) == PM_OK);
 *
 * Nothing on disk is trusted.  If there is a guard, a block is compared with its checksum
 * when it is first looked at.  In every block, whoever wrote it, each offset and length
 * is checked against the bounds before it is followed, and levels must fall by one from
 * block to child.  Any violation is PM_ERR_CORRUPT and names the file.  A position does
 * not remember where it has been: a caller that steps through many items must check that
 * their keys ascend, or a hostile table may lead it in circles.
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

#define PM_GLASS_LEVELS 10u /* libxapian's limit */

/* Where a table is, according to the version file. */
struct pm_glass_root {
	uint32_t block, level, revision;
};

/* A position, at one item of a leaf.  The bytes belong to the table. */
struct pm_glass_at {
	const uint8_t *key, *data;
	uint32_t key_len, data_len;
	uint32_t component; /* 1 for the first one of its tag */
	bool is_last;	    /* is this its last component? */
	bool deflated;
	/* for each level from the leaf up, the block and the index of the item in it */
	struct pm_glass_step {
		const uint8_t *block;
		uint16_t n, i;
	} steps[PM_GLASS_LEVELS];
};

/* A key that was looked for, and where that led.  Keys longer than this are not kept. */
struct pm_glass_found {
	struct pm_glass_at at;
	uint8_t len; /* 0: none */
	uint8_t key[47];
};

#define PM_GLASS_FOUND 64u /* a power of two */

/* Private to table.c. */
struct pm_glass_table {
	char *path;
	const uint8_t *map;
	size_t size;
	struct pm_glass_root root;
	uint32_t n_blocks;
	struct pm_guard *guard; /* or NULL */
	const struct pm_guard_file *file;
	uint8_t *verified; /* one byte per block */
	/* What was looked for of late, by the hash of the key: a caller that asks for a
	 * term's frequency asks for its postings next, whether it is there or not. */
	struct pm_glass_found found[PM_GLASS_FOUND];
};

/* Maps the file NAME in DIR.  PM_DECLINED if there is none, or it has no such block. */
enum pm_status pm_glass_table_open(struct pm_glass_table *t, const char *dir,
				   const char *name, const struct pm_glass_root *root,
				   struct pm_guard *guard, struct pm_error *err);
/* T may also be one that was never opened, if it is all zeros. */
void pm_glass_table_release(struct pm_glass_table *t);

/* PM_ERR_CORRUPT, with the file's name. */
enum pm_status pm_glass_damaged(const struct pm_glass_table *t, const char *what,
				struct pm_error *err);

/* The last item not above (KEY, component 1).  There always is one: a table's least item
 * has no key. */
enum pm_status pm_glass_find(struct pm_glass_table *t, struct pm_glass_at *at,
			     const uint8_t *key, size_t len, struct pm_error *err);
/* The same for a key that is not below the current one: looks nearby first. */
enum pm_status pm_glass_seek(struct pm_glass_table *t, struct pm_glass_at *at,
			     const uint8_t *key, size_t len, struct pm_error *err);
/* PM_END after the last item: the position is then lost. */
enum pm_status pm_glass_next(struct pm_glass_table *t, struct pm_glass_at *at,
			     struct pm_error *err);

/* The whole tag that begins at the current item, which must be a first component; the
 * position moves to its last one.  *TAG points into the table, or into SCRATCH if the tag
 * had to be joined or inflated. */
enum pm_status pm_glass_tag(struct pm_glass_table *t, struct pm_glass_at *at,
			    struct pm_buf *scratch, const uint8_t **tag, size_t *len,
			    struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
