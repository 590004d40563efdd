/* Pressmark - which of a stem's articles each of its words is in.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The postings of a term are those of a stem, and a quoted word or a wildcard asks for
 * some of its words only.  To see in an article's codes which of them it has takes reading
 * them.  So where several words have a stem, a segment keeps for each of them its *share*:
 * the places, from 0, of those of the stem's postings whose articles have the word, or an
 * alias of that spelling (a compound, or a part of an address); a word that occurs in folds
 * only has none.  A stem that is not here and has postings has one word, and that has all of
 * its articles.
 *
 *	pm_shares_open(&s, path, articles, &err);
 *	pm_share_init(&share);
 *	status = pm_shares_of(s, stem, len, is_wanted, ctx, &share, &err);
 *	if (status == PM_OK)
 *		... share.articles postings, share.bits ...
 *	pm_share_release(&share);
 *
 * The file `shares` of a segment is a file of support/pages.h, kind "shares", version 1.
 * Its data, all numbers but those of the index and the directory varints:
 *
 *	stems, in the order of their bytes, in blocks of 16; for each:
 *		bytes shared with the stem before (0 for the first of a block), number
 *			of further bytes, these
 *		number of postings
 *		bytes of all that follows
 *		the articles of the postings at places 1024, 2048, ..., each less the
 *			one before (the first: its number)
 *		for each word in the order of bytes:
 *			a byte: kind; 4 times the bytes to strip, 32 times the bytes to
 *				append, each up to 7, which stands for 7 or more
 *			if they are 7: bytes to strip, bytes to append, less 7
 *			the bytes that make the stem without some of its last the word
 *			kind: 0 all postings, 1 a list of them, 2 a list of all others,
 *				3 a bit for each
 *			of kinds 1 and 2: bytes of the list, which has for each its
 *				place less that of the one before less 1 (the first:
 *				its place)
 *			of kind 3: a bit for each posting, the lowest of a byte first
 *	index: u64 for each block, where it begins
 *	directory, the last 16 bytes: u64 stems, u64 offset of the index
 *
 * Cost: a look-up is a binary search over the first stems of blocks and a walk of at most
 * 16 of them, about a microsecond; then 1 ns for each place in a list, and nothing for one
 * in a bit map.  The file has 0.013 of the bytes of the text.
 */
#ifndef PM_SEGMENT_SHARES_H
#define PM_SEGMENT_SHARES_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_SHARES_FILE "shares"
#define PM_SHARES_VERSION 1u
#define PM_SHARES_PAGE 4096u
#define PM_SHARES_BLOCK 16u
#define PM_SHARES_DIRECTORY 16u
/* Bytes of a stem or of a word; more than a term may have. */
#define PM_SHARES_NAME_MAX 255u

#define PM_SHARES_MANY 7u
/* The articles of so many postings apart are told, so that a reader can skip. */
#define PM_SHARES_EVERY 1024u

enum pm_share_kind { PM_SHARE_ALL, PM_SHARE_LIST, PM_SHARE_OTHERS, PM_SHARE_BITS };

/* --- writing ------------------------------------------------------------ */

/* The places of a word among the postings of its stem: as kind 1 has them, or a bit for
 * each posting, the lowest of a number first. */
struct pm_share_places {
	uint32_t n;
	const uint8_t *list;
	size_t list_len;
	const uint64_t *bits; /* or NULL */
};

struct pm_share_word {
	const char *word;
	size_t len;
	struct pm_share_places places;
};

struct pm_shares_writer;

/* Creates PATH, which must not exist. */
enum pm_status pm_shares_create(struct pm_shares_writer **out, const char *path,
				struct pm_error *err);
struct pm_share_stem {
	const char *stem;
	size_t len;
	uint32_t articles;     /* postings */
	const uint32_t *every; /* articles of those at places PM_SHARES_EVERY, twice
				* that, ... */
};

/* Stems in the order of their bytes, with at least two words each, these in their order
 * as well. */
enum pm_status pm_shares_add(struct pm_shares_writer *w, const struct pm_share_stem *stem,
			     const struct pm_share_word *words, size_t n,
			     struct pm_error *err);
enum pm_status pm_shares_finish(struct pm_shares_writer *w, uint64_t *size,
				struct pm_error *err);
void pm_shares_writer_free(struct pm_shares_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_shares;

/* ARTICLES: of the segment.  No stem has more. */
enum pm_status pm_shares_open(struct pm_shares **out, const char *path, uint32_t articles,
			      struct pm_error *err);
void pm_shares_free(struct pm_shares *s);
/* Verify all pages. */
enum pm_status pm_shares_verify(struct pm_shares *s, struct pm_error *err);
uint64_t pm_shares_file_size(const struct pm_shares *s);
const char *pm_shares_path(const struct pm_shares *s);

/* What some words of a stem have of its postings.  All zeros: none. */
struct pm_share {
	uint32_t articles; /* postings of the stem */
	bool all;	   /* all of them; there are no bits then */
	uint64_t *bits;	   /* one for each posting, the lowest of a number first, and
			    * 0 after the last of them */
	size_t bits_cap;
	uint32_t *every; /* articles of the postings at places PM_SHARES_EVERY, twice
			  * that, ..., ascending */
	size_t n_every, every_cap;
};

/* How many such places a stem has. */
static inline size_t
pm_shares_every(uint32_t articles)
{
	return articles == 0 ? 0 : (articles - 1) / PM_SHARES_EVERY;
}

void pm_share_init(struct pm_share *share);
void pm_share_release(struct pm_share *share);

/* The words of STEM that IS_WANTED says yes to, together.  PM_ABSENT: the stem has not
 * several words. */
enum pm_status pm_shares_of(struct pm_shares *s, const char *stem, size_t len,
			    bool (*is_wanted)(void *ctx, const char *word, size_t len),
			    void *ctx, struct pm_share *share, struct pm_error *err);

/* For consistency checks: calls FN for every stem with its words, which are those of the
 * file until it returns, in their order.  FN returns 0 to go on or a status. */
typedef enum pm_status
pm_shares_fn(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
	     size_t word_len, const struct pm_share *share, struct pm_error *err);
enum pm_status pm_shares_each(struct pm_shares *s, pm_shares_fn *fn, void *ctx,
			      struct pm_error *err);

#endif
