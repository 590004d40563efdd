/* Pressmark - gathering: the terms of an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text/prefixes.h says which they are, and gives their prefixes.
 */
#include "indexer/gather/gather_parts.h"

#include "indexer/gather/part.h"
#include "shim/writer.h"
#include "support/url.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <stdio.h>
#include <string.h>

#define PREFETCH 32u

/* Each word of a field makes up to eight terms. */
#define FIELD_PART (PM_GATHER_PART / 8)

/* --- what words make ---------------------------------------------------- */

/* Two neighbouring ideograms: their pair is a term. */
static enum pm_status
count_pair(struct pm_gather *g, const uint32_t *w, enum pm_gather_field field,
	   struct pm_error *err)
{
	char pair[PM_TERM_MAX];
	size_t a_len, b_len;
	const char *a = pm_intern_get(&g->word_names, w[0], &a_len);
	const char *b = pm_intern_get(&g->word_names, w[1], &b_len);
	uint32_t term, title_term = PM_U32_NONE;
	enum pm_status status;

	if (a_len + b_len > PM_FOLDED_MAX)
		return PM_OK;
	memcpy(pair, a, a_len);
	memcpy(pair + a_len, b, b_len);
	if ((status = pm_gather_term_number(g, "", pair, a_len + b_len, &term, err)) < 0)
		return status;
	if (field == PM_GATHER_FOLD)
		return pm_gather_count_fold(g, term, err);
	if (field == PM_GATHER_TITLE) {
		status = pm_gather_title_number(g, term, &title_term, err);
		if (status == PM_OK)
			status = pm_postings_count(&g->postings, title_term, 1, err);
		if (status < 0)
			return status;
	}
	return pm_postings_count(&g->postings, term, 1, err);
}

static enum pm_status
count_special(struct pm_gather *g, size_t at, size_t end, enum pm_gather_field field,
	      struct pm_error *err)
{
	const struct pm_gather_rest *rest = &g->rests[g->seen[at]];
	uint32_t i;
	enum pm_status status;

	for (i = 0; i < rest->n_parts; i++)
		if ((status = pm_gather_count_alias(g, g->parts[rest->parts + i], field,
						    err)) < 0)
			return status;
	if ((rest->flags & PM_WORD_IDEOGRAM) && at + 1 < end &&
	    (field != PM_GATHER_BODY || !pm_gather_is_cut(g, at + 1)) &&
	    (g->rests[g->seen[at + 1]].flags & PM_WORD_IDEOGRAM))
		return count_pair(g, g->seen + at, field, err);
	return PM_OK;
}

enum pm_status
pm_gather_derived(struct pm_gather *g, size_t end, enum pm_gather_field field,
		  struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	for (i = 0; i < g->n_specials; i++)
		if ((status = count_special(g, g->specials[i], end, field, err)) < 0)
			return status;
	if (g->n_joints > 0 && (status = pm_gather_compounds(g, field, err)) < 0)
		return status;
	g->n_specials = g->n_joints = 0;
	g->field = end;
	return PM_OK;
}

/* --- stems -------------------------------------------------------------- */

enum pm_status
pm_gather_title(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	for (i = 0; i < g->n_touched; i++) {
		const struct pm_gather_word *word = &g->words[g->touched[i]];
		uint32_t *title_term = &g->rests[g->touched[i]].title_term;

		if (word->term == PM_U32_NONE)
			continue;
		if ((status = pm_gather_title_number(g, word->term, title_term, err)) < 0)
			return status;
		if (*title_term != PM_U32_NONE &&
		    (status = pm_postings_count(&g->postings, *title_term, word->n_here,
						err)) < 0)
			return status;
	}
	return PM_OK;
}

enum pm_status
pm_gather_stems(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	for (i = 0; i < g->n_touched; i++) {
		const struct pm_gather_word *word = &g->words[g->touched[i]];

		if (i + PREFETCH < g->n_touched) {
			uint32_t term = g->words[g->touched[i + PREFETCH]].term;

			if (term != PM_U32_NONE)
				pm_postings_prefetch(&g->postings, term);
		}
		if (word->term == PM_U32_NONE) {
			g->run.long_words += word->n_here;
			continue;
		}
		status = pm_postings_count(&g->postings, word->term, word->n_here, err);
		if (status < 0)
			return status;
	}
	return PM_OK;
}

/* --- metadata ----------------------------------------------------------- */

static enum pm_status
add_extra(struct pm_gather *g, const char *prefix, const char *s, size_t len,
	  struct pm_error *err)
{
	uint32_t term;
	enum pm_status status = pm_gather_term_number(g, prefix, s, len, &term, err);

	return status < 0 ? status : pm_postings_count(&g->postings, term, 0, err);
}

/* The terms that begin with the first TO words of g->split, which are VALUE's: each word,
 * and each run of two to eight neighbours. */
static enum pm_status
add_runs(struct pm_gather *g, const char *prefix, const char *value, size_t to,
	 struct pm_error *err)
{
	size_t n = g->split.n, i, k;
	enum pm_status status;

	status = pm_grow(&g->starts, &g->starts_cap, n + 1, sizeof *g->starts, err);
	if (status < 0)
		return status;
	pm_buf_clear(&g->fold);
	for (i = 0; i < n; i++) {
		const struct pm_word *w = &g->split.words[i];

		g->starts[i] = g->fold.len;
		status = pm_fold(value + w->start, w->end - w->start, w->flags, &g->fold,
				 err);
		if (status < 0)
			return status;
		pm_buf_putc(&g->fold, ' ');
	}
	g->starts[n] = g->fold.len;
	if (g->fold.status < 0)
		return pm_fail_nomem(err);
	for (i = 0; i < to; i++)
		for (k = i + 1; k <= n && k <= i + PM_FIELD_WORDS; k++) {
			size_t len = g->starts[k] - 1 - g->starts[i];

			if (strlen(prefix) + len > PM_TERM_MAX)
				break;
			status = add_extra(g, prefix, pm_buf_str(&g->fold) + g->starts[i],
					   len, err);
			if (status < 0)
				return status;
		}
	return PM_OK;
}

enum pm_status
pm_gather_field_terms(struct pm_gather *g, const char *prefix, const char *value,
		      size_t len, size_t from, size_t *next, struct pm_error *err)
{
	const char *nul;
	size_t size, end;
	enum pm_status status;

	*next = len;
	if (from >= len)
		return PM_OK;
	/* A NUL ends an item of a list, and nothing spans two. */
	if ((nul = memchr(value + from, '\0', len - from)) != NULL) {
		len = (size_t)(nul - value);
		*next = len + 1;
	}
	/* A part has more words than a term reaches over, or it is the last one. */
	for (size = FIELD_PART;; size *= 2) {
		end = len;
		if (len - from > size &&
		    (status = pm_part_words(value, len, from, size, &g->probe, &end,
					    err)) < 0)
			return status;
		g->split.n = 0;
		if ((status = pm_split(value + from, end - from, &g->split, err)) < 0)
			return status;
		if (end == len || g->split.n > PM_FIELD_WORDS)
			break;
	}
	if (end == len)
		return add_runs(g, prefix, value + from, g->split.n, err);
	end = g->split.n - (PM_FIELD_WORDS - 1);
	*next = from + g->split.words[end].start;
	return add_runs(g, prefix, value + from, end, err);
}

static enum pm_status
add_host(struct pm_gather *g, const char *url, size_t url_len, struct pm_error *err)
{
	size_t len;

	pm_buf_clear(&g->fold);
	pm_url_host(url, url_len, &g->fold);
	if (g->fold.status < 0)
		return pm_fail_nomem(err);
	len = g->fold.len < PM_TERM_MAX - 1 ? g->fold.len : PM_TERM_MAX - 1;
	return len == 0 ? PM_OK
			: add_extra(g, PM_PREFIX_HOST, pm_buf_str(&g->fold), len, err);
}

static enum pm_status
add_day(struct pm_gather *g, uint32_t day, struct pm_error *err)
{
	char text[16];
	enum pm_status status;

	if (day == 0)
		return PM_OK;
	snprintf(text, sizeof text, "%08u", (unsigned)day);
	status = add_extra(g, PM_PREFIX_YEAR, text, 4, err);
	if (status == PM_OK && day % 10000 != 0)
		status = add_extra(g, PM_PREFIX_MONTH, text, 6, err);
	if (status == PM_OK && day % 100 != 0)
		status = add_extra(g, PM_PREFIX_DAY, text, 8, err);
	return status;
}

enum pm_status
pm_gather_head_terms(struct pm_gather *g, const struct pm_slice_article *a,
		     const char *bytes, struct pm_error *err)
{
	const char *id = pm_slice_id(a, bytes);
	size_t id_len = a->id_len < PM_TERM_MAX - 1 ? a->id_len : PM_TERM_MAX - 1;
	enum pm_status status;

	if (id_len > 0 && (status = add_extra(g, PM_PREFIX_ID, id, id_len, err)) < 0)
		return status;
	if ((status = add_host(g, pm_slice_url(a, bytes), a->url_len, err)) < 0)
		return status;
	return add_day(g, a->day, err);
}
