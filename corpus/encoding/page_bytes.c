/* Pressmark - the encoding of a web page: see page_bytes.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/page_bytes.h"

#include "corpus/encoding/decide.h"
#include "support/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A label that is longer is cut, and so is none. */
#define LABEL_MAX 40

/* What follows NAME and '=', from P on. */
static bool
find_value(const char *p, const char *end, const char *name, char value[LABEL_MAX])
{
	size_t n = strlen(name), i = 0;

	for (; (size_t)(end - p) > n; p++) {
		const char *q = p + n;

		if (strncasecmp(p, name, n) != 0)
			continue;
		while (q < end && isspace((unsigned char)*q))
			q++;
		if (q == end || *q++ != '=')
			continue;
		while (q < end && (isspace((unsigned char)*q) || *q == '"' || *q == '\''))
			q++;
		for (i = 0; q < end && i + 1 < LABEL_MAX &&
			    (isalnum((unsigned char)*q) ||
			     (*q != '\0' && strchr("-_.:", *q) != NULL));
		     q++)
			value[i++] = *q;
		value[i] = '\0';
		if (i > 0)
			return true;
	}
	return false;
}

/* What the page declares: its XML declaration, else the first <meta> that says
 * anything of use.  NULL: nothing. */
static const struct pm_charset *
find_declared(struct pm_encodings *e, const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len, *close;
	const struct pm_charset *known;
	char label[LABEL_MAX];

	if (len > 5 && strncasecmp(p, "<?xml", 5) == 0 &&
	    (close = memchr(p, '>', len)) != NULL &&
	    find_value(p, close, "encoding", label) &&
	    (known = pm_decide_label(e, label)) != NULL)
		return known;
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		size_t left = (size_t)(end - p);

		if (left > 4 && memcmp(p, "<!--", 4) == 0) {
			close = memmem(p, left, "-->", 3);
			if (close == NULL)
				return NULL;
			p = close;
			continue;
		}
		if (left > 5 && strncasecmp(p, "<meta", 5) == 0) {
			close = memchr(p, '>', left);
			if (close == NULL)
				return NULL;
			if (find_value(p, close, "charset", label) &&
			    (known = pm_decide_label(e, label)) != NULL)
				return known;
			p = close;
		}
		p++;
	}
	return NULL;
}

static bool
is_seven_bits(const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((uint8_t)bytes[i] >= 0x80)
			return false;
	return true;
}

/* A page of seven bits that calls other sets of characters by escapes: as it declares, or
 * as only ISO-2022-JP does.  NULL: it is none. */
static const struct pm_charset *
find_escapes(struct pm_encodings *e, const char *bytes, size_t len)
{
	const struct pm_charset *declared;

	if (memchr(bytes, PM_ESCAPE, len) == NULL || !is_seven_bits(bytes, len))
		return NULL;
	declared = find_declared(e, bytes, len);
	if (declared != NULL && declared->kind == PM_CHARSET_ESCAPES)
		return declared;
	return pm_is_2022_jp(bytes, len) ? pm_charset_of("iso-2022-jp") : NULL;
}

/* What the first bytes say, or the escapes.  PM_ABSENT: nothing. */
static enum pm_status
decide_beginning(struct pm_encodings *e, const char *bytes, size_t len,
		 struct pm_decision *d)
{
	d->charset = pm_find_mark(bytes, len, &d->mark);
	d->by = PM_ENCODING_MARK;
	if (d->charset != NULL)
		return PM_OK;
	d->charset = pm_find_wide_tag(bytes, len);
	d->by = PM_ENCODING_ZEROS;
	if (d->charset != NULL || len == 0)
		return d->charset != NULL ? PM_OK : PM_ABSENT;
	d->charset = find_escapes(e, bytes, len);
	d->by = PM_ENCODING_ESCAPES;
	return d->charset != NULL ? PM_OK : PM_ABSENT;
}

bool
pm_encoding_page_holds_controls(struct pm_encodings *e, const char *bytes, size_t len)
{
	struct pm_decision d;

	if (decide_beginning(e, bytes, len, &d) != PM_OK)
		return pm_find_zeros(bytes, len) != NULL;
	return d.charset->kind == PM_CHARSET_WIDE ||
	       (d.charset->kind == PM_CHARSET_ESCAPES &&
		strcmp(d.charset->name, "ISO-2022-JP") != 0);
}

enum pm_status
pm_encoding_decode_page(struct pm_encodings *e, struct pm_buf *out, const char *bytes,
			size_t len, struct pm_encoded *how, struct pm_error *err)
{
	const struct pm_charset *declared;
	struct pm_decision d;
	enum pm_status st = decide_beginning(e, bytes, len, &d);

	how->nuls = PM_NULS_DROPPED;
	if (st == PM_OK) {
		bytes += d.mark;
		len -= d.mark;
	} else {
		d.by = PM_ENCODING_UTF8;
		d.charset = pm_charset_of("utf-8");
	}
	if (d.charset->kind == PM_CHARSET_UTF8 && pm_utf8_valid(bytes, len)) {
		how->name = "UTF-8";
		how->by = d.by;
		how->replaced = how->strays = how->controls = 0;
		pm_buf_put(out, bytes, len);
		return pm_buf_check(out, "the page", err);
	}
	if (st == PM_ABSENT) {
		declared = find_declared(e, bytes, len);
		st = pm_decide(e, bytes, len, NULL, declared, &d, err);
	}
	return st < 0 ? st : pm_decide_convert(&d, out, bytes, len, how, err);
}
