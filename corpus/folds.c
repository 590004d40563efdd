/* Pressmark - putting the folds of an article together: see folds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/folds.h"

#include <stdlib.h>
#include <string.h>

/* Buffers that have grown beyond this are freed before the next article. */
#define KEEP ((size_t)1 << 22)

struct pm_fold_draft {
	size_t at;
	size_t number; /* in the order in which they were begun */
	size_t from;   /* in the text */
	size_t len;
	unsigned why;
};

void
pm_fold_builder_init(struct pm_fold_builder *f)
{
	memset(f, 0, sizeof *f);
	pm_buf_init(&f->text, PM_BUF_NO_LIMIT);
}

void
pm_fold_builder_release(struct pm_fold_builder *f)
{
	free(f->all);
	free(f->drafts);
	pm_buf_release(&f->text);
	pm_fold_builder_init(f);
}

void
pm_fold_builder_clear(struct pm_fold_builder *f)
{
	if (f->text.cap > KEEP)
		pm_fold_builder_release(f);
	pm_buf_clear(&f->text);
	f->n = f->n_drafts = 0;
	f->status = PM_OK;
}

void
pm_fold_builder_begin(struct pm_fold_builder *f, size_t at, unsigned why)
{
	if (f->status == PM_OK)
		f->status = pm_grow(&f->drafts, &f->drafts_cap, f->n_drafts + 1,
				    sizeof *f->drafts, NULL);
	if (f->status < 0)
		return;
	f->drafts[f->n_drafts] = (struct pm_fold_draft){
		.at = at,
		.number = f->n_drafts,
		.from = f->text.len,
		.why = why
	};
	f->n_drafts++;
}

void
pm_fold_builder_put(struct pm_fold_builder *f, const char *text, size_t len)
{
	if (f->status < 0 || f->n_drafts == 0)
		return;
	pm_buf_put(&f->text, text, len);
	f->drafts[f->n_drafts - 1].len = f->text.len - f->drafts[f->n_drafts - 1].from;
}

/* How much of the text one fold takes. */
static size_t
piece_length(const char *text, size_t len)
{
	const char *cut;
	size_t n;

	if (len <= PM_FOLD_BYTES_MAX)
		return len;
	cut = memrchr(text + PM_FOLD_BYTES_MAX / 2, '\n', PM_FOLD_BYTES_MAX / 2);
	if (cut == NULL)
		cut = memrchr(text, ' ', PM_FOLD_BYTES_MAX);
	if (cut != NULL)
		return (size_t)(cut - text) + 1;
	for (n = PM_FOLD_BYTES_MAX; ((uint8_t)text[n] & 0xc0) == 0x80;)
		n--;
	return n;
}

static enum pm_status
add_pieces(struct pm_fold_builder *f, const struct pm_fold_draft *d, struct pm_error *err)
{
	const char *text = pm_buf_str(&f->text) + d->from;
	size_t left = d->len;

	while (left > 0) {
		size_t len = piece_length(text, left);
		enum pm_status st = pm_grow(&f->all, &f->cap, f->n + 1, sizeof *f->all,
					    err);

		if (st < 0)
			return st;
		f->all[f->n++] = (struct pm_fold){ d->at, { text, len }, d->why };
		text += len;
		left -= len;
	}
	return PM_OK;
}

static int
compare(const void *x, const void *y)
{
	const struct pm_fold_draft *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

enum pm_status
pm_fold_builder_end(struct pm_fold_builder *f, struct pm_error *err)
{
	enum pm_status st = f->status;
	size_t i;

	if (st < 0)
		return pm_fail_nomem(err);
	if ((st = pm_buf_check(&f->text, "the folds", err)) < 0)
		return st;
	for (i = 1; i < f->n_drafts && f->drafts[i - 1].at <= f->drafts[i].at; i++)
		;
	if (i < f->n_drafts)
		qsort(f->drafts, f->n_drafts, sizeof *f->drafts, compare);
	for (i = 0; i < f->n_drafts && st == PM_OK; i++)
		st = add_pieces(f, &f->drafts[i], err);
	return st;
}

void
pm_folds_put_back(struct pm_buf *out, struct pm_str text, const struct pm_fold *folds,
		  size_t n)
{
	size_t i, done = 0;

	for (i = 0; i < n; i++) {
		pm_buf_put(out, text.data + done, folds[i].at - done);
		pm_buf_put(out, folds[i].text.data, folds[i].text.len);
		done = folds[i].at;
	}
	pm_buf_put(out, text.data + done, text.len - done);
}
