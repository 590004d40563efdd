/* Pressmark - stems, by libxapian's stemmers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stems are only for comparing: "u.s" becomes "u.", which callers that know abbreviations
 * must handle themselves.
 *
 * A stemmer is libxapian's, which may have to be loaded for it (xapian.h): PM_ERR_XAPIAN,
 * with a message that names the file, if that fails.
 *
 * Letters that a stemmer of the library does not know are replaced by those that it takes
 * for them: Russian ё by е, and Romanian ș and ț by ş and ţ or, where the library knows
 * these, the other way round.
 *
 * A stemmer belongs to one thread.  Stemming takes about a microsecond, so text/ asks
 * once for each distinct word and remembers the answer.  It costs nothing for an English
 * word whose last letters match no rule of the stemmer.
 */
#ifndef PM_SHIM_STEM_H
#define PM_SHIM_STEM_H

#include "support/status.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pm_stemmer;

/* LANGUAGE is a name that libxapian knows ("english", "de"), or "none": every word is its
 * own stem.  PM_ERR_USAGE if it is unknown, with a message that lists the languages and
 * says which of them was probably meant. */
enum pm_status pm_stemmer_new(struct pm_stemmer **out, const char *language,
			      struct pm_error *err);
/* The same, but nothing is loaded, and LANGUAGE is not looked up, before a word needs it:
 * pm_stemmer_stem then fails as pm_stemmer_new would have. */
enum pm_status pm_stemmer_new_later(struct pm_stemmer **out, const char *language,
				    struct pm_error *err);
void pm_stemmer_free(struct pm_stemmer *st);

/* The name that it was made with; of Turkish always "turkish", also for "tr". */
const char *pm_stemmer_language(const struct pm_stemmer *st);

/* The stem of a folded word.  *STEM is WORD itself, or belongs to the stemmer until its
 * next call; it is empty only if WORD is. */
enum pm_status pm_stemmer_stem(struct pm_stemmer *st, const char *word, size_t len,
			       const char **stem, size_t *stem_len, struct pm_error *err);

/* The names of the languages, separated by spaces; belongs to the library.  For programs
 * that are linked with libxapian. */
const char *pm_stemmer_languages(void);

/* "1.4.22": the version of the library at run time, which loads it. */
enum pm_status pm_xapian_version(const char **version, struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
