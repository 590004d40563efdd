/* Pressmark - collections in SGML: TREC's <DOC> and the <REUTERS> of Reuters-21578.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a file has no root, several documents, and tags that are not always closed; so it
 * is read by a scanner of tags that takes what it finds.  A document begins with <DOC> or
 * <REUTERS>, and ends with its end tag or where the next one begins. */
#include "corpus/formats/format.h"
#include "corpus/formats/sgml_doc.h"
#include "support/space.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a document may have besides its text. */
#define DOCUMENT_SLACK ((size_t)1 << 20)
/* How much is held of what stands outside of documents. */
#define OUTSIDE_PIECE ((size_t)1 << 16)
/* The longest tag that is looked for, </REUTERS>. */
#define TAG_MAX 10u

struct sgml_state {
	const struct pm_reader_options *options;
	struct pm_stream *stream;
	struct pm_buf bytes; /* from AT on not used yet */
	size_t at;
	size_t limit;
	bool ended;
	struct pm_error failed; /* what the stream ends with */
	struct pm_sgml_doc doc;
	uint64_t number;
	uint64_t outside; /* bytes of text outside of documents */
	bool in_markup;	  /* what was counted of it ended within a tag */
	bool told;
};

static void *
sgml_make(const struct pm_format_setting *setting)
{
	const struct pm_reader_options *o = setting->options;
	struct sgml_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->options = o;
	s->limit = o->max_text > SIZE_MAX - DOCUMENT_SLACK ? SIZE_MAX
							   : o->max_text + DOCUMENT_SLACK;
	pm_buf_init(&s->bytes, PM_BUF_NO_LIMIT);
	pm_sgml_doc_init(&s->doc);
	return s;
}

static void
sgml_trim(void *state)
{
	struct sgml_state *s = state;

	pm_sgml_doc_release(&s->doc);
	pm_sgml_doc_init(&s->doc);
}

static void
sgml_free(void *state)
{
	struct sgml_state *s = state;

	pm_sgml_doc_release(&s->doc);
	pm_buf_release(&s->bytes);
	free(s);
}

static enum pm_status
sgml_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct sgml_state *s = state;

	(void)err;
	s->stream = source->stream;
	pm_buf_release(&s->bytes);
	s->at = 0;
	s->ended = s->told = s->in_markup = false;
	s->failed.status = PM_OK;
	s->number = s->outside = 0;
	return PM_OK;
}

static void
sgml_close(void *state)
{
	struct sgml_state *s = state;

	pm_stream_free(s->stream);
	s->stream = NULL;
}

/* --- finding documents -------------------------------------------------- */

/* What a tag is to the division into documents. */
struct border {
	enum { NO_BORDER, BEGINS, ENDS } what;
	size_t len; /* of an end tag */
};

static struct border
border_at(const char *p, const char *end)
{
	static const char *const names[] = { "DOC", "REUTERS" };
	bool closing = end - p > 1 && p[1] == '/';
	const char *name = p + 1 + closing;
	size_t i;

	for (i = 0; i < 2; i++) {
		size_t n = strlen(names[i]);

		if ((size_t)(end - name) <= n || strncasecmp(name, names[i], n) != 0)
			continue;
		if (closing && name[n] == '>')
			return (struct border){ ENDS, n + 3 };
		if (!closing && (name[n] == '>' || pm_is_markup_space(name[n])))
			return (struct border){ BEGINS, 0 };
	}
	return (struct border){ NO_BORDER, 0 };
}

/* More bytes behind those there are.  PM_OK, PM_END, or want of memory. */
static enum pm_status
fill(struct sgml_state *s, struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st;

	if (s->ended)
		return PM_END;
	if (s->at > 0 && s->bytes.data != NULL) {
		memmove(s->bytes.data, s->bytes.data + s->at, s->bytes.len - s->at);
		s->bytes.len -= s->at;
		s->at = 0;
	}
	st = pm_stream_read(s->stream, &data, &len, &s->failed);
	if (st != PM_OK) {
		s->failed.status = st < 0 ? st : PM_OK;
		s->ended = true;
		return PM_END;
	}
	s->failed.status = PM_OK;
	pm_buf_put(&s->bytes, data, len);
	return pm_buf_check(&s->bytes, "the document", err);
}

/* The next border from OFFSET (behind s->at) on.  PM_OK: *OFFSET is where it is; PM_END:
 * there is none, and *OFFSET is where the bytes end; PM_ERR_LIMIT: there is none within
 * LIMIT, and *OFFSET is how far they were looked at. */
static enum pm_status
find_border(struct sgml_state *s, size_t limit, size_t *offset, struct border *border,
	    struct pm_error *err)
{
	enum pm_status st;

	for (;;) {
		const char *begin = (const char *)s->bytes.data + s->at;
		const char *end = (const char *)s->bytes.data + s->bytes.len;
		const char *p = s->bytes.len == 0 ? end : begin + *offset;

		while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL &&
		       (s->ended || end - p >= (ptrdiff_t)TAG_MAX)) {
			*border = border_at(p, end);
			if (border->what != NO_BORDER) {
				*offset = (size_t)(p - begin);
				return PM_OK;
			}
			p++;
		}
		*offset = (size_t)((p == NULL ? end : p) - begin);
		if (*offset > limit)
			return pm_fail(err, PM_ERR_LIMIT, "the document is too large");
		if ((st = fill(s, err)) != PM_OK)
			return st;
	}
}

/* Count what stands outside of documents and is no markup. */
static void
count_outside(struct sgml_state *s, size_t len)
{
	const char *p = (const char *)s->bytes.data + s->at, *end = p + len;
	bool markup = s->in_markup;

	for (; p < end; p++) {
		markup = *p == '<' || (markup && *p != '>');
		s->outside += !markup && *p != '>' && (unsigned char)*p > ' ';
	}
	s->in_markup = markup;
}

/* Go to the beginning of the next document, and hold no more than a piece of what stands
 * before it.  PM_OK, PM_END, or a failure. */
static enum pm_status
find_document(struct sgml_state *s, struct pm_error *err)
{
	struct border border = { NO_BORDER, 0 };
	enum pm_status st;
	size_t offset;

	do {
		offset = 0;
		st = find_border(s, OUTSIDE_PIECE, &offset, &border, err);
		if (st < 0 && st != PM_ERR_LIMIT)
			return st;
		if (offset > 0)
			count_outside(s, offset);
		s->at += offset;
		if (st == PM_OK)
			s->at += border.len; /* an end tag without a document */
	} while (st == PM_ERR_LIMIT || (st == PM_OK && border.what == ENDS));
	s->in_markup = false;
	return st;
}

/* The document that begins at s->at is too large: go on behind it. */
static enum pm_status
skip_document(struct sgml_state *s, size_t seen, struct pm_error *err)
{
	struct border border;
	struct pm_error why;
	enum pm_status st;

	do {
		s->at += seen;
		seen = 0;
		st = find_border(s, OUTSIDE_PIECE, &seen, &border, &why);
	} while (st == PM_ERR_LIMIT);
	if (st < 0) {
		*err = why;
		return st;
	}
	s->at += seen;
	return PM_ERR_LIMIT;
}

/* Say how much stands outside of documents. */
static void
tell_outside(struct sgml_state *s, const struct pm_entry *entry)
{
	struct pm_buf text;

	if (s->outside > 0 && !s->told && s->options->remark != NULL) {
		pm_buf_init(&text, PM_BUF_NO_LIMIT);
		pm_buf_put_grouped(&text, s->outside);
		pm_buf_printf(&text, " byte%s of text outside of documents %s left out",
			      s->outside == 1 ? "" : "s", s->outside == 1 ? "is" : "are");
		s->options->remark(s->options->skip_ctx, entry->article->file, 0,
				   pm_buf_str(&text));
		pm_buf_release(&text);
	}
	s->told = true;
}

/* What is to be said when the file has been read. */
static enum pm_status
end_file(struct sgml_state *s, const struct pm_entry *entry, struct pm_error *err)
{
	if (s->number > 0)
		tell_outside(s, entry);
	if (s->failed.status < 0) {
		*err = s->failed;
		return s->failed.status;
	}
	if (s->number == 0)
		return pm_fail(err, PM_ERR_INPUT,
			       "no document: it has neither <DOC> nor "
			       "<REUTERS>");
	return PM_END;
}

static enum pm_status
sgml_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct sgml_state *s = state;
	struct border border = { NO_BORDER, 0 };
	enum pm_status st = find_document(s, err);
	size_t len = TAG_MAX / 2;

	if (st == PM_END)
		return end_file(s, entry, err);
	if (st < 0)
		return st;
	entry->unit = "article";
	entry->number = ++s->number;
	st = find_border(s, s->limit, &len, &border, err);
	if (st == PM_ERR_LIMIT)
		return skip_document(s, len, err);
	if (st < 0)
		return st;
	entry->bytes = len;
	if (st == PM_END && s->failed.status < 0) {
		/* the stream was cut in this document */
		tell_outside(s, entry);
		*err = s->failed;
		return s->failed.status;
	}
	st = pm_sgml_doc_read(&s->doc, (const char *)s->bytes.data + s->at, len,
			      &entry->object, err);
	entry->repairs = s->doc.draft.repairs;
	entry->keeps_markup = true;
	s->at += len + border.len;
	return st;
}

static bool
sgml_looks(const struct pm_head *head)
{
	struct pm_str root;

	return !pm_head_begins(head, "<?xml") && pm_head_root(head, &root) &&
	       ((root.len == 3 && strncasecmp(root.data, "DOC", 3) == 0) ||
		(root.len == 7 && strncasecmp(root.data, "REUTERS", 7) == 0));
}

const struct pm_format pm_format_sgml = {
	.name = "SGML",
	.suffixes = ".sgm .sgml .trec",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = sgml_looks,
	.make = sgml_make,
	.free = sgml_free,
	.open = sgml_open,
	.next = sgml_next,
	.close = sgml_close,
	.trim = sgml_trim,
};
