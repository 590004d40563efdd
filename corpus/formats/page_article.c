/* Pressmark - what a web page gives to its article: see page_article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/page_article.h"

#include "corpus/encoding/page_bytes.h"
#include "corpus/formats/names.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/text.h"
#include "corpus/page/reasons.h"

#include <string.h>

/* What a page may take besides four times its text. */
#define PAGE_SLACK ((size_t)1 << 20)

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

size_t
pm_page_limit(const struct pm_reader_options *o)
{
	return o->max_text < PM_PAGE_MAX / 4 ? o->max_text * 4 + PAGE_SLACK : PM_PAGE_MAX;
}

void
pm_page_prepare(struct pm_page *page, const struct pm_format_setting *setting)
{
	pm_page_init(page);
	page->dates = setting->options->dates;
	page->clean = setting->options->clean;
	page->rules = setting->options->rules;
	page->encodings = setting->encodings;
	page->max_nodes = setting->options->memory / PM_PAGE_NODE_BYTES;
}

enum pm_status
pm_page_article_decode(struct pm_page *page, const char *bytes, size_t len,
		       struct pm_entry *entry, struct pm_error *err)
{
	if (!pm_encoding_page_holds_controls(page->encodings, bytes, len) &&
	    pm_plain_is_binary(bytes, len))
		return pm_fail(err, PM_ERR_INPUT, "binary file");
	entry->article->bytes_in = len;
	return pm_page_decode(page, bytes, len, err);
}

/* Say where the article's parts stand on the page, and what became of its blocks: only
 * people ask, so only then. */
static void
explain(struct pm_page *page, const struct pm_reader_options *o, struct pm_article *a)
{
	/* as the article's other strings, valid until the next page */
	static _Thread_local struct pm_str from[PM_N_ROLES];
	const struct pm_blocks *b = pm_page_blocks(page);
	const struct {
		enum pm_role role;
		const struct pm_buf *value;
	} parts[] = {
		{ PM_ROLE_TITLE, &page->title },   { PM_ROLE_DATE, &page->date },
		{ PM_ROLE_URL, &page->url },	   { PM_ROLE_SOURCE, &page->source },
		{ PM_ROLE_AUTHOR, &page->author }, { PM_ROLE_LANGUAGE, &page->language },
	};
	struct pm_buf reasons;
	size_t i;

	memset(from, 0, sizeof from);
	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *where = pm_page_where(page, parts[i].value);

		from[parts[i].role] = (struct pm_str){ where, strlen(where) };
	}
	a->from = from;
	pm_buf_init(&reasons, PM_BUF_NO_LIMIT);
	for (i = 0; b != NULL && i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];

		pm_block_reasons(k, &reasons);
		o->block(o->block_ctx,
			 (struct pm_str){ (const char *)b->text.data + k->at, k->len },
			 (double)k->p, k->kept ? PM_BLOCK_KEPT : PM_BLOCK_FOLDED,
			 pm_buf_str(&reasons));
	}
	pm_buf_release(&reasons);
}

enum pm_status
pm_page_article_parse(struct pm_page *page, const struct pm_reader_options *o,
		      struct pm_entry *entry, struct pm_error *err)
{
	struct pm_article *a = entry->article;
	enum pm_status st;

	page->known_url = a->url.data;
	page->known_url_len = a->url.len;
	page->file = a->file.data;
	page->file_len = a->file.len;
	if ((st = pm_page_parse(page, err)) < 0)
		return st;
	if (o->block != NULL)
		explain(page, o, a);
	a->title = str_of(&page->title);
	a->text = str_of(&page->text);
	a->folds = page->folds.all;
	a->n_folds = page->folds.n;
	a->ruled = str_of(&page->ruled);
	a->page = true;
	pm_plain_authors(a, &page->author);
	a->date = str_of(&page->date);
	a->url = str_of(&page->url);
	a->source = str_of(&page->source);
	a->language = str_of(&page->language);
	a->day = page->day;
	a->repairs = page->repairs;
	entry->encoding = pm_text_encoding(&page->encoded);
	pm_text_tell_doubt(o, a->file, &page->encoded);
	if (pm_page_rule_trouble(page) != NULL && o->remark != NULL)
		o->remark(o->skip_ctx, a->file, 0, pm_page_rule_trouble(page));
	if (page->unclean && o->unclean != NULL)
		o->unclean(o->skip_ctx, a->file, 0,
			   "more elements than --memory permits, so all text of the page "
			   "is taken");
	return PM_OK;
}

enum pm_status
pm_page_article(struct pm_page *page, const char *bytes, size_t len,
		const struct pm_reader_options *o, struct pm_entry *entry,
		struct pm_error *err)
{
	enum pm_status st = pm_page_article_decode(page, bytes, len, entry, err);

	return st < 0 ? st : pm_page_article_parse(page, o, entry, err);
}
