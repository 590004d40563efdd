/* Pressmark - the lines of a file or a pipe, of limited length.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_query_lines_open(&l, "queries.txt", 65536, &err);
 *	while ((st = pm_query_lines_next(l, &line, &err)) == PM_OK)
 *		... line.data[0 .. line.len - 1], line.number ...
 *	pm_query_lines_free(l);
 *
 * A line ends at a line feed or at the end of the file; a carriage return before it,
 * and a byte order mark at the beginning of the file, do not count.
 */
#ifndef PM_QUERY_LINES_H
#define PM_QUERY_LINES_H

#include "support/buf.h"

#include <stdbool.h>

struct pm_query_lines;

struct pm_query_line {
	const char *data; /* valid until the next call */
	size_t len;
	uint64_t number; /* from 1 */
	bool too_long;	 /* the rest of it was left out */
};

/* PATH may be -, standard input. */
enum pm_status pm_query_lines_open(struct pm_query_lines **out, const char *path,
				   size_t max, struct pm_error *err);
void pm_query_lines_free(struct pm_query_lines *l);

/* PM_OK, PM_END after the last line, or PM_ERR_IO.  Once it has a line, it does not wait
 * for more input. */
enum pm_status pm_query_lines_next(struct pm_query_lines *l, struct pm_query_line *line,
				   struct pm_error *err);

#endif
