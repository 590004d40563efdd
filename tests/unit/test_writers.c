/* Pressmark - tests of indexer/database.h: which writer is taken, and why.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/shim_fixture.h"

#include "indexer/database.h"
#include "shim/probe.h"
#include "support/file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What libxapian seems to write; linked instead of the one in shim/. */
static struct {
	const char *bytes;
	size_t len;
	enum pm_status status;
	int asked;
} stamp;

enum pm_status
pm_probe_glass_format(const char *scratch_dir, struct pm_buf *out, struct pm_error *err)
{
	ck_assert_str_eq(scratch_dir, folder);
	stamp.asked++;
	if (stamp.status < 0)
		return pm_fail(err, stamp.status, "cannot try libxapian");
	pm_buf_put(out, stamp.bytes, stamp.len);
	return PM_OK;
}

/* Of libxapian 1.4: glass/version.h. */
static const char known[] =
	"\x0f\x0dXapian Glass\x04\x6e"
	"0123456789abcdef"
	"\0"
	"\0\3\0\4\0\0"
	"\0\3\0\4\x12\0"
	"\0\3\0\4\x12\0"
	"\0\3\0\4\0\0"
	"\0\3\0\4\x12\0"
	"\0\3\0\4\x12\0"
	"\0\0\0\0\0\0\0";

static void
set_stamp(const char *bytes, size_t len, enum pm_status status)
{
	stamp.bytes = bytes;
	stamp.len = len;
	stamp.status = status;
	stamp.asked = 0;
}

static bool
is_there(const char *name)
{
	return access(in_folder(name), F_OK) == 0;
}

/* Its writer's beginnings tell which one it is. */
static const char *
made(struct pm_sink *s)
{
	const char *which = is_there("db/building")	  ? "xapian"
			  : is_there("db/postlist.glass") ? "bulk"
							  : "none";

	OK(s->slots(s, NULL, 0, ERR));
	OK(s->length(s, 1, 1, ERR));
	OK(s->term(s, "word", 4, 1, 1, ERR));
	OK(s->postings(s, &(struct pm_posting){ 1, 1 }, 1, ERR));
	OK(s->finish(s, NULL, ERR));
	s->free(s);
	OK(pm_db_check(in_folder("db"), ERR));
	OK(pm_remove_tree(in_folder("db"), ERR));
	return which;
}

START_TEST(the_bulk_writer_is_taken_where_its_format_is_libxapians)
{
	char reason[PM_WRITER_REASON];
	struct pm_sink *s;

	set_stamp(known, sizeof known, PM_OK);
	OK(pm_database_create(&s, PM_WRITER_AUTO, in_folder("db"), folder, 0, reason, ERR));
	ck_assert_str_eq(made(s), "bulk");
	ck_assert_ptr_nonnull(strstr(reason, "the bulk writer writes the database"));
	OK(pm_database_create(&s, PM_WRITER_BULK, in_folder("db"), folder, 0, reason, ERR));
	ck_assert_str_eq(made(s), "bulk");
	ck_assert_int_eq(stamp.asked, 2);
}
END_TEST

START_TEST(libxapian_writes_when_it_is_asked_to)
{
	char reason[PM_WRITER_REASON];
	struct pm_sink *s;

	set_stamp(known, sizeof known, PM_OK);
	OK(pm_database_create(&s, PM_WRITER_XAPIAN, in_folder("db"), folder, 0, reason,
			      ERR));
	ck_assert_str_eq(made(s), "xapian");
	ck_assert_ptr_nonnull(strstr(reason, "libxapian writes the database"));
	ck_assert_int_eq(stamp.asked, 0);
}
END_TEST

START_TEST(another_format_is_left_to_libxapian)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum pm_status status;
	} other[] = { { known, sizeof known - 1, PM_OK },
		      { "", 0, PM_OK },
		      { "something else", 14, PM_OK },
		      { "", 0, PM_ERR_XAPIAN },
		      { "", 0, PM_ERR_INTERNAL } };
	char reason[PM_WRITER_REASON];
	struct pm_error err;
	struct pm_sink *s;

	set_stamp(other[_i].bytes, other[_i].len, other[_i].status);
	OK(pm_database_create(&s, PM_WRITER_AUTO, in_folder("db"), folder, 0, reason, ERR));
	ck_assert_str_eq(made(s), "xapian");
	ck_assert_msg(strstr(reason, "libxapian writes the database: libxapian ") != NULL &&
			      strstr(reason, stamp.status < 0 ? "cannot try"
							      : "another format") != NULL,
		      "%s", reason);
	ck_assert_int_eq(pm_database_create(&s, PM_WRITER_BULK, in_folder("db"), folder,
					    0, reason, &err),
			 PM_ERR_XAPIAN);
	ck_assert_msg(strstr(err.text, "cannot use the bulk writer: libxapian ") != NULL &&
			      strstr(err.text, "use '--writer=auto'") != NULL,
		      "%s", err.text);
	ck_assert(!is_there("db"));
}
END_TEST

START_TEST(a_disk_that_fails_is_no_other_format)
{
	char reason[PM_WRITER_REASON];
	struct pm_error err;
	struct pm_sink *s;

	set_stamp("", 0, PM_ERR_IO);
	ck_assert_int_eq(pm_database_create(&s, PM_WRITER_AUTO, in_folder("db"), folder,
					    0, reason, &err),
			 PM_ERR_IO);
	ck_assert_str_eq(err.text, "cannot try libxapian");
	ck_assert(!is_there("db"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("writers");
	TCase *tc = tcase_create("writers");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, the_bulk_writer_is_taken_where_its_format_is_libxapians);
	tcase_add_test(tc, libxapian_writes_when_it_is_asked_to);
	tcase_add_loop_test(tc, another_format_is_left_to_libxapian, 0, 5);
	tcase_add_test(tc, a_disk_that_fails_is_no_other_format);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
