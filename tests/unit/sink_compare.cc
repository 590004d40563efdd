/* Pressmark - comparing databases: see sink_fixture.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/sink_fixture.hh"

#include <xapian.h>

#include <algorithm>
#include <functional>
#include <sstream>

namespace {

const uint32_t some_slots[] = { 0,   1,	  2,   127, 128,   129,
				255, 256, 257, 300, 65536, 4000000000u };

/* What was found, but only the first of it. */
struct report {
	differences found;

	template <typename T> bool same(const std::string &what, const T &a, const T &b)
	{
		if (a == b)
			return true;
		if (found.size() < 20) {
			std::ostringstream s;

			s << what << ": " << a << ", " << b;
			found.push_back(s.str().substr(0, 300));
		}
		return false;
	}
};

std::string
attempt(const std::function<std::string()> &f)
{
	try {
		return f();
	} catch (const Xapian::Error &e) {
		return e.get_type();
	}
}

void
compare_statistics(report &r, const Xapian::Database &a, const Xapian::Database &b)
{
	r.same("articles", a.get_doccount(), b.get_doccount());
	r.same("last article", a.get_lastdocid(), b.get_lastdocid());
	r.same("average length", a.get_avlength(), b.get_avlength());
	r.same("total length", a.get_total_length(), b.get_total_length());
	r.same("shortest", a.get_doclength_lower_bound(), b.get_doclength_lower_bound());
	r.same("longest", a.get_doclength_upper_bound(), b.get_doclength_upper_bound());
	r.same("positions", a.has_positions(), b.has_positions());
	r.same("metadata", std::distance(a.metadata_keys_begin(), a.metadata_keys_end()),
	       std::distance(b.metadata_keys_begin(), b.metadata_keys_end()));
	for (auto k = a.metadata_keys_begin(); k != a.metadata_keys_end(); ++k)
		r.same("metadata " + *k, a.get_metadata(*k), b.get_metadata(*k));
}

void
compare_postings(report &r, const Xapian::Database &a, const Xapian::Database &b,
		 const std::string &term)
{
	auto p = a.postlist_begin(term), q = b.postlist_begin(term);

	for (; p != a.postlist_end(term) && q != b.postlist_end(term); ++p, ++q)
		if (!r.same(term + ": article", *p, *q) ||
		    !r.same(term + ": wdf", p.get_wdf(), q.get_wdf()) ||
		    !r.same(term + ": length", p.get_doclength(), q.get_doclength()))
			return;
	r.same(term + ": end", p == a.postlist_end(term), q == b.postlist_end(term));
}

/* From an article to a later one, as the matcher does. */
void
compare_skipping(report &r, const Xapian::Database &a, const Xapian::Database &b,
		 const std::string &term, test_random &rnd)
{
	auto p = a.postlist_begin(term), q = b.postlist_begin(term);
	uint32_t to = 1, last = a.get_lastdocid();

	while (p != a.postlist_end(term) && q != b.postlist_end(term)) {
		to += rnd(rnd(4) == 0 ? 3 : last / 8 + 2);
		p.skip_to(to);
		q.skip_to(to);
		if (p == a.postlist_end(term) || q == b.postlist_end(term))
			break;
		if (!r.same(term + ": skipped to", *p, *q) ||
		    !r.same(term + ": wdf there", p.get_wdf(), q.get_wdf()))
			return;
	}
	r.same(term + ": skipped to the end", p == a.postlist_end(term),
	       q == b.postlist_end(term));
}

std::vector<std::string>
compare_terms(report &r, const Xapian::Database &a, const Xapian::Database &b)
{
	auto p = a.allterms_begin(), q = b.allterms_begin();
	std::vector<std::string> terms;

	for (; p != a.allterms_end() && q != b.allterms_end(); ++p, ++q) {
		const std::string t = *p;

		if (!r.same("term", t, *q))
			return terms;
		r.same(t + ": frequency", p.get_termfreq(), q.get_termfreq());
		r.same(t + ": get_termfreq", a.get_termfreq(t), b.get_termfreq(t));
		r.same(t + ": occurrences", a.get_collection_freq(t),
		       b.get_collection_freq(t));
		r.same(t + ": bound", a.get_wdf_upper_bound(t), b.get_wdf_upper_bound(t));
		compare_postings(r, a, b, t);
		terms.push_back(t);
	}
	r.same("the end of the terms", p == a.allterms_end(), q == b.allterms_end());
	return terms;
}

void
compare_articles(report &r, const Xapian::Database &a, const Xapian::Database &b,
		 test_random &rnd)
{
	uint32_t last = a.get_lastdocid(), i;

	compare_postings(r, a, b, "");
	for (i = 1; i <= last; i++) {
		const std::string what = "article " + std::to_string(i);

		r.same(what + ": data",
		       attempt([&] { return a.get_document(i).get_data(); }),
		       attempt([&] { return b.get_document(i).get_data(); }));
		for (uint32_t slot : some_slots)
			r.same(what + ": slot " + std::to_string(slot),
			       a.get_document(i).get_value(slot),
			       b.get_document(i).get_value(slot));
	}
	for (i = 0; i < 500; i++) {
		uint32_t id = 1 + rnd(last + 2);

		r.same("length of article " + std::to_string(id),
		       attempt([&] { return std::to_string(a.get_doclength(id)); }),
		       attempt([&] { return std::to_string(b.get_doclength(id)); }));
	}
}

void
compare_values(report &r, const Xapian::Database &a, const Xapian::Database &b)
{
	for (uint32_t slot : some_slots) {
		const std::string what = "slot " + std::to_string(slot);
		auto p = a.valuestream_begin(slot), q = b.valuestream_begin(slot);

		r.same(what + ": articles", a.get_value_freq(slot),
		       b.get_value_freq(slot));
		r.same(what + ": lower", a.get_value_lower_bound(slot),
		       b.get_value_lower_bound(slot));
		r.same(what + ": upper", a.get_value_upper_bound(slot),
		       b.get_value_upper_bound(slot));
		for (; p != a.valuestream_end(slot) && q != b.valuestream_end(slot);
		     ++p, ++q)
			if (!r.same(what + ": article", p.get_docid(), q.get_docid()) ||
			    !r.same(what + ": value", *p, *q))
				break;
		r.same(what + ": end", p == a.valuestream_end(slot),
		       q == b.valuestream_end(slot));
	}
}

std::string
answer(const Xapian::Database &db, const Xapian::Query &q, bool by_value)
{
	Xapian::Enquire e(db);
	Xapian::MSet m;
	std::ostringstream s;

	e.set_query(q);
	if (by_value)
		e.set_sort_by_value_then_relevance(0, true);
	m = e.get_mset(0, 20);
	s.precision(17);
	s << m.get_matches_estimated() << '+' << m.get_max_possible() << ':';
	for (auto i = m.begin(); i != m.end(); ++i)
		s << ' ' << *i << '=' << i.get_weight();
	return s.str();
}

void
compare_queries(report &r, const Xapian::Database &a, const Xapian::Database &b,
		const std::vector<std::string> &terms, test_random &rnd)
{
	const Xapian::Query::op ops[] = {
		Xapian::Query::OP_OR, Xapian::Query::OP_AND, Xapian::Query::OP_AND_MAYBE,
		Xapian::Query::OP_AND_NOT, Xapian::Query::OP_SYNONYM
	};
	uint32_t i, n = (uint32_t)terms.size();

	for (i = 0; n > 0 && i < 100; i++) {
		Xapian::Query q(ops[rnd(5)], Xapian::Query(terms[rnd(n)]),
				Xapian::Query(terms[rnd(n)]));

		if (i % 4 == 0)
			q = Xapian::Query(Xapian::Query::OP_AND, q,
					  Xapian::Query(Xapian::Query::OP_VALUE_RANGE, 0,
							std::to_string(20000101 +
								       rnd(3000)),
							std::to_string(20001501 +
								       rnd(3000))));
		r.same(q.get_description(), answer(a, q, i % 3 == 0),
		       answer(b, q, i % 3 == 0));
	}
}

}

differences
compare_databases(const std::string &dir_a, const std::string &dir_b, uint64_t seed)
{
	const Xapian::Database a(dir_a), b(dir_b);
	std::vector<std::string> terms;
	test_random rnd(seed);
	report r;
	size_t i;

	compare_statistics(r, a, b);
	terms = compare_terms(r, a, b);
	/* the frequent ones, and others */
	std::stable_sort(terms.begin(), terms.end(), [&](const auto &x, const auto &y) {
		return a.get_termfreq(x) > a.get_termfreq(y);
	});
	for (i = 0; i < terms.size() && i < 200; i++)
		compare_skipping(r, a, b, terms[i < 50 ? i : rnd((uint32_t)terms.size())],
				 rnd);
	compare_articles(r, a, b, rnd);
	compare_values(r, a, b);
	terms.resize(std::min<size_t>(terms.size(), 300));
	compare_queries(r, a, b, terms, rnd);
	return r.found;
}

differences
compare_with_corpus(const std::string &dir, const corpus &c)
{
	const Xapian::Database db(dir);
	uint32_t a, shortest = 0, longest = 0;
	uint64_t words = 0;
	report r;

	for (uint32_t n : c.lengths) {
		words += n;
		longest = std::max(longest, n);
		if (n > 0 && (shortest == 0 || n < shortest))
			shortest = n;
	}
	r.same("articles", db.get_doccount(), c.size());
	r.same("last article", db.get_lastdocid(), c.size());
	r.same("total length", db.get_total_length(), (Xapian::totallength)words);
	r.same("shortest", db.get_doclength_lower_bound(), shortest);
	r.same("longest", db.get_doclength_upper_bound(), longest);
	for (a = 1; a <= c.size(); a++) {
		r.same("length " + std::to_string(a), db.get_doclength(a),
		       c.lengths[a - 1]);
		r.same("data " + std::to_string(a),
		       attempt([&] { return db.get_document(a).get_data(); }),
		       c.data[a - 1]);
	}
	auto t = db.allterms_begin();
	for (const auto &want : c.terms) {
		size_t i = 0;

		if (t == db.allterms_end() || !r.same("term", *t, want.first))
			return r.found;
		for (auto p = db.postlist_begin(*t); p != db.postlist_end(*t); ++p, ++i)
			if (i == want.second.size() ||
			    !r.same(*t + ": article", *p, want.second[i].article) ||
			    !r.same(*t + ": wdf", p.get_wdf(), want.second[i].wdf))
				break;
		r.same(*t + ": frequency", (size_t)db.get_termfreq(*t),
		       want.second.size());
		r.same(*t + ": postings", i, want.second.size());
		++t;
	}
	r.same("no more terms", t == db.allterms_end(), true);
	for (uint32_t slot : some_slots) {
		const std::string what = "slot " + std::to_string(slot);
		auto v = db.valuestream_begin(slot);
		static const std::map<uint32_t, std::string> none;
		auto found = c.values.find(slot);
		const auto &want = found == c.values.end() ? none : found->second;

		r.same(what + ": articles", (size_t)db.get_value_freq(slot), want.size());
		for (const auto &w : want) {
			if (v == db.valuestream_end(slot) ||
			    !r.same(what + ": article", v.get_docid(), w.first) ||
			    !r.same(what + ": value", *v, w.second))
				break;
			++v;
		}
		r.same(what + ": end", v == db.valuestream_end(slot), true);
	}
	return r.found;
}

void
update_database(const std::string &dir, int flags)
{
	Xapian::WritableDatabase db(dir, Xapian::DB_OPEN | Xapian::DB_NO_TERMLIST | flags);
	int round, i;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < 40; i++) {
			Xapian::Document d;

			d.set_data(std::string(i == 7 ? 50000 : i, 'u') +
				   std::to_string(i));
			d.add_term("all", 3);
			d.add_term("word", 2);
			d.add_term("E", 2);
			d.add_term("new" + std::to_string(i), 4);
			/* right behind the first item of the first leaf */
			d.add_term(std::string("\0new", 4) + std::to_string(i % 5));
			d.add_value(0, "zz");
			d.add_value(1, "a");
			d.add_value(5, std::to_string(round));
			db.add_document(d);
			db.set_metadata("key" + std::to_string(round * 100 + i),
					std::string(3000, 'y'));
		}
		db.commit();
	}
	db.close();
}
