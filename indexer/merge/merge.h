/* Pressmark - merging: runs in, the files of one segment out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Three steps; the first two are independent of each other:
 *
 *	pm_merge_init(&m, runs, n, dir, prefix, memory);
 *	pm_merge_lexicon(&m, &err);	words united, ranked, coded, written
 *	pm_merge_postings(&m, sink, &err);	terms united, into the database
 *	pm_merge_store_open(&m, &err);	after pm_merge_lexicon
 *	for each slice, by any thread:
 *		pm_merge_recode(&m, &scratch, slice, &err);
 *		... when it is this slice's turn:
 *		pm_merge_append(&m, &scratch, slice, sink, &err);
 *	pm_merge_store_finish(&m, &err);
 *	pm_merge_release(&m);
 *
 * Everything is read front to back from the runs' spools, so memory is bounded whatever
 * their size: a merged word is held only while it passes through.  What must be
 * remembered of every word (its rank, for recoding) goes into one spool per run, the
 * answers, and is read into a table when a slice of that run is recoded.
 *
 * The files depend neither on the number of runs nor on which slices are in which: ranks
 * are determined by counts and bytes, and so are forms and separators; postings by the
 * numbers of articles; and articles are written slice by slice.
 */
#ifndef PM_INDEXER_MERGE_MERGE_H
#define PM_INDEXER_MERGE_MERGE_H

#include "indexer/gather/run.h"
#include "indexer/merge/union.h"
#include "segment/folds.h"
#include "segment/store.h"
#include "shim/sink.h"
#include "support/stop.h"

#include <stdint.h>

/* The bytes of an answer (merge_words.c). */
#define PM_MERGE_ANSWER 16u

/* Where a slice is: in one run, or its parts in several. */
struct pm_merge_part {
	const struct pm_run_slice *slice;
	uint32_t run;
};

struct pm_merge_slice {
	size_t first, n; /* of the parts */
	uint64_t text_bytes;
};

/* An article that was left open by one run and continued by another counts in both.  Of
 * each such article, the string of a union in which it was counted last. */
struct pm_merge_marks {
	uint64_t *strings; /* by number of the open article; 0: none */
	uint64_t now;	   /* number of the current string, from 1 */
};

/* Sizes of the segment's files in bytes, for the summary. */
struct pm_merge_sizes {
	uint64_t lexicon;
	uint64_t shares;
	uint64_t lengths;
	uint64_t folds;
	uint64_t store[PM_STORE_FILES];
};

struct pm_merge {
	struct pm_run *runs;
	size_t n;
	const char *dir;    /* of the segment */
	const char *prefix; /* start of the names of spill files */
	size_t memory;	    /* for all spools together */
	struct pm_stop stop;

	struct pm_merge_part *parts; /* in the order of the articles */
	size_t n_parts;
	struct pm_merge_slice *slices; /* in the order of their numbers */
	size_t n_slices;
	/* The terms that begin with this, and not only with it, are names that one article
	 * should have; NULL: none. */
	const char *names;
	/* Articles with a name that one before them has.  The first of them, and the first
	 * article with that name. */
	uint64_t n_repeated;
	uint32_t repeated, original;
	uint32_t *open; /* the articles that runs have left open, ascending */
	size_t n_open;

	bool repeats; /* some run may have a surface of a word more than once (run.h) */
	uint32_t n_words;	       /* distinct: folded words with one stem each */
	uint32_t n_folded;	       /* distinct folded words */
	struct pm_spool *answers;      /* by run: see merge_words.c */
	struct pm_intern separators;   /* of all runs */
	uint32_t *by_rank;	       /* separators, the most frequent first */
	uint32_t **separator_ranks;    /* by run, then by its separator's number */
	struct pm_addresses addresses; /* a bit for each word: see merge_aliases.c */
	struct pm_store_writer *store;
	uint64_t n_folds;	       /* of all runs */
	struct pm_folds_writer *folds; /* NULL: no article has any */
	struct pm_merge_sizes sizes;
	char **paths;
	size_t n_paths;
};

enum pm_status pm_merge_init(struct pm_merge *m, struct pm_run *runs, size_t n,
			     const char *dir, const char *prefix, size_t memory,
			     struct pm_error *err);
void pm_merge_release(struct pm_merge *m);

enum pm_status pm_merge_lexicon(struct pm_merge *m, struct pm_error *err);
/* Its first step: unite the separators, m->separators, their order in m->by_rank, and the
 * rank of each run's separators in m->separator_ranks. */
enum pm_status pm_merge_separators(struct pm_merge *m, struct pm_error *err);
enum pm_status pm_merge_postings(struct pm_merge *m, struct pm_sink *sink,
				 struct pm_error *err);

/* Private to a thread: the coding of the run that it last recoded, and its piece. */
struct pm_merge_scratch {
	struct pm_store_piece *piece;
	struct pm_store_piece *folds;  /* of the slice's articles */
	struct pm_surface_code *codes; /* by surface, of RUN */
	size_t codes_cap;
	uint32_t run;		   /* UINT32_MAX: none */
	struct pm_buf data;	   /* the slice's documents that have data: u32 */
				   /* article, u32 length, bytes */
	struct pm_buf fold_places; /* of each of its folds: likewise */
};

enum pm_status pm_merge_store_open(struct pm_merge *m, struct pm_error *err);
void pm_merge_scratch_init(struct pm_merge_scratch *x);
void pm_merge_scratch_release(struct pm_merge_scratch *x);
enum pm_status pm_merge_recode(struct pm_merge *m, struct pm_merge_scratch *x,
			       size_t slice, struct pm_error *err);
enum pm_status pm_merge_append(struct pm_merge *m, struct pm_merge_scratch *x,
			       size_t slice, struct pm_sink *sink, struct pm_error *err);
enum pm_status pm_merge_store_finish(struct pm_merge *m, struct pm_error *err);

/* For the merge's own files: load the codes of RUN's surfaces into *CODES, which grows
 * as needed. */
enum pm_status pm_merge_load(struct pm_merge *m, uint32_t run,
			     struct pm_surface_code **codes, size_t *cap,
			     struct pm_error *err);
/* Initialise a spool of the merge, with NAME and NUMBER in its file's name. */
enum pm_status pm_merge_spool(struct pm_merge *m, struct pm_spool *s, const char *name,
			      size_t number, size_t limit, struct pm_error *err);
/* Walk the runs' spools of one kind: FIRST is the first run's (anything, if there is no
 * run), and those of the other runs follow at intervals of STRIDE bytes. */
enum pm_status pm_merge_open(const struct pm_merge *m, struct pm_union *u,
			     struct pm_spool *first, size_t stride, struct pm_error *err);
/* Whether ARTICLE, left open or continued by a run, has been counted for the current
 * string; from now on it has. */
bool pm_merge_counted(const struct pm_merge *m, struct pm_merge_marks *marks,
		      uint32_t article);
/* Private to a thread that walks a union. */
enum pm_status pm_merge_marks_init(const struct pm_merge *m, struct pm_merge_marks *marks,
				   struct pm_error *err);
/* PM_ERR_INTERRUPTED if stop says so. */
enum pm_status pm_merge_ask(const struct pm_merge *m, struct pm_error *err);

/* merge_aliases.c: after the words. */
struct pm_lexicon_writer;
enum pm_status pm_merge_aliases(struct pm_merge *m, struct pm_lexicon_writer *w,
				struct pm_error *err);

#endif
