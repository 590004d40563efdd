/* Pressmark - what the kinds of XML files share: see xml_family.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_family.h"

#include "corpus/page/fragment.h"

#include <string.h>
#include <strings.h>

enum pm_status
pm_xml_leave_out(struct pm_xml_job *job, const char *one, const char *many)
{
	size_t i;

	for (i = 0; i < job->n_left && job->left[i].one != one; i++)
		;
	if (i == PM_XML_LEFT_MAX)
		i--;
	if (i == job->n_left)
		job->left[job->n_left++] = (struct pm_xml_left){ one, many, 0 };
	job->left[i].n++;
	return PM_DECLINED;
}

static struct pm_str
trim(struct pm_str s)
{
	while (s.len > 0 && pm_xml_is_blank(s.data + s.len - 1, 1))
		s.len--;
	while (s.len > 0 && pm_xml_is_blank(s.data, 1)) {
		s.data++;
		s.len--;
	}
	return s;
}

bool
pm_xml_says(struct pm_str text, const char *that)
{
	text = trim(text);
	return text.len == strlen(that) && strncasecmp(text.data, that, text.len) == 0;
}

bool
pm_xml_add(struct pm_xml_job *job, const char *name, struct pm_str value)
{
	value = trim(value);
	if (value.len > 0)
		pm_draft_add(&job->draft, name, strlen(name), value.data, value.len);
	return value.len > 0;
}

bool
pm_xml_add_item(struct pm_xml_job *job, const char *name, struct pm_str value)
{
	value = trim(value);
	if (value.len > 0)
		pm_draft_add_item(&job->draft, name, strlen(name), value.data, value.len);
	return value.len > 0;
}

/* What the node says in a line, in job->line. */
static struct pm_str
line_of(struct pm_xml_job *job, uint32_t node)
{
	pm_buf_clear(&job->line);
	if (node != 0)
		pm_xml_put_line(&job->tree, node, NULL, &job->line);
	return pm_xml_str(&job->line);
}

bool
pm_xml_add_line(struct pm_xml_job *job, const char *name, uint32_t node)
{
	return pm_xml_add(job, name, line_of(job, node));
}

bool
pm_xml_add_line_item(struct pm_xml_job *job, const char *name, uint32_t node)
{
	return pm_xml_add_item(job, name, line_of(job, node));
}

/* Whether what a node has is markup, and not a text, which may be escaped HTML, in an
 * element, or several, that only say what it is: <body><content>&lt;p&gt;... */
static bool
is_markup(const struct pm_xml_tree *t, uint32_t node)
{
	while (pm_xml_has_elements(t, node)) {
		uint32_t c = pm_xml_node(t, node)->child, only = 0;

		for (; c != 0; c = pm_xml_node(t, c)->next) {
			struct pm_str text;

			if (pm_xml_node(t, c)->name == NULL) {
				text = pm_xml_text_of(t, c);
				if (!pm_xml_is_blank(text.data, text.len))
					return true;
			} else if (only != 0 || pm_xml_is_one(t, c, " p para ")) {
				return true;
			} else {
				only = c;
			}
		}
		node = only;
	}
	return false;
}

void
pm_xml_put_text(struct pm_xml_job *job, uint32_t node, pm_xml_leave_fn *leave)
{
	pm_xml_put_prose(&job->tree, node, leave, &job->text);
	job->made_text = job->made_text || is_markup(&job->tree, node);
}

bool
pm_xml_add_prose(struct pm_xml_job *job, const char *name, uint32_t node,
		 pm_xml_leave_fn *leave)
{
	pm_buf_clear(&job->text);
	if (node != 0)
		pm_xml_put_text(job, node, leave);
	return pm_xml_add(job, name, pm_xml_str(&job->text));
}

/* The value at one path, which may end with @ATTRIBUTE. */
static struct pm_str
value_at(struct pm_xml_job *job, uint32_t from, const char *path, size_t len)
{
	char step[256], *attr;
	uint32_t node = from;

	if (len >= sizeof step)
		return (struct pm_str){ NULL, 0 };
	memcpy(step, path, len);
	step[len] = '\0';
	attr = strchr(step, '@');
	if (attr != NULL)
		*attr++ = '\0';
	if (step[0] != '\0')
		node = pm_xml_find(&job->tree, from, step);
	if (node == 0)
		return (struct pm_str){ NULL, 0 };
	return attr != NULL ? pm_xml_attr(&job->tree, node, attr) : line_of(job, node);
}

struct pm_str
pm_xml_value(struct pm_xml_job *job, uint32_t from, const char *paths)
{
	const char *p = paths;
	struct pm_str value;

	for (;;) {
		size_t n = strcspn(p, "|");

		value = trim(value_at(job, from, p, n));
		if (value.len > 0 || p[n] == '\0')
			return value;
		p += n + 1;
	}
}

bool
pm_xml_add_first(struct pm_xml_job *job, const char *name, uint32_t from,
		 const char *paths)
{
	return pm_xml_add(job, name, pm_xml_value(job, from, paths));
}

/* The number of a part of a date; the name of a month as it is. */
static void
put_part(struct pm_buf *out, struct pm_str part)
{
	bool digits = part.len > 0 && part.data[0] >= '0' && part.data[0] <= '9';

	if (digits && part.len == 1)
		pm_buf_putc(out, '0');
	pm_buf_put(out, part.data, part.len);
}

bool
pm_xml_add_date(struct pm_xml_job *job, const char *name, struct pm_str year,
		struct pm_str month, struct pm_str day)
{
	bool digits;

	pm_buf_clear(&job->text);
	year = trim(year);
	month = trim(month);
	day = trim(day);
	digits = month.len > 0 && month.data[0] >= '0' && month.data[0] <= '9';
	pm_buf_put(&job->text, year.data, year.len);
	if (year.len > 0 && month.len > 0) {
		pm_buf_putc(&job->text, digits ? '-' : ' ');
		put_part(&job->text, month);
		if (day.len > 0) {
			pm_buf_putc(&job->text, digits ? '-' : ' ');
			put_part(&job->text, day);
		}
	}
	return pm_xml_add(job, name, pm_xml_str(&job->text));
}

/* Whether no sibling has the name of the child; of a great many that is not looked for. */
static bool
is_alone(const struct pm_xml_tree *t, uint32_t child)
{
	const char *name = pm_xml_node(t, child)->name;
	uint32_t c = pm_xml_node(t, pm_xml_node(t, child)->parent)->child;
	unsigned n = 0, same = 0;

	for (; c != 0 && n < 256; c = pm_xml_node(t, c)->next, n++)
		same += pm_xml_node(t, c)->name == name;
	return c == 0 && same == 1;
}

void
pm_xml_add_child(struct pm_xml_job *job, const char *name, uint32_t child)
{
	if (is_alone(&job->tree, child))
		pm_xml_add_line(job, name, child);
	else
		pm_xml_add_line_item(job, name, child);
}

void
pm_xml_add_rest(struct pm_xml_job *job, uint32_t entry, const char *used)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c;

	for (c = pm_xml_node(t, entry)->child; c != 0; c = pm_xml_node(t, c)->next) {
		const struct pm_xml_node *node = pm_xml_node(t, c);

		if (node->name == NULL || pm_xml_is_one(t, c, used) ||
		    pm_xml_has_elements(t, c))
			continue;
		pm_xml_add_child(job, node->name, c);
	}
}

/* The markup that a node has: escaped, as text, or as elements of its own. */
static struct pm_str
markup_of(struct pm_xml_job *job, uint32_t node)
{
	pm_buf_clear(&job->html);
	pm_xml_put_raw(&job->tree, node, &job->html);
	return pm_xml_str(&job->html);
}

enum pm_status
pm_xml_html(struct pm_xml_job *job, uint32_t node, struct pm_str *value,
	    struct pm_error *err)
{
	enum pm_status st = PM_OK;

	pm_buf_clear(&job->text);
	if (node != 0 && pm_xml_has_elements(&job->tree, node)) {
		pm_xml_put_prose(&job->tree, node, NULL, &job->text);
	} else if (node != 0) {
		struct pm_str html = markup_of(job, node);

		if (html.len > 0)
			st = pm_fragment_text(html.data, html.len, &job->text, err);
	}
	*value = pm_xml_str(&job->text);
	return st;
}

enum pm_status
pm_xml_html_line(struct pm_xml_job *job, uint32_t node, struct pm_str *value,
		 struct pm_error *err)
{
	enum pm_status st = PM_OK;

	pm_buf_clear(&job->text);
	if (node != 0 && pm_xml_has_elements(&job->tree, node)) {
		pm_xml_put_line(&job->tree, node, NULL, &job->text);
	} else if (node != 0) {
		struct pm_str html = markup_of(job, node);

		if (html.len > 0)
			st = pm_fragment_inline(html.data, html.len, &job->text, err);
	}
	*value = pm_xml_str(&job->text);
	return st;
}
