/* Pressmark - values of articles in line formats.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A corpus may hold anything, and a name or a source must neither break a line in two nor
 * command the terminal.  So control characters become blanks wherever the format has no
 * way of its own to write them.
 */
#ifndef PM_TERMINAL_VALUES_H
#define PM_TERMINAL_VALUES_H

#include "segment/metadata.h"
#include "support/buf.h"

/* Append the text with tabs, line ends and other control characters each replaced by a
 * blank, and without marks that turn the direction (support/shown.h). */
void pm_value_put(struct pm_buf *out, const char *s, size_t len);

/* The length of the beginning of S that is shown where a text has at most MAX characters:
 * all of it, or as many whole words as fit, or, of a word that alone does not fit, so much
 * of it.  Colour escape sequences count as nothing.  Well-formed UTF-8. */
size_t pm_value_fit(const char *s, size_t len, size_t max);

/* pm_value_put of that, with an ellipsis where something is left out. */
void pm_value_put_short(struct pm_buf *out, const char *s, size_t len, size_t max);

enum pm_value_csv {
	PM_VALUE_CSV_SAFE, /* as pm_value_put; and before a field that a spreadsheet
				 * would take for a formula (it begins with = + - @, a tab
				 * or CR and is no number), there is a ' */
	PM_VALUE_CSV_RAW   /* as it is; only control characters that are no white space
				 * become blanks */
};

/* Append it as a field of CSV (RFC 4180): in quotes if it holds a comma, a quote or a
 * line end. */
void pm_value_put_csv(struct pm_buf *out, const char *s, size_t len,
		      enum pm_value_csv how);

/* Append a day as 2024-03-05, a month as 2024-03, a year as 2024 (support/calendar.h). */
void pm_value_put_day(struct pm_buf *out, uint32_t day);

/* Append what an article is known by: its id, else its url, else file:line. */
void pm_value_put_article(struct pm_buf *out, const struct pm_metadata *m);

#endif
