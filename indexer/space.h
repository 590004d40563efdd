/* Pressmark - whether a disk has room for what a command will write.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A build that ends for want of room has read for hours.  So before it reads it is estimated
 * how much it must write at least, and that is compared with what is free:
 *
 *	need += pm_space_of_file("a.jsonl", size);	for each file that is read
 *	pm_space_check("index", need, &build, &err);
 *
 * The estimate is one from below: what it refuses would not have fitted.  An index takes
 * .5 to 1.1 times the bytes of plain text or JSON, and while it is made up to twice that, or
 * three times with --clean; so .35 is what a file must have.  Packed ones take 1.4 to 2.4 times
 * their size, and count .8.  Of a page of the web most bytes may be anything but text: it counts
 * .02; and of a document, an archive or standard input nobody knows.  What a merge writes has
 * .9 of the bytes of the segments that it joins, as their words are stored once, and counts .7.
 * An update may also join segments, which is not foreseen.
 *
 * Less than PM_SPACE_LEAST is not worth asking for.
 */
#ifndef PM_INDEXER_SPACE_H
#define PM_INDEXER_SPACE_H

#include "indexer/build.h"
#include "segment/index.h"

#define PM_SPACE_LEAST ((uint64_t)1 << 20)

/* What the articles of a file of so many BYTES take at least. */
uint64_t pm_space_of_file(const char *path, uint64_t bytes);
/* What one segment takes at least that has all that is left of INDEX. */
enum pm_status pm_space_of_merge(struct pm_index *index, uint64_t *need,
				 struct pm_error *err);

/* PM_ERR_IO if NEED is not free where the folder DIR is, unless the build is told not to ask,
 * or the system does not know. */
enum pm_status pm_space_check(const char *dir, uint64_t need,
			      const struct pm_build_options *build, struct pm_error *err);

#endif
