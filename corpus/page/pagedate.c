/* Pressmark - what a web page says about itself: the date: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/dates/date.h"
#include "support/calendar.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAY_MIN 19950000 /* there were no pages before this */
#define CUE_REACH 40	 /* bytes before a date that may say what it is */
#define DATE_LINE_MAX 24 /* bytes of a line that is only a date */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly N digits at S. */
static unsigned
digits(const char *s, unsigned n)
{
	unsigned value = 0, i;

	for (i = 0; i < n; i++) {
		if (!is_digit(s[i]))
			return 0;
		value = value * 10 + (unsigned)(s[i] - '0');
	}
	return is_digit(s[n]) ? 0 : value;
}

/* /2024/03/05/ /2024-03-05 /20240305 in an address, whole or within its path. */
static uint32_t
day_in_address(const char *url, struct pm_buf *out)
{
	const char *path = strstr(url, "://"), *p;
	uint32_t day;

	path = strchr(path == NULL ? url : path + 3, '/');
	for (p = path; p != NULL && *p != '\0' && *p != '?'; p++) {
		unsigned year, month, d;
		const char *q;

		if (!is_digit(p[0]) || is_digit(p[-1]))
			continue;
		if ((year = digits(p, 4)) != 0 && p[4] != '\0' &&
		    strchr("/-_.", p[4]) != NULL) {
			q = p + 5;
			month = is_digit(q[0]) && !is_digit(q[1]) ? digits(q, 1)
								  : digits(q, 2);
			q += is_digit(q[0]) && is_digit(q[1]) ? 2 : 1;
			if (month == 0 || *q != p[4])
				continue;
			q++;
			d = is_digit(q[0]) && !is_digit(q[1]) ? digits(q, 1)
							      : digits(q, 2);
			if (!is_digit(q[0]))
				continue;
			q += is_digit(q[1]) ? 2 : 1;
			day = pm_day(year, month, d);
		} else if ((d = digits(p, 2)) != 0 && p[2] == '-' &&
			   (month = digits(p + 3, 2)) != 0 && p[5] == '-' &&
			   (year = digits(p + 6, 4)) != 0) {
			q = p + 10;
			day = pm_day(year, month, d);
		} else if (digits(p, 8) != 0) {
			unsigned v = digits(p, 8);

			q = p + 8;
			day = pm_day(v / 10000, v / 100 % 100, v % 100);
		} else {
			continue;
		}
		if (day >= DAY_MIN) {
			pm_buf_put(out, p, (size_t)(q - p));
			return day;
		}
	}
	return 0;
}

/* Pages of the United States put the month first. */
static enum pm_date_order
order_of(const struct pm_facts *f)
{
	const char *lang = pm_buf_str(&f->fact[PM_FACT_LANG]);
	const char *url = pm_buf_str(&f->fact[PM_FACT_CANONICAL]), *host, *slash;

	if (strncasecmp(lang, "en-us", 5) == 0 || strncasecmp(lang, "en_us", 5) == 0)
		return PM_DATE_MONTH_FIRST;
	if (strncasecmp(lang, "en", 2) != 0 || strlen(lang) != 2)
		return PM_DATE_DAY_FIRST;
	if (*url == '\0')
		url = pm_buf_str(&f->fact[PM_FACT_OG_URL]);
	host = strstr(url, "://");
	slash = host == NULL ? NULL : strchr(host + 3, '/');
	if (slash == NULL || slash - host < 8)
		return PM_DATE_DAY_FIRST;
	return strncasecmp(slash - 4, ".com", 4) == 0 ||
			       strncasecmp(slash - 4, ".org", 4) == 0 ||
			       strncasecmp(slash - 4, ".gov", 4) == 0
		     ? PM_DATE_MONTH_FIRST
		     : PM_DATE_DAY_FIRST;
}

/* Of a fact that has no day, its month or year, if COARSE is what is wanted. */
enum wanted { WHOLE_DAY, COARSE };

static uint32_t
day_in_fact(const struct pm_facts *f, enum pm_fact fact, enum pm_date_order order,
	    enum wanted wanted, struct pm_buf *out)
{
	const struct pm_buf *b = &f->fact[fact];
	const char *s = pm_buf_str(b);
	uint32_t day = pm_date_parse(s, b->len, order, NULL);

	if (day % 100 == 0 && wanted == WHOLE_DAY)
		day = pm_date_find(s, b->len, order, NULL);
	if (day < DAY_MIN)
		return 0;
	pm_buf_put(out, s, b->len);
	return day;
}

static bool
has_cue(const char *s, size_t len, const char *const *cues)
{
	for (; *cues != NULL; cues++) {
		size_t n = strlen(*cues), i;

		for (i = 0; i + n <= len; i++) {
			if (strncasecmp(s + i, *cues, n) == 0)
				return true;
		}
	}
	return false;
}

/* How little to trust a date at AT of block I. */
static float
distrust(const struct pm_blocks *b, size_t i, size_t heading, size_t at)
{
	static const char *const published[] = {
		"publi",  "posted",  "erschienen", "veröffentlicht", "stand", "geplaatst",
		"dodano", "written", " on ",	   "vom ",	     "le ",   "datum",
		"fecha",  NULL
	};
	static const char *const updated[] = { "updat",	     "modif",	   "aktualisiert",
					       "geändert",   "mis à jour", "actualiz",
					       "bijgewerkt", "aggiorn",	   NULL };
	static const char *const owned[] = { "\u00a9", "copyright", "(c)", NULL };
	const struct pm_block *k = &b->blocks[i];
	const struct pm_element *e = &b->elements[k->parent];
	const char *text = (const char *)b->text.data + k->at;
	size_t from = at > CUE_REACH ? at - CUE_REACH : 0;
	float score;

	score = .5f * (float)(i < heading ? heading - i : i - heading);
	if (i < heading)
		score *= 1.3f;
	score += k->words > 40 ? 8 : 0;
	/* on a line of its own */
	score -= k->len <= DATE_LINE_MAX ? 3 : 0;
	score += (float)at / 20;
	if (has_cue(text + from, at - from, updated))
		score += 8;
	else if (has_cue(text + from, at - from, published))
		score -= 6;
	if (has_cue(text, k->len < 200 ? k->len : 200, owned))
		score += 6;
	if (e->comment || e->neg || (e->hints & PM_HINT_OTHER) != 0)
		score += 30;
	return score;
}

static uint32_t
day_in_text(const struct pm_blocks *b, enum pm_date_order order, struct pm_buf *out)
{
	size_t heading = 0, i, best_block = 0, best_at = 0;
	uint32_t best = 0;
	float least = 0;

	while (heading < b->n && b->blocks[heading].f[PM_F_TITLED] <= 0)
		heading++;
	if (heading == b->n)
		heading = 0;
	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];
		const char *text = (const char *)b->text.data + k->at;
		size_t at = 0, from = 0;

		/* only here are two digits a year */
		if (k->len <= DATE_LINE_MAX &&
		    pm_date_find(text, k->len, order, NULL) == 0) {
			uint32_t day = pm_date_parse(text, k->len, order, NULL);
			float score = distrust(b, i, heading, 0);

			if (day >= DAY_MIN && day % 100 != 0 &&
			    memchr(text, '.', k->len) != NULL &&
			    (best == 0 || score < least)) {
				best = day;
				least = score;
				best_block = i;
				best_at = 0;
			}
			continue;
		}
		while (from < k->len) {
			uint32_t day = pm_date_find(text + from, k->len - from, order,
						    &at);
			float score;

			if (day == 0)
				break;
			at += from;
			from = at + 4;
			if (day < DAY_MIN)
				continue;
			score = distrust(b, i, heading, at);
			if (best == 0 || score < least) {
				best = day;
				least = score;
				best_block = i;
				best_at = at;
			}
		}
	}
	if (best != 0) {
		const struct pm_block *k = &b->blocks[best_block];
		size_t n = k->len - best_at;

		/* the date and what little may belong to it, in whole characters */
		if (n > 32) {
			n = 32;
			while (n > 0 && (b->text.data[k->at + best_at + n] & 0xc0) == 0x80)
				n--;
		}
		pm_buf_put(out, b->text.data + k->at + best_at, n);
	}
	return best;
}

uint32_t
pm_facts_read_day(const struct pm_facts *f, const char *s, size_t len,
		  enum pm_date_order order)
{
	uint32_t day, found;

	if (order == PM_DATE_ORDER_UNKNOWN)
		order = order_of(f);
	day = pm_date_parse(s, len, order, NULL);
	found = day % 100 != 0 ? 0 : pm_date_find(s, len, order, NULL);
	return found != 0 ? found : day;
}

uint32_t
pm_facts_date(const struct pm_facts *f, const struct pm_blocks *b,
	      enum pm_date_order order, struct pm_buf *out)
{
	static const enum pm_fact first[] = {
		PM_FACT_LD_DATE,    PM_FACT_META_PUBLISHED, PM_FACT_LD_ANY_DATE,
		PM_FACT_ITEM_DATE,  PM_FACT_META_DATE,	    PM_FACT_ITEM_CREATED,
		PM_FACT_TIME_NAMED, PM_FACT_TIME,	    PM_FACT_CLASS_DATE
	};
	static const enum pm_fact other[] = { PM_FACT_DESCRIPTION, PM_FACT_OG_DESCRIPTION };
	static const enum pm_fact last[] = { PM_FACT_META_MODIFIED, PM_FACT_LD_MODIFIED };
	uint32_t day;
	size_t i;

	if (order == PM_DATE_ORDER_UNKNOWN)
		order = order_of(f);
	day = day_in_address(pm_buf_str(&f->fact[PM_FACT_CANONICAL]), out);
	if (day == 0)
		day = day_in_address(pm_buf_str(&f->fact[PM_FACT_OG_URL]), out);
	for (i = 0; i < sizeof first / sizeof *first && day == 0; i++)
		day = day_in_fact(f, first[i], order, WHOLE_DAY, out);
	if (day == 0)
		day = day_in_text(b, order, out);
	for (i = 0; i < sizeof last / sizeof *last && day == 0; i++)
		day = day_in_fact(f, last[i], order, WHOLE_DAY, out);
	for (i = 0; i < sizeof other / sizeof *other && day == 0; i++)
		day = day_in_fact(f, other[i], order, WHOLE_DAY, out);
	if (day == 0)
		day = day_in_address(pm_buf_str(&f->fact[PM_FACT_OG_IMAGE]), out);
	for (i = 0; i < sizeof first / sizeof *first && day == 0; i++)
		day = day_in_fact(f, first[i], order, COARSE, out);
	return day;
}
