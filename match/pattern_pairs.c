/* Pressmark - which words must be neighbours in an article: see pattern_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words that match one after the other are neighbours in the text.  So at each joint of a
 * pattern one of a few pairs (segment/pairs.h) must be in the article: a word that the
 * words before the joint can end with, and one that those after it can begin with. */
#include "match/pattern_parts.h"

/* Add the words that A can begin with, or end with. */
static void
add_ends(struct pm_ends *e, const struct pm_atom *a, enum pm_side side)
{
	size_t i;

	e->many = e->many || a->own.many;
	for (i = 0; i < a->own.n; i++)
		pm_ends_add(e, a->own.ranks[i]);
	if (a->addresses)
		pm_ends_add(e, PM_PAIR_ADDRESS);
	for (i = 0; i < a->n_sequences && !e->many; i++) {
		const struct pm_sequence *s = &a->sequences[i];

		pm_ends_add(e, s->ranks[side == PM_SIDE_LAST ? s->n - 1 : 0]);
	}
}

void
pm_pattern_ends(const struct pm_pattern *p, enum pm_side side, struct pm_ends *e)
{
	size_t i;

	for (i = 0; i < p->n_edges; i++)
		if (side == PM_SIDE_LAST ? p->edges[i].to == p->n_states - 1
					 : p->edges[i].from == 0)
			add_ends(e, &p->edges[i].atom, side);
}

bool
pm_pattern_is_plain(const struct pm_pattern *p)
{
	const struct pm_atom *a = &p->edges[0].atom;

	return p->n_edges == 1 && a->n_sequences == 0 && !a->addresses && !a->own.many;
}

void
pm_pattern_neighbours(struct pm_pair_group *g, const struct pm_ends *one,
		      const struct pm_ends *two)
{
	size_t i, k;

	g->many = g->many || one->many || two->many;
	for (i = 0; i < one->n && !g->many; i++)
		for (k = 0; k < two->n && !g->many; k++)
			pm_pair_group_add(g, one->ranks[i], two->ranks[k]);
}

/* Add the pairs that A begins with, if all that it matches has two words or more. */
static void
add_inner(struct pm_pair_group *g, const struct pm_atom *a)
{
	size_t i;

	g->many = g->many || a->n_ranks > 0;
	for (i = 0; i < a->n_sequences && !g->many; i++) {
		if (a->sequences[i].n < 2)
			g->many = true;
		else
			pm_pair_group_add(g, a->sequences[i].ranks[0],
					  a->sequences[i].ranks[1]);
	}
}

/* What meets at state S: every way passes through it, or over it by an edge that joins two
 * words. */
static enum pm_status
add_joint(const struct pm_pattern *p, size_t s, struct pm_pair_needs *needs,
	  struct pm_error *err)
{
	struct pm_pair_group g;
	struct pm_ends one, two;
	size_t i;

	pm_pair_group_init(&g);
	pm_ends_init(&one);
	pm_ends_init(&two);
	for (i = 0; i < p->n_edges; i++) {
		const struct pm_edge *e = &p->edges[i];

		if (e->to == s)
			add_ends(&one, &e->atom, PM_SIDE_LAST);
		else if (e->from == s)
			add_ends(&two, &e->atom, PM_SIDE_FIRST);
		else if (e->from < s && e->to > s)
			add_inner(&g, &e->atom);
	}
	pm_pattern_neighbours(&g, &one, &two);
	return pm_pair_needs_add(needs, &g, err);
}

enum pm_status
pm_pattern_needs(const struct pm_pattern *p, struct pm_pair_needs *needs,
		 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_pair_group g;
	size_t s, i;

	for (s = 1; s + 1 < p->n_states && status == PM_OK; s++)
		status = add_joint(p, s, needs, err);
	for (i = 0; p->n_edges == p->n_states - 1 && i < p->n_edges && status == PM_OK;
	     i++) {
		pm_pair_group_init(&g);
		add_inner(&g, &p->edges[i].atom);
		status = pm_pair_needs_add(needs, &g, err);
	}
	return status;
}
