/* Pressmark - what is kept of an article besides its text: see kept_metadata.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/kept_metadata.h"

#include <stdlib.h>
#include <string.h>

/* If an article has had more fields, their array is freed after it. */
#define FIELDS_KEEP ((size_t)1 << 12)

void
pm_kept_metadata_release(struct pm_kept_metadata *k)
{
	free(k->fields);
	memset(k, 0, sizeof *k);
}

void
pm_kept_metadata_trim(struct pm_kept_metadata *k)
{
	if (k->cap > FIELDS_KEEP)
		pm_kept_metadata_release(k);
}

static struct pm_text_ref
ref(struct pm_str s)
{
	return (struct pm_text_ref){ s.data, s.len };
}

/* The article's fields, the language among them. */
static enum pm_status
put_fields(struct pm_kept_metadata *k, const struct pm_article *a, size_t *n,
	   struct pm_error *err)
{
	static const char language[] = "language";
	enum pm_status status = pm_grow(&k->fields, &k->cap, a->n_fields + 1,
					sizeof *k->fields, err);
	size_t i;

	*n = 0;
	if (status < 0)
		return status;
	if (a->language.len > 0)
		k->fields[(*n)++] = (struct pm_metadata_field){
			.name = { language, sizeof language - 1 },
			.value = ref(a->language),
		};
	for (i = 0; i < a->n_fields; i++)
		k->fields[(*n)++] = (struct pm_metadata_field){
			.name = ref(a->fields[i].name),
			.value = ref(a->fields[i].value),
			.is_raw = a->fields[i].is_raw,
			.in_list = a->fields[i].in_list,
		};
	return PM_OK;
}

enum pm_status
pm_kept_metadata_of(struct pm_kept_metadata *k, const struct pm_article *a,
		    struct pm_metadata *m, struct pm_error *err)
{
	size_t n;
	enum pm_status status = put_fields(k, a, &n, err);

	*m = (struct pm_metadata){
		.id = ref(a->id),
		.url = ref(a->url),
		.source = ref(a->source),
		.author = ref(a->author),
		.author_in_list = a->author_in_list,
		.date = ref(a->date),
		.day = a->day,
		.file = ref(a->file),
		.line = a->line,
		.fields = k->fields,
		.n_fields = n,
	};
	return status;
}
