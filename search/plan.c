/* Pressmark - planning: see plan.h, and plan_parts.h for its parts.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "shim/weights.h"

#include <stdlib.h>

static enum pm_status plan_tree(struct pm_plan *plan, const struct pm_tree *t,
				enum pm_plan_place place, struct pm_error *err);

static enum pm_status
plan_leaf(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	  struct pm_error *err)
{
	switch (t->op) {
	case PM_TREE_DATE:
		return pm_plan_date(plan, t, err);
	case PM_TREE_LENGTH:
		return pm_plan_length(plan, t->first, t->last, err);
	case PM_TREE_HOST:
	case PM_TREE_ID:
		return pm_plan_field(plan, t, err);
	default:
		return t->field == PM_FIELD_ANY || t->field == PM_FIELD_TITLE
			     ? pm_plan_words(plan, t, place, err)
			     : pm_plan_field(plan, t, err);
	}
}

/* Whether each operand of a distance is one word of the text. */
static bool
is_of_words(const struct pm_tree *t)
{
	size_t i;

	if (t->op != PM_TREE_NEAR || t->negated)
		return false;
	for (i = 0; i < t->n_children; i++) {
		const struct pm_tree *c = t->children[i];

		if ((c->op != PM_TREE_WORDS && c->op != PM_TREE_PHRASE) ||
		    c->n_words != 1 || c->field != PM_FIELD_ANY)
			return false;
	}
	return true;
}

/* A node that one check decides, with everything below it.  Candidates are the articles
 * that have what each of the operands needs. */
static enum pm_status
plan_checked(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	     struct pm_error *err)
{
	uint32_t n = t->negated ? 1 : (uint32_t)t->n_children, i;
	enum pm_status status = PM_OK;
	size_t from = plan->n_nodes;
	bool counted;

	if (place == PM_PLACE_OR)
		place = PM_PLACE_NONE;
	plan->unchecked++;
	for (i = 0; i < n && status == PM_OK; i++)
		status = plan_tree(plan, t->children[i], place, err);
	plan->unchecked--;
	counted = is_of_words(t) && pm_plan_is_terms(plan, from, n);
	if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_AND, n, err);
	return status < 0 ? status : pm_plan_add_counted(plan, t, counted, err);
}

/* What a NOT excludes. */
static enum pm_status
plan_excluded(struct pm_plan *plan, const struct pm_tree *t, struct pm_error *err)
{
	enum pm_status status;

	plan->excluded++;
	status = plan_tree(plan, t, PM_PLACE_NONE, err);
	plan->excluded--;
	return status;
}

/* AND: what is wanted, all of it, minus everything that is not. */
static enum pm_status
plan_and(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t wanted = 0, unwanted = 0;
	size_t i;

	if (place == PM_PLACE_OR)
		place = PM_PLACE_NONE;
	for (i = 0; i < t->n_children && status == PM_OK; i++)
		if (t->children[i]->op != PM_TREE_NOT) {
			wanted++;
			status = plan_tree(plan, t->children[i], place, err);
		}
	if (status == PM_OK)
		status = wanted == 0 ? pm_plan_all(plan, err)
				     : pm_plan_op(plan, PM_DB_AND, wanted, err);
	for (i = 0; i < t->n_children && status == PM_OK; i++)
		if (t->children[i]->op == PM_TREE_NOT) {
			unwanted++;
			status = plan_excluded(plan, t->children[i]->children[0], err);
		}
	if (status < 0 || unwanted == 0)
		return status;
	if ((status = pm_plan_op(plan, PM_DB_OR, unwanted, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_AND_NOT, 2, err);
}

/* Spelt alternatives that shares do not decide, as those of titles, or because they have
 * too many stems, need a check in every article; if there are several, a single one decides
 * all of them. */
#define TOGETHER_FROM 4u

static bool
is_told_together(const struct pm_plan *plan, const struct pm_tree *t, bool too_many)
{
	size_t i, spelt = 0;
	bool title = false;

	for (i = 0; i < t->n_children; i++) {
		spelt += t->children[i]->op == PM_TREE_SPELT;
		title = title || t->children[i]->field == PM_FIELD_TITLE;
	}
	return spelt >= TOGETHER_FROM && (title || too_many) && plan->unchecked == 0 &&
	       pm_tree_has_hits(t);
}

static enum pm_status
plan_or(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	struct pm_error *err)
{
	bool together, all = false;
	enum pm_status status = pm_plan_has_too_many(plan, t, &all, err);
	size_t i;

	together = is_told_together(plan, t, all);
	plan->unchecked += together;
	all = all && plan->unchecked > 0;
	for (i = 0; i < t->n_children && status == PM_OK && !all; i++)
		status = plan_tree(plan, t->children[i], place, err);
	plan->unchecked -= together;
	if (status == PM_OK && all)
		status = pm_plan_all(plan, err);
	else if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_OR, (uint32_t)t->n_children, err);
	return status < 0 || !together ? status
				       : pm_plan_add_check(plan, t, PM_CHECK_NODE, err);
}

static enum pm_status
plan_node(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;

	switch (t->op) {
	case PM_TREE_AND:
		return plan_and(plan, t, place, err);
	case PM_TREE_OR:
		if (place == PM_PLACE_AND)
			place = PM_PLACE_OR;
		return plan_or(plan, t, place, err);
	case PM_TREE_NOT:
		if ((status = pm_plan_all(plan, err)) < 0 ||
		    (status = plan_excluded(plan, t->children[0], err)) < 0)
			return status;
		return pm_plan_op(plan, PM_DB_AND_NOT, 2, err);
	case PM_TREE_NEAR:
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		return plan_checked(plan, t, place, err);
	default:
		return plan_leaf(plan, t, place, err);
	}
}

static enum pm_status
plan_tree(struct pm_plan *plan, const struct pm_tree *t, enum pm_plan_place place,
	  struct pm_error *err)
{
	double above = plan->boost;
	enum pm_status status = pm_patience_spend(pm_plan_patience(plan),
						  PM_PLAN_NODE_WORK, err);

	if (status < 0)
		return status;
	plan->boost *= t->weight;
	status = plan_node(plan, t, place, err);
	plan->boost = above;
	return status;
}

/* Whether there is any fold to be searched. */
static enum pm_status
find_folds(struct pm_plan *plan, struct pm_error *err)
{
	size_t n = plan->r.index->generation.n_segments, i;
	enum pm_status status = PM_OK;
	struct pm_folds *folds;

	for (i = 0; i < n && plan->r.full_text && !plan->full && status == PM_OK; i++) {
		status = pm_segment_folds(plan->r.index->segments[i], &folds, err);
		plan->full = status == PM_OK && folds != NULL;
	}
	return status;
}

enum pm_status
pm_plan_new(struct pm_plan **out, const struct pm_resolver *resolver,
	    const struct pm_tree *tree, enum pm_plan_weights weights,
	    const struct pm_statistics *statistics, struct pm_error *err)
{
	struct pm_plan *plan = calloc(1, sizeof *plan);
	enum pm_status status = PM_OK;

	if (plan == NULL)
		return pm_fail_nomem(err);
	plan->r = *resolver;
	plan->tree = tree;
	plan->statistics = *statistics;
	plan->boost = 1;
	plan->ranked = weights == PM_PLAN_RANKED;
	pm_intern_init(&plan->terms);
	pm_intern_init(&plan->words);
	pm_view_init(&plan->view);
	plan->view.patience = pm_plan_patience(plan);
	plan->view.whole = resolver->full_text;
	status = find_folds(plan, err);
	if (status == PM_OK && plan->ranked)
		status = pm_plan_weigh(plan, err);
	if (status == PM_OK)
		status = plan_tree(plan, tree, PM_PLACE_AND, err);
	if (status == PM_OK && plan->ranked)
		status = pm_plan_add_rank_only(plan, err);
	if (status < 0) {
		pm_plan_free(plan);
		return status;
	}
	pm_plan_settle(plan);
	*out = plan;
	return PM_OK;
}

/* Stands above all other nodes, so that an article that gets through because a check
 * below a NOT said 0 is stopped here. */
static int
watch(void *ctx, size_t segment, uint32_t article)
{
	(void)segment;
	(void)article;
	return pm_patience_over(pm_plan_patience(ctx), PM_PLAN_CHECK_WORK)
		     ? PM_DB_END
		     : PM_DB_YES;
}

enum pm_status
pm_plan_watch(struct pm_plan *plan, struct pm_error *err)
{
	struct pm_db_node check = { .op = PM_DB_CHECK, .check = watch, .ctx = plan };
	enum pm_status status;

	if ((status = pm_plan_node(plan, &check, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_FILTER, 2, err);
}

void
pm_plan_free(struct pm_plan *plan)
{
	struct pm_plan_check *c, *next;

	if (plan == NULL)
		return;
	for (c = plan->checks; c != NULL; c = next) {
		next = c->next;
		pm_plan_free_check(c);
	}
	pm_plan_free_shares(plan);
	free(plan->nodes);
	free(plan->weights);
	pm_intern_release(&plan->terms);
	pm_intern_release(&plan->words);
	pm_view_release(&plan->view);
	free(plan);
}

static double
sum_weights(const struct pm_plan *plan)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < plan->n_nodes; i++)
		sum += plan->nodes[i].weight;
	return sum;
}

void
pm_plan_request(struct pm_plan *plan, struct pm_db_request *request)
{
	request->nodes = plan->nodes;
	request->n_nodes = plan->n_nodes;
	request->check_err = &plan->check_err;
	request->per_length = pm_statistics_per_length(&plan->statistics);
	request->grid = pm_bm25_grid(sum_weights(plan));
}
