/* Pressmark - which article is the same as one that was read before.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Updates", defines it: what makes an article the same is its file, the
 * member of an archive, and its id; without an id, the whole file if that is one article,
 * else what it says.  Of equal ones in a file the second is another than the first.
 *
 *	pm_identities_init(&ids, PM_IDS_KEEP);
 *	for each article, in the order of the input
 *		pm_identities_of(&ids, article, &metadata, place, len, &origin, &err);
 *	pm_identities_release(&ids);
 *
 * Memory: 8 to 16 bytes for each article of the current file.
 */
#ifndef PM_INDEXER_IDENTITY_H
#define PM_INDEXER_IDENTITY_H

#include "corpus/corpus.h"
#include "indexer/same_id.h"
#include "segment/fingerprint.h"
#include "segment/origins.h"

struct pm_identity_again;

struct pm_identities {
	enum pm_same_id ids;
	struct pm_content content;
	struct pm_buf bytes;
	uint64_t source; /* of the current file */
	/* 64 bits of the identities that came so far in it: open addressing, 0 is free.  And
	 * how often those came that came again. */
	uint64_t *seen;
	size_t n, mask;
	struct pm_identity_again *again;
	size_t n_again, again_mask;
};

void pm_identities_init(struct pm_identities *ids, enum pm_same_id same);
void pm_identities_release(struct pm_identities *ids);

/* The digest of what A says, of which METADATA is kept (segment/fingerprint.h). */
enum pm_status pm_article_content(struct pm_content *c, const struct pm_article *a,
				  const struct pm_metadata *metadata,
				  struct pm_digest128 *content, struct pm_error *err);

/* Identity, content and source of A, of which METADATA is kept; PLACE: of its file
 * (places.h). */
enum pm_status
pm_identities_of(struct pm_identities *ids, const struct pm_article *a,
		 const struct pm_metadata *metadata, const char *place, size_t len,
		 struct pm_origin *origin, struct pm_error *err);

#endif
