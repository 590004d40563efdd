/* Pressmark - what is kept of an article beside its text: see metadata.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/metadata.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void
put_name(struct pm_buf *out, const char *name, bool *first)
{
	if (!*first)
		pm_buf_putc(out, ',');
	*first = false;
	pm_json_put_string(out, name, strlen(name));
	pm_buf_putc(out, ':');
}

static void
put_text(struct pm_buf *out, const char *name, struct pm_text_ref value, bool *first)
{
	if (value.len == 0)
		return;
	put_name(out, name, first);
	pm_json_put_string(out, value.data, value.len);
}

static void
put_number(struct pm_buf *out, const char *name, uint64_t value, bool *first)
{
	if (value == 0)
		return;
	put_name(out, name, first);
	pm_buf_printf(out, "%" PRIu64, value);
}

void
pm_metadata_put(struct pm_buf *out, const struct pm_metadata *m)
{
	bool first = true;
	size_t i;

	pm_buf_putc(out, '{');
	put_text(out, "id", m->id, &first);
	put_text(out, "date", m->date, &first);
	put_number(out, "day", m->day, &first);
	put_text(out, "source", m->source, &first);
	put_text(out, "author", m->author, &first);
	put_text(out, "url", m->url, &first);
	put_text(out, "file", m->file, &first);
	put_number(out, "line", m->line, &first);
	if (m->n_fields > 0) {
		put_name(out, "fields", &first);
		pm_buf_putc(out, '{');
		for (i = 0; i < m->n_fields; i++) {
			if (i > 0)
				pm_buf_putc(out, ',');
			pm_json_put_string(out, m->fields[i].name.data,
					   m->fields[i].name.len);
			pm_buf_putc(out, ':');
			pm_json_put_string(out, m->fields[i].value.data,
					   m->fields[i].value.len);
		}
		pm_buf_putc(out, '}');
	}
	pm_buf_putc(out, '}');
}

struct pm_metadata_reader {
	struct pm_json *json;
	struct pm_metadata_field *fields;
	size_t cap;
};

enum pm_status
pm_metadata_reader_new(struct pm_metadata_reader **out, struct pm_error *err)
{
	struct pm_metadata_reader *r = calloc(1, sizeof *r);
	enum pm_status status;

	if (r == NULL)
		return pm_fail_nomem(err);
	status = pm_json_new(&r->json, err);
	if (status < 0)
		pm_metadata_reader_free(r);
	else
		*out = r;
	return status;
}

void
pm_metadata_reader_free(struct pm_metadata_reader *r)
{
	if (r == NULL)
		return;
	pm_json_free(r->json);
	free(r->fields);
	free(r);
}

static struct pm_text_ref
get_text(const struct pm_json_value *object, const char *name)
{
	const struct pm_json_value *v = pm_json_member(object, name);
	struct pm_text_ref ref = { NULL, 0 };

	if (v != NULL && v->type == PM_JSON_STRING) {
		ref.data = v->text;
		ref.len = v->text_len;
	}
	return ref;
}

static uint64_t
get_number(const struct pm_json_value *object, const char *name)
{
	const struct pm_json_value *v = pm_json_member(object, name);
	uint64_t n = 0;
	size_t i;

	if (v == NULL || v->type != PM_JSON_NUMBER)
		return 0;
	for (i = 0; i < v->text_len && i < 18; i++) {
		if (v->text[i] < '0' || v->text[i] > '9')
			return 0;
		n = n * 10 + (uint64_t)(v->text[i] - '0');
	}
	return n;
}

enum pm_status
pm_metadata_read(struct pm_metadata_reader *r, const char *data, size_t len,
		 struct pm_metadata *m, struct pm_error *err)
{
	const struct pm_json_value *root, *fields, *v;
	enum pm_status status;
	size_t n = 0;

	memset(m, 0, sizeof *m);
	status = pm_json_parse(r->json, data, len, &root, NULL, err);
	if (status == PM_ERR_NOMEM)
		return status;
	if (status < 0 || root->type != PM_JSON_OBJECT)
		return pm_fail(err, PM_ERR_CORRUPT,
			       "the index is damaged: the data of an article is no JSON object");
	m->id = get_text(root, "id");
	m->date = get_text(root, "date");
	m->source = get_text(root, "source");
	m->author = get_text(root, "author");
	m->url = get_text(root, "url");
	m->file = get_text(root, "file");
	m->day = (uint32_t)get_number(root, "day");
	m->line = get_number(root, "line");
	fields = pm_json_member(root, "fields");
	for (v = fields == NULL ? NULL : fields->child; v != NULL; v = v->next) {
		if (v->type != PM_JSON_STRING)
			continue;
		status = pm_grow(&r->fields, &r->cap, n + 1, sizeof *r->fields, err);
		if (status < 0)
			return status;
		r->fields[n].name = (struct pm_text_ref){ v->name, v->name_len };
		r->fields[n++].value = (struct pm_text_ref){ v->text, v->text_len };
	}
	m->fields = r->fields;
	m->n_fields = n;
	return PM_OK;
}
