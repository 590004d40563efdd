/* Pressmark - patterns as strings of codes: see pattern_parts.h and code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "segment/codes.h"

#include <stdlib.h>
#include <string.h>

/* With more ways than this, decoding is quicker. */
#define CODED_MAX PM_CODE_STRINGS_MAX
#define CODED_WORDS_MAX 64u
#define CODED_STEPS_MAX 1024u
/* The most words in a pattern that is searched for around one of them. */
#define ANCHORED_WORDS_MAX 16u
/* Places found at a time, if most of them will not match. */
#define PLACES_MAX 16u

/* A way through the states, as far as it has gone. */
struct way {
	uint32_t ranks[CODED_WORDS_MAX];
	size_t n;
	bool sure;
	size_t *steps; /* of all ways together: most may be dead ends */
};

/* What it means if the codes of a way are in an article: see `sure` in struct
 * pm_pattern. */
enum tells { PERHAPS, SURE };

static enum pm_status
add_coded(struct pm_pattern *p, const uint32_t *ranks, size_t n, enum tells tells,
	  struct pm_error *err)
{
	enum pm_status status = pm_code_string_init(&p->coded[p->n_coded], ranks, n, err);

	if (status == PM_OK)
		p->sure[p->n_coded++] = tells == SURE;
	return status;
}

static enum pm_status walk(struct pm_pattern *p, size_t state, struct way *w,
			   struct pm_error *err);

/* Continue over an edge by N words.  PM_DECLINED: there are too many ways. */
static enum pm_status
walk_on(struct pm_pattern *p, const struct pm_edge *e, struct way *w,
	const uint32_t *ranks, size_t n, enum tells tells, struct pm_error *err)
{
	struct way on = { .n = w->n + n,
			  .sure = w->sure && tells == SURE,
			  .steps = w->steps };

	if (on.n > CODED_WORDS_MAX || ++*w->steps > CODED_STEPS_MAX)
		return PM_DECLINED;
	memcpy(on.ranks, w->ranks, w->n * sizeof *on.ranks);
	memcpy(on.ranks + w->n, ranks, n * sizeof *ranks);
	return walk(p, e->to, &on, err);
}

static enum pm_status
walk(struct pm_pattern *p, size_t state, struct way *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	if (state == p->n_states - 1)
		return p->n_coded == CODED_MAX
			     ? PM_DECLINED
			     : add_coded(p, w->ranks, w->n, w->sure ? SURE : PERHAPS, err);
	for (i = p->first_edge[state]; i < p->first_edge[state + 1]; i++) {
		const struct pm_edge *e = &p->edges[i];
		const struct pm_atom *a = &e->atom;

		if (a->n_ranks + a->n_sequences > CODED_MAX)
			return PM_DECLINED;
		for (k = 0; k < a->n_ranks && status == PM_OK; k++)
			status = walk_on(p, e, w, &a->ranks[k], 1, SURE, err);
		for (k = 0; k < a->n_sequences && status == PM_OK; k++)
			status = walk_on(p, e, w, a->sequences[k].ranks, a->sequences[k].n,
					 a->sequences[k].joint == PM_JOINT_ANY ? SURE
									       : PERHAPS,
					 err);
	}
	return status;
}

void
pm_pattern_release_coded(struct pm_pattern *p)
{
	size_t i;

	while (p->n_coded > 0)
		pm_code_string_release(&p->coded[--p->n_coded]);
	for (i = 0; p->word_codes != NULL && i < p->n_edges; i++)
		pm_code_string_release(&p->word_codes[i].string);
	free(p->word_codes);
	p->word_codes = NULL;
	p->anchor = PM_NO_ANCHOR;
}

enum which { FIRST_WORDS, LAST_WORDS };

/* Add the words that A can begin with, or end with. */
static enum pm_status
add_neighbours(struct pm_atom *out, const struct pm_atom *a, enum which which,
	       struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < a->n_ranks && status == PM_OK; i++)
		status = pm_atom_rank(out, a->ranks[i], err);
	for (i = 0; i < a->n_sequences && status == PM_OK; i++)
		status = pm_atom_rank(out,
				      a->sequences[i].ranks[which == LAST_WORDS
								    ? a->sequences[i].n - 1
								    : 0],
				      err);
	return status;
}

/* What it costs to find word A, to decide which one to search for in the articles' codes:
 * a comparison for each way to write it, and a stop at each place where it stands, which
 * for words of one byte is everywhere. */
static size_t
cost_of(const struct pm_atom *a)
{
	size_t n = a->n_ranks + a->n_sequences;

	if (a->n_ranks == 0 || n > CODED_MAX)
		return SIZE_MAX;
	return a->ranks[0] < pm_class_start[1] ? CODED_MAX + n : n;
}

/* An edge that all ways pass over, if every word is a single edge: the cheapest to find,
 * and of those the rarest. */
static const struct pm_edge *
find_anchor(const struct pm_pattern *p)
{
	const struct pm_edge *best = NULL;
	size_t i, cost, least = SIZE_MAX;

	if (p->n_edges != p->n_states - 1 || p->n_edges > ANCHORED_WORDS_MAX)
		return NULL;
	for (i = 0; i < p->n_edges; i++) {
		const struct pm_atom *a = &p->edges[i].atom;

		cost = cost_of(a);
		if (cost < least ||
		    (best != NULL && cost == least && a->ranks[0] > best->atom.ranks[0])) {
			best = &p->edges[i];
			least = cost;
		}
	}
	return best;
}

static enum pm_status
make_anchor(struct pm_pattern *p, const struct pm_edge *best, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t k;

	if (best > p->edges)
		status = add_neighbours(&p->before, &best[-1].atom, LAST_WORDS, err);
	if (status == PM_OK && best + 1 < p->edges + p->n_edges)
		status = add_neighbours(&p->behind, &best[1].atom, FIRST_WORDS, err);
	if (status == PM_OK &&
	    (status = pm_atom_finish(&p->before, p->segment, err)) == PM_OK)
		status = pm_atom_finish(&p->behind, p->segment, err);
	for (k = 0; k < best->atom.n_ranks && status == PM_OK; k++)
		status = add_coded(p, &best->atom.ranks[k], 1, PERHAPS, err);
	for (k = 0; k < best->atom.n_sequences && status == PM_OK; k++)
		status = add_coded(p, best->atom.sequences[k].ranks,
				   best->atom.sequences[k].n, PERHAPS, err);
	p->anchored = status == PM_OK;
	/* Each of these words counts towards the wdf wherever it stands; an address does
	 * so by its parts. */
	if (best->atom.n_sequences == 0)
		p->anchor = (size_t)(best - p->edges);
	return status;
}

/* How many pairs there are of a word that edge I can end with and one that the next edge
 * can begin with; 0 if that is more than CODED_MAX.  *RAREST: the highest rank of
 * either. */
static size_t
count_joint(const struct pm_pattern *p, size_t i, uint32_t *rarest)
{
	const struct pm_atom *b;
	size_t n[2], k, m;

	*rarest = 0;
	for (k = 0; k < 2; k++) {
		b = &p->edges[i + k].atom;
		n[k] = b->n_ranks + b->n_sequences;
		if (n[k] == 0 || n[k] > CODED_MAX)
			return 0;
		for (m = 0; m < b->n_ranks; m++)
			if (b->ranks[m] > *rarest)
				*rarest = b->ranks[m];
	}
	return n[0] * n[1] <= CODED_MAX ? n[0] * n[1] : 0;
}

/* Search for two words where they meet, each of them an edge: where the fewest pairs are
 * possible, and of those the rarest.  PM_DECLINED: nowhere are they few enough. */
static enum pm_status
make_joint(struct pm_pattern *p, struct pm_error *err)
{
	struct pm_atom left = { 0 }, right = { 0 };
	size_t i, k, m, n, best = 0, least = CODED_MAX + 1;
	uint32_t rarest, best_rarest = 0;
	enum pm_status status = PM_DECLINED;

	for (i = 0; i + 1 < p->n_edges; i++) {
		n = count_joint(p, i, &rarest);
		if (n > 0 && (n < least || (n == least && rarest > best_rarest))) {
			best = i;
			least = n;
			best_rarest = rarest;
		}
	}
	if (least > CODED_MAX)
		return PM_DECLINED;
	if ((status = add_neighbours(&left, &p->edges[best].atom, LAST_WORDS, err)) ==
	    PM_OK)
		status = add_neighbours(&right, &p->edges[best + 1].atom, FIRST_WORDS,
					err);
	for (k = 0; k < left.n_ranks && status == PM_OK; k++)
		for (m = 0; m < right.n_ranks && status == PM_OK; m++) {
			const uint32_t pair[2] = { left.ranks[k], right.ranks[m] };

			status = add_coded(p, pair, 2, PERHAPS, err);
		}
	pm_atom_release(&left);
	pm_atom_release(&right);
	p->anchored = status == PM_OK;
	return status;
}

/* If the only way to write it consists of single words: the code of each by itself. */
static enum pm_status
code_words(struct pm_pattern *p, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, at = 0;

	if (p->n_coded != 1 || !p->sure[0] || p->n_edges != p->n_states - 1)
		return PM_OK;
	for (i = 0; i < p->n_edges; i++)
		if (p->edges[i].atom.n_ranks != 1 || p->edges[i].atom.n_sequences > 0)
			return PM_OK;
	if ((p->word_codes = pm_calloc(p->n_edges, sizeof *p->word_codes)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < p->n_edges && status == PM_OK; i++) {
		struct pm_word_code *w = &p->word_codes[i];

		w->before = at;
		status = pm_code_string_init(&w->string, p->edges[i].atom.ranks, 1, err);
		at += w->string.len;
	}
	return status;
}

/* All ways to write it as codes, or what all of them have in common, or nothing if that
 * is too much.  If it cannot be written in the words of this segment, there is nothing
 * either. */
enum pm_status
pm_pattern_code(struct pm_pattern *p, struct pm_error *err)
{
	size_t steps = 0;
	struct way w = { .sure = true, .steps = &steps };
	const struct pm_edge *anchor = find_anchor(p);
	enum pm_status status;

	p->anchor = PM_NO_ANCHOR;
	if (p->separators != NULL)
		return PM_OK;
	status = walk(p, 0, &w, err);
	if (status == PM_OK &&
	    (anchor == NULL || p->n_coded <= 1 ||
	     p->n_coded <= anchor->atom.n_ranks + anchor->atom.n_sequences))
		return code_words(p, err);
	pm_pattern_release_coded(p);
	if (status < 0 || anchor == NULL)
		return status < 0 ? status : PM_OK;
	if (cost_of(&anchor->atom) > CODED_MAX &&
	    (status = make_joint(p, err)) != PM_DECLINED)
		return status;
	return make_anchor(p, anchor, err);
}

/* --- searching for them ----------------------------------------------------- */

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
 * reach, into RANKS.  Returns their number. */
static uint32_t
decode_around(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at,
	      uint32_t *ranks)
{
	const uint8_t *from = codes + at, *end = codes + len;
	uint32_t reach = PM_SEQUENCE_MAX * (uint32_t)p->n_edges, n = 0, k;

	for (k = 0; k < reach && from > codes; k++)
		from = step_back(codes, from);
	while (n < 2 * reach && from < end && pm_code_get(&from, end, &ranks[n]) == 0)
		n++;
	return n;
}

/* Whether it matches within these N words: *SURE without compounds, *PERHAPS with
 * some. */
static enum pm_status
matches_around(struct pm_pattern *p, const uint32_t *ranks, uint32_t n, bool *sure,
	       bool *perhaps, struct pm_error *err)
{
	struct pm_text text = { ranks, n, PM_HYPHENS_NONE, NULL };
	enum pm_status status = PM_OK;
	uint32_t at, end;

	for (at = 0; at < n && status == PM_OK && !*sure; at++) {
		if (!pm_atom_has_rank(&p->start, ranks[at]))
			continue;
		text.hyphens = PM_HYPHENS_NONE;
		status = pm_pattern_match_at(p, &text, at, &end, err);
		*sure = status == PM_OK && end > 0;
		if (status < 0 || *sure || *perhaps)
			continue;
		text.hyphens = PM_HYPHENS_ANY;
		status = pm_pattern_match_at(p, &text, at, &end, err);
		*perhaps = status == PM_OK && end > 0;
	}
	return status;
}

/* Look at place AT, where string I was found.  No match reaches across the end of the
 * title, which takes TITLE bytes. */
static enum pm_status
look_at(struct pm_pattern *p, size_t i, const uint8_t *codes, size_t len, size_t title,
	size_t at, bool *sure, bool *perhaps, struct pm_error *err)
{
	uint32_t ranks[2 * PM_SEQUENCE_MAX * ANCHORED_WORDS_MAX];
	size_t start = at < title ? 0 : title, end = at < title ? title : len;

	if (at + p->coded[i].len > end || (p->title_only && at >= title))
		return PM_OK;
	if (!p->anchored) {
		*sure = *sure || p->sure[i];
		*perhaps = true;
		return PM_OK;
	}
	codes += start;
	at -= start;
	if (!fits_in(p, codes, end - start, at, at + p->coded[i].len))
		return PM_OK;
	return matches_around(p, ranks, decode_around(p, codes, end - start, at, ranks),
			      sure, perhaps, err);
}

/* Search the codes.  *SURE: it matches; *PERHAPS: it does if a compound has its
 * hyphens. */
enum pm_status
pm_pattern_search(struct pm_pattern *p, struct pm_view *v, bool *sure, bool *perhaps,
		  struct pm_error *err)
{
	const uint8_t *codes = pm_store_codes(pm_segment_store(v->segment), &v->place, err);
	size_t places[PLACES_MAX], max = p->anchored ? PLACES_MAX : 1, n = max, from = 0;
	size_t len = v->place.words_bytes, title = SIZE_MAX, i, k;
	enum pm_status status = PM_OK;

	if (codes == NULL)
		return PM_ERR_CORRUPT;
	for (*sure = *perhaps = false; n == max && !*sure && status == PM_OK;
	     from = places[max - 1] + 1) {
		n = pm_code_search(p->coded, p->n_coded, codes, len, from, places, max);
		/* Only few articles need to know where the title ends. */
		if (n > 0 && title == SIZE_MAX)
			title = skip_words(codes, len, v->place.n_title);
		for (k = 0; k < n; k++)
			for (i = 0; i < p->n_coded && !*sure && status == PM_OK; i++)
				if (pm_code_string_at(&p->coded[i], codes, len, places[k]))
					status = look_at(p, i, codes, len, title,
							 places[k], sure, perhaps, err);
	}
	return status;
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
	const uint32_t *counts; /* STRIDE for each article, or NULL */
	size_t stride;
	uint8_t *answers;
};

/* What a place where string I of the pattern stands tells about the article. */
static uint8_t
judge(const struct pm_pattern *p, size_t i, const uint8_t *codes, size_t len,
      uint32_t n_title, size_t at)
{
	size_t end = at + p->coded[i].len, title;

	if (p->anchored)
		return fits_in(p, codes, len, at, end) ? PM_DB_PERHAPS : PM_DB_NO;
	if (!p->sure[i] || p->title_only)
		return PM_DB_PERHAPS;
	/* No match reaches across the end of the title. */
	title = skip_words(codes, len, n_title);
	return at < title && end > title ? PM_DB_NO : PM_DB_YES;
}

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
	const uint32_t *counts = s->counts == NULL ? NULL
						   : s->counts + article * s->stride;
	const struct pm_code_string *wanted = p->coded;
	const uint8_t *codes = s->codes[article];
	size_t len = s->len[article], n = p->n_coded, before = 0, from = 0, at, i;
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
	for (; left > 0 && pm_code_search(wanted, n, codes, len, from, &at, 1) == 1;
	     left--) {
		from = at + 1;
		for (i = 0; i < p->n_coded && at >= before; i++) {
			uint8_t answer = !pm_code_string_at(&p->coded[i], codes, len,
							    at - before)
					       ? PM_DB_NO
					       : judge(p, i, codes, len,
						       s->n_title[article], at - before);

			if (answer != PM_DB_NO)
				return answer;
		}
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
		s->answers[i] = look_through(s, i);
	}
}

static enum pm_status
sift(struct pm_pattern *p, const uint32_t *articles, size_t n, const uint32_t *counts,
     size_t stride, uint8_t *answers, struct pm_error *err)
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
	for (i = 0; i < n; i++) {
		if ((status = pm_store_place(store, articles[i], &place, err)) < 0)
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

enum pm_status
pm_pattern_sift(struct pm_pattern *p, const uint32_t *articles, size_t n,
		const uint32_t *counts, size_t stride, uint8_t *answers,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, m;

	if (p->n_coded == 0) {
		memset(answers, PM_DB_PERHAPS, n);
		return PM_OK;
	}
	for (i = 0; i < n && status == PM_OK; i += m) {
		m = n - i < SIFTED_MAX ? n - i : SIFTED_MAX;
		status = sift(p, articles + i, m,
			      counts == NULL ? NULL : counts + i * stride, stride,
			      answers + i, err);
	}
	return status;
}
