/* Pressmark - gathering: the keys of huge words, and where their bytes are.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/gather_parts.h"

#include "text/fold.h"

#include <stdlib.h>

enum pm_status
pm_gather_note(struct pm_gather_huges *huges, const struct pm_gather_huge *huge,
	       struct pm_error *err)
{
	enum pm_status status = pm_grow(&huges->list, &huges->cap, huges->n + 1,
					sizeof *huges->list, err);

	if (status == PM_OK)
		huges->list[huges->n++] = *huge;
	return status;
}

enum pm_status
pm_gather_note_huge(struct pm_gather *g, const struct pm_gather_fresh *f,
		    struct pm_error *err)
{
	struct pm_gather_huge word = { .number = f->number, .at = f->at, .len = f->bytes };

	return pm_gather_note(&g->huge_words, &word, err);
}

static int
by_number(const void *a, const void *b)
{
	const struct pm_gather_huge *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

void
pm_gather_end_huge(struct pm_gather *g)
{
	struct pm_gather_huges *both[] = { &g->huge_surfaces, &g->huge_words };
	size_t i;

	for (i = 0; i < 2; i++)
		if (both[i]->n > 1)
			qsort(both[i]->list, both[i]->n, sizeof *both[i]->list, by_number);
}

const struct pm_gather_huge *
pm_gather_find_huge(const struct pm_gather_huges *huges, uint32_t number)
{
	const struct pm_gather_huge wanted = { .number = number };

	return huges->n == 0 ? NULL
			     : bsearch(&wanted, huges->list, huges->n,
				       sizeof *huges->list, by_number);
}

enum pm_status
pm_gather_put_digest(struct pm_gather *g, struct pm_error *err)
{
	char digits[PM_DIGEST_LEN];

	pm_digest_end(g->digest, digits);
	pm_buf_put(&g->fold, digits, sizeof digits);
	return g->fold.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_gather_huge_fold(struct pm_gather *g, struct pm_gather_fresh *f, const char *s,
		    size_t len, struct pm_error *err)
{
	const char *folded = pm_buf_str(&g->fold) + f->start;
	size_t folded_len = g->fold.len - f->start;
	struct pm_gather_huge huge = { .number = f->surface };
	enum pm_status status;

	huge.form = pm_form_of(s, len, folded, folded_len);
	f->at = g->run.huge.len;
	f->bytes = folded_len;
	pm_digest_add(g->digest, folded, folded_len);
	if ((status = pm_gather_note(&g->huge_surfaces, &huge, err)) < 0 ||
	    (status = pm_spool_write(&g->run.huge, folded, folded_len, err)) < 0)
		return status;
	g->fold.len = f->start + PM_RUN_HUGE;
	return pm_gather_put_digest(g, err);
}
