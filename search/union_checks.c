/* Pressmark - which articles of a window match, of those that have some words: its checks,
 * articles that are gone, and marks; see union_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union_parts.h"

#include <string.h>

/* Articles that a check is asked of together. */
#define TOGETHER 512u

static enum pm_status
check_failed(const struct pm_union_run *r, enum pm_status status, struct pm_error *err)
{
	return pm_check_failed(r->request, r->segments[r->segment], status, err);
}

/* Articles of the window that a check is asked of together. */
struct asked {
	uint32_t articles[TOGETHER], wdfs[TOGETHER], n;
};

/* The article's hope is decided; it may be left a little too high. */
static void
settle_hope(const struct pm_union_run *r, uint32_t leaf, const struct pm_window *w,
	    uint32_t at, bool yes)
{
	float part;

	if (!r->ranks || pm_union_weight(r, leaf) <= 0)
		return;
	part = pm_window_part(w, at, r->sums[leaf][at], (float)pm_union_weight(r, leaf));
	w->hopes[at] = w->hopes[at] * (1 + 4 * FLT_EPSILON) - part;
	if (yes)
		w->scores[at] += part;
}

/* Ask the check of these; the sums of those that fail are forgotten. */
static enum pm_status
sift(struct pm_union_run *r, uint32_t leaf, const struct pm_window *w, struct asked *a,
     struct pm_error *err)
{
	const struct pm_union_leaf *of = &r->shape->leaves[leaf];
	const struct pm_db_node *check = of->check;
	uint8_t answers[TOGETHER];
	uint32_t i, k = 0;
	int yes = 0;

	memset(answers, PM_DB_PERHAPS, a->n);
	if (check->sift != NULL && a->n > 0)
		yes = check->sift(check->ctx, r->segment, a->articles, a->n, a->wdfs, 1,
				  answers);
	for (i = 0; i < a->n && yes >= 0; i++) {
		uint32_t at = a->articles[i] - w->base;

		yes = r->ended ? PM_DB_NO : answers[i];
		if (yes == PM_DB_PERHAPS)
			yes = check->check(check->ctx, r->segment, a->articles[i]);
		r->ended = r->ended || yes == PM_DB_END;
		settle_hope(r, leaf, w, at, yes == PM_DB_YES);
		if (yes == PM_DB_YES)
			a->articles[k++] = a->articles[i];
		else
			r->sums[leaf][at] = 0;
	}
	a->n = 0;
	if (yes < 0)
		return check_failed(r, (enum pm_status)yes, err);
	if (k > 0)
		pm_window_mark(w, a->articles, k);
	return PM_OK;
}

/* Ask a leaf's check in the groups FIRST .. END - 1, of articles that do not match yet,
 * or may be of the page with it. */
static enum pm_status
ask_leaf(struct pm_union_run *r, uint32_t leaf, const struct pm_window *w, uint32_t first,
	 uint32_t end, struct pm_error *err)
{
	const uint32_t *sums = r->sums[leaf];
	float least = pm_union_weight(r, leaf) > 0 ? pm_union_least(r) : INFINITY;
	enum pm_status status = PM_OK;
	struct asked a = { .n = 0 };
	uint32_t group;

	for (group = pm_window_next(w, first, end); group < end;
	     group = pm_window_next(w, group + 1, end)) {
		uint64_t some = pm_window_hoping(w, group, sums, least);

		for (; some != 0 && status == PM_OK; some &= some - 1) {
			uint32_t at = group * 64 + (uint32_t)__builtin_ctzll(some);

			a.articles[a.n] = w->base + at;
			a.wdfs[a.n++] = sums[at] & PM_SUM;
			if (a.n == TOGETHER)
				status = sift(r, leaf, w, &a, err);
		}
	}
	return status < 0 ? status : sift(r, leaf, w, &a, err);
}

enum pm_status
pm_union_ask_checks(struct pm_union_run *r, const struct pm_window *w, uint32_t first,
		    uint32_t end, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < r->shape->n_leaves && status == PM_OK; i++)
		if (r->shape->leaves[i].check != NULL)
			status = ask_leaf(r, i, w, first, end, err);
	if (status == PM_OK && r->ranks)
		pm_window_add_extras(w, first, end);
	return status;
}

/* --- articles that are gone ---------------------------------------------------- */

static void
drop(const struct pm_union_run *r, const struct pm_window *w, uint32_t at)
{
	uint32_t i;

	w->scores[at] = 0;
	for (i = 0; i < r->shape->n_leaves && r->has_checks; i++)
		if (r->shape->leaves[i].check != NULL)
			r->sums[i][at] = 0;
}

/* Those of the 64 articles from FIRST on, which is a multiple. */
static uint64_t
gone_of(const uint64_t *gone, uint32_t first, uint32_t last)
{
	uint32_t word = first / 64;
	uint64_t before = word > 0 ? gone[word - 1] >> 63 : 0;

	return before | (first < last ? gone[word] << 1 : 0);
}

void
pm_union_drop_gone(const struct pm_union_run *r, const struct pm_window *w)
{
	const uint64_t *gone = pm_db_gone(r->request, r->segment);
	uint32_t last = r->segments[r->segment]->last, group;

	if (gone == NULL)
		return;
	for (group = pm_window_next(w, 0, PM_WINDOW_GROUPS); group < PM_WINDOW_GROUPS;
	     group = pm_window_next(w, group + 1, PM_WINDOW_GROUPS)) {
		uint64_t some = gone_of(gone, w->base + group * 64, last);

		for (; some != 0; some &= some - 1)
			drop(r, w, group * 64 + (uint32_t)__builtin_ctzll(some));
	}
}

/* --- marks ------------------------------------------------------------------ */

/* Article 0, which there is not, would have the place before the first. */
void
pm_union_mark(const struct pm_union_run *r, const struct pm_window *w, uint32_t first,
	      uint32_t end)
{
	const struct pm_db_marks *marks = r->request->marks;
	uint32_t group;

	for (group = pm_window_next(w, first, end); group < end;
	     group = pm_window_next(w, group + 1, end)) {
		uint32_t article = w->base + group * 64;
		uint32_t place = marks->before[r->segment] + article;
		uint64_t some = pm_window_marked(w, group, 0), rest = some >> 1;

		if ((some & 1) != 0)
			pm_db_mark(marks, r->segment, article);
		if (rest == 0)
			continue;
		marks->bits[place / 64] |= rest << place % 64;
		if (place % 64 != 0 && rest >> (64 - place % 64) != 0)
			marks->bits[place / 64 + 1] |= rest >> (64 - place % 64);
	}
}
