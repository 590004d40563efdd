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

enum pm_status
pm_store_may_match(struct pm_store *s, const struct pm_place *place,
		   const struct pm_pair_needs *needs, bool *yes, struct pm_error *err)
{
	uint32_t n = pm_pairs_words(place->n_words);
	bool asked = false, address = false;
	enum pm_status status = PM_OK;
	size_t group, from = 0;

	*yes = n > 0 || needs->n == 0;
	for (group = 0; group < needs->n && *yes && status == PM_OK; group++) {
		const struct pm_pair_part *part = &needs->groups[group];

		status = may_have(s, place, n, needs, from, part->plain, yes, err);
		if (!*yes && part->end > part->plain && !asked && status == PM_OK) {
			status = may_have_address(s, place, n, &address, err);
			asked = true;
		}
		if (!*yes && address && status == PM_OK)
			status = may_have(s, place, n, needs, part->plain, part->end, yes,
					  err);
		from = part->end;
	}
	return status;
}

/* Prefetch what the first question to article I will read. */
static inline void
prefetch(const struct pm_store *s, const struct pm_pair_needs *needs,
	 const uint32_t *articles, size_t n, size_t i)
{
	const struct pm_place *place;
	uint32_t article;
	uint64_t at;

	if (i + PLACES_AHEAD < n && articles[i + PLACES_AHEAD] - 1 < s->n_articles)
		__builtin_prefetch(&s->places[articles[i + PLACES_AHEAD] - 1]);
	article = i + AHEAD < n ? articles[i + AHEAD] - 1 : s->n_articles;
	if (article >= s->n_articles || !s->have_group[article / PM_STORE_GROUP])
		return;
	place = &s->places[article];
	at = 8 * (place->pairs +
		  pm_pair_word(needs->hashes[0], pm_pairs_words(place->n_words)));
	if (at < pm_pages_len(s->pairs))
		pm_pages_prefetch(s->pairs, at);
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

enum pm_status
pm_store_sift(struct pm_store *s, const struct pm_pair_needs *needs,
	      const uint32_t *articles, size_t n, uint32_t *kept, size_t *n_kept,
	      struct pm_error *err)
{
	struct pm_place place;
	enum pm_status status;
	bool yes = true;
	size_t i;

	if (needs->n > 0 && pm_mapped_waits() &&
	    (status = fetch(s, needs, articles, n, err)) < 0)
		return status;
	*n_kept = needs->n == 0 ? n : 0;
	for (i = 0; i < n && needs->n == 0; i++)
		kept[i] = (uint32_t)i;
	for (; i < n; i++) {
		if (s->places != NULL)
			prefetch(s, needs, articles, n, i);
		if ((status = pm_store_place(s, articles[i], &place, err)) < 0 ||
		    (status = pm_store_may_match(s, &place, needs, &yes, err)) < 0)
			return status;
		kept[*n_kept] = (uint32_t)i;
		*n_kept += yes;
	}
	return PM_OK;
}
