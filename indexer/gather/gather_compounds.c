/* Pressmark - gathering: hyphenated words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each look-up reads at random, outside any cache; so joints are handled in batches and
 * in steps, each of which prefetches what the next one needs.
 */
#include "indexer/gather/gather_parts.h"

#include "text/derive.h"
#include "text/fold.h"

#define BATCH 64u

/* Two or three words of the article that were, or may be, written as one. */
struct joined {
	const uint32_t *words;
	size_t n;
	struct pm_compound_key key;
	struct pm_compound_slot *slot;
};

struct batch {
	struct joined joined[BATCH];
	size_t n;
	uint8_t fresh[BATCH]; /* those that are new */
	size_t n_fresh;
};

/* Leave out the zero width spaces that join nothing, and what a fold stands between, and
 * make plain places of the rest. */
static void
settle_joints(struct pm_gather *g, enum pm_gather_field field)
{
	size_t i, n = 0;

	for (i = 0; i < g->n_joints; i++) {
		size_t at = g->joints[i] >> 1, a_len, b_len;

		if (field == PM_GATHER_BODY && pm_gather_is_cut(g, at))
			continue;
		if (g->joints[i] % 2 == 1 && at != g->field) {
			const char *a = pm_gather_folded(g, g->seen[at - 1], &a_len);
			const char *b = pm_gather_folded(g, g->seen[at], &b_len);

			if (!pm_may_break(a, a_len, b, b_len))
				continue;
		}
		g->joints[n++] = (uint32_t)at;
	}
	g->n_joints = n;
}

/* Collect the joints from I on that fit into a batch; returns the first one left. */
static size_t
collect(struct pm_gather *g, size_t i, struct batch *b)
{
	b->n = 0;
	for (; i < g->n_joints && b->n + 2 <= BATCH; i++) {
		size_t at = g->joints[i], n;

		/* A joint is the place after a hyphen; if that is a field's first word,
		 * there is no word before it. */
		if (at == g->field)
			continue;
		for (n = 2; n <= 3; n++) {
			struct joined *j = &b->joined[b->n++];

			j->words = g->seen + at - 1;
			j->n = n;
			j->key = pm_compound_key(&g->targets, j->words, n);
			pm_compound_prefetch(&g->targets, &j->key);
			if (i + 1 == g->n_joints || g->joints[i + 1] != at + 1)
				break;
		}
	}
	return i;
}

static void
find(struct pm_gather *g, struct batch *b)
{
	size_t i, k;

	b->n_fresh = 0;
	for (i = 0; i < b->n; i++) {
		struct joined *j = &b->joined[i];

		j->slot = pm_compound_slot(&g->targets, &j->key);
		if (j->slot->state >= PM_COMPOUND_FIRST) {
			__builtin_prefetch(&g->aliases[j->slot->state - PM_COMPOUND_FIRST]);
		} else if (j->slot->state == PM_COMPOUND_FREE) {
			pm_compound_enter(&g->targets, j->slot, &j->key);
			b->fresh[b->n_fresh++] = (uint8_t)i;
			for (k = 0; k < j->n; k++) {
				__builtin_prefetch(&g->rests[j->words[k]]);
				__builtin_prefetch(&g->word_names.starts[j->words[k]]);
			}
		}
	}
	for (i = 0; i < b->n_fresh; i++) {
		struct joined *j = &b->joined[b->fresh[i]];

		for (k = 0; k < j->n; k++)
			__builtin_prefetch(g->word_names.pool.data +
					   g->word_names.starts[j->words[k]]);
	}
}

/* Append what J's words make to g->fold; false if they make nothing. */
static bool
join(struct pm_gather *g, const struct joined *j)
{
	size_t start = g->fold.len, i, len;

	for (i = 0; i < j->n; i++) {
		const char *s = pm_gather_folded(g, j->words[i], &len);

		if (g->rests[j->words[i]].flags & (PM_WORD_IDEOGRAM | PM_WORD_ADDRESS))
			return false;
		if (i > 0 && !pm_compounds(pm_buf_str(&g->fold) + start,
					   g->fold.len - start, s, len))
			return false;
		pm_buf_put(&g->fold, s, len);
	}
	return true;
}

static enum pm_status
number_fresh(struct pm_gather *g, struct batch *b, struct pm_error *err)
{
	struct pm_compound_slot *slots[BATCH];
	enum pm_status status;
	size_t i, n = 0;

	pm_buf_clear(&g->fold);
	for (i = 0; i < b->n_fresh; i++) {
		struct joined *j = &b->joined[b->fresh[i]];
		struct pm_gather_fresh *f = &g->fresh[n];

		f->start = g->fold.len;
		if (!join(g, j)) {
			j->slot->state = PM_COMPOUND_NONE;
			continue;
		}
		if (g->fold.status < 0)
			return pm_fail_nomem(err);
		f->len = g->fold.len - f->start;
		f->hash = pm_intern_hash(g->fold.data + f->start, f->len);
		pm_intern_prefetch(&g->alias_names, f->hash);
		slots[n++] = j->slot;
	}
	g->n_fresh = n;
	status = pm_gather_fresh_aliases(g, err);
	for (i = 0; i < n && status == PM_OK; i++)
		slots[i]->state = g->fresh[i].number + PM_COMPOUND_FIRST;
	g->n_fresh = 0;
	return status;
}

static enum pm_status
count(struct pm_gather *g, const struct batch *b, enum pm_gather_field field,
      struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	for (i = 0; i < b->n; i++) {
		uint32_t state = b->joined[i].slot->state;

		if (state >= PM_COMPOUND_FIRST)
			pm_postings_prefetch(&g->postings,
					     g->aliases[state - PM_COMPOUND_FIRST].term);
	}
	for (i = 0; i < b->n; i++) {
		uint32_t state = b->joined[i].slot->state;

		if (state >= PM_COMPOUND_FIRST &&
		    (status = pm_gather_count_alias(g, state - PM_COMPOUND_FIRST, field,
						    err)) < 0)
			return status;
	}
	return PM_OK;
}

enum pm_status
pm_gather_compounds(struct pm_gather *g, enum pm_gather_field field, struct pm_error *err)
{
	struct batch b;
	enum pm_status status;
	size_t i = 0;

	settle_joints(g, field);
	while (i < g->n_joints) {
		if ((status = pm_compounds_reserve(&g->targets, BATCH, err)) < 0)
			return status;
		i = collect(g, i, &b);
		find(g, &b);
		if ((b.n_fresh > 0 && (status = number_fresh(g, &b, err)) < 0) ||
		    (status = count(g, &b, field, err)) < 0)
			return status;
	}
	return PM_OK;
}
