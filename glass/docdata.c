/* Pressmark - the data of articles in a Glass database: see docdata.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/docdata.h"

#include "glass/encode.h"
#include "shim/sink_check.h"
#include "support/buf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define DEFLATED_FROM 18u      /* as in the version file */
#define INFLATED_AT_ONCE 8192u /* by libxapian, per call */

/* zlib clears a hash table for each stream, of 2 << (memory level + 7) bytes.  A
 * url of some 100 bytes takes 10 us with the usual 15 and 9, 7.4 with less, and
 * comes out the same. */
static const struct {
	size_t most;
	int window, memory;
} sizes[] = { { 2048, -12, 5 }, { SIZE_MAX, -15, 9 } };
#define N_SIZES (sizeof sizes / sizeof *sizes)

struct pm_docdata {
	char *path;
	struct pm_btree *table;
	uint32_t last;
	z_stream streams[N_SIZES];
	bool ready[N_SIZES];
	struct pm_buf deflated;
};

enum pm_status
pm_docdata_create(struct pm_docdata **out, const char *path, struct pm_error *err)
{
	struct pm_docdata *d = calloc(1, sizeof *d);

	if (d == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&d->deflated, PM_BUF_NO_LIMIT);
	d->path = pm_strndup(path, strlen(path));
	if (d->path == NULL) {
		pm_docdata_free(d);
		return pm_fail_nomem(err);
	}
	*out = d;
	return PM_OK;
}

void
pm_docdata_free(struct pm_docdata *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < N_SIZES; i++)
		if (d->ready[i])
			deflateEnd(&d->streams[i]);
	pm_btree_free(d->table);
	pm_buf_release(&d->deflated);
	free(d->path);
	free(d);
}

static enum pm_status
stream_for(struct pm_docdata *d, size_t len, z_stream **z, struct pm_error *err)
{
	size_t i = 0;

	while (len > sizes[i].most)
		i++;
	*z = &d->streams[i];
	if (d->ready[i])
		return deflateReset(*z) == Z_OK
			     ? PM_OK
			     : pm_fail(err, PM_ERR_INTERNAL, "zlib cannot begin a stream");
	if (deflateInit2(*z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, sizes[i].window,
			 sizes[i].memory, Z_DEFAULT_STRATEGY) != Z_OK)
		return pm_fail_nomem(err);
	d->ready[i] = true;
	return PM_OK;
}

/* Deflate into d->deflated; PM_DECLINED if that would not be shorter. */
static enum pm_status
deflate_data(struct pm_docdata *d, const char *data, size_t len, struct pm_error *err)
{
	enum pm_status status;
	z_stream *z;
	int got = Z_OK;

	if (len <= DEFLATED_FROM || len > UINT_MAX)
		return PM_DECLINED;
	if ((status = stream_for(d, len, &z, err)) < 0)
		return status;
	pm_buf_clear(&d->deflated);
	z->next_in = (Bytef *)(uintptr_t)data;
	z->avail_in = (uInt)len;
	z->next_out = pm_buf_reserve(&d->deflated, len);
	z->avail_out = (uInt)len;
	if (z->next_out == NULL)
		return pm_fail_nomem(err);
	if (len > INFLATED_AT_ONCE)
		got = deflate(z, Z_SYNC_FLUSH);
	if (got == Z_OK && z->avail_out > 0)
		got = deflate(z, Z_FINISH);
	if (got != Z_STREAM_END || z->avail_out == 0)
		return PM_DECLINED;
	pm_buf_advance(&d->deflated, len - z->avail_out);
	return PM_OK;
}

enum pm_status
pm_docdata_add(struct pm_docdata *d, uint32_t article, const char *data, size_t len,
	       struct pm_error *err)
{
	struct pm_btree_entry e = { .body = (const uint8_t *)data, .body_len = len };
	uint8_t key[PM_SORTED_MAX];
	enum pm_status status;

	if ((status = pm_sink_check_data(&d->last, article, err)) < 0 || len == 0)
		return status;
	if (d->table == NULL && (status = pm_btree_create(&d->table, d->path, err)) < 0)
		return status;
	e.key = key;
	e.key_len = pm_store_sorted(key, article);
	if ((status = deflate_data(d, data, len, err)) < 0)
		return status;
	if (status == PM_OK) {
		e.body = d->deflated.data;
		e.body_len = d->deflated.len;
		e.deflated = true;
	}
	return pm_btree_add(d->table, &e, err);
}

uint32_t
pm_docdata_last(const struct pm_docdata *d)
{
	return d->last;
}

enum pm_status
pm_docdata_finish(struct pm_docdata *d, struct pm_btree_root *root, struct pm_error *err)
{
	memset(root, 0, sizeof *root);
	return d->table == NULL ? PM_OK : pm_btree_finish(d->table, root, err);
}
