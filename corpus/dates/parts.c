/* Pressmark - parts of dates: see parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/parts.h"

#include "corpus/dates/months.h"

unsigned
pm_take_month(struct pm_scan *s)
{
	char word[2 * PM_SCAN_WORD + 1];
	struct pm_scan at = *s;
	unsigned n = pm_scan_word(&at, word), month;
	uint64_t number;

	if (n == 0)
		return 0;
	if (pm_word_numbers_month(word)) {
		pm_scan_space(&at);
		n = pm_scan_digits(&at, &number);
		if (n < 1 || n > 2 || number < 1 || number > 12)
			return 0;
		*s = at;
		return (unsigned)number;
	}
	month = pm_month_of(word);
	if (month == 0 && pm_scan_space(&at) && pm_scan_at_letter(&at)) {
		word[n] = ' ';
		pm_scan_word(&at, word + n + 1);
		month = pm_month_of(word);
	}
	if (month == 0)
		return 0;
	pm_scan_byte(&at, '.');
	*s = at;
	return month;
}

void
pm_take_joint(struct pm_scan *s)
{
	char word[PM_SCAN_WORD];
	int i;

	for (i = 0; i < 4; i++) {
		struct pm_scan at;

		pm_scan_space(s);
		if (pm_scan_byte(s, ',') || pm_scan_byte(s, '.') || pm_scan_byte(s, '/') ||
		    pm_scan_byte(s, '\'') || pm_scan_text(s, "\u2019") || pm_scan_dash(s))
			continue;
		at = *s;
		if (pm_scan_word(&at, word) == 0 || !pm_word_joins_date(word))
			break;
		*s = at;
	}
}

void
pm_take_day_ending(struct pm_scan *s)
{
	char word[PM_SCAN_WORD];
	struct pm_scan at = *s;

	/* 2024-03-05T10:20, the most frequent of all forms, has none. */
	if (at.end - at.p >= 2 && at.p[0] == 'T' && at.p[1] >= '0' && at.p[1] <= '9')
		return;
	if (pm_scan_text(s, "\u00ba") || pm_scan_text(s, "\u00aa") ||
	    pm_scan_text(s, "\u00b0") || pm_scan_byte(s, '.'))
		return;
	if (!pm_scan_byte(&at, '-'))
		pm_scan_byte(&at, ':');
	if (pm_scan_word(&at, word) > 0 && pm_word_follows_day(word))
		*s = at;
}

void
pm_take_year_ending(struct pm_scan *s)
{
	char word[PM_SCAN_WORD];
	struct pm_scan at = *s;

	pm_scan_space(&at);
	pm_scan_text(&at, "(e)");
	if (pm_scan_word(&at, word) == 0 || !pm_word_follows_year(word))
		return;
	pm_scan_byte(&at, '.');
	*s = at;
}

bool
pm_take_clock(struct pm_scan *s)
{
	struct pm_scan at = *s;
	uint64_t v;
	unsigned n;

	pm_scan_space(&at);
	n = pm_scan_digits(&at, &v);
	if (n < 1 || n > 2 || !pm_scan_byte(&at, ':') || pm_scan_digits(&at, &v) != 2)
		return false;
	if (pm_scan_byte(&at, ':') && pm_scan_digits(&at, &v) != 2)
		return false;
	if (pm_scan_byte(&at, '.'))
		pm_scan_digits(&at, &v);
	*s = at;
	return true;
}

bool
pm_goes_on(const struct pm_scan *s)
{
	struct pm_scan at = *s;

	return (pm_scan_byte(&at, '.') || pm_scan_byte(&at, '/') ||
		pm_scan_byte(&at, '-') || pm_scan_byte(&at, ':')) &&
	       pm_scan_at_digit(&at);
}

void
pm_take_zone(struct pm_scan *s)
{
	char word[PM_SCAN_WORD];
	uint64_t v;
	int i;

	for (i = 0; i < 4; i++) {
		pm_scan_space(s);
		if (pm_scan_byte(s, '+') || pm_scan_byte(s, '-'))
			pm_scan_digits(s, &v);
		else if (pm_scan_word(s, word) == 0)
			break;
	}
}

/* --- the rest of ranges ------------------------------------------------------- */

bool
pm_take_last_day(struct pm_scan *s)
{
	struct pm_scan at = *s;
	uint64_t day;
	unsigned n;

	pm_scan_space(&at);
	if (!pm_scan_dash(&at) && !pm_scan_byte(&at, '/'))
		return false;
	pm_scan_space(&at);
	n = pm_scan_digits(&at, &day);
	if (n < 1 || n > 2 || pm_scan_peek(&at) == ':')
		return false;
	pm_take_day_ending(&at);
	*s = at;
	return true;
}

bool
pm_take_last_month_day(struct pm_scan *s)
{
	struct pm_scan at = *s;
	uint64_t day;
	unsigned n;

	pm_scan_space(&at);
	if (!pm_scan_dash(&at))
		return false;
	pm_scan_space(&at);
	if (pm_take_month(&at) == 0)
		return false;
	pm_scan_space(&at);
	n = pm_scan_digits(&at, &day);
	if (n < 1 || n > 2)
		return false;
	pm_take_day_ending(&at);
	*s = at;
	return true;
}

void
pm_take_last_month(struct pm_scan *s)
{
	struct pm_scan at = *s;

	if (!pm_take_last_day(&at)) {
		pm_scan_space(&at);
		if (!pm_scan_dash(&at) && !pm_scan_byte(&at, '/'))
			return;
	}
	pm_take_joint(&at);
	if (pm_take_month(&at) != 0)
		*s = at;
}

void
pm_take_last_year(struct pm_scan *s, unsigned first)
{
	struct pm_scan at = *s;
	uint64_t year;
	unsigned n;

	pm_scan_space(&at);
	if (!pm_scan_dash(&at) && !pm_scan_byte(&at, '/'))
		return;
	pm_scan_space(&at);
	n = pm_scan_digits(&at, &year);
	if ((n == 4 && year > first) || (n == 2 && year > first % 100))
		*s = at;
}
