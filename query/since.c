/* Pressmark - since when an article counts as new: see since.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/since.h"

#include "language/dates.h"
#include "support/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The second at which it is that time, by the local clock; 0 before 1970, when there were no
 * generations. */
static uint64_t
second_of(uint32_t day, unsigned hour, unsigned minute, unsigned second)
{
	struct tm tm = { .tm_year = (int)(day / 10000) - 1900,
			 .tm_mon = (int)(day / 100 % 100) - 1,
			 .tm_mday = (int)(day % 100),
			 .tm_hour = (int)hour,
			 .tm_min = (int)minute,
			 .tm_sec = (int)second,
			 .tm_isdst = -1 };
	time_t time = mktime(&tm);

	return time > 0 ? (uint64_t)time : 0;
}

/* The same by a clock that is EAST seconds ahead of UTC. */
static uint64_t
second_at(uint32_t day, unsigned hour, unsigned minute, unsigned second, int east)
{
	struct tm tm = { .tm_year = (int)(day / 10000) - 1900,
			 .tm_mon = (int)(day / 100 % 100) - 1,
			 .tm_mday = (int)(day % 100),
			 .tm_hour = (int)hour,
			 .tm_min = (int)minute,
			 .tm_sec = (int)second };
	time_t time = timegm(&tm) - east;

	return time > 0 ? (uint64_t)time : 0;
}

/* As many digits at *S, which then is after them. */
static bool
read_digits(const char **s, unsigned n, unsigned *number)
{
	for (*number = 0; n > 0; n--, ++*s) {
		if (**s < '0' || **s > '9')
			return false;
		*number = *number * 10 + (unsigned)(**s - '0');
	}
	return true;
}

/* Z or +02:00, with the colon or without, to the end; or UTC after a blank. */
static bool
read_zone(const char *s, int *east)
{
	unsigned hours, minutes = 0;
	int sign = *s == '-' ? -1 : 1;

	*east = 0;
	if (strcmp(s, " UTC") == 0)
		return true;
	if (*s == 'Z' || *s == 'z')
		return s[1] == '\0';
	if (*s++ != (sign < 0 ? '-' : '+') || !read_digits(&s, 2, &hours))
		return false;
	s += *s == ':';
	if (*s != '\0' && !read_digits(&s, 2, &minutes))
		return false;
	*east = sign * (int)(hours * 3600 + minutes * 60);
	return *s == '\0' && hours < 24 && minutes < 60;
}

/* 2024-06-30T14:05:00+02:00 */
static bool
read_time(const char *s, uint64_t *time)
{
	unsigned year, month, day, hour, minute, second = 0;
	uint32_t date;
	int east;

	if (!read_digits(&s, 4, &year) || *s++ != '-' || !read_digits(&s, 2, &month) ||
	    *s++ != '-' || !read_digits(&s, 2, &day) ||
	    (*s != 'T' && *s != 't' && *s != ' ') ||
	    (date = pm_day(year, month, day)) == 0)
		return false;
	s++;
	if (!read_digits(&s, 2, &hour) || *s++ != ':' || !read_digits(&s, 2, &minute))
		return false;
	if (*s == ':') {
		s++;
		if (!read_digits(&s, 2, &second))
			return false;
	}
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	*time = second_of(date, hour, minute, second);
	if (*s == '\0')
		return true;
	if (!read_zone(s, &east))
		return false;
	*time = second_at(date, hour, minute, second, east);
	return true;
}

/* A day or a month, as queries have them: when it begins. */
static bool
read_date(const char *text, uint32_t today, uint64_t *time)
{
	struct pm_query_mistake mistake;
	uint32_t first, last;

	if (strstr(text, "..") != NULL ||
	    pm_dates_parse(text, 0, strlen(text), today, &first, &last, &mistake) < 0)
		return false;
	*time = second_of(first, 0, 0, 0);
	return true;
}

enum pm_status
pm_since_read(const char *text, uint32_t today, struct pm_since *since,
	      struct pm_error *err)
{
	size_t digits = strspn(text, "0123456789");
	uint64_t time;

	if (strcmp(text, "last") == 0) {
		since->by = PM_SINCE_LAST;
		return PM_OK;
	}
	if (digits > 0 && digits < 20 && text[digits] == '\0') {
		since->by = PM_SINCE_GENERATION;
		return sscanf(text, "%" SCNu64, &since->number) == 1
			     ? PM_OK
			     : pm_fail(err, PM_ERR_USAGE, "'%s' is no generation", text);
	}
	if (!read_time(text, &time) && !read_date(text, today, &time))
		return pm_fail(err, PM_ERR_USAGE,
			       "'%s' is neither a generation, nor a date such as "
			       "2024-06-30 or 2024-06-30T14:00, nor last",
			       text);
	since->by = PM_SINCE_TIME;
	since->number = time;
	return PM_OK;
}

static bool
was_published(const struct pm_history *h, uint64_t number)
{
	size_t i = h->n;

	while (i > 0 && h->all[i - 1].number > number)
		i--;
	return i > 0 && h->all[i - 1].number == number;
}

static enum pm_status
check_number(uint64_t number, const char *dir, const struct pm_generation *g,
	     const struct pm_history *h, struct pm_error *err)
{
	if (number > g->number)
		return pm_fail(err, PM_ERR_INPUT,
			       "'%s' has no generation %" PRIu64 ": the current one is "
			       "%" PRIu64,
			       dir, number, g->number);
	if (!was_published(h, number))
		return pm_fail(err, PM_ERR_INPUT,
			       "generation %" PRIu64 " of '%s' was never published: "
			       "'pressmark-index history' lists those that were",
			       number, dir);
	return PM_OK;
}

enum pm_status
pm_since_resolve(const struct pm_since *since, const char *dir,
		 const struct pm_generation *g, const struct pm_history *h,
		 uint64_t *generation, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint64_t number = 0;

	*generation = 0;
	/* before the first one there was nothing */
	if (since->by == PM_SINCE_GENERATION && since->number == 0)
		return PM_OK;
	if (h->n == 0)
		return pm_fail(err, PM_ERR_INPUT,
			       "'%s' keeps no history of its generations, so that it is not "
			       "known what is new",
			       dir);
	switch (since->by) {
	case PM_SINCE_EVER:
		return PM_OK;
	case PM_SINCE_LAST:
		number = h->n > 1 ? h->all[h->n - 2].number : 0;
		break;
	case PM_SINCE_GENERATION:
		number = since->number;
		status = check_number(number, dir, g, h, err);
		break;
	case PM_SINCE_TIME:
		number = pm_history_before(h, since->number);
		break;
	}
	if (status == PM_OK && number > 0)
		*generation = pm_history_meet(h, g->number, number);
	return status;
}

enum pm_status
pm_since_find(struct pm_newer **newer, const struct pm_since *since,
	      struct pm_index *index, struct pm_error *err)
{
	struct pm_history history;
	uint64_t generation;
	enum pm_status status;

	*newer = NULL;
	if (since->by == PM_SINCE_EVER)
		return PM_OK;
	if ((status = pm_history_read_late(&history, index->dir, &index->generation, err)) <
	    0)
		return status;
	status = pm_since_resolve(since, index->dir, &index->generation, &history,
				  &generation, err);
	if (status == PM_OK)
		status = pm_newer_find(newer, index, generation, since->kind, err);
	pm_history_release(&history);
	return status;
}
