/* Pressmark - where a large text can be cut for splitting.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A large text is split into words part by part, and the words must be those of the whole.
 * What comes before a word never matters (text/split.h), but what follows it may; so a
 * part ends where nothing that follows can lengthen its last word or shorten it: after
 * white space between letters, digits or the like, or between two ideograms.  A text that
 * offers no such place within a megabyte (one without white space) is cut after a comma, a
 * hyphen or the like, where an address of that length might have gone on.  Where there are
 * not even these, the words themselves have to tell: pm_part_words.
 */
#ifndef PM_INDEXER_GATHER_PART_H
#define PM_INDEXER_GATHER_PART_H

#include "text/split.h"

#include <stddef.h>

/* Where the part of TEXT that begins at FROM ends: some SIZE bytes on, or at LEN.  Looks
 * at each byte a few times at most. */
size_t pm_part_end(const char *text, size_t len, size_t from, size_t size);

/* The same into *END, if need be before a word that splitting what follows has found, so
 * that only a single word can be much larger than SIZE.  WORDS is scratch. */
enum pm_status pm_part_words(const char *text, size_t len, size_t from, size_t size,
			     struct pm_words *words, size_t *end, struct pm_error *err);

#endif
