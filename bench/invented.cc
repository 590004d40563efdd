/* Pressmark - what the benchmark's generators invent.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/invented.h"

#include <cstdio>

size_t
put_name(uint64_t i, char *out)
{
	static const char *const onsets[] = {
		"b", "br", "ch", "d", "dr", "f",  "g",	"gr", "h",  "j",  "k", "kl", "l",
		"m", "n",  "p",	 "r", "s",  "sh", "st", "t",  "th", "tr", "v", "w",  "z"
	};
	static const char *const vowels[] = { "a", "e", "i", "o", "u", "ai", "ei", "ou" };
	static const char *const codas[] = { "", "n", "r", "l", "s", "m", "nd" };
	const uint64_t n_onsets = sizeof onsets / sizeof *onsets;
	const uint64_t syllables = n_onsets * (sizeof vowels / sizeof *vowels);
	uint64_t names = syllables * syllables * (sizeof codas / sizeof *codas);
	uint64_t n = 2, number;
	size_t len = 0;

	for (; i >= names; names *= syllables, n++)
		i -= names;
	/* a prime that divides no NAMES, so that neighbours do not begin alike */
	number = (uint64_t)((unsigned __int128)i * 1000003u % names);
	for (; n > 0; n--, number /= syllables) {
		len += (size_t)sprintf(out + len, "%s%s", onsets[number % n_onsets],
				       vowels[number % syllables / n_onsets]);
	}
	len += (size_t)sprintf(out + len, "%s", codas[number]);
	out[0] = (char)(out[0] & ~0x20);
	return len;
}

void
put_date(std::string &out, random_numbers &random)
{
	char day[16];
	unsigned y = 1990 + (unsigned)random.below(30), m = 1 + (unsigned)random.below(12);

	snprintf(day, sizeof day, "%04u-%02u-%02u", y, m, 1 + (unsigned)random.below(28));
	out += day;
}
