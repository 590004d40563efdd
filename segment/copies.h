/* Pressmark - copies: which articles of an index tell the same story.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Copies", says what a copy is, and indexer/stories.h finds them.  Of a
 * *story* that several articles tell, the first is the leader, and the others are its
 * copies.  An article without copies is a story of its own.
 *
 * An update can change who leads, and copies of an article may stand in another segment;
 * so the copies are those of a generation, in a file beside it, `copies-7`, of
 * support/pages.h, kind "copies", version 1.  Its data are pairs of u32, leader and copy,
 * one for each copy: those of one leader follow each other in the order in which they
 * appeared, leaders ascend.  Articles are numbered from 0, those of the first segment
 * before those of the second (*places*); those that are removed have their numbers, and
 * are in no story.
 *
 * The next update makes its copies out of these (indexer/stories_change.h), and a generation
 * of which they are the same names the same file.  So what a copy is cannot change without
 * another version: the file would be taken for what it was.
 *
 * Cost: nothing is read before something is asked.  The first answer reads the file, 8
 * bytes for each copy, and makes a set of all articles that copies concern, a bit for each
 * article of the index.
 */
#ifndef PM_SEGMENT_COPIES_H
#define PM_SEGMENT_COPIES_H

#include "support/pages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_COPIES_KIND "copies"
#define PM_COPIES_VERSION 1u
#define PM_COPIES_PAGE 4096u

struct pm_copy {
	uint32_t leader, copy;
};

/* --- writing ------------------------------------------------------------------ */

/* Writes PATH, which must not exist; *SIZE and *IDENTITY are those of the file. */
enum pm_status pm_copies_write(const char *path, const struct pm_copy *copies, size_t n,
			       uint64_t *size, uint64_t *identity, struct pm_error *err);

/* --- reading ------------------------------------------------------------------ */

struct pm_copies;

/* Of an index with ARTICLES. */
enum pm_status pm_copies_open(struct pm_copies **out, const char *path, uint32_t articles,
			      struct pm_error *err);
void pm_copies_free(struct pm_copies *c);
uint64_t pm_copies_identity(const struct pm_copies *c);
uint64_t pm_copies_file_size(const struct pm_copies *c);
const char *pm_copies_path(const struct pm_copies *c);
/* How many there are: as many stories fewer than articles. */
uint32_t pm_copies_count(const struct pm_copies *c);
enum pm_status pm_copies_verify(struct pm_copies *c, struct pm_error *err);

/* Read the file, so that the functions below can be asked.  PM_ERR_CORRUPT if it names an
 * article that is not there, or one in two stories. */
enum pm_status pm_copies_load(struct pm_copies *c, struct pm_error *err);

/* Whether the article at PLACE is, or has, a copy. */
bool pm_copies_concern(const struct pm_copies *c, uint32_t place);
/* The leader of the article's story, or itself. */
uint32_t pm_copies_leader(struct pm_copies *c, uint32_t place);
/* The copies of a leader: *N of them from the one returned on. */
const struct pm_copy *pm_copies_of(const struct pm_copies *c, uint32_t leader, size_t *n);

/* All that the file names, as they stand in it: *N of them. */
const struct pm_copy *pm_copies_all(const struct pm_copies *c, size_t *n);

/* Of a set of articles, a bit for each place: how many of them tell what another of the set
 * tells, too, so that there are as many stories fewer. */
uint32_t pm_copies_repeats(const struct pm_copies *c, const uint64_t *set);

#endif
