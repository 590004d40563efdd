/* Pressmark - tests of indexer/gather/slice.h: articles stand in a slice as they came.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/slice.h"
#include "tests/unit/small_fixture.h"

enum { TITLE, TEXT, ID, URL, SOURCE, AUTHOR, METADATA, DATA, PARTS };

/* Part PART of article NUMBER. */
static void
make_part(struct pm_buf *out, uint32_t number, unsigned part, size_t len)
{
	size_t i;

	pm_buf_clear(out);
	ck_assert_ptr_nonnull(pm_buf_reserve(out, len));
	for (i = 0; i < len; i++)
		out->data[i] = (uint8_t)((number * 31 + part * 7 + i * 13) >> 2);
	pm_buf_advance(out, len);
}

static struct pm_str
str(const struct pm_buf *b)
{
	/* nothing may be NULL */
	return (struct pm_str){ b->len == 0 ? NULL : (const char *)b->data, b->len };
}

/* What stands for metadata: the parts that lie in it, others before and after. */
static void
put(void *ctx, struct pm_buf *out, struct pm_slice_places *places)
{
	const struct pm_buf *parts = ctx;
	size_t *const at[PARTS] = { [ID] = &places->id,
				    [URL] = &places->url,
				    [SOURCE] = &places->source,
				    [AUTHOR] = &places->author };
	size_t begin = out->len;
	unsigned i;

	for (i = ID; i <= METADATA; i++) {
		pm_buf_putc(out, '|');
		if (at[i] != NULL)
			*at[i] = out->len - begin;
		pm_buf_put(out, parts[i].data, parts[i].len);
	}
}

static void
add(struct pm_slice *s, uint32_t number, const size_t lens[PARTS], uint32_t day)
{
	struct pm_buf parts[PARTS];
	struct pm_article a = { .day = day };
	unsigned i;

	for (i = 0; i < PARTS; i++) {
		pm_buf_init(&parts[i], PM_BUF_NO_LIMIT);
		make_part(&parts[i], number, i, lens[i]);
	}
	a.title = str(&parts[TITLE]);
	a.text = str(&parts[TEXT]);
	a.id = str(&parts[ID]);
	a.url = str(&parts[URL]);
	a.source = str(&parts[SOURCE]);
	a.author = str(&parts[AUTHOR]);
	OK(pm_slice_add(s, &a, 0, put, parts, &parts[DATA], ERR));
	for (i = 0; i < PARTS; i++)
		pm_buf_release(&parts[i]);
}

static void
is_article(const struct pm_slice *s, size_t at, uint32_t number, const size_t lens[PARTS],
	   uint32_t day)
{
	const struct pm_slice_article *a = &s->articles[at];
	const size_t in_metadata = lens[ID] + lens[URL] + lens[SOURCE] + lens[AUTHOR] +
				   lens[METADATA] + METADATA - ID + 1;
	const char *bytes = pm_buf_str(&s->bytes) + a->start,
		   *metadata = pm_slice_metadata(a, bytes);
	const struct {
		const char *p;
		size_t len;
	} got[PARTS] = {
		{ bytes, a->title_len },
		{ bytes + a->title_len, a->text_len },
		{ pm_slice_id(a, bytes), a->id_len },
		{ pm_slice_url(a, bytes), a->url_len },
		{ pm_slice_source(a, bytes), a->source_len },
		{ pm_slice_author(a, bytes), a->author_len },
		{ metadata + a->metadata_len - lens[METADATA], lens[METADATA] },
		{ metadata + a->metadata_len, a->data_len },
	};
	struct pm_buf want;
	unsigned i;

	ck_assert_uint_eq(a->metadata_len, in_metadata);
	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	for (i = 0; i < PARTS; i++) {
		make_part(&want, number, i, lens[i]);
		if (got[i].len != lens[i] ||
		    (lens[i] > 0 && memcmp(got[i].p, want.data, lens[i]) != 0))
			ck_abort_msg("part %u of article %u is another one", i, number);
		ck_assert(got[i].p + got[i].len <= pm_buf_str(&s->bytes) + s->bytes.len);
	}
	ck_assert_uint_eq(a->day, day);
	pm_buf_release(&want);
}

/* So many bytes behind a slice may be read. */
static void
has_slack(const struct pm_slice *s)
{
	const volatile uint8_t *p = s->bytes.data + s->bytes.len;
	unsigned i, sum = 0;

	ck_assert_uint_ge(s->bytes.cap, s->bytes.len + PM_SLICE_SLACK);
	for (i = 0; i < PM_SLICE_SLACK; i++)
		sum += p[i];
	(void)sum;
}

/* --- tests -------------------------------------------------------------- */

START_TEST(articles_come_back)
{
	size_t lens[300][PARTS], text = 0, i, k;
	uint64_t number;
	struct pm_slice s;

	pm_slice_init(&s);
	for (number = 0; number < 4; number++) {
		pm_slice_begin(&s, number, (uint32_t)number * 300 + 1);
		ck_assert_uint_eq(s.n, 0);
		ck_assert_uint_eq(s.text_bytes, 0);
		text = 0;
		for (i = 0; i < 300; i++) {
			for (k = 0; k < PARTS; k++)
				lens[i][k] = rnd(4) == 0 ? 0 : rnd(k == TEXT ? 3000 : 60);
			add(&s, (uint32_t)i, lens[i], (uint32_t)i * 3);
			text += lens[i][TITLE] + lens[i][TEXT];
			has_slack(&s);
		}
		ck_assert_uint_eq(s.number, number);
		ck_assert_uint_eq(s.first, number * 300 + 1);
		ck_assert_uint_eq(s.n, 300);
		ck_assert_uint_eq(s.text_bytes, text);
		ck_assert(!pm_slice_is_full(&s));
		for (i = 0; i < 300; i++)
			is_article(&s, i, (uint32_t)i, lens[i], (uint32_t)i * 3);
	}
	pm_slice_release(&s);
	pm_slice_release(&s);
}
END_TEST

/* It is full as soon as titles and texts reach the limit, and not before. */
START_TEST(a_slice_is_full_at_the_limit)
{
	size_t lens[PARTS] = { 10, 1000, 5, 50, 50, 50, 500, 70 };
	struct pm_slice s;
	size_t left = PM_SLICE_BYTES;

	pm_slice_init(&s);
	pm_slice_begin(&s, 0, 1);
	while (left > 1010) {
		ck_assert(!pm_slice_is_full(&s));
		add(&s, 1, lens, 0);
		left -= 1010;
	}
	ck_assert(!pm_slice_is_full(&s));
	lens[TEXT] = left - 11;
	add(&s, 1, lens, 0);
	ck_assert_uint_eq(s.text_bytes, PM_SLICE_BYTES - 1);
	ck_assert(!pm_slice_is_full(&s));
	lens[TITLE] = 1;
	lens[TEXT] = 0;
	add(&s, 1, lens, 0);
	ck_assert(pm_slice_is_full(&s));
	pm_slice_begin(&s, 1, 2);
	ck_assert(!pm_slice_is_full(&s));
	pm_slice_release(&s);
}
END_TEST

/* A huge article fits, and its memory is given back. */
START_TEST(a_huge_article_fits)
{
	size_t huge[PARTS] = { 5, 40 << 20, 5, 5, 5, 5, 70000, 9 };
	size_t small[PARTS] = { 5, 50, 5, 5, 5, 5, 7, 0 };
	struct pm_slice s;

	pm_slice_init(&s);
	ck_assert_uint_eq(pm_slice_memory(&s), 0);
	pm_slice_begin(&s, 0, 1);
	add(&s, 1, small, 20240229);
	ck_assert_uint_ge(pm_slice_memory(&s), PM_SLICE_BYTES);
	ck_assert_uint_lt(pm_slice_memory(&s), 2 * PM_SLICE_BYTES);
	add(&s, 2, huge, 0);
	has_slack(&s);
	ck_assert(pm_slice_is_full(&s));
	add(&s, 3, small, 1); /* nobody forbids it */
	has_slack(&s);
	is_article(&s, 0, 1, small, 20240229);
	is_article(&s, 1, 2, huge, 0);
	is_article(&s, 2, 3, small, 1);
	ck_assert_uint_ge(pm_slice_memory(&s), huge[TEXT]);
	pm_slice_begin(&s, 1, 4);
	add(&s, 4, small, 2);
	has_slack(&s);
	is_article(&s, 0, 4, small, 2);
	ck_assert_uint_lt(pm_slice_memory(&s), 2 * PM_SLICE_BYTES);
	pm_slice_release(&s);
}
END_TEST

START_TEST(an_article_of_nothing_fits)
{
	const size_t lens[PARTS] = { 0 };
	struct pm_slice s;

	pm_slice_init(&s);
	pm_slice_begin(&s, 7, 1);
	add(&s, 1, lens, 0);
	add(&s, 2, lens, 0);
	ck_assert_uint_eq(s.n, 2);
	is_article(&s, 0, 1, lens, 0);
	is_article(&s, 1, 2, lens, 0);
	has_slack(&s);
	pm_slice_release(&s);
}
END_TEST

/* What lies in the metadata counts twice, so that slices end where they did when it was
 * there twice. */
START_TEST(a_slice_of_metadata_is_full_too)
{
	size_t lens[PARTS] = { 1, 1, 100, 100, 100, 99, 96, 50 };
	struct pm_slice s;
	size_t left = 2 * PM_SLICE_BYTES;

	pm_slice_init(&s);
	pm_slice_begin(&s, 0, 1);
	for (; left > 951; left -= 951) {
		ck_assert(!pm_slice_is_full(&s));
		add(&s, 1, lens, 0);
	}
	ck_assert(!pm_slice_is_full(&s));
	add(&s, 1, lens, 0);
	ck_assert(pm_slice_is_full(&s));
	pm_slice_release(&s);
}
END_TEST

static void
put_nothing(void *ctx, struct pm_buf *out, struct pm_slice_places *places)
{
	(void)ctx;
	(void)out;
	(void)places;
}

/* Nothing is read of a part that is too large, and the slice is as it was. */
START_TEST(parts_of_4_gib_are_refused)
{
	const size_t lens[PARTS] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct pm_buf none, large;
	struct pm_slice s;
	unsigned i;

	pm_buf_init(&none, PM_BUF_NO_LIMIT);
	pm_buf_init(&large, PM_BUF_NO_LIMIT);
	large.len = (size_t)UINT32_MAX + 1;
	pm_slice_init(&s);
	pm_slice_begin(&s, 0, 1);
	add(&s, 1, lens, 0);
	for (i = 0; i < PARTS; i++) {
		struct pm_article a = { .day = 0 };
		struct pm_str *parts[PARTS] = { &a.title, &a.text,   &a.id,
						&a.url,	  &a.source, &a.author };

		if (parts[i] != NULL)
			parts[i]->len = large.len;
		if (i == METADATA) /* it would have to be made */
			continue;
		FAILS(pm_slice_add(&s, &a, 0, put_nothing, NULL,
				   i == DATA ? &large : &none, ERR),
		      PM_ERR_LIMIT, "4 GiB");
		ck_assert_uint_eq(s.n, 1);
		ck_assert_uint_eq(s.text_bytes, 3);
	}
	is_article(&s, 0, 1, lens, 0);
	pm_slice_release(&s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("slice");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, articles_come_back);
	tcase_add_test(tc, a_slice_is_full_at_the_limit);
	tcase_add_test(tc, a_slice_of_metadata_is_full_too);
	tcase_add_test(tc, a_huge_article_fits);
	tcase_add_test(tc, an_article_of_nothing_fits);
	tcase_add_test(tc, parts_of_4_gib_are_refused);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
