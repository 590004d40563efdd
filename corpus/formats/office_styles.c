/* Pressmark - the styles of a document of a word processor: see office_styles.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/office_styles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How many styles may be based on each other. */
#define CHAIN_MAX 8u
/* Of a name. */
#define NAME_MAX_LEN ((size_t)256)

void
pm_office_styles_init(struct pm_office_styles *s)
{
	memset(s, 0, sizeof *s);
	pm_buf_init(&s->names, (NAME_MAX_LEN + 1) * 3 * (PM_OFFICE_STYLES_MAX + 1));
	pm_buf_putc(&s->names, '\0');
}

void
pm_office_styles_release(struct pm_office_styles *s)
{
	pm_buf_release(&s->names);
	free(s->styles);
	s->styles = NULL;
	s->n = s->cap = s->found = 0;
}

/* A name as it is meant: OpenDocument writes "Heading_20_1". */
static size_t
put_name(struct pm_office_styles *s, const char *name)
{
	size_t at = s->names.len, n = strnlen(name, NAME_MAX_LEN), i;

	for (i = 0; i < n; i++) {
		if (strncmp(name + i, "_20_", 4) == 0) {
			pm_buf_putc(&s->names, ' ');
			i += 3;
		} else {
			pm_buf_putc(&s->names, name[i]);
		}
	}
	pm_buf_putc(&s->names, '\0');
	return at;
}

enum pm_status
pm_office_styles_add(struct pm_office_styles *s, const char *id, struct pm_error *err)
{
	enum pm_status st;

	if (id == NULL || s->n == PM_OFFICE_STYLES_MAX)
		return PM_OK;
	st = pm_grow(&s->styles, &s->cap, s->n + 1, sizeof *s->styles, err);
	if (st < 0)
		return st;
	memset(&s->styles[s->n], 0, sizeof *s->styles);
	s->styles[s->n++].id = put_name(s, id);
	return pm_buf_check(&s->names, "the names of styles", err);
}

void
pm_office_styles_name(struct pm_office_styles *s, const char *name)
{
	if (s->n > 0 && name != NULL && s->styles[s->n - 1].name == 0)
		s->styles[s->n - 1].name = put_name(s, name);
}

void
pm_office_styles_parent(struct pm_office_styles *s, const char *id)
{
	if (s->n > 0 && id != NULL && s->styles[s->n - 1].parent == 0)
		s->styles[s->n - 1].parent = put_name(s, id);
}

void
pm_office_styles_level(struct pm_office_styles *s, unsigned level)
{
	if (s->n > 0)
		s->styles[s->n - 1].level = level;
}

static const char *
text_at(const struct pm_office_styles *s, size_t at)
{
	return pm_buf_str(&s->names) + at;
}

static const struct pm_office_style *
find(struct pm_office_styles *s, const char *id)
{
	size_t i;

	if (s->found < s->n && strcmp(text_at(s, s->styles[s->found].id), id) == 0)
		return &s->styles[s->found];
	for (i = 0; i < s->n; i++) {
		if (strcmp(text_at(s, s->styles[i].id), id) == 0) {
			s->found = i;
			return &s->styles[i];
		}
	}
	return NULL;
}

/* "heading 2", "Heading 2": its level, else 0. */
static unsigned
level_of(const char *name)
{
	static const char word[] = "heading ";

	if (strncasecmp(name, word, sizeof word - 1) != 0)
		return 0;
	name += sizeof word - 1;
	return *name >= '1' && *name <= '9' && name[1] == '\0'
		     ? (unsigned)(*name - '0')
		     : 0;
}

const char *
pm_office_styles_find(struct pm_office_styles *s, const char *id, unsigned *level,
		      bool *is_title)
{
	const struct pm_office_style *style = find(s, id), *at = style;
	const char *called = id;
	unsigned i;

	*level = 0;
	*is_title = false;
	for (i = 0; i < CHAIN_MAX && *level == 0 && !*is_title; i++) {
		const char *name = at == NULL	 ? id
				 : at->name == 0 ? text_at(s, at->id)
						 : text_at(s, at->name);

		*level = at != NULL && at->level > 0 ? at->level : level_of(name);
		*is_title = strcasecmp(name, "title") == 0;
		/* one that was made for a paragraph has no name of its own */
		if (i == 0 || (style->name == 0 && i == 1))
			called = name;
		if (at == NULL || at->parent == 0)
			break;
		id = text_at(s, at->parent);
		at = find(s, id);
	}
	return called;
}
