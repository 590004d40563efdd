/* Pressmark - checksums for libxapian's files.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's tables carry no checksums: a flipped bit in a posting list is a silently
 * wrong total.  So a segment keeps a file beside its database, the guard, with the size
 * of each file of the database and the checksum of each of its 8 KiB pages, and every
 * block is checked as libxapian reads it.
 *
 * This needs no change to libxapian.  It reads its tables through pread(2), which the
 * programs define themselves (an executable's symbols come before those of libraries), so
 * each read of a guarded file (known by device and inode) can be verified before
 * libxapian sees it.  A read that fails verification returns EIO, and the guard remembers
 * which file and block it was.  Reads of other files go straight to the system.  If it
 * turns out that libxapian does not come this way (another libxapian, a static link, a
 * system other than 64-bit Linux), pm_guard_settle falls back to verifying every file in
 * full when the database is opened: slower, and blind to damage that occurs while it is
 * open.  The small version file is always verified in full.  A read costs an fstat and
 * XXH3 of the block, 0 to 2 % of a query's time.
 *
 * A checksum that is right does not make a block right: whoever changes an index can make
 * its checksums anew.  So of a database in the format that is known here (blocks.h), the
 * version file is looked at as well, and each block the first time that it is read.
 *
 * A program whose version script hides its symbols gets the fallback.  A guard holds a
 * descriptor for each of its files.  Any number of guards may be open, on any thread;
 * opening and freeing them allocates, watching does not.
 *
 * Code that maps a file of the database and reads it without libxapian must call
 * pm_guard_page for each page itself.
 *
 * The guard file is a support/pages.h file of kind "guard", version 1:
 *
 *	varint n_files, then for each, in the order of their names:
 *	varint name length, name, varint size,
 *	u32 little-endian for each page: pm_page_sum of its bytes
 */
#ifndef PM_SHIM_GUARD_H
#define PM_SHIM_GUARD_H

#include "support/status.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pm_guard;

/* Reads all regular files of the finished database DIR (except libxapian's lock and
 * hidden ones) and writes the guard file PATH, fsynced; the caller fsyncs its folder.
 * PATH must not exist, nor be in DIR.  *SIZE (may be NULL) becomes the size in bytes of
 * the database's files and the guard together. */
enum pm_status pm_guard_write(const char *dir, const char *path, uint64_t *size,
			      struct pm_error *err);

/* Compares names and sizes, verifies the version file, and begins to guard.
 * PM_ERR_CORRUPT also if DIR holds a file that the guard does not know (except hidden
 * ones and the lock); PM_ERR_NOT_INDEX if there is no DIR. */
enum pm_status pm_guard_open(struct pm_guard **out, const char *dir, const char *path,
			     struct pm_error *err);

/* If libxapian's reads have not passed through the guard since it was opened, verifies
 * everything here and now.  Call it after opening the database. */
enum pm_status pm_guard_settle(struct pm_guard *g, struct pm_error *err);

/* PM_OK, or PM_ERR_CORRUPT with the file and block that were first found wrong,
 * from then on. */
enum pm_status pm_guard_status(const struct pm_guard *g, struct pm_error *err);

/* For code that maps a file of the database instead of having libxapian read it: the file
 * NAME, which belongs to G, or NULL if there is none, and how many bytes it should
 * have. */
struct pm_guard_file;
const struct pm_guard_file *pm_guard_find(const struct pm_guard *g, const char *name);
uint64_t pm_guard_size(const struct pm_guard_file *f);

/* Verifies page PAGE (< size / PM_PAGE_SIZE, rounded up) of F; DATA points to all the
 * bytes that the file has of it.  PM_ERR_CORRUPT is remembered, as for what libxapian
 * reads: the error is that of pm_guard_status. */
enum pm_status pm_guard_page(struct pm_guard *g, const struct pm_guard_file *f,
			     uint64_t page, const void *data, struct pm_error *err);

/* Verifies every page of every file. */
enum pm_status pm_guard_verify(struct pm_guard *g, struct pm_error *err);

void pm_guard_free(struct pm_guard *g);

#ifdef __cplusplus
}
#endif

#endif
