/* Pressmark - tests of segment/shares.h: what was written of the words of stems is read.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/shares.h"

#include "support/bytes.h"
#include "support/pages.h"
#include "support/sort.h"
#include "tests/unit/small_fixture.h"

/* Of the segment. */
#define ARTICLES 200000u
#define STEMS 130
#define WORDS 7
#define NAME (2 * PM_SHARES_NAME_MAX)

/* --- a naive model -------------------------------------------------------- */

struct word {
	char name[NAME];
	size_t len;
	bool *has; /* by place */
	uint32_t n;
};

struct stem {
	char name[NAME];
	size_t len;
	uint32_t articles, gap;
	struct word words[WORDS];
	size_t n;
};

static struct stem stems[STEMS];
static size_t n_stems;

static int
compare_stems(const void *a, const void *b)
{
	const struct stem *x = a, *y = b;

	return pm_compare_bytes(x->name, x->len, y->name, y->len);
}

static int
compare_words(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return pm_compare_bytes(x->name, x->len, y->name, y->len);
}

/* The article of a posting. */
static uint32_t
article_at(const struct stem *s, uint32_t place)
{
	return 1 + place * s->gap;
}

static void
append(char *name, size_t *len, uint32_t n)
{
	for (; n > 0 && *len < PM_SHARES_NAME_MAX; n--)
		name[(*len)++] = (char)("ab\x01\xc3"[rnd(4)]);
}

/* All postings, few, most, or half of them; never none. */
static void
make_set(struct word *w, uint32_t articles)
{
	uint32_t kind = rnd(4), i;

	w->has = calloc(articles, sizeof *w->has);
	ck_assert_ptr_nonnull(w->has);
	for (i = 0; i < articles; i++)
		w->has[i] = kind == 0 ? true
			  : kind == 1 ? rnd(60) == 0
			  : kind == 2 ? rnd(60) != 0
				      : rnd(2) == 0;
	w->has[rnd(articles)] = true;
	for (w->n = 0, i = 0; i < articles; i++)
		w->n += w->has[i];
}

static void
make_stem(struct stem *s, uint32_t articles)
{
	size_t i, n = 2 + rnd(WORDS - 1), to = 0;

	s->articles = articles;
	s->gap = 1 + rnd(9);
	for (i = 0; i < n; i++) {
		struct word *w = &s->words[i];
		size_t strip = rnd(3) == 0 ? rnd(12) : rnd(2);

		w->len = s->len > strip ? s->len - strip : 0;
		memcpy(w->name, s->name, w->len);
		append(w->name, &w->len, rnd(3) == 0 ? rnd(12) : rnd(3));
		if (rnd(20) == 0)
			append(w->name, &w->len, PM_SHARES_NAME_MAX);
	}
	qsort(s->words, n, sizeof *s->words, compare_words);
	for (i = 0; i < n; i++)
		if (to == 0 || compare_words(&s->words[to - 1], &s->words[i]) != 0)
			s->words[to++] = s->words[i];
	s->n = to;
	for (i = 0; i < to; i++)
		make_set(&s->words[i], articles);
}

static void
make_stems(size_t n)
{
	static const uint32_t articles[] = {
		1, 2, 7, 8, 9, 63, 64, 65, 120, 1023, 1024, 1025, 1026, 2049, 5000, 17500
	};
	size_t i, to = 0;

	memset(stems, 0, sizeof stems);
	for (i = 0; i < n; i++)
		append(stems[i].name, &stems[i].len,
		       rnd(20) == 0 ? PM_SHARES_NAME_MAX : 1 + rnd(9));
	qsort(stems, n, sizeof *stems, compare_stems);
	for (i = 0; i < n; i++)
		if (to == 0 || compare_stems(&stems[to - 1], &stems[i]) != 0)
			stems[to++] = stems[i];
	n_stems = to;
	for (i = 0; i < n_stems; i++)
		make_stem(&stems[i], articles[rnd(16)]);
}

static void
drop_stems(void)
{
	size_t i, k;

	for (i = 0; i < n_stems; i++)
		for (k = 0; k < stems[i].n; k++)
			free(stems[i].words[k].has);
	n_stems = 0;
}

/* --- writing -------------------------------------------------------------- */

/* The places of a word as bits, with anything after the last one, or as a list. */
static struct pm_share_places
places_of(const struct word *w, uint32_t articles, uint64_t **bits, struct pm_buf *list)
{
	size_t n = ((size_t)articles + 63) / 64;
	uint32_t i, after = 0;

	pm_buf_init(list, PM_BUF_NO_LIMIT);
	*bits = calloc(n, sizeof **bits);
	ck_assert_ptr_nonnull(*bits);
	for (i = 0; i < articles; i++) {
		if (!w->has[i])
			continue;
		(*bits)[i / 64] |= UINT64_C(1) << i % 64;
		pm_buf_put_varint(list, i - after);
		after = i + 1;
	}
	if (articles % 64 != 0)
		(*bits)[n - 1] |= UINT64_MAX << articles % 64;
	return (struct pm_share_places){ w->n, list->data, list->len,
					 rnd(2) == 0 ? *bits : NULL };
}

static void
add_stem(struct pm_shares_writer *w, const struct stem *s)
{
	struct pm_share_stem of = { s->name, s->len, s->articles, NULL };
	struct pm_share_word words[WORDS];
	struct pm_buf lists[WORDS];
	uint64_t *bits[WORDS];
	uint32_t every[64];
	size_t i;

	for (i = 0; i < pm_shares_every(s->articles); i++)
		every[i] = article_at(s, (uint32_t)(i + 1) * PM_SHARES_EVERY);
	of.every = every;
	for (i = 0; i < s->n; i++)
		words[i] = (struct pm_share_word){
			s->words[i].name, s->words[i].len,
			places_of(&s->words[i], s->articles, &bits[i], &lists[i])
		};
	OK(pm_shares_add(w, &of, words, s->n, ERR));
	for (i = 0; i < s->n; i++) {
		pm_buf_release(&lists[i]);
		free(bits[i]);
	}
}

static struct pm_shares *
write_and_open(void)
{
	struct pm_shares_writer *w;
	struct pm_shares *shares;
	char path[PATH_SIZE];
	uint64_t size;
	size_t i;

	in_folder(path, PM_SHARES_FILE);
	pm_remove_tree(path, NULL);
	OK(pm_shares_create(&w, path, ERR));
	for (i = 0; i < n_stems; i++)
		add_stem(w, &stems[i]);
	OK(pm_shares_finish(w, &size, ERR));
	pm_shares_writer_free(w);
	OK(pm_shares_open(&shares, path, ARTICLES, ERR));
	ck_assert_uint_eq(pm_shares_file_size(shares), size);
	ck_assert_str_eq(pm_shares_path(shares), path);
	OK(pm_shares_verify(shares, ERR));
	return shares;
}

/* --- reading -------------------------------------------------------------- */

/* Which of the words of a stem are asked for: bits. */
struct wanted {
	const struct stem *stem;
	uint32_t words;
	size_t asked;
};

static bool
is_wanted(void *ctx, const char *word, size_t len)
{
	struct wanted *w = ctx;
	const struct word *is = &w->stem->words[w->asked];

	ck_assert_uint_lt(w->asked, w->stem->n);
	ck_assert_uint_eq(len, is->len);
	ck_assert_mem_eq(word, is->name, len);
	return (w->words >> w->asked++ & 1) != 0;
}

static bool
never_wanted(void *ctx, const char *word, size_t len)
{
	(void)ctx;
	(void)word;
	(void)len;
	return false;
}

static void
has_every(const struct stem *s, const struct pm_share *share)
{
	size_t i;

	ck_assert_uint_eq(share->n_every, pm_shares_every(s->articles));
	for (i = 0; i < share->n_every; i++)
		ck_assert_uint_eq(share->every[i],
				  article_at(s, (uint32_t)(i + 1) * PM_SHARES_EVERY));
}

/* The share is what the WORDS of the stem, bits, have together. */
static void
is_share(const struct stem *s, uint32_t words, const struct pm_share *share)
{
	uint32_t i;
	size_t k;

	ck_assert_uint_eq(share->articles, s->articles);
	has_every(s, share);
	for (i = 0; i < s->articles; i++) {
		bool has = false;

		for (k = 0; k < s->n; k++)
			has = has || ((words >> k & 1) != 0 && s->words[k].has[i]);
		if (has != (share->all || (share->bits[i / 64] >> i % 64 & 1) != 0))
			ck_abort_msg("place %u of %u", i, s->articles);
	}
	if (!share->all && s->articles % 64 != 0)
		ck_assert_uint_eq(share->bits[i / 64] >> i % 64, 0);
}

static void
ask(struct pm_shares *shares, const struct stem *s, uint32_t words, struct pm_share *share)
{
	struct wanted wanted = { s, words, 0 };

	OK(pm_shares_of(shares, s->name, s->len, is_wanted, &wanted, share, ERR));
	ck_assert(wanted.asked == s->n || share->all);
	is_share(s, words, share);
}

/* The next word of pm_shares_each. */
struct walk {
	size_t stem, word;
};

static enum pm_status
is_next(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
	size_t word_len, const struct pm_share *share, struct pm_error *err)
{
	struct walk *walk = ctx;
	const struct stem *s = &stems[walk->stem];
	const struct word *w = &s->words[walk->word];

	(void)err;
	ck_assert_uint_lt(walk->stem, n_stems);
	ck_assert_uint_eq(len, s->len);
	ck_assert_mem_eq(stem, s->name, len);
	ck_assert_uint_eq(articles, s->articles);
	ck_assert_uint_eq(word_len, w->len);
	ck_assert_mem_eq(word, w->name, word_len);
	ck_assert(share->all == (w->n == s->articles));
	is_share(s, 1u << walk->word, share);
	if (++walk->word == s->n)
		*walk = (struct walk){ walk->stem + 1, 0 };
	return PM_OK;
}

START_TEST(each_word_has_its_places)
{
	struct pm_shares *shares;
	struct pm_share share;
	struct walk walk = { 0, 0 };
	size_t i, k;

	rng = 100 + (uint64_t)_i;
	/* whole blocks and others */
	make_stems(_i == 0 ? 1 : _i == 1 ? PM_SHARES_BLOCK : STEMS);
	shares = write_and_open();
	pm_share_init(&share);
	for (i = 0; i < n_stems; i++) {
		const struct stem *s = &stems[rnd((uint32_t)n_stems)];

		for (k = 0; k < s->n; k++)
			ask(shares, s, 1u << k, &share);
		ask(shares, s, 0, &share);
		ask(shares, s, rnd(1u << WORDS), &share);
		ask(shares, &stems[i], UINT32_MAX, &share);
		ask(shares, &stems[i], rnd(1u << WORDS), &share);
	}
	OK(pm_shares_each(shares, is_next, &walk, ERR));
	ck_assert_uint_eq(walk.stem, n_stems);
	pm_share_release(&share);
	pm_shares_free(shares);
	drop_stems();
}
END_TEST

static bool
is_stem(const char *name, size_t len)
{
	struct stem s = { .len = len };

	memcpy(s.name, name, len);
	return bsearch(&s, stems, n_stems, sizeof *stems, compare_stems) != NULL;
}

static void
is_absent(struct pm_shares *shares, const char *name, size_t len)
{
	struct pm_error err;
	struct pm_share share;

	pm_share_init(&share);
	if (!is_stem(name, len))
		ck_assert_int_eq(pm_shares_of(shares, name, len, never_wanted, NULL,
					      &share, &err),
				 PM_ABSENT);
	pm_share_release(&share);
}

START_TEST(a_stem_that_was_not_written_is_absent)
{
	struct pm_shares *shares;
	char name[NAME + 1];
	size_t i, k;

	make_stems(STEMS);
	shares = write_and_open();
	is_absent(shares, "", 0);
	is_absent(shares, "\xff", 1);
	for (i = 0; i < n_stems; i++) {
		memcpy(name, stems[i].name, stems[i].len);
		for (k = 0; k < stems[i].len; k++)
			is_absent(shares, name, k);
		name[k] = '\0';
		is_absent(shares, name, k + 1);
		name[k - 1]++;
		is_absent(shares, name, k);
		name[k - 1] -= 2;
		is_absent(shares, name, k);
	}
	pm_shares_free(shares);
	drop_stems();
}
END_TEST

START_TEST(a_file_may_have_no_stems)
{
	struct pm_shares *shares;
	struct walk walk = { 0, 0 };

	n_stems = 0;
	shares = write_and_open();
	is_absent(shares, "", 0);
	is_absent(shares, "stem", 4);
	OK(pm_shares_each(shares, is_next, &walk, ERR));
	ck_assert_uint_eq(walk.stem + walk.word, 0);
	pm_shares_free(shares);
}
END_TEST

static enum pm_status
refuse(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
       size_t word_len, const struct pm_share *share, struct pm_error *err)
{
	unsigned *times = ctx;

	(void)stem;
	(void)len;
	(void)articles;
	(void)word;
	(void)word_len;
	(void)share;
	return ++*times < 3 ? PM_OK : pm_fail(err, PM_ERR_LIMIT, "enough");
}

START_TEST(a_walk_ends_where_it_is_told)
{
	struct pm_shares *shares;
	unsigned times = 0;

	make_stems(40);
	shares = write_and_open();
	FAILS(pm_shares_each(shares, refuse, &times, ERR), PM_ERR_LIMIT, "enough");
	ck_assert_uint_eq(times, 3);
	pm_shares_free(shares);
	drop_stems();
}
END_TEST

/* --- the format ----------------------------------------------------------- */

#define BYTES(s) (s), sizeof(s) - 1

/* Write data, which need not make sense, with sums that are right. */
static void
put_data(const char *path, const void *data, size_t len)
{
	struct pm_pages_writer *w;

	pm_remove_tree(path, NULL);
	OK(pm_pages_create(&w, path, PM_SHARES_FILE, PM_SHARES_VERSION, PM_SHARES_PAGE,
			   ERR));
	OK(pm_pages_write(w, data, len, ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
}

/* A file of one stem. */
static void
put_stem(const char *path, const char *record, size_t len)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_put(&b, record, len);
	pm_buf_put_u64(&b, 0);
	pm_buf_put_u64(&b, 1);
	pm_buf_put_u64(&b, len);
	put_data(path, b.data, b.len);
	pm_buf_release(&b);
}

/* Places 0, 2, 3 and 15 of 16; all; all but 4; 1 and 3. */
static const struct pm_share_word format_words[] = {
	{ "mark", 4, { 4, (const uint8_t *)"\x00\x01\x00\x0b", 4, NULL } },
	{ "market", 6, { 16, NULL, 0, (const uint64_t[]){ 0xffff } } },
	{ "marketeering", 12, { 15, NULL, 0, (const uint64_t[]){ 0xffef } } },
	{ "markets", 7, { 2, NULL, 0, (const uint64_t[]){ 0x000a } } }
};
static const char format_record[] =
	/* 0 shared, 6 more, 16 postings, 20 bytes of words */
	"\x00\x06market\x10\x14"
	/* a list, 2 to strip; nothing of the kind of all */
	"\x09\x04\x00\x01\x00\x0b"
	"\x00"
	/* the others, 6 to append */
	"\xc2"
	"eering\x01\x04"
	/* bits, 1 to append: a list would be no shorter */
	"\x23s\x0a\x00";

START_TEST(the_bytes_are_those_of_the_header)
{
	const struct pm_share_stem stem = { "market", 6, 16, NULL };
	struct pm_shares_writer *w;
	char ours[PATH_SIZE], path[PATH_SIZE];
	struct pm_buf a, b;

	in_folder(ours, "ours");
	in_folder(path, PM_SHARES_FILE);
	OK(pm_shares_create(&w, path, ERR));
	OK(pm_shares_add(w, &stem, format_words, 4, ERR));
	OK(pm_shares_finish(w, NULL, ERR));
	pm_shares_writer_free(w);
	put_stem(ours, BYTES(format_record));
	pm_buf_init(&a, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	OK(pm_read_file(ours, &a, ERR));
	OK(pm_read_file(path, &b, ERR));
	ck_assert_uint_eq(a.len, b.len);
	ck_assert_mem_eq(a.data, b.data, a.len);
	pm_buf_release(&a);
	pm_buf_release(&b);
}
END_TEST

/* --- damage --------------------------------------------------------------- */

static bool
always_wanted(void *ctx, const char *word, size_t len)
{
	(void)ctx;
	(void)word;
	return len < NAME;
}

static enum pm_status
take_any(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
	 size_t word_len, const struct pm_share *share, struct pm_error *err)
{
	(void)ctx;
	(void)stem;
	(void)word;
	(void)err;
	ck_assert_uint_le(len, PM_SHARES_NAME_MAX);
	ck_assert_uint_le(word_len, NAME);
	ck_assert_uint_le(articles, 3000);
	ck_assert_uint_eq(articles, share->articles);
	return PM_OK;
}

/* What look-ups of NAME, and a walk, say of the file. */
static void
look(const char *path, const char *name, size_t len, enum pm_status *of,
     enum pm_status *each)
{
	struct pm_shares *shares;
	struct pm_share share;
	struct pm_error err;

	*of = *each = pm_shares_open(&shares, path, 3000, &err);
	if (*of < 0)
		return;
	pm_share_init(&share);
	*of = pm_shares_of(shares, name, len, always_wanted, NULL, &share, &err);
	*each = pm_shares_each(shares, take_any, NULL, &err);
	pm_share_release(&share);
	pm_shares_free(shares);
}

START_TEST(a_directory_that_makes_no_sense_is_damage)
{
	static const struct {
		size_t len; /* of zeros before it */
		uint64_t n, index;
	} bad[] = {
		{ 0, 1, 0 },	      { 0, 0, 1 },	    { 8, 0, 0 },
		{ 8, 17, 0 },	      { 8, 1, 8 },	    { 8, 1, 16 },
		{ 8, 1, UINT64_MAX }, { 9, 1, 0 },	    { 9, 16, 0 },
		{ 16, 16, 0 },	      { 8, UINT64_MAX, 0 }, { 8, UINT64_MAX - 14, 0 },
		{ 8, 1, 1 },	      { 16, 1, 1 },	    { 8, UINT64_C(1) << 63, 0 }
	};
	char path[PATH_SIZE], zeros[16] = { 0 };
	struct pm_shares *shares;
	size_t i;

	in_folder(path, PM_SHARES_FILE);
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct pm_buf b;

		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		pm_buf_put(&b, zeros, bad[i].len);
		pm_buf_put_u64(&b, bad[i].n);
		pm_buf_put_u64(&b, bad[i].index);
		put_data(path, b.data, b.len);
		FAILS(pm_shares_open(&shares, path, 3000, ERR), PM_ERR_CORRUPT, path);
		pm_buf_release(&b);
	}
	for (i = 0; i < PM_SHARES_DIRECTORY; i++) {
		put_data(path, zeros, i);
		FAILS(pm_shares_open(&shares, path, 3000, ERR), PM_ERR_CORRUPT, path);
	}
}
END_TEST

/* The record of "market", or another of 6 bytes. */
START_TEST(a_stem_that_makes_no_sense_is_damage)
{
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {
		{ BYTES("") },
		{ BYTES("\x00\x06mark") },
		{ BYTES("\x01\x06market\x10\x01\x00") }, /* shared with none */
		{ BYTES("\x00\x06market\x10\x02\x00") }, /* words after the end */
		{ BYTES("\x00\x06market\xb9\x17\x03\x01\x01\x00") }, /* 3,001 postings */
		{ BYTES("\x00\x06market\x80\x80\x80\x80\x10\x01\x00") }, /* 2^32 */
		{ BYTES("\x00\x06market\x10") },
		{ BYTES("\x00\x06market\x10\x80") },
		/* a word of the first byte alone */
		{ BYTES("\x00\x06market\x10\x01\x01") },
		{ BYTES("\x00\x06market\x10\x01\x1c") },
		{ BYTES("\x00\x06market\x10\x01\x20") },
		{ BYTES("\x00\x06market\x10\x01\x03") },
		/* strip 7, 2^32 + 5; append 8 of 7; 256 */
		{ BYTES("\x00\x06market\x10\x02\x1c\x00") },
		{ BYTES("\x00\x06market\x10\x06\x1c\xff\xff\xff\xff\x0f") },
		{ BYTES("\x00\x06market\x10\x09\xe0\x01ppppppp") },
		{ BYTES("\x00\x06market\x10\x06\xe0\xff\xff\xff\xff\x0f") },
		/* lists: place 16; the second is; a gap of 2^32; a number without an end;
		 * more bytes than there are */
		{ BYTES("\x00\x06market\x10\x03\x01\x01\x10") },
		{ BYTES("\x00\x06market\x10\x04\x01\x02\x03\x0c") },
		{ BYTES("\x00\x06market\x10\x07\x01\x05\x80\x80\x80\x80\x10") },
		{ BYTES("\x00\x06market\x10\x03\x01\x01\x80") },
		{ BYTES("\x00\x06market\x10\x03\x01\x02\x00") },
		{ BYTES("\x00\x06market\x10\x03\x02\x01\x10") },
		/* bits: one byte of two; of 15 postings, a sixteenth */
		{ BYTES("\x00\x06market\x10\x02\x03\x01") },
		{ BYTES("\x00\x06market\x0f\x03\x03\x00\x80") },
		/* 1,025 postings: no article, 0, 3,001, and one after the last */
		{ BYTES("\x00\x06market\x81\x08\x00") },
		{ BYTES("\x00\x06market\x81\x08\x02\x00\x00") },
		{ BYTES("\x00\x06market\x81\x08\x03\xb9\x17\x00") },
		{ BYTES("\x00\x06market\x81\x10\x05\xb8\x17\x01\x00\x00") }
	};
	char path[PATH_SIZE];
	enum pm_status of, each;
	size_t i;

	in_folder(path, PM_SHARES_FILE);
	put_stem(path, BYTES(format_record));
	look(path, "market", 6, &of, &each);
	ck_assert(of == PM_OK && each == PM_OK);
	put_stem(path, BYTES("\x00\x06market\x81\x08\x03\xb8\x17\x00"));
	look(path, "market", 6, &of, &each);
	ck_assert(of == PM_OK && each == PM_OK);
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		put_stem(path, bad[i].bytes, bad[i].len);
		look(path, "market", 6, &of, &each);
		ck_assert_msg(of == PM_ERR_CORRUPT && each == PM_ERR_CORRUPT,
			      "%zu: %s, %s", i, pm_status_name(of), pm_status_name(each));
	}
}
END_TEST

/* A block that is after the stems, and one in them. */
START_TEST(a_block_is_among_the_stems)
{
	char path[PATH_SIZE];
	enum pm_status of, each;
	uint64_t at;

	in_folder(path, PM_SHARES_FILE);
	for (at = 0; at < 70; at++) {
		struct pm_buf b;

		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		pm_buf_put(&b, BYTES(format_record));
		pm_buf_put_u64(&b, at < 60 ? at : UINT64_MAX - at);
		pm_buf_put_u64(&b, 1);
		pm_buf_put_u64(&b, sizeof format_record - 1);
		put_data(path, b.data, b.len);
		look(path, "market", 6, &of, &each);
		if (at == 0)
			ck_assert(of == PM_OK && each == PM_OK);
		else if (at >= sizeof format_record - 1)
			ck_assert(of == PM_ERR_CORRUPT && each == PM_ERR_CORRUPT);
		else
			ck_assert(of != PM_OK);
		pm_buf_release(&b);
	}
}
END_TEST

/* A bit of some bytes, with sums that are right. */
START_TEST(what_is_damaged_is_read_or_refused)
{
	char path[PATH_SIZE];
	struct pm_buf b;
	uint64_t len, i;
	unsigned refused = 0;
	enum pm_status of, each;

	make_stems(17);
	for (i = 0; i < n_stems; i++)
		while (stems[i].articles > 100)
			stems[i].articles /= 9;
	for (i = 0; i < n_stems; i++) {
		size_t k;

		for (k = 0; k < stems[i].n; k++) {
			struct word *w = &stems[i].words[k];

			free(w->has);
			make_set(w, stems[i].articles);
		}
	}
	pm_shares_free(write_and_open());
	in_folder(path, PM_SHARES_FILE);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &b, ERR));
	len = pm_load_u64(b.data + b.len - 64 + 24);
	for (i = rnd(5); i < len; i += 1 + rnd(5)) {
		const struct stem *s = &stems[rnd((uint32_t)n_stems)];
		uint8_t bit = (uint8_t)(1u << rnd(8));

		b.data[i] ^= bit;
		put_data(path, b.data, len);
		b.data[i] ^= bit;
		look(path, s->name, s->len, &of, &each);
		ck_assert(of >= 0 || of == PM_ERR_CORRUPT);
		ck_assert(each == PM_OK || each == PM_ERR_CORRUPT);
		refused += each < 0;
	}
	ck_assert_uint_gt(refused, 100);
	pm_buf_release(&b);
	drop_stems();
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("shares");
	TCase *tc = tcase_create("shares");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, each_word_has_its_places, 0, 6);
	tcase_add_test(tc, a_stem_that_was_not_written_is_absent);
	tcase_add_test(tc, a_file_may_have_no_stems);
	tcase_add_test(tc, a_walk_ends_where_it_is_told);
	tcase_add_test(tc, the_bytes_are_those_of_the_header);
	tcase_add_test(tc, a_directory_that_makes_no_sense_is_damage);
	tcase_add_test(tc, a_stem_that_makes_no_sense_is_damage);
	tcase_add_test(tc, a_block_is_among_the_stems);
	tcase_add_test(tc, what_is_damaged_is_read_or_refused);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
