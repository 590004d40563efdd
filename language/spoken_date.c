/* Pressmark - dates as people write them: see spoken_date.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/spoken_date.h"

#include "language/lex_parts.h"
#include "support/calendar.h"

#include <string.h>

#define WORDS_MAX 4u	  /* 1st of March 2024 */
#define SEPARATORS " ,-/" /* between its parts */

/* The numbers of a date: up to three, and how many digits each has. */
struct numbers {
	unsigned n, value[3];
	size_t digits[3];
};

static bool
read_numbers(const char *x, size_t len, struct numbers *out)
{
	size_t digits;

	for (out->n = 0; out->n < 3; out->n++) {
		digits = pm_count_digits(x, len);
		if (digits == 0 || digits > 8)
			return false;
		out->value[out->n] = pm_read_number(x, digits, 99999999);
		out->digits[out->n] = digits;
		x += digits;
		len -= digits;
		if (len == 0) {
			out->n++;
			return true;
		}
		if (strchr("-/.", *x) == NULL)
			return false;
		x++;
		len--;
	}
	return false;
}

/* 2024, 2024-03, 2024/3/1, 20240301, and 3/1/2024 with the month first where it can be,
 * as in the languages that write so; 0: none of these. */
static uint32_t
in_numbers(const char *x, size_t len)
{
	struct numbers d;
	unsigned month, day;

	if (!read_numbers(x, len, &d))
		return 0;
	if (d.n == 1 && d.digits[0] == 8)
		return pm_day(d.value[0] / 10000, d.value[0] / 100 % 100,
			      d.value[0] % 100);
	if (d.digits[0] == 4)
		return pm_date(d.value[0], d.n > 1 ? d.value[1] : 0,
			       d.n > 2 ? d.value[2] : 0);
	if (d.n < 3 || d.digits[2] != 4)
		return 0;
	month = d.value[0] <= 12 ? d.value[0] : d.value[1];
	day = d.value[0] <= 12 ? d.value[1] : d.value[0];
	return month > 0 && day > 0 ? pm_day(d.value[2], month, day) : 0;
}

/* --- in words ------------------------------------------------------------ */

/* 1 to 12, or 0. */
static unsigned
read_month(const char *s, size_t len)
{
	static const char *const months[] = {
		"january", "february", "march",	    "april",   "may",	   "june",
		"july",	   "august",   "september", "october", "november", "december"
	};
	unsigned i;

	if (len > 3 && s[len - 1] == '.')
		len--;
	if (pm_equal_any_case(s, len, "sept"))
		return 9;
	for (i = 0; i < 12; i++)
		if (pm_equal_any_case(s, len, months[i]) ||
		    (len == 3 && (s[0] | 0x20) == months[i][0] &&
		     (s[1] | 0x20) == months[i][1] && (s[2] | 0x20) == months[i][2]))
			return i + 1;
	return 0;
}

/* 1 to 31 for 1, 01 or 1st, else 0. */
static unsigned
read_day(const char *s, size_t len)
{
	static const char *const ends[] = { "st", "nd", "rd", "th", NULL };
	size_t digits = pm_count_digits(s, len);

	if (digits == 0 || digits > 2 ||
	    (digits < len && !pm_is_one_of(s + digits, len - digits, ends)))
		return 0;
	return pm_read_number(s, digits, 31) == UINT32_MAX
		     ? 0
		     : pm_read_number(s, digits, 31);
}

/* March 1st, 2024: a month and a year, and perhaps a day, in any order. */
static uint32_t
in_words(const char *x, size_t len)
{
	unsigned year = 0, month = 0, day = 0, n;
	size_t at = 0, end;

	for (; at < len; at = end) {
		while (at < len && strchr(SEPARATORS, x[at]) != NULL)
			at++;
		for (end = at; end < len && strchr(SEPARATORS, x[end]) == NULL; end++)
			;
		if (end == at)
			break;
		if (end - at == 4 && pm_count_digits(x + at, 4) == 4 && year == 0)
			year = pm_read_number(x + at, 4, 9999);
		else if ((n = read_month(x + at, end - at)) > 0 && month == 0)
			month = n;
		else if ((n = read_day(x + at, end - at)) > 0 && day == 0)
			day = n;
		else if (!pm_equal_any_case(x + at, end - at, "of"))
			return 0;
	}
	if (month == 0 || year == 0)
		return 0;
	return pm_date(year, month, day);
}

/* --- both ----------------------------------------------------------------- */

uint32_t
pm_spoken_date(const char *x, size_t len)
{
	uint32_t date = in_numbers(x, len);

	return date > 0 ? date : in_words(x, len);
}

size_t
pm_spoken_date_at(const char *x, size_t len)
{
	size_t at = 0, end, found = 0, i;

	for (i = 0; i < WORDS_MAX && at < len; i++) {
		for (end = at; end < len && strchr(" ()", x[end]) == NULL; end++)
			;
		if (end == at)
			break;
		if (x[end - 1] != ',' && pm_spoken_date(x, end) > 0)
			found = end;
		for (at = end; at < len && x[at] == ' '; at++)
			;
	}
	return found;
}
