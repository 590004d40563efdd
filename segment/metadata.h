/* Pressmark - what is kept of an article besides its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article's metadata precedes its dressing (store.h).  The bytes are items in the
 * order of their tags; what an article lacks is absent.  A tag is one byte:
 *
 *	1 id  2 date  3 source  4 author  5 url  6 file	varint length, text
 *	7 day  8 line					varint
 *	9 a further field, repeated as needed		varint length, name,
 *							varint length, value
 *	10 a further field whose value is a number or boolean, as written	likewise
 *	11, 12 an item of a list, a text or a number or boolean		likewise
 *	13 a list of authors				varint length, text
 *
 * The items of one list follow each other.  Those of a list of authors are one text, with
 * a NUL between two of them, which no text holds.
 *
 * `file` and `line` say where the article was read; its title is in the store, as words.
 */
#ifndef PM_SEGMENT_METADATA_H
#define PM_SEGMENT_METADATA_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>

struct pm_text_ref {
	const char *data;
	size_t len;
};

/* A further field, or an item of a list of which the others follow. */
struct pm_metadata_field {
	struct pm_text_ref name, value;
	bool is_raw; /* a number or boolean, as written */
	bool in_list;
};

struct pm_metadata {
	struct pm_text_ref id, url, source, author, date, file;
	bool author_in_list; /* perhaps several: pm_metadata_item takes them apart */
	uint32_t day;	     /* the date (support/calendar.h); 0: none */
	uint64_t line;	     /* 0: the whole file is one article */
	const struct pm_metadata_field *fields;
	size_t n_fields;
};

void pm_metadata_put(struct pm_buf *out, const struct pm_metadata *m);

/* Where in these bytes a text of M begins, if it is not empty. */
struct pm_metadata_places {
	size_t id, url, source, author;
};

struct pm_metadata_places pm_metadata_find(const struct pm_metadata *m);

/* How many of the N_FIELDS at FIELDS make one field with the first: the items of its
 * list, or 1. */
size_t pm_metadata_list(const struct pm_metadata_field *fields, size_t n_fields);

/* Append the field of the N items at F as a member of a JSON object: what the article had,
 * with its number, boolean or array of these. */
void pm_metadata_put_json(struct pm_buf *out, const struct pm_metadata_field *f, size_t n);

/* The item of LIST (`author`) that begins at *AT, 0 for the first, and *AT moved on to the
 * next; false: there is none.
 *
 *	for (at = 0; pm_metadata_item(m.author, &at, &item);)
 */
bool pm_metadata_item(struct pm_text_ref list, size_t *at, struct pm_text_ref *item);

/* Append the items with `; ` between them, as people read them. */
void pm_metadata_put_items(struct pm_buf *out, struct pm_text_ref list);

/* Holds the fields of the last metadata read, and is reused from call to call.
 * Initialise it to zeros. */
struct pm_metadata_reader {
	struct pm_metadata_field *fields;
	size_t cap;
};

void pm_metadata_reader_release(struct pm_metadata_reader *r);

/* *M points into DATA and the reader.  PM_ERR_CORRUPT if DATA is not metadata; FILE is
 * where it is from, for that message. */
enum pm_status pm_metadata_read(struct pm_metadata_reader *r, const void *data,
				size_t len, const char *file, struct pm_metadata *m,
				struct pm_error *err);

/* Only the day; 0 if there is none, or DATA is no metadata. */
uint32_t pm_metadata_day(const void *data, size_t len);

#endif
