/* Pressmark - where a build spends its time: see timings.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/timings.h"

static const char *const names[PM_STAGES] = {
	"read",	    "split", "look up", "post", "sort", "lexicon",
	"database", "store", "copies",	"sync", "wait",
};

void
pm_timings_put(struct pm_buf *out, const struct pm_timings *t, unsigned n, double total)
{
	unsigned stage, i;

	pm_buf_puts(out, "stage      seconds     MB/s   by worker\n");
	for (stage = 0; stage < PM_STAGES; stage++) {
		double seconds = 0;
		uint64_t bytes = 0;

		for (i = 0; i < n; i++) {
			seconds += t[i].seconds[stage];
			bytes += t[i].bytes[stage];
		}
		pm_buf_printf(out, "%-10s %7.3f ", names[stage], seconds);
		if (bytes > 0 && seconds > 0)
			pm_buf_printf(out, "%8.1f  ", (double)bytes / seconds / 1e6);
		else
			pm_buf_puts(out, "       -  ");
		for (i = 0; i < n; i++)
			pm_buf_printf(out, " %.3f", t[i].seconds[stage]);
		pm_buf_putc(out, '\n');
	}
	pm_buf_printf(out, "%-10s %7.3f\n", "elapsed", total);
}
