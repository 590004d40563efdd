/* Pressmark - planning: how many articles have words; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "shim/weights.h"

#include <stdlib.h>
#include <string.h>

/* Postings decoded at a time. */
#define POSTINGS 512u
/* What it costs to look a term up, in the units of a patience. */
#define TERM_WORK 200u

/* A set of articles of a segment, a bit for each, or of places of the index. */
struct set {
	uint64_t *bits;
	uint32_t n; /* how many there are */
};

static inline void
put(struct set *s, uint32_t i)
{
	s->bits[i / 64] |= UINT64_C(1) << i % 64;
}

static enum pm_status
set_new(struct set *s, uint32_t n, struct pm_error *err)
{
	s->n = n;
	s->bits = pm_calloc((size_t)n / 64 + 1, sizeof *s->bits);
	return s->bits == NULL ? pm_fail_nomem(err) : PM_OK;
}

static uint64_t
set_count(const struct set *s)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i <= s->n / 64; i++)
		n += (uint64_t)__builtin_popcountll(s->bits[i]);
	return n;
}

/* Take the articles of a segment that are gone out of a set, in which its first is
 * FIRST. */
static void
take_gone(const struct pm_plan *plan, size_t segment, struct set *s, uint32_t first)
{
	const struct pm_index *index = plan->r.index;
	const uint64_t *gone = index->gone != NULL ? index->gone[segment] : NULL;
	uint64_t articles = index->generation.segments[segment].articles, some;
	uint32_t word;

	for (word = 0; gone != NULL && word < (articles + 63) / 64; word++)
		for (some = gone[word]; some != 0; some &= some - 1) {
			uint32_t i = first + word * 64 + (uint32_t)__builtin_ctzll(some);

			s->bits[i / 64] &= ~(UINT64_C(1) << i % 64);
		}
}

/* --- through the lists -------------------------------------------------------- */

/* Put the articles of a list, which are at most as high as the set says. */
static enum pm_status
put_list(struct pm_plan *plan, struct pm_glass_list *l, struct set *s,
	 struct pm_error *err)
{
	uint32_t articles[POSTINGS + PM_GLASS_FILL_ROOM];
	uint32_t wdfs[POSTINGS + PM_GLASS_FILL_ROOM], n, i;
	enum pm_status status = PM_OK, enough;

	while (status == PM_OK) {
		status = pm_glass_list_fill(l, articles, wdfs, POSTINGS, &n, err);
		if (status < 0)
			return status;
		if (articles[n - 1] > s->n)
			return pm_glass_damaged(&l->glass->postings,
						"a list has an article that is not there",
						err);
		for (i = 0; i < n; i++)
			put(s, articles[i] - 1);
		enough = pm_patience_spend(pm_plan_patience(plan), n / 4 + 8, err);
		if (enough < 0)
			return enough;
	}
	return PM_OK;
}

static enum pm_status
count_in_segment(struct pm_plan *plan, size_t segment, const struct pm_db_term *terms,
		 size_t n, uint64_t *freq, struct pm_error *err)
{
	struct pm_glass *g = plan->r.index->lists[segment];
	struct set s;
	enum pm_status status = set_new(&s, g->last, err);
	size_t i;

	for (i = 0; i < n && status >= 0; i++) {
		struct pm_glass_list l;

		status = pm_glass_list_open(&l, g, terms[i].data, terms[i].len, err);
		if (status == PM_OK)
			status = put_list(plan, &l, &s, err);
		pm_glass_list_release(&l);
	}
	if (status >= 0) {
		take_gone(plan, segment, &s, 0);
		*freq += set_count(&s);
	}
	free(s.bits);
	return status < 0 ? status : PM_OK;
}

/* --- through libxapian --------------------------------------------------------- */

static int
put_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	struct set *s = ctx;

	(void)wdf;
	if (id > s->n)
		return PM_ERR_INTERNAL;
	put(s, id - 1);
	return 0;
}

static enum pm_status
count_by_libxapian(struct pm_plan *plan, const struct pm_db_term *terms, size_t n,
		   uint64_t *freq, struct pm_error *err)
{
	struct pm_db *db = plan->r.index->db;
	struct set s;
	enum pm_status status = set_new(&s, pm_db_articles(db), err);
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++)
		status = pm_db_postings(db, terms[i].data, terms[i].len, put_posting, &s,
					err);
	for (i = 0; i < plan->r.index->generation.n_segments && status == PM_OK; i++)
		take_gone(plan, i, &s, plan->r.index->before[i]);
	if (status == PM_OK)
		*freq = set_count(&s);
	free(s.bits);
	return status;
}

/* --- */

static enum pm_status
count_one(struct pm_plan *plan, const struct pm_db_term *term, uint64_t *freq,
	  struct pm_error *err)
{
	uint32_t one = 0;
	enum pm_status status = pm_index_frequencies(plan->r.index, term, 1, &one, err);

	*freq = one;
	return status;
}

static enum pm_status
count_any(struct pm_plan *plan, const struct pm_db_term *terms, size_t n, uint64_t *freq,
	  struct pm_error *err)
{
	struct pm_index *index = plan->r.index;
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(index, &lists, err);
	size_t i;

	*freq = 0;
	if (status == PM_DECLINED)
		return count_by_libxapian(plan, terms, n, freq, err);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		status = count_in_segment(plan, i, terms, n, freq, err);
	return status;
}

enum pm_status
pm_plan_count(struct pm_plan *plan, const struct pm_db_term *terms, size_t n,
	      uint64_t *freq, struct pm_error *err)
{
	enum pm_status status = pm_patience_spend(pm_plan_patience(plan), n * TERM_WORK,
						  err);

	if (status < 0)
		return status;
	return n == 1 ? count_one(plan, terms, freq, err)
		      : count_any(plan, terms, n, freq, err);
}

enum pm_status
pm_plan_estimate(struct pm_plan *plan, const struct pm_db_term *terms, size_t n,
		 uint64_t *freq, struct pm_error *err)
{
	uint64_t articles = plan->statistics.articles, one = 0;
	enum pm_status status = pm_patience_spend(pm_plan_patience(plan), n * TERM_WORK,
						  err);
	double any = 0;
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++) {
		status = count_one(plan, &terms[i], &one, err);
		if (articles > 0)
			any += (double)one * (1 - any / (double)articles);
	}
	*freq = n == 1 ? one : (uint64_t)(any + .5);
	return status;
}

enum pm_status
pm_plan_weight_of(struct pm_plan *plan, size_t from, size_t n, double count,
		  double *weight, struct pm_error *err)
{
	struct pm_db_term *terms;
	enum pm_status status;
	uint64_t freq;
	size_t i;

	*weight = 0;
	if (!plan->ranked || plan->excluded > 0 || plan->in_folds || n == 0)
		return PM_OK;
	if ((terms = pm_alloc(n, sizeof *terms)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		terms[i].data = pm_intern_get(&plan->terms,
					      (uint32_t)plan->nodes[from + i].term_len,
					      &terms[i].len);
	status = pm_plan_count(plan, terms, n, &freq, err);
	*weight = pm_bm25_weight(count, plan->statistics.articles, (double)freq);
	free(terms);
	return status;
}
