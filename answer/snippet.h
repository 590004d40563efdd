/* Pressmark - snippets: the passages of an article that show its hits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A snippet is one passage of the body, or two or three shorter ones if the query's parts
 * are far apart: first the passage with hits of the most leaves, then, while there are
 * leaves with hits elsewhere, passages for those.  A passage begins where its sentence
 * does (as w/s sees it), if that is near.  Every hit in it is marked.  White space is
 * shown as single spaces.
 */
#ifndef PM_ANSWER_SNIPPET_H
#define PM_ANSWER_SNIPPET_H

#include "search/search.h"
#include "terminal/cells.h"

/* Append the title with its hits marked; for an article without a title, its first words
 * and an ellipsis. */
enum pm_status pm_snippet_title(struct pm_hits *h, const struct pm_marks *marks,
				struct pm_buf *out, struct pm_error *err);
/* Append the snippet of the body.  If there is no hit in the body: its beginning. */
enum pm_status pm_snippet_body(struct pm_hits *h, const struct pm_marks *marks,
			       struct pm_buf *out, struct pm_error *err);

/* Append what these have given, with MARKS, in a form for people: a title of at most MAX
 * characters, a snippet whose huge words are shortened, an ellipsis in place of the
 * rest. */
void pm_snippet_put_title(const struct pm_buf *title, size_t max,
			  const struct pm_marks *marks, struct pm_buf *out);
void pm_snippet_put(const struct pm_buf *snippet, const struct pm_marks *marks,
		    struct pm_buf *out);

#endif
