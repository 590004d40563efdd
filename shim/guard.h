/* Pressmark - checksums for libxapian's files.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's tables carry no checksums: a flipped bit in a posting list is a
 * silently wrong total.  So a segment keeps a file beside its database, the
 * guard, with the size of each file of the database and the checksum of each
 * of its 8 KiB pages, and every block is compared as libxapian reads it.
 *
 * How that is done without a change to libxapian: it reads its tables through
 * pread(2), which the programs define themselves (an executable's symbols come
 * before those of libraries), so that each read of a guarded file (known by
 * device and inode) can be verified before libxapian sees it; one that fails
 * returns EIO, and the guard remembers which file and block it was.  Reads of
 * other files go straight to the system.  Where that path turns out not to be
 * taken (another libxapian, a static link, a system other than 64-bit Linux),
 * pm_guard_settle falls back to verifying all of every file when the database is
 * opened: slower, and blind to what is damaged while it is open.  The small
 * version file is always verified whole.
 * A read costs an fstat and XXH3 of the block, 0 to 2 % of a query's time.
 *
 * A program whose version script hides its symbols gets the fallback.  A guard holds a descriptor for each
 * of its files.  Any number of guards may be open, from any thread; opening and
 * freeing them allocates, watching does not.
 *
 * Who maps a file of the database and reads it beside libxapian asks the guard for
 * each page himself: pm_guard_page.
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

/* Read all regular files of the finished database DIR (but libxapian's lock)
 * and write the guard file PATH, fsynced; its folder is the caller's to fsync.
 * PATH must not exist, nor lie in DIR.  *SIZE (may be NULL): bytes of the
 * database's files and the guard together. */
enum pm_status pm_guard_write(const char *dir, const char *path, uint64_t *size,
			      struct pm_error *err);

/* Compare names and sizes, verify the version file, and begin to guard.
 * PM_ERR_CORRUPT also for a file in DIR that the guard does not know (hidden
 * ones and the lock excepted), PM_ERR_NOT_INDEX where there is no DIR. */
enum pm_status pm_guard_open(struct pm_guard **out, const char *dir,
			     const char *path, struct pm_error *err);

/* Whether libxapian's reads did pass by since the guard was opened; if not,
 * verifies everything here and now.  Call it after the database was opened. */
enum pm_status pm_guard_settle(struct pm_guard *g, struct pm_error *err);

/* PM_OK, or PM_ERR_CORRUPT with the file and block that was the first found
 * wrong; it stays so. */
enum pm_status pm_guard_status(const struct pm_guard *g, struct pm_error *err);

/* For who maps a file of the database instead of having libxapian read it: the
 * file NAME, which belongs to G, or NULL where there is none, and how many bytes it
 * should have. */
struct pm_guard_file;
const struct pm_guard_file *pm_guard_find(const struct pm_guard *g, const char *name);
uint64_t pm_guard_size(const struct pm_guard_file *f);

/* Compare page PAGE (< size / PM_PAGE_SIZE, rounded up) of F, whose bytes begin at
 * DATA, all that the file has of it.  PM_ERR_CORRUPT is remembered, as for what
 * libxapian reads: the error is that of pm_guard_status. */
enum pm_status pm_guard_page(struct pm_guard *g, const struct pm_guard_file *f,
			     uint64_t page, const void *data, struct pm_error *err);

/* Every page of every file. */
enum pm_status pm_guard_verify(struct pm_guard *g, struct pm_error *err);

void pm_guard_free(struct pm_guard *g);

#ifdef __cplusplus
}
#endif

#endif
