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

void
pm_put_version(struct pm_buf *out, const char *program)
{
	pm_buf_printf(out, "%s %s\n", program, PACKAGE_VERSION);
	pm_buf_printf(out, "libxapian %s, utf8proc %s (Unicode %s), zlib %s\n",
		      pm_xapian_version(), utf8proc_version(), utf8proc_unicode_version(),
		      zlibVersion());
}

void
pm_stemmer_version(char *out, size_t size)
{
	snprintf(out, size, "libxapian %s", pm_xapian_version());
}

const char *
pm_unicode_version(void)
{
	return utf8proc_unicode_version();
}
