/* Pressmark - writing the shares of words in the postings of stems: see shares.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/shares.h"

#include "support/bytes.h"
#include "support/pages.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

struct pm_shares_writer {
	struct pm_pages_writer *pages;
	uint64_t n;
	struct pm_buf last;  /* the stem before */
	struct pm_buf words; /* of the current stem */
	struct pm_buf head, index, list;
};

enum pm_status
pm_shares_create(struct pm_shares_writer **out, const char *path, struct pm_error *err)
{
	struct pm_shares_writer *w = pm_calloc(1, sizeof *w);
	enum pm_status status;

	if (w == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&w->last, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->words, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->head, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->index, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->list, PM_BUF_NO_LIMIT);
	status = pm_pages_create(&w->pages, path, PM_SHARES_FILE, PM_SHARES_VERSION,
				 PM_SHARES_PAGE, err);
	if (status < 0)
		pm_shares_writer_free(w);
	else
		*out = w;
	return status;
}

void
pm_shares_writer_free(struct pm_shares_writer *w)
{
	if (w == NULL)
		return;
	pm_pages_writer_free(w->pages);
	pm_buf_release(&w->last);
	pm_buf_release(&w->words);
	pm_buf_release(&w->head);
	pm_buf_release(&w->index);
	pm_buf_release(&w->list);
	free(w);
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Append a list of the places whose bits are set, or of those whose bits are not. */
static void
put_list(struct pm_buf *out, const uint64_t *bits, uint32_t articles, bool set)
{
	uint64_t after = 0, place, some;
	size_t i;

	for (i = 0; i < ((size_t)articles + 63) / 64; i++) {
		some = set ? bits[i] : ~bits[i];
		for (; some != 0; some &= some - 1) {
			place = (uint64_t)i * 64 + (unsigned)__builtin_ctzll(some);
			if (place >= articles)
				break;
			pm_buf_put_varint(out, place - after);
			after = place + 1;
		}
	}
}

static void
put_bits(struct pm_buf *out, const uint64_t *bits, uint32_t articles)
{
	size_t len = ((size_t)articles + 7) / 8, i;
	uint8_t *p = pm_buf_reserve(out, len + 8);

	if (p == NULL)
		return;
	for (i = 0; i < len; i += 8)
		pm_store_u64(p + i, bits[i / 8]);
	if (articles % 8 != 0)
		p[len - 1] &= (uint8_t)((1u << articles % 8) - 1);
	pm_buf_advance(out, len);
}

/* Append how the word is made of the stem, and the kind of its share. */
static void
put_head(struct pm_buf *out, const char *stem, size_t len, const char *word,
	 size_t word_len, enum pm_share_kind kind)
{
	size_t own = pm_shared_bytes(stem, len, word, word_len);
	size_t strip = len - own, append = word_len - own;

	pm_buf_putc(out, (int)(kind | smaller(strip, PM_SHARES_MANY) << 2 |
			       smaller(append, PM_SHARES_MANY) << 5));
	if (strip >= PM_SHARES_MANY)
		pm_buf_put_varint(out, strip - PM_SHARES_MANY);
	if (append >= PM_SHARES_MANY)
		pm_buf_put_varint(out, append - PM_SHARES_MANY);
	pm_buf_put(out, word + own, append);
}

/* Append a word with its share, in the kind that takes the fewest bytes. */
static void
put_word(struct pm_shares_writer *w, const char *stem, size_t stem_len,
	 const struct pm_share_word *word, uint32_t articles)
{
	const struct pm_share_places *where = &word->places;
	struct pm_buf *out = &w->words, *list = &w->list;
	size_t len = ((size_t)articles + 7) / 8;
	uint32_t others = articles - where->n;
	enum pm_share_kind kind = where->n <= others ? PM_SHARE_LIST : PM_SHARE_OTHERS;

	pm_buf_clear(list);
	if (where->n == 0) {
		kind = PM_SHARE_LIST;
	} else if (others == 0) {
		kind = PM_SHARE_ALL;
	} else if (where->bits == NULL) {
		kind = PM_SHARE_LIST;
		pm_buf_put(list, where->list, where->list_len);
	} else if ((kind == PM_SHARE_LIST ? where->n : others) < len) {
		put_list(list, where->bits, articles, kind == PM_SHARE_LIST);
	}
	if (where->n > 0 && others > 0 && where->bits != NULL && (list->len == 0 || list->len >= len))
		kind = PM_SHARE_BITS;
	put_head(out, stem, stem_len, word->word, word->len, kind);
	if (kind == PM_SHARE_BITS) {
		put_bits(out, where->bits, articles);
	} else if (kind != PM_SHARE_ALL) {
		pm_buf_put_varint(out, list->len);
		pm_buf_put(out, list->data, list->len);
	}
}

enum pm_status
pm_shares_add(struct pm_shares_writer *w, const struct pm_share_stem *of,
	      const struct pm_share_word *words, size_t n, struct pm_error *err)
{
	const char *stem = of->stem;
	size_t len = of->len, n_every = pm_shares_every(of->articles), common = 0, i;
	enum pm_status status;

	if (w->n++ % PM_SHARES_BLOCK == 0)
		pm_buf_put_u64(&w->index, pm_pages_tell(w->pages));
	else
		common = pm_shared_bytes(pm_buf_str(&w->last), w->last.len, stem, len);
	pm_buf_clear(&w->words);
	for (i = 0; i < n_every; i++)
		pm_buf_put_varint(&w->words,
				  of->every[i] - (i > 0 ? of->every[i - 1] : 0));
	for (i = 0; i < n; i++)
		put_word(w, stem, len, &words[i], of->articles);
	pm_buf_clear(&w->head);
	pm_buf_put_varint(&w->head, common);
	pm_buf_put_varint(&w->head, len - common);
	pm_buf_put(&w->head, stem + common, len - common);
	pm_buf_put_varint(&w->head, of->articles);
	pm_buf_put_varint(&w->head, w->words.len);
	pm_buf_clear(&w->last);
	pm_buf_put(&w->last, stem, len);
	if (w->head.status < 0 || w->words.status < 0 || w->last.status < 0 ||
	    w->index.status < 0 || w->list.status < 0)
		return pm_fail_nomem(err);
	status = pm_pages_write(w->pages, w->head.data, w->head.len, err);
	return status < 0 ? status
			  : pm_pages_write(w->pages, w->words.data, w->words.len, err);
}

enum pm_status
pm_shares_finish(struct pm_shares_writer *w, uint64_t *size, struct pm_error *err)
{
	uint64_t index = pm_pages_tell(w->pages);
	enum pm_status status;

	pm_buf_put_u64(&w->index, w->n);
	pm_buf_put_u64(&w->index, index);
	if (w->index.status < 0)
		return pm_fail_nomem(err);
	status = pm_pages_write(w->pages, w->index.data, w->index.len, err);
	return status < 0 ? status : pm_pages_finish(w->pages, size, err);
}
