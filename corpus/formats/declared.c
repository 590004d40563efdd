/* Pressmark - text whose encoding is declared outside of it: see declared.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/declared.h"

#include "corpus/encoding/decide.h"
#include "corpus/formats/text.h"
#include "support/utf8.h"

#include <string.h>
#include <strings.h>

/* Where a page is looked at for a declaration. */
#define DECLARED_WITHIN 4096u

/* The encoding that the label means, if it can be used; NULL: none. */
static const struct pm_charset *
find_charset(struct pm_encodings *e, const char *label)
{
	const struct pm_charset *found = label == NULL || *label == '\0'
					       ? NULL
					       : pm_charset_of(label);

	if (found == NULL && label != NULL && *label != '\0')
		found = pm_decide_label(e, label);
	return found;
}

static void
note(struct pm_declared *how, const char *encoding, uint64_t repairs)
{
	how->repairs += repairs;
	if (how->encoding == NULL)
		how->encoding = encoding;
}

static bool
convert(const struct pm_charset *charset, struct pm_buf *out, const char *bytes,
	size_t len, struct pm_declared *how)
{
	struct pm_error err;
	struct pm_convert c;
	bool known = pm_convert_open(&c, charset, PM_NULS_DROPPED, &err) == PM_OK;

	if (known) {
		pm_convert_put(&c, out, bytes, len, PM_PIECE_LAST);
		note(how, charset->name, c.replaced);
	}
	pm_convert_close(&c);
	return known;
}

/* By what the bytes themselves say. */
static void
decode_undeclared(struct pm_encodings *e, struct pm_buf *out, const char *bytes,
		  size_t len, struct pm_declared *how)
{
	struct pm_encoded read = { .nuls = PM_NULS_DROPPED };
	struct pm_error err;
	struct pm_buf part;
	const char *text;
	size_t n;

	pm_buf_init(&part, PM_BUF_NO_LIMIT);
	if (pm_encoding_decode(e, &part, bytes, len, &read, &text, &n, &err) == PM_OK) {
		pm_buf_put(out, text, n);
		note(how, pm_text_encoding(&read), read.replaced);
	} else if (out->status == PM_OK) {
		out->status = PM_ERR_NOMEM;
	}
	pm_buf_release(&part);
}

bool
pm_declared_text(struct pm_encodings *e, struct pm_buf *out, const char *label,
		 const char *bytes, size_t len, struct pm_declared *how)
{
	const struct pm_charset *charset;

	if (len == 0)
		return true;
	if (memchr(bytes, 0x1b, len) == NULL && pm_utf8_valid(bytes, len)) {
		pm_buf_put(out, bytes, len);
		return true;
	}
	charset = find_charset(e, label);
	if (charset != NULL && charset->kind != PM_CHARSET_UTF8 &&
	    convert(charset, out, bytes, len, how))
		return true;
	decode_undeclared(e, out, bytes, len, how);
	return label == NULL || *label == '\0' || charset != NULL;
}

static bool
has_word(const char *bytes, size_t len, const char *word)
{
	size_t n = strlen(word), i;

	for (i = 0; i + n <= len; i++)
		if (strncasecmp(bytes + i, word, n) == 0)
			return true;
	return false;
}

bool
pm_declared_page(struct pm_encodings *e, struct pm_buf *out, const char *label,
		 const char *bytes, size_t len, struct pm_declared *how)
{
	size_t head = len < DECLARED_WITHIN ? len : DECLARED_WITHIN;

	pm_buf_clear(out);
	if (find_charset(e, label) == NULL || pm_utf8_valid(bytes, len) ||
	    (len >= 2 &&
	     (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) ||
	    has_word(bytes, head, "charset") || has_word(bytes, head, "encoding="))
		return false;
	pm_declared_text(e, out, label, bytes, len, how);
	return true;
}
