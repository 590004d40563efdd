/* Pressmark - when to cut an answer short: a time limit, or ^C.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_deadline_init(&deadline, 10000, NULL);
 *	options.stop = pm_deadline_stop(&deadline);
 *	...
 *	pm_deadline_say(&deadline, text, sizeof text);
 *					"stopped after 10 s: there may be more"
 *
 * With neither limit nor flag, the stop has no function and the clock is never read.
 */
#ifndef PM_SUPPORT_DEADLINE_H
#define PM_SUPPORT_DEADLINE_H

#include "support/stop.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_deadline {
	uint64_t limit_ms;		   /* 0: none */
	uint64_t end_ms;		   /* when, by the monotonic clock */
	const volatile sig_atomic_t *flag; /* not 0: stop; NULL: none */
	bool stopped, by_flag;
	bool ended; /* what was found has been shown, or there is no time left for it */
};

/* So long after the end, what was found until then may be shown. */
#define PM_DEADLINE_GRACE_MS 15u

/* The time starts now. */
void pm_deadline_init(struct pm_deadline *d, uint64_t limit_ms,
		      const volatile sig_atomic_t *flag);
/* The time started at START, by pm_seconds (support/clock.h). */
void pm_deadline_since(struct pm_deadline *d, double start);

/* A stop for the work under the deadline, which must outlive it.  Once it has said yes,
 * it keeps saying so. */
struct pm_stop pm_deadline_stop(struct pm_deadline *d);
/* A stop for showing what was found: it says yes a little later than the other, counted
 * from the end of the limit, or from when ^C was first seen. */
struct pm_stop pm_deadline_last(struct pm_deadline *d);

/* Writes to TEXT why there may be more than was found: "stopped after 500 ms: there
 * may be more". */
void pm_deadline_say(const struct pm_deadline *d, char *text, size_t size);

/* Reads a time as users write it: 500ms, 10s, 2m; at least a millisecond, at most a day.
 * Returns false if TEXT is not one. */
bool pm_deadline_parse(const char *text, uint64_t *ms);

#endif
