/* Pressmark - is the stemmer of today the one that made the index?  See stemming.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/stemming.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_stemmer_of(struct pm_stemmer **out, const struct pm_index *index, struct pm_error *err)
{
	enum pm_status status = pm_stemmer_new(out, index->generation.language, err);

	return status == PM_ERR_USAGE ? pm_stemmer_is_missing(index, err) : status;
}

enum pm_status
pm_stemmer_is_missing(const struct pm_index *index, struct pm_error *err)
{
	return pm_fail(err, PM_ERR_NOT_INDEX,
		       "the index '%s' is in the language '%s', of which this "
		       "libxapian has no stems: build it again",
		       index->dir, index->generation.language);
}

bool
pm_forms_are_plain(const struct pm_form_spec *forms, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (forms[i].form != PM_FORM_OTHER)
			return true;
	return false;
}

enum pm_status
pm_stem_compare(struct pm_stemmer *st, struct pm_cursor *c, bool *known, bool *same,
		struct pm_error *err)
{
	struct pm_form_spec *forms = NULL;
	struct pm_buf has, scratch;
	const char *stem;
	size_t n, len, cap = 0;
	enum pm_status status = pm_cursor_forms(c, &forms, &cap, &n, err);

	*known = *same = false;
	pm_buf_init(&has, PM_BUF_NO_LIMIT);
	pm_buf_init(&scratch, PM_BUF_NO_LIMIT);
	if (status == PM_OK && c->entry.len <= PM_FOLDED_MAX &&
	    pm_forms_are_plain(forms, n) &&
	    (status = pm_stem_plain(st, c->entry.word, c->entry.len, &scratch, &stem,
				    &len, err)) == PM_OK) {
		pm_cursor_stem(c, &has);
		*known = true;
		*same = has.len == len && memcmp(pm_buf_str(&has), stem, len) == 0;
		status = has.status < 0 ? pm_fail_nomem(err) : PM_OK;
	}
	pm_buf_release(&has);
	pm_buf_release(&scratch);
	free(forms);
	return status;
}
