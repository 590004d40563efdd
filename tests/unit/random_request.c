/* Pressmark - random requests, built twice over: as nodes and as their meaning.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/random_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
check_says(const struct asked *a, size_t segment, uint32_t number)
{
	return (number * 2654435761u + (uint32_t)segment * 40503u + a->salt) / 7 %
		       a->modulus ==
	       0;
}

int
check_fn(void *ctx, size_t segment, uint32_t number)
{
	struct asked *a = ctx;

	ck_assert_uint_lt(segment, a->m->segments);
	ck_assert_uint_ge(number, 1);
	ck_assert_uint_le(number, a->m->n[segment]);
	ck_assert(a->m->gone[segment] == NULL ||
		  !pm_db_is_gone(a->m->gone[segment], number));
	a->out_of_order += number <= a->last[segment];
	a->last[segment] = number;
	a->times++;
	return check_says(a, segment, number);
}

static struct meaning *
meaning_new(void)
{
	struct meaning *x = calloc(1, sizeof *x);

	ck_assert_ptr_nonnull(x);
	return x;
}

struct pm_db_node *
put(struct builder *b, enum pm_db_op op, uint32_t children)
{
	struct pm_db_node *node = &b->nodes[b->n++];

	ck_assert_uint_le(b->n, MAX_NODES);
	memset(node, 0, sizeof *node);
	node->op = op;
	node->n_children = children;
	return node;
}

void
put_term(struct builder *b, int t, double weight)
{
	struct pm_db_node *node = put(b, PM_DB_TERM, 0);

	term_name(b->names[b->n - 1], t);
	node->term = b->names[b->n - 1];
	node->term_len = 3;
	node->weight = weight;
}

struct meaning *
term_node(struct builder *b)
{
	static const double weights[] = { 1, 0, 2, .25 };
	double weight = weights[rnd(4)];
	struct meaning *x = meaning_new();
	int t = (int)rnd(N_TERMS);
	uint32_t id;

	put_term(b, t, weight);
	for (id = 1; id <= last_id(b->m); id++) {
		const struct article *a = by_id(b->m, id);

		if (a == NULL || a->wdf[t] == 0)
			continue;
		x->match[id] = true;
		x->score[id] = weight * bm25(a->wdf[t], a->length, b->m->average);
	}
	return x;
}

static struct meaning *
range_node(struct builder *b)
{
	struct pm_db_node *node = put(b, PM_DB_RANGE, 0);
	struct meaning *x = meaning_new();
	char *low = b->days[b->n - 1][0], *high = b->days[b->n - 1][1];
	uint32_t id;

	node->slot = PM_SLOT_DAY;
	snprintf(low, 9, "2026%02u%02u", rnd(8), 1 + rnd(5));
	snprintf(high, 9, "2026%02u%02u", 4 + rnd(10), 1 + rnd(5));
	node->low = rnd(3) != 0 ? low : NULL;
	node->high = rnd(3) != 0 ? high : NULL;
	node->low_len = strlen(low);
	node->high_len = strlen(high);
	for (id = 1; id <= last_id(b->m); id++) {
		const struct article *a = by_id(b->m, id);

		x->match[id] = a != NULL && a->day[0] != '\0' &&
			       (node->low == NULL || strcmp(a->day, low) >= 0) &&
			       (node->high == NULL || strcmp(a->day, high) <= 0);
	}
	return x;
}

static struct meaning *
constant_node(struct builder *b, enum pm_db_op op)
{
	struct meaning *x = meaning_new();
	uint32_t id;

	put(b, op, 0);
	for (id = 1; id <= last_id(b->m); id++)
		x->match[id] = op == PM_DB_ALL && by_id(b->m, id) != NULL;
	return x;
}

struct meaning *
check_node(struct builder *b)
{
	struct pm_db_node *node = put(b, PM_DB_CHECK, 0);
	struct asked *asked = &b->asked[b->n_asked++];
	struct meaning *x = meaning_new();
	uint32_t id;

	memset(asked, 0, sizeof *asked);
	asked->m = b->m;
	asked->salt = rnd(100000);
	asked->modulus = 1 + rnd(4);
	node->check = check_fn;
	node->ctx = asked;
	for (id = 1; id <= last_id(b->m); id++)
		x->match[id] = by_id(b->m, id) != NULL &&
			       check_says(asked, segment_of(b->m, id),
					  id - b->m->before[segment_of(b->m, id)]);
	return x;
}

static struct meaning *
synonym_node(struct builder *b)
{
	struct meaning *x = meaning_new();
	uint32_t n = 1 + rnd(5), i, id;
	unsigned wdf[MAX_IDS + 1] = { 0 };
	double weight = rnd(3);
	int t;

	for (i = 0; i < n; i++) {
		t = (int)rnd(N_TERMS);
		put_term(b, t, rnd(2));
		for (id = 1; id <= last_id(b->m); id++)
			wdf[id] += by_id(b->m, id) != NULL ? by_id(b->m, id)->wdf[t] : 0;
	}
	put(b, PM_DB_SYNONYM, n)->weight = weight;
	for (id = 1; id <= last_id(b->m); id++) {
		const struct article *a = by_id(b->m, id);

		if (a == NULL || wdf[id] == 0)
			continue;
		x->match[id] = true;
		x->score[id] = weight * bm25(wdf[id], a->length, b->m->average);
	}
	return x;
}

void
fold(struct meaning *x, struct meaning *y, enum pm_db_op op)
{
	uint32_t id;

	for (id = 1; id <= MAX_IDS; id++) {
		double both = (x->match[id] ? x->score[id] : 0) +
			      (y->match[id] ? y->score[id] : 0);

		switch (op) {
		case PM_DB_AND:
			x->match[id] = x->match[id] && y->match[id];
			x->score[id] = both;
			break;
		case PM_DB_OR:
			x->match[id] = x->match[id] || y->match[id];
			x->score[id] = both;
			break;
		case PM_DB_AND_MAYBE:
			x->score[id] = both;
			break;
		case PM_DB_AND_NOT:
			x->match[id] = x->match[id] && !y->match[id];
			break;
		default:
			x->match[id] = x->match[id] && y->match[id];
			break;
		}
	}
	free(y);
}

struct meaning *
random_node(struct builder *b, unsigned depth)
{
	static const enum pm_db_op inner[] = {
		PM_DB_AND,    PM_DB_OR,	 PM_DB_AND_NOT, PM_DB_AND_MAYBE,
		PM_DB_FILTER, PM_DB_AND, PM_DB_OR,	PM_DB_AND_NOT,
	};
	enum pm_db_op op;
	struct meaning *x;
	uint32_t n = 2, i;

	if (depth == 0 || b->n > MAX_NODES - 100 || rnd(5) == 0)
		switch (rnd(14)) {
		case 0:
			return constant_node(b, PM_DB_ALL);
		case 1:
			return constant_node(b, PM_DB_NOTHING);
		case 2:
			return range_node(b);
		case 3:
			return synonym_node(b);
		default:
			return term_node(b);
		}
	if (rnd(3) == 0) {
		x = random_node(b, depth - 1);
		fold(x, check_node(b), PM_DB_FILTER);
		put(b, PM_DB_FILTER, 2);
		return x;
	}
	op = inner[rnd(sizeof inner / sizeof *inner)];
	if (op == PM_DB_AND || op == PM_DB_OR)
		n = 1 + rnd(5);
	x = random_node(b, depth - 1);
	for (i = 1; i < n; i++)
		fold(x, random_node(b, depth - 1), op);
	put(b, op, n);
	return x;
}

/* --- comparing ---------------------------------------------------------- */

static bool
in_order(const struct model *m, enum pm_db_sort sort, const struct pm_db_match *x,
	 const struct pm_db_match *y)
{
	const char *a = by_id(m, x->id)->day, *b = by_id(m, y->id)->day;
	int c;

	if (sort != PM_SORT_RELEVANCE && strcmp(a, b) != 0) {
		if (*a == '\0' || *b == '\0')
			return *b == '\0';
		c = strcmp(a, b);
		return sort == PM_SORT_DATE ? c < 0 : c > 0;
	}
	return x->score > y->score || (x->score == y->score && x->id < y->id);
}

/* Of the articles that match drop those that are gone. */
static void
drop_gone(const struct model *m, struct meaning *x)
{
	uint32_t i;
	size_t s;

	for (s = 0; s < m->segments; s++)
		for (i = 1; i <= m->n[s] && m->gone[s] != NULL; i++)
			if (pm_db_is_gone(m->gone[s], i))
				x->match[id_of(m, s, i)] = false;
}

void
compare(const struct model *m, struct builder *b, struct meaning *want)
{
	static struct pm_db_match all[MAX_IDS], some[MAX_IDS];
	struct pm_db_page page = { 0, all, 0 }, part = { 0, some, 0 };
	enum pm_db_sort sort = (enum pm_db_sort)rnd(3);
	uint32_t total = 0, first, max, i, id;
	size_t k;

	drop_gone(m, want);
	for (id = 1; id <= MAX_IDS; id++)
		total += want->match[id];
	search(m, b->nodes, b->n, 0, MAX_IDS, sort, &page);
	ck_assert_uint_eq(page.total, total);
	ck_assert_uint_eq(page.n, total);
	for (i = 0; i < page.n; i++) {
		id = all[i].id;
		ck_assert_uint_ge(id, 1);
		ck_assert_uint_le(id, MAX_IDS);
		ck_assert_msg(want->match[id], "article %u matches", id);
		ck_assert_double_eq_tol(all[i].score, want->score[id], 1e-9);
		ck_assert(i == 0 || in_order(m, sort, &all[i - 1], &all[i]));
	}
	for (k = 0; k < b->n_asked; k++) {
		ck_assert_uint_eq(b->asked[k].out_of_order, 0);
		memset(b->asked[k].last, 0, sizeof b->asked[k].last);
	}
	first = rnd(total + 3);
	max = rnd(12);
	search(m, b->nodes, b->n, first, max, sort, &part);
	ck_assert_uint_eq(part.total, total);
	ck_assert_uint_eq(part.n, first >= total	? 0
				  : max < total - first ? max
							: total - first);
	for (i = 0; i < part.n; i++) {
		ck_assert_uint_eq(some[i].id, all[first + i].id);
		ck_assert_double_eq(some[i].score, all[first + i].score);
	}
}
