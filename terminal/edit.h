/* Pressmark - lines typed at a terminal, with history and completion.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_edit_open(&e, &options, &err);
 *	while ((st = pm_edit_line(e, "pressmark> ", &line, &err)) != PM_END)
 *		...
 *	pm_edit_free(e);
 *
 * Editing is done by libedit (BSD), which is loaded here and not linked: a query given on
 * the command line needs none of it and does not wait for the dynamic linker.  Where
 * Pressmark was built without its header, the library is missing, or the terminal is
 * dumb, lines are read as the terminal delivers them, without history and completion.
 *
 * History is kept in the file `history`, readable by its user only, which is rewritten as
 * each line is typed.  If the file cannot be read or written, there is no history.
 */
#ifndef PM_TERMINAL_EDIT_H
#define PM_TERMINAL_EDIT_H

#include "support/buf.h"

#include <signal.h>

#define PM_EDIT_HISTORY 1000 /* lines */

struct pm_edit;

struct pm_edit_options {
	const volatile sig_atomic_t *interrupted; /* set by ^C, whose handler must
							 * not restart system calls */
	const char *history;			  /* or NULL */
	/* What may be completed of the LEN bytes at LINE, which stand before the cursor,
	 * begins at *AT; call ADD for each candidate that begins as that does. */
	void (*complete)(void *ctx, const char *line, size_t len, size_t *at,
			 void (*add)(void *to, const char *candidate), void *to);
	void *ctx;
};

enum pm_status pm_edit_open(struct pm_edit **out, const struct pm_edit_options *options,
			    struct pm_error *err);
void pm_edit_free(struct pm_edit *e);

/* LINE becomes the next line, without its line end.  PM_END at ^D, PM_ERR_INTERRUPTED at
 * ^C. */
enum pm_status pm_edit_line(struct pm_edit *e, const char *prompt, struct pm_buf *line,
			    struct pm_error *err);

/* $XDG_STATE_HOME/pressmark/history, or the same in ~/.local/state; missing folders are
 * created.  Allocated; NULL where there is no such place. */
char *pm_edit_history_file(void);

#endif
