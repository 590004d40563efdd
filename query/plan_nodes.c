/* Pressmark - planning: nodes, terms and checks; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/plan_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum pm_status
pm_plan_node(struct pm_plan *plan, const struct pm_db_node *node, struct pm_error *err)
{
	enum pm_status status = pm_grow(&plan->nodes, &plan->cap, plan->n_nodes + 1,
					sizeof *plan->nodes, err);

	if (status == PM_OK)
		plan->nodes[plan->n_nodes++] = *node;
	return status;
}

enum pm_status
pm_plan_op(struct pm_plan *plan, enum pm_db_op op, uint32_t n, struct pm_error *err)
{
	struct pm_db_node node = { .op = op, .n_children = n, .factor = 1 };

	/* One child needs no AND or OR around it. */
	if (n == 1 && (op == PM_DB_AND || op == PM_DB_OR))
		return PM_OK;
	if (n == 0)
		node.op = PM_DB_NOTHING;
	return pm_plan_node(plan, &node, err);
}

/* PREFIX + S.  The bytes are found again by pm_plan_request, since the pool
 * they are in may still move: term_len holds the term's number until then. */
enum pm_status
pm_plan_term(struct pm_plan *plan, const char *prefix, const char *s, size_t len,
	 double factor, struct pm_error *err)
{
	struct pm_db_node node = { .op = PM_DB_TERM, .factor = factor };
	struct pm_buf term;
	enum pm_status status;
	uint32_t id;

	pm_buf_init(&term, PM_BUF_NO_LIMIT);
	pm_buf_puts(&term, prefix);
	pm_buf_put(&term, s, len);
	status = term.status < 0 ? pm_fail_nomem(err)
				 : pm_intern(&plan->terms, term.data, term.len, &id, err);
	if (status == PM_OK) {
		node.term_len = id;
		status = pm_plan_node(plan, &node, err);
	}
	pm_buf_release(&term);
	return status;
}

enum pm_status
pm_plan_all(struct pm_plan *plan, struct pm_error *err)
{
	struct pm_db_node all = { .op = PM_DB_ALL };

	return pm_plan_node(plan, &all, err);
}

/* Its bounds are found again like terms: low in term_len, high in slot, and
 * which there are in n_children. */
enum pm_status
pm_plan_days(struct pm_plan *plan, uint32_t first, uint32_t last, struct pm_error *err)
{
	struct pm_db_node range = { .op = PM_DB_RANGE };
	char text[16];
	enum pm_status status;
	uint32_t id;

	if (first > 0) {
		snprintf(text, sizeof text, "%08u", (unsigned)first);
		if ((status = pm_intern(&plan->terms, text, 9, &id, err)) < 0)
			return status;
		range.n_children |= 1;
		range.term_len = id;
	}
	if (last < UINT32_MAX) {
		snprintf(text, sizeof text, "%08u", (unsigned)last);
		if ((status = pm_intern(&plan->terms, text, 9, &id, err)) < 0)
			return status;
		range.n_children |= 2;
		range.slot = id;
	}
	return pm_plan_node(plan, &range, err);
}

/* --- checks ------------------------------------------------------------- */

static enum pm_status
get_pattern(struct pm_plan_check *c, size_t segment, struct pm_pattern **out,
	    struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_segment *seg = c->plan->index->segments[segment];

	if (c->patterns[segment] == NULL)
		status = c->pieces
			? pm_pattern_new_pieces(&c->patterns[segment], c->leaf, seg, err)
			: pm_pattern_new(&c->patterns[segment], c->leaf, seg,
					 c->plan->stemmer, err);
	*out = c->patterns[segment];
	return status;
}

static int
run_check(void *ctx, size_t segment, uint32_t article)
{
	struct pm_plan_check *c = ctx;
	struct pm_plan *plan = c->plan;
	struct pm_pattern *pattern;
	enum pm_status status;
	bool yes = false;

	if ((status = get_pattern(c, segment, &pattern, &plan->check_err)) < 0 ||
	    (status = pm_view_set(&plan->view, plan->index->segments[segment], article,
				  &plan->check_err)) < 0 ||
	    (status = pm_pattern_matches(pattern, &plan->view, &yes,
					 &plan->check_err)) < 0)
		return status;
	return yes;
}

/* FILTER the node before by a check of LEAF. */
enum pm_status
pm_plan_add_check(struct pm_plan *plan, const struct pm_tree *leaf, bool pieces,
	  struct pm_error *err)
{
	struct pm_plan_check *c = calloc(1, sizeof *c);
	struct pm_db_node node = { .op = PM_DB_CHECK, .check = run_check, .ctx = c };
	enum pm_status status;

	if (c == NULL)
		return pm_fail_nomem(err);
	c->next = plan->checks;
	plan->checks = c;
	c->plan = plan;
	c->leaf = leaf;
	c->pieces = pieces;
	c->patterns = pm_calloc(plan->index->generation.n_segments, sizeof *c->patterns);
	if (c->patterns == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_plan_node(plan, &node, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_FILTER, 2, err);
}

/* Now that the pool of terms stands still: pointers for numbers. */
void
pm_plan_settle(struct pm_plan *plan)
{
	size_t i, len;

	for (i = 0; i < plan->n_nodes; i++) {
		struct pm_db_node *node = &plan->nodes[i];

		if (node->op == PM_DB_TERM) {
			node->term = pm_intern_get(&plan->terms, (uint32_t)node->term_len,
						   &node->term_len);
			if (!plan->ranked)
				node->factor = 0;
		} else if (node->op == PM_DB_RANGE) {
			if (node->n_children & 1)
				node->low = pm_intern_get(&plan->terms,
							  (uint32_t)node->term_len, &len);
			if (node->n_children & 2)
				node->high = pm_intern_get(&plan->terms, node->slot, &len);
			node->slot = PM_SLOT_DAY;
			node->n_children = 0;
			node->term_len = 0;
		} else if (node->op == PM_DB_SYNONYM && !plan->ranked) {
			node->factor = 0;
		}
	}
}
