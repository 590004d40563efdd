/* Pressmark - the postings of a run: the articles of each term.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles come one after the other, numbered in ascending order from 1; for each, its
 * terms are counted:
 *
 *	pm_postings_open(&p, article);
 *	pm_postings_count(&p, term, 2, &err);	the term occurs two more times
 *	p.length				the sum of the counts
 *
 * A list is a sequence of varints, for each posting (articles since the last one, wdf).
 * Its last bytes are in the list's head, which is one cache line, and move in bulk to
 * slices of one arena, larger ones as the list grows.  So counting reads one line per
 * posting, and a term with some ten postings (nine terms in ten) takes no more than its
 * head.  There is no allocation per posting, and a few percent of slack in long lists.
 * The wdf of the last posting is written when the next one comes.
 *
 * A caller that knows its terms beforehand can prefetch their heads
 * (pm_postings_prefetch).
 */
#ifndef PM_INDEXER_GATHER_POSTINGS_H
#define PM_INDEXER_GATHER_POSTINGS_H

#include "support/buf.h"
#include "support/bytes.h"
#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

#define PM_POSTINGS_TAIL 35u

/* By term number. */
struct pm_posting_list {
	uint32_t article; /* of its last posting; 0: none */
	uint32_t wdf;	  /* of that posting; not yet among the bytes */
	uint32_t n;	  /* postings */
	uint32_t total;	  /* of the wdf of all of them */
	uint32_t head;	  /* its first slice, in the arena; 0: none */
	uint32_t at, end; /* where the next byte goes; the end of its slice */
	uint8_t tail_len;
	uint8_t tail[PM_POSTINGS_TAIL]; /* the bytes after those in the arena */
};
_Static_assert(sizeof(struct pm_posting_list) == 64, "a list's head is a cache line");

struct pm_postings {
	struct pm_posting_list *lists; /* a cache line each */
	size_t n, cap;
	uint8_t *arena;
	size_t used, arena_cap;
	uint32_t article; /* the current article */
	uint64_t length;  /* the sum of the counts in it */
};

void pm_postings_init(struct pm_postings *p);
void pm_postings_release(struct pm_postings *p);
/* Bytes of memory held. */
size_t pm_postings_memory(const struct pm_postings *p);

/* Add a term: its number is the old p->n. */
enum pm_status pm_postings_new_term(struct pm_postings *p, struct pm_error *err);

/* Begin an article; the numbers ascend. */
static inline void
pm_postings_open(struct pm_postings *p, uint32_t article)
{
	p->article = article;
	p->length = 0;
}

/* The slow path of pm_postings_count: LIST gets a posting in the current article. */
enum pm_status pm_postings_add(struct pm_postings *p, struct pm_posting_list *list,
			       struct pm_error *err);

/* TERM occurs WDF (perhaps 0) more times in the current article. */
static inline enum pm_status
pm_postings_count(struct pm_postings *p, uint32_t term, uint32_t wdf, struct pm_error *err)
{
	struct pm_posting_list *list = &p->lists[term];
	uint32_t gap = p->article - list->article, bytes;
	enum pm_status status;

	p->length += wdf;
	list->total += wdf;
	if (gap == 0) {
		list->wdf += wdf;
		return PM_OK;
	}
	if (list->article != 0 && list->wdf < 0x80 && gap < 0x4000 &&
	    list->tail_len <= PM_POSTINGS_TAIL - sizeof bytes) {
		/* the previous wdf and the gap, 2 or 3 bytes; no branch, since the length
		 * cannot be predicted */
		bytes = gap < 0x80 ? gap : (gap & 0x7f) | 0x80 | gap >> 7 << 8;
		pm_store_u32(list->tail + list->tail_len, list->wdf | bytes << 8);
		list->tail_len += (uint8_t)(2 + (gap >= 0x80));
	} else if ((status = pm_postings_add(p, list, err)) < 0) {
		return status;
	}
	list->article = p->article;
	list->wdf = wdf;
	list->n++;
	return PM_OK;
}

static inline void
pm_postings_prefetch(const struct pm_postings *p, uint32_t term)
{
	__builtin_prefetch(&p->lists[term], 1);
}

/* The bytes of the list of TERM: how many there are, and a copy of them in OUT. */
size_t pm_postings_size(const struct pm_postings *p, uint32_t term);
void pm_postings_copy(const struct pm_postings *p, uint32_t term, uint8_t *out);

#endif
