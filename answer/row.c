/* Pressmark - one result, before it is laid out: see row.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/row.h"

enum pm_status
pm_row_name(struct pm_search *s, struct pm_metadata_reader *reader,
	    const struct pm_db_match *match, struct pm_row *row, struct pm_error *err)
{
	struct pm_segment *seg;
	uint32_t article;
	enum pm_status status;

	row->score = match->score;
	pm_buf_clear(&row->data);
	seg = pm_index_locate(pm_search_index(s), match->id, &article);
	status = pm_segment_metadata(seg, article, &row->data, err);
	if (status == PM_OK)
		status = pm_metadata_read(reader, row->data.data, row->data.len,
					  pm_segment_metadata_path(seg), &row->m, err);
	return status;
}

enum pm_status
pm_row_gather(struct pm_search *s, struct pm_hits *hits, struct pm_metadata_reader *reader,
	      const struct pm_db_match *match, const struct pm_marks *in_title,
	      const struct pm_marks *marks, struct pm_row *row, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&row->title);
	pm_buf_clear(&row->snippet);
	if ((status = pm_row_name(s, reader, match, row, err)) < 0 ||
	    (status = pm_hits_find(hits, match->id, err)) < 0 ||
	    (status = pm_snippet_title(hits, in_title, &row->title, err)) < 0)
		return status;
	row->hits = pm_hits_count(hits);
	return pm_snippet_body(hits, marks, &row->snippet, err);
}
