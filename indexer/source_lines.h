/* Pressmark - what is shown of the sources of a build.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_SOURCE_LINES_H
#define PM_INDEXER_SOURCE_LINES_H

#include "indexer/sources.h"

#define PM_SOURCE_LINES 3u
#define PM_SOURCE_ROWS 20u

/* Append, for the summary, PM_SOURCE_LINES lines at most of sources that stand out: of which
 * half of the articles are undated or copies, or a fifth skipped, ten at least, where of
 * all others that is so of less than half that share. */
void pm_sources_put_lines(struct pm_buf *out, const struct pm_sources *s);

/* Append a table of the PM_SOURCE_ROWS largest sources, and what the others have. */
void pm_sources_put_table(struct pm_buf *out, const struct pm_sources *s);

/* Append the numbers of a source as members of an object of JSON. */
void pm_source_counts_put_json(struct pm_buf *out, const struct pm_source_counts *c);

#endif
