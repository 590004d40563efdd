/* Pressmark - words as they are written, for regular expressions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An expression that names what folding changes (pm_regex_sees_surfaces in
 * language/regex.h) is compared with surfaces as well.  Surface and expression are made
 * comparable first: composed (NFC), without soft hyphens, and with ' for apostrophes of
 * all kinds.
 */
#ifndef PM_MATCH_WRITTEN_H
#define PM_MATCH_WRITTEN_H

#include "support/buf.h"

/* Append S so to OUT (whose status says if memory ran out).  A copy, unless S holds marks,
 * soft hyphens or unusual apostrophes. */
void pm_put_written(struct pm_buf *out, const char *s, size_t len);

#endif
