/* Pressmark - pressmark-index stats: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stats.h"

#include "indexer/commands.h"
#include "indexer/progress.h"
#include "support/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
put_count(struct pm_buf *out, const char *name, uint64_t n)
{
	pm_buf_printf(out, "%-22s ", name);
	pm_buf_put_grouped(out, n);
	pm_buf_putc(out, '\n');
}

static void
put_size(struct pm_buf *out, const char *name, uint64_t n, uint64_t text)
{
	pm_buf_printf(out, "%-22s ", name);
	pm_put_bytes(out, n);
	if (text > 0)
		pm_buf_printf(out, " (%.3f of the text)", (double)n / (double)text);
	pm_buf_putc(out, '\n');
}

static void
put_day(struct pm_buf *out, uint64_t day)
{
	char text[PM_DATE_TEXT];
	size_t len = pm_date_text((uint32_t)day, text);

	pm_buf_put(out, text, len);
}

static void
put_dates(struct pm_buf *out, const struct pm_segment_info *info)
{
	if (info->first_day == 0)
		return;
	pm_buf_printf(out, "%-22s ", "dates");
	put_day(out, info->first_day);
	pm_buf_puts(out, " to ");
	put_day(out, info->last_day);
	pm_buf_putc(out, '\n');
}

static void
put_segment(struct pm_buf *out, const struct pm_stats_segment *m)
{
	const struct pm_segment_info *info = m->info;
	size_t i;

	pm_buf_printf(out, "\n%-22s %s\n", "segment", info->name);
	put_count(out, "articles", info->articles);
	if (info->gone > 0)
		put_count(out, "  removed", info->gone);
	put_count(out, "words", info->words);
	put_count(out, "distinct words", info->distinct);
	put_count(out, "compounds and parts", m->aliases);
	put_count(out, "words too long", info->long_words);
	put_count(out, "repairs", info->repairs);
	if (m->folds > 0) {
		put_count(out, "articles with folds", m->folded_articles);
		put_count(out, "folds", m->folds);
	}
	put_count(out, "articles without date", info->undated);
	put_dates(out, info);
	put_size(out, "input", info->input_bytes, 0);
	put_size(out, "text", info->text_bytes, 0);
	put_size(out, "index", m->bytes, info->text_bytes);
	for (i = 0; i < PM_STATS_PARTS; i++) {
		char name[24];

		snprintf(name, sizeof name, "  %s", pm_stats_parts[i]);
		if (m->parts[i] > 0)
			put_size(out, name, m->parts[i], info->text_bytes);
	}
}

/* What the build was told about its input: lines "KEY VALUE". */
static void
put_choices(struct pm_buf *out, const char *lines)
{
	while (lines != NULL && *lines != '\0') {
		size_t key = strcspn(lines, " "), len = strcspn(lines, "\n");

		pm_buf_printf(out, "%-22.*s ", (int)key, lines);
		pm_buf_put_shown(out, lines + key + 1, len - key - 1);
		pm_buf_putc(out, '\n');
		lines += len + 1;
	}
}

static void
put_stories(struct pm_buf *out, const struct pm_index *index)
{
	uint64_t articles = pm_index_articles(index);

	put_count(out, "articles", articles);
	put_count(out, "stories",
		  index->copies == NULL ? articles
					: articles - pm_copies_count(index->copies));
	if (index->copies != NULL)
		put_size(out, "copies", pm_copies_file_size(index->copies), 0);
	if (index->removed != NULL)
		put_size(out, "removed", pm_removed_file_size(index->removed), 0);
}

static enum pm_status
put_text(struct pm_buf *out, struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	struct pm_stats_segment m;
	enum pm_status status = PM_OK;
	size_t i;

	pm_buf_printf(out, "%-22s ", "index");
	pm_buf_put_shown(out, index->dir, strlen(index->dir));
	pm_buf_putc(out, '\n');
	pm_buf_printf(out, "%-22s %" PRIu64 "\n", "generation", g->number);
	pm_buf_printf(out, "%-22s %s", "language", g->language);
	if (g->languages[0] != '\0')
		pm_buf_printf(out, ": %s", g->languages);
	pm_buf_putc(out, '\n');
	put_choices(out, g->choices);
	put_stories(out, index);
	for (i = 0; i < g->n_segments && status == PM_OK; i++)
		if ((status = pm_stats_measure(&m, index, i, err)) == PM_OK)
			put_segment(out, &m);
	return status;
}

enum pm_status
pm_stats(const char *dir, struct pm_buf *out, struct pm_error *err)
{
	struct pm_index *index;
	enum pm_status status = pm_index_open(&index, dir, err);

	if (status < 0)
		return status;
	status = put_text(out, index, err);
	pm_index_free(index);
	return status;
}

void
pm_put_other_versions(struct pm_buf *out, const struct pm_check_result *r)
{
	if (r->other > 0) {
		pm_buf_puts(out, "stems: ");
		pm_buf_put_grouped(out, r->other);
		pm_buf_puts(out, " of ");
		pm_buf_put_grouped(out, r->words);
		pm_buf_printf(out,
			      " word%s get%s another stem from %s than from %s, which "
			      "made the index; queries use the stems of the index\n",
			      r->words == 1 ? "" : "s", r->other == 1 ? "s" : "", r->now,
			      r->then);
	}
	if (r->other_unicode)
		pm_buf_printf(out,
			      "words: the index was made by Unicode %s, this is Unicode %s; "
			      "characters that only one of them knows are not found\n",
			      r->unicode_then, r->unicode_now);
	if (r->deep == PM_DEEP_OTHER_VERSIONS)
		pm_buf_printf(out,
			      "deep: the words cannot be compared: the index was made by %s "
			      "and Unicode %s, these are %s and Unicode %s\n",
			      r->then, r->unicode_then, r->now, r->unicode_now);
	if (r->deep == PM_DEEP_SAME)
		pm_buf_puts(out, "deep: each segment was made again, and is the same\n");
}
