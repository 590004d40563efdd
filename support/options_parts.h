/* Pressmark - option tables: what options*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options.c		parsing, completion, the table for tests
 * options_help.c	the text of --help
 */
#ifndef PM_SUPPORT_OPTIONS_PARTS_H
#define PM_SUPPORT_OPTIONS_PARTS_H

#include "support/options.h"

#include <stdbool.h>
#include <stddef.h>

static inline bool
pm_options_at_end(const struct pm_option *o)
{
	return o->key == 0 && o->help == NULL;
}

static inline bool
pm_option_is_heading(const struct pm_option *o)
{
	return o->key == 0;
}

/* Whether the option's argument is optional. */
static inline bool
pm_option_is_optional(const struct pm_option *o)
{
	return o->arg != NULL && o->arg[0] == '[';
}

#endif
