/* Pressmark - tests of support/spool.h: what is written comes back, from memory
 * and from a file without a name.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/bytes.h"
#include "support/spool.h"
#include "tests/unit/small_fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char path[PATH_SIZE];

/* --- records ------------------------------------------------------------ */

struct records {
	size_t *lens;
	uint64_t *starts; /* in the spool, and behind the last one its end */
	size_t n;
};

/* Byte I of record NUMBER. */
static uint8_t
byte_at(size_t number, size_t i)
{
	uint64_t x = (number * UINT64_C(0x9e3779b97f4a7c15)) ^
		     (i / 8 * UINT64_C(0xbf58476d1ce4e5b9));

	x ^= x >> 29;
	return (uint8_t)((x * UINT64_C(0x94d049bb133111eb)) >> (i % 8 * 8));
}

static void
is_record(const uint8_t *p, size_t len, size_t number)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != byte_at(number, i))
			ck_abort_msg("record %zu differs at byte %zu", number, i);
}

/* All kinds of sizes; the large ones, and then some small ones. */
static void
make_records(struct records *r, size_t n, bool large)
{
	static const size_t sizes[] = { 0,     1,	65535, 65536, 70000, 127,   128,
					65537, 3 << 20, 0,     65526, 65525, 131072 };
	size_t i, k = sizeof sizes / sizeof *sizes;

	r->lens = calloc(n, sizeof *r->lens);
	r->starts = calloc(n + 1, sizeof *r->starts);
	r->n = n;
	for (i = 0; i < n; i++)
		r->lens[i] = large && i < 2 * k ? sizes[i < k ? i : 2 * k - 1 - i]
			   : rnd(50) == 0	? rnd(70000)
						: rnd(200);
}

static void
release_records(struct records *r)
{
	free(r->lens);
	free(r->starts);
}

static void
put_record(struct pm_spool *s, size_t number, size_t len)
{
	struct pm_buf b;
	uint8_t *p;
	size_t i;

	if (number % 3 == 0) { /* in place, and what is behind it overwritten */
		p = pm_spool_put_room(s, len, NULL);
		ck_assert_ptr_nonnull(p);
		for (i = 0; i < len; i++)
			p[i] = byte_at(number, i);
		memset(p + len, 0xee, PM_SPOOL_SLACK);
		return;
	}
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_ptr_nonnull(pm_buf_reserve(&b, len));
	for (i = 0; i < len; i++)
		b.data[i] = byte_at(number, i);
	pm_buf_advance(&b, len);
	OK(pm_spool_put(s, &b, ERR));
	pm_buf_release(&b);
}

static void
put_records(struct pm_spool *s, struct records *r, size_t limit)
{
	size_t i;

	pm_spool_init(s, in_folder(path, "spill"), limit);
	for (i = 0; i < r->n; i++) {
		r->starts[i] = s->len;
		put_record(s, i, r->lens[i]);
		ck_assert_uint_gt(s->len, r->starts[i] + r->lens[i]);
		ck_assert_int_eq(s->fd >= 0, s->len > limit);
	}
	r->starts[r->n] = s->len;
	OK(pm_spool_end(s, ERR));
	ck_assert_uint_eq(s->len, r->starts[r->n]);
}

static void
read_records(const struct pm_spool *s, const struct records *r, size_t from, size_t to)
{
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	size_t i;

	pm_spool_read(&in, s, r->starts[from], r->starts[to]);
	for (i = from; i < to; i++) {
		OK(pm_spool_next(&in, &p, &end, ERR));
		if ((size_t)(end - p) != r->lens[i])
			ck_abort_msg("record %zu has %zu bytes, not %zu", i,
				     (size_t)(end - p), r->lens[i]);
		is_record(p, r->lens[i], i);
	}
	ck_assert_int_eq(pm_spool_next(&in, &p, &end, NULL), PM_END);
	ck_assert_int_eq(pm_spool_next(&in, &p, &end, NULL), PM_END);
	pm_spool_reader_release(&in);
}

/* Record by record, large ones and small ones: what is behind them stays. */
static void
forget_some(struct pm_spool *s, const struct records *r)
{
	size_t memory = pm_spool_memory(s), i;

	for (i = 0; i < r->n; i += 1 + r->n / 20) {
		pm_spool_forget(s, r->starts[i]);
		pm_spool_forget(s, 0); /* nothing comes back */
		read_records(s, r, i, r->n);
	}
	pm_spool_forget(s, s->len);
	if (s->mapped > 0 && s->len > (size_t)4 << 20)
		ck_assert_uint_le(pm_spool_memory(s), memory - ((size_t)2 << 20));
	else
		ck_assert_uint_le(pm_spool_memory(s), memory);
}

/* --- what goes in comes out --------------------------------------------- */

static const size_t limits[] = { 0,	1,     2,      1000,	65535,
				 65536, 65537, 300000, 4 << 20, (size_t)1 << 40 };

START_TEST(records_come_back)
{
	struct pm_spool s;
	struct records r;
	size_t files = open_files(), i;

	make_records(&r, 400, true);
	put_records(&s, &r, limits[_i]);
	ck_assert_int_eq(s.fd >= 0, limits[_i] < s.len);
	ck_assert_uint_eq(count_entries(folder), 0);
	if (s.fd >= 0)
		ck_assert_uint_eq(pm_spool_memory(&s), 0);
	else
		ck_assert_uint_ge(pm_spool_memory(&s), s.len);
	read_records(&s, &r, 0, r.n);
	for (i = 0; i < 40; i++) {
		size_t from = rnd((uint32_t)r.n), to = from + rnd(20);

		read_records(&s, &r, from, to < r.n ? to : r.n);
	}
	read_records(&s, &r, r.n, r.n);
	forget_some(&s, &r);
	pm_spool_release(&s);
	pm_spool_release(&s);
	ck_assert_uint_eq(open_files(), files);
	release_records(&r);
}
END_TEST

/* The limit lies at each place of a record and around it. */
START_TEST(the_limit_is_passed_anywhere)
{
	struct pm_spool s;
	struct records r;
	size_t limit;

	make_records(&r, 12, false);
	for (limit = 0; limit < 600; limit += 1 + limit / 100) {
		put_records(&s, &r, limit);
		read_records(&s, &r, 0, r.n);
		pm_spool_release(&s);
	}
	release_records(&r);
}
END_TEST

START_TEST(an_empty_spool_has_nothing_and_no_file)
{
	struct pm_spool s;
	struct pm_spool_reader in;
	const uint8_t *p, *end;

	pm_spool_init(&s, "/nowhere/at/all", 0);
	OK(pm_spool_write(&s, NULL, 0, ERR));
	OK(pm_spool_end(&s, ERR));
	ck_assert_uint_eq(s.len, 0);
	ck_assert_int_lt(s.fd, 0);
	pm_spool_read(&in, &s, 0, 0);
	ck_assert_int_eq(pm_spool_next(&in, &p, &end, NULL), PM_END);
	ck_assert_ptr_nonnull(pm_spool_bytes(&in, 0, NULL));
	ck_assert_ptr_null(pm_spool_bytes(&in, 1, NULL));
	pm_spool_reader_release(&in);
	pm_spool_release(&s);
}
END_TEST

/* Readers that take turns do not disturb each other. */
START_TEST(several_readers_read_at_once)
{
	enum { READERS = 7 };
	struct pm_spool_reader in[READERS];
	size_t at[READERS], to[READERS], i, left = READERS;
	const uint8_t *p, *end;
	struct pm_spool s;
	struct records r;

	make_records(&r, 900, true);
	put_records(&s, &r, _i == 0 ? 0 : (size_t)1 << 40);
	for (i = 0; i < READERS; i++) {
		at[i] = rnd((uint32_t)r.n / 2);
		to[i] = i == 0 ? r.n : at[i] + rnd((uint32_t)(r.n - at[i]));
		pm_spool_read(&in[i], &s, r.starts[at[i]], r.starts[to[i]]);
	}
	while (left > 0) {
		i = rnd(READERS);
		if (at[i] > to[i])
			continue;
		if (at[i] == to[i]) {
			ck_assert_int_eq(pm_spool_next(&in[i], &p, &end, NULL), PM_END);
			at[i]++;
			left--;
			continue;
		}
		OK(pm_spool_next(&in[i], &p, &end, ERR));
		ck_assert_uint_eq((size_t)(end - p), r.lens[at[i]]);
		is_record(p, r.lens[at[i]], at[i]);
		at[i]++;
	}
	for (i = 0; i < READERS; i++)
		pm_spool_reader_release(&in[i]);
	pm_spool_release(&s);
	release_records(&r);
}
END_TEST

struct thread {
	pthread_t id;
	const struct pm_spool *spool;
	const struct records *records;
	bool fine;
};

static void *
read_in_thread(void *ctx)
{
	struct thread *t = ctx;
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	size_t i = 0, k;

	pm_spool_read(&in, t->spool, 0, t->spool->len);
	t->fine = true;
	for (; pm_spool_next(&in, &p, &end, NULL) == PM_OK; i++) {
		t->fine = t->fine && (size_t)(end - p) == t->records->lens[i];
		for (k = 0; t->fine && k < t->records->lens[i]; k += 97)
			t->fine = p[k] == byte_at(i, k);
	}
	t->fine = t->fine && i == t->records->n;
	pm_spool_reader_release(&in);
	return NULL;
}

START_TEST(threads_read_at_once)
{
	struct thread threads[4];
	struct pm_spool s;
	struct records r;
	size_t i;

	make_records(&r, 2000, false);
	put_records(&s, &r, _i == 0 ? 0 : (size_t)1 << 40);
	for (i = 0; i < 4; i++) {
		threads[i] = (struct thread){ .spool = &s, .records = &r };
		ck_assert_int_eq(pthread_create(&threads[i].id, NULL, read_in_thread,
						&threads[i]),
				 0);
	}
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i].id, NULL);
		ck_assert(threads[i].fine);
	}
	pm_spool_release(&s);
	release_records(&r);
}
END_TEST

/* Bytes without a frame, read in other pieces than they were written in. */
START_TEST(bytes_come_back_in_any_pieces)
{
	struct pm_spool s;
	struct pm_spool_reader in;
	uint8_t *bytes = malloc(900000);
	size_t at, n, i;

	for (i = 0; i < 900000; i++)
		bytes[i] = byte_at(1, i);
	pm_spool_init(&s, in_folder(path, "spill"), limits[_i]);
	for (at = 0; at < 900000; at += n) {
		n = rnd(5) ? rnd(500) : rnd(100) ? rnd(70000) : 65536;
		n = n < 900000 - at ? n : 900000 - at;
		OK(pm_spool_write(&s, bytes + at, n, ERR));
	}
	OK(pm_spool_end(&s, ERR));
	ck_assert_uint_eq(s.len, 900000);
	pm_spool_read(&in, &s, 0, s.len);
	for (at = 0; at < 900000; at += n) {
		const uint8_t *p;

		n = rnd(5) ? rnd(30) : rnd(100) ? rnd(140000) : 65536;
		n = n < 900000 - at ? n : 900000 - at;
		p = pm_spool_bytes(&in, n, NULL);
		ck_assert_ptr_nonnull(p);
		if (n > 0 && memcmp(p, bytes + at, n) != 0)
			ck_abort_msg("%zu bytes at %zu differ", n, at);
	}
	ck_assert_ptr_null(pm_spool_bytes(&in, 1, NULL));
	pm_spool_reader_release(&in);
	pm_spool_release(&s);
	free(bytes);
}
END_TEST

/* Texts of which only the beginning is held compare as their bytes do. */
START_TEST(texts_compare_as_bytes_do)
{
	static const size_t lens[] = { 0, 1, 99, 100, 101, 65535, 65536, 65537, 200000 };
	enum { N = sizeof lens / sizeof *lens, LEN = 200000 };
	uint8_t *bytes = malloc(2 * LEN);
	struct pm_spool s;
	size_t i, k, differs, held;

	for (i = 0; i < LEN; i++)
		bytes[i] = bytes[LEN + i] = byte_at(1, i);
	for (differs = 0; differs <= LEN; differs += differs < 98 ? 49 : 33317) {
		if (differs > 0)
			bytes[LEN + differs - 1] ^= 0x80;
		pm_spool_init(&s, in_folder(path, "spill"), limits[_i]);
		OK(pm_spool_write(&s, "before", 6, ERR));
		OK(pm_spool_write(&s, bytes, (size_t)2 * LEN, ERR));
		OK(pm_spool_end(&s, ERR));
		for (i = 0; i < N; i++)
			for (k = 0; k < N; k++) {
				size_t less = lens[i] < lens[k] ? lens[i] : lens[k], same;
				int want = memcmp(bytes, bytes + LEN, less), got;
				struct pm_spool_text a = { .len = lens[i],
							   .spool = &s,
							   .at = 6 };
				struct pm_spool_text b = { .len = lens[k],
							   .spool = &s,
							   .at = 6 + LEN };

				if (want == 0)
					want = (lens[i] > lens[k]) - (lens[i] < lens[k]);
				held = rnd(3) * 100;
				a.s = (char *)bytes;
				a.held = held < a.len ? held : a.len;
				b.s = (char *)bytes + LEN;
				b.held = rnd(2) || b.len < 100 ? b.len : 100;
				OK(pm_spool_text_compare(&a, &b, &got, &same, ERR));
				ck_assert_int_eq((got > 0) - (got < 0),
						 (want > 0) - (want < 0));
				ck_assert_uint_eq(same, differs > 0 && differs <= less
								? differs - 1
								: less);
			}
		pm_spool_release(&s);
		if (differs > 0)
			bytes[LEN + differs - 1] ^= 0x80;
	}
	free(bytes);
}
END_TEST

/* It may be told to go to its file, wherever it is. */
START_TEST(a_spool_is_spilled_when_it_is_told_to)
{
	struct pm_spool s;
	struct records r;
	size_t i, at;

	make_records(&r, 60, false);
	for (at = 0; at <= r.n; at += 6) {
		pm_spool_init(&s, in_folder(path, "spill"),
			      _i == 0 ? 3000 : (size_t)1 << 40);
		for (i = 0; i < r.n; i++) {
			if (i == at)
				OK(pm_spool_spill(&s, ERR));
			ck_assert_int_eq(s.fd >= 0,
					 (i >= at && at > 0) || s.len > s.limit);
			r.starts[i] = s.len;
			put_record(&s, i, r.lens[i]);
		}
		r.starts[r.n] = s.len;
		OK(pm_spool_spill(&s, ERR));
		OK(pm_spool_spill(&s, ERR));
		ck_assert_int_ge(s.fd, 0);
		OK(pm_spool_end(&s, ERR));
		ck_assert_uint_eq(pm_spool_memory(&s), 0);
		ck_assert_uint_eq(count_entries(folder), 0);
		read_records(&s, &r, 0, r.n);
		pm_spool_release(&s);
	}
	release_records(&r);

	/* nothing needs no file; and what cannot be spilled says so */
	pm_spool_init(&s, in_folder(path, "no/spill"), 1000);
	OK(pm_spool_spill(&s, ERR));
	OK(pm_spool_write(&s, "abc", 3, ERR));
	FAILS(pm_spool_spill(&s, ERR), PM_ERR_IO, path);
	pm_spool_release(&s);
}
END_TEST

/* While it is written a file's spool holds little. */
START_TEST(a_file_takes_little_memory)
{
	struct pm_spool s;
	size_t i, most = 0;

	pm_spool_init(&s, in_folder(path, "spill"), 1000);
	for (i = 0; i < 3000; i++) {
		put_record(&s, i, rnd(3000));
		most = pm_spool_memory(&s) > most ? pm_spool_memory(&s) : most;
	}
	ck_assert_uint_gt(s.len, 20 * most);
	pm_spool_release(&s);
}
END_TEST

/* --- what cannot be ----------------------------------------------------- */

START_TEST(reading_behind_the_end_is_an_error)
{
	struct pm_error err;
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	struct pm_spool s;
	struct records r;

	make_records(&r, 50, false);
	r.lens[20] = 100;
	put_records(&s, &r, _i == 0 ? 0 : (size_t)1 << 40);
	pm_spool_read(&in, &s, 0, s.len);
	ck_assert_ptr_null(pm_spool_bytes(&in, (size_t)s.len + 1, &err));
	ck_assert_int_eq(err.status, PM_ERR_INTERNAL);
	ck_assert_ptr_null(pm_spool_bytes(&in, SIZE_MAX, &err));
	ck_assert_int_eq(err.status, PM_ERR_INTERNAL);
	ck_assert_ptr_nonnull(pm_spool_bytes(&in, (size_t)s.len, &err));
	ck_assert_ptr_null(pm_spool_bytes(&in, 1, &err));
	pm_spool_reader_release(&in);

	/* a record that is longer than what may be read of it */
	pm_spool_read(&in, &s, r.starts[20], r.starts[21] - 1);
	FAILS(pm_spool_next(&in, &p, &end, ERR), PM_ERR_INTERNAL, "a spool ");
	pm_spool_reader_release(&in);
	pm_spool_read(&in, &s, r.starts[20], r.starts[20] + 1);
	ck_assert_int_eq(pm_spool_next(&in, &p, &end, NULL), PM_ERR_INTERNAL);
	pm_spool_reader_release(&in);
	pm_spool_release(&s);
	release_records(&r);
}
END_TEST

START_TEST(a_broken_length_is_an_error)
{
	static const uint8_t endless[12] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
					     0x80, 0x80, 0x80, 0x80, 0x80, 0x80 };
	static const uint8_t huge[10] = { 0xff, 0xff, 0xff, 0xff, 0xff,
					  0xff, 0xff, 0xff, 0xff, 0x01 };
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	struct pm_spool s;
	size_t len;

	for (len = 1; len <= sizeof endless; len++) {
		pm_spool_init(&s, in_folder(path, "spill"), _i == 0 ? 0 : 1000);
		OK(pm_spool_write(&s, endless, len, ERR));
		OK(pm_spool_end(&s, ERR));
		pm_spool_read(&in, &s, 0, s.len);
		FAILS(pm_spool_next(&in, &p, &end, ERR), PM_ERR_INTERNAL, "a spool ");
		pm_spool_reader_release(&in);
		pm_spool_release(&s);
	}
	pm_spool_init(&s, in_folder(path, "spill"), _i == 0 ? 0 : 1000);
	OK(pm_spool_write(&s, huge, sizeof huge, ERR));
	OK(pm_spool_write(&s, endless, 5, ERR));
	OK(pm_spool_end(&s, ERR));
	pm_spool_read(&in, &s, 0, s.len);
	FAILS(pm_spool_next(&in, &p, &end, ERR), PM_ERR_INTERNAL, "a spool ");
	pm_spool_reader_release(&in);
	pm_spool_release(&s);
}
END_TEST

/* A record that could not be made is no record. */
START_TEST(a_broken_buffer_is_not_written)
{
	struct pm_spool s;
	struct pm_buf b;

	pm_buf_init(&b, 3);
	pm_buf_puts(&b, "four");
	pm_spool_init(&s, in_folder(path, "spill"), 1000);
	ck_assert_int_lt(pm_spool_put(&s, &b, NULL), 0);
	ck_assert_uint_eq(s.len, 0);
	pm_spool_release(&s);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_file_that_cannot_be_made_is_named)
{
	struct pm_spool s;
	struct stat st;
	size_t files = open_files();

	/* no such folder */
	pm_spool_init(&s, in_folder(path, "no/spill"), 3);
	OK(pm_spool_write(&s, "abc", 3, ERR));
	FAILS(pm_spool_write(&s, "d", 1, ERR), PM_ERR_IO, path);
	pm_spool_release(&s);
	pm_spool_release(&s);

	/* a file that is there already stays as it is */
	OK(pm_replace_file(in_folder(path, "spill"), "mine", 4, ERR));
	pm_spool_init(&s, path, 0);
	FAILS(pm_spool_write(&s, "d", 1, ERR), PM_ERR_IO, path);
	pm_spool_release(&s);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq((int)st.st_size, 4);

	/* a file is no folder */
	pm_spool_init(&s, in_folder(path, "spill/spill"), 0);
	FAILS(pm_spool_write(&s, "d", 1, ERR), PM_ERR_IO, path);
	pm_spool_release(&s);

	/* a folder that must not be written to; root may */
	ck_assert_int_eq(mkdir(in_folder(path, "closed"), 0500), 0);
	if (geteuid() != 0) {
		pm_spool_init(&s, in_folder(path, "closed/spill"), 0);
		FAILS(pm_spool_write(&s, "d", 1, ERR), PM_ERR_IO, path);
		pm_spool_release(&s);
	}
	ck_assert_uint_eq(open_files(), files);
}
END_TEST

/* No file of this process may be larger than LIMIT from here on. */
static struct rlimit
limit_files(rlim_t limit)
{
	struct rlimit old, now;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	now = old;
	now.rlim_cur = limit;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &now), 0);
	return old;
}

/* It fills up in the first write, in a later one, in that of a large record, and
 * at the end. */
START_TEST(a_full_disk_is_reported)
{
	static const struct {
		size_t limit, piece, pieces, room;
	} cases[] = { { 100000, 1000, 200, 50000 },
		      { 0, 1000, 2000, 400000 },
		      { 0, 200000, 5, 300000 },
		      { 0, 1000, 130, 100000 },
		      { 0, 10, 1, 5 } };
	static char bytes[200000];
	struct pm_error err = { .text = "" };
	enum pm_status status = PM_OK;
	struct pm_spool s;
	struct rlimit old;
	size_t i;

	pm_spool_init(&s, in_folder(path, "spill"), cases[_i].limit);
	old = limit_files(cases[_i].room);
	for (i = 0; i < cases[_i].pieces && status == PM_OK; i++)
		status = pm_spool_write(&s, bytes, cases[_i].piece, &err);
	if (status == PM_OK)
		status = pm_spool_end(&s, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	ck_assert_int_eq(status, PM_ERR_IO);
	ck_assert_msg(strstr(err.text, path) != NULL, "'%s'", err.text);
	ck_assert_msg(strstr(err.text, strerror(EFBIG)) != NULL, "'%s'", err.text);
	ck_assert_uint_eq(count_entries(folder), 0);
	pm_spool_release(&s);
}
END_TEST

START_TEST(a_file_that_lost_its_end_is_named)
{
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	struct pm_spool s;
	struct records r;
	struct pm_error err;
	enum pm_status status;
	size_t n = 0;

	make_records(&r, 3000, false);
	put_records(&s, &r, 0);
	ck_assert_int_eq(ftruncate(s.fd, (off_t)(s.len / 2)), 0);
	pm_spool_read(&in, &s, 0, s.len);
	while ((status = pm_spool_next(&in, &p, &end, &err)) == PM_OK) {
		is_record(p, r.lens[n], n);
		n++;
	}
	ck_assert_int_eq(status, PM_ERR_IO);
	ck_assert_msg(strstr(err.text, path) != NULL, "'%s'", err.text);
	ck_assert_uint_gt(n, 0);
	pm_spool_reader_release(&in);
	pm_spool_release(&s);
	release_records(&r);
}
END_TEST

int
main(void)
{
	const int n_limits = sizeof limits / sizeof *limits;
	Suite *s = suite_create("spool");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, records_come_back, 0, n_limits);
	tcase_add_test(tc, the_limit_is_passed_anywhere);
	tcase_add_test(tc, an_empty_spool_has_nothing_and_no_file);
	tcase_add_loop_test(tc, several_readers_read_at_once, 0, 2);
	tcase_add_loop_test(tc, threads_read_at_once, 0, 2);
	tcase_add_loop_test(tc, bytes_come_back_in_any_pieces, 0, n_limits);
	tcase_add_loop_test(tc, texts_compare_as_bytes_do, 0, n_limits);
	tcase_add_loop_test(tc, a_spool_is_spilled_when_it_is_told_to, 0, 2);
	tcase_add_test(tc, a_file_takes_little_memory);
	tcase_add_loop_test(tc, reading_behind_the_end_is_an_error, 0, 2);
	tcase_add_loop_test(tc, a_broken_length_is_an_error, 0, 2);
	tcase_add_test(tc, a_broken_buffer_is_not_written);
	tcase_add_test(tc, a_file_that_cannot_be_made_is_named);
	tcase_add_loop_test(tc, a_full_disk_is_reported, 0, 5);
	tcase_add_test(tc, a_file_that_lost_its_end_is_named);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
