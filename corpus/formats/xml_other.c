/* Pressmark - XML files of no kind that is known: see xml_family.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * People who make a collection of their own call its elements as they call members of
 * JSON: <doc><title>...</title><text>...</text></doc>.  So an element is an entry if it
 * has a child that is called as a text is, and one that is called as something else of an
 * article's own is. */
#include "corpus/formats/names.h"
#include "corpus/formats/xml_family.h"

#include <string.h>
#include <strings.h>

/* --- which elements are entries ------------------------------------------ */

/* Whether the name is one of NAMES, with blanks between. */
static bool
is_among(const char *name, const char *names)
{
	size_t n = strlen(name);

	while (*names != '\0') {
		size_t len = strcspn(names, " ");

		if (len == n && strncasecmp(names, name, n) == 0)
			return true;
		names += len + (names[len] == ' ');
	}
	return false;
}

/* What a child of that name is to an entry; a language by itself makes none. */
static unsigned
look_up(const char *name)
{
	enum pm_role role;

	if (!pm_names_role_of(name, strlen(name), &role) || role == PM_ROLE_LANGUAGE ||
	    role == PM_ROLE_DAY)
		return 0;
	if (role != PM_ROLE_TEXT)
		return PM_XML_NAMES_OTHER;
	return is_among(name, pm_second_texts()) ? PM_XML_NAMES_SUMMARY
						 : PM_XML_NAMES_TEXT;
}

static bool
names_text(const char *name)
{
	return (look_up(name) & PM_XML_NAMES_TEXT) != 0;
}

/* The same, of names that come again and again. */
static unsigned
what_names(struct pm_xml_guess *g, const char *name)
{
	size_t at = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 9) % PM_XML_GUESSES;

	if (g->known[at].name != name) {
		g->known[at].name = name;
		g->known[at].what = look_up(name);
	}
	return g->known[at].what;
}

void
pm_xml_guess_begin(struct pm_xml_guess *g)
{
	memset(g, 0, sizeof *g);
}

/* Whether an element says all that it has to say in attributes, as in
 * <row Id="1" Title="..." Body="..."/>.  <meta name="..." content="..."> does not. */
static bool
is_row(const struct pm_xml_event *start)
{
	bool body = false, title = false;
	size_t i;

	for (i = 0; i < start->n_attrs; i++) {
		body = body || is_among(start->attrs[i].name, "body text");
		title = title || is_among(start->attrs[i].name, "id title");
	}
	return body && title;
}

unsigned
pm_xml_guess_start(struct pm_xml_guess *g, const struct pm_xml_event *start,
		   unsigned depth)
{
	/* the root may have a title and a summary without being an article */
	unsigned text = PM_XML_NAMES_TEXT | (depth > 2 ? PM_XML_NAMES_SUMMARY : 0);

	g->seen[depth] = 0;
	if (g->name != NULL && depth == g->depth && strcmp(start->name, g->name) == 0)
		return depth;
	if (depth < 2)
		return 0;
	g->seen[depth - 1] |= what_names(g, start->name);
	if ((g->seen[depth - 1] & text) != 0 &&
	    (g->seen[depth - 1] & PM_XML_NAMES_OTHER) != 0)
		return depth - 1;
	return is_row(start) ? depth : 0;
}

/* --- what an entry says -------------------------------------------------- */

/* The name of a child without a prefix. */
static const char *
local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon == NULL || colon[1] == '\0' ? name : colon + 1;
}

/* The elements in a child of an entry, which is no text: items of its own name, as
 * <keywords><keyword>..., or each by both names. */
static void
add_nested(struct pm_xml_job *job, uint32_t child, const char *name)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c;

	for (c = pm_xml_node(t, child)->child; c != 0; c = pm_xml_node(t, c)->next)
		if (pm_xml_node(t, c)->name != NULL)
			pm_xml_add_line_item(job, name, c);
}

static enum pm_status
add_child(struct pm_xml_job *job, uint32_t child, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	const char *name = local_name(pm_xml_node(t, child)->name);
	struct pm_str value;
	enum pm_status st;

	if (names_text(name)) {
		st = pm_xml_html(job, child, &value, err);
		if (st == PM_OK && pm_xml_add(job, name, value))
			job->made_text = true;
		return st;
	}
	if (!pm_xml_has_elements(t, child))
		pm_xml_add_child(job, name, child);
	else
		add_nested(job, child, name);
	return PM_OK;
}

static void
add_attributes(struct pm_xml_job *job, uint32_t entry)
{
	const struct pm_xml_tree *t = &job->tree;
	const struct pm_xml_node *node = pm_xml_node(t, entry);
	uint32_t i;

	for (i = node->attr; i < node->attr + node->n_attrs; i++) {
		const struct pm_xml_tree_attr *a = &t->attrs[i];
		const char *name = strcmp(a->name, "xml:lang") == 0 ? "language" : a->name;

		if (pm_xml_child(t, entry, name) == 0)
			pm_xml_add(job, name,
				   (struct pm_str){ pm_buf_str(&t->bytes) + a->begin,
						    a->len });
	}
}

enum pm_status
pm_xml_read_other(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	enum pm_status st = PM_OK;
	uint32_t c;

	add_attributes(job, entry);
	for (c = pm_xml_node(t, entry)->child; c != 0 && st == PM_OK;
	     c = pm_xml_node(t, c)->next)
		if (pm_xml_node(t, c)->name != NULL)
			st = add_child(job, c, err);
	return st;
}

enum pm_status
pm_xml_read_all(struct pm_xml_job *job, uint32_t root, struct pm_error *err)
{
	(void)err;
	pm_buf_clear(&job->text);
	pm_xml_put_text(job, root, NULL);
	pm_xml_add(job, "text", pm_xml_str(&job->text));
	return PM_OK;
}
