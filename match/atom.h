/* Pressmark - atoms: a query word resolved in the lexicon of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a query word can match there: single words, by rank, and sequences of
 * two to four words.  An atom is filled by one or more of the functions below
 * and then finished; after that it only answers.
 */
#ifndef PM_MATCH_ATOM_H
#define PM_MATCH_ATOM_H

#include "language/tree.h"
#include "segment/segment.h"
#include "shim/stem.h"

/* Words side by side that stand for one: a compound, or the pieces of a word. */
struct pm_sequence {
	uint32_t ranks[4];
	uint32_t n;
	bool hyphens;		/* only with hyphens between */
};

struct pm_atom {
	uint32_t *ranks;	/* sorted, each once */
	size_t n_ranks, ranks_cap;
	uint64_t *bitmap;	/* by rank; NULL: look through `ranks` */
	uint32_t bits;		/* ranks below this are in the bitmap */
	struct pm_sequence *sequences;	/* by their first two ranks */
	size_t n_sequences, sequences_cap;
	uint64_t *pairs;	/* a bit for a hash of their first two words; NULL where
				 * there are few */
	unsigned pair_shift;
	uint32_t *forms;	/* =form: the places that are meant */
	size_t n_forms, forms_cap;
};

void pm_atom_init(struct pm_atom *a);
void pm_atom_release(struct pm_atom *a);

/* One word. */
enum pm_status pm_atom_rank(struct pm_atom *a, uint32_t rank, struct pm_error *err);
/* Rules 1 to 3: exactly this word, or with a STEMMER every word of its stem. */
enum pm_status pm_atom_word(struct pm_atom *a, struct pm_segment *seg,
			    const char *folded, size_t len, struct pm_stemmer *stemmer,
			    struct pm_error *err);
/* Rule 4. */
enum pm_status pm_atom_pieces(struct pm_atom *a, struct pm_segment *seg,
			      const char *folded, size_t len, struct pm_error *err);
/* The dotted form of a surface in capitals. */
enum pm_status pm_atom_dotted(struct pm_atom *a, struct pm_segment *seg,
			      const char *surface, size_t len, struct pm_error *err);
/* What entries of the lexicon stand for: a word its rank, an alias its targets.  CTX
 * is a struct pm_atom_collector, so that walks through the lexicon can call it. */
struct pm_atom_collector {
	struct pm_atom *atom;
	struct pm_alias_target *targets;	/* scratch; the caller's to free */
	size_t cap;
};

enum pm_status pm_atom_add_entry(void *ctx, struct pm_cursor *c, struct pm_error *err);
/* What another atom can match. */
enum pm_status pm_atom_add(struct pm_atom *a, const struct pm_atom *other,
			   struct pm_error *err);
/* The word in exactly the form in which the query has it. */
enum pm_status pm_atom_surface(struct pm_atom *a, struct pm_segment *seg,
			       const struct pm_tree_word *word, struct pm_error *err);

/* Sort, and make bitmaps of many ranks. */
enum pm_status pm_atom_finish(struct pm_atom *a, struct pm_segment *seg,
			      struct pm_error *err);

/* Drop sequences that begin with a word that is one of the atom's itself. */
void pm_atom_drop_longer(struct pm_atom *a);

/* The place of the first sequence that does not stand before these two words. */
size_t pm_atom_first_sequence(const struct pm_atom *a, uint32_t one, uint32_t two);

static inline bool
pm_atom_has_rank(const struct pm_atom *a, uint32_t rank)
{
	size_t i;

	if (a->bitmap != NULL)
		return rank < a->bits && a->bitmap[rank / 64] >> (rank % 64) & 1;
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

/* Whether a sequence may begin with these two words; true for few that none does. */
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
pm_atom_has_form(const struct pm_atom *a, uint32_t form)
{
	size_t i;

	for (i = 0; i < a->n_forms; i++)
		if (a->forms[i] == form)
			return true;
	return false;
}

#endif
