/* Pressmark - the oracle's sentences and paragraphs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "Sentences and paragraphs" of ARCHITECTURE.md, rule by rule; separators are those
 * between two words. */
#ifndef PM_TESTS_ORACLE_SENTENCES_H
#define PM_TESTS_ORACLE_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

bool has_strong_break(const char *separator, size_t len);
/* Asked only where there is no strong one. */
bool has_weak_break(const char *separator, size_t len);

/* Whether a sentence begins behind the separator, wherever paragraphs begin.  BEFORE
 * is the word before it, folded; NEXT the one behind it, as written. */
bool begins_sentence(const char *separator, size_t len, const char *before,
		     size_t before_len, const char *next, size_t next_len);

#endif
