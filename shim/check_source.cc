/* Pressmark - a function of the caller's as a posting list: see check_source.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/check_source.hh"

#include "shim/database.h"

void
#if XAPIAN_AT_LEAST(1, 5, 0)
pm_check_source::reset(const Xapian::Database &db, Xapian::doccount)
#else
pm_check_source::init(const Xapian::Database &db)
#endif
{
	searched_ = *check_.searched;
	last_ = db.get_lastdocid();
	at_ = 0;
	on_match_ = false;
}

bool
pm_check_source::matches(Xapian::docid did)
{
	if (searched_.gone != nullptr && pm_db_is_gone(searched_.gone, did))
		return false;

	const int answer = check_.fn(check_.ctx, searched_.segment, did);

	if (answer < 0)
		throw pm_check_stop{ static_cast<enum pm_status>(answer) };
	if (answer == PM_DB_END)
		at_ = last_ + 1;
	return answer == PM_DB_YES;
}

void
pm_check_source::advance_from(Xapian::docid did)
{
	for (at_ = did; at_ <= last_; at_++)
		if (matches(at_))
			break;
	on_match_ = true;
}

void
pm_check_source::next(double)
{
	if (!at_end())
		advance_from(at_ + 1);
}

void
pm_check_source::skip_to(Xapian::docid did, double)
{
	if (!on_match_ || did > at_)
		advance_from(did > at_ ? did : at_ + 1);
}

bool
pm_check_source::check(Xapian::docid did, double)
{
	if (did <= at_)
		return on_match_;
	at_ = did;
	on_match_ = at_end() || matches(did) || at_end();
	return on_match_;
}
