/* Pressmark - the shape of requests that are lists side by side: see conjunction.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction.h"

#include "support/buf.h"

#include <stdlib.h>

/* An element of the stack while the nodes are read: leaves FIRST .. END - 1.  A CHOICE is
 * one or an OR of several; whether it is a member or weights turns out later. */
struct part {
	enum { CHOICE, CONJUNCTION, CHECK } kind;
	uint32_t first, end;
};

/* Make a part one that articles must have, if possible. */
static bool
demand(struct pm_shape *s, struct part *p)
{
	uint32_t i;

	if (p->kind == CHOICE && s->n_members < PM_SHAPE_LISTS) {
		for (i = p->first; i < p->end; i++)
			s->leaves[i].member = s->n_members;
		s->is_out[s->n_members++] = false;
		p->kind = CONJUNCTION;
	}
	return p->kind == CONJUNCTION;
}

static bool
fold_and(struct pm_shape *s, struct part *parts, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (!demand(s, &parts[i]))
			return false;
	return true;
}

static bool
fold_or(struct part *parts, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (parts[i].kind != CHOICE && n > 1)
			return false;
	return true;
}

/* Make the leaves of N parts, the last there are, one. */
static bool
fold_synonym(struct pm_shape *s, const struct part *parts, uint32_t n, double weight)
{
	uint32_t first = parts[0].first, i;

	if (s->n_leaves - first != n)
		return false;
	for (i = 0; i < n; i++)
		if (parts[i].kind != CHOICE || s->leaves[first + i].n != 1)
			return false;
	s->leaves[first].n = n;
	s->leaves[first].weight = weight;
	s->n_leaves = first + 1;
	return true;
}

static void
drop_weights(struct pm_shape *s, const struct part *p)
{
	uint32_t i;

	for (i = p->first; i < p->end; i++)
		s->leaves[i].weight = 0;
}

/* If a check says no more than the shares of a choice, leave it out. */
static bool
leave_out(struct pm_shape *s, const struct part *left)
{
	uint32_t i;

	if (left->kind != CHOICE || !s->checks[s->n_checks - 1]->is_shares)
		return false;
	/* an article that has one of several is weighed by all of them */
	for (i = left->first; i < left->end && left->end - left->first > 1; i++)
		if (s->leaves[i].weight != 0)
			return false;
	for (i = left->first; i < left->end; i++)
		s->leaves[i].counts = true;
	s->n_checks--;
	return true;
}

static bool
fold_filter(struct pm_shape *s, struct part *left, struct part *right)
{
	if (right->kind == CHECK && leave_out(s, left))
		return true;
	if (!demand(s, left))
		return false;
	if (right->kind == CHECK) {
		s->check_leaves[s->n_checks - 1] = left->first;
		return true;
	}
	drop_weights(s, right);
	return demand(s, right);
}

static bool
fold_not(struct pm_shape *s, struct part *left, struct part *right)
{
	if (!demand(s, left) || right->kind != CHOICE)
		return false;
	drop_weights(s, right);
	if (!demand(s, right))
		return false;
	s->is_out[s->n_members - 1] = true;
	return true;
}

/* What only adds weight has no shares. */
static bool
fold_maybe(struct pm_shape *s, struct part *left, const struct part *right)
{
	uint32_t i;

	for (i = right->first; i < right->end; i++)
		if (s->leaves[i].counts)
			return false;
	return demand(s, left) && right->kind == CHOICE;
}

static bool
push_leaf(struct pm_shape *s, struct part *part, const struct pm_db_node *node)
{
	bool is_term = node->op == PM_DB_TERM;

	*part = (struct part){ is_term ? CHOICE : CHECK, s->n_leaves,
			       s->n_leaves + is_term };
	if (!is_term) {
		if (s->n_checks == PM_SHAPE_CHECKS)
			return false;
		s->checks[s->n_checks++] = node;
		return true;
	}
	s->leaves[s->n_leaves++] = (struct pm_shape_leaf){
		.first = s->n_terms,
		.n = 1,
		.weight = node->weight,
		.member = PM_U32_NONE
	};
	s->terms[s->n_terms++] = node;
	return true;
}

/* Combine the parts of a node's children into its own. */
static bool
fold(struct pm_shape *s, struct part *parts, const struct pm_db_node *node)
{
	switch (node->op) {
	case PM_DB_AND:
		return fold_and(s, parts, node->n_children);
	case PM_DB_SYNONYM:
		return fold_synonym(s, parts, node->n_children, node->weight);
	case PM_DB_OR:
		return fold_or(parts, node->n_children);
	case PM_DB_FILTER:
		return node->n_children == 2 && fold_filter(s, &parts[0], &parts[1]);
	case PM_DB_AND_NOT:
		return node->n_children == 2 && fold_not(s, &parts[0], &parts[1]);
	case PM_DB_AND_MAYBE:
		return node->n_children == 2 && fold_maybe(s, &parts[0], &parts[1]);
	default:
		return false;
	}
}

/* Read one node; STACK has *N parts, and the last ones are its children. */
static bool
read_node(struct pm_shape *s, struct part *stack, uint32_t *n,
	  const struct pm_db_node *node)
{
	struct part *parts;

	if (node->op == PM_DB_TERM || node->op == PM_DB_CHECK)
		return node->n_children == 0 && push_leaf(s, &stack[(*n)++], node);
	if (node->n_children == 0 || node->n_children > *n)
		return false;
	*n -= node->n_children - 1;
	parts = &stack[*n - 1];
	if (!fold(s, parts, node))
		return false;
	parts->end = s->n_leaves;
	return true;
}

/* Whether articles may match by another term than one of the leaf that does not count
 * there, and be weighed by that as well. */
static bool
is_marked(const struct pm_shape *s, const struct pm_shape_leaf *leaf)
{
	uint32_t others = 0, k;
	bool has_share = false;

	for (k = leaf->first; k < leaf->first + leaf->n; k++)
		has_share = has_share || s->terms[k]->share != NULL;
	if (!has_share || leaf->weight == 0 || leaf->member == PM_U32_NONE)
		return false;
	for (k = 0; k < s->n_leaves; k++)
		others += s->leaves[k].member == leaf->member ? s->leaves[k].n : 0;
	return leaf->n > 1 || (!leaf->counts && others > 1);
}

/* Say which lists there are. */
static bool
make_lists(struct pm_shape *s)
{
	uint32_t i, k;

	for (i = 0; i < s->n_leaves; i++) {
		struct pm_shape_leaf *leaf = &s->leaves[i];
		bool together = leaf->n > PM_SHAPE_SYNONYMS;

		leaf->marked = is_marked(s, leaf);
		leaf->first_list = s->n_lists;
		leaf->n_lists = together ? 1 : leaf->n;
		if (leaf->n_lists > PM_SHAPE_LISTS - s->n_lists)
			return false;
		for (k = 0; k < leaf->n_lists; k++) {
			s->lists[s->n_lists++] = (struct pm_shape_list){
				i, leaf->first + k, together ? leaf->n : 1, s->n_columns
			};
			s->n_columns += leaf->member != PM_U32_NONE;
		}
	}
	return true;
}

static bool
read_nodes(struct pm_shape *s, struct part *stack, const struct pm_db_request *request)
{
	uint32_t n = 0;
	size_t k;

	for (k = 0; k < request->n_nodes; k++)
		if (!read_node(s, stack, &n, &request->nodes[k]))
			return false;
	return n == 1 && demand(s, &stack[0]) && make_lists(s);
}

enum pm_status
pm_conjunction_read(struct pm_shape **out, const struct pm_db_request *request,
		    struct pm_error *err)
{
	struct pm_shape *s;
	struct part *stack;
	bool fits;

	*out = NULL;
	if ((request->sort != PM_SORT_RELEVANCE && request->max > 0) ||
	    request->n_nodes > UINT32_MAX / 2)
		return PM_DECLINED;
	s = pm_alloc(1, sizeof *s);
	stack = pm_alloc(request->n_nodes, sizeof *stack);
	if (s == NULL || stack == NULL) {
		free(stack);
		free(s);
		return pm_fail_nomem(err);
	}
	s->n_terms = s->n_leaves = s->n_lists = s->n_columns = s->n_members = 0;
	s->n_checks = 0;
	s->terms = pm_alloc(request->n_nodes, sizeof *s->terms);
	s->leaves = pm_alloc(request->n_nodes, sizeof *s->leaves);
	*out = s;
	if (s->terms == NULL || s->leaves == NULL)
		goto nomem;
	fits = read_nodes(s, stack, request);
	free(stack);
	return fits ? PM_OK : PM_DECLINED;
nomem:
	free(stack);
	pm_conjunction_free(s);
	*out = NULL;
	return pm_fail_nomem(err);
}

void
pm_conjunction_free(struct pm_shape *s)
{
	if (s == NULL)
		return;
	free(s->terms);
	free(s->leaves);
	free(s);
}
