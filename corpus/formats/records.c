/* Pressmark - the records of a JSON file, and those ahead: see records.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/records.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a record from which on they are worth to be freed early. */
#define KEEP ((size_t)1 << 22)

/* A record, or what came in its place, whose words are the text then. */
struct pm_record_ahead {
	enum pm_status status;
	const char *text; /* NULL: in the bytes, where it begins there */
	size_t begin, len;
	uint64_t number, repairs;
};

void
pm_records_init(struct pm_records *r)
{
	memset(r, 0, sizeof *r);
	pm_buf_init(&r->bytes, PM_BUF_NO_LIMIT);
}

void
pm_records_release(struct pm_records *r)
{
	pm_records_close(r);
	free(r->ahead);
	r->ahead = NULL;
	r->ahead_cap = 0;
}

enum pm_status
pm_records_open(struct pm_records *r, struct pm_stream **stream,
		enum pm_records_kind kind, size_t limit, struct pm_error *err)
{
	enum pm_status st;

	r->repairs = 0;
	r->stream = *stream;
	*stream = NULL;
	st = pm_stream_decode(&r->stream, &r->repairs, err);
	if (st == PM_END)
		st = pm_fail(err, PM_ERR_INPUT, "empty file");
	if (st < 0) {
		pm_records_close(r);
		return st;
	}
	r->kind = kind;
	if (kind == PM_RECORDS_LINES)
		pm_json_lines_init(&r->lines, r->stream, limit);
	else
		pm_json_elements_init(&r->elements, r->stream, limit);
	return PM_OK;
}

void
pm_records_close(struct pm_records *r)
{
	if (r->kind == PM_RECORDS_LINES)
		pm_json_lines_release(&r->lines);
	else if (r->kind == PM_RECORDS_ELEMENTS)
		pm_json_elements_release(&r->elements);
	r->kind = PM_RECORDS_NONE;
	pm_stream_free(r->stream);
	r->stream = NULL;
	pm_buf_release(&r->bytes);
	r->n_ahead = r->taken = 0;
}

void
pm_records_done(struct pm_records *r, const struct pm_record_text *record)
{
	struct pm_buf *carry = r->kind == PM_RECORDS_LINES ? &r->lines.carry
							   : &r->elements.carry;

	/* what is in the carry after a record was handed out of it is that record */
	if (carry->cap > KEEP && record->text == pm_buf_str(carry))
		pm_json_forget(carry);
}

static enum pm_status
read_on(struct pm_records *r, struct pm_record_text *record, struct pm_error *err)
{
	enum pm_status st;

	record->looked = false;
	if (r->kind == PM_RECORDS_LINES) {
		st = pm_json_lines_next(&r->lines, &record->text, &record->len, err);
		record->number = r->lines.number;
	} else {
		st = pm_json_elements_next(&r->elements, &record->text, &record->len, err);
		record->number = r->elements.number;
	}
	record->repairs = r->repairs;
	r->repairs = 0;
	return st;
}

enum pm_status
pm_records_next(struct pm_records *r, struct pm_record_text *record, struct pm_error *err)
{
	const struct pm_record_ahead *a;

	if (r->taken == r->n_ahead)
		return read_on(r, record, err);
	a = &r->ahead[r->taken++];
	record->text = a->text != NULL ? a->text : pm_buf_str(&r->bytes) + a->begin;
	record->len = a->len;
	record->number = a->number;
	record->repairs = a->repairs;
	record->looked = true;
	return a->status < 0 ? pm_fail(err, a->status, "%.*s", (int)a->len, record->text)
			     : a->status;
}

static enum pm_status
add(struct pm_records *r, enum pm_status status, const struct pm_record_text *record,
    struct pm_error *err)
{
	struct pm_record_ahead a = { status,	  NULL,		  r->bytes.len,
				     record->len, record->number, record->repairs };
	enum pm_status st = pm_grow(&r->ahead, &r->ahead_cap, r->n_ahead + 1,
				    sizeof *r->ahead, err);

	if (st < 0)
		return st;
	/* The last one stays where it is: nothing is read before it is handed out. */
	if (status == PM_OK && r->n_ahead > 0 &&
	    r->bytes.len + record->len + r->n_ahead * sizeof a > PM_RECORDS_AHEAD)
		a.text = record->text;
	else
		pm_buf_put(&r->bytes, record->text, record->len);
	if (r->bytes.status < 0)
		return pm_fail_nomem(err);
	r->ahead[r->n_ahead++] = a;
	return PM_OK;
}

enum pm_status
pm_records_look_ahead(struct pm_records *r, const struct pm_record_text *record,
		      enum pm_status (*visit)(void *ctx, const char *text, size_t len,
					      struct pm_error *err),
		      void *ctx, struct pm_error *err)
{
	struct pm_record_text next;
	struct pm_error why;
	enum pm_status st, read = PM_OK;

	if (record->len > PM_RECORDS_AHEAD)
		return PM_ABSENT;
	r->n_ahead = r->taken = 0;
	pm_buf_clear(&r->bytes);
	st = add(r, PM_OK, record, err);
	while (st == PM_OK && (read == PM_OK || read == PM_ERR_LIMIT) &&
	       r->ahead[r->n_ahead - 1].text == NULL) {
		read = read_on(r, &next, &why);
		if (read == PM_ERR_NOMEM || read == PM_ERR_INTERRUPTED) {
			if (err != NULL)
				*err = why;
			return read;
		}
		if (read != PM_OK) {
			next.text = why.text;
			next.len = read < 0 ? strlen(why.text) : 0;
		}
		if ((st = add(r, read, &next, err)) == PM_OK && read == PM_OK)
			st = visit(ctx, next.text, next.len, err);
	}
	return st;
}
