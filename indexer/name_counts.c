/* Pressmark - how many articles were read in which encoding, and from which format:
 * see name_counts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/name_counts.h"

#include "support/json_put.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
pm_name_counts_add(struct pm_name_counts *c, const char *name)
{
	size_t i;

	if (name == NULL)
		return;
	for (i = 0; i < c->n; i++)
		if (strcmp(c->of[i].name, name) == 0) {
			c->of[i].articles++;
			return;
		}
	if (c->n == PM_NAMES_COUNTED) {
		c->others++;
		return;
	}
	snprintf(c->of[c->n].name, sizeof c->of[c->n].name, "%s", name);
	c->of[c->n++].articles = 1;
}

static int
compare(const void *a, const void *b)
{
	const struct pm_name_count *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* The same, the most first. */
static struct pm_name_counts
sort(const struct pm_name_counts *c)
{
	struct pm_name_counts sorted = *c;

	qsort(sorted.of, sorted.n, sizeof *sorted.of, compare);
	return sorted;
}

void
pm_name_counts_put_encodings(struct pm_buf *out, const struct pm_name_counts *c)
{
	struct pm_name_counts sorted = sort(c);
	size_t i;

	for (i = 0; i < sorted.n; i++) {
		pm_buf_puts(out, i == 0 ? "" : ", ");
		pm_buf_put_grouped(out, sorted.of[i].articles);
		if (i == 0)
			pm_buf_puts(out, sorted.of[i].articles == 1 ? " article read"
								    : " articles read");
		pm_buf_printf(out, " as %s", sorted.of[i].name);
	}
	if (c->others > 0) {
		pm_buf_puts(out, ", ");
		pm_buf_put_grouped(out, c->others);
		pm_buf_puts(out, " as others");
	}
}

/* Whether articles of this format are called by its name: web pages, but not CSVs. */
static bool
is_counted_by_name(const char *name)
{
	static const char *const ends[] = { "page", "book", "document" };
	size_t i, len = strlen(name);

	for (i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && strcmp(name + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}

void
pm_name_counts_put_formats(struct pm_buf *out, const struct pm_name_counts *c)
{
	struct pm_name_counts sorted = sort(c);
	size_t i;

	for (i = 0; i < sorted.n; i++) {
		const char *name = sorted.of[i].name;
		bool several = sorted.of[i].articles != 1 && is_counted_by_name(name);

		pm_buf_puts(out, i == 0 ? "" : ", ");
		pm_buf_put_grouped(out, sorted.of[i].articles);
		pm_buf_printf(out, " %s%s", name, several ? "s" : "");
	}
	if (c->others > 0) {
		pm_buf_puts(out, ", ");
		pm_buf_put_grouped(out, c->others);
		pm_buf_puts(out, " of other formats");
	}
}

void
pm_name_counts_put_json(struct pm_buf *out, const struct pm_name_counts *c)
{
	struct pm_name_counts sorted = sort(c);
	size_t i;

	pm_buf_putc(out, '{');
	for (i = 0; i < sorted.n; i++) {
		pm_buf_puts(out, i == 0 ? "" : ",");
		pm_json_put_string(out, sorted.of[i].name, strlen(sorted.of[i].name));
		pm_buf_printf(out, ":%" PRIu64, sorted.of[i].articles);
	}
	if (c->others > 0)
		pm_buf_printf(out, ",\"others\":%" PRIu64, c->others);
	pm_buf_putc(out, '}');
}
