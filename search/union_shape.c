/* Pressmark - the shape of requests for any of some words: see union.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union.h"

#include "support/buf.h"

#include <stdlib.h>

/* An element of the stack while the nodes are read. */
struct part {
	enum { CHOICE, WHOLE, CHECK } kind; /* WHOLE: nothing can be added to it */
	uint32_t first, end;		    /* its leaves */
	const struct pm_db_node *check;
};

static void
push_term(struct pm_union_shape *s, struct part *part, const struct pm_db_node *node)
{
	*part = (struct part){ CHOICE, s->n_leaves, s->n_leaves + 1, NULL };
	s->leaves[s->n_leaves++] = (struct pm_union_leaf){
		.first = s->n_terms,
		.n = 1,
		.weight = node->weight,
		.is_member = true
	};
	s->terms[s->n_terms++] = node;
}

static bool
are_choices(const struct part *parts, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (parts[i].kind != CHOICE)
			return false;
	return true;
}

static bool
has_check(const struct pm_union_shape *s, const struct part *p)
{
	uint32_t i;

	for (i = p->first; i < p->end; i++)
		if (s->leaves[i].check != NULL)
			return true;
	return false;
}

/* Make the leaves of N parts, the last there are, one. */
static bool
fold_synonym(struct pm_union_shape *s, struct part *parts, uint32_t n, double weight)
{
	uint32_t first = parts[0].first, i;

	if (!are_choices(parts, n) || parts[n - 1].end - first != n)
		return false;
	for (i = first; i < first + n; i++)
		if (s->leaves[i].n != 1 || s->leaves[i].check != NULL)
			return false;
	s->leaves[first].n = n;
	s->leaves[first].weight = weight;
	s->n_leaves = first + 1;
	parts[n - 1].end = first + 1;
	return true;
}

/* What a check is asked of is one leaf: it sees its articles in their order, once. */
static bool
fold_filter(struct pm_union_shape *s, struct part *left, const struct part *right)
{
	struct pm_union_leaf *leaf = &s->leaves[left->first];
	uint32_t i;

	if (left->kind != CHOICE || right->kind != CHECK || has_check(s, left))
		return false;
	/* an article that has one of several is weighed by all of them */
	for (i = left->first; i < left->end && left->end - left->first > 1; i++)
		if (s->leaves[i].weight != 0)
			return false;
	if (right->check->is_shares)
		return true;
	for (i = left->first + 1; i < left->end; i++)
		leaf->n += s->leaves[i].n;
	leaf->check = right->check;
	left->end = s->n_leaves = left->first + 1;
	return true;
}

static bool
has_share(const struct pm_union_shape *s, const struct part *p)
{
	uint32_t i, k;

	for (i = p->first; i < p->end; i++)
		for (k = 0; k < s->leaves[i].n; k++)
			if (s->terms[s->leaves[i].first + k]->share != NULL)
				return true;
	return false;
}

/* What only adds to scores has no shares. */
static bool
fold_maybe(struct pm_union_shape *s, struct part *left, const struct part *right)
{
	uint32_t i;

	if (left->kind != CHOICE || right->kind != CHOICE || has_check(s, right) ||
	    has_share(s, right))
		return false;
	for (i = right->first; i < right->end; i++)
		s->leaves[i].is_member = false;
	left->kind = WHOLE;
	left->end = right->end;
	return true;
}

static bool
fold(struct pm_union_shape *s, struct part *parts, const struct pm_db_node *node)
{
	uint32_t n = node->n_children;

	switch (node->op) {
	case PM_DB_SYNONYM:
		return fold_synonym(s, parts, n, node->weight) &&
		       (parts[0].end = parts[n - 1].end) > 0;
	case PM_DB_OR:
		return are_choices(parts, n) && (parts[0].end = parts[n - 1].end) > 0;
	case PM_DB_FILTER:
		return n == 2 && fold_filter(s, &parts[0], &parts[1]);
	case PM_DB_AND_MAYBE:
		return n == 2 && fold_maybe(s, &parts[0], &parts[1]);
	default:
		return false;
	}
}

static bool
read_nodes(struct pm_union_shape *s, struct part *stack,
	   const struct pm_db_request *request)
{
	uint32_t n = 0;
	size_t k;

	for (k = 0; k < request->n_nodes; k++) {
		const struct pm_db_node *node = &request->nodes[k];

		if (node->op == PM_DB_TERM && node->n_children == 0) {
			push_term(s, &stack[n++], node);
		} else if (node->op == PM_DB_CHECK && node->n_children == 0) {
			stack[n++] = (struct part){ CHECK, 0, 0, node };
		} else {
			if (node->n_children == 0 || node->n_children > n)
				return false;
			n -= node->n_children - 1;
			if (!fold(s, &stack[n - 1], node))
				return false;
		}
	}
	return n == 1 && stack[0].kind != CHECK;
}

enum pm_status
pm_union_read(struct pm_union_shape **out, const struct pm_db_request *request,
	      struct pm_error *err)
{
	struct pm_union_shape *s;
	struct part *stack;
	bool is_union;

	*out = NULL;
	if ((request->sort != PM_SORT_RELEVANCE && request->max > 0) ||
	    request->n_nodes > UINT32_MAX / 2)
		return PM_DECLINED;
	s = pm_calloc(1, sizeof *s);
	stack = pm_alloc(request->n_nodes, sizeof *stack);
	if (s == NULL || stack == NULL)
		goto nomem;
	s->terms = pm_alloc(request->n_nodes, sizeof *s->terms);
	s->leaves = pm_alloc(request->n_nodes, sizeof *s->leaves);
	if (s->terms == NULL || s->leaves == NULL)
		goto nomem;
	is_union = read_nodes(s, stack, request);
	free(stack);
	*out = s;
	return is_union ? PM_OK : PM_DECLINED;
nomem:
	free(stack);
	pm_union_free(s);
	return pm_fail_nomem(err);
}

void
pm_union_free(struct pm_union_shape *s)
{
	if (s == NULL)
		return;
	free(s->terms);
	free(s->leaves);
	free(s);
}
