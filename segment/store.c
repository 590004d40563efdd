/* Pressmark - reading the store: see store.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The bytes.  All are files of support/pages.h, of kinds "words", "dressing", "pairs" and
 * "articles", version 3; this is their data, but for pairs (pairs.h), empty for folds.
 *
 * words: the codes of all words, nothing else.
 *
 * articles: groups of 64 articles, one after the other; then a u64 for each group, where
 * it begins; a u64, where the last one ends; a u64, the number of articles.  A group:
 *	varint	where the codes of its first article begin, in words
 *	varint	where its filter begins, in pairs, counted in words of 64 bits
 *	varint	number of the dressing block that was open before it (or of the one
 *		that it begins, if it begins one)
 *	varint	bytes that were in that block
 *	for each article: varint words, varint words of the title, varint bytes
 *		of its codes, varint 1 if it begins a block of dressing (else 0),
 *		varint bytes of its dressing
 * If the first article of a group begins a block, it is the block of the group's header;
 * any later one begins the next.
 *
 * dressing: blocks, each a raw deflate stream; then for each a u64, where it begins, and
 * a u32, how many bytes it inflates to; then the text of all separators, the most
 * frequent first; then a u64 for the start of each separator and one for the end of the
 * last, counted from the first; then five u64: number of blocks, where their index
 * begins, number of separators, where their text begins, where it ends.
 *
 * A block inflates to the dressings of its articles, one after the other.  A dressing:
 *	varint	bytes of the article's metadata, and the metadata
 *	varint	bytes of the separators' events
 *	events of the separators, then events of the forms: pairs of varints, how
 *		many were as predicted since the last event, and what this one
 *		is: a separator's number, a form's place
 * Predicted separators: nothing before the first word and after the last word of the
 * title and of the body, one space elsewhere.  (The only separator of a title without
 * words is both; so is that of a body.)  Predicted forms: the word's commonest; but at
 * the start of a field, and after a separator that ends a sentence, the capitalised one,
 * if the commonest is the folded word itself and the word ever occurs capitalised. */
#include "segment/store_parts.h"

#include "segment/store_format.h"
#include "segment/unpack.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"
#include "support/utf8.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>


bool
pm_separator_predicts_capital(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		switch (s[i]) {
		case '.':
		case '!':
		case '?':
		case '\n':
			return true;
		}
	return false;
}

/* --- opening ------------------------------------------------------------ */

static enum pm_status
open_in(struct pm_pages **out, const char *dir, const char *name, struct pm_error *err)
{
	char *path = pm_path_join(dir, name);
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(out, path, name, PM_STORE_VERSION, err);
	free(path);
	return status;
}

static enum pm_status
read_articles_tail(struct pm_store *s, struct pm_error *err)
{
	uint64_t len = pm_pages_len(s->articles), n, groups;
	const uint8_t *p;

	if (len < 16)
		return pm_store_damaged(s->articles, err);
	p = pm_pages_get(s->articles, len - 8, 8, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	n = pm_load_u64(p);
	groups = (n + PM_STORE_GROUP - 1) / PM_STORE_GROUP;
	if (n > UINT32_MAX || (groups + 2) * 8 > len ||
	    n > (len - (groups + 2) * 8) / PM_STORE_ENTRY_MIN)
		return pm_store_damaged(s->articles, err);
	s->n_articles = (uint32_t)n;
	s->groups = len - (groups + 2) * 8;
	return PM_OK;
}

static enum pm_status
read_dressing_tail(struct pm_store *s, struct pm_error *err)
{
	uint64_t len = pm_pages_len(s->dressing), v[5];
	const uint8_t *p;
	unsigned i;

	if (len < sizeof v)
		return pm_store_damaged(s->dressing, err);
	p = pm_pages_get(s->dressing, len - sizeof v, sizeof v, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	for (i = 0; i < 5; i++)
		v[i] = pm_load_u64(p + (size_t)8 * i);
	if (v[0] >= PM_U32_NONE || v[2] >= PM_U32_NONE || v[1] > v[3] || v[3] > v[4] ||
	    v[4] > len || v[0] != (v[3] - v[1]) / 12 ||
	    len - v[4] != 8 * (v[2] + 1) + sizeof v)
		return pm_store_damaged(s->dressing, err);
	s->n_blocks = (uint32_t)v[0];
	s->blocks = v[1];
	s->n_separators = (uint32_t)v[2];
	s->texts = v[3];
	s->texts_end = v[4];
	return PM_OK;
}

/* The commonest separators are found at once; a file without " " or "" is so rare that it
 * may be searched in full. */
static enum pm_status
find_predicted(struct pm_store *s, struct pm_error *err)
{
	uint32_t i;

	s->space = s->nothing = PM_U32_NONE;
	for (i = 0; i < s->n_separators &&
		    (s->space == PM_U32_NONE || s->nothing == PM_U32_NONE);
	     i++) {
		const char *text;
		size_t len;
		enum pm_status status = pm_store_separator(s, i, &text, &len, err);

		if (status < 0)
			return status;
		if (len == 0)
			s->nothing = i;
		else if (len == 1 && text[0] == ' ')
			s->space = i;
	}
	return PM_OK;
}

enum pm_status
pm_store_open(struct pm_store **out, const char *dir, struct pm_error *err)
{
	struct pm_store *s = calloc(1, sizeof *s);
	enum pm_status status;

	if (s == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&s->block, PM_STORE_BLOCK_LIMIT);
	s->block_number = PM_U32_NONE;
	if ((status = open_in(&s->words, dir, PM_WORDS_KIND, err)) < 0 ||
	    (status = open_in(&s->dressing, dir, PM_DRESSING_KIND, err)) < 0 ||
	    (status = open_in(&s->pairs, dir, PM_PAIRS_KIND, err)) < 0 ||
	    (status = open_in(&s->articles, dir, PM_ARTICLES_KIND, err)) < 0 ||
	    (status = read_articles_tail(s, err)) < 0 ||
	    (status = read_dressing_tail(s, err)) < 0)
		goto out;
	s->ends_sentence = pm_calloc(s->n_separators, 1);
	s->is_text = pm_calloc(s->n_separators, 1);
	if (s->ends_sentence == NULL || s->is_text == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	status = find_predicted(s, err);
	pm_pages_in_order(s->dressing);
out:
	if (status < 0)
		pm_store_free(s);
	else
		*out = s;
	return status;
}

void
pm_store_free(struct pm_store *s)
{
	if (s == NULL)
		return;
	if (s->inflater != NULL)
		libdeflate_free_decompressor(s->inflater);
	pm_pages_free(s->words);
	pm_pages_free(s->dressing);
	pm_pages_free(s->pairs);
	pm_pages_free(s->articles);
	pm_buf_release(&s->block);
	free(s->ends_sentence);
	free(s->is_text);
	free(s->places);
	free(s->have_group);
	free(s);
}

enum pm_status
pm_store_verify(struct pm_store *s, struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_pages_verify(s->words, err)) < 0 ||
	    (status = pm_pages_verify(s->dressing, err)) < 0 ||
	    (status = pm_pages_verify(s->pairs, err)) < 0)
		return status;
	return pm_pages_verify(s->articles, err);
}

void
pm_store_file_sizes(const struct pm_store *s, uint64_t sizes[PM_STORE_READ])
{
	sizes[PM_STORE_WORDS] = pm_pages_file_size(s->words);
	sizes[PM_STORE_DRESSING] = pm_pages_file_size(s->dressing);
	sizes[PM_STORE_PAIRS] = pm_pages_file_size(s->pairs);
	sizes[PM_STORE_ARTICLES] = pm_pages_file_size(s->articles);
}

void
pm_store_in_order(const struct pm_store *s)
{
	pm_pages_in_order(s->words);
	pm_pages_in_order(s->pairs);
	pm_pages_in_order(s->articles);
}

enum pm_status
pm_store_will_need(struct pm_store *s, const uint32_t *articles, size_t n,
		   struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_place place;
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++)
		if ((status = pm_store_place(s, articles[i], &place, err)) == PM_OK)
			pm_pages_will_need(s->words, place.words, place.words_bytes);
	return status;
}

void
pm_store_identities(const struct pm_store *s, uint64_t identities[PM_STORE_READ])
{
	identities[PM_STORE_WORDS] = pm_pages_own_identity(s->words);
	identities[PM_STORE_DRESSING] = pm_pages_own_identity(s->dressing);
	identities[PM_STORE_PAIRS] = pm_pages_own_identity(s->pairs);
	identities[PM_STORE_ARTICLES] = pm_pages_own_identity(s->articles);
}

const char *
pm_store_metadata_path(const struct pm_store *s)
{
	return pm_pages_path(s->dressing);
}

uint32_t
pm_store_articles(const struct pm_store *s)
{
	return s->n_articles;
}

uint32_t
pm_store_separators(const struct pm_store *s)
{
	return s->n_separators;
}

enum pm_status
pm_store_separator(struct pm_store *s, uint32_t number, const char **text, size_t *len,
		   struct pm_error *err)
{
	const uint8_t *p;
	uint64_t from, to;

	if (number >= s->n_separators)
		return pm_store_damaged(s->dressing, err);
	p = pm_pages_get(s->dressing, s->texts_end + 8 * (uint64_t)number, 16, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	from = pm_load_u64(p);
	to = pm_load_u64(p + 8);
	if (from > to || to > s->texts_end - s->texts)
		return pm_store_damaged(s->dressing, err);
	p = pm_pages_get(s->dressing, s->texts + from, to - from, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	*text = (const char *)p;
	*len = (size_t)(to - from);
	if (s->is_text[number] != 0)
		return PM_OK;
	s->is_text[number] = pm_utf8_valid(*text, *len);
	return s->is_text[number] != 0 ? PM_OK : pm_store_damaged(s->dressing, err);
}

const uint8_t *
pm_store_codes(struct pm_store *s, const struct pm_place *place, struct pm_error *err)
{
	return pm_pages_get(s->words, place->words, place->words_bytes, err);
}

/* --- decoding ----------------------------------------------------------- */

void
pm_decoded_release(struct pm_decoded *d)
{
	free(d->ranks);
	free(d->separators);
	free(d->forms);
	memset(d, 0, sizeof *d);
}

enum pm_status
pm_store_decode_words(struct pm_store *s, const struct pm_place *place,
		      struct pm_decoded *out, struct pm_error *err)
{
	const uint8_t *p = pm_store_codes(s, place, err);
	enum pm_status status;
	size_t n_impls;

	if (p == NULL)
		return PM_ERR_CORRUPT;
	status = pm_regrow(&out->ranks, &out->ranks_cap, place->n_words,
			   sizeof *out->ranks, err);
	if (status < 0)
		return status;
	if (!pm_unpack_impls(&n_impls)->unpack(p, p + place->words_bytes, out->ranks,
					       place->n_words))
		return pm_store_damaged(s->words, err);
	out->n_words = place->n_words;
	out->n_title = place->n_title;
	return PM_OK;
}

/* Look at all of the blocks' index.  Blocks that overlap may be many and large in a small
 * file, so this is done when the first large one is asked for. */
static enum pm_status
look_at_blocks(struct pm_store *s, struct pm_error *err)
{
	const uint8_t *p = pm_pages_get(s->dressing, s->blocks,
					12 * (uint64_t)s->n_blocks, err);
	uint32_t i;

	if (p == NULL)
		return PM_ERR_CORRUPT;
	for (i = 1; i < s->n_blocks; i++, p += 12)
		if (pm_load_u64(p + 12) < pm_load_u64(p))
			return pm_store_damaged(s->dressing, err);
	s->blocks_ascend = true;
	return PM_OK;
}

/* Inflate a block, unless it is already there. */
static enum pm_status
load_block(struct pm_store *s, uint32_t number, struct pm_error *err)
{
	const uint8_t *p;
	uint64_t from, to;
	uint32_t raw;

	if (s->block_number == number)
		return PM_OK;
	s->block_number = PM_U32_NONE;
	if (number >= s->n_blocks)
		return pm_store_damaged(s->dressing, err);
	p = pm_pages_get(s->dressing, s->blocks + 12 * (uint64_t)number,
			 number + 1 < s->n_blocks ? 20 : 12, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	from = pm_load_u64(p);
	raw = pm_load_u32(p + 8);
	to = number + 1 < s->n_blocks ? pm_load_u64(p + 12) : s->blocks;
	if (from > to || to > s->blocks || to - from > UINT32_MAX ||
	    raw > (to - from) * PM_STORE_INFLATED_MAX)
		return pm_store_damaged(s->dressing, err);
	if ((raw > PM_STORE_LARGE || to - from > PM_STORE_LARGE) && !s->blocks_ascend &&
	    look_at_blocks(s, err) < 0)
		return PM_ERR_CORRUPT;
	p = pm_pages_get(s->dressing, from, to - from, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	if (s->inflater == NULL && (s->inflater = libdeflate_alloc_decompressor()) == NULL)
		return pm_fail_nomem(err);
	pm_buf_clear(&s->block);
	if (pm_buf_reserve(&s->block, raw) == NULL)
		return s->block.status == PM_ERR_LIMIT
			     ? pm_store_damaged(s->dressing, err)
			     : pm_fail_nomem(err);
	if (libdeflate_deflate_decompress(s->inflater, p, (size_t)(to - from),
					  s->block.data, raw, NULL) != LIBDEFLATE_SUCCESS)
		return pm_store_damaged(s->dressing, err);
	pm_buf_advance(&s->block, raw);
	s->block_number = number;
	return PM_OK;
}

static enum pm_status
ends_sentence(struct pm_store *s, uint32_t separator, bool *yes, struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status;

	if (separator == PM_U32_NONE || separator >= s->n_separators)
		return pm_store_damaged(s->dressing, err);
	if (s->ends_sentence[separator] == 0) {
		if ((status = pm_store_separator(s, separator, &text, &len, err)) < 0)
			return status;
		s->ends_sentence[separator] = pm_separator_predicts_capital(text, len)
						    ? 2
						    : 1;
	}
	*yes = s->ends_sentence[separator] == 2;
	return PM_OK;
}

/* Decode the separators FIRST .. LAST from their events P .. END, and note which of them
 * a sentence begins after. */
static enum pm_status
decode_separators(struct pm_store *s, const uint8_t *p, const uint8_t *end, uint32_t first,
		  uint32_t last, struct pm_decoded *out, struct pm_error *err)
{
	uint32_t n = out->n_words + 2, title = out->n_title, i, gap, number;
	const uint32_t fixed[4] = { 0, title, title + 1, n - 1 };
	uint32_t *sep = out->separators;
	enum pm_status status;

	for (i = first; i <= last; i++)
		sep[i] = s->space;
	for (i = 0; i < 4; i++)
		if (fixed[i] >= first && fixed[i] <= last)
			sep[fixed[i]] = s->nothing;
	for (i = 0; p < end; i++) {
		bool ends = false;

		if (i >= n || pm_load_varint32(&p, end, &gap) < 0 || gap >= n - i)
			return pm_store_damaged(s->dressing, err);
		i += gap;
		if (i > last)
			break;
		if (pm_load_varint32(&p, end, &number) < 0)
			return pm_store_damaged(s->dressing, err);
		if (i < first)
			continue;
		sep[i] = number;
		if ((status = ends_sentence(s, number, &ends, err)) < 0)
			return status;
		if (ends && i != title && i + 1 < n)
			out->forms[i < title ? i : i - 1] = PM_FORM_AT_START;
	}
	for (i = first; i <= last; i++)
		if (sep[i] >= s->n_separators)
			return pm_store_damaged(s->dressing, err);
	return PM_OK;
}

/* Decode the forms of words FROM .. TO - 1 that are not as predicted. */
static enum pm_status
decode_forms(struct pm_store *s, const uint8_t *p, const uint8_t *end, uint32_t from,
	     uint32_t to, struct pm_decoded *out, struct pm_error *err)
{
	uint32_t i, gap, form;

	for (i = 0; p < end; i++) {
		if (pm_load_varint32(&p, end, &gap) < 0 || i >= out->n_words ||
		    gap >= out->n_words - i)
			return pm_store_damaged(s->dressing, err);
		i += gap;
		if (i >= to)
			break;
		if (pm_load_varint32(&p, end, &form) < 0 || form == PM_FORM_AT_START)
			return pm_store_damaged(s->dressing, err);
		if (i >= from)
			out->forms[i] = form;
	}
	return PM_OK;
}

/* The article's dressing without its metadata: from *P to *END.  The metadata is before
 * it, from *METADATA on. */
static enum pm_status
find_dressing(struct pm_store *s, const struct pm_place *place, const uint8_t **metadata,
	      const uint8_t **p, const uint8_t **end, struct pm_error *err)
{
	uint64_t last_byte = (uint64_t)place->dressing + place->dressing_bytes;
	size_t metadata_len;
	enum pm_status status = load_block(s, place->block, err);

	if (status < 0)
		return status;
	if (last_byte > s->block.len)
		return pm_store_damaged(s->dressing, err);
	*p = s->block.data + place->dressing;
	*end = *p + place->dressing_bytes;
	return pm_load_bytes(p, *end, metadata, &metadata_len) < 0
		     ? pm_store_damaged(s->dressing, err)
		     : PM_OK;
}

enum pm_status
pm_store_metadata(struct pm_store *s, const struct pm_place *place, struct pm_buf *out,
		  struct pm_error *err)
{
	const uint8_t *metadata, *p, *end;
	enum pm_status status = find_dressing(s, place, &metadata, &p, &end, err);

	if (status < 0)
		return status;
	pm_buf_put(out, metadata, (size_t)(p - metadata));
	return pm_buf_check(out, "the metadata of an article", err);
}

enum pm_status
pm_store_decode_window(struct pm_store *s, const struct pm_place *place, uint32_t from,
		       uint32_t to, struct pm_decoded *out, struct pm_error *err)
{
	const uint8_t *metadata, *p, *end, *events;
	size_t events_len;
	uint32_t first, last;
	enum pm_status status;

	if ((status = find_dressing(s, place, &metadata, &p, &end, err)) < 0)
		return status;
	out->n_words = place->n_words;
	out->n_title = place->n_title;
	status = pm_regrow(&out->separators, &out->separators_cap,
			   (size_t)place->n_words + 2, sizeof *out->separators, err);
	if (status == PM_OK)
		status = pm_regrow(&out->forms, &out->forms_cap, place->n_words,
				   sizeof *out->forms, err);
	if (status < 0)
		return status;
	if (pm_load_bytes(&p, end, &events, &events_len) < 0)
		return pm_store_damaged(s->dressing, err);
	first = from <= out->n_title ? from : from + 1;
	last = to == out->n_words ? to + 1 : to <= out->n_title ? to : to + 1;
	if (from < to)
		memset(out->forms + from, 0, (to - from) * sizeof *out->forms);
	status = decode_separators(s, events, events + events_len, first, last, out, err);
	if (status < 0)
		return status;
	/* Title and body begin like a sentence. */
	if (from == 0 && to > 0)
		out->forms[0] = PM_FORM_AT_START;
	if (from <= out->n_title && to > out->n_title)
		out->forms[out->n_title] = PM_FORM_AT_START;
	return decode_forms(s, p, end, from, to, out, err);
}

enum pm_status
pm_store_decode_dressing(struct pm_store *s, const struct pm_place *place,
			 struct pm_decoded *out, struct pm_error *err)
{
	return pm_store_decode_window(s, place, 0, place->n_words, out, err);
}
