/* Pressmark - pressmark-query: its options, and what they ask for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of options, which --help and the completion are made of, and what is
 * done with each:
 *
 *	struct pm_settings s = { .ask = { .sort = PM_SORT_RELEVANCE } };
 *	pm_options_parse(&pm_query_program, argc, argv, handle, &s, &n, &err);
 *		... where handle calls pm_settings_set ...
 *	pm_settings_finish(&s, &err);
 */
#ifndef PM_QUERY_SETTINGS_H
#define PM_QUERY_SETTINGS_H

#include "query/ask.h"
#include "support/options.h"

#define PM_SETTINGS_FACETS 16 /* as often may --facet be given */

extern const struct pm_command pm_query_program;

struct pm_settings {
	const char *index;
	struct pm_ask ask;
	const char *facets[PM_SETTINGS_FACETS];
	const char *batch, *saved; /* files of queries */
	const char *alike;	   /* an id, or what else an article is called */
	const char *new_since;	   /* as it was given */
	bool ended;		   /* by --: what stands after is no option */
	char note[256];
	uint64_t jobs;
	int color;	/* 0 auto, 1 always, 2 never */
	uint32_t given; /* a bit for each option that was given */
	int status;	/* the exit status after --help and the like */
};

/* Take an option; PM_ERR_USAGE if it cannot have this value. */
enum pm_status pm_settings_set(struct pm_settings *s, const struct pm_option *option,
			       const char *value, struct pm_error *err);

/* Fill in what was not given.  PM_ERR_USAGE: some options do not go together. */
enum pm_status pm_settings_finish(struct pm_settings *s, struct pm_error *err);

#endif
