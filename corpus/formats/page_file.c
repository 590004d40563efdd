/* Pressmark - a file that is a web page as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/page_bytes.h"
#include "corpus/formats/format.h"
#include "corpus/formats/names.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/text.h"
#include "corpus/page/html.h"
#include "corpus/page/reasons.h"

#include <stdlib.h>
#include <string.h>

/* What a page may take besides four times its text. */
#define PAGE_SLACK ((size_t)1 << 20)
/* libxml2 counts in int, and a tree takes several times the size of the page. */
#define PAGE_MAX ((size_t)32 << 20)
/* The bytes of a page that are not kept while its tree is made. */
#define LARGE ((size_t)1 << 22)

struct page_state {
	const struct pm_reader_options *options;
	struct pm_stream *stream; /* NULL: the article was handed out */
	struct pm_buf bytes, reasons;
	struct pm_page page;
	struct pm_str from[PM_N_ROLES]; /* where the article's parts stand */
};

static void *
page_make(const struct pm_format_setting *setting)
{
	struct page_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->options = setting->options;
	pm_buf_init(&s->bytes, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->reasons, PM_BUF_NO_LIMIT);
	pm_page_init(&s->page);
	s->page.dates = s->options->dates;
	s->page.encodings = setting->encodings;
	s->page.max_nodes = s->options->memory / PM_PAGE_NODE_BYTES;
	return s;
}

static void
page_free(void *state)
{
	struct page_state *s = state;

	pm_buf_release(&s->bytes);
	pm_buf_release(&s->reasons);
	pm_page_release(&s->page);
	free(s);
}

static void
drop_bytes(struct page_state *s)
{
	pm_buf_release(&s->bytes);
	pm_buf_init(&s->bytes, PM_BUF_NO_LIMIT);
}

static void
page_trim(void *state)
{
	struct page_state *s = state;

	drop_bytes(s);
	pm_page_trim(&s->page);
}

static enum pm_status
page_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct page_state *s = state;

	(void)err;
	s->stream = source->stream;
	return PM_OK;
}

static void
page_close(void *state)
{
	struct page_state *s = state;

	pm_stream_free(s->stream);
	s->stream = NULL;
}

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

/* Read the page's bytes and make them UTF-8. */
static enum pm_status
read_bytes(struct page_state *s, struct pm_article *a, struct pm_error *err)
{
	size_t max = s->options->max_text;
	enum pm_status st =
		pm_text_read(&s->bytes, s->stream,
			     max < PAGE_MAX / 4 ? max * 4 + PAGE_SLACK : PAGE_MAX, err);
	const char *bytes = pm_buf_str(&s->bytes);
	size_t len = s->bytes.len;

	page_close(s);
	if (st < 0)
		return st;
	if (!pm_encoding_page_holds_controls(s->page.encodings, bytes, len) &&
	    pm_plain_is_binary(bytes, len))
		return pm_fail(err, PM_ERR_INPUT, "binary file");
	a->bytes_in = len;
	st = pm_page_decode(&s->page, bytes, len, err);
	if (len >= LARGE)
		drop_bytes(s);
	return st;
}

/* Say where the article's parts stand on the page, and what became of its blocks: only
 * people ask, so only then. */
static void
explain(struct page_state *s, struct pm_article *a)
{
	const struct pm_reader_options *o = s->options;
	const struct pm_page *p = &s->page;
	const struct pm_blocks *b = pm_page_blocks(&s->page);
	const struct {
		enum pm_role role;
		const struct pm_buf *value;
	} parts[] = {
		{ PM_ROLE_TITLE, &p->title },	{ PM_ROLE_DATE, &p->date },
		{ PM_ROLE_URL, &p->url },	{ PM_ROLE_SOURCE, &p->source },
		{ PM_ROLE_AUTHOR, &p->author }, { PM_ROLE_LANGUAGE, &p->language },
	};
	size_t i;

	memset(s->from, 0, sizeof s->from);
	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *where = pm_page_where(p, parts[i].value);

		s->from[parts[i].role] = (struct pm_str){ where, strlen(where) };
	}
	a->from = s->from;
	for (i = 0; b != NULL && i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];

		pm_block_reasons(k, &s->reasons);
		o->block(o->block_ctx,
			 (struct pm_str){ (const char *)b->text.data + k->at, k->len },
			 (double)k->p, k->kept ? PM_BLOCK_KEPT : PM_BLOCK_DROPPED,
			 pm_buf_str(&s->reasons));
	}
}

static enum pm_status
page_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct page_state *s = state;
	struct pm_article *a = entry->article;
	enum pm_status st;

	if (s->stream == NULL)
		return PM_END;
	if ((st = read_bytes(s, a, err)) < 0 || (st = pm_page_parse(&s->page, err)) < 0)
		return st;
	if (s->options->block != NULL)
		explain(s, a);
	a->title = str_of(&s->page.title);
	a->text = str_of(&s->page.text);
	pm_plain_authors(a, &s->page.author);
	a->date = str_of(&s->page.date);
	a->url = str_of(&s->page.url);
	a->source = str_of(&s->page.source);
	a->language = str_of(&s->page.language);
	a->day = s->page.day;
	a->repairs = s->page.repairs;
	entry->encoding = pm_text_encoding(&s->page.encoded);
	pm_text_tell_doubt(s->options, a->file, &s->page.encoded);
	if (s->page.unclean && s->options->unclean != NULL)
		s->options->unclean(s->options->skip_ctx, a->file, 0,
				    "more elements than --memory permits, so all text of "
				    "the page is taken");
	return PM_OK;
}

const struct pm_format pm_format_page = {
	.name = "web page",
	.suffixes = ".html .htm .xhtml",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.make = page_make,
	.free = page_free,
	.open = page_open,
	.next = page_next,
	.close = page_close,
	.trim = page_trim,
};
