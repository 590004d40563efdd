/* Pressmark - when a page was visited: see visit.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/visit.h"

#include "corpus/dates/date.h"
#include "corpus/formats/names.h"

bool
pm_visit_is_date(const struct pm_reader_options *options, struct pm_str name,
		 struct pm_str value, struct pm_article *a)
{
	struct pm_member_name *known;

	if (value.len == 0)
		return false;
	known = pm_names_lookup(options->names, name.data, name.len);
	if (known != NULL)
		pm_names_saw(known);
	if (known != NULL && known->is_mapped && known->uses[0].role == PM_ROLE_DATE) {
		a->date = value;
		a->day = pm_date_parse(value.data, value.len, options->dates, NULL);
		return true;
	}
	if (a->date.len == 0)
		a->no_date = name;
	return false;
}
