/* Pressmark - what the Tab key offers at the prompt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Commands at the beginning of a line, what :sort and :facet take, and the names of
 * fields.  Those of the corpus are looked up when they are first needed.
 *
 *	struct pm_completer c = { .index = index, .interrupted = &flag,
 *				  .command = name_of_command, .orders = orders,
 *				  .n_orders = 3 };
 *	struct pm_edit_options o = { .complete = pm_complete, .ctx = &c };
 *	pm_completer_release(&c);
 */
#ifndef PM_QUERY_COMPLETE_H
#define PM_QUERY_COMPLETE_H

#include "query/known_fields.h"

struct pm_completer {
	struct pm_index *index;
	const volatile sig_atomic_t *interrupted;
	const char *(*command)(size_t i); /* the name of command I, or NULL */
	const char *const *orders;	  /* that :sort takes */
	size_t n_orders;
	bool fields_known;
	struct pm_known_fields fields; /* of the corpus */
};

/* As terminal/edit.h asks for it; CTX is the completer. */
void pm_complete(void *ctx, const char *line, size_t len, size_t *at,
		 void (*add)(void *to, const char *candidate), void *to);

void pm_completer_release(struct pm_completer *c);

#endif
