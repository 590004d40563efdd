/* Pressmark - an index of several segments, out of several indexes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	join INDEX OTHER...
 *
 * A build makes one segment.  Here the segments of the OTHERs become those of INDEX, after
 * its own and in this order, with the copies of all; the OTHERs are no indexes any more.
 * All of them must have been built with the same options. */
#include "indexer/stories.h"
#include "segment/generation.h"
#include "support/buf.h"
#include "support/file.h"

#include <stdio.h>
#include <stdlib.h>

static enum pm_status
move_segment(const char *from, const char *to, const struct pm_segment_info *info,
	     const char *name, struct pm_error *err)
{
	char *old = pm_path_join(from, info->name), *new = pm_path_join(to, name);
	enum pm_status status = old == NULL || new == NULL ? pm_fail_nomem(err) : PM_OK;

	if (status == PM_OK && rename(old, new) != 0)
		status = pm_fail(err, PM_ERR_IO, "cannot move '%s'", old);
	free(old);
	free(new);
	return status;
}

/* The one segment of OTHER becomes the next of those of INDEX. */
static enum pm_status
take(const char *index, struct pm_generation *g, const char *other, struct pm_error *err)
{
	struct pm_generation taken = { 0 };
	enum pm_status status = pm_generation_read(other, &taken, err);
	struct pm_segment_info *segments;

	if (status < 0)
		return status;
	segments = realloc(g->segments, (g->n_segments + 1) * sizeof *segments);
	if (segments == NULL) {
		status = pm_fail_nomem(err);
	} else {
		struct pm_segment_info *next = &segments[g->n_segments];

		g->segments = segments;
		*next = taken.segments[0];
		snprintf(next->name, sizeof next->name, "segment-%zu", ++g->n_segments);
		status = move_segment(other, index, &taken.segments[0], next->name, err);
	}
	pm_generation_release(&taken);
	return status;
}

/* Find the copies among all segments. */
static enum pm_status
find_copies(const char *index, struct pm_generation *g, struct pm_error *err)
{
	static const struct pm_stop never = { NULL, NULL };
	struct pm_segment **segments = pm_calloc(g->n_segments, sizeof *segments);
	struct pm_stories stories = { 0 };
	enum pm_status status = segments == NULL ? pm_fail_nomem(err) : PM_OK;
	uint64_t size;
	size_t i;

	for (i = 0; i < g->n_segments && status == PM_OK; i++) {
		char *path = pm_path_join(index, g->segments[i].name);

		status = path == NULL ? pm_fail_nomem(err)
				      : pm_segment_open(&segments[i], path, err);
		free(path);
	}
	if (status == PM_OK)
		status = pm_stories_find(segments, NULL, g->n_segments, &never, &stories,
					 err);
	if (status == PM_OK)
		status = pm_stories_write(index, g, &stories, &size, err);
	for (i = 0; segments != NULL && i < g->n_segments; i++)
		pm_segment_free(segments[i]);
	free(segments);
	pm_stories_release(&stories);
	return status;
}

static enum pm_status
join(const char *index, char *const *others, size_t n, struct pm_error *err)
{
	struct pm_generation g = { 0 };
	enum pm_status status = pm_generation_read(index, &g, err);
	size_t i;

	if (status < 0)
		return status;
	for (i = 0; i < n && status == PM_OK; i++)
		status = take(index, &g, others[i], err);
	g.number++;
	if (status == PM_OK)
		status = find_copies(index, &g, err);
	if (status == PM_OK)
		status = pm_generation_publish(index, &g, err);
	pm_generation_release(&g);
	return status;
}

int
main(int argc, char **argv)
{
	struct pm_error err;

	if (argc < 2) {
		fputs("usage: join INDEX OTHER...\n", stderr);
		return 2;
	}
	if (join(argv[1], argv + 2, (size_t)argc - 2, &err) == PM_OK)
		return 0;
	fprintf(stderr, "join: %s\n", err.text);
	return 2;
}
