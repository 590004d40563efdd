/* Pressmark - gathering: what its files share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to gather.c (the loop over words), gather_names.c (numbers for what is new),
 * gather_compounds.c (hyphenated words), gather_terms.c (the terms of an article) and
 * gather_end.c (sorting the run).
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

/* The title term for a stem: S + stem; stays PM_U32_NONE if that is too long. */
enum pm_status pm_gather_title_number(struct pm_gather *g, uint32_t term,
				      uint32_t *title_term, struct pm_error *err);

/* Count one more occurrence of an alias. */
enum pm_status pm_gather_count_alias(struct pm_gather *g, uint32_t id, bool title,
				     struct pm_error *err);

/* Count the compounds of the joints. */
enum pm_status pm_gather_compounds(struct pm_gather *g, bool title, struct pm_error *err);

enum pm_gather_field { PM_GATHER_BODY, PM_GATHER_TITLE };

/* Count what the words of a field make besides themselves, from the joints and specials
 * at places below END, which are then forgotten. */
enum pm_status pm_gather_derived(struct pm_gather *g, size_t end,
				 enum pm_gather_field field, struct pm_error *err);

/* Count S + stem of every word of the title: all those touched so far. */
enum pm_status pm_gather_title(struct pm_gather *g, struct pm_error *err);

/* Count the stems of all words touched, and the terms of the metadata. */
enum pm_status pm_gather_terms(struct pm_gather *g, const struct pm_slice_article *a,
			       const char *bytes, struct pm_error *err);

#endif
