/* Pressmark - the driver of SQLite's FTS5.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A table with its content, detail=full and the tokenizer unicode61, all defaults; one
 * transaction, and 'optimize' (one segment) at its end.  A database has one writer, so
 * there is one thread. */
#include "bench/driver.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct opened {
	sqlite3 *db;
	sqlite3_stmt *top, *count, *titles;
};

static void
check(sqlite3 *db, int status, const char *what)
{
	if (status != SQLITE_OK && status != SQLITE_DONE && status != SQLITE_ROW)
		bench_die("%s: %s", what, sqlite3_errmsg(db));
}

static void
execute(sqlite3 *db, const char *sql)
{
	check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;

	check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), sql);
	return statement;
}

static const char *
version(void)
{
	return sqlite3_libversion();
}

static uint64_t
build(const char *input, const char *index, unsigned threads)
{
	struct bench_input *in = bench_open(input);
	struct bench_article a;
	sqlite3_stmt *insert;
	sqlite3 *db;
	uint64_t n = 0;

	(void)threads;
	check(NULL, sqlite3_open(index, &db), index);
	execute(db, "CREATE VIRTUAL TABLE articles USING fts5(title, text)");
	execute(db, "BEGIN");
	insert = prepare(db, "INSERT INTO articles(title, text) VALUES (?, ?)");
	while (bench_next(in, &a)) {
		sqlite3_bind_text(insert, 1, a.title, (int)a.title_len, SQLITE_STATIC);
		sqlite3_bind_text(insert, 2, a.text, (int)a.text_len, SQLITE_STATIC);
		check(db, sqlite3_step(insert), "insert");
		check(db, sqlite3_reset(insert), "insert");
		n++;
	}
	sqlite3_finalize(insert);
	execute(db, "INSERT INTO articles(articles) VALUES ('optimize')");
	execute(db, "COMMIT");
	check(db, sqlite3_close(db), "close");
	bench_close(in);
	return n;
}

static void *
open_index(const char *index)
{
	struct opened *o = bench_alloc(sizeof *o);

	check(NULL, sqlite3_open_v2(index, &o->db, SQLITE_OPEN_READONLY, NULL), index);
	o->top = prepare(o->db, "SELECT rowid FROM articles WHERE articles MATCH ? "
				"ORDER BY rank LIMIT 10");
	o->count = prepare(o->db, "SELECT count(*) FROM articles WHERE articles MATCH ?");
	o->titles = prepare(o->db, "SELECT title FROM articles WHERE articles MATCH ? "
				   "ORDER BY rank LIMIT 10");
	return o;
}

static void
close_index(void *ctx)
{
	struct opened *o = ctx;

	sqlite3_finalize(o->top);
	sqlite3_finalize(o->count);
	sqlite3_finalize(o->titles);
	sqlite3_close(o->db);
	free(o);
}

static char *
translate(const struct bench_query *q)
{
	char *out, *words;

	switch (q->kind) {
	case BENCH_NEAR:
		words = bench_join(q, " ", BENCH_QUOTE_ALL);
		if (asprintf(&out, "NEAR(%s, %d)", words, BENCH_NEAR_WORDS - 1) < 0)
			bench_die("out of memory");
		free(words);
		return out;
	case BENCH_OR:
	case BENCH_OR_QUOTED:
	case BENCH_OR_10:
		return bench_join(q, " OR ", BENCH_QUOTE_ALL);
	case BENCH_KWIC:
	case BENCH_FACETS:
		return NULL;
	default:
		return bench_join(q, " AND ", BENCH_QUOTE_ALL);
	}
}

static uint64_t
ask(void *ctx, const char *query, enum bench_total exact, enum bench_output show)
{
	struct opened *o = ctx;
	sqlite3_stmt *top = show == BENCH_TITLES ? o->titles : o->top;
	uint64_t total = 0;
	int status;

	sqlite3_bind_text(top, 1, query, -1, SQLITE_STATIC);
	while ((status = sqlite3_step(top)) == SQLITE_ROW) {
		total++;
		if (show == BENCH_TITLES)
			puts((const char *)sqlite3_column_text(top, 0));
	}
	check(o->db, status, query);
	sqlite3_reset(top);
	if (exact == BENCH_TOTAL_EXACT) {
		sqlite3_bind_text(o->count, 1, query, -1, SQLITE_STATIC);
		check(o->db, sqlite3_step(o->count), query);
		total = (uint64_t)sqlite3_column_int64(o->count, 0);
		sqlite3_reset(o->count);
	}
	return total;
}

int
main(int argc, char **argv)
{
	static const struct bench_engine engine = {
		version, build, open_index, close_index, translate, ask, NULL
	};

	return bench_main(&engine, argc, argv);
}
