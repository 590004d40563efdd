/* Pressmark - pressmark-index check, one segment: see check_segment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_segment.h"

#include "indexer/check_blocks.h"
#include "indexer/check_copies.h"
#include "indexer/check_folds.h"
#include "indexer/check_origins.h"
#include "indexer/check_shares.h"
#include "indexer/verify.h"
#include "segment/metadata.h"
#include "segment/stemming.h"
#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/sort.h"
#include "text/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pm_segment_check {
	struct pm_index *index;
	struct pm_stemmers stemmers;
	struct pm_check_result *result;
	struct pm_metadata_reader metadata;
	/* BEFORE: the last entry of a list: its word, NUL, its stem */
	PM_BUF_GROUP(title, body, data, before, here, pairs);
	struct pm_decoded decoded;
	uint64_t *counts; /* by rank */
	struct pm_share_sums sums;
	struct pm_check_sketches sketches;
	struct pm_check_origins origins;
	struct pm_addresses addresses;
};

/* The words that aliases stand for by themselves. */
static enum pm_status
find_addresses(struct pm_segment_check *c, struct pm_lexicon *lex, struct pm_error *err)
{
	uint32_t words = pm_lexicon_words(lex);
	struct pm_alias_target *targets = NULL;
	struct pm_cursor cursor;
	enum pm_status status = pm_addresses_init(&c->addresses, words, err);
	size_t cap = 0, n, i;

	if (status < 0)
		return status;
	pm_cursor_init(&cursor, lex);
	for (status = pm_cursor_seek(&cursor, PM_LIST_ALIASES, "", 0, err);
	     status == PM_OK; status = pm_cursor_next(&cursor, err)) {
		status = pm_cursor_targets(&cursor, &targets, &cap, &n, err);
		for (i = 0; status == PM_OK && i < n; i++)
			if (targets[i].n_parts == 1 && targets[i].ranks[0] < words)
				pm_addresses_add(&c->addresses, targets[i].ranks[0]);
		if (status < 0)
			break;
	}
	free(targets);
	pm_cursor_release(&cursor);
	return status < 0 ? status : PM_OK;
}

/* The filter of an article is the one that its words make, all of which the lexicon
 * has. */
static enum pm_status
check_pairs(struct pm_segment_check *c, struct pm_store *store,
	    const struct pm_place *place, uint32_t article, struct pm_error *err)
{
	size_t len = (size_t)8 * pm_pairs_words(place->n_words);
	const uint8_t *codes, *there;

	if (len == 0)
		return PM_OK;
	pm_buf_clear(&c->pairs);
	if (pm_buf_reserve(&c->pairs, len) == NULL)
		return pm_fail_nomem(err);
	if ((codes = pm_store_codes(store, place, err)) == NULL ||
	    (there = pm_store_pairs(store, place, err)) == NULL)
		return PM_ERR_CORRUPT;
	if (!pm_pairs_make(codes, place->words_bytes, place->n_words, place->n_title,
			   &c->addresses, c->pairs.data) ||
	    memcmp(there, c->pairs.data, len) != 0)
		return pm_corrupt(err, pm_store_pairs_path(store),
				  "article %u has other neighbours", (unsigned)article);
	return PM_OK;
}

static enum pm_status
count_words(struct pm_segment_check *c, struct pm_segment *seg, uint32_t article,
	    struct pm_error *err)
{
	struct pm_store *store = pm_segment_store(seg);
	struct pm_place place;
	enum pm_status status;
	uint32_t i, n = pm_lexicon_words(pm_segment_lexicon(seg));

	if ((status = pm_store_place(store, article, &place, err)) < 0 ||
	    (status = pm_store_decode_words(store, &place, &c->decoded, err)) < 0)
		return status;
	for (i = 0; i < c->decoded.n_words; i++) {
		if (c->decoded.ranks[i] >= n)
			return pm_corrupt(err, pm_lexicon_path(pm_segment_lexicon(seg)),
					  "article %u has a word that the lexicon does not have",
					  (unsigned)article);
		c->counts[c->decoded.ranks[i]]++;
	}
	pm_share_sums_add(&c->sums, article, c->decoded.ranks, c->decoded.n_words);
	return check_pairs(c, store, &place, article, err);
}

static enum pm_status
check_articles(struct pm_segment_check *c, size_t number, struct pm_error *err)
{
	struct pm_segment *seg = c->index->segments[number];
	const struct pm_segment_info *info = &c->index->generation.segments[number];
	uint32_t i;
	uint64_t text = 0;
	enum pm_status status = pm_check_origins_enter(&c->origins, number, err);

	for (i = 1; i <= info->articles && status == PM_OK; i++) {
		struct pm_metadata m;

		pm_buf_clear(&c->title);
		pm_buf_clear(&c->body);
		pm_buf_clear(&c->data);
		if ((status = pm_segment_text(seg, i, &c->title, &c->body, err)) < 0 ||
		    (status = count_words(c, seg, i, err)) < 0 ||
		    (status = pm_segment_metadata(seg, i, &c->data, err)) < 0)
			break;
		status = pm_metadata_read(&c->metadata, c->data.data, c->data.len,
					  pm_segment_metadata_path(seg), &m, err);
		if (status == PM_OK)
			status = pm_check_sketch(&c->sketches, i, &c->decoded, m.day, err);
		if (status == PM_OK)
			status = pm_check_origin(&c->origins, i, &m, &c->title, &c->body,
						 err);
		text += c->title.len + c->body.len;
	}
	if (status == PM_OK && text != info->text_bytes)
		status = pm_corrupt(err, pm_segment_metadata_path(seg),
				    "its articles have %llu byte%s of text, the "
				    "generation says %llu",
				    (unsigned long long)text, text == 1 ? "" : "s",
				    (unsigned long long)info->text_bytes);
	return status;
}

static enum pm_status
check_word(struct pm_segment_check *c, struct pm_cursor *cursor, struct pm_error *err)
{
	uint64_t count = c->counts[pm_entry_rank(&cursor->entry)];
	enum pm_status status;
	bool known, same;

	if (cursor->entry.count != count)
		return pm_corrupt(err, pm_lexicon_path(cursor->lex),
				  "'%s' occurs %llu time%s, the lexicon says %llu",
				  cursor->entry.word, (unsigned long long)count,
				  count == 1 ? "" : "s",
				  (unsigned long long)cursor->entry.count);
	status = pm_stem_compare(&c->stemmers, cursor, &known, &same, err);
	c->result->words += known;
	c->result->other += known && !same;
	return status;
}

/* Entries stand in the order of their words, then of their stems, each once. */
static enum pm_status
check_order(struct pm_segment_check *c, const struct pm_cursor *cursor, bool first,
	    struct pm_error *err)
{
	struct pm_buf before = c->before;

	pm_buf_clear(&c->here);
	pm_buf_put(&c->here, cursor->entry.word, cursor->entry.len);
	pm_buf_putc(&c->here, '\0');
	pm_cursor_stem(cursor, &c->here);
	if (c->here.status < 0)
		return pm_fail_nomem(err);
	if (!first && pm_compare_bytes(pm_buf_str(&before), before.len,
				       pm_buf_str(&c->here), c->here.len) >= 0)
		return pm_corrupt(err, pm_lexicon_path(cursor->lex),
				  "'%s' is not in its place", cursor->entry.word);
	c->before = c->here;
	c->here = before;
	return PM_OK;
}

/* Check the order of the lexicon, that its count of each word is that of the articles,
 * and compare its stems. */
static enum pm_status
check_entries(struct pm_segment_check *c, struct pm_lexicon *lex, struct pm_error *err)
{
	struct pm_cursor cursor;
	enum pm_status status = PM_OK;
	unsigned list;

	pm_cursor_init(&cursor, lex);
	for (list = 0; list < PM_LISTS && status == PM_OK; list++) {
		bool first = true;

		for (status = pm_cursor_seek(&cursor, list, "", 0, err); status == PM_OK;
		     status = pm_cursor_next(&cursor, err), first = false)
			if ((status = check_order(c, &cursor, first, err)) < 0 ||
			    (list != PM_LIST_ALIASES &&
			     (status = check_word(c, &cursor, err)) < 0))
				break;
		if (status == PM_END)
			status = PM_OK;
	}
	pm_cursor_release(&cursor);
	return status;
}

static enum pm_status
check_database(const char *segment, struct pm_error *err)
{
	char *database = pm_path_join(segment, PM_SEGMENT_DATABASE);
	enum pm_status status = database == NULL ? pm_fail_nomem(err)
						 : pm_verify_database(segment, err);

	if (status == PM_OK)
		status = pm_db_check(database, err);
	free(database);
	return status;
}

/* The lengths that can be read in place are those of the database. */
static enum pm_status
check_lengths(struct pm_segment_check *c, size_t i, struct pm_error *err)
{
	struct pm_glass *const *lists, *own = NULL;
	struct pm_pages *given = NULL;
	const uint32_t *lengths;
	const uint8_t *bytes;
	enum pm_status status = pm_index_lists(c->index, &lists, err);
	uint32_t article;

	if (status != PM_OK)
		return status < 0 ? status : PM_OK;
	given = c->index->lengths[i];
	if ((status = pm_pages_verify(given, err)) == PM_OK &&
	    (status = pm_glass_open(&own, pm_db_dir(c->index->db, i),
				    pm_db_guard(c->index->db, i), err)) == PM_OK)
		status = pm_glass_lengths(own, 0, own->last, &lengths, err);
	bytes = status == PM_OK ? pm_pages_get(given, 0, pm_pages_len(given), err) : NULL;
	if (status == PM_OK && bytes == NULL)
		status = PM_ERR_CORRUPT;
	for (article = 0; status == PM_OK && article <= own->last; article++)
		if (pm_load_u32(bytes + 4 * (size_t)article) != lengths[article])
			status = pm_corrupt(err, pm_pages_path(given),
					    "article %u has another length",
					    (unsigned)article);
	pm_glass_free(own);
	return status;
}

static enum pm_status
check_shares(struct pm_segment_check *c, size_t i, struct pm_error *err)
{
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(c->index, &lists, err);

	return status < 0 ? status
			  : pm_check_shares(&c->sums, c->index->segments[i],
					    status == PM_OK ? lists[i] : NULL, err);
}

static enum pm_status
check_folds(struct pm_segment_check *c, size_t i, struct pm_error *err)
{
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(c->index, &lists, err);

	return status < 0 ? status
			  : pm_check_folds(c->index->segments[i],
					   status == PM_OK ? lists[i] : NULL, err);
}

enum pm_status
pm_segment_check_run(struct pm_segment_check *c, size_t i, struct pm_error *err)
{
	struct pm_segment *seg = c->index->segments[i];
	char *path = pm_path_join(c->index->dir, c->index->generation.segments[i].name);
	enum pm_status status;

	/* what is gone is in the files, and is compared too */
	pm_lexicon_leave_out(pm_segment_lexicon(seg), NULL);
	c->counts = pm_calloc(pm_lexicon_words(pm_segment_lexicon(seg)),
			      sizeof *c->counts);
	if (path == NULL || c->counts == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_share_sums_init(&c->sums,
					      pm_lexicon_words(pm_segment_lexicon(seg)),
					      err)) == PM_OK &&
		 (status = pm_lexicon_verify(pm_segment_lexicon(seg), err)) == PM_OK &&
		 (status = pm_store_verify(pm_segment_store(seg), err)) == PM_OK &&
		 (status = pm_check_sketches_init(&c->sketches, seg, err)) == PM_OK &&
		 (status = check_database(path, err)) == PM_OK &&
		 (status = check_folds(c, i, err)) == PM_OK &&
		 (status = find_addresses(c, pm_segment_lexicon(seg), err)) == PM_OK &&
		 (status = check_articles(c, i, err)) == PM_OK &&
		 (status = check_entries(c, pm_segment_lexicon(seg), err)) == PM_OK &&
		 (status = check_lengths(c, i, err)) == PM_OK)
		status = check_shares(c, i, err);
	/* another Unicode may fold words, and so make keys, in another way */
	if (status == PM_OK && !c->result->other_unicode)
		status = pm_check_blocks(seg, err);
	pm_share_sums_release(&c->sums);
	pm_check_sketches_release(&c->sketches);
	pm_addresses_release(&c->addresses);
	free(c->counts);
	c->counts = NULL;
	free(path);
	return status;
}

/* Which stemmer and Unicode there were, and which there are. */
static enum pm_status
note_versions(struct pm_segment_check *c, struct pm_error *err)
{
	const struct pm_generation *g = &c->index->generation;
	struct pm_check_result *r = c->result;

	snprintf(r->then, sizeof r->then, "%s", g->stemmer);
	snprintf(r->unicode_then, sizeof r->unicode_then, "%s", g->unicode);
	snprintf(r->unicode_now, sizeof r->unicode_now, "%s", pm_unicode_version());
	r->other_unicode = strcmp(r->unicode_then, r->unicode_now) != 0;
	return pm_stemmer_version(r->now, sizeof r->now, err);
}

enum pm_status
pm_segment_check_new(struct pm_segment_check **out, struct pm_index *index,
		     const struct pm_files *files, struct pm_check_result *result,
		     struct pm_error *err)
{
	struct pm_segment_check *c = pm_calloc(1, sizeof *c);
	enum pm_status status;

	if (c == NULL)
		return pm_fail_nomem(err);
	c->index = index;
	c->result = result;
	pm_bufs_init(c->bufs, PM_BUFS(c));
	if ((status = note_versions(c, err)) < 0 ||
	    (status = pm_stemmers_of(&c->stemmers, index, err)) < 0 ||
	    (status = pm_check_origins_init(&c->origins, index, files, err)) < 0) {
		pm_segment_check_free(c);
		return status;
	}
	*out = c;
	return PM_OK;
}

void
pm_segment_check_free(struct pm_segment_check *c)
{
	if (c == NULL)
		return;
	pm_check_origins_release(&c->origins);
	pm_metadata_reader_release(&c->metadata);
	pm_decoded_release(&c->decoded);
	pm_bufs_release(c->bufs, PM_BUFS(c));
	pm_stemmers_release(&c->stemmers);
	free(c);
}

struct pm_digest128
pm_segment_check_sum(const struct pm_segment_check *c)
{
	return c->origins.sum;
}
