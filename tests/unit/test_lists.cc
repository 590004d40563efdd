/* Pressmark - tests of glass/reader.h: what is read of a database is what libxapian
 * reads of it, whoever wrote it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/sink_fixture.hh"

#include "glass/encode.h"
#include "glass/reader.h"
#include "glass/version.h"

#include <libdeflate.h>
#include <xapian.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

/* last: Check defines `fail`, which the standard library uses */
#include "tests/unit/shim_fixture.h"

namespace fs = std::filesystem;

static std::string
in(const std::string &name)
{
	return std::string(folder) + "/" + name;
}

/* An assertion costs a write to a pipe, whatever it says. */
static void
is_at(const struct pm_glass_list *l, enum pm_status status,
      const Xapian::PostingIterator &q)
{
	if (status != PM_OK || l->article != *q || l->wdf != q.get_wdf())
		ck_abort_msg("%s: article %u, wdf %u; it is %u and %u",
			     pm_status_name(status), l->article, l->wdf, *q, q.get_wdf());
}

/* A list that is released. */
struct list {
	struct pm_glass_list l;
	enum pm_status status;
	list(struct pm_glass *g, const std::string &term)
	{
		struct pm_error err;

		status = pm_glass_list_open(&l, g, term.data(), term.size(), &err);
		if (status < 0)
			ck_abort_msg("%s", err.text);
	}
	~list()
	{
		pm_glass_list_release(&l);
	}
	void next()
	{
		status = pm_glass_list_next(&l, nullptr);
	}
	void skip(uint32_t to)
	{
		status = pm_glass_list_skip(&l, to, nullptr);
	}
};

static void
compare_postings(struct pm_glass *g, const Xapian::Database &db, const std::string &term)
{
	auto q = db.postlist_begin(term);
	list p(g, term);

	ck_assert_int_eq(p.status, PM_OK);
	ck_assert_uint_eq(p.l.freq, db.get_termfreq(term));
	ck_assert_uint_eq(p.l.total, db.get_collection_freq(term));
	for (; q != db.postlist_end(term); ++q) {
		is_at(&p.l, p.status, q);
		p.next();
	}
	ck_assert_int_eq(p.status, PM_END);
}

/* By steps of up to LONGEST, now and then to the next one. */
static void
compare_skips(struct pm_glass *g, const Xapian::Database &db, const std::string &term,
	      test_random &rnd, uint32_t longest)
{
	auto q = db.postlist_begin(term);
	list p(g, term);
	uint32_t to = 0;

	for (;;) {
		if (rnd(4) == 0) {
			++q;
			p.next();
		} else {
			to = (rnd(8) != 0 ? *q : to) + rnd(longest);
			q.skip_to(to);
			p.skip(to);
		}
		if (q == db.postlist_end(term))
			break;
		is_at(&p.l, p.status, q);
	}
	ck_assert_int_eq(p.status, PM_END);
}

/* Some at a time, up to MOST, and the rest one by one. */
static void
compare_fills(struct pm_glass *g, const Xapian::Database &db, const std::string &term,
	      test_random &rnd, uint32_t most)
{
	std::vector<uint32_t> articles(most + PM_GLASS_FILL_ROOM), wdfs(articles.size());
	auto q = db.postlist_begin(term);
	list p(g, term);

	while (p.status == PM_OK && rnd(1000) != 0) {
		const uint32_t max = 1 + rnd(most);
		uint32_t n, i;

		p.status = pm_glass_list_fill(&p.l, articles.data(), wdfs.data(), max, &n,
					      nullptr);
		ck_assert(n == max || p.status == PM_END);
		for (i = 0; i < n; i++, ++q)
			if (articles[i] != *q || wdfs[i] != q.get_wdf())
				ck_abort_msg("article %u, wdf %u; it is %u and %u",
					     articles[i], wdfs[i], *q, q.get_wdf());
	}
	for (; q != db.postlist_end(term); ++q) {
		is_at(&p.l, p.status, q);
		p.next();
	}
	ck_assert_int_eq(p.status, PM_END);
}

static void
compare_lengths(struct pm_glass *g, const Xapian::Database &db, test_random &rnd)
{
	std::vector<std::pair<uint32_t, uint32_t>> there;
	uint32_t length;

	for (auto q = db.postlist_begin(""); q != db.postlist_end(""); ++q)
		there.emplace_back(*q, q.get_doclength());
	for (size_t i = there.size(); i > 1; i--)
		std::swap(there[i - 1], there[rnd((uint32_t)i)]);
	for (const auto &one : there) {
		if (pm_glass_length(g, one.first, &length, nullptr) != PM_OK ||
		    length != one.second)
			ck_abort_msg("article %u has the length %u", one.first,
				     one.second);
	}
	ck_assert_int_eq(pm_glass_length(g, db.get_lastdocid() + 1, &length, nullptr),
			 PM_ERR_CORRUPT);
	ck_assert_int_eq(pm_glass_length(g, 0, &length, nullptr), PM_ERR_CORRUPT);
}

static void
has_no_term(struct pm_glass *g, const Xapian::Database &db, const std::string &term)
{
	if (!term.empty() && term.size() <= 245 && db.term_exists(term))
		return;
	ck_assert_int_eq(list(g, term).status, PM_ABSENT);
}

/* Prefixes have no NUL; of a term that has one, what stands before it. */
static void
compare_prefix(struct pm_glass *g, const Xapian::Database &db, const std::string &text)
{
	const std::string prefix = text.substr(0, text.find('\0'));
	bool there = false;

	if (prefix.empty() || prefix.size() > 245)
		return;
	OK(pm_glass_has_prefix(g, prefix.data(), prefix.size(), &there, ERR));
	if (there != (db.allterms_begin(prefix) != db.allterms_end(prefix)))
		ck_abort_msg("'%s' %s there", prefix.c_str(), there ? "is" : "is not");
}

static void
compare(const std::string &dir, uint64_t seed)
{
	const Xapian::Database db(dir);
	test_random rnd(seed);
	struct pm_glass *g;

	OK(pm_glass_open(&g, dir.c_str(), nullptr, ERR));
	ck_assert_uint_eq(g->articles, db.get_doccount());
	ck_assert_uint_eq(g->last, db.get_lastdocid());
	ck_assert_uint_eq(g->words, db.get_total_length());
	for (auto t = db.allterms_begin(); t != db.allterms_end(); ++t) {
		const std::string term = *t;

		compare_postings(g, db, term);
		if (t.get_termfreq() < 3 && rnd(10) != 0)
			continue;
		compare_skips(g, db, term, rnd, 3);
		compare_skips(g, db, term, rnd, 300);
		compare_skips(g, db, term, rnd, g->last / 2 + 1);
		compare_fills(g, db, term, rnd, 20);
		compare_fills(g, db, term, rnd, 1000);
		has_no_term(g, db, term + '\0');
		has_no_term(g, db, term + '\xff');
		has_no_term(g, db, term.substr(0, term.size() - 1));
		compare_prefix(g, db, term);
		compare_prefix(g, db, term.substr(0, 1 + rnd((uint32_t)term.size())));
		compare_prefix(g, db, term + "a");
		compare_prefix(g, db, term + "\xff");
	}
	for (const char *prefix : { "S", "XZ", "\x01", "\xff" })
		compare_prefix(g, db, prefix);
	compare_lengths(g, db, rnd);
	has_no_term(g, db, "");
	has_no_term(g, db, std::string("\0\xe0", 2));
	has_no_term(g, db, std::string(200, '\0'));
	has_no_term(g, db, std::string(1000, 'x'));
	pm_glass_free(g);
}

static std::vector<std::string>
readable_corpora()
{
	std::vector<std::string> names;

	for (const std::string &name : corpus_names())
		if (name != "empty")
			names.push_back(name);
	return names;
}

START_TEST(databases_of_our_own_are_read_as_libxapian_reads_them)
{
	for (const std::string &name : readable_corpora()) {
		OK(build(make_corpus(name), in(name), 0, ERR));
		compare(in(name), 1);
		fs::remove_all(in(name));
	}
}
END_TEST

/* Gaps and wdfs of one byte and more, in all orders. */
START_TEST(numbers_of_all_sizes_are_read)
{
	static const uint32_t apart[] = { 1, 30, 100, 1000, 20000 };
	static const uint32_t wdfs[] = { 3, 200, 20000, 60000 };
	test_random rnd(5);
	corpus c;

	for (uint32_t i = 0; i < 140000; i++) {
		c.begin();
		/* several at once are further apart than 16 bits can say */
		if (i % 15000 == 0)
			c.term("far", 1 + i % 5);
		for (uint32_t k = 0; k < 20 && i < 60000; k++)
			if (rnd(apart[k % 5]) == 0)
				c.term("t" + std::to_string(k),
				       1 + rnd(wdfs[rnd(8) == 0 ? k / 5 : 0]));
	}
	OK(build(c, in("sizes"), 0, ERR));
	compare(in("sizes"), 6);
}
END_TEST

/* An article at a time, with a commit behind every STEP: so lists are appended to, and
 * blocks are split and half full. */
static void
write_in_steps(const corpus &c, const std::string &dir, uint32_t step)
{
	Xapian::WritableDatabase db(dir, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS |
						 Xapian::DB_NO_SYNC);
	std::vector<Xapian::Document> documents(c.size());

	for (const auto &t : c.terms)
		for (const pm_posting &p : t.second) {
			if (p.wdf > 0)
				documents[p.article - 1].add_term(t.first, p.wdf);
			else
				documents[p.article - 1].add_boolean_term(t.first);
		}
	for (const auto &v : c.values)
		for (const auto &one : v.second)
			documents[one.first - 1].add_value(v.first, one.second);
	for (uint32_t i = 0; i < c.size(); i++) {
		db.add_document(documents[i]);
		if (i % step == step - 1)
			db.commit();
	}
	db.commit();
}

START_TEST(databases_of_libxapians_are_read_as_it_does)
{
	for (const std::string &name : readable_corpora()) {
		const corpus c = make_corpus(name);

		if (name == "deep") /* libxapian takes seconds */
			continue;
		write_in_steps(c, in(name), c.size() / 7 + 1);
		compare(in(name), 2);
		fs::remove_all(in(name));
	}
}
END_TEST

START_TEST(databases_that_were_updated_are_read_too)
{
	test_random rnd(3);
	int i;

	OK(build(make_corpus("random-3-700"), in("ours"), 0, ERR));
	update_database(in("ours"), Xapian::DB_NO_SYNC);
	compare(in("ours"), 3);
	write_in_steps(make_corpus("random-3-700"), in("theirs"), 100);
	{
		/* gaps, and lists that were shortened */
		Xapian::WritableDatabase db(in("theirs"),
					    Xapian::DB_OPEN | Xapian::DB_NO_SYNC);

		for (i = 0; i < 300; i++) {
			const Xapian::docid id = 1 + rnd(700);

			if (rnd(3) == 0)
				db.replace_document(id, Xapian::Document());
			else
				try {
					db.delete_document(id);
				} catch (const Xapian::DocNotFoundError &) {
				}
			if (i % 100 == 0)
				db.commit();
		}
		db.commit();
	}
	compare(in("theirs"), 4);
}
END_TEST

/* --- tags as nobody writes them, but may --------------------------------- */

struct table {
	struct pm_btree *t;
	explicit table(const std::string &dir)
	{
		fs::create_directory(dir);
		OK(pm_btree_create(&t, (dir + "/postlist.glass").c_str(), ERR));
	}
	void add(const std::string &key, const std::string &tag,
		 bool deflated = false) const
	{
		struct pm_btree_entry e = {};

		e.key = (const uint8_t *)key.data();
		e.key_len = key.size();
		e.body = (const uint8_t *)tag.data();
		e.body_len = tag.size();
		e.deflated = deflated;
		OK(pm_btree_add(t, &e, ERR));
	}
	void finish(const std::string &dir, uint32_t articles) const
	{
		uint8_t image[PM_VERSION_MAX];
		struct pm_glass_state s = {};

		OK(pm_btree_finish(t, &s.postlist, ERR));
		pm_btree_free(t);
		s.revision = 1;
		s.articles = articles;
		s.words = articles;
		s.largest_wdf = s.longest = 9;
		std::ofstream(dir + "/iamglass", std::ios::binary)
			.write((const char *)image, (long)pm_glass_version(image, &s));
	}
};

static std::string
number(uint64_t v)
{
	uint8_t bytes[PM_VARINT_MAX];

	return std::string((const char *)bytes, pm_store_varint(bytes, v));
}

static std::string
sorted(uint32_t v)
{
	uint8_t bytes[PM_SORTED_MAX];

	return std::string((const char *)bytes, pm_store_sorted(bytes, v));
}

static std::string
deflate(const std::string &s)
{
	struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
	std::string out(libdeflate_deflate_compress_bound(z, s.size()), '\0');

	out.resize(libdeflate_deflate_compress(z, s.data(), s.size(), out.data(),
					       out.size()));
	libdeflate_free_compressor(z);
	return out;
}

/* Articles FROM, FROM + BY, ... up to TO. */
static std::string
chunk(uint32_t from, uint32_t to, uint32_t by, bool is_last)
{
	uint32_t last = from + (to - from) / by * by, i;
	std::string s = (is_last ? "1" : "0") + number(last - from) + number(1 + from % 9);

	for (i = from + by; i <= last; i += by)
		s += number(by - 1) + number(1 + i % 9);
	return s;
}

START_TEST(long_and_deflated_tags_are_read)
{
	for (bool deflated : { false, true }) {
		const uint32_t n = 60000;
		const std::string dir = in(deflated ? "deflated" : "long");
		auto pack = [&](const std::string &s) {
			return deflated ? deflate(s) : s;
		};
		table t(dir);
		int k;

		t.add(std::string("\0\xe0", 2),
		      pack(number(0) + number(0) + number(0) + chunk(1, 30000, 1, false)),
		      deflated);
		t.add(std::string("\0\xe0", 2) + sorted(30001),
		      pack(chunk(30001, n, 1, true)), deflated);
		for (k = 0; k < 3; k++) {
			const std::string term(k == 1 ? 100 : 1 + k, (char)('a' + k));
			const uint32_t by = k == 0 ? 1 : k == 1 ? 3 : 150;
			uint32_t from = 1 + k, wdfs = 0, postings = 0, i;
			/* chunks with gaps between them */
			const uint32_t ends[] = { 19000, 20000, 41000, n };

			std::vector<std::string> chunks;
			std::vector<uint32_t> firsts;
			for (uint32_t end : ends) {
				firsts.push_back(from);
				chunks.push_back(chunk(from, end, by, end == n));
				for (i = from; i <= end; i += by) {
					wdfs += 1 + i % 9;
					postings++;
				}
				from = end + 700;
			}
			t.add(term,
			      pack(number(postings) + number(wdfs) +
				   number(firsts[0] - 1) + chunks[0]),
			      deflated);
			for (i = 1; i < 4; i++)
				t.add(term + '\0' + sorted(firsts[i]), pack(chunks[i]),
				      deflated);
		}
		t.finish(dir, n);
		compare(dir, 5);
	}
}
END_TEST

START_TEST(a_deflated_tag_that_is_none_is_damage)
{
	table t(in("wrong"));
	struct pm_glass_list l;
	struct pm_glass *g;

	t.add(std::string("\0\xe0", 2), std::string(500, 'x'), true);
	t.add("a", std::string(500, 'x'), true);
	t.add("b", deflate(std::string(50, '\0')), true);
	t.finish(in("wrong"), 10);
	OK(pm_glass_open(&g, in("wrong").c_str(), nullptr, ERR));
	ck_assert_int_eq(pm_glass_list_open(&l, g, "a", 1, nullptr), PM_ERR_CORRUPT);
	pm_glass_list_release(&l);
	ck_assert_int_eq(pm_glass_list_open(&l, g, "b", 1, nullptr), PM_ERR_CORRUPT);
	pm_glass_list_release(&l);
	pm_glass_free(g);
}
END_TEST

/* --- what is not for us -------------------------------------------------- */

static enum pm_status
try_open(const std::string &dir)
{
	struct pm_glass *g = nullptr;
	enum pm_status status = pm_glass_open(&g, dir.c_str(), nullptr, nullptr);

	ck_assert((status == PM_OK) == (g != nullptr));
	pm_glass_free(g);
	return status;
}

START_TEST(what_is_not_known_is_refused)
{
	OK(build(corpus(), in("empty"), 0, ERR));
	ck_assert_int_eq(try_open(in("empty")), PM_DECLINED);
	ck_assert_int_eq(try_open(in("missing")), PM_DECLINED);
	write_in_steps(corpus(), in("empty-theirs"), 1);
	ck_assert_int_eq(try_open(in("empty-theirs")), PM_DECLINED);

	OK(build(make_corpus("random-2-40"), in("db"), 0, ERR));
	ck_assert_int_eq(try_open(in("db")), PM_OK);
	Xapian::Database(in("db")).compact(in("single"), Xapian::DBCOMPACT_SINGLE_FILE);
	ck_assert_int_eq(try_open(in("single")), PM_DECLINED);
	Xapian::Database(in("db")).compact(in("small"), 0, 2048);
	ck_assert_int_eq(try_open(in("small")), PM_DECLINED);
	Xapian::Database(in("db")).compact(in("same"), 0, 8192);
	compare(in("same"), 6);

	fs::remove(in("db/postlist.glass"));
	ck_assert_int_eq(try_open(in("db")), PM_DECLINED);
	std::ofstream(in("db/postlist.glass")).write("short", 5);
	ck_assert_int_eq(try_open(in("db")), PM_DECLINED);
}
END_TEST

/* Every byte of the version file, cut off there or changed: no more than refused. */
START_TEST(a_version_file_is_not_believed)
{
	OK(build(make_corpus("random-2-40"), in("db"), 0, ERR));
	const Xapian::Database db(in("db"));
	const std::string path = in("db/iamglass"), term = *db.allterms_begin();
	std::ifstream file(path, std::ios::binary);
	const std::string image{ std::istreambuf_iterator<char>(file), {} };

	for (size_t i = 0; i <= image.size(); i++)
		for (int flip = 0; flip < 9; flip++) {
			std::string changed = flip == 8 ? image.substr(0, i) : image;
			struct pm_glass *g = nullptr;
			uint32_t length;

			if (flip < 8 && i == image.size())
				changed += 'x';
			else if (flip < 8)
				changed[i] = (char)(changed[i] ^ 1 << flip);
			std::ofstream(path, std::ios::binary) << changed;
			if (pm_glass_open(&g, in("db").c_str(), nullptr, nullptr) !=
			    PM_OK) {
				ck_assert_ptr_null(g);
				continue;
			}
			ck_assert(flip < 8 ? i < image.size() : i == image.size());
			struct pm_glass_list l;
			enum pm_status status = pm_glass_list_open(&l, g, term.data(),
								   term.size(), nullptr);

			while (status == PM_OK)
				status = pm_glass_list_next(&l, nullptr);
			pm_glass_list_release(&l);
			ck_assert(status == PM_END || status == PM_ABSENT ||
				  status == PM_ERR_CORRUPT);
			pm_glass_length(g, g->last, &length, nullptr);
			pm_glass_free(g);
		}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("lists");
	TCase *tc = tcase_create("lists");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, databases_of_our_own_are_read_as_libxapian_reads_them);
	tcase_add_test(tc, numbers_of_all_sizes_are_read);
	tcase_add_test(tc, databases_of_libxapians_are_read_as_it_does);
	tcase_add_test(tc, databases_that_were_updated_are_read_too);
	tcase_add_test(tc, long_and_deflated_tags_are_read);
	tcase_add_test(tc, a_deflated_tag_that_is_none_is_damage);
	tcase_add_test(tc, what_is_not_known_is_refused);
	tcase_add_test(tc, a_version_file_is_not_believed);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
