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
};

/* The time starts now. */
void pm_deadline_init(struct pm_deadline *d, uint64_t limit_ms,
		      const volatile sig_atomic_t *flag);

/* A stop for the work under the deadline, which must outlive it.  Once it has said yes,
 * it keeps saying so. */
struct pm_stop pm_deadline_stop(struct pm_deadline *d);

/* Writes to TEXT why there may be more than was found: "stopped after 500 ms: there
 * may be more". */
void pm_deadline_say(const struct pm_deadline *d, char *text, size_t size);

/* Reads a time as users write it: 500ms, 10s, 2m; at least a millisecond, at most a day.
 * Returns false if TEXT is not one. */
bool pm_deadline_parse(const char *text, uint64_t *ms);

#endif
