/* Pressmark - an article of the made-up newswire, as a JSON line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article depends on the seed and its number alone.  Its length is log-normal, as
 * that of newswire: half have fewer than 90 words, one in a thousand has thousands.
 * A few repeat an earlier one, word for word, or with another title and end; some have
 * no title, author or date.  Paragraphs are laid out in one of three ways. */
#ifndef PM_TESTS_CORPUS_ARTICLE_H
#define PM_TESTS_CORPUS_ARTICLE_H

#include "support/buf.h"

#include <stdint.h>

/* Append article NUMBER, from 0, of the corpus that SEED gives. */
void put_article(struct pm_buf *out, uint64_t seed, uint32_t number);

#endif
