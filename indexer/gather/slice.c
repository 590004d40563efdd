/* Pressmark - slices: see slice.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/slice.h"

#include <stdlib.h>
#include <string.h>

/* A slice that a huge article has made larger than this is freed. */
#define KEEP (3 * PM_SLICE_BYTES)

void
pm_slice_init(struct pm_slice *s)
{
	memset(s, 0, sizeof *s);
	pm_buf_init(&s->bytes, PM_BUF_NO_LIMIT);
}

void
pm_slice_release(struct pm_slice *s)
{
	pm_buf_release(&s->bytes);
	free(s->articles);
	pm_slice_init(s);
}

void
pm_slice_begin(struct pm_slice *s, uint64_t number, uint32_t first)
{
	if (s->bytes.cap > KEEP)
		pm_buf_release(&s->bytes);
	pm_buf_clear(&s->bytes);
	s->number = number;
	s->first = first;
	s->n = 0;
	s->text_bytes = s->all_bytes = 0;
}

size_t
pm_slice_memory(const struct pm_slice *s)
{
	return s->bytes.cap + s->cap * sizeof *s->articles;
}

static enum pm_status
too_large(size_t len, struct pm_error *err)
{
	return pm_fail(err, PM_ERR_LIMIT, "a text of %zu bytes is larger than 4 GiB", len);
}

static enum pm_status
check_parts(const struct pm_article *a, const struct pm_buf *data, size_t *total,
	    struct pm_error *err)
{
	const size_t lens[] = { a->title.len,  a->text.len,   a->id.len, a->url.len,
				a->source.len, a->author.len, data->len };
	size_t i;

	*total = 0;
	for (i = 0; i < sizeof lens / sizeof *lens; i++) {
		if (lens[i] > UINT32_MAX)
			return too_large(lens[i], err);
		*total += lens[i];
	}
	return PM_OK;
}

/* Append the folds, whose bytes FOLDS becomes; false if they are 4 GiB or more. */
static bool
put_folds(struct pm_buf *out, const struct pm_article *a, size_t *folds)
{
	size_t start = out->len, i;

	for (i = 0; i < a->n_folds; i++) {
		pm_buf_put_varint(out, a->folds[i].at);
		pm_buf_put_varint(out, a->folds[i].why);
		pm_buf_put_varint(out, a->folds[i].text.len);
		pm_buf_put(out, a->folds[i].text.data, a->folds[i].text.len);
	}
	*folds = out->len - start;
	return *folds <= UINT32_MAX;
}

enum pm_status
pm_slice_add(struct pm_slice *s, const struct pm_article *a, unsigned language,
	     pm_slice_put_fn *put, void *ctx, const struct pm_buf *data,
	     struct pm_error *err)
{
	struct pm_slice_article *out;
	size_t total, start = s->bytes.len, metadata, folds;
	bool fits;
	enum pm_status status;

	if ((status = check_parts(a, data, &total, err)) < 0 ||
	    (status = pm_grow(&s->articles, &s->cap, s->n + 1, sizeof *s->articles, err)) <
		    0)
		return status;
	/* At first reserve much at once, so that later additions do not move it. */
	if (pm_buf_reserve(&s->bytes, total + (s->bytes.cap > 0 ? PM_SLICE_SLACK
								: PM_SLICE_BYTES)) == NULL)
		return pm_fail_nomem(err);
	out = &s->articles[s->n];
	memset(out, 0, sizeof *out);
	pm_buf_put(&s->bytes, a->title.data, a->title.len);
	pm_buf_put(&s->bytes, a->text.data, a->text.len);
	metadata = s->bytes.len;
	put(ctx, &s->bytes, &out->places);
	metadata = s->bytes.len - metadata;
	pm_buf_put(&s->bytes, data->data, data->len);
	fits = put_folds(&s->bytes, a, &folds);
	if (pm_buf_reserve(&s->bytes, PM_SLICE_SLACK) == NULL)
		return pm_fail_nomem(err);
	if (metadata > UINT32_MAX || !fits) {
		s->bytes.len = start;
		return too_large(fits ? metadata : folds, err);
	}
	out->start = start;
	out->title_len = (uint32_t)a->title.len;
	out->text_len = (uint32_t)a->text.len;
	out->id_len = (uint32_t)a->id.len;
	out->url_len = (uint32_t)a->url.len;
	out->source_len = (uint32_t)a->source.len;
	out->author_len = (uint32_t)a->author.len;
	out->metadata_len = (uint32_t)metadata;
	out->data_len = (uint32_t)data->len;
	out->folds_len = (uint32_t)folds;
	out->day = a->day;
	out->language = (uint8_t)language;
	s->text_bytes += a->title.len + a->text.len;
	s->all_bytes += total + metadata + folds;
	s->n++;
	return PM_OK;
}
