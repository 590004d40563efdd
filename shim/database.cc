/* Pressmark - databases opened and looked up by libxapian: see xapian_db.hh,
 * xapian.h and database.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/xapian_db.hh"

#include <algorithm>
#include <memory>
#include <string>

/* --- opening ------------------------------------------------------------ */

/* Ids count articles, so none may be missing among their numbers. */
static enum pm_status
check_numbers(const Xapian::Database &segment, const std::string &dir,
	      struct pm_error *err)
{
	return segment.get_lastdocid() == segment.get_doccount()
		     ? PM_OK
		     : pm_corrupt(err, dir.c_str(),
				  "its %u articles have numbers up to %u",
				  static_cast<unsigned>(segment.get_doccount()),
				  static_cast<unsigned>(segment.get_lastdocid()));
}

enum pm_status
pm_xapian_db_open_all(struct pm_xapian_db *db, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	Xapian::doccount articles = 0;

	db->all = Xapian::Database();
	db->segments.clear();
	db->before.clear();
	for (size_t i = 0; i < db->dirs.size() && status == PM_OK; i++)
		status = pm_reading_barrier(err, "cannot open", db->dirs[i].c_str(), [&]() {
			db->segments.emplace_back(db->dirs[i]);
			db->before.push_back(articles);
			db->all.add_database(db->segments.back());
			articles += db->segments.back().get_doccount();
			return check_numbers(db->segments.back(), db->dirs[i], err);
		});
	if (status == PM_OK)
		db->articles = articles;
	return status;
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
			status = pm_xapian_db_open_all(db.get(), err);
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

enum pm_status
pm_xapian_db_words(struct pm_xapian_db *db, uint64_t *words, struct pm_error *err)
{
	return pm_xapian_ask(db, "cannot measure", err, [&]() {
		*words = db->all.get_total_length();
		return PM_OK;
	});
}

/* --- looking up --------------------------------------------------------- */

enum pm_status
pm_xapian_db_frequencies(struct pm_xapian_db *db, const struct pm_db_term *terms,
			 size_t n, uint32_t *freqs, struct pm_error *err)
{
	return pm_xapian_ask(
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
	return pm_xapian_ask(
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
	return pm_xapian_ask(
		db, "cannot read an article of", err, [&]() -> enum pm_status {
			if (id == 0 || id > db->articles)
				return pm_fail(err, PM_ERR_INTERNAL,
					       "'%s' has no article %u", db->name.c_str(),
					       static_cast<unsigned>(id));

			const auto after = std::lower_bound(db->before.begin(),
							    db->before.end(), id);
			const auto segment =
				static_cast<size_t>(after - db->before.begin()) - 1;
			const std::string data =
				db->segments[segment]
					.get_document(id - db->before[segment])
					.get_data();

			pm_buf_put(out, data.data(), data.size());
			return pm_buf_check(out, "an article's data", err);
		});
}

/* What FN said of the postings of a segment that it got. */
static int
pass_postings(const struct pm_xapian_db *db, size_t segment, const std::string &term,
	      int (*fn)(void *ctx, uint32_t id, uint32_t wdf), void *ctx)
{
	const Xapian::Database &in = db->segments[segment];
	Xapian::PostingIterator it = in.postlist_begin(term);
	const Xapian::PostingIterator end = in.postlist_end(term);
	int answer = 0;

	for (; it != end && answer == 0; ++it)
		answer = fn(ctx, db->before[segment] + *it, it.get_wdf());
	return answer;
}

enum pm_status
pm_xapian_db_postings(struct pm_xapian_db *db, const char *term, size_t len,
		      int (*fn)(void *ctx, uint32_t id, uint32_t wdf), void *ctx,
		      struct pm_error *err)
{
	return pm_xapian_ask(
		db, "cannot read the postings of", err, [&]() -> enum pm_status {
			const std::string name(term, len);
			int answer = 0;

			for (size_t i = 0; i < db->segments.size() && answer == 0; i++)
				answer = pass_postings(db, i, name, fn, ctx);
			return answer < 0 ? static_cast<enum pm_status>(answer) : PM_OK;
		});
}

/* --- numbers -------------------------------------------------------------- */

size_t
pm_xapian_sortable(double number, char out[9])
{
	return Xapian::sortable_serialise_(number, out);
}
