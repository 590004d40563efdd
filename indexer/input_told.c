/* Pressmark - the input: what the reader tells; see input_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input_parts.h"
#include "indexer/publish/index_folder.h"

#include <inttypes.h>
#include <string.h>

const char *
pm_input_refuse(const char *folder)
{
	return pm_index_folder_is_index(folder)
		     ? "is a Pressmark index, and is not read (export writes its articles)"
		     : NULL;
}

static void
count_more(void *ctx, uint64_t n)
{
	struct pm_input *in = ctx;

	in->result->skipped += n;
	in->result->skipped_articles += n;
	if (in->options.build->sources != NULL)
		pm_sources_more(in->options.build->sources, n);
}

/* FILE is not in the index, or an article of it, or several. */
static void
count(struct pm_input *in, enum pm_sources_skip kind, struct pm_str file, uint64_t line,
      const char *reason)
{
	const struct pm_build_options *o = in->options.build;

	in->result->skipped++;
	in->result->skipped_articles += kind == PM_SOURCES_ARTICLE;
	if (o->sources != NULL)
		pm_sources_skip(o->sources, kind, file);
	if (o->skip != NULL)
		o->skip(o->ctx, file, line, reason);
}

void
pm_input_skip(struct pm_input *in, const char *path, const char *reason)
{
	count(in, PM_SOURCES_FILE, (struct pm_str){ path, strlen(path) }, 0, reason);
}

static void
count_file(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	count(ctx, PM_SOURCES_FILE, file, line, reason);
}

static void
count_article(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	count(ctx, PM_SOURCES_ARTICLE, file, line, reason);
}

static void
note(const struct pm_input *in, const char *what, struct pm_str file, uint64_t line,
     const char *reason)
{
	const struct pm_build_options *o = in->options.build;

	if (o->note != NULL)
		o->note(o->ctx, what, file, line, reason);
}

void
pm_input_note(const struct pm_input *in, const char *what, struct pm_str file,
	      const char *reason)
{
	note(in, what, file, 0, reason);
}

static void
count_unclean(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct pm_input *in = ctx;

	in->result->unclean++;
	note(in, "not cleaned", file, line, reason);
}

static void
tell_doubt(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	note(ctx, "doubtful", file, line, reason);
}

static void
pass_remark(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	note(ctx, "noted", file, line, reason);
}

static void
count_cut(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct pm_input *in = ctx;

	in->result->cut_short++;
	note(in, "cut short", file, line, reason);
}

void
pm_input_listen(struct pm_input *in, struct pm_reader_options *r)
{
	r->skip = count_file;
	r->skip_entry = count_article;
	r->more = count_more;
	r->skip_ctx = in;
	r->unclean = count_unclean;
	r->doubtful = tell_doubt;
	r->remark = pass_remark;
	r->cut = count_cut;
}

/* --- is it whole? ------------------------------------------------------------- */

/* What is missing in the index, whether it was told now or by an update before: of a file that
 * is cut short nobody knows how much. */
static uint64_t
count_missing(const struct pm_input *in)
{
	return pm_build_missing(in->result);
}

enum pm_status
pm_input_check(const struct pm_input *in, struct pm_error *err)
{
	const struct pm_build_options *o = in->options.build;

	if (o->lost == PM_LOST_REFUSED && pm_reader_lost(in->reader))
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: a path could not be "
			       "read as a whole (--partial publishes what there is)");
	if (o->max_skipped.kind == PM_SKIP_NUMBER &&
	    count_missing(in) > o->max_skipped.number)
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: more than %" PRIu64
			       " %s skipped (--max-skipped)",
			       o->max_skipped.number,
			       o->max_skipped.number == 1 ? "article or file was"
							  : "articles or files were");
	return PM_OK;
}

/* The same for a share, when all has been read. */
static enum pm_status
check_share(const struct pm_input *in, struct pm_error *err)
{
	double skipped = (double)count_missing(in),
	       all = skipped + (double)(in->n_read + in->n_same);
	double share = in->options.build->max_skipped.share;

	if (in->options.build->max_skipped.kind != PM_SKIP_SHARE || skipped <= share * all)
		return PM_OK;
	return pm_fail(err, PM_ERR_INPUT,
		       "nothing was published: %" PRIu64 " of %.0f articles "
		       "and files %s skipped, more than %.4g%% (--max-skipped)",
		       count_missing(in), all, count_missing(in) == 1 ? "was" : "were",
		       100 * share);
}

enum pm_status
pm_input_end(struct pm_input *in, struct pm_error *err)
{
	const struct pm_build_options *o = in->options.build;
	enum pm_status status = PM_OK;

	if (in->has_ids)
		status = pm_ids_check(&in->ids, err);
	pm_reader_excluded(in->reader, &in->result->excluded_files,
			   &in->result->excluded_folders);
	if (status == PM_OK && in->n_read == 0 && o->kind != PM_BUILD_UPDATE &&
	    o->kind != PM_BUILD_RESTORE)
		return pm_fail(err, PM_ERR_INPUT, "no article found in '%s'%s",
			       o->paths[0], o->n_paths > 1 ? " or the other paths" : "");
	if (status == PM_OK)
		status = pm_pairing_end(&in->pairing, err);
	return status < 0 ? status : check_share(in, err);
}
