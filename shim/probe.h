/* Pressmark - which format does this libxapian write?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Found out by what it does, not by its version number: it creates an empty database,
 * and the bytes of that database's version file are its stamp.  They hold the format's
 * date, the tables that exist, their block size, and the size from which their entries
 * are deflated.
 *
 * In a file of its own, so that a test can be linked with a stamp of its choice.  For
 * programs that are linked with libxapian.
 */
#ifndef PM_SHIM_PROBE_H
#define PM_SHIM_PROBE_H

#include "support/buf.h"
#include "support/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The version file of a Glass database with blocks of 8192 bytes.  SCRATCH_DIR must
 * exist; the database is gone when this returns.  PM_ERR_XAPIAN if libxapian does not
 * write Glass at all.  Cost: half a millisecond. */
enum pm_status pm_probe_glass_format(const char *scratch_dir, struct pm_buf *out,
				     struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
