/* Pressmark - a stream of bytes becomes one of UTF-8: see encoding.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/convert.h"
#include "corpus/encoding/decide.h"
#include "corpus/encoding/encoding.h"
#include "corpus/encoding/shape.h"
#include "support/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is read ahead after the first byte that is not UTF-8. */
#define AHEAD ((size_t)1 << 16)
/* The longest mark. */
#define MARK_MAX 4u
/* So many sequences that have passed say enough of a text: more are not counted. */
#define ENOUGH 1000u
#define SEQUENCE_MAX 4u
#define REPLACEMENT "\xef\xbf\xbd"

enum state {
	STATE_BEGIN, /* nothing has been read */
	STATE_PASS,  /* UTF-8 so far */
	STATE_CONVERT
};

struct decoding {
	struct pm_stream s;
	struct pm_stream *inner;
	struct pm_encodings *e;
	struct pm_encoded *how;
	enum state state;
	bool is_utf8; /* a mark, or what is given, says so, whatever comes */
	enum pm_encoding_by utf8_by;
	struct pm_shapes before;       /* of what has passed */
	uint8_t cut[2 * SEQUENCE_MAX]; /* a sequence that a piece's end has cut */
	size_t n_cut;
	struct pm_convert convert;
	struct pm_buf ahead;	/* read to decide, and not converted yet */
	struct pm_error failed; /* after that, if it is a failure */
	struct pm_buf out;
	size_t given;		/* of it */
	int64_t marked;		/* a place of the inner stream to which one may go back */
	struct pm_convert mark; /* and the converter there, but for what it owns */
};

static bool
is_fatal(enum pm_status st)
{
	return st == PM_ERR_NOMEM || st == PM_ERR_INTERRUPTED;
}

static void
say_utf8(struct decoding *d)
{
	d->how->name = "UTF-8";
	d->how->by = d->utf8_by;
	d->how->replaced = d->how->strays = d->how->controls = 0;
}

/* --- conversion */

/* Begin to convert, from what is read ahead on. */
static enum pm_status
begin_convert(struct decoding *d, struct pm_decision *decision, struct pm_error *err)
{
	enum pm_status st = pm_decide_open(decision, &d->convert, d->how->nuls, err);

	d->how->by = decision->by;
	d->how->name = d->convert.charset->name;
	d->state = STATE_CONVERT;
	return st;
}

static size_t
count_replacements(const uint8_t *p, const uint8_t *end)
{
	size_t n = 0;

	/* one may follow the other at once, millions of times */
	while (end - p >= 3) {
		if (memcmp(p, REPLACEMENT, 3) == 0) {
			n++;
			p += 3;
		} else if ((p = memchr(p + 1, 0xef, (size_t)(end - p - 1))) == NULL) {
			break;
		}
	}
	return n;
}

/* Hand out what was converted: as a whole, but for lines with replacements, which come by
 * themselves, so that the count goes up with the line that has them. */
static void
give(struct decoding *d, const uint8_t **data, size_t *len)
{
	const uint8_t *begin = d->out.data + d->given, *end = d->out.data + d->out.len;
	const uint8_t *bad = NULL, *line;

	if (d->how->replaced < d->convert.replaced)
		bad = memmem(begin, (size_t)(end - begin), REPLACEMENT, 3);
	if (bad != NULL) {
		line = memrchr(begin, '\n', (size_t)(bad - begin));
		if (line != NULL) {
			end = line + 1;
		} else {
			line = memchr(bad, '\n', (size_t)(end - bad));
			end = line == NULL ? end : line + 1;
			d->how->replaced += count_replacements(bad, end);
		}
	}
	*data = begin;
	*len = (size_t)(end - begin);
	d->given += *len;
	/* some may have been in the text before */
	if (d->given == d->out.len || d->how->replaced > d->convert.replaced)
		d->how->replaced = d->convert.replaced;
}

static enum pm_status
convert_more(struct decoding *d, const uint8_t **data, size_t *len, struct pm_error *err)
{
	enum pm_status st = PM_OK;

	if (d->given < d->out.len) {
		give(d, data, len);
		return PM_OK;
	}
	pm_buf_clear(&d->out);
	d->given = 0;
	while (d->out.len == 0 && st == PM_OK) {
		const uint8_t *p = d->ahead.data;
		size_t n = d->ahead.len;

		if (n == 0 && d->failed.status < 0) {
			*err = d->failed;
			st = d->failed.status;
		} else if (n == 0) {
			st = pm_stream_read(d->inner, &p, &n, err);
		}
		if (st == PM_OK)
			pm_convert_put(&d->convert, &d->out, (const char *)p, n,
				       PM_PIECE_MORE);
		else if (!is_fatal(st))
			pm_convert_put(&d->convert, &d->out, "", 0, PM_PIECE_LAST);
		pm_buf_clear(&d->ahead);
	}
	d->how->strays = d->convert.strays;
	d->how->controls = d->convert.controls;
	if (d->out.status < 0)
		return pm_fail_nomem(err);
	/* a failure comes again with the next call */
	if (d->out.len == 0 || is_fatal(st))
		return st;
	if (st < 0)
		d->failed = *err;
	give(d, data, len);
	return PM_OK;
}

/* --- decision */

static const struct pm_charset *
declared(const struct decoding *d)
{
	return d->how->declared == NULL ? NULL : pm_decide_label(d->e, d->how->declared);
}

/* What was read ahead ended with ST: a failure comes after it, if it is not fatal. */
static enum pm_status
end_ahead(struct decoding *d, enum pm_status st, struct pm_error *err)
{
	if (is_fatal(st)) {
		*err = d->failed;
		return st;
	}
	if (st >= 0)
		d->failed.status = PM_OK;
	return pm_buf_check(&d->ahead, "the text", err);
}

/* Read ahead, after what AHEAD has, until enough follows its first byte that is not
 * UTF-8. */
static enum pm_status
read_ahead(struct decoding *d, struct pm_error *err)
{
	size_t want = d->ahead.len + AHEAD, len;
	const uint8_t *data;
	enum pm_status st = PM_OK;

	while (d->ahead.len < want && st == PM_OK) {
		st = pm_stream_read(d->inner, &data, &len, &d->failed);
		if (st == PM_OK)
			pm_buf_put(&d->ahead, data, len);
	}
	return end_ahead(d, st, err);
}

/* The bytes that were cut, and those of DATA, are not UTF-8: decide what they are, as the
 * beginning of the text or after what has passed. */
static enum pm_status
decide(struct decoding *d, const uint8_t *data, size_t len, bool begins,
       struct pm_error *err)
{
	struct pm_decision decision = { pm_charset_of("utf-8"), d->utf8_by, 0 };
	enum pm_status st;

	pm_buf_clear(&d->ahead);
	pm_buf_put(&d->ahead, d->cut, d->n_cut);
	pm_buf_put(&d->ahead, data, len);
	d->n_cut = 0;
	st = read_ahead(d, err);
	if (st == PM_OK && !d->is_utf8)
		st = pm_decide(d->e, pm_buf_str(&d->ahead), d->ahead.len,
			       begins ? NULL : &d->before, declared(d), &decision, err);
	return st < 0 ? st : begin_convert(d, &decision, err);
}

/* --- UTF-8 passes through */

static void
count(struct decoding *d, const uint8_t *data, size_t len)
{
	if (d->before.valid < ENOUGH)
		pm_shapes_count(&d->before, (const char *)data, len);
}

/* The length of a sequence at the end of the piece that it cuts, or 0. */
static size_t
find_cut(const uint8_t *data, size_t len)
{
	size_t back, n;

	for (back = 1; back < SEQUENCE_MAX && back <= len; back++) {
		const uint8_t *p = data + len - back;

		if (*p >= 0xc0)
			return pm_shape_of(p, data + len, &n) == PM_SHAPE_CUT ? back : 0;
	}
	return 0;
}

/* A piece follows a sequence that was cut: *PASSED is that sequence, completed, if it is
 * valid, and what is left of the piece is held; or both are not UTF-8, or more is
 * needed.  PM_OK, PM_ABSENT or PM_DECLINED. */
static enum pm_status
complete(struct decoding *d, const uint8_t *data, size_t len)
{
	size_t more = SEQUENCE_MAX - d->n_cut, n;

	if (more > len)
		more = len;
	memcpy(d->cut + d->n_cut, data, more);
	switch (pm_shape_of(d->cut, d->cut + d->n_cut + more, &n)) {
	case PM_SHAPE_VALID:
		break;
	case PM_SHAPE_CUT:
		d->n_cut = n;
		return PM_DECLINED;
	default:
		return PM_ABSENT;
	}
	/* the sequence had begun before */
	if (n - d->n_cut < len)
		pm_stream_hold(d->inner, data + (n - d->n_cut), len - (n - d->n_cut));
	d->n_cut = n;
	return PM_OK;
}

/* What passes of a piece: *LEN becomes less where its end cuts a sequence.  PM_ABSENT: it
 * is not UTF-8. */
static enum pm_status
pass(struct decoding *d, const uint8_t *data, size_t *len)
{
	size_t cut = 0;

	if (!pm_utf8_valid((const char *)data, *len)) {
		cut = find_cut(data, *len);
		if (cut == 0 || !pm_utf8_valid((const char *)data, *len - cut))
			return PM_ABSENT;
	}
	*len -= cut;
	memcpy(d->cut, data + *len, cut);
	d->n_cut = cut;
	count(d, data, *len);
	return PM_OK;
}

/* PM_OK and a piece; PM_ABSENT: from here on it is to be converted; or as of a read. */
static enum pm_status
pass_more(struct decoding *d, bool begins, const uint8_t **data, size_t *len,
	  struct pm_error *err)
{
	enum pm_status st;

	for (;;) {
		st = pm_stream_read(d->inner, data, len, err);
		if (is_fatal(st) || (st != PM_OK && d->n_cut == 0))
			return st;
		if (st != PM_OK) {
			/* the end cuts a sequence; it comes again after that */
			st = decide(d, NULL, 0, begins, err);
			return st < 0 ? st : PM_ABSENT;
		}
		if (d->n_cut > 0) {
			st = complete(d, *data, *len);
			if (st == PM_DECLINED)
				continue;
			if (st == PM_OK) {
				*data = d->cut;
				*len = d->n_cut;
				d->n_cut = 0;
				count(d, *data, *len);
				return PM_OK;
			}
		} else {
			st = pass(d, *data, len);
			if (st == PM_OK && *len == 0)
				continue;
			if (st == PM_OK)
				return PM_OK;
		}
		st = decide(d, *data, *len, begins, err);
		return st < 0 ? st : PM_ABSENT;
	}
}

static enum pm_status
decoding_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct decoding *d = (struct decoding *)s;
	bool begins = d->state == STATE_BEGIN;
	enum pm_status st;

	if (d->state != STATE_CONVERT) {
		d->state = STATE_PASS;
		st = pass_more(d, begins, data, len, err);
		if (st != PM_ABSENT)
			return st;
	}
	return convert_more(d, data, len, err);
}

/* Where the conversion stands, if all that was converted is handed out. */
static int64_t
mark(struct decoding *d)
{
	int64_t at;

	if (d->given < d->out.len || d->ahead.len > 0 || d->failed.status < 0)
		return -1;
	at = d->inner->seek(d->inner, 0, SEEK_CUR);
	if (at < 0)
		return at;
	d->marked = at - (int64_t)d->inner->held_len;
	d->mark = d->convert;
	return d->marked;
}

/* Go on converting from there. */
static void
go_back(struct decoding *d)
{
	iconv_t cd = d->convert.cd;
	struct pm_buf euc = d->convert.euc;

	d->convert = d->mark;
	d->convert.cd = cd;
	d->convert.euc = euc;
	d->how->replaced = d->convert.replaced;
	d->how->strays = d->convert.strays;
	d->how->controls = d->convert.controls;
}

/* As long as the bytes pass through, there is a place for each; to go back there is to
 * decide anew.  When they are converted, one can go back to the place that was asked for
 * last. */
static int64_t
decoding_seek(struct pm_stream *s, int64_t offset, int whence)
{
	struct decoding *d = (struct decoding *)s;
	int64_t at;

	if (whence == SEEK_CUR && offset == 0) {
		if (d->state == STATE_CONVERT)
			return mark(d);
		d->marked = -1;
		at = d->inner->seek(d->inner, 0, SEEK_CUR);
		return at < 0 ? at : at - (int64_t)d->n_cut - (int64_t)d->inner->held_len;
	}
	if (whence != SEEK_SET || d->inner->seek(d->inner, offset, SEEK_SET) != offset)
		return -1;
	if (d->state == STATE_CONVERT && offset == d->marked) {
		go_back(d);
	} else if (d->state == STATE_CONVERT) {
		pm_convert_close(&d->convert);
		d->state = STATE_PASS;
		say_utf8(d);
	}
	d->inner->held_len = d->n_cut = 0;
	d->failed.status = PM_OK;
	pm_buf_clear(&d->ahead);
	pm_buf_clear(&d->out);
	d->given = 0;
	return offset;
}

static void
decoding_free(struct pm_stream *s)
{
	struct decoding *d = (struct decoding *)s;

	if (d->state == STATE_CONVERT)
		pm_convert_close(&d->convert);
	pm_buf_release(&d->ahead);
	pm_buf_release(&d->out);
	pm_stream_free(d->inner);
	free(d);
}

/* --- the beginning */

/* Wrap *STREAM. */
static enum pm_status
wrap(struct pm_encodings *e, struct pm_stream **stream, struct pm_encoded *how,
     struct pm_error *err)
{
	struct decoding *d = pm_calloc(1, sizeof *d);

	if (d == NULL)
		return pm_fail_nomem(err);
	d->s = (struct pm_stream){ .read = decoding_read,
				   .free = decoding_free,
				   .seek = (*stream)->seek == NULL ? NULL : decoding_seek,
				   .watch = (*stream)->watch,
				   .size = (*stream)->size };
	d->inner = *stream;
	d->e = e;
	d->how = how;
	d->utf8_by = PM_ENCODING_UTF8;
	pm_buf_init(&d->ahead, PM_BUF_NO_LIMIT);
	pm_buf_init(&d->out, PM_BUF_NO_LIMIT);
	*stream = &d->s;
	return PM_OK;
}

/* The first bytes, which may come in pieces that are shorter than a mark: then they are
 * put together in AHEAD. */
static enum pm_status
look(struct decoding *d, const uint8_t **data, size_t *len, struct pm_error *err)
{
	enum pm_status st = pm_stream_read(d->inner, data, len, err);

	if (st != PM_OK || *len >= MARK_MAX)
		return st;
	while (d->ahead.len < MARK_MAX && st == PM_OK) {
		pm_buf_put(&d->ahead, *data, *len);
		st = pm_stream_read(d->inner, data, len, &d->failed);
		if (st == PM_OK && d->ahead.len + *len >= MARK_MAX)
			pm_buf_put(&d->ahead, *data, *len);
	}
	st = end_ahead(d, st, err);
	*data = d->ahead.data;
	*len = d->ahead.len;
	return st;
}

/* What the first bytes say.  What is put together passes through the converter, so that
 * there is one way for pieces that are not the stream's own. */
static enum pm_status
begin(struct decoding *d, const uint8_t *data, size_t len, struct pm_error *err)
{
	bool own = d->ahead.len > 0;
	struct pm_decision decision;
	enum pm_status st = pm_decide_beginning(d->e, (const char *)data, len, &decision);

	say_utf8(d);
	if (st == PM_ABSENT && !own) {
		pm_stream_hold(d->inner, data, len);
		return PM_OK;
	}
	if (st == PM_ABSENT) {
		st = read_ahead(d, err);
		decision = (struct pm_decision){ pm_charset_of("utf-8"), PM_ENCODING_UTF8,
						 0 };
		if (st == PM_OK && !pm_utf8_valid(pm_buf_str(&d->ahead), d->ahead.len))
			st = pm_decide(d->e, pm_buf_str(&d->ahead), d->ahead.len, NULL,
				       declared(d), &decision, err);
		return st < 0 ? st : begin_convert(d, &decision, err);
	}
	d->is_utf8 = decision.charset->kind == PM_CHARSET_UTF8;
	if (d->is_utf8)
		d->utf8_by = decision.by;
	if (decision.charset->kind == PM_CHARSET_WIDE)
		d->s.size = 0; /* UTF-8 may be shorter */
	if (own) {
		memmove(d->ahead.data, d->ahead.data + decision.mark, len - decision.mark);
		d->ahead.len = len - decision.mark;
	} else if (len > decision.mark) {
		pm_stream_hold(d->inner, data + decision.mark, len - decision.mark);
	}
	if (d->is_utf8 && !own) {
		say_utf8(d);
		return PM_OK;
	}
	return begin_convert(d, &decision, err);
}

enum pm_status
pm_encoding_stream(struct pm_encodings *e, struct pm_stream **stream,
		   struct pm_encoded *how, struct pm_error *err)
{
	struct decoding *d;
	const uint8_t *data;
	size_t len;
	enum pm_status st = wrap(e, stream, how, err);

	if (st < 0)
		return st;
	d = (struct decoding *)*stream;
	if ((st = look(d, &data, &len, err)) != PM_OK)
		return st;
	return begin(d, data, len, err);
}
