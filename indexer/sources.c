/* Pressmark - what came from which source: see sources.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sources.h"

#include "support/url.h"

#include <stdlib.h>
#include <string.h>

void
pm_sources_init(struct pm_sources *s)
{
	memset(s, 0, sizeof *s);
	pm_intern_init(&s->names);
	pm_buf_init(&s->name, PM_BUF_NO_LIMIT);
}

void
pm_sources_release(struct pm_sources *s)
{
	pm_intern_release(&s->names);
	pm_buf_release(&s->name);
	free(s->of);
	free(s->number);
}

/* Leave of s->name what counts. */
static void
cut_name(struct pm_sources *s)
{
	size_t len = s->name.len;

	if (len <= PM_SOURCE_NAME_MAX)
		return;
	len = PM_SOURCE_NAME_MAX;
	/* not within a character */
	while (len > 0 && (s->name.data[len] & 0xc0) == 0x80)
		len--;
	s->name.len = len;
}

static void
set_name(struct pm_sources *s, struct pm_str name)
{
	pm_buf_clear(&s->name);
	pm_buf_put(&s->name, name.data, name.len);
	cut_name(s);
}

static void
set_folder(struct pm_sources *s, struct pm_str file)
{
	const char *slash = file.len == 0 ? NULL : memrchr(file.data, '/', file.len);

	if (slash == NULL)
		set_name(s, (struct pm_str){ ".", 1 });
	else if (slash == file.data)
		set_name(s, (struct pm_str){ "/", 1 });
	else
		set_name(s, (struct pm_str){ file.data, (size_t)(slash - file.data) });
}

static void
set_source(struct pm_sources *s, const struct pm_article *a)
{
	if (a->source.len > 0) {
		set_name(s, a->source);
		return;
	}
	pm_buf_clear(&s->name);
	pm_url_host(a->url.data, a->url.len, &s->name);
	if (s->name.len == 0)
		set_folder(s, a->file);
	cut_name(s);
}

/* The number of s->name; PM_U32_NONE: there are enough. */
static enum pm_status
find_number(struct pm_sources *s, uint32_t *number, struct pm_error *err)
{
	uint32_t known = s->names.n;
	enum pm_status status = pm_buf_check(&s->name, "the name of a source", err);

	if (status < 0)
		return status;
	*number = known < PM_SOURCES_MAX
			? 0
			: pm_intern_find(&s->names, s->name.data, s->name.len);
	if (*number == PM_U32_NONE)
		return PM_OK;
	if ((status = pm_intern(&s->names, s->name.data, s->name.len, number, err)) < 0 ||
	    *number < known)
		return status;
	status = pm_grow(&s->of, &s->cap, (size_t)*number + 1, sizeof *s->of, err);
	if (status == PM_OK)
		memset(&s->of[*number], 0, sizeof *s->of);
	return status;
}

static struct pm_source_counts *
counts_of(struct pm_sources *s, uint32_t number)
{
	return number == PM_U32_NONE ? &s->others : &s->of[number];
}

enum pm_status
pm_sources_add(struct pm_sources *s, const struct pm_article *a, struct pm_error *err)
{
	struct pm_source_counts *c;
	enum pm_status status;
	uint32_t number;

	if (s->status < 0)
		return pm_fail_nomem(err);
	set_source(s, a);
	if ((status = find_number(s, &number, err)) < 0 ||
	    (status = pm_grow(&s->number, &s->number_cap, s->n_articles + 1,
			      sizeof *s->number, err)) < 0)
		return status;
	s->number[s->n_articles++] = number;
	c = counts_of(s, number);
	c->articles++;
	c->undated += a->day == 0;
	c->cleaned += a->n_folds > 0;
	return PM_OK;
}

void
pm_sources_more(struct pm_sources *s, uint64_t n)
{
	s->pending += n;
}

void
pm_sources_skip(struct pm_sources *s, enum pm_sources_skip kind, struct pm_str file)
{
	struct pm_source_counts *c;
	uint32_t number;
	uint64_t n = 1;

	if (s->status < 0)
		return;
	/* what is said of a folder or an archive counts for it, if anything of it does */
	set_name(s, file);
	if (pm_intern_find(&s->names, s->name.data, s->name.len) == PM_U32_NONE)
		set_folder(s, file);
	if ((s->status = find_number(s, &number, NULL)) < 0)
		return;
	c = counts_of(s, number);
	if (kind == PM_SOURCES_ARTICLE) {
		n += s->pending;
		s->pending = 0;
		c->skipped_articles += n;
	}
	c->skipped += n;
}

void
pm_sources_copy(struct pm_sources *s, uint32_t place)
{
	counts_of(s, s->number[place])->copies++;
}

static int
compare(const void *a, const void *b, void *ctx)
{
	const struct pm_sources *s = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct pm_source_counts *x = &s->of[i], *y = &s->of[j];

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	if (x->skipped != y->skipped)
		return x->skipped > y->skipped ? -1 : 1;
	/* in the order in which they came */
	return i < j ? -1 : i > j;
}

enum pm_status
pm_sources_sort(const struct pm_sources *s, uint32_t **order, struct pm_error *err)
{
	uint32_t i;

	*order = pm_calloc(s->names.n, sizeof **order);
	if (*order == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < s->names.n; i++)
		(*order)[i] = i;
	qsort_r(*order, s->names.n, sizeof **order, compare, (void *)(uintptr_t)s);
	return PM_OK;
}

static void
add_up(struct pm_source_counts *sum, const struct pm_source_counts *c)
{
	sum->articles += c->articles;
	sum->undated += c->undated;
	sum->cleaned += c->cleaned;
	sum->copies += c->copies;
	sum->skipped += c->skipped;
	sum->skipped_articles += c->skipped_articles;
}

struct pm_source_counts
pm_sources_total(const struct pm_sources *s)
{
	struct pm_source_counts sum = s->others;
	uint32_t i;

	for (i = 0; i < s->names.n; i++)
		add_up(&sum, &s->of[i]);
	return sum;
}
