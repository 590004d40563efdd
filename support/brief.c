/* Pressmark - messages that stay short whatever they name: see brief.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/brief.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#define CUT "..."
/* What is left of the end; names often differ there. */
#define TAIL 80u

struct text {
	char *s;
	size_t size, len;
	bool quoted; /* what comes stands between quotes */
};

struct conversion {
	bool zeros;
	int width;
	int precision; /* below 0: none */
	enum length { INT, LONG, LONG_LONG, SIZE, MAX } length;
	char type;
};

static void
put(struct text *t, const char *s, size_t len)
{
	size_t room = t->size - 1 - t->len;

	if (len > room)
		len = room;
	memcpy(t->s + t->len, s, len);
	t->len += len;
}

static bool
is_within(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

void
pm_brief(char out[PM_BRIEF_MAX + 1], const char *s, size_t len)
{
	size_t head = PM_BRIEF_MAX - TAIL - (sizeof CUT - 1), tail = len - TAIL;

	if (len <= PM_BRIEF_MAX) {
		memcpy(out, s, len);
		out[len] = '\0';
		return;
	}
	while (head > 0 && is_within(s[head]))
		head--;
	while (tail < len && is_within(s[tail]))
		tail++;
	snprintf(out, PM_BRIEF_MAX + 1, "%.*s" CUT "%.*s", (int)head, s,
		 (int)(len - tail), s + tail);
}

static void
put_string(struct text *t, const char *s, int precision)
{
	char brief[PM_BRIEF_MAX + 1];
	size_t len;

	if (s == NULL)
		s = "(null)";
	len = precision < 0 ? strlen(s) : strnlen(s, (size_t)precision);
	if (t->quoted && len > PM_BRIEF_MAX) {
		pm_brief(brief, s, len);
		put(t, brief, strlen(brief));
	} else {
		put(t, s, len);
	}
}

static int
read_number(const char **fmt, va_list *ap)
{
	int n = 0;

	if (**fmt == '*') {
		++*fmt;
		return va_arg(*ap, int);
	}
	for (; **fmt >= '0' && **fmt <= '9'; ++*fmt)
		n = n * 10 + (**fmt - '0');
	return n;
}

/* What stands after a % at *FMT, which then is after it. */
static struct conversion
read_conversion(const char **fmt, va_list *ap)
{
	struct conversion c = { .precision = -1 };

	for (; **fmt != '\0' && strchr("-+ #0", **fmt) != NULL; ++*fmt)
		c.zeros |= **fmt == '0';
	c.width = read_number(fmt, ap);
	if (**fmt == '.') {
		++*fmt;
		c.precision = read_number(fmt, ap);
	}
	for (; **fmt != '\0' && strchr("hlzj", **fmt) != NULL; ++*fmt)
		c.length = **fmt == 'z'	    ? SIZE
			 : **fmt == 'j'	    ? MAX
			 : **fmt == 'h'	    ? INT
			 : c.length == LONG ? LONG_LONG
					    : LONG;
	c.type = **fmt;
	if (c.type != '\0')
		++*fmt;
	return c;
}

static intmax_t
take_signed(enum length length, va_list *ap)
{
	switch (length) {
	case INT:
		break;
	case LONG:
		return va_arg(*ap, long);
	case LONG_LONG:
		return va_arg(*ap, long long);
	case SIZE:
		return va_arg(*ap, ssize_t);
	case MAX:
		return va_arg(*ap, intmax_t);
	}
	return va_arg(*ap, int);
}

static uintmax_t
take_unsigned(enum length length, va_list *ap)
{
	switch (length) {
	case INT:
		break;
	case LONG:
		return va_arg(*ap, unsigned long);
	case LONG_LONG:
		return va_arg(*ap, unsigned long long);
	case SIZE:
		return va_arg(*ap, size_t);
	case MAX:
		return va_arg(*ap, uintmax_t);
	}
	return va_arg(*ap, unsigned);
}

static void
put_number(struct text *t, const struct conversion *c, va_list *ap)
{
	char digits[400] = "";
	int precision = c->precision < 0 ? 6 : c->precision;

	switch (c->type) {
	case 'c':
		digits[0] = (char)va_arg(*ap, int);
		digits[1] = '\0';
		break;
	case 'd':
	case 'i':
		snprintf(digits, sizeof digits, c->zeros ? "%0*jd" : "%*jd", c->width,
			 take_signed(c->length, ap));
		break;
	case 'u':
		snprintf(digits, sizeof digits, c->zeros ? "%0*ju" : "%*ju", c->width,
			 take_unsigned(c->length, ap));
		break;
	case 'x':
		snprintf(digits, sizeof digits, c->zeros ? "%0*jx" : "%*jx", c->width,
			 take_unsigned(c->length, ap));
		break;
	case 'X':
		snprintf(digits, sizeof digits, c->zeros ? "%0*jX" : "%*jX", c->width,
			 take_unsigned(c->length, ap));
		break;
	case 'f':
		snprintf(digits, sizeof digits, "%.*f", precision, va_arg(*ap, double));
		break;
	case 'g':
		snprintf(digits, sizeof digits, "%.*g", precision, va_arg(*ap, double));
		break;
	default:
		break;
	}
	put(t, digits, strlen(digits));
}

static void
put_all(struct text *t, const char *fmt, va_list *ap)
{
	while (*fmt != '\0') {
		struct conversion c;

		t->quoted ^= *fmt == '\'';
		if (*fmt != '%') {
			put(t, fmt++, 1);
			continue;
		}
		fmt++;
		c = read_conversion(&fmt, ap);
		if (c.type == '%')
			put(t, "%", 1);
		else if (c.type == 's')
			put_string(t, va_arg(*ap, const char *), c.precision);
		else
			put_number(t, &c, ap);
	}
	t->s[t->len] = '\0';
}

void
pm_brief_vprintf(char *text, size_t size, const char *fmt, va_list ap)
{
	struct text t = { .s = text, .size = size };
	va_list again;
	int len;

	/* nearly all are short, and the library writes them faster */
	va_copy(again, ap);
	len = vsnprintf(text, size, fmt, ap);
	if (len < 0 || (size_t)len > PM_BRIEF_MAX)
		put_all(&t, fmt, &again);
	va_end(again);
}
