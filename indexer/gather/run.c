/* Pressmark - a run: see run.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/run.h"

#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

void
pm_run_init(struct pm_run *run)
{
	memset(run, 0, sizeof *run);
	pm_spool_init(&run->words, NULL, 0);
	pm_spool_init(&run->aliases, NULL, 0);
	pm_spool_init(&run->terms, NULL, 0);
	pm_spool_init(&run->heads, NULL, 0);
	pm_spool_init(&run->stream, NULL, 0);
	pm_spool_init(&run->huge, NULL, 0);
	pm_intern_init(&run->separators);
	pm_buf_init(&run->frequent, PM_BUF_NO_LIMIT);
}

void
pm_run_release(struct pm_run *run)
{
	pm_spool_release(&run->words);
	pm_spool_release(&run->aliases);
	pm_spool_release(&run->terms);
	pm_spool_release(&run->heads);
	pm_spool_release(&run->stream);
	pm_spool_release(&run->huge);
	pm_intern_release(&run->separators);
	pm_buf_release(&run->frequent);
	free(run->slices);
	free(run->separator_counts);
	pm_run_init(run);
}

size_t
pm_run_memory(const struct pm_run *run)
{
	return pm_spool_memory(&run->words) + pm_spool_memory(&run->aliases) +
	       pm_spool_memory(&run->terms) + pm_spool_memory(&run->heads) +
	       pm_spool_memory(&run->stream) + pm_spool_memory(&run->huge) +
	       pm_intern_memory(&run->separators) + run->slices_cap * sizeof *run->slices +
	       run->separator_counts_cap * sizeof *run->separator_counts;
}

bool
pm_run_stem_get(const uint8_t **p, const uint8_t *end, struct pm_run_stem *stem)
{
	uint64_t strip;

	if (pm_load_varint(p, end, &strip) < 0 ||
	    pm_load_bytes(p, end, &stem->append, &stem->append_len) < 0)
		return false;
	stem->strip = (size_t)strip;
	return true;
}

void
pm_run_stem_apply(const struct pm_run_stem *stem, const char *s, size_t len,
		  struct pm_buf *out)
{
	pm_buf_clear(out);
	pm_buf_put(out, s, len - stem->strip);
	pm_buf_put(out, stem->append, stem->append_len);
}
