/* Pressmark - an article by what answers call it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Many articles have no id; answers name them by URL, or by file and line (wire.jsonl:12).
 *
 *	st = pm_named_article(search, tree, "wire.jsonl:12", &ask.alike, &why, &err);
 *
 * An id is a term, and found at once; for what else an article is called the metadata of all
 * articles are read, at two microseconds each.
 */
#ifndef PM_QUERY_NAMED_ARTICLE_H
#define PM_QUERY_NAMED_ARTICLE_H

#include "search/search.h"

/* *ID: the article that is called NAME, in the database; 0: TREE, the query for the article
 * of this id, finds it, or none is called so, or several, for which WHY has the message (else
 * it is left alone).  PM_ERR_QUERY, with that message: and no article has an id at all.  NAME is a URL, of which the first article that has it counts; a FILE
 * that has one article; or FILE:LINE. */
enum pm_status pm_named_article(struct pm_search *search, const struct pm_tree *tree,
				const char *name, uint32_t *id, struct pm_error *why,
				struct pm_error *err);

#endif
