/* Pressmark - tests of both sinks: the same contents, the same complaints.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/sink_fixture.hh"

#include "glass/glass.h"
#include "shim/transpose.h"
#include "shim/writer.h"

#include <xapian.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>

#include <sys/resource.h>

/* last: Check defines `fail`, which the standard library uses */
#include "tests/unit/shim_fixture.h"

namespace fs = std::filesystem;

static std::string
in(const std::string &name)
{
	return std::string(folder) + "/" + name;
}

static std::string
lines(const differences &d)
{
	std::string all;

	for (const std::string &line : d)
		all += line + "\n";
	return all;
}

START_TEST(both_make_the_same_database)
{
	uint64_t seed = 0;

	for (const std::string &name : corpus_names()) {
		const corpus c = make_corpus(name);
		differences d;

		OK(build(c, in("bulk"), 0, ERR));
		OK(build(c, in("theirs"), 1, ERR));
		d = compare_databases(in("theirs"), in("bulk"), ++seed);
		ck_assert_msg(d.empty(), "%s: %s", name.c_str(), lines(d).c_str());
		d = compare_with_corpus(in("theirs"), c);
		ck_assert_msg(d.empty(), "%s: %s", name.c_str(), lines(d).c_str());
		fs::remove_all(in("bulk"));
		fs::remove_all(in("theirs"));
	}
}
END_TEST

/* The comparison itself: one thing is another one, and it must be found. */
START_TEST(what_differs_is_found)
{
	const corpus c = make_corpus("random-2-40");
	differences d;
	corpus other;

	OK(build(c, in("right"), 0, ERR));
	d = compare_databases(in("right"), in("right"), 1);
	ck_assert_msg(d.empty(), "%s", lines(d).c_str());
	for (int what = 0; what < 8; what++) {
		auto largest = c.terms.begin();

		for (auto t = c.terms.begin(); t != c.terms.end(); ++t)
			if (t->second.size() > largest->second.size())
				largest = t;
		other = c;
		auto &postings = other.terms[largest->first];
		switch (what) {
		case 0: /* an occurrence more */
			postings[5].wdf++;
			other.lengths[postings[5].article - 1]++;
			break;
		case 1: /* a posting less */
			other.lengths[postings[3].article - 1] -= postings[3].wdf;
			postings.erase(postings.begin() + 3);
			break;
		case 2:
			other.data[7] += "x";
			break;
		case 3:
			other.values[1].begin()->second += "x";
			break;
		case 4:
			other.values[0].erase(other.values[0].begin());
			break;
		case 5:
			other.terms["new"] = { { 4, 0 } };
			break;
		case 6:
			other.begin();
			break;
		case 7: /* the last article has another word */
			other.lengths[39] += 1;
			other.terms["other"] = { { 40, 1 } };
			break;
		}
		OK(build(other, in("wrong"), 0, ERR));
		ck_assert_msg(!compare_databases(in("right"), in("wrong"), 1).empty(),
			      "%d was not found", what);
		ck_assert_msg(!compare_with_corpus(in("wrong"), c).empty(),
			      "%d was not found", what);
		fs::remove_all(in("wrong"));
	}
}
END_TEST

/* --- mistakes ----------------------------------------------------------- */

struct sinks {
	struct pm_sink *list[2];

	sinks()
	{
		static int n;
		std::string dir = in("sink" + std::to_string(n++));

		OK(pm_glass_create(&list[0], dir.c_str(), ERR));
		dir += "t";
		OK(pm_transpose_create(&list[1], dir.c_str(), folder, 0, ERR));
	}
	~sinks()
	{
		for (struct pm_sink *s : list)
			s->free(s);
	}
};

/* Both refuse, for the same reason; and again, and at the end. */
template <typename F>
static void
refused(enum pm_status want, const char *words, F f)
{
	sinks both;

	for (struct pm_sink *s : both.list) {
		struct pm_error err = { PM_OK, "" }, again;
		enum pm_status status = f(s, &err);

		ck_assert_msg(status == want, "%d, not %d: %s", status, want, err.text);
		ck_assert_msg(strstr(err.text, words) != nullptr, "%s", err.text);
		ck_assert_int_eq(s->finish(s, nullptr, &again), want);
		ck_assert_str_eq(again.text, err.text);
		ck_assert_int_lt(s->finish(s, nullptr, nullptr), 0);
	}
}

#define TRY(call) \
	do { \
		enum pm_status st_ = (call); \
		if (st_ < 0) \
			return st_; \
	} while (0)

static enum pm_status
begin(struct pm_sink *s, uint32_t articles, uint32_t length, struct pm_error *err)
{
	TRY(s->slots(s, nullptr, 0, err));
	for (uint32_t a = 1; a <= articles; a++)
		TRY(s->length(s, a, length, err));
	return PM_OK;
}

START_TEST(wrong_terms_and_postings_are_refused)
{
	typedef struct pm_sink *S;
	typedef struct pm_error *E;
	static const pm_posting two[] = { { 1, 1 }, { 2, 1 } };
	static const pm_posting twice[] = { { 2, 1 }, { 2, 1 } };

	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "b", 1, 1, 1, e));
		TRY(s->postings(s, two, 1, e));
		return s->term(s, "a", 1, 1, 1, e);
	});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "b", 1, 1, 1, e));
		TRY(s->postings(s, two, 1, e));
		return s->term(s, "b", 1, 1, 1, e);
	});
	refused(PM_ERR_INTERNAL, "less than announced", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "a", 1, 2, 2, e));
		TRY(s->postings(s, two, 1, e));
		return s->term(s, "b", 1, 1, 1, e);
	});
	refused(PM_ERR_INTERNAL, "less than announced", [](S s, E e) {
		TRY(begin(s, 2, 2, e));
		TRY(s->term(s, "a", 1, 2, 4, e));
		TRY(s->postings(s, two, 2, e));
		return s->finish(s, nullptr, e);
	});
	refused(PM_ERR_INTERNAL, "more postings", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "a", 1, 1, 2, e));
		return s->postings(s, two, 2, e);
	});
	refused(PM_ERR_INTERNAL, "more often", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "a", 1, 2, 1, e));
		return s->postings(s, two, 2, e);
	});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "a", 1, 2, 2, e));
		return s->postings(s, twice, 2, e);
	});
	refused(PM_ERR_INTERNAL, "is in article 2", [](S s, E e) {
		TRY(begin(s, 1, 2, e));
		TRY(s->term(s, "a", 1, 2, 2, e));
		return s->postings(s, two, 2, e);
	});
	refused(PM_ERR_INTERNAL, "in no article", [](S s, E e) {
		TRY(begin(s, 1, 2, e));
		return s->term(s, "a", 1, 0, 0, e);
	});
	refused(PM_ERR_INTERNAL, "in all have", [](S s, E e) {
		TRY(begin(s, 2, 2, e));
		TRY(s->term(s, "a", 1, 2, 2, e));
		TRY(s->postings(s, two, 2, e));
		return s->finish(s, nullptr, e);
	});
	refused(PM_ERR_INTERNAL, "in all have", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		TRY(s->term(s, "a", 1, 2, 2, e));
		TRY(s->postings(s, two, 2, e));
		TRY(s->term(s, "b", 1, 2, 2, e));
		TRY(s->postings(s, two, 2, e));
		return s->finish(s, nullptr, e);
	});
	refused(PM_ERR_INTERNAL, "order",
		[](S s, E e) { return s->term(s, "a", 1, 1, 1, e); });
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 2, e));
		return s->postings(s, two, 1, e);
	});
}
END_TEST

START_TEST(wrong_lengths_values_and_data_are_refused)
{
	typedef struct pm_sink *S;
	typedef struct pm_error *E;
	static const struct pm_slot slots[] = {
		/* clang-format off */
		{ 1, 2, "b", "y", 1, 1 }, { 256, 1, "m", "m", 1, 1 }, { 129, 0, "", "", 0, 0 }
	}, wrong[] = { { 129, 1, "a", "a", 1, 1 }, { 256, 1, "a", "a", 1, 1 } },
	crossed[] = { { 1, 1, "b", "a", 1, 1 } };

	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		return s->length(s, 2, 1, e);
		/* clang-format on */
	});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 2, 1, e));
		return s->length(s, 4, 1, e);
	});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(s->slots(s, nullptr, 0, e));
		return s->slots(s, nullptr, 0, e);
	});
	refused(PM_ERR_INTERNAL, "order",
		[](S s, E e) { return s->slots(s, wrong, 2, e); });
	refused(PM_ERR_INTERNAL, "bounds",
		[](S s, E e) { return s->slots(s, crossed, 1, e); });
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(s->slots(s, slots, 3, e));
		return s->value(s, 129, 1, "b", 1, e);
	});
	for (const char *value : { "a", "z", "" })
		refused(PM_ERR_INTERNAL, "bounds", [&](S s, E e) {
			TRY(s->slots(s, slots, 3, e));
			return s->value(s, 1, 1, value, strlen(value), e);
		});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(s->slots(s, slots, 3, e));
		TRY(s->value(s, 1, 3, "c", 1, e));
		return s->value(s, 1, 3, "c", 1, e);
	});
	refused(PM_ERR_INTERNAL, "announced", [](S s, E e) {
		TRY(s->slots(s, slots, 3, e));
		TRY(s->value(s, 1, 3, "c", 1, e));
		return s->value(s, 256, 3, "m", 1, e);
	});
	refused(PM_ERR_INTERNAL, "announced", [](S s, E e) {
		TRY(s->slots(s, slots, 3, e));
		TRY(s->value(s, 1, 3, "c", 1, e));
		return s->length(s, 1, 0, e);
	});
	refused(PM_ERR_INTERNAL, "has a value", [](S s, E e) {
		TRY(s->slots(s, slots, 3, e));
		TRY(s->value(s, 1, 1, "c", 1, e));
		TRY(s->value(s, 1, 3, "c", 1, e));
		TRY(s->value(s, 256, 1, "m", 1, e));
		TRY(s->length(s, 1, 0, e));
		return s->finish(s, nullptr, e);
	});
	refused(PM_ERR_INTERNAL, "has data", [](S s, E e) {
		TRY(begin(s, 1, 0, e));
		TRY(s->data(s, 2, "x", 1, e));
		return s->finish(s, nullptr, e);
	});
	refused(PM_ERR_INTERNAL, "order", [](S s, E e) {
		TRY(begin(s, 3, 0, e));
		TRY(s->data(s, 2, "x", 1, e));
		return s->data(s, 2, "x", 1, e);
	});
}
END_TEST

START_TEST(what_libxapian_cannot_hold_is_refused)
{
	typedef struct pm_sink *S;
	typedef struct pm_error *E;
	const std::string wrong[] = { "", std::string(246, 'x'), std::string(123, '\0'),
				      std::string(244, 'x') + std::string(1, '\0'),
				      std::string(300, 'x') };
	const pm_posting huge[] = { { 1, UINT32_MAX }, { 2, 1 } };

	for (const std::string &t : wrong)
		refused(PM_ERR_LIMIT, "a term takes", [&](S s, E e) {
			TRY(begin(s, 1, 1, e));
			return s->term(s, t.data(), t.size(), 1, 1, e);
		});
	refused(PM_ERR_LIMIT, "occurs 4294967296 times", [&](S s, E e) {
		TRY(begin(s, 2, 1, e));
		return s->term(s, "a", 1, 2, (uint64_t)UINT32_MAX + 1, e);
	});
	/* What is only just not too large is taken by both. */
	sinks both;
	for (struct pm_sink *s : both.list) {
		OK(s->slots(s, nullptr, 0, ERR));
		OK(s->length(s, 1, UINT32_MAX, ERR));
		OK(s->term(s, "a", 1, 1, UINT32_MAX, ERR));
		OK(s->postings(s, huge, 1, ERR));
		OK(s->finish(s, nullptr, ERR));
		/* and takes no more then */
		ck_assert_int_lt(s->finish(s, nullptr, nullptr), 0);
		ck_assert_int_lt(s->data(s, 1, "x", 1, nullptr), 0);
		ck_assert_int_lt(s->term(s, "b", 1, 1, 1, nullptr), 0);
	}
}
END_TEST

/* --- behaviour ---------------------------------------------------------- */

START_TEST(slots_sort_by_their_bytes)
{
	const uint32_t order[] = { 0, 1, 127, 128, 256, 384, 129, 257, 255, 4000000000u };

	/* 128: 80 01; 256: 80 02; 129: 81 01; 255: ff 01 */
	for (size_t i = 0; i + 2 < sizeof order / sizeof *order; i++)
		ck_assert_int_lt(pm_slot_order(order[i], order[i + 1]), 0);
	ck_assert_int_gt(pm_slot_order(129, 256), 0);
	ck_assert_int_eq(pm_slot_order(300, 300), 0);
}
END_TEST

START_TEST(data_may_come_from_another_thread)
{
	const corpus c = make_corpus("random-4-2500");
	corpus bare = c;

	bare.values.clear();
	for (int which = 0; which < 2; which++) {
		const std::string dir = in("db" + std::to_string(which));
		struct pm_error data_err;
		struct pm_sink *s;
		enum pm_status status = PM_OK;

		if (which == 0)
			OK(pm_glass_create(&s, dir.c_str(), ERR));
		else
			OK(pm_transpose_create(&s, dir.c_str(), folder, 0, ERR));
		std::thread other([&] {
			for (uint32_t a = 1; a <= c.size() && status == PM_OK; a++)
				status = s->data(s, a, c.data[a - 1].data(),
						 c.data[a - 1].size(), &data_err);
		});
		OK(s->slots(s, nullptr, 0, ERR));
		for (uint32_t a = 1; a <= c.size(); a++)
			OK(s->length(s, a, c.lengths[a - 1], ERR));
		for (const auto &t : c.terms) {
			uint64_t total = 0;

			for (const pm_posting &p : t.second)
				total += p.wdf;
			OK(s->term(s, t.first.data(), t.first.size(),
				   (uint32_t)t.second.size(), total, ERR));
			OK(s->postings(s, t.second.data(), t.second.size(), ERR));
		}
		other.join();
		ck_assert_int_eq(status, PM_OK);
		OK(s->finish(s, nullptr, ERR));
		s->free(s);
		differences d = compare_with_corpus(dir, bare);
		ck_assert_msg(d.empty(), "%s", lines(d).c_str());
	}
}
END_TEST

START_TEST(many_runs_make_one_database)
{
	corpus c;
	test_random rnd(8);

	/* 1.2 million postings are more than ten runs of 1 MiB */
	for (int i = 0; i < 6000; i++) {
		c.begin();
		for (int k = 0; k < 200; k++)
			c.term("t" + std::to_string(k * 8 + (int)rnd(8)), 1 + rnd(3));
		c.value(3, std::to_string(rnd(1000)));
		c.value(300, std::to_string(rnd(1000)));
		c.set_data(std::string(rnd(600), 'd') + std::to_string(i));
	}
	uint64_t size = 0, counted = 0;
	OK(build(c, in("theirs"), 1, ERR, &size));
	/* nothing of the scratch files is left beside it */
	ck_assert_int_eq(std::distance(fs::directory_iterator(folder), {}), 1);
	for (const auto &f : fs::directory_iterator(in("theirs")))
		counted += f.file_size();
	ck_assert_uint_eq(size, counted);
	differences d = compare_with_corpus(in("theirs"), c);
	ck_assert_msg(d.empty(), "%s", lines(d).c_str());
}
END_TEST

/* A file that may not grow stands for a full disk. */
START_TEST(a_full_disk_leaves_no_scratch_files)
{
	const corpus c = make_corpus("words");
	corpus large = c;
	struct rlimit limit, before;
	struct pm_error err;
	enum pm_status status;
	test_random rnd(3);

	for (std::string &d : large.data)
		for (int k = 0; k < 30; k++)
			d += (char)rnd(256);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	signal(SIGXFSZ, SIG_IGN);
	for (rlim_t kib : { 8, 500, 1500 }) {
		limit.rlim_cur = kib * 1024;
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		status = build(large, in("full"), 1, &err);
		setrlimit(RLIMIT_FSIZE, &before);
		ck_assert_msg(status == PM_ERR_IO, "%d: %s", status, err.text);
		ck_assert_msg(strstr(err.text, folder) != nullptr &&
				      strstr(err.text, strerror(EFBIG)) != nullptr,
			      "%s", err.text);
		ck_assert_int_eq(std::distance(fs::directory_iterator(folder), {}), 1);
		ck_assert(!fs::exists(in("full/iamglass")));
		fs::remove_all(in("full"));
	}
	signal(SIGXFSZ, SIG_DFL);
}
END_TEST

START_TEST(an_abandoned_sink_leaves_no_scratch_files)
{
	const corpus c = make_corpus("random-4-2500");
	size_t before = open_files();
	struct pm_sink *s;
	struct pm_error err;

	OK(pm_transpose_create(&s, in("left").c_str(), folder, 1, ERR));
	OK(feed(c, s, ERR));
	s->free(s);
	ck_assert_uint_eq(open_files(), before);
	ck_assert_int_eq(std::distance(fs::directory_iterator(folder), {}), 1);
	ck_assert_int_eq(pm_transpose_create(&s, in("left").c_str(), folder, 1, &err),
			 PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, "left"));
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

START_TEST(a_long_finish_can_be_stopped)
{
	const corpus c = make_corpus("random-4-2500");
	size_t before = open_files();
	struct pm_sink *s;
	struct pm_error err;
	int questions = 0;

	OK(pm_transpose_create(&s, in("stopped").c_str(), folder, 1, ERR));
	s->stop = { [](void *ctx) { return ++*static_cast<int *>(ctx) == 3; },
		    &questions };
	OK(feed(c, s, ERR));
	ck_assert_int_eq(s->finish(s, nullptr, &err), PM_ERR_INTERRUPTED);
	ck_assert_int_eq(questions, 3);
	s->free(s);
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int
main()
{
	Suite *s = suite_create("sinks");
	TCase *tc = tcase_create("sinks");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 900);
	tcase_add_test(tc, both_make_the_same_database);
	tcase_add_test(tc, what_differs_is_found);
	tcase_add_test(tc, wrong_terms_and_postings_are_refused);
	tcase_add_test(tc, wrong_lengths_values_and_data_are_refused);
	tcase_add_test(tc, what_libxapian_cannot_hold_is_refused);
	tcase_add_test(tc, slots_sort_by_their_bytes);
	tcase_add_test(tc, data_may_come_from_another_thread);
	tcase_add_test(tc, many_runs_make_one_database);
	tcase_add_test(tc, a_full_disk_leaves_no_scratch_files);
	tcase_add_test(tc, an_abandoned_sink_leaves_no_scratch_files);
	tcase_add_test(tc, a_long_finish_can_be_stopped);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
