/* Pressmark - requests that are lists side by side: see conjunction.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction.h"

#include "search/best.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 1024u /* candidates found before they are checked */
#define STEPS 256u  /* candidates found between two looks at patience */

/* --- the walk ----------------------------------------------------------- */


/* Lists of which an article must have one; those that have ended are dropped. */
struct member {
	struct pm_glass_list *lists[PM_SHAPE_TERMS];
	uint32_t columns[PM_SHAPE_TERMS];
	uint32_t n;
	uint32_t article; /* the first of all lists */
	uint64_t freq;	  /* at most this many articles */
};

struct run {
	const struct pm_shape *shape;
	const struct pm_db_request *request;
	struct pm_patience *patience;
	struct pm_glass *const *segments;
	size_t n_segments;
	struct pm_glass_list *lists;	/* by segment, then term */
	bool *has_list;			/* in the same order */
	double weights[PM_SHAPE_TERMS]; /* by term; 0 for one that adds nothing */
	double per_length;		/* 1 / average length, or 0 if that is 0 */
	uint64_t articles;
	struct pm_best best;
	uint32_t first, max, total;
	/* in the current segment: what articles must have, the rarest first, and what
	 * not */
	size_t segment;
	struct member walk[PM_SHAPE_TERMS], out[PM_SHAPE_TERMS];
	uint32_t n_walk, n_out;
	bool at_end;
	bool ended; /* a check wants no more, or patience is over */
	uint32_t n_found, steps;
	uint32_t found[BATCH];
	uint8_t answers[BATCH];
	uint16_t open[BATCH]; /* a bit for each check still to be asked */
	uint32_t wdfs[BATCH * PM_SHAPE_TERMS]; /* n_columns for each candidate;
						 * PM_U32_NONE: not there */
};

static struct pm_glass_list *
list_of(const struct run *r, size_t segment, uint32_t term)
{
	return &r->lists[segment * r->shape->n_terms + term];
}

static bool
has_list(const struct run *r, size_t segment, uint32_t term)
{
	return r->has_list[segment * r->shape->n_terms + term];
}

static enum pm_status
open_lists(struct run *r, struct pm_error *err)
{
	size_t n = r->n_segments * r->shape->n_terms, i;

	r->lists = pm_alloc(n, sizeof *r->lists);
	r->has_list = pm_calloc(n, sizeof *r->has_list);
	if (r->lists == NULL || r->has_list == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		const struct pm_db_node *node = r->shape->terms[i % r->shape->n_terms].node;
		enum pm_status status;

		status = pm_glass_list_open(&r->lists[i],
					    r->segments[i / r->shape->n_terms],
					    node->term, node->term_len, err);
		r->has_list[i] = status != PM_ABSENT;
		if (status < 0)
			return status;
	}
	return PM_OK;
}

static void
weigh_terms(struct run *r)
{
	double all = (double)r->articles;
	uint64_t words = 0;
	uint32_t i;
	size_t k;

	for (k = 0; k < r->n_segments; k++)
		words += r->segments[k]->words;
	r->per_length = words > 0 && r->articles > 0 ? 1 / ((double)words / all) : 0;
	for (i = 0; i < r->shape->n_terms; i++) {
		uint64_t freq = 0;

		for (k = 0; k < r->n_segments; k++)
			if (has_list(r, k, i))
				freq += list_of(r, k, i)->freq;
		r->weights[i] = pm_bm25_weight(r->shape->terms[i].factor, r->articles,
					       (double)freq);
	}
}

/* The lists of a member in the current segment. */
static void
gather_member(struct run *r, uint32_t member, struct member *m)
{
	uint32_t i;

	m->n = 0;
	m->freq = 0;
	m->article = UINT32_MAX;
	for (i = 0; i < r->shape->n_terms; i++) {
		struct pm_glass_list *p = list_of(r, r->segment, i);

		if (r->shape->terms[i].member != member || !has_list(r, r->segment, i))
			continue;
		m->lists[m->n] = p;
		m->columns[m->n++] = r->shape->terms[i].column;
		m->freq += p->freq;
		if (p->article < m->article)
			m->article = p->article;
	}
}

/* Line up the lists of the current segment.  PM_ABSENT: it has no list of a member that
 * articles must have. */
static enum pm_status
line_up(struct run *r)
{
	struct member m;
	uint32_t i, k;

	r->n_walk = r->n_out = 0;
	r->at_end = false;
	for (i = 0; i < r->shape->n_members; i++) {
		gather_member(r, i, &m);
		if (r->shape->is_out[i]) {
			if (m.n > 0)
				r->out[r->n_out++] = m;
			continue;
		}
		if (m.n == 0)
			return PM_ABSENT;
		for (k = r->n_walk++; k > 0 && m.freq < r->walk[k - 1].freq; k--)
			r->walk[k] = r->walk[k - 1];
		r->walk[k] = m;
	}
	return PM_OK;
}

/* List I has ended: close the gap. */
static void
drop_list(struct member *m, uint32_t i)
{
	m->n--;
	m->lists[i] = m->lists[m->n];
	m->columns[i] = m->columns[m->n];
}

/* Move to the first article, not before ARTICLE, that is in one of the lists. */
static enum pm_status
skip_some(struct member *m, uint32_t article, struct pm_error *err)
{
	uint32_t first = UINT32_MAX, i = 0;

	while (i < m->n) {
		struct pm_glass_list *p = m->lists[i];

		if (p->article < article) {
			enum pm_status status = p->article + 1 == article
						      ? pm_glass_list_next(p, err)
						      : pm_glass_list_skip(p, article, err);

			if (status < 0)
				return status;
			if (status == PM_END) {
				drop_list(m, i);
				continue;
			}
		}
		if (p->article < first)
			first = p->article;
		i++;
	}
	m->article = first;
	return m->n > 0 ? PM_OK : PM_END;
}

static inline enum pm_status
skip_to(struct member *m, uint32_t article, struct pm_error *err)
{
	enum pm_status status;

	if (m->n != 1)
		return m->article >= article && m->n > 0 ? PM_OK
							 : skip_some(m, article, err);
	status = pm_glass_list_skip(m->lists[0], article, err);
	m->article = m->lists[0]->article;
	return status;
}

static inline enum pm_status
go_on(struct member *m, struct pm_error *err)
{
	enum pm_status status;

	if (m->n != 1)
		return skip_some(m, m->article + 1, err);
	status = pm_glass_list_next(m->lists[0], err);
	m->article = m->lists[0]->article;
	return status;
}

/* From the article where the rarest member is, move on to the first article that has all
 * members. */
static enum pm_status
agree(struct member *walk, uint32_t n, struct pm_error *err)
{
	enum pm_status status;
	uint32_t i = 1;

	while (i < n) {
		status = skip_to(&walk[i], walk[0].article, err);
		if (status != PM_OK)
			return status;
		if (walk[i].article == walk[0].article) {
			i++;
			continue;
		}
		status = skip_to(&walk[0], walk[i].article, err);
		if (status != PM_OK)
			return status;
		i = 1;
	}
	return PM_OK;
}

/* Whether the article has something that it must not have. */
static enum pm_status
is_left_out(struct run *r, uint32_t article, bool *yes, struct pm_error *err)
{
	enum pm_status status;
	uint32_t i = 0;

	*yes = false;
	while (i < r->n_out && !*yes) {
		struct member *m = &r->out[i];

		if ((status = skip_to(m, article, err)) < 0)
			return status;
		if (status == PM_END) {
			r->out[i] = r->out[--r->n_out];
			continue;
		}
		*yes = m->article == article;
		i++;
	}
	return PM_OK;
}

static void
add_candidate(struct run *r, uint32_t article)
{
	uint32_t n = r->shape->n_columns, i, k;
	uint32_t *wdfs = r->wdfs + (size_t)r->n_found * n;

	for (i = 0; i < n; i++)
		wdfs[i] = PM_U32_NONE;
	for (i = 0; i < r->n_walk; i++) {
		const struct member *m = &r->walk[i];

		for (k = 0; k < m->n; k++)
			if (m->lists[k]->article == article)
				wdfs[m->columns[k]] = m->lists[k]->wdf;
	}
	r->found[r->n_found++] = article;
}

/* The next candidates in the current segment. */
static enum pm_status
find_batch(struct run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool out = false;

	for (r->n_found = 0; r->n_found < BATCH && status == PM_OK;) {
		uint32_t article;

		if (r->steps++ % STEPS == 0 && pm_patience_over(r->patience, STEPS)) {
			r->ended = true;
			break;
		}
		if ((status = agree(r->walk, r->n_walk, err)) != PM_OK)
			break;
		article = r->walk[0].article;
		if (r->n_out > 0 && (status = is_left_out(r, article, &out, err)) < 0)
			return status;
		if (!out)
			add_candidate(r, article);
		status = go_on(&r->walk[0], err);
	}
	if (status < 0)
		return status;
	r->at_end = status == PM_END;
	return PM_OK;
}

static enum pm_status
weigh(struct run *r, uint32_t article, const uint32_t *wdfs, double *score,
      struct pm_error *err)
{
	uint32_t length, i;
	enum pm_status status;
	double normal;

	status = pm_glass_length(r->segments[r->segment], article, &length, err);
	if (status < 0)
		return status;
	normal = length * r->per_length;
	*score = 0;
	for (i = 0; i < r->shape->n_terms; i++) {
		struct pm_glass_list *p = list_of(r, r->segment, i);
		bool *there = &r->has_list[r->segment * r->shape->n_terms + i];

		if (r->weights[i] == 0)
			continue;
		if (r->shape->terms[i].member != PM_U32_NONE) {
			uint32_t wdf = wdfs[r->shape->terms[i].column];

			if (wdf != PM_U32_NONE)
				*score += pm_bm25_part(r->weights[i], wdf, normal);
			continue;
		}
		if (*there && (status = pm_glass_list_skip(p, article, err)) != PM_OK) {
			if (status < 0)
				return status;
			pm_glass_list_release(p);
			*there = false;
		}
		if (*there && p->article == article)
			*score += pm_bm25_part(r->weights[i], p->wdf, normal);
	}
	return PM_OK;
}

/* PM_DB_YES if all checks in OPEN say yes, else what the first one said instead. */
static int
passes(const struct run *r, uint32_t article, unsigned open)
{
	uint32_t i;
	int yes = PM_DB_YES;

	for (i = 0; i < r->shape->n_checks && yes == PM_DB_YES; i++) {
		const struct pm_db_node *node = r->shape->checks[i];

		if (open >> i & 1)
			yes = node->check(node->ctx, r->segment, article);
	}
	return yes;
}

static enum pm_status
check_failed(const struct run *r, enum pm_status status, struct pm_error *err)
{
	return pm_check_failed(r->request, r->segments[r->segment], status, err);
}

/* Drop the candidates that check CHECK refuses, and mark those that it accepts as not to
 * be checked by it again. */
static void
drop_others(struct run *r, uint32_t check)
{
	uint32_t n = r->shape->n_columns, to = 0, i;

	for (i = 0; i < r->n_found; i++) {
		if (r->answers[i] == PM_DB_NO)
			continue;
		r->found[to] = r->found[i];
		r->open[to] = r->open[i];
		if (r->answers[i] == PM_DB_YES)
			r->open[to] &= (uint16_t) ~(1u << check);
		memmove(r->wdfs + (size_t)to * n, r->wdfs + (size_t)i * n,
			n * sizeof *r->wdfs);
		to++;
	}
	r->n_found = to;
}

/* The first column of the terms that the check's candidates must have. */
static uint32_t
first_column(const struct run *r, uint32_t check)
{
	return r->shape->terms[r->shape->check_terms[check]].column;
}

static enum pm_status
sift_batch(struct run *r, struct pm_error *err)
{
	uint32_t i;

	for (i = 0; i < r->n_found; i++)
		r->open[i] = (uint16_t)~0u;
	for (i = 0; i < r->shape->n_checks && r->n_found > 0; i++) {
		const struct pm_db_node *node = r->shape->checks[i];
		int status;

		if (node->sift == NULL)
			continue;
		status = node->sift(node->ctx, r->segment, r->found, r->n_found,
				    r->wdfs + first_column(r, i), r->shape->n_columns,
				    r->answers);
		if (status < 0)
			return check_failed(r, (enum pm_status)status, err);
		drop_others(r, i);
	}
	return PM_OK;
}

static enum pm_status
settle_batch(struct run *r, struct pm_error *err)
{
	const uint32_t *wdfs = r->wdfs;
	struct pm_db_match match;
	enum pm_status status;
	uint32_t i;

	for (i = 0; i < r->n_found; i++, wdfs += r->shape->n_columns) {
		int yes;

		if ((yes = passes(r, r->found[i], r->open[i])) < 0)
			return check_failed(r, (enum pm_status)yes, err);
		if (yes == PM_DB_END) {
			r->ended = true;
			return PM_OK;
		}
		if (yes == PM_DB_NO)
			continue;
		r->total++;
		if (r->best.keep == 0)
			continue;
		status = weigh(r, r->found[i], wdfs, &match.score, err);
		if (status < 0)
			return status;
		match.id = (uint32_t)((r->found[i] - 1) * r->n_segments + r->segment + 1);
		if ((status = pm_best_offer(&r->best, &match, err)) < 0)
			return status;
	}
	return PM_OK;
}

static enum pm_status
run(struct run *r, struct pm_error *err)
{
	enum pm_status status;

	if ((status = open_lists(r, err)) < 0)
		return status;
	if (r->best.keep > 0)
		weigh_terms(r);
	for (r->segment = 0; r->segment < r->n_segments && !r->ended; r->segment++) {
		if (line_up(r) == PM_ABSENT)
			continue;
		while (!r->at_end && !r->ended)
			if ((status = find_batch(r, err)) < 0 ||
			    (status = sift_batch(r, err)) < 0 ||
			    (status = settle_batch(r, err)) < 0)
				return status;
	}
	return PM_OK;
}

static void
release(struct run *r)
{
	size_t n = r->n_segments * r->shape->n_terms, i;

	for (i = 0; r->has_list != NULL && i < n; i++)
		if (r->has_list[i])
			pm_glass_list_release(&r->lists[i]);
	free(r->lists);
	free(r->has_list);
	free(r->best.all);
	free(r);
}

/* A segment that has been found damaged stays damaged. */
static enum pm_status
heed_guards(const struct run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->n_segments && status == PM_OK; i++)
		status = pm_glass_status(r->segments[i], err);
	return status;
}

enum pm_status
pm_conjunction_search(const struct pm_shape *shape, struct pm_glass *const *segments,
		      size_t n, const struct pm_db_request *request,
		      struct pm_patience *patience, struct pm_db_page *page,
		      struct pm_error *err)
{
	struct run *r = pm_alloc(1, sizeof *r);
	enum pm_status status;
	size_t i;

	if (r == NULL)
		return pm_fail_nomem(err);
	r->shape = shape;
	r->request = request;
	r->patience = patience;
	r->segments = segments;
	r->n_segments = n;
	r->lists = NULL;
	r->has_list = NULL;
	r->best = (struct pm_best){ 0 };
	r->articles = 0;
	r->ended = false;
	r->steps = 0;
	for (i = 0; i < n; i++)
		r->articles += segments[i]->articles;
	r->first = request->first < r->articles ? request->first : (uint32_t)r->articles;
	r->max = request->max < r->articles - r->first
		       ? request->max
		       : (uint32_t)(r->articles - r->first);
	r->best.keep = r->max > 0 ? (size_t)r->first + r->max : 0;
	r->total = page->total = page->n = 0;
	if ((status = heed_guards(r, err)) == PM_OK)
		status = run(r, err);
	if (status == PM_OK) {
		page->total = r->total;
		pm_best_page(&r->best, r->first, r->max, page);
	}
	release(r);
	return status;
}
