/* Pressmark - how many articles were read in which encoding: see encodings.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/encodings.h"

#include "support/json_put.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
pm_encoding_counts_add(struct pm_encoding_counts *c, const char *name)
{
	size_t i;

	if (name == NULL)
		return;
	for (i = 0; i < c->n; i++)
		if (strcmp(c->of[i].name, name) == 0) {
			c->of[i].articles++;
			return;
		}
	if (c->n == PM_ENCODINGS_COUNTED) {
		c->others++;
		return;
	}
	snprintf(c->of[c->n].name, sizeof c->of[c->n].name, "%s", name);
	c->of[c->n++].articles = 1;
}

static int
compare(const void *a, const void *b)
{
	const struct pm_encoding_count *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* The same, the most first. */
static struct pm_encoding_counts
sort(const struct pm_encoding_counts *c)
{
	struct pm_encoding_counts sorted = *c;

	qsort(sorted.of, sorted.n, sizeof *sorted.of, compare);
	return sorted;
}

void
pm_encoding_counts_put(struct pm_buf *out, const struct pm_encoding_counts *c)
{
	struct pm_encoding_counts sorted = sort(c);
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

void
pm_encoding_counts_put_json(struct pm_buf *out, const struct pm_encoding_counts *c)
{
	struct pm_encoding_counts sorted = sort(c);
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
