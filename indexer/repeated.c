/* Pressmark - articles with the same id: see repeated.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repeated.h"

#include "segment/metadata.h"
#include "segment/segment.h"

#include <inttypes.h>
#include <string.h>

void
pm_repeated_init(struct pm_repeated *r)
{
	pm_buf_init(&r->file, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->reason, PM_BUF_NO_LIMIT);
	r->line = 0;
}

void
pm_repeated_release(struct pm_repeated *r)
{
	pm_buf_release(&r->file);
	pm_buf_release(&r->reason);
}

/* Append where an article is from: its file, and the line. */
static enum pm_status
put_place(struct pm_segment *seg, uint32_t article, struct pm_metadata *m,
	  struct pm_metadata_reader *reader, struct pm_buf *bytes, struct pm_error *err)
{
	enum pm_status status = pm_segment_metadata(seg, article, bytes, err);

	return status < 0 ? status
			  : pm_metadata_read(reader, bytes->data, bytes->len,
					     pm_segment_metadata_path(seg), m, err);
}

enum pm_status
pm_repeated_find(struct pm_repeated *out, const char *segment, uint32_t repeated,
		 const char *first, uint32_t original, struct pm_error *err)
{
	struct pm_metadata_reader readers[2] = { { NULL, 0 }, { NULL, 0 } };
	struct pm_metadata m[2];
	struct pm_segment *seg = NULL, *other = NULL;
	struct pm_buf bytes[2], *reason = &out->reason;
	enum pm_status status;

	pm_buf_init(&bytes[0], PM_BUF_NO_LIMIT);
	pm_buf_init(&bytes[1], PM_BUF_NO_LIMIT);
	if ((status = pm_segment_open(&seg, segment, err)) == PM_OK &&
	    (status = pm_segment_open(&other, first, err)) == PM_OK &&
	    (status = put_place(other, original, &m[0], &readers[0], &bytes[0], err)) ==
		    PM_OK &&
	    (status = put_place(seg, repeated, &m[1], &readers[1], &bytes[1], err)) ==
		    PM_OK) {
		pm_buf_puts(reason, "the id '");
		pm_buf_put_shown(reason, m[1].id.data, m[1].id.len);
		pm_buf_puts(reason, "' is also that of '");
		pm_buf_put_shown(reason, m[0].file.data, m[0].file.len);
		pm_buf_putc(reason, '\'');
		if (m[0].line > 0)
			pm_buf_printf(reason, " line %" PRIu64, m[0].line);
		pm_buf_puts(reason, "; both are in the index");
		pm_buf_put(&out->file, m[1].file.data, m[1].file.len);
		pm_buf_inherit(reason, &out->file);
		out->line = m[1].line;
		status = pm_buf_check(reason, "a message", err);
	}
	pm_segment_free(seg);
	pm_segment_free(other);
	pm_metadata_reader_release(&readers[0]);
	pm_metadata_reader_release(&readers[1]);
	pm_buf_release(&bytes[0]);
	pm_buf_release(&bytes[1]);
	return status;
}
