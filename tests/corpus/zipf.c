/* Pressmark - ranks as words have them: see zipf.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/zipf.h"

#include "tests/corpus/chance.h"

/* sums[r] is the weight of ranks 0 .. r - 1. */
static uint64_t sums[ZIPF_MAX + 1];

void
zipf_init(void)
{
	uint32_t r;

	for (r = 0; r < ZIPF_MAX; r++)
		sums[r + 1] = sums[r] + (UINT64_C(1) << 40) / (r + 8);
}

uint32_t
zipf_draw(uint64_t *state, uint32_t n)
{
	uint64_t at = next_random(state) % sums[n];
	uint32_t low = 0, high = n;

	/* sums[low] <= at < sums[high] */
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (sums[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}
