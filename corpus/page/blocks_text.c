/* Pressmark - which parts of a web page are its article: the text and its folds: see
 * blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include "support/folds.h"

#include <string.h>

#define EFFORT_MAX ((size_t)256 << 20) /* bytes in which blocks are looked for */

/* What stands between two lines.  Beside blank lines, others would not divide
 * paragraphs. */
static const char *
separator(const struct pm_blocks *b)
{
	bool strong = false;
	size_t i;

	for (i = 0; i < b->n; i++)
		strong = strong || (b->blocks[i].kept && b->blocks[i].strong);
	return strong ? "\n\n" : "\n";
}

/* What stands before a block glued so, where lines have LINE between them. */
static const char *
joint(enum pm_glue glue, const char *line)
{
	return glue == PM_GLUE_TIGHT ? "" : glue == PM_GLUE_BLANK ? " " : line;
}

/* The kept block after block I, or b->n; *AT: where between them, of all blocks, what
 * divides most stands, the first of several such: this stands between the two in the
 * text. */
static size_t
next_kept(const struct pm_blocks *b, size_t i, size_t *at)
{
	size_t j = i + 1;

	*at = j;
	for (; j < b->n; j++) {
		/* as enum pm_glue has them: what divides more is less */
		if (b->blocks[j].glue < b->blocks[*at].glue)
			*at = j;
		if (b->blocks[j].kept)
			break;
	}
	return j;
}

void
pm_blocks_text(const struct pm_blocks *b, struct pm_buf *out)
{
	const char *line = separator(b);
	size_t i = 0, at;

	while (i < b->n && !b->blocks[i].kept)
		i++;
	while (i < b->n) {
		pm_buf_put(out, b->text.data + b->blocks[i].at, b->blocks[i].len);
		if ((i = next_kept(b, i, &at)) < b->n)
			pm_buf_puts(out, joint(b->blocks[at].glue, line));
	}
}

void
pm_blocks_ruled(const struct pm_blocks *b, bool (*keeps)(const void *ctx, uint64_t mark),
		const void *ctx, struct pm_buf *out)
{
	const char *line = separator(b);
	size_t i = 0, where[2] = { 0, 0 }, at;

	while (i < b->n && !b->blocks[i].kept)
		i++;
	while (i < b->n) {
		const struct pm_block *k = &b->blocks[i];

		where[1] = where[0] + k->len;
		if (k->rule != 0 && keeps(ctx, k->rule))
			pm_buf_put(out, where, sizeof where);
		where[0] = where[1];
		if ((i = next_kept(b, i, &at)) < b->n)
			where[0] += strlen(joint(b->blocks[at].glue, line));
	}
}

/* Where the folds of a page stand. */
struct folding {
	const struct pm_buf *text;
	size_t shown; /* so much of it is that of the blocks */
	/* How much of that the kept blocks so far took, with what stands after each; SIZE_MAX:
	 * it is all behind. */
	size_t at;
	size_t gap;    /* what stands after the last one */
	size_t behind; /* the block before which that stands */
	bool open;     /* the block before was folded */
	size_t effort; /* spent on looking */
};

/* Whether the block is in what took the place of the rest of the text. */
static bool
is_in_rest(struct folding *x, const char *block, size_t len)
{
	const char *rest = pm_buf_str(x->text) + x->shown, *found;
	size_t rest_len = x->text->len - x->shown;

	if (x->effort > EFFORT_MAX)
		return false;
	found = memmem(rest, rest_len, block, len);
	x->effort += found == NULL ? rest_len : (size_t)(found - rest);
	return found != NULL;
}

/* Where block I is folded: before or after what stands between the kept ones. */
static size_t
place_of(const struct folding *x, size_t i)
{
	size_t at = x->at < x->shown || x->at == SIZE_MAX ? x->at : x->shown;

	if (at == x->at && at != SIZE_MAX && i < x->behind)
		at -= x->gap;
	return at < x->text->len ? at : x->text->len;
}

/* Pass over kept block I. */
static void
pass(struct folding *x, const struct pm_blocks *b, size_t i, const char *line)
{
	size_t next = next_kept(b, i, &x->behind);

	if (next == b->n) {
		/* all that follows stands at the end of the text, which has nothing there */
		x->behind = i + 1;
		x->gap = strlen(line);
	} else {
		x->gap = strlen(joint(b->blocks[x->behind].glue, line));
	}
	x->at += b->blocks[i].len + x->gap;
	x->open = false;
}

/* What stands before the block. */
static void
put_joint(struct pm_fold_builder *folds, const struct pm_block *k, const char *line)
{
	const char *s = joint((enum pm_glue)k->glue, line);

	pm_fold_builder_put(folds, s, strlen(s));
}

void
pm_blocks_fold(const struct pm_blocks *b, const struct pm_buf *text, size_t shown,
	       struct pm_fold_builder *folds)
{
	struct folding x = { .text = text, .shown = shown };
	const char *line = separator(b);
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];
		const char *block = (const char *)b->text.data + k->at;
		bool at_end;

		if (k->kept && x.at < shown) {
			pass(&x, b, i, line);
			continue;
		}
		if (k->kept) {
			x.open = x.open && x.at == SIZE_MAX;
			x.at = SIZE_MAX;
			if (is_in_rest(&x, block, k->len))
				continue;
		}
		if (!x.open || i == x.behind)
			pm_fold_builder_begin(folds, place_of(&x, i), PM_FOLD_PAGE);
		x.open = true;
		/* the text itself has no line end there */
		at_end = x.at > text->len || i < x.behind;
		if (at_end)
			put_joint(folds, k, line);
		pm_fold_builder_put(folds, block, k->len);
		if (!at_end && i + 1 < b->n)
			put_joint(folds, &b->blocks[i + 1], line);
	}
}
