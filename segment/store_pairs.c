/* Pressmark - what the filters of pairs say of articles: see store.h and pairs.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store_parts.h"

#include "segment/store_format.h"
#include "support/mapped.h"

/* How many articles ahead filters are prefetched, and where these are. */
#define AHEAD 12u
#define PLACES_AHEAD 24u

const char *
pm_store_pairs_path(const struct pm_store *s)
{
	return pm_pages_path(s->pairs);
}

const uint8_t *
pm_store_pairs(struct pm_store *s, const struct pm_place *place, struct pm_error *err)
{
	return pm_pages_get(s->pairs, 8 * place->pairs,
			    (uint64_t)8 * pm_pairs_words(place->n_words), err);
}

/* *YES: whether one of the pairs FROM .. TO - 1 may be among the N filter words of an
 * article. */
static inline enum pm_status
may_have(struct pm_store *s, const struct pm_place *place, uint32_t n,
	 const struct pm_pair_needs *needs, size_t from, size_t to, bool *yes,
	 struct pm_error *err)
{
	for (*yes = false; from < to && !*yes; from++) {
		uint64_t hash = needs->hashes[from], bits = pm_pair_bits(hash);
		const uint8_t *p = pm_pages_get(s->pairs,
						8 * (place->pairs + pm_pair_word(hash, n)),
						8, err);

		if (p == NULL)
			return PM_ERR_CORRUPT;
		*yes = (pm_load_u64(p) & bits) == bits;
	}
	return PM_OK;
}

/* *YES: whether there may be an address in an article with N filter words. */
static enum pm_status
may_have_address(struct pm_store *s, const struct pm_place *place, uint32_t n, bool *yes,
		 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	*yes = true;
	for (i = 1; i <= PM_PAIR_MARKS && *yes && status == PM_OK; i++) {
		uint64_t hash = pm_pair_hash(PM_PAIR_ADDRESS, PM_PAIR_ADDRESS - i);
		const struct pm_pair_needs mark = { .hashes = &hash };

		status = may_have(s, place, n, &mark, 0, 1, yes, err);
	}
	return status;
}

/* An article that is asked for groups of pairs. */
struct asked {
	const struct pm_place *place;
	uint32_t n; /* filter words */
	enum { ADDRESS_UNKNOWN, NO_ADDRESS, PERHAPS_ADDRESS } address;
};

static inline size_t
first_of(const struct pm_pair_needs *needs, size_t group)
{
	return group == 0 ? 0 : needs->groups[group - 1].end;
}

/* *YES: whether one of the pairs of the group may be there. */
static inline enum pm_status
ask_group(struct pm_store *s, struct asked *a, const struct pm_pair_needs *needs,
	  size_t group, bool *yes, struct pm_error *err)
{
	const struct pm_pair_part *part = &needs->groups[group];
	enum pm_status status = may_have(s, a->place, a->n, needs, first_of(needs, group),
					 part->plain, yes, err);
	bool address;

	if (status < 0 || *yes || part->end == part->plain)
		return status;
	if (a->address == ADDRESS_UNKNOWN) {
		if ((status = may_have_address(s, a->place, a->n, &address, err)) < 0)
			return status;
		a->address = address ? PERHAPS_ADDRESS : NO_ADDRESS;
	}
	return a->address == NO_ADDRESS
		     ? PM_OK
		     : may_have(s, a->place, a->n, needs, part->plain, part->end, yes,
				err);
}

enum pm_status
pm_store_may_match(struct pm_store *s, const struct pm_place *place,
		   const struct pm_pair_needs *needs, bool *yes, struct pm_error *err)
{
	struct asked a = { place, pm_pairs_words(place->n_words), ADDRESS_UNKNOWN };
	enum pm_status status = PM_OK;
	size_t group;

	*yes = a.n > 0 || needs->n == 0;
	for (group = 0; group < needs->n && *yes && status == PM_OK; group++)
		status = ask_group(s, &a, needs, group, yes, err);
	return status;
}

/* --- many articles ---------------------------------------------------------- */

/* In which order articles are asked for the first groups; those after them come last.
 * Common pairs are in most articles that have the words, and rule out nothing: a group that
 * has ruled out an article changes places with the one before it. */
#define ORDERED 16u
struct order {
	uint8_t groups[ORDERED];
	size_t n;
};

static void
begin_order(struct order *o, const struct pm_pair_needs *needs)
{
	size_t i;

	o->n = needs->n < ORDERED ? needs->n : ORDERED;
	for (i = 0; i < o->n; i++)
		o->groups[i] = (uint8_t)i;
}

static inline enum pm_status
ask_in_order(struct pm_store *s, const struct pm_place *place,
	     const struct pm_pair_needs *needs, struct order *o, bool *yes,
	     struct pm_error *err)
{
	struct asked a = { place, pm_pairs_words(place->n_words), ADDRESS_UNKNOWN };
	enum pm_status status = PM_OK;
	size_t i;

	*yes = a.n > 0;
	for (i = 0; i < needs->n && *yes && status == PM_OK; i++)
		status = ask_group(s, &a, needs, i < o->n ? o->groups[i] : i, yes, err);
	if (!*yes && i > 1 && i <= o->n) {
		uint8_t last = o->groups[i - 1];

		o->groups[i - 1] = o->groups[i - 2];
		o->groups[i - 2] = last;
	}
	return status;
}

static inline void
prefetch_pair(const struct pm_store *s, const struct pm_place *place, uint32_t n,
	      uint64_t hash)
{
	uint64_t at = 8 * (place->pairs + pm_pair_word(hash, n));

	if (at < pm_pages_len(s->pairs))
		pm_pages_prefetch(s->pairs, at);
}

static inline void
prefetch_place(const struct pm_store *s, uint32_t article)
{
	if (article - 1 < s->n_articles)
		__builtin_prefetch(&s->places[article - 1]);
}

/* Prefetch what the first questions to an article will read, if it is known where. */
static inline void
prefetch_pairs(const struct pm_store *s, const struct pm_pair_needs *needs,
	       const struct order *o, uint32_t article)
{
	const struct pm_pair_part *part = &needs->groups[o->groups[0]];
	const struct pm_place *place;
	uint32_t words;

	if (article - 1 >= s->n_articles || !s->have_group[(article - 1) / PM_STORE_GROUP])
		return;
	place = &s->places[article - 1];
	words = pm_pairs_words(place->n_words);
	prefetch_pair(s, place, words, needs->hashes[first_of(needs, o->groups[0])]);
	if (part->end > part->plain)
		prefetch_pair(s, place, words,
			      pm_pair_hash(PM_PAIR_ADDRESS, PM_PAIR_ADDRESS - 1));
}

/* Before the first of N articles is asked. */
static void
prefetch_first(const struct pm_store *s, const struct pm_pair_needs *needs,
	       const struct order *o, const uint32_t *articles, size_t n)
{
	size_t i;

	for (i = 0; i < PLACES_AHEAD && i < n; i++)
		prefetch_place(s, articles[i]);
	for (i = 0; i < AHEAD && i < n; i++)
		prefetch_pairs(s, needs, o, articles[i]);
}

/* Before article I of N is asked. */
static inline void
prefetch_next(const struct pm_store *s, const struct pm_pair_needs *needs,
	      const struct order *o, const uint32_t *articles, size_t n, size_t i)
{
	if (i + PLACES_AHEAD < n)
		prefetch_place(s, articles[i + PLACES_AHEAD]);
	if (i + AHEAD < n)
		prefetch_pairs(s, needs, o, articles[i + AHEAD]);
}

/* Ask for what the first questions to the N articles will read. */
static enum pm_status
fetch(struct pm_store *s, const struct pm_pair_needs *needs, const uint32_t *articles,
      size_t n, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_place place;
	uint64_t at;
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++)
		if ((status = pm_store_place(s, articles[i], &place, err)) == PM_OK) {
			at = 8 *
			     (place.pairs + pm_pair_word(needs->hashes[0],
							 pm_pairs_words(place.n_words)));
			pm_pages_will_need(s->pairs, at, 8);
		}
	return status;
}

/* Where article I of the segment is: what is cached, or else *ROOM. */
static inline enum pm_status
place_of(struct pm_store *s, uint32_t article, struct pm_place *room,
	 const struct pm_place **place, struct pm_error *err)
{
	*place = room;
	if (s->places == NULL || article - 1 >= s->n_articles ||
	    !s->have_group[(article - 1) / PM_STORE_GROUP])
		return pm_store_place(s, article, room, err);
	*place = &s->places[article - 1];
	return PM_OK;
}

enum pm_status
pm_store_sift(struct pm_store *s, const struct pm_pair_needs *needs,
	      const uint32_t *articles, size_t n, uint32_t *kept, size_t *n_kept,
	      struct pm_error *err)
{
	const struct pm_place *place;
	struct pm_place room;
	enum pm_status status;
	struct order order;
	bool yes = true;
	size_t i;

	if (needs->n > 0 && pm_mapped_waits() &&
	    (status = fetch(s, needs, articles, n, err)) < 0)
		return status;
	*n_kept = needs->n == 0 ? n : 0;
	for (i = 0; i < n && needs->n == 0; i++)
		kept[i] = (uint32_t)i;
	begin_order(&order, needs);
	if (i < n && s->places != NULL)
		prefetch_first(s, needs, &order, articles, n);
	for (; i < n; i++) {
		if (s->places != NULL)
			prefetch_next(s, needs, &order, articles, n, i);
		if ((status = place_of(s, articles[i], &room, &place, err)) < 0 ||
		    (status = ask_in_order(s, place, needs, &order, &yes, err)) < 0)
			return status;
		kept[*n_kept] = (uint32_t)i;
		*n_kept += yes;
	}
	return PM_OK;
}
