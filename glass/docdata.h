/* Pressmark - the data of articles in a Glass database.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table "docdata": the key is the article's number in its sortable form, the tag its
 * data; an article without data has no entry.  The indexer stores an article's id or url
 * here, so that libxapian's tools can name what they find; other metadata is in the store
 * (segment/store.h).  Data of more than 18 bytes are deflated (raw, without zlib's frame)
 * if that makes them shorter.
 *
 * libxapian (1.4.22, and all later versions examined) inflates 8192 bytes at a time and
 * stops as soon as zlib has taken the last byte of the stream, even if output is still
 * pending.  So it cannot read some streams that inflate to more than 8192 bytes, not even
 * its own: one of 8193 equal bytes, for example.  Longer data therefore end with an empty
 * block of at most seven bytes, whose output cannot be pending.
 *
 * Cost: 0.03 us for an id, {"id":"1234"}, which is stored as it is; 7 us for a url of
 * some 100 bytes, which shrinks by an eighth.
 */
#ifndef PM_GLASS_DOCDATA_H
#define PM_GLASS_DOCDATA_H

#include "glass/btree.h"

struct pm_docdata;

/* Opens no file until there is something to write. */
enum pm_status pm_docdata_create(struct pm_docdata **out, const char *path,
				 struct pm_error *err);
/* Articles in ascending order. */
enum pm_status pm_docdata_add(struct pm_docdata *d, uint32_t article, const char *data,
			      size_t len, struct pm_error *err);
/* The last article added, or 0. */
uint32_t pm_docdata_last(const struct pm_docdata *d);
enum pm_status pm_docdata_finish(struct pm_docdata *d, struct pm_btree_root *root,
				 struct pm_error *err);
void pm_docdata_free(struct pm_docdata *d);

#endif
