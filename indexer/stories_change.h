/* Pressmark - which articles are copies of which, after some came and others went.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pm_stories_find (stories.h) goes through all articles in the order in which they appeared.
 * Here the same is found from what was found before, and only articles are looked at for
 * which something can be different:
 *
 *	const struct pm_stories_before before = { segments, n, n_old, were_gone, gone, copies };
 *
 *	status = pm_stories_follow(&before, &stop, &stories, &err);
 *	if (status == PM_DECLINED)
 *		status = pm_stories_find(segments, gone, n, &stop, &stories, &err);
 *	... stories.copies[0 .. stories.n - 1], by their places in all these segments ...
 *	pm_stories_release(&stories);
 *
 * Whether an article is a copy depends on leaders that appeared before it, and on nothing
 * else.  So a queue has the articles that are looked at again, the earliest first: those that
 * came, and the copies of leaders that went.  When one of them *turns*, which means that it
 * leads now and did not, or the other way, later ones follow it into the queue:
 *
 * - its copies, if it leads no more;
 * - if it leads now, those that have a key in common with it, are alike, and are not copies
 *   of an earlier one;
 * - those for which a key counts now and did not, or the other way.  A key leads to nothing
 *   behind its leader number PM_STORIES_LEADERS + 1.  Which one that is moves when one
 *   before it turns, and concerns those with the key that appeared between the two places.
 *
 * All that appeared before the article in hand is settled, so each is looked at once.  Of its
 * candidates those are compared that were none before, or came behind its leader: of the
 * others it is known that they are not alike.  Who has a key is found by looking through all
 * sketches (key_lists.h), once for the articles that came and those that went, and seldom
 * more often.
 *
 * PM_DECLINED: half of the articles or more would be looked at, or the sketches looked through
 * too often; then it is not worth it.
 *
 * What is believed of COPIES is that pm_stories_find found it.  If what a copy is or
 * PM_STORIES_LEADERS changes, the file needs another version (segment/copies.h).
 *
 * Cost: 25 ns an article, a comparison for each pair that was no pair before, and what is
 * written.  Memory: two bits an article; and for those that have a key of one that is looked
 * at, 12 bytes for each such key.
 */
#ifndef PM_INDEXER_STORIES_CHANGE_H
#define PM_INDEXER_STORIES_CHANGE_H

#include "indexer/stories.h"

struct pm_stories_before {
	struct pm_segment *const *segments; /* old ones, and new ones behind them */
	size_t n, n_old;
	uint64_t *const *were_gone; /* by old segment, as in struct pm_index; or NULL */
	uint64_t *const *gone;	  /* by segment: these, and those that go now; or NULL */
	struct pm_copies *copies; /* of the old segments; loaded */
};

/* PM_ERR_CORRUPT if a story that was there had an article that was not.  STORIES is the
 * caller's to release, even on failure; `passed` is not counted. */
enum pm_status pm_stories_follow(const struct pm_stories_before *before,
				 const struct pm_stop *stop, struct pm_stories *stories,
				 struct pm_error *err);

#endif
