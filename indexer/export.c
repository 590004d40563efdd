/* Pressmark - pressmark-index export: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/commands.h"

#include "corpus/dates/date.h"
#include "corpus/formats/names.h"
#include "corpus/page/fragment.h"
#include "segment/index.h"
#include "segment/metadata.h"
#include "support/calendar.h"
#include "support/folds.h"
#include "support/json_put.h"
#include "support/utf8.h"

#include <errno.h>
#include <string.h>

struct exporting {
	struct pm_index *index;
	struct pm_metadata_reader metadata;
	struct pm_buf title, body, data, line;
	bool first;
	size_t at, chars; /* of the body before a fold: bytes, characters */
};

/* The object's next member, up to its value. */
static void
begin_member(struct exporting *x, const char *name, size_t name_len)
{
	pm_buf_putc(&x->line, x->first ? '{' : ',');
	x->first = false;
	pm_json_put_string(&x->line, name, name_len);
	pm_buf_putc(&x->line, ':');
}

static void
put_member(struct exporting *x, const char *name, size_t name_len, const char *value,
	   size_t len)
{
	begin_member(x, name, name_len);
	pm_json_put_string(&x->line, value, len);
}

/* A field of N items, or of one value that is no list. */
static void
put_field(struct exporting *x, const struct pm_metadata_field *f, size_t n)
{
	pm_buf_putc(&x->line, x->first ? '{' : ',');
	x->first = false;
	pm_metadata_put_json(&x->line, f, n);
}

/* The field NAME, or NULL. */
static const struct pm_metadata_field *
field(const struct pm_metadata *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n_fields; i++)
		if (m->fields[i].name.len == strlen(name) &&
		    memcmp(m->fields[i].name.data, name, strlen(name)) == 0)
			return &m->fields[i];
	return NULL;
}

static void
put_text(struct exporting *x, const char *name, struct pm_text_ref value)
{
	if (value.len > 0)
		put_member(x, name, strlen(name), value.data, value.len);
}

/* One author, or a list. */
static void
put_authors(struct exporting *x, const struct pm_metadata *m)
{
	struct pm_text_ref author;
	size_t at = 0;

	if (!m->author_in_list) {
		put_text(x, "author", m->author);
		return;
	}
	begin_member(x, "author", 6);
	pm_buf_putc(&x->line, '[');
	while (pm_metadata_item(m->author, &at, &author)) {
		if (author.data > m->author.data)
			pm_buf_putc(&x->line, ',');
		pm_json_put_string(&x->line, author.data, author.len);
	}
	pm_buf_putc(&x->line, ']');
}

/* Whether the article has a field that a reader would take for ROLE. */
static bool
has_other(const struct pm_metadata *m, enum pm_role role)
{
	enum pm_role its;
	size_t i;

	for (i = 0; i < m->n_fields; i++)
		if (pm_names_role_of(m->fields[i].name.data, m->fields[i].name.len, &its) &&
		    its == role)
			return true;
	return false;
}

/* The same for one of the article's own: if a reader would take a field for it where it
 * is absent, it was present and empty, and stays so. */
static void
put_role(struct exporting *x, const struct pm_metadata *m, enum pm_role role,
	 struct pm_text_ref value)
{
	const char *name = pm_role_name(role);

	/* A field of that name was none that could be what it says, or a second one, which
	 * comes after it. */
	if (value.len == 0 && field(m, name) != NULL)
		return;
	if (role == PM_ROLE_AUTHOR)
		put_authors(x, m);
	else
		put_text(x, name, value);
	if (value.len == 0 && has_other(m, role))
		put_member(x, name, strlen(name), "", 0);
}

/* How the date was read, if the text of it alone does not say that: what stood around it
 * has decided which number is the month, or it was a number of JSON. */
static void
put_day(struct exporting *x, const struct pm_metadata *m)
{
	char text[PM_DATE_TEXT];
	struct pm_date_numbers numbers;
	uint32_t alone = pm_date_parse(m->date.data, m->date.len, PM_DATE_ORDER_UNKNOWN,
				       &numbers);

	if (numbers.either || (m->day != 0 && m->day != alone))
		put_member(x, "date.day", 8, text,
			   m->day == 0 ? 0 : pm_date_text(m->day, text));
}

/* That the text is no HTML, if a reader would take it for that; its title is read as the
 * text is. */
static void
put_plain(struct exporting *x)
{
	const char *name = pm_plain_text_name();

	if (!pm_fragment_is_html(pm_buf_str(&x->body), x->body.len))
		return;
	begin_member(x, name, strlen(name));
	pm_buf_puts(&x->line, "true");
}

/* One object of "folds": where it stood, in characters of the text, why it is one, and what
 * it says. */
static enum pm_status
put_fold(struct exporting *x, struct pm_segment *seg, const struct pm_folds *folds,
	 const struct pm_fold_place *fold, struct pm_error *err)
{
	enum pm_status status;
	bool first = true;
	unsigned i;

	pm_buf_clear(&x->data);
	if (fold->at > x->body.len)
		return pm_corrupt(err, pm_folds_path(folds),
				  "an article has a fold after its end");
	if ((status = pm_segment_fold(seg, fold, &x->data, err)) < 0)
		return status;
	/* from the fold before it on: they do not fall */
	x->chars += pm_utf8_count(pm_buf_str(&x->body) + x->at, (size_t)fold->at - x->at);
	x->at = (size_t)fold->at;
	pm_buf_printf(&x->line, "{\"at\":%zu,\"why\":\"", x->chars);
	for (i = 0; i < PM_FOLD_REASONS; i++)
		if (fold->why & 1u << i) {
			pm_buf_puts(&x->line, first ? "" : " ");
			pm_buf_puts(&x->line, pm_fold_reason_name(i));
			first = false;
		}
	pm_buf_puts(&x->line, "\",\"text\":");
	pm_json_put_string(&x->line, pm_buf_str(&x->data), x->data.len);
	pm_buf_putc(&x->line, '}');
	return PM_OK;
}

/* What was folded away. */
static enum pm_status
put_folds(struct exporting *x, struct pm_segment *seg, uint32_t article,
	  struct pm_error *err)
{
	const struct pm_fold_place *places;
	struct pm_folds *folds;
	enum pm_status status = pm_segment_folds(seg, &folds, err);
	size_t n, i;

	if (status < 0 || folds == NULL ||
	    (status = pm_folds_find(folds, article, &places, &n, err)) < 0 || n == 0)
		return status;
	begin_member(x, "folds", 5);
	pm_buf_putc(&x->line, '[');
	x->at = x->chars = 0;
	for (i = 0; i < n && status == PM_OK; i++) {
		pm_buf_puts(&x->line, i > 0 ? "," : "");
		status = put_fold(x, seg, folds, &places[i], err);
	}
	pm_buf_putc(&x->line, ']');
	return status;
}

static enum pm_status
put_article(struct exporting *x, uint32_t id, struct pm_error *err)
{
	const struct pm_metadata_field *file;
	struct pm_metadata m;
	uint32_t article;
	struct pm_segment *seg = pm_index_locate(x->index, id, &article);
	enum pm_status status;
	bool text_first;
	size_t i, n;

	pm_buf_clear(&x->title);
	pm_buf_clear(&x->body);
	pm_buf_clear(&x->data);
	pm_buf_clear(&x->line);
	if ((status = pm_segment_text(seg, article, &x->title, &x->body, err)) < 0 ||
	    (status = pm_segment_metadata(seg, article, &x->data, err)) < 0 ||
	    (status = pm_metadata_read(&x->metadata, x->data.data, x->data.len,
				       pm_segment_metadata_path(seg), &m, err)) < 0)
		return status;
	x->first = true;
	put_text(x, "id", m.id);
	/* An export of an export has it as a field, in the same place. */
	file = field(&m, "file");
	if (file == NULL && m.id.len == 0)
		put_text(x, "file", m.file);
	/* A list or a number of that name is none of ours. */
	if (file != NULL && (file->in_list || file->is_raw || file->value.len == 0))
		file = NULL;
	if (file != NULL)
		put_text(x, "file", file->value);
	put_role(x, &m, PM_ROLE_TITLE,
		 (struct pm_text_ref){ pm_buf_str(&x->title), x->title.len });
	put_role(x, &m, PM_ROLE_DATE, m.date);
	put_day(x, &m);
	put_role(x, &m, PM_ROLE_URL, m.url);
	put_role(x, &m, PM_ROLE_SOURCE, m.source);
	put_role(x, &m, PM_ROLE_AUTHOR, m.author);
	put_plain(x);
	/* The text comes last, where people find it, if it is the only one. */
	text_first = field(&m, "text") != NULL;
	if (text_first)
		put_member(x, "text", 4, pm_buf_str(&x->body), x->body.len);
	for (i = 0; i < m.n_fields; i += n) {
		n = pm_metadata_list(&m.fields[i], m.n_fields - i);
		if (&m.fields[i] != file)
			put_field(x, &m.fields[i], n);
	}
	/* the fields have been written: their bytes are not needed any more */
	if ((status = put_folds(x, seg, article, err)) < 0)
		return status;
	if (!text_first)
		put_member(x, "text", 4, pm_buf_str(&x->body), x->body.len);
	pm_buf_puts(&x->line, "}\n");
	return pm_buf_check(&x->line, "an article", err);
}

enum pm_status
pm_export(const char *dir, FILE *to, const struct pm_stop *stop, struct pm_error *err)
{
	struct exporting x = { 0 };
	enum pm_status status;
	uint32_t id, n = 0;

	pm_buf_init(&x.title, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.body, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.data, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.line, PM_BUF_NO_LIMIT);
	if ((status = pm_index_open(&x.index, dir, err)) == PM_OK &&
	    (status = pm_index_in_order(x.index, err)) == PM_OK)
		n = pm_db_articles(x.index->db);
	for (id = 1; id <= n && status == PM_OK; id++) {
		if (!pm_index_has(x.index, id))
			continue;
		if (pm_stop_asked(stop)) {
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		} else if ((status = put_article(&x, id, err)) == PM_OK &&
			   fwrite(x.line.data, 1, x.line.len, to) != x.line.len) {
			status = pm_fail_errno(err, errno, "cannot write the export");
		}
	}
	if (status == PM_OK && fflush(to) != 0)
		status = pm_fail_errno(err, errno, "cannot write the export");
	pm_metadata_reader_release(&x.metadata);
	pm_buf_release(&x.title);
	pm_buf_release(&x.body);
	pm_buf_release(&x.data);
	pm_buf_release(&x.line);
	pm_index_free(x.index);
	return status;
}
