/* Pressmark - pressmark-index: commands that read articles in; see main_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/crew.h"
#include "indexer/main_parts.h"
#include "indexer/source_lines.h"
#include "shim/stem.h"
#include "support/file.h"
#include "terminal/screen.h"
#include "text/languages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void
on_note(void *ctx, const char *what, struct pm_str file, uint64_t line, const char *reason)
{
	struct settings *s = ctx;

	pm_progress_say(&s->progress, what, file, line, reason);
	if (s->report != NULL)
		pm_report_add(s->report, what, file, line, reason);
}

void
pm_main_skipped(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	on_note(ctx, "skipped", file, line, reason);
}

void
pm_main_cut(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	on_note(ctx, "cut short", file, line, reason);
}

static void
on_left_out(void *ctx, struct pm_str file, uint64_t line, uint64_t values,
	    struct pm_str name)
{
	struct settings *s = ctx;
	char reason[160];

	pm_progress_left_out(&s->progress, file, line, values, name);
	if (s->report == NULL)
		return;
	snprintf(reason, sizeof reason,
		 "%" PRIu64 " value%s nested too deeply or with too long a name", values,
		 values == 1 ? "" : "s");
	pm_report_add(s->report, "left out", file, line, reason);
}

/* Advice, which belongs to the summary, not a complaint. */
static void
on_tail(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct settings *s = ctx;

	if (!s->quiet)
		pm_progress_say(&s->progress, "noted", file, line, reason);
	if (s->report != NULL)
		pm_report_add(s->report, "noted", file, line, reason);
}

static void
on_repaired(void *ctx, struct pm_str file, uint64_t line, uint64_t repairs)
{
	struct settings *s = ctx;

	char reason[64];

	if (s->verbose)
		pm_progress_repaired(&s->progress, file, line, repairs);
	if (s->report == NULL)
		return;
	snprintf(reason, sizeof reason, "%" PRIu64 " ill-formed place%s became U+FFFD",
		 repairs, repairs == 1 ? "" : "s");
	pm_report_add(s->report, "repaired", file, line, reason);
}

static void
on_progress(void *ctx, const struct pm_build_progress *now)
{
	struct settings *s = ctx;

	pm_progress_show(&s->progress, now);
}

struct pm_build_options
pm_main_build_options(struct settings *s, char **paths, int n_paths)
{
	return (struct pm_build_options){
		.index = s->output,
		.paths = (const char *const *)paths,
		.n_paths = (size_t)n_paths,
		.language = s->language,
		.jobs = (unsigned)s->jobs,
		.memory = s->memory,
		.writer = s->writer,
		.lost = s->lost,
		.max_skipped = s->max_skipped,
		.max_removed = s->max_removed,
		.rehash = s->rehash,
		.no_remove = s->no_remove,
		.segment_size = s->segment_size,
		.ids = s->ids,
		.any_space = s->any_space,
		.keep = (unsigned)s->keep,
		.base = s->base,
		.dates = s->dates,
		.clean = s->clean,
		.encoding = s->encoding,
		.choices = &s->choices,
		.sources = &s->sources,
		.timings = s->timings,
		.skip = pm_main_skipped,
		.note = on_note,
		.repaired = on_repaired,
		.tail = on_tail,
		.left_out = on_left_out,
		.progress = on_progress,
		.ctx = s,
		.stop = pm_on_interrupt,
	};
}

/* What an update reads is no measure of what its map and rules are good for, unless it is all
 * that the index has, or all was read because of them. */
static enum pm_choices_read
what_was_read(const struct pm_build_result *r)
{
	return r->kind == PM_BUILD_WHOLE || r->anew[0] != '\0' ||
			       r->articles == r->added + r->changed
		     ? PM_CHOICES_ALL_READ
		     : PM_CHOICES_SOME_READ;
}

/* What there is to say of an index that was published; releases RESULT. */
static int
announce(const struct settings *s, struct pm_build_result *result)
{
	struct pm_error err;
	struct pm_buf out;
	enum pm_status status = PM_OK;

	if (result->unsynced[0] != '\0')
		pm_screen_say(stderr,
			      "pressmark-index: the new index is in place, but a power "
			      "failure may undo it: %s",
			      result->unsynced);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (!s->quiet)
		pm_build_summary(&out, s->output, result);
	if (!s->quiet && !result->unchanged)
		pm_choices_put(&out, &s->choices, what_was_read(result));
	if (!s->quiet)
		pm_sources_put_lines(&out, &s->sources);
	if (s->verbose) {
		pm_build_repeats(&out, &result->repeats);
		pm_build_parts(&out, result);
		pm_sources_put_table(&out, &s->sources);
		if (result->writer_reason[0] != '\0')
			pm_buf_printf(&out, "  %s\n", result->writer_reason);
	}
	if (result->timings.len > 0)
		pm_buf_put(&out, result->timings.data, result->timings.len);
	pm_buf_release(&result->timings);
	/* where there is nothing to say, nothing is lost */
	if (out.len > 0 || out.status < 0) {
		pm_screen_fit(&out, 1);
		status = pm_write_stdout(&out, &err);
	}
	pm_buf_release(&out);
	if (status < 0)
		pm_screen_say(stderr,
			      "pressmark-index: the index is in place, but its summary is "
			      "lost: %s",
			      err.text);
	return status != PM_OK || pm_build_missing(result) > 0 ? EXIT_SKIPPED : 0;
}

/* The exit status, as far as the report goes. */
static int
end_report(struct settings *s, const struct pm_build_result *result, const char *failure)
{
	struct pm_error err;
	enum pm_status status;

	if (s->report == NULL)
		return 0;
	status = pm_report_end(s->report, s->output, result, failure, &err);
	pm_report_free(s->report);
	s->report = NULL;
	if (status == PM_OK)
		return 0;
	pm_main_complain(err.text);
	return EXIT_SKIPPED;
}

/* Each spilled run keeps some files open until it is merged: allow as many as the system
 * permits, not just its default. */
static void
raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* Check the language before anything is done. */
static enum pm_status
check_language(const char *language, struct pm_error *err)
{
	struct pm_stemmer *stemmer;
	enum pm_status status =
		pm_stemmer_new(&stemmer,
			       strcmp(language, PM_LANGUAGE_AUTO) == 0 ? "none" : language,
			       err);

	if (status == PM_OK)
		pm_stemmer_free(stemmer);
	return status;
}

/* What is not said of the input is as the index has it. */
static enum pm_status
settle(struct settings *s, struct pm_build_options *o, struct pm_error *err)
{
	struct pm_generation g;
	enum pm_status status = pm_generation_read(s->output, &g, err);

	/* there is none yet, or none that can be read: that, the build will say */
	if (status < 0)
		return status == PM_ERR_NOMEM ? status : PM_OK;
	status = pm_main_inherit(s, g.language, g.choices, &o->anew, err);
	pm_generation_release(&g);
	return status;
}

int
pm_main_build(struct settings *s, enum pm_build_kind kind, char **paths, int n_paths)
{
	struct pm_build_options options;
	struct pm_build_result result;
	const char *anew = NULL;
	struct pm_error err;
	enum pm_status status = PM_OK;
	int reported, exit_status;

	if (kind != PM_BUILD_WHOLE) {
		options = (struct pm_build_options){ .kind = kind };
		status = settle(s, &options, &err);
		anew = options.anew;
	}
	if (s->language == NULL)
		s->language = "english";
	if (status == PM_OK)
		status = check_language(s->language, &err);
	if (status < 0)
		return status == PM_ERR_USAGE ? pm_main_complain_usage(s, err.text)
					      : pm_main_complain(err.text);
	if (s->report_path != NULL &&
	    (pm_report_check(s->report_path, (const char *const *)paths, (size_t)n_paths,
			     &err) < 0 ||
	     pm_report_open(&s->report, s->report_path, &err) < 0))
		return pm_main_complain(err.text);
	raise_file_limit();
	pm_progress_init(&s->progress, "pressmark-index", !s->quiet && isatty(2));
	options = pm_main_build_options(s, paths, n_paths);
	options.kind = kind;
	options.anew = anew;
	status = pm_build(&options, &result, &err);
	pm_progress_finish(&s->progress);
	reported = end_report(s, &result, status < 0 ? err.text : NULL);
	if (status < 0)
		return pm_main_complain(err.text);
	exit_status = announce(s, &result);
	return exit_status == 0 ? reported : exit_status;
}
