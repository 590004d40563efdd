/* Pressmark - checking the blocks of a segment's articles: see check_blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_blocks.h"

#include "indexer/repeats.h"
#include "indexer/stored.h"
#include "indexer/unfold.h"

#include <stdlib.h>

struct checking {
	struct pm_blocks *file;
	struct pm_stored stored;
	struct pm_unfold unfold;
	struct pm_text_blocks made;
	struct pm_block *blocks;
	size_t blocks_cap;
};

static enum pm_status
differs(const struct checking *c, uint32_t article, struct pm_error *err)
{
	return pm_corrupt(err, pm_blocks_path(c->file),
			  "article %u does not have the blocks of its text",
			  (unsigned)article);
}

/* Whether A, which was made anew, is B.  A rule of the user's may have kept it, whatever it
 * says. */
static bool
same_block(const struct pm_block *a, const struct pm_block *b)
{
	return a->key == b->key && a->len == b->len && b->may_repeat <= a->may_repeat &&
	       a->may_lead == b->may_lead;
}

/* Make the blocks of the article as it was, and compare. */
static enum pm_status
check_article(struct checking *c, const struct pm_blocks_cursor *has, struct pm_error *err)
{
	const struct pm_article *a, *before;
	enum pm_status status = pm_stored_find(&c->stored, 0, has->article, &a, err);
	size_t i;

	if (status < 0 || (status = pm_unfold(&c->unfold, a, has, &before, err)) < 0)
		return status;
	if (status == PM_ABSENT)
		return differs(c, has->article, err);
	if ((status = pm_text_blocks_cut(&c->made, before, err)) < 0)
		return status;
	if (c->made.n != has->n)
		return differs(c, has->article, err);
	if ((status = pm_grow(&c->blocks, &c->blocks_cap, c->made.n + 1,
			      sizeof *c->blocks, err)) < 0)
		return status;
	pm_repeats_list(&c->made, before, c->blocks);
	for (i = 0; i < c->made.n; i++)
		if (!same_block(&c->blocks[i], &has->blocks[i]))
			return differs(c, has->article, err);
	return PM_OK;
}

enum pm_status
pm_check_blocks(struct pm_segment *seg, struct pm_error *err)
{
	const struct pm_segment_info nothing = { 0 };
	const struct pm_stored_segment segment = { seg, &nothing, NULL };
	struct checking c = { 0 };
	enum pm_status status = pm_segment_blocks(seg, &c.file, err);
	struct pm_blocks_cursor cursor;
	uint64_t n = 0;

	if (status < 0 || c.file == NULL)
		return status;
	pm_blocks_begin(&cursor, c.file);
	pm_stored_init(&c.stored, &segment, 1);
	pm_unfold_init(&c.unfold);
	pm_text_blocks_init(&c.made);
	while (status == PM_OK && (status = pm_blocks_next(&cursor, err)) == PM_OK) {
		n += cursor.n;
		status = check_article(&c, &cursor, err);
	}
	if (status == PM_END && n != pm_blocks_count(c.file))
		status = pm_corrupt(err, pm_blocks_path(c.file),
				    "it has another number of blocks than it says");
	pm_blocks_cursor_release(&cursor);
	pm_stored_release(&c.stored);
	pm_unfold_release(&c.unfold);
	pm_text_blocks_release(&c.made);
	free(c.blocks);
	return status < 0 ? status : PM_OK;
}
