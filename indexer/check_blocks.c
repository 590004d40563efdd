/* Pressmark - checking the blocks of a segment's articles: see check_blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_blocks.h"

#include "indexer/repeats.h"
#include "segment/metadata.h"
#include "support/folds.h"

#include <stdlib.h>

struct checking {
	struct pm_segment *seg;
	struct pm_blocks *file;
	struct pm_folds *folds; /* or NULL */
	struct pm_blocks_cursor cursor;
	struct pm_metadata_reader metadata;
	struct pm_buf title, body, data;
	/* As it was before blocks were folded: the text, and where it had folds; and the text
	 * with all folds put back. */
	struct pm_buf text, whole;
	struct pm_fold *had;
	size_t n_had, had_cap;
	struct pm_text_blocks made;
	struct pm_block *blocks;
	size_t blocks_cap;
};

static enum pm_status
differs(const struct checking *c, struct pm_error *err)
{
	return pm_corrupt(err, pm_blocks_path(c->file),
			  "article %u does not have the blocks of its text",
			  (unsigned)c->cursor.article);
}

/* Whether B can be cut at AT, which is between two characters of it or at an end. */
static bool
can_be_cut(const struct pm_buf *b, uint64_t at)
{
	return at == b->len || (at < b->len && ((uint8_t)b->data[at] & 0xc0) != 0x80);
}

/* The article had a fold here. */
static enum pm_status
add_had(struct checking *c, struct pm_error *err)
{
	enum pm_status status = pm_grow(&c->had, &c->had_cap, c->n_had + 1,
					sizeof *c->had, err);

	if (status == PM_OK)
		c->had[c->n_had++] = (struct pm_fold){ .at = c->text.len };
	return status;
}

/* Put the folds of the article back: all of them into c->whole, those that are nothing but
 * repeated blocks into c->text. */
static enum pm_status
put_back(struct checking *c, struct pm_error *err)
{
	const struct pm_fold_place *places = NULL;
	enum pm_status status = PM_OK;
	size_t n = 0, i, at = 0;

	if (c->folds != NULL)
		status = pm_folds_find(c->folds, c->cursor.article, &places, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		size_t from = c->whole.len, len;

		if (places[i].at < at || !can_be_cut(&c->body, places[i].at))
			return differs(c, err);
		len = (size_t)places[i].at - at;
		pm_buf_put(&c->text, c->body.data + at, len);
		pm_buf_put(&c->whole, c->body.data + at, len);
		from += len;
		at += len;
		if ((status = pm_segment_fold(c->seg, &places[i], &c->whole, err)) < 0)
			return status;
		if (places[i].why == PM_FOLD_REPEATED)
			pm_buf_put(&c->text, c->whole.data + from, c->whole.len - from);
		else
			status = add_had(c, err);
	}
	if (status == PM_OK && c->body.len > at) {
		pm_buf_put(&c->text, c->body.data + at, c->body.len - at);
		pm_buf_put(&c->whole, c->body.data + at, c->body.len - at);
	}
	return status;
}

/* Take the folds that the article had out of its whole text. */
static enum pm_status
take_out(struct checking *c, struct pm_error *err)
{
	const struct pm_blocks_cursor *cursor = &c->cursor;
	enum pm_status status = PM_OK;
	uint64_t at = 0, from;
	size_t i;

	pm_buf_clear(&c->text);
	c->n_had = 0;
	for (i = 0; i < cursor->n_folds && status == PM_OK; i++) {
		const struct pm_block_fold *f = &cursor->folds[i];

		from = at + (f->at - c->text.len);
		if (!can_be_cut(&c->whole, from) || f->len > c->whole.len - from ||
		    !can_be_cut(&c->whole, from + f->len))
			return differs(c, err);
		pm_buf_put(&c->text, c->whole.data + at, (size_t)(from - at));
		if (c->text.status < 0)
			return pm_fail_nomem(err);
		at = from + f->len;
		status = add_had(c, err);
	}
	if (status == PM_OK && at < c->whole.len)
		pm_buf_put(&c->text, c->whole.data + at, (size_t)(c->whole.len - at));
	return status;
}

static struct pm_str
str(struct pm_text_ref r)
{
	return (struct pm_str){ r.data, r.len };
}

/* Whether A, which was made anew, is B.  A rule of the user's may have kept it, whatever it
 * says. */
static bool
same_block(const struct pm_block *a, const struct pm_block *b)
{
	return a->key == b->key && a->len == b->len && b->may_repeat <= a->may_repeat &&
	       a->may_lead == b->may_lead;
}

/* Make the blocks of c->text, and compare. */
static enum pm_status
compare(struct checking *c, struct pm_error *err)
{
	struct pm_article a = { 0 };
	struct pm_metadata m;
	enum pm_status status;
	size_t i;

	if ((status = pm_segment_metadata(c->seg, c->cursor.article, &c->data, err)) < 0 ||
	    (status = pm_metadata_read(&c->metadata, c->data.data, c->data.len,
				       pm_segment_metadata_path(c->seg), &m, err)) < 0)
		return status;
	a.text = (struct pm_str){ pm_buf_str(&c->text), c->text.len };
	a.url = str(m.url);
	a.source = str(m.source);
	a.file = str(m.file);
	a.page = c->cursor.page;
	a.folds = c->had;
	a.n_folds = c->n_had;
	if ((status = pm_text_blocks_cut(&c->made, &a, err)) < 0)
		return status;
	if (c->made.n != c->cursor.n)
		return differs(c, err);
	if ((status = pm_grow(&c->blocks, &c->blocks_cap, c->made.n + 1,
			      sizeof *c->blocks, err)) < 0)
		return status;
	pm_repeats_list(&c->made, &a, c->blocks);
	for (i = 0; i < c->made.n; i++)
		if (!same_block(&c->blocks[i], &c->cursor.blocks[i]))
			return differs(c, err);
	return PM_OK;
}

static enum pm_status
check_article(struct checking *c, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&c->title);
	pm_buf_clear(&c->body);
	pm_buf_clear(&c->data);
	pm_buf_clear(&c->text);
	pm_buf_clear(&c->whole);
	c->n_had = 0;
	if ((status = pm_segment_text(c->seg, c->cursor.article, &c->title, &c->body,
				      err)) < 0 ||
	    (status = put_back(c, err)) < 0 ||
	    (c->cursor.folds != NULL && (status = take_out(c, err)) < 0))
		return status;
	if (c->text.status < 0 || c->whole.status < 0)
		return pm_fail_nomem(err);
	return compare(c, err);
}

static void
release(struct checking *c)
{
	pm_blocks_cursor_release(&c->cursor);
	pm_metadata_reader_release(&c->metadata);
	pm_text_blocks_release(&c->made);
	pm_buf_release(&c->title);
	pm_buf_release(&c->body);
	pm_buf_release(&c->data);
	pm_buf_release(&c->text);
	pm_buf_release(&c->whole);
	free(c->had);
	free(c->blocks);
}

enum pm_status
pm_check_blocks(struct pm_segment *seg, struct pm_error *err)
{
	struct checking c = { .seg = seg };
	enum pm_status status = pm_segment_blocks(seg, &c.file, err);
	uint64_t n = 0;

	if (status < 0 || c.file == NULL ||
	    (status = pm_segment_folds(seg, &c.folds, err)) < 0)
		return status;
	pm_blocks_begin(&c.cursor, c.file);
	pm_text_blocks_init(&c.made);
	pm_buf_init(&c.title, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.body, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.data, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.text, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.whole, PM_BUF_NO_LIMIT);
	while (status == PM_OK && (status = pm_blocks_next(&c.cursor, err)) == PM_OK) {
		n += c.cursor.n;
		status = check_article(&c, err);
	}
	if (status == PM_END && n != pm_blocks_count(c.file))
		status = pm_corrupt(err, pm_blocks_path(c.file),
				    "it has another number of blocks than it says");
	release(&c);
	return status < 0 ? status : PM_OK;
}
