/* Pressmark - removing articles from segments that do not change.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An update adds segments and lets articles of others go; what that takes away is written
 * beside the new generation (segment/removed.h).  The caller says which segments that will
 * list, which of them the current one lists too, and which articles go now; those that are
 * gone already stay gone, and what was gone of a segment that is no longer listed is
 * forgotten.
 *
 *	segments[0] = (struct pm_removal_segment){ .old = 0, .go = bits };
 *	segments[1] = (struct pm_removal_segment){ .old = PM_REMOVAL_NEW, .dir = ... };
 *	pm_removal_write(index, segments, 2, "index/removed-8", &stop, &result, &err);
 *	generation.removed = (struct pm_generation_file){ 8, result.identity };
 *	generation.segments[0].gone = segments[0].gone;
 *
 * An article that goes is read as it is stored (stored.h) and gathered as one that
 * comes is, so its terms are those that were posted for it; that there are as many in the
 * database is compared.  Its words are counted by their ranks.
 *
 * What is dead?  A word has no occurrence left if all that the lexicon counts are gone; then
 * it lives only if a fold of an article that is left has it.  A part of an address lives as
 * long as the address, and so nobody looks for it.  A compound and a form are looked for in
 * the articles that are left whose postings say that they may have it: each of these is
 * decoded once at most, and shows all that is looked for.  After PM_REMOVAL_LOOKS of them a
 * form counts as alive; and so does a word of folds that is too long for a term.  Nor are
 * more looked at for forms, all together, than PM_REMOVAL_ALL_LOOKS says: so removing a few
 * articles from a large segment does not read most of it.
 *
 * The index must have been made with the stemmer and the Unicode that are at hand, or other
 * terms would come out; else this is PM_ERR_NOT_INDEX.
 *
 * Cost: that of indexing the articles that go, and of decoding those that are looked at;
 * reading and writing the tables of those that are gone already.  Memory: 24 bytes for each
 * word of a segment, as far as it is touched; the tables; and PM_REMOVAL_MEMORY for
 * gathering.
 */
#ifndef PM_INDEXER_REMOVAL_H
#define PM_INDEXER_REMOVAL_H

#include "segment/index.h"
#include "support/stop.h"

#define PM_REMOVAL_NEW SIZE_MAX
#define PM_REMOVAL_LOOKS 4096u
/* For N articles that go. */
#define PM_REMOVAL_ALL_LOOKS(n) (16384u + 64u * (uint64_t)(n))
#define PM_REMOVAL_MEMORY ((size_t)256 << 20)

/* A segment of the new generation. */
struct pm_removal_segment {
	size_t old;	    /* which one of INDEX it is, or PM_REMOVAL_NEW, and then: */
	const char *dir;    /* its folder; looked into only if articles go */
	uint64_t identity;  /* pm_segment_identity */
	const uint64_t *go; /* those that go now: bit A - 1 for article A, the lowest of a
			     * number first; NULL: none */
	uint64_t gone;	    /* set: how many are gone then */
};

struct pm_removal_result {
	uint64_t gone;	   /* of all segments; 0: no file was written */
	uint64_t size;	   /* of the file */
	uint64_t identity; /* pm_pages_identity */
	uint64_t looked;   /* articles that are left and were decoded */
};

/* Write the file PATH, which must not exist, for the N SEGMENTS.  On failure what was
 * written of it is removed. */
enum pm_status
pm_removal_write(struct pm_index *index, struct pm_removal_segment *segments, size_t n,
		 const char *path, const struct pm_stop *stop,
		 struct pm_removal_result *result, struct pm_error *err);

/* Only what is kept of one segment: the tables T, which have what is gone already, or
 * nothing, become those in which the articles GO are gone too. */
struct pm_removal_part_of {
	struct pm_segment *segment;
	const char *dir; /* its folder */
	const uint64_t *go;
	const char *language; /* of the index */
	bool all_looks;	      /* look for forms as long as there are articles */
	const char *spill;    /* how names of temporary files may begin */
};
enum pm_status pm_removal_add(const struct pm_removal_part_of *of,
			      struct pm_removed_tables *t, const struct pm_stop *stop,
			      uint64_t *looked, struct pm_error *err);

#endif
