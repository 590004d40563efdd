/* Pressmark - statuses and errors: see status.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/status.h"

#include "support/brief.h"
#include "support/shown.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *
pm_status_name(enum pm_status status)
{
	switch (status) {
	case PM_OK:
		return "PM_OK";
	case PM_END:
		return "PM_END";
	case PM_ABSENT:
		return "PM_ABSENT";
	case PM_DECLINED:
		return "PM_DECLINED";
	case PM_STOPPED:
		return "PM_STOPPED";
	case PM_GONE:
		return "PM_GONE";
	case PM_UNSYNCED:
		return "PM_UNSYNCED";
	case PM_ERR_NOMEM:
		return "PM_ERR_NOMEM";
	case PM_ERR_IO:
		return "PM_ERR_IO";
	case PM_ERR_CORRUPT:
		return "PM_ERR_CORRUPT";
	case PM_ERR_NOT_INDEX:
		return "PM_ERR_NOT_INDEX";
	case PM_ERR_INPUT:
		return "PM_ERR_INPUT";
	case PM_ERR_QUERY:
		return "PM_ERR_QUERY";
	case PM_ERR_USAGE:
		return "PM_ERR_USAGE";
	case PM_ERR_LOCKED:
		return "PM_ERR_LOCKED";
	case PM_ERR_LIMIT:
		return "PM_ERR_LIMIT";
	case PM_ERR_XAPIAN:
		return "PM_ERR_XAPIAN";
	case PM_ERR_INTERRUPTED:
		return "PM_ERR_INTERRUPTED";
	case PM_ERR_INTERNAL:
		return "PM_ERR_INTERNAL";
	}
	return "PM_UNKNOWN";
}

/* File names and library messages end up on a terminal, so no control character in them,
 * nor a mark that turns the line, may reach it unescaped.  Works in place, from a copy of
 * the text. */
static void
escape_controls(char *text, size_t size)
{
	char raw[sizeof((struct pm_error *)0)->text];
	size_t i, j, len, bytes, n = 0;
	static const char hex[] = "0123456789abcdef";

	/* most texts have nothing to escape, and each file that is opened has one */
	while ((unsigned char)text[n] >= 0x20 && (unsigned char)text[n] < 0x7f)
		n++;
	if (text[n] == '\0')
		return;
	n = 0;
	if (size > sizeof raw)
		size = sizeof raw;
	memcpy(raw, text, size);
	raw[size - 1] = '\0';
	len = strlen(raw);
	for (i = 0; i < len; i += bytes) {
		bool escaped = pm_shown_at(raw + i, len - i, &bytes) != PM_SHOWN_SELF;

		if (n + bytes * (escaped ? 4 : 1) >= size)
			break;
		for (j = i; j < i + bytes; j++) {
			unsigned char c = (unsigned char)raw[j];

			if (escaped) {
				text[n++] = '\\';
				text[n++] = 'x';
				text[n++] = hex[c >> 4];
				text[n++] = hex[c & 15];
			} else {
				text[n++] = raw[j];
			}
		}
	}
	text[n] = '\0';
}

enum pm_status
pm_vfail(struct pm_error *err, enum pm_status status, const char *fmt, va_list ap)
{
	if (err != NULL) {
		err->status = status;
		pm_brief_vprintf(err->text, sizeof err->text, fmt, ap);
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
