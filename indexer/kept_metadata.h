/* Pressmark - what is kept of an article besides its text, as segment/metadata.h has it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_KEPT_METADATA_H
#define PM_INDEXER_KEPT_METADATA_H

#include "corpus/corpus.h"
#include "segment/metadata.h"

/* Holds the fields of the last article, and is reused.  Initialise it to zeros. */
struct pm_kept_metadata {
	struct pm_metadata_field *fields;
	size_t cap;
};

void pm_kept_metadata_release(struct pm_kept_metadata *k);
/* *M points into A and K. */
enum pm_status pm_kept_metadata_of(struct pm_kept_metadata *k, const struct pm_article *a,
				   struct pm_metadata *m, struct pm_error *err);
/* Free what only an article with very many fields needs. */
void pm_kept_metadata_trim(struct pm_kept_metadata *k);

#endif
