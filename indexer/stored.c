/* Pressmark - the articles of segments: see stored.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stored.h"

#include <stdlib.h>
#include <string.h>

/* What is larger is freed after its article. */
#define KEEP ((size_t)1 << 22)
#define ITEMS_KEEP ((size_t)1 << 12)

void
pm_stored_init(struct pm_stored *s, const struct pm_stored_segment *segments, size_t n)
{
	memset(s, 0, sizeof *s);
	s->segments = segments;
	s->n = n;
	pm_bufs_init(s->bufs, PM_BUFS(s));
}

static void
leave_segment(struct pm_stored *s)
{
	if (s->has_cursor)
		pm_blocks_cursor_release(&s->cursor);
	s->has_cursor = s->in_segment = false;
}

void
pm_stored_release(struct pm_stored *s)
{
	leave_segment(s);
	pm_bufs_release(s->bufs, PM_BUFS(s));
	pm_metadata_reader_release(&s->reader);
	free(s->fields);
	free(s->its_folds);
	memset(s, 0, sizeof *s);
}

static void
trim(struct pm_stored *s)
{
	size_t i;

	pm_bufs_trim(s->bufs, PM_BUFS(s), KEEP);
	for (i = 0; i < PM_BUFS(s); i++)
		pm_buf_clear(&s->bufs[i]);
	if (s->reader.cap > ITEMS_KEEP)
		pm_metadata_reader_release(&s->reader);
}

/* --- an article --------------------------------------------------------------- */

static struct pm_str
str(struct pm_text_ref r)
{
	return (struct pm_str){ r.data, r.len };
}

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

/* How many of the fields are the article's language, 1 or 0: it was put before them. */
static size_t
take_language(struct pm_article *a, const struct pm_metadata *m)
{
	static const char name[] = "language";
	const struct pm_metadata_field *f = m->fields;

	if (m->n_fields == 0 || f->is_raw || f->in_list || f->value.len == 0 ||
	    f->name.len != sizeof name - 1 || memcmp(f->name.data, name, f->name.len) != 0)
		return 0;
	a->language = str(f->value);
	return 1;
}

static enum pm_status
take_fields(struct pm_stored *s, const struct pm_metadata *m, struct pm_error *err)
{
	struct pm_article *a = &s->article;
	enum pm_status status = pm_regrow(&s->fields, &s->fields_cap, m->n_fields + 1,
					  sizeof *s->fields, err);
	uint32_t member = 0;
	size_t i, items = 0;

	for (i = take_language(a, m); i < m->n_fields && status == PM_OK; i++) {
		const struct pm_metadata_field *f = &m->fields[i];

		if (items == 0) {
			items = pm_metadata_list(f, m->n_fields - i);
			member++;
		}
		items--;
		s->fields[a->n_fields++] = (struct pm_field){
			.name = str(f->name),
			.value = str(f->value),
			.is_raw = f->is_raw,
			.in_list = f->in_list,
			.member = member,
		};
	}
	a->fields = s->fields;
	return status;
}

static enum pm_status
take_metadata(struct pm_stored *s, struct pm_error *err)
{
	struct pm_segment *seg = s->segments[s->segment].segment;
	struct pm_article *a = &s->article;
	struct pm_metadata m;
	enum pm_status status;

	if ((status = pm_segment_metadata(seg, s->number, &s->metadata, err)) < 0 ||
	    (status = pm_metadata_read(&s->reader, s->metadata.data, s->metadata.len,
				       pm_segment_metadata_path(seg), &m, err)) < 0)
		return status;
	a->id = str(m.id);
	a->url = str(m.url);
	a->source = str(m.source);
	a->author = str(m.author);
	a->author_in_list = m.author_in_list;
	a->date = str(m.date);
	a->day = m.day;
	a->file = str(m.file);
	a->line = m.line;
	return take_fields(s, &m, err);
}

/* Whether the text can be divided here. */
static bool
is_place(const struct pm_buf *text, uint64_t at)
{
	return at == text->len ||
	       (at < text->len && ((uint8_t)text->data[at] & 0xc0) != 0x80);
}

static enum pm_status
take_folds(struct pm_stored *s, struct pm_error *err)
{
	struct pm_segment *seg = s->segments[s->segment].segment;
	const struct pm_fold_place *places;
	enum pm_status status;
	size_t n, i, at = 0, start;

	if (s->folds == NULL ||
	    (status = pm_folds_find(s->folds, s->number, &places, &n, err)) < 0 ||
	    (status = pm_regrow(&s->its_folds, &s->folds_cap, n + 1, sizeof *s->its_folds,
				err)) < 0)
		return s->folds == NULL ? PM_OK : status;
	for (i = 0; i < n && status == PM_OK; i++) {
		if (places[i].at < at || !is_place(&s->text, places[i].at))
			return pm_corrupt(err, pm_folds_path(s->folds),
					  "article %u has a fold where none can be",
					  (unsigned)s->number);
		at = (size_t)places[i].at;
		start = s->folded.len;
		status = pm_segment_fold(seg, &places[i], &s->folded, err);
		s->its_folds[i] = (struct pm_fold){
			.at = at,
			.text = { NULL, s->folded.len - start },
			.why = places[i].why
		};
	}
	for (i = start = 0; i < n && status == PM_OK; i++) {
		s->its_folds[i].text.data = pm_buf_str(&s->folded) + start;
		start += s->its_folds[i].text.len;
	}
	s->article.folds = s->its_folds;
	s->article.n_folds = n;
	return status;
}

static enum pm_status
take_blocks(struct pm_stored *s, struct pm_error *err)
{
	enum pm_status status;

	s->blocks = NULL;
	while (s->has_cursor && !s->cursor_ended && s->cursor.article < s->number) {
		if ((status = pm_blocks_next(&s->cursor, err)) < 0)
			return status;
		s->cursor_ended = status == PM_END;
	}
	if (s->has_cursor && !s->cursor_ended && s->cursor.article == s->number) {
		s->blocks = &s->cursor;
		s->article.page = s->cursor.page;
	}
	return PM_OK;
}

/* What of the segment's PART the first TEXT of ALL bytes of text make up. */
static uint64_t
share(uint64_t part, uint64_t text, uint64_t all)
{
	return all == 0 ? 0 : (uint64_t)((unsigned __int128)part * text / all);
}

static void
take_shares(struct pm_stored *s)
{
	const struct pm_segment_info *info = s->segments[s->segment].info;
	uint64_t all = info->text_bytes, from = s->text_bytes,
		 to = from + s->title.len + s->text.len;

	s->article.bytes_in = share(info->input_bytes, to, all) -
			      share(info->input_bytes, from, all);
	s->repairs = share(info->repairs, to, all) - share(info->repairs, from, all);
	s->text_bytes = to;
}

/* --- which articles ----------------------------------------------------------- */

static enum pm_status
enter_segment(struct pm_stored *s, size_t segment, struct pm_error *err)
{
	struct pm_segment *seg = s->segments[segment].segment;
	struct pm_blocks *blocks;
	enum pm_status status;

	leave_segment(s);
	s->segment = segment;
	s->number = 0;
	s->text_bytes = 0;
	if ((status = pm_segment_origins(seg, &s->origins, err)) < 0 ||
	    (status = pm_segment_folds(seg, &s->folds, err)) < 0 ||
	    (status = pm_segment_blocks(seg, &blocks, err)) < 0)
		return status;
	if (blocks != NULL)
		pm_blocks_begin(&s->cursor, blocks);
	s->has_cursor = blocks != NULL;
	s->cursor_ended = false;
	s->in_segment = true;
	return PM_OK;
}

enum pm_status
pm_stored_find(struct pm_stored *s, size_t segment, uint32_t number,
	       const struct pm_article **article, struct pm_error *err)
{
	struct pm_segment *seg = s->segments[segment].segment;
	enum pm_status status;

	if ((!s->in_segment || s->segment != segment) &&
	    (status = enter_segment(s, segment, err)) < 0)
		return status;
	trim(s);
	s->number = number;
	s->article = (struct pm_article){ 0 };
	if ((status = pm_origins_get(s->origins, number, &s->origin, err)) < 0 ||
	    (status = pm_segment_text(seg, number, &s->title, &s->text, err)) < 0 ||
	    (status = take_metadata(s, err)) < 0 || (status = take_folds(s, err)) < 0 ||
	    (status = take_blocks(s, err)) < 0)
		return status;
	s->article.title = str_of(&s->title);
	s->article.text = str_of(&s->text);
	take_shares(s);
	*article = &s->article;
	return PM_OK;
}

enum pm_status
pm_stored_next(struct pm_stored *s, const struct pm_article **article,
	       struct pm_error *err)
{
	size_t segment = s->segment;
	uint32_t number = s->number, last;

	for (; segment < s->n; segment++, number = 0) {
		const struct pm_stored_segment *of = &s->segments[segment];

		last = pm_store_articles(pm_segment_store(of->segment));
		while (number < last)
			if (!pm_stored_is_gone(of, ++number))
				return pm_stored_find(s, segment, number, article, err);
	}
	return PM_END;
}
