/* Pressmark - searching coded words for patterns: see pattern_parts.h and code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "match/sift.h"
#include "segment/codes.h"

#include <string.h>

/* Places found at a time, if most of them will not match. */
#define PLACES_MAX 16u

/* --- searching ----------------------------------------------------------- */

/* Whether the words next to bytes AT .. TO - 1 of the codes can belong to a match. */
static bool
fits_in(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at, size_t to)
{
	const uint8_t *from = codes + at, *behind = codes + to, *end = codes + len;
	uint32_t rank;

	if (p->before.n_ranks > 0) {
		if (at == 0)
			return false;
		from = pm_code_before(codes, from);
		if (pm_code_get(&from, end, &rank) != 0 ||
		    !pm_atom_has_rank(&p->before, rank))
			return false;
	}
	return p->behind.n_ranks == 0 || (pm_code_get(&behind, end, &rank) == 0 &&
					  pm_atom_has_rank(&p->behind, rank));
}

/* Decode the words around byte AT of the codes, as far as a match that contains it may
 * reach, into RANKS, which has room for twice the longest match.  Returns their number. */
static uint32_t
decode_around(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at,
	      uint32_t *ranks)
{
	const uint8_t *from = codes + at, *end = codes + len;
	uint32_t n = 0, k;

	for (k = 1; k < p->longest && from > codes; k++)
		from = pm_code_before(codes, from);
	while (n < 2 * p->longest && from < end && pm_code_get(&from, end, &ranks[n]) == 0)
		n++;
	return n;
}

/* How far ways from a word on have come to a state, as bits: bit K if it is reached after
 * K words.  Those of `perhaps` pass over a compound or a word in capitals, which the codes
 * do not show. */
struct ways {
	uint64_t sure, perhaps;
};

/* Pass over a sequence of edge E, of those of the N words at RANKS that begin AT words
 * from where the ways do. */
static void
follow_sequences(const struct pm_atom *a, const uint32_t *ranks, uint32_t n, uint32_t at,
		 bool sure, struct ways *to)
{
	size_t k = pm_atom_first_sequence(a, ranks[at], 0);

	for (; k < a->n_sequences && a->sequences[k].ranks[0] == ranks[at]; k++) {
		const struct pm_sequence *s = &a->sequences[k];

		if (s->n > n - at ||
		    memcmp(s->ranks, ranks + at, s->n * sizeof *ranks) != 0)
			continue;
		if (sure && s->joint == PM_JOINT_ANY)
			to->sure |= UINT64_C(1) << (at + s->n);
		else
			to->perhaps |= UINT64_C(1) << (at + s->n);
	}
}

/* Whether a match begins with the first of these N words, and does not go beyond them. */
static uint8_t
begins_match(const struct pm_pattern *p, const uint32_t *ranks, uint32_t n)
{
	struct ways reached[PM_ANCHORED_WORDS_MAX + 1] = { { 1, 0 } };
	const struct ways *last = &reached[p->n_states - 1];
	size_t i;

	for (i = 0; i < p->n_edges; i++) {
		const struct pm_edge *e = &p->edges[i];
		struct ways from = reached[e->from], *to = &reached[e->to];
		uint64_t left = from.sure | from.perhaps;

		for (; left != 0; left &= left - 1) {
			uint32_t at = (uint32_t)__builtin_ctzll(left);

			if (at >= n)
				break;
			if (pm_atom_has_rank(&e->atom, ranks[at])) {
				to->sure |= (from.sure >> at & 1) << (at + 1);
				to->perhaps |= (from.perhaps >> at & 1) << (at + 1);
			}
			if (e->atom.n_sequences > 0)
				follow_sequences(&e->atom, ranks, n, at,
						 from.sure >> at & 1, to);
		}
	}
	return last->sure != 0	  ? PM_DB_YES
	     : last->perhaps != 0 ? PM_DB_PERHAPS
				  : PM_DB_NO;
}

/* Whether a match begins with any of these N words. */
static uint8_t
find_match(const struct pm_pattern *p, const uint32_t *ranks, uint32_t n)
{
	uint8_t answer = PM_DB_NO, one;
	uint32_t at;

	for (at = 0; at < n && answer != PM_DB_YES; at++)
		if (pm_atom_has_rank(&p->start, ranks[at]) &&
		    (one = begins_match(p, ranks + at, n - at)) != PM_DB_NO)
			answer = one;
	return answer;
}

/* What place AT, where string I was found, shows of the article.  No match reaches across
 * the end of the title, which takes TITLE bytes. */
static uint8_t
look_at(const struct pm_pattern *p, size_t i, const uint8_t *codes, size_t len,
	size_t title, size_t at)
{
	uint32_t ranks[2 * PM_SEQUENCE_MAX * PM_ANCHORED_WORDS_MAX];
	size_t start = at < title ? 0 : title, end = at < title ? title : len;

	if (at + p->coded[i].len > end || (p->title_only && at >= title))
		return PM_DB_NO;
	if (!p->anchored)
		return p->sure[i] ? PM_DB_YES : PM_DB_PERHAPS;
	codes += start;
	at -= start;
	if (!fits_in(p, codes, end - start, at, at + p->coded[i].len))
		return PM_DB_NO;
	return find_match(p, ranks, decode_around(p, codes, end - start, at, ranks));
}

/* What the strings that stand at place AT show of the article. */
static uint8_t
look_at_all(const struct pm_pattern *p, struct pm_coded_article *a, size_t at)
{
	uint8_t answer = PM_DB_NO, one;
	size_t i;

	for (i = 0; i < p->n_coded && answer != PM_DB_YES; i++) {
		if (!pm_code_string_at(&p->coded[i], a->codes, a->len, at))
			continue;
		one = look_at(p, i, a->codes, a->len, pm_coded_title(a), at);
		if (one != PM_DB_NO)
			answer = one;
	}
	return answer;
}

enum pm_status
pm_pattern_search(struct pm_pattern *p, struct pm_view *v, uint8_t *answer,
		  struct pm_error *err)
{
	struct pm_coded_article a = {
		pm_store_codes(pm_segment_store(v->segment), &v->place, err),
		v->place.words_bytes, v->place.n_title, SIZE_MAX
	};
	size_t places[PLACES_MAX], max = p->anchored ? PLACES_MAX : 1, n = max, from = 0;
	size_t k;

	if (a.codes == NULL)
		return PM_ERR_CORRUPT;
	*answer = PM_DB_NO;
	for (; n == max && *answer != PM_DB_YES; from = places[max - 1] + 1) {
		n = pm_code_search(p->coded, p->n_coded, a.codes, a.len, from, places,
				   max);
		for (k = 0; k < n && *answer != PM_DB_YES; k++) {
			uint8_t one = look_at_all(p, &a, places[k]);

			if (one != PM_DB_NO)
				*answer = one;
		}
	}
	return PM_OK;
}

/* --- sifting ------------------------------------------------------------- */

/* The word that occurs least often, if that is seldom and its code has more than one
 * byte: such words are found with few stops. */
#define SELDOM 8u

static size_t
find_rarest(const struct pm_pattern *p, const uint32_t *counts)
{
	size_t best = PM_NO_ANCHOR, i;
	uint32_t least = SELDOM + 1;

	for (i = 0; p->word_codes != NULL && i < p->n_edges; i++)
		if (counts[i] > 0 && counts[i] < least && p->word_codes[i].string.len > 1) {
			best = i;
			least = counts[i];
		}
	return best;
}

static uint8_t
look_through(const void *ctx, struct pm_coded_article *a, const uint32_t *counts)
{
	const struct pm_pattern *p = ctx;
	const struct pm_code_string *wanted = p->coded;
	size_t n = p->n_coded, before = 0, from = 0, at, i;
	uint32_t left = UINT32_MAX;

	/* Look around the places of one word, of which there are only so many. */
	if (counts != NULL && (i = find_rarest(p, counts)) != PM_NO_ANCHOR) {
		wanted = &p->word_codes[i].string;
		n = 1;
		before = p->word_codes[i].before;
		left = counts[i];
	} else if (counts != NULL && p->anchor != PM_NO_ANCHOR && counts[p->anchor] > 0) {
		left = counts[p->anchor];
	}
	for (; left > 0 && pm_code_search(wanted, n, a->codes, a->len, from, &at, 1) == 1;
	     left--) {
		uint8_t answer = at < before ? PM_DB_NO : look_at_all(p, a, at - before);

		if (answer != PM_DB_NO)
			return answer;
		from = at + 1;
	}
	return PM_DB_NO;
}

enum pm_status
pm_pattern_sift(struct pm_pattern *p, const uint32_t *articles, size_t n,
		const uint32_t *counts, size_t stride, uint8_t *answers,
		struct pm_error *err)
{
	const struct pm_sift sift = { p->segment, p->team, &p->needs,
				      p->n_coded > 0 ? look_through : NULL, p };

	if (p->impossible) {
		memset(answers, PM_DB_NO, n);
		return PM_OK;
	}
	return pm_sift_articles(&sift, articles, n, counts, stride, answers, err);
}
