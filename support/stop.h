/* Pressmark - whether to give up: a question that long work asks now and then.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whoever starts long work hands it a stop; the work asks it, and ends early if the
 * answer is yes.  A time limit and ^C are the usual reasons (support/deadline.h).
 *
 *	if (pm_stop_asked(&options->stop))
 *		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
 *
 * A stop of all zeros never says yes, and costs nothing to ask.
 */
#ifndef PM_SUPPORT_STOP_H
#define PM_SUPPORT_STOP_H

#include <stdbool.h>
#include <stddef.h>

struct pm_stop {
	bool (*function)(void *ctx); /* true: give up; NULL: never */
	void *ctx;
};

static inline bool
pm_stop_asked(const struct pm_stop *stop)
{
	return stop->function != NULL && stop->function(stop->ctx);
}

#endif
