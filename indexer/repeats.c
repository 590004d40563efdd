/* Pressmark - blocks that repeat: see repeats.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which blocks repeat follows in four steps: articles that are the same are found by their
 * digests; the entries of all blocks, sorted by key, say which are shared by enough
 * articles, and so how much of each article is its own; the same entries, gone through
 * again, how many articles that are mostly their own have each of them; and those that
 * enough have are sorted by article. */
#include "indexer/repeats.h"

#include "support/bytes.h"
#include "support/folds.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* What each sorter gets of the memory, of which it takes three times as much at the most
 * (sorter.h); and how much of what repeats is held. */
#define BY_KEY_SHARE 6
#define BY_ARTICLE_SHARE 16
#define BY_DIGEST_SHARE 32
#define COUNTS_SHARE 16

/* How many entries are gone through between two questions whether to stop. */
#define ENTRIES_AT_ONCE 4096u

bool
pm_repeats_takes(enum pm_clean clean, const struct pm_article *a)
{
	return clean == PM_CLEAN_USUAL ? a->page : clean != PM_CLEAN_FULL;
}

enum pm_status
pm_repeats_init(struct pm_repeats *r, enum pm_clean clean, const char *path,
		size_t memory, const struct pm_stop *stop, struct pm_error *err)
{
	enum pm_status status;

	memset(r, 0, sizeof *r);
	r->clean = clean;
	r->stop = *stop;
	pm_text_blocks_init(&r->blocks);
	pm_cut_init(&r->cut);
	pm_intern_init(&r->sources);
	pm_buf_init(&r->path, PM_BUF_NO_LIMIT);
	pm_buf_printf(&r->path, "%s.counts", path);
	if (r->path.status < 0)
		return pm_fail_nomem(err);
	pm_spool_init(&r->counts, pm_buf_str(&r->path), memory / COUNTS_SHARE);
	if ((status = pm_sorter_init(&r->by_key, path, "key", memory / BY_KEY_SHARE,
				     err)) < 0 ||
	    (status = pm_sorter_init(&r->by_digest, path, "digest",
				     memory / BY_DIGEST_SHARE, err)) < 0)
		return status;
	return pm_sorter_init(&r->by_article, path, "article", memory / BY_ARTICLE_SHARE,
			      err);
}

void
pm_repeats_release(struct pm_repeats *r)
{
	pm_text_blocks_release(&r->blocks);
	pm_sorter_release(&r->by_key);
	pm_sorter_release(&r->by_digest);
	pm_sorter_release(&r->by_article);
	if (r->path.data != NULL)
		pm_spool_release(&r->counts);
	pm_buf_release(&r->path);
	pm_cut_release(&r->cut);
	pm_intern_release(&r->sources);
	free(r->own);
	free(r->copies);
	free(r->all);
	free(r->repeated);
	free(r->folds);
	r->own = NULL;
	r->copies = NULL;
	r->all = NULL;
	r->repeated = NULL;
	r->folds = NULL;
}

/* --- adding ------------------------------------------------------------- */

/* Whether a rule of the user's keeps the block, or a part of it. */
static bool
is_ruled(const struct pm_text_block *k, const struct pm_article *a)
{
	size_t where[2], i;

	for (i = 0; i + sizeof where <= a->ruled.len; i += sizeof where) {
		memcpy(where, a->ruled.data + i, sizeof where);
		if (where[0] < k->end && where[1] > k->start)
			return true;
	}
	return false;
}

/* Whether a block is one that may be folded: not figures, which are news whoever has the
 * same; and not what the user wants kept. */
static bool
may_repeat(const struct pm_text_block *k, const struct pm_article *a)
{
	if (a->ruled.len > 0 && is_ruled(k, a))
		return false;
	return a->page ? k->n_figures < k->n_words : 4 * k->n_figures < k->n_words;
}

void
pm_repeats_list(const struct pm_text_blocks *b, const struct pm_article *a,
		struct pm_block *out)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_text_block *k = &b->blocks[i];

		out[i] = (struct pm_block){
			.key = k->key,
			.len = (uint32_t)k->len,
			.may_repeat = may_repeat(k, a),
			.may_lead = k->n_words >= PM_REPEATS_LEAD_WORDS,
		};
	}
}

/* Cut the article into r->blocks and r->all. */
static enum pm_status
list(struct pm_repeats *r, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status = pm_text_blocks_cut(&r->blocks, a, err);

	r->n_all = 0;
	if (status < 0 || (status = pm_grow(&r->all, &r->all_cap, r->blocks.n + 1,
					    sizeof *r->all, err)) < 0)
		return status;
	pm_repeats_list(&r->blocks, a, r->all);
	r->n_all = r->blocks.n;
	return PM_OK;
}

/* A hash of what the blocks are, in their order, by which articles with the same are
 * known: the keys have the source in them. */
static uint64_t
digest_of(const struct pm_block *blocks, size_t n)
{
	uint64_t digest = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t pair[16];

		pm_store_u64(pair, digest);
		pm_store_u64(pair + 8, blocks[i].key);
		digest = XXH3_64bits(pair, sizeof pair);
	}
	return digest;
}

/* --- the sieve ---------------------------------------------------------- */

#define SIEVE_BITS_MIN 10u
#define SIEVE_BITS_MAX 32u

enum pm_status
pm_repeats_sieve_init(struct pm_repeats_sieve *s, size_t memory, struct pm_error *err)
{
	s->bits = SIEVE_BITS_MIN;
	while (s->bits < SIEVE_BITS_MAX && (size_t)2 << s->bits <= memory)
		s->bits++;
	s->seen = pm_calloc((size_t)1 << s->bits, 1);
	return s->seen == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_repeats_sieve_release(struct pm_repeats_sieve *s)
{
	free(s->seen);
	s->seen = NULL;
}

void
pm_repeats_sieve_see(struct pm_repeats_sieve *s, const struct pm_block *blocks, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t *seen = &s->seen[blocks[i].key >> (64 - s->bits)];

		*seen += blocks[i].may_repeat && *seen < PM_REPEATS_MIN;
	}
}

static bool
passes(const struct pm_repeats_sieve *s, uint64_t key)
{
	return s == NULL || s->seen[key >> (64 - s->bits)] >= PM_REPEATS_MIN;
}

/* --- adding an article's blocks ----------------------------------------- */

static int
compare_keys(const void *a, const void *b)
{
	const struct pm_sorter_entry *x = a, *y = b;

	return (x->key[0] > y->key[0]) - (x->key[0] < y->key[0]);
}

/* Those of the article's blocks that may be folded, each once, into r->repeated, with the
 * length of all that are the same. */
static enum pm_status
gather_keys(struct pm_repeats *r, const struct pm_block *blocks, size_t n_blocks,
	    struct pm_error *err)
{
	struct pm_sorter_entry *to;
	enum pm_status status = pm_grow(&r->repeated, &r->repeated_cap, n_blocks + 1,
					sizeof *r->repeated, err);
	size_t n = 0, i;

	r->n_repeated = 0;
	if (status < 0)
		return status;
	for (i = 0; i < n_blocks; i++)
		if (blocks[i].may_repeat && passes(r->sieve, blocks[i].key))
			r->repeated[n++] = (struct pm_sorter_entry){
				{ blocks[i].key, r->n, blocks[i].len }
			};
	qsort(r->repeated, n, sizeof *r->repeated, compare_keys);
	for (i = 0; i < n; i++) {
		to = &r->repeated[r->n_repeated];
		if (r->n_repeated > 0 && to[-1].key[0] == r->repeated[i].key[0]) {
			to[-1].key[2] += r->repeated[i].key[2];
		} else {
			*to = r->repeated[i];
			r->n_repeated++;
		}
	}
	return PM_OK;
}

enum pm_status
pm_repeats_add_blocks(struct pm_repeats *r, const struct pm_block *blocks, size_t n,
		      struct pm_error *err)
{
	struct pm_sorter_entry digest = { { 0 } };
	enum pm_status status = gather_keys(r, blocks, n, err);
	int32_t all = 0;
	size_t i;

	if (r->n == UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more articles than can be numbered: make several indexes");
	if (status < 0 || (status = pm_grow(&r->own, &r->own_cap, (size_t)r->n + 1,
					    sizeof *r->own, err)) < 0)
		return status;
	for (i = 0; i < n; i++)
		all += (int32_t)blocks[i].len;
	r->own[r->n] = all;
	for (i = 0; i < r->n_repeated && status == PM_OK; i++)
		status = pm_sorter_add(&r->by_key, &r->repeated[i], err);
	digest.key[0] = digest_of(blocks, n);
	digest.key[1] = r->n;
	if (status == PM_OK)
		status = pm_sorter_add(&r->by_digest, &digest, err);
	r->n++;
	return status;
}

enum pm_status
pm_repeats_add(struct pm_repeats *r, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status = list(r, a, err);

	return status < 0 ? status : pm_repeats_add_blocks(r, r->all, r->n_all, err);
}

/* --- counting ----------------------------------------------------------- */

static void
set_bit(uint8_t *bits, uint64_t i)
{
	bits[i / 8] |= (uint8_t)(1u << (i % 8));
}

static bool
is_set(const uint8_t *bits, uint64_t i)
{
	return (bits[i / 8] >> (i % 8) & 1) != 0;
}

static enum pm_status
next_entry(struct pm_repeats *r, struct pm_sorter *s, uint64_t *n,
	   struct pm_sorter_entry *e, struct pm_error *err)
{
	if (++*n % ENTRIES_AT_ONCE == 0 && pm_stop_asked(&r->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return pm_sorter_next(s, e, err);
}

/* Of articles that are the same all but the first are copies. */
static enum pm_status
find_copies(struct pm_repeats *r, struct pm_error *err)
{
	struct pm_sorter_entry e, before = { { 0 } };
	enum pm_status status = pm_sorter_end(&r->by_digest, err);
	uint64_t n = 0;

	if (status < 0)
		return status;
	r->copies = pm_calloc((size_t)r->n / 8 + 1, 1);
	if (r->copies == NULL)
		return pm_fail_nomem(err);
	while ((status = next_entry(r, &r->by_digest, &n, &e, err)) == PM_OK) {
		if (n > 1 && e.key[0] == before.key[0])
			set_bit(r->copies, e.key[1]);
		before = e;
	}
	pm_sorter_release(&r->by_digest);
	return status < 0 ? status : PM_OK;
}

/* Take what each article shares with enough others from what is its own.  Which blocks
 * these are shows at an article's fifth entry, so the first ones are held. */
static enum pm_status
find_own(struct pm_repeats *r, struct pm_error *err)
{
	struct pm_sorter_entry e, held[PM_REPEATS_MIN];
	uint64_t n = 0, same = 0, i;
	enum pm_status status = pm_sorter_end(&r->by_key, err);

	while (status == PM_OK &&
	       (status = next_entry(r, &r->by_key, &n, &e, err)) == PM_OK) {
		if (is_set(r->copies, e.key[1]))
			continue;
		if (same > 0 && held[0].key[0] != e.key[0])
			same = 0;
		if (same < PM_REPEATS_MIN)
			held[same] = e;
		same++;
		for (i = 0; same == PM_REPEATS_MIN && i < same; i++)
			r->own[held[i].key[1]] -= (int32_t)(2 * held[i].key[2]);
		if (same > PM_REPEATS_MIN)
			r->own[e.key[1]] -= (int32_t)(2 * e.key[2]);
	}
	return status < 0 ? status : PM_OK;
}

static enum pm_status
put_count(struct pm_repeats *r, const struct pm_repeats_count *c, struct pm_error *err)
{
	return c->witnesses < PM_REPEATS_MIN
		     ? PM_OK
		     : pm_spool_write(&r->counts, c, sizeof *c, err);
}

/* Write the counts of the keys that are repeated, in their order. */
static enum pm_status
count_witnesses(struct pm_repeats *r, struct pm_error *err)
{
	struct pm_repeats_count c = { 0, 0, 0 };
	struct pm_sorter_entry e;
	enum pm_status status = pm_sorter_rewind(&r->by_key, err);
	uint64_t n = 0;

	while (status == PM_OK &&
	       (status = next_entry(r, &r->by_key, &n, &e, err)) == PM_OK) {
		if (n > 1 && e.key[0] != c.key) {
			status = put_count(r, &c, err);
			c.articles = c.witnesses = 0;
		}
		c.key = e.key[0];
		c.articles++;
		c.witnesses += !is_set(r->copies, e.key[1]) && r->own[e.key[1]] >= 0;
	}
	if (status < 0 || (status = put_count(r, &c, err)) < 0)
		return status;
	return pm_spool_end(&r->counts, err);
}

/* Which of the blocks that repeat an entry of by_article is of. */
static struct pm_sorter_entry
entry_of(const struct pm_sorter_entry *e, const struct pm_repeats_count *c)
{
	bool often = c->witnesses >= PM_REPEATS_LEAD_MIN;

	return (struct pm_sorter_entry){ { e->key[1], e->key[0],
					   c->articles << 1 | often } };
}

enum pm_status
pm_repeats_next_count(struct pm_spool_reader *in, struct pm_repeats_count *c,
		      struct pm_error *err)
{
	const uint8_t *p;

	if (in->at == in->end)
		return PM_END;
	if ((p = pm_spool_bytes(in, sizeof *c, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	memcpy(c, p, sizeof *c);
	return PM_OK;
}

/* Sort what is repeated by article. */
static enum pm_status
give_to_articles(struct pm_repeats *r, struct pm_error *err)
{
	enum pm_status status = pm_sorter_rewind(&r->by_key, err);
	struct pm_repeats_count c = { 0, 0, 0 };
	struct pm_sorter_entry e, of;
	struct pm_spool_reader in;
	uint64_t n = 0;

	pm_spool_read(&in, &r->counts, 0, r->counts.len);
	while (status == PM_OK &&
	       (status = next_entry(r, &r->by_key, &n, &e, err)) == PM_OK) {
		while (c.key < e.key[0] || c.articles == 0)
			if ((status = pm_repeats_next_count(&in, &c, err)) != PM_OK)
				goto out;
		if (c.key != e.key[0])
			continue;
		of = entry_of(&e, &c);
		status = pm_sorter_add(&r->by_article, &of, err);
	}
out:
	pm_spool_reader_release(&in);
	return status < 0 ? status : PM_OK;
}

/* The next entry of by_article. */
static enum pm_status
advance(struct pm_repeats *r, struct pm_error *err)
{
	enum pm_status status = pm_sorter_next(&r->by_article, &r->next, err);

	r->has_next = status == PM_OK;
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_repeats_end(struct pm_repeats *r, struct pm_error *err)
{
	enum pm_status status;

	if ((status = find_copies(r, err)) < 0 || (status = find_own(r, err)) < 0 ||
	    (status = count_witnesses(r, err)) < 0 ||
	    (status = give_to_articles(r, err)) < 0)
		return status;
	pm_sorter_release(&r->by_key);
	free(r->own);
	free(r->copies);
	r->own = NULL;
	r->copies = NULL;
	if ((status = pm_sorter_end(&r->by_article, err)) < 0)
		return status;
	return advance(r, err);
}

/* --- folding ------------------------------------------------------------ */

/* The entries of the next article into r->repeated, by key. */
static enum pm_status
take_entries(struct pm_repeats *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	r->n_repeated = 0;
	while (r->has_next && r->next.key[0] == r->at && status == PM_OK) {
		status = pm_grow(&r->repeated, &r->repeated_cap, r->n_repeated + 1,
				 sizeof *r->repeated, err);
		if (status < 0)
			return status;
		r->repeated[r->n_repeated++] = r->next;
		status = advance(r, err);
	}
	r->at++;
	return status;
}

/* The entry of the current article for the key; NULL: it has none. */
static const struct pm_sorter_entry *
find_entry(const struct pm_repeats *r, uint64_t key)
{
	size_t low = 0, high = r->n_repeated;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->repeated[middle].key[1] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->n_repeated && r->repeated[low].key[1] == key
		     ? &r->repeated[low]
		     : NULL;
}

/* Which blocks are folded, into r->folds: those that repeat, but for the lead; none, if
 * nothing would be left.  *N: how many. */
static enum pm_status
decide(struct pm_repeats *r, const struct pm_block *blocks, size_t n_blocks, size_t *n,
       struct pm_error *err)
{
	enum pm_status status = pm_regrow(&r->folds, &r->folds_cap, n_blocks,
					  sizeof *r->folds, err);
	bool has_lead = false;
	size_t i;

	*n = 0;
	for (i = 0; i < n_blocks && status == PM_OK; i++) {
		const struct pm_block *k = &blocks[i];
		const struct pm_sorter_entry *e = k->may_repeat ? find_entry(r, k->key)
								: NULL;
		bool often = e != NULL && (e->key[2] & 1) != 0;
		bool lead = !has_lead && !often && k->may_lead;

		has_lead = has_lead || lead;
		r->folds[i] = e != NULL && !lead;
		*n += r->folds[i];
	}
	if (*n == n_blocks)
		*n = 0;
	return status;
}

enum pm_status
pm_repeats_decide(struct pm_repeats *r, const struct pm_block *blocks, size_t n,
		  const bool **folds, struct pm_error *err)
{
	enum pm_status status = take_entries(r, err);
	size_t n_folds;

	*folds = NULL;
	if (status < 0 || r->n_repeated == 0)
		return status;
	if ((status = decide(r, blocks, n, &n_folds, err)) == PM_OK && n_folds > 0)
		*folds = r->folds;
	return status;
}

/* Add the stretches of the text that are folded: from the beginning of a block to that of
 * the first after it that stays; at the end of the text, from the end of the last that
 * stays; at its beginning, from there. */
static enum pm_status
add_stretches(struct pm_repeats *r, const struct pm_article *a, const bool *folds,
	      struct pm_error *err)
{
	const struct pm_text_blocks *b = &r->blocks;
	enum pm_status status = PM_OK;
	size_t i, end, from, to;

	for (i = 0; i < b->n && status == PM_OK; i = end) {
		for (end = i + 1; end < b->n && folds[end] == folds[i]; end++)
			;
		if (!folds[i])
			continue;
		from = i == 0 ? 0 : b->blocks[i].start;
		to = end < b->n ? b->blocks[end].start : a->text.len;
		if (end == b->n)
			from = b->blocks[i - 1].end;
		status = pm_cut_add(&r->cut, from, to, err);
	}
	return status;
}

/* --- what was folded ---------------------------------------------------- */

static size_t
fit(const char *text, size_t len)
{
	if (len <= PM_REPEATS_TEXT)
		return len;
	len = PM_REPEATS_TEXT;
	while (len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* Note a block that was folded, which ARTICLES articles have, if it is among the most
 * frequent ones so far. */
static void
note_top(struct pm_repeats_result *t, const struct pm_text_block *k, const char *text,
	 uint64_t articles)
{
	size_t at = k->start, i;

	for (i = 0; i < t->n_top; i++)
		if (t->top[i].key == k->key)
			return;
	if (t->n_top == PM_REPEATS_TOP && t->top[t->n_top - 1].articles >= articles)
		return;
	t->n_top += t->n_top < PM_REPEATS_TOP;
	for (i = t->n_top - 1; i > 0 && t->top[i - 1].articles < articles; i--)
		t->top[i] = t->top[i - 1];
	t->top[i].articles = articles;
	t->top[i].key = k->key;
	while (at < k->end && strchr(" \t", text[at]) != NULL)
		at++;
	t->top[i].len = k->end - at;
	memcpy(t->top[i].text, text + at, fit(text + at, t->top[i].len));
}

static enum pm_status
note(struct pm_repeats *r, const struct pm_article *a, const bool *folds,
     struct pm_error *err)
{
	const struct pm_sorter_entry *e;
	uint32_t known = r->sources.n, id;
	enum pm_status status = pm_intern(&r->sources, &r->blocks.source,
					  sizeof r->blocks.source, &id, err);
	size_t i;

	if (status < 0)
		return status;
	r->result.sources += id == known;
	r->result.articles++;
	for (i = 0; i < r->blocks.n; i++) {
		const struct pm_text_block *k = &r->blocks.blocks[i];

		if (!folds[i])
			continue;
		r->result.blocks++;
		if ((e = find_entry(r, k->key)) != NULL)
			note_top(&r->result, k, a->text.data, e->key[2] >> 1);
	}
	return PM_OK;
}

/* Fold the blocks of A, which are those in r->blocks. */
static enum pm_status
fold(struct pm_repeats *r, const struct pm_article *a, const bool *folds,
     const struct pm_article **folded, struct pm_error *err)
{
	enum pm_status status = note(r, a, folds, err);

	pm_cut_begin(&r->cut);
	if (status < 0 || (status = add_stretches(r, a, folds, err)) < 0 ||
	    (status = pm_cut_end(&r->cut, a, PM_FOLD_REPEATED, &r->folded, err)) < 0)
		return status;
	*folded = &r->folded;
	return PM_OK;
}

enum pm_status
pm_repeats_fold(struct pm_repeats *r, const struct pm_article *a,
		const struct pm_article **folded, struct pm_error *err)
{
	enum pm_status status = take_entries(r, err);
	size_t n;

	*folded = a;
	if (status < 0 || r->n_repeated == 0)
		return status;
	if ((status = list(r, a, err)) < 0 ||
	    (status = decide(r, r->all, r->n_all, &n, err)) < 0 || n == 0)
		return status;
	return fold(r, a, r->folds, folded, err);
}

enum pm_status
pm_repeats_fold_as(struct pm_repeats *r, const struct pm_article *a, const bool *folds,
		   size_t n, const struct pm_article **folded, struct pm_error *err)
{
	enum pm_status status;

	*folded = a;
	if (folds == NULL)
		return PM_OK;
	if ((status = list(r, a, err)) < 0)
		return status;
	return r->n_all == n ? fold(r, a, folds, folded, err) : PM_ABSENT;
}
