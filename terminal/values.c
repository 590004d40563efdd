/* Pressmark - values of articles in line formats: see values.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/values.h"

#include "support/calendar.h"
#include "support/shown.h"
#include "support/utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

void
pm_value_put(struct pm_buf *out, const char *s, size_t len)
{
	pm_buf_put_shown(out, s, len);
}

/* The length of the colour escape sequence at S, or 0. */
static size_t
escape_length(const char *s, size_t len)
{
	size_t n = 2;

	if (len < 3 || s[0] != '\033' || s[1] != '[')
		return 0;
	while (n < len && ((s[n] >= '0' && s[n] <= '9') || s[n] == ';'))
		n++;
	return n < len && s[n] == 'm' ? n + 1 : 0;
}

size_t
pm_value_fit(const char *s, size_t len, size_t max)
{
	size_t at = 0, blank = 0, n = 0, escape;
	unsigned step;

	if (len <= max)
		return len;
	while (at < len && n < max) {
		if ((escape = escape_length(s + at, len - at)) > 0) {
			at += escape;
			continue;
		}
		if (s[at] == ' ')
			blank = at;
		pm_utf8_get((const uint8_t *)s + at, &step);
		at += step;
		n++;
	}
	return at == len || s[at] == ' ' || blank == 0 ? at : blank;
}

void
pm_value_put_short(struct pm_buf *out, const char *s, size_t len, size_t max)
{
	size_t shown = pm_value_fit(s, len, max);

	pm_value_put(out, s, shown);
	if (shown < len)
		pm_buf_puts(out, "\xe2\x80\xa6");
}

static size_t
digits(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* Whether it is a number such as -5, +3.25, -1,200 or 4e-7. */
static bool
is_number(const char *s, size_t len)
{
	size_t at = len > 0 && (s[0] == '-' || s[0] == '+'), n = digits(s + at, len - at);

	if (n == 0)
		return false;
	for (at += n; at < len && (s[at] == '.' || s[at] == ','); at += n + 1)
		if ((n = digits(s + at + 1, len - at - 1)) == 0)
			return false;
	if (at < len && (s[at] | 0x20) == 'e') {
		at++;
		at += at < len && (s[at] == '-' || s[at] == '+');
		n = digits(s + at, len - at);
		at = n > 0 ? at + n : len + 1;
	}
	return at == len;
}

/* Whether a spreadsheet would take the field for a formula. */
static bool
is_formula(const char *s, size_t len)
{
	return len > 0 && s[0] != '\0' && strchr("=+-@\t\r", s[0]) != NULL &&
	       !is_number(s, len);
}

static void
put_csv_raw(struct pm_buf *out, const char *s, size_t len)
{
	size_t i, n;

	for (i = 0; i < len; i += n) {
		enum pm_shown shown = pm_shown_at(s + i, len - i, &n);

		if (s[i] == '"')
			pm_buf_putc(out, '"');
		if (shown == PM_SHOWN_BLANK &&
		    (n == 1 ? s[i] == '\0' || strchr("\t\r\n", s[i]) == NULL
			    : (unsigned char)s[i] == 0xc2)) /* U+0080 to U+009F */
			pm_buf_putc(out, ' ');
		else
			pm_buf_put(out, s + i, n);
	}
}

void
pm_value_put_csv(struct pm_buf *out, const char *s, size_t len, enum pm_value_csv how)
{
	struct pm_buf shown;
	bool quoted = false;
	size_t i;

	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	if (how == PM_VALUE_CSV_SAFE) {
		if (is_formula(s, len))
			pm_buf_putc(&shown, '\'');
		pm_buf_put_shown(&shown, s, len);
		pm_buf_inherit(out, &shown);
		s = pm_buf_str(&shown);
		len = shown.len;
	}
	for (i = 0; i < len && !quoted; i++)
		quoted = s[i] != '\0' && strchr(",\"\r\n", s[i]) != NULL;
	if (quoted)
		pm_buf_putc(out, '"');
	put_csv_raw(out, s, len);
	if (quoted)
		pm_buf_putc(out, '"');
	pm_buf_release(&shown);
}

void
pm_value_put_day(struct pm_buf *out, uint32_t day)
{
	char text[PM_DATE_TEXT];
	size_t len = pm_date_text(day, text);

	pm_buf_put(out, text, len);
}

void
pm_value_put_article(struct pm_buf *out, const struct pm_metadata *m)
{
	if (m->id.len > 0) {
		pm_buf_put(out, m->id.data, m->id.len);
	} else if (m->url.len > 0) {
		pm_buf_put(out, m->url.data, m->url.len);
	} else {
		pm_buf_put(out, m->file.data, m->file.len);
		if (m->line > 0)
			pm_buf_printf(out, ":%" PRIu64, m->line);
	}
}
