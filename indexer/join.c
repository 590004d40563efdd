/* Pressmark - several segments become one: see join.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/join.h"

#include "indexer/kept_blocks.h"
#include "indexer/new_segment.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* How much of the memory is for folds that are listed (kept_blocks.h). */
#define FOLDS_SHARE 64

struct joining {
	const struct pm_join_options *options;
	struct pm_build_options build;
	struct pm_build_result result;
	struct pm_new_segment segment;
	struct pm_stored stored;
	struct pm_pages_writer *origins;
	struct pm_kept_blocks blocks;
	uint32_t n; /* articles that were handed out */
	uint64_t repairs, text_bytes;
};

/* --- what a new segment asks for ---------------------------------------------- */

static enum pm_status
next(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct joining *j = ctx;
	enum pm_status status = pm_stored_next(&j->stored, article, err);

	if (status != PM_OK)
		return status;
	if (j->n == UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more articles than can be numbered: make several indexes");
	j->n++;
	j->repairs += j->stored.repairs;
	status = pm_origins_put(j->origins, &j->stored.origin, err);
	if (status == PM_OK && j->stored.blocks != NULL)
		status = pm_kept_blocks_carry(&j->blocks, j->n, j->stored.blocks, err);
	return status;
}

static void
show(void *ctx, const char *stage)
{
	struct joining *j = ctx;
	struct pm_build_progress now = j->segment.shown;

	if (j->options->progress == NULL)
		return;
	now.stage = stage;
	now.done = now.text_bytes;
	now.total = j->text_bytes;
	j->options->progress(j->options->ctx, &now);
}

static void
taken(void *ctx)
{
	show(ctx, "merging");
}

/* --- the steps ---------------------------------------------------------------- */

static enum pm_status
begin(struct joining *j, struct pm_error *err)
{
	const struct pm_join_options *o = j->options;
	const struct pm_new_segment_options options = {
		.build = &j->build,
		.language = o->language,
		.index = o->index,
		.next = next,
		.taken = taken,
		.stage = show,
		.ctx = j,
	};
	enum pm_status status = pm_new_segment_make(&j->segment, &options, &j->result,
						    o->number, err);
	char *path;
	size_t i;

	if (status < 0 ||
	    (status = pm_kept_blocks_init(&j->blocks, j->segment.path,
					  pm_build_memory(o->build) / FOLDS_SHARE, err)) <
		    0)
		return status;
	for (i = 0; i < o->n_segments; i++) {
		pm_segment_in_order(o->segments[i].segment);
		j->text_bytes += o->segments[i].info->text_bytes;
	}
	if ((path = pm_path_join(j->segment.path, PM_ORIGINS_FILE)) == NULL)
		return pm_fail_nomem(err);
	status = pm_origins_create(&j->origins, path, err);
	free(path);
	return status;
}

static enum pm_status
write_all(struct joining *j, struct pm_error *err)
{
	struct pm_build_result *r = &j->result;
	enum pm_status status = pm_new_segment_gather(&j->segment, err);

	if (status != PM_OK ||
	    (status = pm_kept_blocks_end(&j->blocks, &r->blocks_bytes, err)) < 0 ||
	    (status = pm_pages_finish(j->origins, &r->origins_bytes, err)) < 0)
		return status;
	r->info.counted = j->blocks.articles;
	r->info.repairs = j->repairs;
	return pm_new_segment_finish(&j->segment, err);
}

enum pm_status
pm_join(const struct pm_join_options *options, struct pm_joined *joined,
	struct pm_error *err)
{
	struct joining *j = pm_calloc(1, sizeof *j);
	enum pm_status status;

	if (j == NULL)
		return pm_fail_nomem(err);
	j->options = options;
	j->build = *options->build;
	j->build.sources = NULL;
	pm_stored_init(&j->stored, options->segments, options->n_segments);
	if ((status = begin(j, err)) == PM_OK)
		status = write_all(j, err);
	if (status == PM_OK)
		*joined = (struct pm_joined){
			.info = j->result.info,
			.languages = j->segment.intake.languages,
			.bytes = j->result.index_bytes,
		};
	pm_pages_writer_free(j->origins);
	pm_kept_blocks_release(&j->blocks);
	pm_stored_release(&j->stored);
	pm_new_segment_release(&j->segment,
			       status == PM_OK ? PM_SEGMENT_STAYS : PM_SEGMENT_GOES);
	free(j);
	return status;
}
