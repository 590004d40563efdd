/* Pressmark - where the articles of a store are: see store.h, and store.c for the bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store_parts.h"

#include "segment/store_format.h"
#include "support/bytes.h"

#include <stdlib.h>

/* Of more articles no places are remembered: each takes 40 bytes. */
#define PLACES_MAX ((uint32_t)1 << 23)

enum pm_status
pm_store_damaged(const struct pm_pages *pages, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(pages), "its parts do not fit together");
}

#define HEAD_MAX 30u /* bytes of a group's header: two varints of 64 bits, two of 32 */

static bool
load_head(const uint8_t **p, const uint8_t *end, struct pm_place *place)
{
	return pm_load_varint(p, end, &place->words) == 0 &&
	       pm_load_varint(p, end, &place->pairs) == 0 &&
	       pm_load_varint32(p, end, &place->block) == 0 &&
	       pm_load_varint32(p, end, &place->dressing) == 0;
}

/* Whether the last article of a group, at LAST, ends where the next group, from P on,
 * begins, or else (P is NULL) where the words end.  So no words or blocks belong to more
 * articles than one, and all articles together cost no more than the files. */
static bool
ends_well(struct pm_store *s, const struct pm_place *last, const uint8_t *p,
	  const uint8_t *end)
{
	uint64_t words = last->words + last->words_bytes;
	uint64_t pairs = last->pairs + pm_store_pairs_of(s, last);
	struct pm_place next;

	if (p == NULL)
		return words == pm_pages_len(s->words) &&
		       pairs == pm_pages_len(s->pairs) / 8;
	if (!load_head(&p, end, &next) || next.words != words || next.pairs != pairs)
		return false;
	return next.block == last->block
		     ? next.dressing == (uint64_t)last->dressing + last->dressing_bytes
		     : next.block == last->block + 1 && next.dressing == 0;
}

/* Read the entries of a group: where each of its N articles is. */
static enum pm_status
read_group(struct pm_store *s, uint32_t group, struct pm_place *places, uint32_t n,
	   struct pm_error *err)
{
	struct pm_place place = { 0 };
	const uint8_t *p, *end, *next = NULL, *next_end = NULL;
	uint64_t from, to, rest;
	uint32_t i;

	p = pm_pages_get(s->articles, s->groups + 8 * (uint64_t)group, 16, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	from = pm_load_u64(p);
	to = pm_load_u64(p + 8);
	if (from > to || to > s->groups)
		return pm_store_damaged(s->articles, err);
	p = pm_pages_get(s->articles, from, to - from, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	end = p + (to - from);
	if (s->n_articles - group * PM_STORE_GROUP > PM_STORE_GROUP) {
		rest = s->groups - to < HEAD_MAX ? s->groups - to : HEAD_MAX;
		next = pm_pages_get(s->articles, to, rest, err);
		if (next == NULL)
			return PM_ERR_CORRUPT;
		next_end = next + rest;
	}
	if (!load_head(&p, end, &place))
		return pm_store_damaged(s->articles, err);
	for (i = 0; i < n; i++) {
		uint32_t begins;

		place.words += place.words_bytes;
		place.pairs += pm_store_pairs_of(s, &place);
		place.dressing += place.dressing_bytes;
		if (pm_load_varint32(&p, end, &place.n_words) < 0 ||
		    pm_load_varint32(&p, end, &place.n_title) < 0 ||
		    pm_load_varint32(&p, end, &place.words_bytes) < 0 ||
		    pm_load_varint32(&p, end, &begins) < 0 ||
		    pm_load_varint32(&p, end, &place.dressing_bytes) < 0)
			return pm_store_damaged(s->articles, err);
		if (begins != 0) {
			/* The group's header already names this block. */
			if (i > 0)
				place.block++;
			place.dressing = 0;
		}
		if (place.n_title > place.n_words || place.n_words > place.words_bytes ||
		    place.pairs > pm_pages_len(s->pairs) / 8 || place.block >= s->n_blocks)
			return pm_store_damaged(s->articles, err);
		places[i] = place;
	}
	if (p != end || !ends_well(s, &place, next, next_end))
		return pm_store_damaged(s->articles, err);
	return PM_OK;
}

/* Room for all places, when the first is asked for. */
static enum pm_status
make_places(struct pm_store *s, struct pm_error *err)
{
	s->have_group = pm_calloc(s->n_articles / PM_STORE_GROUP + 1, 1);
	if (s->have_group == NULL)
		return pm_fail_nomem(err);
	s->places = pm_calloc(s->n_articles, sizeof *s->places);
	if (s->places != NULL)
		return PM_OK;
	free(s->have_group);
	s->have_group = NULL;
	return pm_fail_nomem(err);
}

enum pm_status
pm_store_place(struct pm_store *s, uint32_t article, struct pm_place *place,
	       struct pm_error *err)
{
	struct pm_place some[PM_STORE_GROUP], *places = some;
	uint32_t group, first, n;
	enum pm_status status;

	if (article < 1 || article > s->n_articles)
		return pm_store_damaged(s->articles, err);
	group = (article - 1) / PM_STORE_GROUP;
	first = group * PM_STORE_GROUP;
	if (s->places == NULL && s->n_articles <= PLACES_MAX &&
	    (status = make_places(s, err)) < 0)
		return status;
	if (s->places != NULL) {
		places = s->places + first;
		if (s->have_group[group]) {
			*place = places[article - 1 - first];
			return PM_OK;
		}
	}
	n = s->n_articles - first < PM_STORE_GROUP ? s->n_articles - first
						   : PM_STORE_GROUP;
	status = read_group(s, group, places, n, err);
	if (status < 0)
		return status;
	if (s->places != NULL)
		s->have_group[group] = 1;
	*place = places[article - 1 - first];
	return PM_OK;
}
