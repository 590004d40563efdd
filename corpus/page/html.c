/* Pressmark - a web page as an article: see html.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/html.h"

#include "corpus/encoding/page_bytes.h"
#include "corpus/page/blocks.h"
#include "corpus/page/dom.h"
#include "corpus/page/facts.h"
#include "corpus/page/markup.h"
#include "corpus/page/reasons.h"
#include "corpus/page/ruling.h"
#include "corpus/page/unclean.h"
#include "corpus/page/words.h"
#include "support/json.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How deep elements may nest: libxml2 looks through all open ones at each end tag. */
#define DEPTH_MAX 512

/* Buffers that have grown beyond this are freed as soon as they have been used. */
#define KEEP ((size_t)1 << 22)

struct pm_page_work {
	struct pm_function_words words;
	struct pm_blocks blocks;
	struct pm_facts facts;
	struct pm_json *json;
	struct pm_encodings *encodings; /* NULL: the caller has some */
	struct pm_buf utf8;
	struct pm_buf plain; /* markup.h */
	struct pm_ruling ruling;
	char rule_texts[3][48]; /* of pm_page_where */
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
	pm_buf_init(&page->language, PM_BUF_NO_LIMIT);
	pm_buf_init(&page->ruled, PM_BUF_NO_LIMIT);
	pm_fold_builder_init(&page->folds);
}

void
pm_page_trim(struct pm_page *page)
{
	struct pm_page kept = *page;

	pm_page_release(page);
	pm_page_init(page);
	page->dates = kept.dates;
	page->clean = kept.clean;
	page->rules = kept.rules;
	page->max_nodes = kept.max_nodes;
	page->encodings = kept.encodings;
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
	pm_buf_release(&page->language);
	pm_buf_release(&page->ruled);
	pm_fold_builder_release(&page->folds);
	if (w != NULL) {
		pm_blocks_release(&w->blocks);
		pm_facts_release(&w->facts);
		pm_json_free(w->json);
		pm_encodings_free(w->encodings);
		pm_buf_release(&w->utf8);
		pm_buf_release(&w->plain);
		pm_ruling_release(&w->ruling);
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
		pm_buf_init(&w->plain, PM_BUF_NO_LIMIT);
		pm_ruling_init(&w->ruling);
		page->work = w;
	}
	pm_buf_clear(&w->utf8);
	pm_buf_clear(&w->plain);
	pm_buf_clear(&page->title);
	pm_buf_clear(&page->text);
	pm_buf_clear(&page->author);
	pm_buf_clear(&page->date);
	pm_buf_clear(&page->url);
	pm_buf_clear(&page->source);
	pm_buf_clear(&page->language);
	pm_buf_clear(&page->ruled);
	pm_fold_builder_clear(&page->folds);
	page->day = 0;
	page->repairs = 0;
	page->unclean = false;
	return w->json == NULL ? pm_json_new(&w->json, err) : PM_OK;
}

/* Where elements nest too deeply, the next one takes the place of the innermost one
 * and stands beside it, as in browsers.  libxml2 has no other way to say so than its
 * stack of names, which later versions call deprecated. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void
on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	htmlParserCtxtPtr parser = ctx;

	if (parser->nameNr > DEPTH_MAX) {
		xmlSAX2EndElement(ctx, parser->nameTab[parser->nameNr - 2]);
		parser->nameTab[parser->nameNr - 2] = name;
		parser->nameTab[--parser->nameNr] = NULL;
	}
	xmlSAX2StartElement(ctx, name, attributes);
}
#pragma GCC diagnostic pop

/* libxml2 2.12 has made this a constant. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *error_ref;
#else
typedef xmlErrorPtr error_ref;
#endif

/* libxml2 prints to stderr what it cannot pass to a parser, such as when there is no
 * memory for one. */
static void
on_error(void *ctx, error_ref error)
{
	(void)ctx;
	(void)error;
}

static enum pm_status
parse(const struct pm_buf *plain, xmlDoc **doc, struct pm_error *err)
{
	htmlParserCtxtPtr parser;
	enum pm_status st = PM_OK;

	if (plain->len > INT_MAX)
		return pm_fail(err, PM_ERR_INPUT, "the page is too large");
	parser = htmlNewParserCtxt();
	if (parser == NULL)
		return pm_fail_nomem(err);
	parser->sax->startElement = on_start;
	parser->options |= XML_PARSE_HUGE;
	*doc = htmlCtxtReadMemory(parser, pm_buf_str(plain), (int)plain->len, NULL,
				  "UTF-8",
				  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
					  HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
					  HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC |
					  XML_PARSE_HUGE);
	if (parser->errNo == XML_ERR_NO_MEMORY)
		st = pm_fail_nomem(err);
	else if (*doc == NULL)
		st = pm_fail(err, PM_ERR_INPUT, "no text");
	htmlFreeParserCtxt(parser);
	return st;
}

/* The root of all the page: libxml2 may begin another tree where one has ended. */
static xmlNode *
join_roots(xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc), *node, *next;

	for (node = root == NULL ? NULL : root->next; node != NULL; node = next) {
		next = node->next;
		xmlUnlinkNode(node);
		xmlAddChild(root, node);
	}
	return root;
}

/* The text and the folds, from what the blocks weigh. */
static void
put_page_text(struct pm_page *page)
{
	struct pm_page_work *w = page->work;

	size_t shown;

	pm_buf_clear(&page->text);
	pm_fold_builder_clear(&page->folds);
	pm_blocks_decide(&w->blocks, page->clean);
	pm_blocks_text(&w->blocks, &page->text);
	pm_buf_clear(&page->ruled);
	if (w->blocks.ruled)
		pm_blocks_ruled(&w->blocks, pm_ruling_keeps, &w->ruling, &page->ruled);
	shown = w->ruling.chooses ? SIZE_MAX : pm_facts_lengthen(&w->facts, &page->text);
	pm_blocks_fold(&w->blocks, &page->text, shown, &page->folds);
}

/* The page's own address. */
static void
put_url(struct pm_page *page)
{
	const struct pm_facts *f = &page->work->facts;
	const struct pm_buf *url = &f->fact[PM_FACT_CANONICAL];

	if (strstr(pm_buf_str(url), "://") == NULL)
		url = &f->fact[PM_FACT_OG_URL];
	pm_buf_put(&page->url, pm_buf_str(url), url->len);
}

/* Find the rules for the page, and cut it as they mark it. */
static enum pm_status
cut(struct pm_page *page, xmlDoc *doc, xmlNode *root, size_t bytes, struct pm_error *err)
{
	struct pm_ruling *r = &page->work->ruling;
	struct pm_blocks *b = &page->work->blocks;
	enum pm_status st = PM_OK;

	/* where it is known, they have been found */
	if (page->known_url_len == 0)
		st = pm_ruling_begin(r, page->rules, pm_buf_str(&page->url),
				     page->url.len, page->file, page->file_len, err);
	if (st == PM_OK)
		st = pm_ruling_mark(r, doc, root, bytes, err);
	b->ruled = r->marks;
	if (st == PM_OK)
		st = pm_blocks_cut(b, root, err);
	if (st == PM_OK)
		pm_ruling_drop_texts(r, b);
	return st;
}

/* Author and date. */
static enum pm_status
put_byline(struct pm_page *page, struct pm_error *err)
{
	struct pm_page_work *w = page->work;
	enum pm_status st;

	pm_facts_author(&w->facts, &w->blocks, &page->author);
	page->day = pm_facts_date(&w->facts, &w->blocks, page->dates, &page->date);
	st = pm_ruling_author(&w->ruling, &page->author, err);
	return st < 0 ? st
		      : pm_ruling_date(&w->ruling, &w->facts, page->dates, &page->date,
				       &page->day, err);
}

static enum pm_status
read_tree(struct pm_page *page, xmlDoc *doc, xmlNode *root, size_t bytes,
	  struct pm_error *err)
{
	struct pm_page_work *w = page->work;
	struct pm_facts *f = &w->facts;
	const struct pm_buf *const descriptions[] = {
		&f->fact[PM_FACT_DESCRIPTION], &f->fact[PM_FACT_OG_DESCRIPTION],
		&f->fact[PM_FACT_LD_DESCRIPTION]
	};
	enum pm_status st;

	if ((st = pm_facts_read(f, root, w->json, err)) < 0)
		return st;
	put_url(page);
	if ((st = cut(page, doc, root, bytes, err)) < 0)
		return st;
	pm_facts_title(f, &w->blocks, &page->title);
	st = pm_ruling_title(&w->ruling, &page->title, err);
	if (st == PM_OK)
		st = pm_blocks_weigh(&w->blocks, &page->title, &f->body, err);
	if (st < 0)
		return st;
	pm_blocks_judge(&w->blocks);
	pm_blocks_mark_lead(&w->blocks, &page->title, descriptions, 3);
	put_page_text(page);
	pm_facts_source(f, &page->source);
	pm_facts_language(f, &page->language);
	return put_byline(page, err);
}

static void
free_large(struct pm_buf *b)
{
	if (b->cap > KEEP)
		pm_buf_release(b);
	pm_buf_clear(b);
}

/* By its tree, which the caller frees. */
static enum pm_status
read_cleaned(struct pm_page *page, xmlDoc **doc, struct pm_error *err)
{
	size_t bytes = page->work->plain.len;
	enum pm_status st = parse(&page->work->plain, doc, err);
	xmlNode *root;

	if (st < 0)
		return st;
	free_large(&page->work->plain);
	root = join_roots(*doc);
	return root == NULL ? pm_fail(err, PM_ERR_INPUT, "no text")
			    : read_tree(page, *doc, root, bytes, err);
}

enum pm_status
pm_page_decode(struct pm_page *page, const char *bytes, size_t len, struct pm_error *err)
{
	enum pm_status st = begin(page, err);

	if (st == PM_OK && page->encodings == NULL && page->work->encodings == NULL)
		st = pm_encodings_open(&page->work->encodings, NULL, err);
	if (st < 0)
		return st;
	st = pm_encoding_decode_page(page->encodings != NULL ? page->encodings
							     : page->work->encodings,
				     &page->work->utf8, bytes, len, &page->encoded, err);
	page->repairs = page->encoded.replaced;
	return st;
}

/* If it is known where the page is from, find its rules; *MORE are the attributes that they
 * may ask for. */
static enum pm_status
begin_rules(struct pm_page *page, const char *const **more, struct pm_error *err)
{
	struct pm_ruling *r = &page->work->ruling;
	bool known = page->known_url_len > 0;
	enum pm_status st = pm_ruling_begin(r, known ? page->rules : NULL,
					    page->known_url, page->known_url_len,
					    page->file, page->file_len, err);

	if (page->rules != NULL && (!known || r->n_active > 0))
		*more = pm_page_rules_attributes(page->rules);
	return st;
}

enum pm_status
pm_page_parse(struct pm_page *page, struct pm_error *err)
{
	const struct pm_buf *const results[] = {
		&page->title, &page->text,   &page->author,  &page->date,
		&page->url,   &page->source, &page->language
	};
	/* per thread; restored below */
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_ctx = xmlStructuredErrorContext;
	const char *const *more = NULL;
	xmlDoc *doc = NULL;
	enum pm_status st;
	size_t i;

	if ((st = begin_rules(page, &more, err)) < 0)
		return st;
	st = pm_markup_rewrite_with(&page->work->plain, pm_buf_str(&page->work->utf8),
				    page->work->utf8.len, more, &page->repairs, err);
	xmlSetStructuredErrorFunc(NULL, on_error);
	if (st < 0)
		goto out;
	free_large(&page->work->utf8);
	page->unclean = page->max_nodes > 0 &&
			pm_page_has_more(pm_buf_str(&page->work->plain),
					 page->work->plain.len, page->max_nodes);
	if (page->unclean)
		pm_page_unclean(pm_buf_str(&page->work->plain), page->work->plain.len,
				&page->text, &page->title);
	else
		st = read_cleaned(page, &doc, err);
	for (i = 0; i < sizeof results / sizeof *results && st == PM_OK; i++)
		st = pm_buf_check(results[i], "the page", err);
	if (st == PM_OK)
		st = pm_fold_builder_end(&page->folds, err);
out:
	xmlFreeDoc(doc);
	xmlSetStructuredErrorFunc(before_ctx, before);
	return st;
}

enum pm_status
pm_page_read(struct pm_page *page, const char *bytes, size_t len, struct pm_error *err)
{
	enum pm_status st = pm_page_decode(page, bytes, len, err);

	return st < 0 ? st : pm_page_parse(page, err);
}

struct pm_blocks *
pm_page_blocks(struct pm_page *page)
{
	return page->work == NULL || page->unclean ? NULL : &page->work->blocks;
}

enum pm_status
pm_page_decide(struct pm_page *page, struct pm_error *err)
{
	enum pm_status st;

	put_page_text(page);
	st = pm_buf_check(&page->text, "the page", err);
	return st < 0 ? st : pm_fold_builder_end(&page->folds, err);
}

const char *
pm_page_where(const struct pm_page *page, const struct pm_buf *value)
{
	const struct pm_buf *const ruled[] = { &page->title, &page->date, &page->author };
	struct pm_page_work *w = page->work;
	uint64_t lines[3];
	size_t i;

	if (w == NULL || page->unclean || value->len == 0)
		return "";
	lines[0] = w->ruling.title_line;
	lines[1] = w->ruling.date_line;
	lines[2] = w->ruling.author_line;
	for (i = 0; i < 3; i++)
		if (ruled[i] == value && lines[i] != 0) {
			snprintf(w->rule_texts[i], sizeof w->rule_texts[i],
				 "by rule line %" PRIu64, lines[i]);
			return w->rule_texts[i];
		}
	return pm_facts_where(&w->facts, value);
}

const char *
pm_page_rule_trouble(const struct pm_page *page)
{
	const struct pm_page_work *w = page->work;

	return w == NULL || w->ruling.trouble.len == 0 ? NULL
						       : pm_buf_str(&w->ruling.trouble);
}
