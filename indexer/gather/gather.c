/* Pressmark - gathering: see gather.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/gather_parts.h"

#include "support/bytes.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* Places for several parts of large articles. */
#define SCRATCH_KEEP (4 * PM_GATHER_PART)

static const char *const spill_names[] = { "words", "aliases", "terms",
					   "heads", "stream",  "huge" };

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
	pm_spool_init(&g->run.huge, g->paths[5], g->memory / 32);
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
	g->several = strcmp(language, PM_LANGUAGE_AUTO) == 0;
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
	pm_buf_init(&g->address, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->fold_text, PM_BUF_NO_LIMIT);
	pm_buf_init(&g->fold_place, PM_BUF_NO_LIMIT);
	pm_run_init(&g->run);
	if ((status = make_paths(g, err)) < 0 ||
	    (status = pm_stemmer_new(&g->stemmer, g->several ? "none" : language, err)) <
		    0 ||
	    (status = pm_digest_new(&g->digest, err)) < 0 ||
	    (status = pm_gather_begin(g, err)) < 0)
		pm_gather_release(g);
	return status;
}

/* Free scratch that a field of many bytes has made large. */
static void
trim(struct pm_gather *g)
{
	struct pm_buf *scratch[] = { &g->fold, &g->stems, &g->stem, &g->scratch,
				     &g->fold_text };
	size_t i;

	for (i = 0; i < sizeof scratch / sizeof *scratch; i++)
		if (scratch[i]->cap > SCRATCH_KEEP)
			pm_buf_release(scratch[i]);
}

/* Scratch that a text without a place to cut it has made huge: it counts as memory of
 * the run, and would let each of the next runs end at once. */
static void
shrink(struct pm_gather *g)
{
	if (g->tokens_cap <= SCRATCH_KEEP && g->split.cap <= SCRATCH_KEEP)
		return;
	free(g->tokens);
	free(g->seen);
	free(g->touched);
	free(g->starts);
	pm_words_release(&g->split);
	g->tokens = g->seen = g->touched = NULL;
	g->starts = NULL;
	g->tokens_cap = g->seen_cap = g->touched_cap = g->starts_cap = 0;
}

void
pm_gather_empty(struct pm_gather *g)
{
	shrink(g);
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
	free(g->huge_surfaces.list);
	free(g->huge_words.list);
	g->huge_surfaces = g->huge_words = (struct pm_gather_huges){ NULL, 0, 0 };
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
	for (i = 0; i < PM_LANGUAGES_MAX; i++)
		pm_stemmer_free(g->by_language[i]);
	pm_digest_free(g->digest);
	pm_words_release(&g->split);
	pm_words_release(&g->probe);
	pm_buf_release(&g->separators);
	pm_buf_release(&g->upper);
	pm_buf_release(&g->fold);
	pm_buf_release(&g->stems);
	pm_buf_release(&g->stem);
	pm_buf_release(&g->scratch);
	pm_buf_release(&g->record);
	pm_buf_release(&g->address);
	pm_buf_release(&g->fold_text);
	pm_buf_release(&g->fold_place);
	free(g->cuts);
	for (i = 0; i < sizeof g->paths / sizeof *g->paths; i++)
		free(g->paths[i]);
	free(g->joins);
	free(g->tokens);
	free(g->seen);
	free(g->touched);
	free(g->joints);
	free(g->specials);
	free(g->starts);
	memset(g, 0, sizeof *g);
}

/* --- articles ----------------------------------------------------------- */

static enum pm_status
add_field(struct pm_gather *g, const char *prefix, const char *value, size_t len,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t at = 0;

	while (at < len && status == PM_OK)
		status = pm_gather_field_terms(g, prefix, value, len, at, &at, err);
	return status;
}

static enum pm_status
add_article(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
	    uint32_t number, double *since, struct pm_error *err)
{
	const char *text = bytes + a->title_len;
	size_t n_title, n;
	enum pm_status status;

	pm_postings_open(&g->postings, number);
	pm_buf_clear(&g->separators);
	pm_buf_clear(&g->upper);
	g->n_touched = g->n_joints = g->n_specials = 0;
	g->n_fresh = g->n_pending = 0;
	g->after_large = 0;
	g->field = 0;
	if ((status = pm_gather_find_folds(g, a, bytes, err)) < 0 ||
	    (status = pm_gather_split(g, bytes, a->title_len, 0, err)) < 0 ||
	    (status = pm_gather_add_words(g, bytes, a->title_len, 0, PM_GATHER_ENDS,
					  err)) < 0)
		return status;
	n_title = g->split.n;
	g->behind_body = 0;
	g->before_body = n_title;
	if ((status = pm_gather_title(g, err)) < 0 ||
	    (status = pm_gather_derived(g, n_title, PM_GATHER_TITLE, err)) < 0)
		return status;
	if ((status = pm_gather_split(g, text, a->text_len, n_title, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_SPLIT, since, a->title_len + a->text_len);
	if ((status = pm_gather_add_words(g, text, a->text_len, n_title, PM_GATHER_ENDS,
					  err)) < 0)
		return status;
	n = n_title + g->split.n;
	if ((status = pm_gather_derived(g, n, PM_GATHER_BODY, err)) < 0 ||
	    (status = pm_gather_put_stream(g, PM_RUN_WHOLE, a, pm_slice_metadata(a, bytes),
					   n_title, 0, n, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_LOOK_UP, since, a->title_len + a->text_len);
	if ((status = pm_gather_stems(g, err)) < 0 ||
	    (status = pm_gather_head_terms(g, a, bytes, err)) < 0 ||
	    (status = add_field(g, PM_PREFIX_AUTHOR, pm_slice_author(a, bytes),
				a->author_len, err)) < 0 ||
	    (status = add_field(g, PM_PREFIX_SOURCE, pm_slice_source(a, bytes),
				a->source_len, err)) < 0 ||
	    (status = pm_gather_put_head(g, g->postings.length, a->day, n, err)) < 0)
		return status;
	if ((status = pm_gather_folds(g, a, bytes, err)) < 0)
		return status;
	pm_timings_add(g->timings, PM_STAGE_POST, since, a->title_len + a->text_len);
	g->run.total_words += n;
	g->run.text_bytes += a->title_len + a->text_len;
	return PM_OK;
}

/* What follows is in LANGUAGE. */
static enum pm_status
use_language(struct pm_gather *g, unsigned language, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (!g->several)
		return PM_OK;
	if (g->by_language[language] == NULL)
		status = pm_stemmer_new(&g->by_language[language],
					pm_language_stemmer(language), err);
	g->own = g->by_language[language];
	g->run.languages |= (uint32_t)1 << language;
	return status < 0 ? status : pm_surfaces_use(&g->surfaces, language, err);
}

/* Gather articles until the run is full, PM_ABSENT, or none is left. */
static enum pm_status
add_articles(struct pm_gather *g, const struct pm_slice *slice, struct pm_error *err)
{
	double since = pm_timings_now(g->timings);
	size_t *i = &g->progress.article;
	enum pm_status status = PM_OK;

	while (*i < slice->n && status == PM_OK) {
		const struct pm_slice_article *a = &slice->articles[*i];
		const char *bytes = pm_buf_str(&slice->bytes) + a->start;
		uint32_t number = slice->first + (uint32_t)*i;

		if ((status = use_language(g, a->language, err)) < 0)
			break;
		if (pm_gather_is_large(a)) {
			status = pm_gather_large(g, a, bytes, number, err);
			pm_timings_add(g->timings, PM_STAGE_LOOK_UP, &since, 0);
		} else {
			status = add_article(g, a, bytes, number, &since, err);
		}
		trim(g);
		if (status != PM_OK)
			break;
		if (++*i < slice->n && pm_gather_is_full(g))
			status = PM_ABSENT;
	}
	return status;
}

enum pm_status
pm_gather_slice(struct pm_gather *g, const struct pm_slice *slice, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	struct pm_run *run = &g->run;
	struct pm_run_slice *out;
	enum pm_status status;

	status = pm_grow(&run->slices, &run->slices_cap, run->n_slices + 1,
			 sizeof *run->slices, err);
	if (status < 0)
		return status;
	out = &run->slices[run->n_slices];
	out->number = slice->number;
	out->part = at->part++;
	out->first = slice->first + (uint32_t)at->article;
	out->first_text = out->first + (at->stage > PM_GATHER_AT_TEXT);
	out->heads = run->heads.len;
	out->stream = run->stream.len;
	if ((status = add_articles(g, slice, err)) < 0)
		return status;
	out->text_bytes = status == PM_OK ? slice->text_bytes : 0;
	out->heads_end = run->heads.len;
	out->stream_end = run->stream.len;
	run->n_slices++;
	if (status == PM_OK)
		memset(at, 0, sizeof *at);
	return status;
}
