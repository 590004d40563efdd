/* Pressmark - building an index: ids that other articles have; see build_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those of one segment are counted as it is written (merge/merge.h).  For those of other
 * segments the ids of the new one are looked up there, in their order: that costs what its
 * articles cost, and nothing where there is no other segment. */
#include "indexer/build_parts.h"

#include "segment/databases.h"
#include "shim/database.h"
#include "shim/writer.h"
#include "support/file.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

struct looking {
	const struct pm_building *b;
	struct pm_db *ids,
		*fresh; /* the new segment, twice: one is asked while the other is */
	struct pm_db *others;
	struct pm_pages *origins; /* of the new segment */
	size_t n;		  /* other segments */
	struct pm_error *err;
	/* Of the id that is looked up: an article that has it, and a new one. */
	size_t segment;
	uint32_t other, article;
	/* Ids that were found; and of the first new article that has one, the same. */
	uint64_t n_found;
	size_t first_segment;
	uint32_t first_other, first;
};

/* --- databases ------------------------------------------------------------ */

/* Those of N segments in the folder of the index. */
static enum pm_status
open_databases(struct pm_db **db, const char *index,
	       const struct pm_segment_info *segments, size_t n, struct pm_error *err)
{
	struct pm_databases d;
	enum pm_status status = pm_databases_find(&d, index, segments, n, err);

	if (status == PM_OK)
		status = pm_db_open(db, d.where, d.n, err);
	pm_databases_release(&d);
	return status;
}

/* --- looking up ------------------------------------------------------------- */

/* An article of the others: the first that stays is enough. */
static int
note_other(void *ctx, uint32_t id, uint32_t wdf)
{
	struct looking *l = ctx;
	const struct pm_successor *next = &l->b->next;
	size_t n_old = next->index == NULL ? 0 : next->old.n_segments, i;

	(void)wdf;
	for (i = 0; id > next->fresh.segments[i].articles; i++)
		id -= (uint32_t)next->fresh.segments[i].articles;
	if (i < n_old &&
	    (pm_index_is_gone(next->index, i, id) || pm_successor_goes(next, i, id)))
		return 0;
	l->segment = i;
	l->other = id;
	return 1;
}

/* An article of the new segment: one that the index had is written again. */
static int
note_article(void *ctx, uint32_t id, uint32_t wdf)
{
	struct looking *l = ctx;
	struct pm_origin o;
	enum pm_status status = pm_origins_get(l->origins, id, &o, l->err);

	(void)wdf;
	if (status < 0)
		return status;
	if (o.first != l->b->next.fresh.number)
		return 0;
	l->article = id;
	return 1;
}

static int
look_up(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct looking *l = ctx;
	enum pm_status status;

	(void)freq;
	/* a longer id is cut, and may be another */
	if (len <= strlen(PM_PREFIX_ID) || len >= PM_TERM_MAX)
		return 0;
	l->other = l->article = 0;
	status = pm_db_postings(l->others, term, len, note_other, l, l->err);
	if (status == PM_OK && l->other > 0)
		status = pm_db_postings(l->fresh, term, len, note_article, l, l->err);
	if (status < 0 || l->article == 0)
		return status < 0 ? status : 0;
	l->n_found++;
	if (l->first == 0 || l->article < l->first) {
		l->first = l->article;
		l->first_other = l->other;
		l->first_segment = l->segment;
	}
	return 0;
}

static enum pm_status
look_elsewhere(struct looking *l, struct pm_segment *segment, struct pm_error *err)
{
	const char *index = l->b->options->index;
	const struct pm_segment_info *info = &l->b->result->info;
	enum pm_status status;

	if ((status = pm_segment_origins(segment, &l->origins, err)) == PM_OK &&
	    (status = open_databases(&l->ids, index, info, 1, err)) == PM_OK &&
	    (status = open_databases(&l->fresh, index, info, 1, err)) == PM_OK &&
	    (status = open_databases(&l->others, index, l->b->next.fresh.segments, l->n,
				     err)) == PM_OK)
		status = pm_db_terms(l->ids, PM_PREFIX_ID, strlen(PM_PREFIX_ID), look_up,
				     l, err);
	pm_db_free(l->ids);
	pm_db_free(l->fresh);
	pm_db_free(l->others);
	return status;
}

/* --- what is said --------------------------------------------------------------- */

/* Of the first article, in its segment and in others, of which that is the earlier one. */
static enum pm_status
say_first(struct pm_building *b, const struct looking *l, struct pm_error *err)
{
	const struct pm_merge *merge = &b->segment.crew.merge;
	enum pm_status status;
	char *dir;

	if (b->options->note == NULL || b->repeated.reason.len > 0 ||
	    (merge->n_repeated == 0 && l->n_found == 0))
		return PM_OK;
	if (l->n_found == 0 || (merge->n_repeated > 0 && merge->repeated < l->first))
		return pm_repeated_find(&b->repeated, b->segment.path, merge->repeated,
					b->segment.path, merge->original, err);
	dir = pm_path_join(b->options->index,
			   b->next.fresh.segments[l->first_segment].name);
	status = dir == NULL ? pm_fail_nomem(err)
			     : pm_repeated_find(&b->repeated, b->segment.path, l->first,
						dir, l->first_other, err);
	free(dir);
	return status;
}

enum pm_status
pm_build_find_repeated(struct pm_building *b, struct pm_error *err)
{
	struct looking l = { .b = b, .n = b->next.fresh.n_segments, .err = err };
	struct pm_segment *segment = NULL;
	enum pm_status status = PM_OK;

	if (l.n > 0 && b->options->ids == PM_IDS_KEEP &&
	    b->options->kind != PM_BUILD_RESTORE) {
		status = pm_segment_open(&segment, b->segment.path, err);
		if (status == PM_OK)
			status = look_elsewhere(&l, segment, err);
		pm_segment_free(segment);
	}
	b->result->repeated += b->segment.crew.merge.n_repeated + l.n_found;
	return status < 0 ? status : say_first(b, &l, err);
}
