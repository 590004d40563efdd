/* Pressmark - what words with hyphens between them stand for: see compounds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/compounds.h"

#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS ((uint64_t)1 << 10)

void
pm_compounds_init(struct pm_compounds *t, uint64_t seed)
{
	memset(t, 0, sizeof *t);
	t->seed = seed;
}

void
pm_compounds_release(struct pm_compounds *t)
{
	free(t->slots);
	pm_compounds_init(t, t->seed);
}

size_t
pm_compounds_memory(const struct pm_compounds *t)
{
	uint64_t slots = t->slots == NULL ? 0 : t->mask + 1;

	/* While the table grows there are the old and the new one. */
	if ((uint64_t)t->n * 2 >= slots)
		slots *= 3;
	return (size_t)slots * sizeof *t->slots;
}

enum pm_status
pm_compounds_reserve(struct pm_compounds *t, size_t n, struct pm_error *err)
{
	uint64_t old = t->slots == NULL ? 0 : t->mask + 1;
	uint64_t fresh = old == 0 ? FIRST_SLOTS : old, i;
	struct pm_compound_slot *from = t->slots, *slots;

	while ((t->n + (uint64_t)n) * 3 > fresh * 2)
		fresh *= 2;
	if (fresh == old)
		return PM_OK;
	slots = pm_alloc_table((size_t)fresh, sizeof *slots);
	if (slots == NULL)
		return pm_fail_nomem(err);
	t->slots = slots;
	t->mask = fresh - 1;
	for (i = 0; i < old; i++) {
		struct pm_compound_key key;

		if (from[i].state == PM_COMPOUND_FREE)
			continue;
		key = pm_compound_key(t, from[i].words, 3);
		*pm_compound_slot(t, &key) = from[i];
	}
	free(from);
	return PM_OK;
}
