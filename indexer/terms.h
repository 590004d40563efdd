/* Pressmark - the terms of an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which they are, and their prefixes: text/prefixes.h.
 */
#ifndef PM_INDEXER_TERMS_H
#define PM_INDEXER_TERMS_H

#include "indexer/run.h"

/* For pm_run: give a new word its term (its stem), and an address its parts. */
enum pm_status pm_terms_of_word(struct pm_run *run, uint32_t word, struct pm_error *err);

/* Make run->terms from the words N_TITLE, N seen last and the metadata. */
enum pm_status pm_terms_of_article(struct pm_run *run, const struct pm_article *a,
				   uint32_t n_title, uint32_t n, struct pm_error *err);

/* A term of metadata: bytes START .. of run->extra. */
struct pm_run_extra {
	size_t start;
	uint32_t len;
};

/* For sorting terms: the first eight bytes, big-endian, and which it is. */
struct pm_run_sort {
	uint64_t head;
	const char *data;
	uint32_t len;
	uint32_t wdf;
};

#endif
