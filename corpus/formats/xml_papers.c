/* Pressmark - papers of journals: JATS, and the records of PubMed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_family.h"

#include <string.h>

/* --- JATS --------------------------------------------------------------- */

/* What is no part of the running text: references, and formulas that are written twice. */
static bool
is_apparatus(const struct pm_xml_tree *t, uint32_t node)
{
	if (pm_xml_is(t, node, "xref"))
		return pm_xml_says(pm_xml_attr(t, node, "ref-type"), "bibr");
	return pm_xml_is_one(t, node,
			     " ref-list tex-math graphic inline-graphic object-id "
			     "supplementary-material fn-group ");
}

/* "Ann B. Doe", of its parts. */
static struct pm_str
name_of_parts(struct pm_xml_job *job, uint32_t node, const char *given, const char *family)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t first = pm_xml_child(t, node, given),
		 last = pm_xml_child(t, node, family);

	pm_buf_clear(&job->line);
	if (first != 0)
		pm_xml_put_line(t, first, NULL, &job->line);
	if (first != 0 && last != 0)
		pm_buf_putc(&job->line, ' ');
	if (last != 0)
		pm_xml_put_line(t, last, NULL, &job->line);
	return pm_xml_str(&job->line);
}

static void
add_contributors(struct pm_xml_job *job, uint32_t meta)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c = 0, name;

	while ((c = pm_xml_below(t, meta, c, "contrib")) != 0) {
		struct pm_str type = pm_xml_attr(t, c, "contrib-type");

		if (type.len > 0 && !pm_xml_says(type, "author"))
			continue;
		name = pm_xml_below(t, c, 0, "name");
		if (name != 0)
			pm_xml_add_item(job, "author",
					name_of_parts(job, name, "given-names", "surname"));
		else if ((name = pm_xml_child(t, c, "collab")) != 0 ||
			 (name = pm_xml_child(t, c, "string-name")) != 0)
			pm_xml_add_line_item(job, "author", name);
	}
}

/* Of the dates of publication the one that says most; of several the first. */
static void
add_pub_date(struct pm_xml_job *job, uint32_t meta)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t date = pm_xml_child(t, meta, "pub-date"), best = 0, part;
	static const char *const names[] = { "year", "month", "day" };
	struct pm_str parts[3] = { { NULL, 0 } };
	unsigned most = 0, n;
	size_t i;

	for (; date != 0; date = pm_xml_again(t, date, "pub-date")) {
		for (n = 0; n < 3 && pm_xml_child(t, date, names[n]) != 0; n++)
			;
		if (n > most) {
			most = n;
			best = date;
		}
	}
	for (i = 0; i < 3 && best != 0; i++) {
		part = pm_xml_child(t, best, names[i]);
		if (part != 0 && pm_xml_node(t, part)->child != 0)
			parts[i] = pm_xml_text_of(t, pm_xml_node(t, part)->child);
	}
	pm_xml_add_date(job, "date", parts[0], parts[1], parts[2]);
}

/* The id: the DOI if there is one; the others are fields. */
static void
add_ids(struct pm_xml_job *job, uint32_t meta)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t first = pm_xml_child(t, meta, "article-id"), id, doi = 0;
	char name[32];

	for (id = first; id != 0; id = pm_xml_again(t, id, "article-id"))
		if (doi == 0 && pm_xml_says(pm_xml_attr(t, id, "pub-id-type"), "doi"))
			doi = id;
	if (doi == 0)
		doi = first;
	pm_xml_add_line(job, "id", doi);
	for (id = first; id != 0; id = pm_xml_again(t, id, "article-id")) {
		struct pm_str type = pm_xml_attr(t, id, "pub-id-type");

		if (id == doi || type.len == 0 || type.len >= sizeof name)
			continue;
		memcpy(name, type.data, type.len);
		name[type.len] = '\0';
		pm_xml_add_line(job, name, id);
	}
}

static void
add_all(struct pm_xml_job *job, uint32_t from, const char *element, const char *name)
{
	uint32_t node = 0;

	while (from != 0 && (node = pm_xml_below(&job->tree, from, node, element)) != 0)
		pm_xml_add_line_item(job, name, node);
}

/* How long the bracket at P is, if nothing is left in it but what stood between
 * references: "[]", "[, ]", "(; )"; 0: it is none.  A "()" may mean something. */
static size_t
hollow_len(const char *p, const char *end)
{
	static const char dash[] = "\xe2\x80\x93";
	const char *q = p + 1;
	char close = *p == '[' ? ']' : ')';

	while (q < end)
		if (*q == ' ' || *q == ',' || *q == ';' || *q == '-')
			q++;
		else if (end - q >= 3 && memcmp(q, dash, 3) == 0)
			q += 3;
		else
			break;
	if (q == end || *q != close || (*p == '(' && q == p + 1))
		return 0;
	return (size_t)(q + 1 - p);
}

/* Take out the brackets in which there were only references. */
static void
drop_hollow(struct pm_buf *text)
{
	const char *p = pm_buf_str(text), *end = p + text->len;
	size_t n, to = 0;

	while (p < end) {
		n = *p == '[' || *p == '(' ? hollow_len(p, end) : 0;
		if (n == 0) {
			text->data[to++] = (uint8_t)*p++;
			continue;
		}
		p += n;
		if (to > 0 && text->data[to - 1] == ' ')
			to--;
	}
	text->len = to;
}

/* The abstract and the body. */
static void
add_paper_text(struct pm_xml_job *job, uint32_t article, uint32_t meta)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t part = pm_xml_child(t, meta, "abstract");

	pm_buf_clear(&job->text);
	if (part != 0)
		pm_xml_put_text(job, part, is_apparatus);
	part = pm_xml_child(t, article, "body");
	if (part != 0) {
		if (job->text.len > 0)
			pm_buf_puts(&job->text, "\n\n");
		pm_xml_put_text(job, part, is_apparatus);
	}
	drop_hollow(&job->text);
	pm_xml_add(job, "text", pm_xml_str(&job->text));
}

/* Others call their root so too: as in a collection of one's own, or in DocBook. */
static enum pm_status
read_other_article(struct pm_xml_job *job, uint32_t article, struct pm_error *err)
{
	static const char *const texts[] = { "text", "body", "content" };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		if (pm_xml_child(&job->tree, article, texts[i]) != 0)
			return pm_xml_read_other(job, article, err);
	pm_xml_add_first(job, "title", article, "title|info/title|articleinfo/title");
	pm_xml_add_first(job, "language", article, "@xml:lang|@lang");
	return pm_xml_read_all(job, article, err);
}

static enum pm_status
jats_read(struct pm_xml_job *job, uint32_t article, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t meta = pm_xml_find(t, article, "front/article-meta");
	uint32_t title;

	if (meta == 0)
		return read_other_article(job, article, err);
	add_ids(job, meta);
	title = pm_xml_find(t, meta, "title-group/article-title");
	pm_buf_clear(&job->text);
	if (title != 0)
		pm_xml_put_line(t, title, is_apparatus, &job->text);
	pm_xml_add(job, "title", pm_xml_str(&job->text));
	pm_xml_add_first(job, "subtitle", meta, "title-group/subtitle");
	add_pub_date(job, meta);
	title = pm_xml_below(t, pm_xml_child(t, article, "front"), 0, "journal-title");
	pm_xml_add_line(job, "source", title);
	pm_xml_add_first(job, "language", article, "@xml:lang");
	add_contributors(job, meta);
	add_paper_text(job, article, meta);
	add_all(job, pm_xml_child(t, meta, "article-categories"), "subject", "subject");
	add_all(job, meta, "kwd", "keyword");
	if (pm_xml_child(t, article, "sub-article") != 0)
		pm_xml_leave_out(job, "part with an article of its own",
				 "parts with articles of their own");
	return PM_OK;
}

const struct pm_xml_family pm_xml_jats = {
	.roots = " article pmc-articleset ",
	.entries = " article ",
	.read = jats_read,
};

/* --- PubMed ------------------------------------------------------------- */

/* The abstract, each part with its label. */
static void
add_abstract(struct pm_xml_job *job, uint32_t abstract)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t part = pm_xml_child(t, abstract, "AbstractText");

	pm_buf_clear(&job->text);
	for (; part != 0; part = pm_xml_again(t, part, "AbstractText")) {
		struct pm_str label = pm_xml_attr(t, part, "Label");

		if (!pm_xml_has_text(t, part))
			continue;
		if (job->text.len > 0)
			pm_buf_puts(&job->text, "\n\n");
		if (label.len > 0) {
			pm_buf_put(&job->text, label.data, label.len);
			pm_buf_puts(&job->text, ": ");
		}
		pm_xml_put_line(t, part, NULL, &job->text);
		job->made_text = job->made_text || pm_xml_has_elements(t, part);
	}
	pm_xml_add(job, "text", pm_xml_str(&job->text));
}

static void
add_pubmed_authors(struct pm_xml_job *job, uint32_t list)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t author = pm_xml_child(t, list, "Author");

	for (; author != 0; author = pm_xml_again(t, author, "Author")) {
		const char *given = pm_xml_child(t, author, "ForeName") != 0 ? "ForeName"
									     : "Initials";

		if (!pm_xml_add_item(job, "author",
				     name_of_parts(job, author, given, "LastName")))
			pm_xml_add_line_item(job, "author",
					     pm_xml_child(t, author, "CollectiveName"));
	}
}

/* The text of a child, as it is. */
static struct pm_str
child_text(const struct pm_xml_tree *t, uint32_t node, const char *name)
{
	uint32_t child = pm_xml_child(t, node, name);

	if (child == 0 || pm_xml_node(t, child)->child == 0 ||
	    pm_xml_node(t, pm_xml_node(t, child)->child)->name != NULL)
		return (struct pm_str){ NULL, 0 };
	return pm_xml_text_of(t, pm_xml_node(t, child)->child);
}

static void
add_pubmed_date(struct pm_xml_job *job, uint32_t record)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t date = pm_xml_below(t, record, 0, "PubDate");

	if (date == 0)
		return;
	if (!pm_xml_add_date(job, "date", child_text(t, date, "Year"),
			     child_text(t, date, "Month"), child_text(t, date, "Day")))
		pm_xml_add_first(job, "date", date, "MedlineDate");
}

static enum pm_status
pubmed_read(struct pm_xml_job *job, uint32_t record, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t node;

	(void)err;
	pm_xml_add_line(job, "id", pm_xml_below(t, record, 0, "PMID"));
	node = pm_xml_below(t, record, 0, "ArticleTitle");
	if (!pm_xml_add_line(job, "title", node) &&
	    !pm_xml_add_line(job, "title", pm_xml_below(t, record, 0, "VernacularTitle")))
		pm_xml_add_line(job, "title", pm_xml_below(t, record, 0, "BookTitle"));
	add_pubmed_date(job, record);
	node = pm_xml_below(t, record, 0, "Journal");
	if (node == 0 || !pm_xml_add_first(job, "source", node, "Title|ISOAbbreviation"))
		pm_xml_add_line(job, "source", pm_xml_below(t, record, 0, "MedlineTA"));
	node = pm_xml_below(t, record, 0, "AuthorList");
	if (node != 0)
		add_pubmed_authors(job, node);
	node = pm_xml_below(t, record, 0, "Abstract");
	if (node != 0)
		add_abstract(job, node);
	pm_xml_add_line(job, "language", pm_xml_below(t, record, 0, "Language"));
	for (node = 0; (node = pm_xml_below(t, record, node, "ELocationID")) != 0;)
		if (pm_xml_says(pm_xml_attr(t, node, "EIdType"), "doi") &&
		    pm_xml_add_line(job, "doi", node))
			break;
	add_all(job, record, "DescriptorName", "mesh");
	add_all(job, record, "Keyword", "keyword");
	add_all(job, record, "PublicationType", "type");
	return PM_OK;
}

const struct pm_xml_family pm_xml_pubmed = {
	.roots = " PubmedArticleSet PubmedArticle PubmedBookArticleSet PubmedBookArticle "
		 "MedlineCitationSet MedlineCitation ",
	.entries = " PubmedArticle PubmedBookArticle MedlineCitation ",
	.read = pubmed_read,
};
