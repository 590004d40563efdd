/* Pressmark - patterns: what pattern*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to pattern.c (makes a leaf ready), pattern_codes.c (makes it strings of
 * codes), pattern_pairs.c (knows which words must be neighbours), pattern_search.c
 * (searches for the codes), pattern_near.c (searches for several near each other) and
 * pattern_match.c (matches it against decoded words).
 */
#ifndef PM_MATCH_PATTERN_PARTS_H
#define PM_MATCH_PATTERN_PARTS_H

#include "match/atom.h"
#include "match/code_search.h"
#include "match/pattern.h"

struct pm_edge {
	size_t from, to;
	struct pm_atom atom;
};

/* The words at which a state was reached, from the current start. */
struct pm_reached {
	uint32_t *at;
	size_t n, cap;
};

#define PM_SEQUENCE_MAX 4u /* words of the longest sequence */
/* The most words in a pattern that is searched for around one of them: its matches have
 * less than 64 words. */
#define PM_ANCHORED_WORDS_MAX 15u

struct pm_pattern {
	struct pm_segment *segment;
	struct pm_team *team;  /* or NULL */
	size_t number;	       /* of the segment */
	struct pm_edge *edges; /* by `from` */
	size_t n_edges;
	size_t n_states;	    /* the last one is n_states - 1 */
	size_t *first_edge;	    /* of each state, and one past the last */
	struct pm_pair_needs needs; /* which words must be neighbours */
	struct pm_atom start; /* its ranks are all words that a match can begin with */
	bool single;	      /* every match is one word: `start` says it all */
	uint32_t longest;     /* how many words a match can have */
	bool impossible;      /* this segment has not the words; nothing below is set */
	struct pm_reached *reached; /* by state; empty between starts */
	bool title_only;
	/* PM_TREE_EXACT: the text required between words i - 1 and i. */
	struct pm_piece *separators;
	char *separator_bytes;
	/* The ways to write it, if everything that matches contains one of a few strings
	 * of codes.  SURE: it matches wherever that string stands; otherwise a compound
	 * must have its hyphens. */
	struct pm_code_string coded[PM_CODE_STRINGS_MAX];
	bool sure[PM_CODE_STRINGS_MAX];
	size_t n_coded;
	/* If there are too many ways: `coded` is then the pairs of words that can meet at
	 * one joint, or the ways to write one word; and these are the words that can
	 * come before and after it. */
	bool anchored;
	struct pm_atom before, behind;
	size_t anchor; /* the edge whose words are `coded`, or PM_NO_ANCHOR */
	/* If `coded` is one string of single words: each of them by itself, and how many
	 * bytes of the string come before it.  Otherwise NULL. */
	struct pm_word_code {
		struct pm_code_string string;
		size_t before;
	} * word_codes;
};

#define PM_NO_ANCHOR SIZE_MAX

/* pattern_match.c: *YES: whether it matches anywhere in the article, by its decoded
 * words. */
enum pm_status pm_pattern_matches_words(struct pm_pattern *p, struct pm_view *v,
					bool *yes, struct pm_error *err);

/* pattern_codes.c: fill in p->coded, once edges and states are made. */
enum pm_status pm_pattern_code(struct pm_pattern *p, struct pm_error *err);
void pm_pattern_release_coded(struct pm_pattern *p);

/* pattern_pairs.c: add what must be side by side for it to match, to NEEDS. */
enum pm_status pm_pattern_needs(const struct pm_pattern *p, struct pm_pair_needs *needs,
				struct pm_error *err);

/* pattern_search.c: search the article for p->coded, which must not be empty.  *ANSWER:
 * PM_DB_PERHAPS if it matches should a compound have its hyphens. */
enum pm_status pm_pattern_search(struct pm_pattern *p, struct pm_view *v, uint8_t *answer,
				 struct pm_error *err);

#endif
