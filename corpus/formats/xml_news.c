/* Pressmark - what news agencies and newspapers send: NITF, NewsML of both generations,
 * and the XML of the Reuters corpus RCV1.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_family.h"

#include "corpus/page/references.h"

#include <string.h>

/* --- NITF --------------------------------------------------------------- */

/* What describes a picture to machines. */
static bool
is_media_data(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is_one(t, node, " media-reference media-metadata media-object ");
}

/* The text: the blocks of class full_text, where there are any, since others repeat their
 * beginning; else all of body.content. */
static void
add_nitf_text(struct pm_xml_job *job, uint32_t content)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t block = pm_xml_child(t, content, "block"), first = block;
	char name[64];

	while (first != 0 && !pm_xml_says(pm_xml_attr(t, first, "class"), "full_text"))
		first = pm_xml_again(t, first, "block");
	if (first == 0) {
		pm_xml_add_prose(job, "text", content, is_media_data);
		return;
	}
	pm_buf_clear(&job->text);
	for (; block != 0; block = pm_xml_again(t, block, "block")) {
		struct pm_str class = pm_xml_attr(t, block, "class");

		if (!pm_xml_says(class, "full_text"))
			continue;
		if (job->text.len > 0)
			pm_buf_puts(&job->text, "\n\n");
		pm_xml_put_text(job, block, is_media_data);
	}
	pm_xml_add(job, "text", pm_xml_str(&job->text));
	for (block = pm_xml_child(t, content, "block"); block != 0;
	     block = pm_xml_again(t, block, "block")) {
		struct pm_str class = pm_xml_attr(t, block, "class");

		if (pm_xml_says(class, "full_text") || class.len == 0 ||
		    class.len >= sizeof name)
			continue;
		memcpy(name, class.data, class.len);
		name[class.len] = '\0';
		pm_xml_add_prose(job, name, block, is_media_data);
	}
}

static bool
is_job_title(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is(t, node, "byttl");
}

/* Bylines as they are printed; one that only says them in another order is no further
 * author. */
static void
add_nitf_bylines(struct pm_xml_job *job, uint32_t head)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t byline = pm_xml_child(t, head, "byline");
	bool any = false;

	for (; byline != 0; byline = pm_xml_again(t, byline, "byline")) {
		if (any &&
		    pm_xml_says(pm_xml_attr(t, byline, "class"), "normalized_byline"))
			continue;
		pm_buf_clear(&job->line);
		pm_xml_put_line(t, byline, is_job_title, &job->line);
		any = pm_xml_add_item(job, "byline", pm_xml_str(&job->line)) || any;
	}
}

/* The date of issue, or in three <meta>. */
static void
add_nitf_date(struct pm_xml_job *job, uint32_t nitf)
{
	static const char *const names[] = { "publication_year", "publication_month",
					     "publication_day_of_month" };
	const struct pm_xml_tree *t = &job->tree;
	struct pm_str parts[3] = { { NULL, 0 } };
	uint32_t meta;
	size_t i;

	if (pm_xml_add_first(job, "date", nitf,
			     "head/docdata/date.issue@norm|head/pubdata@date.publication|"
			     "body/body.head/dateline/story.date@norm|"
			     "body/body.head/dateline/story.date"))
		return;
	for (meta = pm_xml_find(t, nitf, "head/meta"); meta != 0;
	     meta = pm_xml_again(t, meta, "meta"))
		for (i = 0; i < 3; i++)
			if (pm_xml_says(pm_xml_attr(t, meta, "name"), names[i]))
				parts[i] = pm_xml_attr(t, meta, "content");
	if (!pm_xml_add_date(job, "date", parts[0], parts[1], parts[2]))
		pm_xml_add_first(job, "date", nitf, "head/docdata/date.release@norm");
}

/* The <meta> that are no part of the date. */
static void
add_nitf_metas(struct pm_xml_job *job, uint32_t head)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t meta = pm_xml_child(t, head, "meta");
	char name[64];

	for (; meta != 0; meta = pm_xml_again(t, meta, "meta")) {
		struct pm_str s = pm_xml_attr(t, meta, "name");

		if (s.len == 0 || s.len >= sizeof name ||
		    memmem(s.data, s.len, "publication_", 12) != NULL)
			continue;
		memcpy(name, s.data, s.len);
		name[s.len] = '\0';
		pm_xml_add_item(job, name, pm_xml_attr(t, meta, "content"));
	}
}

/* An attribute of all elements of a name below FROM as items. */
static void
add_values(struct pm_xml_job *job, uint32_t from, const char *element, const char *attr,
	   const char *name)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node = 0;

	while ((node = pm_xml_below(t, from, node, element)) != 0)
		pm_xml_add_item(job, name, pm_xml_attr(t, node, attr));
}

/* What the article is about: subjects, keywords, and the terms that librarians gave. */
static void
add_nitf_subjects(struct pm_xml_job *job, uint32_t head)
{
	static const char *const parts[] = {
		"tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"
	};
	static const char *const terms[] = { "classifier", "person", "org", "location" };
	const struct pm_xml_tree *t = &job->tree;
	uint32_t content = pm_xml_find(t, head, "docdata/identified-content"), node;
	size_t i;

	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		add_values(job, head, "tobject.subject", parts[i], "subject");
	add_values(job, head, "keyword", "key", "keyword");
	for (node = content == 0 ? 0 : pm_xml_node(t, content)->child; node != 0;
	     node = pm_xml_node(t, node)->next)
		for (i = 0; i < sizeof terms / sizeof *terms; i++)
			if (pm_xml_is(t, node, terms[i]))
				pm_xml_add_line_item(job, terms[i], node);
}

static bool
is_story_date(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is(t, node, "story.date");
}

static enum pm_status
nitf_read(struct pm_xml_job *job, uint32_t nitf, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t head = pm_xml_child(t, nitf, "head");
	uint32_t body_head = pm_xml_find(t, nitf, "body/body.head");
	uint32_t content = pm_xml_find(t, nitf, "body/body.content");

	(void)err;
	pm_xml_add_first(job, "id", nitf,
			 "head/docdata/doc-id@id-string|head/pubdata@id|@id");
	pm_xml_add_first(job, "title", nitf, "body/body.head/hedline/hl1|head/title");
	pm_xml_add_first(job, "subtitle", nitf, "body/body.head/hedline/hl2");
	add_nitf_date(job, nitf);
	pm_xml_add_first(job, "source", nitf,
			 "head/docdata/doc.copyright@holder|body/body.head/distributor|"
			 "body/body.head/rights/rights.owner|head/pubdata@name");
	pm_xml_add_first(job, "url", nitf, "head/pubdata@ex-ref");
	pm_xml_add_first(job, "language", nitf, "@baselang|@xml:lang|body@xml:lang");
	if (body_head != 0)
		add_nitf_bylines(job, body_head);
	if (content != 0)
		add_nitf_text(job, content);
	pm_xml_add_prose(job, "abstract", pm_xml_find(t, nitf, "body/body.head/abstract"),
			 NULL);
	if (!pm_xml_add_first(job, "dateline", nitf, "body/body.head/dateline/location"))
		pm_xml_add_prose(job, "dateline",
				 pm_xml_find(t, nitf, "body/body.head/dateline"),
				 is_story_date);
	pm_xml_add_first(job, "section", nitf, "head/pubdata@position.section");
	pm_xml_add_first(job, "slug", nitf, "head/docdata/du-key@key");
	pm_xml_add_first(job, "urgency", nitf, "head/docdata/urgency@ed-urg");
	if (head != 0) {
		add_nitf_metas(job, head);
		add_nitf_subjects(job, head);
	}
	return PM_OK;
}

const struct pm_xml_family pm_xml_nitf = {
	.roots = " nitf ",
	.entries = " nitf ",
	.read = nitf_read,
};

/* --- NewsML ------------------------------------------------------------- */

/* What holds the text, as markup of its own or as text: the body of a page, of NITF, or
 * all of it.  Appends it to job->text. */
static void
put_content(struct pm_xml_job *job, uint32_t node)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t body = pm_xml_below(t, node, 0, "body.content");

	if (body == 0)
		body = pm_xml_below(t, node, 0, "body");
	if (job->text.len > 0)
		pm_buf_puts(&job->text, "\n\n");
	pm_xml_put_text(job, body != 0 ? body : node, is_media_data);
}

/* Agencies escape twice. */
static void
add_content(struct pm_xml_job *job)
{
	pm_buf_clear(&job->html);
	pm_references_put(&job->html, pm_buf_str(&job->text), job->text.len);
	pm_xml_add(job, "text", pm_xml_str(&job->html));
}

/* What an item with a code is called: its name, or the code itself. */
static void
add_coded(struct pm_xml_job *job, uint32_t from, const char *element, const char *name)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node = pm_xml_child(t, from, element);

	for (; node != 0; node = pm_xml_again(t, node, element))
		pm_xml_add_item(job, name,
				pm_xml_value(job, node, "name|@literal|@qcode"));
}

static void
add_g2_authors(struct pm_xml_job *job, uint32_t meta)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t by = pm_xml_child(t, meta, "by");
	bool any = false;

	for (; by != 0; by = pm_xml_again(t, by, "by"))
		any = pm_xml_add_line_item(job, "byline", by) || any;
	if (!any)
		add_coded(job, meta, "creator", "author");
}

static void
add_g2_text(struct pm_xml_job *job, uint32_t item)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t set = pm_xml_child(t, item, "contentSet"), part = 0;
	struct pm_str value;

	pm_buf_clear(&job->text);
	if (set != 0)
		part = pm_xml_child(t, set, "inlineXML");
	if (part != 0) {
		put_content(job, part);
	} else if (set != 0 && (part = pm_xml_child(t, set, "inlineData")) != 0) {
		value = pm_xml_attr(t, part, "contenttype");
		if (value.len > 0 && memmem(value.data, value.len, "html", 4) != NULL)
			pm_xml_html(job, part, &value, NULL);
		else
			pm_xml_put_raw(t, part, &job->text);
	}
	if (pm_xml_is_blank(pm_buf_str(&job->text), job->text.len)) {
		pm_buf_clear(&job->text);
		part = pm_xml_find(t, item, "contentMeta/description");
		if (part != 0)
			put_content(job, part);
	}
	add_content(job);
}

static enum pm_status
g2_read(struct pm_xml_job *job, uint32_t item, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t meta = pm_xml_child(t, item, "contentMeta");

	(void)err;
	if (pm_xml_is(t, item, "packageItem"))
		return pm_xml_leave_out(job, "package of other items",
					"packages of other items");
	if (!pm_xml_is(t, item, "newsItem"))
		return pm_xml_leave_out(job, "item that is no news",
					"items that are no news");
	pm_xml_add_first(job, "id", item, "@guid");
	pm_xml_add_first(job, "title", item, "contentMeta/headline|itemMeta/title");
	pm_xml_add_first(job, "date", item,
			 "itemMeta/versionCreated|contentMeta/contentCreated|"
			 "itemMeta/firstCreated");
	pm_xml_add_first(job, "source", item,
			 "itemMeta/provider/name|itemMeta/provider@literal|"
			 "contentMeta/infoSource/name|itemMeta/provider@qcode");
	pm_xml_add_first(job, "language", item, "contentMeta/language@tag|@xml:lang");
	add_g2_text(job, item);
	if (meta == 0)
		return PM_OK;
	add_g2_authors(job, meta);
	pm_xml_add_first(job, "dateline", meta, "dateline");
	pm_xml_add_first(job, "slug", meta, "slugline");
	pm_xml_add_first(job, "urgency", meta, "urgency");
	pm_xml_add_first(job, "credit", meta, "creditline");
	add_coded(job, meta, "subject", "subject");
	add_coded(job, meta, "genre", "genre");
	add_coded(job, meta, "located", "location");
	add_coded(job, meta, "keyword", "keyword");
	return PM_OK;
}

const struct pm_xml_family pm_xml_newsml_g2 = {
	.roots = " newsItem packageItem newsMessage conceptItem knowledgeItem ",
	.entries = " newsItem packageItem conceptItem knowledgeItem ",
	.read = g2_read,
};

/* <Property FormalName="Keyword" Value="Sweden"/> */
static void
add_properties(struct pm_xml_job *job, uint32_t item)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node = 0;

	while ((node = pm_xml_below(t, item, node, "Property")) != 0)
		if (pm_xml_says(pm_xml_attr(t, node, "FormalName"), "Keyword"))
			pm_xml_add_item(job, "keyword", pm_xml_attr(t, node, "Value"));
	add_values(job, item, "Genre", "FormalName", "genre");
}

/* The first element of that name, anywhere in the item, that says anything. */
static bool
add_anywhere(struct pm_xml_job *job, const char *name, uint32_t item, const char *element)
{
	uint32_t node = 0;

	while ((node = pm_xml_below(&job->tree, item, node, element)) != 0)
		if (pm_xml_add_line(job, name, node))
			return true;
	return false;
}

static enum pm_status
newsml_read(struct pm_xml_job *job, uint32_t item, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node = 0;
	struct pm_str value;

	(void)err;
	if (!add_anywhere(job, "id", item, "PublicIdentifier"))
		add_anywhere(job, "id", item, "NewsItemId");
	if (!add_anywhere(job, "title", item, "HeadLine"))
		add_anywhere(job, "title", item, "Title");
	if (!add_anywhere(job, "date", item, "DateId") &&
	    !add_anywhere(job, "date", item, "FirstCreated"))
		add_anywhere(job, "date", item, "ThisRevisionCreated");
	pm_buf_clear(&job->text);
	for (node = pm_xml_step(t, item, item); node != 0;) {
		bool is_content = pm_xml_is(t, node, "DataContent");

		if (is_content && pm_xml_has_text(t, node))
			put_content(job, node);
		node = is_content ? pm_xml_step_over(t, item, node)
				  : pm_xml_step(t, item, node);
	}
	add_content(job);
	add_anywhere(job, "byline", item, "ByLine");
	add_anywhere(job, "subtitle", item, "SubHeadLine");
	add_anywhere(job, "dateline", item, "DateLine");
	add_anywhere(job, "slug", item, "SlugLine");
	node = pm_xml_below(t, item, 0, "Provider");
	value = node == 0 ? (struct pm_str){ NULL, 0 }
			  : pm_xml_value(job, node, "Party@FormalName");
	if (!pm_xml_add(job, "source", value))
		add_anywhere(job, "source", item, "ProviderId");
	node = pm_xml_below(t, item, 0, "Language");
	if (node == 0 || !pm_xml_add_first(job, "language", node, "@FormalName"))
		pm_xml_add_first(job, "language", item, "@xml:lang");
	add_properties(job, item);
	return PM_OK;
}

const struct pm_xml_family pm_xml_newsml = {
	.roots = " NewsML ",
	.entries = " NewsItem ",
	.read = newsml_read,
};

/* --- RCV1 --------------------------------------------------------------- */

/* Codes: bip:countries:1.0, bip:industries:1.0, bip:topics:1.0. */
static void
add_codes(struct pm_xml_job *job, uint32_t item)
{
	static const struct {
		const char *class, *name;
	} classes[] = { { "countries", "country" },
			{ "industries", "industry" },
			{ "topics", "topic" } };
	const struct pm_xml_tree *t = &job->tree;
	uint32_t codes = 0;
	size_t i;

	while ((codes = pm_xml_below(t, item, codes, "codes")) != 0) {
		struct pm_str class = pm_xml_attr(t, codes, "class");

		for (i = 0; i<sizeof classes / sizeof *classes &&class.len> 0; i++)
			if (memmem(class.data, class.len, classes[i].class,
				   strlen(classes[i].class)) != NULL)
				add_values(job, codes, "code", "code", classes[i].name);
	}
}

static enum pm_status
rcv1_read(struct pm_xml_job *job, uint32_t item, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t dc = 0;

	(void)err;
	pm_xml_add_first(job, "id", item, "@itemid|@id");
	pm_xml_add_first(job, "title", item, "headline|title");
	pm_xml_add_first(job, "date", item, "@date");
	pm_xml_add_first(job, "language", item, "@xml:lang");
	pm_xml_add_first(job, "byline", item, "byline");
	pm_xml_add_first(job, "dateline", item, "dateline");
	pm_xml_add_prose(job, "text", pm_xml_child(t, item, "text"), NULL);
	while ((dc = pm_xml_below(t, item, dc, "dc")) != 0)
		if (pm_xml_says(pm_xml_attr(t, dc, "element"), "dc.publisher") &&
		    pm_xml_add(job, "source", pm_xml_attr(t, dc, "value")))
			break;
	add_codes(job, item);
	return PM_OK;
}

const struct pm_xml_family pm_xml_rcv1 = {
	.roots = " newsitem ",
	.entries = " newsitem ",
	.read = rcv1_read,
};
