/* Pressmark - chains: see chain.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/chain.h"

#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* A hit of one of the operands, and the steps that end with it: from .. to - 1. */
struct event {
	uint32_t first, end;
	uint32_t operand, place;
	size_t from, to;
};

/* The steps of one set of operands that a later hit can follow: their ends rise, and as
 * one matters only if it begins after all that came later, their beginnings fall. */
struct window {
	uint32_t *steps;
	size_t head, n, cap;
};

struct chain {
	const struct pm_near *near;
	size_t n;	      /* operands */
	struct event *events; /* by first */
	uint32_t *by_end;     /* the same, by end */
	size_t n_events;
	struct window *windows; /* by set; in order: by the last operand */
	size_t n_windows;
	struct pm_steps *steps;
	uint32_t *open; /* steps, if hits may have gaps: those that end behind the event */
	size_t n_open, open_cap;
};

static int
compare_firsts(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->operand < y->operand ? -1 : x->operand > y->operand;
}

static int
compare_ends(const void *a, const void *b, void *ctx)
{
	const struct event *events = ctx;
	const struct event *x = &events[*(const uint32_t *)a];
	const struct event *y = &events[*(const uint32_t *)b];

	return x->end < y->end ? -1 : x->end > y->end;
}

static enum pm_status
gather(struct chain *c, const struct pm_spans *const *operands, struct pm_error *err)
{
	size_t i, k, n = 0;

	for (i = 0; i < c->n; i++)
		n += operands[i]->n;
	c->n_windows = c->near->ordered ? c->n : (size_t)1 << c->n;
	c->events = pm_alloc(n, sizeof *c->events);
	c->by_end = pm_alloc(n, sizeof *c->by_end);
	c->windows = pm_calloc(c->n_windows, sizeof *c->windows);
	if (c->events == NULL || c->by_end == NULL || c->windows == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < c->n; i++)
		for (k = 0; k < operands[i]->n; k++)
			c->events[c->n_events++] = (struct event){
				operands[i]->spans[k].first,
				operands[i]->spans[k].end,
				(uint32_t)i,
				(uint32_t)k,
				0,
				0
			};
	qsort(c->events, n, sizeof *c->events, compare_firsts);
	for (i = 0; i < n; i++)
		c->by_end[i] = (uint32_t)i;
	qsort_r(c->by_end, n, sizeof *c->by_end, compare_ends, c->events);
	return PM_OK;
}

/* Let later hits follow a step. */
static enum pm_status
enter(struct chain *c, uint32_t step, struct pm_error *err)
{
	const struct pm_step *steps = c->steps->steps, *s = &steps[step];
	struct window *w = &c->windows[c->near->ordered ? s->operand : s->set];
	enum pm_status status = pm_grow(&w->steps, &w->cap, w->n + 1, sizeof *w->steps,
					err);

	if (status < 0)
		return status;
	while (w->n > w->head && steps[w->steps[w->n - 1]].first <= s->first)
		w->n--;
	w->steps[w->n++] = step;
	return PM_OK;
}

/* The step of window W that a hit at FIRST may follow, of those the one that begins last;
 * or PM_U32_NONE. */
static uint32_t
best_before(const struct chain *c, struct window *w, uint32_t first, uint32_t region_start)
{
	const struct pm_step *steps = c->steps->steps;

	while (w->head < w->n && first - steps[w->steps[w->head]].end >= c->near->distance)
		w->head++;
	return w->head < w->n && steps[w->steps[w->head]].first >= region_start
		     ? w->steps[w->head]
		     : PM_U32_NONE;
}

static enum pm_status
add_step(struct chain *c, const struct event *y, uint32_t before, struct pm_spans *out,
	 struct pm_error *err)
{
	const struct pm_step *b = before == PM_U32_NONE ? NULL : &c->steps->steps[before];
	struct pm_step step = { y->operand,
				y->place,
				before,
				b == NULL ? y->first : b->first,
				b != NULL && b->end > y->end ? b->end : y->end,
				0 };
	enum pm_status status;
	bool whole;

	if (c->near->ordered) {
		whole = y->operand + 1 == c->n;
	} else {
		step.set = (b == NULL ? 0 : b->set) | (uint32_t)1 << y->operand;
		whole = step.set == ((uint32_t)1 << c->n) - 1;
	}
	status = pm_grow(&c->steps->steps, &c->steps->cap, c->steps->n + 1,
			 sizeof *c->steps->steps, err);
	if (status < 0)
		return status;
	c->steps->steps[c->steps->n++] = step;
	return whole ? pm_spans_add(out, step.first, step.end, (uint32_t)c->steps->n - 1,
				    0, err)
		     : PM_OK;
}

/* The steps that end with hit Y. */
static enum pm_status
add_steps(struct chain *c, struct event *y, uint32_t region_start, struct pm_spans *out,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i = 0, end = c->n_windows;
	uint32_t before;

	y->from = c->steps->n;
	if (!c->near->ordered || y->operand == 0)
		status = add_step(c, y, PM_U32_NONE, out, err);
	if (c->near->ordered) { /* only what ends with the operand before */
		i = y->operand == 0 ? 0 : y->operand - 1;
		end = y->operand;
	}
	for (; i < end && status == PM_OK; i++) {
		struct window *w = &c->windows[i];

		if (w->head == w->n || (!c->near->ordered && (i >> y->operand & 1) != 0))
			continue;
		before = best_before(c, w, y->first, region_start);
		if (before != PM_U32_NONE)
			status = add_step(c, y, before, out, err);
	}
	y->to = c->steps->n;
	return status;
}

/* --- hits with gaps --------------------------------------------------------- */

static int
compare_open(const void *a, const void *b, void *ctx)
{
	const struct pm_step *steps = ctx;
	const struct pm_step *x = &steps[*(const uint32_t *)a];
	const struct pm_step *y = &steps[*(const uint32_t *)b];

	return x->end < y->end ? -1 : x->end > y->end;
}

/* What has ended at word AT leaves the open steps, in the order in which it ended. */
static enum pm_status
close_steps(struct chain *c, uint32_t at, struct pm_error *err)
{
	const struct pm_step *steps = c->steps->steps;
	enum pm_status status = PM_OK;
	size_t kept = 0, closed, i;
	uint32_t step;

	for (i = 0; i < c->n_open; i++)
		if (steps[c->open[i]].end > at) {
			step = c->open[kept];
			c->open[kept++] = c->open[i];
			c->open[i] = step;
		}
	closed = c->n_open - kept;
	if (closed > 1)
		qsort_r(c->open + kept, closed, sizeof *c->open, compare_open,
			c->steps->steps);
	for (i = kept; i < c->n_open && status == PM_OK; i++)
		status = enter(c, c->open[i], err);
	c->n_open = kept;
	return status;
}

/* *YES: whether hit Y has no common word with those that lead to STEP. */
static enum pm_status
is_apart(const struct chain *c, uint32_t step, const struct event *y, bool *yes,
	 struct pm_error *err)
{
	const struct pm_hit_of hit = { y->operand, y->place };
	enum pm_status status = PM_OK;
	bool common = false;

	for (; step != PM_U32_NONE && status == PM_OK && !common;
	     step = c->steps->steps[step].before) {
		const struct pm_step *s = &c->steps->steps[step];

		status = c->near->share(c->near->share_ctx,
					&(struct pm_hit_of){ s->operand, s->place }, &hit,
					&common, err);
	}
	*yes = !common;
	return status;
}

/* The steps from an open one to hit Y. */
static enum pm_status
add_open_steps(struct chain *c, struct event *y, uint32_t region_start,
	       struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool apart;
	size_t i;

	for (i = 0; i < c->n_open && status == PM_OK; i++) {
		const struct pm_step *s = &c->steps->steps[c->open[i]];
		bool fits = c->near->ordered ? s->operand + 1 == y->operand
					     : (s->set >> y->operand & 1) == 0;

		if (!fits || s->first < region_start)
			continue;
		status = is_apart(c, c->open[i], y, &apart, err);
		if (status == PM_OK && apart)
			status = add_step(c, y, c->open[i], out, err);
	}
	y->to = c->steps->n;
	return status;
}

static enum pm_status
walk_open(struct chain *c, struct event *y, uint32_t region_start, struct pm_spans *out,
	  struct pm_error *err)
{
	enum pm_status status = close_steps(c, y->first, err);
	size_t i;

	if (status == PM_OK)
		status = add_steps(c, y, region_start, out, err);
	if (status == PM_OK)
		status = add_open_steps(c, y, region_start, out, err);
	if (status == PM_OK)
		status = pm_grow(&c->open, &c->open_cap, c->n_open + (y->to - y->from),
				 sizeof *c->open, err);
	for (i = y->from; i < y->to && status == PM_OK; i++)
		c->open[c->n_open++] = (uint32_t)i;
	return status < 0 ? status
			  : pm_patience_spend(c->near->patience, 2 * c->n_open, err);
}

/* --- the walk --------------------------------------------------------------- */

static enum pm_status
walk(struct chain *c, struct pm_spans *out, struct pm_error *err)
{
	const struct pm_regions *r = c->near->regions;
	enum pm_status status = PM_OK;
	size_t region = 0, next = 0, i, k;

	for (i = 0; i < c->n_events && status == PM_OK; i++) {
		struct event *y = &c->events[i];

		for (; c->near->share == NULL && next < c->n_events &&
		       c->events[c->by_end[next]].end <= y->first;
		     next++) {
			const struct event *x = &c->events[c->by_end[next]];

			for (k = x->from; k < x->to && status == PM_OK; k++)
				status = enter(c, (uint32_t)k, err);
		}
		while (region + 1 < r->n && r->starts[region + 1] <= y->first)
			region++;
		if (status == PM_OK && y->end <= pm_region_end(r, region))
			status = (c->near->share == NULL
					  ? add_steps
					  : walk_open)(c, y, r->starts[region], out, err);
		if (status == PM_OK)
			status = pm_patience_spend(c->near->patience,
						   (c->near->ordered ? 1 : c->n_windows) +
							   10 * (y->to - y->from),
						   err);
	}
	return status;
}

enum pm_status
pm_intervals_chain(const struct pm_near *near, const struct pm_spans *const *operands,
		   size_t n, struct pm_steps *steps, struct pm_spans *out,
		   struct pm_error *err)
{
	struct chain c = { .near = near, .n = n, .steps = steps };
	enum pm_status status;
	size_t i;

	out->n = steps->n = 0;
	status = gather(&c, operands, err);
	if (status == PM_OK)
		status = walk(&c, out, err);
	if (status == PM_OK)
		pm_spans_shortest(out);
	for (i = 0; c.windows != NULL && i < c.n_windows; i++)
		free(c.windows[i].steps);
	free(c.windows);
	free(c.events);
	free(c.by_end);
	free(c.open);
	return status;
}
