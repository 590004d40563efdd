/* Pressmark - what a build shows while it runs, and at its end.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On a terminal, one line of standard error is kept up to date, at most five times a
 * second; elsewhere nothing is shown.  Complaints also go to standard error, each on a
 * line of its own, above the progress; but of one kind only the first three, and at the
 * end how many more there were.  Two are of one kind if they differ in numbers only.
 */
#ifndef PM_INDEXER_PROGRESS_H
#define PM_INDEXER_PROGRESS_H

#include "indexer/build.h"
#include "support/buf.h"

#define PM_COMPLAINTS_SHOWN 3u /* of each kind */
#define PM_COMPLAINT_KINDS 64u /* are counted; all of further kinds are shown */

struct pm_complaints {
	char what[160]; /* "skipped ...: the reason", its numbers as N */
	uint64_t n;
};

struct pm_progress {
	const char *program; /* prefix of messages */
	struct pm_complaints kinds[PM_COMPLAINT_KINDS];
	size_t n_kinds;
	bool bar;	      /* standard error is a terminal */
	bool drawn;	      /* a progress line is on display */
	double started, last; /* seconds */
};

void pm_progress_init(struct pm_progress *p, const char *program, bool bar);
void pm_progress_show(struct pm_progress *p, const struct pm_build_progress *now);
void pm_progress_clear(struct pm_progress *p);
/* The line itself, of what was done in so many seconds: shorter than WIDTH, so that the
 * terminal does not break it.  What matters least is left out first. */
void pm_progress_line(struct pm_buf *line, const struct pm_build_progress *now,
		      double seconds, size_t width);

/* "PROGRAM: WHAT 'FILE' line N: REASON"; WHAT is "skipped" or another word. */
void pm_progress_say(struct pm_progress *p, const char *what, struct pm_str file,
		     uint64_t line, const char *reason);
/* "PROGRAM: left out of 'FILE' line N: so many values". */
void pm_progress_left_out(struct pm_progress *p, struct pm_str file, uint64_t line,
			  uint64_t values, struct pm_str name);
void pm_progress_repaired(struct pm_progress *p, struct pm_str file, uint64_t line,
			  uint64_t repairs);

/* Say how many complaints were left out, and of what kinds. */
void pm_progress_finish(struct pm_progress *p);

/* Append the summary of a published build. */
void pm_build_summary(struct pm_buf *out, const char *index,
		      const struct pm_build_result *r);
/* Append which of the blocks that were folded most articles have. */
void pm_build_repeats(struct pm_buf *out, const struct pm_repeats_result *r);
/* Append how large the parts of the new segment are. */
void pm_build_parts(struct pm_buf *out, const struct pm_build_result *r);

/* Append a number of bytes in readable form: "12.3 MB". */
void pm_put_bytes(struct pm_buf *out, uint64_t n);

#endif
