/* Pressmark - the databases of all segments, opened by libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to database.cc, which opens and looks up, and search.cc.
 */
#ifndef PM_SHIM_XAPIAN_DB_HH
#define PM_SHIM_XAPIAN_DB_HH

#include "shim/barrier.hh"
#include "shim/xapian.h"

#include <xapian.h>

#include <string>
#include <vector>

struct pm_xapian_db {
	std::vector<std::string> dirs;
	std::vector<Xapian::Database> segments;
	std::vector<Xapian::doccount> before; /* by segment: articles in those before it */
	Xapian::Database all;
	std::string name;
	Xapian::doccount articles = 0;
	bool stale = false; /* to be reopened before its next use */
};

enum pm_status pm_xapian_db_open_all(struct pm_xapian_db *db, struct pm_error *err);

/* An exception from deep inside libxapian, most likely because memory ran out, may leave
 * a half-moved cursor in its database, and using that again could crash.  A check that
 * ends a search does so at a safe point. */
template <typename Body>
enum pm_status
pm_xapian_ask(struct pm_xapian_db *db, const char *doing, struct pm_error *err,
	      Body &&body)
{
	return pm_reading_barrier(err, doing, db->name.c_str(), [&]() {
		enum pm_status status = PM_OK;

		if (db->stale)
			status = pm_xapian_db_open_all(db, err);
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

#endif
