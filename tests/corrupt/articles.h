/* Pressmark - made-up articles for damaged indexes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some 20,000 words: common ones, and rare ones, each written in several ways; compounds,
 * addresses, long words, accents, ideograms, titles, dates; copies; and folds. */
#ifndef PM_TESTS_CORRUPT_ARTICLES_H
#define PM_TESTS_CORRUPT_ARTICLES_H

#include <stdint.h>

enum folding { WITH_FOLDS, WITHOUT_FOLDS };

/* Write them to PATH, as JSON lines; those of another SEED have other words. */
void write_articles(const char *path, unsigned seed, enum folding folding);

/* Seeded numbers, of which the articles take some. */
uint32_t rnd(uint32_t below);
__attribute__((noreturn)) void bail_out(const char *what);

#endif
