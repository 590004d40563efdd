/* Pressmark - the text of a post of WordPress.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A post is HTML in which an empty line begins a paragraph, and in which shortcodes stand
 * for what WordPress puts there: [gallery ids="1,2"], [caption width="300"]...[/caption].
 * The tags of shortcodes are dropped, and what they enclose is kept.  Any other brackets
 * are the author's, as in "[sic]": a shortcode is one that has an attribute, or an end
 * tag, or a name with '_' in it, or is one of WordPress' own.
 *
 * OUT is emptied first.  PM_ERR_NOMEM.
 */
#ifndef PM_CORPUS_FORMATS_SHORTCODES_H
#define PM_CORPUS_FORMATS_SHORTCODES_H

#include "support/buf.h"
#include "support/status.h"

#include <stddef.h>

enum pm_status pm_shortcodes_text(const char *post, size_t len, struct pm_buf *out,
				  struct pm_error *err);

#endif
