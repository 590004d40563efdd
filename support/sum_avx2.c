/* Pressmark - the checksum of a page, with AVX2.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * <xxhash.h> uses the vector instructions that its file is compiled for, hence a separate
 * file.  The sums are the same.  8 KiB that are not in the cache take 0.53 us instead of
 * 0.77, and half the time if they are. */
#include "support/sum_avx2.h"

#if PM_HAVE_SUM_AVX2
#pragma GCC target("avx2")
#include <xxhash.h>

uint32_t
pm_sum_avx2(const void *data, size_t len)
{
	return (uint32_t)XXH3_64bits(data, len);
}

#endif
