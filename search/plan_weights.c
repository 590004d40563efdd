/* Pressmark - planning: weights; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "shim/weights.h"
#include "text/fold.h"
#include "text/prefixes.h"
#include "text/stopwords.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>


static enum pm_status
count_stem(struct pm_plan *plan, const char *folded, size_t len, double count,
	   struct pm_error *err)
{
	uint32_t n = plan->stems.n, id;
	enum pm_status status;
	struct pm_buf stem;

	if (len > PM_FOLDED_MAX)
		return PM_OK;
	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	if ((status = pm_query_stem(plan->r.stemmer, folded, len, &stem, err)) == PM_OK)
		status = pm_intern(&plan->stems, pm_buf_str(&stem), stem.len, &id, err);
	pm_buf_release(&stem);
	if (status != PM_OK)
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

/* Count the stems of a leaf, except ideograms whose pairs are terms. */
static enum pm_status
count_leaf(struct pm_plan *plan, const struct pm_tree *leaf, double weight,
	   struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		bool stop = pm_is_stopword(plan->r.index->generation.language, w->folded,
					   w->folded_len);

		if (pm_plan_is_pair(leaf, i) || pm_plan_is_pair(leaf, i + 1) ||
		    w->match != PM_MATCH_WORD)
			continue;
		status = count_stem(plan, w->folded, w->folded_len,
				    stop ? weight * PM_WEIGHT_STOP_WORD : weight, err);
	}
	return status;
}

static enum pm_status
count_stems(struct pm_plan *plan, const struct pm_tree *t, double weight,
	    struct pm_error *err)
{
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : t->n_children, i;
	enum pm_status status = PM_OK;

	weight *= t->weight;
	if (t->op == PM_TREE_NOT)
		return PM_OK;
	for (i = 0; i < n && status == PM_OK; i++)
		status = count_stems(plan, t->children[i], weight, err);
	if (status < 0 || n > 0)
		return status;
	return t->field == PM_FIELD_ANY || t->field == PM_FIELD_TITLE
		     ? count_leaf(plan, t, weight, err)
		     : PM_OK;
}

/* The factor that turns libxapian's idf into f times the usual one, ln(1 + x). */
static double
idf_factor(double f, uint32_t articles, uint32_t freq)
{
	double x = ((double)articles - freq + .5) / (freq + .5);

	return f * log(1 + x) / log(x < 2 ? 1 + x / 2 : x);
}

static enum pm_status
weigh_stems(struct pm_plan *plan, struct pm_error *err)
{
	uint32_t n = plan->stems.n, i, articles = pm_db_articles(plan->r.index->db);
	struct pm_db_term *terms = pm_calloc((size_t)n * 2, sizeof *terms);
	uint32_t *freqs = pm_calloc((size_t)n * 2, sizeof *freqs);
	struct pm_buf titles;
	size_t at = 0;
	enum pm_status status = PM_OK;

	pm_buf_init(&titles, PM_BUF_NO_LIMIT);
	if (terms == NULL || freqs == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		terms[i].data = pm_intern_get(&plan->stems, i, &terms[i].len);
		pm_buf_puts(&titles, PM_PREFIX_TITLE);
		pm_buf_put(&titles, terms[i].data, terms[i].len);
	}
	if (titles.status < 0)
		status = pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		terms[n + i].data = pm_buf_str(&titles) + at;
		terms[n + i].len = terms[i].len + 1;
		at += terms[n + i].len;
	}
	if (status == PM_OK)
		status = pm_index_frequencies(plan->r.index, terms, (size_t)n * 2, freqs,
					      err);
	for (i = 0; i < n && status == PM_OK; i++) {
		struct pm_plan_stem *s = &plan->weights[i];

		s->factor = idf_factor(s->count, articles, freqs[i]);
		s->title_freq = freqs[n + i];
		s->title_factor = PM_WEIGHT_TITLE *
				  idf_factor(s->count, articles, freqs[n + i]);
	}
	pm_buf_release(&titles);
	free(terms);
	free(freqs);
	return status;
}

enum pm_status
pm_plan_weigh(struct pm_plan *plan, struct pm_error *err)
{
	enum pm_status status = count_stems(plan, plan->tree, 1, err);

	return status < 0 ? status : weigh_stems(plan, err);
}

double
pm_plan_take_weight(struct pm_plan *plan, const char *stem, size_t len,
		    enum pm_plan_place place)
{
	uint32_t id = pm_intern_find(&plan->stems, stem, len);

	if (place == PM_PLACE_NONE || id == PM_U32_NONE || plan->weights[id].placed)
		return 0;
	plan->weights[id].placed = true;
	return plan->weights[id].factor;
}

enum pm_status
pm_plan_add_rank_only(struct pm_plan *plan, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t n = 0, i;

	for (i = 0; i < plan->stems.n && status == PM_OK; i++) {
		const struct pm_plan_stem *s = &plan->weights[i];
		size_t len;
		const char *stem = pm_intern_get(&plan->stems, i, &len);

		if (!s->placed) {
			n++;
			status = pm_plan_term(plan, "", stem, len, s->factor, err);
		}
		if (status == PM_OK && s->title_freq > 0) {
			n++;
			status = pm_plan_term(plan, PM_PREFIX_TITLE, stem, len,
					      s->title_factor, err);
		}
	}
	if (status < 0 || n == 0)
		return status;
	if ((status = pm_plan_op(plan, PM_DB_OR, n, err)) < 0)
		return status;
	return pm_plan_op(plan, PM_DB_AND_MAYBE, 2, err);
}
