/* Pressmark - columns of what is shown of articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Widths are in characters.
 */
#ifndef PM_INDEXER_COLUMNS_H
#define PM_INDEXER_COLUMNS_H

#include "support/buf.h"

size_t pm_columns_width(const char *text, size_t len);

/* Append the text as a line of a terminal may show it, cut to MAX characters, with "..."
 * behind if it is longer. */
void pm_columns_cut(struct pm_buf *out, const char *text, size_t len, size_t max);

/* Append blanks until what OUT has from FROM on is WIDTH wide. */
void pm_columns_pad(struct pm_buf *out, size_t from, size_t width);

#endif
