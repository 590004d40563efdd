/* Pressmark - stems, by libxapian's stemmers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stems are for comparing only: "u.s" becomes "u.", which callers that know of
 * abbreviations have to see to.
 *
 * A stemmer belongs to one thread.  Stemming costs about a microsecond, so text/
 * asks once for each distinct word and remembers; an English word whose last letters
 * no rule of its stemmer looks at costs nothing.
 */
#ifndef PM_SHIM_STEM_H
#define PM_SHIM_STEM_H

#include "support/status.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pm_stemmer;

/* LANGUAGE is a name that libxapian knows ("english", "de"), or "none": every
 * word is its own stem.  Unknown: PM_ERR_USAGE, and the message lists what
 * there is. */
enum pm_status pm_stemmer_new(struct pm_stemmer **out, const char *language,
			      struct pm_error *err);
void pm_stemmer_free(struct pm_stemmer *st);

/* The stem of a folded word.  *STEM is WORD itself or belongs to the stemmer until its
 * next call, and is never empty for a word that is not. */
enum pm_status pm_stemmer_stem(struct pm_stemmer *st, const char *word, size_t len,
			       const char **stem, size_t *stem_len,
			       struct pm_error *err);

/* The names of the languages, one space between; belongs to the library. */
const char *pm_stemmer_languages(void);

/* "1.4.22", of the library that runs. */
const char *pm_xapian_version(void);

#ifdef __cplusplus
}
#endif

#endif
