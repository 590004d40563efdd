/* Pressmark - what MediaWiki dumps: the pages of a wiki.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article is a page of the main namespace that is no redirect.  Of a dump with all
 * versions the last one of each page is taken. */
#include "corpus/formats/wikitext.h"
#include "corpus/formats/xml_family.h"

#include <string.h>
#include <strings.h>

/* The numbers of the namespaces of files and categories. */
#define FILE_SPACE "6"
#define CATEGORY_SPACE "14"

/* What this wiki calls files and categories, once for a file: "\nFichier\n" in front. */
static void
find_spaces(struct pm_xml_job *job, uint32_t info)
{
	static const char *const keys[] = { FILE_SPACE, CATEGORY_SPACE };
	const struct pm_xml_tree *t = &job->tree;
	uint32_t space = info == 0 ? 0 : pm_xml_find(t, info, "namespaces/namespace");
	size_t i;

	for (; space != 0; space = pm_xml_again(t, space, "namespace")) {
		struct pm_str key = pm_xml_attr(t, space, "key");

		for (i = 0; i < 2; i++) {
			if (!pm_xml_says(key, keys[i]))
				continue;
			pm_buf_putc(&job->names, i == 0 ? 'F' : 'C');
			pm_xml_put_line(t, space, NULL, &job->names);
			pm_buf_putc(&job->names, '\n');
		}
	}
	pm_buf_putc(&job->names, '\n');
}

/* The page's address: the base is that of the main page. */
static void
add_url(struct pm_xml_job *job, uint32_t info, uint32_t title)
{
	struct pm_str base = pm_xml_value(job, info, "base");
	size_t i, n = base.len;

	while (n > 0 && base.data[n - 1] != '/')
		n--;
	if (n == 0 || title == 0)
		return;
	pm_buf_clear(&job->text);
	pm_buf_put(&job->text, base.data, n);
	i = job->text.len;
	pm_xml_put_line(&job->tree, title, NULL, &job->text);
	for (; i < job->text.len; i++)
		if (job->text.data[i] == ' ')
			job->text.data[i] = '_';
	pm_xml_add(job, "url", pm_xml_str(&job->text));
}

/* Whether the text begins so, in any case of letters, after white space. */
static bool
begins(const struct pm_buf *text, const char *with)
{
	const char *p = pm_buf_str(text);

	while (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')
		p++;
	return strncasecmp(p, with, strlen(with)) == 0;
}

static void
add_category(void *ctx, const char *name, size_t len)
{
	pm_xml_add_item(ctx, "category", (struct pm_str){ name, len });
}

static enum pm_status
add_text(struct pm_xml_job *job, uint32_t revision, struct pm_error *err)
{
	uint32_t text = pm_xml_child(&job->tree, revision, "text");
	enum pm_status st;

	pm_buf_clear(&job->html);
	if (text != 0)
		pm_xml_put_raw(&job->tree, text, &job->html);
	if (begins(&job->html, "#redirect"))
		return pm_xml_leave_out(job, "redirect", "redirects");
	st = pm_wikitext_strip(pm_buf_str(&job->html), job->html.len,
			       pm_buf_str(&job->names), add_category, job, &job->text,
			       err);
	if (st == PM_OK)
		job->made_text = pm_xml_add(job, "text", pm_xml_str(&job->text));
	return st;
}

static enum pm_status
page_read(struct pm_xml_job *job, uint32_t page, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t root = pm_xml_node(t, page)->parent;
	uint32_t info = pm_xml_child(t, root, "siteinfo");
	uint32_t revision = pm_xml_child(t, page, "revision");
	struct pm_str ns = pm_xml_value(job, page, "ns"), model;
	enum pm_status st;

	if (ns.len > 0 && !pm_xml_says(ns, "0"))
		return pm_xml_leave_out(job, "page of another namespace",
					"pages of other namespaces");
	if (pm_xml_child(t, page, "redirect") != 0)
		return pm_xml_leave_out(job, "redirect", "redirects");
	model = revision == 0 ? ns : pm_xml_value(job, revision, "model");
	if (revision != 0 && model.len > 0 && !pm_xml_says(model, "wikitext"))
		return pm_xml_leave_out(job, "page that is no text",
					"pages that are no text");
	if (job->names.len == 0)
		find_spaces(job, info);
	pm_xml_add_first(job, "id", page, "id");
	pm_xml_add_first(job, "title", page, "title");
	if (revision != 0) {
		pm_xml_add_first(job, "date", revision, "timestamp");
		if ((st = add_text(job, revision, err)) != PM_OK)
			return st;
	}
	if (info != 0) {
		pm_xml_add_first(job, "source", info, "sitename");
		add_url(job, info, pm_xml_child(t, page, "title"));
	}
	pm_xml_add_first(job, "language", root, "@xml:lang");
	return PM_OK;
}

const struct pm_xml_family pm_xml_mediawiki = {
	.roots = " mediawiki ",
	.entries = " page ",
	.newest = "revision",
	.read = page_read,
};
