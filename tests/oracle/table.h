/* Pressmark - a table of texts, and of queries that find them or do not.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of four columns with tabs between: the text; its words, folded, with
 * blanks between; queries that must find it, and queries that must not, with
 * semicolons between.  Lines that begin with "# " are comments. */
#ifndef PM_TESTS_ORACLE_TABLE_H
#define PM_TESTS_ORACLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table_row {
	char *line; /* that all the others point into */
	char *text, *words;
	char **finds, **finds_not;
	size_t n_finds, n_finds_not;
};

struct table {
	struct table_row *rows;
	size_t n, cap;
};

void table_load(struct table *t, const char *path);
void table_release(struct table *t);

/* Write the texts as JSON lines, one article for each row; false when that
 * failed. */
bool table_write(FILE *out, const char *path);

#endif
