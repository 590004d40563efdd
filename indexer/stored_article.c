/* Pressmark - an article of a segment as a reader would give it: see stored_article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stored_article.h"

#include <stdlib.h>
#include <string.h>

void
pm_stored_article_init(struct pm_stored_article *s)
{
	memset(s, 0, sizeof *s);
	pm_bufs_init(s->bufs, PM_BUFS(s));
}

void
pm_stored_article_release(struct pm_stored_article *s)
{
	pm_bufs_release(s->bufs, PM_BUFS(s));
	pm_metadata_reader_release(&s->metadata);
	free(s->fields);
	free(s->parts);
	pm_stored_article_init(s);
}

static struct pm_str
str(struct pm_text_ref text)
{
	return (struct pm_str){ text.data, text.len };
}

/* The field that says by which language it is stemmed: a text, and the first of all
 * (intake.h). */
static bool
is_language(const struct pm_metadata_field *f)
{
	static const char name[] = "language";

	return f->name.len == sizeof name - 1 &&
	       memcmp(f->name.data, name, f->name.len) == 0 && !f->is_raw && !f->in_list;
}

static enum pm_status
take_fields(struct pm_stored_article *s, const struct pm_metadata *m, struct pm_error *err)
{
	struct pm_article *a = &s->article;
	enum pm_status status = pm_grow(&s->fields, &s->fields_cap, m->n_fields + 1,
					sizeof *s->fields, err);
	size_t i = m->n_fields > 0 && is_language(&m->fields[0]);

	if (status < 0)
		return status;
	if (i > 0)
		a->language = str(m->fields[0].value);
	for (; i < m->n_fields; i++)
		s->fields[a->n_fields++] = (struct pm_field){
			.name = str(m->fields[i].name),
			.value = str(m->fields[i].value),
			.is_raw = m->fields[i].is_raw,
			.in_list = m->fields[i].in_list,
		};
	a->fields = s->fields;
	return PM_OK;
}

static enum pm_status
take_folds(struct pm_stored_article *s, struct pm_segment *segment, uint32_t article,
	   struct pm_error *err)
{
	const struct pm_fold_place *places;
	struct pm_folds *folds;
	enum pm_status status = pm_segment_folds(segment, &folds, err);
	size_t n, i, at = 0;

	if (status < 0 || folds == NULL ||
	    (status = pm_folds_find(folds, article, &places, &n, err)) < 0 ||
	    (status = pm_grow(&s->parts, &s->parts_cap, n, sizeof *s->parts, err)) < 0)
		return status;
	for (i = 0; i < n && status == PM_OK; i++) {
		if (places[i].at > s->body.len)
			return pm_corrupt(err, pm_folds_path(folds),
					  "article %u has a fold after its end",
					  (unsigned)article);
		status = pm_segment_fold(segment, &places[i], &s->folds, err);
		s->parts[i] = (struct pm_fold){ (size_t)places[i].at,
						{ NULL, s->folds.len - at },
						places[i].why };
		at = s->folds.len;
	}
	/* where they are is known when none is appended any more */
	for (at = 0, i = 0; i < n; at += s->parts[i++].text.len)
		s->parts[i].text.data = pm_buf_str(&s->folds) + at;
	s->article.folds = s->parts;
	s->article.n_folds = n;
	return status;
}

enum pm_status
pm_stored_article_read(struct pm_stored_article *s, struct pm_segment *segment,
		       uint32_t article, struct pm_error *err)
{
	struct pm_metadata m;
	enum pm_status status;
	size_t i;

	for (i = 0; i < PM_BUFS(s); i++)
		pm_buf_clear(&s->bufs[i]);
	if ((status = pm_segment_text(segment, article, &s->title, &s->body, err)) < 0 ||
	    (status = pm_segment_metadata(segment, article, &s->data, err)) < 0 ||
	    (status = pm_metadata_read(&s->metadata, s->data.data, s->data.len,
				       pm_segment_metadata_path(segment), &m, err)) < 0)
		return status;
	s->article = (struct pm_article){
		.id = str(m.id),
		.title = { pm_buf_str(&s->title), s->title.len },
		.text = { pm_buf_str(&s->body), s->body.len },
		.url = str(m.url),
		.source = str(m.source),
		.author = str(m.author),
		.author_in_list = m.author_in_list,
		.date = str(m.date),
		.day = m.day,
		.file = str(m.file),
		.line = m.line,
	};
	status = take_fields(s, &m, err);
	return status < 0 ? status : take_folds(s, segment, article, err);
}
