/* Pressmark - what is new for saved queries: see alerts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/alerts.h"

#include "answer/cite.h"
#include "answer/markup.h"
#include "language/mistake.h"
#include "language/saved.h"
#include "query/seen.h"
#include "support/file.h"
#include "support/json_put.h"
#include "terminal/screen.h"
#include "terminal/values.h"
#include "terminal/wrap.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMED_MAX 5u /* of queries that are asked for the first time, in a message */
#define INDENT 4

struct run {
	const struct pm_alerts *a;
	struct pm_saved saved;
	struct pm_seen *seen; /* NULL: nothing is noted */
	struct pm_search *search;
	struct pm_index *index;
	struct pm_history history;
	struct pm_newer **newer; /* each by another generation */
	size_t n_newer, newer_cap;
	uint64_t asked_since; /* for all, unless `seen` says it */
	uint64_t since;	      /* the first that any was answered from */
	struct pm_buf out;    /* the sections */
	struct pm_buf errors; /* JSON */
	struct pm_buf firsts; /* JSON: names of those that were asked for the first time */
	struct pm_buf named;  /* the same for a message */
	size_t n_asked, n_shown, n_firsts;
	bool trouble;
};

/* --- complaints ------------------------------------------------------------- */

static void
add_error(struct run *r, const struct pm_saved_query *q, const char *what)
{
	struct pm_buf *out = &r->errors;

	pm_buf_printf(out, "%s{\"line\":%" PRIu64, out->len > 0 ? "," : "", q->number);
	if (!q->wrong) {
		pm_buf_puts(out, ",\"id\":");
		pm_json_put_string(out, q->name, q->name_len);
	}
	pm_buf_puts(out, ",\"error\":");
	pm_json_put_string(out, what, strlen(what));
	pm_buf_putc(out, '}');
}

/* Something is wrong with a line: WHAT, and NOTES show where. */
static void
complain(struct run *r, const struct pm_saved_query *q, const char *what,
	 const struct pm_buf *notes)
{
	r->trouble = true;
	pm_screen_say(stderr, "%s: '%s' line %" PRIu64 ": %s", r->a->program, r->a->path,
		      q->number,
		      notes->len == 0 ? what
		      : q->wrong      ? "it is no saved query"
				      : "the query cannot be read");
	fputs(pm_buf_str(notes), stderr);
	add_error(r, q, what);
}

static void
complain_mistake(struct run *r, const struct pm_saved_query *q, const char *text,
		 size_t len, const struct pm_query_mistake *mistake)
{
	struct pm_buf notes;

	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	pm_mistake_print(&notes, text, len, mistake, r->a->ask.notes_width);
	complain(r, q, mistake->what, &notes);
	pm_buf_release(&notes);
}

static void
say_waits(void *ctx, const char *lock)
{
	const struct run *r = ctx;

	pm_screen_say(stderr, "%s: waiting for another run, which has locked '%s'",
		      r->a->program, lock);
}

/* --- since when --------------------------------------------------------------- */

static enum pm_status
find_newer(struct run *r, uint64_t since, const struct pm_newer **newer,
	   struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i = 0;

	while (i < r->n_newer && r->newer[i]->since != since)
		i++;
	if (i == r->n_newer &&
	    (status = pm_grow(&r->newer, &r->newer_cap, i + 1, sizeof *r->newer, err)) ==
		    PM_OK &&
	    (status = pm_newer_find(&r->newer[i], r->index, since, r->a->ask.since.kind,
				    err)) == PM_OK)
		r->n_newer++;
	*newer = status == PM_OK ? r->newer[i] : NULL;
	return status;
}

/* The query is asked for the first time: what is there is not news. */
static void
add_first(struct run *r, const struct pm_saved_query *q)
{
	pm_buf_puts(&r->firsts, r->n_firsts > 0 ? "," : "");
	pm_json_put_string(&r->firsts, q->name, q->name_len);
	if (r->n_firsts < NAMED_MAX) {
		pm_buf_puts(&r->named, r->n_firsts > 0 ? ", " : "");
		pm_value_put(&r->named, q->name, q->name_len);
	}
	r->n_firsts++;
}

static void
say_firsts(const struct run *r)
{
	char others[40] = "";

	if (r->n_firsts == 0)
		return;
	if (r->n_firsts > NAMED_MAX)
		snprintf(others, sizeof others, " and %zu other%s",
			 r->n_firsts - NAMED_MAX, r->n_firsts == NAMED_MAX + 1 ? "" : "s");
	pm_screen_say(stderr,
		      "%s: '%s': asked for the first time, so that what comes after "
		      "generation %" PRIu64 " of '%s' is new: %s%s",
		      r->a->program, r->a->path, r->index->generation.number, r->a->index,
		      pm_buf_str(&r->named), others);
}

static bool
is_told(const void *ctx, uint64_t generation)
{
	return pm_told_has(ctx, generation);
}

/* The last of TOLD in the line of a generation; 0: none. */
static uint64_t
last_told(const struct run *r, const struct pm_told *told, uint64_t generation)
{
	uint64_t last = pm_history_find_back(&r->history, generation, is_told, told);
	size_t i = told->n;

	if (last != 0)
		return last;
	/* what was before the history is in the line of all that it has */
	while (i > 0 && told->all[i - 1] >= r->history.all[0].number)
		i--;
	return i == 0 ? 0 : told->all[i - 1];
}

/* *SINCE: what the query is asked from; false: it is asked for the first time. */
static bool
find_since(struct run *r, const struct pm_saved_query *q, uint64_t *since)
{
	const struct pm_generation *g = &r->index->generation;
	struct pm_told told;

	*since = r->asked_since;
	if (r->seen == NULL)
		return true;
	if (!pm_seen_get(r->seen, q->name, q->name_len, q->query, q->query_len, &told))
		return false;
	if ((*since = last_told(r, &told, g->number)) != 0)
		return true;
	pm_screen_say(stderr,
		      "%s: '%s' line %" PRIu64 ": it was answered for generation %" PRIu64
		      " last, and '%s' is at %" PRIu64 " now",
		      r->a->program, r->a->path, q->number, told.all[told.n - 1],
		      r->a->index, pm_generation_content(g));
	return false;
}

/* How many generations before the current one a rollback may lead to, and some that could not be
 * removed yet. */
static size_t
count_kept(const struct pm_generation *g)
{
	return (g->keep > 2 ? (size_t)g->keep : 2) + 1;
}

/* Note that the query was answered, and what else of it counts after a rollback. */
static enum pm_status
note(struct run *r, const struct pm_saved_query *q, struct pm_error *err)
{
	const struct pm_generation *g = &r->index->generation;
	const struct pm_history *h = &r->history;
	struct pm_told told, left = { .n = 0 };
	size_t i;

	if (r->seen == NULL)
		return PM_OK;
	pm_seen_get(r->seen, q->name, q->name_len, q->query, q->query_len, &told);
	pm_told_add(&told, pm_generation_content(g));
	for (i = 0; i < h->n && i < count_kept(g); i++) {
		uint64_t last = last_told(r, &told, h->all[h->n - 1 - i].number);

		if (last != 0)
			pm_told_add(&left, last);
	}
	return pm_seen_note(r->seen, q->name, q->name_len, q->query, q->query_len, &left,
			    err);
}

/* --- one query ------------------------------------------------------------------ */

static void
put_section_head(struct run *r, const struct pm_saved_query *q, struct pm_buf *out)
{
	const struct pm_ask *a = &r->a->ask;
	struct pm_buf text;

	if (a->format == PM_OUTPUT_JSON)
		pm_buf_puts(out, r->n_shown > 0 ? ",\n" : "\n");
	if (a->format != PM_OUTPUT_TEXT)
		return;
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_value_put(&text, q->query, q->query_len);
	pm_buf_puts(out, r->n_shown > 0 ? "\n" : "");
	pm_buf_puts(out, a->color ? "\033[1m" : "");
	pm_value_put(out, q->name, q->name_len);
	pm_buf_puts(out, a->color ? "\033[0m\n" : "\n");
	pm_wrap(out, pm_buf_str(&text), text.len, a->width, INDENT, INDENT);
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

/* Add its section, if it finds anything. */
static enum pm_status
show(struct run *r, const struct pm_saved_query *q, const struct pm_tree *tree,
     struct pm_ask *ask, struct pm_error *err)
{
	struct pm_asked asked = { 0 };
	struct pm_buf part, notes;
	enum pm_status status;

	pm_buf_init(&part, PM_BUF_NO_LIMIT);
	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	put_section_head(r, q, &part);
	status = pm_ask_answer(ask, tree, r->search, &part, &notes, &asked, err);
	if (status == PM_ERR_QUERY || status == PM_ERR_LIMIT) {
		complain(r, q, err->text, &notes);
		status = PM_OK;
	} else if (status == PM_OK) {
		if (asked.articles > 0) {
			if (ask->format == PM_OUTPUT_JSON)
				part.len--; /* the line end */
			pm_buf_put(&r->out, part.data, part.len);
			pm_buf_inherit(&r->out, &part);
			r->n_shown++;
		}
		if (asked.stopped)
			complain(r, q, asked.why, &notes);
		else
			status = note(r, q, err);
	}
	pm_buf_release(&part);
	pm_buf_release(&notes);
	return status;
}

static enum pm_status
answer(struct run *r, const struct pm_saved_query *q, const struct pm_tree *tree,
       struct pm_error *err)
{
	struct pm_ask ask = r->a->ask;
	enum pm_status status;
	uint64_t since;

	if (!find_since(r, q, &since)) {
		add_first(r, q);
		return note(r, q, err);
	}
	r->since = r->n_asked++ == 0 || since < r->since ? since : r->since;
	if (since == pm_generation_content(&r->index->generation))
		return PM_OK;
	if ((status = find_newer(r, since, &ask.newer, err)) < 0)
		return status;
	ask.cited = ask.cite_line = false; /* the whole does */
	ask.query = q->query;
	ask.query_len = q->query_len;
	ask.id = ask.format == PM_OUTPUT_TEXT ? NULL : q->name;
	ask.id_len = q->name_len;
	return show(r, q, tree, &ask, err);
}

/* Read the query; *TREE is NULL if that has a mistake. */
static enum pm_status
parse(struct run *r, const struct pm_saved_query *q, struct pm_tree **tree,
      struct pm_error *err)
{
	struct pm_query_options options = { .mode = r->a->ask.mode,
					    .today = r->a->ask.today };
	struct pm_query_mistake mistake;
	enum pm_status status = pm_tree_parse(q->query, q->query_len, &options, tree,
					      &mistake, err);

	if (status == PM_OK &&
	    (status = pm_search_check(r->search, *tree, q->query, q->query_len, &mistake,
				      err)) < 0) {
		pm_tree_free(*tree);
		*tree = NULL;
	}
	if (status != PM_ERR_QUERY)
		return status;
	*tree = NULL;
	complain_mistake(r, q, q->query, q->query_len, &mistake);
	return PM_OK;
}

static enum pm_status
take(struct run *r, const struct pm_saved_query *q, struct pm_error *err)
{
	struct pm_tree *tree = NULL;
	enum pm_status status;

	if (q->wrong) {
		complain_mistake(r, q, q->line, q->line_len, &q->mistake);
		return PM_OK;
	}
	status = parse(r, q, &tree, err);
	if (status == PM_OK && tree != NULL)
		status = answer(r, q, tree, err);
	pm_tree_free(tree);
	return status;
}

/* --- the whole ------------------------------------------------------------------- */

static void
put_json(struct run *r, struct pm_buf *out)
{
	pm_buf_printf(out, "{\"format\":%d,\"saved\":", PM_OUTPUT_VERSION);
	pm_json_put_string(out, r->a->path, strlen(r->a->path));
	pm_cite_put_json(&r->index->generation, out);
	pm_buf_printf(out, ",\"since\":%" PRIu64 ",\"asked\":%zu,\"first\":[",
		      r->n_asked > 0 ? r->since : r->index->generation.number, r->n_asked);
	pm_buf_put(out, r->firsts.data, r->firsts.len);
	pm_buf_puts(out, "],\"errors\":[");
	pm_buf_put(out, r->errors.data, r->errors.len);
	pm_buf_puts(out, "],\"queries\":[");
	pm_buf_put(out, r->out.data, r->out.len);
	pm_buf_puts(out, r->n_shown > 0 ? "\n]}\n" : "]}\n");
}

static void
put_page(struct run *r, struct pm_buf *out)
{
	const struct pm_generation *g = &r->index->generation;
	bool html = r->a->ask.format == PM_OUTPUT_HTML;
	char title[120], note[400], time[PM_CITE_TIME];
	const struct pm_markup_page page = { title, note };

	pm_cite_time(g, time);
	snprintf(title, sizeof title,
		 "%zu of %zu saved quer%s ha%s new articles (generation %" PRIu64 ")",
		 r->n_shown, r->n_asked, r->n_asked == 1 ? "y" : "ies",
		 r->n_shown == 1 ? "s" : "ve", g->number);
	snprintf(note, sizeof note,
		 "Pressmark: new since generation %" PRIu64 "; now generation %" PRIu64
		 ", made %s, fingerprint %s, %s",
		 r->since, g->number, time, g->fingerprint, g->language);
	(html ? pm_html_begin : pm_markdown_begin)(&page, out);
	pm_buf_put(out, r->out.data, r->out.len);
	(html ? pm_html_end : pm_markdown_end)(&page, out);
}

static void
put_text(struct run *r, struct pm_buf *out)
{
	pm_buf_put(out, r->out.data, r->out.len);
	if (r->n_shown == 0 || !r->a->ask.cite_line)
		return;
	pm_buf_putc(out, '\n');
	pm_cite_put(&r->index->generation, out);
	pm_buf_putc(out, '\n');
}

/* Write it all; then note what was answered. */
static enum pm_status
write_answers(struct run *r, struct pm_error *err)
{
	struct pm_buf out;
	enum pm_status status;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (r->a->ask.format == PM_OUTPUT_JSON)
		put_json(r, &out);
	else if (r->n_shown > 0 && pm_output_is_markup(r->a->ask.format))
		put_page(r, &out);
	else
		put_text(r, &out);
	pm_buf_inherit(&out, &r->out);
	pm_buf_inherit(&out, &r->errors);
	pm_buf_inherit(&out, &r->firsts);
	status = out.status < 0 ? pm_fail_nomem(err) : pm_write_stdout(&out, err);
	pm_buf_release(&out);
	if (status != PM_OK)
		return status;
	say_firsts(r);
	return r->seen == NULL ? PM_OK : pm_seen_save(r->seen, err);
}

/* What all queries have in common: since when they are asked, or where that is noted. */
static enum pm_status
prepare_since(struct run *r, struct pm_error *err)
{
	const struct pm_since *since = &r->a->ask.since;
	enum pm_status status = pm_history_read_late(&r->history, r->index->dir,
						     &r->index->generation, err);

	if (status < 0)
		return status;
	status = pm_since_resolve(since, r->index->dir, &r->index->generation,
				  &r->history, &r->asked_since, err);
	if (status == PM_OK && r->seen != NULL)
		status = pm_seen_of(r->seen, r->index->dir, r->history.all[0].time, err);
	return status;
}

static enum pm_status
prepare(struct run *r, struct pm_error *err)
{
	enum pm_status status = pm_saved_read(&r->saved, r->a->path, err);

	/* before the index is opened: what is noted is not of a later generation */
	if (status == PM_OK && r->a->ask.since.by == PM_SINCE_LAST)
		status = pm_seen_open(&r->seen, r->a->path, say_waits, r, err);
	if (status == PM_OK &&
	    (status = pm_search_open(&r->search, r->a->index, err)) == PM_OK &&
	    (status = pm_search_threads(r->search, r->a->threads, err)) == PM_OK) {
		r->index = pm_search_index(r->search);
		status = prepare_since(r, err);
	}
	return status;
}

static void
release(struct run *r)
{
	size_t i;

	for (i = 0; i < r->n_newer; i++)
		pm_newer_free(r->newer[i]);
	free(r->newer);
	pm_search_free(r->search);
	pm_seen_free(r->seen);
	pm_history_release(&r->history);
	pm_saved_release(&r->saved);
	pm_buf_release(&r->out);
	pm_buf_release(&r->errors);
	pm_buf_release(&r->firsts);
	pm_buf_release(&r->named);
}

enum pm_status
pm_alerts_run(const struct pm_alerts *a, bool *found, bool *trouble, struct pm_error *err)
{
	struct run r = { .a = a };
	enum pm_status status;
	size_t i;

	pm_buf_init(&r.out, PM_BUF_NO_LIMIT);
	pm_buf_init(&r.errors, PM_BUF_NO_LIMIT);
	pm_buf_init(&r.firsts, PM_BUF_NO_LIMIT);
	pm_buf_init(&r.named, PM_BUF_NO_LIMIT);
	status = prepare(&r, err);
	for (i = 0; i < r.saved.n && status == PM_OK; i++)
		status = take(&r, &r.saved.all[i], err);
	if (status == PM_OK)
		status = write_answers(&r, err);
	if (status == PM_UNSYNCED) {
		pm_screen_say(stderr, "%s: %s", a->program, err->text);
		status = PM_OK;
	}
	*found = r.n_shown > 0;
	*trouble = r.trouble;
	release(&r);
	return status;
}
