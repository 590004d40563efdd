/* Pressmark - what a web page says about itself: collecting: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/dates/date.h"
#include "corpus/page/dom.h"
#include "support/space.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define FACT_MAX 1024	  /* bytes of a short fact */
#define LIST_MAX 65536	  /* and of a list of them */
#define NAMED_MAX 300	  /* bytes below an element named for a date */
#define NAME_MAX_BYTES 40 /* of a meta element that count */
#define OUTSIDE_DEPTH 12  /* ancestors that may say "comments" */

/* Without dots, colons, hyphens and underscores, which pages write as they like. */
static const struct {
	const char *name;
	enum pm_fact fact;
} METAS[] = {
	{ "ogtitle", PM_FACT_OG_TITLE },
	{ "ogsitename", PM_FACT_SITE },
	{ "ogurl", PM_FACT_OG_URL },
	{ "ogimage", PM_FACT_OG_IMAGE },
	{ "applicationname", PM_FACT_APP },
	{ "description", PM_FACT_DESCRIPTION },
	{ "ogdescription", PM_FACT_OG_DESCRIPTION },
	{ "twitterdescription", PM_FACT_OG_DESCRIPTION },
	{ "oglocale", PM_FACT_OG_LANG },
	{ "contentlanguage", PM_FACT_META_LANG },
	{ "inlanguage", PM_FACT_META_LANG },
	{ "dclanguage", PM_FACT_META_LANG },
	{ "dctermslanguage", PM_FACT_META_LANG },
	{ "language", PM_FACT_META_LANG },
	{ "author", PM_FACT_META_AUTHOR },
	{ "articleauthorname", PM_FACT_META_AUTHOR },
	{ "dccreator", PM_FACT_DC_AUTHOR },
	{ "dctermscreator", PM_FACT_DC_AUTHOR },
	{ "dccontributor", PM_FACT_META_AUTHOR },
	{ "parselyauthor", PM_FACT_META_AUTHOR },
	{ "sailthruauthor", PM_FACT_META_AUTHOR },
	{ "byl", PM_FACT_META_AUTHOR },
	{ "articleauthor", PM_FACT_META_AUTHOR },
	{ "citationauthor", PM_FACT_META_AUTHOR },
	{ "articlepublishedtime", PM_FACT_META_PUBLISHED },
	{ "articlepublished", PM_FACT_META_PUBLISHED },
	{ "ogpublishedtime", PM_FACT_META_PUBLISHED },
	{ "ogarticlepublishedtime", PM_FACT_META_PUBLISHED },
	{ "ogpubdate", PM_FACT_META_PUBLISHED },
	{ "ogpublishdate", PM_FACT_META_PUBLISHED },
	{ "datepublished", PM_FACT_META_PUBLISHED },
	{ "publicationdate", PM_FACT_META_PUBLISHED },
	{ "publishdate", PM_FACT_META_PUBLISHED },
	{ "published", PM_FACT_META_PUBLISHED },
	{ "publishedat", PM_FACT_META_PUBLISHED },
	{ "publishedtime", PM_FACT_META_PUBLISHED },
	{ "publisheddate", PM_FACT_META_PUBLISHED },
	{ "publishtime", PM_FACT_META_PUBLISHED },
	{ "pubdate", PM_FACT_META_PUBLISHED },
	{ "pubtime", PM_FACT_META_PUBLISHED },
	{ "pdate", PM_FACT_META_PUBLISHED },
	{ "ptime", PM_FACT_META_PUBLISHED },
	{ "rbpubdate", PM_FACT_META_PUBLISHED },
	{ "sailthrudate", PM_FACT_META_PUBLISHED },
	{ "parselypubdate", PM_FACT_META_PUBLISHED },
	{ "dcdateissued", PM_FACT_META_PUBLISHED },
	{ "dcissued", PM_FACT_META_PUBLISHED },
	{ "dctermsissued", PM_FACT_META_PUBLISHED },
	{ "dcdatecreated", PM_FACT_META_PUBLISHED },
	{ "dccreated", PM_FACT_META_PUBLISHED },
	{ "dctermscreated", PM_FACT_META_PUBLISHED },
	{ "dcdatepublication", PM_FACT_META_PUBLISHED },
	{ "dcdatepublished", PM_FACT_META_PUBLISHED },
	{ "articlecreated", PM_FACT_META_PUBLISHED },
	{ "articledateoriginal", PM_FACT_META_PUBLISHED },
	{ "originalpublicationdate", PM_FACT_META_PUBLISHED },
	{ "firstpublished", PM_FACT_META_PUBLISHED },
	{ "dcsextarticlefirstpublished", PM_FACT_META_PUBLISHED },
	{ "cxenseparserecspublishtime", PM_FACT_META_PUBLISHED },
	{ "btpubdate", PM_FACT_META_PUBLISHED },
	{ "rnewsdatepublished", PM_FACT_META_PUBLISHED },
	{ "citationpublicationdate", PM_FACT_META_PUBLISHED },
	{ "citationdate", PM_FACT_META_PUBLISHED },
	{ "citationonlinedate", PM_FACT_META_PUBLISHED },
	{ "shareaholicarticlepublishedtime", PM_FACT_META_PUBLISHED },
	{ "mediatorpublishedtime", PM_FACT_META_PUBLISHED },
	{ "vrpublishedtime", PM_FACT_META_PUBLISHED },
	{ "twtpublishedat", PM_FACT_META_PUBLISHED },
	{ "dateposted", PM_FACT_META_PUBLISHED },
	{ "postdate", PM_FACT_META_PUBLISHED },
	{ "date", PM_FACT_META_DATE },
	{ "dcdate", PM_FACT_META_DATE },
	{ "dctermsdate", PM_FACT_META_DATE },
	{ "created", PM_FACT_META_DATE },
	{ "datecreated", PM_FACT_META_DATE },
	{ "creationdate", PM_FACT_META_DATE },
	{ "contentcreatedate", PM_FACT_META_DATE },
	{ "displaydate", PM_FACT_META_DATE },
	{ "docdate", PM_FACT_META_DATE },
	{ "timestamp", PM_FACT_META_DATE },
	{ "releasedate", PM_FACT_META_DATE },
	{ "analyticsdate", PM_FACT_META_DATE },
	{ "articlemodifiedtime", PM_FACT_META_MODIFIED },
	{ "articlemodified", PM_FACT_META_MODIFIED },
	{ "articlemodifieddate", PM_FACT_META_MODIFIED },
	{ "ogmodifiedtime", PM_FACT_META_MODIFIED },
	{ "ogarticlemodifiedtime", PM_FACT_META_MODIFIED },
	{ "ogupdatedtime", PM_FACT_META_MODIFIED },
	{ "datemodified", PM_FACT_META_MODIFIED },
	{ "dateupdated", PM_FACT_META_MODIFIED },
	{ "lastmodified", PM_FACT_META_MODIFIED },
	{ "lastmod", PM_FACT_META_MODIFIED },
	{ "lastupdate", PM_FACT_META_MODIFIED },
	{ "lastupdated", PM_FACT_META_MODIFIED },
	{ "lastdate", PM_FACT_META_MODIFIED },
	{ "modified", PM_FACT_META_MODIFIED },
	{ "modifiedtime", PM_FACT_META_MODIFIED },
	{ "modifieddate", PM_FACT_META_MODIFIED },
	{ "modificationdate", PM_FACT_META_MODIFIED },
	{ "revised", PM_FACT_META_MODIFIED },
	{ "revisiondate", PM_FACT_META_MODIFIED },
	{ "updated", PM_FACT_META_MODIFIED },
	{ "updatedtime", PM_FACT_META_MODIFIED },
	{ "dcdatemodified", PM_FACT_META_MODIFIED },
	{ "dcmodified", PM_FACT_META_MODIFIED },
	{ "dctermsmodified", PM_FACT_META_MODIFIED },
	{ "btmoddate", PM_FACT_META_MODIFIED },
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

/* Whether the lines of LIST have one that is S. */
static bool
has_line(const struct pm_buf *list, size_t end, const char *s, size_t len)
{
	const char *line = pm_buf_str(list), *last = line + end, *feed;

	for (; line < last; line = feed + 1) {
		feed = memchr(line, '\n', (size_t)(last - line));
		feed = feed == NULL ? last : feed;
		if ((size_t)(feed - line) == len && memcmp(line, s, len) == 0)
			return true;
	}
	return false;
}

void
pm_facts_add(struct pm_facts *f, enum pm_fact fact, const char *s)
{
	struct pm_buf *b = &f->fact[fact];
	size_t before = b->len, begin;

	if (strlen(s) > FACT_MAX || before + strlen(s) > LIST_MAX)
		return;
	if (before > 0)
		pm_buf_putc(b, '\n');
	begin = b->len;
	pm_dom_put_collapsed(b, s);
	while (b->len > begin && b->data[b->len - 1] == ' ')
		b->data[--b->len] = '\0';
	if (b->status == PM_OK &&
	    (b->len == begin ||
	     has_line(b, before, pm_buf_str(b) + begin, b->len - begin))) {
		b->len = before;
		if (b->cap > 0)
			b->data[before] = '\0';
	}
}

/* The text below an element, if it is short. */
static const char *
short_text(struct pm_facts *f, const xmlNode *node, size_t max)
{
	pm_buf_clear(&f->scratch);
	pm_dom_text(&f->scratch, node, max + 1);
	return f->scratch.len == 0 || f->scratch.len > max
		     ? NULL
		     : pm_buf_str(&f->scratch);
}

/* The next of the names at *P, with blanks between them, as METAS has it; false: there is
 * none. */
static bool
next_name(const char **p, char name[NAME_MAX_BYTES])
{
	size_t n = 0;

	while (pm_is_markup_space(**p))
		(*p)++;
	if (**p == '\0')
		return false;
	for (; **p != '\0' && !pm_is_markup_space(**p); (*p)++) {
		if (strchr(".:-_", **p) == NULL && n < NAME_MAX_BYTES - 1)
			name[n++] = (char)tolower((unsigned char)**p);
	}
	name[n] = '\0';
	return true;
}

/* Several elements of one name are several authors; one of another name says the same in
 * another way. */
static void
put_author(struct pm_facts *f, enum pm_fact fact, const char *name, const char *content)
{
	const char **first = &f->author_meta[fact == PM_FACT_DC_AUTHOR];

	/* an address is not a name; behind one it is left out later */
	if (strncmp(content, "http", 4) == 0 && strstr(content, "://") != NULL)
		return;
	if (f->fact[fact].len == 0)
		*first = name;
	if (*first == name)
		pm_facts_add(f, fact, content);
}

static void
put_meta(struct pm_facts *f, const char *name, const char *content)
{
	size_t i;

	for (i = 0; i < sizeof METAS / sizeof *METAS; i++) {
		if (*name != *METAS[i].name || strcmp(name, METAS[i].name) != 0)
			continue;
		if (METAS[i].fact == PM_FACT_META_AUTHOR ||
		    METAS[i].fact == PM_FACT_DC_AUTHOR)
			put_author(f, METAS[i].fact, METAS[i].name, content);
		else
			pm_facts_put(f, METAS[i].fact, content);
	}
}

static void
read_meta(struct pm_facts *f, const xmlNode *node)
{
	static const char *const keys[] = { "name", "property", "itemprop", "http-equiv" };
	const char *content = pm_dom_attr(node, "content"), *names;
	char name[NAME_MAX_BYTES];
	size_t key;

	if (content == NULL)
		return;
	for (key = 0; key < sizeof keys / sizeof *keys; key++) {
		names = pm_dom_attr(node, keys[key]);
		while (names != NULL && next_name(&names, name))
			put_meta(f, name, content);
	}
}

/* Whether a name such as the value of a class contains the word. */
static bool
has_word(const char *value, const char *word)
{
	size_t n = strlen(word);

	for (; value != NULL && *value != '\0'; value++) {
		if ((*value | 0x20) == (*word | 0x20) && strncasecmp(value, word, n) == 0)
			return true;
	}
	return false;
}

/* Whether it contains "author", and not as part of "authority" or "authorize". */
static bool
has_author(const char *value)
{
	const char *p;

	for (p = value; p != NULL && *p != '\0'; p++) {
		if (strncasecmp(p, "author", 6) == 0 && (p[6] | 0x20) != 'i')
			return true;
	}
	return false;
}


/* An <aside> of an article's meta data is one by its name, or if they are microdata. */
enum asides { ASIDES_OTHER, ASIDES_OWN };

/* Whether NODE is in comments, related articles or a footer: what is said there is not
 * about this article. */
static bool
is_elsewhere(const xmlNode *node, enum asides asides)
{
	int depth;

	for (depth = 0;
	     depth < OUTSIDE_DEPTH && node != NULL && node->type == XML_ELEMENT_NODE;
	     depth++, node = node->parent) {
		const char *value;
		unsigned hints = 0;

		if (pm_dom_is(node, "body") || pm_dom_is(node, "html"))
			break;
		if (pm_dom_is(node, "footer"))
			return true;
		if ((value = pm_dom_attr(node, "class")) != NULL)
			hints |= pm_hints_of(value);
		if ((value = pm_dom_attr(node, "id")) != NULL)
			hints |= pm_hints_of(value);
		if (pm_dom_is(node, "aside") && asides == ASIDES_OTHER &&
		    (hints & PM_HINT_META) == 0)
			return true;
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
	if (value == NULL ||
	    pm_date_parse(value, strlen(value), PM_DATE_DAY_FIRST, NULL) % 100 == 0)
		value = short_text(f, node, NAMED_MAX);
	if (value == NULL ||
	    pm_date_find(value, strlen(value), PM_DATE_DAY_FIRST, NULL) == 0)
		return;
	if (has_word(named, "updat") || has_word(named, "modif") ||
	    has_word(pm_dom_attr(node, "itemprop"), "modif") ||
	    is_elsewhere(node, ASIDES_OTHER))
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
	static const struct {
		const char *word;
		enum pm_fact fact;
	} dates[] = { { "datePublished", PM_FACT_ITEM_DATE },
		      { "pubDate", PM_FACT_ITEM_DATE },
		      { "dateCreated", PM_FACT_ITEM_CREATED },
		      { "datePosted", PM_FACT_ITEM_CREATED },
		      { "uploadDate", PM_FACT_ITEM_CREATED },
		      { "dateModified", PM_FACT_META_MODIFIED } };
	const size_t n_dates = sizeof dates / sizeof *dates;
	const char *value = pm_dom_attr(node, "content");
	size_t i = 0;

	while (i < n_dates && !has_word(item, dates[i].word))
		i++;
	if (i < n_dates) {
		if (value == NULL)
			value = pm_dom_attr(node, "datetime");
		if (value == NULL)
			value = short_text(f, node, NAMED_MAX);
		if (value != NULL && !is_elsewhere(node, ASIDES_OWN) &&
		    pm_date_find(value, strlen(value), PM_DATE_DAY_FIRST, NULL) != 0)
			pm_facts_put(f, dates[i].fact, value);
	} else if (strcasecmp(item, "author") == 0) {
		if (value == NULL)
			value = short_text(f, node, 80);
		if (value != NULL && strstr(value, "://") == NULL &&
		    !is_elsewhere(node, ASIDES_OWN))
			pm_facts_put(f, PM_FACT_ITEM_AUTHOR, value);
	}
}

/* An element whose class or id names a date or an author.  Links to publications are none
 * of these. */
static void
read_named(struct pm_facts *f, const xmlNode *node, const char *named)
{
	const char *text;

	if (f->fact[PM_FACT_CLASS_DATE].len == 0 &&
	    (has_word(named, "date") || has_word(named, "time") ||
	     (has_word(named, "publi") && !pm_dom_is(node, "a")) ||
	     has_word(named, "posted") || has_word(named, "meta") ||
	     has_word(named, "byline") || has_word(named, "datum") ||
	     has_word(named, "fecha")) &&
	    !has_word(named, "updat") && !has_word(named, "modif")) {
		text = short_text(f, node, NAMED_MAX);
		if (text != NULL && !has_word(text, "updated") &&
		    pm_date_find(text, strlen(text), PM_DATE_DAY_FIRST, NULL) != 0 &&
		    !is_elsewhere(node, ASIDES_OTHER))
			pm_facts_put(f, PM_FACT_CLASS_DATE, text);
	}
	if (f->fact[PM_FACT_CLASS_AUTHOR].len == 0 &&
	    (has_author(named) || has_word(named, "byline"))) {
		text = short_text(f, node, 80);
		if (text != NULL && !is_elsewhere(node, ASIDES_OTHER))
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
		pm_facts_put(f, PM_FACT_LANG, pm_dom_attr(node, "xml:lang"));
	}
	if (node->properties == NULL)
		return PM_OK;
	if ((value = pm_dom_attr(node, "itemprop")) != NULL)
		read_item(f, node, value);
	if ((value = pm_dom_attr(node, "rel")) != NULL && has_author(value) &&
	    strcmp(name, "a") == 0 && f->fact[PM_FACT_REL_AUTHOR].len == 0 &&
	    !is_elsewhere(node, ASIDES_OTHER))
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
