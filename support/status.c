/* Pressmark - statuses and errors: see status.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/status.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *
pm_status_name(enum pm_status status)
{
	switch (status) {
	case PM_OK: return "PM_OK";
	case PM_END: return "PM_END";
	case PM_ABSENT: return "PM_ABSENT";
	case PM_DECLINED: return "PM_DECLINED";
	case PM_STOPPED: return "PM_STOPPED";
	case PM_GONE: return "PM_GONE";
	case PM_UNSYNCED: return "PM_UNSYNCED";
	case PM_ERR_NOMEM: return "PM_ERR_NOMEM";
	case PM_ERR_IO: return "PM_ERR_IO";
	case PM_ERR_CORRUPT: return "PM_ERR_CORRUPT";
	case PM_ERR_NOT_INDEX: return "PM_ERR_NOT_INDEX";
	case PM_ERR_INPUT: return "PM_ERR_INPUT";
	case PM_ERR_QUERY: return "PM_ERR_QUERY";
	case PM_ERR_USAGE: return "PM_ERR_USAGE";
	case PM_ERR_LOCKED: return "PM_ERR_LOCKED";
	case PM_ERR_LIMIT: return "PM_ERR_LIMIT";
	case PM_ERR_XAPIAN: return "PM_ERR_XAPIAN";
	case PM_ERR_INTERRUPTED: return "PM_ERR_INTERRUPTED";
	case PM_ERR_INTERNAL: return "PM_ERR_INTERNAL";
	}
	return "PM_UNKNOWN";
}

/* Whether byte I is part of a control character: below 0x20, DEL, or one of the two bytes
 * of U+0080 to U+009F. */
static bool
is_control(const char *raw, size_t i)
{
	unsigned char c = (unsigned char)raw[i], next = (unsigned char)raw[i + 1];

	return c < 0x20 || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0) ||
	       (i > 0 && (unsigned char)raw[i - 1] == 0xc2 && c >= 0x80 && c < 0xa0);
}

/* File names and library messages end up on a terminal, so no control character in them
 * may reach it unescaped.  Works in place, from a copy of the text. */
static void
escape_controls(char *text, size_t size)
{
	char raw[sizeof ((struct pm_error *)0)->text];
	size_t i, n = 0;
	static const char hex[] = "0123456789abcdef";

	if (size > sizeof raw)
		size = sizeof raw;
	memcpy(raw, text, size);
	raw[size - 1] = '\0';
	for (i = 0; raw[i] != '\0'; i++) {
		unsigned char c = (unsigned char)raw[i];

		if (!is_control(raw, i)) {
			if (n + 1 >= size)
				break;
			text[n++] = raw[i];
		} else {
			if (n + 4 >= size)
				break;
			text[n++] = '\\';
			text[n++] = 'x';
			text[n++] = hex[c >> 4];
			text[n++] = hex[c & 15];
		}
	}
	text[n] = '\0';
}

enum pm_status
pm_vfail(struct pm_error *err, enum pm_status status, const char *fmt, va_list ap)
{
	if (err != NULL) {
		err->status = status;
		vsnprintf(err->text, sizeof err->text, fmt, ap);
		escape_controls(err->text, sizeof err->text);
	}
	return status;
}

enum pm_status
pm_fail(struct pm_error *err, enum pm_status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	pm_vfail(err, status, fmt, ap);
	va_end(ap);
	return status;
}

enum pm_status
pm_fail_errno(struct pm_error *err, int errnum, const char *fmt, ...)
{
	enum pm_status status = errnum == ENOMEM ? PM_ERR_NOMEM : PM_ERR_IO;
	struct pm_error what;
	va_list ap;

	va_start(ap, fmt);
	pm_vfail(&what, status, fmt, ap);
	va_end(ap);
	/* A long name is cut, not the reason. */
	return pm_fail(err, status, "%.800s: %s", what.text, strerror(errnum));
}

enum pm_status
pm_fail_nomem(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_NOMEM, "out of memory");
}

enum pm_status
pm_corrupt(struct pm_error *err, const char *file, const char *fmt, ...)
{
	struct pm_error what;
	va_list ap;

	va_start(ap, fmt);
	pm_vfail(&what, PM_ERR_CORRUPT, fmt, ap);
	va_end(ap);
	return pm_fail(err, PM_ERR_CORRUPT, "'%s' is damaged: %s", file, what.text);
}
