/* Pressmark - lists of articles in a Glass database: values, lengths, terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table "postlist".  These are its keys, in the order in which they sort and are
 * written; sorted(n), last(n) and varint(n) are encodings of a number (glass/encode.h),
 * and a term is escaped:
 *
 *	00 d0 last(slot)			what is known about the slot
 *	00 d8 varint(slot) sorted(first)	a chunk of its values
 *	00 e0					first chunk of the lengths
 *	00 e0 sorted(first)			further chunks of them
 *	term					first chunk of its postings
 *	term 00 sorted(first)			further chunks of them
 *
 * `first` is the first article of the chunk.  Slots are in the order of their bytes,
 * which differs between the first two kinds of key.  The tags, where a string is preceded
 * by its length as a varint:
 *
 *	slot	varint(articles) string(lower bound) upper bound, absent if equal
 *	values	string(value), then varint(article - the one before - 1) and string
 *	lists	in the first chunk only: varint(articles) varint(sum of the wdf)
 *		varint(first - 1); for the lengths, 0 0 varint(first - 1)
 *		'1' in the last chunk, '0' in all others
 *		varint(last article of the chunk - first)
 *		varint(wdf), then varint(article - the one before - 1) varint(wdf)
 *
 * For lengths, the wdf is the length; every article has one, even if it is 0.
 *
 * The writer chooses where a chunk ends.  libxapian ends one at 2000 bytes.  Here a chunk
 * ends where it fills the leaf, or else at the largest item that a leaf may hold
 * (PM_ITEM_MAX).  So leaves are full to the last few bytes, and no chunk is split into
 * components that libxapian would have to join again.  Measured on 12,000 articles with
 * 8.4 million postings: 25.5 MB, against 26.7 as packed by libxapian's compaction,
 * written at 130 million postings per second and 400 MB/s.
 */
#ifndef PM_GLASS_POSTLIST_H
#define PM_GLASS_POSTLIST_H

#include "glass/btree.h"
#include "shim/sink.h"

struct pm_postlist;

/* Calls must come in the order of shim/sink.h, already checked (shim/sink_check.h). */
enum pm_status pm_postlist_create(struct pm_postlist **out, const char *path,
				  struct pm_error *err);
enum pm_status pm_postlist_slots(struct pm_postlist *l, const struct pm_slot *slots,
				 size_t n, struct pm_error *err);
enum pm_status pm_postlist_value(struct pm_postlist *l, uint32_t slot, uint32_t article,
				 const char *data, size_t len, struct pm_error *err);
enum pm_status pm_postlist_length(struct pm_postlist *l, uint32_t article,
				  uint32_t length, struct pm_error *err);
enum pm_status pm_postlist_term(struct pm_postlist *l, const char *term, size_t len,
				uint32_t n_articles, uint32_t total, struct pm_error *err);
enum pm_status pm_postlist_add(struct pm_postlist *l, const struct pm_posting *postings,
			       size_t n, struct pm_error *err);
enum pm_status pm_postlist_finish(struct pm_postlist *l, struct pm_btree_root *root,
				  struct pm_error *err);
void pm_postlist_free(struct pm_postlist *l);

#endif
