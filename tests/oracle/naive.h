/* Pressmark - the oracle: queries answered by reading every article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What matches what, straight from ARCHITECTURE.md, by brute force over a corpus
 * in memory: nothing of segment/, no plan, nothing of libxapian but its stemmer.
 * With the programs that it is compared with it shares the corpus reader, the
 * tokenizer (text/) and the parser's tree, and nothing else.
 *
 * Every string that can be found (a word, a compound, a part of an address) has
 * a number, and so has every stem, surface and separator, so that comparing
 * words is comparing numbers.  Which articles hold a string is listed for one
 * purpose only: to pass over articles that lack a word of a leaf.
 *
 * These are tests: what cannot go on ends the program with status 2. */
#ifndef PM_TESTS_ORACLE_NAIVE_H
#define PM_TESTS_ORACLE_NAIVE_H

#include "corpus/corpus.h"
#include "query/tree.h"
#include "shim/stem.h"
#include "support/intern.h"
#include "text/split.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONE UINT32_MAX

/* A set of articles, by number from 0. */
struct bits {
	uint64_t *words;
	uint32_t n;		/* articles that there are, in the set or not */
};

void bits_init(struct bits *b, uint32_t n);	/* empty */
void bits_release(struct bits *b);
uint32_t bits_count(const struct bits *b);

static inline bool
bits_has(const struct bits *b, uint32_t i)
{
	return b->words[i / 64] >> (i % 64) & 1;
}

static inline void
bits_add(struct bits *b, uint32_t i)
{
	b->words[i / 64] |= UINT64_C(1) << (i % 64);
}

/* A word where it stands. */
struct word {
	uint32_t string;	/* folded */
	uint32_t surface;
	uint32_t separator;	/* between the word before it in its field and it */
	uint32_t compounds[2];	/* the strings that it makes with the next word and
				 * with the next two; or NONE */
};

enum { TITLE, BODY, SOURCE, AUTHOR, N_FIELDS };

/* The words of an article's field: first .. end - 1. */
struct field {
	size_t first, end;
};

struct article {
	struct field fields[N_FIELDS];
	uint32_t day;		/* 0: none */
};

struct string {
	uint32_t stem;
	uint32_t parts, n_parts;	/* of an address: strings, in naive.parts */
	bool findable;		/* short enough for rules 1 to 3 */
};

/* For each number the articles that hold it. */
struct lists {
	size_t *starts;
	uint32_t *articles;
};

struct naive {
	struct pm_stemmer *stemmer;
	struct pm_intern strings, stems, surfaces, composed, separators;
	struct string *of_string;
	uint32_t *composed_of;		/* by surface: its NFC, in `composed` */
	uint32_t *parts;
	struct word *words;
	struct article *articles;
	uint32_t n_articles;
	size_t n_words, n_parts, strings_cap, surfaces_cap, parts_cap, words_cap,
	       articles_cap;
	struct lists by_string, by_stem, by_composed;
};

/* Read the corpus at PATH, in the order of the corpus reader. */
void naive_load(struct naive *nv, const char *path, const char *language);
void naive_release(struct naive *nv);

/* OUT (initialised here) becomes the articles that TREE matches. */
void naive_evaluate(const struct naive *nv, const struct pm_tree *tree, struct bits *out);

/* A place where a leaf matches: words first .. last - 1 of the article, title
 * first; leaves are counted as they stand in the query. */
struct hit {
	uint32_t first, last, leaf;
};

/* The hits of one query, article after article: of each leaf outside NOT that
 * asks for words in title or body, for each word where it begins to match the
 * shortest match. */
struct hits {
	const struct naive *nv;
	struct leaf *leaves;
	uint32_t n_leaves;
	struct hit *hits;	/* by first word, then last, then leaf */
	size_t n, cap;
};

void hits_init(struct hits *h, const struct naive *nv, const struct pm_tree *tree);
void hits_find(struct hits *h, uint32_t article);	/* from 0 */
void hits_release(struct hits *h);

/* Ends the program when STATUS is a failure. */
void need(enum pm_status status, const struct pm_error *err);
void *need_memory(void *p);

#endif
