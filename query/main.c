/* Pressmark - pressmark-query: the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The exit status is that of grep: 0 found, 1 nothing found, 2 trouble. */
#include "language/mistake.h"
#include "query/ask.h"
#include "query/batch.h"
#include "query/named_article.h"
#include "query/operands.h"
#include "query/prompt.h"
#include "query/question.h"
#include "support/deadline.h"
#include "support/calendar.h"
#include "support/file.h"
#include "support/heap.h"
#include "support/options.h"
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

#define NUMBER_DEFAULT 10
#define NUMBER_KWIC 100	 /* lines */
#define NUMBER_TREC 1000 /* as deep as runs usually are */
#define NUMBER_MAX 1000000000
#define FACETS_MAX 16
#define JOBS_MAX 1024
#define WIDTH_MAX_NOTES 200 /* columns of messages */
#define HELP_COLUMNS 80u

enum {
	OPT_INDEX = 1,
	OPT_ANY,
	OPT_TODAY,
	OPT_TIMEOUT,
	OPT_EXPLAIN,
	OPT_NUMBER,
	OPT_OFFSET,
	OPT_SORT,
	OPT_FORMAT,
	OPT_COUNT,
	OPT_HITS,
	OPT_COLOR,
	OPT_KWIC,
	OPT_KWIC_SORT,
	OPT_CSV_RAW,
	OPT_SAMPLE,
	OPT_SEED,
	OPT_FACET,
	OPT_BATCH,
	OPT_JOBS,
	OPT_UNIQUE,
	OPT_ALIKE,
	OPT_FULL_TEXT
};

static const struct pm_option options[] = {
	/* clang-format off */
	{ 0, 0, NULL, NULL, NULL, "Question:" },
	{ OPT_INDEX, 'i', "index", "INDEX", NULL,
	  "the index; then all operands are the query" },
	{ OPT_ANY, 0, "any", NULL, NULL,
	  "words side by side: any of them, not all" },
	{ OPT_TODAY, 0, "today", "DATE", NULL,
	  "the day that date:yesterday and the like count from, YYYY-MM-DD" },
	{ OPT_FULL_TEXT, 0, "full-text", NULL, NULL,
	  "search and show what was folded away too: menus of pages, repeated blocks" },
	{ OPT_TIMEOUT, 0, "timeout", "TIME", NULL,
	  "stop after 10s, 500ms or 2m, with what was found until then" },
	{ OPT_EXPLAIN, 0, "explain", NULL, NULL,
	  "show the query as understood, and what each part of it finds" },
	{ 0, 0, NULL, NULL, NULL, "Answer:" },
	{ OPT_NUMBER, 'n', "number", "N", NULL,
	  "at most N results (10); lines of --kwic (100 in text, else all); values of "
	  "--facet (1000 in text, else all); results for trec (1000)" },
	{ OPT_OFFSET, 0, "offset", "N", NULL, "leave out the first N results or lines" },
	{ OPT_SORT, 0, "sort", "ORDER", "relevance|date|-date",
	  "relevance (best first), date (oldest first) or -date (newest first)" },
	{ OPT_FORMAT, 0, "format", "FORMAT", "text|json|tsv|csv|trec",
	  "text, json or tsv; csv with --kwic; trec with --batch" },
	{ OPT_COUNT, 0, "count", NULL, NULL, "print only how many articles match" },
	{ OPT_HITS, 0, "hits", NULL, NULL, "count hits too, in all articles that match" },
	{ OPT_UNIQUE, 0, "unique", NULL, NULL,
	  "each story once: of articles that are copies only the first that matches" },
	{ OPT_ALIKE, 0, "alike", "ID", NULL,
	  "instead of a QUERY: the articles that tell the story of article ID, or of the one "
	  "with this URL, FILE or FILE:LINE" },
	{ OPT_COLOR, 0, "color", "WHEN", "auto|always|never",
	  "auto (on a terminal), always or never: mark hits by colour instead of **" },
	{ 0, 0, NULL, NULL, NULL, "Hits in context:" },
	{ OPT_KWIC, 0, "kwic", "[=N]", NULL,
	  "every hit on a line, between N words on each side (8)" },
	{ OPT_KWIC_SORT, 0, "kwic-sort", "KEYS", NULL,
	  "order of the lines: L1,R2,hit,date,article" },
	{ OPT_CSV_RAW, 0, "csv-raw", NULL, NULL,
	  "csv: text as it is, also what a spreadsheet takes for a formula" },
	{ OPT_SAMPLE, 0, "sample", "N", NULL, "only N of the hits, drawn at random" },
	{ OPT_SEED, 0, "seed", "S", NULL, "another number draws another sample (0)" },
	{ 0, 0, NULL, NULL, NULL, "Facets:" },
	{ OPT_FACET, 0, "facet", "FIELD", "source|author|host|date:year|date:month|date:day|...",
	  "count the values of source, author, host, date:year, date:month, date:day or "
	  "another field; may be repeated" },
	{ 0, 0, NULL, NULL, NULL, "Many queries:" },
	{ OPT_BATCH, 0, "batch", "FILE", NULL,
	  "answer each line of FILE (-: standard input), a query or ID, tab, query" },
	{ OPT_JOBS, 0, "jobs", "N", NULL, "answer N lines at once, or one query with N threads (one for each core)" },
	{ 0, 0, NULL, NULL, NULL, "Other:" },
	PM_OPTION_HELP,
	PM_OPTION_VERSION,
	PM_OPTION_COMPLETION,
	PM_OPTION_DUMP,
	PM_OPTION_END
	/* clang-format on */
};

static const struct pm_command program = {
	/* clang-format off */
	"pressmark-query", "[INDEX] QUERY...", "search an index of articles",
	"Query:\n"
	"  chips                       any form of the word's stem\n"
	"  \"export controls\"           exactly these words in this order\n"
	"  \"export controls\"~3         in any order, with 3 others among them\n"
	"  =CXMT                       exactly as written\n"
	"  semi* colo?r /regex/ word~  every word spelt so; ~: with one edit\n"
	"  a b, a AND b, a OR b, NOT a, -a, (...)\n"
	"  a w/5 b, a pre/5 b          at most 5 words apart; pre: a before b\n"
	"  a w/s b, a w/p b            in one sentence, in one paragraph\n"
	"  a not w/5 b, atleast5(a), lead50(a), a^2.5\n"
	"  title:x source:x author:x host:x id:x NAME:x \"any name\":(x OR y)\n"
	"  NAME:=\"all of a value\"\n"
	"  date:2024-01..2024-06 date:last-week words:500..\n"
	"Words side by side mean AND.  Put a query with quotes or parentheses into\n"
	"single quotes for the shell.\n"
	"All of the language, with examples: man pressmark-query-syntax\n"
	"\n"
	"INDEX may be left out where the environment has PRESSMARK_INDEX.  Without a\n"
	"QUERY, on a terminal, queries are asked for.\n"
	"\n"
	"Exit status: 0 found, 1 nothing found, 2 trouble or stopped early.\n",
	options, NULL, PM_OPERANDS_DASHED
	/* clang-format on */
};

struct settings {
	const char *index;
	struct pm_ask ask;
	const char *facets[FACETS_MAX];
	const char *batch;
	const char *alike; /* an id, or what else an article is called */
	bool ended;	   /* by --: what stands after is no option */
	char note[256];
	uint64_t jobs;
	int color;	/* 0 auto, 1 always, 2 never */
	uint32_t given; /* a bit for each option that was given */
	int status;	/* the exit status after --help and the like */
};

static bool
given(const struct settings *s, int key)
{
	return (s->given >> key & 1) != 0;
}

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
read_today(const char *value, uint32_t *today, struct pm_error *err)
{
	static const char like[] = "0000-00-00";
	unsigned long n = 0;
	size_t i = 0;

	while (i < sizeof like - 1 && (like[i] == '0' ? value[i] >= '0' && value[i] <= '9'
						      : value[i] == like[i])) {
		n = like[i] == '0' ? n * 10 + (unsigned long)(value[i] - '0') : n;
		i++;
	}
	*today = 0;
	if (i == sizeof like - 1 && value[i] == '\0')
		*today = pm_day((unsigned)(n / 10000), (unsigned)(n / 100 % 100),
				(unsigned)(n % 100));
	return *today != 0
		     ? PM_OK
		     : pm_fail(err, PM_ERR_USAGE,
			       "option '--today' needs a day such as 2024-06-30, not '%s'",
			       value);
}

static enum pm_status
read_timeout(const char *value, uint64_t *ms, struct pm_error *err)
{
	return pm_deadline_parse(value, ms)
		     ? PM_OK
		     : pm_fail(err, PM_ERR_USAGE,
			       "option '--timeout' needs a time from 1ms to "
			       "1440m, such as 10s, 500ms or 2m, not '%s'",
			       value);
}

static enum pm_status
add_facet(struct settings *s, const char *field, struct pm_error *err)
{
	if (field[0] == '\0')
		return pm_fail(err, PM_ERR_USAGE, "option '--facet' is empty");
	if (s->ask.n_facets == FACETS_MAX)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--facet' may be given %d times at most",
			       FACETS_MAX);
	s->facets[s->ask.n_facets++] = field;
	s->ask.show = PM_ASK_FACETS;
	return PM_OK;
}

static enum pm_status
read_kwic(struct settings *s, const struct pm_option *option, const char *value,
	  struct pm_error *err)
{
	uint64_t words = PM_KWIC_WORDS;

	s->ask.show = PM_ASK_KWIC;
	if (value != NULL &&
	    pm_option_number(option, value, 1, PM_KWIC_WORDS_MAX, &words, err) < 0)
		return PM_ERR_USAGE;
	s->ask.kwic.words = (uint32_t)words;
	return PM_OK;
}

static enum pm_status
read_alike(struct settings *s, const char *id, struct pm_error *err)
{
	if (id[0] == '\0')
		return pm_fail(err, PM_ERR_USAGE, "option '--alike' is empty");
	s->alike = id;
	s->ask.show = PM_ASK_ALIKE;
	return PM_OK;
}

static enum pm_status
set_index(struct settings *s, const char *path, struct pm_error *err)
{
	if (s->index != NULL && strcmp(s->index, path) != 0)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--index' is given twice, and only one index is "
			       "asked at a time");
	s->index = path;
	return PM_OK;
}

static enum pm_status
set(struct settings *s, const struct pm_option *option, const char *value,
    struct pm_error *err)
{
	struct pm_ask *a = &s->ask;

	s->given |= 1u << option->key;
	switch (option->key) {
	case OPT_INDEX:
		return set_index(s, value, err);
	case OPT_ANY:
		a->mode = PM_QUERY_ANY;
		break;
	case OPT_TODAY:
		return read_today(value, &a->today, err);
	case OPT_TIMEOUT:
		return read_timeout(value, &a->timeout_ms, err);
	case OPT_EXPLAIN:
		a->explain = true;
		break;
	case OPT_NUMBER:
		return pm_option_number(option, value, 1, NUMBER_MAX, &a->max, err);
	case OPT_OFFSET:
		return pm_option_number(option, value, 0, UINT32_MAX - 1, &a->first, err);
	case OPT_SORT:
		a->sort = (enum pm_db_sort)pm_option_choice(option, value);
		break;
	case OPT_FORMAT:
		a->format = (enum pm_output_format)pm_option_choice(option, value);
		break;
	case OPT_COUNT:
		a->show = PM_ASK_COUNT;
		break;
	case OPT_HITS:
		a->hits = true;
		break;
	case OPT_UNIQUE:
		a->unique = true;
		break;
	case OPT_FULL_TEXT:
		a->full_text = true;
		break;
	case OPT_ALIKE:
		return read_alike(s, value, err);
	case OPT_COLOR:
		s->color = pm_option_choice(option, value);
		break;
	case OPT_KWIC:
		return read_kwic(s, option, value, err);
	case OPT_CSV_RAW:
		a->kwic.csv = PM_VALUE_CSV_RAW;
		return PM_OK;
	case OPT_KWIC_SORT:
		return pm_kwic_parse_keys(value, &a->kwic, err);
	case OPT_SAMPLE:
		return pm_option_number(option, value, 1, NUMBER_MAX, &a->kwic.sample,
					err);
	case OPT_SEED:
		return pm_option_number(option, value, 0, UINT64_MAX, &a->kwic.seed, err);
	case OPT_FACET:
		return add_facet(s, value, err);
	case OPT_BATCH:
		s->batch = value;
		break;
	case OPT_JOBS:
		return pm_option_number(option, value, 1, JOBS_MAX, &s->jobs, err);
	}
	return PM_OK;
}

static enum pm_status
handle(void *ctx, const struct pm_option *option, const char *value, struct pm_error *err)
{
	struct settings *s = ctx;
	enum pm_status status;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	switch (option->key) {
	case PM_OPT_HELP:
		pm_options_help(&out, &program, NULL,
				pm_screen_columns_of(1, HELP_COLUMNS));
		pm_screen_fit(&out, 1);
		break;
	case PM_OPT_VERSION:
		if ((status = pm_put_version(&out, "pressmark-query", err)) < 0)
			return status;
		break;
	case PM_OPT_COMPLETION:
		pm_options_completion(&out, &program);
		break;
	case PM_OPT_DUMP:
		pm_options_dump(&out, &program);
		break;
	default:
		return set(s, option, value, err);
	}
	s->status = answer(&out, 0);
	return PM_STOPPED;
}

static const char *
name_of(int key)
{
	size_t i = 0;

	while (options[i].key != key)
		i++;
	return options[i].name;
}

/* Check that the options make sense together. */
static enum pm_status
check_options(const struct settings *s, struct pm_error *err)
{
	static const int apart[][2] = {
		{ OPT_KWIC, OPT_FACET },    { OPT_KWIC, OPT_COUNT },
		{ OPT_FACET, OPT_COUNT },   { OPT_FACET, OPT_HITS },
		{ OPT_FACET, OPT_OFFSET },  { OPT_FACET, OPT_SORT },
		{ OPT_BATCH, OPT_KWIC },    { OPT_BATCH, OPT_FACET },
		{ OPT_BATCH, OPT_EXPLAIN }, { OPT_ALIKE, OPT_KWIC },
		{ OPT_ALIKE, OPT_FACET },   { OPT_ALIKE, OPT_COUNT },
		{ OPT_ALIKE, OPT_HITS },    { OPT_ALIKE, OPT_UNIQUE },
		{ OPT_ALIKE, OPT_BATCH },   { OPT_ALIKE, OPT_SORT },
		{ OPT_ALIKE, OPT_EXPLAIN }
	};
	static const int needs[][2] = { { OPT_KWIC_SORT, OPT_KWIC },
					{ OPT_SAMPLE, OPT_KWIC },
					{ OPT_SEED, OPT_SAMPLE } };
	size_t i;

	for (i = 0; i < sizeof apart / sizeof *apart; i++)
		if (given(s, apart[i][0]) && given(s, apart[i][1]))
			return pm_fail(err, PM_ERR_USAGE, "--%s does not go with --%s",
				       name_of(apart[i][1]), name_of(apart[i][0]));
	for (i = 0; i < sizeof needs / sizeof *needs; i++)
		if (given(s, needs[i][0]) && !given(s, needs[i][1]))
			return pm_fail(err, PM_ERR_USAGE, "--%s needs --%s",
				       name_of(needs[i][0]), name_of(needs[i][1]));
	if (s->ask.format == PM_OUTPUT_CSV && !given(s, OPT_KWIC))
		return pm_fail(err, PM_ERR_USAGE, "--format csv needs --kwic");
	if (given(s, OPT_CSV_RAW) && s->ask.format != PM_OUTPUT_CSV)
		return pm_fail(err, PM_ERR_USAGE, "--csv-raw needs --format csv");
	if (s->ask.format == PM_OUTPUT_TREC && !given(s, OPT_BATCH))
		return pm_fail(err, PM_ERR_USAGE, "--format trec needs --batch");
	if (s->ask.format == PM_OUTPUT_TREC && s->ask.sort != PM_SORT_RELEVANCE)
		return pm_fail(err, PM_ERR_USAGE,
			       "--format trec does not go with --sort: "
			       "its tools order by score");
	if (s->ask.format == PM_OUTPUT_TREC && given(s, OPT_COUNT))
		return pm_fail(err, PM_ERR_USAGE,
			       "--count does not go with --format trec");
	return PM_OK;
}

static uint64_t
default_number(const struct settings *s)
{
	switch (s->ask.show) {
	case PM_ASK_KWIC:
		if (s->ask.kwic.sample > 0)
			return s->ask.kwic.sample;
		return s->ask.format == PM_OUTPUT_TEXT ? NUMBER_KWIC : 0;
	case PM_ASK_FACETS:
		return s->ask.format == PM_OUTPUT_TEXT ? 0 : UINT32_MAX;
	default:
		return s->ask.format == PM_OUTPUT_TREC ? NUMBER_TREC : NUMBER_DEFAULT;
	}
}

/* --- operands --------------------------------------------------------------- */

/* Of the first of the WORDS that looks like an option of ours. */
static void
note_option(struct settings *s, char **words, int n)
{
	const struct pm_option *like = NULL;
	int i;

	for (i = 0; i < n && !s->ended; i++)
		if ((like = pm_option_like(&program, words[i])) != NULL) {
			pm_option_note(like, words[i], s->note, sizeof s->note);
			s->ask.note = s->note;
			return;
		}
}

/* Of the first of the WORDS, which stands after the INDEX, if it is an index, too. */
static void
note_index(struct settings *s, const char *index, const char *word)
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
wants_color(const struct settings *s)
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
threads_of(const struct settings *s)
{
	return s->jobs > 0 ? (unsigned)s->jobs : pm_team_cores();
}

static int
run_query(struct settings *s, const char *index, const struct pm_buf *query)
{
	/* It is never closed: the process ends with the answer, and the system takes
	 * everything back at once, which is faster than piece by piece. */
	static struct pm_search *search;
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
	    (status = pm_search_threads(search, threads_of(s), &err)) == PM_OK &&
	    (s->alike == NULL ||
	     (status = pm_named_article(search, tree, s->alike, &s->ask.alike, &why,
					&err)) == PM_OK))
		status = pm_ask_answer(&s->ask, tree, search, &out, &notes, &asked, &err);
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
run_batch(struct settings *s, const char *index)
{
	struct pm_batch b = { .ask = s->ask,
			      .index = index,
			      .path = s->batch,
			      .jobs = (unsigned)s->jobs,
			      .program = program.name };
	struct pm_error err;
	bool found = false, trouble = false;
	enum pm_status status = pm_batch_run(&b, &found, &trouble, &err);

	if (status < 0)
		return complain(err.text);
	return status == PM_GONE || trouble ? EXIT_TROUBLE
	     : found			    ? EXIT_FOUND
					    : EXIT_NOTHING;
}

static bool
wants_prompt(const struct settings *s)
{
	return s->ask.show == PM_ASK_RESULTS && s->ask.format == PM_OUTPUT_TEXT &&
	       !s->ask.explain && isatty(0) && isatty(1);
}

static int
run_prompt(struct settings *s, const char *index)
{
	struct pm_error err;

	if (pm_prompt_run(&s->ask, index, threads_of(s), &err) < 0)
		return complain(err.text);
	return EXIT_FOUND;
}

static int
run(struct settings *s, char **operands, int n)
{
	struct pm_buf query;
	const char *index;
	int first, result;

	pm_heap_prepare(PM_HEAP_OF_A_QUERY);
	index = pm_operands_index(s->index, operands, n, &first);
	if (index == NULL)
		return complain_usage(s->batch != NULL
					      ? "an INDEX is needed"
					      : "an INDEX and a QUERY are needed");
	if (s->batch != NULL)
		return first < n ? complain_usage("--batch takes no QUERY")
				 : run_batch(s, index);
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
	struct settings s = { .ask = { .sort = PM_SORT_RELEVANCE } };
	struct pm_error err;
	enum pm_status status;
	int n;

	s.ask.facets = s.facets;
	for (n = 1; n < argc && !s.ended; n++)
		s.ended = strcmp(argv[n], "--") == 0;
	status = pm_options_parse(&program, argc, argv, handle, &s, &n, &err);
	if (status == PM_STOPPED)
		return s.status;
	if (status == PM_OK)
		status = check_options(&s, &err);
	if (status == PM_ERR_USAGE)
		return complain_usage(err.text);
	if (status < 0)
		return complain(err.text);
	allow_files();
	if (!given(&s, OPT_NUMBER))
		s.ask.max = default_number(&s);
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
