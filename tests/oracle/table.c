/* Pressmark - a table of texts and queries: see table.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/table.h"

#include "support/json_put.h"
#include "tests/oracle/naive.h"

#include <stdlib.h>
#include <string.h>

/* The queries of a column. */
static char **
cut(char *column, size_t *n)
{
	char **list = need_memory(pm_calloc(strlen(column) / 2 + 1, sizeof *list));
	char *query;

	*n = 0;
	while ((query = strsep(&column, ";")) != NULL) {
		query += strspn(query, " ");
		if (*query != '\0')
			list[(*n)++] = query;
	}
	return list;
}

static void
load_row(struct table *t, char *line)
{
	static char empty[] = "";
	struct table_row *row;
	struct pm_error err;
	char *columns[4] = { empty, empty, empty, empty }, *rest;
	size_t i;

	line[strcspn(line, "\r\n")] = '\0';
	if (strncmp(line, "# ", 2) == 0 || line[0] == '\0')
		return;
	need(pm_grow(&t->rows, &t->cap, t->n + 1, sizeof *t->rows, &err), &err);
	row = &t->rows[t->n++];
	rest = row->line = need_memory(strdup(line));
	for (i = 0; i < 4 && rest != NULL; i++)
		columns[i] = strsep(&rest, "\t");
	row->text = columns[0];
	row->words = columns[1];
	row->finds = cut(columns[2], &row->n_finds);
	row->finds_not = cut(columns[3], &row->n_finds_not);
}

void
table_load(struct table *t, const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;

	memset(t, 0, sizeof *t);
	if (f == NULL) {
		fprintf(stderr, "oracle: cannot open '%s'\n", path);
		exit(2);
	}
	while (getline(&line, &cap, f) > 0)
		load_row(t, line);
	free(line);
	fclose(f);
}

void
table_release(struct table *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		free(t->rows[i].line);
		free(t->rows[i].finds);
		free(t->rows[i].finds_not);
	}
	free(t->rows);
	memset(t, 0, sizeof *t);
}

bool
table_write(FILE *out, const char *path)
{
	struct table t;
	struct pm_buf line;
	size_t i;

	table_load(&t, path);
	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	for (i = 0; i < t.n; i++) {
		pm_buf_puts(&line, "{\"text\":");
		pm_json_put_string(&line, t.rows[i].text, strlen(t.rows[i].text));
		pm_buf_puts(&line, "}\n");
	}
	fwrite(pm_buf_str(&line), 1, line.len, out);
	pm_buf_release(&line);
	table_release(&t);
	return fflush(out) == 0 && !ferror(out);
}
