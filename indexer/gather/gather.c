/* Pressmark - gathering: see gather.h.
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

static const char *const spill_names[] = { "words", "aliases", "terms", "heads", "stream" };

static enum pm_status
make_paths(struct pm_gather *g, struct pm_error *err)
{
	size_t i;

	for (i = 0; i < sizeof spill_names / sizeof *spill_names; i++) {
		struct pm_buf path;

		pm_buf_init(&path, PM_BUF_NO_LIMIT);
		pm_buf_printf(&path, "%s.%s", g->prefix, spill_names[i]);
		if ((g->paths[i] = (char *)pm_buf_detach(&path, NULL)) == NULL)
			return pm_fail_nomem(err);
	}
	return PM_OK;
}

enum pm_status
pm_gather_begin(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status;

	pm_run_init(&g->run);
	pm_spool_init(&g->run.stream, g->paths[4], g->memory / 3);
	pm_spool_init(&g->run.heads, g->paths[3], g->memory / 64);
	memset(g->common, 0, sizeof g->common);
	pm_postings_init(&g->postings);
	g->n_parts = 0;
	status = pm_surfaces_init(&g->surfaces, err);
	pm_compounds_init(&g->targets, g->surfaces.seed[0]);
	return status;
}

enum pm_status
pm_gather_init(struct pm_gather *g, const char *language, const char *prefix,
	       size_t memory, struct pm_error *err)
{
	enum pm_status status;

	memset(g, 0, sizeof *g);
	g->prefix = prefix;
	g->memory = memory;
	pm_intern_init(&g->word_names);
	pm_intern_init(&g->alias_names);
	pm_intern_init(&g->term_names);
	pm_buf_init(&g->separators, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->upper, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->fold, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->stems, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->stem, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->scratch, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->record, PM_BUF_NO_LIMIT);
	pm_run_init(&g->run);
	if ((status = make_paths(g, err)) < 0 ||
	    (status = pm_stemmer_new(&g->stemmer, language, err)) < 0 ||
	    (status = pm_gather_begin(g, err)) < 0)
		pm_gather_release(g);
	return status;
}

void
pm_gather_empty(struct pm_gather *g)
{
	pm_surfaces_release(&g->surfaces);
	pm_intern_release(&g->word_names);
	pm_intern_release(&g->alias_names);
	pm_intern_release(&g->term_names);
	pm_compounds_release(&g->targets);
	pm_postings_release(&g->postings);
	free(g->words);
	free(g->rests);
	free(g->aliases);
	free(g->parts);
	g->words = NULL;
	g->rests = NULL;
	g->aliases = NULL;
	g->parts = NULL;
	g->words_cap = g->rests_cap = g->aliases_cap = g->parts_cap = 0;
}

void
pm_gather_release(struct pm_gather *g)
{
	size_t i;

	pm_run_release(&g->run);
	pm_gather_empty(g);
	pm_stemmer_free(g->stemmer);
	pm_words_release(&g->split);
	pm_words_release(&g->probe);
	pm_buf_release(&g->separators);
	pm_buf_release(&g->upper);
	pm_buf_release(&g->fold);
	pm_buf_release(&g->stems);
	pm_buf_release(&g->stem);
	pm_buf_release(&g->scratch);
	pm_buf_release(&g->record);
	for (i = 0; i < sizeof g->paths / sizeof *g->paths; i++)
		free(g->paths[i]);
	free(g->hyphens);
	free(g->tokens);
	free(g->seen);
	free(g->touched);
	free(g->joints);
	free(g->specials);
	free(g->starts);
	memset(g, 0, sizeof *g);
}

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

/* A new surface: its word is looked up later, together with others. */
static enum pm_status
enter(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
      struct pm_surface_slot *slot, const struct pm_surface_key *key, uint32_t *surface,
      struct pm_error *err)
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
	uint32_t surface = pm_surfaces_find_long(&g->surfaces, s, len), word;
	enum pm_status status;

	if (surface == UINT32_MAX &&
	    (status = enter(g, s, len, flags, NULL, NULL, &surface, err)) < 0)
		return status;
	g->surfaces.surfaces[surface].count++;
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
	    (status = enter(g, s, len, flags, slot, &b->keys[i], &surface, err)) < 0)
		return status;
	slot->count++;
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

static enum pm_status
add_place(uint32_t **places, size_t *n, size_t *cap, size_t place, struct pm_error *err)
{
	enum pm_status status = pm_grow(places, cap, *n + 1, sizeof **places, err);

	if (status == PM_OK)
		(*places)[(*n)++] = (uint32_t)place;
	return status;
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
		if (g->hyphens[id] &&
		    (status = add_place(&g->joints, &g->n_joints, &g->joints_cap, at + k,
					err)) < 0)
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
 * has no branch. */
static inline enum pm_status
add_word(struct pm_gather *g, size_t place, uint32_t number, uint32_t flags,
	 struct pm_error *err)
{
	struct pm_gather_word *word = &g->words[number];
	uint32_t first = word->article != g->postings.article;

	g->seen[place] = number;
	word->n_here = (word->n_here & (first - 1)) + 1;
	word->article = g->postings.article;
	word->articles += first;
	g->touched[g->n_touched] = number;
	g->n_touched += first;
	return (flags & (PM_WORD_IDEOGRAM | PM_WORD_ADDRESS)) != 0
		     ? add_place(&g->specials, &g->n_specials, &g->specials_cap, place,
				 err)
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

/* Enter the words of g->split, which are TEXT's, at places from AT on. */
static enum pm_status
add_field(struct pm_gather *g, const char *text, size_t len, size_t at,
	  struct pm_error *err)
{
	const struct pm_word *w = g->split.words;
	size_t n = g->split.n, from, i, m;
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
			uint32_t start = w[from + i].start, surface = b.surfaces[i];
			size_t place = at + from + i;
			uint32_t odd;

			/* before the first word (BEHIND is 0) nothing is predicted; no
			 * branch here either */
			odd = from + i == 0
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
	return add_last_separator(g, text + behind, len - behind, err);
}

/* --- articles ----------------------------------------------------------- */

static enum pm_status
split_field(struct pm_gather *g, const char *text, size_t len, size_t at,
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
	return pm_grow(&g->touched, &g->touched_cap, need, sizeof *g->touched, err);
}

static inline uint8_t *
put_bytes(uint8_t *p, const void *bytes, size_t len)
{
	p += pm_store_varint(p, len);
	if (len > 0)
		memcpy(p, bytes, len);
	return p + len;
}

/* Write the article's record of the stream, in place. */
static enum pm_status
put_stream(struct pm_gather *g, const struct pm_slice_article *a, const char *metadata,
	   size_t n_title, size_t n, struct pm_error *err)
{
	const struct pm_buf *separators = &g->separators, *upper = &g->upper;
	uint8_t head[2 * PM_VARINT_MAX], *p = head;
	size_t head_len, i;

	if (separators->status < 0 || upper->status < 0)
		return pm_fail_nomem(err);
	p += pm_store_varint(p, n);
	p += pm_store_varint(p, n_title);
	head_len = (size_t)(p - head);
	p = pm_spool_put_room(&g->run.stream,
			      head_len + pm_varint_size(separators->len) + separators->len +
				      pm_varint_size(upper->len) + upper->len +
				      pm_varint_size(a->metadata_len) + a->metadata_len +
				      pm_varint_size(a->data_len) + a->data_len + n * 2,
			      err);
	if (p == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	memcpy(p, head, head_len);
	p = put_bytes(p + head_len, separators->data, separators->len);
	p = put_bytes(p, upper->data, upper->len);
	p = put_bytes(p, metadata, a->metadata_len);
	p = put_bytes(p, metadata + a->metadata_len, a->data_len);
	for (i = 0; i < n; i++)
		pm_store_u16(p + i * 2, (uint16_t)g->tokens[i]);
	return PM_OK;
}

static enum pm_status
put_head(struct pm_gather *g, uint64_t length, uint32_t day, size_t n,
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

static enum pm_status
add_article(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
	    uint32_t number, double *since, struct pm_error *err)
{
	const char *text = bytes + a->title_len, *metadata;
	size_t n_title, n;
	enum pm_status status;

	metadata = text + a->text_len + a->id_len + a->url_len + a->source_len +
		   a->author_len;
	pm_postings_open(&g->postings, number);
	pm_buf_clear(&g->separators);
	pm_buf_clear(&g->upper);
	g->n_touched = g->n_joints = g->n_specials = 0;
	g->n_fresh = g->n_pending = 0;
	g->after_large = 0;
	g->field = 0;
	if ((status = split_field(g, bytes, a->title_len, 0, err)) < 0 ||
	    (status = add_field(g, bytes, a->title_len, 0, err)) < 0)
		return status;
	n_title = g->split.n;
	if ((status = pm_gather_title(g, err)) < 0 ||
	    (status = pm_gather_derived(g, n_title, PM_GATHER_TITLE, err)) < 0)
		return status;
	if ((status = split_field(g, text, a->text_len, n_title, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_SPLIT, since, a->title_len + a->text_len);
	if ((status = add_field(g, text, a->text_len, n_title, err)) < 0)
		return status;
	n = n_title + g->split.n;
	if ((status = pm_gather_derived(g, n, PM_GATHER_BODY, err)) < 0 ||
	    (status = put_stream(g, a, metadata, n_title, n, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_LOOK_UP, since, a->title_len + a->text_len);
	if ((status = pm_gather_terms(g, a, bytes, err)) < 0 ||
	    (status = put_head(g, g->postings.length, a->day, n, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_POST, since, a->title_len + a->text_len);
	g->run.total_words += n;
	g->run.text_bytes += a->title_len + a->text_len;
	return PM_OK;
}

enum pm_status
pm_gather_slice(struct pm_gather *g, const struct pm_slice *slice, struct pm_error *err)
{
	struct pm_run *run = &g->run;
	double since = pm_timings_now(g->timings);
	struct pm_run_slice *out;
	enum pm_status status;
	size_t i;

	status = pm_grow(&run->slices, &run->slices_cap, run->n_slices + 1,
			 sizeof *run->slices, err);
	if (status < 0)
		return status;
	out = &run->slices[run->n_slices];
	out->number = slice->number;
	out->first = slice->first;
	out->n = (uint32_t)slice->n;
	out->heads = run->heads.len;
	out->stream = run->stream.len;
	for (i = 0; i < slice->n; i++) {
		const struct pm_slice_article *a = &slice->articles[i];

		status = add_article(g, a, pm_buf_str(&slice->bytes) + a->start,
				     slice->first + (uint32_t)i, &since, err);
		if (status < 0)
			return status;
	}
	out->text_bytes = slice->text_bytes;
	out->heads_end = run->heads.len;
	out->stream_end = run->stream.len;
	run->n_slices++;
	return PM_OK;
}
