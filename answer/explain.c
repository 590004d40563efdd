/* Pressmark - explaining a query: see explain.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/explain_parts.h"

#include "support/clock.h"

#include <stdlib.h>

static enum pm_status
add_tree(struct pm_explanation *e, const struct pm_tree *tree, unsigned depth,
	 struct pm_error *err)
{
	enum pm_status status = pm_grow(&e->nodes, &e->nodes_cap, e->n_nodes + 1,
					sizeof *e->nodes, err);
	size_t i;

	if (status == PM_OK)
		e->nodes[e->n_nodes++] = (struct pm_explained){ .node = tree,
								.depth = depth };
	for (i = 0; i < tree->n_children && status == PM_OK; i++)
		status = add_tree(e, tree->children[i], depth + 1, err);
	return status;
}

static enum pm_status
explain_node(struct pm_explanation *e, size_t i, const struct pm_search_result *answer,
	     struct pm_error *err)
{
	struct pm_explained *x = &e->nodes[i];
	enum pm_status status = PM_OK;

	x->first_note = e->n_notes;
	if (i == 0 && answer != NULL && !answer->stopped) {
		x->counted = true;
		e->newer = answer->newer;
		x->articles = answer->articles;
	} else if (i < PM_EXPLAIN_NODES) {
		status = pm_explain_count(e, x->node, &x->articles, &x->counted, err);
	}
	if (status == PM_OK && x->counted && x->node->n_words > 0)
		status = pm_explain_leaf(e, i, err);
	x->n_notes = e->n_notes - x->first_note;
	if (status == PM_ERR_INTERRUPTED) {
		e->stopped = true;
		status = PM_OK;
	}
	return status;
}

enum pm_status
pm_explain(struct pm_explanation **out, struct pm_search *s, const struct pm_tree *tree,
	   const struct pm_explain_options *options, struct pm_error *err)
{
	struct pm_explanation *e = pm_calloc(1, sizeof *e);
	double start = pm_seconds();
	enum pm_status status;
	size_t i;

	if (e == NULL)
		return pm_fail_nomem(err);
	e->search = s;
	e->options.stop = options->stop;
	e->parse_ms = options->parse_ms;
	e->answer_ms = options->answer_ms;
	status = add_tree(e, tree, 0, err);
	for (i = 0; i < e->n_nodes && status == PM_OK; i++)
		status = explain_node(e, i, options->answer, err);
	e->search = NULL;
	e->explain_ms = (pm_seconds() - start) * 1e3;
	if (status < 0)
		pm_explanation_free(e);
	else
		*out = e;
	return status;
}

void
pm_explanation_free(struct pm_explanation *e)
{
	size_t i, k;

	if (e == NULL)
		return;
	for (i = 0; i < e->n_notes; i++)
		for (k = 0; k < e->notes[i].n_items; k++)
			free(e->notes[i].items[k].text);
	free(e->notes);
	free(e->nodes);
	free(e);
}

bool
pm_explanation_stopped(const struct pm_explanation *e)
{
	return e->stopped;
}

size_t
pm_explain_nodes(const struct pm_explanation *e)
{
	return e->n_nodes;
}

bool
pm_explain_articles(const struct pm_explanation *e, size_t i, uint32_t *articles)
{
	*articles = e->nodes[i].articles;
	return e->nodes[i].counted;
}
