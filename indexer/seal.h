/* Pressmark - sealing: from a run to the files of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Assigns ranks by frequency, orders the forms of each word, and writes
 * lexicon, words, dressing and articles of a segment from the run's stream.
 * The same run always gives the same bytes.
 */
#ifndef PM_INDEXER_SEAL_H
#define PM_INDEXER_SEAL_H

#include "indexer/run.h"
#include "segment/generation.h"

struct pm_seal_sizes {
	uint64_t words, dressing, articles, lexicon;	/* bytes of the files */
};

/* DIR exists.  STOP (may be NULL) is asked now and then; true: the work ends
 * with PM_ERR_INTERRUPTED. */
enum pm_status pm_seal(struct pm_run *run, const char *dir, bool (*stop)(void *ctx),
		       void *ctx, struct pm_seal_sizes *sizes, struct pm_error *err);

#endif
