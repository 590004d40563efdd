/* Pressmark - the parts of a repair: what repair*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * repair.c		the steps, and what is lost
 * repair_read.c	what is asked while files are read
 * repair_told.c	what is lost, counted and named
 * repair_gone.c	which articles are gone, where the file that says it is damaged
 * repair_files.c	the list of files, likewise
 */
#ifndef PM_INDEXER_REPAIR_PARTS_H
#define PM_INDEXER_REPAIR_PARTS_H

#include "indexer/missing.h"
#include "indexer/publish/index_folder.h"
#include "indexer/repair.h"
#include "indexer/salvage.h"
#include "indexer/source_places.h"
#include "indexer/successor.h"

struct pm_repairing {
	const struct pm_build_options *build;
	const struct pm_lock *lock;
	const struct pm_repair_options *options;
	struct pm_repair_result *result;
	struct pm_survey survey;
	struct pm_kept kept;   /* the survey's generation, and earlier ones */
	struct pm_files table; /* of files, as far as it is known; places only, if the file
				* was damaged */
	uint64_t **gone;       /* by segment of the survey; each may be NULL */
	uint64_t unsure;       /* articles that are gone, but nobody knows which */
	struct pm_missing missing;
	struct pm_salvage salvage;
	/* What is left of the generation, and what follows it without reading a file. */
	struct pm_generation left;
	struct pm_successor next;
	bool has_next; /* it has been written, and lists at least one segment */
	struct pm_segment_info salvaged; /* the new segment; no articles: there is none */
	/* Files of which something may be missing, ascending; or all are read. */
	uint64_t *sources;
	size_t n_sources, sources_cap;
	bool reads_all;
};

/* List the files that have to be read. */
enum pm_status pm_repair_list_sources(struct pm_repairing *r, struct pm_error *err);
bool pm_repair_wants(const struct pm_repairing *r, uint64_t source);
/* Set the history and the files of a successor: all that are wanted are to be read again. */
enum pm_status pm_repair_set_tables(struct pm_repairing *r, struct pm_successor *s,
				    struct pm_error *err);
/* How files are read on top of TAKES. */
struct pm_restoring
pm_repair_restoring(struct pm_repairing *r, const struct pm_generation *takes);

/* Count what is lost, once S has all that can be found again, of which TAKEN_AWAY articles
 * went. */
enum pm_status pm_repair_count(struct pm_repairing *r, const struct pm_successor *s,
			       uint64_t taken_away, struct pm_error *err);
/* Whether that may be published; if not, what is lost is named. */
enum pm_status pm_repair_judge(struct pm_repairing *r, struct pm_error *err);

/* Set r->table, which is empty, to what is known of the files. */
enum pm_status pm_repair_find_files(struct pm_repairing *r, struct pm_error *err);
/* Find, for the articles that are left, the places that the table lacks; and count. */
enum pm_status pm_repair_name_files(struct pm_repairing *r, struct pm_error *err);
/* How many articles that are left are of a file that TABLE does not have. */
enum pm_status
pm_repair_count_homeless(const struct pm_repairing *r, const struct pm_files *table,
			 uint64_t *n, struct pm_error *err);
/* A table that says of FROM's files where they are, and that nobody has read them. */
enum pm_status pm_repair_copy_files(struct pm_files *to, const struct pm_files *from,
				    struct pm_error *err);

/* Set r->gone and r->unsure; r->table has what stays away. */
enum pm_status pm_repair_find_gone(struct pm_repairing *r, struct pm_error *err);
/* Articles of FILES' files that are gone, and of which no later one is the same, stay away. */
enum pm_status pm_repair_send_away(const struct pm_repairing *r, struct pm_files *files,
				   struct pm_error *err);

#endif
