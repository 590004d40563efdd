/* Pressmark - what is asked of a damaged index: see asking.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corrupt/asking.h"

#include "answer/output.h"
#include "indexer/commands.h"
#include "tests/corrupt/articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_SECONDS 12u /* times PM_PATIENCE */

static unsigned n_cases, n_failures, n_damages;
static const struct pm_stop never = { NULL, NULL };

/* --- asking --------------------------------------------------------------- */

static const struct {
	const char *query;
	enum pm_db_sort sort;
	enum pm_search_stories stories;
	enum pm_search_text text;
} questions[] = {
	{ "chips", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "CXMT AND DDR5", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "\"export control\" OR \"memory chips\"", PM_SORT_RELEVANCE,
	  PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "=CXMT", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "semicon* OR v1*", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "title:chips OR title:CXMT", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "date:2024-03..2024-06 the", PM_SORT_DATE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "source:times AND memory", PM_SORT_DATE_DESC, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "the NOT (\"memory the\" OR memory)", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "example cooperate", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "nowhereatall", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "chips OR CXMT", PM_SORT_RELEVANCE, PM_STORIES_COUNTED, PM_SEARCH_ARTICLES },
	{ "chips", PM_SORT_RELEVANCE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "the memory", PM_SORT_RELEVANCE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "date:2024", PM_SORT_DATE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "newsletter AND memory", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_FULL_TEXT },
	{ "\"memory chips\" w/9 newslett*", PM_SORT_DATE, PM_STORIES_COUNTED,
	  PM_SEARCH_FULL_TEXT },
};

#define N_QUESTIONS (sizeof questions / sizeof *questions)

/* What is asked: the questions, and behind them these. */
enum { STATS = N_QUESTIONS, EXPORT, CHECK, N_ALL };
_Static_assert(N_ALL == N_ASKED, "asking.h says how many");

static enum pm_status
ask_question(const char *index, size_t i, struct pm_buf *out, struct pm_error *err)
{
	struct pm_search_options o = { .max = 5,
				       .sort = questions[i].sort,
				       .stories = questions[i].stories };
	struct pm_search_result result = { 0 };
	struct pm_query_mistake mistake;
	struct pm_output output = { .format = PM_OUTPUT_TEXT,
				    .width = 80,
				    .stories = questions[i].stories };
	struct pm_search *search = NULL;
	struct pm_tree *tree = NULL;
	enum pm_status status;

	output.query = questions[i].query;
	output.query_len = strlen(questions[i].query);
	if ((status = pm_tree_parse(output.query, output.query_len,
				    &(struct pm_query_options){ .mode = PM_QUERY_ALL },
				    &tree, &mistake, err)) == PM_OK &&
	    (status = pm_search_open(&search, index, err)) == PM_OK) {
		pm_search_text(search, questions[i].text);
		status = pm_search_run(search, tree, &o, &result, err);
		output.tree = tree;
		if (status == PM_OK)
			status = pm_output_answer(&output, search, &result, out, err);
	}
	/* That no article has a date is an answer, too, and may be a wrong one. */
	if (status == PM_ERR_QUERY) {
		pm_buf_puts(out, err->text);
		status = PM_OK;
	}
	pm_search_result_release(&result);
	pm_search_free(search);
	pm_tree_free(tree);
	return status;
}

static enum pm_status
ask_export(const char *index, struct pm_buf *out, struct pm_error *err)
{
	char *data = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&data, &len);
	enum pm_status status;

	if (f == NULL)
		return pm_fail_nomem(err);
	status = pm_export(index, f, &never, err);
	fclose(f);
	pm_buf_put(out, data, len);
	free(data);
	return status;
}

static enum pm_status
ask(const char *index, size_t i, struct pm_buf *out, struct pm_error *err)
{
	struct pm_check_result result;
	enum pm_status status;

	if (i < N_QUESTIONS)
		return ask_question(index, i, out, err);
	if (i == STATS)
		return pm_stats(index, out, err);
	if (i == EXPORT)
		return ask_export(index, out, err);
	status = pm_check(index, &result, err);
	pm_buf_printf(out, "%u", (unsigned)result.articles);
	return status;
}

static const char *
name_of(size_t i)
{
	return i < N_QUESTIONS ? questions[i].query
	     : i == STATS      ? "stats"
	     : i == EXPORT     ? "export"
			       : "check";
}

void
target_aim(struct target *t)
{
	struct pm_error err;
	size_t i;

	for (i = 0; i < N_ASKED; i++) {
		pm_buf_init(&t->answers[i], PM_BUF_NO_LIMIT);
		if (ask(t->index, i, &t->answers[i], &err) != PM_OK)
			bail_out(err.text);
	}
}

void
target_release(struct target *t)
{
	size_t i;

	for (i = 0; i < N_ASKED; i++)
		pm_buf_release(&t->answers[i]);
}

/* --- one damage ------------------------------------------------------------ */

bool
names(const char *text, const char *file, enum expectation expected)
{
	const char *slash = strstr(file, "/xapian/");

	if (expected == FITTING)
		return strstr(text, "segment-") != NULL || strstr(text, file) != NULL ||
		       strstr(text, "the index is damaged") != NULL;

	/* a database whose files are not those that it was written with: the
	 * guard's or libxapian's words name the folder */
	return strstr(text, file) != NULL ||
	       (slash != NULL && strstr(text, "/xapian") != NULL);
}

/* As tests/lib.sh has it. */
static unsigned
patience(void)
{
	const char *given = getenv("PM_PATIENCE");

	return given != NULL && atoi(given) > 0 ? (unsigned)atoi(given) : 5;
}

/* Whether question I need not look at FILE: the store of folds is opened when somebody wants
 * one; and what was read, what was done before and what can be gone back to is nothing that
 * is asked for, but check reads it. */
static bool
may_ignore(size_t i, const char *file)
{
	const char *folds = strstr(file, "/folds/");

	if (strncmp(file, "files-", 6) == 0 || strncmp(file, "history-", 8) == 0 ||
	    strncmp(file, "generation-", 11) == 0)
		return i != CHECK;
	return folds != NULL && strcmp(folds, "/folds/list") != 0 && i < N_QUESTIONS &&
	       questions[i].text == PM_SEARCH_ARTICLES;
}

static bool
must_notice(size_t i, const char *file, enum expectation expected)
{
	if (expected == LEFT || expected == RIGHT || may_ignore(i, file))
		return false;
	return i == CHECK || expected == NAMED || expected == NEWER;
}

void
ask_all(const struct target *t, const char *file, enum expectation expected, int fd)
{
	struct pm_error err;
	struct pm_buf out;
	size_t i;

	for (i = 0; i < N_ASKED; i++) {
		const struct pm_buf *right = &t->answers[i];
		enum pm_status status;

		pm_buf_init(&out, PM_BUF_NO_LIMIT);
		status = ask(t->index, i, &out, &err);
		if (status > 0)
			dprintf(fd, "%s: status %d\n", name_of(i), (int)status);
		else if (status < 0 && !names(err.text, file, expected))
			dprintf(fd, "%s: the message does not name '%s': %s: %s\n",
				name_of(i), file, pm_status_name(status), err.text);
		else if (status < 0 && expected == NEWER &&
			 (status != PM_ERR_NOT_INDEX ||
			  (strstr(err.text, "build the index again") == NULL &&
			   strstr(err.text, "a later version") == NULL)))
			dprintf(fd, "%s: %s: %s\n", name_of(i), pm_status_name(status),
				err.text);
		else if (status < 0 && expected == RIGHT)
			dprintf(fd, "%s: %s\n", name_of(i), err.text);
		else if (status == PM_OK && must_notice(i, file, expected))
			dprintf(fd, "%s: went unnoticed\n", name_of(i));
		else if (status == PM_OK && (out.len != right->len ||
					     memcmp(out.data, right->data, out.len) != 0))
			dprintf(fd, "%s: a wrong answer:\n%.500s\n", name_of(i),
				pm_buf_str(&out));
		pm_buf_release(&out);
	}
}

bool
in_child(void (*fn)(void *ctx, int fd), void *ctx, const char *file, const char *how)
{
	char text[4096], rest_of[512], *line, *rest;
	size_t len = 0;
	ssize_t n;
	int fds[2], status;
	pid_t child;

	n_damages++;
	fflush(stdout);
	if (pipe(fds) != 0 || (child = fork()) < 0)
		bail_out("cannot fork");
	if (child == 0) {
		close(fds[0]);
		alarm(CHILD_SECONDS * patience());
		fn(ctx, fds[1]);
		_exit(0);
	}
	close(fds[1]);
	while (len < sizeof text - 1 &&
	       (n = read(fds[0], text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	/* what is too much is not shown */
	while (read(fds[0], rest_of, sizeof rest_of) > 0)
		continue;
	close(fds[0]);
	waitpid(child, &status, 0);
	if (len == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	printf("# %s, %s:", file, how);
	if (WIFSIGNALED(status))
		printf(" killed by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		printf(" status %d", WEXITSTATUS(status));
	putchar('\n');
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		printf("#   %s\n", line);
	return false;
}

struct asked {
	const struct target *target;
	const char *file;
	enum expectation expected;
};

static void
ask_child(void *ctx, int fd)
{
	const struct asked *a = ctx;

	ask_all(a->target, a->file, a->expected, fd);
}

bool
survives(const struct target *t, const char *file, const char *how,
	 enum expectation expected)
{
	struct asked a = { t, file, expected };

	return in_child(ask_child, &a, file, how);
}

void
verdict(bool fine, const char *index, const char *file, const char *how)
{
	const char *slash = strrchr(index, '/');

	n_cases++;
	n_failures += !fine;
	printf("%sok %u - %s/%s: %s\n", fine ? "" : "not ", n_cases, slash + 1, file, how);
	fflush(stdout);
}

int
tell_verdicts(void)
{
	printf("# %u damages\n1..%u\n", n_damages, n_cases);
	return n_failures > 0;
}
