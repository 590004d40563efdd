/* Pressmark - planning: nodes, terms and checks; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "support/calendar.h"
#include "text/prefixes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	struct pm_db_node node = { .op = op, .n_children = n };

	/* One child needs no AND or OR around it. */
	if (n == 1 && (op == PM_DB_AND || op == PM_DB_OR))
		return PM_OK;
	if (n == 0)
		node.op = PM_DB_NOTHING;
	return pm_plan_node(plan, &node, err);
}

/* PREFIX + S.  The pool that holds the bytes may still move, so term_len holds the number
 * of the term until pm_plan_settle. */
enum pm_status
pm_plan_term(struct pm_plan *plan, const char *prefix, const char *s, size_t len,
	     double weight, struct pm_error *err)
{
	struct pm_db_node node = { .op = PM_DB_TERM, .weight = weight };
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
pm_plan_stems(struct pm_plan *plan, const char *prefix, const struct pm_stem *stems,
	      size_t n, double weight, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++)
		status = pm_plan_term(plan, prefix, stems[i].data, stems[i].len, weight,
				      err);
	if (status < 0)
		return status;
	return n < 2 || weight == 0
		     ? pm_plan_op(plan, PM_DB_OR, (uint32_t)n, err)
		     : pm_plan_node(plan,
				    &(struct pm_db_node){ .op = PM_DB_SYNONYM,
							  .n_children = (uint32_t)n,
							  .weight = weight },
				    err);
}

enum pm_status
pm_plan_all(struct pm_plan *plan, struct pm_error *err)
{
	struct pm_db_node all = { .op = PM_DB_ALL };

	return pm_plan_node(plan, &all, err);
}

/* LOW, HIGH: NULL if open.  term_len and n_children hold their numbers until the plan is
 * settled. */
static enum pm_status
add_range(struct pm_plan *plan, uint32_t slot, const char *low, size_t low_len,
	  const char *high, size_t high_len, struct pm_error *err)
{
	struct pm_db_node range = { .op = PM_DB_RANGE, .slot = slot };
	uint32_t low_id = PM_U32_NONE, high_id = PM_U32_NONE;
	enum pm_status status = PM_OK;

	if (low != NULL)
		status = pm_intern(&plan->terms, low, low_len, &low_id, err);
	if (status == PM_OK && high != NULL)
		status = pm_intern(&plan->terms, high, high_len, &high_id, err);
	range.term_len = low_id;
	range.n_children = high_id;
	return status < 0 ? status : pm_plan_node(plan, &range, err);
}

static enum pm_status
add_days(struct pm_plan *plan, uint32_t first, uint32_t last, struct pm_error *err)
{
	char low[16], high[16];

	snprintf(low, sizeof low, "%08u", (unsigned)first);
	snprintf(high, sizeof high, "%08u", (unsigned)last);
	return add_range(plan, PM_SLOT_DAY, first > 0 ? low : NULL, 8,
			 last < UINT32_MAX ? high : NULL, 8, err);
}

enum pm_status
pm_plan_days(struct pm_plan *plan, uint32_t first, uint32_t last, struct pm_error *err)
{
	/* In the slot a month or a year stands just before its first day.  What begins at
	 * FIRST is in; what ends after LAST is out: the month and the year with LAST in
	 * them, each a single value, which divide the values in two. */
	uint32_t outer[2], n = 0, ranges = 0, i;
	enum pm_status status = PM_OK;

	if (first % 100 == 1)
		first--;
	if (first % 10000 == 100)
		first -= 100;
	if (last < UINT32_MAX && last % 10000 != 1231)
		outer[n++] = last / 10000 * 10000;
	if (last < UINT32_MAX &&
	    last % 100 != pm_days_in_month(last / 10000, last / 100 % 100))
		outer[n++] = last / 100 * 100;
	for (i = 0; i < n && status == PM_OK; i++) {
		if (outer[i] > first) {
			status = add_days(plan, first, outer[i] - 1, err);
			ranges++;
		}
		/* the next value after a year is its January */
		if (outer[i] >= first)
			first = outer[i] + (outer[i] % 10000 == 0 ? 100 : 1);
	}
	if (status == PM_OK)
		status = add_days(plan, first, last, err);
	return status < 0 ? status : pm_plan_op(plan, PM_DB_OR, ranges + 1, err);
}

enum pm_status
pm_plan_length(struct pm_plan *plan, uint32_t first, uint32_t last, struct pm_error *err)
{
	char low[9], high[9];
	size_t low_len, high_len;
	enum pm_status status;

	if ((status = pm_db_number(first, low, &low_len, err)) < 0 ||
	    (status = pm_db_number(last, high, &high_len, err)) < 0)
		return status;
	return add_range(plan, PM_SLOT_WORDS, first > 0 ? low : NULL, low_len,
			 last < UINT32_MAX ? high : NULL, high_len, err);
}

/* --- checks ------------------------------------------------------------- */

static enum pm_status
look(struct pm_plan_check *c, size_t segment, bool *yes, struct pm_error *err)
{
	struct pm_plan *plan = c->plan;
	enum pm_status status = PM_OK;

	if (c->named != NULL)
		return pm_metadata_leaf_matches(c->named, &plan->view, yes, err);
	if (c->pieces != NULL) {
		if (c->pieces[segment] == NULL)
			status = pm_pattern_new_pieces(&c->pieces[segment], c->node,
						       &plan->r, segment, err);
		return status < 0 ? status
				  : pm_pattern_matches(c->pieces[segment], &plan->view,
						       yes, err);
	}
	if (c->finders[segment] == NULL)
		status = pm_finder_new(&c->finders[segment], c->node, &plan->r, segment,
				       err);
	return status < 0 ? status
			  : pm_finder_matches(c->finders[segment], &plan->view, yes, err);
}

static int
run_check(void *ctx, size_t segment, uint32_t article)
{
	struct pm_plan_check *c = ctx;
	struct pm_plan *plan = c->plan;
	enum pm_status status;
	bool yes = false;

	if (pm_patience_over(pm_plan_patience(plan), PM_PLAN_CHECK_WORK))
		return PM_DB_END;
	if ((status = pm_view_set(&plan->view, plan->r.index->segments[segment], article,
				  &plan->check_err)) < 0 ||
	    (status = look(c, segment, &yes, &plan->check_err)) < 0)
		return status == PM_ERR_INTERRUPTED ? PM_DB_END : (int)status;
	return yes ? PM_DB_YES : PM_DB_NO;
}

static int
sift(void *ctx, size_t segment, const uint32_t *articles, size_t n, const uint32_t *wdfs,
     size_t stride, uint8_t *answers)
{
	struct pm_plan_check *c = ctx;
	struct pm_plan *plan = c->plan;
	enum pm_status status = PM_OK;

	/* What is ruled out here is never checked, and checks are what else asks now and
	 * then: so ask on every call. */
	if (pm_patience_over_now(pm_plan_patience(plan))) {
		memset(answers, PM_DB_NO, n);
		return PM_OK;
	}
	if (c->finders[segment] == NULL)
		status = pm_finder_new(&c->finders[segment], c->node, &plan->r, segment,
				       &plan->check_err);
	if (status == PM_OK)
		status = pm_finder_sift(c->finders[segment], articles, n,
					c->counted ? wdfs : NULL, stride, answers,
					&plan->check_err);
	if (status == PM_ERR_INTERRUPTED) {
		memset(answers, PM_DB_NO, n);
		status = PM_OK;
	}
	return status;
}

void
pm_plan_free_check(struct pm_plan_check *c)
{
	size_t n = c->plan->r.index->generation.n_segments, i;

	for (i = 0; i < n; i++) {
		if (c->finders != NULL)
			pm_finder_free(c->finders[i]);
		if (c->pieces != NULL)
			pm_pattern_free(c->pieces[i]);
	}
	free(c->finders);
	free(c->pieces);
	pm_metadata_leaf_free(c->named);
	free(c);
}

static enum pm_status
prepare_check(struct pm_plan_check *c, enum pm_plan_checked what, struct pm_error *err)
{
	size_t n = c->plan->r.index->generation.n_segments;

	switch (what) {
	case PM_CHECK_NODE:
		c->finders = pm_calloc(n, sizeof *c->finders);
		return c->finders != NULL ? PM_OK : pm_fail_nomem(err);
	case PM_CHECK_PIECES:
		c->pieces = pm_calloc(n, sizeof *c->pieces);
		return c->pieces != NULL ? PM_OK : pm_fail_nomem(err);
	default:
		return pm_metadata_leaf_new(&c->named, c->node, err);
	}
}

enum pm_status
pm_plan_add_check(struct pm_plan *plan, const struct pm_tree *node,
		  enum pm_plan_checked what, struct pm_error *err)
{
	struct pm_db_node check = { .op = PM_DB_CHECK, .check = run_check };
	struct pm_plan_check *c;
	enum pm_status status;

	if (plan->unchecked > 0)
		return PM_OK;
	if ((c = pm_calloc(1, sizeof *c)) == NULL)
		return pm_fail_nomem(err);
	c->next = plan->checks;
	plan->checks = c;
	c->plan = plan;
	c->node = node;
	check.ctx = c;
	/* A look at the codes of an article says nothing of its folds. */
	if (what == PM_CHECK_NODE && !plan->full)
		check.sift = sift;
	if ((status = prepare_check(c, what, err)) < 0 ||
	    (status = pm_plan_node(plan, &check, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_FILTER, 2, err);
}

enum pm_status
pm_plan_add_shares_check(struct pm_plan *plan, const struct pm_tree *node,
			 struct pm_error *err)
{
	enum pm_status status = pm_plan_add_check(plan, node, PM_CHECK_NODE, err);

	/* it stands before its FILTER */
	if (status == PM_OK && plan->unchecked == 0)
		plan->nodes[plan->n_nodes - 2].is_shares = true;
	return status;
}

bool
pm_plan_is_terms(const struct pm_plan *plan, size_t from, size_t n)
{
	bool yes = plan->n_nodes - from == n;
	size_t i;

	for (i = from; i < plan->n_nodes && yes; i++)
		yes = plan->nodes[i].op == PM_DB_TERM;
	return yes;
}

enum pm_status
pm_plan_add_counted(struct pm_plan *plan, const struct pm_tree *node, bool counted,
		    struct pm_error *err)
{
	enum pm_status status = pm_plan_add_check(plan, node, PM_CHECK_NODE, err);

	if (status == PM_OK && plan->unchecked == 0)
		plan->checks->counted = counted;
	return status;
}

/* The pool of terms no longer moves: replace numbers by pointers. */
void
pm_plan_settle(struct pm_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n_nodes; i++) {
		struct pm_db_node *node = &plan->nodes[i];
		uint32_t low = (uint32_t)node->term_len, high = node->n_children;

		if (node->op == PM_DB_TERM) {
			node->term = pm_intern_get(&plan->terms, low, &node->term_len);
		} else if (node->op == PM_DB_RANGE) {
			if (low != PM_U32_NONE)
				node->low = pm_intern_get(&plan->terms, low,
							  &node->low_len);
			if (high != PM_U32_NONE)
				node->high = pm_intern_get(&plan->terms, high,
							   &node->high_len);
			node->n_children = 0;
			node->term_len = 0;
		}
	}
}

/* --- what leaves ask of their words ------------------------------------- */

bool
pm_plan_is_pair(const struct pm_tree *leaf, size_t i)
{
	return i > 0 && i < leaf->n_words &&
	       (leaf->op == PM_TREE_WORDS || leaf->op == PM_TREE_PHRASE) &&
	       leaf->words[i - 1].match == PM_MATCH_WORD &&
	       leaf->words[i].match == PM_MATCH_WORD &&
	       (leaf->words[i - 1].flags & leaf->words[i].flags & PM_WORD_IDEOGRAM);
}

const char *
pm_plan_prefix(const struct pm_plan *plan, const struct pm_tree *leaf)
{
	if (leaf->field == PM_FIELD_TITLE)
		return PM_PREFIX_TITLE;
	return plan->in_folds ? PM_PREFIX_FOLD : "";
}

bool
pm_plan_has_shares(const struct pm_plan *plan, const struct pm_tree *leaf)
{
	return leaf->field != PM_FIELD_TITLE && !plan->in_folds;
}
