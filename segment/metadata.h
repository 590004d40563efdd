/* Pressmark - what is kept of an article beside its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The data of an article's document is one small JSON object, so that
 * libxapian's own tools can show it; members that an article lacks are absent:
 *
 *	{"id":"…","date":"26-FEB-1987 15:01","day":19870226,"source":"…",
 *	 "author":"…","url":"…","file":"a.jsonl","line":17,"fields":{"topic":"…"}}
 *
 * `file` and `line` are where the article was read; a text's title is in the
 * store, as words.
 */
#ifndef PM_SEGMENT_METADATA_H
#define PM_SEGMENT_METADATA_H

#include "support/buf.h"
#include "support/json.h"
#include "support/status.h"

struct pm_text_ref {
	const char *data;
	size_t len;
};

struct pm_metadata_field {
	struct pm_text_ref name, value;
};

struct pm_metadata {
	struct pm_text_ref id, url, source, author, date, file;
	uint32_t day;		/* YYYYMMDD; 0: none */
	uint64_t line;		/* 0: the file is one article */
	const struct pm_metadata_field *fields;
	size_t n_fields;
};

/* Append the object. */
void pm_metadata_put(struct pm_buf *out, const struct pm_metadata *m);

/* A reader keeps the memory of what it parsed last. */
struct pm_metadata_reader;

enum pm_status pm_metadata_reader_new(struct pm_metadata_reader **out,
				      struct pm_error *err);
void pm_metadata_reader_free(struct pm_metadata_reader *r);

/* *M points into the reader until its next call.  PM_ERR_CORRUPT where the
 * data is no such object. */
enum pm_status pm_metadata_read(struct pm_metadata_reader *r, const char *data,
				size_t len, struct pm_metadata *m, struct pm_error *err);

#endif
