/* Pressmark - finders: distances and loose phrases in the coded words; see finder_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/finder_parts.h"

/* Further apart than this, most articles that have the words have a hit. */
#define DISTANCE_MAX 50u

uint32_t
pm_finder_length(const struct pm_finder *f)
{
	uint32_t most = 0;
	size_t i;

	if (f->pattern != NULL)
		return pm_pattern_length(f->pattern);
	for (i = 0; f->tree->op == PM_TREE_OR && i < f->n_children; i++) {
		uint32_t here;

		if (f->children[i]->impossible)
			continue;
		if ((here = pm_finder_length(f->children[i])) == 0)
			return 0;
		most = here > most ? here : most;
	}
	return most;
}

/* A leaf, or an OR of leaves. */
static enum pm_status
add_operand(struct pm_pattern_near *near, const struct pm_finder *f, struct pm_error *err)
{
	if (f->pattern != NULL)
		return pm_pattern_near_add(near, &f->pattern, 1, err);
	if (f->alternatives == NULL)
		return PM_DECLINED;
	return pm_pattern_near_add(near, f->alternatives, f->n_children, err);
}

/* Of two operands, a match of one ends at most N words before the other begins.  Of more,
 * others may be between them. */
static enum pm_status
make_distance(struct pm_finder *f, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	uint32_t longest = 0, together = 0, reach, length;
	enum pm_status status;
	size_t i;

	if (t->unit != PM_NEAR_WORDS || t->negated || t->number > DISTANCE_MAX)
		return PM_DECLINED;
	for (i = 0; i < f->n_children; i++) {
		if ((length = pm_finder_length(f->children[i])) == 0 ||
		    length > DISTANCE_MAX)
			return PM_DECLINED;
		longest = length > longest ? length : longest;
		together += length;
	}
	reach = f->n_children == 2 ? t->number + longest - 1
				   : t->number * (uint32_t)(f->n_children - 1) + together;
	status = pm_pattern_near_new(&f->near, reach,
				     t->ordered ? PM_NEAR_ORDERED : PM_NEAR_ANY_ORDER,
				     &f->needs, err);
	for (i = 0; i < f->n_children && status == PM_OK; i++)
		status = add_operand(f->near, f->children[i], err);
	return status != PM_OK ? status
			       : pm_pattern_near_finish(f->near, PM_NEAR_IS_ENOUGH, err);
}

static enum pm_status
make_loose(struct pm_finder *f, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	enum pm_status status;
	enum pm_nearness nearness = t->n_words == 2 ? PM_NEAR_IS_ENOUGH
						    : PM_NEAR_IS_NECESSARY;
	size_t i;

	if (f->n_words < 2 || t->number > DISTANCE_MAX || t->n_words > DISTANCE_MAX)
		return PM_DECLINED;
	status = pm_pattern_near_new(&f->near, (uint32_t)t->n_words + t->number - 1,
				     PM_NEAR_OR_SAME, &f->needs, err);
	for (i = 0; i < f->n_words && status == PM_OK; i++) {
		status = pm_pattern_near_add(f->near, &f->loose[i].pattern, 1, err);
		/* of `us US`, a match of US is one of us, which needs another */
		if (f->words[i].times > 1)
			nearness = PM_NEAR_IS_NECESSARY;
	}
	return status != PM_OK ? status : pm_pattern_near_finish(f->near, nearness, err);
}

enum pm_status
pm_finder_make_near(struct pm_finder *f, struct pm_error *err)
{
	enum pm_status status = PM_DECLINED;

	if (f->impossible)
		return PM_OK;
	if (f->tree->op == PM_TREE_NEAR)
		status = make_distance(f, err);
	else if (f->tree->op == PM_TREE_LOOSE)
		status = make_loose(f, err);
	if (status == PM_DECLINED) {
		pm_pattern_near_free(f->near);
		f->near = NULL;
	}
	return status < 0 ? status : PM_OK;
}
