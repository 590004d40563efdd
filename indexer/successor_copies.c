/* Pressmark - the copies of the generation that follows: see successor_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/successor_parts.h"

#include "indexer/stories_change.h"
#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* --- finding ---------------------------------------------------------------------- */

/* The segments of some parts, and what is gone of them. */
struct lists {
	struct pm_segment **segments;
	uint64_t **gone;
	size_t n;
};

static void
release_lists(struct lists *l)
{
	free(l->segments);
	free(l->gone);
}

static enum pm_status
list_parts(struct lists *l, const struct pm_successor_part *parts, size_t n,
	   struct pm_error *err)
{
	size_t i;

	l->segments = pm_calloc(n, sizeof *l->segments);
	l->gone = pm_calloc(n, sizeof *l->gone);
	l->n = n;
	if (l->segments == NULL || l->gone == NULL) {
		release_lists(l);
		return pm_fail_nomem(err);
	}
	for (i = 0; i < n; i++) {
		l->segments[i] = parts[i].segment;
		l->gone[i] = parts[i].gone;
	}
	return PM_OK;
}

enum pm_status
pm_successor_follow_copies(struct pm_successor *s, const struct pm_successor_parts *parts,
			   struct pm_stories *stories, struct pm_error *err)
{
	struct pm_stories_before before = { 0 };
	enum pm_status status;
	struct lists l;

	if (s->index == NULL || s->index->copies == NULL || pm_successor_is_of_others(s))
		return PM_DECLINED;
	if ((status = pm_copies_load(s->index->copies, err)) < 0 ||
	    (status = list_parts(&l, parts->first, parts->n_first, err)) < 0)
		return status;
	before.segments = l.segments;
	before.gone = l.gone;
	before.n = l.n;
	before.n_old = s->old.n_segments;
	before.were_gone = s->index->gone;
	before.copies = s->index->copies;
	s->options.stage(s->options.ctx, "comparing");
	status = pm_stories_follow(&before, &s->options.build->stop, stories, err);
	release_lists(&l);
	return status;
}

enum pm_status
pm_successor_find_copies(struct pm_successor *s, const struct pm_successor_parts *parts,
			 struct pm_stories *stories, struct pm_error *err)
{
	struct lists l;
	enum pm_status status = list_parts(&l, parts->all, parts->n, err);

	if (status < 0)
		return status;
	s->options.stage(s->options.ctx, "comparing");
	status = pm_stories_find(l.segments, l.gone, l.n, &s->options.build->stop,
				 stories, err);
	release_lists(&l);
	return status;
}

/* --- where they are now ------------------------------------------------------------- */

/* How many articles all first parts have together. */
static size_t
count_first(const struct pm_successor_parts *parts)
{
	size_t n = 0, i;

	for (i = 0; i < parts->n_first; i++)
		n += (size_t)parts->first[i].info.articles;
	return n;
}

/* Fills PLACES, by place in the first parts; PM_U32_NONE: it is nowhere any more. */
static void
map_places(const struct pm_successor_parts *parts, uint32_t *places)
{
	uint32_t place = 0, before = 0, i, n;
	size_t first = 0, k;

	for (k = 0; k < parts->n; k++) {
		const struct pm_successor_part *p = &parts->all[k];

		for (; first < p->end; first++) {
			const struct pm_successor_part *from = &parts->first[first];

			n = (uint32_t)from->info.articles;
			for (i = 0; i < n; i++) {
				bool none = first < p->first ||
					    (p->joined && from->gone != NULL &&
					     pm_db_is_gone(from->gone, i + 1));

				places[before + i] = none ? PM_U32_NONE : place;
				place += !none;
			}
			before += n;
		}
	}
}

enum pm_status
pm_successor_move_copies(const struct pm_successor_parts *parts,
			 struct pm_stories *stories, struct pm_error *err)
{
	bool moved = parts->n != parts->n_first;
	uint32_t *places;
	size_t i;

	for (i = 0; i < parts->n; i++)
		moved = moved || parts->all[i].joined;
	if (!moved || stories->n == 0)
		return PM_OK;
	places = pm_calloc(count_first(parts), sizeof *places);
	if (places == NULL)
		return pm_fail_nomem(err);
	map_places(parts, places);
	for (i = 0; i < stories->n; i++) {
		stories->copies[i].leader = places[stories->copies[i].leader];
		stories->copies[i].copy = places[stories->copies[i].copy];
	}
	free(places);
	return PM_OK;
}

/* --- writing --------------------------------------------------------------------- */

static bool
are_same(struct pm_copies *old, const struct pm_stories *stories)
{
	const struct pm_copy *copies;
	size_t n, i = 0;

	if (old == NULL || pm_copies_load(old, NULL) < 0)
		return false;
	copies = pm_copies_all(old, &n);
	while (i < n && i < stories->n && copies[i].leader == stories->copies[i].leader &&
	       copies[i].copy == stories->copies[i].copy)
		i++;
	return i == n && i == stories->n;
}

enum pm_status
pm_successor_write_copies(struct pm_successor *s, const struct pm_stories *stories,
			  struct pm_error *err)
{
	struct pm_copies *old = s->index == NULL ? NULL : s->index->copies;

	s->copies = stories->n;
	/* what a repair takes over may go, and its files with it */
	if (s->options.takes != NULL || !are_same(old, stories))
		return pm_stories_write(s->options.build->index, &s->fresh, stories,
					&s->copies_bytes, err);
	s->fresh.copies = s->old.copies;
	s->fresh.stories = stories->articles - stories->n;
	s->copies_bytes = pm_copies_file_size(old);
	return PM_OK;
}
