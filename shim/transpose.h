/* Pressmark - a sink that lets libxapian write the database itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For a libxapian whose format glass/ does not know.  Contents that arrive in the order
 * of the terms (sink.h) are turned back into articles, which go to writer.h.
 *
 * Postings are gathered in memory.  When it is used up, they are sorted by article and
 * spilled as one run: for each article, its terms in order.  At the end the runs are
 * merged: an article's terms are those in the first run, then those in the second, and so
 * on, since the terms arrived in order.  Values are spilled by slot and data by article,
 * so they need no sorting.
 *
 * Memory: the amount given, four bytes per article, 64 KiB for each run and slot while
 * they are merged, and what libxapian's writer takes (25 MB).  Time: 7 % more than the
 * writer alone; glass/ takes a hundredth of that.
 */
#ifndef PM_SHIM_TRANSPOSE_H
#define PM_SHIM_TRANSPOSE_H

#include "shim/sink.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Creates the folder DIR, which must not exist; on failure there is none.  Scratch files
 * are created in SCRATCH_DIR, which must exist, and unlinked at once: none of them
 * remains.  MEMORY: bytes for gathered postings, at least 1 MiB. */
enum pm_status pm_transpose_create(struct pm_sink **out, const char *dir,
				   const char *scratch_dir, size_t memory,
				   struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
