/* Pressmark - the articles of a JSON lines file, for the benchmark.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/driver.h"
#include "support/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench_input {
	FILE *file;
	const char *path;
	struct pm_json *json;
	char *line;
	size_t cap;
	uint64_t number;
};

struct bench_input *
bench_open(const char *path)
{
	struct bench_input *in = bench_alloc(sizeof *in);
	struct pm_error err;

	in->path = path;
	in->file = fopen(path, "r");
	if (in->file == NULL)
		bench_die("cannot open '%s': %s", path, strerror(errno));
	if (pm_json_new(&in->json, &err) < 0)
		bench_die("%s", err.text);
	return in;
}

static void
get_text(const struct pm_json_value *object, const char *name, const char **text,
	 size_t *len)
{
	const struct pm_json_value *v = pm_json_member(object, name);

	*text = "";
	*len = 0;
	if (v != NULL && v->type == PM_JSON_STRING) {
		*text = v->text;
		*len = v->text_len;
	}
}

bool
bench_next(struct bench_input *in, struct bench_article *article)
{
	const struct pm_json_value *root;
	struct pm_error err;
	ssize_t len = getline(&in->line, &in->cap, in->file);

	if (len < 0) {
		if (ferror(in->file))
			bench_die("cannot read '%s': %s", in->path, strerror(errno));
		return false;
	}
	in->number++;
	if (pm_json_parse(in->json, in->line, (size_t)len, &root, NULL, &err) < 0)
		bench_die("'%s', line %llu: %s", in->path, (unsigned long long)in->number,
			  err.text);
	if (root->type != PM_JSON_OBJECT)
		bench_die("'%s', line %llu: not an object", in->path,
			  (unsigned long long)in->number);
	get_text(root, "title", &article->title, &article->title_len);
	get_text(root, "text", &article->text, &article->text_len);
	return true;
}

void
bench_close(struct bench_input *in)
{
	fclose(in->file);
	pm_json_free(in->json);
	free(in->line);
	free(in);
}
