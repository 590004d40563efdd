/* Pressmark - a repair: what is asked while files are read; see repair_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair_parts.h"

#include "indexer/known.h"

#include "indexer/past.h"
#include "shim/database.h"

#include <stdlib.h>
#include <string.h>

/* --- which files ------------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum pm_status
want(struct pm_repairing *r, uint64_t source, struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->sources, &r->sources_cap, r->n_sources + 1,
					sizeof *r->sources, err);

	if (status == PM_OK)
		r->sources[r->n_sources++] = source;
	return status;
}

/* Take the articles of whole segments that are left from HAD, by place. */
static void
take_whole(const struct pm_repairing *r, const struct pm_source_places *places,
	   uint64_t *had)
{
	const struct pm_survey *s = &r->survey;
	struct pm_origin o;
	uint32_t article, place;
	size_t i;

	for (i = 0; i < s->generation.n_segments; i++)
		for (article = 1;
		     s->segments[i].whole && article <= s->generation.segments[i].articles;
		     article++) {
			if ((r->gone[i] != NULL && pm_db_is_gone(r->gone[i], article)) ||
			    pm_origins_get(s->segments[i].origins, article, &o, NULL) < 0)
				continue;
			place = pm_source_places_find(places, o.source);
			if (place != PM_U32_NONE && had[place] > 0)
				had[place]--;
		}
}

/* Nobody knows which articles are missing: want the files that had more than there are. */
static enum pm_status
want_short(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_files *table = &r->survey.table;
	uint64_t *had = pm_calloc((size_t)table->places.n + 1, sizeof *had);
	struct pm_source_places places = { NULL, 0 };
	enum pm_status status = had == NULL ? pm_fail_nomem(err)
					    : pm_source_places_init(&places, table, err);
	uint32_t i, place;
	size_t k;

	for (i = 0; i < table->places.n && status == PM_OK; i++)
		had[i] = table->of[i].articles;
	if (status == PM_OK)
		take_whole(r, &places, had);
	for (k = 0; k < r->missing.n && status == PM_OK; k++) {
		place = pm_source_places_find(&places, r->missing.all[k].origin.source);
		if (place != PM_U32_NONE && had[place] > 0)
			had[place]--;
	}
	for (k = 0; k < places.n && status == PM_OK; k++)
		if (had[places.all[k].place] > 0)
			status = want(r, places.all[k].source, err);
	pm_source_places_release(&places);
	free(had);
	return status;
}

enum pm_status
pm_repair_list_sources(struct pm_repairing *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	r->reads_all = !r->survey.files.whole || r->unsure > 0;
	for (i = 0; i < r->missing.n && status == PM_OK; i++)
		if (r->missing.all[i].found == PM_FOUND_NOT)
			status = want(r, r->missing.all[i].origin.source, err);
	if (status == PM_OK && r->missing.unknown > 0 && !r->reads_all)
		status = want_short(r, err);
	if (r->n_sources > 1)
		qsort(r->sources, r->n_sources, sizeof *r->sources, compare);
	return status;
}

bool
pm_repair_wants(const struct pm_repairing *r, uint64_t source)
{
	return r->reads_all ||
	       (r->n_sources > 0 && bsearch(&source, r->sources, r->n_sources,
					    sizeof source, compare) != NULL);
}

/* --- what is asked ------------------------------------------------------------------- */

enum pm_status
pm_repair_set_tables(struct pm_repairing *r, struct pm_successor *s, struct pm_error *err)
{
	enum pm_status status = pm_past_find(&s->history, r->survey.dir, &r->kept, err);
	uint32_t i;

	if (status == PM_OK && !r->survey.files.whole && s->files.places.n == 0 &&
	    (status = pm_repair_copy_files(&s->files, &r->table, err)) == PM_OK)
		status = pm_repair_send_away(r, &s->files, err);
	for (i = 0; i < s->files.places.n && status == PM_OK; i++) {
		size_t len;
		const char *place = pm_intern_get(&s->files.places, i, &len);

		if (pm_repair_wants(r, pm_origin_source(place, len)))
			pm_file_forget(&s->files.of[i]);
	}
	return status;
}

static enum pm_status
begun(void *ctx, struct pm_successor *next, struct pm_error *err)
{
	return pm_repair_set_tables(ctx, next, err);
}

static bool
wants(void *ctx, uint64_t source)
{
	return pm_repair_wants(ctx, source);
}

static enum pm_status
lost(void *ctx, struct pm_known *known, struct pm_error *err)
{
	const struct pm_repairing *r = ctx;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->missing.n && status == PM_OK; i++)
		if (r->missing.all[i].found == PM_FOUND_NOT)
			status = pm_known_add_lost(known, &r->missing.all[i].origin, err);
	return status;
}

static void
came(void *ctx, struct pm_origin *origin)
{
	struct pm_repairing *r = ctx;
	struct pm_missing_article *a = pm_missing_find(&r->missing, origin->identity);

	/* one of several with its id was taken for it, but this is the one */
	if (a != NULL && a->found == PM_FOUND_CHANGED &&
	    pm_digest128_equal(origin->content, a->origin.content)) {
		a->found = PM_FOUND_NOT;
		r->result->changed--;
		r->result->others++;
	}
	if (a == NULL || a->found != PM_FOUND_NOT) {
		r->result->others++;
		/* it may have been there, and is then nothing new */
		if (r->missing.unknown > 0)
			origin->first = origin->since =
				(uint32_t)r->survey.generation.number;
		return;
	}
	origin->first = a->origin.first;
	if (!pm_digest128_equal(origin->content, a->origin.content)) {
		a->found = PM_FOUND_CHANGED;
		r->result->changed++;
		return;
	}
	origin->since = a->origin.since;
	a->found = PM_FOUND_SAME;
	r->result->read++;
}

static enum pm_status
settle(void *ctx, const struct pm_successor *next, struct pm_build_result *result,
       struct pm_error *err)
{
	struct pm_repairing *r = ctx;
	enum pm_status status = pm_repair_count(r, next, result->taken_away, err);

	result->added = r->result->same ? 0 : r->result->others;
	result->taken_away += r->result->lost;
	return status < 0 ? status : pm_repair_judge(r, err);
}

struct pm_restoring
pm_repair_restoring(struct pm_repairing *r, const struct pm_generation *takes)
{
	return (struct pm_restoring){
		.takes = takes,
		.takes_away = r->unsure > 0,
		.ctx = r,
		.begun = begun,
		.wants = wants,
		.lost = lost,
		.came = came,
		.settle = settle,
	};
}
