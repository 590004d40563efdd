/* Pressmark - which articles are replaced by a later one: see ids.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ids.h"

#include "support/intern.h"

#include <string.h>
#include <xxhash.h>

enum pm_status
pm_ids_init(struct pm_ids *ids, const char *path, size_t memory, struct pm_error *err)
{
	enum pm_status status;

	memset(ids, 0, sizeof *ids);
	pm_hash_key(ids->key, sizeof ids->key);
	status = pm_sorter_init(&ids->by_hash, path, "hash", memory, err);
	if (status == PM_OK)
		status = pm_sorter_init(&ids->by_number, path, "number", memory, err);
	return status;
}

void
pm_ids_release(struct pm_ids *ids)
{
	pm_sorter_release(&ids->by_hash);
	pm_sorter_release(&ids->by_number);
}

static XXH128_hash_t
hash(const struct pm_ids *ids, const char *id, size_t len)
{
	XXH64_hash_t seed;

	memcpy(&seed, ids->key, sizeof seed);
	return XXH3_128bits_withSeed(id, len, seed);
}

enum pm_status
pm_ids_add(struct pm_ids *ids, const char *id, size_t len, struct pm_error *err)
{
	XXH128_hash_t h = hash(ids, id, len);
	struct pm_sorter_entry e = { { h.high64, h.low64, ids->n++ } };

	ids->sum = ids->sum * 31 + h.low64;
	return len == 0 ? PM_OK : pm_sorter_add(&ids->by_hash, &e, err);
}

enum pm_status
pm_ids_end(struct pm_ids *ids, struct pm_error *err)
{
	struct pm_sorter_entry e, before = { { 0 } };
	enum pm_status status = pm_sorter_end(&ids->by_hash, err);
	bool first = true;

	while (status == PM_OK &&
	       (status = pm_sorter_next(&ids->by_hash, &e, err)) == PM_OK) {
		if (!first && e.key[0] == before.key[0] && e.key[1] == before.key[1]) {
			struct pm_sorter_entry gone = { { before.key[2], 0, 0 } };

			ids->n_replaced++;
			status = pm_sorter_add(&ids->by_number, &gone, err);
		}
		first = false;
		before = e;
	}
	pm_sorter_release(&ids->by_hash);
	if (status < 0 || (status = pm_sorter_end(&ids->by_number, err)) < 0 ||
	    (status = pm_sorter_next(&ids->by_number, &ids->next, err)) < 0)
		return status;
	ids->has_next = status == PM_OK;
	return PM_OK;
}

enum pm_status
pm_ids_replaced(struct pm_ids *ids, const char *id, size_t len, bool *replaced,
		struct pm_error *err)
{
	uint64_t number = ids->again++;
	enum pm_status status;

	ids->sum_again = ids->sum_again * 31 + hash(ids, id, len).low64;
	*replaced = ids->has_next && ids->next.key[0] == number;
	if (!*replaced)
		return PM_OK;
	if ((status = pm_sorter_next(&ids->by_number, &ids->next, err)) < 0)
		return status;
	ids->has_next = status == PM_OK;
	return PM_OK;
}

enum pm_status
pm_ids_check(const struct pm_ids *ids, struct pm_error *err)
{
	if (ids->n == ids->again && ids->sum == ids->sum_again)
		return PM_OK;
	return pm_fail(err, PM_ERR_INPUT,
		       "the input has changed while it was read twice (--ids replace)");
}
