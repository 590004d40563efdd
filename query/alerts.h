/* Pressmark - what is new for saved queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each query of a file (language/saved.h) is asked for the articles that are new, and those
 * that find any are shown, in the order of the file: the name, the query, how many new
 * articles match, and the first of them.  All are asked of the same generation.
 *
 * New since when?  Since the generation, or the date, that is asked for; with `last`, since
 * the one that the query was last answered for (seen.h).  Then the first time that a query is
 * seen nothing is news: the current generation is noted, and said.  That is the first time of
 * its text: one that was changed asks something else.
 *
 * After a rollback the index does not go on from the generation that was answered last, and what
 * it has now may have been told or not.  So several generations are noted, and what counts is the
 * last of them in the line of the current one (segment/history.h): what the index has and was
 * first seen up to that one was there when it was answered.  Noted is each that is the last in
 * the line of a generation that is kept, to which a rollback may lead.  Where none is in the line
 * of the current one, it is said, and the query is asked for the first time.
 *
 * What was answered is noted once all is written, and only for `last`, so that a look at
 * what came since Monday takes nothing away from tomorrow's answer.  Nothing is noted of a
 * query that was not answered to the end.
 *
 * A line that is wrong is reported on standard error, as a batch does, and the others are
 * answered.
 */
#ifndef PM_QUERY_ALERTS_H
#define PM_QUERY_ALERTS_H

#include "query/ask.h"

struct pm_alerts {
	struct pm_ask ask; /* of every query, without query and id; `since` says since
			    * when, where PM_SINCE_LAST is as above */
	const char *index;
	const char *path;    /* of the saved queries */
	unsigned threads;    /* that may work on a query */
	const char *program; /* the name that begins each line on standard error */
};

/* Write the answer to standard output: nothing if nothing is new, except in JSON.  *FOUND:
 * something is; *TROUBLE: some query could not be answered, or not to the end.  PM_GONE if
 * the reader went away. */
enum pm_status pm_alerts_run(const struct pm_alerts *a, bool *found, bool *trouble,
			     struct pm_error *err);

#endif
