/* Pressmark - is the stemmer of today the one that made the index?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lexicon keeps the stem of each of its words.  Where an entry has a form that is its
 * folded word but for case, its stem is that word's plain stem (text/stem.h), so a
 * stemmer can be compared with the one that made the index, word by word.
 */
#ifndef PM_SEGMENT_STEMMING_H
#define PM_SEGMENT_STEMMING_H

#include "segment/index.h"
#include "text/languages.h"
#include "text/stem.h"

#include <stdbool.h>

/* The stemmers of today for the languages of an index; PM_ERR_NOT_INDEX, naming the index,
 * if libxapian lacks one. */
enum pm_status pm_stemmers_of(struct pm_stemmers *out, const struct pm_index *index,
			      struct pm_error *err);

/* PM_ERR_NOT_INDEX and its message, where a stemmer that was made later says
 * PM_ERR_USAGE. */
enum pm_status pm_stemmer_is_missing(const struct pm_index *index, struct pm_error *err);

/* Whether one of the forms of a word is its folded word but for case. */
bool pm_forms_are_plain(const struct pm_form_spec *forms, size_t n);

/* *KNOWN: whether the entry at the cursor, a word, tells; *SAME: whether one of SET makes
 * its stem. */
enum pm_status pm_stem_compare(const struct pm_stemmers *set, struct pm_cursor *c,
			       bool *known, bool *same, struct pm_error *err);

#endif
