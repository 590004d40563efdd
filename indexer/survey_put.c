/* Pressmark - what is told of a survey: see survey.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/survey.h"

#include "indexer/source_places.h"
#include "support/calendar.h"

#include <stdlib.h>
#include <string.h>

/* How many articles are from each file that is known. */
struct counting {
	const struct pm_survey *survey;
	struct pm_source_places places;
	uint64_t *counts; /* by place */
	uint64_t known,
		unreadable; /* articles of a file that is known; without an origin */
};

static void
put_articles(struct pm_buf *out, uint64_t n)
{
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, n == 1 ? " article" : " articles");
}

/* Count the articles of segment I that are left. */
static void
count_segment(struct counting *c, size_t i)
{
	const struct pm_survey *s = c->survey;
	uint64_t n = s->generation.segments[i].articles;
	struct pm_origin origin;
	uint32_t article, place;

	for (article = 1; article <= n; article++) {
		if (pm_survey_is_gone(s, i, article))
			continue;
		if (s->segments[i].origins == NULL ||
		    pm_origins_get(s->segments[i].origins, article, &origin, NULL) < 0) {
			c->unreadable++;
			continue;
		}
		place = pm_source_places_find(&c->places, origin.source);
		if (place == PM_U32_NONE)
			continue;
		c->counts[place]++;
		c->known++;
	}
}

static enum pm_status
begin_counting(struct counting *c, const struct pm_survey *s, struct pm_error *err)
{
	memset(c, 0, sizeof *c);
	c->survey = s;
	c->counts = pm_calloc((size_t)s->table.places.n + 1, sizeof *c->counts);
	return c->counts == NULL ? pm_fail_nomem(err)
				 : pm_source_places_init(&c->places, &s->table, err);
}

static void
end_counting(struct counting *c)
{
	free(c->counts);
	pm_source_places_release(&c->places);
}

/* The place of which most articles are counted; it is then counted no more. */
static uint32_t
take_largest(struct counting *c)
{
	uint32_t i, best = 0;

	for (i = 1; i < c->survey->table.places.n; i++)
		if (c->counts[i] > c->counts[best])
			best = i;
	return best;
}

/* "  80 articles of /srv/a.jsonl", the files with most of them. */
static void
put_files(struct counting *c, struct pm_buf *out)
{
	uint32_t n = 0, i, k;

	for (i = 0; i < c->survey->table.places.n; i++)
		n += c->counts[i] > 0;
	for (k = 0; k < n && k < PM_SURVEY_FILES; k++) {
		size_t len;
		const char *place;

		i = take_largest(c);
		place = pm_intern_get(&c->survey->table.places, i, &len);
		pm_buf_puts(out, "  ");
		put_articles(out, c->counts[i]);
		pm_buf_puts(out, " of ");
		pm_buf_put_shown(out, place, len);
		pm_buf_putc(out, '\n');
		c->counts[i] = 0;
	}
	if (k < n) {
		pm_buf_puts(out, "  and some of ");
		pm_buf_put_grouped(out, n - k);
		pm_buf_puts(out, n - k == 1 ? " more file\n" : " more files\n");
	}
}

static void
put_days(struct pm_buf *out, const struct pm_segment_info *info)
{
	char text[PM_DATE_TEXT];

	if (info->first_day == 0)
		return;
	pm_buf_puts(out, ", dated ");
	pm_buf_put(out, text, pm_date_text((uint32_t)info->first_day, text));
	if (info->last_day == info->first_day)
		return;
	pm_buf_puts(out, " to ");
	pm_buf_put(out, text, pm_date_text((uint32_t)info->last_day, text));
}

static enum pm_status
put_damaged(const struct pm_survey *s, size_t i, struct pm_buf *out, bool *untold,
	    struct pm_error *err)
{
	const struct pm_segment_info *info = &s->generation.segments[i];
	struct counting c;
	enum pm_status status = begin_counting(&c, s, err);

	if (status == PM_OK) {
		pm_buf_printf(out, "%s %s: ", info->name,
			      s->segments[i].why.status == PM_ERR_IO ? "cannot be read"
								     : "is damaged");
		put_articles(out, info->articles - info->gone);
		put_days(out, info);
		pm_buf_puts(out, "\n  ");
		pm_buf_puts(out, s->segments[i].why.text);
		pm_buf_putc(out, '\n');
		count_segment(&c, i);
		put_files(&c, out);
		*untold = *untold || c.unreadable > 0;
	}
	end_counting(&c);
	return status;
}

/* Of segments that do not say it any more: which files had more articles than are left. */
static enum pm_status
put_untold(const struct pm_survey *s, struct pm_buf *out, struct pm_error *err)
{
	struct counting c;
	enum pm_status status = begin_counting(&c, s, err);
	uint32_t i;
	size_t k;

	for (k = 0; k < s->generation.n_segments && status == PM_OK; k++)
		count_segment(&c, k);
	for (i = 0; i < s->table.places.n && status == PM_OK; i++) {
		uint64_t had = s->table.of[i].articles;

		c.counts[i] = had > c.counts[i] ? had - c.counts[i] : 0;
	}
	if (status == PM_OK) {
		pm_buf_puts(out, "the files of ");
		put_articles(out, c.unreadable);
		pm_buf_puts(out,
			    " cannot be read any more; by the list of files these are "
			    "missing:\n");
		put_files(&c, out);
	}
	end_counting(&c);
	return status;
}

/* WHOLE of ALL segments are, which have so many articles. */
static void
put_whole(struct pm_buf *out, size_t whole, size_t all, uint64_t articles)
{
	if (whole == 0) {
		pm_buf_puts(out, "no segment is whole\n");
		return;
	}
	if (all == 1)
		pm_buf_puts(out, "the segment is whole: ");
	else
		pm_buf_printf(out, "%zu of %zu segments %s whole: ", whole, all,
			      whole == 1 ? "is" : "are");
	put_articles(out, articles);
	pm_buf_putc(out, '\n');
}

enum pm_status
pm_survey_put(const struct pm_survey *s, struct pm_buf *out, struct pm_error *err)
{
	const struct pm_generation *g = &s->generation;
	enum pm_status status = PM_OK;
	uint64_t left = 0;
	bool untold = false;
	size_t i;

	for (i = 0; i < g->n_segments && status == PM_OK; i++) {
		if (s->segments[i].whole)
			left += g->segments[i].articles - g->segments[i].gone;
		else
			status = put_damaged(s, i, out, &untold, err);
	}
	if (status == PM_OK && untold && s->files.whole)
		status = put_untold(s, out, err);
	put_whole(out, g->n_segments - s->n_damaged, g->n_segments, left);
	return status;
}
