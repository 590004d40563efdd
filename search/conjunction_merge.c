/* Pressmark - requests that are lists side by side: one list made of many; see
 * conjunction_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction_parts.h"

#include <stdlib.h>
#include <string.h>

/* One posting in so many articles, and it is worth having a number for each article. */
#define SPARSE 16u

void
pm_merged_release(struct pm_merged_list *m)
{
	free(m->articles);
	free(m->wdfs);
	memset(m, 0, sizeof *m);
}

/* The list of a term of the leaf, with its share if that is a member. */
static enum pm_status
open_term(const struct pm_run *r, const struct pm_shape_leaf *leaf, uint32_t term,
	  struct pm_lane *l, struct pm_error *err)
{
	const struct pm_db_node *node = r->shape->terms[term];
	struct pm_glass *glass = r->segments[r->segment];

	return leaf->member == PM_U32_NONE
		     ? pm_lane_open(l, glass, node->term, node->term_len, err)
		     : pm_lane_open_shared(l, glass, r->request, node, r->segment,
					   leaf->marked, err);
}

/* --- sums ------------------------------------------------------------------- */

/* A sum and a wdf, of the same article, together.  Without marks all count. */
static inline uint32_t
add(uint32_t sum, uint32_t wdf, bool marked)
{
	uint32_t counts = marked ? (sum | wdf) & PM_LANE_COUNTS : PM_LANE_COUNTS;

	return (((sum & PM_LANE_WDF) + (wdf & PM_LANE_WDF)) & PM_LANE_WDF) | counts;
}

/* What is gathered of all lists: a sum for each article; or, where they have few, their
 * postings, as article and wdf in one number. */
struct sums {
	uint32_t *by_article;
	uint32_t last; /* article */
	uint64_t *few;
	size_t n, cap;
};

static enum pm_status
gather(struct pm_run *r, struct sums *s, const struct pm_shape_leaf *leaf, uint32_t term,
       struct pm_lane_room *room, struct pm_error *err)
{
	struct pm_lane l;
	enum pm_status status = open_term(r, leaf, term, &l, err);
	uint32_t i;

	if (status == PM_OK && l.there)
		status = pm_lanes_make_room(&l, 1, room, err);
	while (status == PM_OK && !l.at_end && !r->ended) {
		if ((status = pm_lane_fill(&l, err)) < 0)
			break;
		r->ended = pm_patience_over(r->patience, l.n / 4 + 8);
		if (s->by_article == NULL &&
		    (status = pm_grow(&s->few, &s->cap, s->n + l.n, sizeof *s->few, err)) <
			    0)
			break;
		for (i = 0; i < l.n; i++) {
			uint32_t article = l.articles[i];

			if (article > s->last) {
				status = pm_glass_damaged(
					&l.list.glass->postings,
					"a list has an article that is not there", err);
				break;
			}
			if (s->by_article == NULL)
				s->few[s->n++] = (uint64_t)article << 32 | l.wdfs[i];
			else
				s->by_article[article] = add(s->by_article[article],
							     l.wdfs[i], leaf->marked);
		}
	}
	pm_lane_close(&l);
	return status;
}

/* --- the list ---------------------------------------------------------------- */

/* An article with this sum: without a mark it has nothing that counts, and is only there
 * to be weighed if it matches by another leaf. */
static inline void
put(struct pm_merged_list *m, uint32_t article, uint32_t sum,
    const struct pm_shape_leaf *leaf)
{
	m->articles[m->n] = article;
	m->wdfs[m->n] = leaf->marked ? sum : sum & PM_LANE_WDF;
	m->n += leaf->counts ? sum >> 31 : sum != 0;
}

static int
by_article(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
put_few(struct pm_merged_list *m, struct sums *s, const struct pm_shape_leaf *leaf)
{
	size_t i;

	if (s->n > 1)
		qsort(s->few, s->n, sizeof *s->few, by_article);
	for (i = 0; i < s->n;) {
		uint32_t article = (uint32_t)(s->few[i] >> 32), sum = 0;

		for (; i < s->n && s->few[i] >> 32 == article; i++)
			sum = add(sum, (uint32_t)s->few[i], leaf->marked);
		put(m, article, sum, leaf);
	}
}

static enum pm_status
make_list(struct pm_merged_list *m, struct sums *s, const struct pm_shape_leaf *leaf,
	  struct pm_error *err)
{
	size_t room = (s->by_article != NULL ? (size_t)s->last + 1 : s->n) +
		      PM_GLASS_FILL_ROOM;
	enum pm_status status = pm_grow(&m->articles, &m->articles_cap, room,
					sizeof *m->articles, err);
	uint32_t i;

	if (status == PM_OK)
		status = pm_grow(&m->wdfs, &m->wdfs_cap, room, sizeof *m->wdfs, err);
	if (status < 0)
		return status;
	m->n = 0;
	for (i = 0; s->by_article != NULL && i <= s->last; i++)
		put(m, i, s->by_article[i], leaf);
	if (s->by_article == NULL)
		put_few(m, s, leaf);
	memset(m->articles + m->n, 0, PM_GLASS_FILL_ROOM * sizeof *m->articles);
	memset(m->wdfs + m->n, 0, PM_GLASS_FILL_ROOM * sizeof *m->wdfs);
	return PM_OK;
}

/* In how many articles they are, all together, at most. */
static enum pm_status
add_up(const struct pm_run *r, uint32_t list, uint64_t *postings, struct pm_error *err)
{
	const struct pm_shape_list *of = &r->shape->lists[list];
	enum pm_status status = PM_OK;
	struct pm_lane l;
	uint32_t i;

	*postings = 0;
	for (i = of->first; i < of->first + of->n && status == PM_OK; i++) {
		status = open_term(r, pm_run_leaf(r, list), i, &l, err);
		*postings += l.there ? l.list.freq : 0;
		pm_lane_close(&l);
	}
	return status;
}

enum pm_status
pm_run_merge(struct pm_run *r, uint32_t list, struct pm_error *err)
{
	const struct pm_shape_list *of = &r->shape->lists[list];
	const struct pm_shape_leaf *leaf = pm_run_leaf(r, list);
	struct pm_lane *lane = &r->lanes[list];
	struct sums s = { .last = r->segments[r->segment]->last };
	struct pm_lane_room room = { NULL, 0 };
	enum pm_status status;
	uint64_t postings;
	uint32_t i;

	if ((status = add_up(r, list, &postings, err)) < 0)
		return status;
	if (postings > s.last / SPARSE &&
	    (s.by_article = pm_calloc((size_t)s.last + 1, sizeof *s.by_article)) == NULL)
		return pm_fail_nomem(err);
	for (i = of->first; i < of->first + of->n && status == PM_OK && !r->ended; i++)
		status = gather(r, &s, leaf, i, &room, err);
	if (status == PM_OK)
		status = make_list(&r->merged[list], &s, leaf, err);
	free(room.numbers);
	free(s.by_article);
	free(s.few);
	lane->n = lane->cap = status == PM_OK ? r->merged[list].n : 0;
	lane->from = lane->i = 0;
	lane->list.freq = lane->n;
	lane->at_end = true;
	lane->there = lane->n > 0;
	return status;
}
