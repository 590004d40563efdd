/* Pressmark - pressmark-index: the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exit status: 0 everything was indexed, 1 some articles were skipped (each is named on
 * standard error) or the summary could not be written, 2 nothing was changed. */
#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/crew.h"
#include "indexer/main_options.h"
#include "indexer/option_values.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "indexer/source_lines.h"
#include "shim/stem.h"
#include "support/file.h"
#include "support/options.h"
#include "support/program.h"
#include "terminal/screen.h"
#include "text/version.h"

#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LARGE_BLOCK (1 << 20)

#define EXIT_SKIPPED 1
#define HELP_COLUMNS 80u
#define EXIT_TROUBLE 2
#define KEEP_MAX 1000u

struct settings {
	const struct pm_command *command;
	const char *output;
	const char *language;
	bool verbose, quiet, timings;
	uint64_t jobs;
	size_t memory;
	enum pm_writer writer;
	enum pm_lost lost;
	struct pm_skip_limit max_skipped;
	enum pm_same_id ids;
	uint64_t keep;
	const char *base;
	const char *report_path;
	struct pm_report *report;
	enum pm_date_order dates;
	enum pm_clean clean;
	const char *encoding;
	struct pm_choices choices;
	enum pm_fields_form fields_form;
	struct pm_sources sources;
	int status; /* exit status after printing --help and the like */
	struct pm_progress progress;
};

/* Set by a signal handler, which can access nothing else. */
static atomic_int interrupted;

static void
on_signal(int number)
{
	interrupted = number;
}

static bool
is_interrupted(void *ctx)
{
	(void)ctx;
	return interrupted != 0;
}

static const struct pm_stop on_interrupt = { is_interrupted, NULL };

static void
catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action;
	size_t i;

	memset(&action, 0, sizeof action);
	action.sa_handler = on_signal;
	sigemptyset(&action.sa_mask);
	for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
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

static int
complain(const char *text)
{
	pm_screen_say(stderr, "pressmark-index: %s", text);
	return EXIT_TROUBLE;
}

static int
complain_usage(const struct settings *s, const char *text)
{
	complain(text);
	fprintf(stderr, "try 'pressmark-index %s%s--help'\n",
		s->command != NULL ? s->command->name : "", s->command != NULL ? " " : "");
	return EXIT_TROUBLE;
}

/* Write OUT to standard output and release it; returns STATUS if that succeeded. */
static int
answer(struct pm_buf *out, int status)
{
	struct pm_error err;
	enum pm_status written = pm_write_stdout(out, &err);

	pm_buf_release(out);
	/* A reader that has gone away (| head) needs no message. */
	if (written == PM_GONE)
		return EXIT_TROUBLE;
	return written < 0 ? complain(err.text) : status;
}

/* --help and the like. */
static enum pm_status
print(struct settings *s, int key, struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	switch (key) {
	case PM_OPT_HELP:
		pm_options_help(&out, &program, s->command,
				pm_screen_columns_of(1, HELP_COLUMNS));
		pm_screen_fit(&out, 1);
		break;
	case PM_OPT_VERSION:
		if ((status = pm_put_version(&out, "pressmark-index", err)) < 0)
			return status;
		break;
	case PM_OPT_COMPLETION:
		pm_options_completion(&out, &program);
		break;
	case PM_OPT_DUMP:
		pm_options_dump(&out, &program);
		break;
	}
	s->status = answer(&out, 0);
	return PM_STOPPED;
}

static enum pm_status
handle(void *ctx, const struct pm_option *option, const char *value, struct pm_error *err)
{
	/* as the table names them */
	static const enum pm_writer writers[] = { PM_WRITER_AUTO, PM_WRITER_BULK,
						  PM_WRITER_XAPIAN };
	static const enum pm_clean cleans[] = { PM_CLEAN_FULL, PM_CLEAN_BALANCED,
						PM_CLEAN_PRECISE };
	struct settings *s = ctx;
	enum pm_status status;

	switch (option->key) {
	case OPT_OUTPUT:
		if (value[0] == '\0')
			return pm_fail(err, PM_ERR_USAGE, "option '--output' is empty");
		s->output = value;
		return PM_OK;
	case OPT_LANGUAGE:
		s->language = value;
		return PM_OK;
	case OPT_JOBS:
		return pm_option_number(option, value, 1, PM_JOBS_MAX, &s->jobs, err);
	case OPT_MEMORY:
		return pm_read_memory(value, &s->memory, err);
	case OPT_WRITER:
		s->writer = writers[pm_option_choice(option, value)];
		return PM_OK;
	case OPT_IDS:
		s->ids = pm_option_choice(option, value) == 1 ? PM_IDS_REPLACE
							      : PM_IDS_KEEP;
		return pm_choices_say(&s->choices, "ids", value, err);
	case OPT_KEEP:
		return pm_option_number(option, value, 1, KEEP_MAX, &s->keep, err);
	case OPT_BASE:
		s->base = value;
		return pm_choices_base(&s->choices, value, err);
	case OPT_DATES:
		s->dates = pm_option_choice(option, value) == 0 ? PM_DATE_DAY_FIRST
								: PM_DATE_MONTH_FIRST;
		return pm_choices_say(&s->choices, "dates", value, err);
	case OPT_CLEAN:
		s->clean = cleans[pm_option_choice(option, value)];
		return pm_choices_say(&s->choices, "clean", value, err);
	case OPT_ENCODING:
		s->encoding = value;
		return (status = pm_reader_check_encoding(value, err)) < 0
			     ? status
			     : pm_choices_say(&s->choices, "encoding", value, err);
	case OPT_RULES:
		return pm_choices_rules(&s->choices, value, err);
	case OPT_MAP:
		return pm_choices_map(&s->choices, value, err);
	case OPT_INCLUDE:
		return pm_choices_glob(&s->choices, PM_GLOB_INCLUDE, value, err);
	case OPT_EXCLUDE:
		return pm_choices_glob(&s->choices, PM_GLOB_EXCLUDE, value, err);
	case OPT_FORMAT:
		s->fields_form = pm_option_choice(option, value) == 1 ? PM_FIELDS_JSON
								      : PM_FIELDS_TEXT;
		return PM_OK;
	case OPT_PARTIAL:
		s->lost = PM_LOST_PERMITTED;
		return PM_OK;
	case OPT_MAX_SKIPPED:
		return pm_read_max_skipped(value, &s->max_skipped, err);
	case OPT_REPORT:
		if (value[0] == '\0')
			return pm_fail(err, PM_ERR_USAGE, "option '--report' is empty");
		s->report_path = value;
		return PM_OK;
	case OPT_TIMINGS:
		s->timings = true;
		return PM_OK;
	case OPT_VERBOSE:
		s->verbose = true;
		return PM_OK;
	case OPT_QUIET:
		s->quiet = true;
		return PM_OK;
	}
	return print(s, option->key, err);
}

/* --- commands ----------------------------------------------------------- */

static void
on_note(void *ctx, const char *what, struct pm_str file, uint64_t line, const char *reason)
{
	struct settings *s = ctx;

	pm_progress_say(&s->progress, what, file, line, reason);
	if (s->report != NULL)
		pm_report_add(s->report, what, file, line, reason);
}

static void
on_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	on_note(ctx, "skipped", file, line, reason);
}

static void
on_cut(void *ctx, struct pm_str file, uint64_t line, const char *reason)
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

static struct pm_build_options
options_of(struct settings *s, char **paths, int n_paths)
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
		.ids = s->ids,
		.keep = (unsigned)s->keep,
		.base = s->base,
		.command = "build",
		.dates = s->dates,
		.clean = s->clean,
		.encoding = s->encoding,
		.choices = &s->choices,
		.sources = &s->sources,
		.timings = s->timings,
		.skip = on_skip,
		.note = on_note,
		.repaired = on_repaired,
		.tail = on_tail,
		.left_out = on_left_out,
		.progress = on_progress,
		.ctx = s,
		.stop = on_interrupt,
	};
}

/* What there is to say of an index that was published; releases RESULT. */
static int
announce(const struct settings *s, struct pm_build_result *result)
{
	struct pm_error err;
	struct pm_buf out;
	enum pm_status status;

	if (result->unsynced[0] != '\0')
		pm_screen_say(stderr,
			      "pressmark-index: the new index is in place, but a power "
			      "failure may undo it: %s",
			      result->unsynced);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (!s->quiet)
		pm_build_summary(&out, s->output, result);
	if (!s->quiet)
		pm_choices_put(&out, &s->choices);
	if (!s->quiet)
		pm_sources_put_lines(&out, &s->sources);
	if (s->verbose) {
		pm_build_repeats(&out, &result->repeats);
		pm_build_parts(&out, result);
		pm_sources_put_table(&out, &s->sources);
		if (result->writer_reason[0] != '\0')
			pm_buf_printf(&out, "  %s\n", result->writer_reason);
	}
	pm_buf_put(&out, result->timings.data, result->timings.len);
	pm_buf_release(&result->timings);
	pm_screen_fit(&out, 1);
	status = pm_write_stdout(&out, &err);
	pm_buf_release(&out);
	if (status < 0)
		pm_screen_say(stderr,
			      "pressmark-index: the index is in place, but its summary is "
			      "lost: %s",
			      err.text);
	return status != PM_OK || result->skipped + result->cut_short > 0
		     ? EXIT_SKIPPED
		     : 0;
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
	complain(err.text);
	return EXIT_SKIPPED;
}

static int
do_build(struct settings *s, char **paths, int n_paths)
{
	struct pm_build_options options;
	struct pm_build_result result;
	struct pm_stemmer *stemmer;
	struct pm_error err;
	enum pm_status status;
	int reported, exit_status;

	if (s->output == NULL)
		return complain_usage(s, "build needs -o INDEX");
	if (n_paths == 0)
		return complain_usage(s,
				      "build needs a PATH to read, or - for standard input");
	status = pm_stemmer_new(&stemmer,
				strcmp(s->language, PM_LANGUAGE_AUTO) == 0 ? "none"
									   : s->language,
				&err);
	if (status < 0)
		return status == PM_ERR_USAGE ? complain_usage(s, err.text)
					      : complain(err.text);
	pm_stemmer_free(stemmer);
	if (s->report_path != NULL &&
	    (pm_report_check(s->report_path, (const char *const *)paths, (size_t)n_paths,
			     &err) < 0 ||
	     pm_report_open(&s->report, s->report_path, &err) < 0))
		return complain(err.text);
	raise_file_limit();
	pm_progress_init(&s->progress, "pressmark-index", !s->quiet && isatty(2));
	options = options_of(s, paths, n_paths);
	status = pm_build(&options, &result, &err);
	pm_progress_finish(&s->progress);
	reported = end_report(s, &result, status < 0 ? err.text : NULL);
	if (status < 0)
		return complain(err.text);
	exit_status = announce(s, &result);
	return exit_status == 0 ? reported : exit_status;
}

static int
do_stats(const char *index)
{
	struct pm_error err;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (pm_stats(index, &out, &err) < 0) {
		pm_buf_release(&out);
		return complain(err.text);
	}
	pm_screen_fit(&out, 1);
	return answer(&out, 0);
}

static int
do_check(const char *index)
{
	struct pm_error err;
	struct pm_check_result r;
	struct pm_buf out;

	if (pm_check(index, &r, &err) < 0)
		return complain(err.text);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_put_shown(&out, index, strlen(index));
	pm_buf_puts(&out, ": ");
	pm_buf_put_grouped(&out, r.articles);
	pm_buf_puts(&out, r.articles == 1 ? " article, all is well\n"
					  : " articles, all is well\n");
	pm_put_other_versions(&out, &r);
	pm_screen_fit(&out, 1);
	return answer(&out, 0);
}

static int
do_export(const char *index)
{
	struct pm_error err;

	/* If the reader goes away (| head), this ends silently. */
	signal(SIGPIPE, SIG_DFL);
	if (pm_export(index, stdout, &on_interrupt, &err) < 0)
		return complain(err.text);
	return 0;
}

/* How the articles of PATHs are read to be looked at only. */
static struct pm_reader_options
looking_options(struct settings *s)
{
	return (struct pm_reader_options){
		.skip = on_skip,
		.skip_ctx = s,
		.cut = on_cut,
		.stop = on_interrupt,
		.dates = s->dates,
		.clean = s->clean,
		.encoding = s->encoding,
		.memory = PM_MEMORY_DEFAULT / 4,
		.names = s->choices.names,
		.globs = s->choices.globs,
		.rules = s->choices.rules,
	};
}

static int
do_fields(struct settings *s, char **paths, int n_paths)
{
	struct pm_reader_options options = looking_options(s);
	const bool bar = false; /* it takes a second at most */
	struct pm_error err;
	enum pm_status status;
	struct pm_buf out;

	/* so that nothing is read ahead, and counted twice */
	options.dates = PM_DATE_DAY_FIRST;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_progress_init(&s->progress, "pressmark-index", bar);
	status = n_paths == 0 ? pm_fields_table(s->fields_form, &out, &err)
			      : pm_fields_of((const char *const *)paths, (size_t)n_paths,
					     &options, s->fields_form, &out, &err);
	pm_progress_finish(&s->progress);
	if (status < 0) {
		pm_buf_release(&out);
		return complain(err.text);
	}
	if (s->fields_form == PM_FIELDS_JSON)
		return answer(&out, 0);
	if (n_paths == 0)
		pm_screen_fit(&out, 1);
	pm_choices_put(&out, &s->choices);
	return answer(&out, 0);
}

static int
do_explain(struct settings *s, char **paths, int n_paths)
{
	struct pm_reader_options options = looking_options(s);
	const bool bar = false;
	struct pm_error err;
	enum pm_status status;

	if (n_paths == 0)
		return complain_usage(s, "explain needs a PATH to read");
	signal(SIGPIPE, SIG_DFL); /* as do_export */
	pm_progress_init(&s->progress, "pressmark-index", bar);
	status = pm_explain_input((const char *const *)paths, (size_t)n_paths, &options,
				  stdout, &err);
	pm_progress_finish(&s->progress);
	return status < 0 ? complain(err.text) : 0;
}

static int
run_command(struct settings *s, int argc, char **argv)
{
	const struct pm_command *command;
	struct pm_error err;
	enum pm_status status;
	int at, n = 0;

	status = pm_options_command(&program, argc, argv, handle, s, &command, &at, &err);
	if (status == PM_OK) {
		s->command = command;
		status = pm_options_parse(command, argc - at, argv + at, handle, s, &n,
					  &err);
	}
	if (status == PM_STOPPED)
		return s->status;
	if (status == PM_ERR_USAGE)
		return complain_usage(s, err.text);
	if (status < 0)
		return complain(err.text);
	if (strcmp(command->name, "build") == 0)
		return do_build(s, argv + at + 1, n);
	if (strcmp(command->name, "fields") == 0)
		return do_fields(s, argv + at + 1, n);
	if (strcmp(command->name, "explain") == 0)
		return do_explain(s, argv + at + 1, n);
	if (n != 1)
		return complain_usage(s, n == 0 ? "an INDEX is needed"
						: "only one INDEX is taken");
	if (strcmp(command->name, "stats") == 0)
		return do_stats(argv[at + 1]);
	if (strcmp(command->name, "check") == 0)
		return do_check(argv[at + 1]);
	return do_export(argv[at + 1]);
}

static int
run(int argc, char **argv)
{
	struct settings s = { .language = "english" };
	int status;

	catch_signals();
	/* Large blocks always come from the system and go back to it: by default, blocks
	 * of a size that was freed once would be kept. */
	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
	pm_choices_init(&s.choices);
	pm_sources_init(&s.sources);
	status = run_command(&s, argc, argv);
	pm_choices_release(&s.choices);
	pm_sources_release(&s.sources);
	return status;
}

int
main(int argc, char **argv)
{
	return pm_program_run("pressmark-index", run, argc, argv);
}
