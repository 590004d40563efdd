/* Pressmark - no C++ exception reaches C: the one barrier.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every function of shim/ that C calls and that can throw runs its body through
 * pm_barrier, which returns what the body returns, or turns an exception that escapes it
 * into a status and a message:
 *
 *	return pm_barrier(err, "cannot open", dir, [&]() -> enum pm_status {
 *		Xapian::Database db(dir);
 *		...
 *		return PM_OK;
 *	});
 *
 *	"cannot open 'x/db': DatabaseNotFoundError: Couldn't stat 'x/db' (No
 *	such file or directory)"
 *
 * The mapping, leaf classes before their parents:
 *
 *	DatabaseCorruptError				PM_ERR_CORRUPT
 *	DatabaseNotFoundError, DatabaseVersionError	PM_ERR_NOT_INDEX
 *	DatabaseOpeningError				PM_ERR_NOT_INDEX, or PM_ERR_IO if
 *							the system's reason is something
 *							other than a missing file
 *	DatabaseLockError				PM_ERR_LOCKED
 *	DatabaseCreateError				PM_ERR_IO
 *	DatabaseClosedError, DocNotFoundError,
 *	every other LogicError but UnimplementedError	PM_ERR_INTERNAL
 *	DatabaseError					PM_ERR_IO if it has a reason of
 *							the system's, else PM_ERR_XAPIAN
 *	QueryParserError				PM_ERR_QUERY
 *	RangeError, WildcardError			PM_ERR_LIMIT
 *	every other Xapian::Error			PM_ERR_XAPIAN
 *	std::bad_alloc					PM_ERR_NOMEM
 *	every other std::exception, anything else	PM_ERR_INTERNAL
 *
 * DatabaseModifiedError is among "every other": a segment is never modified, so retrying
 * the read cannot help.
 */
#ifndef PM_SHIM_BARRIER_HH
#define PM_SHIM_BARRIER_HH

#include "support/status.h"

/* To be called only inside a handler: report the exception being handled as "DOING
 * 'SUBJECT': REASON", or without SUBJECT if it is NULL.  Allocates nothing; the text is
 * copied before the handler is left. */
enum pm_status pm_caught(struct pm_error *err, const char *doing,
			 const char *subject) noexcept;

/* The same where a database is only read: a std::logic_error (of a string's length, or of
 * a place in it) means that libxapian believed what it read, and a DocNotFoundError that
 * one list has an article that another has not: both PM_ERR_CORRUPT. */
enum pm_status pm_caught_reading(struct pm_error *err, const char *doing,
				 const char *subject) noexcept;

template <typename Body>
enum pm_status
pm_barrier(struct pm_error *err, const char *doing, const char *subject,
	   Body &&body) noexcept
{
	try {
		return body();
	} catch (...) {
		return pm_caught(err, doing, subject);
	}
}

template <typename Body>
enum pm_status
pm_reading_barrier(struct pm_error *err, const char *doing, const char *subject,
		   Body &&body) noexcept
{
	try {
		return body();
	} catch (...) {
		return pm_caught_reading(err, doing, subject);
	}
}

#endif
