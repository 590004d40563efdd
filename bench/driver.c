/* Pressmark - what the C and C++ drivers of the benchmark have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/driver.h"
#include "support/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
bench_die(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("bench: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

void *
bench_alloc(size_t size)
{
	void *p = calloc(1, size);

	if (p == NULL)
		bench_die("out of memory");
	return p;
}

/* --- queries -------------------------------------------------------------- */

static const char *const kind_names[] = { "AND", "OR", "PHRASE" };

void
bench_query_init(struct bench_query *q, const char *kind, const char *text)
{
	static const char between[] = " +\"";
	const char *at = text;
	size_t len, i;

	memset(q, 0, sizeof *q);
	for (i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
		if (strcmp(kind, kind_names[i]) == 0)
			break;
	if (i == sizeof kind_names / sizeof *kind_names)
		bench_die("'%s' is no kind of a query", kind);
	q->kind = (enum bench_kind)i;
	q->text = strdup(text);
	/* no more words than bytes */
	q->words = bench_alloc((strlen(text) + 1) * sizeof *q->words);
	for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
		len = strcspn(at, between);
		q->words[q->n_words++] = strndup(at, len);
		at += len;
	}
	if (q->n_words == 0)
		bench_die("a query without words: '%s'", text);
}

void
bench_query_release(struct bench_query *q)
{
	size_t i;

	for (i = 0; i < q->n_words; i++)
		free(q->words[i]);
	free(q->words);
	free(q->text);
}

char *
bench_join(const struct bench_query *q, const char *between, const char *quote)
{
	struct pm_buf out;
	size_t i;

	if (q->kind == BENCH_PHRASE)
		return strdup(q->text);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < q->n_words; i++) {
		pm_buf_puts(&out, i > 0 ? between : "");
		pm_buf_puts(&out, quote);
		pm_buf_puts(&out, q->words[i]);
		pm_buf_puts(&out, quote);
	}
	if (out.status < 0)
		bench_die("out of memory");
	return (char *)out.data;
}

/* --- times ---------------------------------------------------------------- */

/* A query with its times. */
struct timed {
	const char *kind;
	char *text;	/* in the engine's syntax */
	uint64_t ns[2]; /* best for the top ten; best with the total */
	uint64_t total;
};

struct table {
	struct timed *queries;
	size_t n, cap;
};

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
read_queries(struct table *table, const char *path, const struct bench_engine *engine)
{
	FILE *file = fopen(path, "r");
	struct bench_query q;
	char *line = NULL, *text;
	size_t cap = 0;

	if (file == NULL)
		bench_die("cannot open '%s': %s", path, strerror(errno));
	while (getline(&line, &cap, file) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		text = strchr(line, '\t');
		if (text == NULL)
			bench_die("'%s': a line without a tab", path);
		*text++ = '\0';
		if (table->n == table->cap) {
			table->cap = table->cap * 2 + 64;
			table->queries = realloc(table->queries,
						 table->cap * sizeof *table->queries);
			if (table->queries == NULL)
				bench_die("out of memory");
		}
		bench_query_init(&q, line, text);
		table->queries[table->n++] = (struct timed){ kind_names[q.kind],
							     engine->translate(&q),
							     { UINT64_MAX, UINT64_MAX },
							     0 };
		bench_query_release(&q);
	}
	free(line);
	fclose(file);
}

static void
run_round(const struct bench_engine *engine, void *ctx, struct table *table,
	  enum bench_total exact)
{
	size_t i;

	for (i = 0; i < table->n; i++) {
		struct timed *q = &table->queries[i];
		uint64_t begin = now(), total, ns;

		total = engine->ask(ctx, q->text, exact, BENCH_QUIET);
		ns = now() - begin;
		if (ns < q->ns[exact])
			q->ns[exact] = ns;
		if (exact)
			q->total = total;
	}
}

static void
time_queries(const struct bench_engine *engine, const char *index, const char *queries)
{
	void *ctx = engine->open(index);
	struct table table = { 0 };
	uint64_t begin = now();
	size_t i;
	int round;

	read_queries(&table, queries, engine);
	do {
		run_round(engine, ctx, &table, BENCH_TOTAL_EXACT);
	} while (now() - begin < BENCH_WARM_NS);
	for (i = 0; i < table.n; i++)
		table.queries[i].ns[BENCH_TOTAL_EXACT] = UINT64_MAX;
	for (round = 0; round < 2 * BENCH_ROUNDS; round++)
		run_round(engine, ctx, &table,
			  round >= BENCH_ROUNDS ? BENCH_TOTAL_EXACT : BENCH_TOTAL_ANY);
	for (i = 0; i < table.n; i++) {
		const struct timed *q = &table.queries[i];

		printf("%s\t%llu\t%llu\t%llu\n", q->kind, (unsigned long long)q->ns[false],
		       (unsigned long long)q->ns[true], (unsigned long long)q->total);
		free(q->text);
	}
	free(table.queries);
	engine->close(ctx);
}

static void
ask_one(const struct bench_engine *engine, const char *index, const char *kind,
	const char *text)
{
	struct bench_query q;
	char *translated;
	void *ctx;

	bench_query_init(&q, kind, text);
	translated = engine->translate(&q);
	ctx = engine->open(index);
	engine->ask(ctx, translated, BENCH_TOTAL_ANY, BENCH_TITLES);
	engine->close(ctx);
	free(translated);
	bench_query_release(&q);
}

int
bench_main(const struct bench_engine *engine, int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";

	if (strcmp(command, "version") == 0 && argc == 2)
		puts(engine->version());
	else if (strcmp(command, "index") == 0 && argc == 5 && engine->index != NULL)
		printf("%llu\n",
		       (unsigned long long)engine->index(argv[2], argv[3],
							 (unsigned)atoi(argv[4])));
	else if (strcmp(command, "query") == 0 && argc == 4)
		time_queries(engine, argv[2], argv[3]);
	else if (strcmp(command, "one") == 0 && argc == 5)
		ask_one(engine, argv[2], argv[3], argv[4]);
	else
		bench_die("usage: see bench/driver.h");
	if (fflush(stdout) != 0)
		bench_die("cannot write: %s", strerror(errno));
	return 0;
}
