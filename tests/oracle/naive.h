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
 * words is comparing numbers.  Hits of a node are enumerated article by article
 * (extents.h), spelt words compared with every string (spelt.h), sentences told
 * anew from the separators (sentences.h).  Which articles hold a string is listed for one
 * purpose only: to pass over articles that lack a word of a leaf.
 *
 * These are tests: what cannot go on ends the program with status 2. */
#ifndef PM_TESTS_ORACLE_NAIVE_H
#define PM_TESTS_ORACLE_NAIVE_H

#include "corpus/corpus.h"
#include "language/tree.h"
#include "support/intern.h"
#include "tests/oracle/extents.h"
#include "text/languages.h"
#include "text/split.h"
#include "text/stem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONE UINT32_MAX

/* A set of articles, by number from 0. */
struct bits {
	uint64_t *words;
	uint32_t n; /* articles that there are, in the set or not */
};

void bits_init(struct bits *b, uint32_t n); /* empty */
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
	uint32_t string; /* folded */
	uint32_t surface;
	uint32_t spoken;       /* its surface in its article's language: has a stem */
	uint32_t separator;    /* between the word before it in its field and it */
	uint32_t compounds[2]; /* the strings that it makes with the next word and
				 * with the next two; or NONE */
};

enum {
	TITLE,
	BODY,
	FOLDS, /* the words of its folds, unless they are in the body */
	SOURCE,
	AUTHOR,
	N_FIELDS
};

/* The words of an article's field: first .. end - 1. */
struct field {
	size_t first, end;
};

/* Another field of an article. */
struct extra {
	uint32_t name;	/* as names are compared, in naive.names */
	uint32_t value; /* all of it, composed and without blanks at its ends, there too */
	struct field words;
};

struct article {
	struct field fields[N_FIELDS];
	size_t extras,
		n_extras;  /* in naive.extras, the source and each author among them */
	uint32_t id, host; /* in naive.names; or NONE */
	uint32_t day;	   /* 0: none */
	/* What nothing spans: the title, and the pieces of the body, which folds divide; in
	 * naive.pieces. */
	size_t pieces, n_pieces;
	size_t length; /* words that are in no fold */
};

struct string {
	uint32_t stem; /* its plain one: as a compound or a part it has no other */
	uint32_t parts, n_parts; /* of an address: strings, in naive.parts */
	bool findable;		 /* short enough for rules 1 to 3 */
};

/* For each number the articles that hold it. */
struct lists {
	size_t *starts;
	uint32_t *articles;
};

struct naive {
	struct pm_stemmers stemmers; /* a query word is asked of all of them */
	struct pm_stemmer *own;	     /* of the article that is being read */
	uint32_t language;	     /* and its number, from 0 */
	struct pm_intern strings, stems, surfaces, spoken, composed, separators, names;
	struct string *of_string;
	uint32_t *points;      /* of all strings */
	size_t *points_at;     /* by string, and the end behind the last */
	uint32_t *composed_of; /* by surface: its NFC, in `composed` */
	uint32_t *stem_of;     /* by `spoken` */
	uint32_t *parts;
	struct word *words;
	/* by word of title and body: counted through the whole corpus */
	uint32_t *sentences, *paragraphs;
	uint32_t *piece_of; /* likewise: the number of its piece */
	struct field *pieces;
	size_t n_pieces, pieces_cap;
	bool full_text;
	struct article *articles;
	struct extra *extras;
	uint32_t source, author; /* the names that these have there */
	uint32_t n_articles;
	size_t n_words, n_parts, n_extras, strings_cap, surfaces_cap, stems_cap,
		parts_cap, words_cap, articles_cap, extras_cap;
	struct lists by_string, by_stem, by_composed;
	struct lists stems_of; /* by string: those of all words that fold to it, or, if
				* it is a compound or part, its plain one */
};

enum naive_text { NAIVE_ARTICLES, NAIVE_FULL_TEXT };

/* Read the corpus at PATH, in the order of the corpus reader; with the full text folds are
 * in their places in the body.  If LANGUAGE is PM_LANGUAGE_AUTO each article is stemmed in
 * the language that it states, which each of them must do. */
void naive_load(struct naive *nv, const char *path, const char *language,
		enum naive_text text);
void naive_release(struct naive *nv);

/* --- leaves (match.c): words side by side, =forms, spelt words, words in any order;
 * in the text or in another field. */

struct leaf;

struct leaf *leaf_new(const struct naive *nv, const struct pm_tree *tree);
void leaf_free(struct leaf *leaf);
/* OUT (initialised here): articles that lack none of the words. */
void leaf_candidates(struct leaf *leaf, struct bits *out);
bool leaf_matches(const struct leaf *leaf, uint32_t article);
/* Append the hits, in words of the corpus; only of leaves in title or body. */
void leaf_hits(const struct leaf *leaf, uint32_t article, struct extents *out);

/* Append the matches of a loose phrase's words that lie in X. */
void leaf_matching(const struct leaf *leaf, uint32_t article, const struct extent *x,
		   struct extents *out);

/* --- queries (scan.c) */

/* A hit of a part: words first .. last - 1 of the article, title first. */
struct hit {
	uint32_t first, last, part;
};

struct hits {
	struct hit *hits; /* by first word, then last, then part */
	size_t n, cap;
	size_t n_extents; /* different ones */
};

void hits_release(struct hits *h);

/* A query made ready for the corpus: the leaves are looked up once. */
struct scan;

struct scan *scan_new(const struct naive *nv, const struct pm_tree *tree);
void scan_free(struct scan *s);
uint32_t scan_parts(const struct scan *s);
/* OUT (initialised here) becomes the articles that match. */
void scan_articles(struct scan *s, struct bits *out);
/* H becomes the hits in an article (from 0) that matches. */
void scan_hits(struct scan *s, uint32_t article, struct hits *h);

/* Only the articles. */
void naive_evaluate(const struct naive *nv, const struct pm_tree *tree, struct bits *out);

/* Ends the program when STATUS is a failure. */
void need(enum pm_status status, const struct pm_error *err);
void *need_memory(void *p);

/* Append what =form compares of a surface: composed (NFC), without soft hyphens. */
void put_composed(struct pm_buf *out, const char *s, size_t len);

#endif
