/* Pressmark - what a text says of its language, as a code.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `EN`, `en-US`, `eng`, `English` and `ENGLISH` are all "en", `Deutsch` is "de".  Known are
 * the codes of ISO 639-1; of those of three letters, and of names in English and in the
 * language itself, those in which much news is written.
 */
#ifndef PM_CORPUS_FORMATS_LANGUAGES_H
#define PM_CORPUS_FORMATS_LANGUAGES_H

#include <stddef.h>

/* The code of two small letters, which is the table's; NULL: the text is none that is
 * known. */
const char *pm_language_code(const char *text, size_t len);

#endif
