/* Pressmark - a web page as an article: see html.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/html.h"

#include "corpus/page/blocks.h"
#include "corpus/page/charset.h"
#include "corpus/page/dom.h"
#include "corpus/page/facts.h"
#include "corpus/page/words.h"
#include "support/json.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Number of open elements beyond which the rest of a page is not read: libxml2 searches
 * them all at each end tag. */
#define DEPTH_MAX 2000
/* Attributes per element: libxml2 compares each with every other. */
#define ATTRIBUTES_MAX 1000

struct pm_page_work {
	struct pm_function_words words;
	struct pm_blocks blocks;
	struct pm_facts facts;
	struct pm_json *json;
	struct pm_buf utf8;
};

void
pm_page_init(struct pm_page *page)
{
	memset(page, 0, sizeof *page);
	pm_buf_init(&page->title, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->author, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->date, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->url, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->source, PM_BUF_NO_LIMIT);
}

void
pm_page_release(struct pm_page *page)
{
	struct pm_page_work *w = page->work;

	pm_buf_release(&page->title);
	pm_buf_release(&page->text);
	pm_buf_release(&page->author);
	pm_buf_release(&page->date);
	pm_buf_release(&page->url);
	pm_buf_release(&page->source);
	if (w != NULL) {
		pm_blocks_release(&w->blocks);
		pm_facts_release(&w->facts);
		pm_json_free(w->json);
		pm_buf_release(&w->utf8);
		free(w);
	}
	page->work = NULL;
}

static enum pm_status
begin(struct pm_page *page, struct pm_error *err)
{
	struct pm_page_work *w = page->work;

	if (w == NULL) {
		w = pm_calloc(1, sizeof *w);
		if (w == NULL)
			return pm_fail_nomem(err);
		pm_function_words_init(&w->words);
		pm_blocks_init(&w->blocks, &w->words);
		pm_facts_init(&w->facts);
		pm_buf_init(&w->utf8, PM_BUF_NO_LIMIT);
		page->work = w;
	}
	pm_buf_clear(&w->utf8);
	pm_buf_clear(&page->title);
	pm_buf_clear(&page->text);
	pm_buf_clear(&page->author);
	pm_buf_clear(&page->date);
	pm_buf_clear(&page->url);
	pm_buf_clear(&page->source);
	page->day = 0;
	page->repairs = 0;
	return w->json == NULL ? pm_json_new(&w->json, err) : PM_OK;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The closing tag of the script or style element that begins at P, or END. */
static const char *
skip_raw(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) > n + 2 && p[1] == '/' &&
		    strncasecmp(p + 2, name, n) == 0)
			return p;
		p++;
	}
	return end;
}

/* Whether a tag has more attributes than libxml2 can handle in reasonable time. */
static bool
is_bomb(const char *p, const char *end)
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		const char *tag = ++p;
		size_t attributes = 0;

		if (p == end || !((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z'))
			continue;
		while (p < end && *p != '>' && attributes <= ATTRIBUTES_MAX) {
			/* a quoted value is one step, if it is closed */
			if ((*p == '"' || *p == '\'') && p[-1] == '=') {
				const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

				if (close == NULL)
					break;
				p = close + 1;
				attributes++;
				continue;
			}
			if (is_space(*p) || *p == '/')
				attributes += p + 1 < end && !is_space(p[1]) && p[1] != '/';
			p++;
		}
		if (attributes > ATTRIBUTES_MAX)
			return true;
		if (end - tag > 6 && strncasecmp(tag, "script", 6) == 0)
			p = skip_raw(p, end, "script");
		else if (end - tag > 5 && strncasecmp(tag, "style", 5) == 0)
			p = skip_raw(p, end, "style");
	}
	return false;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	htmlParserCtxtPtr parser = ctx;

	if (parser->nameNr > DEPTH_MAX)
		xmlStopParser(parser);
	else
		xmlSAX2StartElement(ctx, name, attributes);
}

/* libxml2 prints to stderr what it cannot pass to a parser, such as when there is no
 * memory for one. */
static void
on_error(void *ctx, xmlErrorPtr error)
{
	(void)ctx;
	(void)error;
}

static enum pm_status
parse(const struct pm_buf *utf8, xmlDoc **doc, struct pm_error *err)
{
	const char *text = pm_buf_str(utf8);
	size_t len = utf8->len;
	htmlParserCtxtPtr parser;
	enum pm_status st = PM_OK;

	while (len > 0 && is_space(*text)) {
		text++;
		len--;
	}
	/* an XML declaration's encoding is no longer true */
	if (len > 5 && strncasecmp(text, "<?xml", 5) == 0) {
		const char *close = memchr(text, '>', len);

		if (close != NULL) {
			len -= (size_t)(close + 1 - text);
			text = close + 1;
		}
	}
	if (len > INT_MAX)
		return pm_fail(err, PM_ERR_INPUT, "the page is too large");
	if (is_bomb(text, text + len))
		return pm_fail(err, PM_ERR_INPUT, "a tag has too many attributes");
	parser = htmlNewParserCtxt();
	if (parser == NULL)
		return pm_fail_nomem(err);
	parser->sax->startElement = on_start;
	parser->options |= XML_PARSE_HUGE;
	*doc = htmlCtxtReadMemory(parser, text, (int)len, NULL, "UTF-8",
				 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
				 HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
				 HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
	if (parser->errNo == XML_ERR_NO_MEMORY)
		st = pm_fail_nomem(err);
	else if (*doc == NULL)
		st = pm_fail(err, PM_ERR_INPUT, "no text");
	htmlFreeParserCtxt(parser);
	return st;
}

static enum pm_status
read_tree(struct pm_page *page, const xmlNode *root, struct pm_error *err)
{
	struct pm_page_work *w = page->work;
	struct pm_facts *f = &w->facts;
	const struct pm_buf *url;
	enum pm_status st;

	st = pm_facts_read(f, root, w->json, err);
	if (st == PM_OK)
		st = pm_blocks_cut(&w->blocks, root, err);
	if (st < 0)
		return st;
	pm_facts_title(f, &w->blocks, &page->title);
	st = pm_blocks_weigh(&w->blocks, &page->title, &f->fact[PM_FACT_LD_BODY], err);
	if (st < 0)
		return st;
	pm_blocks_decide(&w->blocks);
	pm_blocks_text(&w->blocks, &page->text);
	pm_facts_author(f, &w->blocks, &page->author);
	page->day = pm_facts_date(f, &w->blocks, &page->date);
	url = &f->fact[PM_FACT_CANONICAL];
	if (strstr(pm_buf_str(url), "://") == NULL)
		url = &f->fact[PM_FACT_OG_URL];
	pm_buf_put(&page->url, pm_buf_str(url), url->len);
	pm_buf_put(&page->source, pm_buf_str(&f->fact[PM_FACT_SITE]),
		   f->fact[PM_FACT_SITE].len);
	return PM_OK;
}

enum pm_status
pm_page_read(struct pm_page *page, const char *bytes, size_t len,
	     struct pm_error *err)
{
	const struct pm_buf *const results[] = {
		&page->title, &page->text, &page->author, &page->date, &page->url,
		&page->source
	};
	/* per thread; restored below */
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_ctx = xmlStructuredErrorContext;
	xmlDoc *doc = NULL;
	xmlNode *root;
	enum pm_status st;
	size_t i;

	st = begin(page, err);
	if (st == PM_OK)
		st = pm_charset_decode(&page->work->utf8, bytes, len, &page->repairs, err);
	xmlSetStructuredErrorFunc(NULL, on_error);
	if (st == PM_OK)
		st = parse(&page->work->utf8, &doc, err);
	if (st < 0)
		goto out;
	root = xmlDocGetRootElement(doc);
	st = root == NULL ? pm_fail(err, PM_ERR_INPUT, "no text") :
			    read_tree(page, root, err);
	for (i = 0; i < sizeof results / sizeof *results && st == PM_OK; i++)
		st = pm_buf_check(results[i], "the page", err);
out:
	xmlFreeDoc(doc);
	xmlSetStructuredErrorFunc(before_ctx, before);
	return st;
}
