/* Pressmark - what pressmark-index does to an index: see change.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"

#include "indexer/difference.h"
#include "indexer/places.h"
#include "indexer/publish/index_folder.h"
#include "indexer/publish/lock.h"
#include "indexer/space.h"
#include "indexer/successor.h"
#include "segment/metadata.h"
#include "segment/origins.h"
#include "search/search.h"
#include "shim/writer.h"
#include "support/file.h"
#include "text/prefixes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How many of the articles that would go are shown. */
#define SHOWN 10u
/* How many bytes of one without a title. */
#define BEGIN 60u

static void
no_stage(void *ctx, const char *stage)
{
	(void)ctx;
	(void)stage;
}

/* Take the lock, and begin to follow the current generation. */
static enum pm_status
begin(struct pm_successor *s, struct pm_lock *lock, const struct pm_build_options *build,
      const struct pm_successor_options *options, struct pm_error *err)
{
	struct pm_generation g;
	enum pm_status status = pm_generation_read(build->index, &g, err);

	/* before a lock is made in a folder that is no index */
	if (status < 0)
		return status;
	pm_generation_release(&g);
	if ((status = pm_lock_take(lock, build->index, err)) < 0)
		return status;
	return pm_successor_begin(s, options, PM_SUCCESSOR_CHANGES, err);
}

static void
tell(const struct pm_successor *s, struct pm_change_result *r)
{
	const struct pm_generation *g = s->published ? &s->fresh : &s->old;

	r->generation = g->number;
	r->articles = pm_generation_articles(g);
	r->segments = g->n_segments;
	r->joined = s->joined;
	r->unchanged = !s->published;
	memcpy(r->remade, s->remade, sizeof r->remade);
	memcpy(r->unsynced, s->unsynced, sizeof r->unsynced);
}

static void
end(struct pm_successor *s, struct pm_lock *lock)
{
	pm_successor_sweep(s);
	pm_successor_release(s);
	pm_lock_release(lock);
}

/* --- remove ---------------------------------------------------------------------- */

struct removing {
	const struct pm_build_options *build;
	const struct pm_remove_options *options;
	struct pm_successor next;
	uint64_t *set; /* of ids, from 0 on: those that go */
	uint64_t n;
	uint64_t n_before; /* of them, before the current name */
	struct pm_buf lines;
};

static void
mark(struct removing *r, uint32_t id)
{
	uint64_t bit = UINT64_C(1) << id % 64;

	if (!pm_index_has(r->next.index, id) || (r->set[id / 64] & bit) != 0)
		return;
	r->set[id / 64] |= bit;
	r->n++;
}

static int
mark_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	struct removing *r = ctx;

	(void)wdf;
	mark(r, id);
	return 0;
}

/* Those whose id it is, if it is short enough for a term. */
static enum pm_status
mark_id(struct removing *r, const char *name, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_buf term;

	pm_buf_init(&term, PM_BUF_NO_LIMIT);
	pm_buf_puts(&term, PM_PREFIX_ID);
	pm_buf_puts(&term, name);
	if (term.status < 0)
		status = pm_fail_nomem(err);
	else if (term.len <= PM_TERM_MAX)
		status = pm_db_postings(r->next.index->db, pm_buf_str(&term), term.len,
					mark_posting, r, err);
	pm_buf_release(&term);
	return status;
}

/* Those that were read from a file to which NAME leads, or from one below it. */
static enum pm_status
mark_files(struct removing *r, const struct pm_places *places, const char *name,
	   struct pm_error *err)
{
	struct pm_files *f = &r->next.files;
	struct pm_index *index = r->next.index;
	uint64_t *sources = pm_alloc((size_t)f->places.n + 1, sizeof *sources);
	enum pm_status status = sources == NULL ? pm_fail_nomem(err) : PM_OK;
	size_t n = 0, k, seg;
	uint32_t i;

	for (i = 0; i < f->places.n && status == PM_OK; i++) {
		size_t len;
		const char *own = pm_intern_get(&f->places, i, &len);

		if (pm_places_leads_to(places, name, pm_places_at(places, 0), own, len))
			sources[n++] = pm_origin_source(own, len);
	}
	for (seg = 0; seg < r->next.old.n_segments && n > 0 && status == PM_OK; seg++) {
		struct pm_pages *pages;
		struct pm_origin o;

		status = pm_segment_origins(index->segments[seg], &pages, err);
		for (i = 1; i <= r->next.old.segments[seg].articles && status == PM_OK;
		     i++) {
			status = pm_origins_get(pages, i, &o, err);
			for (k = 0; k < n && status == PM_OK; k++)
				if (o.source == sources[k])
					mark(r, index->before[seg] + i);
		}
	}
	free(sources);
	return status;
}

/* Those that are called so. */
static enum pm_status
mark_name(struct removing *r, const char *name, struct pm_error *err)
{
	struct pm_places places = { 0 };
	char *base = pm_choices_base_of(r->next.old.choices);
	enum pm_status status;

	r->n_before = r->n;
	status = mark_id(r, name, err);
	/* a name that is no path is none of a file either */
	if (status == PM_OK &&
	    pm_places_init(&places, &name, 1, base, &r->next.files, NULL) == PM_OK)
		status = mark_files(r, &places, name, err);
	pm_places_release(&places);
	free(base);
	if (status == PM_OK && r->n == r->n_before)
		return pm_fail(err, PM_ERR_INPUT,
			       "no article of '%s' has the id '%s', or is from a file or "
			       "folder of this name",
			       r->build->index, name);
	return status;
}

/* Read the query as pressmark-query does. */
static enum pm_status
parse_query(struct pm_search *search, const char *query, struct pm_tree **tree,
	    struct pm_query_mistake *mistake, struct pm_error *err)
{
	struct pm_query_options options = { 0 };
	size_t len = strlen(query);
	enum pm_status status = pm_tree_parse(query, len, &options, tree, mistake, err);

	return status < 0 ? status
			  : pm_search_check(search, *tree, query, len, mistake, err);
}

static enum pm_status
mark_query(struct removing *r, const char *query, struct pm_error *err)
{
	struct pm_search_options options = { .max = UINT32_MAX };
	struct pm_search_result result = { 0 };
	struct pm_query_mistake mistake = { 0 };
	struct pm_search *search = NULL;
	struct pm_tree *tree = NULL;
	size_t len = strlen(query), i;
	bool placed = false;
	enum pm_status status = pm_search_open(&search, r->build->index, err);

	if (status == PM_OK) {
		status = parse_query(search, query, &tree, &mistake, err);
		placed = status == PM_ERR_QUERY;
	}
	if (status == PM_OK &&
	    (status = pm_search_can_read(search, query, len, err)) == PM_OK) {
		status = pm_search_run(search, tree, &options, &result, err);
		placed = status == PM_ERR_QUERY &&
			 pm_search_costly(tree, err->text, &mistake);
	}
	if (placed)
		pm_mistake_print(r->options->notes, query, len, &mistake,
				 r->options->notes_width);
	for (i = 0; i < result.n && status == PM_OK; i++)
		mark(r, result.matches[i].id);
	pm_search_result_release(&result);
	pm_tree_free(tree);
	pm_search_free(search);
	return status;
}

/* The first words of a text, on one line. */
static void
put_begin(struct pm_buf *out, const struct pm_buf *text)
{
	size_t len = text->len < BEGIN ? text->len : BEGIN;

	/* not within a character */
	while (len < text->len && len > 0 && ((uint8_t)text->data[len] & 0xc0) == 0x80)
		len--;
	pm_buf_put_shown(out, pm_buf_str(text), len);
	if (len < text->len)
		pm_buf_puts(out, "...");
}

/* A line that shows an article. */
static enum pm_status
show(struct removing *r, uint32_t id, struct pm_error *err)
{
	uint32_t article;
	struct pm_segment *seg = pm_index_locate(r->next.index, id, &article);
	struct pm_buf title, body, data;
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	enum pm_status status;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	if ((status = pm_segment_text(seg, article, &title, &body, err)) == PM_OK &&
	    (status = pm_segment_metadata(seg, article, &data, err)) == PM_OK &&
	    (status = pm_metadata_read(&reader, data.data, data.len,
				       pm_segment_metadata_path(seg), &m, err)) == PM_OK) {
		const struct pm_text_ref *name = m.id.len > 0 ? &m.id : &m.file;

		pm_buf_puts(&r->lines, "  ");
		pm_buf_put_shown(&r->lines, name->data, name->len);
		pm_buf_puts(&r->lines, "  ");
		if (title.len > 0)
			pm_buf_put_shown(&r->lines, pm_buf_str(&title), title.len);
		else
			put_begin(&r->lines, &body);
		pm_buf_putc(&r->lines, '\n');
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&title);
	pm_buf_release(&body);
	pm_buf_release(&data);
	return status;
}

/* Show some of them, and ask. */
static enum pm_status
confirm(struct removing *r, bool *yes, struct pm_error *err)
{
	uint32_t places = pm_db_articles(r->next.index->db), id, shown = 0;
	enum pm_status status = PM_OK;

	for (id = 1; id <= places && shown < SHOWN && status == PM_OK; id++)
		if ((r->set[id / 64] >> id % 64 & 1) != 0) {
			status = show(r, id, err);
			shown++;
		}
	if (status == PM_OK)
		*yes = r->options->confirm(r->options->ctx, r->n, &r->lines);
	return status;
}

static enum pm_status
take_away(struct removing *r, struct pm_error *err)
{
	struct pm_index *index = r->next.index;
	enum pm_status status = PM_OK;
	struct pm_pages *origins;
	struct pm_origin o;
	size_t seg;
	uint32_t i;

	for (seg = 0; seg < r->next.old.n_segments && status == PM_OK; seg++) {
		status = pm_segment_origins(index->segments[seg], &origins, err);
		for (i = 1; i <= r->next.old.segments[seg].articles && status == PM_OK;
		     i++) {
			uint32_t id = index->before[seg] + i;

			if ((r->set[id / 64] >> id % 64 & 1) == 0)
				continue;
			if ((status = pm_origins_get(origins, i, &o, err)) == PM_OK &&
			    (status = pm_files_send_away(&r->next.files, &o, err)) ==
				    PM_OK)
				status = pm_successor_take_away(&r->next, seg, i, err);
		}
	}
	return status;
}

static enum pm_status
remove_marked(struct removing *r, struct pm_change_result *result, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool yes = true;
	size_t i;

	r->set = pm_calloc((size_t)pm_db_articles(r->next.index->db) / 64 + 1,
			   sizeof *r->set);
	if (r->set == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < r->options->n_names && status == PM_OK; i++)
		status = mark_name(r, r->options->names[i], err);
	if (status == PM_OK && r->options->query != NULL)
		status = mark_query(r, r->options->query, err);
	if (status == PM_OK && r->n > 0 && r->options->confirm != NULL)
		status = confirm(r, &yes, err);
	result->refused = !yes;
	if (status < 0 || r->n == 0 || !yes || (status = take_away(r, err)) < 0)
		return status;
	r->next.fresh.taken_away = result->taken_away = r->n;
	return pm_successor_publish(&r->next, NULL, NULL, err);
}

enum pm_status
pm_remove(const struct pm_build_options *build, const struct pm_remove_options *options,
	  struct pm_change_result *result, struct pm_error *err)
{
	struct pm_lock lock = PM_LOCK_NONE;
	const struct pm_successor_options of = { .build = build,
						 .command = "remove",
						 .lock = &lock,
						 .stage = no_stage };
	struct removing r = { .build = build, .options = options };
	enum pm_status status;

	memset(result, 0, sizeof *result);
	pm_buf_init(&r.lines, PM_BUF_NO_LIMIT);
	if ((status = begin(&r.next, &lock, build, &of, err)) == PM_OK)
		status = remove_marked(&r, result, err);
	if (status == PM_OK)
		tell(&r.next, result);
	end(&r.next, &lock);
	pm_buf_release(&r.lines);
	free(r.set);
	return status;
}

/* --- merge ----------------------------------------------------------------------- */

/* Whether there is room for the one segment. */
static enum pm_status
check_space(const struct pm_successor *next, struct pm_error *err)
{
	const struct pm_build_options *build = next->options.build;
	uint64_t need;
	enum pm_status status = pm_space_of_merge(next->index, &need, err);

	return status < 0 ? status : pm_space_check(build->index, need, build, err);
}

enum pm_status
pm_merge_index(const struct pm_build_options *build, struct pm_change_result *result,
	       struct pm_error *err)
{
	struct pm_lock lock = PM_LOCK_NONE;
	const struct pm_successor_options of = {
		.build = build,
		.command = "merge",
		.join_all = true,
		.lock = &lock,
		.stage = no_stage
	};
	struct pm_successor next = { .published = false };
	enum pm_status status;

	memset(result, 0, sizeof *result);
	status = begin(&next, &lock, build, &of, err);
	if (status == PM_OK &&
	    (next.old.n_segments > 1 ||
	     (next.old.segments[0].gone > 0 && pm_generation_articles(&next.old) > 0) ||
	     pm_successor_is_of_others(&next)) &&
	    (status = check_space(&next, err)) == PM_OK)
		status = pm_successor_publish(&next, NULL, NULL, err);
	if (status == PM_OK)
		tell(&next, result);
	end(&next, &lock);
	return status;
}

/* --- rollback -------------------------------------------------------------------- */

/* The newest generation before the current one that is kept, be it damaged: who does not
 * say to which one must not get to one further back. */
static enum pm_status
find_before(const char *dir, const struct pm_generation *current, uint64_t *number,
	    struct pm_error *err)
{
	uint64_t *numbers;
	size_t n;
	enum pm_status status = pm_kept_numbers(dir, current->number, &numbers, &n, err);

	if (status == PM_OK && n > 0)
		*number = numbers[0];
	else if (status == PM_OK)
		status = pm_fail(err, PM_ERR_INPUT,
				 "no generation of '%s' before the current one is kept "
				 "(--keep)",
				 dir);
	free(numbers);
	return status;
}

/* Find the one before if *NUMBER is 0; and see whether it can be read, before what cannot is
 * swept away. */
static enum pm_status
choose(const char *dir, uint64_t *number, struct pm_error *err)
{
	struct pm_generation g;
	enum pm_status status = pm_generation_read(dir, &g, err);

	/* the current one may be damaged, but then it cannot be said which one is before it */
	if (status < 0 && *number == 0)
		return status;
	if (status == PM_OK && *number > g.number)
		status = pm_fail(err, PM_ERR_INPUT,
				 "'%s' has no generation %" PRIu64
				 ": the current one is %" PRIu64,
				 dir, *number, g.number);
	else if (status == PM_OK && *number == 0)
		status = find_before(dir, &g, number, err);
	else
		status = PM_OK;
	pm_generation_release(&g);
	if (status == PM_OK &&
	    (status = pm_generation_read_kept(dir, *number, &g, err)) == PM_OK)
		pm_generation_release(&g);
	return status;
}

/* What comes, changes and goes if the index becomes BACK; nothing is known of that if the current
 * generation cannot be opened, which a rollback may be for. */
static enum pm_status
compare(const char *dir, const struct pm_index *back, struct pm_change_result *r,
	struct pm_error *err)
{
	struct pm_difference d = { 0, 0, 0 };
	struct pm_index *now = NULL;
	enum pm_status status = pm_index_open(&now, dir, NULL);

	if (status == PM_OK)
		status = pm_difference_find(&d, now, back, NULL);
	pm_index_free(now);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	r->compared = status == PM_OK;
	if (status == PM_OK) {
		r->added = d.added;
		r->changed = d.changed;
		r->taken_away = d.taken_away;
	}
	return PM_OK;
}

/* Let the new generation be what generation NUMBER was. */
static enum pm_status
go_back(struct pm_successor *s, uint64_t number, struct pm_change_result *r,
	struct pm_error *err)
{
	const char *dir = s->options.build->index;
	struct pm_generation was, *g = &s->fresh;
	struct pm_index *index;
	enum pm_status status;

	if ((status = pm_generation_read_kept(dir, number, &was, err)) < 0)
		return status;
	/* is all of it still there? */
	if ((status = pm_index_open_kept(&index, dir, number, err)) == PM_OK) {
		status = compare(dir, index, r, err);
		pm_index_free(index);
	}
	if (status < 0) {
		pm_generation_release(&was);
		return status;
	}
	r->restores = was.restores = pm_generation_content(&was);
	was.number = g->number;
	was.time = (uint64_t)time(NULL);
	memcpy(was.made_by, g->made_by, sizeof was.made_by);
	was.added = r->added;
	was.changed = r->changed;
	was.taken_away = r->taken_away;
	was.keep = g->keep;
	pm_generation_release(g);
	*g = was;
	if ((status = pm_history_write(&s->history, dir, g, err)) < 0 ||
	    (status = pm_fsync_dir(dir, err)) < 0)
		return status;
	return pm_successor_publish_written(s, err);
}

enum pm_status
pm_rollback(const struct pm_build_options *build, uint64_t number,
	    struct pm_change_result *result, struct pm_error *err)
{
	struct pm_lock lock = PM_LOCK_NONE;
	const struct pm_successor_options of = { .build = build,
						 .command = "rollback",
						 .lock = &lock,
						 .stage = no_stage };
	struct pm_successor next = { .published = false };
	struct pm_generation g;
	enum pm_status status;

	memset(result, 0, sizeof *result);
	/* before a lock is made in a folder that is no index; one that is damaged is what this
	 * is for */
	status = pm_generation_read(build->index, &g, err);
	if (status == PM_OK)
		pm_generation_release(&g);
	if (status == PM_OK || (status == PM_ERR_CORRUPT && number > 0))
		status = pm_lock_take(&lock, build->index, err);
	if (status == PM_OK)
		status = choose(build->index, &number, err);
	if (status == PM_OK)
		status = pm_successor_begin(&next, &of, PM_SUCCESSOR_RESTORES, err);
	if (status == PM_OK && number == next.old.number)
		status = pm_fail(err, PM_ERR_INPUT,
				 "generation %" PRIu64 " is the current one", number);
	if (status == PM_OK)
		status = go_back(&next, number, result, err);
	if (status == PM_OK)
		tell(&next, result);
	end(&next, &lock);
	return status;
}

/* --- history --------------------------------------------------------------------- */

static void
put_past(struct pm_buf *out, const struct pm_past *p, const char *state)
{
	time_t when = (time_t)p->time;
	char text[32] = "", by[48];
	struct tm tm;

	if (gmtime_r(&when, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	snprintf(by, sizeof by, p->restores == 0 ? "%s" : "%s to %" PRIu64, p->made_by,
		 p->restores);
	pm_buf_printf(out,
		      "%6" PRIu64 "  %-19s %10" PRIu64 " %7" PRIu64 " %7" PRIu64
		      " %7" PRIu64 "  %-8s %s",
		      p->number, text, p->articles, p->added, p->changed, p->taken_away,
		      by, state);
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->len--;
	pm_buf_putc(out, '\n');
}

enum pm_status
pm_put_history(const char *dir, struct pm_buf *out, struct pm_error *err)
{
	struct pm_generation g, kept;
	struct pm_history h = { NULL, 0 };
	enum pm_status status = pm_generation_read(dir, &g, err);
	size_t i;

	if (status < 0)
		return status;
	status = pm_history_read_late(&h, dir, &g, err);
	if (status == PM_OK)
		pm_buf_puts(out, "number  time (UTC)            articles   added changed "
				 "removed  by\n");
	for (i = 0; i < h.n; i++) {
		const char *state = "";

		if (h.all[i].number == g.number) {
			state = "current";
		} else if (pm_generation_read_kept(dir, h.all[i].number, &kept, NULL) ==
			   PM_OK) {
			state = "kept";
			pm_generation_release(&kept);
		}
		put_past(out, &h.all[i], state);
	}
	pm_history_release(&h);
	pm_generation_release(&g);
	return status;
}
