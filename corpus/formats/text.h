/* Pressmark - reading a whole file into memory, for formats with one article a file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_FORMATS_TEXT_H
#define PM_CORPUS_FORMATS_TEXT_H

#include "corpus/containers/stream.h"
#include "support/buf.h"

/* Read all of STREAM into OUT, which is emptied first; PM_ERR_LIMIT if that is more than
 * LIMIT bytes, at once if its size is known.  PM_ERR_INPUT: it is empty. */
enum pm_status pm_text_read(struct pm_buf *out, struct pm_stream *stream, size_t limit,
			    struct pm_error *err);

#endif
