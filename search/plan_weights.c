/* Pressmark - planning: weights; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "shim/weights.h"
#include "text/fold.h"
#include "text/prefixes.h"
#include "text/stopwords.h"

#include <stdlib.h>
#include <string.h>


static enum pm_status
count_word(struct pm_plan *plan, const struct pm_tree_word *w, double count,
	   struct pm_error *err)
{
	uint32_t n = plan->words.n, id;
	const struct pm_stem_set *stems;
	enum pm_status status;

	if (w->folded_len > PM_FOLDED_MAX)
		return PM_OK;
	if ((status = pm_stems_of(plan->r.stems, w->surface, w->surface_len, w->folded,
				  w->folded_len, &stems, err)) < 0 ||
	    (status = pm_intern(&plan->words, stems->key, stems->key_len, &id, err)) < 0)
		return status;
	if (id == n) {
		status = pm_grow(&plan->weights, &plan->weights_cap, (size_t)n + 1,
				 sizeof *plan->weights, err);
		if (status < 0)
			return status;
		memset(&plan->weights[n], 0, sizeof *plan->weights);
	}
	plan->weights[id].count += count;
	return PM_OK;
}

/* Count the words of a leaf, except ideograms whose pairs are terms. */
static enum pm_status
count_leaf(struct pm_plan *plan, const struct pm_tree *leaf, double weight,
	   struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		bool stop =
			pm_is_stopword(pm_generation_stop_language(&plan->r.index
									    ->generation),
				       w->folded, w->folded_len);

		if ((status = pm_patience_spend(pm_plan_patience(plan), 50, err)) < 0)
			return status;
		if (pm_plan_is_pair(leaf, i) || pm_plan_is_pair(leaf, i + 1) ||
		    w->match != PM_MATCH_WORD)
			continue;
		status = count_word(plan, w, stop ? weight * PM_WEIGHT_STOP_WORD : weight,
				    err);
	}
	return status;
}

static enum pm_status
count_words(struct pm_plan *plan, const struct pm_tree *t, double weight,
	    struct pm_error *err)
{
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : t->n_children, i;
	enum pm_status status = PM_OK;

	weight *= t->weight;
	if (t->op == PM_TREE_NOT)
		return PM_OK;
	for (i = 0; i < n && status == PM_OK; i++)
		status = count_words(plan, t->children[i], weight, err);
	if (status < 0 || n > 0)
		return status;
	return t->field == PM_FIELD_ANY || t->field == PM_FIELD_TITLE
		     ? count_leaf(plan, t, weight, err)
		     : PM_OK;
}

/* The stems of a word, from its key: their number, and the first MAX of them. */
#define STEMS_MAX 64u

static size_t
split_key(const struct pm_plan *plan, uint32_t id, struct pm_stem stems[STEMS_MAX])
{
	size_t len, n = 0;
	const char *at = pm_intern_get(&plan->words, id, &len), *end = at + len, *nul;

	for (; n < STEMS_MAX; at = nul + 1) {
		nul = memchr(at, '\0', (size_t)(end - at));
		stems[n++] = (struct pm_stem){ at,
					       (size_t)((nul == NULL ? end : nul) - at) };
		if (nul == NULL)
			break;
	}
	return n;
}

/* In how many articles the stems of a word are, with PREFIX.  Estimated: to count those of a
 * common word would cost more than to search for it beside a rare one. */
static enum pm_status
count_articles(struct pm_plan *plan, const char *prefix, const struct pm_stem *stems,
	       size_t n, uint64_t *freq, struct pm_error *err)
{
	struct pm_db_term terms[STEMS_MAX];
	size_t len = strlen(prefix), i;
	struct pm_buf names;
	enum pm_status status;

	pm_buf_init(&names, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++) {
		pm_buf_put(&names, prefix, len);
		pm_buf_put(&names, stems[i].data, stems[i].len);
	}
	if (names.status < 0)
		return pm_fail_nomem(err);
	for (i = 0, terms[0].data = pm_buf_str(&names); i < n; i++) {
		terms[i].len = len + stems[i].len;
		if (i + 1 < n)
			terms[i + 1].data = terms[i].data + terms[i].len;
	}
	status = pm_plan_estimate(plan, terms, n, freq, err);
	pm_buf_release(&names);
	return status;
}

static enum pm_status
weigh_words(struct pm_plan *plan, struct pm_error *err)
{
	uint64_t articles = plan->statistics.articles, freq;
	struct pm_stem stems[STEMS_MAX];
	enum pm_status status;
	uint32_t i;
	size_t n;

	for (i = 0; i < plan->words.n; i++) {
		struct pm_plan_word *w = &plan->weights[i];

		n = split_key(plan, i, stems);
		status = count_articles(plan, "", stems, n, &freq, err);
		if (status == PM_OK)
			status = count_articles(plan, PM_PREFIX_TITLE, stems, n,
						&w->title_freq, err);
		if (status != PM_OK)
			return status;
		w->weight = pm_bm25_weight(w->count, articles, (double)freq);
		w->title_weight = pm_bm25_weight(PM_WEIGHT_TITLE * w->count, articles,
						 (double)w->title_freq);
	}
	return PM_OK;
}

enum pm_status
pm_plan_weigh(struct pm_plan *plan, struct pm_error *err)
{
	enum pm_status status = count_words(plan, plan->tree, 1, err);

	return status < 0 ? status : weigh_words(plan, err);
}

double
pm_plan_take_weight(struct pm_plan *plan, const struct pm_stem_set *stems,
		    enum pm_plan_place place)
{
	uint32_t id = pm_intern_find(&plan->words, stems->key, stems->key_len);

	/* Where not all of them are candidates, the weight is added separately. */
	if (place == PM_PLACE_NONE || id == PM_U32_NONE || plan->weights[id].placed ||
	    stems->n < stems->n_all || stems->n > STEMS_MAX)
		return 0;
	plan->weights[id].placed = true;
	return plan->weights[id].weight;
}

enum pm_status
pm_plan_add_rank_only(struct pm_plan *plan, struct pm_error *err)
{
	struct pm_stem stems[STEMS_MAX];
	enum pm_status status = PM_OK;
	uint32_t n = 0, i;

	for (i = 0; i < plan->words.n && status == PM_OK; i++) {
		const struct pm_plan_word *w = &plan->weights[i];
		size_t k = split_key(plan, i, stems);

		if (!w->placed) {
			n++;
			status = pm_plan_stems(plan, "", stems, k, w->weight, err);
		}
		if (status == PM_OK && w->title_freq > 0) {
			n++;
			status = pm_plan_stems(plan, PM_PREFIX_TITLE, stems, k,
					       w->title_weight, err);
		}
	}
	if (status < 0 || n == 0)
		return status;
	if ((status = pm_plan_op(plan, PM_DB_OR, n, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_AND_MAYBE, 2, err);
}
