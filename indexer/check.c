/* Pressmark - pressmark-index check: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_copies.h"
#include "indexer/check_deep.h"
#include "indexer/check_history.h"
#include "indexer/check_removed.h"
#include "indexer/check_segment.h"
#include "indexer/commands.h"

#include "segment/fingerprint.h"
#include "segment/index.h"

#include <string.h>

struct checking {
	struct pm_index *index;
	struct pm_files files;
	struct pm_history history;
	struct pm_segment_check *segments;
	struct pm_check_result *result;
};

static enum pm_status
begin_once(struct checking *c, const char *dir, struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_index_open(&c->index, dir, err)) < 0 ||
	    (status = pm_index_in_order(c->index, err)) < 0 ||
	    (status = pm_check_history(c->index, &c->history, err)) < 0 ||
	    (status = pm_files_read(&c->files, dir, &c->index->generation, err)) < 0)
		return status;
	return pm_segment_check_new(&c->segments, c->index,
				    c->index->generation.files.number == 0 ? NULL
									   : &c->files,
				    c->result, err);
}

static void
end(struct checking *c)
{
	pm_segment_check_free(c->segments);
	pm_files_release(&c->files);
	pm_history_release(&c->history);
	pm_index_free(c->index);
}

/* How often it is tried with a newer generation. */
#define ATTEMPTS 20

/* All is opened or read that a command that publishes may take away. */
static enum pm_status
begin(struct checking *c, const char *dir, struct pm_error *err)
{
	struct pm_check_result *result = c->result;
	enum pm_status status = begin_once(c, dir, err);
	int attempt;

	for (attempt = 1; attempt < ATTEMPTS && status < 0 && status != PM_ERR_NOMEM &&
			  c->index != NULL && pm_check_is_replaced(c->index);
	     attempt++) {
		end(c);
		*c = (struct checking){ .result = result };
		status = begin_once(c, dir, err);
	}
	return status;
}

static enum pm_status
check_fingerprint(const struct checking *c, struct pm_error *err)
{
	const struct pm_generation *g = &c->index->generation;
	char text[PM_FINGERPRINT_TEXT];

	pm_fingerprint_text(pm_segment_check_sum(c->segments), text);
	return strcmp(text, g->fingerprint) == 0
		     ? PM_OK
		     : pm_corrupt(err, c->index->dir,
				  "its articles have the fingerprint %s, the generation "
				  "says %s",
				  text, g->fingerprint);
}

/* What the generation says of all segments together, and those before it. */
static enum pm_status
check_generation(struct checking *c, struct pm_error *err)
{
	const struct pm_check_result *r = c->result;
	enum pm_status status;

	if ((status = check_fingerprint(c, err)) < 0 ||
	    (status = pm_check_copies(c->index, err)) < 0)
		return status;
	/* other words or stems would make other tables */
	if (!r->other_unicode && r->other == 0 &&
	    (status = pm_check_removed(c->index, err)) < 0)
		return status;
	return pm_check_kept(c->index, &c->history, &c->result->generations, err);
}

/* Make the segments again, if the same comes out. */
static enum pm_status
check_deep(struct checking *c, const struct pm_check_deep *deep, struct pm_error *err)
{
	struct pm_check_result *r = c->result;
	enum pm_status status;

	if (r->other_unicode || strcmp(r->then, r->now) != 0) {
		r->deep = PM_DEEP_OTHER_VERSIONS;
		return PM_OK;
	}
	status = pm_check_deep_run(c->index, deep, err);
	if (status == PM_OK)
		r->deep = PM_DEEP_SAME;
	return status;
}

enum pm_status
pm_check_also(const char *dir, const struct pm_check_deep *deep,
	      struct pm_check_result *result, struct pm_error *err)
{
	struct checking c = { .result = result };
	enum pm_status status;
	size_t i;

	memset(result, 0, sizeof *result);
	status = begin(&c, dir, err);
	for (i = 0; status == PM_OK && i < c.index->generation.n_segments; i++)
		status = pm_segment_check_run(c.segments, i, err);
	if (status == PM_OK)
		status = check_generation(&c, err);
	if (status == PM_OK && deep != NULL)
		status = check_deep(&c, deep, err);
	if (status == PM_OK)
		result->articles = pm_index_articles(c.index);
	end(&c);
	return status;
}

enum pm_status
pm_check(const char *dir, struct pm_check_result *result, struct pm_error *err)
{
	return pm_check_also(dir, NULL, result, err);
}
