/* Pressmark - what the formats share that have many articles in one text: see export.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/export.h"

#include <stdlib.h>
#include <string.h>

/* What a piece may have besides its text: markup, labels. */
#define PIECE_SLACK ((size_t)16 << 20)
/* The most that a piece of HTML may have. */
#define HTML_MAX ((size_t)32 << 20)
/* How far a file is looked into. */
#define TOP_MAX ((size_t)1 << 14)

void *
pm_export_make(const struct pm_format_setting *setting, const struct pm_export_kind *kind)
{
	struct pm_export *x = pm_calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->kind = kind;
	x->options = setting->options;
	pm_pieces_init(&x->pieces);
	pm_labels_init(&x->labels);
	pm_draft_init(&x->draft);
	pm_buf_init(&x->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->scratch, PM_BUF_NO_LIMIT);
	return x;
}

void
pm_export_trim(void *state)
{
	struct pm_export *x = state;

	pm_labels_release(&x->labels);
	pm_draft_clear(&x->draft);
	pm_buf_release(&x->text);
	pm_buf_release(&x->scratch);
	pm_buf_init(&x->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->scratch, PM_BUF_NO_LIMIT);
}

void
pm_export_free(void *state)
{
	struct pm_export *x = state;

	pm_export_trim(x);
	pm_pieces_release(&x->pieces);
	pm_draft_release(&x->draft);
	free(x);
}

enum pm_status
pm_export_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct pm_export *x = state;
	size_t max = x->options->max_text;

	(void)err;
	x->stream = source->stream;
	x->n = x->n_cut = 0;
	max = max > PM_BUF_NO_LIMIT - PIECE_SLACK ? PM_BUF_NO_LIMIT : max + PIECE_SLACK;
	if (x->kind->form == PM_EXPORT_HTML && max > HTML_MAX)
		max = HTML_MAX;
	pm_pieces_open(&x->pieces, x->stream, x->kind->find, max);
	return PM_OK;
}

void
pm_export_close(void *state)
{
	struct pm_export *x = state;

	pm_stream_free(x->stream);
	x->stream = NULL;
}

/* The file has ended: tell what was noticed. */
static enum pm_status
end_export(struct pm_export *x, struct pm_error *err)
{
	if (x->n_cut > 0) {
		x->n_cut = 0;
		return pm_fail(err, PM_ERR_INPUT,
			       "the article that begins in line %llu has no end",
			       (unsigned long long)x->pieces.line);
	}
	if (x->n == 0)
		return pm_fail(err, PM_ERR_INPUT, "looks like %s, but has no article",
			       x->kind->what);
	return PM_END;
}

enum pm_status
pm_export_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_export *x = state;
	enum pm_status st;
	char *text;
	size_t len;

	do {
		st = pm_pieces_next(&x->pieces, &text, &len, err);
		if (st == PM_END)
			return end_export(x, err);
		entry->unit = "article";
		entry->number = x->n + 1;
		if (st < 0) {
			x->n += st == PM_ERR_LIMIT;
			return st;
		}
		pm_draft_clear(&x->draft);
		x->has_fragments = false;
		st = x->kind->read(x, (struct pm_str){ text, len }, err);
	} while (st == PM_END);
	if (st < 0 && st != PM_ERR_LIMIT)
		return st;
	x->n++;
	entry->bytes = len;
	entry->keeps_markup = !x->has_fragments;
	if (st == PM_OK)
		st = pm_draft_object(&x->draft, &entry->object, err);
	entry->repairs = x->draft.repairs;
	return st;
}

struct pm_head
pm_export_top(const struct pm_head *head, enum pm_export_form form)
{
	struct pm_head top = *head;
	enum pm_export_form found = pm_head_begins(head, "<") ? PM_EXPORT_HTML
							      : PM_EXPORT_TEXT;

	top.whole = head->whole && head->len <= TOP_MAX;
	top.len = found != form ? 0 : head->len < TOP_MAX ? head->len : TOP_MAX;
	return top;
}

void
pm_export_put(struct pm_export *x, const char *name, struct pm_str value)
{
	pm_labels_put(&x->draft, (struct pm_str){ name, strlen(name) }, value);
}

void
pm_export_put_list(struct pm_export *x, const char *name, struct pm_str value,
		   char separator)
{
	pm_labels_put_list(&x->draft, (struct pm_str){ name, strlen(name) }, value,
			   separator);
}

struct pm_str
pm_export_str(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

bool
pm_export_is_last(const struct pm_export *x)
{
	return x->pieces.ended && x->pieces.begin == x->pieces.buf.len;
}

enum pm_status
pm_export_cut(struct pm_export *x)
{
	x->n_cut++;
	return PM_END;
}
