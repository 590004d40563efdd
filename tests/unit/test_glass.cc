/* Pressmark - tests of glass/: tables byte by byte, and what libxapian makes of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/glass_reader.hh"
#include "tests/unit/sink_fixture.hh"

#include "glass/btree.h"
#include "glass/glass.h"
#include "shim/guard.h"
#include "shim/probe.h"

#include <xapian.h>

#include <csignal>
#include <cstring>
#include <filesystem>

#include <sys/resource.h>

/* last: Check defines `fail`, which the standard library uses */
#include "tests/unit/shim_fixture.h"

/* libxapian 1.4.22's check deletes an object under the name of a smaller class, which is
 * harmless but would end a program built with AddressSanitizer. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PM_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define PM_ADDRESS_SANITIZER 1
#endif
#ifdef PM_ADDRESS_SANITIZER
extern "C" const char *__asan_default_options(void);

extern "C" const char *
__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}
#endif

namespace fs = std::filesystem;

static std::string
in(const std::string &name)
{
	return std::string(folder) + "/" + name;
}

static void
no_difference(const differences &d, const std::string &what)
{
	std::string all;

	for (const std::string &line : d)
		all += line + "\n";
	ck_assert_msg(d.empty(), "%s: %s", what.c_str(), all.c_str());
}

static void
is_valid(const std::string &dir)
{
	size_t errors = Xapian::Database::check(dir, 0, nullptr);

	ck_assert_msg(errors == 0, "%s: %zu errors", dir.c_str(), errors);
}

/* --- the tables --------------------------------------------------------- */

START_TEST(every_block_is_as_the_headers_say)
{
	static const char *const tables[] = { "postlist", "docdata" };

	for (const std::string &name : corpus_names()) {
		const corpus c = make_corpus(name);
		const std::string dir = in(name);
		uint64_t size = 0, counted = 0;

		OK(build(c, dir, 0, ERR, &size));
		const glass_version v = read_glass_version(dir);
		ck_assert_uint_eq(v.revision, 1);
		for (size_t i = 0; i < 6; i++) {
			const glass_table &t = v.tables[i];

			if (i >= 2) {
				ck_assert(!t.exists && t.entries == 0);
				continue;
			}
			const auto contents = read_glass_table(dir, tables[i], t);
			no_difference(contents.wrong, name);
			/* Lists fill leaves; terms and data that are not lists leave half
			 * of one at the end of each. */
			ck_assert_msg(contents.fill > (name == "deep" ? .96 : .9),
				      "%s: %g", name.c_str(), contents.fill);
		}
		for (const auto &f : fs::directory_iterator(dir))
			counted += f.file_size();
		ck_assert_uint_eq(size, counted);
		fs::remove_all(dir);
	}
}
END_TEST

START_TEST(a_tree_grows_as_high_as_it_must)
{
	OK(build(make_corpus("deep"), in("deep"), 0, ERR));
	ck_assert_uint_ge(read_glass_version(in("deep")).tables[0].level, 2);
}
END_TEST

START_TEST(long_lists_leave_no_room)
{
	corpus c;
	int i;

	for (i = 0; i < 60000; i++) {
		c.begin();
		c.term("all", 1 + i % 300);
		c.term("term" + std::to_string(i % 7));
	}
	OK(build(c, in("full"), 0, ERR));
	const auto contents = read_glass_table(in("full"), "postlist",
					       read_glass_version(in("full")).tables[0]);
	no_difference(contents.wrong, "full");
	ck_assert_msg(contents.fill > .998, "%g", contents.fill);
	/* and no chunk is put together from components */
	for (const glass_entry &e : contents.entries)
		ck_assert_uint_eq(e.components, 1);
}
END_TEST

START_TEST(there_are_only_the_files_that_are_needed)
{
	corpus c;

	c.begin();
	c.term("word");
	OK(build(c, in("bare"), 0, ERR));
	ck_assert(!fs::exists(in("bare/docdata.glass")));
	ck_assert(fs::exists(in("bare/postlist.glass")));
	ck_assert_int_eq(std::distance(fs::directory_iterator(in("bare")), {}), 2);
	c.set_data("x");
	OK(build(c, in("data"), 0, ERR));
	ck_assert_int_eq(std::distance(fs::directory_iterator(in("data")), {}), 3);
	OK(build(corpus(), in("empty"), 0, ERR));
	ck_assert_uint_eq(fs::file_size(in("empty/postlist.glass")), 0);
	is_valid(in("empty"));
}
END_TEST

/* Keys and tags, as libxapian's documentation of Glass has them. */
START_TEST(a_small_table_byte_by_byte)
{
	corpus c;

	c.begin();
	c.term("cat", 2);
	c.term("dog", 1);
	c.value(0, "x");
	c.value(256, "b");
	c.value(1, "lo");
	c.begin();
	c.term(std::string("a\0b", 3), 3);
	c.term("cat", 1);
	c.value(129, "y");
	c.value(1, "up");
	OK(build(c, in("small"), 0, ERR));
	const auto got = read_glass_table(in("small"), "postlist",
					  read_glass_version(in("small")).tables[0]);
	no_difference(got.wrong, "small");
#define S(literal) std::string(literal, sizeof literal - 1)
	const std::pair<std::string, std::string> want[] = {
		/* clang-format off */
		{ S("\0\xd0"), S("\1\1x") },
		{ S("\0\xd0\0\1"), S("\1\1b") },
		{ S("\0\xd0\1"), S("\2\2loup") },
		{ S("\0\xd0\x81"), S("\1\1y") },
		{ S("\0\xd8\0\0\1"), S("\1x") },
		{ S("\0\xd8\1\0\1"), S("\2lo\0\2up") },
		{ S("\0\xd8\x80\2\0\1"), S("\1b") },
		{ S("\0\xd8\x81\1\0\2"), S("\1y") },
		{ S("\0\xe0"), S("\0\0\0" "1\1\3\0\4") },
		{ S("a\0\xff" "b"), S("\1\3\1" "1\0\3") },
		{ S("cat"), S("\2\3\0" "1\1\2\0\1") },
		{ S("dog"), S("\1\1\0" "1\0\1") },
		/* clang-format on */
	};
	ck_assert_uint_eq(got.entries.size(), sizeof want / sizeof *want);
	for (size_t i = 0; i < got.entries.size(); i++) {
		ck_assert_msg(got.entries[i].key == want[i].first, "key %zu", i);
		ck_assert_msg(got.entries[i].tag == want[i].second, "tag %zu", i);
		ck_assert(!got.entries[i].deflated);
	}
	/* articles, 0, shortest, largest wdf, longest less that, 0, words, 0 */
	const uint64_t statistics[] = { 2, 0, 3, 3, 1, 0, 7, 0 };
	const glass_version v = read_glass_version(in("small"));
	for (size_t i = 0; i < 8; i++)
		ck_assert_uint_eq(v.statistics[i], statistics[i]);
	/* Where the leaves are not promised to be in order, updates in place are safe. */
	ck_assert(!v.tables[0].sequential);
}
END_TEST

START_TEST(the_shortest_article_has_words)
{
	corpus c;

	c.begin();
	c.begin();
	c.term("a", 5);
	c.term("b", 2);
	c.begin();
	c.term("b", 9);
	c.begin();
	OK(build(c, in("short"), 0, ERR));
	const Xapian::Database db(in("short"));
	ck_assert_uint_eq(db.get_doclength_lower_bound(), 7);
	ck_assert_uint_eq(db.get_doclength_upper_bound(), 9);
	ck_assert_uint_eq(db.get_wdf_upper_bound("a"), 5);
	ck_assert_uint_eq(db.get_doclength(1), 0);
	no_difference(compare_with_corpus(in("short"), c), "short");
}
END_TEST

START_TEST(keys_must_rise)
{
	static const char *const keys[] = { "b", "b", "a", "" };
	const uint8_t *tag = (const uint8_t *)"tag";
	struct pm_btree_entry e = { nullptr, 1, nullptr, tag, 0, 3, false };
	struct pm_error err;
	struct pm_btree *t;
	int i;

	OK(pm_btree_create(&t, in("table").c_str(), ERR));
	ck_assert_int_eq(pm_btree_create(&t, in("table").c_str(), &err), PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, "table"));
	for (i = 0; i < 4; i++) {
		e.key = (const uint8_t *)keys[i];
		e.key_len = strlen(keys[i]);
		ck_assert_int_eq(pm_btree_add(t, &e, &err),
				 i == 0 ? PM_OK : PM_ERR_INTERNAL);
	}
	pm_btree_free(t);
	pm_btree_free(nullptr);
}
END_TEST

/* --- libxapian ---------------------------------------------------------- */

START_TEST(libxapian_reads_checks_and_compacts_it)
{
	for (const std::string &name : corpus_names()) {
		const corpus c = make_corpus(name);

		OK(build(c, in("bulk"), 0, ERR));
		is_valid(in("bulk"));
		no_difference(compare_with_corpus(in("bulk"), c), name);
		Xapian::Database(in("bulk"))
			.compact(in("compact"), (unsigned)Xapian::DBCOMPACT_NO_RENUMBER);
		is_valid(in("compact"));
		no_difference(compare_with_corpus(in("compact"), c), name + ", compacted");
		fs::remove_all(in("bulk"));
		fs::remove_all(in("compact"));
	}
}
END_TEST

/* Ordinary updates, and updates in place, which libxapian's own tables do not take when
 * their leaves are promised to be in order. */
START_TEST(libxapian_can_update_it)
{
	for (const char *name :
	     { "empty", "one", "bare", "edge", "words", "random-3-700" })
		for (int flags : { 0, Xapian::DB_DANGEROUS }) {
			const corpus c = make_corpus(name);

			OK(build(c, in("bulk"), 0, ERR));
			OK(build(c, in("theirs"), 1, ERR));
			update_database(in("bulk"), flags);
			update_database(in("theirs"), flags);
			is_valid(in("bulk"));
			no_difference(compare_databases(in("theirs"), in("bulk"), 7),
				      std::string(name) + ", updated");
			fs::remove_all(in("bulk"));
			fs::remove_all(in("theirs"));
		}
}
END_TEST

START_TEST(without_termlists_libxapian_refuses_to_delete)
{
	const corpus c = make_corpus("random-2-40");

	OK(build(c, in("db"), 0, ERR));
	for (bool replace : { false, true }) {
		Xapian::WritableDatabase db(in("db"),
					    Xapian::DB_OPEN | Xapian::DB_NO_TERMLIST);

		try {
			if (replace)
				db.replace_document(1, Xapian::Document());
			else
				db.delete_document(1);
			ck_abort_msg("it did not refuse");
		} catch (const Xapian::FeatureUnavailableError &) {
		}
	}
	is_valid(in("db"));
	no_difference(compare_with_corpus(in("db"), c), "not deleted");
}
END_TEST

/* libxapian gives up on some streams that inflate to more than 8192 bytes: see
 * glass/docdata.h. */
START_TEST(data_that_deflate_to_nearly_nothing_can_be_read)
{
	static const struct {
		size_t from, to;
	} lengths[] = { { 0, 60 },
			{ 8185, 8300 },
			{ 16380, 16450 },
			{ 24570, 24620 },
			{ 65500, 65560 } };
	test_random rnd(5);
	corpus c;

	for (const auto &range : lengths)
		for (size_t n = range.from; n < range.to; n++) {
			c.begin();
			c.set_data(std::string(n, 'A'));
			c.begin();
			c.set_data(std::string(n, ' ') + std::to_string(rnd(1000)));
			c.begin();
			for (size_t k = 0; k < n; k++)
				c.data.back() += "abc"[k % 3];
		}
	OK(build(c, in("data"), 0, ERR));
	is_valid(in("data"));
	no_difference(compare_with_corpus(in("data"), c), "data");
	Xapian::Database(in("data"))
		.compact(in("compact"), (unsigned)Xapian::DBCOMPACT_NO_RENUMBER, 2048);
	no_difference(compare_with_corpus(in("compact"), c), "data, compacted");
}
END_TEST

START_TEST(short_data_are_not_deflated)
{
	corpus c;

	for (size_t n : { 1, 18, 19, 2000 }) {
		c.begin();
		c.set_data(std::string(n, 'z'));
	}
	OK(build(c, in("data"), 0, ERR));
	const auto got = read_glass_table(in("data"), "docdata",
					  read_glass_version(in("data")).tables[1]);
	ck_assert_uint_eq(got.entries.size(), 4);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(got.entries[i].deflated, i >= 2);
	ck_assert(got.entries[3].key == std::string("\0\4", 2));
	no_difference(compare_with_corpus(in("data"), c), "data");
}
END_TEST

START_TEST(the_guard_takes_it)
{
	struct pm_guard *g;

	for (const char *name : { "empty", "one", "random-2-40" }) {
		OK(build(make_corpus(name), in("db"), 0, ERR));
		OK(pm_guard_write(in("db").c_str(), in("guard").c_str(), nullptr, ERR));
		OK(pm_guard_open(&g, in("db").c_str(), in("guard").c_str(), ERR));
		OK(pm_guard_settle(g, ERR));
		pm_guard_free(g);
		fs::remove_all(in("db"));
		fs::remove(in("guard"));
	}
}
END_TEST

/* --- bytes -------------------------------------------------------------- */

START_TEST(the_same_contents_make_the_same_bytes)
{
	const corpus c = make_corpus("random-3-700"), other = make_corpus("random-2-40");
	struct pm_sink *sink;
	int i = 0;

	/* also where postings come in other pieces */
	for (size_t step : { 1000, 1, 37 }) {
		const std::string dir = in("db" + std::to_string(i++));

		OK(pm_glass_create(&sink, dir.c_str(), ERR));
		OK(feed(c, sink, ERR, step));
		OK(sink->finish(sink, nullptr, ERR));
		sink->free(sink);
		for (const char *file :
		     { "/iamglass", "/postlist.glass", "/docdata.glass" })
			ck_assert(read_whole(dir + file) == read_whole(in("db0") + file));
	}
	OK(build(other, in("other"), 0, ERR));
	const std::string uuid = Xapian::Database(in("db0")).get_uuid();
	ck_assert(uuid != Xapian::Database(in("other")).get_uuid());
	ck_assert_int_eq(uuid[14], '8');
	ck_assert_ptr_nonnull(strchr("89ab", uuid[19]));
}
END_TEST

/* That of the libxapian at hand; where it is another one, builds take longer, and most
 * of what is tested here cannot hold. */
START_TEST(libxapian_writes_this_format)
{
	size_t before = open_files();
	struct pm_error err;
	struct pm_buf stamp;

	pm_buf_init(&stamp, 1000);
	OK(pm_probe_glass_format(folder, &stamp, ERR));
	ck_assert(pm_glass_knows_format(stamp.data, stamp.len));
	/* nothing stays */
	ck_assert(fs::is_empty(folder));
	ck_assert_uint_eq(open_files(), before);
	ck_assert_int_lt(pm_probe_glass_format(in("no/folder").c_str(), &stamp, &err), 0);
	ck_assert_ptr_nonnull(strstr(err.text, "no/folder"));
	pm_buf_release(&stamp);
}
END_TEST

START_TEST(the_stamp_of_another_format_is_noticed)
{
	std::string stamp("\x0f\x0dXapian Glass\x04\x6e", 16);

	stamp += std::string(16, 'u');
	stamp += std::string("\0"
			     "\0\3\0\4\0\0"
			     "\0\3\0\4\x12\0"
			     "\0\3\0\4\x12\0"
			     "\0\3\0\4\0\0"
			     "\0\3\0\4\x12\0"
			     "\0\3\0\4\x12\0"
			     "\0\0\0\0\0\0\0\0",
			     45);
	ck_assert_uint_eq(stamp.size(), 77);
	ck_assert(pm_glass_knows_format(stamp.data(), stamp.size()));
	ck_assert(!pm_glass_knows_format(stamp.data(), stamp.size() - 1));
	ck_assert(!pm_glass_knows_format("", 0));
	for (size_t i = 0; i < stamp.size(); i++) {
		std::string changed = stamp;

		changed[i] ^= 1;
		ck_assert_int_eq(pm_glass_knows_format(changed.data(), changed.size()),
				 i >= 16 && i < 32);
	}
}
END_TEST

/* --- failures ----------------------------------------------------------- */

/* A file that may not grow stands for a full disk. */
START_TEST(a_full_disk_is_reported_with_the_file)
{
	corpus c = make_corpus("words");
	struct rlimit limit, before;
	struct pm_error err, again;
	struct pm_sink *sink;
	enum pm_status status;
	test_random rnd(3);

	for (uint32_t i = 0; i < 2000; i++)
		for (int k = 0; k < 60; k++)
			c.data[i] += (char)rnd(256);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	signal(SIGXFSZ, SIG_IGN);
	/* the first write; then within each table */
	for (rlim_t kib : { 0, 8, 100, 130, 160 }) {
		const std::string dir = in("full" + std::to_string(kib));

		OK(pm_glass_create(&sink, dir.c_str(), ERR));
		limit.rlim_cur = kib * 1024;
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		if ((status = feed(c, sink, &err)) == PM_OK)
			status = sink->finish(sink, nullptr, &err);
		ck_assert_int_eq(status, PM_ERR_IO);
		ck_assert_msg(strstr(err.text, (dir + "/").c_str()) != nullptr &&
				      strstr(err.text, ".glass'") != nullptr &&
				      strstr(err.text, strerror(EFBIG)) != nullptr,
			      "%s", err.text);
		/* It stays so. */
		ck_assert_int_eq(sink->finish(sink, nullptr, &again), PM_ERR_IO);
		ck_assert_str_eq(again.text, err.text);
		sink->free(sink);
		setrlimit(RLIMIT_FSIZE, &before);
		ck_assert(!fs::exists(dir + "/iamglass"));
	}
	signal(SIGXFSZ, SIG_DFL);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_is_reported)
{
	struct pm_sink *sink;
	struct pm_error err;
	size_t before = open_files();

	ck_assert_int_eq(pm_glass_create(&sink, in("no/parent").c_str(), &err), PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, "no/parent"));
	OK(pm_glass_create(&sink, in("twice").c_str(), ERR));
	/* half finished */
	OK(feed(make_corpus("one"), sink, ERR));
	sink->free(sink);
	ck_assert(!fs::exists(in("twice/iamglass")));
	ck_assert_int_eq(pm_glass_create(&sink, in("twice").c_str(), &err), PM_ERR_IO);
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int
main()
{
	Suite *s = suite_create("glass");
	TCase *tc = tcase_create("glass");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 900);
	tcase_add_test(tc, every_block_is_as_the_headers_say);
	tcase_add_test(tc, a_tree_grows_as_high_as_it_must);
	tcase_add_test(tc, long_lists_leave_no_room);
	tcase_add_test(tc, there_are_only_the_files_that_are_needed);
	tcase_add_test(tc, a_small_table_byte_by_byte);
	tcase_add_test(tc, the_shortest_article_has_words);
	tcase_add_test(tc, keys_must_rise);
	tcase_add_test(tc, libxapian_reads_checks_and_compacts_it);
	tcase_add_test(tc, libxapian_can_update_it);
	tcase_add_test(tc, without_termlists_libxapian_refuses_to_delete);
	tcase_add_test(tc, data_that_deflate_to_nearly_nothing_can_be_read);
	tcase_add_test(tc, short_data_are_not_deflated);
	tcase_add_test(tc, the_guard_takes_it);
	tcase_add_test(tc, the_same_contents_make_the_same_bytes);
	tcase_add_test(tc, libxapian_writes_this_format);
	tcase_add_test(tc, the_stamp_of_another_format_is_noticed);
	tcase_add_test(tc, a_full_disk_is_reported_with_the_file);
	tcase_add_test(tc, a_folder_that_cannot_be_made_is_reported);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
