/* Pressmark - sifting: see sift.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/sift.h"

#include "segment/index.h"
#include "support/mapped.h"

#include <string.h>

/* How many articles are sifted at a time, and how many a thread takes at a time. */
#define SIFTED_MAX 1024u
#define SIFTED_TOGETHER 8u

#define US_A_BYTE \
	4e-5	     /* microseconds for one string, when it comes from
				 * memory */
#define AHEAD 2u     /* how many articles ahead to prefetch, */
#define FETCHED 512u /* and how many bytes of each */

size_t
pm_coded_title(struct pm_coded_article *a)
{
	uint32_t n = a->n_title;
	size_t at = 0;

	if (a->title == SIZE_MAX) {
		while (n > 0 && at < a->len)
			n -= a->codes[at++] >> 7;
		a->title = at;
	}
	return a->title;
}

/* A code ends where the high bit is set. */
const uint8_t *
pm_code_before(const uint8_t *codes, const uint8_t *from)
{
	do
		from--;
	while (from > codes && !(from[-1] & 0x80));
	return from;
}

struct batch {
	const struct pm_sift *sift;
	const uint8_t *codes[SIFTED_MAX];
	uint32_t len[SIFTED_MAX], n_title[SIFTED_MAX];
	const uint32_t *which;	/* of the articles that were asked for each of them is */
	const uint32_t *counts; /* STRIDE for each article, or NULL */
	size_t stride;
	uint8_t *answers;
};

static inline void
fetch(const struct batch *b, size_t i, size_t to)
{
	size_t at, len = i < to ? b->len[i] : 0;

	for (at = 0; at < FETCHED && at < len; at += 64)
		__builtin_prefetch(b->codes[i] + at);
}

static void
look_at_some(void *ctx, size_t from, size_t to)
{
	struct batch *b = ctx;
	size_t i;

	for (i = from; i < from + AHEAD; i++)
		fetch(b, i, to);
	for (i = from; i < to; i++) {
		struct pm_coded_article a = { b->codes[i], b->len[i], b->n_title[i],
					      SIZE_MAX };
		const uint32_t *counts = b->counts == NULL
					       ? NULL
					       : b->counts + b->which[i] * b->stride;

		fetch(b, i + AHEAD, to);
		b->answers[b->which[i]] = b->sift->look(b->sift->ctx, &a, counts);
	}
}

/* The codes of the N of ARTICLES that B->which says will be read. */
static enum pm_status
ask_for(const struct batch *b, const uint32_t *articles, size_t n, struct pm_error *err)
{
	uint32_t wanted[SIFTED_MAX];
	size_t i;

	for (i = 0; i < n; i++)
		wanted[i] = articles[b->which[i]];
	return pm_store_will_need(pm_segment_store(b->sift->segment), wanted, n, err);
}

/* Look at the N of ARTICLES that B->which says. */
static enum pm_status
look_at_all(struct batch *b, const uint32_t *articles, size_t n, struct pm_error *err)
{
	struct pm_store *store = pm_segment_store(b->sift->segment);
	struct pm_place place;
	enum pm_status status;
	size_t bytes = 0, i;

	if (pm_mapped_waits() && (status = ask_for(b, articles, n, err)) < 0)
		return status;
	for (i = 0; i < n; i++) {
		status = pm_store_place(store, articles[b->which[i]], &place, err);
		if (status < 0)
			return status;
		if ((b->codes[i] = pm_store_codes(store, &place, err)) == NULL)
			return PM_ERR_CORRUPT;
		b->len[i] = place.words_bytes;
		b->n_title[i] = place.n_title;
		bytes += place.words_bytes;
	}
	pm_team_run(b->sift->team, look_at_some, b, n, SIFTED_TOGETHER,
		    (double)bytes * US_A_BYTE);
	return PM_OK;
}

/* What matches may do so across a fold. */
static enum pm_status
doubt_folded(struct pm_segment *segment, const uint32_t *articles, size_t n,
	     uint8_t *answers, struct pm_error *err)
{
	struct pm_folds *folds;
	enum pm_status status = pm_segment_folds(segment, &folds, err);
	size_t i;

	if (status < 0 || folds == NULL)
		return status;
	for (i = 0; i < n; i++)
		if (answers[i] == PM_DB_YES && pm_folds_has(folds, articles[i]))
			answers[i] = PM_DB_PERHAPS;
	return PM_OK;
}

/* Sift at most SIFTED_MAX articles. */
static enum pm_status
sift_batch(const struct pm_sift *sift, const uint32_t *articles, size_t n,
	   const uint32_t *counts, size_t stride, uint8_t *answers, struct pm_error *err)
{
	uint32_t which[SIFTED_MAX];
	struct batch b;
	enum pm_status status;
	size_t kept, i;

	status = pm_store_sift(pm_segment_store(sift->segment), sift->needs, articles, n,
			       which, &kept, err);
	if (status < 0)
		return status;
	memset(answers, PM_DB_NO, n);
	if (sift->look == NULL) {
		for (i = 0; i < kept; i++)
			answers[which[i]] = PM_DB_PERHAPS;
		return PM_OK;
	}
	b.sift = sift;
	b.which = which;
	b.counts = counts;
	b.stride = stride;
	b.answers = answers;
	status = look_at_all(&b, articles, kept, err);
	return status < 0 ? status
			  : doubt_folded(sift->segment, articles, n, answers, err);
}

enum pm_status
pm_sift_articles(const struct pm_sift *sift, const uint32_t *articles, size_t n,
		 const uint32_t *counts, size_t stride, uint8_t *answers,
		 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, m;

	for (i = 0; i < n && status == PM_OK; i += m) {
		m = n - i < SIFTED_MAX ? n - i : SIFTED_MAX;
		status = sift_batch(sift, articles + i, m,
				    counts == NULL ? NULL : counts + i * stride, stride,
				    answers + i, err);
	}
	return status;
}
