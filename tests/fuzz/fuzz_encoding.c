/* Pressmark - any bytes as text in an encoding.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever the bytes are, and whatever is said of them, text comes out that is well-formed
 * UTF-8 without NUL; the same as a whole, again, and as a stream of one piece; and UTF-8
 * comes out as it went in.  A stream of small pieces ends, too, and gives UTF-8.
 *
 * The first byte says what is declared, the second one what is given, the third one how
 * long pieces are. */
#include "corpus/encoding/encoding.h"
#include "corpus/encoding/page_bytes.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"
#include "tests/unit/pieces.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const LABELS[] = {
	"koi8-r",	"gb2312", "big5",	 "shift_jis",	"euc-kr",   "euc-jp",
	"johab",	"utf-8",  "iso-2022-jp", "iso-2022-kr", "utf-16le", "utf-32be",
	"windows-1258", "tcvn",	  "hz",		 "nonsense",
};

static const char *
label_of(uint8_t byte)
{
	return byte % 32 < sizeof LABELS / sizeof *LABELS ? LABELS[byte % 32] : NULL;
}

/* Put what a stream of such pieces gives into OUT. */
static void
read_stream(struct pm_encodings *e, struct pm_encoded *how, struct pm_buf *out,
	    const char *bytes, size_t len, size_t piece)
{
	struct pm_stream *s = pieces_open(bytes, len, piece);
	struct pm_error err;
	enum pm_status st = pm_encoding_stream(e, &s, how, &err);

	pm_buf_clear(out);
	REQUIRE(st == PM_OK || (st == PM_END && len == 0));
	if (st == PM_OK)
		REQUIRE(pm_stream_slurp(s, out, &err) == PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(out), out->len));
	REQUIRE(how->name != NULL);
	pm_stream_free(s);
}

/* Whether the text ends within what may be a sequence of UTF-8: then what is before that
 * has passed when the end of a stream shows that it is none. */
static bool
is_cut(const char *bytes, size_t len)
{
	size_t i;

	for (i = 1; i < 4 && i <= len; i++)
		if ((uint8_t)bytes[len - i] >= 0xc0)
			return true;
	return false;
}

static void
check(struct pm_encodings *e, const char *declared, const char *bytes, size_t len,
      size_t piece, bool is_given)
{
	struct pm_encoded how = { .declared = declared }, again = how;
	struct pm_buf first, second;
	struct pm_error err;
	const char *text, *same;
	size_t n, n_same;

	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	pm_buf_init(&second, PM_BUF_NO_LIMIT);
	REQUIRE(pm_encoding_decode(e, &first, bytes, len, &how, &text, &n, &err) == PM_OK);
	REQUIRE(pm_utf8_valid(text, n));
	if (!is_given && pm_utf8_valid(bytes, len) && memchr(bytes, 0x1b, len) == NULL &&
	    (len < 3 || memcmp(bytes, "\xef\xbb\xbf", 3) != 0))
		REQUIRE(text == bytes && n == len);
	REQUIRE(pm_encoding_decode(e, &second, bytes, len, &again, &same, &n_same, &err) ==
		PM_OK);
	REQUIRE(n_same == n && memcmp(text, same, n) == 0);
	REQUIRE(again.replaced == how.replaced && again.by == how.by);
	read_stream(e, &again, &second, bytes, len, len + 1);
	if (!is_cut(bytes, len)) {
		REQUIRE(second.len == n && memcmp(text, pm_buf_str(&second), n) == 0);
		REQUIRE(again.replaced == how.replaced);
	}
	read_stream(e, &again, &second, bytes, len, piece);
	pm_buf_clear(&second);
	REQUIRE(pm_encoding_decode_page(e, &second, bytes, len, &again, &err) == PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(&second), second.len));
	pm_encoding_page_holds_controls(e, bytes, len);
	pm_buf_release(&first);
	pm_buf_release(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the tables of guesses are made once */
	static struct pm_encodings *guessing;
	struct pm_encodings *given = NULL;
	const char *label;
	struct pm_error err;
	char *bytes;

	if (size < 3)
		return 0;
	if (guessing == NULL)
		REQUIRE(pm_encodings_open(&guessing, NULL, &err) == PM_OK);
	/* a copy of exactly that size, so that reading past it is noticed */
	bytes = malloc(size > 3 ? size - 3 : 1);
	REQUIRE(bytes != NULL);
	memcpy(bytes, data + 3, size - 3);
	label = label_of(data[1]);
	if (label != NULL)
		pm_encodings_open(&given, label, &err);
	check(given != NULL ? given : guessing, label_of(data[0]), bytes, size - 3,
	      data[2] + 1u, given != NULL);
	pm_encodings_free(given);
	free(bytes);
	return 0;
}
