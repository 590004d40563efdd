/* Pressmark - what is kept of an article besides its text: see metadata.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/metadata.h"

#include "support/json_put.h"
#include "support/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum tag {
	TAG_ID = 1,
	TAG_DATE,
	TAG_SOURCE,
	TAG_AUTHOR,
	TAG_URL,
	TAG_FILE,
	TAG_DAY,
	TAG_LINE,
	TAG_FIELD, /* + 1: raw, + 2: in a list */
	TAG_FIELD_LAST = TAG_FIELD + 3,
	TAG_AUTHORS
};

static void
put_text(struct pm_buf *out, enum tag tag, struct pm_text_ref value)
{
	if (value.len == 0)
		return;
	pm_buf_putc(out, (int)tag);
	pm_buf_put_varint(out, value.len);
	pm_buf_put(out, value.data, value.len);
}

static void
put_number(struct pm_buf *out, enum tag tag, uint64_t value)
{
	if (value == 0)
		return;
	pm_buf_putc(out, (int)tag);
	pm_buf_put_varint(out, value);
}

void
pm_metadata_put(struct pm_buf *out, const struct pm_metadata *m)
{
	size_t i;

	put_text(out, TAG_ID, m->id);
	put_text(out, TAG_DATE, m->date);
	put_text(out, TAG_SOURCE, m->source);
	put_text(out, m->author_in_list ? TAG_AUTHORS : TAG_AUTHOR, m->author);
	put_text(out, TAG_URL, m->url);
	put_text(out, TAG_FILE, m->file);
	put_number(out, TAG_DAY, m->day);
	put_number(out, TAG_LINE, m->line);
	for (i = 0; i < m->n_fields; i++) {
		const struct pm_metadata_field *f = &m->fields[i];

		pm_buf_putc(out, TAG_FIELD + f->is_raw + 2 * f->in_list);
		pm_buf_put_varint(out, f->name.len);
		pm_buf_put(out, f->name.data, f->name.len);
		pm_buf_put_varint(out, f->value.len);
		pm_buf_put(out, f->value.data, f->value.len);
	}
}

/* Pass over a text at *AT; returns where its bytes begin. */
static size_t
pass_text(size_t *at, struct pm_text_ref value)
{
	size_t begin = *at;

	if (value.len > 0) {
		begin += 1 + pm_varint_size(value.len);
		*at = begin + value.len;
	}
	return begin;
}

struct pm_metadata_places
pm_metadata_find(const struct pm_metadata *m)
{
	struct pm_metadata_places places;
	size_t at = 0;

	places.id = pass_text(&at, m->id);
	pass_text(&at, m->date);
	places.source = pass_text(&at, m->source);
	places.author = pass_text(&at, m->author);
	places.url = pass_text(&at, m->url);
	return places;
}

size_t
pm_metadata_list(const struct pm_metadata_field *fields, size_t n_fields)
{
	size_t n = 1;

	while (fields->in_list && n < n_fields && fields[n].in_list &&
	       fields[n].name.len == fields->name.len &&
	       memcmp(fields[n].name.data, fields->name.data, fields->name.len) == 0)
		n++;
	return n;
}

/* Whether the value is a number or boolean of JSON and needs no quotes.  What is marked as
 * one may be anything, if the index comes from elsewhere. */
static bool
is_bare(const struct pm_metadata_field *f)
{
	const char *s = f->value.data;
	size_t len = f->value.len;

	return f->is_raw &&
	       ((len == 4 && memcmp(s, "true", 4) == 0) ||
		(len == 5 && memcmp(s, "false", 5) == 0) || pm_json_is_number(s, len));
}

void
pm_metadata_put_json(struct pm_buf *out, const struct pm_metadata_field *f, size_t n)
{
	size_t i;

	pm_json_put_string(out, f->name.data, f->name.len);
	pm_buf_puts(out, f->in_list ? ":[" : ":");
	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_putc(out, ',');
		if (is_bare(&f[i]))
			pm_buf_put(out, f[i].value.data, f[i].value.len);
		else
			pm_json_put_string(out, f[i].value.data, f[i].value.len);
	}
	if (f->in_list)
		pm_buf_putc(out, ']');
}

bool
pm_metadata_item(struct pm_text_ref list, size_t *at, struct pm_text_ref *item)
{
	const char *s = list.data + *at, *end;

	if (*at >= list.len)
		return false;
	end = memchr(s, '\0', list.len - *at);
	item->data = s;
	item->len = end == NULL ? list.len - *at : (size_t)(end - s);
	*at += item->len + 1;
	return true;
}

void
pm_metadata_put_items(struct pm_buf *out, struct pm_text_ref list)
{
	struct pm_text_ref item;
	size_t at = 0;

	while (pm_metadata_item(list, &at, &item)) {
		if (item.data > list.data)
			pm_buf_puts(out, "; ");
		pm_buf_put(out, item.data, item.len);
	}
}

void
pm_metadata_reader_release(struct pm_metadata_reader *r)
{
	free(r->fields);
	memset(r, 0, sizeof *r);
}

static bool
get_text(const uint8_t **p, const uint8_t *end, struct pm_text_ref *text)
{
	const uint8_t *bytes;

	if (pm_load_bytes(p, end, &bytes, &text->len) < 0 ||
	    (!pm_utf8_plain(bytes, text->len, end) &&
	     !pm_utf8_valid((const char *)bytes, text->len)))
		return false;
	text->data = (const char *)bytes;
	return true;
}

/* A list: texts with a NUL between them. */
static bool
get_list(const uint8_t **p, const uint8_t *end, struct pm_text_ref *list)
{
	struct pm_text_ref item;
	const uint8_t *bytes;
	bool valid = true;
	size_t at = 0;

	if (pm_load_bytes(p, end, &bytes, &list->len) < 0)
		return false;
	list->data = (const char *)bytes;
	while (valid && pm_metadata_item(*list, &at, &item))
		valid = pm_utf8_valid(item.data, item.len);
	return valid;
}

static enum pm_status
get_field(struct pm_metadata_reader *r, const uint8_t **p, const uint8_t *end, size_t n,
	  bool *fine, struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->fields, &r->cap, n + 1, sizeof *r->fields,
					err);
	unsigned kind = (*p)[-1] - TAG_FIELD;

	if (status == PM_OK) {
		r->fields[n].is_raw = kind & 1;
		r->fields[n].in_list = kind & 2;
	}
	*fine = status == PM_OK && get_text(p, end, &r->fields[n].name) &&
		get_text(p, end, &r->fields[n].value);
	return status;
}

enum pm_status
pm_metadata_read(struct pm_metadata_reader *r, const void *data, size_t len,
		 const char *file, struct pm_metadata *m, struct pm_error *err)
{
	const uint8_t *p = data, *end = p + len;
	uint64_t day = 0;
	enum pm_status status;
	bool fine = true;

	memset(m, 0, sizeof *m);
	while (p < end && fine) {
		switch (*p++) {
		case TAG_ID:
			fine = get_text(&p, end, &m->id);
			break;
		case TAG_DATE:
			fine = get_text(&p, end, &m->date);
			break;
		case TAG_SOURCE:
			fine = get_text(&p, end, &m->source);
			break;
		case TAG_AUTHOR:
			fine = get_text(&p, end, &m->author);
			break;
		case TAG_AUTHORS:
			fine = get_list(&p, end, &m->author);
			m->author_in_list = true;
			break;
		case TAG_URL:
			fine = get_text(&p, end, &m->url);
			break;
		case TAG_FILE:
			fine = get_text(&p, end, &m->file);
			break;
		case TAG_DAY:
			fine = pm_load_varint(&p, end, &day) == 0;
			break;
		case TAG_LINE:
			fine = pm_load_varint(&p, end, &m->line) == 0;
			break;
		case TAG_FIELD:
		case TAG_FIELD + 1:
		case TAG_FIELD + 2:
		case TAG_FIELD_LAST:
			status = get_field(r, &p, end, m->n_fields++, &fine, err);
			if (status < 0)
				return status;
			break;
		default:
			fine = false;
		}
	}
	if (!fine || day > UINT32_MAX)
		return pm_corrupt(err, file, "the metadata of an article cannot be read");
	m->day = (uint32_t)day;
	m->fields = r->fields;
	return PM_OK;
}

uint32_t
pm_metadata_day(const void *data, size_t len)
{
	const uint8_t *p = data, *end = p + len, *text;
	uint64_t day = 0;
	size_t text_len;

	while (p < end && (*p < TAG_DAY || *p == TAG_AUTHORS)) {
		p++;
		if (pm_load_bytes(&p, end, &text, &text_len) < 0)
			return 0;
	}
	if (p == end || *p++ != TAG_DAY || pm_load_varint(&p, end, &day) < 0 ||
	    day > UINT32_MAX)
		return 0;
	return (uint32_t)day;
}
