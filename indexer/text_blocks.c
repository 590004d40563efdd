/* Pressmark - the blocks of an article's text: see text_blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/text_blocks.h"

#include "support/url.h"
#include "support/utf8.h"
#include "text/breaks.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

/* What stands before a word, bits; the first three only for words that begin a line. */
enum { BEFORE_LINE = 1, BEFORE_WEAK = 2, BEFORE_STRONG = 4, BEFORE_FOLD = 8 };

void
pm_text_blocks_init(struct pm_text_blocks *b)
{
	memset(b, 0, sizeof *b);
	pm_buf_init(&b->folded, PM_BUF_NO_LIMIT);
}

void
pm_text_blocks_release(struct pm_text_blocks *b)
{
	pm_words_release(&b->words);
	pm_buf_release(&b->folded);
	free(b->blocks);
	free(b->before);
	memset(b, 0, sizeof *b);
}

/* --- the source --------------------------------------------------------- */

/* Into b->folded: what all articles of a source have in common. */
static void
put_source(struct pm_text_blocks *b, const struct pm_article *a)
{
	static const char www[] = "www.";
	struct pm_buf *out = &b->folded;
	size_t from, folder = a->file.len;

	pm_buf_clear(out);
	pm_buf_putc(out, 'h');
	from = out->len;
	pm_url_host(a->url.data, a->url.len, out);
	if (out->len > from) {
		if (out->len - from > sizeof www - 1 &&
		    memcmp(out->data + from, www, sizeof www - 1) == 0)
			memmove(out->data + from, out->data + from + sizeof www - 1,
				out->len -= sizeof www - 1);
		return;
	}
	pm_buf_clear(out);
	if (a->source.len > 0) {
		pm_buf_putc(out, 's');
		pm_buf_put(out, a->source.data, a->source.len);
		return;
	}
	while (folder > 0 && a->file.data[folder - 1] != '/')
		folder--;
	pm_buf_putc(out, 'f');
	pm_buf_put(out, a->file.data, folder);
}

/* --- words -------------------------------------------------------------- */

/* The bytes of the line end at S, which has N bytes; 0: there is none. */
static size_t
line_end_at(const char *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s;

	if (n == 0)
		return 0;
	if (p[0] == '\n')
		return 1;
	if (p[0] == '\r')
		return n > 1 && p[1] == '\n' ? 2 : 1;
	if (p[0] == 0xc2 && n > 1 && p[1] == 0x85)
		return 2;
	return p[0] == 0xe2 && n > 2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)
		     ? 3
		     : 0;
}

/* The first line end in FROM .. TO - 1; TO: there is none. */
static size_t
first_line_end(const char *text, size_t from, size_t to)
{
	while (from < to && line_end_at(text + from, to - from) == 0)
		from++;
	return from;
}

/* Where the last line in FROM .. TO begins: after the last line end there, or at FROM. */
static size_t
last_line(const char *text, size_t from, size_t to)
{
	size_t begin = from, len;

	for (; from<to; from += len> 0 ? len : 1) {
		len = line_end_at(text + from, to - from);
		if (len > 0)
			begin = from + len;
	}
	return begin;
}

static uint8_t
look_before(const char *text, size_t from, size_t to)
{
	unsigned breaks;

	if (first_line_end(text, from, to) == to)
		return 0;
	breaks = pm_breaks(text + from, to - from);
	return (uint8_t)(BEFORE_LINE | (breaks & PM_BREAK_STRONG ? BEFORE_STRONG : 0) |
			 (breaks & PM_BREAK_WEAK ? BEFORE_WEAK : 0));
}

/* Split the text between two folds, FROM .. TO - 1. */
static enum pm_status
split(struct pm_text_blocks *b, const char *text, size_t from, size_t to,
      struct pm_error *err)
{
	size_t first = b->words.n, at = from, i;
	enum pm_status status = pm_split(text + from, to - from, &b->words, err);

	if (status == PM_OK)
		status = pm_grow(&b->before, &b->before_cap, b->words.n + 1, 1, err);
	if (status < 0)
		return status;
	for (i = first; i < b->words.n; i++) {
		struct pm_word *w = &b->words.words[i];

		w->start += (uint32_t)from;
		w->end += (uint32_t)from;
		b->before[i] = i == first ? BEFORE_FOLD : look_before(text, at, w->start);
		at = w->end;
	}
	return PM_OK;
}

/* Whether the text goes on with the word as within a sentence. */
static bool
goes_on(const char *surface, size_t len)
{
	unsigned n;

	return pm_begins_small(surface, len) ||
	       utf8proc_category((utf8proc_int32_t)pm_utf8_get((const uint8_t *)surface,
							       &n)) ==
		       UTF8PROC_CATEGORY_LO;
}

/* Which of the bits before a word begins a block of the text. */
static uint8_t
find_borders(const struct pm_text_blocks *b, const struct pm_article *a)
{
	size_t n_soft = 0, n_hard = 0, i;
	uint8_t all = 0;

	for (i = 0; i < b->words.n && !a->page; i++) {
		const struct pm_word *w = &b->words.words[i];

		all |= b->before[i];
		if ((b->before[i] & (BEFORE_LINE | BEFORE_STRONG)) != BEFORE_LINE)
			continue;
		if (b->before[i] & BEFORE_WEAK)
			n_hard++;
		else
			n_soft += goes_on(a->text.data + w->start, w->end - w->start);
	}
	if (n_soft < n_hard || (n_soft == 0 && (all & BEFORE_STRONG) == 0))
		return BEFORE_FOLD | BEFORE_LINE;
	return BEFORE_FOLD | (all & BEFORE_STRONG ? BEFORE_STRONG : BEFORE_WEAK);
}

/* --- blocks ------------------------------------------------------------- */

/* Fold the words FIRST .. END - 1 into the key of a block. */
static enum pm_status
make_key(struct pm_text_blocks *b, const char *text, size_t first, size_t end,
	 struct pm_text_block *k, struct pm_error *err)
{
	enum pm_status status;
	size_t i, from, at;

	pm_buf_clear(&b->folded);
	pm_buf_put_u64(&b->folded, b->source);
	for (i = first; i < end; i++) {
		const struct pm_word *w = &b->words.words[i];

		from = b->folded.len;
		if ((status = pm_fold(text + w->start, w->end - w->start, w->flags,
				      &b->folded, err)) < 0)
			return status;
		/* folding has made the digits of all scripts these */
		for (at = from; at < b->folded.len; at++)
			if (b->folded.data[at] >= '0' && b->folded.data[at] <= '9')
				break;
		k->n_figures += at < b->folded.len;
		pm_buf_putc(&b->folded, ' ');
	}
	if (b->folded.status < 0)
		return pm_fail_nomem(err);
	k->n_words = (uint32_t)(end - first);
	k->key = XXH3_64bits(b->folded.data, b->folded.len);
	return PM_OK;
}

/* A stretch of the text between two folds, or its ends. */
struct piece {
	size_t from, to, next_fold;
};

/* The piece in which the word at AT begins, after *P. */
static void
find_piece(const struct pm_article *a, size_t at, struct piece *p)
{
	while (p->next_fold < a->n_folds && a->folds[p->next_fold].at <= at)
		p->from = a->folds[p->next_fold++].at;
	p->to = p->next_fold < a->n_folds ? a->folds[p->next_fold].at : a->text.len;
}

/* The words FIRST .. END - 1, in the piece P, are a block. */
static enum pm_status
add_block(struct pm_text_blocks *b, const char *text, size_t first, size_t end,
	  const struct piece *p, struct pm_error *err)
{
	const struct pm_word *words = b->words.words;
	struct pm_text_block k = { 0 };
	size_t before = p->from, after = p->to;
	enum pm_status status;

	if (first > 0 && words[first - 1].end > before)
		before = words[first - 1].end;
	if (end < b->words.n && words[end].start < after)
		after = words[end].start;
	k.start = last_line(text, before, words[first].start);
	k.end = first_line_end(text, words[end - 1].end, after);
	k.len = words[end - 1].end - words[first].start;
	if ((status = make_key(b, text, first, end, &k, err)) < 0 ||
	    (status = pm_grow(&b->blocks, &b->cap, b->n + 1, sizeof *b->blocks, err)) < 0)
		return status;
	b->blocks[b->n++] = k;
	return PM_OK;
}

static enum pm_status
add_blocks(struct pm_text_blocks *b, const struct pm_article *a, struct pm_error *err)
{
	uint8_t borders = find_borders(b, a);
	struct piece piece = { 0, 0, 0 };
	enum pm_status status = PM_OK;
	size_t first, i;

	for (first = 0; first < b->words.n && status == PM_OK; first = i) {
		for (i = first + 1; i < b->words.n && (b->before[i] & borders) == 0; i++)
			;
		find_piece(a, b->words.words[first].start, &piece);
		status = add_block(b, a->text.data, first, i, &piece, err);
	}
	return status;
}

enum pm_status
pm_text_blocks_cut(struct pm_text_blocks *b, const struct pm_article *a,
		   struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t at = 0, i;

	b->n = b->words.n = 0;
	put_source(b, a);
	if (b->folded.status < 0)
		return pm_fail_nomem(err);
	b->source = XXH3_64bits(b->folded.data, b->folded.len);
	if (a->text.len == 0 || a->text.len > PM_TEXT_BLOCKS_MAX)
		return PM_OK;
	for (i = 0; i <= a->n_folds && status == PM_OK; i++) {
		size_t to = i < a->n_folds ? a->folds[i].at : a->text.len;

		if (to > at)
			status = split(b, a->text.data, at, to, err);
		at = to;
	}
	return status < 0 ? status : add_blocks(b, a, err);
}
