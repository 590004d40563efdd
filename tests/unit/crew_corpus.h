/* Pressmark - corpora for tests of a crew: articles made up at random.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_CREW_CORPUS_H
#define PM_TESTS_CREW_CORPUS_H

#include "indexer/gather/slice.h"
#include "tests/unit/small_fixture.h"

struct article {
	struct pm_buf title, text, source, author;
	uint32_t day;
};

struct corpus {
	struct article *articles;
	size_t n, cap;
};

static inline struct article *
add(struct corpus *c)
{
	struct article *a;

	OK(pm_grow(&c->articles, &c->cap, c->n + 1, sizeof *c->articles, ERR));
	a = &c->articles[c->n++];
	pm_buf_init(&a->title, PM_BUF_NO_LIMIT);
	pm_buf_init(&a->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&a->source, PM_BUF_NO_LIMIT);
	pm_buf_init(&a->author, PM_BUF_NO_LIMIT);
	a->day = 0;
	return a;
}

static inline void
add_strings(struct corpus *c, const char *title, const char *text)
{
	struct article *a = add(c);

	pm_buf_puts(&a->title, title);
	pm_buf_puts(&a->text, text);
}

static inline void
release(struct corpus *c)
{
	while (c->n > 0) {
		struct article *a = &c->articles[--c->n];

		pm_buf_release(&a->title);
		pm_buf_release(&a->text);
		pm_buf_release(&a->source);
		pm_buf_release(&a->author);
	}
	free(c->articles);
	memset(c, 0, sizeof *c);
}

/* Word K of an endless vocabulary. */
static inline void
put_word(struct pm_buf *b, uint32_t k, uint32_t written)
{
	static const char *const syllables[] = {
		"ba",  "ke", "li",  "mo",  "nu",  "par", "tion", "ing",
		"sta", "ed", "ver", "ous", "chi", "qua", "s",	 "ment"
	};
	size_t start = b->len, i;

	for (k++; k > 0; k /= 16)
		pm_buf_puts(b, syllables[k % 16]);
	for (i = start; i < b->len; i++)
		if (written == 2 || (written == 1 && i == start) ||
		    (written == 3 && i % 3 == 1))
			b->data[i] -= 32;
}

static inline void
put_ideogram(struct pm_buf *b)
{
	uint32_t c = 0x4e00 + rnd(300);

	pm_buf_putc(b, (int)(0xe0 | c >> 12));
	pm_buf_putc(b, (int)(0x80 | (c >> 6 & 0x3f)));
	pm_buf_putc(b, (int)(0x80 | (c & 0x3f)));
}

static inline void
put_separator(struct pm_buf *b)
{
	static const char *const some[] = {
		", ",		". ",  "\n\n",		" - ",
		"\xe2\x80\xa6", "; ",  " \xe2\x80\x9c", "\xe2\x80\x9d ",
		"?\n",		"\t",  "\xe2\x80\x94",	"  ",
		"...",		"'s ", "\xc2\xa0",	"!",
		".\r\n"
	};
	uint32_t i;

	if (rnd(5)) {
		pm_buf_putc(b, ' ');
	} else if (rnd(20)) {
		pm_buf_puts(b, some[rnd(sizeof some / sizeof *some)]);
	} else {
		for (i = 1 + rnd(14); i > 0; i--)
			pm_buf_putc(b, "-=*_. \n!|~"[rnd(10)]);
		pm_buf_putc(b, ' ');
	}
}

/* A huge word of a small vocabulary, written in one of several ways.  Many begin alike, up
 * to the bytes that a run knows of them or beyond. */
static inline void
put_huge(struct pm_buf *b)
{
	static const char *const marks[] = { "", "", "\xc2\xad", "\xcc\x81" };
	static const size_t lens[] = { 0, 80, 4096 - 8, 70000 };
	uint32_t k = rnd(40), written = rnd(4);
	size_t len = lens[k % 4], i;

	if (k == 0) {
		/* folded, it is twelve times as long */
		for (i = 0; i < 400; i++)
			pm_buf_puts(b, "\xef\xb7\xba");
		return;
	}
	if (k == 1)
		pm_buf_puts(b, "http://example.org/");
	if (k == 2) {
		/* it begins to fold to much after many bytes */
		for (i = 0; i < 2000; i++)
			pm_buf_putc(b, 'k');
		for (i = 0; i < 10000; i++)
			pm_buf_puts(b, "\xc2\xad");
	}
	for (i = 0; i < len; i++)
		pm_buf_putc(b, (written == 2 || (written == 1 && i == 0) ? 'A' : 'a') +
				       (int)(i % 26));
	pm_buf_puts(b, marks[rnd(4)]);
	while (len++ < 5000 || len % 4096 > 40)
		put_word(b, k * 131 % 60 + 300, written);
}

/* A word, or what is more than one: of a vocabulary of SIZE, some far more
 * frequent than others unless EVEN. */
static inline void
put_piece(struct pm_buf *b, uint32_t size, bool even)
{
	static const char *const special[] = {
		/* clang-format off */
		"caf\xc3\xa9", "cafe\xcc\x81", "Stra\xc3\x9f" "e", "na\xc3\xafve",
		"U.S.", "AT&T",
		"C++", "1,000", "3.5", "DDR5", "don't", "l\xe2\x80\x99Or\xc3\xa9" "al",
		"\xce\xa3\xce\xb1\xcf\x82",
		"http://example.org/a_(b)?c=d", "www.example.com", "press@example.org",
		"Example.COM", "example.org", "x.io", "\xef\xac\x81rst", "so\xc2\xad" "ft"
		/* clang-format on */
	};
	uint32_t k = even ? rnd(size) : rnd(rnd(rnd(size) + 1) + 1), n;

	switch (rnd(even ? 60 : 14)) {
	case 0:
		pm_buf_puts(b, special[rnd(sizeof special / sizeof *special)]);
		break;
	case 1: /* a compound of two or three */
		for (n = 1 + rnd(3); n > 0; n--) {
			put_word(b, rnd(60), rnd(5) ? 0 : rnd(4));
			pm_buf_puts(b, n == 1 ? "" : rnd(9) ? "-" : "\xe2\x80\x90");
		}
		break;
	case 2:
		for (n = 1 + rnd(5); n > 0; n--)
			put_ideogram(b);
		break;
	case 3: /* an address with words in it */
		put_word(b, rnd(40), 0);
		pm_buf_puts(b, rnd(2) ? ".example.com/" : "@mail.example.org");
		break;
	case 4:
		pm_buf_printf(b, "%u", rnd(3000));
		break;
	case 5: /* too long to be found */
		for (n = 0; n < 70; n++)
			pm_buf_putc(b, "abcde"[rnd(9) ? n % 5 : rnd(5)]);
		break;
	default:
		put_word(b, k, rnd(6) ? 0 : rnd(4));
		break;
	}
}

static inline void
add_random(struct corpus *c, uint32_t pieces, uint32_t size, bool even)
{
	static const char *const people[] = { "", "Ann Lee", "By John Smith; Mary O'Hara",
					      "REUTERS", "Zo\xc3\xab Dupont-Martin" };
	static const char *const papers[] = { "", "The Daily Press", "example.org",
					      "SRC-1" };
	struct article *a = add(c);
	uint32_t i;

	if (c->n > 3 && rnd(12) == 0) { /* a duplicate */
		const struct article *old = &c->articles[rnd((uint32_t)c->n - 1)];

		pm_buf_put(&a->title, old->title.data, old->title.len);
		pm_buf_put(&a->text, old->text.data, old->text.len);
	} else {
		for (i = rnd(4) == 0 ? 0 : rnd(12); i > 0; i--) {
			put_piece(&a->title, size, even);
			if (i > 1 || rnd(4) == 0)
				put_separator(&a->title);
		}
		if (rnd(9) == 0)
			put_separator(&a->text);
		for (i = 1 + rnd(pieces); i > 0; i--) {
			put_piece(&a->text, size, even);
			if (i > 1 || rnd(2))
				put_separator(&a->text);
		}
	}
	pm_buf_puts(&a->author, people[rnd(5)]);
	pm_buf_puts(&a->source, papers[rnd(4)]);
	a->day = rnd(3) == 0 ? 0 : 19900101 + rnd(30) * 10000 + rnd(12) * 100 + rnd(28);
}

static inline struct pm_str
str(const struct pm_buf *b)
{
	return (struct pm_str){ (const char *)b->data, b->len };
}

struct numbered {
	const struct pm_article *a;
	size_t number;
};

/* What is kept of the article besides its text. */
static inline void
put_metadata(void *ctx, struct pm_buf *out, struct pm_slice_places *places)
{
	const struct numbered *n = ctx;
	size_t begin = out->len;

	places->id = out->len - begin;
	pm_buf_put(out, n->a->id.data, n->a->id.len);
	places->author = out->len - begin;
	pm_buf_put(out, n->a->author.data, n->a->author.len);
	if (n->number % 7 != 0)
		pm_buf_printf(out, "{\"number\":%zu,\"rest\":\"%.*s\"}", n->number,
			      (int)(n->number % 30), "..............................");
	places->source = out->len - begin;
	pm_buf_put(out, n->a->source.data, n->a->source.len);
	places->url = out->len - begin;
	pm_buf_put(out, n->a->url.data, n->a->url.len);
}

/* What the database holds of it. */
static inline void
put_data(struct pm_buf *data, size_t number)
{
	pm_buf_clear(data);
	if (number % 3 == 0)
		pm_buf_printf(data, "{\"id\":\"%zu\"}", number);
}

#endif
