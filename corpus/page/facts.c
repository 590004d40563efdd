/* Pressmark - what a web page says about itself: collecting: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/dates/date.h"
#include "corpus/page/dom.h"

#include <string.h>
#include <strings.h>

#define FACT_MAX 1024		/* bytes of a short fact */
#define NAMED_MAX 300		/* bytes below an element named for a date */
#define OUTSIDE_DEPTH 12	/* ancestors that may say "comments" */

static const struct { const char *name; enum pm_fact fact; } METAS[] = {
	{ "og:title", PM_FACT_OG_TITLE },
	{ "og:site_name", PM_FACT_SITE },
	{ "og:url", PM_FACT_OG_URL },
	{ "author", PM_FACT_META_AUTHOR },
	{ "article:author_name", PM_FACT_META_AUTHOR },
	{ "dc.creator", PM_FACT_META_AUTHOR },
	{ "dcterms.creator", PM_FACT_META_AUTHOR },
	{ "dc.contributor", PM_FACT_META_AUTHOR },
	{ "parsely-author", PM_FACT_META_AUTHOR },
	{ "sailthru.author", PM_FACT_META_AUTHOR },
	{ "byl", PM_FACT_META_AUTHOR },
	{ "article:author", PM_FACT_META_AUTHOR },
	{ "citation_author", PM_FACT_META_AUTHOR },
	{ "article:published_time", PM_FACT_META_PUBLISHED },
	{ "article:published", PM_FACT_META_PUBLISHED },
	{ "og:published_time", PM_FACT_META_PUBLISHED },
	{ "og:article:published_time", PM_FACT_META_PUBLISHED },
	{ "og:pubdate", PM_FACT_META_PUBLISHED },
	{ "datepublished", PM_FACT_META_PUBLISHED },
	{ "date_published", PM_FACT_META_PUBLISHED },
	{ "publication_date", PM_FACT_META_PUBLISHED },
	{ "publicationdate", PM_FACT_META_PUBLISHED },
	{ "publish-date", PM_FACT_META_PUBLISHED },
	{ "publish_date", PM_FACT_META_PUBLISHED },
	{ "publishdate", PM_FACT_META_PUBLISHED },
	{ "published", PM_FACT_META_PUBLISHED },
	{ "published_at", PM_FACT_META_PUBLISHED },
	{ "pubdate", PM_FACT_META_PUBLISHED },
	{ "pdate", PM_FACT_META_PUBLISHED },
	{ "sailthru.date", PM_FACT_META_PUBLISHED },
	{ "parsely-pub-date", PM_FACT_META_PUBLISHED },
	{ "dc.date.issued", PM_FACT_META_PUBLISHED },
	{ "dc.issued", PM_FACT_META_PUBLISHED },
	{ "dcterms.issued", PM_FACT_META_PUBLISHED },
	{ "dc.date.created", PM_FACT_META_PUBLISHED },
	{ "dcterms.created", PM_FACT_META_PUBLISHED },
	{ "dc.date.publication", PM_FACT_META_PUBLISHED },
	{ "article_date_original", PM_FACT_META_PUBLISHED },
	{ "originalpublicationdate", PM_FACT_META_PUBLISHED },
	{ "cxenseparse:recs:publishtime", PM_FACT_META_PUBLISHED },
	{ "bt:pubdate", PM_FACT_META_PUBLISHED },
	{ "rnews:datepublished", PM_FACT_META_PUBLISHED },
	{ "citation_publication_date", PM_FACT_META_PUBLISHED },
	{ "citation_date", PM_FACT_META_PUBLISHED },
	{ "citation_online_date", PM_FACT_META_PUBLISHED },
	{ "shareaholic:article_published_time", PM_FACT_META_PUBLISHED },
	{ "ptime", PM_FACT_META_PUBLISHED },
	{ "date", PM_FACT_META_DATE },
	{ "dc.date", PM_FACT_META_DATE },
	{ "dcterms.date", PM_FACT_META_DATE },
	{ "created", PM_FACT_META_DATE },
	{ "datecreated", PM_FACT_META_DATE },
	{ "creation_date", PM_FACT_META_DATE },
	{ "timestamp", PM_FACT_META_DATE },
	{ "release_date", PM_FACT_META_DATE },
	{ "article:modified_time", PM_FACT_META_MODIFIED },
	{ "og:modified_time", PM_FACT_META_MODIFIED },
	{ "og:updated_time", PM_FACT_META_MODIFIED },
	{ "datemodified", PM_FACT_META_MODIFIED },
	{ "last-modified", PM_FACT_META_MODIFIED },
	{ "lastmod", PM_FACT_META_MODIFIED },
	{ "dc.date.modified", PM_FACT_META_MODIFIED },
	{ "dcterms.modified", PM_FACT_META_MODIFIED },
};

void
pm_facts_init(struct pm_facts *f)
{
	size_t i;

	memset(f, 0, sizeof *f);
	for (i = 0; i < PM_N_FACTS; i++)
		pm_buf_init(&f->fact[i], PM_BUF_NO_LIMIT);
	pm_buf_init(&f->body, PM_BUF_NO_LIMIT);
	pm_buf_init(&f->headings, PM_BUF_NO_LIMIT);
	pm_buf_init(&f->scratch, PM_BUF_NO_LIMIT);
}

void
pm_facts_release(struct pm_facts *f)
{
	size_t i;

	for (i = 0; i < PM_N_FACTS; i++)
		pm_buf_release(&f->fact[i]);
	pm_buf_release(&f->body);
	pm_buf_release(&f->headings);
	pm_buf_release(&f->scratch);
}

void
pm_facts_put(struct pm_facts *f, enum pm_fact fact, const char *s)
{
	struct pm_buf *b = &f->fact[fact];

	if (s == NULL || b->len > 0)
		return;
	if (strlen(s) > FACT_MAX)
		return;
	pm_dom_put_collapsed(b, s);
	while (b->len > 0 && b->data[b->len - 1] == ' ')
		b->data[--b->len] = '\0';
}

/* The text below an element, if it is short. */
static const char *
short_text(struct pm_facts *f, const xmlNode *node, size_t max)
{
	pm_buf_clear(&f->scratch);
	pm_dom_text(&f->scratch, node, max + 1);
	return f->scratch.len == 0 || f->scratch.len > max ? NULL :
							     pm_buf_str(&f->scratch);
}

static void
read_meta(struct pm_facts *f, const xmlNode *node)
{
	static const char *const keys[] = { "name", "property", "itemprop", "http-equiv" };
	const char *content = pm_dom_attr(node, "content"), *name;
	size_t key, i;

	if (content == NULL)
		return;
	for (key = 0; key < sizeof keys / sizeof *keys; key++) {
		if ((name = pm_dom_attr(node, keys[key])) == NULL)
			continue;
		for (i = 0; i < sizeof METAS / sizeof *METAS; i++) {
			if (strcasecmp(METAS[i].name, name) != 0)
				continue;
			/* an address is not a name */
			if (METAS[i].fact == PM_FACT_META_AUTHOR &&
			    strstr(content, "://") != NULL)
				continue;
			pm_facts_put(f, METAS[i].fact, content);
		}
	}
}

/* Whether a name such as the value of a class contains the word. */
static bool
has_word(const char *value, const char *word)
{
	size_t n = strlen(word);

	for (; value != NULL && *value != '\0'; value++) {
		if (strncasecmp(value, word, n) == 0)
			return true;
	}
	return false;
}

/* Whether NODE is in comments, related articles or a footer: what is said there is not
 * about this article. */
static bool
is_elsewhere(const xmlNode *node)
{
	int depth;

	for (depth = 0; depth < OUTSIDE_DEPTH && node != NULL &&
	     node->type == XML_ELEMENT_NODE; depth++, node = node->parent) {
		const char *value;
		unsigned hints = 0;

		if (pm_dom_is(node, "body") || pm_dom_is(node, "html"))
			break;
		if (pm_dom_is(node, "aside") || pm_dom_is(node, "footer"))
			return true;
		if ((value = pm_dom_attr(node, "class")) != NULL)
			hints |= pm_hints_of(value);
		if ((value = pm_dom_attr(node, "id")) != NULL)
			hints |= pm_hints_of(value);
		if ((hints & (PM_HINT_COMMENT | PM_HINT_OTHER)) != 0)
			return true;
	}
	return false;
}

static void
read_time(struct pm_facts *f, const xmlNode *node, const char *named)
{
	const char *value = pm_dom_attr(node, "datetime");
	enum pm_fact fact = PM_FACT_TIME;

	if (value == NULL && pm_dom_is(node, "abbr"))
		value = pm_dom_attr(node, "title");
	if (value == NULL || pm_date_parse(value, strlen(value)) == 0)
		value = short_text(f, node, NAMED_MAX);
	if (value == NULL || pm_date_find(value, strlen(value), PM_DATE_DAY_FIRST,
					  NULL) == 0)
		return;
	if (has_word(named, "updat") || has_word(named, "modif") || is_elsewhere(node))
		return;
	if (pm_dom_attr(node, "pubdate") != NULL || has_word(named, "publi") ||
	    has_word(named, "date"))
		fact = PM_FACT_TIME_NAMED;
	else if (pm_dom_is(node, "abbr"))
		return;
	pm_facts_put(f, fact, value);
}

static void
read_item(struct pm_facts *f, const xmlNode *node, const char *item)
{
	const char *value = pm_dom_attr(node, "content");

	if (has_word(item, "datePublished") || strcasecmp(item, "pubdate") == 0) {
		if (value == NULL)
			value = pm_dom_attr(node, "datetime");
		if (value == NULL)
			value = short_text(f, node, NAMED_MAX);
		if (value != NULL && !is_elsewhere(node) &&
		    pm_date_find(value, strlen(value), PM_DATE_DAY_FIRST, NULL) != 0)
			pm_facts_put(f, PM_FACT_ITEM_DATE, value);
	} else if (strcasecmp(item, "author") == 0) {
		if (value == NULL)
			value = short_text(f, node, 80);
		if (value != NULL && strstr(value, "://") == NULL && !is_elsewhere(node))
			pm_facts_put(f, PM_FACT_ITEM_AUTHOR, value);
	}
}

/* An element whose class or id names a date or an author. */
static void
read_named(struct pm_facts *f, const xmlNode *node, const char *named)
{
	const char *text;

	if (f->fact[PM_FACT_CLASS_DATE].len == 0 &&
	    (has_word(named, "date") || has_word(named, "time") ||
	     has_word(named, "publi") || has_word(named, "posted") ||
	     has_word(named, "meta") || has_word(named, "byline")) &&
	    !has_word(named, "updat") && !has_word(named, "modif")) {
		text = short_text(f, node, NAMED_MAX);
		if (text != NULL && !has_word(text, "updated") &&
		    pm_date_find(text, strlen(text), PM_DATE_DAY_FIRST, NULL) != 0 &&
		    !is_elsewhere(node))
			pm_facts_put(f, PM_FACT_CLASS_DATE, text);
	}
	if (f->fact[PM_FACT_CLASS_AUTHOR].len == 0 &&
	    (has_word(named, "author") || has_word(named, "byline"))) {
		text = short_text(f, node, 80);
		if (text != NULL && !is_elsewhere(node))
			pm_facts_put(f, PM_FACT_CLASS_AUTHOR, text);
	}
}

static void
read_heading(struct pm_facts *f, const xmlNode *node)
{
	const char *text;

	if (f->n_headings == PM_HEADINGS_MAX)
		return;
	text = short_text(f, node, FACT_MAX);
	if (text == NULL)
		return;
	pm_buf_puts(&f->headings, text);
	pm_buf_putc(&f->headings, '\n');
	f->n_headings++;
	f->n_h1 += pm_dom_is(node, "h1");
}

static enum pm_status
read_element(struct pm_facts *f, const xmlNode *node, struct pm_json *json,
	     struct pm_error *err)
{
	const char *name = (const char *)node->name, *value;

	if (strcmp(name, "meta") == 0) {
		read_meta(f, node);
	} else if (strcmp(name, "title") == 0) {
		pm_facts_put(f, PM_FACT_TITLE, short_text(f, node, FACT_MAX));
	} else if (strcmp(name, "link") == 0) {
		if (pm_dom_attr_is(node, "rel", "canonical"))
			pm_facts_put(f, PM_FACT_CANONICAL, pm_dom_attr(node, "href"));
	} else if (strcmp(name, "script") == 0) {
		value = pm_dom_attr(node, "type");
		if (value != NULL && has_word(value, "ld+json") &&
		    node->children != NULL && node->children->content != NULL)
			return pm_facts_read_ld(f, (char *)node->children->content,
						strlen((char *)node->children->content),
						json, err);
		return PM_OK;
	} else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '3' && name[2] == '\0') {
		read_heading(f, node);
	} else if (strcmp(name, "html") == 0) {
		pm_facts_put(f, PM_FACT_LANG, pm_dom_attr(node, "lang"));
	}
	if (node->properties == NULL)
		return PM_OK;
	if ((value = pm_dom_attr(node, "itemprop")) != NULL)
		read_item(f, node, value);
	if ((value = pm_dom_attr(node, "rel")) != NULL && has_word(value, "author") &&
	    strcmp(name, "a") == 0 && f->fact[PM_FACT_REL_AUTHOR].len == 0 &&
	    !is_elsewhere(node))
		pm_facts_put(f, PM_FACT_REL_AUTHOR, short_text(f, node, 80));
	value = pm_dom_attr(node, "class");
	if (strcmp(name, "time") == 0 || strcmp(name, "abbr") == 0)
		read_time(f, node, value);
	if (value != NULL)
		read_named(f, node, value);
	if ((value = pm_dom_attr(node, "id")) != NULL)
		read_named(f, node, value);
	return PM_OK;
}

enum pm_status
pm_facts_read(struct pm_facts *f, const xmlNode *root, struct pm_json *json,
	      struct pm_error *err)
{
	const xmlNode *node;
	enum pm_status st = PM_OK;
	size_t i;

	for (i = 0; i < PM_N_FACTS; i++)
		pm_buf_clear(&f->fact[i]);
	pm_buf_clear(&f->body);
	pm_buf_clear(&f->headings);
	f->n_headings = f->n_h1 = 0;
	for (node = root; node != NULL && st == PM_OK;
	     node = pm_dom_next(node, root, pm_dom_is(node, "svg"))) {
		if (node->type == XML_ELEMENT_NODE)
			st = read_element(f, node, json, err);
	}
	for (i = 0; i < PM_N_FACTS && st == PM_OK; i++)
		st = pm_buf_check(&f->fact[i], "the page", err);
	if (st == PM_OK)
		st = pm_buf_check(&f->headings, "the page", err);
	return st == PM_OK ? pm_buf_check(&f->scratch, "the page", err) : st;
}
