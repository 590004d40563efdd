/* Pressmark - exports of Nexis Uni in .docx documents: see nexis_docx.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A cover lists the articles, with "Client/Matter:" and "Search Terms:" for each; an
 * article begins with its title, which is a heading, and ends with "End of Document". */
#include "corpus/formats/nexis_docx.h"

#include "corpus/dates/date.h"
#include "corpus/formats/nexis_text.h"
#include "corpus/formats/office_text.h"
#include "corpus/formats/text.h"

#include <stdlib.h>
#include <string.h>

/* How many paragraphs tell what it is: those of a cover, and of an article. */
#define LOOKED_AT 20000u

struct pm_nexis_docx {
	void *export; /* what is made of an article */
	struct pm_watch *watch;
	struct pm_encodings *encodings;
	size_t max_text;
	struct pm_office *office;
	struct pm_buf article; /* its paragraphs, with empty lines between */
	size_t n_paragraphs;   /* in it */
	size_t last[2];	       /* where the last two began */
	bool in_article;
	uint64_t number;
};

static struct pm_str
str_of(const struct pm_paragraph *p)
{
	return (struct pm_str){ p->text, p->len };
}

bool
pm_nexis_docx_is(const void *bytes, size_t len, struct pm_watch *watch,
		 struct pm_encodings *encodings)
{
	const struct pm_office_limits limits = { PM_HEAD_MAX, watch, encodings };
	bool has_body = false, has_end = false;
	struct pm_office *office;
	struct pm_paragraph p;
	struct pm_error err;
	size_t i;

	if (pm_office_open(&office, bytes, len, &limits, &err) < 0)
		return false;
	for (i = 0;
	     i < LOOKED_AT && !has_end && pm_office_next(office, &p, &err) == PM_OK; i++) {
		has_body = has_body || pm_nexis_is_body(str_of(&p));
		has_end = has_body && pm_nexis_is_end(str_of(&p));
	}
	pm_office_free(office);
	return has_end;
}

struct pm_nexis_docx *
pm_nexis_docx_new(const struct pm_format_setting *setting, struct pm_encodings *encodings)
{
	static const struct pm_export_kind kind = { NULL, NULL, "an export of Nexis Uni",
						    PM_EXPORT_TEXT };
	struct pm_nexis_docx *n = pm_calloc(1, sizeof *n);

	if (n == NULL)
		return NULL;
	n->export = pm_export_make(setting, &kind);
	if (n->export == NULL) {
		free(n);
		return NULL;
	}
	n->watch = setting->watch;
	n->encodings = encodings;
	n->max_text = setting->options->max_text;
	pm_buf_init(&n->article, n->max_text);
	return n;
}

void
pm_nexis_docx_close(struct pm_nexis_docx *n)
{
	pm_office_free(n->office);
	n->office = NULL;
}

void
pm_nexis_docx_free(struct pm_nexis_docx *n)
{
	pm_nexis_docx_close(n);
	pm_export_free(n->export);
	pm_buf_release(&n->article);
	free(n);
}

static void
begin_article(struct pm_nexis_docx *n)
{
	pm_buf_clear(&n->article);
	n->n_paragraphs = 0;
	n->last[0] = n->last[1] = 0;
}

enum pm_status
pm_nexis_docx_open(struct pm_nexis_docx *n, const void *bytes, size_t len,
		   struct pm_error *err)
{
	const struct pm_office_limits limits = { n->max_text, n->watch, n->encodings };

	n->number = 0;
	n->in_article = false;
	begin_article(n);
	return pm_office_open(&n->office, bytes, len, &limits, err);
}

static bool
is_date(const struct pm_paragraph *p)
{
	return p->len > 5 && p->len < 100 &&
	       pm_date_parse(p->text, p->len, PM_DATE_MONTH_FIRST, NULL) != 0;
}

/* A paragraph of the cover, or the first of an article: a heading, or two before a date. */
static void
look_for_article(struct pm_nexis_docx *n, const struct pm_paragraph *p)
{
	if (p->heading > 0) {
		begin_article(n);
		n->in_article = true;
	} else if (n->number > 0) {
		n->in_article = true;
	} else if (is_date(p) && n->n_paragraphs >= 2) {
		size_t begin = n->last[0];

		memmove(n->article.data, n->article.data + begin, n->article.len - begin);
		n->article.len -= begin;
		n->in_article = true;
	}
}

static void
put(struct pm_nexis_docx *n, const struct pm_paragraph *p)
{
	static const char *const gaps[] = { "\n\n", "\t", "\n" };

	if (n->article.len > 0)
		pm_buf_puts(&n->article, gaps[p->begins]);
	n->last[0] = n->last[1];
	n->last[1] = n->article.len;
	n->n_paragraphs++;
	pm_buf_put(&n->article, p->text, p->len);
}

/* Collect an article up to its end.  PM_OK; PM_END: there is no other. */
static enum pm_status
collect(struct pm_nexis_docx *n, struct pm_error *err)
{
	struct pm_paragraph p;
	enum pm_status st;

	begin_article(n);
	n->in_article = false;
	while ((st = pm_office_next(n->office, &p, err)) == PM_OK) {
		if (pm_nexis_is_end(str_of(&p)) && n->in_article)
			return pm_buf_check(&n->article, "the text", err);
		if (p.len == 0)
			continue;
		if (!n->in_article)
			look_for_article(n, &p);
		put(n, &p);
		if (n->article.status < 0)
			return pm_buf_check(&n->article, "the text", err);
	}
	if (st == PM_END && n->in_article && n->article.len > 0 && n->number == 0)
		return PM_OK;
	if (st == PM_END && n->in_article && n->article.len > 0)
		return pm_fail(err, PM_ERR_INPUT, "article %llu has no end",
			       (unsigned long long)n->number + 1);
	return st;
}

enum pm_status
pm_nexis_docx_next(struct pm_nexis_docx *n, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_export *x = n->export;
	uint64_t mended = pm_office_repairs(n->office);
	enum pm_status st = collect(n, err);

	if (st != PM_OK)
		return st;
	n->number++;
	entry->unit = "article";
	entry->number = n->number;
	entry->bytes = n->article.len;
	entry->keeps_markup = true;
	pm_draft_clear(&x->draft);
	st = pm_nexis_read(x, (struct pm_str){ pm_buf_str(&n->article), n->article.len },
			   PM_NEXIS_UNI, err);
	if (st == PM_OK)
		st = pm_draft_object(&x->draft, &entry->object, err);
	entry->repairs = x->draft.repairs + pm_office_repairs(n->office) - mended;
	return st;
}
