/* Pressmark - when an answer ends before its end: see stop.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/stop.h"

#include "support/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_MS UINT64_C(86400000)

static uint64_t
now_ms(void)
{
	return (uint64_t)(pm_seconds() * 1e3);
}

void
pm_stop_init(struct pm_stop *s, uint64_t limit_ms, const volatile sig_atomic_t *flag)
{
	*s = (struct pm_stop){ .limit_ms = limit_ms, .flag = flag };
	if (limit_ms > 0)
		s->end_ms = now_ms() + limit_ms;
}

bool
pm_stop_asked(void *stop)
{
	struct pm_stop *s = stop;

	if (s->stopped)
		return true;
	if (s->flag != NULL && *s->flag != 0)
		s->stopped = s->by_flag = true;
	else if (s->limit_ms > 0 && now_ms() >= s->end_ms)
		s->stopped = true;
	return s->stopped;
}

bool
(*pm_stop_function(const struct pm_stop *s))(void *ctx)
{
	return s->limit_ms > 0 || s->flag != NULL ? pm_stop_asked : NULL;
}

void
pm_stop_say(const struct pm_stop *s, char *text, size_t size)
{
	bool seconds = s->limit_ms % 1000 == 0;

	if (s->by_flag)
		snprintf(text, size, "stopped: there may be more");
	else
		snprintf(text, size, "stopped after %" PRIu64 " %s: there may be more",
			 seconds ? s->limit_ms / 1000 : s->limit_ms, seconds ? "s" : "ms");
}

bool
pm_stop_parse(const char *text, uint64_t *ms)
{
	static const struct {
		const char *name;
		uint64_t ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 } };
	uint64_t n = 0;
	size_t i;

	if (*text < '0' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9' && n <= DAY_MS; text++)
		n = n * 10 + (uint64_t)(*text - '0');
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(text, units[i].name) == 0) {
			*ms = n * units[i].ms;
			return *ms >= 1 && *ms <= DAY_MS;
		}
	return false;
}
