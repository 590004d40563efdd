/* Pressmark - what clang's analyzer is told, which looks at one file at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tests/lint/run.sh includes it before each file.  That pm_fail and its like return a
 * failure cannot be seen from outside of support/status.c; and whoever does not know it
 * follows each failure as if there were none. */
#ifndef PM_TESTS_LINT_ANALYZER_H
#define PM_TESTS_LINT_ANALYZER_H

#include "support/status.h"

#define pm_fail(err, status, ...) (pm_fail((err), (status), __VA_ARGS__), (status))
#define pm_vfail(err, status, fmt, ap) (pm_vfail((err), (status), (fmt), (ap)), (status))
#define pm_fail_errno(err, ...) (pm_fail_errno((err), __VA_ARGS__), PM_ERR_IO)
#define pm_fail_nomem(err) (pm_fail_nomem(err), PM_ERR_NOMEM)
#define pm_corrupt(err, ...) (pm_corrupt((err), __VA_ARGS__), PM_ERR_CORRUPT)

#endif
