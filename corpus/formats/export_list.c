/* Pressmark - the list of those formats that stand in other files as well: see nested.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are in formats.c too.  The readers of such files are there, and need this list. */
#include "corpus/formats/export.h"

extern const struct pm_format pm_format_proquest, pm_format_proquest_page,
	pm_format_nexis, pm_format_nexis_page, pm_format_nexis_uni, pm_format_factiva,
	pm_format_europresse;

const struct pm_format *
pm_export_of(const char *text, size_t len)
{
	static const struct pm_format *const exports[] = {
		&pm_format_proquest,   &pm_format_proquest_page, &pm_format_nexis,
		&pm_format_nexis_page, &pm_format_nexis_uni,	 &pm_format_factiva,
		&pm_format_europresse,
	};
	struct pm_head head = { .text = text,
				.len = len < PM_HEAD_MAX ? len : PM_HEAD_MAX,
				.whole = len <= PM_HEAD_MAX };
	size_t i;

	pm_head_find_starts(&head);
	for (i = 0; i < sizeof exports / sizeof *exports; i++)
		if (exports[i]->looks(&head))
			return exports[i];
	return NULL;
}
