/* Pressmark - patterns: what pattern*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to pattern.c (makes a leaf ready), pattern_codes.c (makes it strings of
 * codes), pattern_search.c (searches for these in coded words) and pattern_match.c
 * (matches it against decoded words).
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
/* The most words in a pattern that is searched for around one of them. */
#define PM_ANCHORED_WORDS_MAX 16u

struct pm_pattern {
	struct pm_segment *segment;
	struct pm_team *team;  /* or NULL */
	size_t number;	       /* of the segment */
	struct pm_edge *edges; /* by `from` */
	size_t n_edges;
	size_t n_states;      /* the last one is n_states - 1 */
	size_t *first_edge;   /* of each state, and one past the last */
	struct pm_atom start; /* its ranks are all words that a match can begin with */
	bool single;	      /* every match is one word: `start` says it all */
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
	 * one joint, or the ways to write one word; in the latter case these are the
	 * words that can come before and after it. */
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

/* Words to match: an article's, or some decoded from its codes. */
struct pm_text {
	const uint32_t *ranks;
	uint32_t limit; /* no match reaches beyond it */
	enum { PM_HYPHENS_LOOK, PM_HYPHENS_NONE, PM_HYPHENS_ANY } hyphens;
	struct pm_view *v; /* for PM_HYPHENS_LOOK: the article */
};

/* *END: the nearest end of a match that begins at word AT and does not reach beyond the
 * limit; 0 if there is none. */
enum pm_status pm_pattern_match_at(struct pm_pattern *p, const struct pm_text *t,
				   uint32_t at, uint32_t *end, struct pm_error *err);

/* pattern_match.c: *YES: whether it matches anywhere in the article, by its decoded
 * words. */
enum pm_status pm_pattern_matches_words(struct pm_pattern *p, struct pm_view *v,
					bool *yes, struct pm_error *err);

/* pattern_codes.c: fill in p->coded, once edges and states are made. */
enum pm_status pm_pattern_code(struct pm_pattern *p, struct pm_error *err);
void pm_pattern_release_coded(struct pm_pattern *p);

/* pattern_search.c: search the article for p->coded, which must not be empty.  *SURE: it
 * matches; *PERHAPS: it does if a compound has its hyphens. */
enum pm_status pm_pattern_search(struct pm_pattern *p, struct pm_view *v, bool *sure,
				 bool *perhaps, struct pm_error *err);

#endif
