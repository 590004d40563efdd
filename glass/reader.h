/* Pressmark - the postings of a Glass database, read without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian reads a list block by block: a pread, its checksum, and a virtual call for
 * each posting.  Who wants no more than to go through a few lists side by side
 * (search/conjunction.h) gets them here from the mapped file, as they stand:
 *
 *	status = pm_glass_open(&g, dir, guard, &err);	PM_DECLINED: not for us, ask libxapian
 *	status = pm_glass_list_open(&p, g, "word", 4, &err);
 *	while (status == PM_OK) {
 *		... p.article, p.wdf, pm_glass_length(g, p.article, &length, &err) ...
 *		status = pm_glass_list_next(&p, &err);	or pm_glass_list_skip to an article
 *	}
 *	pm_glass_list_release(&p);			PM_END: that was all
 *	pm_glass_free(g);
 *
 * Only what is known is read: a folder of its own, the format and revision of which
 * glass/version.h tells, blocks of 8192 bytes, a list table that libxapian never
 * deflates.  All else is PM_DECLINED when it is opened, before anything has been
 * answered; what does not fit together later is PM_ERR_CORRUPT (glass/table.h).  A
 * database that is written to while it is read is not for us either: those of a
 * segment never are.
 *
 * Cost, with the file in memory.  Opening maps it and reads a hundred bytes: 3
 * microseconds.  A term costs a descent of the tree, 0.1 microseconds, and each block
 * that is looked at for the first time a microsecond or two, for its checksum.
 * Within a chunk (some 700 postings) they are gone through one behind the other:
 * next takes 1 ns, skip 0.3 ns for each that is passed over, four at a time where all
 * their numbers are below 128, and 2 to 4 ns where these are larger by turns; to
 * another chunk skip takes a descent.  The first length asked of a chunk of
 * lengths decodes that chunk (some 200 of ours, 700 of libxapian's), and they are
 * kept, 4 bytes an article, allocated when first asked for.
 *
 * A reader and its lists may be used by one thread at a time.
 */
#ifndef PM_GLASS_READER_H
#define PM_GLASS_READER_H

#include "glass/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields are for reading only, `postings` and `lengths` private. */
struct pm_glass {
	uint32_t articles;
	uint32_t last;			/* the highest number of an article */
	uint64_t words;			/* the sum of all lengths */
	struct pm_glass_table postings;
	uint32_t *lengths;		/* by article, plus 1; 0: not known yet */
};

/* GUARD may be NULL: nothing is verified.  It must outlive the reader. */
enum pm_status pm_glass_open(struct pm_glass **out, const char *dir,
			     struct pm_guard *guard, struct pm_error *err);
void pm_glass_free(struct pm_glass *g);

/* That the guard has found no damage so far, here or in what libxapian read. */
enum pm_status pm_glass_status(const struct pm_glass *g, struct pm_error *err);

/* The length of an article that there is. */
enum pm_status pm_glass_load_length(struct pm_glass *g, uint32_t article,
				    uint32_t *length, struct pm_error *err);

static inline enum pm_status
pm_glass_length(struct pm_glass *g, uint32_t article, uint32_t *length,
		struct pm_error *err)
{
	if (g->lengths == NULL || article > g->last || g->lengths[article] == 0)
		return pm_glass_load_length(g, article, length, err);
	*length = g->lengths[article] - 1;
	return PM_OK;
}

/* A list, at one of its postings.  Private from `at` on. */
struct pm_glass_list {
	uint32_t article;
	uint32_t wdf;
	uint32_t freq;			/* how many postings the list says it has */
	uint32_t total;			/* the sum of their wdf */
	const uint8_t *at, *end;	/* the chunk's bytes behind the posting */
	uint32_t last;			/* article of the chunk */
	bool is_last_chunk;
	struct pm_glass *glass;
	struct pm_glass_at position;
	struct pm_buf tag;		/* where it is not in one piece */
	uint16_t key_len;		/* of the first chunk */
	uint16_t prefix_len;		/* what stands before the number in a further one */
	uint8_t key[PM_KEY_MAX + 1];
};

/* At the first posting of the list of TERM, any bytes.  PM_ABSENT where there is no such
 * term.  Whatever the status, P may be released, and need not be if it was PM_ABSENT. */
enum pm_status pm_glass_list_open(struct pm_glass_list *p, struct pm_glass *g,
				const char *term, size_t len, struct pm_error *err);
void pm_glass_list_release(struct pm_glass_list *p);

/* pm_glass_list_next where it is not that simple. */
enum pm_status pm_glass_list_go_on(struct pm_glass_list *p, struct pm_error *err);

/* To the next posting; PM_END where there is none: the list must not be used then. */
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

/* To the first posting from the one at hand on that is of ARTICLE or one behind it. */
enum pm_status pm_glass_list_skip(struct pm_glass_list *p, uint32_t article,
				struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
