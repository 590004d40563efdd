/* Pressmark - what makes an article the same when it is read again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Updates", defines it: its file, the member of an archive, and its id;
 * without an id, the whole file if that is one article, else what it says.  Articles of a
 * file that are equal in this have a *group*, and a number within it:
 *
 *	pm_identities_init(&ids, PM_IDS_KEEP);
 *	for each article, in the order of the input
 *		pm_identities_of(&ids, article, &metadata, place, len, &origin, &err);
 *		origin.identity is now number 0 of its group
 *		pm_identities_next(&ids, group, &origin.identity, &err);
 *		or that of an article that the index has (pairing.h)
 *	pm_identities_release(&ids);
 *
 * An identity's last 32 bits are the number, the others the group.
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

#define PM_IDENTITY_NUMBERS UINT64_C(0xffffffff)

/* The group of an identity: its number 0. */
static inline struct pm_digest128
pm_identity_group(struct pm_digest128 identity)
{
	identity.low &= ~PM_IDENTITY_NUMBERS;
	return identity;
}

struct pm_identities {
	enum pm_same_id ids;
	struct pm_content content;
	struct pm_buf bytes;
	uint64_t source; /* of the current file */
	/* 64 bits of the groups of which a number was given in it: open addressing, 0 is
	 * free.  And of those of which more were, how many. */
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

/* Content and source of A, of which METADATA is kept, and as its identity number 0 of its
 * group; PLACE: of its file (places.h). */
enum pm_status
pm_identities_of(struct pm_identities *ids, const struct pm_article *a,
		 const struct pm_metadata *metadata, const char *place, size_t len,
		 struct pm_origin *origin, struct pm_error *err);
/* *OTHER: the group that A, of which O has the source and the content, would have if ids
 * were used in the other way (same_id.h).  False: the same. */
bool pm_identities_otherwise(struct pm_identities *ids, const struct pm_article *a,
			     const char *place, size_t len, const struct pm_origin *o,
			     struct pm_digest128 *other);
/* *IDENTITY: the first number of GROUP that was not given yet in the current file. */
enum pm_status pm_identities_next(struct pm_identities *ids, struct pm_digest128 group,
				  struct pm_digest128 *identity, struct pm_error *err);

#endif
