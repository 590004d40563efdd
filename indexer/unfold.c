/* Pressmark - an article as it was before its repeated blocks were folded: see unfold.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/unfold.h"

#include "corpus/folds.h"
#include "support/folds.h"

#include <stdlib.h>
#include <string.h>

/* What is larger is freed after its article. */
#define KEEP ((size_t)1 << 22)

void
pm_unfold_init(struct pm_unfold *u)
{
	memset(u, 0, sizeof *u);
	pm_bufs_init(u->bufs, PM_BUFS(u));
}

void
pm_unfold_release(struct pm_unfold *u)
{
	pm_bufs_release(u->bufs, PM_BUFS(u));
	free(u->folds);
	memset(u, 0, sizeof *u);
}

/* The article had a fold at the end of what there is of the text. */
static enum pm_status
add(struct pm_unfold *u, struct pm_str text, unsigned why, struct pm_error *err)
{
	enum pm_status status = pm_grow(&u->folds, &u->cap, u->n + 1, sizeof *u->folds,
					err);

	if (status == PM_OK)
		u->folds[u->n++] = (struct pm_fold){ u->text.len, text, why };
	return status;
}

/* Put those folds back that are nothing but repeated blocks. */
static enum pm_status
put_back(struct pm_unfold *u, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, at = 0;

	for (i = 0; i < a->n_folds && status == PM_OK; i++) {
		const struct pm_fold *f = &a->folds[i];

		pm_buf_put(&u->text, a->text.data + at, f->at - at);
		at = f->at;
		if (f->why == PM_FOLD_REPEATED)
			pm_buf_put(&u->text, f->text.data, f->text.len);
		else
			status = add(u, f->text, f->why, err);
	}
	pm_buf_put(&u->text, a->text.data + at, a->text.len - at);
	return status;
}

/* Whether B can be divided at AT. */
static bool
is_place(const struct pm_buf *b, uint64_t at)
{
	return at == b->len || (at < b->len && ((uint8_t)b->data[at] & 0xc0) != 0x80);
}

/* Put all folds back, and take those out that are listed. */
static enum pm_status
take_out(struct pm_unfold *u, const struct pm_article *a,
	 const struct pm_blocks_cursor *blocks, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	const char *whole;
	uint64_t at = 0, from;
	size_t i;

	pm_folds_put_back(&u->whole, a->text, a->folds, a->n_folds);
	if (u->whole.status < 0)
		return pm_fail_nomem(err);
	whole = pm_buf_str(&u->whole);
	for (i = 0; i < blocks->n_folds && status == PM_OK; i++) {
		const struct pm_block_fold *f = &blocks->folds[i];

		from = at + (f->at - u->text.len);
		if (f->at < u->text.len || !is_place(&u->whole, from) ||
		    f->len > u->whole.len - from || !is_place(&u->whole, from + f->len))
			return PM_ABSENT;
		pm_buf_put(&u->text, whole + at, (size_t)(from - at));
		if (u->text.status < 0)
			return pm_fail_nomem(err);
		at = from + f->len;
		status = add(u, (struct pm_str){ whole + from, (size_t)f->len }, f->why,
			     err);
	}
	pm_buf_put(&u->text, whole + at, (size_t)(u->whole.len - at));
	return status;
}

enum pm_status
pm_unfold(struct pm_unfold *u, const struct pm_article *a,
	  const struct pm_blocks_cursor *blocks, const struct pm_article **before,
	  struct pm_error *err)
{
	enum pm_status status;

	pm_bufs_trim(u->bufs, PM_BUFS(u), KEEP);
	pm_buf_clear(&u->text);
	pm_buf_clear(&u->whole);
	u->n = 0;
	status = blocks->folds == NULL ? put_back(u, a, err) : take_out(u, a, blocks, err);
	if (status != PM_OK)
		return status;
	if (u->text.status < 0)
		return pm_fail_nomem(err);
	u->before = *a;
	u->before.text = (struct pm_str){ pm_buf_str(&u->text), u->text.len };
	u->before.folds = u->folds;
	u->before.n_folds = u->n;
	*before = &u->before;
	return PM_OK;
}

bool
pm_unfold_needs_list(const struct pm_article *before, const struct pm_article *a)
{
	size_t i;

	for (i = 0; i < before->n_folds; i++)
		if (before->folds[i].why & PM_FOLD_REPEATED)
			return true;
	for (i = 0; i < a->n_folds; i++)
		if ((a->folds[i].why & PM_FOLD_REPEATED) &&
		    a->folds[i].why != PM_FOLD_REPEATED)
			return true;
	return false;
}
