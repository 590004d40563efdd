/* Pressmark - statuses and errors.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every function that can fail returns an enum pm_status and takes a
 * struct pm_error last:
 *
 *	struct pm_error err;
 *	if (pm_segment_open(&seg, dir, name, &err) < 0) {
 *		fprintf(stderr, "pressmark-query: %s\n", err.text);
 *		return 2;
 *	}
 *
 * 0 is success, a negative value is a failure, and a positive value is an outcome that is
 * not a failure: each has one meaning, and a function says which of them it returns.  The
 * error struct belongs to the caller, contains its text, needs no release, and is written
 * only on failure; so running out of memory can be reported like everything else.  It may
 * be NULL if the caller only wants the status.
 *
 * Messages are in lower case, without a full stop.  They begin with what failed, put the
 * subject in single quotes and end with the reason: "cannot open 'a.txt': Permission
 * denied".  Libraries never print or exit.
 */
#ifndef PM_SUPPORT_STATUS_H
#define PM_SUPPORT_STATUS_H

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pm_status {
	PM_OK = 0,
	PM_END = 1,	 /* an iterator has no further item */
	PM_ABSENT = 2,	 /* what was looked for does not exist */
	PM_DECLINED = 3, /* not possible this way: the caller takes another */
	PM_STOPPED = 4,	 /* the function called for each item wants no more */
	PM_GONE = 5,	 /* the output's reader, or the file to open, is gone */
	PM_UNSYNCED = 6, /* done, but not known to be durable */

	PM_ERR_NOMEM = -1,	  /* an allocation failed */
	PM_ERR_IO = -2,		  /* the system refused: open, read, write, rename */
	PM_ERR_CORRUPT = -3,	  /* what is on disk is not what was written */
	PM_ERR_NOT_INDEX = -4,	  /* missing, not an index, or of another version */
	PM_ERR_INPUT = -5,	  /* an article or a file that cannot be accepted */
	PM_ERR_QUERY = -6,	  /* a mistake in a query */
	PM_ERR_USAGE = -7,	  /* a mistake on the command line */
	PM_ERR_LOCKED = -8,	  /* another command is changing the index */
	PM_ERR_LIMIT = -9,	  /* larger than the program or the format allows */
	PM_ERR_XAPIAN = -10,	  /* libxapian reported an error of its own */
	PM_ERR_INTERRUPTED = -11, /* a signal asked us to stop */
	PM_ERR_INTERNAL = -12	  /* a defect of Pressmark */
};

struct pm_error {
	enum pm_status status;
	char text[1024]; /* one line; control characters are escaped */
};

/* The name of a status ("PM_ERR_IO"), for logs and tests; never NULL. */
const char *pm_status_name(enum pm_status status);

/* Fill *err (if not NULL) and return STATUS, so that callers can write
 * `return pm_fail(err, PM_ERR_INPUT, "'%s' is empty", name);`.
 * What stands in single quotes is shortened in its middle if it is long (brief.h), text that
 * does not fit is cut; a control byte, as in a file name, becomes "\x1b". */
enum pm_status pm_fail(struct pm_error *err, enum pm_status status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

enum pm_status pm_vfail(struct pm_error *err, enum pm_status status, const char *fmt,
			va_list ap) __attribute__((format(printf, 3, 0)));

/* The same with ": " and the system's message for ERRNUM appended.  ENOMEM gives
 * PM_ERR_NOMEM, everything else PM_ERR_IO. */
enum pm_status pm_fail_errno(struct pm_error *err, int errnum, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* "out of memory", PM_ERR_NOMEM. */
enum pm_status pm_fail_nomem(struct pm_error *err);

/* The one place through which every error passes that only damage on disk can cause:
 * PM_ERR_CORRUPT, "'FILE' is damaged: WHAT".  One breakpoint catches them all. */
enum pm_status pm_corrupt(struct pm_error *err, const char *file, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#ifdef __cplusplus
}
#endif

#endif
