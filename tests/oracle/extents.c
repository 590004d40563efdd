/* Pressmark - stretches of words: see extents.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/extents.h"

#include "tests/oracle/naive.h"

#include <stdlib.h>
#include <string.h>

void
extents_release(struct extents *x)
{
	free(x->list);
	memset(x, 0, sizeof *x);
}

void
extents_add(struct extents *x, uint32_t first, uint32_t last)
{
	struct pm_error err;

	need(pm_grow(&x->list, &x->cap, x->n + 1, sizeof *x->list, &err), &err);
	x->list[x->n].first = first;
	x->list[x->n++].last = last;
}

static int
compare_extents(const void *a, const void *b)
{
	const struct extent *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->last < y->last ? -1 : x->last > y->last;
}

void
extents_sort(struct extents *x)
{
	size_t i, n = 0;

	for (i = 1; i < x->n && compare_extents(&x->list[i - 1], &x->list[i]) < 0; i++)
		;
	if (i >= x->n)
		return;
	qsort(x->list, x->n, sizeof *x->list, compare_extents);
	for (i = 0; i < x->n; i++)
		if (i == 0 || compare_extents(&x->list[i], &x->list[n - 1]) != 0)
			x->list[n++] = x->list[i];
	x->n = n;
}

void
extents_keep_minimal(struct extents *x)
{
	size_t i, n = 0;
	uint32_t least = UINT32_MAX;

	extents_sort(x);
	/* From the end: what one contains begins where it does or behind, and of those
	 * that begin alike the shortest comes first. */
	for (i = x->n; i-- > 0;) {
		bool alike = i > 0 && x->list[i - 1].first == x->list[i].first;

		if (alike || x->list[i].last >= least)
			continue;
		least = x->list[i].last;
		x->list[x->n - ++n] = x->list[i];
	}
	if (n > 0)
		memmove(x->list, x->list + (x->n - n), n * sizeof *x->list);
	x->n = n;
}

/* --- distances ---------------------------------------------------------- */

static bool
have_a_common_word(const struct extent *a, const struct extent *b)
{
	return a->first < b->last && b->first < a->last;
}

static bool
in_one_field(const struct extent *a, const struct extent *b, const struct nearness *near)
{
	return (a->first < near->body) == (b->first < near->body) &&
	       (near->piece == NULL || near->piece[a->first] == near->piece[b->first]);
}

static bool
in_one_unit(const struct extent *a, const struct extent *b, const uint32_t *unit)
{
	uint32_t u = unit[a->first];

	return unit[a->last - 1] == u && unit[b->first] == u && unit[b->last - 1] == u;
}

/* Without a common word: from the last of the earlier to the first of the later; 1 if the
 * later begins before that. */
static uint32_t
distance(const struct extent *a, const struct extent *b)
{
	if (a->first < b->last && b->first < a->last)
		return 1;
	return a->first < b->first ? b->first - (a->last - 1) : a->first - (b->last - 1);
}

/* Which of B can be anywhere near A at all is told by where they begin, since B is
 * sorted: those from *FROM on, which only grows with A, and before the result. */
static size_t
find_window(const struct extent *a, const struct extents *b, const struct nearness *near,
	    uint32_t longest, size_t *from, size_t *to)
{
	uint64_t reach = near->words;

	if (near->unit != NULL) {
		while (*from < b->n &&
		       near->unit[b->list[*from].first] < near->unit[a->first])
			++*from;
		for (;
		     *to < b->n && near->unit[b->list[*to].first] <= near->unit[a->first];
		     ++*to)
			;
		return *to;
	}
	while (*from < b->n && b->list[*from].first + reach + longest < a->first)
		++*from;
	for (*to = *from; *to < b->n && b->list[*to].first <= a->last + reach; ++*to)
		;
	return *to;
}

static uint32_t
longest_of(const struct extents *x)
{
	uint32_t longest = 0;
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->list[i].last - x->list[i].first > longest)
			longest = x->list[i].last - x->list[i].first;
	return longest;
}

void
extents_near(struct extents *out, const struct extents *a, const struct extents *b,
	     const struct nearness *near)
{
	uint32_t longest = longest_of(b);
	size_t i, k, from = 0, to = 0;

	out->n = 0;
	for (i = 0; i < a->n; i++) {
		const struct extent *x = &a->list[i];
		size_t end = find_window(x, b, near, longest, &from, &to);

		for (k = from; k < end; k++) {
			const struct extent *y = &b->list[k];

			if (!in_one_field(x, y, near) ||
			    near->share(near->share_ctx, 0, x, 1, y) ||
			    (near->ordered && y->first < x->first))
				continue;
			if (near->unit != NULL ? !in_one_unit(x, y, near->unit)
					       : distance(x, y) > near->words)
				continue;
			extents_add(out, x->first < y->first ? x->first : y->first,
				    x->last > y->last ? x->last : y->last);
		}
	}
	extents_keep_minimal(out);
}

/* --- chains --------------------------------------------------------------- */

struct operand_hit {
	struct extent extent;
	size_t operand;
};

struct search {
	const struct nearness *near;
	struct operand_hit *hits;
	size_t n_hits, n;
	size_t *chosen, n_chosen;
	uint8_t *seen;	/* by hit and set (or, in order, by hit) */
	uint32_t least; /* where the shortest found ends */
};

static int
compare_hits(const void *a, const void *b)
{
	return compare_extents(&((const struct operand_hit *)a)->extent,
			       &((const struct operand_hit *)b)->extent);
}

/* Whether hit Y may be chosen next; those before it end at END. */
static bool
may_follow(const struct search *s, uint32_t end, const struct operand_hit *y)
{
	const struct nearness *near = s->near;
	const struct extent *first = &s->hits[s->chosen[0]].extent;
	size_t i;

	if (!in_one_field(first, &y->extent, near))
		return false;
	if (near->unit != NULL) {
		if (!in_one_unit(first, &y->extent, near->unit))
			return false;
	} else if (y->extent.first >= end && y->extent.first - (end - 1) > near->words) {
		return false;
	}
	for (i = 0; i < s->n_chosen; i++) {
		const struct operand_hit *x = &s->hits[s->chosen[i]];

		if (near->share(near->share_ctx, x->operand, &x->extent, y->operand,
				&y->extent))
			return false;
	}
	return true;
}

/* Go on with what is chosen, the operands of SET used (in order: so many). */
static void
go_on(struct search *s, size_t set)
{
	size_t sets = s->near->ordered ? s->n + 1 : (size_t)1 << s->n, k;
	size_t at = s->chosen[s->n_chosen - 1];
	uint32_t end = 0, before = 0;

	for (k = 0; k < s->n_chosen; k++) {
		if (k + 1 == s->n_chosen)
			before = end;
		if (s->hits[s->chosen[k]].extent.last > end)
			end = s->hits[s->chosen[k]].extent.last;
	}
	/* Nothing that comes can tell how this hit was come by, if all else has ended. */
	if (before <= s->hits[at].extent.first) {
		if (s->seen[at * sets + set])
			return;
		s->seen[at * sets + set] = 1;
	}
	if (set + 1 == sets) {
		if (end < s->least)
			s->least = end;
		return;
	}
	for (k = at + 1; k < s->n_hits; k++) {
		size_t operand = s->hits[k].operand;

		if (s->near->unit == NULL &&
		    s->hits[k].extent.first > (uint64_t)end + s->near->words)
			break;
		if (s->near->ordered ? operand != set : (set >> operand & 1) != 0)
			continue;
		if (!may_follow(s, end, &s->hits[k]))
			continue;
		s->chosen[s->n_chosen++] = k;
		go_on(s, s->near->ordered ? set + 1 : set | (size_t)1 << operand);
		s->n_chosen--;
	}
}

void
extents_chain(struct extents *out, const struct extents *const *operands, size_t n,
	      const struct nearness *near)
{
	struct search s = { .near = near, .n = n };
	size_t sets = near->ordered ? n + 1 : (size_t)1 << n, i, k;

	out->n = 0;
	for (i = 0; i < n; i++)
		s.n_hits += operands[i]->n;
	s.hits = need_memory(pm_calloc(s.n_hits + 1, sizeof *s.hits));
	s.seen = need_memory(pm_alloc(s.n_hits * sets + 1, 1));
	s.chosen = need_memory(pm_calloc(n, sizeof *s.chosen));
	s.n_hits = 0;
	for (i = 0; i < n; i++)
		for (k = 0; k < operands[i]->n; k++)
			s.hits[s.n_hits++] = (struct operand_hit){ operands[i]->list[k],
								   i };
	qsort(s.hits, s.n_hits, sizeof *s.hits, compare_hits);
	for (i = 0; i < s.n_hits; i++) {
		const struct extent *x = &s.hits[i].extent;

		if ((near->ordered && s.hits[i].operand > 0) ||
		    (near->unit != NULL && !in_one_unit(x, x, near->unit)))
			continue;
		memset(s.seen, 0, s.n_hits * sets);
		s.least = UINT32_MAX;
		s.chosen[0] = i;
		s.n_chosen = 1;
		go_on(&s, near->ordered ? 1 : (size_t)1 << s.hits[i].operand);
		if (s.least < UINT32_MAX)
			extents_add(out, x->first, s.least);
	}
	extents_keep_minimal(out);
	free(s.hits);
	free(s.seen);
	free(s.chosen);
}

/* Whether Y is so near that X is no hit of `a not w/N b`. */
static bool
spoils(const struct extent *x, const struct extent *y, const struct nearness *near)
{
	if (x->first == y->first && x->last == y->last)
		return false;
	if (!in_one_field(x, y, near))
		return false;
	if (near->unit != NULL)
		return in_one_unit(x, y, near->unit) &&
		       (!near->ordered || have_a_common_word(x, y) || y->first > x->first);
	if (have_a_common_word(x, y))
		return true;
	return distance(x, y) <= near->words && (!near->ordered || y->first > x->first);
}

void
extents_not_near(struct extents *out, const struct extents *a, const struct extents *b,
		 const struct nearness *near)
{
	uint32_t longest = longest_of(b);
	size_t i, k, from = 0, to = 0;

	out->n = 0;
	for (i = 0; i < a->n; i++) {
		size_t end = find_window(&a->list[i], b, near, longest, &from, &to);

		for (k = from; k < end; k++)
			if (spoils(&a->list[i], &b->list[k], near))
				break;
		if (k == end)
			extents_add(out, a->list[i].first, a->list[i].last);
	}
}

/* --- loose phrases ------------------------------------------------------ */

/* Where the shortest stretch from FIRST on ends in which the word is found as often
 * as it must be; END + 1 where there is none.  To take what ends soonest, time
 * after time, leaves most room for the rest. */
static uint32_t
reach_of(const struct loose_word *w, size_t from, uint32_t first, uint32_t end)
{
	size_t times, i = from;

	for (times = 0; times < w->times; times++) {
		uint32_t best = end + 1;

		for (; i < w->places.n && w->places.list[i].first < first; i++)
			;
		for (size_t k = i; k < w->places.n && w->places.list[k].first < best; k++)
			if (w->places.list[k].last < best)
				best = w->places.list[k].last;
		if (best > end)
			return end + 1;
		first = best;
	}
	return first;
}

void
extents_loose(struct extents *out, const struct loose_word *words, size_t n_words,
	      uint32_t first, uint32_t end, uint32_t max)
{
	size_t *from = need_memory(pm_calloc(n_words + 1, sizeof *from)), k;
	struct extents found = { NULL, 0, 0 };
	uint32_t at;

	for (at = first; at < end; at++) {
		uint32_t last = at;

		for (k = 0; k < n_words && last <= end; k++) {
			const struct extents *places = &words[k].places;
			uint32_t reach;

			while (from[k] < places->n && places->list[from[k]].first < at)
				from[k]++;
			reach = reach_of(&words[k], from[k], at, end);
			last = reach > last ? reach : last;
		}
		if (last > end)
			break; /* nor is there one that begins behind */
		if (last - at <= max && last > at)
			extents_add(&found, at, last);
	}
	extents_keep_minimal(&found);
	for (k = 0; k < found.n; k++)
		extents_add(out, found.list[k].first, found.list[k].last);
	extents_release(&found);
	free(from);
}
