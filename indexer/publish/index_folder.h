/* Pressmark - the folder of an index: created, checked, cleaned.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_PUBLISH_INDEX_FOLDER_H
#define PM_INDEXER_PUBLISH_INDEX_FOLDER_H

#include "segment/generation.h"

#include <stdbool.h>

/* Make the folder if there is none (*MADE).  Otherwise check that it is an index, or
 * empty, or contains only what an interrupted build left.  Anything else is refused:
 * nothing of the user's is ever overwritten.  So is a folder inside another index. */
enum pm_status pm_index_folder_claim(const char *dir, bool *made, struct pm_error *err);

/* Whether DIR is an index, or the folder of one that is built for the first time. */
bool pm_index_folder_is_index(const char *dir);

/* Generations that stay on the disk: the current one, and some that it can be rolled back
 * to. */
struct pm_kept {
	struct pm_generation *all; /* the current one first, then the newest */
	size_t n;
};

/* The numbers of the generations below BELOW that are on the disk, whether they can be read
 * or not, the greatest first.  *NUMBERS is the caller's to free. */
enum pm_status pm_kept_numbers(const char *dir, uint64_t below, uint64_t **numbers,
			       size_t *n, struct pm_error *err);

/* Which generations count: all whose file can be read, or those whose segments, too, are
 * those that they list, as far as that can be told without reading them. */
enum pm_kept_which { PM_KEPT_READABLE, PM_KEPT_WHOLE };

/* CURRENT and as many before it as there are and as make MOST together. */
enum pm_status pm_kept_read(struct pm_kept *kept, const char *dir,
			    const struct pm_generation *current, size_t most,
			    enum pm_kept_which which, struct pm_error *err);
/* One of all zeros may be released. */
void pm_kept_release(struct pm_kept *kept);

/* How many generations G has told to stay, itself among them. */
size_t pm_kept_by(const struct pm_generation *g);

/* Remove all that no reader holds and that neither CURRENT (NULL: there is none) lists nor
 * those before it that it keeps and that are WHICH: segments, files of generations, and an
 * unpublished generation.  What only has the name of one (a fifo, a folder that holds
 * something else) is never removed: PM_ERR_NOT_INDEX names it, or it is passed over if ERR is
 * NULL. */
enum pm_status pm_index_folder_sweep(const char *dir, const struct pm_generation *current,
				     enum pm_kept_which which, struct pm_error *err);

/* Whether a generation was ever published in DIR, even if it is damaged now. */
bool pm_index_folder_is_published(const char *dir);

/* Generation NUMBER is not kept any more: remove its own file, so that the next sweep takes
 * what only it lists. */
void pm_index_folder_drop(const char *dir, uint64_t number);

/* Remove the files of generation NUMBER, which was not published, and the segments from
 * FIRST on before END. */
void pm_index_folder_forget(const char *dir, uint64_t number, uint64_t first,
			    uint64_t end);

/* Numbers that were never used: of a generation and of a segment. */
struct pm_next_numbers {
	uint64_t generation, segment;
};

enum pm_status pm_index_folder_next(const char *dir, struct pm_next_numbers *next,
				    struct pm_error *err);

#endif
