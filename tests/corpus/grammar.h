/* Pressmark - the phrase-structure grammar of the made-up newswire.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules (grammar_rules.c) make a symbol into one of some rows of symbols and tokens,
 * each as often as its weight says.  In them
 *
 *	NP VP		capitals: symbols
 *	said the ,	words and signs as they are: prose.h sets them
 *	%noun %place	what the story chooses (story.h), or a figure
 *
 * Where sentences would nest too deeply, the first rule of a symbol is taken. */
#ifndef PM_TESTS_CORPUS_GRAMMAR_H
#define PM_TESTS_CORPUS_GRAMMAR_H

#include "tests/corpus/prose.h"
#include "tests/corpus/story.h"

#include <stdint.h>

struct rule {
	const char *symbol;
	uint32_t weight;
	const char *becomes;
};

/* Those of a symbol stand together. */
extern const struct rule grammar_rules[];
extern const uint32_t grammar_n_rules;

/* Read the rules; ends the program where one is wrong. */
void grammar_init(void);

/* What is made of a symbol. */
void grammar_put(struct story *s, struct prose *p, const char *symbol);

#endif
