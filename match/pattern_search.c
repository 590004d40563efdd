/* Pressmark - searching coded words for patterns: see pattern_parts.h and code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "segment/codes.h"

#include <string.h>

/* Places found at a time, if most of them will not match. */
#define PLACES_MAX 16u

/* --- searching ----------------------------------------------------------- */

/* The bytes that the first N words take. */
static size_t
skip_words(const uint8_t *codes, size_t len, uint32_t n)
{
	size_t at = 0;

	while (n > 0 && at < len)
		n -= codes[at++] >> 7;
	return at;
}

/* The code before FROM, which must not be the first one.  A code ends where the high bit
 * is set. */
static const uint8_t *
step_back(const uint8_t *codes, const uint8_t *from)
{
	do
		from--;
	while (from > codes && !(from[-1] & 0x80));
	return from;
}

/* Whether the words next to bytes AT .. TO - 1 of the codes can belong to a match. */
static bool
fits_in(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at, size_t to)
{
	const uint8_t *from = codes + at, *behind = codes + to, *end = codes + len;
	uint32_t rank;

	if (p->before.n_ranks > 0) {
		if (at == 0)
			return false;
		from = step_back(codes, from);
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
		from = step_back(codes, from);
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

/* The codes of an article. */
struct coded_article {
	const uint8_t *codes;
	size_t len;
	uint32_t n_title; /* words */
	size_t title;	  /* bytes that these take; SIZE_MAX: not yet known */
};

/* What the strings that stand at place AT show of the article. */
static uint8_t
look_at_all(const struct pm_pattern *p, struct coded_article *a, size_t at)
{
	uint8_t answer = PM_DB_NO, one;
	size_t i;

	for (i = 0; i < p->n_coded && answer != PM_DB_YES; i++) {
		if (!pm_code_string_at(&p->coded[i], a->codes, a->len, at))
			continue;
		/* Only few articles need to know where the title ends. */
		if (a->title == SIZE_MAX)
			a->title = skip_words(a->codes, a->len, a->n_title);
		one = look_at(p, i, a->codes, a->len, a->title, at);
		if (one != PM_DB_NO)
			answer = one;
	}
	return answer;
}

enum pm_status
pm_pattern_search(struct pm_pattern *p, struct pm_view *v, uint8_t *answer,
		  struct pm_error *err)
{
	struct coded_article a = {
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

/* How many articles are sifted at a time, and how many a thread takes at a time. */
#define SIFTED_MAX 1024u
#define SIFTED_TOGETHER 8u

#define US_A_BYTE \
	4e-5	     /* microseconds for one string, when it comes from
				 * memory */
#define AHEAD 2u     /* how many articles ahead to prefetch, */
#define FETCHED 512u /* and how many bytes of each */

struct sifted {
	const struct pm_pattern *p;
	const uint8_t *codes[SIFTED_MAX];
	uint32_t len[SIFTED_MAX], n_title[SIFTED_MAX];
	const uint32_t *which;	/* of the articles that were asked for each of them is */
	const uint32_t *counts; /* STRIDE for each article, or NULL */
	size_t stride;
	uint8_t *answers;
};

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
look_through(const struct sifted *s, size_t article)
{
	const struct pm_pattern *p = s->p;
	const uint32_t *counts = s->counts == NULL
				       ? NULL
				       : s->counts + s->which[article] * s->stride;
	struct coded_article a = { s->codes[article], s->len[article],
				   s->n_title[article], SIZE_MAX };
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
	for (; left > 0 && pm_code_search(wanted, n, a.codes, a.len, from, &at, 1) == 1;
	     left--) {
		uint8_t answer = at < before ? PM_DB_NO : look_at_all(p, &a, at - before);

		if (answer != PM_DB_NO)
			return answer;
		from = at + 1;
	}
	return PM_DB_NO;
}

static inline void
fetch_ahead(const struct sifted *s, size_t i, size_t to)
{
	size_t at, len = i < to ? s->len[i] : 0;

	for (at = 0; at < FETCHED && at < len; at += 64)
		__builtin_prefetch(s->codes[i] + at);
}

static void
sift_some(void *ctx, size_t from, size_t to)
{
	struct sifted *s = ctx;
	size_t i;

	for (i = from; i < to; i++) {
		fetch_ahead(s, i + AHEAD, to);
		s->answers[s->which[i]] = look_through(s, i);
	}
}

/* Sift the N of ARTICLES that WHICH says. */
static enum pm_status
sift(struct pm_pattern *p, const uint32_t *articles, const uint32_t *which, size_t n,
     const uint32_t *counts, size_t stride, uint8_t *answers, struct pm_error *err)
{
	struct pm_store *store = pm_segment_store(p->segment);
	struct sifted s;
	struct pm_place place;
	enum pm_status status;
	size_t bytes = 0, i;

	s.p = p;
	s.answers = answers;
	s.counts = counts;
	s.stride = stride;
	s.which = which;
	for (i = 0; i < n; i++) {
		if ((status = pm_store_place(store, articles[which[i]], &place, err)) < 0)
			return status;
		if ((s.codes[i] = pm_store_codes(store, &place, err)) == NULL)
			return PM_ERR_CORRUPT;
		s.len[i] = place.words_bytes;
		s.n_title[i] = place.n_title;
		bytes += place.words_bytes;
	}
	pm_team_run(p->team, sift_some, &s, n, SIFTED_TOGETHER, (double)bytes * US_A_BYTE);
	return PM_OK;
}

/* Sift at most SIFTED_MAX articles: first by their filters. */
static enum pm_status
sift_batch(struct pm_pattern *p, const uint32_t *articles, size_t n,
	   const uint32_t *counts, size_t stride, uint8_t *answers, struct pm_error *err)
{
	uint32_t which[SIFTED_MAX];
	enum pm_status status;
	size_t kept, i;

	status = pm_store_sift(pm_segment_store(p->segment), &p->needs, articles, n,
			       which, &kept, err);
	if (status < 0)
		return status;
	memset(answers, PM_DB_NO, n);
	if (p->n_coded > 0)
		return sift(p, articles, which, kept, counts, stride, answers, err);
	for (i = 0; i < kept; i++)
		answers[which[i]] = PM_DB_PERHAPS;
	return PM_OK;
}

enum pm_status
pm_pattern_sift(struct pm_pattern *p, const uint32_t *articles, size_t n,
		const uint32_t *counts, size_t stride, uint8_t *answers,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, m;

	if (p->impossible) {
		memset(answers, PM_DB_NO, n);
		return PM_OK;
	}
	for (i = 0; i < n && status == PM_OK; i += m) {
		m = n - i < SIFTED_MAX ? n - i : SIFTED_MAX;
		status = sift_batch(p, articles + i, m,
				    counts == NULL ? NULL : counts + i * stride, stride,
				    answers + i, err);
	}
	return status;
}
