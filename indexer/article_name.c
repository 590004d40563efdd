/* Pressmark - what an article of a segment is called: see article_name.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/article_name.h"

#include "segment/metadata.h"
#include "support/buf.h"

#include <inttypes.h>

enum pm_status
pm_article_name(struct pm_segment *seg, uint32_t article, struct pm_buf *out,
		struct pm_error *err)
{
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	enum pm_status status;
	struct pm_buf data;

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	status = pm_segment_metadata(seg, article, &data, err);
	if (status == PM_OK)
		status = pm_metadata_read(&reader, data.data, data.len,
					  pm_segment_metadata_path(seg), &m, err);
	if (status == PM_OK && m.id.len > 0) {
		pm_buf_put_shown(out, m.id.data, m.id.len);
	} else if (status == PM_OK) {
		pm_buf_put_shown(out, m.file.data, m.file.len);
		if (m.line > 0)
			pm_buf_printf(out, ":%" PRIu64, (uint64_t)m.line);
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
	return status;
}
