/* Pressmark - planning: spelt words; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

/* A word with more stems than this has no weight. */
#define WEIGHED_MAX 2000u
/* A word with more stems than that, and than one for so many articles, is decided by its
 * check alone, in every article: reading so many posting lists would cost more. */
#define ARTICLES_FOR_TERM 8u
#define TERMS_MAX 65536u

static uint32_t
terms_max(const struct pm_plan *plan)
{
	uint32_t some = pm_db_articles(plan->r.index->db) / ARTICLES_FOR_TERM;

	return some < WEIGHED_MAX ? WEIGHED_MAX : some < TERMS_MAX ? some : TERMS_MAX;
}

/* The stems of the word in all segments; *WHOLE as in pm_plan_spelt. */
static enum pm_status
collect_stems(struct pm_plan *plan, const struct pm_tree_word *word,
	      struct pm_intern *stems, bool *whole, struct pm_error *err)
{
	size_t n = plan->r.index->generation.n_segments, i;
	enum pm_status status = PM_OK;
	uint32_t k, id;

	*whole = true;
	for (i = 0; i < n && status == PM_OK; i++) {
		const struct pm_expansion *e;

		if ((status = pm_expand(plan->r.expander, word, i, &e, err)) < 0)
			break;
		/* With several segments, a stem may be whole in only one of them. */
		*whole = *whole && e->whole && (n == 1 || e->stems.n == 0);
		for (k = 0; k < e->stems.n && status == PM_OK; k++) {
			size_t len;
			const char *stem = pm_intern_get(&e->stems, k, &len);

			if (stems->n > terms_max(plan))
				return PM_OK;
			status = pm_intern(stems, stem, len, &id, err);
		}
	}
	return status;
}

enum pm_status
pm_plan_spelt(struct pm_plan *plan, const struct pm_tree *leaf,
	      const struct pm_tree_word *word, bool *whole, struct pm_error *err)
{
	struct pm_intern stems;
	enum pm_status status;
	size_t from = plan->n_nodes, len;
	double weight = 0;
	uint32_t i;

	pm_intern_init(&stems);
	status = collect_stems(plan, word, &stems, whole, err);
	if (status == PM_OK && stems.n > terms_max(plan)) {
		*whole = false;
		status = pm_plan_all(plan, err);
		goto out;
	}
	for (i = 0; i < stems.n && status == PM_OK; i++) {
		const char *stem = pm_intern_get(&stems, i, &len);

		status = pm_plan_term(plan, pm_plan_prefix(plan, leaf), stem, len, 0, err);
	}
	if (status == PM_OK && stems.n <= WEIGHED_MAX)
		status = pm_plan_weight_of(plan, from, stems.n, plan->boost, &weight, err);
	if (status == PM_OK && !*whole)
		status = pm_plan_add_shares(plan, leaf, from, stems.n, word, NULL, whole,
					    err);
	if (status == PM_OK && stems.n == 1)
		plan->nodes[from].weight = weight;
	if (status == PM_OK && stems.n > 1)
		status = pm_plan_node(plan,
				      &(struct pm_db_node){ .op = PM_DB_SYNONYM,
							    .n_children = stems.n,
							    .weight = weight },
				      err);
	else if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_OR, stems.n, err);
out:
	pm_intern_release(&stems);
	return status;
}

enum pm_status
pm_plan_has_too_many(struct pm_plan *plan, const struct pm_tree *t, bool *yes,
		     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_intern stems;
	bool whole;
	size_t i;

	pm_intern_init(&stems);
	for (i = 0; i < t->n_children && status == PM_OK && stems.n <= terms_max(plan);
	     i++)
		if (t->children[i]->op == PM_TREE_SPELT)
			status = collect_stems(plan, &t->children[i]->words[0], &stems,
					       &whole, err);
	*yes = stems.n > terms_max(plan);
	pm_intern_release(&stems);
	return status;
}
