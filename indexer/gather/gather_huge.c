/* Pressmark - gathering: words that are not held.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A huge word (run.h) goes to the run's spool `huge` as it is folded, piece by piece.  It
 * and its surface are known by their keys, so that one of many megabytes takes no more
 * memory than one of a few kilobytes: besides, of course, the slice that it is in. */
#include "indexer/gather/gather_parts.h"

#include "text/fold.h"

#include <string.h>

/* A word whose folded form is coming, piece by piece. */
struct folding {
	struct pm_gather *g;
	struct pm_gather_fresh *f;
};

/* What fits into a name goes to g->fold.  If there is more, all goes to the spool. */
static enum pm_status
take_piece(void *ctx, const char *piece, size_t len, struct pm_error *err)
{
	struct folding *x = ctx;
	struct pm_gather *g = x->g;
	struct pm_spool *huge = &g->run.huge;
	size_t held = g->fold.len, n = PM_RUN_HUGE - held;
	enum pm_status status = PM_OK;

	if (n > len)
		n = len;
	pm_digest_add(g->digest, piece, len);
	pm_buf_put(&g->fold, piece, n);
	if (g->fold.status < 0)
		return pm_fail_nomem(err);
	if (x->f->bytes + len > PM_RUN_HUGE) {
		if (x->f->bytes <= PM_RUN_HUGE) {
			x->f->at = huge->len;
			status = pm_spool_write(huge, g->fold.data, held, err);
		}
		if (status == PM_OK)
			status = pm_spool_write(huge, piece, len, err);
	}
	x->f->bytes += len;
	return status;
}

/* Fold the surface; the name, as far as that says, into g->fold. */
static enum pm_status
fold(struct pm_gather *g, const char *s, size_t len, struct pm_gather_fresh *f,
     enum pm_form *form, struct pm_error *err)
{
	struct folding x = { g, f };
	char unused[PM_DIGEST_LEN];
	enum pm_status status;

	pm_buf_clear(&g->fold);
	status = pm_fold_pieces(s, len, f->flags, take_piece, &x, form, err);
	if (status < 0)
		return status;
	if (f->bytes > PM_RUN_HUGE)
		return pm_gather_put_digest(g, err);
	pm_digest_end(g->digest, unused);
	return PM_OK;
}

/* Enter a surface that was not known, and its word. */
static enum pm_status
enter(struct pm_gather *g, const char *s, size_t len, uint32_t flags, const char *key,
      uint32_t *surface, struct pm_error *err)
{
	struct pm_gather_fresh f = { .flags = flags };
	struct pm_gather_huge huge = { .len = 0 };
	enum pm_status status;

	if ((status = pm_surfaces_enter(&g->surfaces, NULL, NULL, key, PM_RUN_KEY,
					surface, err)) < 0 ||
	    (status = fold(g, s, len, &f, &huge.form, err)) < 0)
		return status;
	f.surface = huge.number = *surface;
	if (huge.form == PM_FORM_OTHER) {
		huge.at = g->run.huge.len;
		huge.len = len;
		if ((status = pm_spool_write(&g->run.huge, s, len, err)) < 0)
			return status;
	}
	if ((status = pm_gather_note(&g->huge_surfaces, &huge, err)) < 0)
		return status;
	if ((flags & PM_WORD_ADDRESS) != 0)
		status = pm_fold(s, len, flags, &g->address, err);
	if (status == PM_OK)
		status = pm_gather_fresh_word(g, &f, s, len, err);
	pm_buf_release(&g->address);
	return status;
}

enum pm_status
pm_gather_huge_surface(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
		       uint32_t *surface, struct pm_error *err)
{
	char key[PM_RUN_KEY];

	memcpy(key, s, PM_RUN_HUGE);
	pm_digest_add(g->digest, s, len);
	pm_digest_end(g->digest, key + PM_RUN_HUGE);
	*surface = pm_surfaces_find_long(&g->surfaces, key, sizeof key);
	return *surface != UINT32_MAX ? PM_OK : enter(g, s, len, flags, key, surface, err);
}
