/* Pressmark - which language is a text in?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Asked for articles whose source does not say it.  CLD2 answers: of the libraries that
 * distributions carry it is the one that says whether it is sure, knows 80 languages
 * without files beside it, and looks at letters as well as at words, so that a headline
 * is enough; libexttextcat needs more text, and its files.  Pressmark needs the answer to
 * choose a stemmer, where no answer (and so no stems) does less harm than a wrong one.
 *
 * Cost: some 40 us for the 2 KiB that are looked at.
 */
#ifndef PM_CORPUS_LANGUAGE_DETECT_H
#define PM_CORPUS_LANGUAGE_DETECT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PM_LANGUAGE_TEXT 8u

/* Set CODE to the code of the language, "de" or "zh", of an article's title and text,
 * which are well-formed UTF-8; to "" if they do not tell.  Returns its length. */
size_t pm_detect_language(const char *title, size_t title_len, const char *text,
			  size_t text_len, char code[PM_LANGUAGE_TEXT]);

#ifdef __cplusplus
}
#endif

#endif
