/* Pressmark - the data of articles in a Glass database.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table "docdata": the key is the article's number as it sorts, the tag its
 * data; an article without data has no entry.  Data of more than 18 bytes are
 * deflated (raw, without zlib's frame), where that makes them shorter.
 *
 * libxapian (1.4.22, and all later versions that were looked at) inflates 8192 bytes
 * at a time and ends as soon as zlib has taken the last byte of the stream, also if
 * output is still waiting.  So it cannot read some streams that inflate to more than
 * 8192 bytes: its own, of 8193 equal bytes, for example.  Longer data end with an
 * empty block of at most seven bytes, which yields nothing that could wait.
 *
 * Cost: 4.7 us for the metadata of an article, 150 bytes, which shrink by a fifth.
 */
#ifndef PM_GLASS_DOCDATA_H
#define PM_GLASS_DOCDATA_H

#include "glass/btree.h"

struct pm_docdata;

/* Opens no file before there is something to write. */
enum pm_status pm_docdata_create(struct pm_docdata **out, const char *path,
				 struct pm_error *err);
/* Articles in ascending order. */
enum pm_status pm_docdata_add(struct pm_docdata *d, uint32_t article, const char *data,
			      size_t len, struct pm_error *err);
/* The last article that was added, or 0. */
uint32_t pm_docdata_last(const struct pm_docdata *d);
enum pm_status pm_docdata_finish(struct pm_docdata *d, struct pm_btree_root *root,
				 struct pm_error *err);
void pm_docdata_free(struct pm_docdata *d);

#endif
