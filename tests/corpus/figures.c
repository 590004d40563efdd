/* Pressmark - figures of the made-up newswire: see figures.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/figures.h"

#include "tests/corpus/chance.h"
#include "tests/corpus/zipf.h"

#include <stdio.h>

void
put_number(struct pm_buf *out, uint64_t *state)
{
	static const char *const written[] = { "two",	"three", "four", "five", "six",
					       "seven", "eight", "nine", "ten",	 "twelve" };

	switch (roll(state, 8)) {
	case 0:
		pm_buf_puts(out, CHOOSE(state, written));
		break;
	case 1:
		pm_buf_printf(out, "%u", (unsigned)zipf_draw(state, 100));
		pm_buf_printf(out, ".%u", (unsigned)roll(state, 10));
		break;
	case 2:
		pm_buf_printf(out, "%u", 1 + (unsigned)zipf_draw(state, 999));
		pm_buf_printf(out, ",%03u", (unsigned)roll(state, 1000));
		break;
	case 3:
		pm_buf_printf(out, "%u,000", 1 + (unsigned)zipf_draw(state, 999));
		break;
	default:
		pm_buf_printf(out, "%u", 1 + (unsigned)zipf_draw(state, 999));
	}
}

void
put_percentage(struct pm_buf *out, uint64_t *state)
{
	put_number(out, state);
	pm_buf_puts(out, one_in(state, 3) ? "%" : " pct");
}

void
put_money(struct pm_buf *out, uint64_t *state)
{
	static const char *const signs[] = { "$", "$", "\xc2\xa3", "\xe2\x82\xac" };
	static const char *const units[] = { "m", "bn", "" };
	static const char *const amounts[] = { "mln dlrs", "mln dlrs", "billion dlrs",
					       "cts" };

	if (one_in(state, 3)) {
		pm_buf_puts(out, CHOOSE(state, signs));
		pm_buf_printf(out, "%u", 1 + (unsigned)zipf_draw(state, 200));
		if (one_in(state, 3))
			pm_buf_printf(out, ".%u", (unsigned)roll(state, 10));
		pm_buf_puts(out, CHOOSE(state, units));
		return;
	}
	put_number(out, state);
	pm_buf_printf(out, " %s", CHOOSE(state, amounts));
}

void
put_month(struct pm_buf *out, uint64_t *state)
{
	static const char *const months[] = {
		"January", "February", "March",	    "April",   "May",	   "June",
		"July",	   "August",   "September", "October", "November", "December",
		"Jan.",	   "Feb.",     "Sept.",	    "Dec."
	};

	pm_buf_puts(out, CHOOSE(state, months));
}

void
put_weekday(struct pm_buf *out, uint64_t *state)
{
	static const char *const days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
					    "Friday", "Saturday", "Sunday" };

	pm_buf_puts(out, CHOOSE(state, days));
}

void
put_year(struct pm_buf *out, uint64_t *state)
{
	unsigned year = 1998 - (unsigned)zipf_draw(state, 60);

	pm_buf_printf(out, "%u", year);
	if (one_in(state, 10))
		pm_buf_printf(out, "-%02u", (year + 1) % 100);
}

void
put_day(struct pm_buf *out, uint64_t *state)
{
	put_month(out, state);
	pm_buf_printf(out, " %u", 1 + (unsigned)roll(state, 31));
}

void
put_model(struct pm_buf *out, uint32_t number)
{
	static const char *const families[] = { "DDR", "KX-", "F-", "MK ", "LX",
						"TU-", "AR",  "QF", "B-",  "X" };
	static const char *const units[] = { "nm", "kV", "mm", "GHz", "km" };
	uint64_t state = chance_of(CHANCE_MODEL, number);

	if (one_in(&state, 4)) {
		pm_buf_printf(out, "%u", 1 + (unsigned)roll(&state, 40));
		pm_buf_puts(out, one_in(&state, 3) ? "-" : "");
		pm_buf_puts(out, CHOOSE(&state, units));
		return;
	}
	pm_buf_puts(out, CHOOSE(&state, families));
	pm_buf_printf(out, "%u", 1 + (unsigned)roll(&state, 99));
	if (one_in(&state, 5))
		pm_buf_putc(out, (int)('a' + roll(&state, 5)));
}
