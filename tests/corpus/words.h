/* Pressmark - the words of the made-up newswire: a form of a lexeme, as one writes it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lexeme is a class and a rank.  The first ranks are the stems of stems.h; the others
 * are made by rules: a prefix or a suffix on a stem, or on syllables.  So there are as
 * many words as one draws, and many of them share a stem. */
#ifndef PM_TESTS_CORPUS_WORDS_H
#define PM_TESTS_CORPUS_WORDS_H

#include "support/buf.h"

#include <stdint.h>

enum word_class { NOUN, VERB, ADJECTIVE, WORD_CLASSES };

enum word_form {
	PLAIN,	/* chip, agree, rapid */
	PLURAL, /* chips, agrees */
	PAST,	/* agreed */
	GERUND, /* agreeing */
	ADVERB	/* rapidly */
};

/* What ranks of a class are drawn from. */
uint32_t words_of_class(enum word_class c);

void put_word(struct pm_buf *out, enum word_class c, uint32_t rank, enum word_form form);

/* One of 65 to 100 letters, by its number. */
void put_long_word(struct pm_buf *out, uint32_t number);

#endif
