/* Pressmark - what is shown of the sources of a build: see source_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source_lines.h"

#include "indexer/columns.h"

#include <inttypes.h>
#include <stdlib.h>

#define NAME_COLUMNS 30u
#define NUMBER_COLUMNS 10u
#define LEAST 10u /* articles that a line is worth */

enum kind { UNDATED, COPIES, SKIPPED, N_KINDS };

static const struct {
	const char *what;
	unsigned part; /* one in so many is much */
} KINDS[N_KINDS] = {
	[UNDATED] = { "articles cannot be found by date", 2 },
	[COPIES] = { "articles repeat others", 2 },
	[SKIPPED] = { NULL, 5 }, /* put_skipped says what */
};

/* How many of a source's are of the kind, and of how many. */
static uint64_t
count(const struct pm_source_counts *c, enum kind kind, uint64_t *of)
{
	*of = c->articles + (kind == SKIPPED ? c->skipped : 0);
	return kind == UNDATED ? c->undated : kind == COPIES ? c->copies : c->skipped;
}

/* Whether a source stands out among all. */
static bool
stands_out(const struct pm_source_counts *c, const struct pm_source_counts *total,
	   enum kind kind)
{
	uint64_t of, all, n = count(c, kind, &of), sum = count(total, kind, &all);

	return n >= LEAST && n * KINDS[kind].part >= of && all > of &&
	       (double)n / (double)of > 2 * ((double)(sum - n) / (double)(all - of));
}

static void
put_files(struct pm_buf *out, uint64_t n)
{
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, n == 1 ? " file" : " files");
}

/* "20 of 30 articles and 2 files are skipped": of a file that is skipped nobody knows how many
 * articles it has, and so it is none of them. */
static void
put_skipped(struct pm_buf *out, const struct pm_source_counts *c)
{
	uint64_t files = c->skipped - c->skipped_articles;

	if (c->skipped_articles == 0) {
		put_files(out, files);
		pm_buf_puts(out, " are skipped, ");
		pm_buf_put_grouped(out, c->articles);
		pm_buf_puts(out,
			    c->articles == 1 ? " article taken\n" : " articles taken\n");
		return;
	}
	pm_buf_put_grouped(out, c->skipped_articles);
	pm_buf_puts(out, " of ");
	pm_buf_put_grouped(out, c->articles + c->skipped_articles);
	pm_buf_puts(out, " articles");
	if (files > 0) {
		pm_buf_puts(out, " and ");
		put_files(out, files);
	}
	pm_buf_puts(out, " are skipped\n");
}

static void
put_line(struct pm_buf *out, const struct pm_sources *s, uint32_t i, enum kind kind)
{
	uint64_t of, n = count(&s->of[i], kind, &of);
	size_t len;
	const char *name = pm_intern_get(&s->names, i, &len);

	pm_buf_printf(out, "  %-10s ", "source");
	pm_buf_put_shown(out, name, len);
	pm_buf_puts(out, ": ");
	if (kind == SKIPPED) {
		put_skipped(out, &s->of[i]);
		return;
	}
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, " of ");
	pm_buf_put_grouped(out, of);
	pm_buf_printf(out, " %s\n", KINDS[kind].what);
}

/* The worst that is not yet in LINES: of what most articles are. */
static bool
find_worst(const struct pm_sources *s, const struct pm_source_counts *total,
	   const uint64_t *lines, size_t n_lines, uint64_t *worst)
{
	uint64_t most = 0, of, n;
	size_t l;
	uint32_t i;
	unsigned k;

	for (i = 0; i < s->names.n; i++)
		for (k = 0; k < N_KINDS; k++) {
			uint64_t line = (uint64_t)i * N_KINDS + k;

			n = count(&s->of[i], (enum kind)k, &of);
			if (n <= most || !stands_out(&s->of[i], total, (enum kind)k))
				continue;
			for (l = 0; l < n_lines && lines[l] != line; l++)
				;
			if (l < n_lines)
				continue;
			most = n;
			*worst = line;
		}
	return most > 0;
}

void
pm_sources_put_lines(struct pm_buf *out, const struct pm_sources *s)
{
	struct pm_source_counts total = pm_sources_total(s);
	uint64_t lines[PM_SOURCE_LINES];
	size_t n;

	for (n = 0; n < PM_SOURCE_LINES; n++) {
		if (!find_worst(s, &total, lines, n, &lines[n]))
			break;
		put_line(out, s, (uint32_t)(lines[n] / N_KINDS),
			 (enum kind)(lines[n] % N_KINDS));
	}
}

static void
put_number(struct pm_buf *out, uint64_t n)
{
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_put_grouped(&text, n);
	for (i = text.len; i < NUMBER_COLUMNS; i++)
		pm_buf_putc(out, ' ');
	pm_buf_put(out, text.data, text.len);
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

static void
put_row(struct pm_buf *out, const char *name, size_t len, const struct pm_source_counts *c)
{
	size_t from;

	pm_buf_puts(out, "    ");
	from = out->len;
	pm_columns_cut(out, name, len, NAME_COLUMNS);
	pm_columns_pad(out, from, NAME_COLUMNS);
	put_number(out, c->articles);
	put_number(out, c->undated);
	put_number(out, c->cleaned);
	put_number(out, c->copies);
	put_number(out, c->skipped);
	pm_buf_putc(out, '\n');
}

void
pm_sources_put_table(struct pm_buf *out, const struct pm_sources *s)
{
	static const char others[] = "others";
	struct pm_source_counts rest = pm_sources_total(s);
	uint32_t *order, i;
	const char *name;
	size_t len;

	if (s->names.n == 0)
		return;
	if (pm_sources_sort(s, &order, NULL) < 0) {
		out->status = PM_ERR_NOMEM;
		return;
	}
	pm_buf_printf(out, "    %-*s%*s%*s%*s%*s%*s\n", NAME_COLUMNS, "source",
		      NUMBER_COLUMNS, "articles", NUMBER_COLUMNS, "undated",
		      NUMBER_COLUMNS, "cleaned", NUMBER_COLUMNS, "copies", NUMBER_COLUMNS,
		      "skipped");
	for (i = 0; i < s->names.n && i < PM_SOURCE_ROWS; i++) {
		const struct pm_source_counts *c = &s->of[order[i]];

		name = pm_intern_get(&s->names, order[i], &len);
		put_row(out, name, len, c);
		rest.articles -= c->articles;
		rest.undated -= c->undated;
		rest.cleaned -= c->cleaned;
		rest.copies -= c->copies;
		rest.skipped -= c->skipped;
	}
	if (rest.articles + rest.skipped > 0)
		put_row(out, others, sizeof others - 1, &rest);
	free(order);
}

void
pm_source_counts_put_json(struct pm_buf *out, const struct pm_source_counts *c)
{
	pm_buf_printf(out,
		      "\"articles\":%" PRIu64 ",\"undated\":%" PRIu64
		      ",\"cleaned\":%" PRIu64 ",\"copies\":%" PRIu64
		      ",\"skipped\":%" PRIu64,
		      c->articles, c->undated, c->cleaned, c->copies, c->skipped);
}
