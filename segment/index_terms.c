/* Pressmark - what an index says of terms: see index.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/index.h"

#include <stdlib.h>
#include <string.h>

uint32_t
pm_index_articles(const struct pm_index *index)
{
	return (uint32_t)pm_generation_articles(&index->generation);
}

/* What is gone of segment I, or NULL. */
static struct pm_removed_part *
gone_of(const struct pm_index *index, size_t i)
{
	return index->removed == NULL ? NULL : pm_removed_part(index->removed, i);
}

static enum pm_status
says_less(const struct pm_index *index, const char *term, size_t len, struct pm_error *err)
{
	return pm_corrupt(err, pm_removed_path(index->removed),
			  "fewer articles have the term '%.*s' than are gone with it",
			  (int)len, term);
}

/* Take those that are gone from *FREQ, the articles of segments FROM .. TO - 1 that have the
 * term. */
static enum pm_status
subtract(struct pm_index *index, size_t from, size_t to, const char *term, size_t len,
	 uint32_t *freq, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = from; i<to && * freq> 0 && status == PM_OK; i++) {
		struct pm_removed_part *part = gone_of(index, i);
		uint32_t gone = 0;

		if (part == NULL)
			continue;
		status = pm_removed_term(part, term, len, &gone, err);
		if (status == PM_OK && gone > *freq)
			status = says_less(index, term, len, err);
		*freq -= status == PM_OK ? gone : 0;
	}
	return status;
}

/* In how many of the articles of segment I that are left the term is. */
static enum pm_status
frequency_in(struct pm_index *index, struct pm_glass *list, size_t i,
	     const struct pm_db_term *term, uint32_t *freq, struct pm_error *err)
{
	struct pm_glass_list at;
	enum pm_status status = pm_glass_list_open(&at, list, term->data, term->len, err);

	*freq = status == PM_OK ? at.freq : 0;
	pm_glass_list_release(&at);
	return status < 0 ? status
			  : subtract(index, i, i + 1, term->data, term->len, freq, err);
}

enum pm_status
pm_index_frequencies(struct pm_index *index, const struct pm_db_term *terms, size_t n,
		     uint32_t *freqs, struct pm_error *err)
{
	size_t segments = index->generation.n_segments, i, k;
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(index, &lists, err);
	bool refused = status == PM_DECLINED;
	uint32_t some;

	if (refused)
		status = pm_db_frequencies(index->db, terms, n, freqs, err);
	for (i = 0; i < n && status >= 0 && refused; i++)
		status = subtract(index, 0, segments, terms[i].data, terms[i].len,
				  &freqs[i], err);
	for (i = 0; i < n && status >= 0 && !refused; i++) {
		freqs[i] = 0;
		for (k = 0; k < segments && status >= 0; k++) {
			status = frequency_in(index, lists[k], k, &terms[i], &some, err);
			freqs[i] += some;
		}
	}
	return status < 0 ? status : PM_OK;
}

/* --- all terms with a prefix -------------------------------------------- */

struct passing {
	struct pm_index *index;
	int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq);
	void *ctx;
	struct pm_error *err;
};

static int
pass_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct passing *p = ctx;
	enum pm_status status = subtract(p->index, 0, p->index->generation.n_segments,
					 term, len, &freq, p->err);

	if (status < 0)
		return status;
	return freq == 0 ? 0 : p->fn(p->ctx, term, len, freq);
}

enum pm_status
pm_index_terms(struct pm_index *index, const char *prefix, size_t prefix_len,
	       int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq),
	       void *ctx, struct pm_error *err)
{
	struct passing p = { index, fn, ctx, err };

	return index->removed == NULL
		     ? pm_db_terms(index->db, prefix, prefix_len, fn, ctx, err)
		     : pm_db_terms(index->db, prefix, prefix_len, pass_term, &p, err);
}

static int
note_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	bool *there = ctx;

	(void)term;
	(void)len;
	(void)freq;
	*there = true;
	return PM_STOPPED;
}

/* The same where some of the segment's articles are gone: term by term until one is left. */
static enum pm_status
has_prefix_left(struct pm_index *index, struct pm_glass *list, size_t i,
		const char *prefix, size_t len, bool *there, struct pm_error *err)
{
	struct pm_buf term;
	enum pm_status status;
	uint32_t freq;

	pm_buf_init(&term, PM_BUF_NO_LIMIT);
	pm_buf_put(&term, prefix, len);
	while ((status = pm_glass_next_term(list, &term, err)) == PM_OK &&
	       term.len >= len && memcmp(term.data, prefix, len) == 0 && !*there) {
		struct pm_db_term at = { pm_buf_str(&term), term.len };

		if ((status = frequency_in(index, list, i, &at, &freq, err)) < 0)
			break;
		*there = freq > 0;
		pm_buf_putc(&term, '\0');
	}
	pm_buf_release(&term);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_index_has_prefix(struct pm_index *index, const char *prefix, size_t len, bool *there,
		    struct pm_error *err)
{
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(index, &lists, err);
	size_t i;

	*there = false;
	if (status == PM_DECLINED)
		return pm_index_terms(index, prefix, len, note_term, there, err);
	for (i = 0; i < index->generation.n_segments && !*there && status == PM_OK; i++)
		status = gone_of(index, i) == NULL
			       ? pm_glass_has_prefix(lists[i], prefix, len, there, err)
			       : has_prefix_left(index, lists[i], i, prefix, len, there,
						 err);
	return status;
}
