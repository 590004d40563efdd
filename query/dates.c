/* Pressmark - dates in a query: see dates.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/dates.h"

#include "support/calendar.h"

#include <string.h>

#define FORMS "write a date as 2024, 2024-06 or 2024-06-30"

/* The number of exactly N digits at S. */
static bool
read_digits(const char *s, size_t n, unsigned *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*value = *value * 10 + (unsigned)(s[i] - '0');
	}
	return true;
}

struct date {
	unsigned year, month, day;	/* 0 where it is not said */
};

static bool
read_date(const char *s, size_t len, struct date *d)
{
	memset(d, 0, sizeof *d);
	if (len != 4 && len != 7 && len != 10)
		return false;
	if (!read_digits(s, 4, &d->year))
		return false;
	if (len >= 7 && (s[4] != '-' || !read_digits(s + 5, 2, &d->month)))
		return false;
	return len < 10 || (s[7] == '-' && read_digits(s + 8, 2, &d->day));
}

static enum pm_status
no_date(const char *query, size_t start, size_t end, struct pm_query_mistake *m)
{
	struct pm_excerpt e = pm_excerpt(query + start, end - start);
	const char *s = query + start;
	size_t len = end - start, digits = 0;

	while (digits < len && s[digits] >= '0' && s[digits] <= '9')
		digits++;
	pm_mistake_set(m, start, end, "'%s' is no date", e.text);
	if (digits > 0 && digits < len && (s[digits] == '/' || s[digits] == '.'))
		return pm_mistake_hint(m, "write it with hyphens, the year first: "
				       "2024-06-30");
	if (s[0] == '<' || s[0] == '>')
		return pm_mistake_hint(m, "write a range, open at one end: 2024-06.. or "
				       "..2024-06");
	if (digits == 4 && len >= 6 && s[4] == '-')
		return pm_mistake_hint(m, FORMS ", with two digits for the month and for "
				       "the day, and a range with two points: "
				       "2024-01..2024-06");
	if (digits == 4 && len > 4)
		return pm_mistake_hint(m, FORMS ", and a range with two points: "
				       "2024-01..2024-06");
	return pm_mistake_hint(m, FORMS);
}

/* One date: the first and the last day of what it names. */
static enum pm_status
parse_piece(const char *query, size_t start, size_t end, uint32_t *first,
	    uint32_t *last, struct pm_query_mistake *m)
{
	struct date d;
	bool has_month, has_day;

	if (!read_date(query + start, end - start, &d))
		return no_date(query, start, end, m);
	has_month = end - start >= 7;
	has_day = end - start >= 10;
	if (pm_day(d.year, 1, 1) == 0) {
		pm_mistake_set(m, start, start + 4, "the year %04u is out of range", d.year);
		return pm_mistake_hint(m, "years go from 1000 to 2999");
	}
	if (has_month && (d.month < 1 || d.month > 12)) {
		pm_mistake_set(m, start + 5, start + 7, "there is no month %02u", d.month);
		return pm_mistake_hint(m, "months go from 01 to 12, behind the year: "
				       "2024-06-30");
	}
	if (has_day && pm_day(d.year, d.month, d.day) == 0) {
		pm_mistake_set(m, start + 8, start + 10, "there is no day %04u-%02u-%02u",
			       d.year, d.month, d.day);
		return pm_mistake_hint(m, "that month has %u days",
				       pm_days_in_month(d.year, d.month));
	}
	*first = pm_day(d.year, has_month ? d.month : 1, has_day ? d.day : 1);
	if (!has_month)
		*last = pm_day(d.year, 12, 31);
	else if (!has_day)
		*last = pm_day(d.year, d.month, pm_days_in_month(d.year, d.month));
	else
		*last = *first;
	return PM_OK;
}

static size_t
find_points(const char *query, size_t start, size_t end)
{
	for (; start + 1 < end; start++)
		if (query[start] == '.' && query[start + 1] == '.')
			return start;
	return end;
}

enum pm_status
pm_dates_parse(const char *query, size_t start, size_t end, uint32_t *first_day,
	       uint32_t *last_day, struct pm_query_mistake *m)
{
	size_t points = find_points(query, start, end);
	uint32_t unused;
	enum pm_status status;

	*first_day = 0;
	*last_day = UINT32_MAX;
	if (points == end)
		return parse_piece(query, start, end, first_day, last_day, m);
	if (end - start == 2) {
		pm_mistake_set(m, start, end, "the range has no end on either side");
		return pm_mistake_hint(m, "write a date before or behind the points: "
				       "2024-01.. or ..2024-06");
	}
	if (points > start &&
	    (status = parse_piece(query, start, points, first_day, &unused, m)) < 0)
		return status;
	if (points + 2 < end &&
	    (status = parse_piece(query, points + 2, end, &unused, last_day, m)) < 0)
		return status;
	if (*first_day > *last_day) {
		pm_mistake_set(m, points + 2, end, "the range ends before it begins");
		return pm_mistake_hint(m, "write the earlier date first");
	}
	return PM_OK;
}
