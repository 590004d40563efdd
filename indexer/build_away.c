/* Pressmark - building an index: what an update takes away; see build_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build_parts.h"

#include "indexer/source_places.h"
#include "support/brief.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an update may take away, if nothing is said. */
#define MAX_REMOVED .2
/* Files that are named, of those whose articles would go. */
#define NAMED_MAX 3u

/* How many articles the index has of the files at or below each given path, or had. */
enum pm_status
pm_build_count_places(struct pm_building *b, enum pm_build_count which, uint64_t **counts,
		      struct pm_error *err)
{
	const struct pm_files *f = &b->next.files;
	struct pm_places *p = &b->input.places;
	uint32_t i;

	*counts = pm_calloc(p->n, sizeof **counts);
	if (*counts == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&f->places, i, &len);

		if (which == PM_COUNT_BEFORE || !f->of[i].gone)
			pm_places_count(p, place, len, f->of[i].articles, *counts);
	}
	return PM_OK;
}

/* The articles that are written again go from where they were, and so do those that are
 * there no more. */
enum pm_status
pm_build_take_away(struct pm_building *b, struct pm_error *err)
{
	const struct pm_restoring *r = b->options->restoring;
	bool goes = r != NULL
			  ? r->takes_away
			  : b->options->kind == PM_BUILD_UPDATE && !b->options->no_remove;
	enum pm_status status = PM_OK;
	size_t i;

	if (b->taken_away)
		return PM_OK;
	b->taken_away = true;

	for (i = 0; i < b->input.known.n && status == PM_OK; i++) {
		const struct pm_known_article *k = &b->input.known.all[i];
		bool gone = k->wanted && !k->met;

		if (k->lost)
			continue;
		if (gone && goes && pm_input_spares(&b->input, k->origin.source))
			continue;
		if (gone && !goes &&
		    (status = pm_input_leave(&b->input, k->origin.source, err)) < 0)
			return status;
		if (!k->renewed && !(gone && goes))
			continue;
		b->result->taken_away += !k->renewed;
		status = pm_successor_take_away(&b->next, k->segment, k->article, err);
	}
	pm_input_reread(&b->input);
	if (status == PM_OK)
		pm_input_tell_spared(&b->input);
	return status;
}

/* Those that are written again because their folds are others go from where they were. */
enum pm_status
pm_build_take_touched(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t article;
	size_t i;

	for (i = 0; b->refold.touched != NULL && i < b->next.old.n_segments; i++)
		for (article = 1; b->refold.touched[i] != NULL && status == PM_OK &&
				  article <= b->next.old.segments[i].articles;
		     article++)
			if (pm_db_is_gone(b->refold.touched[i], article))
				status = pm_successor_take_away(&b->next, i, article, err);
	return status;
}

/* A path that had articles and has none any more is a disk that is not there. */
static enum pm_status
check_places(struct pm_building *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	enum pm_status status;
	uint64_t *now;
	size_t i;

	if ((status = pm_build_count_places(b, PM_COUNT_NOW, &now, err)) < 0)
		return status;
	for (i = 0; i < o->n_paths && status == PM_OK; i++)
		if (b->places_before[i] > 0 && now[i] == 0 &&
		    strcmp(o->paths[i], "-") != 0)
			status = pm_fail(err, PM_ERR_INPUT,
					 "nothing was published: there is no article in "
					 "'%s', of which the index has %" PRIu64
					 " (--max-removed 100%% takes them away)",
					 o->paths[i], b->places_before[i]);
	free(now);
	return status;
}

/* Which files have articles that go: *OF is true for these, by the number of the place. */
static enum pm_status
find_sources(struct pm_building *b, bool **of, struct pm_error *err)
{
	const struct pm_files *f = &b->next.files;
	struct pm_source_places places;
	enum pm_status status = pm_source_places_init(&places, f, err);
	uint32_t place;
	size_t i;

	*of = NULL;
	if (status == PM_OK && (*of = pm_calloc(f->places.n, sizeof **of)) == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < b->input.known.n && status == PM_OK; i++) {
		const struct pm_known_article *k = &b->input.known.all[i];

		if (k->wanted && !k->met && !k->renewed && !k->lost &&
		    !pm_input_may_spare(&b->input, k->origin.source) &&
		    (place = pm_source_places_find(&places, k->origin.source)) !=
			    PM_U32_NONE)
			(*of)[place] = true;
	}
	pm_source_places_release(&places);
	return status;
}

/* ", from 'a', 'b', 'c' and 5 other files". */
static enum pm_status
put_sources(struct pm_building *b, struct pm_buf *out, struct pm_error *err)
{
	const struct pm_files *f = &b->next.files;
	char name[PM_BRIEF_MAX + 1];
	enum pm_status status;
	struct pm_buf path;
	bool *of;
	size_t n = 0, len, root_len;
	uint32_t i;

	if ((status = find_sources(b, &of, err)) < 0)
		return status;
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	for (i = 0; i < f->places.n; i++) {
		const char *place = pm_intern_get(&f->places, i, &len);

		if (!of[i] || n++ >= NAMED_MAX)
			continue;
		/* what was left of a path that is not given any more has its place only */
		if (pm_places_path(&b->input.places, place, len, &path, &root_len, NULL) <
		    0) {
			pm_buf_clear(&path);
			pm_buf_put(&path, place, len);
		}
		pm_brief(name, pm_buf_str(&path), path.len);
		pm_buf_printf(out, ", %s'%s'", n == 1 ? "from " : "", name);
	}
	if (n > NAMED_MAX)
		pm_buf_printf(out, " and %zu other file%s", n - NAMED_MAX,
			      n == NAMED_MAX + 1 ? "" : "s");
	free(of);
	pm_buf_inherit(out, &path);
	pm_buf_release(&path);
	return pm_buf_check(out, "a message", err);
}

/* MANY would go, more than LIMIT permits. */
static enum pm_status
refuse(struct pm_building *b, const char *many, const char *limit, struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf from;

	pm_buf_init(&from, PM_BUF_NO_LIMIT);
	if ((status = put_sources(b, &from, err)) == PM_OK)
		status = pm_fail(err, PM_ERR_INPUT,
				 "nothing was published: %s would be taken away, more "
				 "than %s (--max-removed)%s",
				 many, limit, pm_buf_str(&from));
	pm_buf_release(&from);
	return status;
}

/* Whether too much would be taken away. */
enum pm_status
pm_build_check_removed(struct pm_building *b, struct pm_error *err)
{
	char many[64], most[32];
	const struct pm_skip_limit *limit = &b->options->max_removed;
	uint64_t gone = b->result->taken_away;
	double share = limit->kind == PM_SKIP_SHARE ? limit->share : MAX_REMOVED;
	enum pm_status status = PM_OK;

	if (limit->kind == PM_SKIP_NUMBER) {
		snprintf(many, sizeof many, "%" PRIu64 " article%s", gone,
			 gone == 1 ? "" : "s");
		snprintf(most, sizeof most, "%" PRIu64, limit->number);
		return gone <= limit->number ? PM_OK : refuse(b, many, most, err);
	}
	if (share < 1)
		status = check_places(b, err);
	if (status < 0 || (double)gone <= share * (double)b->before)
		return status;
	snprintf(many, sizeof many, "%" PRIu64 " of %" PRIu64 " article%s", gone,
		 b->before, b->before == 1 ? "" : "s");
	snprintf(most, sizeof most, "%.4g%%", 100 * share);
	return refuse(b, many, most, err);
}

enum pm_status
pm_build_find_forgotten(struct pm_building *b, struct pm_error *err)
{
	struct pm_files files;
	enum pm_status status;

	if (b->options->kind != PM_BUILD_WHOLE || b->next.old.number == 0)
		return PM_OK;
	/* an index that is damaged is replaced all the same */
	status = pm_files_read(&files, b->options->index, &b->next.old, NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	if (status == PM_OK) {
		b->n_forgotten = files.n_away;
		pm_files_release(&files);
	}
	return PM_OK;
}

void
pm_build_tell_forgotten(const struct pm_building *b)
{
	const struct pm_build_options *o = b->options;
	bool one = b->n_forgotten == 1;
	char text[256];

	if (b->n_forgotten == 0 || o->note == NULL)
		return;
	snprintf(text, sizeof text,
		 "%zu article%s had been removed by hand, and %s there again if the input has "
		 "%s; all of its articles are new for --new-since (update keeps both)",
		 b->n_forgotten, one ? "" : "s", one ? "is" : "are", one ? "it" : "them");
	o->note(o->ctx, "noted", (struct pm_str){ o->index, strlen(o->index) }, 0, text);
}
