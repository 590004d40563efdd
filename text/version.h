/* Pressmark - what --version says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_TEXT_VERSION_H
#define PM_TEXT_VERSION_H

#include "support/buf.h"

/* Append the version of the program and of the libraries that decide what is
 * found: libxapian (matching, ranking, stems), utf8proc (folding), zlib. */
void pm_put_version(struct pm_buf *out, const char *program);

#endif
