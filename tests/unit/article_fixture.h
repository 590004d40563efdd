/* Pressmark - what tests of formats share: an article in words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_ARTICLE_FIXTURE_H
#define PM_TESTS_ARTICLE_FIXTURE_H

#include "tests/unit/reader_fixture.h"

/* All of the article of a file: its strings and its fields, one a line. */
static inline const char *
describe(const char *name)
{
	static struct pm_buf out;
	const struct pm_article *a;
	struct pm_reader *r = open_article(name, &a);
	const struct {
		const char *name;
		struct pm_str value;
	} own[] = { { "id", a->id },
		    { "title", a->title },
		    { "date", a->date },
		    { "author", a->author },
		    { "source", a->source },
		    { "url", a->url },
		    { "language", a->language } };
	size_t i, k;

	if (out.limit == 0)
		pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_clear(&out);
	for (i = 0; i < sizeof own / sizeof *own; i++) {
		if (own[i].value.len == 0)
			continue;
		pm_buf_printf(&out, "%s: ", own[i].name);
		for (k = 0; k < own[i].value.len; k++)
			pm_buf_putc(&out, own[i].value.data[k] == '\0'
						  ? '|'
						  : own[i].value.data[k]);
		pm_buf_putc(&out, '\n');
	}
	for (i = 0; i < a->n_fields; i++)
		pm_buf_printf(&out, "%.*s: %.*s\n", (int)a->fields[i].name.len,
			      a->fields[i].name.data, (int)a->fields[i].value.len,
			      a->fields[i].value.data);
	pm_buf_printf(&out, "%.*s", (int)a->text.len, a->text.data);
	pm_reader_free(r);
	return pm_buf_str(&out);
}

#endif
