/* Pressmark - recoding articles for the store: see store.h, and store.c for the
 * bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store_parts.h"

#include "segment/codes.h"
#include "segment/store_format.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Words processed together. */
#define STRETCH 1024u
/* Bytes of an event: two 32-bit numbers. */
#define EVENT_MAX 10u
/* Surfaces are prefetched this many words ahead. */
#define AHEAD 12u
/* Scratch that has grown beyond this is freed after the article. */
#define KEEP ((size_t)4 << 20)

struct pm_surface_code
pm_surface_code(uint32_t rank, uint32_t form, uint32_t capital, uint32_t word)
{
	uint8_t bytes[PM_CODE_MAX] = { 0 };
	struct pm_surface_code code;

	code.form = form << PM_SURFACE_PLACE | (uint32_t)pm_code_put(bytes, rank);
	code.code = pm_load_u32(bytes);
	code.word = word;
	if (form != 0)
		code.form |= PM_SURFACE_ODD_INSIDE;
	if (form != capital)
		code.form |= PM_SURFACE_ODD_START;
	return code;
}

enum pm_status
pm_store_piece_new(struct pm_store_piece **out, const struct pm_store_writer *w,
		   struct pm_error *err)
{
	struct pm_store_piece *piece = calloc(1, sizeof *piece);

	if (piece == NULL)
		return pm_fail_nomem(err);
	piece->writer = w;
	pm_buf_init(&piece->codes, PM_BUF_NO_LIMIT);
	pm_buf_init(&piece->pairs, PM_BUF_NO_LIMIT);
	pm_buf_init(&piece->sketches, PM_BUF_NO_LIMIT);
	pm_buf_init(&piece->raw, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&piece->events, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&piece->forms, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&piece->packed, PM_BUF_NO_LIMIT);
	piece->z = libdeflate_alloc_compressor(PM_STORE_DEFLATE_LEVEL);
	if (piece->z == NULL) {
		pm_store_piece_free(piece);
		return pm_fail_nomem(err);
	}
	*out = piece;
	return PM_OK;
}

void
pm_store_piece_free(struct pm_store_piece *piece)
{
	if (piece == NULL)
		return;
	libdeflate_free_compressor(piece->z);
	pm_buf_release(&piece->codes);
	pm_buf_release(&piece->pairs);
	pm_buf_release(&piece->sketches);
	pm_buf_release(&piece->raw);
	pm_buf_release(&piece->events);
	pm_buf_release(&piece->forms);
	pm_buf_release(&piece->packed);
	free(piece->articles);
	free(piece->blocks);
	free(piece);
}

/* Deflate the current block and begin a new one. */
static enum pm_status
end_block(struct pm_store_piece *piece, struct pm_error *err)
{
	struct pm_store_block *block;
	enum pm_status status;
	size_t bound, packed;
	uint8_t *p;

	if (piece->raw.len == 0)
		return PM_OK;
	status = pm_grow(&piece->blocks, &piece->blocks_cap, piece->n_blocks + 1,
			 sizeof *piece->blocks, err);
	if (status < 0)
		return status;
	bound = libdeflate_deflate_compress_bound(piece->z, piece->raw.len);
	p = pm_buf_reserve(&piece->packed, bound);
	if (p == NULL)
		return pm_fail_nomem(err);
	packed = libdeflate_deflate_compress(piece->z, piece->raw.data, piece->raw.len, p,
					     bound);
	if (packed == 0 || packed > UINT32_MAX)
		return pm_fail(err, PM_ERR_INTERNAL, "a block could not be deflated");
	pm_buf_advance(&piece->packed, packed);
	block = &piece->blocks[piece->n_blocks++];
	block->raw = (uint32_t)piece->raw.len;
	block->packed = (uint32_t)packed;
	pm_buf_clear(&piece->raw);
	return PM_OK;
}

enum pm_status
pm_store_piece_end(struct pm_store_piece *piece, struct pm_error *err)
{
	return end_block(piece, err);
}

/* --- an article --------------------------------------------------------- */

/* The state of recoding one article. */
struct recoding {
	struct pm_store_piece *piece;
	const struct pm_store_coding *coding;
	const struct pm_store_text *text;
	const uint8_t *separators, *separators_end; /* not yet read */
	const uint8_t *upper, *upper_end;	    /* not yet read */
	uint32_t large, bits; /* the next token with upper bits, and these */
	uint32_t word;	      /* index of the next one */
};

/* Append two numbers to B, which has room for them. */
static inline void
put_event(struct pm_buf *b, uint32_t *gap, uint32_t what)
{
	b->len += pm_store_varint(b->data + b->len, *gap);
	b->len += pm_store_varint(b->data + b->len, what);
	*gap = 0;
}

/* The next separator that was not predicted. */
static enum pm_status
next_separator(struct recoding *r, uint32_t *number, struct pm_error *err)
{
	uint32_t id;

	if (pm_load_varint32(&r->separators, r->separators_end, &id) < 0)
		return pm_fail(err, PM_ERR_INTERNAL, "a run lacks a separator");
	*number = r->coding->separators[id];
	return PM_OK;
}

/* Up to STRETCH words.  The places of exceptions are collected first, and handled in a
 * loop of their own: whether the current word is one cannot be predicted, so a branch for
 * each word would cost more than everything else. */
struct stretch {
	uint32_t n, n_odd, n_formed;
	uint32_t tokens[STRETCH];
	uint16_t odd[STRETCH];	  /* words after an unpredicted separator */
	uint8_t starts[STRETCH];  /* whether a sentence begins with the word */
	uint16_t formed[STRETCH]; /* words with an unpredicted form */
	uint32_t forms[STRETCH];  /* the `form` of their surface */
	uint32_t words[STRETCH];  /* hashes, of all */
};

/* Find the next token with upper bits, from the word FROM on. */
static enum pm_status
next_large(struct recoding *r, uint32_t from, struct pm_error *err)
{
	uint32_t between;

	r->large = UINT32_MAX;
	if (r->upper == r->upper_end)
		return PM_OK;
	if (pm_load_varint32(&r->upper, r->upper_end, &between) < 0 ||
	    pm_load_varint32(&r->upper, r->upper_end, &r->bits) < 0 ||
	    between >= r->text->n_words - from)
		return pm_fail(err, PM_ERR_INTERNAL, "a run's tokens do not fit together");
	r->large = from + between;
	return PM_OK;
}

/* Read the tokens, and find which follow a separator other than the predicted one. */
static enum pm_status
read_tokens(struct recoding *r, struct stretch *s, struct pm_error *err)
{
	const uint8_t *lower = r->text->tokens + (size_t)r->word * 2;
	enum pm_status status = PM_OK;
	uint32_t n = 0, i;

	for (i = 0; i < s->n; i++) {
		uint32_t token = pm_load_u16(lower + (size_t)i * 2);

		s->tokens[i] = token;
		s->odd[n] = (uint16_t)i;
		n += token & 1;
	}
	while (r->large - r->word < s->n && status == PM_OK) {
		s->tokens[r->large - r->word] |= r->bits << 16;
		status = next_large(r, r->large + 1, err);
	}
	s->n_odd = n;
	return status;
}

/* Recode the separators that were not predicted.  FIRST: the field begins here. */
static enum pm_status
recode_separators(struct recoding *r, struct stretch *s, bool first, struct pm_error *err)
{
	struct pm_store_piece *piece = r->piece;
	const bool *ends_sentence = piece->writer->ends_sentence;
	uint32_t behind = 0, number = 0, i;
	enum pm_status status;

	memset(s->starts, 0, s->n);
	s->starts[0] = first;
	for (i = 0; i < s->n_odd; i++) {
		uint32_t at = s->odd[i];

		if ((status = next_separator(r, &number, err)) < 0)
			return status;
		piece->gap += at - behind;
		behind = at + 1;
		put_event(&piece->events, &piece->gap, number);
		s->starts[at] |= ends_sentence[number];
	}
	piece->gap += s->n - behind;
	return PM_OK;
}

/* Write the codes, and find which words have a form that was not predicted. */
static void
recode_words(struct recoding *r, struct stretch *s)
{
	const struct pm_surface_code *surfaces = r->coding->surfaces;
	struct pm_buf *out = &r->piece->codes;
	uint8_t *codes = out->data + out->len;
	uint32_t n_formed = 0, i;

	for (i = 0; i < s->n; i++) {
		struct pm_surface_code code = surfaces[s->tokens[i] >> 1];

		if (i + AHEAD < s->n)
			__builtin_prefetch(&surfaces[s->tokens[i + AHEAD] >> 1]);
		pm_store_u32(codes, code.code);
		s->words[i] = code.word;
		codes += code.form & PM_SURFACE_CODE_LEN;
		s->formed[n_formed] = (uint16_t)i;
		s->forms[n_formed] = code.form;
		n_formed += (code.form & (PM_SURFACE_ODD_INSIDE << s->starts[i])) != 0;
	}
	out->len = (size_t)(codes - out->data);
	s->n_formed = n_formed;
}

static void
recode_forms(struct recoding *r, const struct stretch *s)
{
	struct pm_store_piece *piece = r->piece;
	uint32_t behind = 0, i;

	for (i = 0; i < s->n_formed; i++) {
		piece->form_gap += s->formed[i] - behind;
		behind = s->formed[i] + 1u;
		put_event(&piece->forms, &piece->form_gap,
			  s->forms[i] >> PM_SURFACE_PLACE);
	}
	piece->form_gap += s->n - behind;
}

enum field { FIELD_TITLE, FIELD_BODY };

/* Recode the next words of a field, at most up to END. */
static enum pm_status
recode_stretch(struct recoding *r, enum field field, uint32_t end, struct pm_error *err)
{
	struct pm_store_piece *piece = r->piece;
	struct stretch s;
	enum pm_status status;

	s.n = end - r->word < STRETCH ? end - r->word : STRETCH;
	pm_buf_reserve(&piece->codes, s.n * sizeof(uint32_t));
	pm_buf_reserve(&piece->events, s.n * (size_t)EVENT_MAX);
	pm_buf_reserve(&piece->forms, s.n * (size_t)EVENT_MAX);
	if ((status = pm_buf_check(&piece->codes, "the words of an article", err)) < 0 ||
	    (status = pm_buf_check(&piece->events, "the separators of an article", err)) <
		    0 ||
	    (status = pm_buf_check(&piece->forms, "the forms of an article", err)) < 0 ||
	    (status = read_tokens(r, &s, err)) < 0 ||
	    (status = recode_separators(r, &s, !piece->field_begun, err)) < 0)
		return status;
	recode_words(r, &s);
	recode_forms(r, &s);
	if (field == FIELD_BODY)
		pm_sketcher_add(&piece->sketcher, s.words, s.n);
	r->word += s.n;
	return PM_OK;
}

/* Recode the words of a field up to END; ENDS: the field ends with them. */
static enum pm_status
recode_field(struct recoding *r, enum field field, uint32_t end, bool ends,
	     struct pm_error *err)
{
	struct pm_store_piece *piece = r->piece;
	enum pm_status status;
	uint32_t number = 0;

	for (; r->word < end; piece->field_begun = true)
		if ((status = recode_stretch(r, field, end, err)) < 0)
			return status;
	if (!ends)
		return PM_OK;
	piece->field_begun = false;
	if ((status = next_separator(r, &number, err)) < 0)
		return status;
	if (number == piece->writer->nothing) {
		piece->gap++;
		return PM_OK;
	}
	if (pm_buf_reserve(&piece->events, EVENT_MAX) == NULL)
		return pm_buf_check(&piece->events, "the dressing of an article", err);
	put_event(&piece->events, &piece->gap, number);
	return PM_OK;
}

static enum pm_status
begin_article(struct pm_store_piece *piece, struct pm_error *err)
{
	enum pm_status status;

	if (piece->raw.len >= PM_STORE_BLOCK && (status = end_block(piece, err)) < 0)
		return status;
	piece->codes_start = piece->codes.len;
	piece->raw_start = piece->raw.len;
	piece->n_words = piece->n_title = 0;
	piece->gap = piece->form_gap = 0;
	piece->field_begun = false;
	pm_sketcher_begin(&piece->sketcher);
	pm_buf_clear(&piece->events);
	pm_buf_clear(&piece->forms);
	return PM_OK;
}

/* Move the bytes of FROM to the end of TO; memory that a huge article took is freed. */
static void
move(struct pm_buf *to, struct pm_buf *from)
{
	pm_buf_put(to, from->data, from->len);
	if (from->cap > KEEP)
		pm_buf_release(from);
	pm_buf_clear(from);
}

static enum pm_status
make_pairs(struct pm_store_piece *piece, struct pm_error *err)
{
	size_t len = (size_t)8 * pm_pairs_words(piece->n_words);
	uint8_t *out = pm_buf_reserve(&piece->pairs, len);

	if (out == NULL)
		return pm_fail_nomem(err);
	if (!pm_pairs_make(piece->codes.data + piece->codes_start,
			   piece->codes.len - piece->codes_start, piece->n_words,
			   piece->n_title, &piece->writer->plan.addresses, out))
		return pm_fail(err, PM_ERR_INTERNAL,
			       "the words of an article do not fit together");
	pm_buf_advance(&piece->pairs, len);
	return PM_OK;
}

static enum pm_status
make_sketch(struct pm_store_piece *piece, uint32_t day, struct pm_error *err)
{
	uint8_t *out = pm_buf_reserve(&piece->sketches, PM_SKETCH_BYTES);

	if (out == NULL)
		return pm_fail_nomem(err);
	pm_sketcher_end(&piece->sketcher, day, out);
	pm_buf_advance(&piece->sketches, PM_SKETCH_BYTES);
	return PM_OK;
}

static enum pm_status
end_article(struct pm_store_piece *piece, const struct pm_store_text *text,
	    struct pm_error *err)
{
	struct pm_store_article *a;
	enum pm_status status;

	status = pm_grow(&piece->articles, &piece->articles_cap, piece->n_articles + 1,
			 sizeof *piece->articles, err);
	if (status < 0)
		return status;
	pm_buf_put_varint(&piece->raw, text->metadata_len);
	pm_buf_put(&piece->raw, text->metadata, text->metadata_len);
	pm_buf_put_varint(&piece->raw, piece->events.len);
	move(&piece->raw, &piece->events);
	move(&piece->raw, &piece->forms);
	if (piece->raw.status < 0)
		return pm_buf_check(&piece->raw, "the dressing of an article", err);
	if (piece->codes.len - piece->codes_start > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "the words of an article exceed 4 GiB");
	if ((piece->n_words > 0 && !piece->writer->plan.of_folds &&
	     (status = make_pairs(piece, err)) < 0) ||
	    (status = make_sketch(piece, text->day, err)) < 0)
		return status;
	a = &piece->articles[piece->n_articles++];
	a->n_words = piece->n_words;
	a->n_title = piece->n_title;
	a->codes = (uint32_t)(piece->codes.len - piece->codes_start);
	a->dressing = (uint32_t)(piece->raw.len - piece->raw_start);
	a->begins_block = piece->raw_start == 0;
	return PM_OK;
}

enum pm_status
pm_store_piece_add(struct pm_store_piece *piece, const struct pm_store_coding *coding,
		   const struct pm_store_text *text, struct pm_error *err)
{
	struct recoding r = {
		.piece = piece,
		.coding = coding,
		.text = text,
		.separators = text->separators,
		.separators_end = text->separators + text->separators_len,
		.upper = text->upper,
		.upper_end = text->upper + text->upper_len,
	};
	bool title = (text->part & PM_STORE_TITLE_END) != 0;
	bool body = (text->part & PM_STORE_ENDS) != 0;
	enum pm_status status;

	if ((text->part & PM_STORE_BEGINS) && (status = begin_article(piece, err)) < 0)
		return status;
	if ((status = next_large(&r, 0, err)) < 0 ||
	    (status = recode_field(&r, FIELD_TITLE, text->n_title, title, err)) < 0 ||
	    (status = recode_field(&r, FIELD_BODY, text->n_words, body, err)) < 0)
		return status;
	piece->n_words += text->n_words;
	piece->n_title += text->n_title;
	return body ? end_article(piece, text, err) : PM_OK;
}
