/* Pressmark - which articles of the input are which of the index: see pairing.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pairing.h"

#include <stdlib.h>
#include <string.h>

void
pm_pairing_init(struct pm_pairing *p, struct pm_identities *identities,
		struct pm_known *known, struct pm_files *files)
{
	memset(p, 0, sizeof *p);
	p->identities = identities;
	p->known = known;
	p->files = files;
}

void
pm_pairing_release(struct pm_pairing *p)
{
	free(p->takers);
	free(p->changes);
	free(p->away);
	free(p->moved);
	pm_source_places_release(&p->places);
	memset(p, 0, sizeof *p);
}

static int
compare_contents(const void *a, const void *b, void *ctx)
{
	const struct pm_away *away = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int c = pm_digest128_compare(away[i].origin.content, away[j].origin.content);

	return c != 0 ? c : i < j ? -1 : i > j;
}

enum pm_status
pm_pairing_begin(struct pm_pairing *p, enum pm_build_kind kind, struct pm_error *err)
{
	struct pm_files *f = p->files;
	uint32_t i;

	p->kind = kind;
	pm_files_order_away(f);
	if (kind != PM_BUILD_UPDATE || f->n_away == 0)
		return PM_OK;
	if (f->n_away >= UINT32_MAX ||
	    (p->away = pm_alloc(f->n_away, sizeof *p->away)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->n_away; i++)
		p->away[i] = i;
	p->n_away = f->n_away;
	qsort_r(p->away, p->n_away, sizeof *p->away, compare_contents, f->away);
	return pm_source_places_init(&p->places, f, err);
}

/* --- in the index --------------------------------------------------------------- */

/* Whether what has this one for now can be made to have another. */
static bool
can_be_robbed(const struct pm_pairing *p, const struct pm_known_article *k)
{
	return k->partner == 0 || p->takers[k->partner - 1].ordinal >= p->fixed;
}

/* The first of the group that says the same and is nobody's for certain; or NULL. */
static struct pm_known_article *
find_equal(struct pm_pairing *p, const struct pm_origin *o)
{
	uint32_t *head = pm_known_equal(p->known, o->identity, o->content), next;
	struct pm_known_article *k;

	for (next = *head; next != 0; next = k->equal) {
		k = &p->known->all[next - 1];
		if (k->settled && *head == next && k->equal != 0)
			*head = k->equal;
		if (!k->settled && can_be_robbed(p, k))
			return k;
	}
	return NULL;
}

static void
settle(struct pm_pairing *p, struct pm_known_article *k)
{
	if (k->partner != 0) {
		p->takers[k->partner - 1].robbed = true;
		p->robbed = true;
	}
	k->partner = 0;
	k->met = k->settled = true;
	k->renewed = false;
}

/* The first of the group that nobody has; or NULL. */
static struct pm_known_article *
find_left(struct pm_pairing *p, struct pm_digest128 group)
{
	struct pm_known *known = p->known;
	size_t begin = pm_known_group(known, group), *at;

	if (begin == known->n)
		return NULL;
	at = &known->cursor[begin];
	while (pm_known_is_of(known, *at, group) && known->all[known->order[*at]].met)
		(*at)++;
	return pm_known_is_of(known, *at, group) ? &known->all[known->order[*at]] : NULL;
}

/* The article that is handed out next has K, for now. */
static enum pm_status
take(struct pm_pairing *p, struct pm_digest128 group, struct pm_known_article *k,
     struct pm_error *err)
{
	enum pm_status status = pm_grow(&p->takers, &p->takers_cap, p->n_takers + 1,
					sizeof *p->takers, err);

	if (status < 0)
		return status;
	p->takers[p->n_takers++] = (struct pm_taker){
		group, p->handed, (uint32_t)(k - p->known->all), false
	};
	k->partner = (uint32_t)p->n_takers;
	k->met = true;
	return PM_OK;
}

/* --- what stays away --------------------------------------------------------------- */

/* One of the group that the input had not yet, and that says the same if CONTENT is not NULL;
 * or NULL. */
static struct pm_away *
find_away(struct pm_pairing *p, struct pm_digest128 group,
	  const struct pm_digest128 *content)
{
	struct pm_files *f = p->files;
	size_t i;

	if (f->n_away == 0)
		return NULL;
	if (!pm_digest128_equal(p->away_group, group)) {
		p->away_group = group;
		p->away_at = pm_files_find_away(f, group);
	}
	while (p->away_at < f->n_away && f->away[p->away_at].met)
		p->away_at++;
	for (i = p->away_at; i < f->n_away; i++) {
		struct pm_away *a = &f->away[i];

		if (!pm_digest128_equal(pm_identity_group(a->origin.identity), group))
			break;
		if (!a->met &&
		    (content == NULL || pm_digest128_equal(a->origin.content, *content)))
			return a;
	}
	return NULL;
}

/* Whether there is no file of this source any more. */
static bool
has_gone(const struct pm_pairing *p, uint64_t source)
{
	uint32_t place = pm_source_places_find(&p->places, source);

	return source != pm_origin_source("-", 1) &&
	       (place == PM_U32_NONE || p->files->of[place].gone);
}

/* One that says the same, of a file that is gone: the article has moved.  Or NULL. */
static struct pm_away *
find_moved(struct pm_pairing *p, struct pm_digest128 content)
{
	struct pm_files *f = p->files;
	size_t low = 0, high = p->n_away;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pm_digest128_compare(f->away[p->away[middle]].origin.content,
					 content) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < p->n_away; low++) {
		struct pm_away *a = &f->away[p->away[low]];

		if (!pm_digest128_equal(a->origin.content, content))
			break;
		if (!a->met && has_gone(p, a->origin.source))
			return a;
	}
	return NULL;
}

/* --- pairs ---------------------------------------------------------------------- */

/* A number of the group that nothing has. */
static enum pm_status
number(struct pm_pairing *p, struct pm_digest128 group, struct pm_digest128 *identity,
       struct pm_error *err)
{
	enum pm_status status;

	do
		status = pm_identities_next(p->identities, group, identity, err);
	while (status == PM_OK &&
	       (pm_known_has(p->known, *identity) ||
		(p->files->n_away > 0 && pm_files_is_away(p->files, *identity))));
	return status;
}

/* It was removed by hand. */
static void
stay_away(struct pm_pairing *p, struct pm_away *a, struct pm_origin *o,
	  struct pm_pair *pair)
{
	o->identity = a->origin.identity;
	a->met = true;
	if (p->kind == PM_BUILD_ADD)
		a->back = true;
	else
		pair->kind = PM_PAIR_AWAY;
}

/* What was removed by hand has moved here, and stays away here. */
static enum pm_status
stay_where_it_is(struct pm_pairing *p, struct pm_away *from, struct pm_origin *o,
		 struct pm_pair *pair, struct pm_error *err)
{
	enum pm_status status = number(p, o->identity, &o->identity, err);

	if (status == PM_OK)
		status = pm_grow(&p->moved, &p->moved_cap, p->n_moved + 1,
				 sizeof *p->moved, err);
	if (status < 0)
		return status;
	p->moved[p->n_moved++] = *o;
	from->met = from->back = true;
	pair->kind = PM_PAIR_AWAY;
	return PM_OK;
}

static void
pair_with(struct pm_known_article *k, struct pm_origin *o, struct pm_pair *pair)
{
	o->identity = k->origin.identity;
	*pair = (struct pm_pair){ PM_PAIR_KNOWN, k };
}

/* --- by the other meaning of ids -------------------------------------------------- */

/* One of the other group that nobody has, of the same file; if there is, one that says the
 * same.  Or NULL. */
static struct pm_known_article *
find_other(struct pm_pairing *p, const struct pm_origin *o)
{
	struct pm_known *known = p->known;
	struct pm_known_article *k, *best = NULL;
	size_t at = pm_known_group(known, p->other);

	for (; pm_known_is_of(known, at, p->other); at++) {
		k = &known->all[known->order[at]];
		if (k->met || k->origin.source != o->source)
			continue;
		if (pm_digest128_equal(k->origin.content, o->content))
			return k;
		best = best != NULL ? best : k;
	}
	return best;
}

/* PM_ABSENT: it is not known by its other group either. */
static enum pm_status
find_otherwise(struct pm_pairing *p, struct pm_origin *o, struct pm_pair *pair,
	       struct pm_error *err)
{
	struct pm_known_article *k = find_other(p, o);
	struct pm_away *a = k != NULL ? NULL : find_away(p, p->other, &o->content);

	if (k == NULL && a == NULL && (a = find_away(p, p->other, NULL)) == NULL)
		return PM_ABSENT;
	if (k != NULL) {
		k->met = k->settled = true;
		*pair = (struct pm_pair){ PM_PAIR_KNOWN, k };
	} else {
		a->met = true;
		a->back = p->kind == PM_BUILD_ADD;
		pair->kind = a->back ? PM_PAIR_NEW : PM_PAIR_AWAY;
	}
	return number(p, o->identity, &o->identity, err);
}

enum pm_status
pm_pairing_find(struct pm_pairing *p, struct pm_origin *o, struct pm_pair *pair,
		struct pm_error *err)
{
	struct pm_digest128 group = o->identity;
	struct pm_known_article *k;
	struct pm_away *a;
	enum pm_status status;

	*pair = (struct pm_pair){ PM_PAIR_NEW, NULL };
	if ((k = find_equal(p, o)) != NULL) {
		settle(p, k);
		pair_with(k, o, pair);
		return PM_OK;
	}
	if ((a = find_away(p, group, &o->content)) != NULL) {
		stay_away(p, a, o, pair);
		return PM_OK;
	}
	if ((k = find_left(p, group)) != NULL) {
		if ((status = take(p, group, k, err)) == PM_OK)
			pair_with(k, o, pair);
		return status;
	}
	if ((a = find_away(p, group, NULL)) != NULL) {
		stay_away(p, a, o, pair);
		return PM_OK;
	}
	if (p->otherwise && (status = find_otherwise(p, o, pair, err)) != PM_ABSENT)
		return status;
	if ((a = find_moved(p, o->content)) != NULL)
		return stay_where_it_is(p, a, o, pair, err);
	return number(p, group, &o->identity, err);
}

/* --- the end of a file ------------------------------------------------------------- */

static int
compare_takers(const void *a, const void *b)
{
	const struct pm_taker *x = a, *y = b;
	int c = pm_digest128_compare(x->group, y->group);

	return c != 0 ? c : x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static int
compare_changes(const void *a, const void *b)
{
	const struct pm_pairing_change *x = a, *y = b;

	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static enum pm_status
change(struct pm_pairing *p, const struct pm_taker *t, const struct pm_known_article *k,
       struct pm_error *err)
{
	struct pm_pairing_change c = { .ordinal = t->ordinal, .is_new = k == NULL };
	enum pm_status status = pm_grow(&p->changes, &p->changes_cap, p->n_changes + 1,
					sizeof *p->changes, err);

	if (status == PM_OK && k == NULL)
		status = number(p, t->group, &c.identity, err);
	if (status < 0)
		return status;
	if (k != NULL) {
		c.identity = k->origin.identity;
		c.known = (uint32_t)(k - p->known->all);
	}
	p->changes[p->n_changes++] = c;
	return PM_OK;
}

/* Pair what is left of a group anew, in both orders: TAKERS, N of them. */
static enum pm_status
pair_group(struct pm_pairing *p, struct pm_taker *takers, size_t n, struct pm_error *err)
{
	struct pm_known *known = p->known;
	struct pm_digest128 group = takers[0].group;
	size_t begin = pm_known_group(known, group), at, i = 0;
	enum pm_status status = PM_OK;

	for (at = begin; pm_known_is_of(known, at, group); at++) {
		struct pm_known_article *k = &known->all[known->order[at]];

		if (!k->settled)
			k->met = k->renewed = false;
	}
	/* those of which the origins are written stay what they are */
	for (i = 0; i < n && takers[i].ordinal < p->fixed; i++) {
		struct pm_known_article *k = &known->all[takers[i].known];

		if (!takers[i].robbed)
			k->met = k->renewed = k->settled = true;
	}
	for (at = begin; i < n && status == PM_OK && pm_known_is_of(known, at, group);
	     at++) {
		struct pm_known_article *k = &known->all[known->order[at]];

		if (k->settled)
			continue;
		k->met = k->renewed = k->settled = true;
		if (takers[i].robbed || takers[i].known != known->order[at])
			status = change(p, &takers[i], k, err);
		i++;
	}
	for (; i < n && status == PM_OK; i++)
		status = change(p, &takers[i], NULL, err);
	return status;
}

enum pm_status
pm_pairing_end_file(struct pm_pairing *p, struct pm_error *err)
{
	size_t i, end, first = p->n_changes;
	enum pm_status status = PM_OK;

	if (p->robbed)
		qsort(p->takers, p->n_takers, sizeof *p->takers, compare_takers);
	for (i = 0; i < p->n_takers && status == PM_OK; i = end) {
		bool robbed = false;

		for (end = i; end < p->n_takers &&
			      pm_digest128_equal(p->takers[end].group, p->takers[i].group);
		     end++)
			robbed = robbed || p->takers[end].robbed;
		if (robbed)
			status = pair_group(p, p->takers + i, end - i, err);
	}
	for (i = 0; i < p->n_takers; i++) {
		struct pm_known_article *k = &p->known->all[p->takers[i].known];

		if (!p->takers[i].robbed)
			k->settled = true;
		k->partner = 0;
	}
	p->n_takers = 0;
	p->robbed = false;
	if (p->n_changes - first > 1)
		qsort(p->changes + first, p->n_changes - first, sizeof *p->changes,
		      compare_changes);
	return status;
}

enum pm_status
pm_pairing_end(struct pm_pairing *p, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	pm_files_take_back(p->files);
	for (i = 0; i < p->n_moved && status == PM_OK; i++)
		status = pm_files_send_away(p->files, &p->moved[i], err);
	p->n_moved = 0;
	pm_files_order_away(p->files);
	return status;
}
