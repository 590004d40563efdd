/* Pressmark - how long articles are, in place: see lengths.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lengths.h"

#include "support/bytes.h"

static enum pm_status
put(struct pm_pages_writer *w, uint32_t number, struct pm_error *err)
{
	uint8_t bytes[4];

	pm_store_u32(bytes, number);
	return pm_pages_write(w, bytes, sizeof bytes, err);
}

enum pm_status
pm_lengths_create(struct pm_pages_writer **out, const char *path, struct pm_error *err)
{
	enum pm_status status = pm_pages_create(out, path, PM_LENGTHS_FILE,
						PM_LENGTHS_VERSION, PM_LENGTHS_PAGE, err);

	return status < 0 ? status : put(*out, 0, err);
}

enum pm_status
pm_lengths_put(struct pm_pages_writer *w, uint32_t length, struct pm_error *err)
{
	return length == UINT32_MAX ? pm_fail(err, PM_ERR_LIMIT,
					      "an article has more than 4294967294 terms")
				    : put(w, length + 1, err);
}

enum pm_status
pm_lengths_open(struct pm_pages **out, const char *path, uint32_t last,
		struct pm_error *err)
{
	enum pm_status status = pm_pages_open(out, path, PM_LENGTHS_FILE,
					      PM_LENGTHS_VERSION, err);

	if (status < 0 || pm_pages_len(*out) == 4 * ((uint64_t)last + 1))
		return status;
	status = pm_corrupt(err, path, "it is not made for %u article%s", (unsigned)last,
			    last == 1 ? "" : "s");
	pm_pages_free(*out);
	*out = NULL;
	return status;
}
