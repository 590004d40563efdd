/* Pressmark - patterns near each other, in the coded words: see pattern.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One operand is searched for by the codes of the words that its matches can begin with,
 * and around each such place the words are decoded and looked at for the others. */
#include "match/pattern_parts.h"

#include "match/sift.h"
#include "segment/codes.h"

#include <stdlib.h>

#define OPERANDS_MAX 32u
#define REACH_MAX 64u
/* What is found may turn out to be no hit: to search for more is not worth it. */
#define UNSURE_STRINGS_MAX 8u
/* Places found at a time. */
#define PLACES_MAX 16u

struct pm_pattern_near {
	struct pm_segment *segment;
	struct pm_team *team;
	const struct pm_pair_needs *needs;
	struct operand {
		struct pm_pattern **patterns;
		size_t n;
		struct pm_code_string *coded; /* what it begins with */
		size_t n_coded;		      /* 0: too much */
		bool single; /* its matches are all those words and nothing else */
	} operands[OPERANDS_MAX];
	size_t n, anchor; /* the operand that is mostly searched for */
	uint32_t reach;
	enum pm_near_order order;
	bool sure; /* two words so near are a hit */
};

static bool
begins(const struct operand *o, uint32_t rank, bool in_title)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (pm_atom_has_rank(&o->patterns[i]->start, rank) &&
		    (in_title || !o->patterns[i]->title_only))
			return true;
	return false;
}

/* --- looking -------------------------------------------------------------- */

/* Whether the others are around byte AT, where a code of operand ANCHOR is: which words
 * are decoded for this is taken from *BUDGET. */
static bool
are_around(const struct pm_pattern_near *near, size_t anchor, struct pm_coded_article *a,
	   size_t at, size_t *budget)
{
	size_t title = pm_coded_title(a), i;
	bool in_title = at < title;
	const uint8_t *start = a->codes + (in_title ? 0 : title);
	const uint8_t *end = a->codes + (in_title ? title : a->len);
	const uint8_t *from = a->codes + at;
	uint32_t all = (uint32_t)((UINT64_C(1) << near->n) - 1), seen = 0;
	uint32_t before = 0, k, rank;

	/* Of an order, a word of the second of two operands is preceded by the first, and
	 * one of the first is followed. */
	if (!near->sure || near->order != PM_NEAR_ORDERED || anchor == 1)
		for (; before < near->reach && from > start; before++)
			from = pm_code_before(start, from);
	for (k = 0; k <= before + near->reach && from < end && seen != all; k++) {
		if (pm_code_get(&from, end, &rank) != 0)
			break;
		if (k == before) {
			if (!begins(&near->operands[anchor], rank, in_title))
				break;
			seen |= UINT32_C(1) << anchor;
			if (near->sure && near->order == PM_NEAR_ORDERED && anchor == 1)
				break;
			if (near->order != PM_NEAR_OR_SAME)
				continue;
		}
		for (i = 0; i < near->n; i++)
			if (i != anchor && !(seen >> i & 1) &&
			    begins(&near->operands[i], rank, in_title))
				seen |= UINT32_C(1) << i;
	}
	*budget -= k < *budget ? k : *budget;
	return seen == all;
}

/* The operand to search for: the one that occurs least often, if that is known; *LEFT is
 * how often.  What a compound begins with may also stand alone, and is not counted then. */
static size_t
choose_anchor(const struct pm_pattern_near *near, const uint32_t *counts, uint32_t *left)
{
	size_t best = near->anchor, i;

	*left = UINT32_MAX;
	for (i = 0; counts != NULL && i < near->n; i++)
		if (near->operands[i].single && near->operands[i].n_coded > 0 &&
		    counts[i] > 0 && counts[i] < *left) {
			best = i;
			*left = counts[i];
		}
	return best;
}

/* Words that are looked at again and again, since they are around many places, cost more
 * than to decode the article once; then it is not decided here. */
static uint8_t
look(const void *ctx, struct pm_coded_article *a, const uint32_t *counts)
{
	const struct pm_pattern_near *near = ctx;
	uint32_t left;
	size_t anchor = choose_anchor(near, counts, &left);
	const struct operand *o = &near->operands[anchor];
	size_t places[PLACES_MAX], n, max, from = 0, budget = a->len + 1, k;

	for (; left > 0; from = places[max - 1] + 1) {
		max = left < PLACES_MAX ? left : PLACES_MAX;
		n = pm_code_search(o->coded, o->n_coded, a->codes, a->len, from, places,
				   max);
		for (k = 0; k < n; k++) {
			if (are_around(near, anchor, a, places[k], &budget))
				return near->sure ? PM_DB_YES : PM_DB_PERHAPS;
			if (budget == 0)
				return PM_DB_PERHAPS;
		}
		if (n < max)
			break;
		left -= (uint32_t)n;
	}
	return PM_DB_NO;
}

enum pm_status
pm_pattern_near_sift(const struct pm_pattern_near *near, const uint32_t *articles,
		     size_t n, const uint32_t *counts, size_t stride, uint8_t *answers,
		     struct pm_error *err)
{
	const struct pm_sift sift = { near->segment, near->team, near->needs, look, near };

	return pm_sift_articles(&sift, articles, n, counts, stride, answers, err);
}

/* --- making ---------------------------------------------------------------- */

/* How dear the words of an operand are to find; SIZE_MAX: they are more than MOST.  Those
 * with a code of one byte are everywhere. */
static size_t
cost_of(const struct operand *o, size_t most)
{
	size_t n = 0, i;
	bool common = false;

	for (i = 0; i < o->n; i++) {
		const struct pm_atom *start = &o->patterns[i]->start;

		n += start->n_ranks;
		common = common ||
			 (start->n_ranks > 0 && start->ranks[0] < pm_class_start[1]);
	}
	return n == 0 || n > most ? SIZE_MAX : common ? PM_CODE_STRINGS_MAX + n : n;
}

/* The codes of the words that an operand can begin with. */
static enum pm_status
code_operand(struct operand *o, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	if ((o->coded = pm_alloc(PM_CODE_STRINGS_MAX, sizeof *o->coded)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < o->n; i++) {
		const struct pm_atom *start = &o->patterns[i]->start;

		for (k = 0; k < start->n_ranks && status == PM_OK; k++) {
			status = pm_code_string_init(&o->coded[o->n_coded],
						     &start->ranks[k], 1, err);
			o->n_coded += status == PM_OK;
		}
	}
	return status;
}

/* The operand that is the cheapest to find.  PM_DECLINED: there is none. */
static enum pm_status
find_anchor(struct pm_pattern_near *near, struct pm_error *err)
{
	size_t most = near->sure ? PM_CODE_STRINGS_MAX : UNSURE_STRINGS_MAX;
	size_t least = SIZE_MAX, cost, i;
	enum pm_status status = PM_OK;

	for (i = 0; i < near->n && status == PM_OK; i++) {
		if ((cost = cost_of(&near->operands[i], most)) == SIZE_MAX)
			continue;
		if (cost < least) {
			least = cost;
			near->anchor = i;
		}
		status = code_operand(&near->operands[i], err);
	}
	return status == PM_OK && least == SIZE_MAX ? PM_DECLINED : status;
}

/* Whether a match of one of them is any word that it can begin with. */
static bool
is_single(const struct operand *o)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (!o->patterns[i]->single || o->patterns[i]->edges[0].atom.n_forms > 0)
			return false;
	return true;
}

enum pm_status
pm_pattern_near_new(struct pm_pattern_near **out, uint32_t reach, enum pm_near_order order,
		    const struct pm_pair_needs *needs, struct pm_error *err)
{
	struct pm_pattern_near *near;

	*out = NULL;
	if (reach > REACH_MAX)
		return PM_DECLINED;
	if ((near = pm_calloc(1, sizeof *near)) == NULL)
		return pm_fail_nomem(err);
	near->reach = reach;
	near->order = order;
	near->needs = needs;
	*out = near;
	return PM_OK;
}

enum pm_status
pm_pattern_near_add(struct pm_pattern_near *near, struct pm_pattern *const *patterns,
		    size_t n, struct pm_error *err)
{
	struct operand *o = &near->operands[near->n];
	size_t i;

	if (near->n == OPERANDS_MAX - 1)
		return PM_DECLINED;
	if ((o->patterns = pm_alloc(n, sizeof *o->patterns)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		if (!patterns[i]->impossible)
			o->patterns[o->n++] = patterns[i];
	near->n++;
	return PM_OK;
}

enum pm_status
pm_pattern_near_finish(struct pm_pattern_near *near, enum pm_nearness nearness,
		       struct pm_error *err)
{
	size_t i;

	near->segment = near->operands[0].patterns[0]->segment;
	near->team = near->operands[0].patterns[0]->team;
	near->sure = nearness == PM_NEAR_IS_ENOUGH && near->n == 2;
	for (i = 0; i < near->n; i++) {
		near->operands[i].single = is_single(&near->operands[i]);
		near->sure = near->sure && near->operands[i].single;
	}
	return find_anchor(near, err);
}

void
pm_pattern_near_free(struct pm_pattern_near *near)
{
	size_t i;

	if (near == NULL)
		return;
	for (i = 0; i < near->n; i++) {
		struct operand *o = &near->operands[i];

		while (o->n_coded > 0)
			pm_code_string_release(&o->coded[--o->n_coded]);
		free(o->coded);
		free(o->patterns);
	}
	free(near);
}
