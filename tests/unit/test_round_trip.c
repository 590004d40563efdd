/* Pressmark - tests of the whole way in and out: what was read is exported byte
 * for byte, and one corpus gives one index.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"
#include "indexer/commands.h"
#include "support/file.h"
#include "support/json.h"
#include "support/utf8.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

static char folder[PATH_SIZE - 200];
static uint64_t rng;

static uint32_t
rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)((rng >> 20) % below);
}

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

/* --- corpora --------------------------------------------------------------- */

struct article {
	struct pm_buf title, text; /* as they go in, anything but well-formed */
};

struct corpus {
	struct article *articles;
	size_t n, cap;
};

static struct article *
add(struct corpus *c)
{
	struct article *a;

	OK(pm_grow(&c->articles, &c->cap, c->n + 1, sizeof *c->articles, ERR));
	a = &c->articles[c->n++];
	pm_buf_init(&a->title, PM_BUF_NO_LIMIT);
	pm_buf_init(&a->text, PM_BUF_NO_LIMIT);
	return a;
}

static void
add_strings(struct corpus *c, const char *title, const char *text)
{
	struct article *a = add(c);

	pm_buf_puts(&a->title, title);
	pm_buf_puts(&a->text, text);
}

static void
release(struct corpus *c)
{
	while (c->n > 0) {
		c->n--;
		pm_buf_release(&c->articles[c->n].title);
		pm_buf_release(&c->articles[c->n].text);
	}
	free(c->articles);
	memset(c, 0, sizeof *c);
}

/* A JSON string.  Ill-formed bytes are repaired before, since a file of them would be in
 * another encoding; but NULs are written. */
static void
put_string(struct pm_buf *out, const struct pm_buf *s)
{
	struct pm_buf text;
	size_t i, n;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < s->len; i += n + 1) {
		n = strnlen((const char *)s->data + i, s->len - i);
		pm_utf8_repair(&text, (const char *)s->data + i, n);
		if (i + n < s->len)
			pm_buf_putc(&text, 0);
	}
	pm_buf_putc(out, '"');
	for (i = 0; i < text.len; i++) {
		uint8_t c = text.data[i];

		if (c < 0x20)
			pm_buf_printf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			pm_buf_printf(out, "\\%c", c);
		else
			pm_buf_putc(out, c);
	}
	pm_buf_putc(out, '"');
	pm_buf_release(&text);
}

static void
write_corpus(const struct corpus *c, const char *path)
{
	FILE *f = fopen(path, "w");
	struct pm_buf line;
	size_t i;

	ck_assert_ptr_nonnull(f);
	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	for (i = 0; i < c->n; i++) {
		pm_buf_clear(&line);
		pm_buf_printf(&line, "{\"id\":\"%zu\",\"title\":", i);
		put_string(&line, &c->articles[i].title);
		pm_buf_puts(&line, ",\"text\":");
		put_string(&line, &c->articles[i].text);
		pm_buf_puts(&line, "}\n");
		ck_assert_int_eq(line.status, PM_OK);
		ck_assert_uint_eq(fwrite(line.data, 1, line.len, f), line.len);
	}
	ck_assert_int_eq(fclose(f), 0);
	pm_buf_release(&line);
}

/* --- building and exporting ------------------------------------------------- */

static void
in_folder(char path[PATH_SIZE], const char *name)
{
	snprintf(path, PATH_SIZE, "%s/%s", folder, name);
}

static void
fail_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	ck_abort_msg("skipped %.*s:%llu: %s", (int)file.len, file.data,
		     (unsigned long long)line, reason);
}

static void
build(const char *index, const char *input)
{
	struct pm_build_options o = { .index = index,
				      .paths = &input,
				      .n_paths = 1,
				      .language = "english",
				      .skip = fail_skip };
	struct pm_build_result result;

	OK(pm_build(&o, &result, ERR));
}

static const struct pm_stop never = { NULL, NULL };

static void export(const char *index, struct pm_buf *out)
{
	char piece[65536];
	FILE *f = tmpfile();
	size_t n;

	ck_assert_ptr_nonnull(f);
	OK(pm_export(index, f, &never, ERR));
	rewind(f);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		pm_buf_put(out, piece, n);
	ck_assert_int_eq(ferror(f), 0);
	fclose(f);
	ck_assert_int_eq(out->status, PM_OK);
}

static void
same_as(const struct pm_json_value *object, const char *name, const struct pm_buf *raw,
	size_t number)
{
	const struct pm_json_value *v = pm_json_member(object, name);
	const char *got = v == NULL ? "" : v->text;
	size_t len = v == NULL ? 0 : v->text_len, i;
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_utf8_repair(&want, pm_buf_str(raw), raw->len);
	for (i = 0; i < len && i < want.len && got[i] == (char)want.data[i]; i++)
		;
	ck_assert_msg(len == want.len && i == len,
		      "article %zu: %s has %zu bytes, not %zu; they differ at %zu",
		      number, name, len, want.len, i);
	pm_buf_release(&want);
}

static void
is_corpus(const struct pm_buf *exported, const struct corpus *c)
{
	const char *p = pm_buf_str(exported), *end = p + exported->len;
	struct pm_json *json;
	size_t i;

	OK(pm_json_new(&json, ERR));
	for (i = 0; i < c->n; i++) {
		const struct pm_json_value *object;
		const char *line_end = memchr(p, '\n', (size_t)(end - p));

		ck_assert_ptr_nonnull(line_end);
		OK(pm_json_parse(json, p, (size_t)(line_end - p), &object, NULL, ERR));
		same_as(object, "title", &c->articles[i].title, i);
		same_as(object, "text", &c->articles[i].text, i);
		p = line_end + 1;
	}
	ck_assert_ptr_eq(p, end);
	pm_json_free(json);
}

static void
write_file(const char *path, const struct pm_buf *bytes)
{
	OK(pm_replace_file(path, bytes->data, bytes->len, ERR));
}

static void
same_files(const char *a, const char *b, const char *name)
{
	struct pm_buf x, y;
	char path[2 * PATH_SIZE];

	pm_buf_init(&x, PM_BUF_NO_LIMIT);
	pm_buf_init(&y, PM_BUF_NO_LIMIT);
	snprintf(path, sizeof path, "%s/%s", a, name);
	OK(pm_read_file(path, &x, ERR));
	snprintf(path, sizeof path, "%s/%s", b, name);
	OK(pm_read_file(path, &y, ERR));
	ck_assert_msg(x.len == y.len && memcmp(x.data, y.data, x.len) == 0,
		      "'%s' differs from build to build", name);
	pm_buf_release(&x);
	pm_buf_release(&y);
}

/* The corpus comes back; what comes back gives the same again; a second build
 * gives the same files (but those with the database's random identifier). */
static void
goes_round(const struct corpus *c)
{
	static const char *const files[] = {
		"segment-1/lexicon",
		"segment-1/words",
		"segment-1/dressing",
		"segment-1/articles",
		"segment-1/origins",
		"segment-1/xapian/docdata.glass",
		"segment-1/xapian/postlist.glass"
	};
	char input[PATH_SIZE], index[PATH_SIZE], again[PATH_SIZE], back[PATH_SIZE];
	struct pm_buf first, second;
	struct pm_check_result checked;
	size_t i;

	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	pm_buf_init(&second, PM_BUF_NO_LIMIT);
	in_folder(input, "a.jsonl");
	in_folder(index, "index");
	in_folder(again, "again");
	in_folder(back, "back");
	write_corpus(c, input);
	build(index, input);
	export(index, &first);
	is_corpus(&first, c);
	OK(pm_check(index, &checked, ERR));
	ck_assert_uint_eq(checked.articles, c->n);

	build(again, input);
	for (i = 0; i < sizeof files / sizeof *files; i++)
		same_files(index, again, files[i]);

	in_folder(input, "b.jsonl");
	write_file(input, &first);
	build(back, input);
	export(back, &second);
	ck_assert_uint_eq(first.len, second.len);
	ck_assert_mem_eq(first.data, second.data, first.len);

	OK(pm_remove_tree(index, ERR));
	OK(pm_remove_tree(again, ERR));
	OK(pm_remove_tree(back, ERR));
	pm_buf_release(&first);
	pm_buf_release(&second);
}

/* --- random text ------------------------------------------------------------- */

static void
put_code_point(struct pm_buf *b, uint32_t c)
{
	if (c < 0x80) {
		pm_buf_putc(b, (int)c);
	} else if (c < 0x800) {
		pm_buf_putc(b, (int)(0xc0 | c >> 6));
		pm_buf_putc(b, (int)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		pm_buf_putc(b, (int)(0xe0 | c >> 12));
		pm_buf_putc(b, (int)(0x80 | (c >> 6 & 0x3f)));
		pm_buf_putc(b, (int)(0x80 | (c & 0x3f)));
	} else {
		pm_buf_putc(b, (int)(0xf0 | c >> 18));
		pm_buf_putc(b, (int)(0x80 | (c >> 12 & 0x3f)));
		pm_buf_putc(b, (int)(0x80 | (c >> 6 & 0x3f)));
		pm_buf_putc(b, (int)(0x80 | (c & 0x3f)));
	}
}

enum flavour {
	BYTES,
	ILL_FORMED,
	ALL_OF_UNICODE,
	IDEOGRAMS,
	MARKS,
	WORDS,
	CASES,
	ADDRESSES,
	SPACES,
	N_FLAVOURS
};

static void
put_piece(struct pm_buf *b, enum flavour flavour)
{
	static const char *const bad[] = {
		"\xff",		"\xc0\x80",	"\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xe2\x82",	"\xc3",		"\x80",		"\xf0\x9f\x98",
		"\xef\xbf\xbd", "\xef\xbb\xbf", "\xfe\xff",	"\xe0\x9f\x80"
	};
	static const char *const words[] = {
		"don't",
		"l\xe2\x80\x99Or\xc3\xa9"
		"al",
		"CXMT's",
		"CXMT\xe2\x80\x99S",
		"'",
		"\xc2\xb4s",
		"U.S.",
		"Ph.D.",
		"AT&T",
		"C++",
		"C#",
		"1,000",
		"1.000.000",
		"1,5",
		"DDR5",
		"DDR-5",
		"co-operate",
		"co-\noperate",
		"co-\r\noperate",
		"\xef\xac\x81rst",
		"so\xc2\xad"
		"ft",
		"O\xca\xbc"
		"Brien",
		"ab\xe2\x80\x8c"
		"c",
		"''s",
		"x's's",
		"\xc4\xb0stanbul",
		"stra\xc3\x9f"
		"e",
		"STRASSE",
		"\xc7\x85",
		"na\xc3\xafve",
		"nai\xcc\x88ve",
		"a",
		"I"
	};
	static const char *const cases[] = {
		"china",
		"China",
		"CHINA",
		"cHINA",
		"ChInA",
		"ch\xc3\xadna",
		"CH\xc3\x8dNA",
		"\xce\xa3\xce\x91\xce\xa3",
		"\xcf\x83\xce\xb1\xcf\x82",
		"\xce\xa3\xce\xb1\xcf\x83",
		"\xc4\xb1i",
		"\xc4\xb0",
		"i\xcc\x87",
		"\xc3\x9f",
		"\xe1\xba\x9e",
		"ss",
		"SS",
		"Ss"
	};
	static const char *const addresses[] = {
		"https://example.org/a_(b)?c=d&e=%20",
		"www.example.com.",
		"press@example.org",
		"(http://x.y)",
		"Example.COM",
		"example.org's",
		"ftp://\xc3\xa9",
		"a.b@c.d.net,",
		"http://",
		"www.",
		"@",
		"mailto:x@y.org",
		"example.com/path"
	};
	static const char *const spaces[] = {
		" ",   "  ",	   "\t",	   "\n",	   "\r\n",
		"\r",  "\xc2\xa0", "\xe2\x80\x8b", "\xe3\x80\x80", ".",
		"...", ". ",	   "!\n\n",	   "\xe2\x80\xa6", "\xe2\x80\x9c",
		"-",   " - ",	   "\x01",	   "\x7f",	   "\xc2\x85",
		"\""
	};
	uint32_t c;

	switch (flavour) {
	case BYTES:
		pm_buf_putc(b, (int)rnd(256));
		break;
	case ILL_FORMED:
		pm_buf_puts(b, rnd(2) ? bad[rnd(12)] : words[rnd(33)]);
		if (rnd(9) == 0)
			pm_buf_putc(b, 0);
		break;
	case ALL_OF_UNICODE:
		c = rnd(3) == 0 ? rnd(0x110000)
		  : rnd(3) == 0 ? rnd(0x10000)
				: rnd(0x3000);
		put_code_point(b, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
		break;
	case IDEOGRAMS:
		c = rnd(5);
		put_code_point(b, c == 0   ? 0x3041 + rnd(0xb0)
				  : c == 1 ? 0x0e01 + rnd(0x5a)
				  : c == 2 ? 0x20000 + rnd(0x100)
				  : c == 3 ? 'a' + rnd(26)
					   : 0x4e00 + rnd(0x5000));
		break;
	case MARKS:
		put_code_point(b, rnd(3) == 0	? 0x300 + rnd(0x70)
				  : rnd(6) == 0 ? 0x900 + rnd(0x80)
				  : rnd(6) == 0 ? 0x200b + rnd(5)
				  : rnd(9) == 0 ? 0xfe00 + rnd(16)
				  : rnd(6) == 0 ? ' '
						: 'A' + rnd(58));
		break;
	case WORDS:
		pm_buf_puts(b, words[rnd(33)]);
		if (rnd(5))
			pm_buf_puts(b, spaces[rnd(21)]);
		break;
	case CASES:
		pm_buf_puts(b, cases[rnd(18)]);
		pm_buf_puts(b, rnd(3) ? " " : spaces[rnd(21)]);
		break;
	case ADDRESSES:
		pm_buf_puts(b, addresses[rnd(13)]);
		pm_buf_puts(b, rnd(2) ? " " : spaces[rnd(21)]);
		break;
	case SPACES:
	default:
		pm_buf_puts(b, spaces[rnd(21)]);
		if (rnd(20) == 0)
			put_code_point(b, 'a' + rnd(26));
		break;
	}
}

/* No article without text is taken. */
static void
be_something(struct pm_buf *text)
{
	size_t i;

	for (i = 0; i < text->len; i++)
		if (text->data[i] > ' ' && text->data[i] < 0x7f)
			return;
	pm_buf_putc(text, "x.?"[rnd(3)]);
}

static void
add_random(struct corpus *c, enum flavour flavour, uint32_t pieces)
{
	struct article *a = add(c);
	uint32_t i;

	for (i = rnd(3) == 0 ? 0 : rnd(pieces / 4 + 2); i > 0; i--)
		put_piece(&a->title, flavour);
	for (i = rnd(pieces) + 1; i > 0; i--)
		put_piece(&a->text, rnd(20) ? flavour : (enum flavour)rnd(N_FLAVOURS));
	be_something(&a->text);
}

/* --- tests -------------------------------------------------------------------- */

START_TEST(random_text_goes_round)
{
	struct corpus c = { 0 };
	unsigned i;

	rng = 88172645463325252u + (uint64_t)_i;
	for (i = 0; i < 40; i++)
		add_random(&c, (enum flavour)_i, i < 30 ? 60 : 2000);
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(many_flavours_in_one_corpus_go_round)
{
	struct corpus c = { 0 };
	unsigned i;

	rng = 1181783497276652981u;
	for (i = 0; i < 300; i++)
		add_random(&c, (enum flavour)rnd(N_FLAVOURS), 1 + rnd(300));
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(odd_articles_go_round)
{
	struct corpus c = { 0 };

	add_strings(&c, "", "x");
	add_strings(&c, "", ".");
	add_strings(&c, "!?", "--- *** ---");
	add_strings(&c, "?!", "a word");
	add_strings(&c, "A title", "...");
	add_strings(&c, " ", "  x  ");
	add_strings(&c, "\n", "\r\nx\r\n");
	add_strings(&c, "one", "one");
	add_strings(&c, "one two", "two one");
	add_strings(&c, "\xef\xbb\xbf",
		    "\xef\xbb\xbf"
		    "a mark in front");
	add_strings(&c, "", "\xef\xbf\xbd");
	add_strings(&c, "One. Two", "Three. four. Five\nsix");
	add_strings(&c, "quotes \"\\\" / \\u0041", "\\n is not a line end\n");
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(one_article_of_one_byte_goes_round)
{
	struct corpus c = { 0 };

	add_strings(&c, "", _i == 0 ? "x" : _i == 1 ? "." : "\xff");
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(long_words_go_round)
{
	struct corpus c = { 0 };
	struct article *a;
	unsigned len, i;

	for (len = 60; len < 70; len++) {
		a = add(&c);
		for (i = 0; i < len; i++)
			pm_buf_putc(&a->text, 'a');
	}
	a = add(&c);
	for (i = 0; i < 300; i++)
		pm_buf_puts(&a->title, i % 2 ? "\xc3\x89" : "e");
	pm_buf_puts(&a->text, "x ");
	for (i = 0; i < 3000; i++)
		pm_buf_putc(&a->text, "aB"[i % 2]);
	a = add(&c);
	for (i = 0; i < 1u << 20; i++)
		pm_buf_putc(&a->text, "abcdefgh"[i % 7]);
	pm_buf_puts(&a->text, " end");
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(large_separators_go_round)
{
	struct corpus c = { 0 };
	struct article *a;
	unsigned i, k;

	for (k = 0; k < 5; k++) {
		a = add(&c);
		for (i = 0; i < 20000u * k; i++)
			pm_buf_putc(&a->title, "-=. \n"[i % 5]);
		pm_buf_puts(&a->title, k % 2 ? "title" : "");
		for (i = 0; i < 30000u * k; i++)
			pm_buf_puts(&a->text, i % 2 ? "\xe2\x80\xa6" : "*");
		pm_buf_puts(&a->text, "text");
		for (i = 0; i < 70000u * k; i++)
			pm_buf_putc(&a->text, '\n');
	}
	goes_round(&c);
	release(&c);
}
END_TEST

/* More separators and more forms of one word than one byte can number. */
START_TEST(many_separators_and_forms_go_round)
{
	struct corpus c = { 0 };
	struct article *a;
	unsigned i, k;

	rng = 4101842887655102017u;
	for (k = 0; k < 3; k++) {
		a = add(&c);
		for (i = 0; i < 3000; i++) {
			unsigned bit, mask = rnd(1024);

			for (bit = 0; bit < 10; bit++)
				pm_buf_putc(&a->text,
					    "kaleidosco"[bit] - (mask >> bit & 1) * 32);
			for (bit = rnd(12) + 1; bit > 0; bit--)
				pm_buf_putc(&a->text, " .,;-\n"[rnd(6)]);
		}
	}
	goes_round(&c);
	release(&c);
}
END_TEST

START_TEST(many_small_articles_go_round)
{
	struct corpus c = { 0 };
	char text[32];
	unsigned i;

	for (i = 0; i < 3000; i++) {
		snprintf(text, sizeof text, "w%u", i * 7 % 2000);
		add_strings(&c, i % 5 ? "" : text, text);
	}
	goes_round(&c);
	release(&c);
}
END_TEST

/* More distinct words than two bytes can number. */
START_TEST(three_classes_of_words_go_round)
{
	struct corpus c = { 0 };
	unsigned i, k;

	for (k = 0; k < 20; k++) {
		struct article *a = add(&c);

		for (i = 0; i < 1000; i++)
			pm_buf_printf(&a->text, "%c%x ", i % 3 ? 'v' : 'V',
				      (k * 900 + i) * 2654435761u);
	}
	goes_round(&c);
	release(&c);
}
END_TEST

/* Metadata survives, too; an article's members in another order. */
START_TEST(metadata_goes_round)
{
	static const char lines[] =
		"{\"id\":7,\"title\":\"A\",\"date\":\"5 March 2024\",\"url\":\"http://x.org/a\","
		"\"source\":\"S\",\"author\":[\"B\",\"C\"],\"topic\":\"t\",\"n\":1.50,"
		"\"topics\":[\"gold; oil\",\"nat-gas\",7],\"one\":[\"x\"],\"is\":false,\"text\":\"x\"}\n"
		"{\"body\":\"y\",\"headline\":\"H\",\"pubdate\":\"never\",\"ok\":true,\"id\":\"b\"}\n"
		"{\"id\":\"c\",\"title\":\"\",\"headline\":\"not the title\",\"text\":\"z\"}\n"
		"{\"id\":\"d\",\"text\":\"z\",\"content\":\"not the text\",\"link\":\"l\",\"url\":\"\"}\n"
		"{\"title\":\"without a name\",\"text\":\"z\"}\n"
		"{\"id\":\"e\",\"text\":\"z\",\"source\":{\"id\":1,\"name\":\"N\"},\"authors\":[\"B\"],"
		"\"p\":[{\"n\":\"X\",\"k\":1},{\"n\":\"Y\"}],\"a\":{\"b\":{\"c\":true}}}\n"
		"{\"text\":\"z\",\"id\":[\"x\",\"y\"],\"file\":[\"f\",\"g\"],\"source\":[\"S\",\"T\"],"
		"\"site\":\"W\",\"date\":{\"published\":\"2024\"},\"pubdate\":\"2025\",\"url\":7,"
		"\"author\":{\"x\":[]},\"byline\":\"By V\"}\n"
		"{\"text\":\"z\",\"id\":\"f\",\"file\":5,\"a \\\"b\\\"\":\"q\",\"\":\"r\",\"Source\":\"u\"}\n";
	struct pm_buf text, first, second;
	char input[PATH_SIZE], index[PATH_SIZE];

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	pm_buf_init(&second, PM_BUF_NO_LIMIT);
	in_folder(input, "a.jsonl");
	in_folder(index, "index");
	pm_buf_puts(&text, lines);
	write_file(input, &text);
	build(index, input);
	export(index, &first);
	write_file(input, &first);
	build(index, input);
	export(index, &second);
	ck_assert_str_eq(pm_buf_str(&first), pm_buf_str(&second));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&first), "\"author\":[\"B\",\"C\"]"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&first),
				     "{\"id\":\"e\",\"source\":\"N\",\"author\":[\"B\"],"
				     "\"source.id\":1,\"source.name\":\"N\","
				     "\"p.n\":[\"X\",\"Y\"],\"p.k\":[1],\"a.b.c\":true,"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&first), "\"file\":[\"f\",\"g\"]"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&first), "\"file\":5,"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&first),
				     "\"n\":1.50,"
				     "\"topics\":[\"gold; oil\",\"nat-gas\",7],"
				     "\"one\":[\"x\"],\"is\":false,\"text\""));
	pm_buf_release(&text);
	pm_buf_release(&first);
	pm_buf_release(&second);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-round-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("round trip");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, random_text_goes_round, 0, N_FLAVOURS);
	tcase_add_test(tc, many_flavours_in_one_corpus_go_round);
	tcase_add_test(tc, odd_articles_go_round);
	tcase_add_loop_test(tc, one_article_of_one_byte_goes_round, 0, 3);
	tcase_add_test(tc, long_words_go_round);
	tcase_add_test(tc, large_separators_go_round);
	tcase_add_test(tc, many_separators_and_forms_go_round);
	tcase_add_test(tc, many_small_articles_go_round);
	tcase_add_test(tc, three_classes_of_words_go_round);
	tcase_add_test(tc, metadata_goes_round);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
