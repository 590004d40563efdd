/* Pressmark - what is written for the names of facets: see facet_names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/facet_names.h"

#include <stddef.h>
#include <strings.h>

const char *
pm_facet_usual(const char *field)
{
	static const char *const names[][2] = {
		{ "year", "date:year" },   { "month", "date:month" },
		{ "day", "date:day" },	   { "date", "date:year" },
		{ "years", "date:year" },  { "months", "date:month" },
		{ "days", "date:day" },	   { "site", "host" },
		{ "domain", "host" },	   { "url", "host" },
		{ "publisher", "source" }, { "byline", "author" },
		{ "by", "author" },
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(field, names[i][0]) == 0)
			return names[i][1];
	return NULL;
}
