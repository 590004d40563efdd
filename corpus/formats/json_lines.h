/* Pressmark - the records of JSON files: lines, and elements of an array.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both hand out one record after the other without holding the file, straight
 * from the stream's piece where it holds all of the record.  A record that is
 * larger than the limit is passed over without being kept: PM_ERR_LIMIT, and
 * the next call goes on behind it.  PM_ERR_INPUT and PM_ERR_IO end the file;
 * the whole records before the damage have been handed out by then.
 */
#ifndef PM_CORPUS_FORMATS_JSON_LINES_H
#define PM_CORPUS_FORMATS_JSON_LINES_H

#include "corpus/containers/stream.h"
#include "support/buf.h"
#include "support/status.h"

struct pm_json_lines {
	struct pm_stream *stream;
	const uint8_t *piece;
	size_t len;		/* of the rest of the piece */
	struct pm_buf carry;	/* a line that began in an earlier piece */
	uint64_t skipped;	/* 1 + bytes of a line that is too large, or 0 */
	uint64_t number;	/* of the line handed out last, from 1 */
	bool ended;
};

/* STREAM stays the caller's. */
void pm_json_lines_init(struct pm_json_lines *l, struct pm_stream *stream, size_t limit);
void pm_json_lines_release(struct pm_json_lines *l);

/* The next line without its line feed; lines of nothing but white space are
 * counted and passed over.  Valid until the next call. */
enum pm_status pm_json_lines_next(struct pm_json_lines *l, const char **line, size_t *len,
			     struct pm_error *err);

/* The values of a JSON text: those inside of an array at the top, and those
 * that stand at the top by themselves, one after the other.  Only as much is
 * checked here as the cutting needs; the parser checks the values. */
struct pm_json_elements {
	struct pm_stream *stream;
	const uint8_t *piece;
	size_t len;
	struct pm_buf carry;
	uint64_t skipped;
	uint64_t number;	/* of the value handed out last, from 1 */
	int state;
	size_t depth;		/* of brackets within the value */
	bool in_string;
	bool escaped;		/* behind a backslash in a string */
};

void pm_json_elements_init(struct pm_json_elements *e, struct pm_stream *stream, size_t limit);
void pm_json_elements_release(struct pm_json_elements *e);
enum pm_status pm_json_elements_next(struct pm_json_elements *e, const char **text, size_t *len,
				struct pm_error *err);

#endif
