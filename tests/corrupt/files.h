/* Pressmark - the files of an index that is to be damaged.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is written over one keeps its size and times where it can, as bits that flip do. */
#ifndef PM_TESTS_CORRUPT_FILES_H
#define PM_TESTS_CORRUPT_FILES_H

#include "tests/corrupt/asking.h"

#include <sys/stat.h>

#define FILES_MAX 200

struct file {
	char path[PATH_SIZE];
	const char *name; /* in the index: "segment-1/words" */
	struct pm_buf bytes;
	struct stat st;
};

/* All files of INDEX but the lock, which nobody reads, by their names.  *N: 0 before. */
void list_files(const char *index, struct file *files, size_t *n);
void release_files(struct file *files, size_t n);

void overwrite(const struct file *f, const void *data, size_t len);
void restore(const struct file *f);
/* With the bit BIT of byte AT another, until the next restore. */
void flip_bit(const struct file *f, size_t at, uint8_t bit);

#endif
