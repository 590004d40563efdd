/* Pressmark - the prompt: queries typed at a terminal, one after the other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A line is a query, or a command that begins with a colon (:help lists them); a command
 * looks at the last query in another way.  ^C stops a search and keeps what was found, or
 * clears the line; ^D ends the prompt.
 */
#ifndef PM_QUERY_PROMPT_H
#define PM_QUERY_PROMPT_H

#include "query/ask.h"

/* Run until the user ends it.  SETTINGS: how to ask for results at first.  THREADS: how
 * many may work on a query. */
enum pm_status pm_prompt_run(const struct pm_ask *settings, const char *index,
			     unsigned threads, struct pm_error *err);

#endif
