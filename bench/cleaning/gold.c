/* Pressmark - web pages whose article somebody has marked: see gold.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/cleaning/gold.h"

#include "bench/driver.h"
#include "corpus/containers/stream.h"
#include "corpus/containers/unpack.h"
#include "support/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#define N_VALUES (sizeof((struct gold *)NULL)->values / sizeof(struct pm_buf))

const char *
gold_folder(int argc, char **argv)
{
	static char path[4096];
	const char *data = getenv("PRESSMARK_DATA"), *source = getenv("PM_SRCDIR");

	if (argc > 1)
		return argv[1];
	if (data != NULL)
		snprintf(path, sizeof path, "%s/messy", data);
	else
		snprintf(path, sizeof path, "%s/../shared/data/messy",
			 source == NULL ? ".." : source);
	if (access(path, R_OK) != 0) {
		printf("skipped: there is no '%s'\n", path);
		exit(77);
	}
	return path;
}

void
gold_open(struct gold *g, const char *folder)
{
	char path[4096];
	struct pm_error err;
	size_t i;

	memset(g, 0, sizeof *g);
	g->folder = folder;
	snprintf(path, sizeof path, "%s/gold.jsonl", folder);
	g->file = fopen(path, "r");
	if (g->file == NULL)
		bench_die("cannot open '%s': %s", path, strerror(errno));
	if (pm_json_new(&g->json, &err) < 0)
		bench_die("%s", err.text);
	pm_buf_init(&g->page, PM_BUF_NO_LIMIT);
	for (i = 0; i < N_VALUES; i++)
		pm_buf_init(&g->values[i], PM_BUF_NO_LIMIT);
}

void
gold_close(struct gold *g)
{
	size_t i;

	fclose(g->file);
	for (i = 0; i < N_VALUES; i++)
		pm_buf_release(&g->values[i]);
	free(g->line);
	pm_json_free(g->json);
	pm_buf_release(&g->page);
}

static void
read_page(struct gold *g)
{
	struct pm_watch watch = { .unasked = 0 };
	struct pm_stream *file, *plain;
	char path[4096];
	struct pm_error err;

	snprintf(path, sizeof path, "%s/%s", g->folder, g->name);
	pm_buf_clear(&g->page);
	if (pm_file_open(&file, path, &watch, NULL, &err) < 0)
		bench_die("cannot open '%s': %s", path, err.text);
	plain = file;
	if (strlen(path) > 3 && strcmp(path + strlen(path) - 3, ".gz") == 0 &&
	    pm_unpack_open(&plain, file, PM_GZIP, &err) < 0)
		bench_die("cannot read '%s': %s", path, err.text);
	if (pm_stream_slurp(plain, &g->page, &err) < 0)
		bench_die("cannot read '%s': %s", path, err.text);
	pm_stream_free(plain);
}

bool
gold_next(struct gold *g)
{
	static const char *const names[] = { "set",	  "page",	"gold_text",
					     "gold_date", "gold_title", "gold_author" };
	const char **const places[] = { &g->set,  &g->name,  &g->text,
					&g->date, &g->title, &g->author };
	const struct pm_json_value *root;
	struct pm_error err;
	size_t i;
	ssize_t len = getline(&g->line, &g->line_size, g->file);

	if (len < 0)
		return false;
	if (pm_json_parse(g->json, g->line, (size_t)len, &root, NULL, &err) < 0)
		bench_die("cannot read '%s/gold.jsonl': %s", g->folder, err.text);
	for (i = 0; i < N_VALUES; i++) {
		const struct pm_json_value *v = pm_json_member(root, names[i]);

		pm_buf_clear(&g->values[i]);
		if (v != NULL && v->type == PM_JSON_STRING)
			pm_buf_put(&g->values[i], v->text, v->text_len);
		*places[i] = pm_buf_str(&g->values[i]);
	}
	read_page(g);
	return true;
}

static bool
is_word_char(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return c == '_';
	}
}

size_t
gold_words(const char *text, uint64_t **hashes)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t n = 0, len = strlen(text);
	bool within = false;
	unsigned step;

	*hashes = bench_alloc((len / 2 + 1) * sizeof **hashes);
	for (; *p != '\0'; p += step) {
		uint32_t c = pm_utf8_get(p, &step);

		if (!is_word_char(c)) {
			within = false;
			continue;
		}
		c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
		if (!within)
			(*hashes)[n++] = UINT64_C(0xcbf29ce484222325);
		within = true;
		(*hashes)[n - 1] = ((*hashes)[n - 1] ^ c) * UINT64_C(0x9e3779b97f4a7c15);
		(*hashes)[n - 1] ^= (*hashes)[n - 1] >> 29;
	}
	return n;
}

static int
compare_hashes(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

struct overlap
gold_overlap(const char *text, const char *gold)
{
	struct overlap o = { 0, 0, 0 };
	uint64_t *a, *b;
	size_t n = gold_words(text, &a), m = gold_words(gold, &b), i = 0, j = 0;
	double shared = 0;

	qsort(a, n, sizeof *a, compare_hashes);
	qsort(b, m, sizeof *b, compare_hashes);
	while (i < n && j < m) {
		if (a[i] == b[j]) {
			shared++;
			i++;
			j++;
		} else if (a[i] < b[j]) {
			i++;
		} else {
			j++;
		}
	}
	free(a);
	free(b);
	if (shared > 0) {
		o.precision = shared / (double)n;
		o.recall = shared / (double)m;
		o.f1 = 2 * shared / (double)(n + m);
	}
	return o;
}
