/* Pressmark - one table of a Glass database, written from left to right.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A table is a B-tree from keys (1 to 255 bytes) to tags (any number of bytes) in
 * one file, an array of blocks of 8192 bytes.  Leaves are level 0; the root has the
 * highest level.  All numbers in it are big-endian.
 *
 *	block	0  revision	32 bits, of the database when it was written
 *		4  level	8 bits
 *		5  gap		16 bits: free bytes between directory and items
 *		7  free		16 bits: all free bytes; here the same
 *		9  end		16 bits: where the directory ends
 *		11 directory	16 bits for each item: where it begins, in the
 *				order of the keys
 *		   zeros, then the items, the first one last
 *
 *	leaf item	16 bits: flags, and the size of the item less 3
 *				8000 deflated, 4000 last component of its tag,
 *				2000 first component
 *			8 bits key length, the key
 *			16 bits component, 2, 3, ...; absent in the first one
 *			the bytes of the component
 *
 *	branch item	32 bits block of the child
 *			8 bits key length, the key, 16 bits component: what is
 *			less than this lies further left
 *
 * The leftmost leaf begins with an item without key and tag, and each branch block with
 * an item without key and with component 0, which is never compared.  The key of a branch
 * item is the shortest that separates its child from the leaf before.
 *
 * No item is larger than PM_ITEM_MAX, so that four fit in a block: libxapian relies on
 * that when an update splits a block.  A larger tag is split into components.  A block is
 * written when the next item does not fit; so leaves are in the order of their keys, each
 * branch block follows its last child, the root is last, and the file is written once,
 * front to back.
 *
 * A caller that can choose the size of its tags can fill leaves to the last
 * byte: pm_btree_room.
 *
 * Cost: one copy of the bytes, XXH3 of each block, one write per 2 MiB.  Allocates only
 * for the first branch block of each level.
 */
#ifndef PM_GLASS_BTREE_H
#define PM_GLASS_BTREE_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

#define PM_BLOCK_SIZE 8192u
#define PM_ITEM_MAX 2043u /* (8192 - 11) / 4 - 2, the directory's entry */
#define PM_KEY_MAX 255u
#define PM_ITEM_FRAME 3u     /* an item that is a whole entry, less key and tag */
#define PM_GLASS_REVISION 1u /* 0 would mean: newly created, to be truncated */

#ifdef __cplusplus
extern "C" {
#endif

struct pm_btree;

/* Where a table begins, for the version file. */
struct pm_btree_root {
	uint32_t block;
	uint32_t level;
	uint64_t entries;
	uint32_t blocks;      /* in the file; 0: the table is empty */
	XXH128_hash_t digest; /* of the file */
};

/* Creates PATH, which must not exist. */
enum pm_status pm_btree_create(struct pm_btree **out, const char *path,
			       struct pm_error *err);

/* A tag is given in two parts, which are stored one after the other. */
struct pm_btree_entry {
	const uint8_t *key;
	size_t key_len;
	const uint8_t *head, *body;
	size_t head_len, body_len;
	bool deflated;
};

/* Keys in ascending order, each once; otherwise PM_ERR_INTERNAL.  PM_ERR_LIMIT for a tag
 * of more than 65,535 components (about 130 MB), or a file of 2^32 blocks. */
enum pm_status pm_btree_add(struct pm_btree *t, const struct pm_btree_entry *e,
			    struct pm_error *err);

/* Size of the largest item that would still fit in the open leaf, at most PM_ITEM_MAX. */
size_t pm_btree_room(const struct pm_btree *t);

/* Completes, fsyncs and closes the file.  Without entries the file is empty. */
enum pm_status pm_btree_finish(struct pm_btree *t, struct pm_btree_root *root,
			       struct pm_error *err);

/* Without a prior pm_btree_finish, the half-written file remains. */
void pm_btree_free(struct pm_btree *t);

#ifdef __cplusplus
}
#endif

#endif
