/* Pressmark - the report of a build: all complaints, for programs to read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One JSON object; the manual has its members.  Complaints are written as they come, into
 * a new file beside it, so that a million of them take no memory; when the report ends,
 * FILE is replaced in one step.  What is no regular file is written into, and "-" is
 * standard output.  A build that fails has a report, too, which says why.
 *
 *	pm_report_open(&r, "report.json", &err);
 *	pm_report_add(r, "skipped", file, 17, "no text");	as often as needed
 *	pm_report_end(r, "index", &result, NULL, &err);
 *	pm_report_free(r);
 *
 * Complaints are of one kind if they differ in numbers only.  Of PM_REPORT_KINDS kinds it
 * is counted how many there are; what is of others is counted as one.
 */
#ifndef PM_INDEXER_REPORT_H
#define PM_INDEXER_REPORT_H

#include "indexer/build.h"

#define PM_REPORT_KINDS 4096u

struct pm_report;

/* PM_ERR_USAGE if the report would take the place of what the build reads: of a path, or
 * of a file in one. */
enum pm_status pm_report_check(const char *report, const char *const *paths,
			       size_t n_paths, struct pm_error *err);
enum pm_status pm_report_open(struct pm_report **out, const char *path,
			      struct pm_error *err);
/* A failure is told by pm_report_end. */
void pm_report_add(struct pm_report *r, const char *what, struct pm_str file,
		   uint64_t line, const char *reason);
/* FAILURE: why nothing was published, or NULL.  PM_UNSYNCED as of pm_replace_file. */
enum pm_status pm_report_end(struct pm_report *r, const char *index,
			     const struct pm_build_result *result, const char *failure,
			     struct pm_error *err);
void pm_report_free(struct pm_report *r);

/* Append the kind of a complaint: WHAT, ": ", REASON, with N for each number. */
void pm_complaint_kind(struct pm_buf *out, const char *what, const char *reason);

#endif
