/* Pressmark - one article as the evaluator looks at it: see view.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/view.h"

#include "text/breaks.h"

#include <stdlib.h>
#include <string.h>

void
pm_view_init(struct pm_view *v)
{
	memset(v, 0, sizeof *v);
	pm_buf_init(&v->surface, PM_BUF_NO_LIMIT);
}

void
pm_view_release(struct pm_view *v)
{
	size_t i;

	pm_decoded_release(&v->decoded);
	for (i = 0; i < sizeof v->regions / sizeof *v->regions; i++)
		free(v->regions[i].starts);
	pm_buf_release(&v->surface);
	pm_view_release_whole(v);
	free(v->folds);
	pm_view_init(v);
}

/* The article's folds, into v->folds. */
static enum pm_status
find_folds(struct pm_view *v, struct pm_error *err)
{
	const struct pm_fold_place *places;
	struct pm_folds *folds;
	enum pm_status status;
	size_t i, n = 0;

	v->n_folds = 0;
	if ((status = pm_segment_folds(v->segment, &folds, err)) < 0 || folds == NULL ||
	    (status = pm_folds_find(folds, v->article, &places, &n, err)) < 0 || n == 0 ||
	    (status = pm_grow(&v->folds, &v->folds_cap, n, sizeof *v->folds, err)) < 0)
		return status;
	for (i = 0; i < n; i++) {
		if (places[i].cut > v->place.n_words - v->place.n_title)
			return pm_corrupt(err, pm_folds_path(folds),
					  "article %u has a fold after its end",
					  (unsigned)v->article);
		v->folds[i] = places[i];
	}
	v->n_folds = n;
	return pm_view_is_mixed(v) ? pm_view_measure_whole(v, err) : PM_OK;
}

enum pm_status
pm_view_set(struct pm_view *v, struct pm_segment *segment, uint32_t article,
	    struct pm_error *err)
{
	enum pm_status status;

	if (v->segment == segment && v->article == article)
		return PM_OK;
	v->segment = segment;
	v->article = article;
	v->have_words = v->have_dressing = false;
	memset(v->have_regions, 0, sizeof v->have_regions);
	status = pm_store_place(pm_segment_store(segment), article, &v->place, err);
	v->stored = v->place;
	if (status == PM_OK)
		status = find_folds(v, err);
	if (status < 0)
		v->segment = NULL;
	return status;
}

enum pm_status
pm_view_words(struct pm_view *v, struct pm_error *err)
{
	enum pm_status status;

	if (v->have_words)
		return PM_OK;
	if ((status = pm_patience_spend(v->patience, v->place.n_words / 8, err)) < 0)
		return status;
	if (pm_view_is_mixed(v)) {
		status = pm_view_decode_whole(v, err);
		v->have_dressing = status == PM_OK;
		v->dressed_from = 0;
		v->dressed_to = v->place.n_words;
	} else {
		status = pm_store_decode_words(pm_segment_store(v->segment), &v->place,
					       &v->decoded, err);
	}
	v->have_words = status == PM_OK;
	return status;
}

enum pm_status
pm_view_window(struct pm_view *v, uint32_t from, uint32_t to, struct pm_error *err)
{
	enum pm_status status = pm_view_words(v, err);

	if (status < 0 ||
	    (v->have_dressing && from >= v->dressed_from && to <= v->dressed_to) ||
	    (status = pm_patience_spend(v->patience, (uint64_t)(to - from) * 4, err)) < 0)
		return status;
	status = pm_store_decode_window(pm_segment_store(v->segment), &v->place, from, to,
					&v->decoded, err);
	v->have_dressing = status == PM_OK;
	v->dressed_from = from;
	v->dressed_to = to;
	return status;
}

enum pm_status
pm_view_dressing(struct pm_view *v, struct pm_error *err)
{
	return pm_view_window(v, 0, v->place.n_words, err);
}

/* --- regions ------------------------------------------------------------ */

static enum pm_status
begin_region(struct pm_regions *r, uint32_t at, struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->starts, &r->cap, r->n + 1, sizeof *r->starts,
					err);

	if (status == PM_OK)
		r->starts[r->n++] = at;
	return status;
}

static enum pm_status
breaks_before(struct pm_view *v, uint32_t word, unsigned *breaks, struct pm_error *err)
{
	size_t i = pm_separator_before(&v->decoded, word);

	return pm_segment_breaks(v->segment, v->decoded.separators[i], breaks, err);
}

/* Whether the sentence goes on at word AT: the point before it only abbreviates, or the
 * word begins with a small letter. */
static enum pm_status
goes_on(struct pm_view *v, uint32_t at, unsigned breaks, bool *yes, struct pm_error *err)
{
	struct pm_decoded *d = &v->decoded;
	struct pm_known_word word;
	enum pm_status status = PM_OK;

	*yes = false;
	if (breaks & PM_BREAK_POINT) {
		status = pm_segment_word(v->segment, d->ranks[at - 1], &word, err);
		*yes = status == PM_OK && pm_abbreviates(word.folded, word.len);
	}
	if (status < 0 || *yes)
		return status;
	pm_buf_clear(&v->surface);
	status = pm_segment_surface(v->segment, d->ranks[at], d->forms[at], &v->surface,
				    err);
	*yes = status == PM_OK && pm_begins_small(pm_buf_str(&v->surface), v->surface.len);
	return status;
}

static bool
begins_region(const struct pm_regions *r, uint32_t at)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->starts[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->n && r->starts[low] == at;
}

enum pm_status
pm_view_begins_sentence(struct pm_view *v, uint32_t at, bool *yes, struct pm_error *err)
{
	const struct pm_regions *pieces = &v->regions[PM_NEAR_WORDS];
	unsigned breaks;
	enum pm_status status;

	if (v->n_folds > 0 &&
	    (status = pm_view_regions(v, PM_NEAR_WORDS, &pieces, err)) < 0)
		return status;
	*yes = v->n_folds > 0 && begins_region(pieces, at);
	if (*yes)
		return PM_OK;
	status = breaks_before(v, at, &breaks, err);
	*yes = (breaks & (PM_BREAK_STRONG | PM_BREAK_SENTENCE)) != 0;
	if (status < 0 || *yes || (breaks & (PM_BREAK_POINT | PM_BREAK_ELLIPSIS)) == 0)
		return status;
	status = goes_on(v, at, breaks, yes, err);
	*yes = !*yes;
	return status;
}

/* Begin regions within the words FROM .. TO - 1 of one field.  PARAGRAPH: the break that
 * ends a paragraph. */
static enum pm_status
add_regions(struct pm_view *v, struct pm_regions *r, uint32_t from, uint32_t to,
	    unsigned paragraph, bool sentences, struct pm_error *err)
{
	enum pm_status status = from < to ? begin_region(r, from, err) : PM_OK;
	unsigned breaks;
	uint32_t at;
	bool on;

	for (at = from + 1; at < to && status == PM_OK; at++) {
		if ((status = pm_patience_spend(v->patience, 4, err)) < 0 ||
		    (status = breaks_before(v, at, &breaks, err)) < 0)
			break;
		if (breaks & paragraph || (sentences && breaks & PM_BREAK_SENTENCE)) {
			status = begin_region(r, at, err);
		} else if (sentences && breaks & (PM_BREAK_POINT | PM_BREAK_ELLIPSIS)) {
			status = goes_on(v, at, breaks, &on, err);
			if (status == PM_OK && !on)
				status = begin_region(r, at, err);
		}
	}
	return status;
}

/* What ends a paragraph of the body: a strong break if it has any. */
static enum pm_status
find_paragraph(struct pm_view *v, unsigned *paragraph, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	unsigned breaks, all = 0;
	uint32_t at;

	for (at = v->place.n_title + 1; at < v->place.n_words && status == PM_OK; at++) {
		status = breaks_before(v, at, &breaks, err);
		all |= breaks;
	}
	*paragraph = all & PM_BREAK_STRONG ? PM_BREAK_STRONG : PM_BREAK_WEAK;
	return status;
}

/* Begin a piece of the body at word AT, if one does not begin there already; LIMIT: where
 * the body ends. */
static enum pm_status
begin_piece(struct pm_regions *r, uint32_t at, uint32_t limit, struct pm_error *err)
{
	return at >= limit || (r->n > 0 && r->starts[r->n - 1] == at)
		     ? PM_OK
		     : begin_region(r, at, err);
}

/* The title, the pieces of the body, and between them, in a whole view, the folds. */
static enum pm_status
find_pieces(struct pm_view *v, struct pm_regions *r, struct pm_error *err)
{
	uint32_t n_title = v->place.n_title, n_words = v->place.n_words, more = 0;
	enum pm_status status = n_title > 0 ? begin_region(r, 0, err) : PM_OK;
	size_t i;

	if (status == PM_OK && n_words > n_title)
		status = begin_region(r, n_title, err);
	for (i = 0; i < v->n_folds && status == PM_OK; i++) {
		uint32_t at = n_title + v->folds[i].cut + more;

		status = begin_piece(r, at, n_words, err);
		if (v->whole && status == PM_OK) {
			more += v->folds[i].n_words;
			status = begin_piece(r, n_title + v->folds[i].cut + more, n_words,
					     err);
		}
	}
	return status;
}

/* Sentences or paragraphs: each piece begins one. */
static enum pm_status
find_regions(struct pm_view *v, struct pm_regions *r, bool sentences, struct pm_error *err)
{
	const struct pm_regions *pieces;
	unsigned paragraph;
	enum pm_status status;
	size_t i;

	if ((status = pm_view_dressing(v, err)) < 0 ||
	    (status = find_paragraph(v, &paragraph, err)) < 0 ||
	    (status = pm_view_regions(v, PM_NEAR_WORDS, &pieces, err)) < 0)
		return status;
	for (i = 0; i < pieces->n && status == PM_OK; i++) {
		uint32_t from = pieces->starts[i];
		uint32_t to = i + 1 < pieces->n ? pieces->starts[i + 1] : pieces->end;

		status = add_regions(v, r, from, to,
				     from < v->place.n_title ? 0 : paragraph, sentences,
				     err);
	}
	return status;
}

enum pm_status
pm_view_regions(struct pm_view *v, enum pm_near_unit unit, const struct pm_regions **out,
		struct pm_error *err)
{
	struct pm_regions *r = &v->regions[unit];
	enum pm_status status;

	*out = r;
	if (v->have_regions[unit])
		return PM_OK;
	r->n = 0;
	r->end = v->place.n_words;
	status = unit == PM_NEAR_WORDS
		       ? find_pieces(v, r, err)
		       : find_regions(v, r, unit == PM_NEAR_SENTENCE, err);
	v->have_regions[unit] = status == PM_OK;
	return status;
}
