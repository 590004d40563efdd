/* Pressmark - random numbers of the benchmark's generators.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_BENCH_RANDOM_H
#define PM_BENCH_RANDOM_H

#include <cstdint>

/* splitmix64: small, good enough, and the same everywhere */
struct random_numbers {
	uint64_t state;

	uint64_t next()
	{
		uint64_t z = state += 0x9e3779b97f4a7c15u;

		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
		z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
		return z ^ (z >> 31);
	}

	/* one of 0 .. n - 1 */
	uint64_t below(uint64_t n)
	{
		return (uint64_t)(((unsigned __int128)next() * n) >> 64);
	}
};

#endif
