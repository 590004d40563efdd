/* Pressmark - names of fields that the prompt completes: see known_fields.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/known_fields.h"

#include "segment/metadata.h"
#include "shim/database.h"
#include "terminal/values.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ARTICLES_LOOK 20000u

/* Keep a name that can be typed and shown. */
static void
add_field(struct pm_known_fields *f, const struct pm_text_ref *name)
{
	struct pm_buf shown;
	bool fine;
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strlen(f->names[i]) == name->len &&
		    strncasecmp(f->names[i], name->data, name->len) == 0)
			return;
	if (f->n == PM_KNOWN_FIELDS)
		return;
	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	pm_value_put(&shown, name->data, name->len);
	fine = shown.len == name->len &&
	       memcmp(pm_buf_str(&shown), name->data, name->len) == 0;
	pm_buf_release(&shown);
	if (fine && (f->names[f->n] = pm_strndup(name->data, name->len)) != NULL)
		f->n++;
}

void
pm_known_fields_find(struct pm_known_fields *f, struct pm_index *index,
		     const volatile sig_atomic_t *interrupted)
{
	uint32_t articles = pm_db_articles(index->db), id, article;
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	struct pm_buf data;
	size_t i;

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	for (id = 1; id <= articles && id <= ARTICLES_LOOK && *interrupted == 0; id++) {
		struct pm_segment *seg = pm_index_locate(index, id, &article);

		if (!pm_index_has(index, id))
			continue;
		pm_buf_clear(&data);
		if (pm_segment_metadata(seg, article, &data, NULL) < 0 ||
		    pm_metadata_read(&reader, data.data, data.len,
				     pm_segment_metadata_path(seg), &m, NULL) < 0)
			continue;
		for (i = 0; i < m.n_fields; i++)
			add_field(f, &m.fields[i].name);
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
}

void
pm_known_fields_release(struct pm_known_fields *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		free(f->names[i]);
	f->n = 0;
}
