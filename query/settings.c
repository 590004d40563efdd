/* Pressmark - pressmark-query: its options, and what they ask for: see settings.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/settings.h"

#include "support/calendar.h"
#include "support/deadline.h"

#include <string.h>

#define NUMBER_DEFAULT 10
#define NUMBER_KWIC 100	 /* lines */
#define NUMBER_TREC 1000 /* as deep as runs usually are */
#define NUMBER_MAX 1000000000
#define JOBS_MAX 1024

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
	OPT_FULL_TEXT,
	OPT_NEW_SINCE,
	OPT_CHANGED,
	OPT_SAVED,
	OPT_RELOAD,
	OPT_CITE
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
	{ OPT_NEW_SINCE, 0, "new-since", "WHEN", "last|yesterday|...",
	  "only articles that the index got after a generation, which is told by its number "
	  "or a date; last: with the last change, or since --saved was answered" },
	{ OPT_CHANGED, 0, "changed", NULL, NULL,
	  "with --new-since: those that have changed since, too" },
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
	{ OPT_FORMAT, 0, "format", "FORMAT", "text|json|tsv|csv|trec|markdown|html",
	  "text, json or tsv; csv with --kwic; trec with --batch; markdown or html with "
	  "--saved" },
	{ OPT_COUNT, 0, "count", NULL, NULL, "print only how many articles match" },
	{ OPT_HITS, 0, "hits", NULL, NULL, "count hits too, in all articles that match" },
	{ OPT_UNIQUE, 0, "unique", NULL, NULL,
	  "each story once: of articles that are copies only the first that matches" },
	{ OPT_ALIKE, 0, "alike", "ID", NULL,
	  "instead of a QUERY: the articles that tell the story of article ID, or of the one "
	  "with this URL, FILE or FILE:LINE" },
	{ OPT_CITE, 0, "cite", NULL, NULL,
	  "end text with a line to quote: what was asked, how many there are, of which index" },
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
	{ OPT_RELOAD, 0, "reload", NULL, NULL,
	  "with --batch: go on with each newer generation of the index" },
	{ OPT_SAVED, 0, "saved", "FILE", NULL,
	  "with --new-since: what is new for each query of FILE, a line of name, tab, query" },
	{ OPT_JOBS, 0, "jobs", "N", NULL, "answer N lines at once, or one query with N threads (one for each core)" },
	{ 0, 0, NULL, NULL, NULL, "Other:" },
	PM_OPTION_HELP,
	PM_OPTION_VERSION,
	PM_OPTION_COMPLETION,
	PM_OPTION_DUMP,
	PM_OPTION_END
	/* clang-format on */
};

const struct pm_command pm_query_program = {
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

static bool
given(const struct pm_settings *s, int key)
{
	return (s->given >> key & 1) != 0;
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
add_facet(struct pm_settings *s, const char *field, struct pm_error *err)
{
	if (field[0] == '\0')
		return pm_fail(err, PM_ERR_USAGE, "option '--facet' is empty");
	if (s->ask.n_facets == PM_SETTINGS_FACETS)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--facet' may be given %d times at most",
			       PM_SETTINGS_FACETS);
	s->facets[s->ask.n_facets++] = field;
	s->ask.show = PM_ASK_FACETS;
	return PM_OK;
}

static enum pm_status
read_kwic(struct pm_settings *s, const struct pm_option *option, const char *value,
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
read_alike(struct pm_settings *s, const char *id, struct pm_error *err)
{
	if (id[0] == '\0')
		return pm_fail(err, PM_ERR_USAGE, "option '--alike' is empty");
	s->alike = id;
	s->ask.show = PM_ASK_ALIKE;
	return PM_OK;
}

static enum pm_status
set_index(struct pm_settings *s, const char *path, struct pm_error *err)
{
	if (s->index != NULL && strcmp(s->index, path) != 0)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--index' is given twice, and only one index is "
			       "asked at a time");
	s->index = path;
	return PM_OK;
}

enum pm_status
pm_settings_set(struct pm_settings *s, const struct pm_option *option, const char *value,
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
	case OPT_NEW_SINCE:
		s->new_since = value;
		break;
	case OPT_CHANGED:
		a->since.kind = PM_NEWER_CHANGED;
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
	case OPT_CITE:
		a->cite_line = true;
		break;
	case OPT_RELOAD:
		a->with_generation = true;
		break;
	case OPT_SAVED:
		s->saved = value;
		break;
	case OPT_JOBS:
		return pm_option_number(option, value, 1, JOBS_MAX, &s->jobs, err);
	}
	return PM_OK;
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
check_options(const struct pm_settings *s, struct pm_error *err)
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
		{ OPT_ALIKE, OPT_EXPLAIN }, { OPT_SAVED, OPT_BATCH },
		{ OPT_SAVED, OPT_KWIC },    { OPT_SAVED, OPT_FACET },
		{ OPT_SAVED, OPT_ALIKE },   { OPT_SAVED, OPT_COUNT },
		{ OPT_CITE, OPT_RELOAD },   { OPT_SAVED, OPT_EXPLAIN },
		{ OPT_SAVED, OPT_OFFSET }
	};
	static const int needs[][2] = {
		{ OPT_KWIC_SORT, OPT_KWIC },  { OPT_SAMPLE, OPT_KWIC },
		{ OPT_SEED, OPT_SAMPLE },     { OPT_CHANGED, OPT_NEW_SINCE },
		{ OPT_SAVED, OPT_NEW_SINCE }, { OPT_RELOAD, OPT_BATCH }
	};
	size_t i;

	for (i = 0; i < sizeof apart / sizeof *apart; i++)
		if (given(s, apart[i][0]) && given(s, apart[i][1]))
			return pm_fail(err, PM_ERR_USAGE, "--%s does not go with --%s",
				       name_of(apart[i][1]), name_of(apart[i][0]));
	for (i = 0; i < sizeof needs / sizeof *needs; i++)
		if (given(s, needs[i][0]) && !given(s, needs[i][1]))
			return pm_fail(err, PM_ERR_USAGE, "--%s needs --%s",
				       name_of(needs[i][0]), name_of(needs[i][1]));
	if (s->ask.format == PM_OUTPUT_CSV && given(s, OPT_SAVED))
		return pm_fail(err, PM_ERR_USAGE, "--format csv does not go with --saved");
	if (s->ask.format == PM_OUTPUT_CSV && !given(s, OPT_KWIC))
		return pm_fail(err, PM_ERR_USAGE, "--format csv needs --kwic");
	/* JSON has it without being asked */
	if (given(s, OPT_CITE) && s->ask.format != PM_OUTPUT_TEXT &&
	    s->ask.format != PM_OUTPUT_JSON &&
	    (s->ask.format != PM_OUTPUT_TSV || !given(s, OPT_BATCH)))
		return pm_fail(err, PM_ERR_USAGE,
			       "--cite needs --format text or json, or tsv with --batch");
	if (given(s, OPT_CITE) && s->ask.format == PM_OUTPUT_JSON &&
	    given(s, OPT_COUNT) && !given(s, OPT_BATCH))
		return pm_fail(err, PM_ERR_USAGE,
			       "--cite with --count needs --format text, or --batch: of "
			       "one query the count in json is a number alone");
	if (given(s, OPT_CSV_RAW) && s->ask.format != PM_OUTPUT_CSV)
		return pm_fail(err, PM_ERR_USAGE, "--csv-raw needs --format csv");
	if (pm_output_is_markup(s->ask.format) && !given(s, OPT_SAVED))
		return pm_fail(err, PM_ERR_USAGE, "--format %s needs --saved",
			       s->ask.format == PM_OUTPUT_HTML ? "html" : "markdown");
	if (s->ask.format == PM_OUTPUT_TSV && given(s, OPT_SAVED))
		return pm_fail(err, PM_ERR_USAGE, "--saved does not go with --format tsv");
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
default_number(const struct pm_settings *s)
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

/* --today may have been given after it. */
static enum pm_status
read_since(struct pm_settings *s, struct pm_error *err)
{
	struct pm_error what;

	if (!given(s, OPT_NEW_SINCE) ||
	    pm_since_read(s->new_since, s->ask.today, &s->ask.since, &what) == PM_OK)
		return PM_OK;
	return pm_fail(err, PM_ERR_USAGE, "option '--new-since': %s", what.text);
}

enum pm_status
pm_settings_finish(struct pm_settings *s, struct pm_error *err)
{
	enum pm_status status = check_options(s, err);

	if (status == PM_OK)
		status = read_since(s, err);
	if (status == PM_OK && !given(s, OPT_NUMBER))
		s->ask.max = default_number(s);
	return status;
}
