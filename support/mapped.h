/* Pressmark - files that are mapped to be read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * If a mapped file is cut short by another program, or its disk fails, the system says so
 * by the signal SIGBUS to whoever touches the lost bytes.  Every mapping is noted in a
 * table, so that a program's handler can tell which file it was: program.h has that
 * handler.
 *
 * Where a page is not in memory, the system would read what is around it as well, up to
 * megabytes.  A query reads here and there, so it is told not to, unless a file is read in
 * order (pm_mapped_in_order); but what is known to be needed soon is asked for
 * (pm_mapped_will_need), so that one read does not wait for the other.  That costs a system
 * call; pm_mapped_waits says whether it is worth it.
 *
 * The table belongs to the process, since a handler can be given nothing.  It needs no
 * lock: each entry is taken and given back in one step.
 */
#ifndef PM_SUPPORT_MAPPED_H
#define PM_SUPPORT_MAPPED_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Map all SIZE bytes of FD, to be read; PATH is for messages.  SIZE is above 0. */
enum pm_status pm_mapped_open(const uint8_t **map, int fd, size_t size, const char *path,
			      struct pm_error *err);
/* MAP may be NULL. */
void pm_mapped_close(const uint8_t *map, size_t size);

/* MAP, SIZE as above. */
void pm_mapped_in_order(const uint8_t *map, size_t size);
/* LEN bytes from OFFSET on, which are within the file. */
void pm_mapped_will_need(const uint8_t *map, size_t offset, size_t len);
/* Whether this process has had to wait for a page lately: since it was last asked, or
 * one of the last few times.  Mostly it is not the system that answers. */
bool pm_mapped_waits(void);

/* What there is to say if the byte at ADDRESS cannot be read: "'PATH' is damaged: ...";
 * NULL if it is in no mapped file.  May be called by a handler of signals. */
const char *pm_mapped_loss(const void *address);

#ifdef __cplusplus
}
#endif

#endif
