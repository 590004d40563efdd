/* Pressmark - removed: the articles that are gone, though their segments still have them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A segment never changes.  An article that is deleted, or that a later segment has in a
 * newer version, stays in its own until that is merged away; and until then answers must be
 * those of an index without it.  ARCHITECTURE.md, "Removed articles", says what that asks
 * for.  What cannot be seen from the articles that are left in an affordable time is in a
 * file beside the generation, `removed-7` for one that generation 7 wrote.  For each segment
 * it has, as struct pm_removed_tables:
 *
 *	which articles are gone, and sums over them: lengths, words ...
 *	of each word in them how many occurrences and articles they take away
 *	which words, aliases, forms of words and targets of aliases are *dead*: nothing that
 *		is left has them, not in its folds either
 *	of each term of the database how many articles they take away
 *
 * Everything is kept for each segment by itself, so that what belongs to a segment that was
 * merged away is left out of the next file, and nothing need be subtracted.  Readers add up.
 *
 *	pm_removed_open(&r, path, &err);
 *	for each segment i, if (part = pm_removed_part(r, i)) != NULL:
 *		pm_removed_mark(part, bits, articles, &err);
 *		pm_removed_term(part, "Y2024", 5, &n, &err);	n fewer articles have it
 *	pm_removed_free(r);
 *
 * The file is one of support/pages.h, kind "removed", version 1.  Its data, all numbers but
 * those of indexes and the directory varints:
 *
 *	for each segment that anything is gone of, in the order of the generation:
 *		articles: each less the one before (the first: less 0)
 *		words, by rank, in blocks of 32: rank less that of the one before (the first
 *			of a block: the rank); occurrences; articles, at most as many
 *		dead words: ranks, each less the one before (the first: the rank)
 *		dead aliases: places in the lexicon's list of aliases, likewise
 *		dead forms: rank less that of the one before (the first: the rank); the
 *			place of the form among those of the word
 *		dead targets: place of the alias, likewise; place of the target among those
 *			of the alias
 *		terms, in the order of their bytes, in blocks of 16: bytes shared with the
 *			term before (0 for the first of a block), number of further bytes,
 *			these; articles
 *		index of the words: u64 for each block, where it begins
 *		index of the terms: likewise
 *	directory: for each segment of the generation 192 bytes, u64 each: what identifies
 *		it (pm_segment_identity); the six numbers of struct pm_removed_sums; for
 *		each of the seven tables how many entries it has, and where it begins; where
 *		the two indexes begin; where the second one ends
 *	u64 the number of segments
 *
 * All of them are 0 but the first if nothing is gone of a segment.
 *
 * Cost: opening reads the directory, and marking what is gone one byte or two for each
 * article.  A term or a word is a binary search over the first entries of blocks and a walk
 * of at most 16 or 32 of them, half a microsecond.  The dead ones are loaded when the
 * lexicon is first asked, in bitmaps, and cost a look at a bit from then on.
 */
#ifndef PM_SEGMENT_REMOVED_H
#define PM_SEGMENT_REMOVED_H

#include "support/buf.h"
#include "support/pages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_REMOVED_KIND "removed"
#define PM_REMOVED_VERSION 1u
#define PM_REMOVED_PAGE 4096u
#define PM_REMOVED_WORDS_BLOCK 32u
#define PM_REMOVED_TERMS_BLOCK 16u
#define PM_REMOVED_ENTRY 192u /* of the directory */
/* Bytes of a term; more than a database takes. */
#define PM_REMOVED_TERM_MAX 255u

/* Of the articles of a segment that are gone, together. */
struct pm_removed_sums {
	uint64_t articles;
	uint64_t lengths; /* as libxapian defines them (segment/lengths.h) */
	uint64_t words, long_words, text_bytes, undated; /* segment/generation.h */
};

struct pm_removed_word {
	uint32_t rank;
	uint32_t articles; /* that are gone, and had it */
	uint64_t count;	   /* occurrences in these */
};

/* A form of the word with the rank OF, or a target of the alias at the place OF, by its
 * place in the lexicon's list. */
struct pm_removed_pair {
	uint32_t of, number;
};

struct pm_removed_term {
	size_t at, len; /* of its bytes in `bytes` */
	uint32_t articles;
};

/* All that is kept of a segment.  Each array ascends and has nothing twice. */
struct pm_removed_tables {
	struct pm_removed_sums sums;
	uint32_t *articles; /* sums.articles, from 1 */
	struct pm_removed_word *words;
	uint32_t *dead_words, *dead_aliases;
	struct pm_removed_pair *dead_forms, *dead_targets;
	struct pm_removed_term *terms;
	size_t n_words, n_dead_words, n_dead_aliases, n_dead_forms, n_dead_targets,
		n_terms;
	struct pm_buf bytes; /* of the terms */
};

void pm_removed_tables_init(struct pm_removed_tables *t);
void pm_removed_tables_release(struct pm_removed_tables *t);

/* --- writing ------------------------------------------------------------ */

struct pm_removed_writer;

/* Creates PATH, which must not exist. */
enum pm_status pm_removed_create(struct pm_removed_writer **out, const char *path,
				 struct pm_error *err);
/* The next segment of the generation; T: NULL if nothing of it is gone. */
enum pm_status pm_removed_add(struct pm_removed_writer *w, uint64_t identity,
			      const struct pm_removed_tables *t, struct pm_error *err);
enum pm_status pm_removed_finish(struct pm_removed_writer *w, uint64_t *size,
				 struct pm_error *err);
void pm_removed_writer_free(struct pm_removed_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_removed;
struct pm_removed_part; /* of one segment */

enum pm_status pm_removed_open(struct pm_removed **out, const char *path,
			       struct pm_error *err);
void pm_removed_free(struct pm_removed *r);
uint64_t pm_removed_identity(const struct pm_removed *r);
uint64_t pm_removed_file_size(const struct pm_removed *r);
const char *pm_removed_path(const struct pm_removed *r);
enum pm_status pm_removed_verify(struct pm_removed *r, struct pm_error *err);

/* The segments that it is made for. */
size_t pm_removed_segments(const struct pm_removed *r);
/* What identifies segment I. */
uint64_t pm_removed_segment(const struct pm_removed *r, size_t i);
/* What is gone of segment I; NULL: nothing.  It belongs to R. */
struct pm_removed_part *pm_removed_part(struct pm_removed *r, size_t i);

const struct pm_removed_sums *pm_removed_sums(const struct pm_removed_part *p);

/* Set the bits of those that are gone, bit A - 1 for article A, the lowest of a number
 * first; ARTICLES: how many the segment has. */
enum pm_status pm_removed_mark(struct pm_removed_part *p, uint64_t *bits,
			       uint32_t articles, struct pm_error *err);

/* How many of the articles that are gone have the term; 0 if none. */
enum pm_status pm_removed_term(struct pm_removed_part *p, const char *term, size_t len,
			       uint32_t *articles, struct pm_error *err);

/* What they take away of a word; zeros if nothing. */
enum pm_status pm_removed_word(struct pm_removed_part *p, uint32_t rank,
			       struct pm_removed_word *word, struct pm_error *err);

/* Load the dead, so that the functions below can be asked; a second call does nothing.
 * WORDS and ALIASES: how many the lexicon has. */
enum pm_status pm_removed_load(struct pm_removed_part *p, uint32_t words,
			       uint32_t aliases, struct pm_error *err);
bool pm_removed_is_dead_word(const struct pm_removed_part *p, uint32_t rank);
bool pm_removed_is_dead_alias(const struct pm_removed_part *p, uint32_t place);
bool pm_removed_is_dead_form(const struct pm_removed_part *p, uint32_t rank,
			     uint32_t form);
bool pm_removed_is_dead_target(const struct pm_removed_part *p, uint32_t place,
			       uint32_t target);

/* Read all of it into T, which has been initialised and is empty. */
enum pm_status pm_removed_read(struct pm_removed_part *p, struct pm_removed_tables *t,
			       struct pm_error *err);

#endif
