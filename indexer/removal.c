/* Pressmark - removing articles from segments that do not change: see removal.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "support/bytes.h"
#include "support/file.h"
#include "text/version.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- one segment -------------------------------------------------------- */

static size_t
numbers_of(const struct pm_removal *r)
{
	return ((size_t)r->articles + 63) / 64;
}

/* Which go now, and which are gone then. */
static enum pm_status
mark(struct pm_removal *r, struct pm_error *err)
{
	const struct pm_removed_tables *t = r->tables;
	size_t numbers = numbers_of(r), i;

	r->gone = pm_calloc(numbers, sizeof *r->gone);
	r->going = pm_calloc(numbers, sizeof *r->going);
	r->looked = pm_calloc(numbers, sizeof *r->looked);
	if (r->gone == NULL || r->going == NULL || r->looked == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < t->sums.articles; i++) {
		uint32_t bit = t->articles[i] - 1;

		if (bit >= r->articles)
			return pm_corrupt(err, r->of->dir,
					  "what is gone is of another segment");
		r->gone[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	for (i = 0; i < numbers; i++) {
		r->going[i] = r->of->go[i] & ~r->gone[i];
		/* nothing after the last article */
		if (i == r->articles / 64)
			r->going[i] &= (UINT64_C(1) << r->articles % 64) - 1;
		r->gone[i] |= r->going[i];
		r->n_going += (uint64_t)__builtin_popcountll(r->going[i]);
	}
	return PM_OK;
}

static enum pm_status
open_stores(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = pm_segment_folds(r->segment, &r->folds, err);
	size_t i;

	r->stores[0] = pm_segment_store(r->segment);
	if (status == PM_OK && r->folds != NULL)
		status = pm_folds_store(r->folds, &r->stores[1], err);
	for (i = 0; i < 2 && status == PM_OK; i++) {
		if (r->stores[i] == NULL)
			continue;
		r->joins[i] = pm_calloc(pm_store_separators(r->stores[i]), 1);
		if (r->joins[i] == NULL)
			status = pm_fail_nomem(err);
	}
	return status;
}

static enum pm_status
begin(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status;

	r->lex = pm_segment_lexicon(r->segment);
	r->n_words = pm_lexicon_words(r->lex);
	r->articles = pm_store_articles(pm_segment_store(r->segment));
	pm_cursor_init(&r->cursor, r->lex);
	pm_bufs_init(r->bufs, PM_BUFS(r));
	r->words = pm_calloc(r->n_words, sizeof *r->words);
	if (r->words == NULL)
		return pm_fail_nomem(err);
	if ((status = mark(r, err)) < 0 || (status = open_stores(r, err)) < 0)
		return status;
	return pm_term_lists_open(&r->lists, r->of->dir, err);
}

static void
end(struct pm_removal *r)
{
	pm_term_lists_close(&r->lists);
	pm_cursor_release(&r->cursor);
	pm_bufs_release(r->bufs, PM_BUFS(r));
	pm_decoded_release(&r->decoded);
	free(r->gone);
	free(r->going);
	free(r->looked);
	free(r->joins[0]);
	free(r->joins[1]);
	free(r->words);
	free(r->ranks);
	free(r->forms);
	free(r->joints);
	free(r->targets);
	free(r->dead_targets);
}

enum pm_status
pm_removal_add(const struct pm_removal_part_of *of, struct pm_removed_tables *t,
	       const struct pm_stop *stop, uint64_t *looked, struct pm_error *err)
{
	struct pm_removal r = { .of = of,
				.stop = stop,
				.segment = of->segment,
				.tables = t };
	enum pm_status status;

	if ((status = begin(&r, err)) == PM_OK && r.n_going > 0 &&
	    /* the terms first: what is counted next replaces what was gone before */
	    (status = pm_removal_terms(&r, err)) == PM_OK &&
	    (status = pm_removal_count(&r, err)) == PM_OK)
		status = pm_removal_bury(&r, err);
	*looked += r.n_looked;
	end(&r);
	return status;
}

/* --- all of them -------------------------------------------------------- */

/* Other stems, or other folded words, would be other terms. */
static enum pm_status
check_version(const struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	char stemmer[sizeof g->stemmer];
	enum pm_status status = pm_stemmer_version(stemmer, sizeof stemmer, err);

	if (status < 0)
		return status;
	if (strcmp(stemmer, g->stemmer) != 0)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' was made with %s, and here is %s: build it again",
			       index->dir, g->stemmer, stemmer);
	if (strcmp(pm_unicode_version(), g->unicode) != 0)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' was made with Unicode %s, and here is %s: build it "
			       "again",
			       index->dir, g->unicode, pm_unicode_version());
	return PM_OK;
}

/* Make the tables of a segment from which articles go. */
static enum pm_status
add(struct pm_index *index, const struct pm_removal_segment *s, const char *path,
    struct pm_removed_tables *t, const struct pm_stop *stop,
    struct pm_removal_result *result, struct pm_error *err)
{
	bool is_old = s->old != PM_REMOVAL_NEW;
	struct pm_removal_part_of of = { .dir = s->dir,
					 .go = s->go,
					 .language = index->generation.language,
					 .spill = path };
	char *dir = NULL;
	enum pm_status status = PM_OK;

	if (is_old) {
		dir = pm_path_join(index->dir, index->generation.segments[s->old].name);
		of.dir = dir;
		of.segment = index->segments[s->old];
		if (dir == NULL)
			return pm_fail_nomem(err);
	} else {
		status = pm_segment_open(&of.segment, s->dir, err);
	}
	if (status == PM_OK)
		status = pm_removal_add(&of, t, stop, &result->looked, err);
	if (!is_old)
		pm_segment_free(of.segment);
	free(dir);
	return status;
}

static enum pm_status
put_segment(struct pm_index *index, struct pm_removal_segment *s, const char *path,
	    struct pm_removed_writer *w, const struct pm_stop *stop,
	    struct pm_removal_result *result, struct pm_error *err)
{
	struct pm_removed_part *part = NULL;
	struct pm_removed_tables t;
	enum pm_status status = PM_OK;

	pm_removed_tables_init(&t);
	if (s->old != PM_REMOVAL_NEW) {
		s->identity = index->generation.segments[s->old].identity;
		if (index->removed != NULL)
			part = pm_removed_part(index->removed, s->old);
	}
	if (part != NULL)
		status = pm_removed_read(part, &t, err);
	if (status == PM_OK && s->go != NULL)
		status = add(index, s, path, &t, stop, result, err);
	s->gone = t.sums.articles;
	result->gone += s->gone;
	if (status == PM_OK)
		status = pm_removed_add(w, s->identity, &t, err);
	pm_removed_tables_release(&t);
	return status;
}

enum pm_status
pm_removal_write(struct pm_index *index, struct pm_removal_segment *segments, size_t n,
		 const char *path, const struct pm_stop *stop,
		 struct pm_removal_result *result, struct pm_error *err)
{
	struct pm_removed_writer *w = NULL;
	enum pm_status status;
	size_t i;

	memset(result, 0, sizeof *result);
	if ((status = check_version(index, err)) < 0 ||
	    (status = pm_removed_create(&w, path, err)) < 0)
		return status;
	for (i = 0; i < n && status == PM_OK; i++)
		status = put_segment(index, &segments[i], path, w, stop, result, err);
	if (status == PM_OK && result->gone > 0)
		status = pm_removed_finish(w, &result->size, err);
	pm_removed_writer_free(w);
	if (status == PM_OK && result->gone > 0)
		status = pm_pages_identity(path, &result->identity, err);
	if (status < 0 || result->gone == 0)
		unlink(path);
	return status;
}
