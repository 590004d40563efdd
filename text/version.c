/* Pressmark - what --version says: see version.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/version.h"

#include "shim/stem.h"

#include <stdio.h>
#include <utf8proc.h>
#include <zlib.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

const char *
pm_version(void)
{
	return PACKAGE_VERSION;
}

enum pm_status
pm_put_version(struct pm_buf *out, const char *program, struct pm_error *err)
{
	const char *xapian;
	enum pm_status status = pm_xapian_version(&xapian, err);

	if (status < 0)
		return status;
	pm_buf_printf(out, "%s %s\n", program, pm_version());
	pm_buf_printf(out, "libxapian %s, utf8proc %s (Unicode %s), zlib %s\n", xapian,
		      utf8proc_version(), utf8proc_unicode_version(), zlibVersion());
	return PM_OK;
}

enum pm_status
pm_stemmer_version(char *out, size_t size, struct pm_error *err)
{
	const char *xapian;
	enum pm_status status = pm_xapian_version(&xapian, err);

	if (status == PM_OK)
		snprintf(out, size, "libxapian %s", xapian);
	return status;
}

const char *
pm_unicode_version(void)
{
	return utf8proc_unicode_version();
}
