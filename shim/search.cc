/* Pressmark - searching by libxapian, segment after segment: see xapian.h and database.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/check_source.hh"
#include "shim/gone_source.hh"
#include "shim/query.hh"
#include "shim/xapian_db.hh"

#include <algorithm>
#include <string>
#include <vector>

namespace {

/* A match, and what comes before its score when matches are put in order. */
struct found {
	uint64_t day;
	struct pm_db_match match;
};

/* A search of all segments. */
struct searching {
	const struct pm_xapian_db *db;
	const struct pm_db_request *request;
	struct pm_searched at = { 0, nullptr };
	Xapian::Query query;
	Xapian::doccount keep = 0; /* of the best matches */
	std::vector<found> best;
	uint32_t total = 0;
};

/* --- order ---------------------------------------------------------------- */

/* An article without a day sorts after all others. */
struct day_key final : Xapian::KeyMaker {
	std::string operator()(const Xapian::Document &doc) const override
	{
		std::string day = doc.get_value(PM_SLOT_DAY);

		if (day.empty())
			day = "\xff";
		return day;
	}
};

/* The bytes of a key as a number that is in the same order: a day has eight. */
uint64_t
number_of(const std::string &key)
{
	uint64_t n = 0;

	for (size_t i = 0; i < 8; i++)
		n = n << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0);
	return n;
}

bool
comes_first(enum pm_db_sort sort, const found &x, const found &y)
{
	if (x.day != y.day)
		return sort == PM_SORT_DATE ? x.day < y.day : x.day > y.day;
	if (x.match.score != y.match.score)
		return x.match.score > y.match.score;
	return x.match.id < y.match.id;
}

/* --- a segment -------------------------------------------------------------- */

/* Marks what matches. */
class marker final : public Xapian::MatchSpy {
	const struct pm_db_marks *marks_;
	size_t segment_;

public:
	marker(const struct pm_db_marks *marks, size_t segment)
		: marks_(marks), segment_(segment)
	{
	}

	void operator()(const Xapian::Document &doc, double) override
	{
		pm_db_mark(marks_, segment_, doc.get_docid());
	}
};

void
sort_by(Xapian::Enquire *enquire, enum pm_db_sort sort, day_key *key)
{
	const bool rising = false, falling = true;

	enquire->set_docid_order(Xapian::Enquire::ASCENDING);
	if (sort == PM_SORT_DATE)
		enquire->set_sort_by_key_then_relevance(key, rising);
	else if (sort == PM_SORT_DATE_DESC)
		enquire->set_sort_by_value_then_relevance(PM_SLOT_DAY, falling);
}

/* How many articles match in all, FOUND of which have been. */
Xapian::doccount
total_of(Xapian::Enquire *enquire, const Xapian::MSet &found, Xapian::doccount articles)
{
	const Xapian::doccount least = found.get_matches_lower_bound();

	if (least == found.get_matches_upper_bound())
		return least;
	enquire->set_weighting_scheme(Xapian::BoolWeight());
	enquire->set_sort_by_relevance();
	return enquire->get_mset(0, articles).size();
}

/* The query without the articles that are gone. */
Xapian::Query
query_here(const searching *s, Xapian::doccount articles)
{
	if (s->at.gone == nullptr)
		return s->query;
	return Xapian::Query(Xapian::Query::OP_AND_NOT, s->query,
			     Xapian::Query((new pm_gone_source(s->at.gone, articles))
						   ->release()));
}

void
search_segment(searching *s)
{
	const Xapian::Database &segment = s->db->segments[s->at.segment];
	const Xapian::doccount articles = segment.get_doccount();
	const uint32_t before = s->db->before[s->at.segment];
	const struct pm_db_request *request = s->request;
	Xapian::Enquire enquire(segment);
	marker mark(request->marks, s->at.segment);
	day_key key;

	enquire.set_query(query_here(s, articles));
	enquire.set_weighting_scheme(pm_leaf_weight(request->per_length, request->grid));
	sort_by(&enquire, request->sort, &key);
	if (request->marks != nullptr)
		enquire.add_matchspy(&mark);

	/* Checking at least as many as there are makes the total exact. */
	const Xapian::MSet found = enquire.get_mset(0, std::min(s->keep, articles),
						    articles);

	for (Xapian::MSetIterator it = found.begin(); it != found.end(); ++it)
		s->best.push_back({ number_of(it.get_sort_key()),
				    { before + *it, it.get_weight() } });
	if (request->marks != nullptr)
		enquire.clear_matchspies();
	s->total += total_of(&enquire, found, articles);
}

/* --- all of them ------------------------------------------------------------ */

/* The best of the segment that was searched, which are in order, join those before it. */
void
merge(searching *s, size_t before)
{
	const auto middle = s->best.begin() +
			    static_cast<std::vector<found>::difference_type>(before);
	const enum pm_db_sort sort = s->request->sort;

	std::inplace_merge(s->best.begin(), middle, s->best.end(),
			   [sort](const found &x, const found &y) {
		return comes_first(sort, x, y);
	});
	if (s->best.size() > s->keep)
		s->best.resize(s->keep);
}

void
put_page(const searching &s, struct pm_db_page *page)
{
	page->total = s.total;
	for (size_t i = s.request->first; i < s.best.size(); i++)
		page->matches[page->n++] = s.best[i].match;
}

void
search(const struct pm_xapian_db *db, const struct pm_db_request *request,
       struct pm_db_page *page)
{
	const Xapian::doccount first = std::min(request->first, db->articles);
	const Xapian::doccount max = std::min(request->max, db->articles - first);
	searching s;

	s.db = db;
	s.request = request;
	s.keep = max > 0 ? first + max : 0;
	s.query = pm_query_build(request, &s.at);
	for (; s.at.segment < db->segments.size(); s.at.segment++) {
		const size_t before = s.best.size();

		s.at.gone = pm_db_gone(request, s.at.segment);
		search_segment(&s);
		merge(&s, before);
	}
	put_page(s, page);
}

}

enum pm_status
pm_xapian_db_search(struct pm_xapian_db *db, const struct pm_db_request *request,
		    struct pm_db_page *page, struct pm_error *err)
{
	page->total = 0;
	page->n = 0;
	return pm_xapian_ask(
		db, "cannot search", err, [&]() -> enum pm_status {
			const enum pm_status status = pm_query_check(request, err);

			if (status < 0)
				return status;
			try {
				search(db, request, page);
				return PM_OK;
			} catch (const pm_check_stop &stop) {
				page->total = 0;
				page->n = 0;
				if (request->check_err == nullptr ||
				    request->check_err->status >= 0)
					return pm_fail(err, stop.status,
						       "cannot search '%s': a check failed",
						       db->name.c_str());
				if (err != nullptr && err != request->check_err)
					*err = *request->check_err;
				return stop.status;
			}
		});
}
