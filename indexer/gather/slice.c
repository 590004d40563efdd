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
	s->text_bytes = 0;
}

size_t
pm_slice_memory(const struct pm_slice *s)
{
	return s->bytes.cap + s->cap * sizeof *s->articles;
}

enum pm_status
pm_slice_add(struct pm_slice *s, const struct pm_article *a, const struct pm_buf *metadata,
	     const struct pm_buf *data, struct pm_error *err)
{
	const struct pm_str parts[] = {
		a->title,
		a->text,
		a->id,
		a->url,
		a->source,
		a->author,
		{ (const char *)metadata->data, metadata->len },
		{ (const char *)data->data, data->len },
	};
	size_t total = 0, i;
	struct pm_slice_article *out;
	enum pm_status status;

	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].len > UINT32_MAX)
			return pm_fail(err, PM_ERR_LIMIT,
				       "a text of %zu bytes is larger than 4 GiB",
				       parts[i].len);
		total += parts[i].len;
	}
	status = pm_grow(&s->articles, &s->cap, s->n + 1, sizeof *s->articles, err);
	if (status < 0)
		return status;
	/* At first reserve much at once, so that later additions do not move it. */
	total += s->bytes.cap > 0 ? PM_SLICE_SLACK : PM_SLICE_BYTES;
	if (pm_buf_reserve(&s->bytes, total) == NULL)
		return pm_fail_nomem(err);
	out = &s->articles[s->n];
	out->start = s->bytes.len;
	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		pm_buf_put(&s->bytes, parts[i].data, parts[i].len);
	out->title_len = (uint32_t)a->title.len;
	out->text_len = (uint32_t)a->text.len;
	out->id_len = (uint32_t)a->id.len;
	out->url_len = (uint32_t)a->url.len;
	out->source_len = (uint32_t)a->source.len;
	out->author_len = (uint32_t)a->author.len;
	out->metadata_len = (uint32_t)metadata->len;
	out->data_len = (uint32_t)data->len;
	out->day = a->day;
	s->text_bytes += a->title.len + a->text.len;
	s->n++;
	return PM_OK;
}
