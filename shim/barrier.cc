/* Pressmark - the exception barrier: see barrier.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/barrier.hh"

#include <xapian.h>

#include <cerrno>
#include <exception>
#include <new>
#include <stdexcept>

namespace {

struct place {
	struct pm_error *err;
	const char *doing;
	const char *subject;
};

enum pm_status
report(const place &at, enum pm_status status, const char *type, const char *text,
       const char *reason = nullptr)
{
	const char *open = at.subject != nullptr ? " '" : "";
	const char *shut = at.subject != nullptr ? "'" : "";
	const char *subject = at.subject != nullptr ? at.subject : "";

	if (reason == nullptr)
		return pm_fail(at.err, status, "%s%s%s%s: %s: %s", at.doing, open,
			       subject, shut, type, text);
	return pm_fail(at.err, status, "%s%s%s%s: %s: %s (%s)", at.doing, open, subject,
		       shut, type, text, reason);
}

/* The system's message, which libxapian makes on demand; memory may run out for it. */
const char *
reason_of(const Xapian::Error &e)
{
	try {
		return e.get_error_string();
	} catch (...) {
		return nullptr;
	}
}

enum pm_status
report(const place &at, enum pm_status status, const Xapian::Error &e)
{
	if (status == PM_ERR_CORRUPT)
		return pm_corrupt(at.err, at.subject != nullptr ? at.subject : at.doing,
				  "%s: %s", e.get_type(), e.get_msg().c_str());
	return report(at, status, e.get_type(), e.get_msg().c_str(), reason_of(e));
}

/* libxapian keeps the error number to itself and reveals only the message.  The number is
 * still in errno, since nothing that can fail comes between the throw and here. */
bool
is_missing(const Xapian::Error &e, int errnum)
{
	return reason_of(e) == nullptr || errnum == ENOENT || errnum == ENOTDIR;
}

}

enum pm_status
pm_caught(struct pm_error *err, const char *doing, const char *subject) noexcept
{
	const int errnum = errno;
	const place at = { err, doing, subject };

	try {
		throw;
	} catch (const Xapian::DatabaseCorruptError &e) {
		return report(at, PM_ERR_CORRUPT, e);
	} catch (const Xapian::DatabaseVersionError &e) {
		return report(at, PM_ERR_NOT_INDEX, e);
	} catch (const Xapian::DatabaseNotFoundError &e) {
		return report(at, PM_ERR_NOT_INDEX, e);
	} catch (const Xapian::DatabaseOpeningError &e) {
		return report(at, is_missing(e, errnum) ? PM_ERR_NOT_INDEX : PM_ERR_IO, e);
	} catch (const Xapian::DatabaseLockError &e) {
		return report(at, PM_ERR_LOCKED, e);
	} catch (const Xapian::DatabaseCreateError &e) {
		return report(at, PM_ERR_IO, e);
	} catch (const Xapian::DatabaseModifiedError &e) {
		return report(at, PM_ERR_XAPIAN, e);
	} catch (const Xapian::DatabaseClosedError &e) {
		return report(at, PM_ERR_INTERNAL, e);
	} catch (const Xapian::DatabaseError &e) {
		return report(at, reason_of(e) != nullptr ? PM_ERR_IO : PM_ERR_XAPIAN, e);
	} catch (const Xapian::DocNotFoundError &e) {
		return report(at, PM_ERR_INTERNAL, e);
	} catch (const Xapian::QueryParserError &e) {
		return report(at, PM_ERR_QUERY, e);
	} catch (const Xapian::RangeError &e) {
		return report(at, PM_ERR_LIMIT, e);
	} catch (const Xapian::WildcardError &e) {
		return report(at, PM_ERR_LIMIT, e);
	} catch (const Xapian::UnimplementedError &e) {
		return report(at, PM_ERR_XAPIAN, e);
	} catch (const Xapian::LogicError &e) {
		return report(at, PM_ERR_INTERNAL, e);
	} catch (const Xapian::Error &e) {
		return report(at, PM_ERR_XAPIAN, e);
	} catch (const std::bad_alloc &) {
		return pm_fail_nomem(err);
	} catch (const std::exception &e) {
		return report(at, PM_ERR_INTERNAL, "unexpected exception", e.what());
	} catch (...) {
		return report(at, PM_ERR_INTERNAL, "unexpected exception",
			      "of an unknown type");
	}
}

enum pm_status
pm_caught_reading(struct pm_error *err, const char *doing, const char *subject) noexcept
{
	try {
		throw;
	} catch (const Xapian::DocNotFoundError &e) {
		return report({ err, doing, subject }, PM_ERR_CORRUPT, e);
	} catch (const std::logic_error &e) {
		return pm_corrupt(err, subject != nullptr ? subject : doing,
				  "libxapian cannot read it (%s)", e.what());
	} catch (...) {
		return pm_caught(err, doing, subject);
	}
}
