/* Pressmark - tests of corpus/encoding/encoding.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/encoding.h"
#include "corpus/encoding/labels.h"
#include "support/utf8.h"
#include "tests/unit/encoding_texts.h"
#include "tests/unit/pieces.h"
#include "tests/unit/small_fixture.h"

#include <iconv.h>

static struct pm_encodings *encodings;
static struct pm_encoded how;
static struct pm_error err;
static struct pm_buf out, bytes;

static void
setup(void)
{
	ck_assert_int_eq(pm_encodings_open(&encodings, NULL, &err), PM_OK);
	memset(&how, 0, sizeof how);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
}

static void
teardown(void)
{
	pm_encodings_free(encodings);
	pm_buf_release(&out);
	pm_buf_release(&bytes);
}

/* Make TEXT, in UTF-8, BYTES in the encoding. */
static void
encode(const char *name, const char *text)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	char *in = (char *)(uintptr_t)text, *to;
	size_t len = strlen(text), room = 4 * len + 64;

	ck_assert_msg(cd != (iconv_t)-1, "%s", name);
	pm_buf_clear(&bytes);
	to = (char *)pm_buf_reserve(&bytes, room);
	ck_assert_ptr_nonnull(to);
	ck_assert_msg(iconv(cd, &in, &len, &to, &room) == 0, "%s has not %.20s", name, in);
	ck_assert_uint_eq(iconv(cd, NULL, NULL, &to, &room), 0);
	pm_buf_advance(&bytes, (size_t)((uint8_t *)to - bytes.data));
	iconv_close(cd);
}

/* What the bytes mean, as a whole. */
static const char *
decode(const char *data, size_t len)
{
	static char text[1 << 16];
	const char *result;
	size_t n;

	ck_assert_int_eq(pm_encoding_decode(encodings, &out, data, len, &how, &result, &n,
					    &err),
			 PM_OK);
	ck_assert(pm_utf8_valid(result, n));
	ck_assert_uint_lt(n, sizeof text);
	memcpy(text, result, n);
	text[n] = '\0';
	return text;
}

#define DECODE(literal) decode(literal, sizeof literal - 1)

/* The same, as a stream of pieces of SIZE bytes, which ends as ENDS says. */
static const char *
decode_stream(const char *data, size_t len, size_t size, enum pm_status ends)
{
	struct pm_stream *s = pieces_open(data, len, size);
	const uint8_t *piece;
	size_t n;
	enum pm_status st;

	((struct pieces *)s)->ends = ends;
	pm_buf_clear(&out);
	st = pm_encoding_stream(encodings, &s, &how, &err);
	while (st == PM_OK && (st = pm_stream_read(s, &piece, &n, &err)) == PM_OK) {
		ck_assert_uint_gt(n, 0);
		ck_assert(pm_utf8_valid((const char *)piece, n));
		pm_buf_put(&out, piece, n);
	}
	ck_assert_int_eq(st, ends);
	pm_stream_free(s);
	return pm_buf_str(&out);
}

START_TEST(texts_are_read_in_all_their_encodings)
{
	static const size_t sizes[] = { 1, 3, 7, 64, 100000 };
	size_t i, k, n = 0;

	for (i = 0; i < N_ENCODING_TEXTS; i++) {
		const struct encoding_text *t = &ENCODING_TEXTS[i];
		const char *p = t->encodings + 1, *end;
		char name[32];

		for (; (end = strchr(p, ' ')) != NULL; p = end + 1, n++) {
			snprintf(name, sizeof name, "%.*s", (int)(end - p), p);
			encode(name, t->text);
			ck_assert_msg(strcmp(decode(pm_buf_str(&bytes), bytes.len),
					     t->text) == 0,
				      "%s in %s is read as %s: %s", t->language, name,
				      how.name, pm_buf_str(&out));
			ck_assert_uint_eq(how.replaced, 0);
			for (k = 0; k < sizeof sizes / sizeof *sizes; k++)
				ck_assert_msg(strcmp(decode_stream(pm_buf_str(&bytes),
								   bytes.len, sizes[k],
								   PM_END),
						     t->text) == 0,
					      "%s in %s, in pieces of %zu, is read as %s",
					      t->language, name, sizes[k], how.name);
		}
	}
	ck_assert_uint_gt(n, 60);
}
END_TEST

START_TEST(utf8_is_not_copied)
{
	static const char text[] = "na\u00efve \u2013 \u65e5\u672c";
	const uint8_t *piece;
	const char *result;
	struct pm_stream *s;
	size_t n;

	ck_assert_int_eq(pm_encoding_decode(encodings, &out, text, sizeof text - 1, &how,
					    &result, &n, &err),
			 PM_OK);
	ck_assert_ptr_eq(result, text);
	ck_assert_uint_eq(n, sizeof text - 1);
	ck_assert_str_eq(how.name, "UTF-8");
	ck_assert_int_eq(how.by, PM_ENCODING_UTF8);
	s = pieces_open(text, sizeof text - 1, 100);
	ck_assert_int_eq(pm_encoding_stream(encodings, &s, &how, &err), PM_OK);
	ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_OK);
	ck_assert_uint_eq(n, sizeof text - 1);
	ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_END);
	pm_stream_free(s);
}
END_TEST

START_TEST(a_mark_decides)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *name;
	} cases[] = {
		{ "\xef\xbb\xbf\xc3\xa9", 5, "UTF-8" },
		{ "\xff\xfe\xe9\0", 4, "UTF-16LE" },
		{ "\xfe\xff\0\xe9", 4, "UTF-16BE" },
		{ "\xff\xfe\0\0\xe9\0\0\0", 8, "UTF-32LE" },
		{ "\0\0\xfe\xff\0\0\0\xe9", 8, "UTF-32BE" },
	};
	size_t i, given, size;

	for (given = 0; given < 2; given++) {
		for (i = 0; i < sizeof cases / sizeof *cases; i++) {
			ck_assert_str_eq(decode(cases[i].bytes, cases[i].len), "\u00e9");
			ck_assert_str_eq(how.name, cases[i].name);
			ck_assert_int_eq(how.by, PM_ENCODING_MARK);
			for (size = 1; size < 9; size++) {
				ck_assert_str_eq(decode_stream(cases[i].bytes,
							       cases[i].len, size, PM_END),
						 "\u00e9");
				ck_assert_str_eq(how.name, cases[i].name);
			}
		}
		/* also against what is given */
		pm_encodings_free(encodings);
		ck_assert_int_eq(pm_encodings_open(&encodings, "koi8-r", &err), PM_OK);
	}
	/* and then nothing */
	ck_assert_str_eq(DECODE("\xff\xfe"), "");
	ck_assert_str_eq(decode_stream("\xff\xfe", 2, 1, PM_END), "");
	ck_assert_str_eq(decode_stream("", 0, 1, PM_END), "");
}
END_TEST

START_TEST(what_is_given_is_taken)
{
	pm_encodings_free(encodings);
	ck_assert_int_eq(pm_encodings_open(&encodings, "Latin2", &err), PM_OK);
	/* though it is UTF-8 too */
	ck_assert_str_eq(DECODE("\xc3\xa9"), "\u0102\u0160");
	ck_assert_str_eq(how.name, "ISO-8859-2");
	ck_assert_int_eq(how.by, PM_ENCODING_GIVEN);
	ck_assert_str_eq(decode_stream("a\xc3\xa9", 3, 100, PM_END), "a\u0102\u0160");
	pm_encodings_free(encodings);
	/* one that only iconv knows */
	ck_assert_int_eq(pm_encodings_open(&encodings, "CP1125", &err), PM_OK);
	ck_assert_str_eq(DECODE("\x80\xf5"), "\u0410\u0454");
	ck_assert_str_eq(how.name, "CP1125");
	pm_encodings_free(encodings);
	ck_assert_int_eq(pm_encodings_open(&encodings, "utf-16", &err), PM_OK);
	ck_assert_str_eq(DECODE("\xe9\0"), "\u00e9");
	pm_encodings_free(encodings);
	ck_assert_int_eq(pm_encodings_open(&encodings, "utf-8", &err), PM_OK);
	ck_assert_str_eq(DECODE("caf\xe9 x"), "caf\u00e9 x");
	pm_encodings_free(encodings);
	ck_assert_int_eq(pm_encodings_open(&encodings, "nonsense", &err), PM_ERR_USAGE);
	ck_assert_str_eq(err.text, "no encoding is called 'nonsense'");
	ck_assert_ptr_null(encodings);
	ck_assert_int_eq(pm_encodings_open(&encodings, "", &err), PM_ERR_USAGE);
	ck_assert_int_eq(pm_encodings_open(&encodings, "utf-7", &err), PM_ERR_USAGE);
	ck_assert_int_eq(pm_encodings_open(&encodings, "UTF-8//IGNORE", &err),
			 PM_ERR_USAGE);
}
END_TEST

START_TEST(what_a_text_declares_is_taken_if_it_is_no_utf8)
{
	how.declared = "koi8-r";
	ck_assert_str_eq(DECODE("\xc1\xc2"), "\u0430\u0431");
	ck_assert_str_eq(how.name, "KOI8-R");
	ck_assert_int_eq(how.by, PM_ENCODING_DECLARED);
	ck_assert_str_eq(decode_stream("\xc1\xc2", 2, 1, PM_END), "\u0430\u0431");
	ck_assert_str_eq(DECODE("\xc3\xa9"), "\u00e9");
	/* not if it is nonsense */
	how.declared = "utf-16";
	ck_assert_str_eq(DECODE("caf\xe9s"), "caf\u00e9s");
	how.declared = "nonsense";
	ck_assert_str_eq(DECODE("caf\xe9s"), "caf\u00e9s");
	how.declared = "utf-8";
	ck_assert_str_eq(DECODE("caf\xe9s"), "caf\u00e9s");
	ck_assert_int_ne(how.by, PM_ENCODING_DECLARED);
	/* half of it is */
	ck_assert_str_eq(DECODE("caf\xe9s caf\xc3\xa9s"), "caf\u00e9s caf\u00e9s");
	ck_assert_int_eq(how.by, PM_ENCODING_DECLARED);
	ck_assert_uint_eq(how.strays, 1);
}
END_TEST

/* Nine valid sequences. */
#define NINE "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"

START_TEST(strays_in_utf8_are_windows_1252)
{
	ck_assert_str_eq(DECODE("caf\u00e9. \x93Nice\x94 \x96" NINE NINE NINE),
			 "caf\u00e9. \u201cNice\u201d \u2013" NINE NINE NINE);
	ck_assert_str_eq(how.name, "UTF-8");
	ck_assert_int_eq(how.by, PM_ENCODING_MIXED);
	ck_assert_uint_eq(how.strays, 3);
	ck_assert_uint_eq(how.replaced, 0);
	/* a letter and a quotation mark look like two thirds of a sequence */
	ck_assert_str_eq(DECODE(NINE NINE "caf\xe9\x94."), NINE NINE "caf\u00e9\u201d.");
	/* one of ten, and one of nine */
	ck_assert_str_eq(DECODE(NINE "\x93"), NINE "\u201c");
	ck_assert_int_eq(how.by, PM_ENCODING_MIXED);
	/* fewer, where it makes no sense otherwise */
	ck_assert_str_eq(DECODE("The caf\u00e9 is open. \x93Nice\x94 \x96 said Ann."),
			 "The caf\u00e9 is open. \u201cNice\u201d \u2013 said Ann.");
	ck_assert_int_eq(how.by, PM_ENCODING_MIXED);
	/* what looks like a sequence by chance is none */
	ck_assert_str_eq(
		DECODE("LE \xabGRAND CAF\xc9\xbb EST FERM\xc9, l'\xe9t\xe9 est pass\xe9"),
		"LE \u00abGRAND CAF\u00c9\u00bb EST FERM\u00c9, l'\u00e9t\u00e9 est "
		"pass\u00e9");
	ck_assert_str_eq(how.name, "windows-1252");
	/* a byte that windows-1252 does not have */
	ck_assert_str_eq(DECODE(NINE "\x81."), NINE "\ufffd.");
	ck_assert_uint_eq(how.replaced, 1);
}
END_TEST

START_TEST(damage_of_utf8_is_replaced)
{
	/* cut */
	ck_assert_str_eq(DECODE("\u00e9\xe2\x80"), "\u00e9\ufffd");
	ck_assert_uint_eq(how.replaced, 1);
	ck_assert_str_eq(decode_stream("\u00e9\xe2\x80", 4, 1, PM_END), "\u00e9\ufffd");
	ck_assert_str_eq(decode_stream("\u00e9 aaa\xe2\x80", 8, 4, PM_END),
			 "\u00e9 aaa\ufffd");
	ck_assert_uint_eq(how.replaced, 1);
	/* a surrogate, an overlong form, beyond the last */
	ck_assert_str_eq(DECODE("\u00e9\xed\xa0\x80."), "\u00e9\ufffd.");
	ck_assert_str_eq(DECODE("\u00e9\xc0\x80\xf4\x90\x80\x80."), "\u00e9\ufffd\ufffd.");
	ck_assert_uint_eq(how.replaced, 2);
	/* NULs */
	ck_assert_str_eq(DECODE("a text\0with zeros"), "a text\ufffdwith zeros");
	ck_assert_uint_eq(how.replaced, 1);
	ck_assert_str_eq(how.name, "UTF-8");
	how.nuls = PM_NULS_DROPPED;
	ck_assert_str_eq(DECODE("a text\0with zeros"), "a textwith zeros");
	ck_assert_uint_eq(how.replaced, 0);
}
END_TEST

START_TEST(zeros_show_utf16_and_utf32)
{
	static const char *const texts[] = { "Hello there, world of chips.\n",
					     "\u041c\u0430\u044f\u043a \u043d\u0430 "
					     "\u043c\u044b\u0441\u0443\n",
					     "\u201eG\u0142os\u201d z morza\n" };
	static const char *const names[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE",
					     "UTF-32BE" };
	size_t i, k;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		for (k = 0; k < sizeof names / sizeof *names; k++) {
			encode(names[k], texts[i]);
			ck_assert_str_eq(decode(pm_buf_str(&bytes), bytes.len), texts[i]);
			ck_assert_str_eq(how.name, names[k]);
			ck_assert_int_eq(how.by, PM_ENCODING_ZEROS);
		}
	}
	/* Chinese has few, and whole characters */
	for (i = 0; i < N_ENCODING_TEXTS; i++) {
		for (k = 0; k < sizeof names / sizeof *names; k++) {
			encode(names[k], ENCODING_TEXTS[i].text);
			ck_assert_str_eq(decode(pm_buf_str(&bytes), bytes.len),
					 ENCODING_TEXTS[i].text);
		}
	}
	/* binary data are neither */
	DECODE("\x7f"
	       "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0\240\20\0\0");
	ck_assert_int_ne(how.by, PM_ENCODING_ZEROS);
}
END_TEST

START_TEST(bytes_without_meaning_are_counted)
{
	char junk[300];
	size_t i;

	how.declared = "windows-1250";
	ck_assert_str_eq(DECODE("\x81\xb9\x83"), "\ufffd\u0105\ufffd");
	ck_assert_uint_eq(how.replaced, 2);
	ck_assert(!pm_encoding_is_doubtful(&how));
	/* a pair goes as a whole, but ASCII stays */
	how.declared = "euc-kr";
	ck_assert_str_eq(DECODE("\xb9\xdd\xc9\xfe\xb9\xdd\xff<"),
			 "\ubc18\ufffd\ubc18\ufffd<");
	ck_assert_uint_eq(how.replaced, 2);
	/* the end cuts one */
	ck_assert_str_eq(DECODE("\xb9\xdd\xb9"), "\ubc18\ufffd");
	ck_assert_str_eq(decode_stream("\xb9\xdd\xb9", 3, 1, PM_END), "\ubc18\ufffd");
	/* halves of surrogates */
	ck_assert_str_eq(DECODE("\xff\xfe\x3d\xd8"
				"a\0\x00\xde\x3d\xd8"
				"b"),
			 "\ufffd"
			 "a\ufffd\ufffd\ufffd");
	ck_assert_uint_eq(how.replaced, 4);
	/* what is no text in any encoding */
	how.declared = NULL;
	rng = 1;
	for (i = 0; i < sizeof junk; i++)
		junk[i] = (char)(0x80 + rnd(0x80));
	decode(junk, sizeof junk);
	ck_assert_int_eq(how.by, PM_ENCODING_FALLBACK);
	ck_assert_str_eq(how.name, "windows-1252");
	ck_assert_uint_gt(how.replaced + how.controls, 0);
	ck_assert(pm_encoding_is_doubtful(&how));
}
END_TEST

/* 3 MB of lines, and then TEXT in the encoding. */
static void
put_late(const char *name, const char *line, const char *text)
{
	struct pm_buf late;

	encode(name, text);
	pm_buf_init(&late, PM_BUF_NO_LIMIT);
	while (late.len < (size_t)3 << 20)
		pm_buf_puts(&late, line);
	pm_buf_put(&late, bytes.data, bytes.len);
	pm_buf_clear(&bytes);
	pm_buf_put(&bytes, late.data, late.len);
	pm_buf_release(&late);
}

START_TEST(a_stream_is_decided_when_it_must_be)
{
	static const char plain[] = "{\"text\":\"nothing special\"}\n";
	static const char sharp[] = "{\"text\":\"na\u00efve\"}\n";
	const char *polish = NULL, *read;
	size_t i, size;

	for (i = 0; i < N_ENCODING_TEXTS; i++)
		if (strcmp(ENCODING_TEXTS[i].language, "pl") == 0)
			polish = ENCODING_TEXTS[i].text;
	ck_assert_ptr_nonnull(polish);
	for (size = 1000; size <= (size_t)1 << 18; size <<= 4) {
		put_late("windows-1250", plain, polish);
		read = decode_stream(pm_buf_str(&bytes), bytes.len, size, PM_END);
		ck_assert_str_eq(read + out.len - strlen(polish), polish);
		ck_assert_str_eq(how.name, "windows-1250");
		/* a few strays in much UTF-8 */
		put_late("windows-1252", sharp, "{\"text\":\"caf\u00e9 \u2013\"}\n");
		read = decode_stream(pm_buf_str(&bytes), bytes.len, size, PM_END);
		ck_assert_ptr_nonnull(strstr(read, "caf\u00e9 \u2013"));
		ck_assert_int_eq(how.by, PM_ENCODING_MIXED);
		ck_assert_uint_eq(how.strays, 2);
	}
}
END_TEST

START_TEST(replacements_are_counted_with_their_line)
{
	static const char text[] = "a\xb9\nb\x81\nc\xb9\n";
	static const char *const lines[] = { "a\u0105\n", "b\ufffd\n", "c\u0105\n" };
	struct pm_stream *s = pieces_open(text, sizeof text - 1, 100);
	const uint8_t *piece;
	size_t i, n;

	how.declared = "windows-1250";
	ck_assert_int_eq(pm_encoding_stream(encodings, &s, &how, &err), PM_OK);
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_OK);
		ck_assert_uint_eq(n, strlen(lines[i]));
		ck_assert_int_eq(memcmp(piece, lines[i], n), 0);
		ck_assert_uint_eq(how.replaced, i > 0);
	}
	ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_END);
	pm_stream_free(s);
}
END_TEST

START_TEST(a_failure_comes_after_what_was_read)
{
	static const char latin[] = "deux caf\xe9s, trois \xe9t\xe9s\n";
	size_t size;

	for (size = 1; size < sizeof latin; size++) {
		ck_assert_str_eq(decode_stream(latin, sizeof latin - 1, size, PM_ERR_IO),
				 "deux caf\u00e9s, trois \u00e9t\u00e9s\n");
		ck_assert_str_eq(err.text, "breaks off");
		ck_assert_str_eq(decode_stream("abc\u00e9", 5, size, PM_ERR_IO),
				 "abc\u00e9");
	}
	ck_assert_str_eq(decode_stream("", 0, 1, PM_ERR_IO), "");
}
END_TEST

START_TEST(a_stream_that_passes_can_go_back)
{
	static const char text[] = "abc\u00e9\u00e9\u00e9 caf\xe9\x94 more, and so on";
	struct pm_stream *s = pieces_open(text, sizeof text - 1, 6);
	const uint8_t *piece;
	struct pm_buf first;
	int64_t at;
	size_t n;

	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_encoding_stream(encodings, &s, &how, &err), PM_OK);
	/* the sixth byte is the first of a sequence */
	ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_OK);
	ck_assert_uint_eq(n, 5);
	at = s->seek(s, 0, SEEK_CUR);
	ck_assert_int_eq(at, 5);
	ck_assert_int_eq(pm_stream_slurp(s, &first, &err), PM_OK);
	ck_assert_int_eq(s->seek(s, 0, SEEK_CUR), sizeof text - 1);
	ck_assert_int_eq(s->seek(s, at, SEEK_SET), at);
	ck_assert_str_eq(how.name, "UTF-8");
	ck_assert_int_eq(pm_stream_slurp(s, &out, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&out), pm_buf_str(&first));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "more, and so on"));
	pm_buf_release(&first);
	pm_stream_free(s);
}
END_TEST

/* So that a line that is too large need not be held: to the place asked for last. */
START_TEST(a_stream_that_is_converted_can_go_back)
{
	static const char text[] = "deux caf\xe9s, trois \xe9t\xe9s, et la suite du texte\n";
	struct pm_stream *s = pieces_open(text, sizeof text - 1, 6);
	const uint8_t *piece;
	struct pm_buf first;
	int64_t at;
	size_t n;

	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_encoding_stream(encodings, &s, &how, &err), PM_OK);
	do
		ck_assert_int_eq(pm_stream_read(s, &piece, &n, &err), PM_OK);
	while ((at = s->seek(s, 0, SEEK_CUR)) < 0);
	ck_assert_int_eq(pm_stream_slurp(s, &first, &err), PM_OK);
	ck_assert_int_eq(s->seek(s, at, SEEK_SET), at);
	pm_buf_clear(&out);
	ck_assert_int_eq(pm_stream_slurp(s, &out, &err), PM_OK);
	ck_assert_uint_eq(out.len, first.len);
	ck_assert(out.len == 0 || memcmp(out.data, first.data, out.len) == 0);
	ck_assert_str_eq(how.name, "windows-1252");
	ck_assert_uint_eq(how.replaced, 0);
	pm_buf_release(&first);
	pm_stream_free(s);
}
END_TEST

START_TEST(labels_mean_what_they_mean_to_browsers)
{
	static const char *const cases[][2] = {
		{ "latin1", "windows-1252" },	{ "ISO-8859-1", "windows-1252" },
		{ "us-ascii", "windows-1252" }, { "iso-8859-9", "windows-1254" },
		{ "TIS-620", "windows-874" },	{ "gb2312", "GB18030" },
		{ "euc-kr", "EUC-KR" },		{ "ks_c_5601-1987", "EUC-KR" },
		{ "cp949", "EUC-KR" },		{ "x-sjis", "Shift_JIS" },
		{ "cp850", "IBM850" },		{ "KOI8-U", "KOI8-U" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_str_eq(pm_charset_of(cases[i][0])->name, cases[i][1]);
	ck_assert_ptr_null(pm_charset_of(""));
	ck_assert_ptr_null(pm_charset_of("latin"));
	ck_assert_ptr_null(pm_charset_of("nonsense"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("encoding");
	TCase *t = tcase_create("encoding");

	suite_add_tcase(s, t);
	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, texts_are_read_in_all_their_encodings);
	tcase_add_test(t, utf8_is_not_copied);
	tcase_add_test(t, a_mark_decides);
	tcase_add_test(t, what_is_given_is_taken);
	tcase_add_test(t, what_a_text_declares_is_taken_if_it_is_no_utf8);
	tcase_add_test(t, strays_in_utf8_are_windows_1252);
	tcase_add_test(t, damage_of_utf8_is_replaced);
	tcase_add_test(t, zeros_show_utf16_and_utf32);
	tcase_add_test(t, bytes_without_meaning_are_counted);
	tcase_add_test(t, a_stream_is_decided_when_it_must_be);
	tcase_add_test(t, replacements_are_counted_with_their_line);
	tcase_add_test(t, a_failure_comes_after_what_was_read);
	tcase_add_test(t, a_stream_that_passes_can_go_back);
	tcase_add_test(t, a_stream_that_is_converted_can_go_back);
	tcase_add_test(t, labels_mean_what_they_mean_to_browsers);
	return run_suite(s);
}
