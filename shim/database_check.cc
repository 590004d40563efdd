/* Pressmark - reading all of a libxapian database: see database.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian::Database::check() opens the files for writing, so it cannot be used for an index
 * that may only be read.  Here everything that libxapian gives is read and compared with
 * what else it says. */
#include "shim/database.h"

#include "shim/barrier.hh"

#include <xapian.h>

#include <string>
#include <vector>

namespace {

/* The sum of the wdf of all postings, by article. */
typedef std::vector<Xapian::termcount> lengths;

enum pm_status
damaged(const char *dir, const char *what, const std::string &term, struct pm_error *err)
{
	return pm_corrupt(err, dir, "%s the term '%s'", what, term.c_str());
}

enum pm_status
check_term(const Xapian::Database &db, const char *dir, const std::string &term,
	   lengths &sums, struct pm_error *err)
{
	Xapian::doccount n = 0;
	Xapian::termcount occurrences = 0;
	Xapian::docid last = 0;
	const Xapian::PostingIterator end = db.postlist_end(term);

	for (Xapian::PostingIterator it = db.postlist_begin(term); it != end; ++it) {
		if (*it <= last || *it >= sums.size())
			return damaged(dir, "articles are out of order in", term, err);
		last = *it;
		sums[last] += it.get_wdf();
		occurrences += it.get_wdf();
		n++;
	}
	if (n != db.get_termfreq(term) || occurrences != db.get_collection_freq(term))
		return damaged(dir, "there are not as many postings as it says for", term,
			       err);
	return PM_OK;
}

enum pm_status
check_terms(const Xapian::Database &db, const char *dir, lengths &sums,
	    struct pm_error *err)
{
	const Xapian::TermIterator end = db.allterms_end();
	enum pm_status status = PM_OK;
	std::string last;

	for (Xapian::TermIterator it = db.allterms_begin(); it != end && status == PM_OK;
	     ++it) {
		const std::string term = *it;

		if (term <= last)
			return damaged(dir, "terms are out of order at", term, err);
		status = check_term(db, dir, term, sums, err);
		last = term;
	}
	return status;
}

enum pm_status
check_articles(const Xapian::Database &db, const char *dir, const lengths &sums,
	       struct pm_error *err)
{
	const Xapian::PostingIterator end = db.postlist_end(std::string());
	Xapian::doccount n = 0;

	for (Xapian::PostingIterator it = db.postlist_begin(std::string()); it != end;
	     ++it) {
		if (*it >= sums.size() || it.get_doclength() != sums[*it])
			return pm_corrupt(err, dir,
					  "article %u does not have the length that its "
					  "postings make",
					  static_cast<unsigned>(*it));
		db.get_document(*it, Xapian::DOC_ASSUME_VALID).get_data();
		n++;
	}
	if (n != db.get_doccount())
		return pm_corrupt(err, dir, "it has %u article%s and says %u",
				  static_cast<unsigned>(n), n == 1 ? "" : "s",
				  static_cast<unsigned>(db.get_doccount()));
	return PM_OK;
}

enum pm_status
check_values(const Xapian::Database &db, const char *dir, Xapian::valueno slot,
	     struct pm_error *err)
{
	const std::string low = db.get_value_lower_bound(slot);
	const std::string high = db.get_value_upper_bound(slot);
	const Xapian::ValueIterator end = db.valuestream_end(slot);
	Xapian::doccount n = 0;

	for (Xapian::ValueIterator it = db.valuestream_begin(slot); it != end; ++it, n++)
		if (*it < low || *it > high)
			return pm_corrupt(err, dir, "article %u has a value out of bounds",
					  static_cast<unsigned>(it.get_docid()));
	if (n != db.get_value_freq(slot))
		return pm_corrupt(err, dir,
				  "slot %u does not have as many values as it says",
				  static_cast<unsigned>(slot));
	return PM_OK;
}

} // namespace

enum pm_status
pm_db_check(const char *dir, struct pm_error *err)
{
	return pm_reading_barrier(
		err, "cannot check", dir, [&]() -> enum pm_status {
			const Xapian::Database db(dir);
			const Xapian::docid last = db.get_lastdocid();
			enum pm_status status;

			if (last != db.get_doccount())
				return pm_corrupt(err, dir,
						  "its last article is %u, of %u",
						  static_cast<unsigned>(last),
						  static_cast<unsigned>(db.get_doccount()));
			lengths sums(static_cast<size_t>(last) + 1);

			if ((status = check_terms(db, dir, sums, err)) == PM_OK &&
			    (status = check_articles(db, dir, sums, err)) == PM_OK &&
			    (status = check_values(db, dir, PM_SLOT_DAY, err)) == PM_OK)
				status = check_values(db, dir, PM_SLOT_WORDS, err);
			return status;
		});
}
