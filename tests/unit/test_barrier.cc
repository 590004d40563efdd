/* Pressmark - tests of the C++ inside of shim/: barrier.hh, check_source.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/barrier.hh"
#include "shim/check_source.hh"

#include <check.h>
#include <xapian.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct thrown {
	const char *name;
	enum pm_status status;
	std::function<void()> raise;
};

#define PLAIN(type, status) \
	{ \
#type, status, [] { throw Xapian::type("the message", "the context"); } \
	}

/* Every class that <xapian/error.h> of 1.4.22 lets be made. */
const thrown plain[] = {
	PLAIN(AssertionError, PM_ERR_INTERNAL),
	PLAIN(InvalidArgumentError, PM_ERR_INTERNAL),
	PLAIN(InvalidOperationError, PM_ERR_INTERNAL),
	PLAIN(UnimplementedError, PM_ERR_XAPIAN),
	PLAIN(DatabaseError, PM_ERR_XAPIAN),
	PLAIN(DatabaseCorruptError, PM_ERR_CORRUPT),
	PLAIN(DatabaseCreateError, PM_ERR_IO),
	PLAIN(DatabaseLockError, PM_ERR_LOCKED),
	PLAIN(DatabaseModifiedError, PM_ERR_XAPIAN),
	PLAIN(DatabaseOpeningError, PM_ERR_NOT_INDEX),
	PLAIN(DatabaseVersionError, PM_ERR_NOT_INDEX),
	PLAIN(DocNotFoundError, PM_ERR_INTERNAL),
	PLAIN(FeatureUnavailableError, PM_ERR_XAPIAN),
	PLAIN(InternalError, PM_ERR_XAPIAN),
	PLAIN(NetworkError, PM_ERR_XAPIAN),
	PLAIN(NetworkTimeoutError, PM_ERR_XAPIAN),
	PLAIN(QueryParserError, PM_ERR_QUERY),
	PLAIN(SerialisationError, PM_ERR_XAPIAN),
	PLAIN(RangeError, PM_ERR_LIMIT),
	PLAIN(WildcardError, PM_ERR_LIMIT),
	PLAIN(DatabaseNotFoundError, PM_ERR_NOT_INDEX),
	PLAIN(DatabaseClosedError, PM_ERR_INTERNAL),
};

struct foreign {
	int number;
};

enum pm_status
run(const std::function<void()> &raise, const char *subject, struct pm_error *err)
{
	memset(err, 'x', sizeof *err);
	return pm_barrier(
		err, "cannot do", subject, [&]() -> enum pm_status {
			raise();
			return PM_OK;
		});
}

START_TEST(every_xapian_class_has_its_status_and_text)
{
	for (const thrown &t : plain) {
		struct pm_error err;
		std::string want;

		ck_assert_msg(run(t.raise, "some/where", &err) == t.status, "%s gives %s",
			      t.name, pm_status_name(err.status));
		ck_assert_int_eq(err.status, t.status);
		want = t.status == PM_ERR_CORRUPT ? "'some/where' is damaged: "
						  : "cannot do 'some/where': ";
		want += t.name;
		want += ": the message";
		ck_assert_str_eq(err.text, want.c_str());
	}
}
END_TEST

START_TEST(the_systems_reason_is_told_and_decides)
{
	const struct {
		std::function<void()> raise;
		enum pm_status status;
		int errnum;
	} cases[] = {
		/* clang-format off */
		{ [] { throw Xapian::DatabaseError("m", ENOSPC); }, PM_ERR_IO, ENOSPC },
		{ [] { throw Xapian::DatabaseOpeningError("m", EACCES); }, PM_ERR_IO, EACCES },
		{ [] { throw Xapian::DatabaseOpeningError("m", ENOENT); },
		  PM_ERR_NOT_INDEX, ENOENT },
		{ [] { throw Xapian::DatabaseOpeningError("m", ENOTDIR); },
		  PM_ERR_NOT_INDEX, ENOTDIR },
		{ [] { throw Xapian::DatabaseNotFoundError("m", ENOENT); },
		  PM_ERR_NOT_INDEX, ENOENT },
		{ [] { throw Xapian::DatabaseCreateError("m", EROFS); }, PM_ERR_IO, EROFS },
		{ [] { throw Xapian::DatabaseLockError("m", EAGAIN); }, PM_ERR_LOCKED, EAGAIN },
		/* clang-format on */
	};

	for (const auto &c : cases) {
		struct pm_error err;

		/* what libxapian makes an exception of */
		errno = c.errnum;
		ck_assert_int_eq(run(c.raise, "x", &err), c.status);
		ck_assert_ptr_nonnull(strstr(err.text, strerror(c.errnum)));
	}
}
END_TEST

START_TEST(other_exceptions_do_not_pass_either)
{
	struct pm_error err;

	ck_assert_int_eq(run([] { throw std::bad_alloc(); }, "x", &err), PM_ERR_NOMEM);
	ck_assert_str_eq(err.text, "out of memory");
	ck_assert_int_eq(run([] { throw std::bad_array_new_length(); }, "x", &err),
			 PM_ERR_NOMEM);
	ck_assert_int_eq(run([] { throw std::runtime_error("of the library"); }, "x", &err),
			 PM_ERR_INTERNAL);
	ck_assert_str_eq(err.text, "cannot do 'x': unexpected exception: of the library");
	ck_assert_int_eq(run([] { throw 42; }, "x", &err), PM_ERR_INTERNAL);
	ck_assert_str_eq(err.text,
			 "cannot do 'x': unexpected exception: of an unknown type");
	ck_assert_int_eq(run([] { throw foreign{ 1 }; }, nullptr, &err), PM_ERR_INTERNAL);
	ck_assert_str_eq(err.text, "cannot do: unexpected exception: of an unknown type");
	ck_assert_int_eq(run([] { throw "text"; }, "x", &err), PM_ERR_INTERNAL);
}
END_TEST

START_TEST(without_a_subject_the_action_is_named)
{
	struct pm_error err;

	ck_assert_int_eq(run([] { throw Xapian::RangeError("m"); }, nullptr, &err),
			 PM_ERR_LIMIT);
	ck_assert_str_eq(err.text, "cannot do: RangeError: m");
	ck_assert_int_eq(run([] { throw Xapian::DatabaseCorruptError("m"); }, nullptr,
			     &err),
			 PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "cannot do"));
}
END_TEST

START_TEST(without_an_exception_the_bodys_status_is_returned)
{
	struct pm_error err = { PM_OK, "untouched" };

	ck_assert_int_eq(pm_barrier(&err, "a", "b", [] { return PM_OK; }), PM_OK);
	ck_assert_int_eq(pm_barrier(&err, "a", "b", [] { return PM_END; }), PM_END);
	ck_assert_str_eq(err.text, "untouched");
	ck_assert_int_eq(
		pm_barrier(&err, "a", "b",
			   [&] { return pm_fail(&err, PM_ERR_INPUT, "own words"); }),
		PM_ERR_INPUT);
	ck_assert_str_eq(err.text, "own words");
}
END_TEST

START_TEST(the_error_may_be_null)
{
	for (const thrown &t : plain)
		ck_assert_int_eq(pm_barrier(
					 nullptr, "a", "b",
					 [&]() -> enum pm_status {
						 t.raise();
						 return PM_OK;
					 }),
				 t.status);
	ck_assert_int_eq(pm_barrier(
				 nullptr, "a", "b", []() -> enum pm_status { throw 1; }),
			 PM_ERR_INTERNAL);
}
END_TEST

START_TEST(long_and_odd_messages_are_cut_and_escaped)
{
	struct pm_error err;

	ck_assert_int_eq(run([] { throw Xapian::InternalError(std::string(5000, 'y')); },
			     "x", &err),
			 PM_ERR_XAPIAN);
	ck_assert_uint_lt(strlen(err.text), sizeof err.text);
	ck_assert_int_eq(run([] { throw Xapian::InternalError("a\nb %s %n"); }, "x", &err),
			 PM_ERR_XAPIAN);
	ck_assert_str_eq(err.text, "cannot do 'x': InternalError: a\\x0ab %s %n");
}
END_TEST

/* --- check_source.hh ----------------------------------------------------- */

/* Articles 1 to 100, of which every seventh matches. */
int
every_seventh(void *ctx, size_t segment, uint32_t number)
{
	*static_cast<unsigned *>(ctx) += 1;
	ck_assert_uint_eq(segment, 3);
	return number % 7 == 0;
}

Xapian::Database
hundred_articles()
{
	Xapian::WritableDatabase db(std::string(), Xapian::DB_BACKEND_INMEMORY);

	for (int i = 0; i < 100; i++)
		db.add_document(Xapian::Document());
	return db;
}

void
rewind(pm_check_source &source, const Xapian::Database &db)
{
#if XAPIAN_AT_LEAST(1, 5, 0)
	source.reset(db, 0);
#else
	source.init(db);
#endif
}

/* Any sequence of moves that the matcher may make, against the definition. */
START_TEST(a_check_source_moves_as_a_posting_list_does)
{
	unsigned calls = 0, seed = 1;
	const Xapian::Database all = hundred_articles();
	const pm_searched at = { 3, nullptr };
	pm_check_source source({ every_seventh, &calls, &at });

	for (int round = 0; round < 3000; round++) {
		Xapian::docid at = 0; /* where the definition is */

		rewind(source, all);
		for (;;) {
			Xapian::docid did, want;
			bool valid = true;

			seed = seed * 1103515245u + 12345u;
			did = at + (seed >> 16) % 9;
			if (did == 0 || did > 100)
				did = at + 1;
			switch ((seed >> 8) % 3) {
			case 0:
				source.next(0);
				want = (at / 7 + 1) * 7;
				break;
			case 1:
				source.skip_to(did, 0);
				want = (did + 6) / 7 * 7;
				break;
			default:
				if (did > 100) {
					source.next(0);
					want = (at / 7 + 1) * 7;
					break;
				}
				valid = source.check(did, 0);
				want = (did + 6) / 7 * 7;
				if (!valid)
					ck_assert_uint_ne(did % 7, 0);
				break;
			}
			if (!valid) {
				at = did;
				continue;
			}
			at = want;
			ck_assert_int_eq(source.at_end(), want > 100);
			if (want > 100)
				break;
			ck_assert_uint_eq(source.get_docid(), want);
		}
	}
	ck_assert_uint_gt(calls, 3000);
}
END_TEST

/* "A subsequent call to next() or skip_to() will move to the next matching
 * position", also where it asks for the article that was just refused. */
START_TEST(what_was_refused_once_stays_refused)
{
	unsigned calls = 0;
	const Xapian::Database all = hundred_articles();
	const pm_searched at = { 3, nullptr };
	pm_check_source source({ every_seventh, &calls, &at });

	rewind(source, all);
	ck_assert(!source.check(5, 0));
	ck_assert(!source.check(5, 0));
	ck_assert_uint_eq(calls, 1);
	source.skip_to(5, 0);
	ck_assert_uint_eq(source.get_docid(), 7);
	ck_assert(source.check(7, 0));
	ck_assert_uint_eq(calls, 3);
	ck_assert_uint_eq(source.get_termfreq_min(), 0);
	ck_assert_uint_eq(source.get_termfreq_est(), 100);
	ck_assert_uint_eq(source.get_termfreq_max(), 100);
}
END_TEST

Suite *
barrier_suite()
{
	Suite *s = suite_create("barrier");
	TCase *tc = tcase_create("barrier");

	tcase_add_test(tc, every_xapian_class_has_its_status_and_text);
	tcase_add_test(tc, the_systems_reason_is_told_and_decides);
	tcase_add_test(tc, other_exceptions_do_not_pass_either);
	tcase_add_test(tc, without_a_subject_the_action_is_named);
	tcase_add_test(tc, without_an_exception_the_bodys_status_is_returned);
	tcase_add_test(tc, the_error_may_be_null);
	tcase_add_test(tc, long_and_odd_messages_are_cut_and_escaped);
	suite_add_tcase(s, tc);

	tc = tcase_create("check source");
	tcase_add_test(tc, a_check_source_moves_as_a_posting_list_does);
	tcase_add_test(tc, what_was_refused_once_stays_refused);
	suite_add_tcase(s, tc);
	return s;
}

}

int
main()
{
	SRunner *sr = srunner_create(barrier_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
