/* Pressmark - the version file of a Glass database, "iamglass".
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian treats a folder with this file as a Glass database, and finds in it where
 * each table's root is.  It does not notice a table that is missing, so this file is
 * written last.  Numbers are varints:
 *
 *	0   magic		0f 0d "Xapian Glass"
 *	14  format		04 6e: (year - 2014) << 9 | month << 5 | day, 2016-03-14
 *	16  UUID		16 bytes
 *	32  revision		of the database
 *	    tables		six: postlist, docdata, termlist, position, spelling,
 *				synonym
 *	    articles
 *	    last article	less the number of articles: 0
 *	    shortest article	in words, that is not empty; 0 if there is none
 *	    largest wdf
 *	    longest article	in words, less the largest wdf
 *	    oldest changeset	0
 *	    words		of all articles
 *	    spelling		0
 *
 * and for each table
 *
 *	root			block
 *	level			<< 2 | sequential << 1 | there is no file
 *	entries
 *	block size		/ 2048
 *	deflated from		bytes: 0 (never) or 18
 *	free list		its length, then: revision, blocks of the file, 0 0 0 0
 *
 * The number of blocks in the free list must be exact: it is where libxapian ends a
 * scan and writes the next block.  "Sequential" promises that leaves are in the order
 * of their keys.  We do not set it: with it, updates with DB_DANGEROUS (in place) may
 * damage the table; without it, a scan finds the next leaf through its parent, at no
 * measurable cost.
 */
#ifndef PM_GLASS_VERSION_H
#define PM_GLASS_VERSION_H

#include "glass/btree.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PM_UUID_AT 16u
#define PM_UUID_SIZE 16u
#define PM_VERSION_MAX 256u

struct pm_glass_state {
	uint8_t uuid[PM_UUID_SIZE];
	uint32_t revision;
	struct pm_btree_root postlist, docdata; /* 0 blocks: no table */
	uint32_t articles;
	uint32_t shortest, longest, largest_wdf;
	uint64_t words;
};

/* Writes the file's bytes to OUT; returns how many. */
size_t pm_glass_version(uint8_t out[PM_VERSION_MAX], const struct pm_glass_state *s);

/* Whether magic and format, the first PM_UUID_AT bytes, are those above. */
bool pm_glass_is_known(const uint8_t *image);

#ifdef __cplusplus
}
#endif

#endif
