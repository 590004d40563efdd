/* Pressmark - an answer of HTTP as a crawl has stored it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The head says how the body is packed; but crawlers also unpack it and leave the head as
 * it was.  So a body is unpacked only if it looks packed.
 */
#ifndef PM_CORPUS_FORMATS_HTTP_H
#define PM_CORPUS_FORMATS_HTTP_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Of a type of content what there is to know: text/html; charset=utf-8. */
struct pm_http_type {
	char type[64]; /* in lower case, "" if it is not said */
	char charset[40];
};

enum pm_http_coding { PM_HTTP_PLAIN, PM_HTTP_GZIP, PM_HTTP_DEFLATE, PM_HTTP_OTHER };

struct pm_http {
	unsigned status; /* 200; 0: this is no answer of HTTP */
	struct pm_http_type type;
	enum pm_http_coding coding;
	char coding_name[24];
	bool chunked;
	const char *body; /* within what was read */
	size_t body_len;
};

/* Read the LEN bytes at TEXT: the head is understood, the body found. */
void pm_http_read(struct pm_http *http, const char *text, size_t len);

/* Read the value of a Content-Type. */
void pm_http_type_read(struct pm_http_type *type, const char *value, size_t len);
bool pm_http_type_is_page(const struct pm_http_type *type);
bool pm_http_type_is_plain(const struct pm_http_type *type);

/* BODY, *N bytes, as it was before it was sent: either where it is, or in one of the
 * buffers.  *CUT: it ends before its end.  PM_ERR_LIMIT: it has more than LIMIT bytes;
 * PM_ERR_INPUT: it is packed in a way that is not known, or damaged from the beginning. */
enum pm_status pm_http_unpack(const struct pm_http *http, struct pm_buf buffers[2],
			      size_t limit, const char **body, size_t *n, bool *cut,
			      struct pm_error *err);

#endif
