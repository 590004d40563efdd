/* Pressmark - the parts of the input: what input*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * input.c		articles: which are new
 * input_files.c	files: which are read, which are gone
 * input_spared.c	articles that stay though they were not found
 * input_told.c		what the reader tells, counted and passed on
 */
#ifndef PM_INDEXER_INPUT_PARTS_H
#define PM_INDEXER_INPUT_PARTS_H

#include "indexer/input.h"

/* --- files ---------------------------------------------------------------- */

enum pm_input_choice {
	PM_CHOOSE_ONLY,	   /* which files are opened */
	PM_CHOOSE_AND_NOTE /* and what of the index is wanted for that, and is gone */
};

/* Have the reader pass over what has not changed. */
enum pm_status pm_input_choose_files(struct pm_input *in, enum pm_input_choice choice,
				     struct pm_error *err);
/* Set in->reads_all if any of the reader's files is new or has changed, or one is gone. */
enum pm_status pm_input_look_for_changes(struct pm_input *in, struct pm_error *err);
/* The current article is one of the file that its path names: in->place, in->file. */
enum pm_status pm_input_enter_file(struct pm_input *in, struct pm_error *err);
/* A file begins, and is done: `begun` and `done` of the reader's options. */
void pm_input_begun(void *ctx, const char *path);
void pm_input_done(void *ctx, const char *path, enum pm_file_end end);

/* --- what is spared --------------------------------------------------------- */

/* Whether an update may take away all there is: what is empty then is not taken for a disk that
 * is not there. */
bool pm_input_takes_all(const struct pm_input *in);
/* PATH, as it is shown, could not be seen: what follows is spared for that. */
enum pm_status pm_input_spare_for(struct pm_input *in, const char *path,
				  enum pm_spare_reason reason, struct pm_error *err);
/* What the index has of a file, by its number, stays if it is not met. */
enum pm_status pm_input_spare_file(struct pm_input *in, uint32_t file,
				   struct pm_error *err);
/* Both, for PATH at in->place and all files below it that were not found. */
enum pm_status pm_input_spare_below(struct pm_input *in, const char *path,
				    enum pm_spare_reason reason, struct pm_error *err);
/* A folder that was asked for last, and whether it is empty; one of all zeros: none was. */
struct pm_input_emptied {
	struct pm_buf folder;
	bool asked, is_empty;
};
/* A file that is gone, by its number, is spared if the nearest folder above it that is there is
 * below a given path, and has nothing in it: *SPARED.  That is said once for each folder, if the
 * files come in the order of their places. */
enum pm_status pm_input_spare_emptied(struct pm_input *in, struct pm_input_emptied *e,
				      uint32_t file, bool *spared, struct pm_error *err);
void pm_input_release_spared(struct pm_input *in);

/* --- what is told --------------------------------------------------------- */

/* Have the reader tell us what it finds of articles and files. */
void pm_input_listen(struct pm_input *in, struct pm_reader_options *options);
/* PATH is skipped. */
void pm_input_skip(struct pm_input *in, const char *path, const char *reason);
/* Say it of a file or folder. */
void pm_input_note(const struct pm_input *in, const char *what, struct pm_str file,
		   const char *reason);
/* Why a folder is not read, or NULL. */
const char *pm_input_refuse(const char *folder);
/* Whether the input is whole enough, as far as it has been read, to be published. */
enum pm_status pm_input_check(const struct pm_input *in, struct pm_error *err);

#endif
