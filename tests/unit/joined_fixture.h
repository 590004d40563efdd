/* Pressmark - an index of several segments, for tests of what goes through them all.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A build makes one segment.  Here those of several indexes become one index, with the
 * copies (indexer/stories.h) of all. */
#ifndef PM_TESTS_JOINED_FIXTURE_H
#define PM_TESTS_JOINED_FIXTURE_H

#include "indexer/build.h"
#include "indexer/stories.h"
#include "segment/generation.h"
#include "tests/unit/alone_fixture.h"
#include "tests/unit/small_fixture.h"

#define JOINED_MAX 40u

/* Build INDEX from lines of JSON, which are released. */
static inline void
build_lines(const char *index, struct pm_buf *jsonl)
{
	char path[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .index = index,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = 1 };
	struct pm_build_result result;

	OK(pm_replace_file(path, jsonl->data, jsonl->len, ERR));
	OK(pm_build(&o, &result, ERR));
	pm_buf_release(jsonl);
}

/* Make INDEX with a segment up to each of N ENDS, each as BUILD makes it of the articles
 * FIRST .. END - 1. */
static inline void
join_segments(const char *index, const uint32_t *ends, uint32_t n,
	      void (*build)(const char *index, uint32_t first, uint32_t end))
{
	static const struct pm_stop never = { NULL, NULL };
	struct pm_segment_info segments[JOINED_MAX];
	struct pm_segment *open[JOINED_MAX];
	struct pm_stories stories;
	struct pm_generation all, g;
	char other[PATH_SIZE], from[PATH_SIZE + 20], to[PATH_SIZE + 40];
	uint64_t size;
	uint32_t k;

	build(index, 0, ends[0]);
	OK(pm_generation_read(index, &all, ERR));
	segments[0] = all.segments[0];
	for (k = 1; k < n; k++) {
		build(in_folder(other, "other"), ends[k - 1], ends[k]);
		OK(pm_generation_read(other, &g, ERR));
		segments[k] = g.segments[0];
		pm_generation_release(&g);
		snprintf(segments[k].name, sizeof segments[k].name, "segment-%u", k + 1);
		snprintf(from, sizeof from, "%s/segment-1", other);
		snprintf(to, sizeof to, "%s/%s", index, segments[k].name);
		ck_assert_int_eq(rename(from, to), 0);
		OK(pm_remove_tree(other, ERR));
	}
	g = all;
	g.segments = segments;
	g.n_segments = n;
	g.number++;
	for (k = 0; k < n; k++) {
		char *path = pm_path_join(index, segments[k].name);

		OK(pm_segment_open(&open[k], path, ERR));
		free(path);
	}
	OK(pm_stories_find(open, NULL, n, &never, &stories, ERR));
	OK(pm_stories_write(index, &g, &stories, &size, ERR));
	for (k = 0; k < n; k++)
		pm_segment_free(open[k]);
	pm_stories_release(&stories);
	publish_alone(index, &g);
	pm_generation_release(&all);
}

#endif
