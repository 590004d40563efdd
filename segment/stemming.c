/* Pressmark - is the stemmer of today the one that made the index?  See stemming.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/stemming.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_stemmers_of(struct pm_stemmers *out, const struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	enum pm_status status = pm_stemmers_new(out, g->language, g->languages, err);
	const char *stem;
	size_t i, len;

	/* so that what is missing shows at once */
	for (i = 0; status == PM_OK && i < out->n; i++)
		status = pm_stemmer_stem(out->list[i], "walking", strlen("walking"),
					 &stem, &len, err);
	if (status < 0)
		pm_stemmers_release(out);
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
pm_stem_compare(const struct pm_stemmers *set, struct pm_cursor *c, bool *known,
		bool *same, struct pm_error *err)
{
	struct pm_form_spec *forms = NULL;
	struct pm_buf has, scratch;
	const char *stem;
	size_t n, len, cap = 0, i;
	enum pm_status status = pm_cursor_forms(c, &forms, &cap, &n, err);

	*known = *same = false;
	pm_buf_init(&has, PM_BUF_NO_LIMIT);
	pm_buf_init(&scratch, PM_BUF_NO_LIMIT);
	if (status == PM_OK && c->entry.len <= PM_FOLDED_MAX &&
	    pm_forms_are_plain(forms, n)) {
		pm_cursor_stem(c, &has);
		*known = true;
		status = has.status < 0 ? pm_fail_nomem(err) : PM_OK;
	}
	for (i = 0; *known && i < set->n && !*same && status == PM_OK; i++) {
		status = pm_stem_plain(set->list[i], c->entry.word, c->entry.len,
				       &scratch, &stem, &len, err);
		*same = status == PM_OK && has.len == len &&
			memcmp(pm_buf_str(&has), stem, len) == 0;
	}
	pm_buf_release(&has);
	pm_buf_release(&scratch);
	free(forms);
	return status;
}
