/* Pressmark - the articles of an export that stands in a mail or in a document: see
 * nested.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/nested.h"

#include "corpus/formats/export.h"

void
pm_nested_init(struct pm_nested *n, const struct pm_format_setting *setting)
{
	*n = (struct pm_nested){ .setting = *setting };
}

void
pm_nested_close(struct pm_nested *n)
{
	if (n->format != NULL)
		n->format->close(n->state);
	n->format = NULL;
}

void
pm_nested_release(struct pm_nested *n)
{
	pm_nested_close(n);
	if (n->made != NULL)
		n->made->free(n->state);
	n->made = NULL;
	n->state = NULL;
}

enum pm_status
pm_nested_open(struct pm_nested *n, const char *text, size_t len, struct pm_error *err)
{
	struct pm_source source = { .name = "", .name_len = 0 };
	const struct pm_format *format = pm_export_of(text, len);
	enum pm_status st;

	pm_nested_close(n);
	if (format == NULL)
		return PM_ABSENT;
	if (format != n->made) {
		pm_nested_release(n);
		n->state = format->make(&n->setting);
		if (n->state == NULL)
			return pm_fail_nomem(err);
		n->made = format;
	}
	st = pm_memory_open(&source.stream, text, len, n->setting.watch, err);
	if (st < 0)
		return st;
	n->format = format;
	st = format->open(n->state, &source, err);
	if (st < 0)
		pm_nested_close(n);
	return st;
}

enum pm_status
pm_nested_next(struct pm_nested *n, struct pm_entry *entry, struct pm_error *err)
{
	enum pm_status st;

	if (n->format == NULL)
		return PM_END;
	st = n->format->next(n->state, entry, err);
	if (st == PM_END || (st < 0 && st != PM_ERR_LIMIT))
		pm_nested_close(n);
	return st;
}
