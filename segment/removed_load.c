/* Pressmark - loading what is gone as a whole: see removed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/removed_parts.h"

#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Read a list of ascending numbers below END into *OUT, which the caller frees. */
static enum pm_status
read_list(struct pm_removed_part *p, enum pm_removed_table table, uint64_t end,
	  uint32_t **out, struct pm_error *err)
{
	uint64_t n = p->tables[table].n, i;
	const uint8_t *at, *stop;
	enum pm_status status = pm_removed_bytes(p, table, &at, &stop, err);
	uint32_t *list = pm_alloc((size_t)n, sizeof *list), more, before = 0;

	*out = list;
	if (list == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		if (pm_load_varint32(&at, stop, &more) < 0 || (i > 0 && more == 0) ||
		    more > UINT32_MAX - before || before + more >= end)
			return pm_removed_damaged(p->file, err);
		list[i] = before += more;
	}
	return status == PM_OK && at != stop ? pm_removed_damaged(p->file, err) : status;
}

/* The same of pairs, the first of each below END. */
static enum pm_status
read_pairs(struct pm_removed_part *p, enum pm_removed_table table, uint64_t end,
	   struct pm_removed_pair **out, struct pm_error *err)
{
	uint64_t n = p->tables[table].n, i;
	const uint8_t *at, *stop;
	enum pm_status status = pm_removed_bytes(p, table, &at, &stop, err);
	struct pm_removed_pair *list = pm_alloc((size_t)n, sizeof *list);
	struct pm_removed_pair pair = { 0, 0 };

	*out = list;
	if (list == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		uint32_t before = pair.number, more;

		if (pm_load_varint32(&at, stop, &more) < 0 ||
		    pm_load_varint32(&at, stop, &pair.number) < 0 ||
		    more > UINT32_MAX - pair.of || pair.of + more >= end ||
		    (i > 0 && more == 0 && pair.number <= before))
			return pm_removed_damaged(p->file, err);
		pair.of += more;
		list[i] = pair;
	}
	return status == PM_OK && at != stop ? pm_removed_damaged(p->file, err) : status;
}

/* --- the dead ----------------------------------------------------------- */

static enum pm_status
load_set(struct pm_removed_part *p, enum pm_removed_table table, uint32_t n,
	 struct pm_removed_set *set, struct pm_error *err)
{
	uint32_t *list = NULL;
	enum pm_status status;
	uint64_t i;

	if (p->tables[table].n == 0)
		return PM_OK;
	status = read_list(p, table, n, &list, err);
	if (status == PM_OK &&
	    (set->bits = pm_calloc((size_t)n / 64 + 1, sizeof *set->bits)) == NULL)
		status = pm_fail_nomem(err);
	set->n = n;
	for (i = 0; i < p->tables[table].n && status == PM_OK; i++)
		set->bits[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
	free(list);
	return status;
}

static enum pm_status
load_pairs(struct pm_removed_part *p, enum pm_removed_table table, uint32_t end,
	   struct pm_removed_pairs *pairs, struct pm_error *err)
{
	free(pairs->list);
	pairs->n = (size_t)p->tables[table].n;
	return read_pairs(p, table, end, &pairs->list, err);
}

enum pm_status
pm_removed_load(struct pm_removed_part *p, uint32_t words, uint32_t aliases,
		struct pm_error *err)
{
	enum pm_status status;

	if (p->loaded)
		return PM_OK;
	free(p->words.bits);
	free(p->aliases.bits);
	p->words = p->aliases = (struct pm_removed_set){ NULL, 0 };
	if ((status = load_set(p, PM_REMOVED_DEAD_WORDS, words, &p->words, err)) < 0 ||
	    (status = load_set(p, PM_REMOVED_DEAD_ALIASES, aliases, &p->aliases, err)) <
		    0 ||
	    (status = load_pairs(p, PM_REMOVED_DEAD_FORMS, words, &p->forms, err)) < 0 ||
	    (status = load_pairs(p, PM_REMOVED_DEAD_TARGETS, aliases, &p->targets, err)) <
		    0)
		return status;
	p->loaded = true;
	return PM_OK;
}

static bool
is_in(const struct pm_removed_set *set, uint32_t number)
{
	return set->bits != NULL && number < set->n &&
	       (set->bits[number / 64] >> number % 64 & 1) != 0;
}

static bool
is_pair(const struct pm_removed_pairs *pairs, uint32_t of, uint32_t number)
{
	size_t low = 0, high = pairs->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct pm_removed_pair *p = &pairs->list[middle];

		if (p->of < of || (p->of == of && p->number < number))
			low = middle + 1;
		else
			high = middle;
	}
	return low < pairs->n && pairs->list[low].of == of &&
	       pairs->list[low].number == number;
}

bool
pm_removed_is_dead_word(const struct pm_removed_part *p, uint32_t rank)
{
	return is_in(&p->words, rank);
}

bool
pm_removed_is_dead_alias(const struct pm_removed_part *p, uint32_t place)
{
	return is_in(&p->aliases, place);
}

bool
pm_removed_is_dead_form(const struct pm_removed_part *p, uint32_t rank, uint32_t form)
{
	return is_in(&p->words, rank) || is_pair(&p->forms, rank, form);
}

bool
pm_removed_is_dead_target(const struct pm_removed_part *p, uint32_t place, uint32_t target)
{
	return is_in(&p->aliases, place) || is_pair(&p->targets, place, target);
}

/* --- all ---------------------------------------------------------------- */

static enum pm_status
read_terms(struct pm_removed_part *p, struct pm_removed_tables *t, struct pm_error *err)
{
	struct pm_removed_at at = { .i = 0 };
	enum pm_status status = pm_removed_bytes(p, PM_REMOVED_TERMS, &at.p, &at.end, err);
	uint64_t n = p->tables[PM_REMOVED_TERMS].n;

	t->terms = pm_alloc((size_t)n, sizeof *t->terms);
	if (t->terms == NULL)
		return pm_fail_nomem(err);
	while (at.i < n && status == PM_OK) {
		status = pm_removed_next_term(p, &at, err);
		t->terms[t->n_terms++] = (struct pm_removed_term){ t->bytes.len, at.len,
								   at.articles };
		pm_buf_put(&t->bytes, at.term, at.len);
		if (status == PM_OK && t->bytes.status < 0)
			status = pm_fail_nomem(err);
	}
	return status == PM_OK && at.p != at.end ? pm_removed_damaged(p->file, err)
						 : status;
}

static enum pm_status
read_words(struct pm_removed_part *p, struct pm_removed_tables *t, struct pm_error *err)
{
	struct pm_removed_at at = { .i = 0 };
	enum pm_status status = pm_removed_bytes(p, PM_REMOVED_WORDS, &at.p, &at.end, err);
	uint64_t n = p->tables[PM_REMOVED_WORDS].n;

	t->words = pm_alloc((size_t)n, sizeof *t->words);
	if (t->words == NULL)
		return pm_fail_nomem(err);
	while (at.i < n && status == PM_OK) {
		status = pm_removed_next_word(p, &at, err);
		t->words[t->n_words++] = at.word;
	}
	return status == PM_OK && at.p != at.end ? pm_removed_damaged(p->file, err)
						 : status;
}

enum pm_status
pm_removed_read(struct pm_removed_part *p, struct pm_removed_tables *t,
		struct pm_error *err)
{
	const uint64_t all = (uint64_t)UINT32_MAX + 1;
	enum pm_status status;

	t->sums = p->sums;
	t->n_dead_words = (size_t)p->tables[PM_REMOVED_DEAD_WORDS].n;
	t->n_dead_aliases = (size_t)p->tables[PM_REMOVED_DEAD_ALIASES].n;
	t->n_dead_forms = (size_t)p->tables[PM_REMOVED_DEAD_FORMS].n;
	t->n_dead_targets = (size_t)p->tables[PM_REMOVED_DEAD_TARGETS].n;
	if ((status = read_list(p, PM_REMOVED_ARTICLES, all, &t->articles, err)) < 0 ||
	    (status = read_words(p, t, err)) < 0 ||
	    (status = read_list(p, PM_REMOVED_DEAD_WORDS, all, &t->dead_words, err)) < 0 ||
	    (status = read_list(p, PM_REMOVED_DEAD_ALIASES, all, &t->dead_aliases, err)) <
		    0 ||
	    (status = read_pairs(p, PM_REMOVED_DEAD_FORMS, all, &t->dead_forms, err)) < 0 ||
	    (status = read_pairs(p, PM_REMOVED_DEAD_TARGETS, all, &t->dead_targets, err)) <
		    0)
		return status;
	/* they count from 1 */
	return t->articles[0] == 0 ? pm_removed_damaged(p->file, err)
				   : read_terms(p, t, err);
}
