/* Pressmark - what the benchmark's generators invent: names and dates.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_BENCH_INVENTED_H
#define PM_BENCH_INVENTED_H

#include "bench/random.h"

#include <cstddef>
#include <cstdint>
#include <string>

/* Name I, up to 63 bytes: two or more syllables, and sometimes a consonant at the end.  No
 * two are alike, because every run of consonants and every run of vowels is one choice. */
size_t put_name(uint64_t i, char *out);

/* A day of 1990 to 2019. */
void put_date(std::string &out, random_numbers &random);

#endif
