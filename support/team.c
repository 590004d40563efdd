/* Pressmark - a team of threads: see team.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/team.h"

#include "support/buf.h"
#include "support/clock.h"
#include "support/thread.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* The caller spins for a few microseconds, waiting for the last ranges, before it sleeps.
 * A thread watches for the next loop: queries follow each other closely, so the next loop
 * usually comes within WATCH_US, and then starts at once. */
#define SPINS 2000u
#define WATCH_US 300
#define LOOKS_TOGETHER 16u /* between two looks at the clock */

struct loop {
	void (*fn)(void *ctx, size_t from, size_t to);
	void *ctx;
	size_t n, grain;
};

struct pm_team {
	unsigned size;	  /* wanted, including the caller */
	unsigned started; /* threads besides the caller */
	bool tried;	  /* whether they have been started, or could not
					 * be */
	bool shares_all;
	pthread_t threads[PM_TEAM_MAX - 1];
	pthread_mutex_t lock;
	pthread_cond_t begun, done;
	/* Protected by the lock. */
	struct loop loop;
	bool open; /* there may be something left to do */
	atomic_bool ended;
	/* Number of the loop.  This and `ended` change under the lock, but threads also
	 * read them without it before they sleep. */
	atomic_ulong number;
	atomic_uint watching; /* threads that do so and need not be woken */
	/* Threads at work on the loop, which stays unchanged meanwhile.  This changes
	 * under the lock, but the caller also reads it without before it sleeps. */
	atomic_uint busy;
	atomic_size_t next; /* the first index that nobody has taken */
};

static void
work(struct pm_team *team, const struct loop *l)
{
	size_t from;

	while ((from = atomic_fetch_add_explicit(&team->next, l->grain,
						 memory_order_relaxed)) < l->n)
		l->fn(l->ctx, from, l->n - from < l->grain ? l->n : from + l->grain);
}

static inline void
relax(void)
{
#if defined __x86_64__ || defined __i386__
	__builtin_ia32_pause();
#endif
}

/* Watch for a new loop, for WATCH_US at most. */
static void
watch(struct pm_team *team, unsigned long seen)
{
	double end = pm_seconds() + WATCH_US / 1e6;
	unsigned i = 0;

	atomic_fetch_add_explicit(&team->watching, 1, memory_order_relaxed);
	while (atomic_load_explicit(&team->number, memory_order_relaxed) == seen &&
	       !atomic_load_explicit(&team->ended, memory_order_relaxed)) {
		relax();
		if (++i % LOOKS_TOGETHER == 0 && pm_seconds() > end)
			break;
	}
	atomic_fetch_sub_explicit(&team->watching, 1, memory_order_relaxed);
}

static void *
run_thread(void *arg)
{
	struct pm_team *team = arg;
	unsigned long seen = 0;

	pthread_mutex_lock(&team->lock);
	for (;;) {
		struct loop loop;

		if (!team->open || team->number == seen) {
			seen = team->number;
			pthread_mutex_unlock(&team->lock);
			watch(team, seen);
			pthread_mutex_lock(&team->lock);
		}
		while (!team->ended && (!team->open || team->number == seen))
			pthread_cond_wait(&team->begun, &team->lock);
		if (team->ended)
			break;
		seen = team->number;
		loop = team->loop;
		atomic_fetch_add_explicit(&team->busy, 1, memory_order_relaxed);
		pthread_mutex_unlock(&team->lock);
		work(team, &loop);
		pthread_mutex_lock(&team->lock);
		if (atomic_fetch_sub_explicit(&team->busy, 1, memory_order_release) == 1)
			pthread_cond_signal(&team->done);
	}
	pthread_mutex_unlock(&team->lock);
	return NULL;
}

unsigned
pm_team_cores(void)
{
	long n;
#ifdef CPU_COUNT
	cpu_set_t cores;

	if (sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) > 0)
		return (unsigned)CPU_COUNT(&cores);
#endif
	n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (unsigned)n : 1;
}

enum pm_status
pm_team_new(struct pm_team **out, unsigned threads, struct pm_error *err)
{
	struct pm_team *team = pm_calloc(1, sizeof *team);

	if (team == NULL)
		return pm_fail_nomem(err);
	team->size = threads < PM_TEAM_MAX ? threads : PM_TEAM_MAX;
	pthread_mutex_init(&team->lock, NULL);
	pthread_cond_init(&team->begun, NULL);
	pthread_cond_init(&team->done, NULL);
	*out = team;
	return PM_OK;
}

void
pm_team_free(struct pm_team *team)
{
	unsigned i;

	if (team == NULL)
		return;
	pthread_mutex_lock(&team->lock);
	team->ended = true;
	pthread_cond_broadcast(&team->begun);
	pthread_mutex_unlock(&team->lock);
	for (i = 0; i < team->started; i++)
		pthread_join(team->threads[i], NULL);
	pthread_cond_destroy(&team->done);
	pthread_cond_destroy(&team->begun);
	pthread_mutex_destroy(&team->lock);
	free(team);
}

void
pm_team_share_all(struct pm_team *team)
{
	team->shares_all = true;
}

/* Signals are left to the caller, who has decided what to do with them; but not the one
 * that says that bytes of a mapped file are lost (mapped.h), which is for who reads
 * them. */
static void
start(struct pm_team *team)
{
	sigset_t all, before;

	team->tried = true;
	sigfillset(&all);
	sigdelset(&all, SIGBUS);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return;
	while (team->started + 1 < team->size &&
	       pm_thread_start(&team->threads[team->started], run_thread, team) == 0)
		team->started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Wait until no thread is at work.  None can begin, because the loop is closed. */
static void
wait_for_others(struct pm_team *team)
{
	unsigned i;

	for (i = 0; i < SPINS; i++)
		if (atomic_load_explicit(&team->busy, memory_order_acquire) == 0)
			break;
	pthread_mutex_lock(&team->lock);
	while (atomic_load_explicit(&team->busy, memory_order_acquire) > 0)
		pthread_cond_wait(&team->done, &team->lock);
	pthread_mutex_unlock(&team->lock);
}

static bool
is_worth_it(const struct pm_team *team, double microseconds)
{
	double least = !team->tried ? PM_TEAM_START_US
		     : atomic_load_explicit(&team->watching, memory_order_relaxed) > 0
			     ? PM_TEAM_SHARE_US
			     : PM_TEAM_WAKE_US;

	return team->size > 1 && (team->shares_all || microseconds >= least);
}

void
pm_team_run(struct pm_team *team, void (*fn)(void *ctx, size_t from, size_t to),
	    void *ctx, size_t n, size_t grain, double microseconds)
{
	struct loop loop = { fn, ctx, n, grain };
	bool shared = team != NULL && n > grain && is_worth_it(team, microseconds);

	if (shared && !team->tried)
		start(team);
	if (!shared || team->started == 0) {
		if (n > 0)
			fn(ctx, 0, n);
		return;
	}
	pthread_mutex_lock(&team->lock);
	team->loop = loop;
	team->number++;
	team->open = true;
	atomic_store_explicit(&team->next, 0, memory_order_relaxed);
	pthread_cond_broadcast(&team->begun);
	pthread_mutex_unlock(&team->lock);
	work(team, &loop);
	pthread_mutex_lock(&team->lock);
	team->open = false;
	pthread_mutex_unlock(&team->lock);
	wait_for_others(team);
}
