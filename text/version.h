/* Pressmark - what --version says, and what made an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_TEXT_VERSION_H
#define PM_TEXT_VERSION_H

#include "support/buf.h"

/* That of Pressmark: "0.1.0". */
const char *pm_version(void);

/* Append the version of the program and of the libraries that decide what is
 * found: libxapian (matching, ranking, stems), utf8proc (folding), zlib.  libxapian is
 * loaded for that (shim/stem.h). */
enum pm_status pm_put_version(struct pm_buf *out, const char *program,
			      struct pm_error *err);

/* Which library makes stems here: "libxapian 1.4.22", in a buffer of SIZE bytes.  Two that
 * differ may make other stems of a word. */
enum pm_status pm_stemmer_version(char *out, size_t size, struct pm_error *err);

/* By which version of Unicode words are folded here: "15.0.0". */
const char *pm_unicode_version(void);

#endif
