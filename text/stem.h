/* Pressmark - the stem of a word.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word's stem is taken from the word as it is written, in small letters, because the
 * endings that a stemmer knows have accents; then the stem is folded, so that it is
 * compared as words are:
 *
 *	stem(w) = fold(Snowball(written(w)))	if all of fold(w) are letters
 *	stem(w) = fold(w)			otherwise
 *
 * Of a Turkish word with an apostrophe, which divides a name from its endings, w is here
 * what stands before it, if that has two letters or more.
 *
 * So words that fold to the same may have different stems: the stem of `cliché` is
 * cliche, that of `cliche` is clich.  The word that folding makes is a word like any
 * other, and its stem is that word's *plain* stem.
 *
 * Cost: about a microsecond, and twice that for a word with accents; nothing for most
 * English words (shim/stem.h).
 */
#ifndef PM_TEXT_STEM_H
#define PM_TEXT_STEM_H

#include "shim/stem.h"
#include "support/buf.h"
#include "text/fold.h"

/* The plain stem of a folded word.  *STEM is the word itself, or belongs to ST or to
 * SCRATCH, which is overwritten. */
enum pm_status pm_stem_plain(struct pm_stemmer *st, const char *folded, size_t len,
			     struct pm_buf *scratch, const char **stem, size_t *stem_len,
			     struct pm_error *err);

/* Append the stem of a word whose surface is SURFACE to OUT.  FOLDED is its folded form;
 * FLAGS are the word's (text/split.h). */
enum pm_status pm_stem(struct pm_stemmer *st, const char *surface, size_t len,
		       uint32_t flags, const char *folded, size_t folded_len,
		       struct pm_buf *out, struct pm_error *err);

/* *YES: whether the surface has a stem other than the plain one, which is then appended
 * to OUT. */
enum pm_status pm_stem_is_own(struct pm_stemmer *st, const char *surface, size_t len,
			      uint32_t flags, const char *folded, size_t folded_len,
			      struct pm_buf *out, bool *yes, struct pm_error *err);

#endif
