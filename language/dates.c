/* Pressmark - ranges in a query: see dates.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/dates.h"

#include "support/calendar.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define FORMS "write a date as 2024, 2024-06 or 2024-06-30"
#define LENGTH_MAX (UINT32_MAX - 1)

/* --- dates as numbers --------------------------------------------------- */

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
	unsigned year, month, day; /* 0 where not given */
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
	if (s[0] == '[' || s[0] == '{')
		return pm_mistake_hint(m, "write a range with two dots, without brackets: "
					  "2024-01..2024-06");
	if (digits == 8 && len == 8)
		return pm_mistake_hint(m, "write it with hyphens: %.4s-%.2s-%.2s", s,
				       s + 4, s + 6);
	if (digits > 0 && digits + 1 < len && (s[digits] == '/' || s[digits] == '.'))
		return pm_mistake_hint(m, "write it with hyphens, the year first: "
					  "2024-06-30");
	if (s[0] == '<' || s[0] == '>')
		return pm_mistake_hint(m, "write a range, open at one end: 2024-06.. or "
					  "..2024-06");
	if (len == 4 && (strncasecmp(s, "last", 4) == 0 || strncasecmp(s, "this", 4) == 0))
		return pm_mistake_hint(m,
				       "write it with a hyphen: date:%s-week date:%s-month "
				       "date:%s-year",
				       e.text, e.text, e.text);
	if (digits == 4 && len >= 6 && s[4] == '-')
		return pm_mistake_hint(m, FORMS ", with two digits for the month and for "
						"the day, and a range with two dots: "
						"2024-01..2024-06");
	if (digits == 4 && len > 4)
		return pm_mistake_hint(m, FORMS ", and a range with two dots: "
						"2024-01..2024-06");
	return pm_mistake_hint(m, FORMS ", or as today, yesterday, this-week, last-month, "
					"-30d, -2w, -6m, -1y");
}

static enum pm_status
parse_number(const char *query, size_t start, size_t end, uint32_t *first, uint32_t *last,
	     struct pm_query_mistake *m)
{
	struct date d;
	bool has_month, has_day;

	if (!read_date(query + start, end - start, &d))
		return no_date(query, start, end, m);
	has_month = end - start >= 7;
	has_day = end - start >= 10;
	if (pm_day(d.year, 1, 1) == 0) {
		pm_mistake_set(m, start, start + 4, "the year %04u is out of range",
			       d.year);
		return pm_mistake_hint(m, "years go from 1000 to 2999");
	}
	if (has_month && (d.month < 1 || d.month > 12)) {
		pm_mistake_set(m, start + 5, start + 7, "there is no month %02u", d.month);
		return pm_mistake_hint(m, "months go from 01 to 12, after the year: "
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

/* --- dates relative to today ---------------------------------------------- */

#define NAME_MAX_BYTES 16u

/* Copy bytes START .. END - 1 in lower case, with a hyphen for each run of blanks; false
 * if that is too long for a name. */
static bool
read_name(const char *query, size_t start, size_t end, char *name)
{
	size_t n = 0;

	for (; start < end; start++) {
		char c = query[start];

		if (n + 1 == NAME_MAX_BYTES)
			return false;
		if (c == ' ' && n > 0 && name[n - 1] == '-')
			continue;
		name[n++] = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	name[n] = '\0';
	return true;
}

static uint32_t
clock_day(void)
{
	time_t now = time(NULL);
	struct tm tm;

	if (localtime_r(&now, &tm) == NULL || tm.tm_year < 0)
		return pm_day_of_time(now);
	return pm_day((unsigned)tm.tm_year + 1900, (unsigned)tm.tm_mon + 1,
		      (unsigned)tm.tm_mday);
}

/* The week, month or year that contains DAY. */
static bool
name_unit(const char *unit, uint32_t day, uint32_t *first, uint32_t *last)
{
	unsigned year = day / 10000, month = day / 100 % 100;

	if (strcmp(unit, "week") == 0) {
		*first = pm_day_add(day, -(int64_t)pm_day_of_week(day));
		*last = pm_day_add(*first, 6);
	} else if (strcmp(unit, "month") == 0) {
		*first = pm_day(year, month, 1);
		*last = pm_day(year, month, pm_days_in_month(year, month));
	} else if (strcmp(unit, "year") == 0) {
		*first = pm_day(year, 1, 1);
		*last = pm_day(year, 12, 31);
	} else {
		return false;
	}
	return true;
}

static uint32_t
last_unit(const char *unit, uint32_t today)
{
	return strcmp(unit, "week") == 0
		     ? pm_day_add(today, -7)
		     : pm_day_add_months(today, strcmp(unit, "year") == 0 ? -12 : -1);
}

/* -30d: a number and a unit. */
static bool
read_ago(const char *name, uint32_t today, uint32_t *day)
{
	int64_t n = 0;

	if (name[0] != '-' || name[1] < '0' || name[1] > '9')
		return false;
	for (name++; *name >= '0' && *name <= '9'; name++)
		n = n < 10000000 ? n * 10 + (*name - '0') : n;
	if (name[0] == '\0' || name[1] != '\0')
		return false;
	switch (name[0]) {
	case 'd':
		*day = pm_day_add(today, -n);
		return true;
	case 'w':
		*day = pm_day_add(today, -n * 7);
		return true;
	case 'm':
		*day = pm_day_add_months(today, -n);
		return true;
	case 'y':
		*day = pm_day_add_months(today, -n * 12);
		return true;
	}
	return false;
}

/* The days of a name, 0 if they are out of range; false if it is not a name. */
static bool
name_days(const char *name, uint32_t today, uint32_t *first, uint32_t *last)
{
	if (today == 0)
		today = clock_day();
	*first = *last = today;
	if (strcmp(name, "today") == 0)
		return true;
	if (strncmp(name, "this-", 5) == 0)
		return name_unit(name + 5, today, first, last);
	if (strncmp(name, "last-", 5) == 0)
		return name_unit(name + 5, last_unit(name + 5, today), first, last);
	if (strcmp(name, "yesterday") == 0)
		*first = pm_day_add(today, -1);
	else if (!read_ago(name, today, first))
		return false;
	*last = *first;
	return true;
}

/* --- ranges ------------------------------------------------------------- */

/* One date: the first and the last day of what it names. */
static enum pm_status
parse_piece(const char *query, size_t start, size_t end, uint32_t today, uint32_t *first,
	    uint32_t *last, struct pm_query_mistake *m)
{
	char name[NAME_MAX_BYTES];
	struct pm_excerpt e;

	while (start + 1 < end && query[start] == ' ')
		start++;
	while (start + 1 < end && query[end - 1] == ' ')
		end--;
	if ((query[start] >= '0' && query[start] <= '9') ||
	    !read_name(query, start, end, name) || !name_days(name, today, first, last))
		return parse_number(query, start, end, first, last, m);
	if (*first != 0 && *last != 0)
		return PM_OK;
	e = pm_excerpt(query + start, end - start);
	pm_mistake_set(m, start, end, "'%s' is out of range", e.text);
	return pm_mistake_hint(m, "years go from 1000 to 2999");
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
pm_dates_parse(const char *query, size_t start, size_t end, uint32_t today,
	       uint32_t *first_day, uint32_t *last_day, struct pm_query_mistake *m)
{
	size_t points = find_points(query, start, end);
	uint32_t unused;
	enum pm_status status;

	*first_day = 0;
	*last_day = UINT32_MAX;
	if (start == end) {
		pm_mistake_set(m, start - 1, end + 1, "there is no date in the quotes");
		return pm_mistake_hint(m, FORMS);
	}
	if (points == end)
		return parse_piece(query, start, end, today, first_day, last_day, m);
	if (end - start == 2) {
		pm_mistake_set(m, start, end, "the range has no end on either side");
		return pm_mistake_hint(m, "write a date before or after the dots: "
					  "2024-01.. or ..2024-06");
	}
	if (points > start &&
	    (status = parse_piece(query, start, points, today, first_day, &unused, m)) < 0)
		return status;
	if (points + 2 < end &&
	    (status = parse_piece(query, points + 2, end, today, &unused, last_day, m)) <
		    0)
		return status;
	if (*first_day > *last_day) {
		pm_mistake_set(m, points + 2, end, "the range ends before it begins");
		return pm_mistake_hint(m, "write the earlier date first");
	}
	return PM_OK;
}

/* --- lengths ------------------------------------------------------------ */

static enum pm_status
parse_length(const char *query, size_t start, size_t end, uint32_t *value,
	     struct pm_query_mistake *m)
{
	struct pm_excerpt e = pm_excerpt(query + start, end - start);
	uint64_t v = 0;
	size_t at;

	for (at = start; at < end && query[at] >= '0' && query[at] <= '9'; at++)
		v = v <= LENGTH_MAX ? v * 10 + (uint64_t)(query[at] - '0') : v;
	if (at < end) {
		pm_mistake_set(m, start, end, "'%s' is no number of words", e.text);
		if (at > start && query[at] == ',')
			return pm_mistake_hint(m, "write the number without commas: "
						  "words:1000..");
		return pm_mistake_hint(m,
				       "write a number or a range: words:500.. words:..200 "
				       "words:100..500");
	}
	if (v > LENGTH_MAX) {
		pm_mistake_set(m, start, end, "'%s' is too large", e.text);
		return pm_mistake_hint(m, "at most %u words can be asked for",
				       (unsigned)LENGTH_MAX);
	}
	*value = (uint32_t)v;
	return PM_OK;
}

enum pm_status
pm_length_parse(const char *query, size_t start, size_t end, uint32_t *first,
		uint32_t *last, struct pm_query_mistake *m)
{
	size_t points = find_points(query, start, end);
	enum pm_status status;

	*first = 0;
	*last = UINT32_MAX;
	if (points == end) {
		status = parse_length(query, start, end, first, m);
		*last = *first;
		return status;
	}
	if (end - start == 2) {
		pm_mistake_set(m, start, end, "the range has no end on either side");
		return pm_mistake_hint(m, "write a number before or after the dots: 500.. "
					  "or ..200");
	}
	if (points > start && (status = parse_length(query, start, points, first, m)) < 0)
		return status;
	if (points + 2 < end &&
	    (status = parse_length(query, points + 2, end, last, m)) < 0)
		return status;
	if (*first > *last) {
		pm_mistake_set(m, points + 2, end, "the range ends before it begins");
		return pm_mistake_hint(m, "write the smaller number first");
	}
	return PM_OK;
}
