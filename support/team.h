/* Pressmark - a team: threads that share one loop.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Work that is too short to start threads for it: a team's threads are started when it is
 * first needed and stay.  Behind a loop they look for the next one for a third of a
 * millisecond before they sleep, since queries of a batch or a benchmark come one behind
 * the other.  The caller does its share.
 *
 *	pm_team_new(&team, 2, &err);		the caller and one more
 *	pm_team_run(team, fn, ctx, n, 16, 500);	fn(ctx, from, to) for stretches of 0 .. n - 1
 *	pm_team_free(team);
 *
 * Stretches are handed out in order, to whoever is free, each once; pm_team_run returns
 * when all are done, and what they wrote can then be read.  FN runs on any of the threads,
 * so it must not touch what is another stretch's, nor fail.  Where no thread can be
 * started the caller does everything: a team makes things faster, never possible.
 *
 * A team is one caller's.  Its threads block all signals.
 *
 * Cost: next to nothing where a thread is looking; some 5 us for waking one, which begins
 * 10 us after that, and 50 us once for starting it.
 */
#ifndef PM_SUPPORT_TEAM_H
#define PM_SUPPORT_TEAM_H

#include "support/status.h"

#include <stddef.h>

struct pm_team;

#define PM_TEAM_MAX 8u

/* Cores that this process may use (taskset), at least 1. */
unsigned pm_team_cores(void);

/* THREADS, at least 1: with the caller; no more than PM_TEAM_MAX will be there. */
enum pm_status pm_team_new(struct pm_team **out, unsigned threads, struct pm_error *err);
void pm_team_free(struct pm_team *team);

/* FN for all of 0 .. N - 1, in stretches of GRAIN (at least 1) and a shorter one.  TEAM may
 * be NULL: the caller alone, who also does it alone where it takes one thread less than
 * others are worth: PM_TEAM_SHARE_US where one is looking for work, or what waking or
 * starting them takes.  MICROSECONDS: by a guess. */
void pm_team_run(struct pm_team *team, void (*fn)(void *ctx, size_t from, size_t to),
		 void *ctx, size_t n, size_t grain, double microseconds);

#define PM_TEAM_SHARE_US 10
#define PM_TEAM_WAKE_US 40
#define PM_TEAM_START_US 160

/* For tests: from now on others take part in every loop. */
void pm_team_share_all(struct pm_team *team);

#endif
