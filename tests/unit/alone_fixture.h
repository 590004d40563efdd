/* Pressmark - generations that a test has made itself, so that check believes them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_ALONE_FIXTURE_H
#define PM_TESTS_ALONE_FIXTURE_H

#include "segment/fingerprint.h"
#include "segment/index.h"
#include "tests/unit/small_fixture.h"

/* Publish G without history and files, and with the fingerprint of its articles. */
static inline void
publish_alone(const char *index, const struct pm_generation *g)
{
	struct pm_generation alone = *g;
	struct pm_digest128 sum = { 0, 0 };
	struct pm_pages *origins;
	struct pm_origin o;
	struct pm_index *ix;
	uint32_t article;
	size_t i;

	alone.history.number = alone.files.number = 0;
	OK(pm_generation_publish(index, &alone, ERR));
	OK(pm_index_open(&ix, index, ERR));
	for (i = 0; i < g->n_segments; i++) {
		OK(pm_segment_origins(ix->segments[i], &origins, ERR));
		for (article = 1; article <= g->segments[i].articles; article++) {
			if (pm_index_is_gone(ix, i, article))
				continue;
			OK(pm_origins_get(origins, article, &o, ERR));
			pm_fingerprint_add(&sum, o.content);
		}
	}
	pm_index_free(ix);
	pm_fingerprint_text(sum, alone.fingerprint);
	OK(pm_generation_publish(index, &alone, ERR));
}

#endif
