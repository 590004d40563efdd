/* Pressmark - an article with stretches folded away: see cut.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/cut.h"

#include <stdlib.h>
#include <string.h>

/* What is larger is freed after its article. */
#define KEEP ((size_t)1 << 22)

void
pm_cut_init(struct pm_cut *c)
{
	memset(c, 0, sizeof *c);
	pm_buf_init(&c->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&c->folded, PM_BUF_NO_LIMIT);
	pm_fold_builder_init(&c->out);
}

void
pm_cut_release(struct pm_cut *c)
{
	pm_buf_release(&c->text);
	pm_buf_release(&c->folded);
	free(c->stretches);
	free(c->folds);
	pm_fold_builder_release(&c->out);
	memset(c, 0, sizeof *c);
}

static void
forget(struct pm_buf *b)
{
	if (b->cap > KEEP)
		pm_buf_release(b);
	pm_buf_clear(b);
}

void
pm_cut_begin(struct pm_cut *c)
{
	forget(&c->text);
	forget(&c->folded);
	c->n = c->n_folds = 0;
}

enum pm_status
pm_cut_add(struct pm_cut *c, size_t from, size_t to, struct pm_error *err)
{
	enum pm_status status = pm_grow(&c->stretches, &c->cap, c->n + 1,
					sizeof *c->stretches, err);

	if (status == PM_OK)
		c->stretches[c->n++] = (struct pm_cut_stretch){ from, to };
	return status;
}

enum fold_kind { HAD, STRETCH };

/* All folds at the end of what stays so far become one. */
static void
join(struct pm_cut *c)
{
	while (c->n_folds > 1 && c->folds[c->n_folds - 2].at == c->text.len) {
		struct pm_fold *last = &c->folds[--c->n_folds];

		last[-1].text.len += last->text.len;
		last[-1].why |= last->why;
	}
}

/* A fold at the end of what stays so far. */
static enum pm_status
fold(struct pm_cut *c, enum fold_kind kind, struct pm_str text, unsigned why,
     struct pm_error *err)
{
	bool touches = c->n_folds > 0 && c->folds[c->n_folds - 1].at == c->text.len;
	enum pm_status status = pm_grow(&c->folds, &c->folds_cap, c->n_folds + 1,
					sizeof *c->folds, err);

	if (status < 0)
		return status;
	pm_buf_put(&c->folded, text.data, text.len);
	c->folds[c->n_folds++] = (struct pm_fold){ .at = c->text.len,
						   .text = { NULL, text.len },
						   .why = why };
	c->open = kind == STRETCH || (touches && c->open);
	if (c->open)
		join(c);
	return PM_OK;
}

/* Where the text from AT on changes: at a fold that it had, or at the beginning or the end
 * of the stretch I; or where it ends. */
static size_t
next_change(const struct pm_cut *c, const struct pm_article *a, size_t at, size_t i,
	    size_t k)
{
	size_t to = a->text.len;

	if (i < c->n)
		to = at < c->stretches[i].from ? c->stretches[i].from : c->stretches[i].to;
	if (k < a->n_folds && a->folds[k].at < to)
		to = a->folds[k].at;
	return to;
}

/* Hand out the folds, of which none is too long. */
static enum pm_status
end_folds(struct pm_cut *c, struct pm_article *cut, struct pm_error *err)
{
	const char *text = pm_buf_str(&c->folded);
	enum pm_status status;
	size_t i;

	pm_fold_builder_clear(&c->out);
	for (i = 0; i < c->n_folds; i++) {
		pm_fold_builder_begin(&c->out, c->folds[i].at, c->folds[i].why);
		pm_fold_builder_put(&c->out, text, c->folds[i].text.len);
		text += c->folds[i].text.len;
	}
	if ((status = pm_fold_builder_end(&c->out, err)) < 0)
		return status;
	cut->folds = c->out.all;
	cut->n_folds = c->out.n;
	return PM_OK;
}

/* What is between AT and TO is folded, if the stretch I has it, or else stays. */
static enum pm_status
take(struct pm_cut *c, const struct pm_article *a, size_t at, size_t to, size_t i,
     unsigned why, struct pm_error *err)
{
	struct pm_str text = { a->text.data + at, to - at };

	if (i < c->n && at >= c->stretches[i].from)
		return fold(c, STRETCH, text, why, err);
	pm_buf_put(&c->text, text.data, text.len);
	return PM_OK;
}

enum pm_status
pm_cut_end(struct pm_cut *c, const struct pm_article *a, unsigned why,
	   struct pm_article *cut, struct pm_error *err)
{
	size_t at = 0, to, i = 0, k = 0, left, tail = 0;
	enum pm_status status = PM_OK;

	while (status == PM_OK && (at < a->text.len || k < a->n_folds)) {
		if (k < a->n_folds && a->folds[k].at <= at) {
			status = fold(c, HAD, a->folds[k].text, a->folds[k].why, err);
			k++;
			continue;
		}
		to = next_change(c, a, at, i, k);
		left = c->text.len;
		status = take(c, a, at, to, i, why, err);
		/* where it begins, as far as it is left */
		if (a->tail > at && a->tail <= to)
			tail = c->text.len > left ? left + (a->tail - at) : left;
		if (i < c->n && to == c->stretches[i].to)
			i++;
		at = to;
	}
	if (status < 0)
		return status;
	if (c->text.status < 0 || c->folded.status < 0)
		return pm_fail_nomem(err);
	*cut = *a;
	cut->text = (struct pm_str){ pm_buf_str(&c->text), c->text.len };
	cut->tail = tail < c->text.len ? tail : 0;
	return end_folds(c, cut, err);
}
