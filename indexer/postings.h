/* Pressmark - the postings of a run: for each term its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles come one after the other, in rising order; for each, its terms are
 * counted, and then the article is closed:
 *
 *	pm_postings_count(&p, term, 2, &err);	the term occurs twice more
 *	pm_postings_close(&p, article, &length, &err);
 *
 * A list is varints (articles since the posting before, wdf) in slices of one
 * arena that grow as the list does: 8 bytes for a term that occurs once, some
 * percent of slack for long lists, and no allocation per posting.
 */
#ifndef PM_INDEXER_POSTINGS_H
#define PM_INDEXER_POSTINGS_H

#include "support/buf.h"
#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

/* By term number. */
struct pm_posting_list {
	uint32_t article;	/* where it was counted last, */
	uint32_t wdf;		/* and how often there */
	uint32_t last;		/* the article of its last posting */
	uint32_t n;		/* postings */
	uint32_t total;		/* of all their wdf */
	uint32_t head;		/* its first slice, in the arena; 0: none */
	uint32_t at, end;	/* where the next byte goes, and the slice's end */
};

struct pm_postings {
	struct pm_posting_list *lists;	/* none across two cache lines */
	size_t n, cap;
	uint8_t *arena;
	size_t used, arena_cap;
	uint32_t *touched;	/* the terms of the article at hand */
	size_t n_touched, touched_cap;
	uint32_t article;	/* the article at hand */
};

void pm_postings_init(struct pm_postings *p);
void pm_postings_release(struct pm_postings *p);
/* Bytes of memory that it holds. */
size_t pm_postings_memory(const struct pm_postings *p);

/* A further term: its number is what p->n was. */
enum pm_status pm_postings_new_term(struct pm_postings *p, struct pm_error *err);

/* Begin the article; the numbers rise. */
static inline void
pm_postings_open(struct pm_postings *p, uint32_t article)
{
	p->article = article;
	p->n_touched = 0;
}

/* TERM occurs WDF (perhaps 0) times more in the article at hand. */
static inline enum pm_status
pm_postings_count(struct pm_postings *p, uint32_t term, uint32_t wdf,
		  struct pm_error *err)
{
	struct pm_posting_list *list = &p->lists[term];

	if (list->article == p->article) {
		list->wdf += wdf;
		return PM_OK;
	}
	if (p->n_touched == p->touched_cap) {
		enum pm_status status = pm_grow(&p->touched, &p->touched_cap,
						p->n_touched + 1, sizeof *p->touched, err);

		if (status < 0)
			return status;
	}
	list->article = p->article;
	list->wdf = wdf;
	p->touched[p->n_touched++] = term;
	return PM_OK;
}

/* Enter the article's terms into their lists.  *LENGTH: the sum of the wdf. */
enum pm_status pm_postings_close(struct pm_postings *p, uint64_t *length,
				 struct pm_error *err);

/* The bytes of the list of TERM: how many, and to OUT. */
size_t pm_postings_size(const struct pm_postings *p, uint32_t term);
void pm_postings_copy(const struct pm_postings *p, uint32_t term, uint8_t *out);

#endif
