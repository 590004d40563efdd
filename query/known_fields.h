/* Pressmark - names of the corpus's fields, for the prompt to complete.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct pm_known_fields f = { 0 };
 *	pm_known_fields_find(&f, index, &interrupted);
 *	... f.names[0] .. f.names[f.n - 1] ...
 *	pm_known_fields_release(&f);
 *
 * Looking at all articles may take seconds, and most corpora have their fields everywhere,
 * so the first 20,000 must do.  What cannot be read is passed over: a completion is no
 * answer.  match/field_names.h knows all fields.
 */
#ifndef PM_QUERY_KNOWN_FIELDS_H
#define PM_QUERY_KNOWN_FIELDS_H

#include "segment/index.h"

#include <signal.h>
#include <stddef.h>

#define PM_KNOWN_FIELDS 64u

struct pm_known_fields {
	char *names[PM_KNOWN_FIELDS]; /* that can be typed and shown, as they were met first */
	size_t n;
};

/* Ends early once *INTERRUPTED is not 0. */
void pm_known_fields_find(struct pm_known_fields *f, struct pm_index *index,
			  const volatile sig_atomic_t *interrupted);
void pm_known_fields_release(struct pm_known_fields *f);

#endif
