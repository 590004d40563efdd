/* Pressmark - dates as articles write them: see date.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/date.h"

#include "support/calendar.h"

#include <stdbool.h>
#include <string.h>

#define WORD_MAX 16	/* bytes of a folded word that are compared, NUL included */

struct cursor {
	const uint8_t *p;
	const uint8_t *end;
};

struct month_name {
	char name[13];
	uint8_t month;
};

/* Folded: lower case, without accents.  Searched from the front. */
static const struct month_name MONTHS[] = {
	{"january", 1}, {"jan", 1}, {"januar", 1}, {"janner", 1}, {"janvier", 1},
	{"janv", 1}, {"enero", 1}, {"ene", 1}, {"gennaio", 1}, {"gen", 1},
	{"januari", 1}, {"janeiro", 1}, {"stycznia", 1}, {"ledna", 1}, {"ocak", 1},
	{"february", 2}, {"feb", 2}, {"februar", 2}, {"feber", 2}, {"fevrier", 2},
	{"fevr", 2}, {"fev", 2}, {"febrero", 2}, {"febbraio", 2}, {"februari", 2},
	{"febr", 2}, {"fevereiro", 2}, {"lutego", 2}, {"unora", 2}, {"subat", 2},
	{"march", 3}, {"mar", 3}, {"marz", 3}, {"maerz", 3}, {"mrz", 3}, {"mars", 3},
	{"marzo", 3}, {"maart", 3}, {"mrt", 3}, {"marco", 3}, {"marca", 3},
	{"marts", 3}, {"brezna", 3}, {"mart", 3},
	{"april", 4}, {"apr", 4}, {"avril", 4}, {"avr", 4}, {"abril", 4}, {"abr", 4},
	{"aprile", 4}, {"kwietnia", 4}, {"dubna", 4}, {"nisan", 4},
	{"may", 5}, {"mai", 5}, {"mayo", 5}, {"maggio", 5}, {"mag", 5}, {"mei", 5},
	{"maio", 5}, {"maja", 5}, {"maj", 5}, {"kvetna", 5}, {"mayis", 5},
	{"june", 6}, {"jun", 6}, {"juni", 6}, {"juin", 6}, {"junio", 6},
	{"giugno", 6}, {"giu", 6}, {"junho", 6}, {"czerwca", 6}, {"cervna", 6},
	{"haziran", 6},
	{"july", 7}, {"jul", 7}, {"juli", 7}, {"juillet", 7}, {"juil", 7},
	{"julio", 7}, {"luglio", 7}, {"lug", 7}, {"julho", 7}, {"lipca", 7},
	{"cervence", 7}, {"temmuz", 7},
	{"august", 8}, {"aug", 8}, {"aout", 8}, {"agosto", 8}, {"ago", 8},
	{"augustus", 8}, {"augusti", 8}, {"sierpnia", 8}, {"srpna", 8},
	{"agustos", 8},
	{"september", 9}, {"sep", 9}, {"sept", 9}, {"septembre", 9},
	{"septiembre", 9}, {"setiembre", 9}, {"settembre", 9}, {"set", 9},
	{"setembro", 9}, {"wrzesnia", 9}, {"zari", 9}, {"eylul", 9},
	{"october", 10}, {"oct", 10}, {"oktober", 10}, {"okt", 10}, {"octobre", 10},
	{"octubre", 10}, {"ottobre", 10}, {"ott", 10}, {"outubro", 10}, {"out", 10},
	{"pazdziernika", 10}, {"rijna", 10}, {"ekim", 10},
	{"november", 11}, {"nov", 11}, {"novembre", 11}, {"noviembre", 11},
	{"novembro", 11}, {"listopada", 11}, {"listopadu", 11}, {"kasim", 11},
	{"december", 12}, {"dec", 12}, {"dezember", 12}, {"dez", 12},
	{"decembre", 12}, {"diciembre", 12}, {"dicembre", 12}, {"dic", 12},
	{"dezembro", 12}, {"desember", 12}, {"grudnia", 12}, {"prosince", 12},
	{"aralik", 12},
};

/* Weekdays, and the small words between one and the day. */
static const char LEADS[][WORD_MAX] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
	"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
	"sonnabend", "sonntag", "mo", "di", "mi", "do", "fr", "sa", "so",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
	"lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
	"lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica",
	"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
	"segunda", "terca", "quarta", "quinta", "sexta", "feira",
	"poniedzialek", "wtorek", "sroda", "czwartek", "piatek", "sobota", "niedziela",
	"the", "den", "der", "am", "le", "el", "il", "de", "dia", "on",
};

/* The base letters of U+00C0 to U+017F; '-' if there is none. */
static const char LATIN[] =
	"aaaaaaaceeeeiiiidnooooo-ouuuuypsaaaaaaaceeeeiiiidnooooo-ouuuuypy"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
	"nnnnnnnnnooooooooorrrrrrsssssssstttttt"
	"uuuuuuuuuuuuwwyyyzzzzzzs";

static bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(int c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static int
peek(const struct cursor *c)
{
	return c->p < c->end ? *c->p : -1;
}

static bool
take(struct cursor *c, int byte)
{
	if (peek(c) != byte)
		return false;
	c->p++;
	return true;
}

/* Skip white space, including no-break (C2 A0, E2 80 AF). */
static bool
take_space(struct cursor *c)
{
	const uint8_t *from = c->p;

	for (;;) {
		int b = peek(c);

		if (b == ' ' || (b >= '\t' && b <= '\r'))
			c->p++;
		else if (b == 0xc2 && c->end - c->p >= 2 && c->p[1] == 0xa0)
			c->p += 2;
		else if (b == 0xe2 && c->end - c->p >= 3 && c->p[1] == 0x80 &&
			 c->p[2] == 0xaf)
			c->p += 3;
		else
			break;
	}
	return c->p > from;
}

/* Read the digits at the cursor: returns how many, and their value (meaningless
 * beyond 18). */
static unsigned
take_digits(struct cursor *c, uint64_t *value)
{
	unsigned n = 0;

	for (*value = 0; is_digit(peek(c)); c->p++) {
		if (n < 18)
			*value = *value * 10 + (uint64_t)(*c->p - '0');
		if (n < 1000)
			n++;
	}
	return n;
}

/* One letter, folded, in *LETTER; returns its bytes, or 0 if there is none.  A combining
 * accent (CC 80 to CD AF) counts as a letter with *LETTER 0. */
static unsigned
letter_at(const uint8_t *p, const uint8_t *end, char *letter)
{
	*letter = 0;
	if (p >= end)
		return 0;
	if (is_letter(p[0])) {
		*letter = (char)(p[0] | 0x20);
		return 1;
	}
	if (end - p < 2 || (p[1] & 0xc0) != 0x80)
		return 0;
	if (p[0] >= 0xc3 && p[0] <= 0xc5) {
		*letter = LATIN[(p[0] - 0xc3) * 64 + (p[1] & 0x3f)];
		return *letter == '-' ? 0 : 2;
	}
	return p[0] == 0xcc || (p[0] == 0xcd && p[1] <= 0xaf) ? 2 : 0;
}

/* Read the word at the cursor; longer words are cut and so match nothing. */
static unsigned
take_word(struct cursor *c, char word[WORD_MAX])
{
	unsigned n = 0, bytes;
	char letter;

	while ((bytes = letter_at(c->p, c->end, &letter)) > 0) {
		if (letter != 0 && n < WORD_MAX - 1)
			word[n++] = letter;
		c->p += bytes;
	}
	word[n] = '\0';
	return n;
}

static unsigned
take_month(struct cursor *c)
{
	struct cursor at = *c;
	char word[WORD_MAX];
	unsigned n = take_word(&at, word);
	size_t i;

	if (n < 3)
		return 0;
	for (i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++) {
		if (strcmp(MONTHS[i].name, word) == 0) {
			take(&at, '.');
			*c = at;
			return MONTHS[i].month;
		}
	}
	return 0;
}

static bool
take_lead(struct cursor *c)
{
	struct cursor at = *c;
	char word[WORD_MAX];
	size_t i;

	if (take_word(&at, word) < 2)
		return false;
	for (i = 0; i < sizeof LEADS / sizeof *LEADS; i++) {
		if (strcmp(LEADS[i], word) == 0) {
			*c = at;
			return true;
		}
	}
	return false;
}

/* What may come between day, month name and year: ", " ". " "-" " de " " of ". */
static void
take_joint(struct cursor *c)
{
	int i;

	for (i = 0; i < 4; i++) {
		struct cursor at = *c;
		char word[WORD_MAX];

		take_space(c);
		if (take(c, ',') || take(c, '-') || take(c, '.') || take(c, '/') ||
		    take(c, '\''))
			continue;
		at = *c;
		if (take_word(&at, word) > 0 &&
		    (strcmp(word, "de") == 0 || strcmp(word, "del") == 0 ||
		     strcmp(word, "of") == 0 || strcmp(word, "do") == 0))
			*c = at;
		else
			break;
	}
}

/* st, nd, rd, th, er, e, a, o, ".", the ordinal signs and the degree sign. */
static void
take_ordinal(struct cursor *c)
{
	static const char endings[][3] = { "st", "nd", "rd", "th", "er", "e" };
	struct cursor at = *c;
	char word[WORD_MAX];
	size_t i;

	if (peek(c) == 0xc2 && c->end - c->p >= 2 &&
	    (c->p[1] == 0xba || c->p[1] == 0xaa || c->p[1] == 0xb0)) {
		c->p += 2;
		return;
	}
	if (take(c, '.') || take_word(&at, word) == 0)
		return;
	for (i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (strcmp(word, endings[i]) == 0)
			*c = at;
	}
}

/* No letter or digit touches what was read.  'T' and 'Z' of ISO 8601 are allowed if a
 * digit, or nothing, follows. */
static bool
ends_here(const struct cursor *c)
{
	int b = peek(c);

	if ((b == 'T' || b == 't') && c->end - c->p >= 2 && is_digit(c->p[1]))
		return true;
	if (b == 'Z' && (c->end - c->p == 1 || !is_letter(c->p[1])))
		return true;
	return !is_digit(b) && !is_letter(b);
}

static bool
take_clock(struct cursor *c)
{
	struct cursor at = *c;
	uint64_t v;
	unsigned n;

	take_space(&at);
	n = take_digits(&at, &v);
	if (n < 1 || n > 2 || !take(&at, ':') || take_digits(&at, &v) != 2)
		return false;
	if (take(&at, ':') && take_digits(&at, &v) != 2)
		return false;
	if (take(&at, '.'))
		take_digits(&at, &v);
	*c = at;
	return true;
}

/* Four digits; or two followed by a time. */
static unsigned
take_year(struct cursor *c)
{
	uint64_t year;
	unsigned n = take_digits(c, &year);

	if (n == 4 && peek(c) != ':')
		return ends_here(c) ? (unsigned)year : 0;
	if (n == 2 && take_clock(c))
		return (unsigned)year + (year < 70 ? 2000 : 1900);
	return 0;
}

/* Two numbers, either of which may be the month; ORDER decides if both may be. */
static uint32_t
numeric_day(unsigned a, unsigned b, unsigned year, enum pm_date_order order)
{
	if (a > 12 || a == b)
		return pm_day(year, b, a);
	if (b > 12)
		return pm_day(year, a, b);
	if (order == PM_DATE_DAY_FIRST)
		return pm_day(year, b, a);
	if (order == PM_DATE_MONTH_FIRST)
		return pm_day(year, a, b);
	return 0;
}

/* After the four digits of a year. */
static uint32_t
year_first(struct cursor *c, unsigned year)
{
	uint64_t day, number;
	unsigned month, n;
	int sep = peek(c);

	if (sep == 0xe5 && c->end - c->p >= 3 && memcmp(c->p, "\xe5\xb9\xb4", 3) == 0) {
		/* year, month, day signs of Chinese and Japanese */
		c->p += 3;
		take_space(c);
		n = take_digits(c, &number);
		if (n < 1 || n > 2 || c->end - c->p < 3 ||
		    memcmp(c->p, "\xe6\x9c\x88", 3) != 0)
			return 0;
		c->p += 3;
		take_space(c);
		n = take_digits(c, &day);
		return n == 1 || n == 2 ? pm_day(year, (unsigned)number, (unsigned)day) : 0;
	}
	if (sep == '-' || sep == '/' || sep == '.') {
		c->p++;
		month = take_month(c);
		if (month == 0) {
			n = take_digits(c, &number);
			if (n < 1 || n > 2)
				return 0;
			month = (unsigned)number;
		}
		if (!take(c, sep))
			return 0;
	} else {
		take_joint(c);
		month = take_month(c);
		if (month == 0)
			return 0;
		take_joint(c);
	}
	n = take_digits(c, &day);
	if (n < 1 || n > 2)
		return 0;
	take_ordinal(c);
	return ends_here(c) ? pm_day(year, month, (unsigned)day) : 0;
}

/* After a number of one or two digits. */
static uint32_t
day_first(struct cursor *c, unsigned first, enum pm_date_order order)
{
	struct cursor at = *c;
	uint64_t second;
	unsigned n, month, year;
	int sep = peek(c);

	if (sep == '.' || sep == '/' || sep == '-') {
		at.p++;
		if (sep == '.')
			take_space(&at);
		n = take_digits(&at, &second);
		if (n == 1 || n == 2) {
			if (!take(&at, sep))
				return 0;
			if (sep == '.')
				take_space(&at);
			n = take_digits(&at, (uint64_t[]){0});
			if (n != 4)
				return 0;
			at.p -= 4;
			year = take_year(&at);
			*c = at;
			if (sep == '.')
				order = PM_DATE_DAY_FIRST;
			if (sep == '.' && first <= 12 && second > 12)
				return 0;
			return numeric_day(first, (unsigned)second, year, order);
		}
		if (n > 0)
			return 0;
	}
	take_ordinal(c);
	take_joint(c);
	month = take_month(c);
	if (month == 0)
		return 0;
	take_joint(c);
	return pm_day(take_year(c), month, first);
}

/* After the name of a month. */
static uint32_t
month_first(struct cursor *c, unsigned month)
{
	struct cursor at;
	char word[WORD_MAX];
	uint64_t day;
	unsigned n;
	uint32_t found;

	take_joint(c);
	n = take_digits(c, &day);
	if ((n != 1 && n != 2) || peek(c) == ':')
		return 0;
	take_ordinal(c);
	at = *c;
	take_joint(&at);
	found = pm_day(take_year(&at), month, (unsigned)day);
	if (found != 0 || !take_clock(c))
		return found;
	/* asctime, date: the year comes after the time and perhaps a zone */
	take_space(c);
	at = *c;
	if (take_word(&at, word) > 0) {
		take_space(&at);
		*c = at;
	}
	return pm_day(take_year(c), month, (unsigned)day);
}

/* 8, 10, 13 or 14 digits and nothing else. */
static uint32_t
bare_digits(const struct cursor *c, unsigned n, uint64_t v)
{
	if (!ends_here(c))
		return 0;
	switch (n) {
	case 8:
		return pm_day((unsigned)(v / 10000), (unsigned)(v / 100 % 100),
			      (unsigned)(v % 100));
	case 14:
		v /= 1000000;
		return pm_day((unsigned)(v / 10000), (unsigned)(v / 100 % 100),
			      (unsigned)(v % 100));
	case 10:
		return pm_day_of_time((int64_t)v);
	case 13:
		return pm_day_of_time((int64_t)(v / 1000));
	default:
		return 0;
	}
}

/* Whether the date is everything there is: only then may it be a number of eight
 * digits. */
enum surroundings {
	IN_TEXT,
	ALONE
};

/* The date that begins exactly at C. */
static uint32_t
date_at(struct cursor *c, enum pm_date_order order, enum surroundings around)
{
	uint64_t v;
	unsigned n, month;

	if (!is_digit(peek(c))) {
		month = take_month(c);
		return month == 0 ? 0 : month_first(c, month);
	}
	n = take_digits(c, &v);
	if (n == 4)
		return year_first(c, (unsigned)v);
	if (n == 1 || n == 2)
		return day_first(c, (unsigned)v, order);
	return around == ALONE ? bare_digits(c, n, v) : 0;
}

uint32_t
pm_date_parse(const char *text, size_t len)
{
	struct cursor c;
	int leads = 0;

	if (len == 0)
		return 0;
	c.p = (const uint8_t *)text;
	c.end = c.p + len;
	for (;;) {
		while (take_space(&c) || take(&c, ',') || take(&c, '"') ||
		       take(&c, '\'') || take(&c, '(') || take(&c, '['))
			;
		if (leads == 4 || !take_lead(&c))
			break;
		leads++;
		if (!take(&c, '.') && peek(&c) == '-')
			c.p++;
	}
	return date_at(&c, PM_DATE_ORDER_UNKNOWN, ALONE);
}

uint32_t
pm_date_find(const char *text, size_t len, enum pm_date_order order, size_t *at)
{
	struct cursor c;
	const uint8_t *begin = (const uint8_t *)text;
	char letter;
	unsigned bytes;

	if (len == 0)
		return 0;
	c.p = begin;
	c.end = begin + len;
	while (c.p < c.end) {
		struct cursor here = c;
		uint32_t day;

		if (!is_digit(*c.p) && letter_at(c.p, c.end, &letter) == 0) {
			c.p++;
			continue;
		}
		day = date_at(&here, order, IN_TEXT);
		if (day != 0) {
			if (at != NULL)
				*at = (size_t)(c.p - begin);
			return day;
		}
		if (is_digit(*c.p)) {
			while (is_digit(peek(&c)))
				c.p++;
		} else {
			while ((bytes = letter_at(c.p, c.end, &letter)) > 0)
				c.p += bytes;
		}
	}
	return 0;
}
