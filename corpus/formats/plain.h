/* Pressmark - plain text as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_FORMATS_PLAIN_H
#define PM_CORPUS_FORMATS_PLAIN_H

#include "corpus/corpus.h"
#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes are not text: more than 4 of them, and more than one in 64, are NUL
 * or other control characters that text does not contain.  Looks at the first 64 KiB. */
bool pm_plain_is_binary(const char *data, size_t len);

/* Whether the text (well-formed UTF-8) contains anything but white space. */
bool pm_plain_has_text(const char *text, size_t len);

/* Divide TEXT (well-formed UTF-8) by the rule of corpus/corpus.h; both results point into
 * it, and *TITLE is empty if the first line is not a title. */
void pm_plain_divide(struct pm_str text, struct pm_str *title, struct pm_str *body);

/* The authors of an article are the lines of AUTHORS, whose bytes they stay. */
void pm_plain_authors(struct pm_article *a, struct pm_buf *authors);

#endif
