/* Pressmark - atoms: a query word resolved in the lexicon of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a query word can match there: single words, by rank, and sequences of two to four
 * words.  One or more of the functions below fill an atom; then it is finished, and after
 * that only asked.
 */
#ifndef PM_MATCH_ATOM_H
#define PM_MATCH_ATOM_H

#include "language/tree.h"
#include "match/stems.h"
#include "segment/segment.h"

/* Words side by side that match one query word: a compound, or the pieces of a word; or
 * one word that matches only in capitals. */
struct pm_sequence {
	uint32_t ranks[4]; /* 0 from the n-th on */
	uint32_t n;
	enum pm_joint {
		PM_JOINT_ANY,	  /* whatever is between them */
		PM_JOINT_HYPHENS, /* there must be hyphens between them */
		PM_JOINT_CAPITALS /* one word, in capitals */
	} joint;
};

/* Words that something can begin with, or end with, if they are few. */
#define PM_ENDS_MAX 16u
struct pm_ends {
	uint32_t ranks[PM_ENDS_MAX]; /* each once, in no order; or PM_PAIR_ADDRESS */
	size_t n;
	bool many; /* there are more */
};

/* A form of a word, by its place among the word's. */
struct pm_atom_form {
	uint32_t rank, form;
};

struct pm_atom {
	uint32_t *ranks; /* sorted, each once */
	size_t n_ranks, ranks_cap;
	uint64_t *bitmap; /* by the low bits of a rank; NULL: there are few */
	uint32_t mask;	  /* these bits */
	bool is_exact;	  /* no two ranks of the segment have the same */
	struct pm_sequence *sequences; /* by their first two ranks */
	size_t n_sequences, sequences_cap;
	struct pm_ends own; /* the ranks less those of addresses of which the
					* word is a part only */
	bool addresses;	    /* there are such */
	bool capitals;	    /* some of them are one word in capitals */
	uint64_t *pairs;    /* a bit for a hash of their first two words; NULL if
				 * there are few */
	unsigned pair_shift;
	struct pm_atom_form *forms; /* =form: those that match */
	size_t n_forms, forms_cap;
};

void pm_ends_init(struct pm_ends *e);
void pm_ends_add(struct pm_ends *e, uint32_t rank);

void pm_atom_init(struct pm_atom *a);
void pm_atom_release(struct pm_atom *a);

/* Add one word. */
enum pm_status pm_atom_rank(struct pm_atom *a, uint32_t rank, struct pm_error *err);
/* Add by rules 1 to 3: exactly this word. */
enum pm_status pm_atom_word(struct pm_atom *a, struct pm_segment *seg, const char *folded,
			    size_t len, struct pm_error *err);
/* The same for every word with one of these stems. */
enum pm_status pm_atom_stems(struct pm_atom *a, struct pm_segment *seg,
			     const struct pm_stem_set *stems, struct pm_error *err);
/* One of these, as LEAF asks for its word W: by its stems if it is bare. */
enum pm_status pm_atom_leaf_word(struct pm_atom *a, struct pm_segment *seg,
				 const struct pm_tree *leaf, const struct pm_tree_word *w,
				 struct pm_stems *stems, struct pm_error *err);
/* Add by rule 4. */
enum pm_status pm_atom_pieces(struct pm_atom *a, struct pm_segment *seg,
			      const char *folded, size_t len, struct pm_error *err);
/* Add the dotted form of a surface in capitals, or what a dotted surface in capitals is
 * without its points, in capitals. */
enum pm_status pm_atom_dotted(struct pm_atom *a, struct pm_segment *seg,
			      const char *surface, size_t len, struct pm_error *err);
/* Add what entries of the lexicon stand for: a word its rank, an alias its targets.  CTX
 * is a struct pm_atom_collector, so that walks through the lexicon can call this. */
struct pm_atom_collector {
	struct pm_atom *atom;
	struct pm_alias_target *targets; /* scratch; the caller frees it */
	size_t cap;
};

enum pm_status pm_atom_add_entry(void *ctx, struct pm_cursor *c, struct pm_error *err);
/* Add what another atom can match. */
enum pm_status pm_atom_add(struct pm_atom *a, const struct pm_atom *other,
			   struct pm_error *err);
/* Add the word in exactly the form that the query has. */
enum pm_status pm_atom_surface(struct pm_atom *a, struct pm_segment *seg,
			       const struct pm_tree_word *word, struct pm_error *err);

/* Sort, and make bitmaps if there are many ranks: of some 64 bits for each, whatever the
 * segment has, since they are made for each query. */
enum pm_status pm_atom_finish(struct pm_atom *a, struct pm_segment *seg,
			      struct pm_error *err);

/* Drop sequences whose first word the atom matches on its own. */
void pm_atom_drop_longer(struct pm_atom *a);

/* The place of the first sequence that does not sort before these two words. */
size_t pm_atom_first_sequence(const struct pm_atom *a, uint32_t one, uint32_t two);

/* Whether it is one of the ranks, by halving. */
bool pm_atom_finds_rank(const struct pm_atom *a, uint32_t rank);

static inline bool
pm_atom_has_rank(const struct pm_atom *a, uint32_t rank)
{
	size_t i;

	if (a->bitmap != NULL)
		return (a->bitmap[(rank & a->mask) / 64] >> (rank % 64) & 1) &&
		       (a->is_exact ? rank <= a->mask : pm_atom_finds_rank(a, rank));
	for (i = 0; i < a->n_ranks; i++)
		if (a->ranks[i] == rank)
			return true;
	return false;
}

static inline uint32_t
pm_atom_pair(const struct pm_atom *a, uint32_t one, uint32_t two)
{
	uint64_t both = (uint64_t)one << 32 | two;

	return (uint32_t)((both * UINT64_C(0x9e3779b97f4a7c15)) >> a->pair_shift);
}

/* Whether a sequence may begin with these two words; seldom true if none does. */
static inline bool
pm_atom_may_begin(const struct pm_atom *a, uint32_t one, uint32_t two)
{
	uint32_t bit;

	if (a->pairs == NULL)
		return a->n_sequences > 0;
	bit = pm_atom_pair(a, one, two);
	return a->pairs[bit / 64] >> (bit % 64) & 1;
}

static inline bool
pm_atom_has_form(const struct pm_atom *a, uint32_t rank, uint32_t form)
{
	size_t i;

	for (i = 0; i < a->n_forms; i++)
		if (a->forms[i].rank == rank && a->forms[i].form == form)
			return true;
	return false;
}

#endif
