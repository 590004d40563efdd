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
 *
 * Work that goes on in many small places shares a patience: each place says how much it
 * is about to do, in units of some 10 ns, and the stop is asked once for every 0.3 ms of
 * that.
 *
 *	if ((status = pm_patience_spend(patience, n_words, err)) < 0)
 *		return status;		PM_ERR_INTERRUPTED, time after time
 *
 * A patience of NULL, or of all zeros, lets everything go on.
 */
#ifndef PM_SUPPORT_STOP_H
#define PM_SUPPORT_STOP_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The function may be called by several threads at the same time. */
struct pm_stop {
	bool (*function)(void *ctx); /* true: give up; NULL: never */
	void *ctx;
};

static inline bool
pm_stop_asked(const struct pm_stop *stop)
{
	return stop->function != NULL && stop->function(stop->ctx);
}

struct pm_patience {
	struct pm_stop stop;
	uint64_t work; /* since the stop was asked, in units */
	bool stopped;  /* it said yes */
};

#define PM_PATIENCE_UNITS 32768u

/* Whether to give up before WORK more units. */
static inline bool
pm_patience_over(struct pm_patience *w, uint64_t work)
{
	if (w == NULL || w->stop.function == NULL)
		return false;
	w->work += work;
	if (w->work >= PM_PATIENCE_UNITS) {
		w->work = 0;
		w->stopped = w->stopped || pm_stop_asked(&w->stop);
	}
	return w->stopped;
}

/* The same, asking the stop now. */
static inline bool
pm_patience_over_now(struct pm_patience *w)
{
	return pm_patience_over(w, PM_PATIENCE_UNITS);
}

static inline enum pm_status
pm_patience_spend(struct pm_patience *w, uint64_t work, struct pm_error *err)
{
	return pm_patience_over(w, work) ? pm_fail(err, PM_ERR_INTERRUPTED, "interrupted")
					 : PM_OK;
}

#endif
