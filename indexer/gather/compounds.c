/* Pressmark - what hyphenated words stand for: see compounds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/compounds.h"

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
	if (t->slots != NULL)
		pm_table_free(t->slots, (size_t)t->mask + 1, sizeof *t->slots);
	pm_compounds_init(t, t->seed);
}

size_t
pm_compounds_memory(const struct pm_compounds *t)
{
	uint64_t slots = t->slots == NULL ? 0 : t->mask + 1;

	if ((uint64_t)t->n * 2 >= slots)
		slots *= 2;
	return (size_t)slots * sizeof *t->slots;
}

/* Works like grow_slots in support/intern.c; see there. */
static enum pm_status
grow_slots(struct pm_compounds *t, struct pm_error *err)
{
	uint64_t old = t->slots == NULL ? 0 : t->mask + 1, first = 0, i;
	struct pm_compound_slot *slots =
		old == 0 ? pm_table_new(FIRST_SLOTS, sizeof *slots)
			 : pm_table_double(t->slots, (size_t)old, sizeof *slots);

	if (slots == NULL)
		return pm_fail_nomem(err);
	t->slots = slots;
	t->mask = (old == 0 ? FIRST_SLOTS : old * 2) - 1;
	while (first < old && slots[first].state != PM_COMPOUND_FREE)
		first++;
	for (i = 1; i < old; i++) {
		struct pm_compound_slot *from = &slots[(first + i) & (old - 1)],
					slot = *from;
		struct pm_compound_key key;

		if (slot.state == PM_COMPOUND_FREE)
			continue;
		memset(from, 0, sizeof *from);
		key = pm_compound_key(t, slot.words, 3);
		*pm_compound_slot(t, &key) = slot;
	}
	return PM_OK;
}

enum pm_status
pm_compounds_reserve(struct pm_compounds *t, size_t n, struct pm_error *err)
{
	enum pm_status status;

	while (t->slots == NULL || (t->n + (uint64_t)n) * 3 > (t->mask + 1) * 2)
		if ((status = grow_slots(t, err)) < 0)
			return status;
	return PM_OK;
}
