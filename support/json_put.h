/* Pressmark - JSON out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Separate from json.h, so that programs which only write JSON do not load a parser.
 */
#ifndef PM_SUPPORT_JSON_PUT_H
#define PM_SUPPORT_JSON_PUT_H

#include "support/buf.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Append the text as a quoted JSON string in its shortest form: control characters as
 * \u00XX (\n, \t, \r, \b, \f short), everything else unchanged. */
void pm_json_put_string(struct pm_buf *out, const char *s, size_t len);

/* Append "NAME": and the text as such a string; what of it is not well-formed UTF-8 is
 * repaired (utf8.h). */
void pm_json_put_member(struct pm_buf *out, const char *name, const char *s, size_t len);

/* Whether S is a number as JSON writes them, -12.5e+3, but neither 01 nor 1-2. */
bool pm_json_is_number(const char *s, size_t len);

#ifdef __cplusplus
}
#endif

#endif
