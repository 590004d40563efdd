/* Pressmark - JSON in: a C interface to simdjson.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Parses one document at a time into a tree.  The parser keeps its memory from document
 * to document.
 *
 *	pm_json_new(&json, &err);
 *	st = pm_json_parse(json, line, len, &root, &err);
 *	title = pm_json_member(root, "title");
 *
 * All strings and values belong to the parser and are valid until the next parse.  To
 * write JSON, see json_put.h.
 */
#ifndef PM_SUPPORT_JSON_H
#define PM_SUPPORT_JSON_H

#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pm_json_type {
	PM_JSON_NULL,
	PM_JSON_BOOL,
	PM_JSON_NUMBER,
	PM_JSON_STRING,
	PM_JSON_ARRAY,
	PM_JSON_OBJECT
};

/* One value of the parsed document; children form a linked list. */
struct pm_json_value {
	enum pm_json_type type;
	bool boolean;
	const char *name; /* of an object's member, else NULL */
	size_t name_len;
	const char *text; /* a string's bytes (UTF-8, unescaped); a number as
				 * written in the document */
	size_t text_len;
	const struct pm_json_value *child; /* first element or member, in order */
	const struct pm_json_value *next;
};

struct pm_json;

enum pm_status pm_json_new(struct pm_json **out, struct pm_error *err);
void pm_json_free(struct pm_json *json);

/* Parse one whole document of LEN bytes (anything but white space after it is an error).
 * Ill-formed UTF-8 and lone surrogate escapes do not fail: the bytes are repaired
 * (support/utf8.h), the escapes become U+FFFD, and *REPAIRS (may be NULL) counts both.
 * "\u0000" and a raw NUL in a string become U+FFFD too.  Limits: arrays and objects
 * nested 1024 deep, 4194304 values in a document, 4 GiB of text.  Fails with PM_ERR_INPUT
 * and the reason ("invalid JSON: ..."), or with PM_ERR_NOMEM.  *ROOT belongs to JSON and
 * is valid until the next call. */
enum pm_status pm_json_parse(struct pm_json *json, const char *text, size_t len,
			     const struct pm_json_value **root, uint64_t *repairs,
			     struct pm_error *err);

/* From now on a document may have MAX values, at most the above; 0: that many.  One with
 * more fails with PM_ERR_LIMIT. */
void pm_json_set_limit(struct pm_json *json, size_t max);

/* Free what a large document has taken.  The tree parsed last is gone. */
void pm_json_trim(struct pm_json *json);

/* The member NAME of an object, or NULL. */
const struct pm_json_value *
pm_json_member(const struct pm_json_value *object, const char *name);

#ifdef __cplusplus
}
#endif

#endif
