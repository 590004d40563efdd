/* Pressmark - what each generation of an index did: see history.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/history.h"

#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KIND "history"
#define VERSION 2u
#define PAGE 4096u
#define NUMBERS 7u
#define RECORD (NUMBERS * 8 + sizeof((struct pm_past *)NULL)->made_by)

static char *
path_of(const char *dir, uint64_t number)
{
	char name[PM_GENERATION_NAME];

	pm_generation_file_name(name, PM_HISTORY_PREFIX, number);
	return pm_path_join(dir, name);
}

struct pm_past
pm_past_of(const struct pm_generation *g)
{
	struct pm_past p = { .number = g->number,
			     .time = g->time,
			     .articles = pm_generation_articles(g),
			     .added = g->added,
			     .changed = g->changed,
			     .taken_away = g->taken_away,
			     .restores = g->restores };

	memcpy(p.made_by, g->made_by, sizeof p.made_by);
	return p;
}

static void
take_record(struct pm_past *p, const uint8_t *at)
{
	uint64_t *numbers[NUMBERS] = { &p->number,  &p->time,	 &p->articles,
				       &p->added,   &p->changed, &p->taken_away,
				       &p->restores };
	size_t i;

	for (i = 0; i < NUMBERS; i++)
		*numbers[i] = pm_load_u64(at + 8 * i);
	memcpy(p->made_by, at + 8 * NUMBERS, sizeof p->made_by);
	p->made_by[sizeof p->made_by - 1] = '\0';
}

static enum pm_status
take_records(struct pm_history *h, struct pm_pages *pages, const struct pm_generation *g,
	     struct pm_error *err)
{
	uint64_t len = pm_pages_len(pages), i;

	if (pm_pages_own_identity(pages) != g->history.identity)
		return pm_corrupt(err, pm_pages_path(pages),
				  "it is not the one that the generation lists");
	if (len == 0 || len % RECORD != 0)
		return pm_corrupt(err, pm_pages_path(pages), "it has half a record");
	h->all = pm_calloc((size_t)(len / RECORD), sizeof *h->all);
	if (h->all == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < len / RECORD; i++) {
		const uint8_t *at = pm_pages_get(pages, i * RECORD, RECORD, err);

		if (at == NULL)
			return PM_ERR_CORRUPT;
		take_record(&h->all[h->n++], at);
		if (h->n > 1 && h->all[h->n - 1].number <= h->all[h->n - 2].number)
			return pm_corrupt(err, pm_pages_path(pages),
					  "its generations are not in order");
		if (h->all[h->n - 1].restores >= h->all[h->n - 1].number)
			return pm_corrupt(err, pm_pages_path(pages),
					  "a generation restores a later one");
	}
	return PM_OK;
}

enum pm_status
pm_history_read(struct pm_history *h, const char *dir, const struct pm_generation *g,
		struct pm_error *err)
{
	struct pm_pages *pages = NULL;
	enum pm_status status;
	char *path;

	*h = (struct pm_history){ NULL, 0 };
	if (g->history.number == 0)
		return PM_OK;
	if ((path = path_of(dir, g->history.number)) == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&pages, path, KIND, VERSION, err);
	if (status == PM_OK)
		status = take_records(h, pages, g, err);
	pm_pages_free(pages);
	free(path);
	if (status < 0)
		pm_history_release(h);
	return status;
}

/* Whether the file of G may be gone because others were published: *NOW is read. */
static bool
is_late(const char *dir, const struct pm_generation *g, struct pm_generation *now)
{
	char *path = path_of(dir, g->history.number);
	bool missing = path != NULL && access(path, F_OK) != 0 && errno == ENOENT;

	free(path);
	return missing && pm_generation_read(dir, now, NULL) == PM_OK;
}

enum pm_status
pm_history_read_late(struct pm_history *h, const char *dir, const struct pm_generation *g,
		     struct pm_error *err)
{
	enum pm_status status = pm_history_read(h, dir, g, err);
	uint64_t tried = g->number;
	struct pm_generation now;

	/* as often as yet another one is published meanwhile */
	while (status < 0 && status != PM_ERR_NOMEM && is_late(dir, g, &now)) {
		bool newer = now.number > tried;

		tried = now.number;
		if (newer)
			status = pm_history_read(h, dir, &now, err);
		pm_generation_release(&now);
		if (!newer)
			break;
	}
	while (h->n > 0 && h->all[h->n - 1].number > g->number)
		h->n--;
	return status;
}

void
pm_history_release(struct pm_history *h)
{
	free(h->all);
	*h = (struct pm_history){ NULL, 0 };
}

static enum pm_status
put_record(struct pm_pages_writer *w, const struct pm_past *p, struct pm_error *err)
{
	const uint64_t numbers[NUMBERS] = { p->number,	p->time,    p->articles,
					    p->added,	p->changed, p->taken_away,
					    p->restores };
	uint8_t bytes[RECORD];
	size_t i;

	for (i = 0; i < NUMBERS; i++)
		pm_store_u64(bytes + 8 * i, numbers[i]);
	memcpy(bytes + 8 * NUMBERS, p->made_by, sizeof p->made_by);
	return pm_pages_write(w, bytes, sizeof bytes, err);
}

enum pm_status
pm_history_write(const struct pm_history *h, const char *dir, struct pm_generation *g,
		 struct pm_error *err)
{
	struct pm_past now = pm_past_of(g);
	char *path = path_of(dir, g->number);
	struct pm_pages_writer *w = NULL;
	enum pm_status status;
	size_t i;

	status = path == NULL ? pm_fail_nomem(err)
			      : pm_pages_create(&w, path, KIND, VERSION, PAGE, err);
	for (i = 0; i < h->n && status == PM_OK; i++)
		status = put_record(w, &h->all[i], err);
	if (status == PM_OK)
		status = put_record(w, &now, err);
	if (status == PM_OK)
		status = pm_pages_finish(w, NULL, err);
	if (status == PM_OK)
		status = pm_pages_identity(path, &g->history.identity, err);
	g->history.number = g->number;
	pm_pages_writer_free(w);
	free(path);
	return status;
}

uint64_t
pm_history_find_back(const struct pm_history *h, uint64_t number,
		     bool (*has)(const void *ctx, uint64_t number), const void *ctx)
{
	size_t i = h->n;

	while (i > 0) {
		const struct pm_past *p = &h->all[i - 1];

		if (p->number > number)
			i--;
		else if (p->restores != 0)
			number = p->restores;
		else if (has(ctx, p->number))
			return p->number;
		else
			number = p->number - 1;
	}
	return 0;
}

struct line {
	const struct pm_history *h;
	uint64_t number;
};

static bool
is_number(const void *ctx, uint64_t number)
{
	const uint64_t *wanted = ctx;

	return number == *wanted;
}

/* Whether the generation is in the line of another. */
static bool
is_in_line(const void *ctx, uint64_t number)
{
	const struct line *l = ctx;

	return pm_history_find_back(l->h, l->number, is_number, &number) != 0;
}

uint64_t
pm_history_meet(const struct pm_history *h, uint64_t a, uint64_t b)
{
	const struct line of_b = { h, b };

	return pm_history_find_back(h, a, is_in_line, &of_b);
}

uint64_t
pm_history_before(const struct pm_history *h, uint64_t time)
{
	size_t i = h->n;

	while (i > 0 && h->all[i - 1].time >= time)
		i--;
	return i == 0 ? 0 : h->all[i - 1].number;
}
