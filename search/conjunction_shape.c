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

#define STACK_MAX (PM_SHAPE_TERMS + PM_SHAPE_CHECKS)

/* Make a part one that articles must have, if possible. */
static bool
demand(struct pm_shape *s, struct part *p)
{
	uint32_t i, k;

	if (p->kind == CHOICE) {
		for (i = p->first; i < p->end; i++)
			for (k = 0; k < s->leaves[i].n; k++)
				s->terms[s->leaves[i].first + k].member = s->n_members;
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
fold_synonym(struct pm_shape *s, const struct part *parts, uint32_t n, double factor)
{
	uint32_t first = parts[0].first, i;

	if (s->n_leaves - first != n)
		return false;
	for (i = 0; i < n; i++)
		if (parts[i].kind != CHOICE || s->leaves[first + i].n != 1)
			return false;
	s->leaves[first].n = n;
	s->leaves[first].factor = factor;
	s->n_leaves = first + 1;
	return true;
}

static void
drop_weights(struct pm_shape *s, const struct part *p)
{
	uint32_t i;

	for (i = p->first; i < p->end; i++)
		s->leaves[i].factor = 0;
}

static bool
fold_filter(struct pm_shape *s, struct part *left, struct part *right)
{
	if (!demand(s, left))
		return false;
	if (right->kind == CHECK) {
		s->check_terms[s->n_checks - 1] = s->leaves[left->first].first;
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
	demand(s, right);
	s->is_out[s->n_members - 1] = true;
	return true;
}

static bool
fold_maybe(struct pm_shape *s, struct part *left, const struct part *right)
{
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
	if (s->n_terms == PM_SHAPE_TERMS)
		return false;
	s->leaves[s->n_leaves++] = (struct pm_shape_leaf){ s->n_terms, 1, node->factor };
	s->terms[s->n_terms++] = (struct pm_shape_term){ node, PM_U32_NONE, 0 };
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
		return fold_synonym(s, parts, node->n_children, node->factor);
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

static bool
read_request(struct pm_shape *s, const struct pm_db_request *request)
{
	struct part stack[STACK_MAX];
	uint32_t n = 0, i;
	size_t k;

	for (k = 0; k < request->n_nodes; k++)
		if (n == STACK_MAX || !read_node(s, stack, &n, &request->nodes[k]))
			return false;
	if (n != 1 || !demand(s, &stack[0]))
		return false;
	for (i = 0; i < s->n_terms; i++) {
		s->terms[i].column = s->n_columns;
		s->n_columns += s->terms[i].member != PM_U32_NONE;
	}
	return true;
}

enum pm_status
pm_conjunction_read(struct pm_shape **out, const struct pm_db_request *request,
		    struct pm_error *err)
{
	struct pm_shape *s;

	*out = NULL;
	if (request->sort != PM_SORT_RELEVANCE && request->max > 0)
		return PM_DECLINED;
	if ((s = pm_alloc(1, sizeof *s)) == NULL)
		return pm_fail_nomem(err);
	s->n_terms = s->n_leaves = s->n_columns = s->n_members = s->n_checks = 0;
	*out = s;
	return read_request(s, request) ? PM_OK : PM_DECLINED;
}

void
pm_conjunction_free(struct pm_shape *s)
{
	free(s);
}
