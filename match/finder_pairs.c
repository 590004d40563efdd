/* Pressmark - finders: which words must be neighbours; see finder_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/finder_parts.h"

#include <stdint.h>
#include <string.h>

/* What an article needs for a hit of F. */
static const struct pm_pair_needs *
needs_of(const struct pm_finder *f)
{
	return f->pattern != NULL ? pm_pattern_get_needs(f->pattern) : &f->needs;
}

/* Add all that MORE has. */
static enum pm_status
add_all(struct pm_pair_needs *needs, const struct pm_pair_needs *more,
	struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_pair_group g;
	size_t i;

	for (i = 0; i < more->n && status == PM_OK; i++) {
		pm_pair_group_init(&g);
		pm_pair_group_join(&g, more, i);
		status = pm_pair_needs_add(needs, &g, err);
	}
	return status;
}

/* Add the group of MORE that has the fewest pairs to G, which has too many if there is
 * none. */
static void
add_one(struct pm_pair_group *g, const struct pm_pair_needs *more)
{
	size_t i, from = 0, best = 0, least = SIZE_MAX;

	for (i = 0; i < more->n; from = more->groups[i++].end)
		if (more->groups[i].end - from < least) {
			best = i;
			least = more->groups[i].end - from;
		}
	if (more->n == 0)
		g->many = true;
	else
		pm_pair_group_join(g, more, best);
}

/* The words that hits of a leaf, or of an OR of leaves, can begin or end with. */
static void
add_ends(const struct pm_finder *f, enum pm_side side, struct pm_ends *e)
{
	size_t i;

	if (f->pattern != NULL)
		pm_pattern_ends(f->pattern, side, e);
	else
		for (i = 0; i < f->n_children; i++)
			add_ends(f->children[i], side, e);
}

/* The pairs of a word that A can end with and one that B can begin with. */
static void
add_neighbours(struct pm_pair_group *g, const struct pm_finder *a,
	       const struct pm_finder *b)
{
	struct pm_ends one, two;

	pm_ends_init(&one);
	pm_ends_init(&two);
	add_ends(a, PM_SIDE_LAST, &one);
	add_ends(b, PM_SIDE_FIRST, &two);
	pm_pattern_neighbours(g, &one, &two);
}

/* Whether all words of its hits match: those of a leaf, or of an OR of leaves. */
static bool
is_solid(const struct pm_finder *f)
{
	bool solid = f->pattern != NULL || f->tree->op == PM_TREE_OR;
	size_t i;

	for (i = 0; i < f->n_children && solid; i++)
		solid = is_solid(f->children[i]);
	return solid;
}

/* What a distance of one word asks for: that hits of operands, which have no common word,
 * are side by side, if there are two or if they have an order.  But what has gaps may hold
 * hits of other operands, and then those are not beside the next. */
static enum pm_status
add_distance(struct pm_finder *f, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	enum pm_status status = PM_OK;
	struct pm_pair_group g;
	size_t i;

	if (t->unit != PM_NEAR_WORDS || t->number != 1 || t->negated ||
	    (!t->ordered && f->n_children > 2))
		return PM_OK;
	for (i = 0; i < f->n_children; i++)
		if (!is_solid(f->children[i]))
			return PM_OK;
	for (i = 1; i < f->n_children && status == PM_OK; i++) {
		pm_pair_group_init(&g);
		add_neighbours(&g, f->children[i - 1], f->children[i]);
		if (!t->ordered)
			add_neighbours(&g, f->children[i], f->children[i - 1]);
		status = pm_pair_needs_add(&f->needs, &g, err);
	}
	return status;
}

/* What a loose phrase of two words with nothing between them asks for.  Two matches may
 * have a common word, if that is both, or a part of both; not so two of the same word. */
static enum pm_status
add_loose(struct pm_finder *f, struct pm_error *err)
{
	struct pm_ends one, two;
	struct pm_pair_group g;
	size_t i, k;

	if (f->tree->n_words != 2 || f->tree->number != 0)
		return PM_OK;
	for (i = 0; i < f->n_words; i++)
		if (!pm_pattern_is_plain(f->loose[i].pattern))
			return PM_OK;
	pm_pair_group_init(&g);
	pm_ends_init(&one);
	pm_ends_init(&two);
	pm_pattern_ends(f->loose[0].pattern, PM_SIDE_LAST, &one);
	pm_pattern_ends(f->loose[f->n_words - 1].pattern, PM_SIDE_LAST, &two);
	for (i = 0; f->n_words > 1 && i < one.n; i++)
		for (k = 0; k < two.n; k++)
			if (one.ranks[i] == two.ranks[k])
				return PM_OK;
	pm_pattern_neighbours(&g, &one, &two);
	pm_pattern_neighbours(&g, &two, &one);
	return pm_pair_needs_add(&f->needs, &g, err);
}

enum pm_status
pm_finder_find_needs(struct pm_finder *f, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : f->n_children, i;
	enum pm_status status = PM_OK;
	struct pm_pair_group g;

	if (f->pattern != NULL || f->impossible)
		return PM_OK;
	if (t->op == PM_TREE_LOOSE)
		return add_loose(f, err);
	if (t->op != PM_TREE_OR) {
		for (i = 0; i < n && status == PM_OK; i++)
			status = add_all(&f->needs, needs_of(f->children[i]), err);
		return status < 0 || t->op != PM_TREE_NEAR ? status : add_distance(f, err);
	}
	pm_pair_group_init(&g);
	for (i = 0; i < n && !g.many; i++)
		if (!f->children[i]->impossible)
			add_one(&g, needs_of(f->children[i]));
	return pm_pair_needs_add(&f->needs, &g, err);
}
