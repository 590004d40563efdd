/* Pressmark - an index becomes whole again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Repair", defines what comes back, and from where.  The steps:
 *
 *	1. take the lock; look at all (survey.h)
 *	2. find which articles of damaged segments are gone, and which are missing (missing.h)
 *	3. take what can be read of these and is right into a new segment (salvage.h)
 *	4. write the generation that has the whole segments and that one; it is not published
 *	5. if anything is missing and there are paths, read their files as a build does, on
 *	   top of it: that is another generation
 *	6. count and name what is lost; publish, or give up
 *	7. drop the generations that cannot be gone back to; sweep
 *
 * Until the rename the index is as it was, and what a repair has written is removed if it does
 * not come to that.  A repair that is interrupted can be begun again.
 *
 * Cost: that of check, once more to index what is damaged, and to read the files of it.  Room:
 * as much again as what is damaged.
 */
#ifndef PM_INDEXER_REPAIR_H
#define PM_INDEXER_REPAIR_H

#include "indexer/build.h"
#include "support/buf.h"

/* How many of the articles that are lost are named. */
#define PM_REPAIR_NAMES 20u

struct pm_repair_options {
	bool allow_loss; /* publish though articles are lost, or come back that were removed */
};

struct pm_repair_result {
	uint64_t generation;	    /* that is current now */
	uint64_t articles;	    /* that it has */
	uint64_t segments, damaged; /* that there were; that were not whole */
	bool unchanged;		    /* all was well */
	bool same;		    /* the fingerprint is the one from before */
	/* Articles that came back: from their own segment, from an earlier generation's, from
	 * their files as they were, and changed; and others that these files have. */
	uint64_t own, old, read, changed, others;
	uint64_t unknown; /* articles of which nothing was known: they may be among others */
	uint64_t lost;	  /* articles that did not */
	uint64_t back;	  /* removed ones that are there again */
	uint64_t homeless;   /* articles of a file whose place is not known */
	uint64_t dropped;    /* generations that are not kept any more */
	struct pm_buf names; /* lines: what is lost; the caller's to release */
	char unsynced[256];  /* as in struct pm_build_result */
};

/* BUILD has paths, or none.  PM_ERR_INPUT: something is lost, and nothing was published; RESULT
 * says what.  PM_ERR_NOT_INDEX, PM_ERR_CORRUPT: nothing is left that could be repaired. */
enum pm_status pm_repair(const struct pm_build_options *build,
			 const struct pm_repair_options *options,
			 struct pm_repair_result *result, struct pm_error *err);

#endif
