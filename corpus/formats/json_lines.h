/* Pressmark - the records of JSON files: lines, and elements of an array.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both return one record after the other without holding the file, straight from the
 * stream's piece if that holds the whole record.  A record larger than the limit is
 * skipped without being kept: PM_ERR_LIMIT, and the next call goes on after it.  Of one
 * as much as the limit is held until that shows; but of a line of a regular file only
 * some megabytes, since where it ends is looked for before more is kept.
 * PM_ERR_INPUT and PM_ERR_IO end the file; the complete records before the damage have
 * been returned by then.
 */
#ifndef PM_CORPUS_FORMATS_JSON_LINES_H
#define PM_CORPUS_FORMATS_JSON_LINES_H

#include "corpus/containers/stream.h"
#include "corpus/formats/names.h"
#include "support/buf.h"
#include "support/status.h"

struct pm_json_lines {
	struct pm_stream *stream;
	const uint8_t *piece;
	size_t len;	     /* of the rest of the piece */
	struct pm_buf carry; /* a line that began in an earlier piece */
	uint64_t skipped;    /* 1 + bytes of a line that is too large, or 0 */
	bool looked;	     /* where the line ends has been looked for */
	enum {
		PM_ENDS_UNKNOWN, /* no line has ended yet */
		PM_ENDS_LF,	 /* also CR LF: to JSON a CR is white space */
		PM_ENDS_CR	 /* CR; LF and CR LF as well */
	} ends;
	bool after_cr;	 /* the last line ended with CR: LF belongs to it */
	uint64_t number; /* of the last line returned, from 1 */
	bool ended;
};

/* STREAM remains the caller's. */
void pm_json_lines_init(struct pm_json_lines *l, struct pm_stream *stream, size_t limit);
void pm_json_lines_release(struct pm_json_lines *l);

/* The next line without its line end; lines of only white space are counted and skipped.
 * Valid until the next call. */
enum pm_status pm_json_lines_next(struct pm_json_lines *l, const char **line, size_t *len,
				  struct pm_error *err);

/* The values of a JSON text: those in an array at the top level, and those at the top
 * level themselves, one after the other.  Only as much is checked here as cutting
 * requires; the parser checks the values.
 *
 * An object at the top level that wraps a list of articles, {"status":"ok","articles":[...]},
 * is handed out as a whole while it is small.  If it is larger than
 * PM_JSON_WRAPPER_MAX, or breaks off, and has no text before the list, the elements of the
 * list are handed out instead, and what stands around the list is passed over. */
#define PM_JSON_WRAPPER_MAX ((size_t)1 << 20)

struct pm_json_elements {
	struct pm_stream *stream;
	const uint8_t *piece;
	size_t len;
	struct pm_buf carry;
	uint64_t skipped;
	uint64_t number; /* of the last value returned, from 1 */
	bool in_array;	 /* it, or one before it, was in an array */
	int state;
	size_t depth; /* of brackets within the value */
	bool in_string;
	bool escaped; /* after a backslash in a string */
	struct pm_names *names;
	size_t look_at;	      /* how large an object is looked into for a list */
	unsigned wrapped;     /* how deep the array is in objects; 0: it is in none */
	struct pm_buf replay; /* the beginning of such an object, handed out again */
	const uint8_t *rest;  /* the piece that comes after it */
	size_t rest_len;
};

void pm_json_elements_init(struct pm_json_elements *e, struct pm_stream *stream,
			   size_t limit, struct pm_names *names);
void pm_json_elements_release(struct pm_json_elements *e);
enum pm_status pm_json_elements_next(struct pm_json_elements *e, const char **text,
				     size_t *len, struct pm_error *err);

#endif
