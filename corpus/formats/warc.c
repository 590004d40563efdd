/* Pressmark - WARC, what crawlers store, and WET, the text of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A file is records one after the other (ISO 28500, WARC/0.17 to 1.1): a head of lines, an
 * empty line, a block of as many bytes as its head says, and two line ends.  Compressed,
 * each is a member of its own, which the stream has put together.
 *
 * Articles are the pages and plain texts: of a response, if it is an answer of HTTP with
 * the status 200; of a resource, which has no head of HTTP; and of a conversion, which is
 * what WET has.  All other records are counted, and told in one line when the file ends: as skipped,
 * unless they are of kinds that never hold an article.
 *
 * Where no record begins after another, its length was wrong: the lines up to the next
 * one are passed over, and told. */
#include "corpus/formats/declared.h"
#include "corpus/formats/format.h"
#include "corpus/formats/http.h"
#include "corpus/formats/input.h"
#include "corpus/formats/page_article.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/visit.h"
#include "support/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES ((size_t)1 << 20) /* of a head; addresses can be long */
#define HEAD_LINES_MAX 1000u
/* What the head of an answer may take besides its page. */
#define HTTP_SLACK ((size_t)1 << 20)
/* A buffer that has grown beyond this is freed before the next record. */
#define KEEP ((size_t)1 << 24)

/* What is left out. */
enum left {
	LEFT_WARCINFO,
	LEFT_REQUEST,
	LEFT_METADATA,
	LEFT_REVISIT,
	LEFT_DNS,
	LEFT_CONTINUATION,
	LEFT_OTHER,
	LEFT_STATUS,
	LEFT_TYPE,
	LEFT_CODING,
	N_LEFT,
	LEFT_NOT = N_LEFT /* it is read */
};

static const char *const LEFT_WORDS[N_LEFT] = {
	[LEFT_WARCINFO] = "warcinfo",
	[LEFT_REQUEST] = "request",
	[LEFT_METADATA] = "metadata",
	[LEFT_REVISIT] = "revisit",
	[LEFT_DNS] = "dns",
	[LEFT_CONTINUATION] = "continuation",
	[LEFT_OTHER] = "of other kinds",
	[LEFT_STATUS] = "answered with other than 200",
	[LEFT_TYPE] = "neither HTML nor plain text",
	[LEFT_CODING] = "packed in ways that are not read",
};

enum field { CRAWLED, RECORD, N_FIELDS };

/* What a record's head says. */
struct head {
	PM_BUF_GROUP(type, url, date, id, content);
	uint64_t length;
	bool has_length, cut;
};

struct warc_state {
	const struct pm_reader_options *options;
	struct pm_encodings *encodings;
	struct pm_stream *stream;
	struct pm_input in;
	struct head head;
	PM_BUF_GROUP(line, block, unpacked[2], utf8, text);
	struct pm_page page;
	struct pm_field fields[N_FIELDS];
	struct pm_str file;
	uint64_t number;
	uint64_t left[N_LEFT], n_cut;
	bool found; /* its first line has been read */
};

static void *
warc_make(const struct pm_format_setting *setting)
{
	struct warc_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->options = setting->options;
	s->encodings = setting->encodings;
	pm_bufs_init(s->bufs, PM_BUFS(s));
	pm_bufs_init(s->head.bufs, PM_BUFS(&s->head));
	s->line.limit = LINE_MAX_BYTES;
	pm_page_prepare(&s->page, setting);
	return s;
}

static void
warc_free(void *state)
{
	struct warc_state *s = state;

	pm_bufs_release(s->bufs, PM_BUFS(s));
	pm_bufs_release(s->head.bufs, PM_BUFS(&s->head));
	pm_page_release(&s->page);
	free(s);
}

static void
warc_trim(void *state)
{
	struct warc_state *s = state;

	pm_bufs_trim(s->bufs, PM_BUFS(s), KEEP);
	pm_bufs_trim(s->head.bufs, PM_BUFS(&s->head), KEEP);
	pm_page_trim(&s->page);
}

static enum pm_status
warc_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct warc_state *s = state;

	(void)err;
	s->stream = source->stream;
	pm_input_init(&s->in, s->stream);
	s->number = s->n_cut = 0;
	s->found = false;
	memset(s->left, 0, sizeof s->left);
	return PM_OK;
}

static void
warc_close(void *state)
{
	struct warc_state *s = state;

	pm_stream_free(s->stream);
	s->stream = NULL;
}

/* --- what is left out --------------------------------------------------- */

/* What is about the crawl and not of it: who made it, what was asked for, and where. */
static bool
is_never_an_article(enum left kind)
{
	return kind == LEFT_WARCINFO || kind == LEFT_REQUEST || kind == LEFT_METADATA ||
	       kind == LEFT_DNS;
}

static void
tell(struct warc_state *s, pm_skip_fn *to, struct pm_buf *words)
{
	if (to != NULL && words->status == PM_OK)
		to(s->options->skip_ctx, s->file, 0, pm_buf_str(words));
	pm_buf_release(words);
}

/* The file ends: "7 records are left out: 2 warcinfo, 5 request". */
static void
tell_left(struct warc_state *s)
{
	struct pm_buf words;
	uint64_t n = 0, n_skipped = 0;
	size_t i;
	char comma = ':';

	for (i = 0; i < N_LEFT; i++) {
		n += s->left[i];
		n_skipped += is_never_an_article((enum left)i) ? 0 : s->left[i];
	}
	pm_buf_init(&words, PM_BUF_NO_LIMIT);
	if (n > 0) {
		pm_buf_printf(&words, "%llu record%s left out", (unsigned long long)n,
			      n == 1 ? " is" : "s are");
		for (i = 0; i < N_LEFT; i++) {
			if (s->left[i] == 0)
				continue;
			pm_buf_printf(&words, "%c %llu %s", comma,
				      (unsigned long long)s->left[i], LEFT_WORDS[i]);
			comma = ',';
		}
		tell(s, n_skipped > 0 ? s->options->skip : s->options->remark, &words);
	}
	if (s->n_cut > 0) {
		pm_buf_init(&words, PM_BUF_NO_LIMIT);
		pm_buf_printf(&words, "%llu article%s cut short as the crawl has it",
			      (unsigned long long)s->n_cut,
			      s->n_cut == 1 ? " is" : "s are");
		tell(s, s->options->remark, &words);
	}
	memset(s->left, 0, sizeof s->left);
	s->n_cut = 0;
}

/* --- heads -------------------------------------------------------------- */

static bool
is_version(const struct pm_buf *line)
{
	return line->len > 5 && memcmp(line->data, "WARC/", 5) == 0;
}

/* The line with which the next record begins.  PM_ABSENT: others were passed over, and the
 * next call goes on at it. */
static enum pm_status
find_record(struct warc_state *s, struct pm_error *err)
{
	uint64_t passed = 0;
	enum pm_status st = PM_OK;

	if (s->found) {
		s->found = false;
		return PM_OK;
	}
	while ((st = pm_input_line(&s->in, &s->line, err)) == PM_OK || st == PM_ERR_LIMIT) {
		if (st == PM_OK && s->line.len == 0)
			continue;
		if (st == PM_OK && is_version(&s->line))
			break;
		passed++;
	}
	if (st == PM_OK && passed == 0)
		return PM_OK;
	if (st == PM_END && passed > 0)
		return pm_fail(err, PM_ERR_INPUT, "after record %llu no other begins",
			       (unsigned long long)s->number);
	if (st != PM_OK)
		return st;
	s->found = true;
	return pm_unusable(err, "its length is wrong: %llu line%s passed over",
			   (unsigned long long)passed, passed == 1 ? " is" : "s are");
}

static void
put_value(struct pm_buf *to, const char *value, size_t len)
{
	pm_buf_clear(to);
	pm_buf_put(to, value, len);
}

static bool
read_length(struct head *h, const char *value, size_t len)
{
	size_t i;

	h->length = 0;
	for (i = 0; i < len && i < 18 && isdigit((unsigned char)value[i]); i++)
		h->length = h->length * 10 + (uint64_t)(value[i] - '0');
	h->has_length = i > 0 && i == len;
	return h->has_length;
}

static void
read_header(struct head *h, const char *line, size_t len)
{
	const struct {
		const char *name;
		struct pm_buf *to;
	} texts[] = {
		{ "WARC-Type", &h->type },	 { "WARC-Target-URI", &h->url },
		{ "WARC-Date", &h->date },	 { "WARC-Record-ID", &h->id },
		{ "Content-Type", &h->content },
	};
	const char *colon = len == 0 ? NULL : memchr(line, ':', len), *value;
	size_t name_len, i;

	if (colon == NULL)
		return;
	name_len = (size_t)(colon - line);
	value = colon + 1;
	len -= name_len + 1;
	while (len > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		len--;
	}
	while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
		len--;
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strlen(texts[i].name) == name_len &&
		    strncasecmp(line, texts[i].name, name_len) == 0)
			put_value(texts[i].to, value, len);
	if (name_len == 14 && strncasecmp(line, "Content-Length", 14) == 0)
		read_length(h, value, len);
	if (name_len == 14 && strncasecmp(line, "WARC-Truncated", 14) == 0)
		h->cut = true;
}

/* The lines up to the empty one.  A line that begins with a blank continues the one
 * before, and none that is wanted has such. */
static enum pm_status
read_head(struct warc_state *s, struct pm_error *err)
{
	struct head *h = &s->head;
	enum pm_status st;
	unsigned n = 0;

	pm_buf_clear(&h->type);
	pm_buf_clear(&h->url);
	pm_buf_clear(&h->date);
	pm_buf_clear(&h->id);
	pm_buf_clear(&h->content);
	h->has_length = h->cut = false;
	while ((st = pm_input_line(&s->in, &s->line, err)) == PM_OK && s->line.len > 0) {
		if (n++ == HEAD_LINES_MAX)
			return pm_fail(err, PM_ERR_INPUT,
				       "record %llu: its head has more than %u lines",
				       (unsigned long long)s->number, HEAD_LINES_MAX);
		if (*s->line.data != ' ' && *s->line.data != '\t')
			read_header(h, pm_buf_str(&s->line), s->line.len);
	}
	if (st == PM_END)
		return pm_fail(err, PM_ERR_IO, "the file ends within record %llu",
			       (unsigned long long)s->number);
	if (st == PM_ERR_LIMIT)
		return pm_fail(err, PM_ERR_INPUT, "record %llu: %s",
			       (unsigned long long)s->number, err->text);
	if (st == PM_OK && !h->has_length)
		return pm_unusable(err, "it does not say its length");
	return st;
}

/* --- blocks ------------------------------------------------------------- */

static bool
begins(const struct pm_buf *b, const char *text)
{
	size_t n = strlen(text);

	return b->len >= n && strncasecmp(pm_buf_str(b), text, n) == 0;
}

static bool
is_type(const struct head *h, const char *type)
{
	return h->type.len == strlen(type) && begins(&h->type, type);
}

/* What is to be left out by the head alone. */
static enum left
judge_head(const struct head *h)
{
	static const enum left kinds[] = { LEFT_WARCINFO, LEFT_REQUEST, LEFT_METADATA,
					   LEFT_REVISIT, LEFT_CONTINUATION };
	struct pm_http_type type;
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (is_type(h, LEFT_WORDS[kinds[i]]))
			return kinds[i];
	if (begins(&h->url, "dns:") || begins(&h->content, "text/dns"))
		return LEFT_DNS;
	if (is_type(h, "response"))
		return begins(&h->content, "application/http") || h->content.len == 0
			     ? LEFT_NOT
			     : LEFT_OTHER;
	if (!is_type(h, "resource") && !is_type(h, "conversion"))
		return LEFT_OTHER;
	pm_http_type_read(&type, pm_buf_str(&h->content), h->content.len);
	return pm_http_type_is_page(&type) || pm_http_type_is_plain(&type)
		     ? LEFT_NOT
		     : LEFT_TYPE;
}

/* Read the block, or pass over it if it is more than a page may be. */
static enum pm_status
read_block(struct warc_state *s, struct pm_error *err)
{
	size_t limit = pm_page_limit(s->options) + HTTP_SLACK;
	enum pm_status st;

	pm_buf_clear(&s->block);
	s->block.limit = limit;
	if (s->head.length > limit)
		st = pm_input_pass(&s->in, s->head.length, err);
	else
		st = pm_input_take(&s->in, s->head.length, &s->block, err);
	if (st == PM_END)
		return pm_fail(err, PM_ERR_IO, "the file ends within record %llu",
			       (unsigned long long)s->number);
	if (st == PM_OK && s->head.length > limit)
		return pm_fail(err, PM_ERR_LIMIT, "the page is larger than %zu bytes",
			       limit);
	return st;
}

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

/* An address without the <> that it may stand in. */
static struct pm_str
web_address(const struct pm_buf *b)
{
	struct pm_str s = str_of(b);

	return s.len > 2 && s.data[0] == '<' && s.data[s.len - 1] == '>'
		     ? (struct pm_str){ s.data + 1, s.len - 2 }
		     : s;
}

/* What the head says, in the place of what the page says of its address. */
static enum pm_status
fill_from_head(struct warc_state *s, struct pm_article *a, struct pm_error *err)
{
	static const char *const names[N_FIELDS] = { "crawled", "record" };
	struct head *h = &s->head;
	struct pm_buf *texts[] = { &h->url, &h->date, &h->id };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct pm_buf *b = texts[i];
		struct pm_str bare;

		pm_buf_clear(&s->line);
		a->repairs += pm_utf8_repair(&s->line, pm_buf_str(b), b->len);
		pm_buf_clear(b);
		bare = web_address(&s->line);
		pm_buf_put(b, bare.data, bare.len);
		if (b->status != PM_OK || s->line.status != PM_OK)
			return pm_fail_nomem(err);
	}
	if (h->url.len > 0)
		a->url = str_of(&h->url);
	a->fields = s->fields;
	for (i = 0; i < N_FIELDS; i++) {
		struct pm_str value = str_of(i == CRAWLED ? &h->date : &h->id);
		struct pm_str name = { names[i], strlen(names[i]) };

		if (i == CRAWLED && pm_visit_is_date(s->options, name, value, a))
			continue;
		if (value.len > 0)
			s->fields[a->n_fields++] = (struct pm_field){
				.name = name,
				.value = value,
				.member = (uint32_t)i,
			};
	}
	return PM_OK;
}

static enum pm_status
read_text(struct warc_state *s, const struct pm_http_type *type, const char *body,
	  size_t len, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_article *a = entry->article;
	struct pm_declared how = { 0, NULL };
	enum pm_status st = PM_OK;

	if (pm_http_type_is_page(type)) {
		if (pm_declared_page(s->encodings, &s->utf8, type->charset, body, len,
				     &how)) {
			body = pm_buf_str(&s->utf8);
			len = s->utf8.len;
			st = pm_buf_check(&s->utf8, "the page", err);
		}
		a->url = web_address(&s->head.url);
		if (st == PM_OK)
			st = pm_page_article(&s->page, body, len, s->options, entry, err);
		a->repairs += how.repairs;
	} else if (pm_plain_is_binary(body, len)) {
		st = pm_fail(err, PM_ERR_INPUT, "binary file");
	} else {
		pm_buf_clear(&s->text);
		a->bytes_in = len;
		pm_declared_text(s->encodings, &s->text, type->charset, body, len, &how);
		a->repairs += how.repairs;
		st = pm_buf_check(&s->text, "the text", err);
		pm_plain_divide(str_of(&s->text), &a->title, &a->text);
	}
	if (how.encoding != NULL)
		entry->encoding = how.encoding;
	/* one page of many */
	return st == PM_ERR_INPUT ? PM_ABSENT : st;
}

/* The block as an article.  LEFT_NOT and *ST, or why it is none. */
static enum left
make_article(struct warc_state *s, struct pm_entry *entry, enum pm_status *st,
	     struct pm_error *err)
{
	const char *body = pm_buf_str(&s->block);
	size_t len = s->block.len;
	struct pm_http http = { .status = 200 };
	bool cut = false;

	if (is_type(&s->head, "response")) {
		pm_http_read(&http, body, len);
		if (http.status != 200)
			return LEFT_STATUS;
		if (!pm_http_type_is_page(&http.type) &&
		    !pm_http_type_is_plain(&http.type))
			return LEFT_TYPE;
		*st = pm_http_unpack(&http, s->unpacked, pm_page_limit(s->options), &body,
				     &len, &cut, err);
		if (*st == PM_ERR_INPUT)
			return LEFT_CODING;
		if (*st < 0)
			return LEFT_NOT;
	} else {
		pm_http_type_read(&http.type, pm_buf_str(&s->head.content),
				  s->head.content.len);
	}
	*st = read_text(s, &http.type, body, len, entry, err);
	if (*st == PM_OK)
		*st = fill_from_head(s, entry->article, err);
	s->n_cut += *st == PM_OK && (cut || s->head.cut);
	return LEFT_NOT;
}

static enum pm_status
next_record(struct warc_state *s, struct pm_entry *entry, bool *made, struct pm_error *err)
{
	enum pm_status st = find_record(s, err);
	enum left left;

	entry->unit = "record";
	entry->number = s->number + (st == PM_OK);
	if (st != PM_OK)
		return st;
	s->number++;
	if ((st = read_head(s, err)) != PM_OK)
		return st;
	left = judge_head(&s->head);
	if (left == LEFT_NOT) {
		if ((st = read_block(s, err)) != PM_OK)
			return st;
		left = make_article(s, entry, &st, err);
		*made = left == LEFT_NOT;
	} else {
		st = pm_input_pass(&s->in, s->head.length, err);
		if (st == PM_END)
			st = pm_fail(err, PM_ERR_IO, "the file ends within record %llu",
				     (unsigned long long)s->number);
	}
	if (left != LEFT_NOT && (st == PM_OK || st == PM_ERR_INPUT)) {
		s->left[left]++;
		st = PM_OK;
	}
	return st;
}

static enum pm_status
warc_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct warc_state *s = state;
	enum pm_status st;
	bool made = false;

	s->file = entry->article->file;
	do {
		st = next_record(s, entry, &made, err);
	} while (st == PM_OK && !made);
	if (st == PM_END || st == PM_ERR_INPUT || st == PM_ERR_IO)
		tell_left(s);
	return st;
}

static bool
warc_looks(const struct pm_head *head)
{
	return head->len > 8 && memcmp(head->text, "WARC/", 5) == 0 &&
	       isdigit((unsigned char)head->text[5]) &&
	       pm_head_find(head, "\nWARC-Type:") != NULL;
}

const struct pm_format pm_format_warc = {
	.name = "WARC",
	.suffixes = ".warc .wet",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_MANY,
	.looks = warc_looks,
	.make = warc_make,
	.free = warc_free,
	.open = warc_open,
	.next = warc_next,
	.close = warc_close,
	.trim = warc_trim,
};
