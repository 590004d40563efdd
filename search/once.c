/* Pressmark - each story once: see once.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/once.h"

#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

static size_t
set_words(const struct pm_once *o)
{
	return (size_t)pm_db_articles(o->index->db) / 64 + 1;
}

enum pm_status
pm_once_init(struct pm_once *o, struct pm_index *index, struct pm_error *err)
{
	enum pm_status status;

	*o = (struct pm_once){ .index = index };
	status = pm_index_copies(index, &o->copies, err);
	if (status < 0 || o->copies == NULL)
		return status;
	o->marks.bits = pm_alloc(set_words(o), sizeof *o->marks.bits);
	o->marks.before = index->before;
	return o->marks.bits == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_once_release(struct pm_once *o)
{
	free(o->marks.bits);
	memset(o, 0, sizeof *o);
}

const struct pm_db_marks *
pm_once_marks(struct pm_once *o)
{
	if (o->copies == NULL)
		return NULL;
	memset(o->marks.bits, 0, set_words(o) * sizeof *o->marks.bits);
	return &o->marks;
}

uint32_t
pm_once_count(struct pm_once *o, uint32_t total)
{
	return o->copies == NULL ? total
				 : total - pm_copies_repeats(o->copies, o->marks.bits);
}

/* Keep of N matches the first of each story; returns how many these are.  What was marked
 * is forgotten. */
static uint32_t
fold(struct pm_once *o, struct pm_db_match *matches, uint32_t n)
{
	uint32_t kept = 0, i;

	memset(o->marks.bits, 0, set_words(o) * sizeof *o->marks.bits);
	for (i = 0; i < n; i++) {
		uint32_t place = matches[i].id - 1, leader;
		uint64_t *word, bit;

		if (pm_copies_concern(o->copies, place)) {
			leader = pm_copies_leader(o->copies, place);
			word = &o->marks.bits[leader / 64];
			bit = UINT64_C(1) << leader % 64;
			if (*word & bit)
				continue;
			*word |= bit;
		}
		matches[kept++] = matches[i];
	}
	return kept;
}

bool
pm_once_page(struct pm_once *o, const struct pm_db_request *request, uint32_t asked,
	     struct pm_db_page *page)
{
	uint64_t needed = (uint64_t)request->first + request->max;
	uint32_t n = page->n, total = page->total, kept;

	o->stories = pm_once_count(o, page->total);
	kept = fold(o, page->matches, n);
	page->n = kept > request->first ? kept - request->first : 0;
	page->n = page->n < request->max ? page->n : request->max;
	if (page->n > 0)
		memmove(page->matches, page->matches + request->first,
			page->n * sizeof *page->matches);
	return request->max == 0 || kept >= needed || n < asked || n == total;
}

enum pm_status
pm_once_alike(struct pm_index *index, uint32_t id, size_t *n, struct pm_error *err)
{
	struct pm_copies *copies;
	enum pm_status status = pm_index_copies(index, &copies, err);

	*n = 0;
	if (status == PM_OK && copies != NULL)
		pm_copies_of(copies, pm_copies_leader(copies, id - 1), n);
	return status;
}
