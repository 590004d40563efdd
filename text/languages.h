/* Pressmark - languages, and the stemmers of an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A language is known by its ISO 639-1 code ("de").  An index is in one language, in none
 * (`none`), or in several (`auto`): then each of its articles is stemmed in its own, and
 * in none where that is not known or has no stemmer.
 *
 *	pm_stemmers_new(&set, "auto", "de en", &err);
 *	for (i = 0; i < set.n; i++)
 *		pm_stem(set.list[i], ...);
 *	pm_stemmers_release(&set);
 *
 * The numbers of languages are stable within a program only; what is stored are codes.
 */
#ifndef PM_TEXT_LANGUAGES_H
#define PM_TEXT_LANGUAGES_H

#include "shim/stem.h"
#include "support/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* The language of an index whose articles have each their own. */
#define PM_LANGUAGE_AUTO "auto"

/* More than there are languages with a stemmer, of which number 0 is none. */
#define PM_LANGUAGES_MAX 32u

/* The number of the language with the code CODE, which may go on after a hyphen or an
 * underscore ("pt-BR") and be in capitals; 0: it has no stemmer. */
unsigned pm_language_number(const char *code, size_t len);
/* The code of language NUMBER, from 1; NULL: there is none. */
const char *pm_language_code_of(unsigned number);

/* What libxapian calls the stemmer of language NUMBER: "german"; of number 0, "none". */
const char *pm_language_stemmer(unsigned number);

/* Append the codes of the languages in the set BITS (bit I for language I) to OUT, with
 * blanks between. */
void pm_language_codes(uint32_t bits, struct pm_buf *out);

/* The stemmers that made the stems of an index: one; or, for PM_LANGUAGE_AUTO, those of
 * LANGUAGES, codes with blanks between, after that of "none". */
struct pm_stemmers {
	struct pm_stemmer *list[PM_LANGUAGES_MAX];
	size_t n;
	bool several; /* it is of PM_LANGUAGE_AUTO */
};

/* Nothing is loaded before a word needs it (pm_stemmer_new_later).  LANGUAGES may be empty
 * or NULL.  On failure the set is empty. */
enum pm_status pm_stemmers_new(struct pm_stemmers *set, const char *language,
			       const char *languages, struct pm_error *err);
void pm_stemmers_release(struct pm_stemmers *set);

#endif
