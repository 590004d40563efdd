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
 *	its plain one (text/stem.h), PM_RUN_STEM_MARK and the stem; strip, length, bytes
 *	to append: how its term is made from the folded word (0, 0: it is its own); four
 *	times the articles with it, plus 2 if it is in the one that the run continues,
 *	plus 1 if in the one that is left open; number of forms; for each: count, kind
 *	(enum pm_form), for PM_FORM_OTHER length and
 *	surface; the surface's number.  In an index of several languages the plain stem
 *	is the word itself.
 * aliases, sorted: length, the alias; strip, length, append as above; number of
 *	targets; for each: number of parts, and for each part the number of a
 *	surface of its word.
 * terms, sorted: length, the term's name: the term, which for words and aliases is their
 *	stem, and then, if the word is not its own stem, PM_RUN_WORD_MARK and the word:
 *	each word has postings of its own, which the merge unites (a word of folds only has
 *	none); twice the articles,
 *	plus 1 if one of them is left open; sum of the wdf; postings: pairs of
 *	articles since the posting before (the first: since 0), wdf.
 * heads, one per article: length as libxapian defines it, day, words.  That of an
 *	article in several runs is in the last of them.
 * stream, one per article, or for each part of a large one: which part (PM_RUN_...);
 *	words, words of the title; bytes of separators,
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
 *	A fold (segment/folds.h) is a record of its own, PM_RUN_WHOLE and PM_RUN_FOLD, which
 *	follows the last of its article: its metadata is the bytes of pm_fold_place_put.
 *
 * A *huge* string, a word or a surface of more than PM_RUN_HUGE bytes, is not held: its
 * bytes are in a spool of their own, `huge`, where neither sorting nor merging needs them
 * all.  The name of a huge word is its key, the first PM_RUN_HUGE bytes and the digest of
 * all (support/digest.h), which is followed by two more numbers: how long it is, and where
 * its bytes begin in `huge`.  So words with the same first bytes are in the order of their
 * digests, and the merge has to sort them.  A huge surface of PM_FORM_OTHER is its length
 * and where its bytes begin.
 *
 * A run may end inside an article, which is then its last, and is left open; and the next
 * run of the same worker continues it, as its first.  The article counts in both.  Its
 * wdf in a term is the sum of those in all runs.  A word or term of which a run knows
 * from before has surfaces that occur 0 times in it.
 */
#ifndef PM_INDEXER_GATHER_RUN_H
#define PM_INDEXER_GATHER_RUN_H

#include "support/digest.h"
#include "support/intern.h"
#include "support/spool.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* No folded word has this byte, and any byte that one has sorts after it.  So names sort
 * by folded word, and nothing comes between those of one folded word. */
#define PM_RUN_STEM_MARK '\1'
/* The same of names of terms, other than those with a prefix, whose bytes are the
 * users'. */
#define PM_RUN_WORD_MARK '\1'

/* The length of the term that a term's name begins with. */
static inline size_t
pm_run_stem_len(const char *name, size_t len)
{
	const char *mark = len > 0 && *name >= 'A' && *name <= 'Z'
				 ? NULL
				 : memchr(name, PM_RUN_WORD_MARK, len);

	return mark != NULL ? (size_t)(mark - name) : len;
}

/* Longer words and surfaces are huge.  Keys are longer too, and nothing else is. */
#define PM_RUN_HUGE 4096u
#define PM_RUN_KEY (PM_RUN_HUGE + PM_DIGEST_LEN)

/* The articles of one slice within a run, or as many of them as are in it. */
struct pm_run_slice {
	uint64_t number;
	uint32_t part;	     /* of the slice, from 0, if several runs have parts of it */
	uint32_t first;	     /* article with a head, from 1; perhaps the continued one */
	uint32_t first_text; /* article with text: the next one, if all text of the
				* continued one is in earlier runs */
	uint64_t heads, heads_end; /* in the run's spools */
	uint64_t stream, stream_end;
	uint64_t text_bytes; /* of the slice; 0 if its end is in another run */
};

/* What a record of the stream has of its article. */
enum {
	PM_RUN_BEGINS = 1,    /* its beginning */
	PM_RUN_TITLE_END = 2, /* the end of its title */
	PM_RUN_ENDS = 4,      /* its end, with metadata and data */
	PM_RUN_WHOLE = 7,
	PM_RUN_FOLD = 8 /* it is one of its article's folds */
};

enum pm_run_place { PM_RUN_IN_MEMORY, PM_RUN_TO_FILE };

struct pm_run {
	struct pm_spool words, aliases, terms, heads, stream, huge;
	struct pm_run_slice *slices; /* in ascending order */
	size_t n_slices, slices_cap;
	uint32_t n_surfaces;
	struct pm_intern separators; /* by number */
	uint64_t *separator_counts;
	size_t separator_counts_cap;
	uint64_t total_words, text_bytes, long_words;
	uint64_t folds; /* of its articles */
	/* The terms that occur most, some hundreds: length and bytes, occurrences. */
	struct pm_buf frequent;
	uint32_t languages; /* of its articles, bits (text/languages.h): with several, a
			     * word may have a surface more than once */
	uint32_t continued; /* the article that it continues, or 0 */
	uint32_t open;	    /* the article that it leaves open, or 0 */
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
