/* Pressmark - tests of segment/store.h: articles come back as they went in,
 * whatever the pieces.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store.h"
#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

#include <sys/stat.h>

/* --- a segment's articles ----------------------------------------------- */

struct article {
	uint32_t *ranks, *forms; /* n_words */
	uint32_t *separators;	 /* n_words + 2 */
	uint32_t n_words, n_title;
	struct pm_buf metadata;
};

struct corpus {
	struct article *articles;
	uint32_t n;
	uint8_t *capital; /* by rank */
	uint32_t n_ranks;
	char **separators;
	uint32_t n_separators;
	/* As a run holds them: a surface for each pair of a rank and a form, rising,
	 * the first of them numbered BASE; separators numbered in another order. */
	uint64_t *pairs;
	size_t n_pairs, pairs_cap;
	uint32_t base;
	struct pm_surface_code *codes; /* by surface */
	uint32_t *numbers, *ids;       /* by a run's separator; and back */
	uint32_t space, nothing;       /* the predicted ones */
};

/* Every seventh word is an address. */
static bool
is_address(uint32_t rank)
{
	return rank % 7 == 3;
}

static void
make_addresses(struct pm_addresses *a, const struct corpus *c)
{
	uint32_t i;

	OK(pm_addresses_init(a, c->n_ranks, ERR));
	for (i = 0; i < c->n_ranks; i++)
		if (is_address(i))
			pm_addresses_add(a, i);
}

/* The segment at hand. */
static char dir[PATH_SIZE];

static const char *
separator(void *ctx, uint32_t number, size_t *len)
{
	const struct corpus *c = ctx;

	ck_assert_uint_lt(number, c->n_separators);
	*len = strlen(c->separators[number]);
	return c->separators[number];
}

/* The commonest are a space, nothing and the end of a sentence, unless N is too
 * small for them. */
static void
make_separators(struct corpus *c, uint32_t n)
{
	static const char *const common[] = { " ", ". ", "", ", ", "?\n", "\xe2\x80\x9d " };
	char text[64];
	uint32_t i, k;

	c->separators = calloc(n + 1, sizeof *c->separators);
	c->n_separators = n;
	for (i = 0; i < n; i++) {
		int len = snprintf(text, sizeof text, " -%u-", i);

		if (rnd(10) == 0)
			snprintf(text + len, sizeof text - (size_t)len, "%.*s.\n",
				 (int)rnd(20), "--------------------");
		c->separators[i] = strdup(i < 6 ? common[i] : text);
		if (i == 6 && n > 7) { /* a very large one */
			free(c->separators[i]);
			c->separators[i] = malloc(300001);
			for (k = 0; k < 300000; k++)
				c->separators[i][k] = "-=*"[k % 3];
			c->separators[i][k] = '\0';
		}
	}
}

static void
make_article(struct article *a, const struct corpus *c, uint32_t n_words,
	     uint32_t n_title, uint32_t n_forms)
{
	uint32_t i;

	a->ranks = calloc(n_words + 1, sizeof *a->ranks);
	a->forms = calloc(n_words + 1, sizeof *a->forms);
	a->separators = calloc(n_words + 2, sizeof *a->separators);
	a->n_words = n_words;
	a->n_title = n_title;
	for (i = 0; i < n_words; i++) {
		uint32_t rank = rnd(3) ? rnd(c->n_ranks < 100 ? c->n_ranks : 100)
				       : rnd(c->n_ranks);

		a->ranks[i] = rank;
		a->forms[i] = rnd(4)			      ? 0
			    : c->capital[rank] != 0 && rnd(2) ? c->capital[rank]
							      : rnd(n_forms);
	}
	for (i = 0; i < n_words + 2; i++)
		a->separators[i] = rnd(4) ? 0 : rnd(c->n_separators);
	pm_buf_init(&a->metadata, PM_BUF_NO_LIMIT);
	for (i = rnd(4) == 0 ? 0 : rnd(100) == 0 ? 50000 : rnd(200); i > 0; i--)
		pm_buf_putc(&a->metadata, (int)rnd(256));
}

static void
release_article(struct article *a)
{
	free(a->ranks);
	free(a->forms);
	free(a->separators);
	pm_buf_release(&a->metadata);
}

static void
make_corpus(struct corpus *c, uint32_t n, uint32_t n_ranks, uint32_t n_separators)
{
	uint32_t i;

	memset(c, 0, sizeof *c);
	c->n_ranks = n_ranks;
	c->capital = calloc(n_ranks, 1);
	for (i = 0; i < n_ranks; i++)
		c->capital[i] = (uint8_t)(rnd(2) ? 0 : rnd(5) ? 1 : 1 + rnd(255));
	make_separators(c, n_separators);
	c->articles = calloc(n + 1, sizeof *c->articles);
	c->n = n;
	for (i = 0; i < n; i++) {
		uint32_t words = rnd(8) == 0  ? rnd(3)
			       : rnd(20) == 0 ? rnd(5000)
					      : rnd(150);

		make_article(&c->articles[i], c, words,
			     rnd(3)   ? rnd(words + 1) % 12
			     : rnd(2) ? words
				      : 0,
			     rnd(10) ? 4 : 100000);
	}
}

static void
release_corpus(struct corpus *c)
{
	uint32_t i;

	for (i = 0; i < c->n; i++)
		release_article(&c->articles[i]);
	for (i = 0; i < c->n_separators; i++)
		free(c->separators[i]);
	free(c->separators);
	free(c->articles);
	free(c->capital);
	free(c->pairs);
	free(c->codes);
	free(c->numbers);
	free(c->ids);
}

/* --- as a run holds them ------------------------------------------------ */

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t
pair_of(const struct article *a, uint32_t i)
{
	return (uint64_t)a->ranks[i] << 32 | a->forms[i];
}

static void
number_surfaces(struct corpus *c)
{
	uint32_t i, k;
	size_t kept = 0, p;

	for (i = 0; i < c->n; i++) {
		const struct article *a = &c->articles[i];

		OK(pm_grow(&c->pairs, &c->pairs_cap, c->n_pairs + a->n_words,
			   sizeof *c->pairs, ERR));
		for (k = 0; k < a->n_words; k++)
			c->pairs[c->n_pairs++] = pair_of(a, k);
	}
	if (c->n_pairs > 0)
		qsort(c->pairs, c->n_pairs, sizeof *c->pairs, by_number);
	for (p = 0; p < c->n_pairs; p++)
		if (p == 0 || c->pairs[p] != c->pairs[p - 1])
			c->pairs[kept++] = c->pairs[p];
	c->n_pairs = kept;
	/* What is not used takes no memory. */
	c->codes = calloc(c->base + kept + 1, sizeof *c->codes);
	for (p = 0; p < kept; p++) {
		uint32_t rank = (uint32_t)(c->pairs[p] >> 32);

		c->codes[c->base + p] = pm_surface_code(rank, (uint32_t)c->pairs[p],
							c->capital[rank], rank);
	}
}

static void
number_separators(struct corpus *c)
{
	uint32_t i, n = c->n_separators;

	c->numbers = calloc(n + 1, sizeof *c->numbers);
	c->ids = calloc(n + 1, sizeof *c->ids);
	for (i = 0; i < n; i++)
		c->numbers[i] = i;
	for (i = n; i > 1; i--) {
		uint32_t k = rnd(i), swap = c->numbers[k];

		c->numbers[k] = c->numbers[i - 1];
		c->numbers[i - 1] = swap;
	}
	c->space = c->nothing = UINT32_MAX;
	for (i = 0; i < n; i++) {
		c->ids[c->numbers[i]] = i;
		if (c->separators[i][0] == '\0')
			c->nothing = i;
		else if (strcmp(c->separators[i], " ") == 0)
			c->space = i;
	}
}

/* The parts of an article as a run holds it. */
struct parts {
	struct pm_buf tokens, upper, separators;
};

static void
init_parts(struct parts *p)
{
	pm_buf_init(&p->tokens, PM_BUF_NO_LIMIT);
	pm_buf_init(&p->upper, PM_BUF_NO_LIMIT);
	pm_buf_init(&p->separators, PM_BUF_NO_LIMIT);
}

static void
release_parts(struct parts *p)
{
	pm_buf_release(&p->tokens);
	pm_buf_release(&p->upper);
	pm_buf_release(&p->separators);
}

/* The article as a run holds it, in PARTS. */
static struct pm_store_text
make_text(const struct corpus *c, const struct article *a, struct parts *parts)
{
	struct pm_buf *separators = &parts->separators;
	uint32_t i, after_large = 0;

	pm_buf_clear(&parts->tokens);
	pm_buf_clear(&parts->upper);
	pm_buf_clear(separators);
	for (i = 0; i < a->n_words; i++) {
		uint64_t pair = pair_of(a, i), *at;
		uint32_t before = a->separators[i < a->n_title ? i : i + 1], token;
		uint8_t bytes[2];
		bool odd = before != (i == 0 || i == a->n_title ? c->nothing : c->space);

		if (i == a->n_title) /* behind the title */
			pm_buf_put_varint(separators, c->ids[a->separators[i]]);
		if (odd)
			pm_buf_put_varint(separators, c->ids[before]);
		at = bsearch(&pair, c->pairs, c->n_pairs, sizeof pair, by_number);
		token = (c->base + (uint32_t)(at - c->pairs)) << 1 | odd;
		pm_store_u16(bytes, (uint16_t)token);
		pm_buf_put(&parts->tokens, bytes, 2);
		if (token >> 16 != 0) {
			pm_buf_put_varint(&parts->upper, i - after_large);
			pm_buf_put_varint(&parts->upper, token >> 16);
			after_large = i + 1;
		}
	}
	if (a->n_title == a->n_words)
		pm_buf_put_varint(separators, c->ids[a->separators[a->n_words]]);
	pm_buf_put_varint(separators, c->ids[a->separators[a->n_words + 1]]);
	return (struct pm_store_text){
		PM_STORE_WHOLE,	   a->n_words,	     a->n_title,       parts->tokens.data,
		parts->upper.data, parts->upper.len, separators->data, separators->len,
		a->metadata.data,  a->metadata.len,   0
	};
}

/* PIECES: 0: one for all; 1: one for each article; else some of any size, empty
 * ones too, made by several in turn. */
static void
write_corpus(struct corpus *c, unsigned pieces)
{
	static const char *const names[] = { "one", "each", "some" };
	struct pm_store_plan plan = { separator, c, c->n_separators, { NULL, 0 } };
	struct pm_store_coding coding;
	struct pm_store_piece *piece[3];
	struct pm_store_writer *w;
	struct parts parts;
	uint64_t sizes[PM_STORE_FILES];
	uint32_t i = 0, end, at = 0;

	number_surfaces(c);
	number_separators(c);
	coding = (struct pm_store_coding){ c->codes, c->numbers };
	init_parts(&parts);
	ck_assert_int_eq(mkdir(in_folder(dir, names[pieces]), 0777), 0);
	make_addresses(&plan.addresses, c);
	OK(pm_store_create(&w, dir, &plan, ERR));
	for (at = 0; at < 3; at++)
		OK(pm_store_piece_new(&piece[at], w, ERR));
	while (i < c->n) {
		at = rnd(3);
		end = pieces == 0 ? c->n
		    : pieces == 1 ? i + 1
				  : i + (rnd(5) == 0 ? 0 : rnd(rnd(4) ? 20 : 200));
		for (; i < c->n && i < end; i++) {
			struct pm_store_text text = make_text(c, &c->articles[i], &parts);

			OK(pm_store_piece_add(piece[at], &coding, &text, ERR));
		}
		OK(pm_store_piece_end(piece[at], ERR));
		OK(pm_store_append(w, piece[at], ERR));
	}
	for (at = 0; at < 3; at++)
		pm_store_piece_free(piece[at]);
	OK(pm_store_finish(w, sizes, ERR));
	pm_store_writer_free(w);
	pm_addresses_release(&plan.addresses);
	release_parts(&parts);
	free(c->codes);
	free(c->numbers);
	free(c->ids);
	c->codes = NULL;
	c->numbers = c->ids = NULL;
	c->n_pairs = 0;
}

/* --- reading ------------------------------------------------------------ */

static bool
is_form(const struct corpus *c, const struct article *a, uint32_t i, uint32_t form)
{
	return (form == PM_FORM_AT_START ? c->capital[a->ranks[i]] : form) == a->forms[i];
}

/* It is appended to what is there. */
static void
has_metadata(struct pm_store *s, uint32_t number, const struct pm_place *place,
	     const struct pm_buf *want)
{
	struct pm_buf got;

	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	pm_buf_puts(&got, "> ");
	OK(pm_store_metadata(s, place, &got, ERR));
	if (got.len != want->len + 2 || memcmp(got.data, "> ", 2) != 0 ||
	    (want->len > 0 && memcmp(got.data + 2, want->data, want->len) != 0))
		ck_abort_msg("article %u has other metadata, %zu bytes, not %zu", number,
			     got.len - 2, want->len);
	pm_buf_release(&got);
}

static void
set_pair(uint8_t *filter, uint32_t n, uint32_t one, uint32_t two)
{
	uint64_t h = (one * UINT64_C(0x9e3779b97f4a7c15) + two + 1) *
		     UINT64_C(0xd6e8feb86659fd93);
	uint8_t *word;

	h ^= h >> 32;
	word = filter + (h >> 32) * n / ((uint64_t)1 << 32) * 8;
	word[h % 64 / 8] |= (uint8_t)(1 << h % 8);
	word[h / 64 % 64 / 8] |= (uint8_t)(1 << h / 64 % 8);
}

/* The filter has the pairs of neighbours, and of addresses those too, and no others. */
static void
has_pairs(struct pm_store *s, const struct article *a, const struct pm_place *place)
{
	uint32_t n = (a->n_words + PM_PAIRS_TEXT_WORDS - 1) / PM_PAIRS_TEXT_WORDS, i;
	struct pm_error err;
	const uint8_t *filter = pm_store_pairs(s, place, &err);
	uint8_t *want = calloc(n + 1, 8);

	ck_assert_uint_eq(pm_pairs_words(a->n_words), n);
	for (i = 0; i < a->n_words; i++)
		if (is_address(a->ranks[i])) {
			set_pair(want, n, UINT32_MAX, UINT32_MAX - 1);
			set_pair(want, n, UINT32_MAX, UINT32_MAX - 2);
			set_pair(want, n, UINT32_MAX, UINT32_MAX - 3);
		}
	for (i = 1; i < a->n_words; i++) {
		uint32_t one = a->ranks[i - 1], two = a->ranks[i];

		if (i == a->n_title)
			continue;
		set_pair(want, n, one, two);
		if (is_address(one))
			set_pair(want, n, UINT32_MAX, two);
		if (is_address(two))
			set_pair(want, n, one, UINT32_MAX);
		if (is_address(one) && is_address(two))
			set_pair(want, n, UINT32_MAX, UINT32_MAX);
	}
	if (n > 0) {
		ck_assert_ptr_nonnull(filter);
		ck_assert_mem_eq(filter, want, (size_t)8 * n);
	}
	free(want);
}

static void
is_article(struct pm_store *s, const struct corpus *c, uint32_t number,
	   struct pm_decoded *d)
{
	const struct article *a = &c->articles[number - 1];
	const uint8_t *codes, *end;
	struct pm_place place;
	struct pm_error err;
	uint32_t i, rank;

	OK(pm_store_place(s, number, &place, ERR));
	ck_assert_uint_eq(place.n_words, a->n_words);
	ck_assert_uint_eq(place.n_title, a->n_title);
	codes = pm_store_codes(s, &place, &err);
	ck_assert_msg(codes != NULL || a->n_words == 0, "%s", err.text);
	end = codes + place.words_bytes;
	/* no assertion for each word: they take a microsecond */
	for (i = 0; i < a->n_words; i++)
		if (pm_code_get(&codes, end, &rank) != 0 || rank != a->ranks[i])
			ck_abort_msg("article %u, word %u: another code", number, i);
	ck_assert_ptr_eq(codes, end);
	OK(pm_store_decode_words(s, &place, d, ERR));
	OK(pm_store_decode_dressing(s, &place, d, ERR));
	ck_assert_uint_eq(d->n_words, a->n_words);
	ck_assert_uint_eq(d->n_title, a->n_title);
	if (a->n_words > 0)
		ck_assert_mem_eq(d->ranks, a->ranks, a->n_words * sizeof *a->ranks);
	for (i = 0; i < a->n_words; i++)
		if (!is_form(c, a, i, d->forms[i]))
			ck_abort_msg("article %u, word %u: form %u, not %u", number, i,
				     d->forms[i], a->forms[i]);
	ck_assert_mem_eq(d->separators, a->separators,
			 (a->n_words + 2) * sizeof *a->separators);
	has_metadata(s, number, &place, &a->metadata);
	has_pairs(s, a, &place);
}

/* Of a window, what belongs to its words. */
static void
is_window(struct pm_store *s, const struct corpus *c, uint32_t number,
	  struct pm_decoded *d)
{
	const struct article *a = &c->articles[number - 1];
	uint32_t from = rnd(a->n_words + 1), to = from + rnd(a->n_words - from + 1), i;
	struct pm_place place;

	OK(pm_store_place(s, number, &place, ERR));
	OK(pm_store_decode_words(s, &place, d, ERR));
	OK(pm_store_decode_window(s, &place, from, to, d, ERR));
	for (i = from; i < to; i++) {
		size_t before = pm_separator_before(d, i);

		if (!is_form(c, a, i, d->forms[i]))
			ck_abort_msg("article %u, word %u in a window: form %u, not %u",
				     number, i, d->forms[i], a->forms[i]);
		if (d->separators[before] != a->separators[before] ||
		    d->separators[before + 1] != a->separators[before + 1])
			ck_abort_msg("article %u, word %u in a window: other separators",
				     number, i);
	}
}

static void
comes_back_from(struct corpus *c, unsigned pieces)
{
	struct pm_decoded d = { 0 };
	struct pm_place place;
	struct pm_store *s;
	struct pm_error err;
	const char *text;
	size_t len;
	uint32_t i, number;

	write_corpus(c, pieces);
	OK(pm_store_open(&s, dir, ERR));
	OK(pm_store_verify(s, ERR));
	ck_assert_uint_eq(pm_store_articles(s), c->n);
	ck_assert_uint_eq(pm_store_separators(s), c->n_separators);
	for (i = 0; i < c->n_separators; i++) {
		OK(pm_store_separator(s, i, &text, &len, ERR));
		ck_assert_uint_eq(len, strlen(c->separators[i]));
		ck_assert_int_eq(memcmp(text, c->separators[i], len), 0);
	}
	ck_assert_int_lt(pm_store_separator(s, c->n_separators, &text, &len, &err), 0);
	for (i = 1; i <= c->n; i++)
		is_article(s, c, i, &d);
	for (i = 0; i < 300 && c->n > 0; i++) { /* and in any order */
		is_article(s, c, 1 + rnd(c->n), &d);
		is_window(s, c, 1 + rnd(c->n), &d);
		/* before anything else of its block */
		OK(pm_store_place(s, number = 1 + rnd(c->n), &place, ERR));
		has_metadata(s, number, &place, &c->articles[number - 1].metadata);
	}
	ck_assert_int_lt(pm_store_place(s, c->n + 1, &place, &err), 0);
	ck_assert_int_lt(pm_store_place(s, 0, &place, &err), 0);
	pm_decoded_release(&d);
	pm_store_free(s);
}

/* Tokens of 16 bits, of more, and of both; pieces of any size. */
static void
comes_back(struct corpus *c)
{
	unsigned pieces;

	for (pieces = 0; pieces < 3; pieces++) {
		c->base = pieces == 0 ? 3 : ((uint32_t)1 << (pieces == 1 ? 23 : 15)) - 7;
		comes_back_from(c, pieces);
	}
}

/* --- tests -------------------------------------------------------------- */

START_TEST(random_articles_come_back)
{
	static const struct {
		uint32_t articles, ranks, separators;
	} cases[] = { { 0, 1, 3 },	   { 1, 1, 3 },
		      { 2, 5, 3 },	   { 63, 200, 6 },
		      { 64, 200, 20 },	   { 65, 130, 7 },
		      { 128, 20000, 300 }, { 129, 3000000, 1000 },
		      { 1000, 500, 40 } };
	struct corpus c;

	rng = 88172645463325252u + (uint64_t)_i;
	make_corpus(&c, cases[_i].articles, cases[_i].ranks, cases[_i].separators);
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

START_TEST(articles_without_words_come_back)
{
	struct corpus c;
	uint32_t i;

	rng = 7;
	make_corpus(&c, 200, 10, 9);
	for (i = 0; i < 200; i++) {
		c.articles[i].n_words = c.articles[i].n_title = 0;
		c.articles[i].separators[0] = i % 9;
		c.articles[i].separators[1] = i / 9 % 9;
	}
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

/* Neither a space nor nothing is among the separators. */
START_TEST(separators_without_the_predicted_ones_come_back)
{
	struct corpus c;

	rng = 8;
	make_corpus(&c, 50, 40, 5);
	free(c.separators[0]);
	free(c.separators[2]);
	c.separators[0] = strdup("_");
	c.separators[2] = strdup("__");
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

START_TEST(a_large_article_comes_back)
{
	struct corpus c;

	rng = 9;
	make_corpus(&c, 3, 3000000, 5000);
	release_article(&c.articles[1]);
	make_article(&c.articles[1], &c, 400000, 100000, 300);
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

/* A stretch of words is recoded at once; the field ends around its end. */
START_TEST(fields_of_any_length_come_back)
{
	struct corpus c;
	uint32_t i;

	rng = 10;
	make_corpus(&c, 60, 300, 8);
	for (i = 0; i < 60; i++) {
		uint32_t title = 1024 * (i % 3) + i % 5 - (i % 3 != 0) * 2;

		release_article(&c.articles[i]);
		make_article(&c.articles[i], &c, title + 1024 * (i / 3 % 3) + i % 4,
			     title, 4);
	}
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

START_TEST(a_surface_has_its_code_and_what_is_odd)
{
	uint32_t i;

	for (i = 0; i < 100000; i++) {
		uint32_t rank = rnd(rnd(3) ? rnd(2) ? 128 : 16512 : 270549120), got = 0;
		uint32_t capital = rnd(2) ? 0 : 1 + rnd(255);
		uint32_t form = rnd(2) ? rnd(3) : rnd(PM_FORMS_MAX);
		struct pm_surface_code code = pm_surface_code(rank, form, capital, i);
		uint8_t bytes[4];
		const uint8_t *p = bytes;

		pm_store_u32(bytes, code.code);
		if (pm_code_get(&p, bytes + 4, &got) != 0 || got != rank ||
		    (size_t)(p - bytes) != (code.form & PM_SURFACE_CODE_LEN) ||
		    code.form >> PM_SURFACE_PLACE != form ||
		    ((code.form & PM_SURFACE_ODD_INSIDE) != 0) != (form != 0) ||
		    ((code.form & PM_SURFACE_ODD_START) != 0) != (form != capital))
			ck_abort_msg("rank %u, form %u, capital %u", rank, form, capital);
	}
}
END_TEST

/* Where a sentence begins the capitalised form is meant, if the word is mostly written
 * small and that one is among the first 256. */
START_TEST(the_form_at_the_start_of_a_sentence_is_the_capital)
{
	struct pm_form_spec forms[300];
	uint32_t i;

	for (i = 0; i < 300; i++)
		forms[i] = (struct pm_form_spec){ .form = i == 0 ? PM_FORM_SAME
								 : PM_FORM_OTHER };
	for (i = 1; i < 300; i++) {
		uint32_t meant = i < 256 ? i : 0;

		forms[i].form = PM_FORM_CAPITAL;
		ck_assert_uint_eq(pm_form_resolve(PM_FORM_AT_START, forms, 300), meant);
		ck_assert_uint_eq(pm_form_resolve(PM_FORM_AT_START, forms, i + 1), meant);
		ck_assert_uint_eq(pm_form_resolve(PM_FORM_AT_START, forms, i), 0);
		ck_assert_uint_eq(pm_form_resolve(7, forms, 300), 7);
		forms[0].form = PM_FORM_UPPER;
		ck_assert_uint_eq(pm_form_resolve(PM_FORM_AT_START, forms, 300), 0);
		forms[0].form = PM_FORM_SAME;
		forms[i].form = PM_FORM_OTHER;
	}
}
END_TEST

/* A stream with fewer separators than its tokens say, or with upper bits that end too
 * early or are for no word, is a defect that is told. */
START_TEST(a_stream_that_does_not_fit_is_an_error)
{
	struct pm_store_plan plan;
	struct pm_store_coding coding;
	struct pm_store_piece *piece;
	struct pm_store_writer *w;
	struct pm_store_text text;
	struct parts parts;
	struct corpus c;

	rng = 11;
	make_corpus(&c, 1, 10, 5);
	c.base = (uint32_t)1 << 15;
	number_surfaces(&c);
	number_separators(&c);
	plan = (struct pm_store_plan){ separator, &c, c.n_separators, { NULL, 0 } };
	coding = (struct pm_store_coding){ c.codes, c.numbers };
	init_parts(&parts);
	OK(pm_store_create(&w, folder, &plan, ERR));
	OK(pm_store_piece_new(&piece, w, ERR));
	text = make_text(&c, &c.articles[0], &parts);
	text.separators_len--;
	FAILS(pm_store_piece_add(piece, &coding, &text, ERR), PM_ERR_INTERNAL,
	      "separator");
	text.separators_len++;
	text.upper_len--;
	FAILS(pm_store_piece_add(piece, &coding, &text, ERR), PM_ERR_INTERNAL, "tokens");
	text.upper_len++;
	parts.upper.data[0] = (uint8_t)text.n_words;
	FAILS(pm_store_piece_add(piece, &coding, &text, ERR), PM_ERR_INTERNAL, "tokens");
	pm_store_piece_free(piece);
	pm_store_writer_free(w);
	release_parts(&parts);
	release_corpus(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("store");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, random_articles_come_back, 0, 9);
	tcase_add_test(tc, articles_without_words_come_back);
	tcase_add_test(tc, separators_without_the_predicted_ones_come_back);
	tcase_add_test(tc, a_large_article_comes_back);
	tcase_add_test(tc, fields_of_any_length_come_back);
	tcase_add_test(tc, a_surface_has_its_code_and_what_is_odd);
	tcase_add_test(tc, the_form_at_the_start_of_a_sentence_is_the_capital);
	tcase_add_test(tc, a_stream_that_does_not_fit_is_an_error);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
