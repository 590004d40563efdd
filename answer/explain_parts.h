/* Pressmark - the parts of an explanation: what explain*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain.c		the nodes and their numbers
 * explain_words.c	what is said of the words of a leaf
 * explain_text.c	as text
 * explain_json.c	as JSON
 */
#ifndef PM_ANSWER_EXPLAIN_PARTS_H
#define PM_ANSWER_EXPLAIN_PARTS_H

#include "answer/explain.h"

/* How often something occurs. */
struct pm_times {
	bool known, at_least;
	uint64_t n;
};

enum pm_note_kind {
	PM_NOTE_TIMES,	 /* times, of one word among several */
	PM_NOTE_NOWHERE, /* items: suggestions */
	PM_NOTE_TOO_LONG,
	PM_NOTE_FORMS, /* items: forms */
	PM_NOTE_SPELT  /* words, compounds; items: the most frequent; needs */
};

struct pm_note_item {
	char *text;
	size_t len;
	uint32_t articles;
	unsigned edits; /* for suggestions, else 0 */
};

struct pm_note {
	enum pm_note_kind kind;
	const struct pm_tree_word *word;
	struct pm_times times;
	uint64_t words, compounds;
	char needs; /* why there are none: what pm_regex_needs says, or 0 */
	struct pm_note_item items[PM_EXPLAIN_MOST];
	size_t n_items;
};

struct pm_explained {
	const struct pm_tree *node;
	unsigned depth;
	bool counted;
	uint32_t articles;
	struct pm_times times;
	size_t first_note, n_notes;
};

struct pm_explanation {
	struct pm_search *search; /* while the explanation is made */
	struct pm_search_options options;
	struct pm_explained *nodes;
	size_t n_nodes, nodes_cap;
	struct pm_note *notes;
	size_t n_notes, notes_cap;
	unsigned looked_up; /* words looked up in the whole lexicon */
	bool stopped;
	const struct pm_newer *newer; /* only these were counted; NULL: all */
	double parse_ms, answer_ms, explain_ms;
};

/* How many articles match TREE; *COUNTED is false, and E stopped, if there was no time
 * left. */
enum pm_status pm_explain_count(struct pm_explanation *e, const struct pm_tree *tree,
				uint32_t *articles, bool *counted, struct pm_error *err);

/* Everything there is to say about the words of node I, a leaf that was counted. */
enum pm_status pm_explain_leaf(struct pm_explanation *e, size_t i, struct pm_error *err);

/* Append a word of the query as it is written: semi*, word~2, /regex/. */
void pm_explain_put_word(struct pm_buf *out, const struct pm_tree_word *word);

#endif
