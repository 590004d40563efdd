/* Pressmark - what a story of the made-up newswire is about, and what it has said.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A story has a topic, which has words, expressions and names of its own; and what was
 * said is said again.  So a word that is rare in the corpus is frequent in a few
 * articles, and expressions of two to six words, which share their words with one
 * another, recur in one article and in many. */
#ifndef PM_TESTS_CORPUS_STORY_H
#define PM_TESTS_CORPUS_STORY_H

#include "tests/corpus/words.h"

#include <stdbool.h>
#include <stdint.h>

/* What a story chooses from; the first are the classes of words. */
enum thing {
	EXPRESSION = WORD_CLASSES,
	PERSON,
	COMPANY,
	AGENCY,
	PLACE,
	MODEL,
	COMPOUND,
	THINGS
};

#define TOPICS 160u
#define RECENT 20u

struct story {
	uint64_t state;
	uint32_t topic;
	struct {
		uint32_t items[RECENT];
		uint32_t n; /* ever remembered */
	} said[THINGS];
};

void story_begin(struct story *s, uint64_t state);

/* Choose one; *AGAIN: the story has said it. */
uint32_t story_choose(struct story *s, uint32_t thing, bool *again);

/* The words of an expression, with blanks between. */
void put_expression(struct pm_buf *out, uint32_t number);

/* What stands in an article's list of topics. */
void put_topic(struct pm_buf *out, uint32_t topic);

#endif
