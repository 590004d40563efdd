/* Pressmark - the letters of languages, to tell in which encoding bytes make sense.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A language is a row of its letters with how often each stands in ten thousand of its
 * letters, in small ones.  What a row does not have is rated by its kind: a letter of the
 * same script (a loan word, a name) is rare, typographic signs are less so, a box drawing
 * or a control character is as good as impossible.
 *
 * Rates are natural logarithms of probabilities, in hundredths.
 */
#ifndef PM_CORPUS_ENCODING_LANGUAGES_H
#define PM_CORPUS_ENCODING_LANGUAGES_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_script {
	PM_SCRIPT_NONE, /* no letter */
	PM_SCRIPT_LATIN,
	PM_SCRIPT_GREEK,
	PM_SCRIPT_CYRILLIC,
	PM_SCRIPT_HEBREW,
	PM_SCRIPT_ARABIC,
	PM_SCRIPT_THAI,
	PM_SCRIPT_HAN,
	PM_SCRIPT_KANA,
	PM_SCRIPT_HANGUL
};

struct pm_languages;

/* What kind of character it is. */
enum pm_script pm_script_of(uint32_t c);
/* A capital whose small letter is another character. */
bool pm_is_capital(uint32_t c);
/* Quotation marks, dashes, signs of money and the like, which are beside letters. */
bool pm_is_typographic(uint32_t c);
/* A sign that may stand within a word, or join two: an apostrophe, a dash. */
bool pm_sign_joins(uint32_t c);

enum pm_status pm_languages_new(struct pm_languages **out, struct pm_error *err);
void pm_languages_free(struct pm_languages *l);

size_t pm_languages_count(const struct pm_languages *l);
bool pm_languages_is_latin(const struct pm_languages *l, size_t language);
/* Of Chinese, Japanese and Korean, whose encodings have characters of several bytes. */
bool pm_languages_is_eastern(const struct pm_languages *l, size_t language);

/* The rate of a character in a language. */
int pm_languages_rate(const struct pm_languages *l, size_t language, uint32_t c);

#endif
