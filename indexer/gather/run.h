/* Pressmark - a run: what a worker made from part of the input.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A run holds everything that the index will hold of some slices, sorted so that runs can
 * be merged front to back: its words, aliases and terms in the order of their bytes, the
 * terms with their postings, and the articles as streams of provisional numbers. gather.h
 * makes runs, indexer/merge/merge.h unites them.  Each part is a spool (support/spool.h):
 * in memory, or in a nameless file in the segment's folder.
 *
 * The records, all numbers varints:
 *
 * words, sorted: length, the name: the folded word, then, if the word's stem is not
 *	its plain one (text/stem.h), PM_RUN_STEM_MARK and the stem; strip, length, bytes to append: how its
 *	term is made from the folded word (0, 0: it is its own); articles with it; number of
 *	forms; for each: count, kind (enum pm_form), for PM_FORM_OTHER length and
 *	surface; the surface's number.
 * aliases, sorted: length, the alias; strip, length, append as above; number of
 *	targets; for each: number of parts, and for each part the number of a
 *	surface of its word.
 * terms, sorted: length, the term; articles; sum of the wdf; postings: pairs of
 *	articles since the posting before (the first: since 0), wdf.
 * heads, one per article: length as libxapian defines it, day, words.
 * stream, one per article: words, words of the title; bytes of separators,
 *	separators; bytes of upper bits, upper bits; bytes of metadata, metadata;
 *	bytes of data, data (of its document in the database); the lower 16 bits of
 *	the tokens, little-endian.
 *	A token is a surface's number, doubled, plus one if the separator before the
 *	word is not the predicted one; those separators follow by number, in order,
 *	and so does, always, the one after the last word of title and of body.
 *	Predicted: nothing before the first word of a field, otherwise a space
 *	(segment/store.h).  Frequent surfaces come early and have small numbers: nine
 *	in ten tokens fit in 16 bits.  Upper bits, for each that does not: number of
 *	words since the last such token, token >> 16.
 */
#ifndef PM_INDEXER_GATHER_RUN_H
#define PM_INDEXER_GATHER_RUN_H

#include "support/intern.h"
#include "support/spool.h"

#include <stdbool.h>
#include <stdint.h>

/* No folded word has this byte, and any byte that one has sorts after it.  So names sort
 * by folded word, and nothing comes between those of one folded word. */
#define PM_RUN_STEM_MARK '\1'

/* The articles of one slice within a run. */
struct pm_run_slice {
	uint64_t number;
	uint32_t first, n;	   /* articles, from 1 */
	uint64_t heads, heads_end; /* in the run's spools */
	uint64_t stream, stream_end;
	uint64_t text_bytes;
};

enum pm_run_place { PM_RUN_IN_MEMORY, PM_RUN_TO_FILE };

struct pm_run {
	struct pm_spool words, aliases, terms, heads, stream;
	struct pm_run_slice *slices; /* in ascending order */
	size_t n_slices, slices_cap;
	uint32_t n_surfaces;
	struct pm_intern separators; /* by number */
	uint64_t *separator_counts;
	size_t separator_counts_cap;
	uint64_t total_words, text_bytes, long_words;
};

/* How a record's string becomes its term: drop the last STRIP bytes and append these. */
struct pm_run_stem {
	size_t strip;
	const uint8_t *append;
	size_t append_len;
};

/* Read it at *P, which moves past it; false if it is not there. */
bool pm_run_stem_get(const uint8_t **p, const uint8_t *end, struct pm_run_stem *stem);

/* Set OUT to the term of the string. */
void pm_run_stem_apply(const struct pm_run_stem *stem, const char *s, size_t len,
		       struct pm_buf *out);

void pm_run_init(struct pm_run *run);
void pm_run_release(struct pm_run *run);
size_t pm_run_memory(const struct pm_run *run);

#endif
