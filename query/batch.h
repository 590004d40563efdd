/* Pressmark - many questions at once, from the lines of a file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A line is a query, or an id, a tab and a query; without an id, the number of the line
 * is the id.  Blank lines and lines that begin with # are skipped; CR LF and a byte order
 * mark at the beginning are accepted.
 *
 * Answers come in the order of the lines, whatever `jobs` is, and as soon as they and all
 * answers before them are ready, so whoever writes a line and waits for its answer gets
 * it.  A line that cannot be answered (a mistake in the query, a NUL byte, over
 * PM_QUERY_BYTES_MAX bytes) is reported on standard error and in JSON gets an object with
 * `error`; the other lines are answered all the same.
 *
 * With `with_generation` in `ask`, a newer generation is looked for once a second at most, when
 * a line is taken up, and answered from then on; so no answer is of an older one than those
 * before it were to be of, and each says which it is.  What --new-since stands for stays the
 * generation that it was at the beginning.
 *
 * Without, each job opens the index for itself, but always the same generation: a job that cannot
 * open that any more, because a build has published another one, is not started.  Memory:
 * for each job the answers of at most PM_BATCH_WINDOW lines, and the tables of its own
 * index handle.
 */
#ifndef PM_QUERY_BATCH_H
#define PM_QUERY_BATCH_H

#include "query/ask.h"

#define PM_BATCH_WINDOW 4u

struct pm_batch {
	struct pm_ask ask; /* of every line, without query and id; as text: a table
				 * of counts */
	const char *index;
	const char *path;    /* - is standard input */
	unsigned jobs;	     /* 0: one for each core */
	const char *program; /* the name that begins each line on standard error */
};

/* Write the answers to standard output.  *FOUND: some line found something; *TROUBLE:
 * some line could not be answered, or not to the end.  PM_GONE if the reader went
 * away. */
enum pm_status pm_batch_run(const struct pm_batch *b, bool *found, bool *trouble,
			    struct pm_error *err);

#endif
