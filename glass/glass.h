/* Pressmark - writes libxapian's database in one sorted pass.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian builds a database article by article: it inverts them in memory, looks
 * every posting up in a tree, and rewrites the ends of most lists at each commit.  If
 * the postings are already in the order of the terms, its files can be written from
 * front to back instead, about a hundred times faster.  This is a sink (shim/sink.h)
 * that does so, for libxapian's format "Glass" of 2016-03-14, which every version
 * examined writes, from 1.3.5 on.
 *
 *	DIR/iamglass		glass/version.h: what the database is, and where
 *	   /postlist.glass	glass/postlist.h: values, lengths, terms
 *	   /docdata.glass	glass/docdata.h: data; absent if no article has any
 *
 * Both tables are B-trees, glass/btree.h.  There are no other files: without
 * termlist.glass libxapian can add articles (with DB_NO_TERMLIST), but not delete or
 * replace them.  Otherwise it can use and update the database like its own.
 *
 * Ask beforehand whether the installed libxapian writes this format
 * (pm_glass_knows_format): if it had moved on to another one, only the users
 * would notice.
 *
 * The UUID is derived from the contents (RFC 9562, version 8).
 */
#ifndef PM_GLASS_GLASS_H
#define PM_GLASS_GLASS_H

#include "shim/sink.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Creates the folder DIR, which must not exist; on failure there is none. */
enum pm_status pm_glass_create(struct pm_sink **out, const char *dir,
			       struct pm_error *err);

/* Whether IMAGE, the version file of an empty database that libxapian has just created
 * with blocks of 8192 bytes, is byte for byte (except for the UUID) what would be written
 * here for one of revision 0. */
bool pm_glass_knows_format(const void *image, size_t len);

#ifdef __cplusplus
}
#endif

#endif
