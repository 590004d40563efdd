/* Pressmark - which parts of a web page are its article: from what describes the blocks
 * to probabilities: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include <math.h>

#define NEAR 2		/* blocks before and behind that count as neighbours */
#define CORE_SHARE .75f /* of the words that are likely the article's */

/* Made by bench/cleaning/fit. */
static const float FIRST[PM_N_FEATURES] = {
	/* clang-format off */
	[PM_F_BIAS] = -1.57f, [PM_F_LINKS] = -.38f, [PM_F_STOP] = 1.25f,
	[PM_F_STOP_LOW] = .41f, [PM_F_END] = .93f, [PM_F_COMMAS] = .56f,
	[PM_F_DIV] = -.50f, [PM_F_QUOTED] = 1.50f, [PM_F_UPPER] = -2.43f,
	[PM_F_PLACE] = -1.14f, [PM_F_NEG] = -2.62f, [PM_F_NAV] = -1.29f,
	[PM_F_SOCIAL] = -1.58f, [PM_F_META] = -.90f, [PM_F_BODY] = .64f,
	[PM_F_HIDDEN] = -4.69f, [PM_F_SIBLINGS] = .86f, [PM_F_PARENT_SHARE] = -.08f,
	[PM_F_GRAND_SHARE] = .81f, [PM_F_PARENT_GOOD] = .01f,
	[PM_F_PARENT_LINKS] = -.93f, [PM_F_IN_TOP] = 2.09f, [PM_F_BEFORE] = .52f,
	[PM_F_AFTER] = -.04f, [PM_F_TITLED] = -.24f, [PM_F_TITLE_WORDS] = -.49f,
	[PM_F_SAME_KIND] = .73f, [PM_F_SHORT] = .40f, [PM_F_NOT_LD] = -1.75f,
	[PM_F_OUT_ARTICLE] = -2.29f, [PM_F_OUT_MAIN] = -1.93f, [PM_F_OFFER] = -1.15f,
	[PM_F_REPEATED] = -.68f, [PM_F_INTERFACE] = -1.48f,
	[PM_F_BOX_INTERFACE] = -1.44f, [PM_F_LINK_ROW] = -1.04f,
	[PM_F_POINTER] = -1.97f, [PM_F_MAYBE_HIDDEN] = -1.30f,
	/* clang-format on */
};

static const float SECOND[PM_N_FEATURES] = {
	/* clang-format off */
	[PM_F_BIAS] = -3.38f, [PM_F_LINKS] = -.49f, [PM_F_STOP] = 1.06f,
	[PM_F_STOP_LOW] = .29f, [PM_F_END] = .95f, [PM_F_COMMAS] = .56f,
	[PM_F_DIV] = -.59f, [PM_F_QUOTED] = 1.17f, [PM_F_UPPER] = -2.60f,
	[PM_F_PLACE] = -.85f, [PM_F_NEG] = -2.48f, [PM_F_NAV] = -.65f,
	[PM_F_SOCIAL] = -1.24f, [PM_F_META] = -.99f, [PM_F_BODY] = .58f,
	[PM_F_HIDDEN] = -3.60f, [PM_F_SIBLINGS] = .48f, [PM_F_PARENT_SHARE] = .17f,
	[PM_F_GRAND_SHARE] = .55f, [PM_F_PARENT_GOOD] = -.10f,
	[PM_F_PARENT_LINKS] = -.20f, [PM_F_IN_TOP] = 1.08f, [PM_F_BEFORE] = .95f,
	[PM_F_AFTER] = .17f, [PM_F_TITLED] = -.40f, [PM_F_TITLE_WORDS] = -.19f,
	[PM_F_SAME_KIND] = .63f, [PM_F_SHORT] = .42f, [PM_F_NOT_LD] = -1.37f,
	[PM_F_OUT_ARTICLE] = -1.41f, [PM_F_OUT_MAIN] = -1.44f, [PM_F_OFFER] = -.77f,
	[PM_F_REPEATED] = -.84f, [PM_F_INTERFACE] = -1.50f,
	[PM_F_BOX_INTERFACE] = -.77f, [PM_F_LINK_ROW] = -.49f, [PM_F_POINTER] = -1.90f,
	[PM_F_MAYBE_HIDDEN] = -1.16f, [PM_F_PREVIOUS] = .86f, [PM_F_NEAR] = 2.56f,
	[PM_F_BOX] = -1.07f, [PM_F_IN_CORE] = 1.18f,
	/* clang-format on */
};

static void
judge(struct pm_blocks *b, const float weights[PM_N_FEATURES])
{
	size_t i, j;

	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		float z = 0;

		for (j = 0; j < PM_N_FEATURES; j++)
			z += weights[j] * k->f[j];
		k->p = 1 / (1 + expf(-z));
	}
}

static float
weight_of(const struct pm_block *k)
{
	return sqrtf(k->words);
}

/* For every element, the sums over the blocks of it and of its children, and the likely
 * words of all below. */
static void
sum_elements(struct pm_blocks *b)
{
	size_t i;

	for (i = 0; i < b->n_elements; i++) {
		struct pm_element *e = &b->elements[i];

		e->weight = e->likely = e->likely_words = 0;
	}
	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];
		struct pm_element *e = &b->elements[k->parent];
		struct pm_element *up = &b->elements[e->parent];

		e->weight += weight_of(k);
		e->likely += weight_of(k) * k->p;
		if (up != e) {
			up->weight += weight_of(k);
			up->likely += weight_of(k) * k->p;
		}
		if (k->p > .5f)
			e->likely_words += k->words;
	}
	for (i = b->n_elements; i-- > 1;)
		b->elements[b->elements[i].parent].likely_words +=
			b->elements[i].likely_words;
}

/* The smallest element that holds most of what is likely the article's. */
static uint32_t
find_core(const struct pm_blocks *b)
{
	uint32_t core = 0, i;

	/* children come after their parents, and only one of them can hold so much */
	for (i = 1; i < b->n_elements; i++) {
		if (b->elements[i].likely_words >=
		    CORE_SHARE * b->elements[0].likely_words)
			core = i;
	}
	return core;
}

static float
near_mean(const struct pm_blocks *b, size_t i)
{
	size_t from = i > NEAR ? i - NEAR : 0, j;
	float weight = 0, likely = 0;

	for (j = from; j <= i + NEAR && j < b->n; j++) {
		weight += weight_of(&b->blocks[j]);
		likely += weight_of(&b->blocks[j]) * b->blocks[j].p;
	}
	return weight > 0 ? likely / weight : 0;
}

void
pm_blocks_weigh_others(struct pm_blocks *b)
{
	uint32_t core;
	size_t i;

	if (b->n == 0)
		return;
	sum_elements(b);
	core = find_core(b);
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		const struct pm_element *up = &b->elements[b->elements[k->parent].parent];

		k->f[PM_F_PREVIOUS] = i > 0 ? b->blocks[i - 1].p : 0;
		k->f[PM_F_NEAR] = near_mean(b, i);
		k->f[PM_F_BOX] = up->weight > 0 ? up->likely / up->weight : 0;
		k->f[PM_F_IN_CORE] = k->parent >= core &&
				     k->parent < b->elements[core].end;
	}
}

void
pm_blocks_judge(struct pm_blocks *b)
{
	judge(b, FIRST);
	pm_blocks_weigh_others(b);
	judge(b, SECOND);
}
