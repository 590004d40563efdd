/* Pressmark - a published index opened for reading.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Opening reads the generation, opens the segments it lists and their databases as one,
 * and holds a shared lock on each segment's folder, so that a build that publishes
 * meanwhile does not remove it under the reader.  It takes half a millisecond whatever the
 * size of the index.
 *
 * The database can answer everything.  In addition, the lists of its terms can be read in
 * place, without libxapian (pm_index_lists), which is much cheaper where that is enough.
 * libxapian itself opens the database when it is first asked something; at once, if the
 * lists cannot be read.
 *
 * Articles that are gone (removed.h) are still in the segments and in the database.  Which
 * they are is in `gone`; lexicons leave out what only they have; and what is asked here of
 * terms, and the statistics, count those that are left.  Who goes through articles passes over
 * the others:
 *
 *	for (id = 1; id <= pm_db_articles(index->db); id++)
 *		if (pm_index_has(index, id))
 *			...
 *
 * Opening an index with such articles takes 2 ns more for each of them.
 *
 * An article's id (shim/database.h) less 1 is its place (copies.h); pm_index_locate says
 * which article of which segment that is.
 */
#ifndef PM_SEGMENT_INDEX_H
#define PM_SEGMENT_INDEX_H

#include "glass/reader.h"
#include "segment/copies.h"
#include "segment/generation.h"
#include "segment/removed.h"
#include "segment/segment.h"
#include "shim/database.h"
#include "support/stop.h"

/* What a score needs to know of all articles that count. */
struct pm_statistics {
	uint64_t articles;
	uint64_t words; /* the sum of their lengths */
};

/* 1 / the average length, or 0 if that is 0. */
static inline double
pm_statistics_per_length(const struct pm_statistics *s)
{
	return s->words > 0 && s->articles > 0
		     ? 1 / ((double)s->words / (double)s->articles)
		     : 0;
}

struct pm_index {
	char *dir;
	struct pm_generation generation;
	struct pm_segment **segments; /* generation.n_segments */
	int *holds;		      /* open folders, locked */
	uint32_t *before;	      /* by segment: articles in those before it */
	struct pm_copies *copies;     /* pm_index_copies; NULL: there are none */
	struct pm_statistics statistics;
	struct pm_removed *removed; /* what gone articles take away; NULL: nothing is gone */
	uint64_t **gone; /* by segment: which articles do not count any more, bit A - 1 for
			  * article A; NULL: none are gone */
	struct pm_db *db;
	struct pm_glass **lists;   /* pm_index_lists; NULL: refused */
	struct pm_pages **lengths; /* by segment; opened with the lists */
	bool lists_refused;
	struct pm_patience patience; /* what works on the index for long asks this one; all
				* zeros: nothing stops it */
};

enum pm_status pm_index_open(struct pm_index **out, const char *dir, struct pm_error *err);
/* The same of a generation that is kept, but may not be the current one. */
enum pm_status pm_index_open_kept(struct pm_index **out, const char *dir, uint64_t number,
				  struct pm_error *err);
/* The same of what G lists, of which a copy is made, and which need not be published. */
enum pm_status pm_index_open_of(struct pm_index **out, const char *dir,
				const struct pm_generation *g, struct pm_error *err);
void pm_index_free(struct pm_index *index);

/* Everything will be read, or what many queries need: in the order of the files
 * (support/mapped.h). */
enum pm_status pm_index_in_order(struct pm_index *index, struct pm_error *err);

/* The segments' postings, read without libxapian (glass/reader.h); opened with the index.
 * PM_DECLINED, from then on, if one of them cannot be read this way: the database itself
 * can always be used. */
enum pm_status pm_index_lists(struct pm_index *index, struct pm_glass *const **lists,
			      struct pm_error *err);

/* The articles that are left. */
uint32_t pm_index_articles(const struct pm_index *index);

/* pm_db_frequencies of the articles that are left; through the lists if possible, in a tenth
 * of the time. */
enum pm_status pm_index_frequencies(struct pm_index *index, const struct pm_db_term *terms,
				    size_t n, uint32_t *freqs, struct pm_error *err);

/* pm_db_terms of the articles that are left. */
enum pm_status
pm_index_terms(struct pm_index *index, const char *prefix, size_t prefix_len,
	       int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq),
	       void *ctx, struct pm_error *err);

/* *THERE: whether any article that is left has a term that begins with PREFIX, which has no
 * NUL and is not empty; through the lists if possible. */
enum pm_status pm_index_has_prefix(struct pm_index *index, const char *prefix, size_t len,
				   bool *there, struct pm_error *err);

/* Which segment an article is in, by its id. */
static inline size_t
pm_index_segment(const struct pm_index *index, uint32_t id)
{
	size_t n = index->generation.n_segments, at = 0, half;

	/* no branch that depends on what is found */
	for (; n > 1; n -= half) {
		half = n / 2;
		at += index->before[at + half] < id ? half : 0;
	}
	return at;
}

/* That segment, and the article's number in it (from 1). */
static inline struct pm_segment *
pm_index_locate(const struct pm_index *index, uint32_t id, uint32_t *article)
{
	size_t segment = pm_index_segment(index, id);

	*article = id - index->before[segment];
	return index->segments[segment];
}

static inline bool
pm_index_is_gone(const struct pm_index *index, size_t segment, uint32_t article)
{
	return index->gone != NULL && index->gone[segment] != NULL &&
	       pm_db_is_gone(index->gone[segment], article);
}

/* Whether an article is left, by its id. */
static inline bool
pm_index_has(const struct pm_index *index, uint32_t id)
{
	size_t at = pm_index_segment(index, id);

	return !pm_index_is_gone(index, at, id - index->before[at]);
}

/* The copies, loaded; NULL: no article is one. */
enum pm_status pm_index_copies(struct pm_index *index, struct pm_copies **copies,
			       struct pm_error *err);

/* A number that identifies the files of a segment.  The generation stores it, so that
 * files of different segments are never mixed up. */
enum pm_status pm_segment_identity(const char *segment_dir, uint64_t *identity,
				   struct pm_error *err);

/* Whether a segment's folder may hold a file or a folder of this name. */
bool pm_segment_has_name(const char *name);

/* Names inside a segment's folder. */
#define PM_SEGMENT_DATABASE "xapian"
#define PM_SEGMENT_GUARD "guard"

#endif
