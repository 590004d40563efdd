/* Pressmark - many questions at once, from the lines of a file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A line is a query, or an id, a tab and a query; without an id, the number of the
 * line is the id.  Blank lines and lines that begin with # are skipped; CR LF and a
 * byte order mark at the beginning are taken.
 *
 * Answers come in the order of the lines, whatever `jobs` is, and as soon as they and
 * all before them are there: who writes a line and waits for its answer gets it.
 * A line that cannot be answered (a mistake in the query, a NUL byte, over
 * PM_QUERY_BYTES_MAX bytes) is reported on standard error, and in JSON has an object
 * with `error`; the others are answered all the same.
 *
 * Each job opens the index for itself, of one and the same generation: one that cannot
 * have that any more, as a build has published another, is not begun.  Memory: the
 * answers of at most PM_BATCH_WINDOW lines a job, and the first ones' tables.
 */
#ifndef PM_QUERY_BATCH_H
#define PM_QUERY_BATCH_H

#include "query/ask.h"

#define PM_BATCH_WINDOW 4u

struct pm_batch {
	struct pm_ask ask;	/* of every line, without query and id; text: a table of
				 * counts */
	const char *index;
	const char *path;	/* - is standard input */
	unsigned jobs;		/* 0: one for each core */
	const char *program;	/* begins the lines on standard error */
};

/* Answers to standard output.  *FOUND: some line found something; *TROUBLE: some line
 * could not be answered, or not to its end.  PM_GONE where the reader went away. */
enum pm_status pm_batch_run(const struct pm_batch *b, bool *found, bool *trouble,
			    struct pm_error *err);

#endif
