/* Pressmark - feeds: RSS of all versions, Atom, and what WordPress exports.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RSS 0.9x and 2.0 have items in the channel, RSS 0.9 and 1.0 (RDF) beside it.  WordPress
 * exports are RSS with elements wp:*: only posts and pages that were published are
 * articles. */
#include "corpus/formats/shortcodes.h"
#include "corpus/formats/xml_family.h"

#include <string.h>

/* --- people ------------------------------------------------------------- */

/* "Ann Doe <ann@example.org>", "ann@example.org (Ann Doe)" -> "Ann Doe"; an address by
 * itself stays. */
static struct pm_str
name_in(struct pm_str s)
{
	const char *at = s.len == 0 ? NULL : memchr(s.data, '@', s.len);
	const char *open, *close, *end = s.data + s.len;

	if (at == NULL)
		return s;
	open = memchr(s.data, '(', s.len);
	if (open != NULL && open > at &&
	    (close = memchr(open, ')', (size_t)(end - open))) != NULL && close > open + 1)
		return (struct pm_str){ open + 1, (size_t)(close - open - 1) };
	open = memchr(s.data, '<', s.len);
	if (open != NULL && open < at && !pm_xml_is_blank(s.data, (size_t)(open - s.data)))
		return (struct pm_str){ s.data, (size_t)(open - s.data) };
	return s;
}

/* Authors: all elements of that name. */
static bool
add_people(struct pm_xml_job *job, uint32_t entry, const char *element)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node = pm_xml_child(t, entry, element);
	bool several = node != 0 && pm_xml_again(t, node, element) != 0, any = false;

	for (; node != 0; node = pm_xml_again(t, node, element)) {
		struct pm_str name = pm_xml_value(job, node, "name|atom:name");

		if (name.len == 0) {
			pm_buf_clear(&job->line);
			pm_xml_put_line(t, node, NULL, &job->line);
			name = pm_xml_str(&job->line);
		}
		name = name_in(name);
		any = (several ? pm_xml_add_item(job, "author", name)
			       : pm_xml_add(job, "author", name)) ||
		      any;
	}
	return any;
}

static void
add_authors(struct pm_xml_job *job, uint32_t entry, uint32_t channel)
{
	static const char *const elements[] = { "dc:creator", "author", "atom:author",
						"itunes:author", "creator" };
	size_t i;

	for (i = 0; i < sizeof elements / sizeof *elements; i++)
		if (add_people(job, entry, elements[i]))
			return;
	if (channel != 0)
		add_people(job, channel, "author");
}

/* --- what a feed says about its entries ---------------------------------- */

/* Whether a category says what kind of entry it is, as in exports of Blogger. */
static bool
is_kind(const struct pm_xml_tree *t, uint32_t category)
{
	return pm_xml_says(pm_xml_attr(t, category, "scheme"),
			   "http://schemas.google.com/g/2005#kind");
}

/* What <category> says: its text, or in Atom an attribute; WordPress has tags too. */
static void
add_categories(struct pm_xml_job *job, uint32_t entry)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c = pm_xml_child(t, entry, "category");

	for (; c != 0; c = pm_xml_again(t, c, "category")) {
		struct pm_str kind = pm_xml_attr(t, c, "domain");
		const char *name = pm_xml_says(kind, "post_tag") ? "tag" : "category";
		struct pm_str value;

		if (is_kind(t, c))
			continue;
		/* many escape it twice */
		if (pm_xml_html_line(job, c, &value, NULL) < 0)
			return;
		if (!pm_xml_add_item(job, name, value) &&
		    !pm_xml_add_item(job, name, pm_xml_attr(t, c, "label")))
			pm_xml_add_item(job, name, pm_xml_attr(t, c, "term"));
	}
	for (c = pm_xml_child(t, entry, "dc:subject"); c != 0;
	     c = pm_xml_again(t, c, "dc:subject"))
		pm_xml_add_line_item(job, "subject", c);
}

/* Whether the text is an address of the web. */
static bool
is_url(struct pm_str s)
{
	return s.len > 8 &&
	       (memcmp(s.data, "http://", 7) == 0 || memcmp(s.data, "https://", 8) == 0);
}

/* The entry's page: <link>, the alternate one of Atom, or an id that is an address. */
static void
add_url(struct pm_xml_job *job, uint32_t entry)
{
	static const char *const names[] = { "link", "atom:link" };
	const struct pm_xml_tree *t = &job->tree;
	struct pm_str value;
	uint32_t guid;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		uint32_t link = pm_xml_child(t, entry, names[i]);

		for (; link != 0; link = pm_xml_again(t, link, names[i])) {
			struct pm_str rel = pm_xml_attr(t, link, "rel");

			if (rel.data != NULL && !pm_xml_says(rel, "alternate"))
				continue;
			if (pm_xml_add_line(job, "url", link) ||
			    pm_xml_add(job, "url", pm_xml_attr(t, link, "href")))
				return;
		}
	}
	guid = pm_xml_child(t, entry, "guid");
	value = pm_xml_value(job, entry, "guid|id");
	if (is_url(value) &&
	    (guid == 0 || !pm_xml_says(pm_xml_attr(t, guid, "isPermaLink"), "false")))
		pm_xml_add(job, "url", value);
}

/* The title of the feed, or of the one that the entry was taken from. */
static void
add_source(struct pm_xml_job *job, uint32_t entry, uint32_t channel)
{
	uint32_t source = pm_xml_child(&job->tree, entry, "source");
	struct pm_str value;

	if (source != 0) {
		value = pm_xml_value(job, source, "title");
		if (value.len == 0 && !pm_xml_has_elements(&job->tree, source))
			value = pm_xml_value(job, entry, "source");
		if (pm_xml_add(job, "source", value))
			return;
	}
	if (channel != 0 &&
	    pm_xml_html_line(job, pm_xml_child(&job->tree, channel, "title"), &value,
			     NULL) == PM_OK)
		pm_xml_add(job, "source", value);
}

static void
add_language(struct pm_xml_job *job, uint32_t entry, uint32_t channel)
{
	if (pm_xml_add_first(job, "language", entry, "dc:language|language|@xml:lang") ||
	    channel == 0)
		return;
	if (!pm_xml_add_first(job, "language", channel, "language|dc:language|@xml:lang"))
		pm_xml_add_first(job, "language",
				 pm_xml_node(&job->tree, channel)->parent, "@xml:lang");
}

/* --- text --------------------------------------------------------------- */

/* What is the text of an entry, best first. */
static const char *const TEXTS[] = {
	"content:encoded", "content",		"atom:content",
	"description",	   "summary",		"atom:summary",
	"dc:description",  "media:description", "itunes:summary"
};
#define N_TEXTS (sizeof TEXTS / sizeof *TEXTS)
#define USED \
	" title link atom:link pubDate dc:date published updated author dc:creator guid id " \
	"category dc:subject dc:language language source content:encoded content " \
	"atom:content description summary atom:summary dc:description media:description " \
	"itunes:summary excerpt:encoded atom:author itunes:author creator atom:updated " \
	"issued modified created media:group "

/* The value of an element that may be HTML. */
static enum pm_status
read_markup(struct pm_xml_job *job, uint32_t node, struct pm_str *value,
	    struct pm_error *err)
{
	struct pm_str type = pm_xml_attr(&job->tree, node, "type");

	/* only Atom says that it is none */
	if (pm_xml_says(type, "text") && !pm_xml_has_elements(&job->tree, node)) {
		pm_buf_clear(&job->text);
		pm_xml_put_raw(&job->tree, node, &job->text);
		*value = pm_xml_str(&job->text);
		return PM_OK;
	}
	return pm_xml_html(job, node, value, err);
}

static enum pm_status
add_text(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	const char *name = "text";
	enum pm_status st;
	size_t i;

	for (i = 0; i < N_TEXTS; i++) {
		uint32_t node = pm_xml_find(&job->tree, entry, TEXTS[i]);
		struct pm_str value;

		if (node == 0)
			continue;
		if ((st = read_markup(job, node, &value, err)) < 0)
			return st;
		/* what is not the text is kept beside it */
		if (pm_xml_add(job, name, value)) {
			name = "description";
			job->made_text = true;
		}
		if (strcmp(name, "description") == 0 && i >= 3)
			break;
	}
	return PM_OK;
}

static enum pm_status
add_title(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	uint32_t title = pm_xml_child(&job->tree, entry, "title");
	struct pm_str value;
	enum pm_status st = PM_OK;

	if (title == 0)
		title = pm_xml_child(&job->tree, entry, "dc:title");
	if (title == 0)
		return PM_OK;
	if (pm_xml_says(pm_xml_attr(&job->tree, title, "type"), "text"))
		pm_xml_add_line(job, "title", title);
	else if ((st = pm_xml_html_line(job, title, &value, err)) == PM_OK)
		pm_xml_add(job, "title", value);
	return st;
}

/* The channel of an item: what it is in, or, in RDF, what stands before it. */
static uint32_t
channel_of(const struct pm_xml_tree *t, uint32_t entry)
{
	uint32_t parent = pm_xml_node(t, entry)->parent;
	uint32_t channel;

	if (pm_xml_is(t, parent, "channel") || pm_xml_is(t, parent, "feed"))
		return parent;
	channel = pm_xml_child(t, parent, "channel");
	return channel != 0 ? channel : parent;
}

/* What items and entries have in common. */
static enum pm_status
read_common(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	uint32_t channel = channel_of(&job->tree, entry);
	enum pm_status st;

	if (!pm_xml_add_first(job, "id", entry, "guid|id|dc:identifier"))
		pm_xml_add_first(job, "id", entry, "@about");
	if ((st = add_title(job, entry, err)) < 0)
		return st;
	pm_xml_add_first(job, "date", entry,
			 "pubDate|dc:date|published|issued|created|updated|atom:updated|"
			 "modified|wp:post_date");
	add_authors(job, entry, channel);
	add_url(job, entry);
	add_source(job, entry, channel);
	add_language(job, entry, channel);
	add_categories(job, entry);
	return PM_OK;
}

/* What Blogger exports beside posts and pages, as entries of a feed. */
static const char *
kind_of(const struct pm_xml_job *job, uint32_t entry)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c = pm_xml_child(t, entry, "category");

	for (; c != 0; c = pm_xml_again(t, c, "category")) {
		struct pm_str term = pm_xml_attr(t, c, "term");
		const char *kind = term.len == 0 ? NULL : memchr(term.data, '#', term.len);

		if (kind != NULL && is_kind(t, c))
			return kind + 1;
	}
	return NULL;
}

static enum pm_status
check_kind(struct pm_xml_job *job, uint32_t entry)
{
	const char *kind = kind_of(job, entry);

	if (pm_xml_says(pm_xml_value(job, entry, "app:control/app:draft|control/draft"),
			"yes"))
		return pm_xml_leave_out(job, "post that was not published",
					"posts that were not published");
	if (kind == NULL || strncmp(kind, "post", 4) == 0 || strncmp(kind, "page", 4) == 0)
		return PM_OK;
	if (strncmp(kind, "comment", 7) == 0)
		return pm_xml_leave_out(job, "comment", "comments");
	return pm_xml_leave_out(job, "setting", "settings");
}

static enum pm_status
read_entry(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	enum pm_status st = check_kind(job, entry);

	if (st == PM_OK)
		st = read_common(job, entry, err);
	if (st == PM_OK)
		st = add_text(job, entry, err);
	if (st == PM_OK)
		pm_xml_add_rest(job, entry, USED);
	return st;
}

/* --- WordPress ---------------------------------------------------------- */

static enum pm_status
read_post(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	uint32_t content = pm_xml_child(&job->tree, entry, "content:encoded");
	struct pm_str value;
	enum pm_status st;

	value = pm_xml_value(job, entry, "wp:post_type");
	if (pm_xml_says(value, "attachment"))
		return pm_xml_leave_out(job, "attachment", "attachments");
	if (!pm_xml_says(value, "post") && !pm_xml_says(value, "page"))
		return pm_xml_leave_out(job, "item that is no post or page",
					"items that are no posts or pages");
	if (!pm_xml_says(pm_xml_value(job, entry, "wp:status"), "publish"))
		return pm_xml_leave_out(job, "post that was not published",
					"posts that were not published");
	if ((st = read_common(job, entry, err)) < 0)
		return st;
	if (content != 0) {
		pm_buf_clear(&job->html);
		pm_xml_put_raw(&job->tree, content, &job->html);
		st = pm_shortcodes_text(pm_buf_str(&job->html), job->html.len, &job->text,
					err);
		if (st < 0)
			return st;
		job->made_text = pm_xml_add(job, "text", pm_xml_str(&job->text));
	}
	st = pm_xml_html(job, pm_xml_child(&job->tree, entry, "excerpt:encoded"), &value,
			 err);
	if (st == PM_OK && pm_xml_add(job, "description", value))
		job->made_text = true;
	return st;
}

static enum pm_status
rss_read(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	return pm_xml_child(&job->tree, entry, "wp:post_type") != 0
		     ? read_post(job, entry, err)
		     : read_entry(job, entry, err);
}

const struct pm_xml_family pm_xml_rss = {
	.roots = " rss RDF ",
	.entries = " item ",
	.read = rss_read,
};

const struct pm_xml_family pm_xml_atom = {
	.roots = " feed ",
	.entries = " entry ",
	.read = read_entry,
};
