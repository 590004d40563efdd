/* Pressmark - any alteration of a generation, and of what guards the database: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/commands.h"
#include "segment/index.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum forge_file files[] = { FORGE_GENERATION, FORGE_GENERATION,
					 FORGE_GENERATION, FORGE_GUARD, FORGE_VERSION };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_forged = forge(data, size, files, sizeof files / sizeof *files);
	struct pm_index *index;
	struct pm_generation g;
	struct pm_error err;
	enum pm_status status;
	struct pm_buf b;
	size_t i;

	forge_begin_work();
	status = pm_generation_read(forge_index, &g, &err);
	forge_check(status, &err);
	REQUIRE(is_forged || status == PM_OK);
	if (status == PM_OK) {
		REQUIRE(g.n_segments > 0 && g.n_segments <= PM_SEGMENTS_MAX);
		for (i = 0; i < g.n_segments; i++)
			REQUIRE(strchr(g.segments[i].name, '/') == NULL);
		pm_generation_release(&g);
	}
	status = pm_index_open(&index, forge_index, &err);
	forge_check(status, &err);
	REQUIRE(is_forged || status == PM_OK);
	if (status == PM_OK)
		pm_index_free(index);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	forge_check(pm_stats(forge_index, &b, &err), &err);
	pm_buf_release(&b);
	forge_end_work();
	return 0;
}
