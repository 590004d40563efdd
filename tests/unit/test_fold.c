/* Pressmark - tests of text/fold.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include "support/utf8.h"
#include "tests/unit/random_text.h"
#include "text/chars.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The folded words of a text, one after the other with | between. */
static void
fold(const char *text, size_t len, struct pm_buf *out)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_error err;
	size_t i;

	ck_assert_int_eq(pm_split(text, len, &w, &err), PM_OK);
	pm_buf_clear(out);
	for (i = 0; i < w.n; i++) {
		if (i > 0)
			pm_buf_putc(out, '|');
		ck_assert_int_eq(pm_fold(text + w.words[i].start,
					 w.words[i].end - w.words[i].start,
					 w.words[i].flags, out, &err),
				 PM_OK);
	}
	pm_words_release(&w);
}

struct vector {
	const char *text, *folded;
};

static void
check_vectors(const struct vector *v, size_t n)
{
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++) {
		fold(v[i].text, strlen(v[i].text), &out);
		ck_assert_msg(strcmp(pm_buf_str(&out), v[i].folded) == 0,
			      "'%s' gives '%s', not '%s'", v[i].text, pm_buf_str(&out),
			      v[i].folded);
	}
	pm_buf_release(&out);
}

#define CHECK(v) check_vectors(v, sizeof(v) / sizeof *(v))

START_TEST(case_is_folded)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "CXMT Cxmt cxmt", "cxmt|cxmt|cxmt" }, { "DDR5", "ddr5" }, { "AT&T C++ C#", "at&t|c++|c#" },
		{ "U.S. Ph.D.", "u.s|ph.d" },
		{ "\xc3\x89.U. \xc3\x89&T \xc3\x89++ \xc3\x89#", "e.u|e&t|e++|e#" }, { "\xc3\x84\xc3\x96\xc3\x9c", "aou" },
		{ "Stra\xc3\x9f" "e STRASSE STRA\xe1\xba\x9e" "E", "strasse|strasse|strasse" },
		{ "\xce\x91\xce\xa3\xce\xa3\xce\x9f\xce\xa3 \xce\xb1\xcf\x83\xcf\x83\xce\xbf\xcf\x82",
		  "\xce\xb1\xcf\x83\xcf\x83\xce\xbf\xcf\x83|\xce\xb1\xcf\x83\xcf\x83\xce\xbf\xcf\x83" },
		{ "\xc4\xb0stanbul \xc4\xb1stanbul ISTANBUL", "istanbul|istanbul|istanbul" },
		{ "\xd0\x9c\xd0\x9e\xd0\xa1\xd0\x9a\xd0\x92\xd0\x90", "\xd0\xbc\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0" },
		{ "\xf0\x90\x90\x80", "\xf0\x90\x90\xa8" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(accents_are_dropped_and_letters_are_kept)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "caf\xc3\xa9 cafe\xcc\x81 CAF\xc3\x89", "cafe|cafe|cafe" },
		{ "D\xc3\xbcrer na\xc3\xafve", "durer|naive" },
		{ "q\xcc\xa3\xcc\x87 q\xcc\x87\xcc\xa3", "q|q" },
		{ "\xd9\x83\xd9\x8e\xd8\xaa\xd9\x8e\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa8" },
		{ "\xd7\xa9\xd7\x81\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" },
		{ "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
		  "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80" },
		{ "\xe3\x82\xac \xe3\x82\xab\xe3\x82\x99", "\xe3\x82\xac|\xe3\x82\xac" },
		{ "\xd0\xb9", "\xd0\xb8" }, { "\xe1\xbb\x87", "e" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(letters_fold_as_they_are_typed)
{
	static const struct vector v[] = {
		{ "\xc3\x98re \xc3\xb8", "ore|o" },
		{ "\xc5\x81\xc3\xb3"
		  "d\xc5\xba",
		  "lodz" },
		{ "\xc4\x90 \xc4\x91 \xc3\x90 \xc3\xb0", "d|d|d|d" },
		{ "\xc4\xa7", "h" },
		{ "\xc3\x86on \xc3\xa6", "aeon|ae" },
		{ "\xc5\x93uvre", "oeuvre" },
		{ "\xc3\x9eor", "thor" },
		{ "\xc7\xbd", "ae" },
		{ "\xc7\xbf", "o" }
	};

	CHECK(v);
}
END_TEST

START_TEST(compatible_forms_are_the_same)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "\xef\xac\x81rst", "first" }, { "\xef\xbc\xa3\xef\xbc\xb8\xef\xbc\xad\xef\xbc\xb4", "cxmt" },
		{ "\xe2\x84\xaa" "elvin \xe2\x84\xabngstr\xc3\xb6m", "kelvin|angstrom" },
		{ "\xd9\xa1\xd9\xa2\xd9\xa3 \xdb\xb1\xdb\xb9 \xe0\xa5\xa7\xe0\xa5\xa6 \xf0\x9d\x9f\x97\xf0\x9d\x9f\xa0", "123|19|10|98" },
		{ "\xd9\x83\xd8\xaa\xd9\x80\xd9\x80\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa8" },
		{ "x\xc2\xb2", "x2" }, { "\xe2\x85\xa7", "viii" }, { "\xef\xbc\x91", "1" },
		{ "\xef\xbd\xb6\xef\xbe\x9e", "\xe3\x82\xac" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" }, { "\xf0\x9d\x90\x80", "a" },
		{ "\xe2\x91\xb4 \xe2\x92\x88", "1|1" }, { "\xe3\x88\xa0 \xe3\x8a\x80", "\xe4\xb8\x80|\xe4\xb8\x80" },
		/* one half is not twelve */
		{ "\xc2\xbd 4\xc2\xbd", "1\xe2\x81\x84" "2|41\xe2\x81\x84" "2" },
		{ "\xc5\x80", "l" }, { "\xc5\x89", "n" },
		/* one character that would be two words stays one */
		{ "\xe3\x82\x9f", "\xe3\x82\x9f" }, { "\xe0\xbb\x9c", "\xe0\xbb\x9c" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(what_is_inside_words_is_dropped)
{
	static const struct vector v[] = {
		{ "don't don\xe2\x80\x99t O`Brien", "dont|dont|obrien" },
		{ "k\xe2\x80\x99Or\xc3\xa9"
		  "al",
		  "koreal" },
		{ "O\xc2\xb4"
		  "Brien",
		  "obrien" },
		{ "1,000 1.000.000 1,000.5 3.5", "1000|1.000.000|1000.5|3.5" },
		{ "semi\xc2\xad"
		  "conductor a\xe2\x80\x8d"
		  "b",
		  "semiconductor|ab" },
		{ "\xef\xbc\x91,000", "1000" }
	};

	CHECK(v);
}
END_TEST

START_TEST(addresses_are_only_put_into_lower_case)
{
	static const struct vector v[] = {
		{ "HTTP://Example.ORG/A,b?Q=1", "http://example.org/a,b?q=1" },
		{ "First.Last+Tag@Mail.Example.org", "first.last+tag@mail.example.org" },
		{ "Amazon.com", "amazon.com" }
	};

	CHECK(v);
}
END_TEST

START_TEST(folding_appends)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_fold("A", 1, PM_WORD_PLAIN, &out, NULL), PM_OK);
	ck_assert_int_eq(pm_fold("\xc3\x89", 2, 0, &out, NULL), PM_OK);
	ck_assert_int_eq(pm_fold("B'C", 3, 0, &out, NULL), PM_OK);
	ck_assert_str_eq(pm_buf_str(&out), "aebc");
	pm_buf_release(&out);
}
END_TEST

START_TEST(a_full_buffer_is_reported)
{
	struct pm_buf out;

	pm_buf_init(&out, 2);
	ck_assert_int_lt(pm_fold("ABC", 3, PM_WORD_PLAIN, &out, NULL), 0);
	pm_buf_release(&out);
	pm_buf_init(&out, 2);
	ck_assert_int_lt(pm_fold("\xe9\x95\xb7", 3, PM_WORD_IDEOGRAM, &out, NULL), 0);
	pm_buf_release(&out);
}
END_TEST

START_TEST(only_letters_have_stems)
{
	static const char *const letters[] = {
		"a",
		"chip",
		"\xce\xb1",
		"caf\xc3\xa9",
		"\xe0\xa4\xb9\xe0\xa4\xbf",
		"\xed\x95\x9c"
	};
	static const char *const others[] = {
		"5",
		"ddr5",
		"u.s",
		"at&t",
		"c++",
		"\xe9\x95\xb7",
		"\xd9\xa1",
		"1\xe2\x81\x84"
		"2",
		"a\xe9\x95\xb7",
		"chip5",
		"x@y.org"
	};
	size_t i;

	for (i = 0; i < sizeof letters / sizeof *letters; i++)
		ck_assert_msg(pm_folded_is_letters(letters[i], strlen(letters[i])), "%s",
			      letters[i]);
	for (i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(!pm_folded_is_letters(others[i], strlen(others[i])), "%s",
			      others[i]);
}
END_TEST

START_TEST(surfaces_are_equal_but_for_composition)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} v[] = {
		/* clang-format off */
		{ "CXMT", "CXMT", true }, { "CXMT", "cxmt", false }, { "CXMT", "CXM", false },
		{ "caf\xc3\xa9", "cafe\xcc\x81", true }, { "caf\xc3\xa9", "cafe", false },
		{ "caf\xc3\xa9", "caf\xc3\x89", false }, { "\xc3\x85", "\xe2\x84\xab", true },
		{ "q\xcc\xa3\xcc\x87", "q\xcc\x87\xcc\xa3", true }, { "\xef\xac\x81", "fi", false },
		{ "\xef\xbc\xa3", "C", false }, { "a\xc2\xad", "a", true },
		{ "po\xc2\xadlit\xc2\xadics", "politics", true }, { "po\xc2\xadlitics", "policies", false },
		{ "caf\xc2\xad\xc3\xa9", "cafe\xcc\x81", true }, { "a\xe2\x80\x8d", "a", false },
		{ "don't", "don\xe2\x80\x99t", false },
		{ "\xed\x95\x9c", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", true }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		ck_assert_msg(pm_surface_equal(v[i].a, strlen(v[i].a), v[i].b,
					       strlen(v[i].b)) == v[i].equal,
			      "'%s' and '%s'", v[i].a, v[i].b);
		ck_assert_int_eq(pm_surface_equal(v[i].b, strlen(v[i].b), v[i].a,
						  strlen(v[i].a)),
				 v[i].equal);
	}
}
END_TEST

/* é, N times and in two ways, and as many x as make the longer one LEN bytes. */
static void
make_composed(struct pm_buf *apart, struct pm_buf *together, size_t len)
{
	pm_buf_clear(apart);
	pm_buf_clear(together);
	for (; apart->len + 3 <= len; pm_buf_puts(apart, "e\xcc\x81"))
		pm_buf_puts(together, "\xc3\xa9");
	while (apart->len < len) {
		pm_buf_putc(apart, 'x');
		pm_buf_putc(together, 'x');
	}
}

START_TEST(up_to_1024_bytes_are_composed)
{
	struct pm_buf apart, together;

	pm_buf_init(&apart, PM_BUF_NO_LIMIT);
	pm_buf_init(&together, PM_BUF_NO_LIMIT);
	make_composed(&apart, &together, 1024);
	ck_assert_uint_eq(apart.len, 1024);
	ck_assert(pm_surface_equal(pm_buf_str(&apart), apart.len, pm_buf_str(&together),
				   together.len));
	make_composed(&apart, &together, 1025);
	ck_assert(!pm_surface_equal(pm_buf_str(&apart), apart.len, pm_buf_str(&together),
				    together.len));
	pm_buf_release(&apart);
	pm_buf_release(&together);
}
END_TEST

/* --- forms -------------------------------------------------------------- */

START_TEST(the_form_is_the_first_that_fits)
{
	static const struct {
		const char *surface, *folded;
		enum pm_form form;
	} v[] = {
		/* clang-format off */
		{ "china", "china", PM_FORM_SAME }, { "China", "china", PM_FORM_CAPITAL },
		{ "CHINA", "china", PM_FORM_UPPER }, { "chinA", "china", PM_FORM_OTHER },
		{ "A", "a", PM_FORM_CAPITAL }, { "5", "5", PM_FORM_SAME },
		{ "DDR5", "ddr5", PM_FORM_UPPER }, { "Ddr5", "ddr5", PM_FORM_CAPITAL },
		{ "5G", "5g", PM_FORM_UPPER }, { "U.S", "u.s", PM_FORM_UPPER },
		{ "AT&T", "at&t", PM_FORM_UPPER }, { "iPhone", "iphone", PM_FORM_OTHER },
		{ "caf\xc3\xa9", "cafe", PM_FORM_OTHER }, { "don't", "dont", PM_FORM_OTHER },
		{ "\xd0\x9c\xd0\xb8\xd1\x80", "\xd0\xbc\xd0\xb8\xd1\x80", PM_FORM_CAPITAL },
		{ "\xd0\x9c\xd0\x98\xd0\xa0", "\xd0\xbc\xd0\xb8\xd1\x80", PM_FORM_UPPER },
		{ "\xe9\x95\xb7", "\xe9\x95\xb7", PM_FORM_SAME }, { "STRASSE", "strasse", PM_FORM_UPPER },
		{ "Stra\xc3\x9f" "e", "strasse", PM_FORM_OTHER }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++)
		ck_assert_msg(pm_form_of(v[i].surface, strlen(v[i].surface), v[i].folded,
					 strlen(v[i].folded)) == v[i].form,
			      "'%s' of '%s'", v[i].surface, v[i].folded);
}
END_TEST

/* --- any word ----------------------------------------------------------- */

/* What holds for the folded form of any word. */
static void
check_folded(const char *surface, const struct pm_buf *folded, uint32_t flags)
{
	struct pm_buf again;
	size_t at = 0, ideograms = 0;
	unsigned n;

	ck_assert_msg(folded->len > 0, "'%s' folds to nothing", surface);
	ck_assert_msg(pm_utf8_valid(pm_buf_str(folded), folded->len), "'%s'", surface);
	for (; at < folded->len; at += n) {
		uint32_t cp = pm_utf8_get(folded->data + at, &n);
		enum pm_char c = pm_char_class(cp);

		ck_assert_msg(cp < 'A' || cp > 'Z', "'%s' gives '%s'", surface,
			      pm_buf_str(folded));
		ck_assert_msg(c != PM_CHAR_SPACE, "'%s' gives '%s'", surface,
			      pm_buf_str(folded));
		ideograms += c == PM_CHAR_IDEOGRAM;
	}
	/* the stem of no word is a pair of ideograms */
	ck_assert_msg(ideograms == ((flags & PM_WORD_IDEOGRAM) != 0), "'%s' gives '%s'",
		      surface, pm_buf_str(folded));
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_fold(pm_buf_str(folded), folded->len,
				 flags & ~(uint32_t)PM_WORD_PLAIN, &again, NULL),
			 PM_OK);
	ck_assert_msg(again.len == folded->len &&
			      memcmp(again.data, folded->data, again.len) == 0,
		      "'%s' gives '%s', and that gives '%s'", surface, pm_buf_str(folded),
		      pm_buf_str(&again));
	pm_buf_release(&again);
}

static void
check_form(const char *surface, size_t len, const struct pm_buf *folded)
{
	struct pm_buf made;
	enum pm_form form = pm_form_of(surface, len, pm_buf_str(folded), folded->len), f;

	pm_buf_init(&made, PM_BUF_NO_LIMIT);
	for (f = PM_FORM_SAME; f < PM_FORM_OTHER; f++) {
		bool same;

		pm_buf_clear(&made);
		pm_form_apply(f, pm_buf_str(folded), folded->len, &made);
		same = made.len == len && memcmp(made.data, surface, len) == 0;
		ck_assert_msg(f < form ? !same : f > form || same,
			      "form %d of '%.*s', not %d", (int)form, (int)len, surface,
			      (int)f);
	}
	pm_buf_release(&made);
}

/* Composed or not, a word folds the same. */
static void
check_composition(const char *surface, const struct pm_buf *folded, uint32_t flags)
{
	utf8proc_uint8_t *apart = utf8proc_NFD((const utf8proc_uint8_t *)surface);
	struct pm_buf again;

	ck_assert_ptr_nonnull(apart);
	ck_assert(pm_surface_equal(surface, strlen(surface), (char *)apart,
				   strlen((char *)apart)));
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_fold((char *)apart, strlen((char *)apart),
				 flags & ~(uint32_t)PM_WORD_PLAIN, &again, NULL),
			 PM_OK);
	ck_assert_msg(again.len == folded->len &&
			      memcmp(again.data, folded->data, again.len) == 0,
		      "'%s' gives '%s', but apart '%s'", surface, pm_buf_str(folded),
		      pm_buf_str(&again));
	pm_buf_release(&again);
	free(apart);
}

static void
check_words(const char *text, size_t len)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_buf folded;
	size_t i;

	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_split(text, len, &w, NULL), PM_OK);
	for (i = 0; i < w.n; i++) {
		size_t word_len = w.words[i].end - w.words[i].start;
		char *word = pm_strndup(text + w.words[i].start, word_len);

		pm_buf_clear(&folded);
		ck_assert_int_eq(pm_fold(word, word_len, w.words[i].flags, &folded, NULL),
				 PM_OK);
		check_folded(word, &folded, w.words[i].flags);
		check_form(word, word_len, &folded);
		check_composition(word, &folded, w.words[i].flags);
		free(word);
	}
	pm_words_release(&w);
	pm_buf_release(&folded);
}

START_TEST(every_character_folds_to_something)
{
	struct pm_buf text;
	int32_t cp;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (cp = 1; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		pm_buf_clear(&text);
		put_character(&text, cp);
		check_words(pm_buf_str(&text), text.len);
	}
	pm_buf_release(&text);
}
END_TEST

START_TEST(every_word_folds_to_something)
{
	struct pm_buf text;
	uint64_t state = 2;
	size_t round;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (round = 0; round < 30000; round++) {
		pm_buf_clear(&text);
		put_random_text(&text, &state, 30);
		check_words(pm_buf_str(&text), text.len);
	}
	pm_buf_release(&text);
}
END_TEST

/* In order of marks alone, utf8proc would take hours. */
START_TEST(a_long_word_is_folded)
{
	static const char *const pieces[] = {
		"A",
		"\xc3\xa9",
		"\xcc\x81",
		"\xcc\x80\xcc\xa3",
		"\xe0\xa5\x8d\xe0\xa4\xbc",
		"\xef\xb7\xba",
		"\xe1\x84\x92\xe1\x85\xa1"
	};
	const size_t size = (size_t)1 << 20;
	struct pm_buf out;
	char *word = malloc(size);
	size_t i, at, n, len;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		n = strlen(pieces[i]);
		len = size / n * n;
		for (at = 0; at < len; at += n)
			memcpy(word + at, pieces[i], n);
		pm_buf_clear(&out);
		ck_assert_int_eq(pm_fold(word, len, 0, &out, NULL), PM_OK);
		ck_assert_uint_gt(out.len, 0);
		ck_assert(!pm_surface_equal(word, len, word + n, len - n));
	}
	pm_buf_release(&out);
	free(word);
}
END_TEST

/* --- in pieces ---------------------------------------------------------- */

static enum pm_status
take(void *ctx, const char *piece, size_t len, struct pm_error *err)
{
	(void)err;
	pm_buf_put(ctx, piece, len);
	return PM_OK;
}

/* Folding the word in pieces gives what folding it at once does, and its form. */
static void
check_pieces(const char *word, size_t len, uint32_t flags)
{
	struct pm_buf whole, joined;
	enum pm_form form;

	pm_buf_init(&whole, PM_BUF_NO_LIMIT);
	pm_buf_init(&joined, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_fold(word, len, flags, &whole, NULL), PM_OK);
	ck_assert_int_eq(pm_fold_pieces(word, len, flags, take, &joined, &form, NULL),
			 PM_OK);
	ck_assert_msg(whole.len == joined.len &&
			      memcmp(whole.data, joined.data, whole.len) == 0,
		      "a word of %zu bytes, '%.20s', folds to %zu bytes, not %zu", len,
		      word, joined.len, whole.len);
	ck_assert_int_eq(form, pm_form_of(word, len, pm_buf_str(&whole), whole.len));
	pm_buf_release(&whole);
	pm_buf_release(&joined);
}

/* FIRST once, then MORE again and again, up to LEN bytes. */
static void
check_repeated(const char *first, const char *more, size_t len, uint32_t flags)
{
	struct pm_buf word;

	pm_buf_init(&word, PM_BUF_NO_LIMIT);
	pm_buf_puts(&word, first);
	while (word.len + strlen(more) <= len)
		pm_buf_puts(&word, more);
	check_pieces(pm_buf_str(&word), word.len, flags);
	pm_buf_release(&word);
}

START_TEST(pieces_make_the_folded_word)
{
	static const char *const pieces[] = {
		/* clang-format off */
		"a", "A", "aB", "o\xe2\x80\x99", "1,", "\xc3\xa9", "\xc3\x89", "e\xcc\x81",
		"\xcc\x81", "\xc2\xad", "\xc2\xad" "a", "\xef\xb7\xba", "\xe1\x84\x92\xe1\x85\xa1",
		"\xea\xb0\x80", "\xd0\x96", "\xd0\xb6", "\xc9\x90", "\xe2\xb1\xaf", "\xc4\xb0",
		"\xf0\x90\x90\x80"
		/* clang-format on */
	};
	static const size_t lens[] = { 4,     1020,  1024,  1025,  1040,
				       16384, 16385, 16390, 32768, 100000 };
	size_t i, k;

	for (i = 0; i < sizeof pieces / sizeof *pieces; i++)
		for (k = 0; k < sizeof lens / sizeof *lens; k++) {
			check_repeated("", pieces[i], lens[k], 0);
			check_repeated("A", pieces[i], lens[k], 0);
			check_repeated("\xd0\x96", pieces[i], lens[k], 0);
		}
	check_repeated("", "aB3", 50000, PM_WORD_PLAIN);
	check_repeated("http://", "a.B/'", 50000, PM_WORD_ADDRESS);
}
END_TEST

static enum pm_status
refuse(void *ctx, const char *piece, size_t len, struct pm_error *err)
{
	(void)piece;
	(void)len;
	return ++*(int *)ctx < 3 ? PM_OK : pm_fail(err, PM_ERR_IO, "enough");
}

START_TEST(who_takes_the_pieces_may_fail)
{
	static const uint32_t flags[] = { 0, PM_WORD_PLAIN };
	char *word = malloc(100000);
	enum pm_form form;
	unsigned i;

	memset(word, 'a', 100000);
	for (i = 0; i < 2; i++) {
		int n = 0;

		/* not ASCII: the other way to fold */
		memcpy(word, i == 0 ? "\xc3\xa9" : "ee", 2);
		ck_assert_int_eq(pm_fold_pieces(word, 100000, flags[i], refuse, &n, &form,
						NULL),
				 PM_ERR_IO);
		ck_assert_int_eq(n, 3);
	}
	free(word);
}
END_TEST

static Suite *
fold_suite(void)
{
	Suite *s = suite_create("fold");
	TCase *tc = tcase_create("rules"), *any = tcase_create("any word");

	tcase_add_test(tc, case_is_folded);
	tcase_add_test(tc, accents_are_dropped_and_letters_are_kept);
	tcase_add_test(tc, letters_fold_as_they_are_typed);
	tcase_add_test(tc, compatible_forms_are_the_same);
	tcase_add_test(tc, what_is_inside_words_is_dropped);
	tcase_add_test(tc, addresses_are_only_put_into_lower_case);
	tcase_add_test(tc, folding_appends);
	tcase_add_test(tc, a_full_buffer_is_reported);
	tcase_add_test(tc, only_letters_have_stems);
	tcase_add_test(tc, surfaces_are_equal_but_for_composition);
	tcase_add_test(tc, up_to_1024_bytes_are_composed);
	tcase_add_test(tc, the_form_is_the_first_that_fits);
	tcase_add_test(any, every_character_folds_to_something);
	tcase_add_test(any, every_word_folds_to_something);
	tcase_add_test(any, a_long_word_is_folded);
	tcase_add_test(any, pieces_make_the_folded_word);
	tcase_add_test(any, who_takes_the_pieces_may_fail);
	tcase_set_timeout(any, 300);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, any);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(fold_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
