/* Pressmark - the screen: how much fits on it, and what to do with more.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A text of more lines than the screen has goes to the reader's pager: what $PAGER says,
 * or less -R.  There is none if PAGER is empty, on a dumb terminal, or if the output is no
 * terminal or does not tell its size; then, and if the pager cannot be run, the text is
 * written as it is.
 */
#ifndef PM_TERMINAL_SCREEN_H
#define PM_TERMINAL_SCREEN_H

#include "support/buf.h"

#include <stddef.h>
#include <stdio.h>

/* The columns to write in: those of the terminal within 40 and 100, or 80. */
size_t pm_screen_columns(void);
/* The same for the terminal that FD is, up to MAX. */
size_t pm_screen_columns_of(int fd, size_t max);
/* If FD is a terminal, break the lines of TEXT to its columns; elsewhere leave it as it is,
 * for what reads it. */
void pm_screen_fit(struct pm_buf *text, int fd);
/* Print a line to TO, which is stdout or stderr, in the same way. */
void pm_screen_say(FILE *to, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The rows of the terminal; 0: not known. */
size_t pm_screen_rows(void);

/* Show TEXT, which is in lines of pm_screen_columns, on standard output.  As
 * pm_write_stdout. */
enum pm_status pm_screen_show(const struct pm_buf *text, struct pm_error *err);

/* The lines of LEN bytes. */
size_t pm_screen_lines(const void *text, size_t len);

#endif
