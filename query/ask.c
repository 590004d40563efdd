/* Pressmark - a question and everything wanted of its answer: see ask.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/ask.h"

#include "answer/facets.h"
#include "language/mistake.h"
#include "query/ask_parts.h"
#include "query/field_note.h"
#include "query/question.h"
#include "search/once.h"
#include "support/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NOTES_WIDTH 80u

static void
put_mistake(const struct pm_ask *a, struct pm_buf *notes,
	    const struct pm_query_mistake *mistake)
{
	pm_mistake_print(notes, a->query, a->query_len, mistake,
			 a->notes_width > 0 ? a->notes_width : NOTES_WIDTH);
}

enum pm_status
pm_ask_parse(struct pm_ask *a, struct pm_tree **tree, struct pm_buf *notes,
	     struct pm_error *err)
{
	struct pm_query_options options = { .mode = a->mode, .today = a->today };
	struct pm_query_mistake mistake;
	double start = a->explain || a->timeout_ms > 0 ? pm_seconds() : 0;
	enum pm_status status;

	a->started = start;
	status = pm_tree_parse(a->query, a->query_len, &options, tree, &mistake, err);
	if (status == PM_ERR_QUERY)
		put_mistake(a, notes, &mistake);
	if (a->explain)
		a->parse_ms = (pm_seconds() - start) * 1e3;
	return status;
}

/* Machines are told how many stories there are where they are told about the answer; lines of
 * tab-separated values and numbers alone have no place for it. */
static enum pm_search_stories
stories_of(const struct pm_ask *a)
{
	bool said = a->format == PM_OUTPUT_TEXT || a->format == PM_OUTPUT_JSON ||
		    pm_output_is_markup(a->format);

	return a->unique		       ? PM_STORIES_ONCE
	     : said && a->show != PM_ASK_COUNT ? PM_STORIES_COUNTED
					       : PM_STORIES_NOT_COUNTED;
}

/* --- explaining ------------------------------------------------------------- */

/* ANSWER may be NULL. */
static enum pm_status
explain(struct pm_asking *q, const struct pm_search_result *answer,
	struct pm_explanation **out, struct pm_error *err)
{
	struct pm_explain_options o = {
		.parse_ms = q->a->parse_ms > 0 ? q->a->parse_ms : -1,
		.answer_ms = answer == NULL ? -1 : (pm_seconds() - q->start) * 1e3,
		.answer = answer,
		.stop = pm_deadline_stop(&q->deadline)
	};

	return pm_explain(out, q->s, q->tree, &o, err);
}

/* For an answer that has no place for the explanation. */
static enum pm_status
explain_apart(struct pm_asking *q, struct pm_error *err)
{
	struct pm_explanation *e = NULL;
	enum pm_status status = explain(q, NULL, &e, err);

	if (status == PM_OK) {
		pm_explain_text(e, q->a->width, q->notes);
		q->asked->stopped |= pm_explanation_stopped(e);
	}
	pm_explanation_free(e);
	return status;
}

/* --- results ------------------------------------------------------------------ */

static enum pm_status
sum_hits(struct pm_asking *q, const struct pm_search_result *found, struct pm_error *err)
{
	struct pm_hits hits;
	enum pm_status status = pm_hits_init(&hits, q->s, q->tree, err);
	const struct pm_stop stop = pm_deadline_stop(&q->deadline);
	size_t i;

	if (status < 0)
		return status;
	for (i = 0; i < found->n && status == PM_OK && !pm_stop_asked(&stop); i++) {
		status = pm_hits_find(&hits, found->matches[i].id, err);
		if (status == PM_OK)
			q->asked->hits += pm_hits_count(&hits);
	}
	pm_hits_release(&hits);
	if (i < found->n || status == PM_ERR_INTERRUPTED)
		q->asked->stopped = true;
	return status == PM_ERR_INTERRUPTED ? PM_OK : status;
}

/* Find the articles and, if wanted, count the hits in all of them.  PAGE becomes the part
 * of FOUND that was asked for. */
static enum pm_status
find(struct pm_asking *q, struct pm_search_result *found, struct pm_search_result *page,
     struct pm_error *err)
{
	const struct pm_ask *a = q->a;
	uint64_t max = a->show == PM_ASK_COUNT ? 0 : a->max;
	struct pm_search_options o =
		a->hits ? pm_asking_options(q, 0, UINT32_MAX)
			: pm_asking_options(q, max == 0 ? 0 : a->first, max);
	enum pm_status status;

	o.stories = stories_of(a);
	if ((status = pm_search_run(q->s, q->tree, &o, found, err)) < 0)
		return status;
	q->asked->articles = found->total;
	q->asked->stopped = found->stopped;
	*page = *found;
	if (!a->hits)
		return PM_OK;
	if (a->first >= found->n) {
		page->n = 0;
	} else {
		page->matches += a->first;
		page->n -= (size_t)a->first;
	}
	if (page->n > max)
		page->n = (size_t)max;
	return sum_hits(q, found, err);
}

/* What the answer cites. */
static const struct pm_generation *
cite_of(const struct pm_asking *q)
{
	return q->a->cited ? &pm_search_index(q->s)->generation : NULL;
}

/* What an answer shows, whichever it is. */
static struct pm_output
output_of(struct pm_asking *q, enum pm_search_stories stories)
{
	const struct pm_ask *a = q->a;

	return (struct pm_output){
		.format = a->format,
		.color = a->color,
		.width = a->width,
		.query = a->query,
		.query_len = a->query_len,
		.tree = q->tree,
		.cite = cite_of(q),
		.first = a->first < UINT32_MAX ? (uint32_t)a->first : UINT32_MAX,
		.stories = stories,
		.lines = a->lines,
		.ids = a->ids,
		.cut = &q->asked->stopped,
		.last = pm_deadline_last(&q->deadline),
	};
}

static enum pm_status
answer_results(struct pm_asking *q, struct pm_error *err)
{
	const struct pm_ask *a = q->a;
	struct pm_output output = output_of(q, stories_of(a));
	struct pm_search_result found = { 0 }, page;
	struct pm_explanation *e = NULL;
	size_t shown = 0;
	struct pm_buf meant;
	enum pm_status status;

	output.id = a->id;
	output.id_len = a->id_len;
	if (a->with_generation)
		output.generation = pm_search_index(q->s)->generation.number;
	output.with_hits = a->hits;
	output.note = q->asked->note;
	pm_buf_init(&meant, PM_BUF_NO_LIMIT);
	status = find(q, &found, &page, err);
	if (status == PM_OK && found.total == 0 && a->id == NULL && !q->asked->stopped)
		status = pm_asking_further(q, &output, &meant, err);
	if (status == PM_OK && a->explain &&
	    (status = explain(q, &found, &e, err)) == PM_OK)
		q->asked->stopped |= pm_explanation_stopped(e);
	if (status == PM_OK) {
		output.hits = q->asked->hits;
		output.explanation = e;
		output.stopped = q->asked->stopped;
		output.shown = &shown;
		pm_search_watch(q->s, output.last);
		status = pm_output_answer(&output, q->s, &page, q->out, err);
		q->asked->shown = shown;
	}
	pm_explanation_free(e);
	pm_buf_release(&meant);
	pm_search_result_release(&found);
	return status;
}

static enum pm_status
answer_count(struct pm_asking *q, struct pm_error *err)
{
	struct pm_search_result found = { 0 }, page;
	const char *least;
	enum pm_status status = find(q, &found, &page, err);

	pm_search_result_release(&found);
	if (status < 0)
		return status;
	/* Print no number that could be taken for the exact one. */
	least = q->asked->stopped ? "at least " : "";
	pm_buf_printf(q->out, "%s%u", least, (unsigned)q->asked->articles);
	if (q->a->hits)
		pm_buf_printf(q->out, "\t%s%" PRIu64, least, q->asked->hits);
	pm_buf_putc(q->out, '\n');
	return q->a->explain ? explain_apart(q, err) : PM_OK;
}

/* --- what is alike ------------------------------------------------------------ */

static enum pm_status
add_article(struct pm_asking *q, struct pm_buf *list, uint32_t id)
{
	const struct pm_db_match match = { .id = id };

	if (q->a->newer != NULL && !pm_newer_has(q->a->newer, pm_search_index(q->s), id))
		return PM_OK;
	pm_buf_put(list, &match, sizeof match);
	return list->status;
}

/* Add the story of an article, as it appeared. */
static enum pm_status
add_story(struct pm_asking *q, uint32_t id, struct pm_buf *list, struct pm_error *err)
{
	struct pm_index *index = pm_search_index(q->s);
	struct pm_copies *copies;
	const struct pm_copy *c;
	enum pm_status status = pm_index_copies(index, &copies, err);
	uint32_t leader;
	size_t n = 0, i;

	if (status < 0)
		return status;
	if (copies == NULL)
		return add_article(q, list, id) < 0 ? pm_fail_nomem(err) : PM_OK;
	leader = pm_copies_leader(copies, id - 1);
	c = pm_copies_of(copies, leader, &n);
	add_article(q, list, leader + 1);
	for (i = 0; i < n; i++)
		add_article(q, list, c[i].copy + 1);
	return list->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* The stories of all that match, or that of one article. */
static enum pm_status
find_alike(struct pm_asking *q, struct pm_buf *list, uint32_t *stories,
	   struct pm_error *err)
{
	struct pm_search_options o = pm_asking_options(q, 0, UINT32_MAX);
	struct pm_search_result found = { 0 };
	enum pm_status status;
	size_t i;

	*stories = 1;
	if (q->a->alike != 0)
		return add_story(q, q->a->alike, list, err);
	o.stories = PM_STORIES_ONCE;
	status = pm_search_run(q->s, q->tree, &o, &found, err);
	*stories = found.stories;
	q->asked->stopped = found.stopped;
	for (i = 0; i < found.n && status == PM_OK; i++)
		status = add_story(q, found.matches[i].id, list, err);
	pm_search_result_release(&found);
	return status;
}

static enum pm_status
answer_alike(struct pm_asking *q, struct pm_error *err)
{
	const struct pm_ask *a = q->a;
	struct pm_output output = output_of(q, PM_STORIES_COUNTED);
	struct pm_search_result page = { .newer = q->a->newer };
	struct pm_buf list;
	size_t shown = 0;
	enum pm_status status;
	uint64_t n;

	pm_buf_init(&list, PM_BUF_NO_LIMIT);
	status = find_alike(q, &list, &page.stories, err);
	n = list.len / sizeof *page.matches;
	page.total = page.articles = q->asked->articles = (uint32_t)n;
	if (a->first < n) {
		page.matches = (struct pm_db_match *)(void *)list.data + a->first;
		page.n = (size_t)(n - a->first < a->max ? n - a->first : a->max);
	}
	output.stopped = q->asked->stopped;
	output.shown = &shown;
	pm_search_watch(q->s, output.last);
	if (status == PM_OK)
		status = pm_output_answer(&output, q->s, &page, q->out, err);
	q->asked->shown = shown;
	pm_buf_release(&list);
	return status;
}

/* --- lines and facets --------------------------------------------------------- */

/* The other formats say at their end how many lines were shown; CSV has no place. */
static void
note_left_out(struct pm_asking *q, const struct pm_kwic_result *r)
{
	if (q->a->format == PM_OUTPUT_CSV && r->lines < r->drawn)
		pm_buf_printf(q->notes, "%" PRIu64 " of %" PRIu64 " lines %s shown\n",
			      r->lines, r->drawn, r->lines == 1 ? "is" : "are");
}

static enum pm_status
answer_kwic(struct pm_asking *q, struct pm_error *err)
{
	static const enum pm_kwic_format formats[] = { [PM_OUTPUT_TEXT] = PM_KWIC_TEXT,
						       [PM_OUTPUT_JSON] = PM_KWIC_JSON,
						       [PM_OUTPUT_TSV] = PM_KWIC_TSV,
						       [PM_OUTPUT_CSV] = PM_KWIC_CSV };
	const struct pm_ask *a = q->a;
	struct pm_kwic k = a->kwic;
	struct pm_kwic_result r;
	enum pm_status status;

	k.format = formats[a->format];
	k.color = a->color;
	k.width = a->width;
	k.query = a->query;
	k.query_len = a->query_len;
	k.tree = q->tree;
	k.cite = cite_of(q);
	k.sort = a->sort;
	k.stories = stories_of(a);
	k.offset = a->first;
	k.max = a->max;
	k.stop = pm_deadline_stop(&q->deadline);
	k.last = pm_deadline_last(&q->deadline);
	k.ids = a->ids;
	k.flush = a->flush;
	k.flush_ctx = a->flush_ctx;
	if (a->explain && (status = explain_apart(q, err)) < 0)
		return status;
	status = pm_kwic_answer(&k, q->s, q->out, &r, err);
	if (status == PM_OK) {
		q->asked->articles = r.articles;
		q->asked->hits = r.hits;
		q->asked->shown = r.lines;
		q->asked->stopped |= r.stopped;
		note_left_out(q, &r);
	}
	return status;
}

/* One document for several facets, each as it would be alone. */
static void
put_facet_frame(struct pm_asking *q, size_t i)
{
	if (q->a->format == PM_OUTPUT_TEXT && i < q->a->n_facets)
		pm_buf_printf(q->out, "%s%s: ", i > 0 ? "\n" : "", q->a->facets[i]);
	else if (q->a->format == PM_OUTPUT_JSON)
		pm_buf_puts(q->out, i == 0		 ? "{\"format\":1,\"facets\":[\n"
				    : i < q->a->n_facets ? ","
							 : "]}\n");
	else if (i > 0 && i < q->a->n_facets)
		pm_buf_putc(q->out, '\n');
}

static enum pm_status
answer_facets(struct pm_asking *q, struct pm_error *err)
{
	static const enum pm_facets_format formats[] = {
		[PM_OUTPUT_TEXT] = PM_FACETS_TEXT,
		[PM_OUTPUT_JSON] = PM_FACETS_JSON,
		[PM_OUTPUT_TSV] = PM_FACETS_TSV
	};
	const struct pm_ask *a = q->a;
	struct pm_facets f = {
		.format = formats[a->format],
		.width = a->width,
		.query = a->query,
		.query_len = a->query_len,
		.tree = q->tree,
		.cite = cite_of(q),
		.max = (size_t)a->max,
		.stories = stories_of(a),
		.stop = pm_deadline_stop(&q->deadline),
		.last = pm_deadline_last(&q->deadline)
	};
	struct pm_facets_result r;
	enum pm_status status = a->explain ? explain_apart(q, err) : PM_OK;
	size_t i;

	for (i = 0; i < a->n_facets && status == PM_OK; i++) {
		f.field = a->facets[i];
		if (a->n_facets > 1)
			put_facet_frame(q, i);
		status = pm_facets_answer(&f, q->s, q->out, &r, err);
		if (status == PM_OK) {
			q->asked->articles = r.articles;
			q->asked->stopped |= r.stopped;
		}
	}
	if (status == PM_OK && a->n_facets > 1)
		put_facet_frame(q, a->n_facets);
	return status;
}

static enum pm_status
answer(struct pm_asking *q, struct pm_error *err)
{
	switch (q->a->show) {
	case PM_ASK_RESULTS:
		return answer_results(q, err);
	case PM_ASK_COUNT:
		return answer_count(q, err);
	case PM_ASK_KWIC:
		return answer_kwic(q, err);
	case PM_ASK_ALIKE:
		return answer_alike(q, err);
	default:
		return answer_facets(q, err);
	}
}

/* A field that no article has is shown like a mistake of the parser's. */
static enum pm_status
check_fields(struct pm_asking *q, struct pm_error *err)
{
	const struct pm_ask *a = q->a;
	struct pm_query_mistake mistake = { 0 };
	enum pm_status status;

	/* the query is an id, which articles need not have, or was asked before */
	if (a->show == PM_ASK_ALIKE)
		return PM_OK;
	status = pm_search_check(q->s, q->tree, a->query, a->query_len, &mistake, err);
	if (status == PM_ERR_QUERY)
		put_mistake(a, q->notes, &mistake);
	return status;
}

/* An expression that costs too much is shown in the same way. */
static void
show_costly(struct pm_asking *q, const struct pm_error *err)
{
	struct pm_query_mistake mistake;

	if (pm_search_costly(q->tree, err->text, &mistake))
		put_mistake(q->a, q->notes, &mistake);
}

/* What was perhaps not meant as it was read. */
static enum pm_status
find_note(struct pm_asking *q, struct pm_error *err)
{
	const struct pm_ask *a = q->a;
	const struct pm_tree *tree = q->tree;
	struct pm_search *s = q->s;
	struct pm_asked *asked = q->asked;
	struct pm_query_options mode = { .mode = a->mode, .today = a->today };
	struct pm_search_options options = pm_asking_options(q, 0, 0);
	enum pm_status status = PM_OK;

	if (a->show == PM_ASK_ALIKE)
		return PM_OK;
	if (a->note != NULL)
		snprintf(asked->note, sizeof asked->note, "%s", a->note);
	else
		status = pm_question_note(s, tree, a->query, a->query_len, &options,
					  asked->note, sizeof asked->note, err);
	if (status == PM_OK && asked->note[0] == '\0')
		pm_not_note(s, tree, a->query, asked->note, sizeof asked->note);
	if (status == PM_OK && asked->note[0] == '\0')
		status = pm_operator_note(s, tree, a->query, &mode, &options, asked->note,
					  sizeof asked->note, err);
	if (status == PM_OK && asked->note[0] == '\0')
		status = pm_field_note(s, tree, a->query, a->query_len, &mode, &options,
				       asked->note, sizeof asked->note, err);
	if (status == PM_OK && asked->note[0] == '\0')
		status = pm_points_note(s, tree, &options, asked->note,
					sizeof asked->note, err);
	return status;
}

enum pm_status
pm_ask_answer(const struct pm_ask *a, const struct pm_tree *tree, struct pm_search *s,
	      struct pm_buf *out, struct pm_buf *notes, struct pm_asked *asked,
	      struct pm_error *err)
{
	struct pm_asking q = { .a = a,
			       .tree = tree,
			       .s = s,
			       .out = out,
			       .notes = notes,
			       .asked = asked,
			       .start = a->explain ? pm_seconds() : 0 };
	enum pm_status status;

	*asked = (struct pm_asked){ 0 };
	pm_search_text(s, a->full_text ? PM_SEARCH_FULL_TEXT : PM_SEARCH_ARTICLES);
	if ((status = check_fields(&q, err)) < 0)
		return status;
	pm_deadline_init(&q.deadline, a->timeout_ms, a->interrupted);
	if (a->started > 0)
		pm_deadline_since(&q.deadline, a->started);
	pm_search_watch(s, pm_deadline_stop(&q.deadline));
	if ((status = pm_search_can_read(s, a->query, a->query_len, err)) < 0)
		return status;
	status = find_note(&q, err);
	/* what was meant, all articles tell; from here on only some may count */
	pm_search_only(s, a->newer);
	if (status == PM_OK)
		status = answer(&q, err);
	if (status == PM_OK)
		status = pm_asking_note_folds(&q, err);
	pm_search_only(s, NULL);
	if (status == PM_OK && a->cite_line && a->format == PM_OUTPUT_TEXT)
		pm_asking_cite(&q);
	if (status == PM_ERR_QUERY && notes->len == 0)
		show_costly(&q, err);
	pm_search_watch(s, (struct pm_stop){ 0 });
	/* Not what the clock says: an answer that was complete in time stays so. */
	asked->said = asked->stopped && a->show != PM_ASK_COUNT &&
		      (a->format == PM_OUTPUT_TEXT || a->format == PM_OUTPUT_TSV);
	if (asked->stopped)
		pm_deadline_say(&q.deadline, asked->why, sizeof asked->why);
	return status == PM_OK && out->status < 0 ? pm_fail_nomem(err) : status;
}

enum pm_status
pm_ask_nth(const struct pm_ask *ask, const struct pm_tree *tree, struct pm_search *s,
	   uint64_t n, uint32_t *id, struct pm_error *err)
{
	struct pm_ask a = *ask;
	struct pm_asked asked;
	struct pm_buf out, notes, ids;
	enum pm_status status;

	if (a.show != PM_ASK_KWIC && a.show != PM_ASK_ALIKE)
		a.show = PM_ASK_RESULTS;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	pm_buf_init(&ids, PM_BUF_NO_LIMIT);
	a.first = n - 1;
	a.max = 1;
	a.hits = false;
	a.started = 0;
	a.flush = NULL;
	a.ids = &ids;
	status = pm_ask_answer(&a, tree, s, &out, &notes, &asked, err);
	*id = 0;
	if (status == PM_OK && ids.len == sizeof *id)
		memcpy(id, ids.data, sizeof *id);
	else if (status == PM_OK && asked.stopped)
		status = pm_fail(err, PM_ERR_INTERRUPTED, "%s", asked.why);
	pm_buf_release(&out);
	pm_buf_release(&notes);
	pm_buf_release(&ids);
	return status;
}
