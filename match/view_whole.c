/* Pressmark - one article with its folds in their places: see view.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of the whole text are those of the title, and those of the body with the words
 * of each fold put in where it was.  The separators are the article's, but for those around
 * folds, which the folds have (segment/folds.h): before its first word each fold has what
 * stands there in the whole text, and the last one of several between two words also what
 * follows.
 */
#include "match/view.h"

#include <stdlib.h>
#include <string.h>

struct pm_view_parts {
	struct pm_decoded article, fold;
};

enum pm_status
pm_view_measure_whole(struct pm_view *v, struct pm_error *err)
{
	struct pm_folds *folds;
	struct pm_store *store;
	struct pm_place place;
	uint64_t n = v->stored.n_words;
	enum pm_status status;
	size_t i;

	if ((status = pm_segment_folds(v->segment, &folds, err)) < 0 ||
	    (status = pm_folds_store(folds, &store, err)) < 0)
		return status;
	for (i = 0; i < v->n_folds; i++) {
		status = pm_store_place(store, v->folds[i].number, &place, err);
		if (status < 0)
			return status;
		v->folds[i].first = v->folds[i].cut + (uint32_t)(n - v->stored.n_words);
		v->folds[i].n_words = place.n_words;
		n += place.n_words;
		if (n > UINT32_MAX - 3)
			return pm_corrupt(err, pm_folds_path(folds),
					  "article %u has more words than any can have",
					  (unsigned)v->article);
	}
	v->place.n_words = (uint32_t)n;
	return PM_OK;
}

bool
pm_view_is_in_fold(const struct pm_view *v, uint32_t at)
{
	uint32_t n_title = v->place.n_title;
	size_t low = 0, high = v->n_folds;

	if (!v->whole || at < n_title)
		return false;
	at -= n_title;
	/* the last fold that does not begin after it */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v->folds[middle].first <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && at - v->folds[low - 1].first < v->folds[low - 1].n_words;
}

/* Room for all words. */
static enum pm_status
make_room(struct pm_view *v, struct pm_error *err)
{
	struct pm_decoded *d = &v->decoded;
	size_t n = v->place.n_words;
	enum pm_status status;

	d->n_words = v->place.n_words;
	d->n_title = v->place.n_title;
	if ((status = pm_grow(&d->ranks, &d->ranks_cap, n, sizeof *d->ranks, err)) < 0 ||
	    (status = pm_grow(&d->separators, &d->separators_cap, n + 2,
			      sizeof *d->separators, err)) < 0)
		return status;
	return pm_grow(&d->forms, &d->forms_cap, n, sizeof *d->forms, err);
}

/* Decode an article of STORE. */
static enum pm_status
decode(struct pm_store *store, const struct pm_place *place, struct pm_decoded *d,
       struct pm_error *err)
{
	enum pm_status status = pm_store_decode_words(store, place, d, err);

	return status < 0 ? status : pm_store_decode_dressing(store, place, d, err);
}

/* Copy N words of FROM, from word AT on, to word TO; and the separators between them. */
static void
copy_words(struct pm_decoded *d, uint32_t to, const struct pm_decoded *from, uint32_t at,
	   uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		d->ranks[to + i] = from->ranks[at + i];
		d->forms[to + i] = from->forms[at + i];
		if (i > 0)
			d->separators[pm_separator_before(d, to + i)] =
				from->separators[pm_separator_before(from, at + i)];
	}
}

/* Put fold I at word *TO.  *SEPARATOR is what stands before it, and becomes what follows. */
static enum pm_status
put_fold(struct pm_view *v, struct pm_store *store, size_t i, uint32_t *to,
	 uint32_t *separator, struct pm_error *err)
{
	struct pm_decoded *fold = &v->parts->fold;
	struct pm_place place;
	enum pm_status status = pm_store_place(store, v->folds[i].number, &place, err);
	uint32_t n;

	if (status < 0 || (status = decode(store, &place, fold, err)) < 0)
		return status;
	n = fold->n_words;
	if (n != v->folds[i].n_words || fold->n_title != 0)
		return pm_corrupt(err, pm_segment_metadata_path(v->segment),
				  "a fold of article %u is not one", (unsigned)v->article);
	*separator = fold->separators[1];
	if (n == 0)
		return PM_OK;
	v->decoded.separators[pm_separator_before(&v->decoded, *to)] = *separator;
	copy_words(&v->decoded, *to, fold, 0, n);
	*to += n;
	*separator = fold->separators[n + 1];
	return PM_OK;
}

enum pm_status
pm_view_decode_whole(struct pm_view *v, struct pm_error *err)
{
	uint32_t n_title = v->stored.n_title, n_body = v->stored.n_words - n_title;
	uint32_t at = 0, to = n_title, separator;
	const struct pm_decoded *a;
	struct pm_folds *folds;
	struct pm_store *store;
	enum pm_status status;
	size_t i = 0;

	if (v->parts == NULL && (v->parts = pm_calloc(1, sizeof *v->parts)) == NULL)
		return pm_fail_nomem(err);
	a = &v->parts->article;
	if ((status = pm_segment_folds(v->segment, &folds, err)) < 0 ||
	    (status = pm_folds_store(folds, &store, err)) < 0 ||
	    (status = decode(pm_segment_store(v->segment), &v->stored, &v->parts->article,
			     err)) < 0 ||
	    (status = make_room(v, err)) < 0)
		return status;
	copy_words(&v->decoded, 0, a, 0, n_title);
	v->decoded.separators[0] = a->separators[0];
	v->decoded.separators[n_title] = a->separators[n_title];
	for (;;) {
		uint32_t next;

		separator = a->separators[n_title + 1 + at];
		for (; i < v->n_folds && v->folds[i].cut == at; i++) {
			status = put_fold(v, store, i, &to, &separator, err);
			if (status < 0)
				return status;
		}
		v->decoded.separators[(size_t)to + 1] = separator;
		if (at == n_body)
			return PM_OK;
		next = i < v->n_folds ? v->folds[i].cut : n_body;
		copy_words(&v->decoded, to, a, n_title + at, next - at);
		to += next - at;
		at = next;
	}
}

void
pm_view_release_whole(struct pm_view *v)
{
	if (v->parts == NULL)
		return;
	pm_decoded_release(&v->parts->article);
	pm_decoded_release(&v->parts->fold);
	free(v->parts);
	v->parts = NULL;
}
