/* Pressmark - the origins of a new segment: see origin_log.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/origin_log.h"

#include <stdlib.h>
#include <string.h>

struct record {
	struct pm_origin origin;
	uint64_t of;
};

void
pm_origin_log_init(struct pm_origin_log *log, const char *path, size_t limit)
{
	memset(log, 0, sizeof *log);
	log->path = path;
	log->limit = limit;
}

static void
close_spool(struct pm_origin_log *log)
{
	if (log->is_open)
		pm_spool_release(&log->spool);
	log->is_open = false;
}

void
pm_origin_log_release(struct pm_origin_log *log)
{
	close_spool(log);
	free(log->changes);
	memset(log, 0, sizeof *log);
}

static void
open_spool(struct pm_origin_log *log)
{
	if (!log->is_open)
		pm_spool_init(&log->spool, log->path, log->limit);
	log->is_open = true;
}

enum pm_status
pm_origin_log_put(struct pm_origin_log *log, const struct pm_origin *o,
		  enum pm_origin_of of, struct pm_error *err)
{
	struct record r = { .origin = *o, .of = of };

	open_spool(log);
	log->n += of == PM_ORIGIN_OF_INPUT;
	return pm_spool_write(&log->spool, &r, sizeof r, err);
}

enum pm_status
pm_origin_log_change(struct pm_origin_log *log, uint64_t ordinal,
		     const struct pm_origin *o, struct pm_error *err)
{
	enum pm_status status = pm_grow(&log->changes, &log->changes_cap,
					log->n_changes + 1, sizeof *log->changes, err);

	if (status == PM_OK)
		log->changes[log->n_changes++] = (struct pm_origin_change){ ordinal, *o };
	return status;
}

/* What is known of article ORDINAL of the input since it was put. */
static void
correct(struct pm_origin_log *log, uint64_t ordinal, struct pm_origin *o)
{
	const struct pm_origin_change *c;

	while (log->done < log->n_changes && log->changes[log->done].ordinal < ordinal)
		log->done++;
	if (log->done == log->n_changes)
		return;
	c = &log->changes[log->done];
	if (c->ordinal != ordinal)
		return;
	o->identity = c->origin.identity;
	o->first = c->origin.first;
	o->since = c->origin.since;
}

static enum pm_status
write_all(struct pm_origin_log *log, struct pm_pages_writer *w, struct pm_error *err)
{
	struct pm_spool_reader in;
	enum pm_status status = pm_spool_end(&log->spool, err);
	struct record r;
	uint64_t at;

	pm_spool_read(&in, &log->spool, 0, log->spool.len);
	for (at = 0; at < log->spool.len && status == PM_OK; at += sizeof r) {
		const uint8_t *p = pm_spool_bytes(&in, sizeof r, err);

		if (p == NULL) {
			status = err != NULL && err->status < 0 ? err->status
								: PM_ERR_INTERNAL;
			break;
		}
		memcpy(&r, p, sizeof r);
		if (r.of == PM_ORIGIN_OF_INPUT)
			correct(log, log->written++, &r.origin);
		status = pm_origins_put(w, &r.origin, err);
	}
	pm_spool_reader_release(&in);
	return status;
}

enum pm_status
pm_origin_log_write(struct pm_origin_log *log, const char *path, uint64_t *size,
		    struct pm_error *err)
{
	struct pm_pages_writer *w = NULL;
	enum pm_status status = pm_origins_create(&w, path, err);

	open_spool(log);
	if (status == PM_OK)
		status = write_all(log, w, err);
	if (status == PM_OK)
		status = pm_pages_finish(w, size, err);
	pm_pages_writer_free(w);
	close_spool(log);
	return status;
}
