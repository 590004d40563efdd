/* Pressmark - what an article says about itself: leaves that ask for no words of its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles carry whatever fields their corpus has (section, topics, lang).  These fields
 * have no terms: a query that asks for one is answered from the metadata, which is stored
 * with an article's dressing.  Source, author, host, id, date and length have terms or
 * values, which find articles; but where one article is at hand, all of them are read from
 * its metadata.
 *
 * Cost: some 2 microseconds an article, because its block of dressing is inflated; in an
 * AND with something rarer, only for the articles that the rest of the AND leaves.
 */
#ifndef PM_MATCH_METADATA_FIELD_H
#define PM_MATCH_METADATA_FIELD_H

#include "language/tree.h"
#include "match/view.h"

/* A leaf that asks for the value of a field in one article. */
struct pm_metadata_leaf;

/* LEAF is any leaf that asks for no words of title or body.  It must outlive *OUT. */
enum pm_status pm_metadata_leaf_new(struct pm_metadata_leaf **out,
				    const struct pm_tree *leaf, struct pm_error *err);
void pm_metadata_leaf_free(struct pm_metadata_leaf *n);

/* *YES: whether the article in V matches. */
enum pm_status pm_metadata_leaf_matches(struct pm_metadata_leaf *n, struct pm_view *v,
					bool *yes, struct pm_error *err);

#endif
