/* Pressmark - patterns as strings of codes: see pattern_parts.h and code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "segment/codes.h"

#include <stdlib.h>
#include <string.h>

/* With more ways than this, decoding is quicker. */
#define CODED_MAX PM_CODE_STRINGS_MAX
#define CODED_WORDS_MAX 64u
#define CODED_STEPS_MAX 1024u

/* A way through the states, as far as it has gone. */
struct way {
	uint32_t ranks[CODED_WORDS_MAX];
	size_t n;
	bool sure;
	size_t *steps; /* of all ways together: most may be dead ends */
};

/* What it means if the codes of a way are in an article: see `sure` in struct
 * pm_pattern. */
enum tells { PERHAPS, SURE };

static enum pm_status
add_coded(struct pm_pattern *p, const uint32_t *ranks, size_t n, enum tells tells,
	  struct pm_error *err)
{
	enum pm_status status = pm_code_string_init(&p->coded[p->n_coded], ranks, n, err);

	if (status == PM_OK)
		p->sure[p->n_coded++] = tells == SURE;
	return status;
}

static enum pm_status walk(struct pm_pattern *p, size_t state, struct way *w,
			   struct pm_error *err);

/* Continue over an edge by N words.  PM_DECLINED: there are too many ways. */
static enum pm_status
walk_on(struct pm_pattern *p, const struct pm_edge *e, struct way *w,
	const uint32_t *ranks, size_t n, enum tells tells, struct pm_error *err)
{
	struct way on = { .n = w->n + n,
			  .sure = w->sure && tells == SURE,
			  .steps = w->steps };

	if (on.n > CODED_WORDS_MAX || ++*w->steps > CODED_STEPS_MAX)
		return PM_DECLINED;
	memcpy(on.ranks, w->ranks, w->n * sizeof *on.ranks);
	memcpy(on.ranks + w->n, ranks, n * sizeof *ranks);
	return walk(p, e->to, &on, err);
}

static enum pm_status
walk(struct pm_pattern *p, size_t state, struct way *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	if (state == p->n_states - 1)
		return p->n_coded == CODED_MAX
			     ? PM_DECLINED
			     : add_coded(p, w->ranks, w->n, w->sure ? SURE : PERHAPS, err);
	for (i = p->first_edge[state]; i < p->first_edge[state + 1]; i++) {
		const struct pm_edge *e = &p->edges[i];
		const struct pm_atom *a = &e->atom;

		if (a->n_ranks + a->n_sequences > CODED_MAX)
			return PM_DECLINED;
		for (k = 0; k < a->n_ranks && status == PM_OK; k++)
			status = walk_on(p, e, w, &a->ranks[k], 1, SURE, err);
		for (k = 0; k < a->n_sequences && status == PM_OK; k++)
			status = walk_on(p, e, w, a->sequences[k].ranks, a->sequences[k].n,
					 a->sequences[k].joint == PM_JOINT_ANY ? SURE
									       : PERHAPS,
					 err);
	}
	return status;
}

void
pm_pattern_release_coded(struct pm_pattern *p)
{
	size_t i;

	while (p->n_coded > 0)
		pm_code_string_release(&p->coded[--p->n_coded]);
	for (i = 0; p->word_codes != NULL && i < p->n_edges; i++)
		pm_code_string_release(&p->word_codes[i].string);
	free(p->word_codes);
	p->word_codes = NULL;
	p->anchor = PM_NO_ANCHOR;
}

enum which { FIRST_WORDS, LAST_WORDS };

/* Add the words that A can begin with, or end with. */
static enum pm_status
add_neighbours(struct pm_atom *out, const struct pm_atom *a, enum which which,
	       struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < a->n_ranks && status == PM_OK; i++)
		status = pm_atom_rank(out, a->ranks[i], err);
	for (i = 0; i < a->n_sequences && status == PM_OK; i++)
		status = pm_atom_rank(out,
				      a->sequences[i].ranks[which == LAST_WORDS
								    ? a->sequences[i].n - 1
								    : 0],
				      err);
	return status;
}

/* What it costs to find word A, to decide which one to search for in the articles' codes:
 * a comparison for each way to write it, and a stop at each place where it stands, which
 * for words of one byte is everywhere. */
static size_t
cost_of(const struct pm_atom *a)
{
	size_t n = a->n_ranks + a->n_sequences;

	if (a->n_ranks == 0 || n > CODED_MAX)
		return SIZE_MAX;
	return a->ranks[0] < pm_class_start[1] ? CODED_MAX + n : n;
}

/* An edge that all ways pass over, if every word is a single edge: the cheapest to find,
 * and of those the rarest. */
static const struct pm_edge *
find_anchor(const struct pm_pattern *p)
{
	const struct pm_edge *best = NULL;
	size_t i, cost, least = SIZE_MAX;

	if (p->n_edges != p->n_states - 1 || p->n_edges > PM_ANCHORED_WORDS_MAX)
		return NULL;
	for (i = 0; i < p->n_edges; i++) {
		const struct pm_atom *a = &p->edges[i].atom;

		cost = cost_of(a);
		if (cost < least ||
		    (best != NULL && cost == least && a->ranks[0] > best->atom.ranks[0])) {
			best = &p->edges[i];
			least = cost;
		}
	}
	return best;
}

/* The words that can come before edge FIRST and after edge LAST, if all words are single
 * edges; NULL: that is not asked. */
static enum pm_status
find_sides(struct pm_pattern *p, const struct pm_edge *first, const struct pm_edge *last,
	   struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (first != NULL && first > p->edges)
		status = add_neighbours(&p->before, &first[-1].atom, LAST_WORDS, err);
	if (status == PM_OK && last != NULL && last + 1 < p->edges + p->n_edges)
		status = add_neighbours(&p->behind, &last[1].atom, FIRST_WORDS, err);
	if (status == PM_OK)
		status = pm_atom_finish(&p->before, p->segment, err);
	return status < 0 ? status : pm_atom_finish(&p->behind, p->segment, err);
}

static enum pm_status
make_anchor(struct pm_pattern *p, const struct pm_edge *best, struct pm_error *err)
{
	enum pm_status status = find_sides(p, best, best, err);
	size_t k;

	for (k = 0; k < best->atom.n_ranks && status == PM_OK; k++)
		status = add_coded(p, &best->atom.ranks[k], 1, PERHAPS, err);
	for (k = 0; k < best->atom.n_sequences && status == PM_OK; k++)
		status = add_coded(p, best->atom.sequences[k].ranks,
				   best->atom.sequences[k].n, PERHAPS, err);
	p->anchored = status == PM_OK;
	/* Each of these words counts towards the wdf wherever it stands; an address does
	 * so by its parts. */
	if (best->atom.n_sequences == 0)
		p->anchor = (size_t)(best - p->edges);
	return status;
}

/* How many pairs there are of a word that edge I can end with and one that the next edge
 * can begin with; 0 if that is more than CODED_MAX.  *RAREST: the highest rank of
 * either. */
static size_t
count_joint(const struct pm_pattern *p, size_t i, uint32_t *rarest)
{
	const struct pm_atom *b;
	size_t n[2], k, m;

	*rarest = 0;
	for (k = 0; k < 2; k++) {
		b = &p->edges[i + k].atom;
		n[k] = b->n_ranks + b->n_sequences;
		if (n[k] == 0 || n[k] > CODED_MAX)
			return 0;
		for (m = 0; m < b->n_ranks; m++)
			if (b->ranks[m] > *rarest)
				*rarest = b->ranks[m];
	}
	return n[0] * n[1] <= CODED_MAX ? n[0] * n[1] : 0;
}

/* Search for two words where they meet, each of them an edge: where the fewest pairs are
 * possible, and of those the rarest.  PM_DECLINED: nowhere are they few enough. */
static enum pm_status
make_joint(struct pm_pattern *p, struct pm_error *err)
{
	struct pm_atom left = { 0 }, right = { 0 };
	const struct pm_edge *e;
	size_t i, k, m, n, best = 0, least = CODED_MAX + 1;
	uint32_t rarest, best_rarest = 0;
	enum pm_status status = PM_DECLINED;

	for (i = 0; i + 1 < p->n_edges; i++) {
		n = count_joint(p, i, &rarest);
		if (n > 0 && (n < least || (n == least && rarest > best_rarest))) {
			best = i;
			least = n;
			best_rarest = rarest;
		}
	}
	if (least > CODED_MAX)
		return PM_DECLINED;
	/* Of a sequence, the pair has but one word: what comes next is not beside it. */
	e = &p->edges[best];
	status = find_sides(p, e[0].atom.n_sequences == 0 ? &e[0] : NULL,
			    e[1].atom.n_sequences == 0 ? &e[1] : NULL, err);
	if (status == PM_OK &&
	    (status = add_neighbours(&left, &e[0].atom, LAST_WORDS, err)) == PM_OK)
		status = add_neighbours(&right, &e[1].atom, FIRST_WORDS, err);
	for (k = 0; k < left.n_ranks && status == PM_OK; k++)
		for (m = 0; m < right.n_ranks && status == PM_OK; m++) {
			const uint32_t pair[2] = { left.ranks[k], right.ranks[m] };

			status = add_coded(p, pair, 2, PERHAPS, err);
		}
	pm_atom_release(&left);
	pm_atom_release(&right);
	p->anchored = status == PM_OK;
	return status;
}

/* If the only way to write it consists of single words: the code of each by itself. */
static enum pm_status
code_words(struct pm_pattern *p, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, at = 0;

	if (p->n_coded != 1 || !p->sure[0] || p->n_edges != p->n_states - 1)
		return PM_OK;
	for (i = 0; i < p->n_edges; i++)
		if (p->edges[i].atom.n_ranks != 1 || p->edges[i].atom.n_sequences > 0)
			return PM_OK;
	if ((p->word_codes = pm_calloc(p->n_edges, sizeof *p->word_codes)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < p->n_edges && status == PM_OK; i++) {
		struct pm_word_code *w = &p->word_codes[i];

		w->before = at;
		status = pm_code_string_init(&w->string, p->edges[i].atom.ranks, 1, err);
		at += w->string.len;
	}
	return status;
}

/* All ways to write it as codes, or what all of them have in common, or nothing if that
 * is too much. */
enum pm_status
pm_pattern_code(struct pm_pattern *p, struct pm_error *err)
{
	size_t steps = 0;
	struct way w = { .sure = true, .steps = &steps };
	const struct pm_edge *anchor = find_anchor(p);
	enum pm_status status;

	p->anchor = PM_NO_ANCHOR;
	if (p->separators != NULL)
		return PM_OK;
	status = walk(p, 0, &w, err);
	if (status == PM_OK &&
	    (anchor == NULL || p->n_coded <= 1 ||
	     p->n_coded <= anchor->atom.n_ranks + anchor->atom.n_sequences))
		return code_words(p, err);
	pm_pattern_release_coded(p);
	if (status < 0 || anchor == NULL)
		return status < 0 ? status : PM_OK;
	if (cost_of(&anchor->atom) > CODED_MAX &&
	    (status = make_joint(p, err)) != PM_DECLINED)
		return status;
	return make_anchor(p, anchor, err);
}
