/* Pressmark - the terms of articles that are removed: see removal_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "indexer/gather/gather.h"
#include "indexer/intake.h"
#include "indexer/stored.h"
#include "support/bytes.h"
#include "support/intern.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

struct counted {
	uint32_t articles, last; /* the last article that was counted */
};

struct gathering {
	struct pm_removal *r;
	struct pm_build_options options;
	struct pm_build_result result;
	struct pm_build_progress shown;
	struct pm_intake intake;
	struct pm_gather gather;
	struct pm_slice slice;
	uint64_t n_slices;
	struct pm_segment_info none; /* nothing is to be shared out among its articles */
	struct pm_stored_segment from;
	struct pm_stored stored;
	struct pm_intern terms;
	struct counted *counted; /* by number in `terms` */
	size_t counted_cap;
	/* The term that is read of a run: the articles of all its words. */
	struct pm_buf term;
	uint32_t *articles;
	size_t n_articles, articles_cap;
};

/* --- counting ----------------------------------------------------------- */

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The number of a term, which is new with N articles so far. */
static enum pm_status
number_term(struct gathering *g, const char *term, size_t len, uint32_t n, uint32_t *id,
	    struct pm_error *err)
{
	uint32_t known = g->terms.n;
	enum pm_status status = pm_intern(&g->terms, term, len, id, err);

	if (status < 0 || *id < known)
		return status;
	status = pm_grow(&g->counted, &g->counted_cap, (size_t)*id + 1,
			 sizeof *g->counted, err);
	if (status == PM_OK)
		g->counted[*id] = (struct counted){ n, 0 };
	return status;
}

/* Count the articles of the term that has been read.  One that goes on from the run before
 * may have been counted. */
static enum pm_status
end_term(struct gathering *g, struct pm_error *err)
{
	enum pm_status status;
	struct counted *c;
	uint32_t id;
	size_t i;

	if (g->n_articles == 0)
		return PM_OK;
	status = number_term(g, pm_buf_str(&g->term), g->term.len, 0, &id, err);
	if (status < 0)
		return status;
	qsort(g->articles, g->n_articles, sizeof *g->articles, compare_numbers);
	c = &g->counted[id];
	for (i = 0; i < g->n_articles; i++) {
		c->articles += g->articles[i] > c->last;
		if (g->articles[i] > c->last)
			c->last = g->articles[i];
	}
	g->n_articles = 0;
	return PM_OK;
}

static enum pm_status
broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a run's postings do not fit together");
}

/* Read a record of a run's terms (indexer/gather/run.h). */
static enum pm_status
read_record(struct gathering *g, const uint8_t *p, const uint8_t *end,
	    struct pm_error *err)
{
	const uint8_t *name;
	uint64_t n, total, gap, wdf;
	enum pm_status status;
	uint32_t article = 0;
	size_t len;

	if (pm_load_bytes(&p, end, &name, &len) < 0 || pm_load_varint(&p, end, &n) < 0 ||
	    pm_load_varint(&p, end, &total) < 0)
		return broken(err);
	len = pm_run_stem_len((const char *)name, len);
	if (g->term.len != len || memcmp(g->term.data, name, len) != 0) {
		if ((status = end_term(g, err)) < 0)
			return status;
		pm_buf_clear(&g->term);
		pm_buf_put(&g->term, name, len);
		if (g->term.status < 0)
			return pm_fail_nomem(err);
	}
	status = pm_grow(&g->articles, &g->articles_cap, g->n_articles + (size_t)(n / 2),
			 sizeof *g->articles, err);
	for (n /= 2; n > 0 && status == PM_OK; n--) {
		if (pm_load_varint(&p, end, &gap) < 0 || pm_load_varint(&p, end, &wdf) < 0)
			return broken(err);
		g->articles[g->n_articles++] = article += (uint32_t)gap;
	}
	return status;
}

/* End the run, and count what it has. */
static enum pm_status
end_run(struct gathering *g, struct pm_error *err)
{
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	struct pm_run run;
	enum pm_status status = pm_gather_end(&g->gather, PM_RUN_IN_MEMORY, &run, err);

	if (status < 0)
		return status;
	pm_spool_read(&in, &run.terms, 0, run.terms.len);
	while ((status = pm_spool_next(&in, &p, &end, err)) == PM_OK &&
	       (status = read_record(g, p, end, err)) == PM_OK)
		;
	if (status == PM_END)
		status = end_term(g, err);
	pm_spool_reader_release(&in);
	pm_run_release(&run);
	return status;
}

/* --- gathering ---------------------------------------------------------- */

static enum pm_status
end_slice(struct gathering *g, struct pm_error *err)
{
	enum pm_status status;

	while ((status = pm_gather_slice(&g->gather, &g->slice, err)) == PM_ABSENT &&
	       (status = end_run(g, err)) == PM_OK)
		;
	pm_slice_begin(&g->slice, ++g->n_slices, g->intake.n_articles + 1);
	return status == PM_OK && pm_gather_is_full(&g->gather) ? end_run(g, err) : status;
}

static enum pm_status
gather(struct gathering *g, struct pm_error *err)
{
	struct pm_removal *r = g->r;
	const struct pm_article *stored;
	enum pm_status status = PM_OK;
	uint32_t article;

	pm_slice_begin(&g->slice, 0, 1);
	for (article = 1; article <= r->articles && status == PM_OK; article++) {
		if (!pm_removal_has(r->going, article))
			continue;
		if (pm_stop_asked(r->stop))
			return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		status = pm_stored_find(&g->stored, 0, article, &stored, err);
		if (status == PM_OK)
			status = pm_intake_add(&g->intake, &g->slice, stored, err);
		if (status == PM_OK && pm_slice_is_full(&g->slice))
			status = end_slice(g, err);
	}
	if (status == PM_OK && g->slice.n > 0)
		status = end_slice(g, err);
	return status == PM_OK && g->gather.run.n_slices > 0 ? end_run(g, err) : status;
}

/* --- tables ------------------------------------------------------------- */

static enum pm_status
take_old(struct gathering *g, struct pm_error *err)
{
	const struct pm_removed_tables *t = g->r->tables;
	enum pm_status status = PM_OK;
	uint32_t id;
	size_t i;

	for (i = 0; i < t->n_terms && status == PM_OK; i++)
		status = number_term(g, pm_buf_str(&t->bytes) + t->terms[i].at,
				     t->terms[i].len, t->terms[i].articles, &id, err);
	return status;
}

static const char *
get_term(const void *ctx, uint32_t number, size_t *len)
{
	return pm_intern_get(ctx, number, len);
}

/* The database must have at least those that are gone. */
static enum pm_status
check_term(struct gathering *g, const char *term, size_t len, uint32_t gone,
	   struct pm_error *err)
{
	uint32_t articles;
	enum pm_status status = pm_term_lists_count(&g->r->lists, term, len, &articles,
						    err);

	return status == PM_OK && articles < gone
		     ? pm_corrupt(err, g->r->of->dir,
				  "%u of its articles ha%s the term '%.*s', and its "
				  "database says %u",
				  (unsigned)gone, gone == 1 ? "s" : "ve", (int)len, term,
				  (unsigned)articles)
		     : status;
}

static enum pm_status
put_terms(struct gathering *g, struct pm_error *err)
{
	struct pm_removed_tables *t = g->r->tables;
	struct pm_sort_item *order = pm_alloc(g->terms.n, sizeof *order);
	struct pm_removed_term *terms = pm_alloc(g->terms.n, sizeof *terms);
	enum pm_status status = PM_OK;
	uint32_t i;

	if (order == NULL || terms == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < g->terms.n && status == PM_OK; i++) {
		size_t len;
		const char *s = pm_intern_get(&g->terms, i, &len);

		order[i] = (struct pm_sort_item){ pm_sort_head(s, len), i };
	}
	if (status == PM_OK)
		status = pm_sort_strings(order, g->terms.n, get_term, &g->terms, err);
	pm_buf_clear(&t->bytes);
	for (i = 0; i < g->terms.n && status == PM_OK; i++) {
		uint32_t number = order[i].number;
		size_t len;
		const char *s = pm_intern_get(&g->terms, number, &len);

		status = check_term(g, s, len, g->counted[number].articles, err);
		terms[i] = (struct pm_removed_term){ t->bytes.len, len,
						     g->counted[number].articles };
		pm_buf_put(&t->bytes, s, len);
	}
	free(order);
	free(t->terms);
	t->terms = terms;
	t->n_terms = status == PM_OK ? g->terms.n : 0;
	return status == PM_OK && t->bytes.status < 0 ? pm_fail_nomem(err) : status;
}

static enum pm_status
begin(struct gathering *g, struct pm_error *err)
{
	const struct pm_removal *r = g->r;

	g->options.language = r->of->language;
	pm_intake_init(&g->intake, &g->options, r->of->language, &g->result, &g->shown);
	pm_slice_init(&g->slice);
	g->from = (struct pm_stored_segment){ .segment = r->segment, .info = &g->none };
	pm_stored_init(&g->stored, &g->from, 1);
	pm_intern_init(&g->terms);
	pm_buf_init(&g->term, PM_BUF_NO_LIMIT);
	return pm_gather_init(&g->gather, r->of->language, r->of->spill,
			      PM_REMOVAL_MEMORY, err);
}

static void
end(struct gathering *g)
{
	pm_gather_release(&g->gather);
	pm_intake_release(&g->intake);
	pm_slice_release(&g->slice);
	pm_stored_release(&g->stored);
	pm_intern_release(&g->terms);
	pm_buf_release(&g->term);
	free(g->counted);
	free(g->articles);
	free(g);
}

enum pm_status
pm_removal_terms(struct pm_removal *r, struct pm_error *err)
{
	struct gathering *g = pm_calloc(1, sizeof *g);
	enum pm_status status;

	if (g == NULL)
		return pm_fail_nomem(err);
	g->r = r;
	if ((status = begin(g, err)) == PM_OK && (status = take_old(g, err)) == PM_OK &&
	    (status = gather(g, err)) == PM_OK)
		status = put_terms(g, err);
	end(g);
	return status;
}
