/* Pressmark - fields that only the metadata tell.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles carry whatever fields their corpus has (section, topics, lang); those have
 * no terms, and a query that asks for one is answered from the metadata that stands
 * with an article's dressing.
 *
 * Cost: some 2 microseconds an article, as its block of dressing is inflated; in an AND
 * with something rarer only for what that leaves.
 */
#ifndef PM_MATCH_METADATA_FIELD_H
#define PM_MATCH_METADATA_FIELD_H

#include "language/tree.h"
#include "match/view.h"
#include "segment/index.h"

/* A field's value, in one article. */
struct pm_metadata_leaf;

/* LEAF: of PM_FIELD_OTHER, or PM_TREE_ID, for an id that is too long for a term; it
 * must outlive it. */
enum pm_status pm_metadata_leaf_new(struct pm_metadata_leaf **out, const struct pm_tree *leaf,
			    struct pm_error *err);
void pm_metadata_leaf_free(struct pm_metadata_leaf *n);

/* *YES: whether the article that V looks at has the leaf's words in that field. */
enum pm_status pm_metadata_leaf_matches(struct pm_metadata_leaf *n, struct pm_view *v, bool *yes,
				struct pm_error *err);

/* Complain (PM_ERR_QUERY, naming the fields of the corpus, and the one that was meant
 * where a name is misspelt or known elsewhere: headline: for title:) where TREE asks for
 * a field that no article has.  Reads no further than to the first article that has
 * it. */
enum pm_status pm_metadata_field_check(struct pm_index *index, const struct pm_tree *tree,
			      struct pm_error *err);

/* Calls FN for the name of every further field that an article has, each once, in the
 * order in which they are met.  Reads all metadata. */
enum pm_status pm_metadata_field_each(struct pm_index *index,
			     enum pm_status (*fn)(void *ctx, const char *name, size_t len,
						  struct pm_error *err),
			     void *ctx, struct pm_error *err);

#endif
