/* Pressmark - when an answer ends before its end: a time limit, or ^C.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_stop_init(&stop, 10000, NULL);
 *	options.stop = pm_stop_function(&stop);
 *	options.stop_ctx = &stop;
 *	...
 *	pm_stop_say(&stop, text, sizeof text);	"stopped after 10 s: there may be more"
 *
 * Without limit and flag there is no function, and nobody asks the clock.
 */
#ifndef PM_QUERY_STOP_H
#define PM_QUERY_STOP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_stop {
	uint64_t limit_ms;	/* 0: none */
	uint64_t end_ms;	/* of the clock */
	const volatile sig_atomic_t *flag;	/* not 0: stop; NULL: none */
	bool stopped, by_flag;
};

/* The time begins now. */
void pm_stop_init(struct pm_stop *s, uint64_t limit_ms, const volatile sig_atomic_t *flag);

/* pm_stop_asked, or NULL where there is nothing to ask. */
bool (*pm_stop_function(const struct pm_stop *s))(void *ctx);
/* Once it has said yes it goes on to. */
bool pm_stop_asked(void *stop);

/* TEXT becomes why there may be more than what was found: "stopped after 500 ms: there
 * may be more". */
void pm_stop_say(const struct pm_stop *s, char *text, size_t size);

/* A time as a user writes it: 500ms, 10s, 2m; at least a millisecond, at most a day. */
bool pm_stop_parse(const char *text, uint64_t *ms);

#endif
