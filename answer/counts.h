/* Pressmark - how many articles match, as answers of every kind say it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_ANSWER_COUNTS_H
#define PM_ANSWER_COUNTS_H

#include "search/search.h"

struct pm_counts {
	uint32_t articles, stories; /* that match */
	enum pm_search_stories mode;
	/* These two are said in every form of the answer. */
	bool full_text;			  /* with folds */
	const struct pm_newer *newer;	  /* only these were searched; NULL: all */
	const struct pm_generation *cite; /* what the JSON cites; NULL: nothing */
};

struct pm_counts pm_counts_of(const struct pm_search_result *r,
			      enum pm_search_stories mode);

/* Append, of ALL articles of the index: "no article matches, of 21,577 articles"; "1,544 of
 * 21,577 articles", and if these tell fewer stories, ", 1,509 stories"; or, with each story
 * once, "1,509 stories in 1,544 of 21,577 articles".  If folds were searched, ", full text"
 * follows.  If only new articles were, these are all of which is said how many match: "2 of 25
 * articles new since generation 5". */
void pm_counts_put(const struct pm_counts *c, uint32_t all, bool stopped,
		   struct pm_buf *out);

/* The members "articles", "total", what is known of stories, and "index" (cite.h), each with a
 * comma before it. */
void pm_counts_put_json(const struct pm_counts *c, uint32_t all, struct pm_buf *out);

/* ", total 1544", and with each story once also how many articles match. */
void pm_counts_put_tsv(const struct pm_counts *c, struct pm_buf *out);

/* Append "new since generation 5", "new or changed since generation 5", or what is said in its
 * place of those that were added before the first generation that is known of. */
void pm_newer_put(const struct pm_newer *n, struct pm_buf *out);
/* The members new_since and new (how many these are), and if that counts those that have
 * changed, changed, each with a comma before it. */
void pm_newer_put_json(const struct pm_newer *n, struct pm_buf *out);

#endif
