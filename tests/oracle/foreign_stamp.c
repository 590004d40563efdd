/* Pressmark - a libxapian that writes another format, as far as a build can see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Linked before the archives, so that this pm_probe_glass_format (shim/probe.h) is
 * taken. */
#include "shim/probe.h"

enum pm_status
pm_probe_glass_format(const char *scratch_dir, struct pm_buf *out, struct pm_error *err)
{
	(void)scratch_dir;
	(void)err;
	pm_buf_puts(out, "a version file from the future");
	return PM_OK;
}
