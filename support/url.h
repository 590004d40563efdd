/* Pressmark - addresses of the web.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Corpus, segments and answers all ask for the host of an article's address, and may not
 * know each other; so it is found here.
 */
#ifndef PM_SUPPORT_URL_H
#define PM_SUPPORT_URL_H

#include "support/buf.h"

#include <stddef.h>

/* Append the host of a URL, if it has one, with its ASCII letters in lower case: what is
 * between :// and the path, without a user before it (name:word@) or a port after it. */
void pm_url_host(const char *url, size_t len, struct pm_buf *out);

#endif
