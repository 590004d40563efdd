/* Pressmark - what each generation of an index did.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file `history-7` beside generation 7 (generation.h) has a record of each generation
 * that was ever published, that one included, in their order.  Since it is written anew
 * with each, it is as whole as the generation is.  A file of support/pages.h, kind
 * "history", version 2; its data is 72 bytes for each generation:
 *
 *	u64 number, time, articles, added, changed, taken away, restores
 *	16 bytes: the command that made it, filled up with NULs
 *
 *	pm_history_read(&h, "index", &generation, &err);
 *	... h.all[0 .. h.n - 1] ...
 *	pm_history_release(&h);
 */
#ifndef PM_SEGMENT_HISTORY_H
#define PM_SEGMENT_HISTORY_H

#include "segment/generation.h"

#include <stdbool.h>

struct pm_past {
	uint64_t number, time, articles, added, changed, taken_away, restores;
	char made_by[16];
};

struct pm_history {
	struct pm_past *all;
	size_t n;
};

/* What G did. */
struct pm_past pm_past_of(const struct pm_generation *g);

/* That of G, a generation of the index DIR.  PM_ERR_CORRUPT if it is damaged, or missing. */
enum pm_status pm_history_read(struct pm_history *h, const char *dir,
			       const struct pm_generation *g, struct pm_error *err);
/* The same for a reader, who holds no lock: if it is not there any more, because others were
 * published since and G is not kept, what the current one says of the time up to G. */
enum pm_status pm_history_read_late(struct pm_history *h, const char *dir,
				    const struct pm_generation *g, struct pm_error *err);
/* One of all zeros may be released. */
void pm_history_release(struct pm_history *h);

/* Write that of G, which follows what H has, and note it in G. */
enum pm_status pm_history_write(const struct pm_history *h, const char *dir,
				struct pm_generation *g, struct pm_error *err);

/* The line of a generation goes back from it to the first: each was made out of the one
 * before, but a rollback has what the one had that it restores, and its line is that of
 * that one.  What an index has and was first seen up to a generation of its line, that one
 * had, too; of others nothing follows.  The last in the line of NUMBER, which is in it,
 * that HAS says yes to; 0: none.  No rollback is asked for. */
uint64_t pm_history_find_back(const struct pm_history *h, uint64_t number,
			      bool (*has)(const void *ctx, uint64_t number),
			      const void *ctx);
/* The last generation in the lines of both; 0: there is none. */
uint64_t pm_history_meet(const struct pm_history *h, uint64_t a, uint64_t b);

/* The number of the last generation that was made before TIME, in seconds since 1970; 0:
 * there was none. */
uint64_t pm_history_before(const struct pm_history *h, uint64_t time);

#endif
