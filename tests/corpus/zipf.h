/* Pressmark - ranks as words have them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The law of Zipf and Mandelbrot: rank r, from 0, is drawn in proportion to
 * 1 / (r + 8).  In whole numbers: sums of weights, and a search among them. */
#ifndef PM_TESTS_CORPUS_ZIPF_H
#define PM_TESTS_CORPUS_ZIPF_H

#include <stdint.h>

/* The highest number of ranks that can be drawn from. */
#define ZIPF_MAX 60000u

void zipf_init(void);

/* A rank below N. */
uint32_t zipf_draw(uint64_t *state, uint32_t n);

#endif
