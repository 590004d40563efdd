/* Pressmark - the records of a JSON file, and those ahead.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hands out the lines or elements of a file, one after the other (json_lines.h).  What
 * one record means may depend on those after it, as the order of day and month does; so
 * the records ahead can be looked at, without being taken:
 *
 *	while ((st = pm_records_next(&r, &record, &err)) == PM_OK)
 *		if (... more has to be known ...)
 *			pm_records_look_ahead(&r, &record, visit, ctx, &err);
 *			... pm_records_next hands out the same record again ...
 */
#ifndef PM_CORPUS_FORMATS_RECORDS_H
#define PM_CORPUS_FORMATS_RECORDS_H

#include "corpus/formats/json_lines.h"

/* What is kept at most of the records ahead. */
#define PM_RECORDS_AHEAD ((size_t)16 << 20)

enum pm_records_kind { PM_RECORDS_NONE, PM_RECORDS_LINES, PM_RECORDS_ELEMENTS };

struct pm_record_text {
	const char *text; /* valid until the next call of pm_records_next */
	size_t len;
	uint64_t number;  /* of the line or element, from 1 */
	uint64_t repairs; /* made by decoding since the record before */
	bool looked;	  /* has been looked at from a record before */
};

struct pm_records {
	enum pm_records_kind kind; /* of the file that is open */
	struct pm_stream *stream;
	struct pm_json_lines lines;
	struct pm_json_elements elements;
	uint64_t repairs;
	struct pm_buf bytes; /* of the records ahead */
	struct pm_record_ahead *ahead;
	size_t ahead_cap, n_ahead, taken;
};

void pm_records_init(struct pm_records *r);
void pm_records_release(struct pm_records *r);

/* Takes ownership of *STREAM.  Records of more than LIMIT bytes are refused.  PM_OK, or
 * what is wrong with the file. */
enum pm_status pm_records_open(struct pm_records *r, struct pm_stream **stream,
			       enum pm_records_kind kind, size_t limit,
			       struct pm_error *err);
void pm_records_close(struct pm_records *r);

/* PM_OK, PM_END, or a failure as of json_lines.h; *RECORD has a number in any case. */
enum pm_status pm_records_next(struct pm_records *r, struct pm_record_text *record,
			       struct pm_error *err);

/* The bytes of RECORD, the one handed out last, are not needed any more: free them, if
 * they take much. */
void pm_records_done(struct pm_records *r, const struct pm_record_text *record);

/* Call VISIT for the records that follow RECORD, the one handed out last, as far as
 * PM_RECORDS_AHEAD goes.  RECORD must not have been looked at itself.  PM_ABSENT if it is
 * too large; a failure of VISIT, or one that is to end the whole reading; what is wrong
 * with a record ahead is reported when its turn comes. */
enum pm_status
pm_records_look_ahead(struct pm_records *r, const struct pm_record_text *record,
		      enum pm_status (*visit)(void *ctx, const char *text, size_t len,
					      struct pm_error *err),
		      void *ctx, struct pm_error *err);

#endif
