/* Pressmark - gathering: the words of a field, and what becomes of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/gather_parts.h"

#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Words looked up together. */
#define BATCH 64u

/* A run ends before its numbers could overflow. */
#define RUN_WORDS_MAX ((uint64_t)1 << 30)
#define RUN_NAMES_MAX ((uint32_t)1 << 28)

size_t
pm_gather_used(const struct pm_gather *g)
{
	return pm_run_memory(&g->run) + pm_surfaces_memory(&g->surfaces) +
	       pm_intern_memory(&g->word_names) + pm_intern_memory(&g->alias_names) +
	       pm_intern_memory(&g->term_names) + pm_compounds_memory(&g->targets) +
	       pm_postings_memory(&g->postings) + g->words_cap * sizeof *g->words +
	       g->rests_cap * sizeof *g->rests + g->aliases_cap * sizeof *g->aliases +
	       (g->parts_cap + g->tokens_cap + g->seen_cap + g->touched_cap) *
		       sizeof(uint32_t) +
	       (g->huge_surfaces.cap + g->huge_words.cap) * sizeof(struct pm_gather_huge) +
	       g->split.cap * sizeof *g->split.words;
}

bool
pm_gather_is_full(const struct pm_gather *g)
{
	/* What is left is for sorting, into files. */
	return pm_gather_used(g) / 17 >= g->memory / 20 ||
	       g->run.total_words >= RUN_WORDS_MAX || g->surfaces.n >= RUN_NAMES_MAX ||
	       g->term_names.n >= RUN_NAMES_MAX || g->targets.n >= RUN_NAMES_MAX ||
	       g->postings.used >= UINT32_MAX / 2 ||
	       g->surfaces.pool.len >= UINT32_MAX / 2 ||
	       pm_intern_is_half_full(&g->word_names) ||
	       pm_intern_is_half_full(&g->alias_names) ||
	       pm_intern_is_half_full(&g->term_names) ||
	       pm_intern_is_half_full(&g->run.separators);
}

/* --- words -------------------------------------------------------------- */

/* A batch of words passing through the look-up. */
struct batch {
	struct pm_surface_key keys[BATCH]; /* of words not yet looked up */
	uint32_t surfaces[BATCH];
	uint32_t words[BATCH];
	uint8_t flags[BATCH];
	uint8_t odd[BATCH];   /* words after an unpredicted separator */
	uint8_t large[BATCH]; /* words whose token has more than 16 bits */
};

enum pm_status
pm_gather_enter(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
		struct pm_surface_slot *slot, const struct pm_surface_key *key,
		uint32_t *surface, struct pm_error *err)
{
	enum pm_status status = pm_surfaces_enter(&g->surfaces, slot, key, s, len,
						  surface, err);
	struct pm_gather_fresh *f;

	if (status < 0)
		return status;
	f = &g->fresh[g->n_fresh++];
	f->slot = slot;
	f->surface = *surface;
	f->flags = flags;
	return PM_OK;
}

static enum pm_status
look_up_long(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
	     struct batch *b, size_t i, struct pm_error *err)
{
	uint32_t surface = UINT32_MAX, word;
	enum pm_status status;

	if (len <= PM_RUN_HUGE)
		surface = pm_surfaces_find_long(&g->surfaces, s, len);
	else if ((status = pm_gather_huge_surface(g, s, len, flags, &surface, err)) < 0)
		return status;
	if (surface == UINT32_MAX &&
	    (status = pm_gather_enter(g, s, len, flags, NULL, NULL, &surface, err)) < 0)
		return status;
	g->surfaces.surfaces[surface].count += !g->folding;
	word = g->surfaces.surfaces[surface].word;
	b->surfaces[i] = surface;
	b->words[i] = word;
	b->flags[i] = word == PM_SURFACE_PENDING ? 0 : (uint8_t)g->rests[word].flags;
	return PM_OK;
}

/* Compute the key of a word to be looked up after the current batch, and
 * prefetch its slot. */
static inline void
look_ahead(const struct pm_gather *g, const char *text, const struct pm_word *w,
	   struct pm_surface_key *key)
{
	size_t len = w->end - w->start;

	if (len > PM_SURFACE_INLINE)
		return;
	*key = pm_surface_key(&g->surfaces, text + w->start, len);
	pm_surface_prefetch(&g->surfaces, key);
}

static inline enum pm_status
look_up_short(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
	      struct batch *b, size_t i, struct pm_error *err)
{
	struct pm_surface_slot *slot = pm_surface_slot(&g->surfaces, &b->keys[i]);
	enum pm_status status;
	uint32_t surface;

	if (pm_surface_is_new(slot) &&
	    (status = pm_gather_enter(g, s, len, flags, slot, &b->keys[i], &surface,
				      err)) < 0)
		return status;
	slot->count += !g->folding;
	b->surfaces[i] = slot->surface;
	b->words[i] = slot->word;
	b->flags[i] = (uint8_t)slot->flags;
	if (slot->word != PM_SURFACE_PENDING)
		__builtin_prefetch(&g->words[slot->word], 1);
	return PM_OK;
}

/* The surfaces and words of the N words at W of TEXT, which MORE words follow: each key
 * makes room for that of the word BATCH places later. */
static enum pm_status
look_up(struct pm_gather *g, const char *text, const struct pm_word *w, size_t n,
	size_t more, struct batch *b, struct pm_error *err)
{
	enum pm_status status = pm_surfaces_reserve(&g->surfaces, n, err);
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++) {
		const char *s = text + w[i].start;
		size_t len = w[i].end - w[i].start;

		status = len > PM_SURFACE_INLINE
			       ? look_up_long(g, s, len, w[i].flags, b, i, err)
			       : look_up_short(g, s, len, w[i].flags, b, i, err);
		if (i < more)
			look_ahead(g, text, w + BATCH + i, &b->keys[i]);
	}
	return status;
}

/* The number of a separator, which is counted.  The bytes after it in a slice
 * can be read. */
static inline enum pm_status
number_separator(struct pm_gather *g, const char *s, size_t len, uint32_t *id,
		 struct pm_error *err)
{
	struct pm_gather_separator *common;
	enum pm_status status;
	uint64_t bytes;

	if (len >= sizeof bytes)
		return pm_gather_separator(g, s, len, id, err);
	bytes = pm_load_u64((const uint8_t *)s) & (((uint64_t)1 << 8 * len) - 1);
	common = &g->common[(bytes * UINT64_C(0x9e3779b97f4a7c15)) >> 54];
	if (common->known && common->bytes == bytes) {
		*id = common->number;
		g->run.separator_counts[*id]++;
		return PM_OK;
	}
	status = pm_gather_separator(g, s, len, id, err);
	*common = (struct pm_gather_separator){ bytes, *id, status == PM_OK };
	return status;
}

enum pm_status
pm_gather_add_place(uint32_t **places, size_t *n, size_t *cap, size_t place,
		    struct pm_error *err)
{
	enum pm_status status = pm_grow(places, cap, *n + 1, sizeof **places, err);

	if (status == PM_OK)
		(*places)[(*n)++] = (uint32_t)place;
	return status;
}

enum pm_status
pm_gather_add_joint(struct pm_gather *g, size_t place, unsigned join, struct pm_error *err)
{
	return pm_gather_add_place(&g->joints, &g->n_joints, &g->joints_cap,
				   place << 1 | (join == PM_GATHER_MAY_JOIN), err);
}

/* Append the N unpredicted separators of the batch that begins at word FROM of W: those
 * before the words at the indexes in ODD.  W[0] is at place AT. */
static enum pm_status
add_separators(struct pm_gather *g, const char *text, const struct pm_word *w,
	       size_t from, size_t at, const uint8_t *odd, size_t n, struct pm_error *err)
{
	uint8_t *p = pm_buf_reserve(&g->separators, n * PM_VARINT_MAX);
	enum pm_status status;
	size_t i;

	if (p == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		size_t k = from + odd[i];
		uint32_t before = k == 0 ? 0 : w[k - 1].end, id;

		status = number_separator(g, text + before, w[k].start - before, &id, err);
		if (status < 0)
			return status;
		p += pm_store_varint(p, id);
		if (g->joins[id] != 0 &&
		    (status = pm_gather_add_joint(g, at + k, g->joins[id], err)) < 0)
			return status;
	}
	pm_buf_advance(&g->separators,
		       (size_t)(p - g->separators.data) - g->separators.len);
	return PM_OK;
}

/* The separator after the last word of a field. */
static enum pm_status
add_last_separator(struct pm_gather *g, const char *s, size_t len, struct pm_error *err)
{
	uint32_t id;
	enum pm_status status = number_separator(g, s, len, &id, err);

	if (status == PM_OK)
		pm_buf_put_varint(&g->separators, id);
	return status;
}

/* Add the word at PLACE.  Whether the article already has it cannot be predicted, so this
 * has no branch for it. */
static inline enum pm_status
add_word(struct pm_gather *g, size_t place, uint32_t number, uint32_t flags,
	 struct pm_error *err)
{
	struct pm_gather_word *word = &g->words[number];
	uint32_t first = word->article != g->postings.article;

	g->seen[place] = number;
	if (!g->folding) {
		word->n_here = (word->n_here & (first - 1)) + 1;
		word->article = g->postings.article;
		word->articles += first;
		g->touched[g->n_touched] = number;
		g->n_touched += first;
	}
	return (flags & (PM_WORD_IDEOGRAM | PM_WORD_ADDRESS)) != 0
		     ? pm_gather_add_place(&g->specials, &g->n_specials, &g->specials_cap,
					   place, err)
		     : PM_OK;
}

/* Look up the words of the new surfaces, and add them at their places. */
static enum pm_status
settle(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status = pm_gather_fresh_words(g, err);
	size_t i;

	for (i = 0; i < g->n_pending && status == PM_OK; i++) {
		uint32_t place = g->pending[i];
		uint32_t word = g->surfaces.surfaces[g->tokens[place] >> 1].word;

		status = add_word(g, place, word, g->rests[word].flags, err);
	}
	g->n_fresh = g->n_pending = 0;
	return status;
}

/* Whether N words can be looked up before the pending ones are settled. */
static inline bool
can_wait(const struct pm_gather *g, size_t n)
{
	return g->n_fresh + n <= PM_FRESH_MAX && g->n_pending + n <= PM_PENDING_MAX &&
	       pm_surfaces_has_room(&g->surfaces, n);
}

/* The token at PLACE has more than 16 bits. */
static inline void
add_upper(struct pm_gather *g, uint32_t place)
{
	pm_buf_put_varint(&g->upper, place - g->after_large);
	pm_buf_put_varint(&g->upper, g->tokens[place] >> 16);
	g->after_large = place + 1;
}

enum pm_status
pm_gather_add_words(struct pm_gather *g, const char *text, size_t len, size_t at,
		    unsigned field, struct pm_error *err)
{
	const struct pm_word *w = g->split.words;
	size_t n = g->split.n, from, i, m;
	size_t first = field & PM_GATHER_GOES_ON ? SIZE_MAX : 0;
	uint32_t behind = 0;
	struct batch b;
	enum pm_status status;

	for (i = 0; i < n && i < BATCH; i++)
		look_ahead(g, text, w + i, &b.keys[i]);
	for (from = 0; from < n; from += m) {
		size_t n_odd = 0, n_large = 0;

		m = n - from < BATCH ? n - from : BATCH;
		if (g->n_fresh > 0 && !can_wait(g, m) && (status = settle(g, err)) < 0)
			return status;
		if ((status = look_up(g, text, w + from, m, n - from - m, &b, err)) < 0)
			return status;
		for (i = 0; i < m; i++) {
			/* look_up() filled it.
			 * NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
			uint32_t start = w[from + i].start, surface = b.surfaces[i];
			size_t place = at + from + i;
			uint32_t odd;

			/* before the first word of a field nothing is predicted; no
			 * branch here either */
			odd = from + i == first
				    ? start != 0
				    : (start - behind != 1) | (text[behind] != ' ');
			b.odd[n_odd] = (uint8_t)i;
			n_odd += odd;
			behind = w[from + i].end;
			g->tokens[place] = surface << 1 | odd;
			b.large[n_large] = (uint8_t)i;
			n_large += surface >> 15 != 0;
			if (b.words[i] == PM_SURFACE_PENDING)
				g->pending[g->n_pending++] = (uint32_t)place;
			else if ((status = add_word(g, place, b.words[i], b.flags[i],
						    err)) < 0)
				return status;
		}
		for (i = 0; i < n_large; i++)
			add_upper(g, (uint32_t)(at + from) + b.large[i]);
		status = add_separators(g, text, w, from, at, b.odd, n_odd, err);
		if (status < 0)
			return status;
	}
	if ((status = settle(g, err)) < 0)
		return status;
	return field & PM_GATHER_ENDS
		     ? add_last_separator(g, text + behind, len - behind, err)
		     : PM_OK;
}

/* --- records ------------------------------------------------------------ */

enum pm_status
pm_gather_split(struct pm_gather *g, const char *text, size_t len, size_t at,
		struct pm_error *err)
{
	enum pm_status status;
	size_t need;

	g->split.n = 0;
	if ((status = pm_split(text, len, &g->split, err)) < 0)
		return status;
	need = at + g->split.n;
	if (need >= UINT32_MAX - 2)
		return pm_fail(err, PM_ERR_LIMIT, "more than 4294967292 words");
	if ((status = pm_grow(&g->tokens, &g->tokens_cap, need, sizeof *g->tokens, err)) <
		    0 ||
	    (status = pm_grow(&g->seen, &g->seen_cap, need, sizeof *g->seen, err)) < 0)
		return status;
	return pm_grow(&g->touched, &g->touched_cap, g->n_touched + need,
		       sizeof *g->touched, err);
}

static inline uint8_t *
put_bytes(uint8_t *p, const void *bytes, size_t len)
{
	p += pm_store_varint(p, len);
	if (len > 0)
		memcpy(p, bytes, len);
	return p + len;
}

static enum pm_status
put_long_bytes(struct pm_gather *g, const void *bytes, size_t len, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&g->record);
	pm_buf_put_varint(&g->record, len);
	status = pm_spool_write(&g->run.stream, g->record.data, g->record.len, err);
	return status < 0 || len == 0 ? status
				      : pm_spool_write(&g->run.stream, bytes, len, err);
}

/* A record with much metadata, which is not copied if the stream goes to a file. */
static enum pm_status
put_long(struct pm_gather *g, unsigned part, const struct pm_slice_article *a,
	 const char *metadata, size_t n_title, size_t from, size_t to,
	 struct pm_error *err)
{
	struct pm_buf head;
	size_t n = to - from, i;
	enum pm_status status;

	pm_buf_init(&head, PM_BUF_NO_LIMIT);
	pm_buf_putc(&head, (int)part);
	pm_buf_put_varint(&head, n);
	pm_buf_put_varint(&head, n_title);
	pm_buf_put_varint(&head, g->separators.len);
	pm_buf_put(&head, g->separators.data, g->separators.len);
	pm_buf_put_varint(&head, g->upper.len);
	pm_buf_put(&head, g->upper.data, g->upper.len);
	pm_buf_clear(&g->record);
	pm_buf_put_varint(&g->record,
			  head.len + pm_varint_size(a->metadata_len) + a->metadata_len +
				  pm_varint_size(a->data_len) + a->data_len + n * 2);
	if (head.status < 0 || g->record.status < 0)
		status = pm_fail_nomem(err);
	else if ((status = pm_spool_write(&g->run.stream, g->record.data, g->record.len,
					  err)) == PM_OK &&
		 (status = pm_spool_write(&g->run.stream, head.data, head.len, err)) ==
			 PM_OK &&
		 (status = put_long_bytes(g, metadata, a->metadata_len, err)) == PM_OK)
		status = put_long_bytes(g, metadata + a->metadata_len, a->data_len, err);
	pm_buf_clear(&head);
	for (i = 0; i < n && status == PM_OK; i++) {
		pm_buf_putc(&head, (int)(g->tokens[from + i] & 0xff));
		pm_buf_putc(&head, (int)(g->tokens[from + i] >> 8 & 0xff));
	}
	if (status == PM_OK && n > 0)
		status = head.status < 0
			       ? pm_fail_nomem(err)
			       : pm_spool_write(&g->run.stream, head.data, head.len, err);
	pm_buf_release(&head);
	return status;
}

enum pm_status
pm_gather_put_stream(struct pm_gather *g, unsigned part, const struct pm_slice_article *a,
		     const char *metadata, size_t n_title, size_t from, size_t to,
		     struct pm_error *err)
{
	const struct pm_buf *separators = &g->separators, *upper = &g->upper;
	const uint32_t *tokens = g->tokens + from;
	size_t metadata_len = metadata == NULL ? 0 : a->metadata_len;
	size_t data_len = metadata == NULL ? 0 : a->data_len, n = to - from;
	uint8_t head[2 * PM_VARINT_MAX + 1], *p = head;
	size_t head_len, i;

	if (separators->status < 0 || upper->status < 0)
		return pm_fail_nomem(err);
	if (metadata_len > PM_GATHER_PART)
		return put_long(g, part, a, metadata, n_title, from, to, err);
	*p++ = (uint8_t)part;
	p += pm_store_varint(p, n);
	p += pm_store_varint(p, n_title);
	head_len = (size_t)(p - head);
	p = pm_spool_put_room(&g->run.stream,
			      head_len + pm_varint_size(separators->len) + separators->len +
				      pm_varint_size(upper->len) + upper->len +
				      pm_varint_size(metadata_len) + metadata_len +
				      pm_varint_size(data_len) + data_len + n * 2,
			      err);
	if (p == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	memcpy(p, head, head_len);
	p = put_bytes(p + head_len, separators->data, separators->len);
	p = put_bytes(p, upper->data, upper->len);
	p = put_bytes(p, metadata, metadata_len);
	p = put_bytes(p, metadata == NULL ? NULL : metadata + metadata_len, data_len);
	for (i = 0; i < n; i++)
		pm_store_u16(p + i * 2, (uint16_t)tokens[i]);
	return PM_OK;
}

enum pm_status
pm_gather_put_head(struct pm_gather *g, uint64_t length, uint32_t day, size_t n,
		   struct pm_error *err)
{
	if (length > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "an article has more than 4294967295 terms");
	pm_buf_clear(&g->record);
	pm_buf_put_varint(&g->record, length);
	pm_buf_put_varint(&g->record, day);
	pm_buf_put_varint(&g->record, n);
	return pm_spool_put(&g->run.heads, &g->record, err);
}
