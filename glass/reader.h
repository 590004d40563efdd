/* Pressmark - the postings of a Glass database, read without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian reads a list block by block: a pread, its checksum, and a virtual call for
 * each posting.  Code that only needs to walk a few lists side by side
 * (search/conjunction.h) can read them here, in place, from the mapped file:
 *
 *	status = pm_glass_open(&g, dir, guard, &err);	PM_DECLINED: ask libxapian
 *	status = pm_glass_list_open(&p, g, "word", 4, &err);
 *	while (status == PM_OK) {
 *		... p.article, p.wdf, pm_glass_length(g, p.article, &length, &err) ...
 *		status = pm_glass_list_next(&p, &err);	or _skip to an article
 *	}
 *	pm_glass_list_release(&p);			PM_END: that was all
 *	pm_glass_free(g);
 *
 * It reads only what it knows: a database in a folder of its own, in the format and
 * revision that glass/version.h describes, with blocks of 8192 bytes and a list table
 * that libxapian never deflates.  Anything else is PM_DECLINED when it is opened, before
 * any answer has been given; an inconsistency found later is PM_ERR_CORRUPT
 * (glass/table.h).  Nor does it handle a database that is written to while it is read; a
 * segment's never is.
 *
 * Cost, with the file in memory.  Opening maps it and reads a hundred bytes: 3
 * microseconds.  A term costs a descent of the tree, 0.1 microseconds, and each block
 * that is seen for the first time costs a microsecond or two for its checksum.  Within a
 * chunk (some 700 postings) access is sequential: next takes 1 ns; skip takes 0.3 ns per
 * skipped posting, four at a time, if all their numbers are below 128, and 2 to 4 ns if
 * some are larger.  To reach another chunk, skip descends the tree.  The first length
 * requested from a chunk of lengths decodes that chunk (some 200 of ours, 700 of
 * libxapian's); the lengths are kept, 4 bytes per article, allocated when first needed,
 * unless they are known from elsewhere (pm_glass_take_lengths).
 *
 * A reader and its lists may be used by one thread at a time.
 */
#ifndef PM_GLASS_READER_H
#define PM_GLASS_READER_H

#include "glass/table.h"
#include "support/pages.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields are read-only; `postings` and `lengths` are private. */
struct pm_glass {
	uint32_t articles;
	uint32_t last;	/* the highest article number */
	uint64_t words; /* the sum of all lengths */
	struct pm_glass_table postings;
	uint32_t *lengths; /* by article, plus 1; 0: not known yet */
	bool has_all_lengths;
	struct pm_pages *given; /* lengths in the same form, or NULL */
};

/* GUARD may be NULL: nothing is verified.  It must outlive the reader. */
enum pm_status pm_glass_open(struct pm_glass **out, const char *dir,
			     struct pm_guard *guard, struct pm_error *err);
void pm_glass_free(struct pm_glass *g);

/* PM_OK if the guard has found no damage so far, here or in what libxapian read. */
enum pm_status pm_glass_status(const struct pm_glass *g, struct pm_error *err);

/* The length of an existing article. */
enum pm_status pm_glass_load_length(struct pm_glass *g, uint32_t article,
				    uint32_t *length, struct pm_error *err);

/* From now on lengths are read from PAGES, an array by article, plus 1, of 32 bits, from
 * article 0 to g->last.  They must outlive G.  Where numbers are not stored so (big-endian
 * machines), this does nothing. */
void pm_glass_take_lengths(struct pm_glass *g, struct pm_pages *pages);

/* The lengths of the articles FIRST to LAST, which is at most g->last: *LENGTHS[article] is
 * the length plus 1, or 0 where there is no article.  They belong to G.  If none were
 * given, the first call decodes all, 5 ns each. */
enum pm_status pm_glass_lengths(struct pm_glass *g, uint32_t first, uint32_t last,
				const uint32_t **lengths, struct pm_error *err);

static inline enum pm_status
pm_glass_length(struct pm_glass *g, uint32_t article, uint32_t *length,
		struct pm_error *err)
{
	if (g->lengths == NULL || article > g->last || g->lengths[article] == 0)
		return pm_glass_load_length(g, article, length, err);
	*length = g->lengths[article] - 1;
	return PM_OK;
}

/* *THERE: whether any term begins with PREFIX, which has no NUL and is not empty. */
enum pm_status pm_glass_has_prefix(struct pm_glass *g, const char *prefix, size_t len,
				   bool *there, struct pm_error *err);

/* Moves *TERM to the first term that is not below it; PM_END: there is none. */
enum pm_status pm_glass_next_term(struct pm_glass *g, struct pm_buf *term,
				  struct pm_error *err);

/* A list, positioned at one of its postings.  Private from `at` on. */
struct pm_glass_list {
	uint32_t article;
	uint32_t wdf;
	uint32_t freq;		 /* how many postings the list claims to have */
	uint32_t total;		 /* the sum of their wdf */
	const uint8_t *at, *end; /* the chunk's bytes after the posting */
	uint32_t last;		 /* last article of the chunk */
	bool is_last_chunk;
	struct pm_glass *glass;
	struct pm_glass_at position;
	struct pm_buf tag;   /* for a tag that is not in one piece */
	uint16_t key_len;    /* of the first chunk */
	uint16_t prefix_len; /* of what precedes the number in a further one */
	uint8_t key[PM_KEY_MAX + 1];
};

/* Positions P at the first posting of TERM, which may be any bytes.  PM_ABSENT if
 * there is no such term.  P may be released whatever the status, and need not be
 * after PM_ABSENT. */
enum pm_status pm_glass_list_open(struct pm_glass_list *p, struct pm_glass *g,
				  const char *term, size_t len, struct pm_error *err);
void pm_glass_list_release(struct pm_glass_list *p);

/* The slow path of pm_glass_list_next. */
enum pm_status pm_glass_list_go_on(struct pm_glass_list *p, struct pm_error *err);

/* Moves to the next posting; PM_END if there is none, and then the list must not be
 * used. */
static inline enum pm_status
pm_glass_list_next(struct pm_glass_list *p, struct pm_error *err)
{
	const uint8_t *q = p->at;

	if (p->end - q < 2 || ((q[0] | q[1]) & 0x80) || q[0] >= p->last - p->article)
		return pm_glass_list_go_on(p, err);
	p->article += q[0] + 1u;
	p->wdf = q[1];
	p->at = q + 2;
	return PM_OK;
}

/* Takes up to MAX postings (at least 1), the current one first, into ARTICLES and WDFS,
 * which have room for PM_GLASS_FILL_ROOM more each; *N is how many.  Moves to the posting
 * after them; PM_END: there is none, as above.  0.5 ns a posting with AVX2. */
#define PM_GLASS_FILL_ROOM 16u
enum pm_status pm_glass_list_fill(struct pm_glass_list *p, uint32_t *articles,
				  uint32_t *wdfs, uint32_t max, uint32_t *n,
				  struct pm_error *err);

/* Moves to the first posting, from the current one on, of ARTICLE or a later article;
 * PM_END as above. */
enum pm_status pm_glass_list_skip(struct pm_glass_list *p, uint32_t article,
				  struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
