/* Pressmark - the bytes of an XML file, made what a parser accepts: see xml_source.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_source.h"

#include "corpus/page/references.h"
#include "support/space.h"
#include "support/utf8.h"

#include <string.h>
#include <strings.h>

/* What is mended at a time. */
#define PIECE ((size_t)1 << 15)
/* In what of a file its declaration is looked for. */
#define DECLARATION_MAX 512u
/* Longer references are none. */
#define REFERENCE_MAX 64u
/* How many attributes an element may have. */
#define ATTRS_MAX 2000u

/* What a byte of UTF-8 is to the mending. */
enum byte_class { ORDINARY, ABOVE_ASCII, CONTROL, LESS, AMPERSAND };

static enum byte_class
class_of(uint8_t c)
{
	if (c >= 0x80)
		return ABOVE_ASCII;
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r' ? ORDINARY : CONTROL;
	return c == '<' ? LESS : c == '&' ? AMPERSAND : ORDINARY;
}

/* Whether the byte needs no look. */
static bool
is_ordinary(uint8_t c)
{
	/* clang-format off */
	static const uint8_t table[256] = {
		['\t'] = 1, ['\n'] = 1, ['\r'] = 1,
		[0x20 ... '&' - 1] = 1, ['&' + 1 ... '<' - 1] = 1, ['<' + 1 ... 0x7f] = 1,
	};
	/* clang-format on */

	return table[c];
}

/* --- the declaration ---------------------------------------------------- */

/* The value of `encoding` in the declaration, in VALUE of SIZE bytes; "": none. */
static void
find_label(const char *text, size_t len, char *value, size_t size)
{
	static const char name[] = "encoding";
	const char *p = memmem(text, len, name, sizeof name - 1), *end = text + len;
	size_t n = 0;
	char quote;

	value[0] = '\0';
	if (p == NULL)
		return;
	p += sizeof name - 1;
	while (p < end && (*p == ' ' || *p == '=' || *p == '\t' || *p == '\n'))
		p++;
	if (p == end || (*p != '"' && *p != '\''))
		return;
	for (quote = *p++; p < end && *p != quote && n + 1 < size; p++)
		value[n++] = *p;
	value[n] = '\0';
}

/* How long the declaration at TEXT is, which is the beginning of the file; 0: there is
 * none. */
static size_t
declaration_len(const char *text, size_t len)
{
	const char *end;

	if (len < 6 || memcmp(text, "<?xml", 5) != 0 || !pm_is_markup_space(text[5]))
		return 0;
	end = memmem(text, len < DECLARATION_MAX ? len : DECLARATION_MAX, "?>", 2);
	return end == NULL ? 0 : (size_t)(end + 2 - text);
}

/* The next piece of the file, as UTF-8, behind what is in the text. */
static enum pm_status
fill(struct pm_xml_source *s, struct pm_error *err)
{
	enum pm_status st;
	size_t n;

	if (s->piece_len == 0) {
		st = pm_stream_read(s->stream, &s->piece, &s->piece_len, err);
		if (st < 0)
			return st;
		s->ended = st == PM_END;
		if (s->ended)
			s->piece_len = 0;
	}
	n = s->piece_len < PIECE ? s->piece_len : PIECE;
	pm_buf_put(&s->text, s->piece, n);
	s->piece += n;
	s->piece_len -= n;
	s->bytes += n;
	return pm_buf_check(&s->text, "the text", err);
}

/* --- mending ------------------------------------------------------------ */

static void
put_char(struct pm_xml_source *s, uint32_t c)
{
	uint8_t utf8[4];

	pm_buf_put(&s->out, utf8, pm_utf8_put(utf8, c));
}

/* A character that is not ASCII, which XML may not have.  How many bytes it takes; 0: the
 * end cuts it. */
static size_t
mend_high(struct pm_xml_source *s, const uint8_t *p, const uint8_t *end)
{
	size_t n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if ((size_t)(end - p) < n) {
		if (!s->ended)
			return 0;
		n = (size_t)(end -
			     p); /* what is decoded is well-formed, and this cannot be */
		s->replaced++;
		put_char(s, 0xfffd);
	} else if (p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe) {
		s->replaced++;
		put_char(s, 0xfffd);
	} else {
		pm_buf_put(&s->out, p, n);
	}
	return n;
}

/* Whether XML allows the character. */
static bool
is_char(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
	       (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c <= 0x10ffff);
}

/* The number of the reference "&#123;" at P, of LEN bytes; UINT32_MAX: it is none. */
static uint32_t
number_of(const char *p, size_t len)
{
	bool hex = p[2] == 'x' || p[2] == 'X';
	size_t i = hex ? 3 : 2;
	uint32_t c = 0;

	if (i + 1 >= len)
		return UINT32_MAX;
	for (; i + 1 < len; i++) {
		char d = p[i];

		if (d >= '0' && d <= '9')
			c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
		else if (hex && (d | 0x20) >= 'a' && (d | 0x20) <= 'f')
			c = c * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
		else
			return UINT32_MAX;
		if (c > 0x110000)
			c = 0x110000;
	}
	return c;
}

/* Whether what a reference means begins with a character that XML means otherwise. */
static bool
is_markup(const struct pm_reference *r)
{
	return r->utf8[0] != '\0' && strchr("<&\"'", r->utf8[0]) != NULL;
}

static bool
is_name(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i], lower = c | 0x20;

		if ((lower >= 'a' && lower <= 'z') || c == '_' || c == ':' || c >= 0x80)
			continue;
		if (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '.'))
			return false;
	}
	return len > 0;
}

/* The reference P, of LEN bytes with its semicolon. */
static void
put_reference(struct pm_xml_source *s, const char *p, size_t len)
{
	static const char own[] = " amp lt gt quot apos ";
	struct pm_reference r;
	const char *known;
	uint32_t c;

	if (p[1] == '#') {
		c = number_of(p, len);
		if (c == UINT32_MAX) {
			pm_buf_puts(&s->out, "&amp;");
			pm_buf_put(&s->out, p + 1, len - 1);
		} else if (is_char(c)) {
			pm_buf_printf(&s->out, "&#%u;", c);
		} else if (c < 0x20) {
			s->controls++;
			pm_buf_putc(&s->out, ' ');
		} else {
			s->replaced++;
			put_char(s, 0xfffd);
		}
		return;
	}
	known = memmem(own, sizeof own - 1, p + 1, len - 2);
	if ((known == NULL || known[-1] != ' ' || known[len - 2] != ' ') &&
	    pm_reference_read(p, p + len, PM_REFERENCE_IN_TEXT, &r) == len &&
	    r.utf8_len > 0 && !is_markup(&r))
		pm_buf_put(&s->out, r.utf8, r.utf8_len);
	else
		pm_buf_put(&s->out, p, len);
}

/* What begins with '&'.  How many bytes of it are done; 0: the end cuts it. */
static size_t
mend_ampersand(struct pm_xml_source *s, const uint8_t *p, const uint8_t *end)
{
	size_t left = (size_t)(end - p), n = 1;

	if (s->place != PM_XML_IN_MARKUP) {
		pm_buf_putc(&s->out, '&');
		return 1;
	}
	while (n < left && n < REFERENCE_MAX && p[n] != ';' && p[n] != '&' &&
	       p[n] != '<' && p[n] > ' ')
		n++;
	if (n == left && n < REFERENCE_MAX && !s->ended)
		return 0;
	if (n < left && p[n] == ';' &&
	    (p[1] == '#' || is_name((const char *)p + 1, n - 1))) {
		put_reference(s, (const char *)p, n + 1);
		return n + 1;
	}
	pm_buf_puts(&s->out, "&amp;");
	return 1;
}

/* Whether another document begins at P, or may begin where the end cuts. */
static bool
is_declaration(struct pm_xml_source *s, const uint8_t *p, size_t left)
{
	static const char declaration[] = "<?xml";
	size_t n = sizeof declaration - 1;

	if (memcmp(p, declaration, left < n ? left : n) != 0)
		return false;
	if (left <= n)
		return !s->ended;
	s->is_next = p[n] == ' ' || p[n] == '\t' || p[n] == '\r' || p[n] == '\n';
	return s->is_next;
}

/* A '<' may begin what '&' means itself in.  How many bytes of it are done; 0: the end
 * cuts it. */
static size_t
mend_less(struct pm_xml_source *s, const uint8_t *p, const uint8_t *end)
{
	static const char cdata[] = "<![CDATA[", comment[] = "<!--";
	size_t left = (size_t)(end - p), n = 1;

	if (s->place == PM_XML_IN_MARKUP && is_declaration(s, p, left))
		return 0;
	if (s->place == PM_XML_IN_MARKUP) {
		if (left < sizeof cdata - 1 && !s->ended &&
		    (left == 1 || memcmp(p, cdata, left) == 0 ||
		     memcmp(p, comment, left < 4 ? left : 4) == 0))
			return 0;
		if (left >= sizeof cdata - 1 && memcmp(p, cdata, sizeof cdata - 1) == 0) {
			s->place = PM_XML_IN_CDATA;
			n = sizeof cdata - 1;
		} else if (left >= 4 && memcmp(p, comment, 4) == 0) {
			s->place = PM_XML_IN_COMMENT;
			n = 4;
		}
		s->is_tag = s->place == PM_XML_IN_MARKUP && left > 1 && p[1] != '?';
		s->quote = 0;
		s->n_attrs = 0;
	}
	pm_buf_put(&s->out, p, n);
	return n;
}

/* The same in a tag, which ends with a '>' outside of quotes.  Its attributes are counted:
 * the parser compares each with all others. */
static size_t
tag_len(struct pm_xml_source *s, const uint8_t *p, const uint8_t *end)
{
	const uint8_t *q;

	for (q = p; q < end && is_ordinary(*q); q++) {
		if (s->quote != 0) {
			s->n_attrs += *q == s->quote;
			s->quote = *q == s->quote ? 0 : s->quote;
		} else if (*q == '"' || *q == '\'') {
			s->quote = *q;
		} else if (*q == '>') {
			s->is_tag = false;
			q++;
			break;
		}
	}
	return (size_t)(q - p);
}

/* How much of what begins at P is ordinary.  In CDATA and comments, which end with three
 * bytes of which the last is '>', it ends behind that. */
static size_t
ordinary_len(struct pm_xml_source *s, const uint8_t *begin, const uint8_t *p,
	     const uint8_t *end)
{
	const uint8_t *q = p;
	uint8_t mark = s->place == PM_XML_IN_CDATA ? ']' : '-';

	if (s->place == PM_XML_IN_MARKUP && s->is_tag)
		return tag_len(s, p, end);
	if (s->place == PM_XML_IN_MARKUP) {
		while (q < end && is_ordinary(*q))
			q++;
		return (size_t)(q - p);
	}
	for (; q < end && is_ordinary(*q); q++)
		if (*q == '>' && q - begin >= 2 && q[-1] == mark && q[-2] == mark) {
			s->place = PM_XML_IN_MARKUP;
			q++;
			break;
		}
	return (size_t)(q - p);
}

/* How much of CDATA or a comment must stay, so that its end is seen as a whole. */
static size_t
end_mark_len(const struct pm_xml_source *s, const uint8_t *begin, const uint8_t *end)
{
	uint8_t mark = s->place == PM_XML_IN_CDATA ? ']' : '-';
	size_t n = 0;

	if (s->place == PM_XML_IN_MARKUP || s->ended)
		return 0;
	while (n < 2 && begin < end && end[-1] == mark) {
		n++;
		end--;
	}
	return n;
}

/* Mend the text, as far as its end cuts nothing; the rest stays. */
static enum pm_status
mend(struct pm_xml_source *s, struct pm_error *err)
{
	const uint8_t *begin = s->text.data, *p = begin, *end = begin + s->text.len;
	size_t n = 1;

	while (p < end && n > 0) {
		n = ordinary_len(s, begin, p, end);
		if (n > 0) {
			size_t kept = p + n == end ? end_mark_len(s, p, end) : 0;

			pm_buf_put(&s->out, p, n - kept);
			p += n - kept;
			if (kept > 0)
				break;
			continue;
		}
		switch (class_of(*p)) {
		case ABOVE_ASCII:
			n = mend_high(s, p, end);
			break;
		case LESS:
			n = mend_less(s, p, end);
			break;
		case AMPERSAND:
			n = mend_ampersand(s, p, end);
			break;
		default:
			s->controls++;
			pm_buf_putc(&s->out, ' ');
			n = 1;
		}
		p += n;
	}
	s->text.len = (size_t)(end - p);
	if (s->text.len > 0)
		memmove(s->text.data, p, s->text.len);
	if (s->n_attrs > ATTRS_MAX)
		return pm_fail(err, PM_ERR_INPUT, "a tag has too many attributes");
	return pm_buf_check(&s->out, "the text", err);
}

/* Put blanks for what is in front, but for its line ends. */
static void
blank(uint8_t *p, size_t len)
{
	for (; len > 0; p++, len--)
		if (*p != '\n' && *p != '\r')
			*p = ' ';
}

/* The beginning of the file: white space, and the declaration. */
static enum pm_status
begin(struct pm_xml_source *s, struct pm_error *err)
{
	enum pm_status st = fill(s, err);
	size_t front, n;

	if (st != PM_OK)
		return st;
	for (front = 0; front < s->text.len && s->text.data[front] <= ' '; front++)
		;
	n = declaration_len(pm_buf_str(&s->text) + front, s->text.len - front);
	if (n > 0)
		blank(s->text.data, front + n);
	s->begun = true;
	return st;
}

/* What the declaration says of the encoding, if it can be read before that is known. */
static enum pm_status
find_declared(struct pm_xml_source *s, struct pm_error *err)
{
	const uint8_t *data, *p;
	size_t len, left, n;
	enum pm_status st = pm_stream_read(s->stream, &data, &len, err);

	if (st != PM_OK)
		return st;
	pm_stream_hold(s->stream, data, len);
	p = data;
	left = len;
	if (left >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		left -= 3;
	}
	for (; left > 0 && *p <= ' ' && *p != 0; p++)
		left--;
	n = declaration_len((const char *)p, left);
	find_label((const char *)p, n, s->label, sizeof s->label);
	s->encoded.declared = s->label[0] == '\0' ? NULL : s->label;
	return PM_OK;
}

enum pm_status
pm_xml_source_open(struct pm_xml_source *s, struct pm_stream *stream,
		   struct pm_encodings *encodings, struct pm_error *err)
{
	enum pm_status st;

	memset(s, 0, sizeof *s);
	s->stream = stream;
	pm_buf_init(&s->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->out, PM_BUF_NO_LIMIT);
	st = find_declared(s, err);
	return st != PM_OK ? st
			   : pm_encoding_stream(encodings, &s->stream, &s->encoded, err);
}

enum pm_status
pm_xml_source_read(struct pm_xml_source *s, const char **data, size_t *len,
		   struct pm_error *err)
{
	enum pm_status st = PM_OK;

	pm_buf_clear(&s->out);
	if (s->is_next && !s->is_told) {
		s->is_told = true;
		return PM_ABSENT;
	}
	if (s->is_next) {
		s->is_next = s->is_told = false;
		s->text.data[4] = '-'; /* an instruction like any other */
		st = mend(s, err);
	}
	if (!s->begun) {
		st = begin(s, err);
		if (st == PM_OK)
			st = mend(s, err);
	}
	while (st == PM_OK && s->out.len == 0 && !s->ended && !s->is_next)
		if ((st = fill(s, err)) == PM_OK)
			st = mend(s, err);
	*data = pm_buf_str(&s->out);
	*len = s->out.len;
	if (st != PM_OK || s->out.len > 0)
		return st;
	s->is_told = s->is_next;
	return s->is_next ? PM_ABSENT : PM_END;
}

void
pm_xml_source_close(struct pm_xml_source *s)
{
	pm_stream_free(s->stream);
	s->stream = NULL;
	pm_buf_release(&s->text);
	pm_buf_release(&s->out);
}
