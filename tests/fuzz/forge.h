/* Pressmark - indexes with forged files: every checksum is right, and nothing else need be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What fuzz_index.c and the targets of single formats share: a small index, made at the
 * first call and removed when the program ends, whose files are altered by an input and
 * put back with checksums that are made anew (of pages, of the database's blocks, the
 * identities in the list of folds, and the identity and the checksum of the generation), so that a reader believes them.
 *
 * An input is a list of alterations, 8 bytes each; a rest of fewer is left out:
 *
 *	0  file		which of the files that the target alters
 *	1  what		what is done
 *	2  where	u24: bytes, or points
 *	5  value	which number is put there
 *	6  more		u16: of the value, or a second place
 *
 * A *point* is a place of the file where its format has a number: a varint, or one of
 * fixed width.  All points are found once, in the index as it was built.  Where an
 * alteration of a point makes the file longer or shorter, everything that refers to what
 * is behind it is moved along, so that only the altered number is wrong.  Blocks of
 * dressing are altered before they are deflated. */
#ifndef PM_TESTS_FUZZ_FORGE_H
#define PM_TESTS_FUZZ_FORGE_H

#include "support/buf.h"
#include "tests/fuzz/require.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* The files, as bits, for what a target alters. */
enum forge_file {
	FORGE_LEXICON,
	FORGE_WORDS,
	FORGE_DRESSING,
	FORGE_PAIRS,
	FORGE_SHARES,
	FORGE_LENGTHS,
	FORGE_SKETCHES,
	FORGE_COPIES,
	FORGE_FOLD_WORDS,
	FORGE_FOLD_DRESSING,
	FORGE_FOLD_PAIRS,
	FORGE_FOLD_ARTICLES,
	FORGE_FOLDS, /* the list: after the files whose identities it has */
	FORGE_ARTICLES,
	FORGE_GENERATION,
	FORGE_GUARD,
	FORGE_POSTLIST,
	FORGE_DOCDATA,
	FORGE_VERSION,
	FORGE_FILES
};

/* The folder of the index and, in it, of its segment and its database. */
extern char forge_index[], forge_segment[], forge_database[];

/* Alter those of the N_FILES that the input names, and have the index believe in them;
 * returns whether anything was altered.  The files of the last call are as they were. */
bool forge(const uint8_t *input, size_t len, const enum forge_file *files, size_t n_files);

/* The path of a file. */
const char *forge_path(enum forge_file file);

/* Before the work that one input makes, and after it: it may use so much time of the
 * processor, and so much memory, and no more. */
void forge_begin_work(void);
void forge_end_work(void);

/* A status that a reader of forged files may give: success, another outcome, or an error
 * that says which file it is. */
void forge_check(enum pm_status status, const struct pm_error *err);

#endif
