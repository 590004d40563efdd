/* Pressmark - a team: threads that share one loop.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For work too short to start threads for.  A team starts its threads when it first needs
 * them, and keeps them.  After a loop they look for the next one for a third of a
 * millisecond before they sleep, since the queries of a batch or a benchmark follow each
 * other closely.  The caller does its share.
 *
 *	pm_team_new(&team, 2, &err);		the caller and one more
 *	pm_team_run(team, fn, ctx, n, 16, 500);	fn(ctx, from, to) for ranges of 0 .. n - 1
 *	pm_team_free(team);
 *
 * Ranges are handed out in order, each once, to whichever thread is free.  pm_team_run
 * returns when all are done; what they wrote can then be read.  FN runs on any of the
 * threads, so it must not touch another range's data, and must not fail.  If no thread
 * can be started, the caller does everything: a team only makes things faster.
 *
 * A team has one caller.  Its threads block all signals.
 *
 * Cost: next to nothing if a thread is looking; about 5 us to wake one, which begins 10
 * us later; and 50 us, once, to start it.
 */
#ifndef PM_SUPPORT_TEAM_H
#define PM_SUPPORT_TEAM_H

#include "support/status.h"

#include <stddef.h>

struct pm_team;

#define PM_TEAM_MAX 8u

/* Cores that this process may use (taskset), at least 1. */
unsigned pm_team_cores(void);

/* THREADS, at least 1, includes the caller; more than PM_TEAM_MAX count as
 * PM_TEAM_MAX. */
enum pm_status pm_team_new(struct pm_team **out, unsigned threads, struct pm_error *err);
void pm_team_free(struct pm_team *team);

/* Runs FN over all of 0 .. N - 1, in ranges of GRAIN (at least 1); the last may be
 * shorter.  MICROSECONDS is the caller's guess of how long the loop takes on one thread.
 * The caller runs it alone if TEAM is NULL or if the guess is below what help costs:
 * PM_TEAM_SHARE_US while a thread is looking for work, PM_TEAM_WAKE_US to wake the
 * threads, PM_TEAM_START_US to start them. */
void pm_team_run(struct pm_team *team, void (*fn)(void *ctx, size_t from, size_t to),
		 void *ctx, size_t n, size_t grain, double microseconds);

#define PM_TEAM_SHARE_US 10
#define PM_TEAM_WAKE_US 40
#define PM_TEAM_START_US 160

/* For tests: from now on the other threads take part in every loop. */
void pm_team_share_all(struct pm_team *team);

#endif
