/* Pressmark - dates as articles write them: see date.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/date.h"

#include "corpus/dates/months.h"
#include "corpus/dates/parts.h"
#include "support/calendar.h"

#include <string.h>

#define STARTS_MAX 200 /* bytes of a value within which a date must begin */

#define FOREIGN_MIN 16000000 /* of dates in digits of other scripts */
#define FOREIGN_MAX 20509999

/* Of a day with a time in digits that might be those of an epoch as well. */
#define FULL_MIN 19700000
#define FULL_END 21000000

/* Where a date is read: the later, the more can be one. */
enum place {
	IN_TEXT,     /* anywhere in a running text */
	IN_VALUE,    /* in a value, after other digits */
	AFTER_WORDS, /* in a value, only words before: March 2024 */
	AT_START     /* at the start of a value, or after a colon: 2024, 2024-03 */
};

struct reading {
	enum place place;
	enum pm_date_order order;
	struct pm_date_numbers *numbers;
};

/* --- parts of dates ---------------------------------------------------------- */

static unsigned
year_of_two(uint64_t year)
{
	return (unsigned)year + (year < 69 ? 2000 : 1900);
}

/* Two digits are a year if a time follows, or in a value nothing that could be of them. */
static unsigned
take_year(struct pm_scan *s, const struct reading *r)
{
	struct pm_scan after;
	uint64_t year;
	unsigned n = pm_scan_digits(s, &year);

	if (n == 4 && pm_scan_peek(s) != ':')
		return pm_scan_ends(s) ? (unsigned)year : 0;
	if (n != 2)
		return 0;
	after = *s;
	if (pm_take_clock(&after))
		return year_of_two(year);
	pm_scan_space(&after);
	if (r->place == IN_TEXT || !pm_scan_ends(s) || pm_goes_on(s) ||
	    pm_scan_at_letter(&after))
		return 0;
	return year_of_two(year);
}

static uint32_t
only_month(const struct reading *r, unsigned year, unsigned month)
{
	return r->place >= AFTER_WORDS && month > 0 ? pm_date(year, month, 0) : 0;
}

/* --- the year first ---------------------------------------------------------- */

/* A year and nothing else of a date, no further digits and no words but such as leave it
 * what it is. */
static uint32_t
only_year(struct pm_scan *s, unsigned year, const struct reading *r)
{
	char word[PM_SCAN_WORD];

	if (r->place < AT_START)
		return 0;
	pm_take_last_year(s, year);
	while (!pm_scan_at_digit(s)) {
		if (pm_scan_at_letter(s)) {
			pm_scan_word(s, word);
			if (!pm_word_leaves_year(word))
				return 0;
		} else if (!pm_scan_any(s)) {
			return pm_date(year, 0, 0);
		}
	}
	return 0;
}

/* 2024-03-05, 2024-03, 2024-Mar-05, 2024. 3. 5., at the first separator. */
static uint32_t
year_separated(struct pm_scan *s, unsigned year, const struct reading *r)
{
	struct pm_scan after_year = *s;
	char sep = (char)*s->p++;
	bool spaced = sep == '.' && r->place > IN_TEXT && pm_scan_space(s);
	uint64_t day, month;
	unsigned n = pm_scan_digits(s, &month);

	if (n == 4 || (n == 2 && month > 12))
		return only_year(&after_year, year, r);
	if (n > 2 || (n == 0 && (month = pm_take_month(s)) == 0))
		return 0;
	if (!pm_scan_byte(s, sep))
		return n == 2 && !spaced && r->place == AT_START && pm_scan_ends(s) &&
				       !pm_goes_on(s)
			     ? only_month(r, year, (unsigned)month)
			     : 0;
	if (spaced)
		pm_scan_space(s);
	n = pm_scan_digits(s, &day);
	if (n < 1 || n > 2)
		return 0;
	pm_take_day_ending(s);
	if (!pm_scan_ends(s))
		return 0;
	return r->place == AT_START ? pm_date(year, (unsigned)month, (unsigned)day)
				    : pm_day(year, (unsigned)month, (unsigned)day);
}

/* The signs of Chinese, Japanese and Korean, after the year; false if there are none. */
static bool
year_signed(struct pm_scan *s, unsigned year, const struct reading *r, uint32_t *date)
{
	static const char *const signs[][3] = { { "年", "月", "日" },
						{ "년", "월", "일" } };
	uint64_t month, day;
	unsigned n;
	size_t i;

	for (i = 0; i < 2 && !pm_scan_text(s, signs[i][0]); i++)
		;
	if (i == 2)
		return false;
	*date = 0;
	pm_scan_space(s);
	n = pm_scan_digits(s, &month);
	if (n == 0) {
		*date = only_year(s, year, r);
		return true;
	}
	if (n > 2 || !pm_scan_text(s, signs[i][1]))
		return true;
	pm_scan_space(s);
	n = pm_scan_digits(s, &day);
	if (n == 0)
		*date = only_month(r, year, (unsigned)month);
	else if (n <= 2)
		*date = pm_day(year, (unsigned)month, (unsigned)day);
	return true;
}

/* After the four digits of a year. */
static uint32_t
year_first(struct pm_scan *s, unsigned year, const struct reading *r)
{
	struct pm_scan after_year = *s;
	int sep = pm_scan_peek(s);
	unsigned n, month;
	uint32_t date;
	uint64_t day;

	if (year_signed(s, year, r, &date))
		return date;
	if (sep == '-' || sep == '/' || sep == '.') {
		date = year_separated(s, year, r);
		if (date != 0)
			return date;
		*s = after_year;
	}
	pm_take_year_ending(s);
	pm_take_joint(s);
	month = pm_take_month(s);
	if (month == 0)
		return only_year(&after_year, year, r);
	pm_take_joint(s);
	n = pm_scan_digits(s, &day);
	if ((n != 1 && n != 2) || pm_scan_peek(s) == ':')
		return only_month(r, year, month);
	pm_take_day_ending(s);
	return pm_scan_ends(s) ? pm_day(year, month, (unsigned)day) : 0;
}

/* --- the day or the month first ---------------------------------------------- */

/* Two numbers of which one is the month. */
static uint32_t
numbers_date(unsigned a, unsigned b, unsigned year, char sep, const struct reading *r)
{
	uint32_t day_first = pm_day(year, b, a), month_first = pm_day(year, a, b);

	if (sep == '.' || a == b)
		return day_first;
	r->numbers->form = sep == '/' ? PM_DATE_SLASHES : PM_DATE_HYPHENS;
	if (day_first != 0 && month_first != 0) {
		r->numbers->either = true;
		return r->order == PM_DATE_ORDER_UNKNOWN ? 0
		     : r->order == PM_DATE_DAY_FIRST	 ? day_first
							 : month_first;
	}
	if (day_first != 0)
		r->numbers->shows = PM_DATE_DAY_FIRST;
	else if (month_first != 0)
		r->numbers->shows = PM_DATE_MONTH_FIRST;
	return day_first != 0 ? day_first : month_first;
}

/* 5/3/2024, 5.3.24, 3/2024, at the first separator; false if it is something else. */
static bool
take_numbers(struct pm_scan *s, unsigned first, const struct reading *r, uint32_t *date)
{
	char sep = (char)*s->p++;
	uint64_t second, year;
	unsigned n;

	*date = 0;
	if (sep == '.')
		pm_scan_space(s);
	n = pm_scan_digits(s, &second);
	if (n == 4 && r->place == AT_START && pm_scan_ends(s) && !pm_goes_on(s) &&
	    first > 0)
		*date = pm_date((unsigned)second, first, 0);
	if (n == 0)
		return false;
	if (n > 2)
		return true;
	if (!pm_scan_byte(s, sep))
		return sep == '.';
	if (sep == '.')
		pm_scan_space(s);
	n = pm_scan_digits(s, &year);
	if (!pm_scan_ends(s) || pm_scan_peek(s) == ':')
		return true;
	if (n == 2 && r->place > IN_TEXT && sep != '-' && !pm_goes_on(s))
		year = year_of_two(year);
	else if (n != 4)
		return true;
	*date = numbers_date(first, (unsigned)second, (unsigned)year, sep, r);
	return true;
}

/* After a number of one or two digits. */
static uint32_t
day_first(struct pm_scan *s, unsigned first, const struct reading *r)
{
	struct pm_scan at = *s;
	int sep = pm_scan_peek(s);
	unsigned month;
	uint32_t date;

	if ((sep == '.' || sep == '/' || sep == '-') &&
	    take_numbers(&at, first, r, &date)) {
		*s = at;
		return date;
	}
	pm_take_day_ending(s);
	pm_take_last_day(s);
	pm_take_joint(s);
	month = pm_take_month(s);
	if (month == 0)
		return 0;
	pm_take_last_month(s);
	pm_take_joint(s);
	return pm_day(take_year(s, r), month, first);
}

/* After the name of a month. */
static uint32_t
month_first(struct pm_scan *s, unsigned month, const struct reading *r)
{
	struct pm_scan at, ahead;
	unsigned n, year;
	uint64_t number, fraction;
	uint32_t found;

	pm_take_last_month(s);
	pm_take_joint(s);
	n = pm_scan_digits(s, &number);
	if (n == 4)
		return pm_scan_ends(s) ? only_month(r, (unsigned)number, month) : 0;
	if ((n != 1 && n != 2) || pm_scan_peek(s) == ':')
		return 0;
	pm_take_day_ending(s);
	at = *s;
	if (pm_take_last_day(&at) || pm_take_last_month_day(&at)) {
		pm_take_joint(&at);
		year = take_year(&at, r);
		if (year != 0)
			return pm_day(year, month, (unsigned)number);
		at = *s;
	}
	pm_take_joint(&at);
	/* March 5.12 is no day of a year 12 */
	ahead = at;
	if (at.p[-1] == '.' && pm_scan_digits(&ahead, &fraction) <= 2)
		return 0;
	found = pm_day(take_year(&at, r), month, (unsigned)number);
	if (found != 0 || !pm_take_clock(s))
		return found;
	/* asctime, date: the year comes after the time and perhaps a zone */
	pm_take_zone(s);
	return pm_day(take_year(s, r), month, (unsigned)number);
}

/* --- bare digits ------------------------------------------------------------- */

/* Nothing but a fraction of a second, and no letter or digit. */
static bool
is_last(struct pm_scan *s)
{
	uint64_t v;

	if (pm_scan_byte(s, '.'))
		pm_scan_digits(s, &v);
	while (!pm_scan_at_digit(s) && !pm_scan_at_letter(s) && pm_scan_peek(s) != ':')
		if (!pm_scan_any(s))
			return true;
	return false;
}

/* YYYYMMDD with N - 8 digits of the time after it. */
static uint32_t
compact_date(unsigned n, uint64_t v)
{
	static const unsigned most[] = { 23, 59, 59 };
	uint64_t divisor = 1;
	unsigned i;

	for (i = 8; i < n; i++)
		divisor *= 10;
	for (i = 0; i < 3 && divisor >= 100; i++) {
		uint64_t rest = v % divisor;

		divisor /= 100;
		if (rest / divisor > most[i])
			return 0;
	}
	for (i = 8; i < n; i++)
		v /= 10;
	/* a part that is not known has no time */
	return n == 8 ? pm_date((unsigned)(v / 10000), (unsigned)(v / 100 % 100),
				(unsigned)(v % 100))
		      : pm_day((unsigned)(v / 10000), (unsigned)(v / 100 % 100),
			       (unsigned)(v % 100));
}

/* Whether 8 digits look like a date, if a wrong one: the year first, or last, or what
 * stands for none. */
static bool
looks_like_date(uint64_t v)
{
	return (v >= 10000000 && v < 30000000) || v == 99999999 ||
	       pm_day((unsigned)(v % 10000), (unsigned)(v / 10000 % 100),
		      (unsigned)(v / 1000000)) >= 19000000 ||
	       pm_day((unsigned)(v % 10000), (unsigned)(v / 1000000),
		      (unsigned)(v / 10000 % 100)) >= 19000000;
}

/* V of N digits, which are no date, as seconds or milliseconds since 1970, which do not
 * begin with a zero. */
static uint32_t
epoch(unsigned n, uint64_t v)
{
	uint64_t least = 1;
	unsigned i;

	for (i = 1; i < n && i < 13; i++)
		least *= 10;
	return n > 13 || v < least ? 0 : pm_day_of_time((int64_t)(n <= 10 ? v : v / 1000));
}

static uint32_t
bare_digits(struct pm_scan *s, unsigned n, uint64_t v)
{
	uint32_t day;

	if (!pm_scan_ends(s))
		return 0;
	if (n == 8 || n == 14) {
		day = compact_date(n, v);
		if (day != 0 || n == 14 || looks_like_date(v))
			return day;
	}
	/* Seconds of the first are in 2032 and later, milliseconds of the second in some
	 * months of 1976. */
	if (n == 10 || n == 12) {
		day = compact_date(n, v);
		if (day >= FULL_MIN && day < FULL_END && (pm_goes_on(s) || is_last(s)))
			return day;
		if (n == 12 && v / 100000000 >= FULL_MIN / 10000 &&
		    v / 100000000 < FULL_END / 10000)
			return 0;
	}
	return n >= 8 && is_last(s) ? epoch(n, v) : 0;
}

/* D:20240305100000+01'00', after the colon; each part but the year may be missing. */
static uint32_t
pdf_date(struct pm_scan *s)
{
	uint64_t v;
	unsigned n = pm_scan_digits(s, &v);

	if (!pm_scan_ends(s))
		return 0;
	if (n == 4)
		return pm_date((unsigned)v, 0, 0);
	if (n == 6)
		return pm_date((unsigned)(v / 100), (unsigned)(v % 100), 0);
	return n >= 8 && n <= 14 && n % 2 == 0 ? compact_date(n, v) : 0;
}

/* --- where dates are --------------------------------------------------------- */

/* The date that begins exactly at S, which is at a digit or a letter. */
static uint32_t
date_at(struct pm_scan *s, const struct reading *r)
{
	uint32_t date = 0;
	unsigned n, month;
	uint64_t v;

	if (!pm_scan_at_digit(s)) {
		if (r->place == AT_START && pm_scan_text(s, "D:"))
			return pdf_date(s);
		month = pm_take_month(s);
		return month == 0 ? 0 : month_first(s, month, r);
	}
	n = pm_scan_digits(s, &v);
	if (n == 4)
		date = year_first(s, (unsigned)v, r);
	else if (n == 1 || n == 2)
		date = day_first(s, (unsigned)v, r);
	else if (r->place == AT_START)
		date = bare_digits(s, n, v);
	return s->foreign && (date < FOREIGN_MIN || date > FOREIGN_MAX) ? 0 : date;
}

/* Whether a number begins at P that is no part of a larger one, or of a name: 5, not the 5
 * of -5, 3.5 and x5. */
static bool
begins(const uint8_t *begin, const uint8_t *p)
{
	int before = p > begin ? p[-1] : ' ', sooner = p - begin > 1 ? p[-2] : -1;

	if ((before | 0x20) >= 'a' && (before | 0x20) <= 'z')
		return false;
	if (before != '.' && before != ',' && before != ':' && before != '/' &&
	    before != '-')
		return true;
	return (sooner < '0' || sooner > '9') && (sooner != -1 || before != '-');
}

/* Past a word, a time or a number; then no more can be a date than the place says that
 * is returned. */
static enum place
take_token(struct pm_scan *s, enum place place)
{
	char word[PM_SCAN_WORD];
	uint64_t v;

	if (pm_take_clock(s))
		return place < AFTER_WORDS ? place : AFTER_WORDS;
	if (pm_scan_digits(s, &v) > 0)
		return IN_VALUE;
	pm_scan_word(s, word);
	return place < AT_START || pm_word_leaves_year(word) ? place : AFTER_WORDS;
}

/* Whether bare digits of a date of PDF come next. */
static bool
at_pdf(struct pm_scan s)
{
	uint64_t v;

	return pm_scan_text(&s, "D:") && pm_scan_digits(&s, &v) > 4;
}

uint32_t
pm_date_parse(const char *text, size_t len, enum pm_date_order order,
	      struct pm_date_numbers *numbers)
{
	struct pm_date_numbers own;
	struct reading r = { AT_START, order, numbers != NULL ? numbers : &own };
	const uint8_t *begin = (const uint8_t *)text;
	struct pm_scan s = { begin, begin + len, false };

	memset(r.numbers, 0, sizeof *r.numbers);
	while (s.p < s.end && s.p - begin < STARTS_MAX) {
		struct pm_scan here = { s.p, s.end, false };
		uint32_t date = 0;

		if (!pm_scan_at_digit(&s) && !pm_scan_at_letter(&s)) {
			if (r.place == AFTER_WORDS && *s.p == ':')
				r.place = AT_START;
			pm_scan_any(&s);
			continue;
		}
		if (!pm_scan_at_digit(&s) || begins(begin, s.p))
			date = date_at(&here, &r);
		/* digits that are a wrong one are no epoch */
		if (date != 0 || r.numbers->either || at_pdf(s))
			return date;
		r.place = take_token(&s, r.place);
	}
	return 0;
}

/* --- numbers ----------------------------------------------------------------- */

#define WHOLE_MAX 18 /* digits of a number's whole part */

/* A number of JSON. */
struct number {
	bool negative;
	bool fraction;	/* it is no whole number */
	uint64_t whole; /* without the sign */
	unsigned n;	/* its digits */
};

/* False if it is too large for an epoch, or no number. */
static bool
take_number(const char *text, size_t len, struct number *out)
{
	const char *p = text, *end = text + len, *digits;
	long power = 0, point = -1, at;
	bool minus = false;

	memset(out, 0, sizeof *out);
	out->negative = p < end && *p == '-';
	digits = p += out->negative;
	while (p < end && ((*p >= '0' && *p <= '9') || (*p == '.' && point < 0))) {
		if (*p == '.')
			point = p - digits;
		p++;
	}
	len = (size_t)(p - digits);
	if (point < 0)
		point = (long)len;
	if (p < end && (*p | 0x20) == 'e') {
		p++;
		if (p < end && (*p == '-' || *p == '+'))
			minus = *p++ == '-';
		for (; p < end && *p >= '0' && *p <= '9' && power < 1000; p++)
			power = power * 10 + (*p - '0');
	}
	if (p < end || len == 0)
		return false;
	point += minus ? -power : power;
	for (at = 0; digits < text + (out->negative) + len; digits++) {
		if (*digits == '.')
			continue;
		if (at++ < point) {
			out->whole = out->whole * 10 + (uint64_t)(*digits - '0');
			out->n += out->whole > 0;
		} else {
			out->fraction = out->fraction || *digits != '0';
		}
		if (out->n > WHOLE_MAX)
			return false;
	}
	for (; at < point && out->whole > 0; at++) {
		out->whole *= 10;
		if (++out->n > WHOLE_MAX)
			return false;
	}
	return true;
}

/* Whether six digits can be a year of two, a month and a day. */
static bool
is_short_day(uint64_t v)
{
	return pm_day(year_of_two(v / 10000), (unsigned)(v / 100 % 100),
		      (unsigned)(v % 100)) != 0;
}

uint32_t
pm_date_parse_number(const char *text, size_t len)
{
	struct number x;
	uint32_t date = pm_date_parse(text, len, PM_DATE_ORDER_UNKNOWN, NULL);
	int64_t seconds;

	if (date != 0 || !take_number(text, len, &x))
		return date;
	if (!x.negative && !x.fraction) {
		/* 2024.0, 2.024e3 */
		if (x.n == 4 && (date = pm_date((unsigned)x.whole, 0, 0)) != 0)
			return date;
		if (x.n == 6 && x.whole >= 190000 && x.whole < 210000 &&
		    (date = pm_date((unsigned)(x.whole / 100), (unsigned)(x.whole % 100),
				    0)) %
				    10000 !=
			    0)
			return date;
		if (x.n == 6 && is_short_day(x.whole))
			return 0;
		if (x.n == 8 &&
		    ((date = compact_date(8, x.whole)) != 0 || looks_like_date(x.whole)))
			return date;
	}
	if (x.n > 13)
		return 0;
	seconds = (int64_t)x.whole;
	if (x.n <= 10)
		return pm_day_of_time(x.negative ? -seconds - x.fraction : seconds);
	/* the day in which it is, also before 1970 */
	return pm_day_of_time(x.negative ? -((seconds + 999) / 1000) : seconds / 1000);
}

/* Whether a digit follows a word, with what stands between a month and a day. */
static bool
is_near_digit(struct pm_scan s)
{
	int i;

	for (i = 0; i < 4; i++)
		if (!pm_scan_space(&s) && !pm_scan_byte(&s, '.') &&
		    !pm_scan_byte(&s, ',') && !pm_scan_dash(&s) && !pm_scan_byte(&s, '/'))
			break;
	return pm_scan_at_digit(&s);
}

uint32_t
pm_date_find(const char *text, size_t len, enum pm_date_order order, size_t *at)
{
	struct pm_date_numbers numbers;
	struct reading r = { IN_TEXT, order, &numbers };
	const uint8_t *begin = (const uint8_t *)text;
	struct pm_scan s = { begin, begin + len, false };
	uint64_t v;

	while (s.p < s.end) {
		const uint8_t *from = s.p;
		struct pm_scan here = { from, s.end, false };
		bool perhaps = true;
		uint32_t date;

		if (pm_scan_digits(&s, &v) == 0) {
			while (pm_scan_at_letter(&s))
				pm_scan_any(&s);
			perhaps = s.p > from && is_near_digit(s);
			if (s.p == from)
				pm_scan_any(&s);
		}
		date = perhaps ? date_at(&here, &r) : 0;
		if (date == 0)
			continue;
		if (at != NULL)
			*at = (size_t)(from - begin);
		return date;
	}
	return 0;
}
