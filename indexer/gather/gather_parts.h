/* Pressmark - gathering: what its files share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to gather.c (slices and articles), gather_words.c (the loop over words),
 * gather_large.c (articles part by part),
 * gather_cuts.c (where their folds are), gather_folds.c (the folds),
 * gather_names.c (numbers for what is new), gather_huge.c (words that are not held),
 * gather_keys.c (their keys),
 * gather_compounds.c (hyphenated words),
 * gather_terms.c (the terms of an article) and gather_end.c (sorting the run).
 */
#ifndef PM_INDEXER_GATHER_GATHER_PARTS_H
#define PM_INDEXER_GATHER_GATHER_PARTS_H

#include "indexer/gather/gather.h"

/* Bytes of memory in use. */
size_t pm_gather_used(const struct pm_gather *g);

/* Free everything that was gathered. */
void pm_gather_empty(struct pm_gather *g);

/* Make g->run an empty run, ready to be filled. */
enum pm_status pm_gather_begin(struct pm_gather *g, struct pm_error *err);

/* Number the words of g->fresh: fold these surfaces, and stem the words that are new. */
enum pm_status pm_gather_fresh_words(struct pm_gather *g, struct pm_error *err);

/* The same for one word, whose name is in g->fold already; SURFACE is its surface. */
enum pm_status pm_gather_fresh_word(struct pm_gather *g, struct pm_gather_fresh *f,
				    const char *surface, size_t len, struct pm_error *err);

/* gather_huge.c: the number of a surface of more than PM_RUN_HUGE bytes, whose word is
 * settled. */
enum pm_status pm_gather_huge_surface(struct pm_gather *g, const char *s, size_t len,
				      uint32_t flags, uint32_t *surface,
				      struct pm_error *err);
/* gather_keys.c: note a huge surface or word. */
enum pm_status pm_gather_note(struct pm_gather_huges *huges,
			      const struct pm_gather_huge *huge, struct pm_error *err);
/* Append the digest of what has been added to g->digest to g->fold. */
enum pm_status pm_gather_put_digest(struct pm_gather *g, struct pm_error *err);
/* F's surface, S, is not huge, but its folded form, which g->fold has from F's start on:
 * put its key in its place. */
enum pm_status pm_gather_huge_fold(struct pm_gather *g, struct pm_gather_fresh *f,
				   const char *s, size_t len, struct pm_error *err);
/* Note that the new word of F, which has a number now, is huge. */
enum pm_status pm_gather_note_huge(struct pm_gather *g, const struct pm_gather_fresh *f,
				   struct pm_error *err);
/* All are noted: make pm_gather_find_huge ready. */
void pm_gather_end_huge(struct pm_gather *g);
/* NULL: it is none of them. */
const struct pm_gather_huge *
pm_gather_find_huge(const struct pm_gather_huges *huges, uint32_t number);

/* The folded form of word number ID: its name without the stem. */
const char *pm_gather_folded(const struct pm_gather *g, uint32_t id, size_t *len);

enum pm_status pm_gather_separator(struct pm_gather *g, const char *s, size_t len,
				   uint32_t *id, struct pm_error *err);

enum pm_status pm_gather_alias_number(struct pm_gather *g, const char *s, size_t len,
				      uint32_t *id, struct pm_error *err);

/* Number the aliases of g->fresh, whose strings are in g->fold, with their hashes; stem
 * those that are new. */
enum pm_status pm_gather_fresh_aliases(struct pm_gather *g, struct pm_error *err);

/* The number of PREFIX + S as a term. */
enum pm_status pm_gather_term_number(struct pm_gather *g, const char *prefix,
				     const char *s, size_t len, uint32_t *id,
				     struct pm_error *err);

/* The stem that a word's or an alias's term has: its name without the word. */
const char *pm_gather_stem(const struct pm_gather *g, uint32_t term, size_t *len);

/* The title term for a stem: S + stem; stays PM_U32_NONE if that is too long. */
enum pm_status pm_gather_title_number(struct pm_gather *g, uint32_t term,
				      uint32_t *title_term, struct pm_error *err);

enum pm_gather_field { PM_GATHER_BODY, PM_GATHER_TITLE, PM_GATHER_FOLD };

/* Count one more occurrence of an alias. */
enum pm_status pm_gather_count_alias(struct pm_gather *g, uint32_t id,
				     enum pm_gather_field field, struct pm_error *err);

/* Count the compounds of the joints. */
enum pm_status pm_gather_compounds(struct pm_gather *g, enum pm_gather_field field,
				   struct pm_error *err);

/* A fold, and where it is in the text. */
struct pm_gather_cut {
	const char *text;
	size_t len, at;
	unsigned why;
	uint32_t words; /* before it */
	size_t behind;	/* where the last of them ends, or AT if that is inside of it */
	size_t rest;	/* AT, or where that word ends: the fold stands behind it */
	size_t next;	/* where the word after it begins, or the text ends */
};

/* gather_cuts.c: find the places of the article's folds, whose bytes are at BYTES, before
 * it is gathered: into g->cuts. */
enum pm_status pm_gather_find_folds(struct pm_gather *g, const struct pm_slice_article *a,
				    const char *bytes, struct pm_error *err);
/* Whether a fold lies before the word at PLACE, which is one of the body. */
bool pm_gather_is_cut(const struct pm_gather *g, size_t place);
/* gather_folds.c: gather the folds that were found, after the text. */
enum pm_status pm_gather_folds(struct pm_gather *g, const struct pm_slice_article *a,
			       const char *bytes, struct pm_error *err);
/* A fold has the stem of TERM, which occurs there and adds nothing. */
enum pm_status pm_gather_count_fold(struct pm_gather *g, uint32_t term,
				    struct pm_error *err);

/* Count what the words of a field make besides themselves, from the joints and specials
 * at places below END, which are then forgotten. */
enum pm_status pm_gather_derived(struct pm_gather *g, size_t end,
				 enum pm_gather_field field, struct pm_error *err);

/* Count S + stem of every word of the title: all those touched so far. */
enum pm_status pm_gather_title(struct pm_gather *g, struct pm_error *err);

/* Count the stems of all words touched. */
enum pm_status pm_gather_stems(struct pm_gather *g, struct pm_error *err);

/* The terms of id, host and day. */
enum pm_status pm_gather_head_terms(struct pm_gather *g, const struct pm_slice_article *a,
				    const char *bytes, struct pm_error *err);

/* The terms of a field of metadata, VALUE, from the word at FROM on.  *NEXT: where to go
 * on if that was only a part of it, else LEN. */
enum pm_status pm_gather_field_terms(struct pm_gather *g, const char *prefix,
				     const char *value, size_t len, size_t from,
				     size_t *next, struct pm_error *err);

/* What there is of a field. */
enum {
	PM_GATHER_GOES_ON = 1, /* it began before */
	PM_GATHER_ENDS = 2     /* it ends here */
};

/* gather_words.c: enter the words of g->split, which are TEXT's, at places from AT on.
 * FIELD: PM_GATHER_GOES_ON, if what is before the first word is a separator within it,
 * and PM_GATHER_ENDS, if what is after the last one is its end. */
enum pm_status pm_gather_add_words(struct pm_gather *g, const char *text, size_t len,
				   size_t at, unsigned field, struct pm_error *err);
/* Append PLACE to an array of N places. */
enum pm_status pm_gather_add_place(uint32_t **places, size_t *n, size_t *cap,
				   size_t place, struct pm_error *err);
/* Append a joint: the word at PLACE comes after a separator that does JOIN. */
enum pm_status pm_gather_add_joint(struct pm_gather *g, size_t place, unsigned join,
				   struct pm_error *err);
/* Enter a new surface: its word is looked up later, together with others. */
enum pm_status
pm_gather_enter(struct pm_gather *g, const char *s, size_t len, uint32_t flags,
		struct pm_surface_slot *slot, const struct pm_surface_key *key,
		uint32_t *surface, struct pm_error *err);
/* Write a record of the stream, in place: the words at places FROM .. TO - 1, the first
 * N_TITLE of them the title's.  METADATA, data after it: NULL if they are not in PART. */
enum pm_status
pm_gather_put_stream(struct pm_gather *g, unsigned part, const struct pm_slice_article *a,
		     const char *metadata, size_t n_title, size_t from, size_t to,
		     struct pm_error *err);
enum pm_status pm_gather_put_head(struct pm_gather *g, uint64_t length, uint32_t day,
				  size_t n, struct pm_error *err);
/* Split TEXT into g->split, and make room for its words at places from AT on. */
enum pm_status pm_gather_split(struct pm_gather *g, const char *text, size_t len,
			       size_t at, struct pm_error *err);

/* gather_large.c: whether the article is gathered part by part. */
bool pm_gather_is_large(const struct pm_slice_article *a);
/* Gather it, from g->progress on: PM_OK, or PM_ABSENT if the run is full before. */
enum pm_status pm_gather_large(struct pm_gather *g, const struct pm_slice_article *a,
			       const char *bytes, uint32_t number, struct pm_error *err);

#endif
