/* Pressmark - where the articles of a segment came from: see origins.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/origins.h"

#include "support/bytes.h"

#include <xxhash.h>

uint64_t
pm_origin_source(const char *path, size_t len)
{
	return XXH3_64bits(path, len);
}

enum pm_status
pm_origins_create(struct pm_pages_writer **out, const char *path, struct pm_error *err)
{
	return pm_pages_create(out, path, PM_ORIGINS_FILE, PM_ORIGINS_VERSION,
			       PM_ORIGINS_PAGE, err);
}

enum pm_status
pm_origins_put(struct pm_pages_writer *w, const struct pm_origin *o, struct pm_error *err)
{
	uint8_t bytes[PM_ORIGIN_BYTES];

	pm_store_u64(bytes, o->identity.low);
	pm_store_u64(bytes + 8, o->identity.high);
	pm_store_u64(bytes + 16, o->content.low);
	pm_store_u64(bytes + 24, o->content.high);
	pm_store_u64(bytes + 32, o->source);
	pm_store_u32(bytes + 40, o->first);
	pm_store_u32(bytes + 44, o->since);
	return pm_pages_write(w, bytes, sizeof bytes, err);
}

enum pm_status
pm_origins_open(struct pm_pages **out, const char *path, uint32_t articles,
		struct pm_error *err)
{
	enum pm_status status = pm_pages_open(out, path, PM_ORIGINS_FILE,
					      PM_ORIGINS_VERSION, err);

	if (status < 0 || pm_pages_len(*out) == (uint64_t)articles * PM_ORIGIN_BYTES)
		return status;
	pm_pages_free(*out);
	*out = NULL;
	return pm_corrupt(err, path, "it is not made for %u article%s",
			  (unsigned)articles, articles == 1 ? "" : "s");
}

enum pm_status
pm_origins_get(struct pm_pages *p, uint32_t article, struct pm_origin *o,
	       struct pm_error *err)
{
	const uint8_t *at = pm_pages_get(p, (uint64_t)(article - 1) * PM_ORIGIN_BYTES,
					 PM_ORIGIN_BYTES, err);

	if (at == NULL)
		return PM_ERR_CORRUPT;
	o->identity = (struct pm_digest128){ pm_load_u64(at), pm_load_u64(at + 8) };
	o->content = (struct pm_digest128){ pm_load_u64(at + 16), pm_load_u64(at + 24) };
	o->source = pm_load_u64(at + 32);
	o->first = pm_load_u32(at + 40);
	o->since = pm_load_u32(at + 44);
	return PM_OK;
}
