/* Pressmark - an entry put together member by member.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a row of a table or an element of a feed says, as an object in the form of
 * support/json.h, so that record.h gives its members their roles as it does with JSON:
 *
 *	pm_draft_clear(&draft);
 *	pm_draft_add(&draft, "title", 5, title, title_len);
 *	pm_draft_add_item(&draft, "author", 6, first, first_len);
 *	pm_draft_add_item(&draft, "author", 6, second, second_len);
 *	st = pm_draft_object(&draft, &object, &err);
 *
 * Names and values are copied, and repaired to well-formed UTF-8 without NUL; the object
 * belongs to the draft and is valid until the next change.  Items of one name become one
 * array, where the first of them stands; an item of a name that pm_draft_add had becomes
 * one too.  A failure of memory is kept until pm_draft_object.
 */
#ifndef PM_CORPUS_FORMATS_DRAFT_H
#define PM_CORPUS_FORMATS_DRAFT_H

#include "support/buf.h"
#include "support/json.h"
#include "support/status.h"

struct pm_draft_member;

struct pm_draft {
	struct pm_buf bytes; /* of names and values */
	struct pm_draft_member *members;
	size_t n, cap;
	struct pm_json_value *values;
	size_t values_cap;
	uint64_t repairs;
	bool has_items;
	enum pm_status status;
};

void pm_draft_init(struct pm_draft *d);
void pm_draft_release(struct pm_draft *d);
/* The draft is empty.  What only a large one needs is freed. */
void pm_draft_clear(struct pm_draft *d);

void pm_draft_add(struct pm_draft *d, const char *name, size_t name_len,
		  const char *value, size_t len);
void pm_draft_add_item(struct pm_draft *d, const char *name, size_t name_len,
		       const char *value, size_t len);
/* How many bytes the names and values take so far. */
size_t pm_draft_bytes(const struct pm_draft *d);

enum pm_status pm_draft_object(struct pm_draft *d, const struct pm_json_value **object,
			       struct pm_error *err);

#endif
