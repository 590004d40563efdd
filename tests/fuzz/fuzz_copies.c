/* Pressmark - any alteration of sketches and copies, and all that is read of them: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever the files say, no article is in two stories or out of the index, and what is
 * found anew is that, too. */
#include "indexer/stories.h"
#include "segment/copies.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARTICLES 2301u /* of the index */

static const enum forge_file files[] = { FORGE_COPIES, FORGE_SKETCHES, FORGE_SKETCHES,
					 FORGE_WORDS };

static bool is_forged;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	REQUIRE(is_forged || status >= 0);
	return status == PM_OK;
}

static void
check_copies(struct pm_copies *c)
{
	uint64_t all[ARTICLES / 64 + 1], none[ARTICLES / 64 + 1] = { 0 };
	const struct pm_copy *of;
	uint32_t place, n = 0;
	size_t some, i;

	memset(all, 0xff, sizeof all);
	for (place = 0; place < ARTICLES; place++) {
		uint32_t leader = pm_copies_leader(c, place);

		REQUIRE(leader < ARTICLES && pm_copies_leader(c, leader) == leader);
		REQUIRE(leader == place || pm_copies_concern(c, place));
		of = pm_copies_of(c, place, &some);
		REQUIRE(some == 0 || leader == place);
		for (i = 0; i < some; i++)
			REQUIRE(pm_copies_leader(c, of[i].copy) == place);
		n += (uint32_t)some;
	}
	REQUIRE(n == pm_copies_count(c));
	REQUIRE(pm_copies_repeats(c, all) == n && pm_copies_repeats(c, none) == 0);
}

static void
check_stories(const struct pm_stories *s)
{
	size_t i;

	REQUIRE(s->articles == ARTICLES);
	for (i = 0; i < s->n; i++) {
		REQUIRE(s->copies[i].leader < ARTICLES && s->copies[i].copy < ARTICLES);
		REQUIRE(s->copies[i].leader != s->copies[i].copy);
		REQUIRE(i == 0 || s->copies[i].leader >= s->copies[i - 1].leader);
	}
	REQUIRE(is_forged || s->n > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pm_stop never = { NULL, NULL };
	struct pm_segment *segment;
	struct pm_stories stories;
	struct pm_copies *copies;
	struct pm_error err;

	is_forged = forge(data, size, files, sizeof files / sizeof *files);
	forge_begin_work();
	if (fine(pm_copies_open(&copies, forge_path(FORGE_COPIES), ARTICLES, &err), &err)) {
		fine(pm_copies_verify(copies, &err), &err);
		if (fine(pm_copies_load(copies, &err), &err))
			check_copies(copies);
		pm_copies_free(copies);
	}
	if (fine(pm_segment_open(&segment, forge_segment, &err), &err)) {
		if (fine(pm_stories_find(&segment, NULL, 1, &never, &stories, &err), &err)) {
			check_stories(&stories);
			pm_stories_release(&stories);
		}
		pm_segment_free(segment);
	}
	forge_end_work();
	return 0;
}
