/* Pressmark - what the tests of shim/guard.h share: a guarded database, and
 * everything that can be asked of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_GUARD_FIXTURE_H
#define PM_TESTS_GUARD_FIXTURE_H

#include "tests/unit/shim_fixture.h"

#if defined(__linux__) && defined(__LP64__)
#define READS_PASS_BY 1
#endif

#define MAX_FILES 8

extern char db_dir[4096 + 8], guard_path[4096 + 8];
extern char file_paths[MAX_FILES][4096 + 300]; /* the database's, the guard's last */
extern size_t file_sizes[MAX_FILES], n_files;

/* A database at DIR. */
void build(const char *dir);

/* A checked fixture, with drop_folder(): FOLDER holds the database and its guard. */
void make_guarded(void);

int put_term(void *ctx, const char *term, size_t len, uint32_t freq);

/* All that DB answers, as one string of bytes. */
enum pm_status ask_all(struct pm_db *db, struct pm_buf *out, struct pm_error *err);

/* *OPENED (may be NULL): whether it was only the asking that failed. */
enum pm_status answers(struct pm_buf *out, bool *opened, struct pm_error *err);

/* Flip bits of one byte of a file. */
void poke(const char *path, size_t at, uint8_t flip);

#endif
