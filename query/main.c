/* Pressmark - pressmark-query: the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exit status, as grep's: 0 found, 1 nothing found, 2 trouble. */
#include "query/output.h"
#include "query/search.h"
#include "query/tree.h"
#include "support/file.h"
#include "support/heap.h"
#include "support/options.h"
#include "text/version.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_FOUND 0
#define EXIT_NOTHING 1
#define EXIT_TROUBLE 2

#define NUMBER_DEFAULT 10
#define WIDTH_DEFAULT 80
#define WIDTH_MAX 100
#define WIDTH_MIN 40
#define HEAP_SIZE ((size_t)384 << 10)	/* what most answers take */

enum {
	OPT_INDEX = 1,
	OPT_ANY,
	OPT_EXPLAIN,
	OPT_NUMBER,
	OPT_OFFSET,
	OPT_SORT,
	OPT_FORMAT,
	OPT_COUNT,
	OPT_COLOR
};

static const struct pm_option options[] = {
	{ 0, 0, NULL, NULL, NULL, "Question:" },
	{ OPT_INDEX, 'i', "index", "INDEX", NULL,
	  "the index; then all operands are the query" },
	{ OPT_ANY, 0, "any", NULL, NULL,
	  "words side by side: any of them, not all" },
	{ OPT_EXPLAIN, 0, "explain", NULL, NULL, "show the query as understood" },
	{ 0, 0, NULL, NULL, NULL, "Answer:" },
	{ OPT_NUMBER, 'n', "number", "N", NULL, "at most N results (10)" },
	{ OPT_OFFSET, 0, "offset", "N", NULL, "leave out the first N results" },
	{ OPT_SORT, 0, "sort", "ORDER", "relevance|date|-date",
	  "best first, oldest first, or newest first" },
	{ OPT_FORMAT, 0, "format", "FORMAT", "text|json|tsv", "how results are printed" },
	{ OPT_COUNT, 0, "count", NULL, NULL, "print only how many articles match" },
	{ OPT_COLOR, 0, "color", "WHEN", "auto|always|never",
	  "mark hits by colour instead of ** (auto: on a terminal)" },
	{ 0, 0, NULL, NULL, NULL, "Other:" },
	PM_OPTION_HELP,
	PM_OPTION_VERSION,
	PM_OPTION_COMPLETION,
	PM_OPTION_DUMP,
	PM_OPTION_END
};

static const struct pm_command program = {
	"pressmark-query", "[INDEX] QUERY...", "search an index of articles",
	"Query:\n"
	"  chips                  any form of the word's stem\n"
	"  \"export controls\"      exactly these words in this order\n"
	"  =CXMT                  exactly as written\n"
	"  semicon*               words that begin so\n"
	"  a b, a AND b, a OR b, NOT a, -a, ( ... )\n"
	"  title:x  source:x  author:x  date:2024-01..2024-06\n"
	"NOT binds tightest, then AND, then OR; words side by side mean AND.  Put a\n"
	"query with quotes or parentheses into single quotes for the shell.\n"
	"\n"
	"INDEX may be left out where the environment has PRESSMARK_INDEX.\n"
	"\n"
	"Exit status: 0 found, 1 nothing found, 2 trouble.\n",
	options, NULL, PM_OPERANDS_DASHED
};

struct settings {
	const char *index;
	enum pm_query_mode mode;
	bool explain, count;
	uint64_t number, offset;
	enum pm_db_sort sort;
	enum pm_output_format format;
	int color;		/* auto, always, never */
	int status;		/* of having printed --help and the like */
};

static int
complain(const char *text)
{
	fprintf(stderr, "pressmark-query: %s\n", text);
	return EXIT_TROUBLE;
}

static int
complain_usage(const char *text)
{
	complain(text);
	fputs("try 'pressmark-query --help'\n", stderr);
	return EXIT_TROUBLE;
}

/* Write OUT to standard output and release it; STATUS, if that went well. */
static int
answer(struct pm_buf *out, int status)
{
	struct pm_error err;
	enum pm_status written = pm_write_stdout(out, &err);

	pm_buf_release(out);
	/* A reader that went away (| head) needs no message. */
	if (written == PM_END)
		return EXIT_TROUBLE;
	return written < 0 ? complain(err.text) : status;
}

static enum pm_status
handle(void *ctx, const struct pm_option *option, const char *value, struct pm_error *err)
{
	struct settings *s = ctx;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	switch (option->key) {
	case OPT_INDEX:
		s->index = value;
		return PM_OK;
	case OPT_ANY:
		s->mode = PM_QUERY_ANY;
		return PM_OK;
	case OPT_EXPLAIN:
		s->explain = true;
		return PM_OK;
	case OPT_NUMBER:
		return pm_option_number(option, value, 1, 1000000, &s->number, err);
	case OPT_OFFSET:
		return pm_option_number(option, value, 0, UINT32_MAX - 1, &s->offset, err);
	case OPT_SORT:
		s->sort = (enum pm_db_sort)pm_option_choice(option, value);
		return PM_OK;
	case OPT_FORMAT:
		s->format = (enum pm_output_format)pm_option_choice(option, value);
		return PM_OK;
	case OPT_COUNT:
		s->count = true;
		return PM_OK;
	case OPT_COLOR:
		s->color = pm_option_choice(option, value);
		return PM_OK;
	case PM_OPT_HELP:
		pm_options_help(&out, &program, NULL);
		break;
	case PM_OPT_VERSION:
		pm_put_version(&out, "pressmark-query");
		break;
	case PM_OPT_COMPLETION:
		pm_options_completion(&out, &program);
		break;
	case PM_OPT_DUMP:
		pm_options_dump(&out, &program);
		break;
	}
	s->status = answer(&out, 0);
	return PM_END;
}

/* Whether an operand names an index. */
static bool
is_index(const char *path)
{
	char *file = pm_path_join(path, PM_GENERATION_FILE);
	struct stat st;
	bool yes = file != NULL && stat(file, &st) == 0;

	free(file);
	return yes;
}

/* The index: the option's, the first operand where that is one or where there
 * is no other, or the environment's.  *FIRST: the first operand of the query. */
static const char *
choose_index(const struct settings *s, char **operands, int n, int *first)
{
	const char *environment = getenv("PRESSMARK_INDEX");

	*first = 0;
	if (s->index != NULL)
		return s->index;
	if (environment != NULL && environment[0] != '\0' &&
	    (n == 0 || !is_index(operands[0])))
		return environment;
	if (n == 0)
		return NULL;
	*first = 1;
	return operands[0];
}

static void
join(struct pm_buf *query, char **words, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_putc(query, ' ');
		pm_buf_puts(query, words[i]);
	}
}

static size_t
terminal_width(void)
{
	struct winsize size;

	if (!isatty(1) || ioctl(1, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return WIDTH_DEFAULT;
	return size.ws_col > WIDTH_MAX ? WIDTH_MAX
		: size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col;
}

static bool
wants_color(const struct settings *s)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (s->format != PM_OUTPUT_TEXT || s->color == 2)
		return false;
	return s->color == 1 || (isatty(1) && (no_color == NULL || no_color[0] == '\0') &&
				 (term == NULL || strcmp(term, "dumb") != 0));
}

/* With nothing found for words side by side: how many have some of them. */
static enum pm_status
count_some(struct pm_search *search, const struct pm_buf *query, uint32_t *some,
	   struct pm_error *err)
{
	struct pm_search_options o = { 0 };
	struct pm_search_result r;
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	enum pm_status status;

	status = pm_tree_parse(pm_buf_str(query), query->len,
			       &(struct pm_query_options){ .mode = PM_QUERY_ANY }, &tree,
			       &mistake, err);
	if (status < 0)
		return status;
	if (tree->op == PM_TREE_OR || tree->op == PM_TREE_AND) {
		status = pm_search_run(search, tree, &o, &r, err);
		if (status == PM_OK) {
			*some = r.total;
			pm_search_result_release(&r);
		}
	}
	pm_tree_free(tree);
	return status;
}

static int
report_mistake(const struct pm_buf *query, const struct pm_query_mistake *mistake)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_mistake_print(&out, pm_buf_str(query), query->len, mistake, WIDTH_DEFAULT);
	fprintf(stderr, "pressmark-query: the query cannot be read\n%s", pm_buf_str(&out));
	pm_buf_release(&out);
	return EXIT_TROUBLE;
}

static void
explain_count(const struct pm_tree *tree)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_tree_print(&out, tree);
	fprintf(stderr, "understood as\n%s", pm_buf_str(&out));
	pm_buf_release(&out);
}

static enum pm_status
ask(const struct settings *s, const char *index, const struct pm_buf *query,
    const struct pm_tree *tree, struct pm_buf *out, uint32_t *total, struct pm_error *err)
{
	struct pm_search_options o = { .first = (uint32_t)s->offset,
		.max = (uint32_t)s->number, .sort = s->sort };
	struct pm_output output = {
		.format = s->format, .color = wants_color(s), .width = terminal_width(),
		.explain = s->explain, .query = pm_buf_str(query),
		.query_len = query->len, .tree = tree, .first = (uint32_t)s->offset
	};
	/* It stays open: the process ends with the answer, and the system takes all
	 * back at once, sooner than piece by piece. */
	static struct pm_search *search;
	struct pm_search_result result = { 0 };
	enum pm_status status;

	if (s->count)
		o.first = o.max = 0;
	pm_heap_prepare(HEAP_SIZE);
	if ((status = pm_search_open(&search, index, err)) < 0 ||
	    (status = pm_search_run(search, tree, &o, &result, err)) < 0)
		goto out;
	*total = result.total;
	if (s->count) {
		pm_buf_printf(out, "%u\n", (unsigned)result.total);
	} else {
		if (result.total == 0 && s->mode == PM_QUERY_ALL &&
		    tree->op == PM_TREE_AND && !tree->written)
			status = count_some(search, query, &output.some, err);
		if (status == PM_OK)
			status = pm_output_answer(&output, search, &result, out, err);
	}
out:
	pm_search_result_release(&result);
	return status;
}

static int
run(const struct settings *s, char **operands, int n)
{
	struct pm_query_mistake mistake;
	struct pm_tree *tree = NULL;
	struct pm_buf query, out;
	struct pm_error err;
	const char *index;
	enum pm_status status;
	uint32_t total = 0;
	int first;

	index = choose_index(s, operands, n, &first);
	if (index == NULL)
		return complain_usage("an INDEX and a QUERY are needed");
	if (first == n)
		return complain_usage(first == 0 || is_index(index)
				      ? "a QUERY is needed" : "an INDEX and a QUERY are needed");
	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	join(&query, operands + first, n - first);
	status = query.status < 0 ? pm_fail_nomem(&err)
		: pm_tree_parse(pm_buf_str(&query), query.len,
				&(struct pm_query_options){ .mode = s->mode }, &tree,
				&mistake, &err);
	if (status == PM_ERR_QUERY) {
		report_mistake(&query, &mistake);
	} else if (status < 0) {
		complain(err.text);
	} else {
		if (s->count && s->explain)
			explain_count(tree);
		status = ask(s, index, &query, tree, &out, &total, &err);
		if (status < 0)
			complain(err.text);
	}
	pm_tree_free(tree);
	pm_buf_release(&query);
	if (status < 0) {
		pm_buf_release(&out);
		return EXIT_TROUBLE;
	}
	return answer(&out, total > 0 ? EXIT_FOUND : EXIT_NOTHING);
}

int
main(int argc, char **argv)
{
	struct settings s = { .number = NUMBER_DEFAULT, .sort = PM_SORT_RELEVANCE };
	struct pm_error err;
	enum pm_status status;
	int n;

	signal(SIGPIPE, SIG_IGN);
	status = pm_options_parse(&program, argc, argv, handle, &s, &n, &err);
	if (status == PM_END)
		return s.status;
	if (status == PM_ERR_USAGE)
		return complain_usage(err.text);
	if (status < 0)
		return complain(err.text);
	return run(&s, argv + 1, n);
}
