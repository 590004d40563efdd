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
 *					ten with the exact total, that total
 *	DRIVER one INDEX KIND QUERY	print the titles of the top ten
 *
 * INPUT has one JSON object per line, of which "title" and "text" count.  Each line of a
 * file of queries has KIND (AND, OR, PHRASE), a tab and the query, as `+a +b`, `a b` and
 * `"a b"`.  F is a field to search instead of title and text, for the engines that need
 * two subqueries for two fields.
 *
 * All drivers take times in the same way: the index is opened once; rounds over all
 * queries warm it up, at least one, until BENCH_WARM_NS have passed; then come
 * BENCH_ROUNDS rounds over all queries, first for the top ten, then with totals.  The
 * best time of each query counts.  It includes parsing. */
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

enum bench_kind { BENCH_AND, BENCH_OR, BENCH_PHRASE };

/* A query as in the file, and its words. */
struct bench_query {
	enum bench_kind kind;
	char *text;
	char **words;
	size_t n_words;
};

void bench_query_init(struct bench_query *q, const char *kind, const char *text);
void bench_query_release(struct bench_query *q);

enum bench_total { BENCH_TOTAL_ANY, BENCH_TOTAL_EXACT };

enum bench_output { BENCH_QUIET, BENCH_TITLES };

/* What a driver provides for the commands above. */
struct bench_engine {
	const char *(*version)(void);
	/* Build; returns the number of articles.  May be NULL: then there is no
	 * such command. */
	uint64_t (*index)(const char *input, const char *index, unsigned threads);
	/* Open an index for queries. */
	void *(*open)(const char *index);
	void (*close)(void *ctx);
	/* Translate a query into the engine's own syntax; freed by the caller. */
	char *(*translate)(const struct bench_query *q);
	/* Find the top ten and, if TOTAL is exact, the number of all matches, which is
	 * returned; print the titles if OUTPUT says so. */
	uint64_t (*ask)(void *ctx, const char *query, enum bench_total total,
			enum bench_output output);
};

int bench_main(const struct bench_engine *engine, int argc, char **argv);

void bench_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void *bench_alloc(size_t size);

/* The words of a query, each in quotes, joined by BETWEEN; for a phrase, a copy of the
 * query's text.  Freed by the caller. */
char *bench_join(const struct bench_query *q, const char *between, const char *quote);

#ifdef __cplusplus
}
#endif

#endif
