/* Pressmark - gathering: large articles, part by part.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an article of ordinary size needs while it is gathered (its words, their places and
 * numbers) is held for one part at a time.  After each part the run may end.
 *
 * Compounds and pairs of ideograms reach over the end of a part: its last two words are
 * carried over, and what begins with the last one is counted with the next part.  In a new
 * run the two are looked up again, without being counted.
 */
#include "indexer/gather/gather_parts.h"

#include "indexer/gather/part.h"
#include "text/prefixes.h"

#include <string.h>

bool
pm_gather_is_large(const struct pm_slice_article *a)
{
	return a->title_len > PM_GATHER_PART || a->text_len > PM_GATHER_PART ||
	       a->author_len > PM_GATHER_PART / 8 || a->source_len > PM_GATHER_PART / 8;
}

/* --- what is carried over ----------------------------------------------- */

/* Look up the carried words in a run that does not know them yet. */
static enum pm_status
number_carried(struct pm_gather *g, const char *text, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	uint32_t surfaces[2] = { 0 };
	enum pm_status status;
	size_t i;

	if (at->numbered)
		return PM_OK;
	if ((status = pm_surfaces_reserve(&g->surfaces, 2, err)) < 0)
		return status;
	for (i = 0; i < at->n_carried; i++) {
		const struct pm_word *w = &at->carried[i];
		const char *s = text + w->start;
		size_t len = w->end - w->start;
		struct pm_surface_slot *slot = NULL;
		struct pm_surface_key key;

		if (len > PM_RUN_HUGE) {
			status = pm_gather_huge_surface(g, s, len, w->flags, &surfaces[i],
							err);
			if (status < 0)
				return status;
			continue;
		}
		if (len > PM_SURFACE_INLINE) {
			surfaces[i] = pm_surfaces_find_long(&g->surfaces, s, len);
			if (surfaces[i] != UINT32_MAX)
				continue;
		} else {
			key = pm_surface_key(&g->surfaces, s, len);
			slot = pm_surface_slot(&g->surfaces, &key);
			surfaces[i] = slot->surface;
			if (!pm_surface_is_new(slot))
				continue;
		}
		status = pm_gather_enter(g, s, len, w->flags, slot, &key, &surfaces[i],
					 err);
		if (status < 0)
			return status;
	}
	if ((status = pm_gather_fresh_words(g, err)) < 0)
		return status;
	g->n_fresh = 0;
	for (i = 0; i < at->n_carried; i++)
		at->numbers[i] = g->surfaces.surfaces[surfaces[i]].word;
	at->numbered = true;
	return PM_OK;
}

/* Put the carried words at the first places. */
static enum pm_status
place_carried(struct pm_gather *g, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	size_t i, last = at->n_carried - 1;
	enum pm_status status = PM_OK;

	for (i = 0; i < at->n_carried; i++)
		g->seen[i] = at->numbers[i];
	if (at->joint != 0)
		status = pm_gather_add_joint(g, last, at->joint, err);
	if (at->special && status == PM_OK)
		status = pm_gather_add_place(&g->specials, &g->n_specials,
					     &g->specials_cap, last, err);
	at->joint = 0;
	at->special = false;
	return status;
}

/* Leave what begins with the last of N places to the next part. */
static void
defer_last(struct pm_gather *g, size_t n)
{
	struct pm_gather_progress *at = &g->progress;
	size_t i;

	if (n == 0)
		return;
	if (g->n_joints > 0 && g->joints[g->n_joints - 1] >> 1 == n - 1)
		at->joint = g->joints[--g->n_joints] % 2 == 0 ? PM_GATHER_JOINS
							      : PM_GATHER_MAY_JOIN;
	if ((g->rests[g->seen[n - 1]].flags & PM_WORD_IDEOGRAM) == 0)
		return;
	for (i = 0; i < g->n_specials; i++)
		if (g->specials[i] == n - 1) {
			g->specials[i] = g->specials[--g->n_specials];
			at->special = true;
			return;
		}
}

/* Remember the last two of the carried words and those of g->split, which begin SHIFT
 * bytes before where they say. */
static void
carry(struct pm_gather *g, size_t shift)
{
	struct pm_gather_progress *at = &g->progress;
	size_t before = at->n_carried, n = before + g->split.n;
	size_t from = n > 2 ? n - 2 : 0, i;

	for (i = from; i < n; i++) {
		struct pm_word w;

		if (i < before) {
			w = at->carried[i];
		} else {
			w = g->split.words[i - before];
			w.start += (uint32_t)shift;
			w.end += (uint32_t)shift;
		}
		at->carried[i - from] = w;
		at->numbers[i - from] = g->seen[i];
	}
	at->n_carried = n - from;
	if (n > from)
		at->behind = at->carried[n - from - 1].end;
}

static void
begin_field(struct pm_gather_progress *at)
{
	at->at = at->behind = at->n_carried = at->n_field = 0;
	at->joint = 0;
	at->special = false;
}

/* --- parts -------------------------------------------------------------- */

/* The next part of a field.  METADATA belongs to the end of the text. */
static enum pm_status
add_part(struct pm_gather *g, const struct pm_slice_article *a, const char *text,
	 size_t len, const char *metadata, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	bool title = at->stage == PM_GATHER_AT_TITLE, ends;
	size_t end, first = at->n_carried, behind = at->behind, n, i;
	unsigned part = at->begun ? 0 : PM_RUN_BEGINS;
	enum pm_status status;

	end = len;
	if (len - at->at > PM_GATHER_PART &&
	    (status = pm_part_words(text, len, at->at, PM_GATHER_PART, &g->probe, &end,
				    err)) < 0)
		return status;
	ends = end == len;
	if (ends)
		part |= title ? PM_RUN_TITLE_END : PM_RUN_ENDS;
	pm_buf_clear(&g->separators);
	pm_buf_clear(&g->upper);
	g->n_joints = g->n_specials = g->n_fresh = g->n_pending = 0;
	g->after_large = (uint32_t)first;
	g->behind_body = at->n_field;
	g->before_body = title ? SIZE_MAX : first;
	/* where a word has none before it */
	g->field = at->n_field <= 2 ? 0 : SIZE_MAX;
	if ((status = number_carried(g, text, err)) < 0 ||
	    (status = pm_gather_split(g, text + at->at, end - at->at, first, err)) < 0 ||
	    (status = place_carried(g, err)) < 0)
		return status;
	for (i = 0; i < g->split.n; i++) {
		g->split.words[i].start += (uint32_t)(at->at - behind);
		g->split.words[i].end += (uint32_t)(at->at - behind);
	}
	n = first + g->split.n;
	status = pm_gather_add_words(g, text + behind, end - behind, first,
				     (at->n_field > 0 ? PM_GATHER_GOES_ON : 0) |
					     (ends ? PM_GATHER_ENDS : 0),
				     err);
	if (status < 0)
		return status;
	if (!ends)
		defer_last(g, n);
	if ((status = pm_gather_derived(g, n, title ? PM_GATHER_TITLE : PM_GATHER_BODY,
					err)) < 0 ||
	    (status = pm_gather_put_stream(g, part, a, title || !ends ? NULL : metadata,
					   title ? n - first : 0, first, n, err)) < 0)
		return status;
	at->begun = true;
	at->n_field += g->split.n;
	at->n_words += g->split.n;
	g->run.total_words += g->split.n;
	carry(g, behind);
	at->at = end;
	if (!ends)
		return PM_OK;
	begin_field(at);
	/* The folds belong to the run that has the end of the text. */
	if (title)
		status = pm_gather_title(g, err);
	else
		status = pm_gather_folds(g, a, text - a->title_len, err);
	at->stage++;
	return status;
}

/* Count what the words that were touched in this run make. */
static enum pm_status
count_touched(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status = pm_gather_stems(g, err);
	size_t i;

	if (g->run.continued == g->postings.article)
		for (i = 0; i < g->n_touched; i++)
			g->words[g->touched[i]].articles |= PM_GATHER_CONTINUED;
	g->n_touched = 0;
	return status;
}

static enum pm_status
add_terms(struct pm_gather *g, const char *prefix, const char *value, size_t len,
	  struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	enum pm_status status;

	status = pm_gather_field_terms(g, prefix, value, len, at->at, &at->at, err);
	if (at->at >= len) {
		begin_field(at);
		at->stage++;
	}
	return status;
}

/* The next step of the article. */
static enum pm_status
step(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
     struct pm_error *err)
{
	enum pm_status status;

	switch (g->progress.stage) {
	case PM_GATHER_AT_TITLE:
		return add_part(g, a, bytes, a->title_len, NULL, err);
	case PM_GATHER_AT_TEXT:
		return add_part(g, a, bytes + a->title_len, a->text_len,
				pm_slice_metadata(a, bytes), err);
	case PM_GATHER_AT_HEAD:
		g->progress.stage = PM_GATHER_AT_AUTHOR;
		status = count_touched(g, err);
		return status < 0 ? status : pm_gather_head_terms(g, a, bytes, err);
	case PM_GATHER_AT_AUTHOR:
		return add_terms(g, PM_PREFIX_AUTHOR, pm_slice_author(a, bytes),
				 a->author_len, err);
	default:
		return add_terms(g, PM_PREFIX_SOURCE, pm_slice_source(a, bytes),
				 a->source_len, err);
	}
}

/* The run is full: what it has of the article becomes part of it. */
static enum pm_status
leave_open(struct pm_gather *g, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	enum pm_status status = PM_OK;

	if (at->stage == PM_GATHER_AT_TITLE)
		status = pm_gather_title(g, err);
	if (status == PM_OK)
		status = count_touched(g, err);
	at->length += g->postings.length;
	g->run.open = g->postings.article;
	return status < 0 ? status : PM_ABSENT;
}

enum pm_status
pm_gather_large(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
		uint32_t number, struct pm_error *err)
{
	struct pm_gather_progress *at = &g->progress;
	enum pm_status status;

	pm_postings_open(&g->postings, number);
	g->n_touched = 0;
	at->numbered = false;
	/* In a new run of the same article the folds are known, and the slice still has them. */
	if (at->begun)
		g->run.continued = number;
	else if ((status = pm_gather_find_folds(g, a, bytes, err)) < 0)
		return status;
	while ((status = step(g, a, bytes, err)) == PM_OK &&
	       at->stage <= PM_GATHER_AT_SOURCE)
		if (pm_gather_is_full(g))
			return leave_open(g, err);
	if (status < 0)
		return status;
	if (at->n_words > UINT32_MAX - 3)
		return pm_fail(err, PM_ERR_LIMIT, "more than 4294967292 words");
	status = pm_gather_put_head(g, at->length + g->postings.length, a->day,
				    (size_t)at->n_words, err);
	g->run.text_bytes += a->title_len + a->text_len;
	at->begun = false;
	at->stage = PM_GATHER_AT_TITLE;
	at->length = at->n_words = 0;
	return status;
}
