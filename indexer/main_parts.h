/* Pressmark - the parts of pressmark-index: what main*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * main.c		the command line
 * main_build.c		commands that read articles in: build, update, add
 * main_change.c	commands that change an index otherwise: remove, merge, rollback
 * main_repair.c	repair
 */
#ifndef PM_INDEXER_MAIN_PARTS_H
#define PM_INDEXER_MAIN_PARTS_H

#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "support/options.h"

#define EXIT_SKIPPED 1
#define EXIT_TROUBLE 2

struct settings {
	const struct pm_command *command;
	const char *output;
	const char *language; /* NULL: none is given */
	bool verbose, quiet, timings;
	uint64_t jobs;
	uint64_t memory;
	enum pm_writer writer;
	enum pm_lost lost;
	struct pm_skip_limit max_skipped, max_removed;
	bool rehash, no_remove, yes, allow_loss, any_space;
	bool deep;
	const char *temporary; /* where check finds room */
	uint64_t segment_size;
	const char *query; /* what is to be removed */
	enum pm_same_id ids;
	uint64_t keep;
	const char *base; /* points into the choices, or to an argument */
	const char *report_path;
	struct pm_report *report;
	enum pm_date_order dates;
	enum pm_clean clean;
	const char *encoding;
	struct pm_choices choices;
	enum pm_fields_form fields_form;
	struct pm_sources sources;
	int status; /* exit status after printing --help and the like */
	struct pm_progress progress;
};


/* ^C and the like. */
extern const struct pm_stop pm_on_interrupt;

/* Each prints, and returns the exit status. */
int pm_main_complain(const char *text);
int pm_main_complain_usage(const struct settings *s, const char *text);
/* OUT to standard output; it is released.  STATUS if that succeeded. */
int pm_main_answer(struct pm_buf *out, int status);

/* Take over what the index was made with, its language and the lines of its CHOICES, as far
 * as it is not given.  *OTHER: what is given and was other, so that all has to be read anew;
 * or NULL. */
enum pm_status pm_main_inherit(struct settings *s, const char *language,
			       const char *choices, const char **other,
			       struct pm_error *err);

/* Functions for complaints, with the settings. */
void pm_main_skipped(void *ctx, struct pm_str file, uint64_t line, const char *reason);
void pm_main_cut(void *ctx, struct pm_str file, uint64_t line, const char *reason);

/* What a build is told of workers and of the index. */
struct pm_build_options
pm_main_build_options(struct settings *s, char **paths, int n_paths);
int pm_main_build(struct settings *s, enum pm_build_kind kind, char **paths, int n_paths);
int pm_main_remove(struct settings *s, char **names, int n);
int pm_main_merge(struct settings *s);
int pm_main_repair(struct settings *s, char **paths, int n);
/* NUMBER: as it was given, or NULL. */
int pm_main_rollback(struct settings *s, const char *number);

#endif
