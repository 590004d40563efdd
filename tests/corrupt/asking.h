/* Pressmark - what is asked of a damaged index, and what may come out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some questions, also of the full text, then stats, export and check, each time from
 * scratch.  Every answer must be the one of before, byte for byte, or an error that names the
 * file.  A child of its own asks them, so that a signal is a finding and no end.
 *
 * Speaks TAP: a line for each verdict, and before it a comment for each thing that was
 * wrong. */
#ifndef PM_TESTS_CORRUPT_ASKING_H
#define PM_TESTS_CORRUPT_ASKING_H

#include "support/buf.h"

#include <stdbool.h>

#define PATH_SIZE 4096
#define N_ASKED 20

/* What is there to be damaged, and the answers of before. */
struct target {
	char index[PATH_SIZE - 200];
	struct pm_buf answers[N_ASKED];
};

/* What must come out. */
enum expectation {
	RIGHT_OR_NAMED, /* the right answers, or errors that name the file; and
				 * check finds it */
	FITTING,	/* likewise, or errors that name one that it does not fit to */
	NAMED,		/* errors that name the file */
	NEWER,		/* errors that say what to do about it */
	LEFT,		/* the right answers, or errors that name the file, if it is still
				 * there: not even check need find it */
	RIGHT		/* the right answers */
};

/* Remember the answers of the index, which is whole. */
void target_aim(struct target *t);
void target_release(struct target *t);

/* Whether a message tells the reader which file it is about. */
bool names(const char *text, const char *file, enum expectation expected);

/* Ask all, and complain to FD, a line for each thing that is wrong. */
void ask_all(const struct target *t, const char *file, enum expectation expected, int fd);

/* Call FN in a child, which has some time; false and comments, that name FILE and HOW, where
 * it has written something, or did not end well. */
bool in_child(void (*fn)(void *ctx, int fd), void *ctx, const char *file, const char *how);

/* Ask all in a child. */
bool survives(const struct target *t, const char *file, const char *how,
	      enum expectation expected);

void verdict(bool fine, const char *index, const char *file, const char *how);
/* The last lines; the exit status. */
int tell_verdicts(void);

#endif
