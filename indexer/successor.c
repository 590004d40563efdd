/* Pressmark - the generation that follows: see successor.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/successor.h"

#include "indexer/join.h"
#include "indexer/past.h"
#include "indexer/publish/index_folder.h"
#include "indexer/removal.h"
#include "indexer/successor_parts.h"
#include "indexer/tiers.h"
#include "segment/fingerprint.h"
#include "support/file.h"
#include "text/version.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static enum pm_status
check_stop(const struct pm_successor *s, struct pm_error *err)
{
	if (pm_stop_asked(&s->options.build->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* --- beginning ------------------------------------------------------------------ */

void
pm_successor_sweep(struct pm_successor *s)
{
	/* What a power failure might bring back stays; what cannot be removed is left to the
	 * next command. */
	if (!s->published || s->unsynced[0] != '\0' ||
	    pm_lock_check(s->options.lock, NULL) < 0)
		return;
	/* who reads a segment keeps it on the disk */
	pm_index_free(s->index);
	s->index = NULL;
	pm_index_folder_sweep(s->options.build->index, &s->fresh, PM_KEPT_WHOLE, NULL);
}

/* Its number, and what it is made with. */
static enum pm_status
begin_generation(struct pm_successor *s, uint64_t number, struct pm_error *err)
{
	const struct pm_successor_options *o = &s->options;
	struct pm_generation *g = &s->fresh;
	const char *language = o->language != NULL ? o->language : s->old.language;
	const char *choices = o->choices != NULL ? o->choices : s->old.choices;
	enum pm_status status;

	g->number = number > s->old.number ? number : s->old.number + 1;
	if (g->number > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "'%s' has had too many generations",
			       o->build->index);
	g->keep = o->build->keep != 0 ? o->build->keep : pm_kept_by(&s->old);
	snprintf(g->made_by, sizeof g->made_by, "%s", o->command);
	snprintf(g->language, sizeof g->language, "%s", language);
	if ((status = pm_stemmer_version(g->stemmer, sizeof g->stemmer, err)) < 0)
		return status;
	snprintf(g->unicode, sizeof g->unicode, "%s", pm_unicode_version());
	if (choices != NULL && choices[0] != '\0' &&
	    (g->choices = pm_strndup(choices, strlen(choices))) == NULL)
		return pm_fail_nomem(err);
	g->segments = pm_calloc(PM_SEGMENTS_MAX + 1, sizeof *g->segments);
	return g->segments == NULL ? pm_fail_nomem(err) : PM_OK;
}

/* Take over what the current generation has. */
static enum pm_status
open_current(struct pm_successor *s, struct pm_error *err)
{
	const char *dir = s->options.build->index;
	size_t n = s->old.n_segments;
	enum pm_status status = s->options.takes == NULL
				      ? pm_index_open(&s->index, dir, err)
			      : n == 0 ? PM_OK
				       : pm_index_open_of(&s->index, dir, &s->old, err);

	if (status == PM_OK)
		status = pm_files_read(&s->files, dir, &s->old, err);
	if (status < 0)
		return status;
	s->go = pm_calloc(n, sizeof *s->go);
	if (s->go == NULL)
		return pm_fail_nomem(err);
	memcpy(s->fresh.segments, s->old.segments, n * sizeof *s->old.segments);
	s->fresh.n_segments = n;
	memcpy(s->fresh.languages, s->old.languages, sizeof s->fresh.languages);
	if (!pm_fingerprint_read(s->old.fingerprint, &s->fingerprint))
		return pm_corrupt(err, dir, "its generation has no fingerprint");
	return PM_OK;
}

/* Read the current generation into s->old, or take over what was given. */
static enum pm_status
read_current(struct pm_successor *s, enum pm_successor_kind kind, struct pm_error *err)
{
	enum pm_status status;

	if (kind == PM_SUCCESSOR_REPAIRS)
		return pm_generation_copy(&s->old, s->options.takes, err);
	/* A generation that is damaged or of another version is replaced, but its
	 * segments are removed only after the new ones are there. */
	status = pm_generation_read(s->options.build->index, &s->old,
				    kind == PM_SUCCESSOR_CHANGES ? err : NULL);
	if (status < 0 && (kind == PM_SUCCESSOR_CHANGES || status == PM_ERR_NOMEM))
		return status == PM_ERR_NOMEM ? pm_fail_nomem(err) : status;
	return PM_OK;
}

/* Remove what was left of commands that did not come to their end. */
static enum pm_status
sweep_leftovers(struct pm_successor *s, enum pm_successor_kind kind, struct pm_error *err)
{
	const char *dir = s->options.build->index;
	bool known = s->old.number > 0;

	if (kind == PM_SUCCESSOR_REPAIRS || (!known && pm_index_folder_is_published(dir)))
		return PM_OK;
	/* this command may come to nothing: as many stay as the current one was told */
	return pm_index_folder_sweep(dir, known ? &s->old : NULL, PM_KEPT_READABLE, err);
}

/* A history that is lost is no reason to have none from now on. */
static enum pm_status
read_history(struct pm_successor *s, struct pm_error *err)
{
	const char *dir = s->options.build->index;
	bool known = s->old.number > 0;
	enum pm_status status = PM_ERR_CORRUPT;

	if (known)
		status = pm_history_read(&s->history, dir, &s->old, NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	return status < 0 ? pm_past_find_of(&s->history, dir, known ? &s->old : NULL, err)
			  : PM_OK;
}

enum pm_status
pm_successor_begin(struct pm_successor *s, const struct pm_successor_options *options,
		   enum pm_successor_kind kind, struct pm_error *err)
{
	const char *dir = options->build->index;
	struct pm_next_numbers next;
	enum pm_status status;

	memset(s, 0, sizeof *s);
	s->options = *options;
	/* before leftovers go: a number is not used twice */
	if ((status = read_current(s, kind, err)) < 0 ||
	    (status = pm_index_folder_next(dir, &next, err)) < 0 ||
	    (status = sweep_leftovers(s, kind, err)) < 0 ||
	    (status = begin_generation(s, next.generation, err)) < 0)
		return status;
	s->next_segment = s->first_segment = next.segment;
	if ((status = read_history(s, err)) < 0)
		return status;
	return kind == PM_SUCCESSOR_CHANGES || kind == PM_SUCCESSOR_REPAIRS
		     ? open_current(s, err)
		     : pm_files_read(&s->files, dir, NULL, err);
}

void
pm_successor_release(struct pm_successor *s)
{
	size_t i;

	if (!s->published && s->fresh.number > 0 &&
	    pm_lock_check(s->options.lock, NULL) == PM_OK)
		pm_index_folder_forget(s->options.build->index, s->fresh.number,
				       s->first_segment, s->next_segment);
	for (i = 0; s->go != NULL && i < s->old.n_segments; i++)
		free(s->go[i]);
	free(s->go);
	pm_index_free(s->index);
	pm_generation_release(&s->old);
	pm_generation_release(&s->fresh);
	pm_history_release(&s->history);
	pm_files_release(&s->files);
	memset(s, 0, sizeof *s);
}

/* --- what goes and comes ---------------------------------------------------------- */

bool
pm_successor_goes(const struct pm_successor *s, size_t segment, uint32_t article)
{
	return s->go[segment] != NULL && pm_db_is_gone(s->go[segment], article);
}

enum pm_status
pm_successor_take_away(struct pm_successor *s, size_t segment, uint32_t article,
		       struct pm_error *err)
{
	struct pm_origin origin;
	struct pm_pages *origins;
	enum pm_status status;

	if (pm_index_is_gone(s->index, segment, article) ||
	    pm_successor_goes(s, segment, article))
		return PM_OK;
	if (s->go[segment] == NULL &&
	    (s->go[segment] = pm_calloc((size_t)s->old.segments[segment].articles / 64 + 1,
					sizeof **s->go)) == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_segment_origins(s->index->segments[segment], &origins, err)) < 0 ||
	    (status = pm_origins_get(origins, article, &origin, err)) < 0)
		return status;
	s->go[segment][(article - 1) / 64] |= UINT64_C(1) << (article - 1) % 64;
	s->n_go++;
	pm_fingerprint_take(&s->fingerprint, origin.content);
	return PM_OK;
}

enum pm_status
pm_successor_add(struct pm_successor *s, const struct pm_segment_info *info,
		 struct pm_error *err)
{
	uint64_t articles = 0;
	size_t i;

	if (s->fresh.n_segments > PM_SEGMENTS_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "'%s' has too many segments",
			       s->options.build->index);
	s->fresh.segments[s->fresh.n_segments++] = *info;
	for (i = 0; i < s->fresh.n_segments; i++)
		articles += s->fresh.segments[i].articles;
	if (articles > UINT32_MAX - 1)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more than %" PRIu32
			       " articles, which an index cannot number: make several",
			       UINT32_MAX - 1);
	return PM_OK;
}

/* --- segments, old and new -------------------------------------------------------- */

static void
release_part(struct pm_successor_part *p)
{
	if (p->own)
		pm_segment_free(p->segment);
	free(p->dir);
	memset(p, 0, sizeof *p);
}

static void
release_parts(struct pm_successor_parts *parts)
{
	size_t i;

	for (i = 0; i < parts->n; i++)
		release_part(&parts->all[i]);
	for (i = 0; i < parts->n_first; i++)
		free(parts->first[i].gone);
	free(parts->all);
	free(parts->first);
}

/* What is gone of an old segment, before and now. */
static enum pm_status
unite_gone(const struct pm_successor *s, struct pm_successor_part *p, struct pm_error *err)
{
	size_t words = (size_t)p->info.articles / 64 + 1, i;
	const uint64_t *before = s->index->gone == NULL ? NULL : s->index->gone[p->old];
	const uint64_t *now = s->go[p->old];

	if (before == NULL && now == NULL)
		return PM_OK;
	p->gone = pm_calloc(words, sizeof *p->gone);
	if (p->gone == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < words; i++) {
		p->gone[i] = (before == NULL ? 0 : before[i]) | (now == NULL ? 0 : now[i]);
		p->n_gone += (uint64_t)__builtin_popcountll(p->gone[i]);
	}
	return PM_OK;
}

static enum pm_status
open_part(const struct pm_successor *s, struct pm_successor_part *p,
	  const struct pm_segment_info *info, size_t old, struct pm_error *err)
{
	p->info = *info;
	p->old = old;
	p->dir = pm_path_join(s->options.build->index, info->name);
	if (p->dir == NULL)
		return pm_fail_nomem(err);
	if (old != PM_REMOVAL_NEW) {
		p->segment = s->index->segments[old];
		return unite_gone(s, p, err);
	}
	p->own = true;
	return pm_segment_open(&p->segment, p->dir, err);
}

static enum pm_status
open_parts(const struct pm_successor *s, struct pm_successor_parts *parts,
	   struct pm_error *err)
{
	const struct pm_generation *g = &s->fresh;
	size_t old = s->index == NULL ? 0 : s->old.n_segments, i;
	enum pm_status status = PM_OK;

	parts->all = pm_calloc(g->n_segments, sizeof *parts->all);
	parts->first = pm_calloc(g->n_segments, sizeof *parts->first);
	if (parts->all == NULL || parts->first == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < g->n_segments && status == PM_OK; i++) {
		parts->all[i].first = i;
		parts->all[i].end = i + 1;
		status = open_part(s, &parts->all[i], &g->segments[i],
				   i < old ? i : PM_REMOVAL_NEW, err);
		parts->first[i] = parts->all[i];
		parts->n = parts->n_first = i + 1;
	}
	return status;
}

static void
drop_part(struct pm_successor_parts *parts, size_t i)
{
	release_part(&parts->all[i]);
	memmove(&parts->all[i], &parts->all[i + 1],
		(parts->n - i - 1) * sizeof *parts->all);
	parts->n--;
}

/* Segments of which nothing is left go, but for the last one. */
static void
drop_empty(struct pm_successor_parts *parts)
{
	size_t i = 0;

	while (i < parts->n)
		if (parts->n > 1 && parts->all[i].n_gone == parts->all[i].info.articles)
			drop_part(parts, i);
		else
			i++;
}

/* --- joining ---------------------------------------------------------------------- */

/* Join the N parts from FIRST on; what becomes of them takes the place of the first. */
static enum pm_status
join_parts(struct pm_successor *s, struct pm_successor_parts *parts, size_t first,
	   size_t n, struct pm_error *err)
{
	struct pm_stored_segment *from = pm_calloc(n, sizeof *from);
	struct pm_join_options options = {
		.build = s->options.build,
		.language = s->fresh.language,
		.index = s->options.build->index,
		.number = s->next_segment,
		.segments = from,
		.n_segments = n,
	};
	struct pm_successor_part made = { .first = parts->all[first].first,
					  .end = parts->all[first + n - 1].end,
					  .joined = true };
	struct pm_joined joined;
	enum pm_status status;
	size_t i;

	if (from == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		from[i] = (struct pm_stored_segment){ parts->all[first + i].segment,
						      &parts->all[first + i].info,
						      parts->all[first + i].gone };
	s->options.stage(s->options.ctx, "joining");
	status = pm_join(&options, &joined, err);
	free(from);
	if (status < 0)
		return status;
	s->joined += n;
	/* when all are gone, one is left as it is */
	for (i = status == PM_OK ? 0 : 1; i < n; i++)
		drop_part(parts, first + (status == PM_OK ? 0 : 1));
	if (status != PM_OK)
		return PM_OK;
	memmove(&parts->all[first + 1], &parts->all[first],
		(parts->n - first) * sizeof *parts->all);
	parts->all[first] = made;
	parts->n++;
	s->next_segment++;
	s->joined_bytes += joined.info.text_bytes;
	return open_part(s, &parts->all[first], &joined.info, PM_REMOVAL_NEW, err);
}

static void
say_remade(struct pm_successor *s)
{
	const struct pm_generation *was = &s->old, *is = &s->fresh;

	if (strcmp(was->stemmer, is->stemmer) != 0)
		snprintf(s->remade, sizeof s->remade,
			 "the stemmer is that of %s, and was that of %s", is->stemmer,
			 was->stemmer);
	else if (strcmp(was->unicode, is->unicode) != 0)
		snprintf(s->remade, sizeof s->remade, "Unicode is %s, and was %s",
			 is->unicode, was->unicode);
	else
		snprintf(s->remade, sizeof s->remade, "the language is %s, and was %s",
			 is->language, was->language);
}

static enum pm_status
join_some(struct pm_successor *s, struct pm_successor_parts *parts, struct pm_error *err)
{
	struct pm_segment_info infos[PM_SEGMENTS_MAX + 1];
	struct pm_tiers_run runs[PM_SEGMENTS_MAX + 1];
	enum pm_status status = PM_OK;
	size_t n, i;

	if (s->options.join_all || pm_successor_is_of_others(s)) {
		bool whole = parts->n == 1 && parts->all[0].n_gone == 0 &&
			     (!pm_successor_is_of_others(s) ||
			      parts->all[0].old == PM_REMOVAL_NEW);

		if (!whole && pm_successor_is_of_others(s))
			say_remade(s);
		return whole ? PM_OK : join_parts(s, parts, 0, parts->n, err);
	}
	for (i = 0; i < parts->n; i++) {
		infos[i] = parts->all[i].info;
		infos[i].gone = parts->all[i].n_gone;
	}
	n = pm_tiers_choose(infos, parts->n, s->options.build->segment_size, runs);
	/* from behind, so that the numbers of those before stay */
	while (n-- > 0 && status == PM_OK)
		status = join_parts(s, parts, runs[n].first, runs[n].end - runs[n].first,
				    err);
	return status;
}

/* --- what is written for it --------------------------------------------------------- */

static enum pm_status
write_removed(struct pm_successor *s, const struct pm_successor_parts *parts,
	      struct pm_error *err)
{
	struct pm_removal_segment *of = pm_calloc(parts->n, sizeof *of);
	char name[PM_GENERATION_NAME], *path;
	struct pm_removal_result result;
	enum pm_status status;
	uint64_t gone = 0;
	size_t i;

	pm_generation_file_name(name, PM_REMOVED_PREFIX, s->fresh.number);
	path = pm_path_join(s->options.build->index, name);
	if (of == NULL || path == NULL) {
		free(of);
		free(path);
		return pm_fail_nomem(err);
	}
	for (i = 0; i < parts->n; i++) {
		const struct pm_successor_part *p = &parts->all[i];

		of[i].old = p->old;
		of[i].dir = p->dir;
		of[i].identity = p->info.identity;
		of[i].go = p->old == PM_REMOVAL_NEW ? NULL : s->go[p->old];
		gone += p->n_gone;
	}
	/* after a join under another stemmer nothing is, and nothing could be counted */
	status = gone == 0 ? PM_OK
			   : pm_removal_write(s->index, of, parts->n, path,
					      &s->options.build->stop, &result, err);
	for (i = 0; i < parts->n && status == PM_OK; i++)
		s->fresh.segments[i].gone = of[i].gone;
	if (status == PM_OK && gone > 0 && result.gone > 0)
		s->fresh.removed = (struct pm_generation_file){ s->fresh.number,
								result.identity };
	free(of);
	free(path);
	return status;
}

static enum pm_status
write_files(struct pm_successor *s, const struct pm_successor_parts *parts,
	    const struct pm_stories *stories, struct pm_error *err)
{
	struct pm_generation *g = &s->fresh;
	const char *dir = s->options.build->index;
	enum pm_status status;
	size_t i;

	for (i = 0; i < parts->n; i++)
		g->segments[i] = parts->all[i].info;
	g->n_segments = parts->n;
	g->time = (uint64_t)time(NULL);
	pm_fingerprint_text(s->fingerprint, g->fingerprint);
	if ((status = write_removed(s, parts, err)) < 0 ||
	    (status = pm_successor_write_copies(s, stories, err)) < 0 ||
	    (status = pm_files_write(&s->files, dir, g, err)) < 0 ||
	    (status = pm_history_write(&s->history, dir, g, err)) < 0)
		return status;
	return pm_fsync_dir(dir, err);
}

/* What segments there are to be, and which of their articles are copies.  These are looked
 * for before segments are joined, while the old copies tell most of them. */
static enum pm_status
settle_parts(struct pm_successor *s, struct pm_successor_parts *parts,
	     struct pm_stories *stories, struct pm_error *err)
{
	enum pm_status status = open_parts(s, parts, err), followed;

	if (status < 0 ||
	    (status = followed = pm_successor_follow_copies(s, parts, stories, err)) < 0)
		return status;
	drop_empty(parts);
	if ((status = join_some(s, parts, err)) < 0)
		return status;
	return followed == PM_OK ? pm_successor_move_copies(parts, stories, err)
				 : pm_successor_find_copies(s, parts, stories, err);
}

enum pm_status
pm_successor_write(struct pm_successor *s, void (*copy)(void *ctx, uint32_t place),
		   void *ctx, struct pm_error *err)
{
	struct pm_successor_parts parts = { NULL, 0, NULL, 0 };
	struct pm_stories stories = { 0 };
	enum pm_status status = pm_lock_check(s->options.lock, err);
	size_t i;

	if (status == PM_OK)
		status = settle_parts(s, &parts, &stories, err);
	if (status == PM_OK)
		status = write_files(s, &parts, &stories, err);
	for (i = 0; i < stories.n && copy != NULL && status == PM_OK; i++)
		copy(ctx, stories.copies[i].copy);
	pm_stories_release(&stories);
	release_parts(&parts);
	return status < 0 ? status : check_stop(s, err);
}

enum pm_status
pm_successor_publish_written(struct pm_successor *s, struct pm_error *err)
{
	struct pm_error unsynced;
	enum pm_status status = pm_lock_check(s->options.lock, err);

	if (status < 0)
		return status;
	status = pm_generation_publish(s->options.build->index, &s->fresh, &unsynced);
	s->published = status >= 0;
	if (status == PM_UNSYNCED)
		snprintf(s->unsynced, sizeof s->unsynced, "%.255s", unsynced.text);
	if (status < 0 && err != NULL)
		*err = unsynced;
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_successor_publish(struct pm_successor *s, void (*copy)(void *ctx, uint32_t place),
		     void *ctx, struct pm_error *err)
{
	enum pm_status status = pm_successor_write(s, copy, ctx, err);

	return status < 0 ? status : pm_successor_publish_written(s, err);
}
