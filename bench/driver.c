/* Pressmark - what the C and C++ drivers of the benchmark have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/driver.h"
#include "support/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

static const char *const kind_names[] = {
	"AND",	 "OR",	 "PHRASE",   "AND-QUOTED", "OR-QUOTED",
	"OR-10", "NEAR", "WILDCARD", "KWIC",	   "FACETS",
};

/* A word of the file's query, LEN bytes at AT. */
static struct bench_word
read_word(const char *at, size_t len)
{
	struct bench_word w = { 0 };

	w.quoted = len > 2 && at[0] == '"' && at[len - 1] == '"';
	w.prefix = len > 1 && at[len - 1] == '*';
	w.text = w.quoted ? strndup(at + 1, len - 2) : strndup(at, len - w.prefix);
	if (w.text == NULL)
		bench_die("out of memory");
	return w;
}

void
bench_query_init(struct bench_query *q, const char *kind, const char *text)
{
	const char *at = text, *between = " +";
	char near[16];
	size_t len, i;

	memset(q, 0, sizeof *q);
	for (i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
		if (strcmp(kind, kind_names[i]) == 0)
			break;
	if (i == sizeof kind_names / sizeof *kind_names)
		bench_die("'%s' is no kind of a query", kind);
	q->kind = (enum bench_kind)i;
	q->text = strdup(text);
	if (q->kind == BENCH_PHRASE)
		between = " \"";
	snprintf(near, sizeof near, "w/%d", BENCH_NEAR_WORDS);
	/* no more words than bytes */
	q->words = bench_alloc((strlen(text) + 1) * sizeof *q->words);
	for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
		len = strcspn(at, between);
		if (q->kind != BENCH_NEAR || len != strlen(near) ||
		    memcmp(at, near, len) != 0)
			q->words[q->n_words++] = read_word(at, len);
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
		free(q->words[i].text);
	free(q->words);
	free(q->text);
}

char *
bench_join(const struct bench_query *q, const char *between, enum bench_quote quote)
{
	struct pm_buf out;
	size_t i;

	if (q->kind == BENCH_PHRASE)
		return strdup(q->text);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < q->n_words; i++) {
		const char *mark = quote == BENCH_QUOTE_ALL || q->words[i].quoted ? "\""
										  : "";

		pm_buf_puts(&out, i > 0 ? between : "");
		pm_buf_puts(&out, mark);
		pm_buf_puts(&out, q->words[i].text);
		pm_buf_puts(&out, mark);
		pm_buf_puts(&out, q->words[i].prefix ? "*" : "");
	}
	if (out.status < 0)
		bench_die("out of memory");
	return (char *)out.data;
}

/* --- times ---------------------------------------------------------------- */

/* A query with its times. */
struct timed {
	const char *kind;
	char *text; /* in the engine's syntax; NULL: it has no such thing */
	enum bench_output output;
	uint64_t ns[2]; /* best for the top ten; best with the total */
	uint64_t total;
	const char *way;
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

static enum bench_output
output_of(enum bench_kind kind)
{
	if (kind == BENCH_KWIC)
		return BENCH_LINES;
	return kind == BENCH_FACETS ? BENCH_COUNTS : BENCH_QUIET;
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
		table->queries[table->n++] = (struct timed){
			.kind = kind_names[q.kind],
			.text = engine->translate(&q),
			.output = output_of(q.kind),
			.ns = { UINT64_MAX, UINT64_MAX },
			.total = BENCH_NONE,
			.way = "-",
		};
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

		if (q->text == NULL)
			continue;
		total = engine->ask(ctx, q->text, exact, q->output);
		ns = now() - begin;
		if (ns < q->ns[exact])
			q->ns[exact] = ns;
		if (exact)
			q->total = total;
		if (engine->way != NULL)
			q->way = engine->way(ctx);
	}
}

static void
put_number(uint64_t n, bool known)
{
	if (known)
		printf("\t%llu", (unsigned long long)n);
	else
		printf("\t-");
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

		printf("%s", q->kind);
		put_number(q->ns[BENCH_TOTAL_ANY], q->total != BENCH_NONE);
		put_number(q->ns[BENCH_TOTAL_EXACT], q->total != BENCH_NONE);
		put_number(q->total, q->total != BENCH_NONE);
		printf("\t%s\n", q->way);
		free(q->text);
	}
	free(table.queries);
	engine->close(ctx);
}

/* --- cold ----------------------------------------------------------------- */

static int
forget_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	int fd;

	(void)st;
	(void)ftw;
	if (type != FTW_F)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
		bench_die("cannot empty the cache of '%s'", path);
	close(fd);
	return 0;
}

void
bench_forget(const char *index)
{
	const char *way = getenv("BENCH_COLD");
	int fd = -1;

	/* what is not yet written stays */
	sync();
	if (way == NULL || strcmp(way, "advise") != 0)
		fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, "3", 1) == 1) {
		close(fd);
		return;
	}
	if (fd >= 0)
		close(fd);
	if (nftw(index, forget_file, 16, FTW_PHYS) != 0)
		bench_die("cannot go through '%s'", index);
}

/* What this process has had read from disks. */
static uint64_t
bytes_read(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)usage.ru_inblock * 512;
}

static void
cold_queries(const struct bench_engine *engine, const char *index, const char *queries)
{
	struct table table = { 0 };
	size_t i;

	read_queries(&table, queries, engine);
	for (i = 0; i < table.n; i++) {
		struct timed *q = &table.queries[i];
		uint64_t begin, bytes;
		void *ctx;

		printf("%s", q->kind);
		if (q->text != NULL) {
			bench_forget(index);
			bytes = bytes_read();
			begin = now();
			ctx = engine->open(index);
			q->total = engine->ask(ctx, q->text, BENCH_TOTAL_EXACT, q->output);
			q->ns[0] = now() - begin;
			q->ns[1] = bytes_read() - bytes;
			engine->close(ctx);
		}
		put_number(q->ns[0], q->total != BENCH_NONE);
		put_number(q->ns[1], q->total != BENCH_NONE);
		putchar('\n');
		free(q->text);
	}
	free(table.queries);
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
	if (translated == NULL)
		bench_die("no answer to '%s'", text);
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
	else if (strcmp(command, "cold") == 0 && argc == 4)
		cold_queries(engine, argv[2], argv[3]);
	else if (strcmp(command, "one") == 0 && argc == 5)
		ask_one(engine, argv[2], argv[3], argv[4]);
	else
		bench_die("usage: see bench/driver.h");
	if (fflush(stdout) != 0)
		bench_die("cannot write: %s", strerror(errno));
	return 0;
}
