/* Pressmark - finding entries of a lexicon: see lexicon.h, and lexicon_format.h for the
 * bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lexicon_parts.h"

#include "segment/lexicon_format.h"
#include "support/bytes.h"
#include "support/sort.h"

#include <string.h>

/* --- finding a word -------------------------------------------------------- */

static inline size_t
count_common(const uint8_t *a, size_t a_len, const char *b, size_t b_len)
{
	size_t n = a_len < b_len ? a_len : b_len, i = 0;

	while (i < n && a[i] == (uint8_t)b[i])
		i++;
	return i;
}

/* Skip what follows the word in an entry. */
static enum pm_status
skip_rest(struct pm_cursor *c, struct pm_error *err)
{
	uint64_t rule;

	if (pm_load_varint(&c->p, c->end, &rule) < 0)
		return pm_lexicon_damaged(c->lex, err);
	return c->entry.list == PM_LIST_ALIASES ? pm_cursor_targets_head(c, err)
						: pm_cursor_counts(c, err);
}

/* Go from the start of a block to its first entry that is not below the word, without
 * decoding that; PM_END if all are below.  *SAME: the entry is that word.
 *
 * COMMON is how many bytes the word shares with the entry before.  An entry that shares
 * more bytes with that one is below the word too, and one that shares fewer is above it;
 * only if it shares exactly as many do its own bytes decide. */
static enum pm_status
scan_block(struct pm_cursor *c, const char *word, size_t len, bool *same,
	   struct pm_error *err)
{
	uint32_t left = c->lex->lists[c->entry.list].n - c->entry.place;
	size_t common = 0;
	enum pm_status status;

	if (left > PM_LEXICON_BLOCK)
		left = PM_LEXICON_BLOCK;
	for (c->in_block = 0; c->in_block < left; c->in_block++, c->entry.place++) {
		const uint8_t *entry = c->p;
		uint64_t shared, own;

		if (!pm_lexicon_head(&c->p, c->end, &shared, &own))
			return pm_lexicon_damaged(c->lex, err);
		if (shared <= common) {
			size_t n = count_common(c->p, (size_t)own, word + shared,
						len - (size_t)shared);

			common = (size_t)shared + n;
			if (common == len || (n < own && c->p[n] > (uint8_t)word[common])) {
				*same = common == len && n == own;
				c->p = entry;
				pm_buf_clear(&c->word);
				pm_buf_put(&c->word, word, (size_t)shared);
				return c->word.status < 0 ? pm_fail_nomem(err) : PM_OK;
			}
		}
		c->p += own;
		if ((status = skip_rest(c, err)) < 0)
			return status;
	}
	return PM_END;
}

/* A search for the last block whose first word is below the given word, or for block 0:
 * the first of the entries for the word is in it, or is the first of the next block. */
struct halving {
	unsigned list;
	uint32_t low, high;	    /* the block is LOW once they are at most 1 apart */
	uint32_t node;		    /* of all ways to halve: 1 first, then 2 and 3 */
	const uint8_t *first, *end; /* the block in the middle */
};

static struct halving
begin_halving(const struct pm_lexicon *lex, unsigned list)
{
	return (struct halving){
		.list = list,
		.node = 1,
		.high = (uint32_t)(((uint64_t)lex->lists[list].n + PM_LEXICON_BLOCK - 1) /
				   PM_LEXICON_BLOCK)
	};
}

static inline bool
is_open(const struct halving *h)
{
	return h->high - h->low > 1;
}

static inline uint32_t
middle_of(const struct halving *h)
{
	return h->low + (h->high - h->low) / 2;
}

/* Go on behind the middle, or else before it. */
static inline void
take_half(struct halving *h, bool behind)
{
	if (behind)
		h->low = middle_of(h);
	else
		h->high = middle_of(h);
	h->node = 2 * h->node + behind;
}

/* The first eight bytes of a word.  Of two words for which they differ, the one that has
 * less is below the other. */
static inline uint64_t
first_eight(const char *word, size_t len)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < sizeof v; i++)
		v = v << 8 | (i < len ? (uint8_t)word[i] : 0);
	return v;
}

/* Halve the range as far as what is kept of first words decides. */
static void
halve_by_tops(const struct pm_lexicon *lex, struct halving *h, uint64_t eight)
{
	while (is_open(h) && h->node < PM_LEXICON_TOP) {
		uint64_t top = lex->tops[h->list][h->node];

		if (top == 0 || top == eight)
			break;
		take_half(h, top < eight);
	}
}

/* Halve the range by the first word of the middle block, which has been fetched. */
static enum pm_status
halve(struct pm_lexicon *lex, struct halving *h, const char *word, size_t len,
      struct pm_error *err)
{
	const uint8_t *p = h->first;
	uint64_t shared, first_len;

	if (!pm_lexicon_head(&p, h->end, &shared, &first_len) || shared != 0)
		return pm_lexicon_damaged(lex, err);
	if (h->node < PM_LEXICON_TOP)
		lex->tops[h->list][h->node] = first_eight((const char *)p,
							  (size_t)first_len);
	take_half(h, pm_compare_bytes((const char *)p, (size_t)first_len, word, len) < 0);
	return PM_OK;
}

/* N searches at once: nearly all the time of a single one is spent waiting for memory. */
static enum pm_status
halve_all(struct pm_lexicon *lex, struct halving *h, size_t n, const char *word,
	  size_t len, struct pm_error *err)
{
	uint64_t eight = first_eight(word, len);
	enum pm_status status = PM_OK;
	bool open;
	size_t i;

	do {
		open = false;
		for (i = 0; i < n; i++)
			halve_by_tops(lex, &h[i], eight);
		for (i = 0; i < n; i++)
			if (is_open(&h[i])) {
				pm_pages_prefetch(lex->pages,
						  lex->lists[h[i].list].index +
							  4 * (uint64_t)middle_of(&h[i]));
				open = true;
			}
		for (i = 0; i < n && status == PM_OK; i++)
			if (is_open(&h[i])) {
				status = pm_lexicon_block(lex, h[i].list, middle_of(&h[i]),
							  &h[i].first, &h[i].end, err);
				__builtin_prefetch(h[i].first);
			}
		for (i = 0; i < n && status == PM_OK; i++)
			if (is_open(&h[i]))
				status = halve(lex, &h[i], word, len, err);
	} while (open && status == PM_OK);
	return status;
}

/* Move to the first entry that is not below the word, without decoding it, when H has
 * found the block. */
static enum pm_status
locate_from(struct pm_cursor *c, const struct halving *h, const char *word, size_t len,
	    bool *same, struct pm_error *err)
{
	enum pm_status status;

	*same = false;
	if (c->lex->lists[h->list].n == 0)
		return PM_END;
	if ((status = pm_cursor_begin(c, h->list, h->low, err)) < 0 ||
	    (status = scan_block(c, word, len, same, err)) != PM_END ||
	    c->entry.place >= c->lex->lists[h->list].n)
		return status;
	/* Then it is the next block's first. */
	if ((status = pm_cursor_begin(c, h->list, h->low + 1, err)) < 0)
		return status;
	return scan_block(c, word, len, same, err);
}

/* The same from the start. */
static enum pm_status
locate(struct pm_cursor *c, unsigned list, const char *word, size_t len, bool *same,
       struct pm_error *err)
{
	struct halving h = begin_halving(c->lex, list);
	enum pm_status status = halve_all(c->lex, &h, 1, word, len, err);

	*same = false;
	return status < 0 ? status : locate_from(c, &h, word, len, same, err);
}

/* Move on to the first entry that is not passed over, from the one that has been decoded
 * on. */
static enum pm_status
settle(struct pm_cursor *c, struct pm_error *err)
{
	/* which passes over those that follow */
	return pm_cursor_is_dead(c) ? pm_cursor_next(c, err) : PM_OK;
}

enum pm_status
pm_cursor_seek(struct pm_cursor *c, unsigned list, const char *word, size_t len,
	       struct pm_error *err)
{
	bool same;
	enum pm_status status = locate(c, list, word, len, &same, err);

	if (status != PM_OK || (status = pm_cursor_decode(c, err)) < 0)
		return status;
	return settle(c, err);
}

/* Move on from the first entry for the word, which the cursor has found but not decoded, to
 * the first of them that is not passed over; PM_ABSENT if there is none. */
static enum pm_status
settle_on(struct pm_cursor *c, const char *word, size_t len, struct pm_error *err)
{
	enum pm_status status = pm_cursor_decode(c, err);

	if (status < 0 || !pm_cursor_is_dead(c))
		return status;
	status = settle(c, err);
	return status < 0 || (status == PM_OK && c->entry.len == len &&
			      memcmp(c->entry.word, word, len) == 0)
		     ? status
		     : PM_ABSENT;
}

enum pm_status
pm_cursor_find(struct pm_cursor *c, unsigned list, const char *word, size_t len,
	       struct pm_error *err)
{
	bool same;
	enum pm_status status = locate(c, list, word, len, &same, err);

	if (status < 0)
		return status;
	return status == PM_OK && same ? settle_on(c, word, len, err) : PM_ABSENT;
}

/* Find, for each of the lists 0 .. N - 1, the block to look for the word in. */
static enum pm_status
find_blocks(struct pm_lexicon *lex, struct halving *h, unsigned n, const char *word,
	    size_t len, struct pm_error *err)
{
	unsigned list;

	for (list = 0; list < n; list++)
		h[list] = begin_halving(lex, list);
	return halve_all(lex, h, n, word, len, err);
}

/* Move to the first entry for the word, when H has found the block; PM_ABSENT if there is
 * none. */
static enum pm_status
find_from(struct pm_cursor *c, const struct halving *h, const char *word, size_t len,
	  struct pm_error *err)
{
	bool same = false;
	enum pm_status status = locate_from(c, h, word, len, &same, err);

	if (status < 0)
		return status;
	return status == PM_OK && same ? settle_on(c, word, len, err) : PM_ABSENT;
}

/* Call FN for the entry at the cursor and for those after it that have the same folded
 * word, which is the LEN bytes at WORD. */
static enum pm_status
each_of_word(struct pm_cursor *c, const char *word, size_t len, pm_entry_fn *fn,
	     void *ctx, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	while (status == PM_OK && c->entry.len == len &&
	       memcmp(c->entry.word, word, len) == 0) {
		status = fn(ctx, c, err);
		if (status == PM_OK)
			status = pm_cursor_next(c, err);
	}
	return status == PM_END ? PM_OK : status;
}

static struct known *
known_of(struct pm_lexicon *lex, const char *word, size_t len)
{
	uint32_t hash = (uint32_t)len;
	size_t i;

	for (i = 0; i < len; i++)
		hash = hash * 31 + (uint8_t)word[i];
	return &lex->known[(hash ^ hash >> 9) % PM_LEXICON_KNOWN];
}

static bool
is_in(const struct known *known, const char *word, size_t len)
{
	return len > 0 && known->len == len && memcmp(known->word, word, len) == 0;
}

static void
note(struct known *known, const char *word, size_t len, const struct halving h[PM_LISTS],
     unsigned has)
{
	unsigned list;

	if (len == 0 || len > PM_LEXICON_KNOWN_LEN)
		return;
	memcpy(known->word, word, len);
	known->len = (uint8_t)len;
	known->has = (uint8_t)has;
	for (list = 0; list < PM_LISTS; list++)
		known->blocks[list] = h[list].low;
}

static enum pm_status
visit(struct pm_lexicon *lex, unsigned lists, const char *word, size_t len,
      pm_entry_fn *fn, void *ctx, struct pm_error *err)
{
	struct halving h[PM_LISTS];
	struct known *known = known_of(lex, word, len);
	bool is_known = is_in(known, word, len);
	enum pm_status status = PM_OK;
	struct pm_cursor c;
	unsigned list, has = 0;

	if (!is_known)
		status = find_blocks(lex, h, lists, word, len, err);
	if (status == PM_OK)
		status = pm_cursor_init_left(&c, lex, err);
	else
		pm_cursor_init(&c, lex);
	for (list = 0; list < lists && status == PM_OK; list++) {
		if (is_known && (known->has >> list & 1) == 0)
			continue;
		if (is_known)
			h[list] = (struct halving){ .list = list,
						    .low = known->blocks[list] };
		status = find_from(&c, &h[list], word, len, err);
		has |= (unsigned)(status == PM_OK) << list;
		status = status == PM_OK     ? each_of_word(&c, word, len, fn, ctx, err)
		       : status == PM_ABSENT ? PM_OK
					     : status;
	}
	pm_cursor_release(&c);
	if (status == PM_OK && !is_known && lists == PM_LISTS)
		note(known, word, len, h, has);
	return status;
}

enum pm_status
pm_lexicon_by_word(struct pm_lexicon *lex, const char *word, size_t len, pm_entry_fn *fn,
		   void *ctx, struct pm_error *err)
{
	return visit(lex, PM_LISTS, word, len, fn, ctx, err);
}

static enum pm_status
add_up(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct pm_word_total *total = ctx;
	enum pm_status status = pm_cursor_recount(c, err);

	if (status < 0)
		return status;
	if (total->entries++ == 0 || c->entry.articles > total->most) {
		total->rank = pm_entry_rank(&c->entry);
		total->most = c->entry.articles;
	}
	total->count += c->entry.count;
	total->articles += c->entry.articles;
	return PM_OK;
}

enum pm_status
pm_lexicon_word(struct pm_lexicon *lex, const char *word, size_t len,
		struct pm_word_total *total, struct pm_error *err)
{
	enum pm_status status;

	memset(total, 0, sizeof *total);
	status = visit(lex, PM_CODE_CLASSES, word, len, add_up, total, err);
	return status == PM_OK && total->entries == 0 ? PM_ABSENT : status;
}

/* --- sets of entries ---------------------------------------------------- */

static bool
has_stem(const struct pm_entry *e, const char *stem, size_t len)
{
	size_t base = e->len - e->strip;

	return base + e->append_len == len && memcmp(e->word, stem, base) == 0 &&
	       memcmp(e->append, stem + base, e->append_len) == 0;
}

static bool
is_own_stem(const struct pm_entry *e)
{
	return e->strip == 0 && e->append_len == 0;
}

static enum pm_status
irregular_at(struct pm_lexicon *lex, uint32_t i, const char **stem, size_t *len,
	     uint32_t *list, uint32_t *place, struct pm_error *err)
{
	const uint8_t *p = pm_pages_get(lex->pages,
					lex->irregular_index + 4 * (uint64_t)i, 4, err);
	uint64_t from, size = lex->irregular_index - lex->irregular;
	const uint8_t *end, *bytes;

	if (p == NULL)
		return PM_ERR_CORRUPT;
	from = pm_load_u32(p);
	/* An entry is short; the pages that it may touch are verified at once. */
	if (from >= size)
		return pm_lexicon_damaged(lex, err);
	p = pm_pages_get(lex->pages, lex->irregular + from,
			 size - from < 1024 ? size - from : 1024, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	end = p + (size - from < 1024 ? size - from : 1024);
	if (pm_load_bytes(&p, end, &bytes, len) < 0 ||
	    pm_load_varint32(&p, end, list) < 0 || pm_load_varint32(&p, end, place) < 0 ||
	    *list >= PM_LISTS)
		return pm_lexicon_damaged(lex, err);
	*stem = (const char *)bytes;
	return PM_OK;
}

static enum pm_status
visit_irregular(struct pm_lexicon *lex, struct pm_cursor *c, const char *stem, size_t len,
		pm_entry_fn *fn, void *ctx, struct pm_error *err)
{
	uint32_t low = 0, high = lex->n_irregular, list = 0, place = 0;
	uint64_t last = 0; /* the entry before, plus 1 */
	const char *found = NULL;
	size_t found_len = 0;
	enum pm_status status;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		status = irregular_at(lex, middle, &found, &found_len, &list, &place, err);
		if (status < 0)
			return status;
		if (pm_compare_bytes(found, found_len, stem, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < lex->n_irregular; low++) {
		status = irregular_at(lex, low, &found, &found_len, &list, &place, err);
		if (status < 0)
			return status;
		if (pm_compare_bytes(found, found_len, stem, len) != 0)
			break;
		/* each entry once */
		if (((uint64_t)list << 32 | place) < last)
			return pm_lexicon_damaged(lex, err);
		last = ((uint64_t)list << 32 | place) + 1;
		if ((status = pm_cursor_at(c, list, place, err)) != PM_OK)
			return status;
		if (!pm_cursor_is_dead(c) && (status = fn(ctx, c, err)) != PM_OK)
			return status;
	}
	return PM_OK;
}

/* Whether some rule appends the last byte of the stem. */
static bool
may_be_appended(const struct pm_lexicon *lex, char last)
{
	uint32_t i;

	for (i = 0; i < lex->n_rules; i++)
		if (lex->rules[i].append_len == 1 && lex->rules[i].append[0] == last)
			return true;
	return false;
}

struct visitor {
	pm_entry_fn *fn;
	void *ctx;
};

static enum pm_status
visit_own(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	const struct visitor *v = ctx;

	return is_own_stem(&c->entry) ? v->fn(v->ctx, c, err) : PM_OK;
}

enum pm_status
pm_lexicon_by_stem(struct pm_lexicon *lex, const char *stem, size_t len, pm_entry_fn *fn,
		   void *ctx, struct pm_error *err)
{
	struct visitor visitor = { fn, ctx };
	struct pm_cursor c;
	enum pm_status status = pm_cursor_init_left(&c, lex, err);
	size_t base = len > 0 && may_be_appended(lex, stem[len - 1]) ? len - 1 : len;
	unsigned list;

	for (list = 0; list < PM_LISTS && status == PM_OK; list++) {
		status = pm_cursor_find(&c, list, stem, len, err);
		if (status == PM_OK)
			status = each_of_word(&c, stem, len, visit_own, &visitor, err);
		else if (status == PM_ABSENT)
			status = PM_OK;
		if (status != PM_OK || len < PM_RULE_BASE_MIN)
			continue;
		if (base < PM_RULE_BASE_MIN)
			base = PM_RULE_BASE_MIN;
		for (status = pm_cursor_seek(&c, list, stem, base, err); status == PM_OK;
		     status = pm_cursor_next(&c, err)) {
			const struct pm_entry *e = &c.entry;

			if (e->len < base || memcmp(e->word, stem, base) != 0)
				break;
			if (!is_own_stem(e) && has_stem(e, stem, len) &&
			    pm_rule_is_regular(e->len, e->strip, e->append_len) &&
			    (status = fn(ctx, &c, err)) != PM_OK)
				goto out;
		}
		if (status == PM_END)
			status = PM_OK;
	}
	if (status == PM_OK)
		status = visit_irregular(lex, &c, stem, len, fn, ctx, err);
out:
	pm_cursor_release(&c);
	return status;
}

enum pm_status
pm_lexicon_by_prefix(struct pm_lexicon *lex, const char *prefix, size_t len,
		     pm_entry_fn *fn, void *ctx, struct pm_error *err)
{
	struct pm_cursor c;
	enum pm_status status = pm_cursor_init_left(&c, lex, err);
	unsigned list;

	for (list = 0; list < PM_LISTS && status == PM_OK; list++) {
		for (status = pm_cursor_seek(&c, list, prefix, len, err); status == PM_OK;
		     status = pm_cursor_next(&c, err)) {
			if (c.entry.len < len || memcmp(c.entry.word, prefix, len) != 0)
				break;
			if ((status = fn(ctx, &c, err)) != PM_OK)
				goto out;
		}
		if (status == PM_END)
			status = PM_OK;
	}
out:
	pm_cursor_release(&c);
	return status;
}
