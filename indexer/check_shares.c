/* Pressmark - checking the shares of words: see check_shares.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_shares.h"

#include "support/intern.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define NO_RANK UINT32_MAX

enum pm_status
pm_share_sums_init(struct pm_share_sums *s, uint32_t words, struct pm_error *err)
{
	s->sums = pm_calloc(words, sizeof *s->sums);
	s->last = pm_calloc(words, sizeof *s->last);
	return s->sums == NULL || s->last == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_share_sums_release(struct pm_share_sums *s)
{
	free(s->sums);
	free(s->last);
	memset(s, 0, sizeof *s);
}

uint64_t
pm_share_number(uint32_t article)
{
	uint64_t x = article * UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return x ^ x >> 32;
}

void
pm_share_sums_add(struct pm_share_sums *s, uint32_t article, const uint32_t *ranks,
		  size_t n)
{
	uint64_t number = pm_share_number(article);
	size_t i;

	for (i = 0; i < n; i++) {
		s->sums[ranks[i]] += s->last[ranks[i]] != article ? number : 0;
		s->last[ranks[i]] = article;
	}
}

struct comparing {
	const struct pm_share_sums *sums;
	struct pm_shares *shares;
	struct pm_lexicon *lex;
	struct pm_glass *lists;
	struct pm_intern stems, names; /* of the lexicon; a name is a stem, NUL, a word */
	uint32_t *words;	       /* by stem: how many have it */
	size_t words_cap;
	struct pm_buf name, stem;
	/* Of the current stem: its articles, and which of them some word has. */
	uint32_t *articles, *wdfs;
	size_t articles_cap, wdfs_cap;
	uint64_t *seen;
	size_t seen_cap;
	uint32_t n_articles, n_words;
	/* Of the entry that is looked for. */
	uint32_t rank, in;
	bool is_alias;
};

static enum pm_status
differs(struct comparing *c, struct pm_error *err)
{
	return pm_corrupt(err, pm_shares_path(c->shares),
			  "the words of '%s' have other articles", pm_buf_str(&c->stem));
}

/* --- the lexicon -------------------------------------------------------- */

static enum pm_status
note_entry(struct comparing *c, const struct pm_cursor *cursor, struct pm_error *err)
{
	uint32_t stems = c->stems.n, names = c->names.n, stem, name;
	enum pm_status status;

	if (cursor->entry.len > PM_FOLDED_MAX)
		return PM_OK;
	pm_buf_clear(&c->name);
	pm_cursor_stem(cursor, &c->name);
	status = pm_intern(&c->stems, c->name.data, c->name.len, &stem, err);
	if (status == PM_OK)
		status = pm_grow(&c->words, &c->words_cap, (size_t)stem + 1,
				 sizeof *c->words, err);
	if (status < 0)
		return status;
	if (stem == stems)
		c->words[stem] = 0;
	pm_buf_putc(&c->name, '\0');
	pm_buf_put(&c->name, cursor->entry.word, cursor->entry.len);
	if (c->name.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&c->names, c->name.data, c->name.len, &name, err);
	if (status == PM_OK && name == names)
		c->words[stem]++;
	return status;
}

static enum pm_status
note_lexicon(struct comparing *c, struct pm_error *err)
{
	struct pm_cursor cursor;
	enum pm_status status = PM_OK;
	unsigned list;

	pm_cursor_init(&cursor, c->lex);
	for (list = 0; list < PM_LISTS && status >= 0; list++)
		for (status = pm_cursor_seek(&cursor, list, "", 0, err); status == PM_OK;
		     status = pm_cursor_next(&cursor, err))
			if ((status = note_entry(c, &cursor, err)) < 0)
				break;
	pm_cursor_release(&cursor);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
take_entry(void *ctx, struct pm_cursor *cursor, struct pm_error *err)
{
	struct comparing *c = ctx;

	pm_buf_clear(&c->name);
	pm_cursor_stem(cursor, &c->name);
	if (c->name.status < 0)
		return pm_fail_nomem(err);
	if (c->name.len != c->stem.len ||
	    memcmp(pm_buf_str(&c->name), pm_buf_str(&c->stem), c->stem.len) != 0)
		return PM_OK;
	if (cursor->entry.list == PM_LIST_ALIASES) {
		c->is_alias = true;
	} else {
		c->rank = pm_entry_rank(&cursor->entry);
		c->in = cursor->entry.articles;
	}
	return PM_OK;
}

/* --- stems -------------------------------------------------------------- */

static enum pm_status
read_articles(struct comparing *c, uint32_t articles, struct pm_error *err)
{
	struct pm_glass_list list;
	enum pm_status status = pm_glass_list_open(&list, c->lists, pm_buf_str(&c->stem),
						   c->stem.len, err);
	uint32_t n;

	if (status != PM_OK)
		return status < 0 ? status : differs(c, err);
	if (list.freq != articles)
		status = differs(c, err);
	if (status == PM_OK)
		status = pm_grow(&c->articles, &c->articles_cap,
				 (size_t)articles + PM_GLASS_FILL_ROOM,
				 sizeof *c->articles, err);
	if (status == PM_OK)
		status = pm_grow(&c->wdfs, &c->wdfs_cap,
				 (size_t)articles + PM_GLASS_FILL_ROOM, sizeof *c->wdfs,
				 err);
	for (c->n_articles = 0; status == PM_OK && c->n_articles < articles;
	     c->n_articles += n)
		status = pm_glass_list_fill(&list, c->articles + c->n_articles,
					    c->wdfs + c->n_articles,
					    articles - c->n_articles, &n, err);
	pm_glass_list_release(&list);
	return status < 0 ? status : PM_OK;
}

/* The words of the stem are complete. */
static enum pm_status
end_stem(struct comparing *c, struct pm_error *err)
{
	uint32_t i, stem;

	if (c->n_words == 0)
		return PM_OK;
	stem = pm_intern_find(&c->stems, c->stem.data, c->stem.len);
	if (stem == UINT32_MAX || c->words[stem] != c->n_words)
		return differs(c, err);
	c->words[stem] = 0;
	for (i = 0; i < c->n_articles; i++)
		if ((c->seen[i / 64] >> i % 64 & 1) == 0)
			return differs(c, err);
	return PM_OK;
}

static enum pm_status
begin_stem(struct comparing *c, const char *stem, size_t len, uint32_t articles,
	   const struct pm_share *share, struct pm_error *err)
{
	size_t n = ((size_t)articles + 63) / 64, i;
	enum pm_status status;

	pm_buf_clear(&c->stem);
	pm_buf_put(&c->stem, stem, len);
	if (c->stem.status < 0)
		return pm_fail_nomem(err);
	status = pm_grow(&c->seen, &c->seen_cap, n + 1, sizeof *c->seen, err);
	if (status < 0)
		return status;
	memset(c->seen, 0, n * sizeof *c->seen);
	c->n_words = 0;
	c->n_articles = articles;
	if (c->lists == NULL)
		return PM_OK;
	if ((status = read_articles(c, articles, err)) < 0)
		return status;
	for (i = 0; i < share->n_every; i++)
		if (share->every[i] != c->articles[(i + 1) * PM_SHARES_EVERY])
			return differs(c, err);
	return PM_OK;
}

/* How many postings a share has, and the sum of their articles' numbers. */
static uint32_t
add_up(struct comparing *c, const struct pm_share *share, uint64_t *sum)
{
	uint32_t n = 0, i;

	*sum = 0;
	for (i = 0; i < share->articles; i++) {
		if (!share->all && (share->bits[i / 64] >> i % 64 & 1) == 0)
			continue;
		c->seen[i / 64] |= UINT64_C(1) << i % 64;
		*sum += c->lists != NULL ? pm_share_number(c->articles[i]) : 0;
		n++;
	}
	return n;
}

static enum pm_status
compare(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
	size_t word_len, const struct pm_share *share, struct pm_error *err)
{
	struct comparing *c = ctx;
	enum pm_status status = PM_OK;
	uint64_t sum;
	uint32_t n;

	if (c->n_words == 0 || c->stem.len != len ||
	    memcmp(pm_buf_str(&c->stem), stem, len) != 0) {
		if ((status = end_stem(c, err)) < 0 ||
		    (status = begin_stem(c, stem, len, articles, share, err)) < 0)
			return status;
	}
	c->n_words++;
	c->rank = NO_RANK;
	c->in = 0;
	c->is_alias = false;
	if ((status = pm_lexicon_by_word(c->lex, word, word_len, take_entry, c, err)) < 0)
		return status;
	n = add_up(c, share, &sum);
	if ((c->rank == NO_RANK && !c->is_alias) || n < c->in ||
	    (!c->is_alias &&
	     (n != c->in || (c->lists != NULL && sum != c->sums->sums[c->rank]))))
		return differs(c, err);
	return PM_OK;
}

/* Every stem that several words have was there, but for those of folds only, which have no
 * postings. */
static enum pm_status
check_missing(struct comparing *c, struct pm_error *err)
{
	struct pm_glass_list list;
	enum pm_status status = PM_OK;
	size_t len;
	uint32_t i;

	for (i = 0; i < c->stems.n && c->lists != NULL && status >= 0; i++) {
		const char *stem = pm_intern_get(&c->stems, i, &len);

		if (c->words[i] < 2)
			continue;
		status = pm_glass_list_open(&list, c->lists, stem, len, err);
		if (status == PM_OK)
			status = pm_corrupt(err, pm_shares_path(c->shares),
					    "it does not have the stem '%.*s'", (int)len,
					    stem);
		pm_glass_list_release(&list);
	}
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_check_shares(const struct pm_share_sums *s, struct pm_segment *seg,
		struct pm_glass *lists, struct pm_error *err)
{
	struct comparing c = { .sums = s, .lex = pm_segment_lexicon(seg), .lists = lists };
	enum pm_status status = pm_segment_shares(seg, &c.shares, err);

	pm_intern_init(&c.stems);
	pm_intern_init(&c.names);
	pm_buf_init(&c.name, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.stem, PM_BUF_NO_LIMIT);
	if (status == PM_OK && (status = pm_shares_verify(c.shares, err)) == PM_OK &&
	    (status = note_lexicon(&c, err)) == PM_OK &&
	    (status = pm_shares_each(c.shares, compare, &c, err)) == PM_OK &&
	    (status = end_stem(&c, err)) == PM_OK)
		status = check_missing(&c, err);
	pm_intern_release(&c.stems);
	pm_intern_release(&c.names);
	pm_buf_release(&c.name);
	pm_buf_release(&c.stem);
	free(c.words);
	free(c.articles);
	free(c.wdfs);
	free(c.seen);
	return status;
}
