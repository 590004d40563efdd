/* Pressmark - what helps a user whose query found nothing: see ask_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/ask_parts.h"

#include "answer/suggest.h"

struct pm_search_options
pm_asking_options(struct pm_asking *q, uint64_t first, uint64_t max)
{
	return (struct pm_search_options){
		.first = first < UINT32_MAX ? (uint32_t)first : UINT32_MAX,
		.max = max < UINT32_MAX ? (uint32_t)max : UINT32_MAX,
		.sort = q->a->sort
	};
}

/* *N becomes how many articles match, if that can be found out. */
static enum pm_status
count(struct pm_asking *q, const struct pm_tree *tree, uint32_t *n, struct pm_error *err)
{
	struct pm_search_options o = pm_asking_options(q, 0, 0);
	struct pm_search_result r;
	enum pm_status status = pm_search_run(q->s, tree, &o, &r, err);

	if (status == PM_OK) {
		*n = r.total;
		pm_search_result_release(&r);
	}
	return status;
}

/* If words side by side found nothing: how many articles have some of them. */
static enum pm_status
count_some(struct pm_asking *q, uint32_t *some, struct pm_error *err)
{
	struct pm_query_options any = { .mode = PM_QUERY_ANY, .today = q->a->today };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	enum pm_status status;

	*some = 0;
	if (q->a->mode == PM_QUERY_ANY || q->tree->op != PM_TREE_AND ||
	    q->tree->op_written)
		return PM_OK;
	status = pm_tree_parse(q->a->query, q->a->query_len, &any, &tree, &mistake, err);
	if (status < 0)
		return status;
	if (tree->op == PM_TREE_OR || tree->op == PM_TREE_AND)
		status = count(q, tree, some, err);
	pm_tree_free(tree);
	return status;
}

/* How many articles match if all count, not only the newer ones. */
static enum pm_status
count_all(struct pm_asking *q, uint32_t *n, struct pm_error *err)
{
	enum pm_status status;

	*n = 0;
	if (q->a->newer == NULL)
		return PM_OK;
	pm_search_only(q->s, NULL);
	status = count(q, q->tree, n, err);
	pm_search_only(q->s, q->a->newer);
	return status;
}

/* How many articles match with their folds. */
static enum pm_status
count_full(struct pm_asking *q, uint32_t *n, struct pm_error *err)
{
	enum pm_status status;

	*n = 0;
	if (q->a->full_text)
		return PM_OK;
	pm_search_text(q->s, PM_SEARCH_FULL_TEXT);
	status = count(q, q->tree, n, err);
	pm_search_text(q->s, PM_SEARCH_ARTICLES);
	return status;
}

/* An answer is complete without what helps. */
static enum pm_status
unless_stopped(const struct pm_asking *q, enum pm_status status)
{
	return q->deadline.stopped && status == PM_ERR_INTERRUPTED ? PM_OK : status;
}

enum pm_status
pm_asking_further(struct pm_asking *q, struct pm_output *output, struct pm_buf *meant,
		  struct pm_error *err)
{
	struct pm_query_options parse = { .mode = q->a->mode, .today = q->a->today };
	struct pm_search_options o = pm_asking_options(q, 0, 0);
	struct pm_further *f = &output->further;
	enum pm_status status = count_all(q, &f->older, err);

	f->at_prompt = q->a->at_prompt;
	if (status < 0 || f->older > 0 || q->deadline.stopped)
		return unless_stopped(q, status);
	/* there is none of any age, so what follows is about all */
	pm_search_only(q->s, NULL);
	status = count_some(q, &f->with_any, err);
	if (status == PM_OK)
		status = count_full(q, &f->with_full, err);
	if (status == PM_OK)
		status = pm_suggest_line(q->s, q->a->query, q->a->query_len, q->tree,
					 &parse, &o, meant, err);
	pm_search_only(q->s, q->a->newer);
	f->suggestion = meant;
	if (q->deadline.stopped) {
		f->with_any = f->with_full = 0;
		pm_buf_clear(meant);
	}
	return unless_stopped(q, status);
}

enum pm_status
pm_asking_note_folds(struct pm_asking *q, struct pm_error *err)
{
	struct pm_further f = { .at_prompt = q->a->at_prompt };
	enum pm_status status;

	if ((q->a->show != PM_ASK_KWIC && q->a->show != PM_ASK_FACETS) ||
	    q->asked->articles > 0 || q->asked->stopped || q->a->format != PM_OUTPUT_TEXT)
		return PM_OK;
	status = count_full(q, &f.with_full, err);
	if (!q->deadline.stopped)
		pm_further_put(&f, q->notes);
	return unless_stopped(q, status);
}
