/* Pressmark - stories: which articles of all segments are copies of which.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Copies", defines it.  Articles are gone through in the order in which
 * they appeared.  Each is compared (alike.h) with the leaders so far that have a key of its
 * sketch in common with it (segment/sketches.h); it is a copy of the first that is alike,
 * or else becomes a leader itself.
 *
 *	pm_stories_find(segments, gone, n, &stop, &stories, &err);
 *	... stories.copies[0 .. stories.n - 1], as segment/copies.h has them ...
 *	pm_stories_write("index", &generation, &stories, &size, &err);
 *	pm_generation_publish("index", &generation, &err);
 *	pm_stories_release(&stories);
 *
 * An update looks only for what has changed (stories_change.h).
 *
 * The result depends neither on how the build was divided nor on how the articles are
 * divided into segments that follow each other.
 *
 * Boilerplate: a key of more than PM_STORIES_LEADERS leaders leads to none any more, or
 * all bulletins with the same words at their end would be compared with each other.  Since
 * copies do not become leaders, a story may have any number of them.
 *
 * Cost: a look at each sketch; and a comparison for each leader with a common key, of which
 * most articles have none.  Memory: 8 bytes an article; 20 more for the keys seen so far;
 * and 16 to 24 for each key of a leader that occurs more than once, of which most articles
 * have none, and none has more than 9.
 */
#ifndef PM_INDEXER_STORIES_H
#define PM_INDEXER_STORIES_H

#include "segment/copies.h"
#include "segment/generation.h"
#include "segment/segment.h"
#include "support/stop.h"

#define PM_STORIES_LEADERS 200u

struct pm_stories {
	struct pm_copy *copies;
	size_t n, cap;
	uint64_t articles;
	uint64_t compared; /* pairs of articles */
	uint64_t passed;   /* keys of more leaders than PM_STORIES_LEADERS */
};

/* GONE: by segment, as in struct pm_index (segment/index.h); or NULL.  PM_ERR_INTERRUPTED if STOP says so. */
enum pm_status pm_stories_find(struct pm_segment *const *segments, uint64_t *const *gone,
			       size_t n, const struct pm_stop *stop,
			       struct pm_stories *stories, struct pm_error *err);
void pm_stories_release(struct pm_stories *stories);

/* Write the file of G in the index DIR, and note it there with the number of stories.  *SIZE:
 * its bytes. */
enum pm_status pm_stories_write(const char *dir, struct pm_generation *g,
				const struct pm_stories *stories, uint64_t *size,
				struct pm_error *err);

#endif
