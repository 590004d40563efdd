/* Pressmark - the articles of an export that stands in a mail or in a document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases send exports as mails, and people keep them in documents.  Whoever has the
 * text of such a thing asks, and hands out what is in it instead of the text:
 *
 *	pm_nested_init(&nested, setting);			once, as a format is made
 *	if (pm_nested_open(&nested, text, len, &err) == PM_OK)	(PM_ABSENT: it is none)
 *		while ((st = pm_nested_next(&nested, entry, &err)) == PM_OK)
 *			... entry ..., as format.h has it
 *	pm_nested_release(&nested);
 *
 * The text is UTF-8; it stays the caller's until pm_nested_next returns PM_END or a failure
 * that ends a file, which closes it, or until it is opened again.  Of HTML the markup is
 * what is asked for, not its text.
 */
#ifndef PM_CORPUS_FORMATS_NESTED_H
#define PM_CORPUS_FORMATS_NESTED_H

#include "corpus/formats/format.h"

struct pm_nested {
	struct pm_format_setting setting;
	const struct pm_format *format; /* of what is open; or NULL */
	const struct pm_format *made;	/* whose state it is */
	void *state;
};

void pm_nested_init(struct pm_nested *n, const struct pm_format_setting *setting);
void pm_nested_release(struct pm_nested *n);

/* PM_OK; PM_ABSENT: the text is no export; or a failure. */
enum pm_status pm_nested_open(struct pm_nested *n, const char *text, size_t len,
			      struct pm_error *err);
/* As the next() of a format. */
enum pm_status pm_nested_next(struct pm_nested *n, struct pm_entry *entry,
			      struct pm_error *err);
void pm_nested_close(struct pm_nested *n);

#endif
