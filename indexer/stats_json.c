/* Pressmark - what an index holds, for programs: see stats.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stats.h"

#include "indexer/commands.h"
#include "indexer/publish/index_folder.h"
#include "support/calendar.h"
#include "support/json_put.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct number {
	const char *name;
	uint64_t n;
};

static void
put_numbers(struct pm_buf *out, const struct number *numbers, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		pm_buf_printf(out, "%s\"%s\":%" PRIu64, i == 0 ? "" : ",",
			      numbers[i].name, numbers[i].n);
}

static void
put_text(struct pm_buf *out, const char *name, const char *s)
{
	pm_buf_putc(out, ',');
	pm_json_put_member(out, name, s, strlen(s));
}

/* When G was made, and how many seconds ago. */
static void
put_time(struct pm_buf *out, const struct pm_generation *g)
{
	time_t when = (time_t)g->time, now = time(NULL);
	char text[32] = "";
	struct tm tm;

	if (gmtime_r(&when, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	put_text(out, "time", text);
	pm_buf_printf(out, ",\"age\":%" PRIu64,
		      now > when ? (uint64_t)now - (uint64_t)when : 0);
}

/* The generations that are on the disk, the newest first. */
static enum pm_status
put_kept(struct pm_buf *out, const struct pm_index *index, struct pm_error *err)
{
	uint64_t *numbers = NULL;
	size_t n = 0, i;
	enum pm_status status = pm_kept_numbers(index->dir, index->generation.number + 1,
						&numbers, &n, err);

	pm_buf_puts(out, ",\"kept\":[");
	for (i = 0; i < n && status == PM_OK; i++)
		pm_buf_printf(out, "%s%" PRIu64, i == 0 ? "" : ",", numbers[i]);
	pm_buf_putc(out, ']');
	free(numbers);
	return status;
}

/* The languages that articles have, an array. */
static void
put_languages(struct pm_buf *out, const char *codes)
{
	size_t len;

	pm_buf_puts(out, ",\"languages\":[");
	for (; *codes != '\0'; codes += len, codes += strspn(codes, " ")) {
		len = strcspn(codes, " ");
		pm_json_put_string(out, codes, len);
		if (codes[len] != '\0')
			pm_buf_putc(out, ',');
	}
	pm_buf_putc(out, ']');
}

/* What the build was told, an array in the order of the lines "KEY VALUE". */
static void
put_options(struct pm_buf *out, const char *lines)
{
	const char *between = "";

	pm_buf_puts(out, ",\"options\":[");
	while (lines != NULL && *lines != '\0') {
		size_t key = strcspn(lines, " "), len = strcspn(lines, "\n");

		pm_buf_printf(out, "%s{", between);
		pm_json_put_member(out, "name", lines, key);
		pm_buf_putc(out, ',');
		pm_json_put_member(out, "value", lines + key + 1, len - key - 1);
		pm_buf_putc(out, '}');
		between = ",";
		lines += len + 1;
	}
	pm_buf_putc(out, ']');
}

static void
put_day(struct pm_buf *out, const char *name, uint64_t day)
{
	char text[PM_DATE_TEXT];

	pm_buf_printf(out, ",\"%s\":", name);
	if (day == 0)
		pm_buf_puts(out, "null");
	else
		pm_json_put_string(out, text, pm_date_text((uint32_t)day, text));
}

static void
put_segment(struct pm_buf *out, const struct pm_stats_segment *m)
{
	const struct pm_segment_info *info = m->info;
	const struct number numbers[] = {
		{ "articles", info->articles - info->gone },
		{ "removed", info->gone },
		{ "words", info->words },
		{ "distinct_words", info->distinct },
		{ "compounds_and_parts", m->aliases },
		{ "words_too_long", info->long_words },
		{ "repairs", info->repairs },
		{ "articles_with_folds", m->folded_articles },
		{ "folds", m->folds },
		{ "undated", info->undated },
		{ "input_bytes", info->input_bytes },
		{ "text_bytes", info->text_bytes },
		{ "bytes", m->bytes },
	};
	struct number parts[PM_STATS_PARTS];
	size_t i;

	pm_buf_putc(out, '{');
	pm_json_put_member(out, "name", info->name, strlen(info->name));
	pm_buf_putc(out, ',');
	put_numbers(out, numbers, sizeof numbers / sizeof *numbers);
	put_day(out, "first_date", info->first_day);
	put_day(out, "last_date", info->last_day);
	for (i = 0; i < PM_STATS_PARTS; i++)
		parts[i] = (struct number){ pm_stats_parts[i], m->parts[i] };
	pm_buf_puts(out, ",\"parts\":{");
	put_numbers(out, parts, PM_STATS_PARTS);
	pm_buf_puts(out, "}}");
}

static void
put_totals(struct pm_buf *out, const struct pm_index *index, uint64_t bytes)
{
	const struct pm_generation *g = &index->generation;
	uint64_t text = 0, gone = 0, i;

	for (i = 0; i < g->n_segments; i++) {
		text += g->segments[i].text_bytes;
		gone += g->segments[i].gone;
	}
	pm_buf_putc(out, ',');
	put_numbers(out,
		    (const struct number[]){
			    { "articles", pm_index_articles(index) },
			    { "removed", gone },
			    { "stories", g->stories },
			    { "text_bytes", text },
			    { "bytes", bytes },
		    },
		    5);
}

static enum pm_status
put_index(struct pm_buf *out, struct pm_index *index, uint64_t bytes, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	struct pm_stats_segment m;
	enum pm_status status;
	size_t i;

	pm_buf_puts(out, "{\"format\":1,");
	pm_json_put_member(out, "index", index->dir, strlen(index->dir));
	pm_buf_printf(out, ",\"generation\":%" PRIu64, g->number);
	put_time(out, g);
	put_text(out, "made_by", g->made_by);
	if (g->restores != 0)
		pm_buf_printf(out, ",\"restores\":%" PRIu64, g->restores);
	if ((status = put_kept(out, index, err)) < 0)
		return status;
	put_text(out, "fingerprint", g->fingerprint);
	put_text(out, "language", g->language);
	put_languages(out, g->languages);
	put_text(out, "stemmer", g->stemmer);
	put_text(out, "unicode", g->unicode);
	put_options(out, g->choices);
	put_totals(out, index, bytes);
	pm_buf_puts(out, ",\n\"segments\":[");
	for (i = 0; i < g->n_segments && status == PM_OK; i++) {
		pm_buf_puts(out, i == 0 ? "\n" : ",\n");
		if ((status = pm_stats_measure(&m, index, i, err)) == PM_OK)
			put_segment(out, &m);
	}
	pm_buf_puts(out, "]}\n");
	return status;
}

enum pm_status
pm_stats_as_json(const char *dir, struct pm_buf *out, struct pm_error *err)
{
	struct pm_index *index;
	enum pm_status status = pm_index_open(&index, dir, err);
	uint64_t bytes = 0;

	if (status < 0)
		return status;
	if ((status = pm_folder_bytes(dir, &bytes, err)) == PM_OK)
		status = put_index(out, index, bytes, err);
	pm_index_free(index);
	return status;
}
