/* Pressmark - JSON out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Apart from json.h, so that programs which only write JSON do not load a parser.
 */
#ifndef PM_SUPPORT_JSON_PUT_H
#define PM_SUPPORT_JSON_PUT_H

#include "support/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append the text as a JSON string with its quotes: the shortest form, control
 * characters as \u00XX (\n, \t, \r, \b, \f short), everything else as it is. */
void pm_json_put_string(struct pm_buf *out, const char *s, size_t len);

#ifdef __cplusplus
}
#endif

#endif
