/* Pressmark - pressmark-query: the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The exit status is that of grep: 0 found, 1 nothing found, 2 trouble. */
#include "language/mistake.h"
#include "query/alerts.h"
#include "query/batch.h"
#include "query/named_article.h"
#include "query/operands.h"
#include "query/prompt.h"
#include "query/question.h"
#include "query/settings.h"
#include "support/file.h"
#include "support/heap.h"
#include "support/program.h"
#include "support/team.h"
#include "terminal/screen.h"
#include "text/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_FOUND 0
#define EXIT_NOTHING 1
#define EXIT_TROUBLE 2

#define WIDTH_MAX_NOTES 200 /* columns of messages */
#define HELP_COLUMNS 80u

static int
complain(const char *text)
{
	pm_screen_say(stderr, "pressmark-query: %s", text);
	return EXIT_TROUBLE;
}

static int
complain_usage(const char *text)
{
	complain(text);
	fputs("try 'pressmark-query --help'\n", stderr);
	return EXIT_TROUBLE;
}

/* Write OUT to standard output and release it; returns STATUS if that went well. */
static int
answer(struct pm_buf *out, int status)
{
	struct pm_error err;
	enum pm_status written = pm_write_stdout(out, &err);

	pm_buf_release(out);
	/* If the reader went away (| head), no message is needed. */
	if (written == PM_GONE)
		return EXIT_TROUBLE;
	return written < 0 ? complain(err.text) : status;
}

/* --- options ---------------------------------------------------------------- */

static enum pm_status
handle(void *ctx, const struct pm_option *option, const char *value, struct pm_error *err)
{
	struct pm_settings *s = ctx;
	enum pm_status status;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	switch (option->key) {
	case PM_OPT_HELP:
		pm_options_help(&out, &pm_query_program, NULL,
				pm_screen_columns_of(1, HELP_COLUMNS));
		pm_screen_fit(&out, 1);
		break;
	case PM_OPT_VERSION:
		if ((status = pm_put_version(&out, "pressmark-query", err)) < 0)
			return status;
		break;
	case PM_OPT_COMPLETION:
		pm_options_completion(&out, &pm_query_program);
		break;
	case PM_OPT_DUMP:
		pm_options_dump(&out, &pm_query_program);
		break;
	default:
		return pm_settings_set(s, option, value, err);
	}
	s->status = answer(&out, 0);
	return PM_STOPPED;
}

/* --- operands --------------------------------------------------------------- */

/* Of the first of the WORDS that looks like an option of ours. */
static void
note_option(struct pm_settings *s, char **words, int n)
{
	const struct pm_option *like = NULL;
	int i;

	for (i = 0; i < n && !s->ended; i++)
		if ((like = pm_option_like(&pm_query_program, words[i])) != NULL) {
			pm_option_note(like, words[i], s->note, sizeof s->note);
			s->ask.note = s->note;
			return;
		}
}

/* Of the first of the WORDS, which stands after the INDEX, if it is an index, too. */
static void
note_index(struct pm_settings *s, const char *index, const char *word)
{
	struct pm_excerpt e = pm_excerpt(word, strlen(word));

	if (strcmp(word, index) == 0 || !pm_operand_is_index(word))
		return;
	snprintf(s->note, sizeof s->note,
		 "'%s' was read as a word; it is also an index, but only one is asked at "
		 "a time",
		 e.text);
	s->ask.note = s->note;
}

static bool
wants_color(const struct pm_settings *s)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (s->ask.format != PM_OUTPUT_TEXT || s->color == 2)
		return false;
	return s->color == 1 || (isatty(1) && (no_color == NULL || no_color[0] == '\0') &&
				 (term == NULL || strcmp(term, "dumb") != 0));
}

/* --- running ---------------------------------------------------------------- */

static void
complain_mistake(const struct pm_buf *notes)
{
	complain("the query cannot be read");
	fputs(pm_buf_str(notes), stderr);
}

static enum pm_status
flush(void *ctx, struct pm_buf *out, struct pm_error *err)
{
	(void)ctx;
	return pm_write_stdout(out, err);
}

/* How many threads work on one query. */
static unsigned
threads_of(const struct pm_settings *s)
{
	return s->jobs > 0 ? (unsigned)s->jobs : pm_team_cores();
}

static int
run_query(struct pm_settings *s, const char *index, const struct pm_buf *query)
{
	/* It is never closed: the process ends with the answer, and the system takes
	 * everything back at once, which is faster than piece by piece. */
	static struct pm_search *search;
	static struct pm_newer *newer;
	struct pm_tree *tree = NULL;
	struct pm_asked asked = { 0 };
	struct pm_buf out, notes;
	struct pm_error err, why = { 0 };
	enum pm_status status;
	int result = EXIT_TROUBLE;

	s->ask.query = pm_buf_str(query);
	s->ask.query_len = query->len;
	s->ask.flush = flush;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	status = pm_ask_parse(&s->ask, &tree, &notes, &err);
	if (status == PM_ERR_QUERY) {
		complain_mistake(&notes);
		goto out;
	}
	if (status == PM_OK && (status = pm_search_open(&search, index, &err)) == PM_OK &&
	    (status = pm_since_find(&newer, &s->ask.since, pm_search_index(search),
				    &err)) == PM_OK &&
	    (status = pm_search_threads(search, threads_of(s), &err)) == PM_OK &&
	    (s->alike == NULL ||
	     (status = pm_named_article(search, tree, s->alike, &s->ask.alike, &why,
					&err)) == PM_OK)) {
		s->ask.newer = newer;
		status = pm_ask_answer(&s->ask, tree, search, &out, &notes, &asked, &err);
	}
	/* PM_GONE: the reader went away (| head), which needs no message. */
	if (status == PM_ERR_QUERY && notes.len > 0)
		complain_mistake(&notes);
	else if (status < 0)
		complain(err.text);
	if (status != PM_OK)
		goto out;
	fputs(pm_buf_str(&notes), stderr);
	if (asked.note[0] != '\0')
		complain(asked.note);
	if (why.text[0] != '\0')
		complain(why.text);
	result = answer(&out, asked.stopped	   ? EXIT_TROUBLE
			      : asked.articles > 0 ? EXIT_FOUND
						   : EXIT_NOTHING);
	/* Once, where both are read; a script looks at standard error. */
	if (asked.stopped && !(asked.said && isatty(1) && isatty(2)))
		complain(asked.why);
out:
	pm_buf_release(&out);
	pm_buf_release(&notes);
	pm_tree_free(tree);
	return result;
}

static int
run_batch(struct pm_settings *s, const char *index)
{
	struct pm_batch b = { .ask = s->ask,
			      .index = index,
			      .path = s->batch,
			      .jobs = (unsigned)s->jobs,
			      .program = pm_query_program.name };
	struct pm_error err;
	bool found = false, trouble = false;
	enum pm_status status = pm_batch_run(&b, &found, &trouble, &err);

	if (status < 0)
		return complain(err.text);
	return status == PM_GONE || trouble ? EXIT_TROUBLE
	     : found			    ? EXIT_FOUND
					    : EXIT_NOTHING;
}

static int
run_alerts(struct pm_settings *s, const char *index)
{
	struct pm_alerts a = { .ask = s->ask,
			       .index = index,
			       .path = s->saved,
			       .threads = threads_of(s),
			       .program = pm_query_program.name };
	struct pm_error err;
	bool found = false, trouble = false;
	enum pm_status status = pm_alerts_run(&a, &found, &trouble, &err);

	if (status < 0)
		return complain(err.text);
	return status == PM_GONE || trouble ? EXIT_TROUBLE
	     : found			    ? EXIT_FOUND
					    : EXIT_NOTHING;
}

static bool
wants_prompt(const struct pm_settings *s)
{
	return s->ask.show == PM_ASK_RESULTS && s->ask.format == PM_OUTPUT_TEXT &&
	       !s->ask.explain && isatty(0) && isatty(1);
}

static int
run_prompt(struct pm_settings *s, const char *index)
{
	struct pm_error err;

	if (pm_prompt_run(&s->ask, index, threads_of(s), &err) < 0)
		return complain(err.text);
	return EXIT_FOUND;
}

static int
run(struct pm_settings *s, char **operands, int n)
{
	struct pm_buf query;
	const char *index;
	int first, result;

	pm_heap_prepare(PM_HEAP_OF_A_QUERY);
	index = pm_operands_index(s->index, operands, n, &first);
	if (index == NULL)
		return complain_usage(s->batch != NULL || s->saved != NULL
					      ? "an INDEX is needed"
					      : "an INDEX and a QUERY are needed");
	if (s->batch != NULL)
		return first < n ? complain_usage("--batch takes no QUERY")
				 : run_batch(s, index);
	if (s->saved != NULL)
		return first < n ? complain_usage("--saved takes no QUERY")
				 : run_alerts(s, index);
	if (s->alike != NULL && first < n)
		return complain_usage("--alike takes no QUERY");
	if (s->alike == NULL && first == n && wants_prompt(s) &&
	    pm_operand_is_index(index))
		return run_prompt(s, index);
	if (s->alike == NULL && first == n)
		return complain_usage(first == 0 || pm_operand_is_index(index)
					      ? "a QUERY is needed, or --batch - to read "
						"queries from standard input"
					      : "an INDEX and a QUERY are needed");
	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	pm_operands_join(&query, operands + first, n - first);
	if (s->alike != NULL)
		pm_operand_put_id(&query, s->alike);
	note_option(s, operands + first, n - first);
	if (first > 0 && first < n && s->ask.note == NULL)
		note_index(s, index, operands[first]);
	result = query.status < 0 ? complain("out of memory")
				  : run_query(s, index, &query);
	pm_buf_release(&query);
	return result;
}

/* An index of many segments, opened by many workers, needs many files.  If that is
 * refused, opening one of them will say so. */
static void
allow_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int
run_program(int argc, char **argv)
{
	struct pm_settings s = { .ask = { .sort = PM_SORT_RELEVANCE, .cited = true } };
	struct pm_error err;
	enum pm_status status;
	int n;

	s.ask.facets = s.facets;
	for (n = 1; n < argc && !s.ended; n++)
		s.ended = strcmp(argv[n], "--") == 0;
	status = pm_options_parse(&pm_query_program, argc, argv, handle, &s, &n, &err);
	if (status == PM_STOPPED)
		return s.status;
	if (status == PM_OK)
		status = pm_settings_finish(&s, &err);
	if (status == PM_ERR_USAGE)
		return complain_usage(err.text);
	if (status < 0)
		return complain(err.text);
	allow_files();
	s.ask.color = wants_color(&s);
	s.ask.width = pm_screen_columns();
	s.ask.notes_width = pm_screen_columns_of(2, WIDTH_MAX_NOTES);
	return run(&s, argv + 1, n);
}

int
main(int argc, char **argv)
{
	return pm_program_run("pressmark-query", run_program, argc, argv);
}
