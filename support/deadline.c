/* Pressmark - when to cut an answer short: see deadline.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/deadline.h"

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
pm_deadline_init(struct pm_deadline *d, uint64_t limit_ms,
		 const volatile sig_atomic_t *flag)
{
	*d = (struct pm_deadline){ .limit_ms = limit_ms, .flag = flag };
	if (limit_ms > 0)
		d->end_ms = now_ms() + limit_ms;
}

void
pm_deadline_since(struct pm_deadline *d, double start)
{
	if (d->limit_ms > 0)
		d->end_ms = (uint64_t)(start * 1e3) + d->limit_ms;
}

static bool
is_over(void *deadline)
{
	struct pm_deadline *d = deadline;

	if (d->stopped)
		return true;
	if (d->flag != NULL && *d->flag != 0) {
		d->stopped = d->by_flag = true;
		d->end_ms = now_ms();
	} else if (d->limit_ms > 0 && now_ms() >= d->end_ms)
		d->stopped = true;
	return d->stopped;
}

static bool
is_past(void *deadline)
{
	struct pm_deadline *d = deadline;

	if (!d->ended && is_over(d))
		d->ended = now_ms() >= d->end_ms + PM_DEADLINE_GRACE_MS;
	return d->ended;
}

struct pm_stop
pm_deadline_last(struct pm_deadline *d)
{
	struct pm_stop stop = pm_deadline_stop(d);

	if (stop.function != NULL)
		stop.function = is_past;
	return stop;
}

struct pm_stop
pm_deadline_stop(struct pm_deadline *d)
{
	if (d->limit_ms == 0 && d->flag == NULL)
		return (struct pm_stop){ 0 };
	return (struct pm_stop){ is_over, d };
}

void
pm_deadline_say(const struct pm_deadline *d, char *text, size_t size)
{
	bool seconds = d->limit_ms % 1000 == 0;

	if (d->by_flag)
		snprintf(text, size, "stopped: there may be more");
	else
		snprintf(text, size, "stopped after %" PRIu64 " %s: there may be more",
			 seconds ? d->limit_ms / 1000 : d->limit_ms, seconds ? "s" : "ms");
}

bool
pm_deadline_parse(const char *text, uint64_t *ms)
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
