/* Pressmark - asking a libxapian database, by libxapian: see database.h and xapian.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/barrier.hh"
#include "shim/check_source.hh"
#include "shim/weights.h"
#include "shim/xapian.h"

#include <xapian.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

struct pm_xapian_db {
	std::vector<std::string> dirs;
	std::vector<Xapian::Database> segments;
	Xapian::Database all;
	std::string name;
	Xapian::doccount articles = 0;
	bool stale = false; /* to be reopened before its next use */
};

/* --- opening ------------------------------------------------------------ */

static enum pm_status
open_all(struct pm_xapian_db *db, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	Xapian::doccount articles = 0;

	db->all = Xapian::Database();
	db->segments.clear();
	for (size_t i = 0; i < db->dirs.size() && status == PM_OK; i++)
		status = pm_reading_barrier(err, "cannot open", db->dirs[i].c_str(), [&]() {
			db->segments.emplace_back(db->dirs[i]);
			db->all.add_database(db->segments.back());
			articles += db->segments.back().get_doccount();
			return PM_OK;
		});
	if (status == PM_OK)
		db->articles = articles;
	return status;
}

/* An exception from deep inside libxapian, most likely because memory ran out, may leave
 * a half-moved cursor in its database, and using that again could crash.  A check that
 * ends a search does so at a safe point. */
template <typename Body>
static enum pm_status
ask(struct pm_xapian_db *db, const char *doing, struct pm_error *err, Body &&body)
{
	return pm_reading_barrier(err, doing, db->name.c_str(), [&]() {
		enum pm_status status = PM_OK;

		if (db->stale)
			status = open_all(db, err);
		if (status < 0)
			return status;
		try {
			return body();
		} catch (...) {
			db->stale = true;
			throw;
		}
	});
}

enum pm_status
pm_xapian_db_open(struct pm_xapian_db **out, char *const *dirs, size_t n,
		  struct pm_error *err)
{
	return pm_reading_barrier(
		err, "cannot open", n > 0 ? dirs[0] : nullptr, [&]() -> enum pm_status {
			std::unique_ptr<pm_xapian_db> db(new pm_xapian_db);
			enum pm_status status;

			db->name = n > 0 ? dirs[0] : "";
			if (n > 1)
				db->name += " and others";
			for (size_t i = 0; i < n; i++)
				db->dirs.push_back(dirs[i]);
			status = open_all(db.get(), err);
			if (status == PM_OK)
				*out = db.release();
			return status;
		});
}

void
pm_xapian_db_free(struct pm_xapian_db *db)
{
	delete db;
}

uint32_t
pm_xapian_db_articles(const struct pm_xapian_db *db)
{
	return db->articles;
}

/* --- looking up --------------------------------------------------------- */

enum pm_status
pm_xapian_db_frequencies(struct pm_xapian_db *db, const struct pm_db_term *terms,
			 size_t n, uint32_t *freqs, struct pm_error *err)
{
	return ask(
		db, "cannot look up terms in", err, [&]() -> enum pm_status {
			std::string term;
			size_t i;

			for (i = 0; i < n; i++) {
				term.assign(terms[i].data, terms[i].len);
				/* To libxapian, the empty term is in every article. */
				freqs[i] = term.empty() ? 0 : db->all.get_termfreq(term);
			}
			return PM_OK;
		});
}

enum pm_status
pm_xapian_db_terms(struct pm_xapian_db *db, const char *prefix, size_t prefix_len,
		   int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq),
		   void *ctx, struct pm_error *err)
{
	return ask(
		db, "cannot list the terms of", err, [&]() -> enum pm_status {
			const std::string start(prefix, prefix_len);
			Xapian::TermIterator it = db->all.allterms_begin(start);
			const Xapian::TermIterator end = db->all.allterms_end(start);

			for (; it != end; ++it) {
				const std::string term = *it;
				int answer = fn(ctx, term.data(), term.size(),
						it.get_termfreq());

				if (answer != 0)
					return answer < 0
						     ? static_cast<enum pm_status>(answer)
						     : PM_OK;
			}
			return PM_OK;
		});
}

enum pm_status
pm_xapian_db_data(struct pm_xapian_db *db, uint32_t id, struct pm_buf *out,
		  struct pm_error *err)
{
	return ask(
		db, "cannot read an article of", err, [&]() -> enum pm_status {
			std::string data = db->all.get_document(id,
								Xapian::DOC_ASSUME_VALID)
						   .get_data();

			/* Only if there is no data does it pay to check that the article
		 * exists. */
			if (data.empty())
				data = db->all.get_document(id).get_data();

			pm_buf_put(out, data.data(), data.size());
			return pm_buf_check(out, "an article's data", err);
		});
}

enum pm_status
pm_xapian_db_postings(struct pm_xapian_db *db, const char *term, size_t len,
		      int (*fn)(void *ctx, uint32_t id, uint32_t wdf), void *ctx,
		      struct pm_error *err)
{
	return ask(
		db, "cannot read the postings of", err, [&]() -> enum pm_status {
			const std::string name(term, len);
			Xapian::PostingIterator it = db->all.postlist_begin(name);
			const Xapian::PostingIterator end = db->all.postlist_end(name);

			for (; it != end; ++it) {
				int answer = fn(ctx, *it, it.get_wdf());

				if (answer != 0)
					return answer < 0
						     ? static_cast<enum pm_status>(answer)
						     : PM_OK;
			}
			return PM_OK;
		});
}

/* --- searching ---------------------------------------------------------- */

namespace {

typedef std::vector<Xapian::Query> query_stack;

Xapian::Query
scaled(const Xapian::Query &query, double factor)
{
	return factor == 1.0
		     ? query
		     : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, factor);
}

/* To libxapian the empty term is in every article; here it is a term like any other,
 * and in none. */
Xapian::Query
term_query(const struct pm_db_node *node)
{
	if (node->term_len == 0)
		return Xapian::Query();
	return Xapian::Query(std::string(node->term, node->term_len));
}

/* Values are never empty, so one NUL sorts below all of them and serves as an open lower
 * bound: with no bound at all, articles without a value would match. */
Xapian::Query
range_query(const struct pm_db_node *node)
{
	const std::string low = node->low != nullptr && node->low_len > 0
				      ? std::string(node->low, node->low_len)
				      : std::string(1, '\0');
	if (node->high == nullptr)
		return Xapian::Query(Xapian::Query::OP_VALUE_GE, node->slot, low);
	return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, node->slot, low,
			     std::string(node->high, node->high_len));
}

Xapian::Query
check_query(const struct pm_xapian_db *db, const struct pm_db_node *node)
{
	const pm_check check = { node->check, node->ctx, &db->segments };

	return Xapian::Query((new pm_check_source(check))->release());
}

bool
arity_is_sound(const struct pm_db_node *node, size_t available)
{
	switch (node->op) {
	case PM_DB_AND:
	case PM_DB_OR:
	case PM_DB_SYNONYM:
		return node->n_children >= 1 && node->n_children <= available;
	case PM_DB_AND_NOT:
	case PM_DB_AND_MAYBE:
	case PM_DB_FILTER:
		return node->n_children == 2 && available >= 2;
	default:
		return node->n_children == 0;
	}
}

/* Replace the last N queries by one that combines them. */
void
combine(query_stack *stack, Xapian::Query::op op, size_t n, double factor)
{
	const auto first = stack->end() - static_cast<query_stack::difference_type>(n);
	const Xapian::Query query = scaled(Xapian::Query(op, first, stack->end()), factor);

	stack->erase(first, stack->end());
	stack->push_back(query);
}

/* libxapian 1.4 joins the children of an OR two by two, the rarest first, and at each
 * step asks for the frequency of everything below: quadratic time in their number, and a
 * chain as deep as their number if many of them are in no article of a segment.  So a
 * wide OR becomes a tree of narrow ones.  An OR directly in an OR would be flattened
 * again; a scaled one is not.  Doubling a weight and halving it again is exact. */
constexpr size_t widest_or = 32;

double
narrow(query_stack *stack, size_t n, size_t *left)
{
	double factor = 1;

	while (n > widest_or) {
		const size_t base = stack->size() - n;
		size_t at, to = base;

		for (at = 0; at < n; at += widest_or) {
			const auto first =
				stack->begin() +
				static_cast<query_stack::difference_type>(base + at);
			const auto last = first +
					  static_cast<query_stack::difference_type>(
						  std::min(widest_or, n - at));

			(*stack)[to++] = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
						       Xapian::Query(Xapian::Query::OP_OR,
								     first, last),
						       2);
		}
		stack->resize(to);
		n = to - base;
		factor /= 2;
	}
	*left = n;
	return factor;
}

void
combine_or(query_stack *stack, size_t n)
{
	double factor = narrow(stack, n, &n);

	combine(stack, Xapian::Query::OP_OR, n, factor);
}

/* What is below a synonym has no weight of its own. */
void
combine_synonym(query_stack *stack, size_t n, double factor)
{
	narrow(stack, n, &n);
	combine(stack, Xapian::Query::OP_SYNONYM, n, factor);
}

/* PM_ERR_INTERNAL if the nodes are not one tree in postfix order. */
enum pm_status
check_shape(const struct pm_db_request *request, struct pm_error *err)
{
	size_t trees = 0;

	for (size_t i = 0; i < request->n_nodes; i++) {
		const struct pm_db_node *node = &request->nodes[i];

		if (!arity_is_sound(node, trees))
			return pm_fail(err, PM_ERR_INTERNAL,
				       "a request's node %zu of "
				       "kind %d has %u children",
				       i, (int)node->op, (unsigned)node->n_children);
		trees = trees - node->n_children + 1;
		if (node->op != PM_DB_SYNONYM)
			continue;
		for (size_t j = 1; j <= node->n_children; j++)
			if (request->nodes[i - j].op != PM_DB_TERM)
				return pm_fail(err, PM_ERR_INTERNAL,
					       "a request's node "
					       "%zu is no term of a synonym",
					       i - j);
	}
	if (trees != 1)
		return pm_fail(err, PM_ERR_INTERNAL, "a request's nodes form %zu trees",
			       trees);
	return PM_OK;
}

/* Which nodes only decide, because they are on the right of an AND_NOT or a FILTER.
 * Working back from the root, the last child comes first. */
std::vector<bool>
find_weightless(const struct pm_db_request *request)
{
	std::vector<bool> weightless(request->n_nodes), open(1, false);

	for (size_t i = request->n_nodes; i-- > 0;) {
		const struct pm_db_node *node = &request->nodes[i];
		const bool self = open.back();

		weightless[i] = self;
		open.pop_back();
		open.insert(open.end(), node->n_children, self);
		if (node->op == PM_DB_AND_NOT || node->op == PM_DB_FILTER)
			open.back() = true;
	}
	return weightless;
}

Xapian::Query
build_query(const struct pm_xapian_db *db, const struct pm_db_request *request)
{
	const std::vector<bool> weightless = find_weightless(request);
	query_stack stack;

	for (size_t i = 0; i < request->n_nodes; i++) {
		const struct pm_db_node *node = &request->nodes[i];
		const size_t n = node->n_children;

		switch (node->op) {
		case PM_DB_NOTHING:
			stack.emplace_back();
			break;
		case PM_DB_ALL:
			stack.emplace_back(std::string());
			break;
		case PM_DB_TERM:
			stack.push_back(scaled(term_query(node), node->factor));
			break;
		case PM_DB_RANGE:
			stack.push_back(range_query(node));
			break;
		case PM_DB_CHECK:
			stack.push_back(check_query(db, node));
			break;
		case PM_DB_AND:
			combine(&stack, Xapian::Query::OP_AND, n, 1);
			break;
		case PM_DB_OR:
			combine_or(&stack, n);
			break;
		case PM_DB_SYNONYM:
			/* The children's own factors are ignored. */
			for (size_t j = 1; j <= n; j++)
				stack[stack.size() - j] =
					term_query(&request->nodes[i - j]);
			combine_synonym(&stack, n, node->factor);
			break;
		case PM_DB_AND_NOT:
			combine(&stack, Xapian::Query::OP_AND_NOT, n, 1);
			break;
		case PM_DB_AND_MAYBE:
			/* libxapian 1.4.22 answers a AND_NOT ((b AND_MAYBE c) AND d) from
			 * uninitialised memory. */
			if (weightless[i])
				stack.pop_back();
			else
				combine(&stack, Xapian::Query::OP_AND_MAYBE, n, 1);
			break;
		case PM_DB_FILTER:
			combine(&stack, Xapian::Query::OP_FILTER, n, 1);
			break;
		}
	}
	return stack.front();
}

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

/* Marks what matches in the only segment: of several, a document here does not say in which
 * it is. */
class marker final : public Xapian::MatchSpy {
	const struct pm_db_marks *marks;

public:
	explicit marker(const struct pm_db_marks *given) : marks(given)
	{
	}

	void operator()(const Xapian::Document &doc, double) override
	{
		pm_db_mark(marks, 0, doc.get_docid());
	}
};

/* The same in several segments. */
void
mark_all(Xapian::Enquire *enquire, const struct pm_xapian_db *db,
	 const struct pm_db_marks *marks)
{
	size_t n = db->segments.size();

	enquire->set_weighting_scheme(Xapian::BoolWeight());
	enquire->set_sort_by_relevance();
	const Xapian::MSet all = enquire->get_mset(0, db->articles);
	for (Xapian::MSetIterator it = all.begin(); it != all.end(); ++it)
		pm_db_mark(marks, (*it - 1) % n, (uint32_t)((*it - 1) / n + 1));
}

enum pm_status
search(const struct pm_xapian_db *db, const struct pm_db_request *request,
       struct pm_db_page *page, struct pm_error *err)
{
	enum pm_status status = check_shape(request, err);

	if (status < 0 || db->articles == 0)
		return status;

	Xapian::Enquire enquire(db->all);
	day_key key;
	marker mark(request->marks);
	const bool rising = false, falling = true;

	enquire.set_query(build_query(db, request));
	enquire.set_weighting_scheme(Xapian::BM25Weight(PM_BM25_K1, 0, 0, PM_BM25_B, 0));
	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	if (request->sort == PM_SORT_DATE)
		enquire.set_sort_by_key_then_relevance(&key, rising);
	else if (request->sort == PM_SORT_DATE_DESC)
		enquire.set_sort_by_value_then_relevance(PM_SLOT_DAY, falling);

	if (request->marks != nullptr && db->segments.size() == 1)
		enquire.add_matchspy(&mark);

	const Xapian::doccount first = std::min(request->first, db->articles);
	const Xapian::doccount max = std::min(request->max, db->articles - first);
	/* Checking at least as many as there are makes the total exact. */
	const Xapian::MSet found = enquire.get_mset(first, max, db->articles);

	page->total = found.get_matches_lower_bound();
	if (page->total != found.get_matches_upper_bound()) {
		enquire.set_weighting_scheme(Xapian::BoolWeight());
		enquire.set_sort_by_relevance();
		page->total = enquire.get_mset(0, db->articles).size();
	}
	for (Xapian::MSetIterator it = found.begin(); it != found.end(); ++it) {
		page->matches[page->n].id = *it;
		page->matches[page->n].score = it.get_weight();
		page->n++;
	}
	if (request->marks != nullptr && db->segments.size() > 1)
		mark_all(&enquire, db, request->marks);
	return PM_OK;
}

}

enum pm_status
pm_xapian_db_search(struct pm_xapian_db *db, const struct pm_db_request *request,
		    struct pm_db_page *page, struct pm_error *err)
{
	page->total = 0;
	page->n = 0;
	return ask(
		db, "cannot search", err, [&]() -> enum pm_status {
			try {
				return search(db, request, page, err);
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

/* --- numbers -------------------------------------------------------------- */

size_t
pm_xapian_sortable(double number, char out[9])
{
	return Xapian::sortable_serialise_(number, out);
}
