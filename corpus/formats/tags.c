/* Pressmark - elements of an HTML text, found without a tree: see tags.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/tags.h"

#include "corpus/formats/pieces.h"
#include "support/space.h"

#include <string.h>
#include <strings.h>

/* Longer tags have no class that is looked for. */
#define TAG_MAX ((size_t)2048)

struct tag {
	struct pm_str name, attributes;
	bool closes;
	const char *end; /* after its '>'; NULL: it has none within TAG_MAX */
};

/* The tag whose '<' is at P. */
static bool
read_tag(const char *p, const char *end, struct tag *tag)
{
	const char *limit = (size_t)(end - p) > TAG_MAX ? p + TAG_MAX : end;
	char quote = '\0';

	p++;
	tag->closes = p < limit && *p == '/';
	p += tag->closes;
	tag->end = NULL;
	if (p == limit || (*p | 0x20) < 'a' || (*p | 0x20) > 'z')
		return false;
	tag->name.data = p;
	while (p < limit && *p != '>' && *p != '<' && *p != '/' && !pm_is_markup_space(*p))
		p++;
	tag->name.len = (size_t)(p - tag->name.data);
	tag->attributes.data = p;
	for (; p < limit && *p != '<' && (quote != '\0' || *p != '>'); p++) {
		if (quote == '\0' && (*p == '"' || *p == '\'') && p[-1] == '=')
			quote = *p;
		else if (*p == quote)
			quote = '\0';
	}
	tag->attributes.len = (size_t)(p - tag->attributes.data);
	tag->end = p < limit && *p == '>' ? p + 1 : NULL;
	return tag->end != NULL;
}

static bool
is(struct pm_str s, const char *text, size_t len)
{
	return s.len == len && strncasecmp(s.data, text, len) == 0;
}

/* Whether the value of the attribute, which may be in quotes, has the class. */
static bool
has_word(const char *p, const char *end, const char *class)
{
	size_t n = strlen(class);
	char quote = p < end && (*p == '"' || *p == '\'') ? *p : '\0';

	p += quote != '\0';
	while (p < end) {
		struct pm_str word = { p, 0 };

		while (p < end && !pm_is_markup_space(*p) && *p != quote)
			p++;
		word.len = (size_t)(p - word.data);
		if (is(word, class, n))
			return true;
		if (p == end || *p == quote || quote == '\0')
			return false;
		p++;
	}
	return false;
}

static bool
has_class(const struct tag *tag, const char *class)
{
	static const char name[] = "class=";
	const char *p = tag->attributes.data, *end = p + tag->attributes.len;

	for (; (size_t)(end - p) >= sizeof name - 1; p++)
		if (strncasecmp(p, name, sizeof name - 1) == 0 &&
		    pm_is_markup_space(p[-1]))
			return has_word(p + sizeof name - 1, end, class);
	return false;
}

/* Where the element ends whose tag was read, which may hold others of its name. */
static void
find_end(struct pm_str html, const struct tag *open, struct pm_element *e)
{
	const char *begin = open->end, *end = html.data + html.len, *p = begin;
	size_t depth = 1;
	struct tag tag;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		const char *at = p++;

		if (!read_tag(at, end, &tag) ||
		    !is(tag.name, open->name.data, open->name.len))
			continue;
		depth += tag.closes ? (size_t)-1 : 1;
		if (depth == 0) {
			e->inner = (struct pm_str){ begin, (size_t)(at - begin) };
			e->end = (size_t)(tag.end - html.data);
			return;
		}
	}
	e->inner = (struct pm_str){ begin, (size_t)(end - begin) };
	e->end = html.len;
}

/* The first tag that begins such an element; NULL: there is none. */
static const char *
find_tag(struct pm_str html, size_t at, const char *name, const char *class,
	 struct tag *tag)
{
	const char *end = html.data + html.len, *p = html.data + at;

	while (at < html.len && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (read_tag(p, end, tag) && !tag->closes &&
		    (name == NULL || is(tag->name, name, strlen(name))) &&
		    (class == NULL || has_class(tag, class)))
			return p;
		p++;
	}
	return NULL;
}

/* The same, and where it begins. */
static bool
find_begin(struct pm_str html, size_t at, const char *name, const char *class,
	   struct tag *tag, struct pm_element *e)
{
	const char *p = find_tag(html, at, name, class, tag);

	if (p != NULL)
		e->begin = (size_t)(p - html.data);
	return p != NULL;
}

bool
pm_tag_find(struct pm_str html, size_t at, const char *name, const char *class,
	    struct pm_element *e)
{
	struct tag tag;

	if (!find_begin(html, at, name, class, &tag, e))
		return false;
	find_end(html, &tag, e);
	return true;
}

bool
pm_tag_begins(struct pm_str html, size_t at, const char *name, const char *class,
	      struct pm_element *e)
{
	struct tag tag;

	if (!find_begin(html, at, name, class, &tag, e))
		return false;
	e->end = (size_t)(tag.end - html.data);
	e->inner = (struct pm_str){ tag.end, 0 };
	return true;
}

size_t
pm_tag_find_class(const char *text, size_t len, size_t from, bool whole, size_t *again,
		  const char *class)
{
	const char *p = text + from, *end = text + len;
	struct tag tag;

	while (from < len && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (read_tag(p, end, &tag)) {
			if (!tag.closes && has_class(&tag, class))
				return (size_t)(p - text);
		} else if (!whole && (size_t)(end - p) < TAG_MAX) {
			*again = (size_t)(p - text);
			return PM_NO_PIECE;
		}
		p++;
	}
	*again = len;
	return PM_NO_PIECE;
}
