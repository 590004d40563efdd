/* Pressmark - lines of limited width.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_TERMINAL_WRAP_H
#define PM_TERMINAL_WRAP_H

#include "support/buf.h"

/* Append TEXT broken at spaces into lines of at most WIDTH columns, each with a line end:
 * the first indented by FIRST columns, the others by REST.  Colour escape sequences take
 * no columns, other control characters are shown as a space, and a word wider than a line
 * is left whole. */
void pm_wrap(struct pm_buf *out, const char *text, size_t len, size_t width, size_t first,
	     size_t rest);

/* Append the lines of TEXT, each with a line end; those wider than WIDTH are broken at
 * spaces, and within words that do not fit into a line after commas.  What goes below begins
 * where the last column of the line does, which stands behind two blanks or more; or, if there
 * is none or its words do not fit there, four columns farther in than the line. */
void pm_wrap_lines(struct pm_buf *out, const char *text, size_t len, size_t width);

#endif
