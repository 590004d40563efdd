/* Pressmark - pressmark-index: the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exit status: 0 everything was indexed, 1 some articles were skipped (each is named on
 * standard error) or the summary could not be written, 2 nothing was changed. */
#include "indexer/change.h"
#include "indexer/check_deep.h"
#include "indexer/crew.h"
#include "indexer/main_options.h"
#include "indexer/main_parts.h"
#include "indexer/narrow.h"
#include "indexer/option_values.h"
#include "indexer/survey.h"
#include "support/file.h"
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
#include <unistd.h>

#define LARGE_BLOCK (1 << 20)

#define HELP_COLUMNS 80u
#define TABLE_COLUMNS 200u
#define KEEP_MAX 1000u
/* Tests have a program of their own with a smaller one. */
#ifndef PM_SEGMENT_SIZE_LEAST
#define PM_SEGMENT_SIZE_LEAST "16M"
#endif

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

const struct pm_stop pm_on_interrupt = { is_interrupted, NULL };

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

int
pm_main_complain(const char *text)
{
	pm_screen_say(stderr, "pressmark-index: %s", text);
	return EXIT_TROUBLE;
}

int
pm_main_complain_usage(const struct settings *s, const char *text)
{
	pm_main_complain(text);
	fprintf(stderr, "try 'pressmark-index %s%s--help'\n",
		s->command != NULL ? s->command->name : "", s->command != NULL ? " " : "");
	return EXIT_TROUBLE;
}

/* Write OUT to standard output and release it; returns STATUS if that succeeded. */
int
pm_main_answer(struct pm_buf *out, int status)
{
	struct pm_error err;
	enum pm_status written = pm_write_stdout(out, &err);

	pm_buf_release(out);
	/* A reader that has gone away (| head) needs no message. */
	if (written == PM_GONE)
		return EXIT_TROUBLE;
	return written < 0 ? pm_main_complain(err.text) : status;
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
	s->status = pm_main_answer(&out, 0);
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
		return pm_read_size(option, value, "64M", &s->memory, err);
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
	case OPT_SEGMENT_SIZE:
		return pm_read_size(option, value, PM_SEGMENT_SIZE_LEAST,
				    &s->segment_size, err);
	case OPT_REHASH:
		s->rehash = true;
		return PM_OK;
	case OPT_NO_REMOVE:
		s->no_remove = true;
		return PM_OK;
	case OPT_MAX_REMOVED:
		return pm_read_limit(option, value, &s->max_removed, err);
	case OPT_BY_QUERY:
		s->query = value;
		return PM_OK;
	case OPT_YES:
		s->yes = true;
		return PM_OK;
	case OPT_ALLOW_LOSS:
		s->allow_loss = true;
		return PM_OK;
	case OPT_ANY_SPACE:
		s->any_space = true;
		return PM_OK;
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
		return pm_read_limit(option, value, &s->max_skipped, err);
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
	case OPT_DEEP:
		s->deep = true;
		return PM_OK;
	case OPT_TEMPORARY:
		if (value[0] == '\0')
			return pm_fail(err, PM_ERR_USAGE, "option '--temporary' is empty");
		s->temporary = value;
		return PM_OK;
	case OPT_QUIET:
		s->quiet = true;
		return PM_OK;
	}
	return print(s, option->key, err);
}

/* --- what an index was made with ---------------------------------------------- */

/* Whether one of LINES has the key; of those that have it, *AT and *LEN are what they say
 * together, if they follow each other. */
static bool
has_key(const char *lines, const char *key, size_t len)
{
	while (lines != NULL && *lines != '\0') {
		if (strncmp(lines, key, len) == 0 && lines[len] == ' ')
			return true;
		lines += strcspn(lines, "\n");
		lines += *lines == '\n';
	}
	return false;
}

/* Append the lines of a key. */
static void
put_key(struct pm_buf *out, const char *lines, const char *key)
{
	size_t n = strlen(key), len;

	for (; lines != NULL && *lines != '\0'; lines += len) {
		len = strcspn(lines, "\n");
		len += lines[len] == '\n';
		if (strncmp(lines, key, n) == 0 && lines[n] == ' ')
			pm_buf_put(out, lines, len);
	}
	/* the default says the same as nothing */
	if (strcmp(key, "ids") == 0 && out->len == 0)
		pm_buf_puts(out, "ids keep\n");
}

static const struct pm_option *
option_called(const char *name, size_t len)
{
	const struct pm_option *o = update_options;

	while (o->name != NULL &&
	       (strlen(o->name) != len || memcmp(o->name, name, len) != 0))
		o++;
	return o->name == NULL ? NULL : o;
}

/* Handle a line "KEY VALUE" of the index as the option that it was. */
static enum pm_status
inherit_line(struct settings *s, const char *line, size_t len, struct pm_error *err)
{
	size_t key = strcspn(line, " ");
	const struct pm_option *option = option_called(line, key);
	enum pm_status status;
	char *value;

	if (key == 5 && memcmp(line, "rules", 5) == 0)
		return pm_fail(err, PM_ERR_USAGE,
			       "the index was made with rules for web pages: give the file "
			       "again (--rules FILE)");
	if (option == NULL || key + 1 > len)
		return PM_OK;
	/* as long as the program: options are kept as they are given */
	value = pm_strndup(line + key + 1, len - key - 1);
	status = value == NULL ? pm_fail_nomem(err) : handle(s, option, value, err);
	if (status == PM_ERR_USAGE && key == 4 && memcmp(line, "base", 4) == 0)
		return pm_fail(err, PM_ERR_USAGE,
			       "the index has the base '%s', and that is no folder any "
			       "more: say where it is now (--base DIR)",
			       value);
	return status;
}

/* *OTHER: whether what is given for KEY is other than what the index has. */
static enum pm_status
is_other(const struct settings *s, const char *choices, const char *key, bool *other,
	 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_buf a, b;

	pm_buf_init(&a, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put_key(&a, choices, key);
	put_key(&b, pm_buf_str(&s->choices.lines), key);
	if (a.status < 0 || b.status < 0)
		status = pm_fail_nomem(err);
	*other = a.len != b.len || (a.len > 0 && memcmp(a.data, b.data, a.len) != 0);
	pm_buf_release(&a);
	pm_buf_release(&b);
	return status;
}

enum pm_status
pm_main_inherit(struct settings *s, const char *language, const char *choices,
		const char **other, struct pm_error *err)
{
	/* Where they differ, articles would be others; patterns only say which files are read,
	 * and a base where they are now. */
	static const char *const keys[] = { "map",   "clean", "encoding",
					    "dates", "rules", "ids" };
	struct pm_buf given;
	enum pm_status status = PM_OK;
	const char *line = choices;
	bool differs;
	size_t i, len;

	*other = NULL;
	if (has_key(choices, "base", 4) !=
		    has_key(pm_buf_str(&s->choices.lines), "base", 4) &&
	    s->base != NULL)
		return pm_fail(err, PM_ERR_USAGE,
			       "the index was made without a base, so that its files are known "
			       "by other names: build it again");
	pm_buf_init(&given, PM_BUF_NO_LIMIT);
	pm_buf_put(&given, s->choices.lines.data, s->choices.lines.len);
	for (; line != NULL && *line != '\0' && status == PM_OK; line += len) {
		len = strcspn(line, "\n");
		if (!has_key(pm_buf_str(&given), line, strcspn(line, " ")))
			status = inherit_line(s, line, len, err);
		len += line[len] == '\n';
	}
	pm_buf_release(&given);
	for (i = 0; i < sizeof keys / sizeof *keys && status == PM_OK; i++)
		if (*other == NULL &&
		    (status = is_other(s, choices, keys[i], &differs, err)) == PM_OK &&
		    differs)
			*other = keys[i];
	if (s->language == NULL)
		s->language = pm_strndup(language, strlen(language));
	else if (strcmp(s->language, language) != 0)
		*other = "language";
	return status == PM_OK && s->language == NULL ? pm_fail_nomem(err) : status;
}

/* --- commands ----------------------------------------------------------- */

static int
do_stats(const struct settings *s, const char *index)
{
	bool json = s->fields_form == PM_FIELDS_JSON;
	struct pm_error err;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if ((json ? pm_stats_as_json : pm_stats)(index, &out, &err) < 0) {
		pm_buf_release(&out);
		return pm_main_complain(err.text);
	}
	if (!json)
		pm_screen_fit(&out, 1);
	return pm_main_answer(&out, 0);
}

/* What failed, and how far the damage goes. */
static int
tell_damage(const struct settings *s, const char *index, const struct pm_error *failure)
{
	struct pm_survey survey;
	struct pm_error err;
	struct pm_buf out;

	pm_main_complain(failure->text);
	/* of a file that is missing in the index, or of another one */
	if (failure->status != PM_ERR_CORRUPT && (s->deep || failure->status != PM_ERR_IO))
		return EXIT_TROUBLE;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (pm_survey_run(&survey, index, &err) == PM_OK)
		pm_survey_put(&survey, &out, &err);
	pm_survey_release(&survey);
	pm_screen_fit(&out, 1);
	return pm_main_answer(&out, EXIT_TROUBLE);
}

static int
do_check(struct settings *s, const char *index)
{
	struct pm_build_options build = pm_main_build_options(s, NULL, 0);
	const struct pm_check_deep deep = { &build, s->temporary };
	struct pm_error err;
	struct pm_check_result r;
	struct pm_buf out;
	enum pm_status status;

	pm_progress_init(&s->progress, "pressmark-index", s->deep && isatty(2));
	status = pm_check_also(index, s->deep ? &deep : NULL, &r, &err);
	pm_progress_finish(&s->progress);
	if (status < 0)
		return tell_damage(s, index, &err);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_put_shown(&out, index, strlen(index));
	pm_buf_puts(&out, ": ");
	pm_buf_put_grouped(&out, r.articles);
	pm_buf_puts(&out, r.articles == 1 ? " article, all is well\n"
					  : " articles, all is well\n");
	if (r.generations > 1)
		pm_buf_printf(&out,
			      "generations: %" PRIu64
			      " are kept, and each can be rolled back to\n",
			      r.generations);
	pm_put_other_versions(&out, &r);
	pm_screen_fit(&out, 1);
	return pm_main_answer(&out, 0);
}

static int
do_export(const char *index)
{
	struct pm_error err;

	/* If the reader goes away (| head), this ends silently. */
	signal(SIGPIPE, SIG_DFL);
	if (pm_export(index, stdout, &pm_on_interrupt, &err) < 0)
		return pm_main_complain(err.text);
	return 0;
}

/* How the articles of PATHs are read to be looked at only. */
static struct pm_reader_options
looking_options(struct settings *s)
{
	return (struct pm_reader_options){
		.skip = pm_main_skipped,
		.skip_ctx = s,
		.cut = pm_main_cut,
		.stop = pm_on_interrupt,
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
		return pm_main_complain(err.text);
	}
	if (s->fields_form == PM_FIELDS_JSON)
		return pm_main_answer(&out, 0);
	if (n_paths == 0)
		pm_screen_fit(&out, 1);
	else
		pm_choices_put(&out, &s->choices, PM_CHOICES_ALL_READ);
	return pm_main_answer(&out, 0);
}

static int
do_explain(struct settings *s, char **paths, int n_paths)
{
	struct pm_reader_options options = looking_options(s);
	const bool bar = false;
	struct pm_error err;
	enum pm_status status;

	if (n_paths == 0)
		return pm_main_complain_usage(s, "explain needs a PATH to read");
	signal(SIGPIPE, SIG_DFL); /* as do_export */
	pm_progress_init(&s->progress, "pressmark-index", bar);
	status = pm_explain_input((const char *const *)paths, (size_t)n_paths, &options,
				  stdout, &err);
	pm_progress_finish(&s->progress);
	return status < 0 ? pm_main_complain(err.text) : 0;
}

/* Commands that take paths. */
static int
do_build(struct settings *s, enum pm_build_kind kind, char **paths, int n_paths)
{
	char text[80];

	if (s->output == NULL) {
		snprintf(text, sizeof text, "%s needs -o INDEX", s->command->name);
		return pm_main_complain_usage(s, text);
	}
	if (n_paths == 0) {
		snprintf(text, sizeof text,
			 "%s needs a PATH to read, or - for standard input",
			 s->command->name);
		return pm_main_complain_usage(s, text);
	}
	return pm_main_build(s, kind, paths, n_paths);
}

static int
do_history(const char *index)
{
	struct pm_error err;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (pm_put_history(index, &out, &err) < 0) {
		pm_buf_release(&out);
		return pm_main_complain(err.text);
	}
	if (isatty(1))
		pm_narrow_history(&out, pm_screen_columns_of(1, TABLE_COLUMNS));
	return pm_main_answer(&out, 0);
}

/* Commands that take an index and nothing else. */
static int
do_plain(struct settings *s, const char *command, const char *index)
{
	if (strcmp(command, "merge") == 0)
		return pm_main_merge(s);
	if (strcmp(command, "rollback") == 0)
		return pm_main_rollback(s, NULL);
	if (strcmp(command, "history") == 0)
		return do_history(index);
	if (strcmp(command, "stats") == 0)
		return do_stats(s, index);
	if (strcmp(command, "check") == 0)
		return do_check(s, index);
	return do_export(index);
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
		return pm_main_complain_usage(s, err.text);
	if (status < 0)
		return pm_main_complain(err.text);
	argv += at + 1;
	if (strcmp(command->name, "build") == 0)
		return do_build(s, PM_BUILD_WHOLE, argv, n);
	if (strcmp(command->name, "update") == 0)
		return do_build(s, PM_BUILD_UPDATE, argv, n);
	if (strcmp(command->name, "fields") == 0)
		return do_fields(s, argv, n);
	if (strcmp(command->name, "explain") == 0)
		return do_explain(s, argv, n);
	if (n == 0)
		return pm_main_complain_usage(s, "an INDEX is needed");
	s->output = argv[0];
	if (strcmp(command->name, "add") == 0)
		return do_build(s, PM_BUILD_ADD, argv + 1, n - 1);
	if (strcmp(command->name, "remove") == 0)
		return pm_main_remove(s, argv + 1, n - 1);
	if (strcmp(command->name, "repair") == 0)
		return pm_main_repair(s, argv + 1, n - 1);
	if (strcmp(command->name, "rollback") == 0 && n == 2)
		return pm_main_rollback(s, argv[1]);
	if (n != 1)
		return pm_main_complain_usage(s, "only one INDEX is taken");
	return do_plain(s, command->name, argv[0]);
}

static int
run(int argc, char **argv)
{
	struct settings s = { .language = NULL };
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
