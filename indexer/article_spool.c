/* Pressmark - articles put aside: see article_spool.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article is a record, its head, with all numbers and the lengths of all strings; and
 * after it the bytes of the strings, in the same order. */
#include "indexer/article_spool.h"

#include <stdlib.h>
#include <string.h>

/* A reader that holds more is emptied after the article. */
#define KEEP ((size_t)1 << 22)
/* If an article has had more fields or folds, their array is freed after it. */
#define ITEMS_KEEP ((size_t)1 << 12)

/* The strings of every article. */
static const size_t strings[] = {
	offsetof(struct pm_article, id),     offsetof(struct pm_article, title),
	offsetof(struct pm_article, text),   offsetof(struct pm_article, text_from),
	offsetof(struct pm_article, url),    offsetof(struct pm_article, source),
	offsetof(struct pm_article, author), offsetof(struct pm_article, language),
	offsetof(struct pm_article, date),   offsetof(struct pm_article, no_date),
	offsetof(struct pm_article, ruled),  offsetof(struct pm_article, left_out_name),
	offsetof(struct pm_article, file),   offsetof(struct pm_article, path),
};
#define N_STRINGS (sizeof strings / sizeof *strings)

enum article_flags {
	AUTHOR_IN_LIST = 1,
	PAGE = 2,
	AMBIGUOUS = 4,
	HAS_FROM = 8,
};
enum field_flags { IS_RAW = 1, IN_LIST = 2 };

static struct pm_str *
string_of(struct pm_article *a, size_t i)
{
	return (struct pm_str *)(void *)((char *)a + strings[i]);
}

enum pm_status
pm_count_article(uint32_t *n, struct pm_error *err)
{
	return ++*n < UINT32_MAX
		     ? PM_OK
		     : pm_fail(err, PM_ERR_LIMIT,
			       "more articles than can be numbered: make several "
			       "indexes");
}

void
pm_article_spool_init(struct pm_article_spool *s, const char *path, size_t limit)
{
	memset(s, 0, sizeof *s);
	pm_spool_init(&s->spool, path, limit);
	pm_buf_init(&s->head, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->reader.held, PM_BUF_NO_LIMIT);
}

void
pm_article_spool_release(struct pm_article_spool *s)
{
	pm_spool_reader_release(&s->reader);
	pm_spool_release(&s->spool);
	pm_buf_release(&s->head);
	free(s->fields);
	free(s->folds);
	s->fields = NULL;
	s->folds = NULL;
}

/* --- writing ------------------------------------------------------------ */

static void
put_head(struct pm_buf *out, const struct pm_article *a)
{
	struct pm_article copy = *a;
	size_t i;

	pm_buf_clear(out);
	pm_buf_put_varint(out, (a->author_in_list ? AUTHOR_IN_LIST : 0u) |
				       (a->page ? PAGE : 0u) |
				       (a->ambiguous ? AMBIGUOUS : 0u) |
				       (a->from != NULL ? HAS_FROM : 0u));
	pm_buf_put_varint(out, a->day);
	pm_buf_put_varint(out, a->left_out);
	pm_buf_put_varint(out, a->repairs);
	pm_buf_put_varint(out, a->bytes_in);
	pm_buf_put_varint(out, a->line);
	pm_buf_put_varint(out, a->tail);
	pm_buf_put(out, &a->encoding, sizeof a->encoding);
	pm_buf_put(out, &a->encoding_of_format, sizeof a->encoding_of_format);
	pm_buf_put(out, &a->format, sizeof a->format);
	for (i = 0; i < N_STRINGS; i++)
		pm_buf_put_varint(out, string_of(&copy, i)->len);
	for (i = 0; a->from != NULL && i < PM_N_ROLES; i++)
		pm_buf_put_varint(out, a->from[i].len);
	pm_buf_put_varint(out, a->n_fields);
	for (i = 0; i < a->n_fields; i++) {
		const struct pm_field *f = &a->fields[i];

		pm_buf_put_varint(out, (f->is_raw ? IS_RAW : 0u) |
					       (f->in_list ? IN_LIST : 0u));
		pm_buf_put_varint(out, f->member);
		pm_buf_put_varint(out, f->name.len);
		pm_buf_put_varint(out, f->value.len);
	}
	pm_buf_put_varint(out, a->n_folds);
	for (i = 0; i < a->n_folds; i++) {
		pm_buf_put_varint(out, a->folds[i].at);
		pm_buf_put_varint(out, a->folds[i].why);
		pm_buf_put_varint(out, a->folds[i].text.len);
	}
}

static enum pm_status
put_string(struct pm_article_spool *s, struct pm_str string, struct pm_error *err)
{
	return string.len == 0 ? PM_OK
			       : pm_spool_write(&s->spool, string.data, string.len, err);
}

enum pm_status
pm_article_spool_put(struct pm_article_spool *s, const struct pm_article *a,
		     struct pm_error *err)
{
	struct pm_article copy = *a;
	enum pm_status status;
	size_t i;

	put_head(&s->head, a);
	status = pm_spool_put(&s->spool, &s->head, err);
	for (i = 0; i < N_STRINGS && status == PM_OK; i++)
		status = put_string(s, *string_of(&copy, i), err);
	for (i = 0; a->from != NULL && i < PM_N_ROLES && status == PM_OK; i++)
		status = put_string(s, a->from[i], err);
	for (i = 0; i < a->n_fields && status == PM_OK; i++)
		if ((status = put_string(s, a->fields[i].name, err)) == PM_OK)
			status = put_string(s, a->fields[i].value, err);
	for (i = 0; i < a->n_folds && status == PM_OK; i++)
		status = put_string(s, a->folds[i].text, err);
	return status;
}

enum pm_status
pm_article_spool_end(struct pm_article_spool *s, struct pm_error *err)
{
	enum pm_status status = pm_spool_end(&s->spool, err);

	pm_spool_read(&s->reader, &s->spool, 0, s->spool.len);
	return status;
}

/* --- reading ------------------------------------------------------------ */

/* A head that is being read. */
struct head {
	const uint8_t *p, *end;
	uint64_t strings; /* bytes of those whose lengths were read */
	bool broken;
};

static uint64_t
get(struct head *h)
{
	uint64_t n = 0;

	if (!h->broken && pm_load_varint(&h->p, h->end, &n) < 0)
		h->broken = true;
	return n;
}

static void
get_length(struct head *h, struct pm_str *string)
{
	string->data = NULL;
	string->len = (size_t)get(h);
	h->strings += string->len;
}

static void
get_numbers(struct head *h, struct pm_article *a, bool *has_from)
{
	uint64_t flags = get(h);

	a->author_in_list = (flags & AUTHOR_IN_LIST) != 0;
	a->page = (flags & PAGE) != 0;
	a->ambiguous = (flags & AMBIGUOUS) != 0;
	*has_from = (flags & HAS_FROM) != 0;
	a->day = (uint32_t)get(h);
	a->left_out = get(h);
	a->repairs = get(h);
	a->bytes_in = get(h);
	a->line = get(h);
	a->tail = (size_t)get(h);
	if ((size_t)(h->end - h->p) <
	    sizeof a->encoding + sizeof a->encoding_of_format + sizeof a->format) {
		h->broken = true;
		return;
	}
	memcpy(&a->encoding, h->p, sizeof a->encoding);
	h->p += sizeof a->encoding;
	memcpy(&a->encoding_of_format, h->p, sizeof a->encoding_of_format);
	h->p += sizeof a->encoding_of_format;
	memcpy(&a->format, h->p, sizeof a->format);
	h->p += sizeof a->format;
}

static enum pm_status
get_fields(struct pm_article_spool *s, struct head *h, struct pm_error *err)
{
	struct pm_article *a = &s->article;
	enum pm_status status;
	size_t i;

	a->n_fields = (size_t)get(h);
	status = pm_regrow(&s->fields, &s->fields_cap, a->n_fields, sizeof *s->fields,
			   err);
	for (i = 0; i < a->n_fields && status == PM_OK; i++) {
		struct pm_field *f = &s->fields[i];
		uint64_t flags = get(h);

		f->is_raw = (flags & IS_RAW) != 0;
		f->in_list = (flags & IN_LIST) != 0;
		f->member = (uint32_t)get(h);
		get_length(h, &f->name);
		get_length(h, &f->value);
	}
	a->fields = s->fields;
	return status;
}

static enum pm_status
get_folds(struct pm_article_spool *s, struct head *h, struct pm_error *err)
{
	struct pm_article *a = &s->article;
	enum pm_status status;
	size_t i;

	a->n_folds = (size_t)get(h);
	status = pm_regrow(&s->folds, &s->folds_cap, a->n_folds, sizeof *s->folds, err);
	for (i = 0; i < a->n_folds && status == PM_OK; i++) {
		s->folds[i].at = (size_t)get(h);
		s->folds[i].why = (unsigned)get(h);
		get_length(h, &s->folds[i].text);
	}
	a->folds = s->folds;
	return status;
}

static enum pm_status
get_head(struct pm_article_spool *s, struct head *h, struct pm_error *err)
{
	struct pm_article *a = &s->article;
	enum pm_status status;
	bool has_from;
	size_t i;

	memset(a, 0, sizeof *a);
	get_numbers(h, a, &has_from);
	for (i = 0; i < N_STRINGS; i++)
		get_length(h, string_of(a, i));
	for (i = 0; has_from && i < PM_N_ROLES; i++)
		get_length(h, &s->from[i]);
	a->from = has_from ? s->from : NULL;
	if ((status = get_fields(s, h, err)) == PM_OK)
		status = get_folds(s, h, err);
	if (status == PM_OK && h->broken)
		status = pm_fail(err, PM_ERR_INTERNAL, "an article put aside is broken");
	return status;
}

/* The string begins at *P. */
static void
place(struct pm_str *string, const char **p)
{
	string->data = *p;
	*p += string->len;
}

static void
place_all(struct pm_article_spool *s, const char *p)
{
	struct pm_article *a = &s->article;
	size_t i;

	for (i = 0; i < N_STRINGS; i++)
		place(string_of(a, i), &p);
	for (i = 0; a->from != NULL && i < PM_N_ROLES; i++)
		place(&s->from[i], &p);
	for (i = 0; i < a->n_fields; i++) {
		place(&s->fields[i].name, &p);
		place(&s->fields[i].value, &p);
	}
	for (i = 0; i < a->n_folds; i++)
		place(&s->folds[i].text, &p);
}

/* Free what only a large article needs. */
static void
trim(struct pm_article_spool *s)
{
	uint64_t at = s->reader.at, end = s->reader.end;

	if (s->reader.held.cap > KEEP) {
		pm_spool_reader_release(&s->reader);
		pm_spool_read(&s->reader, &s->spool, at, end);
	}
	if (s->fields_cap > ITEMS_KEEP) {
		free(s->fields);
		s->fields = NULL;
		s->fields_cap = 0;
	}
	if (s->folds_cap > ITEMS_KEEP) {
		free(s->folds);
		s->folds = NULL;
		s->folds_cap = 0;
	}
}

enum pm_status
pm_article_spool_next(struct pm_article_spool *s, const struct pm_article **article,
		      struct pm_error *err)
{
	struct head h = { NULL, NULL, 0, false };
	const uint8_t *bytes;
	enum pm_status status;

	trim(s);
	pm_spool_forget(&s->spool, s->reader.at);
	if ((status = pm_spool_next(&s->reader, &h.p, &h.end, err)) != PM_OK ||
	    (status = get_head(s, &h, err)) < 0)
		return status;
	if ((bytes = pm_spool_bytes(&s->reader, (size_t)h.strings, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	place_all(s, (const char *)bytes);
	*article = &s->article;
	return PM_OK;
}
