/* Pressmark - what the C and C++ drivers of the benchmark have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A driver is a small program around one engine.  Whatever their language, all drivers
 * take the same commands and print the same lines:
 *
 *	DRIVER version			one line: the engine's version
 *	DRIVER index INPUT INDEX N	build with N threads; prints how many articles
 *	DRIVER query INDEX QUERIES [F]	time the queries of a file; a line for each:
 *					KIND, nanoseconds for the top ten, for the top
 *					ten with the exact total, that total, and in
 *					which way it was answered or "-"
 *	DRIVER cold INDEX QUERIES	answer each query once, with nothing of the index
 *					in memory; a line for each: KIND, nanoseconds,
 *					bytes read from the disk
 *	DRIVER one INDEX KIND QUERY	print the titles of the top ten
 *
 * INPUT has one JSON object per line, of which "title" and "text" count.  Each line of a
 * file of queries has KIND, a tab and the query.  Kinds:
 *
 *	AND, OR, PHRASE		`+a +b`, `a b`, `"a b"`
 *	AND-QUOTED, OR-QUOTED	`+a +"b"`, `a "b"`: b as it is written, not by its stem
 *	OR-10			`a b c d e f g h i j`
 *	NEAR			`a w/5 b`: in any order, at most four words between them
 *	WILDCARD		`abc*`, or `+a +bcd*`
 *	KWIC, FACETS		`+a +b`: the first 100 lines in context, the counts by year
 *
 * A driver of an engine that has no such thing prints "-" for each number.  F is a field
 * to search instead of title and text, for the engines that need two subqueries for two
 * fields.
 *
 * All drivers take times in the same way: the index is opened once; rounds over all
 * queries warm it up, at least one, until BENCH_WARM_NS have passed; then come
 * BENCH_ROUNDS rounds over all queries, first for the top ten, then with totals.  The
 * best time of each query counts.  It includes parsing.
 *
 * A query is cold if the page cache has been emptied (as root, by
 * /proc/sys/vm/drop_caches) or has been asked to forget the files of the index
 * (posix_fadvise; BENCH_COLD=advise does that for root as well).  This is done while the
 * index is closed; opening it belongs to the time.  The driver itself stays in memory. */
#ifndef PM_BENCH_DRIVER_H
#define PM_BENCH_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BENCH_TOP 10
#define BENCH_ROUNDS 5
#define BENCH_WARM_NS 3000000000u

/* --- input ---------------------------------------------------------------- */

struct bench_input;

struct bench_article {
	const char *title, *text; /* UTF-8; valid until the next one is read */
	size_t title_len, text_len;
};

/* The functions of a driver end the program with a message if they fail: half a benchmark
 * is no benchmark. */
struct bench_input *bench_open(const char *path);
bool bench_next(struct bench_input *in, struct bench_article *article);
void bench_close(struct bench_input *in);

/* --- queries -------------------------------------------------------------- */

#define BENCH_NEAR_WORDS 5

enum bench_kind {
	BENCH_AND,
	BENCH_OR,
	BENCH_PHRASE,
	BENCH_AND_QUOTED,
	BENCH_OR_QUOTED,
	BENCH_OR_10,
	BENCH_NEAR,
	BENCH_WILDCARD,
	BENCH_KWIC,
	BENCH_FACETS
};

/* A word of a query. */
struct bench_word {
	char *text;
	bool quoted; /* not in a phrase */
	bool prefix; /* of the words that are meant */
};

/* A query as in the file, and its words. */
struct bench_query {
	enum bench_kind kind;
	char *text;
	struct bench_word *words;
	size_t n_words;
};

void bench_query_init(struct bench_query *q, const char *kind, const char *text);
void bench_query_release(struct bench_query *q);

enum bench_total { BENCH_TOTAL_ANY, BENCH_TOTAL_EXACT };

enum bench_output { BENCH_QUIET, BENCH_TITLES, BENCH_LINES, BENCH_COUNTS };

#define BENCH_NONE UINT64_MAX /* instead of a total: there is none, or no answer */

/* What a driver provides for the commands above. */
struct bench_engine {
	const char *(*version)(void);
	/* Build; returns the number of articles.  May be NULL: then there is no
	 * such command. */
	uint64_t (*index)(const char *input, const char *index, unsigned threads);
	/* Open an index for queries. */
	void *(*open)(const char *index);
	void (*close)(void *ctx);
	/* Translate a query into the engine's own syntax; freed by the caller.  NULL: it
	 * has no such thing. */
	char *(*translate)(const struct bench_query *q);
	/* Find the top ten and, if TOTAL is exact, the number of all matches, which is
	 * returned; print the titles if OUTPUT says so.  Or make lines in context or counts
	 * by year instead, and print nothing. */
	uint64_t (*ask)(void *ctx, const char *query, enum bench_total total,
			enum bench_output output);
	/* In which way the last query was answered; may be NULL. */
	const char *(*way)(void *ctx);
};

/* Before a cold query: nothing of the index is to be in memory. */
void bench_forget(const char *index);

int bench_main(const struct bench_engine *engine, int argc, char **argv);

void bench_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void *bench_alloc(size_t size);

enum bench_quote { BENCH_QUOTE_SOME, BENCH_QUOTE_ALL };

/* The words of a query, all in quotes or those that are so in the file, a prefix with a
 * star, joined by BETWEEN; for a phrase, a copy of the query's text.  Freed
 * by the caller. */
char *bench_join(const struct bench_query *q, const char *between, enum bench_quote quote);

#ifdef __cplusplus
}
#endif

#endif
