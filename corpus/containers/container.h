/* Pressmark - the members of archives.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_container_open(&box, stream, PM_TAR, &err);
 *	while ((st = pm_container_next(box, &name, &member, &err)) == PM_OK) {
 *		... read MEMBER, which belongs to BOX until the next call ...
 *	}
 *	pm_container_free(box);
 *
 * libarchive reads them: tar, zip, 7z, and most of rar.  Only regular members are yielded,
 * in archive order.  A zip in a file is read through its directory at the end of the file;
 * if the stream cannot seek, or the end is missing, member by member.  A tar or such a zip
 * that just ends after a member is damaged as well: there may have been more.  A 7z has its
 * directory at its end, without which nothing of it can be read.
 */
#ifndef PM_CORPUS_CONTAINERS_CONTAINER_H
#define PM_CORPUS_CONTAINERS_CONTAINER_H

#include "corpus/containers/names.h"
#include "corpus/containers/stream.h"
#include "support/status.h"

struct pm_container;

/* STREAM belongs to the container, even on failure. */
enum pm_status pm_container_open(struct pm_container **out, struct pm_stream *stream,
				 enum pm_box kind, struct pm_error *err);

/* The next regular member: its path and its bytes.  PM_END; PM_ERR_INPUT and PM_ERR_IO
 * end the archive ("truncated zip archive").  *REASON is NULL, or why this member cannot
 * be read ("encrypted"); then *MEMBER is NULL, and the next call goes on after it.  NAME
 * is valid until the next call. */
enum pm_status pm_container_next(struct pm_container *box, const char **name,
				 struct pm_stream **member, const char **reason,
				 struct pm_error *err);

void pm_container_free(struct pm_container *box);

#endif
