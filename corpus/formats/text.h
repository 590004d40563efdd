/* Pressmark - what formats of texts share: reading a whole file, and telling of its
 * encoding.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_FORMATS_TEXT_H
#define PM_CORPUS_FORMATS_TEXT_H

#include "corpus/containers/stream.h"
#include "corpus/corpus.h"
#include "corpus/encoding/encoding.h"
#include "support/buf.h"

/* Read all of STREAM into OUT, which is emptied first; PM_ERR_LIMIT if that is more than
 * LIMIT bytes, at once if its size is known.  PM_ERR_INPUT: it is empty. */
enum pm_status pm_text_read(struct pm_buf *out, struct pm_stream *stream, size_t limit,
			    struct pm_error *err);

/* As the summary names it: NULL for UTF-8, "UTF-8 with windows-1252" if it is mixed. */
const char *pm_text_encoding(const struct pm_encoded *how);

/* Tell, if nothing said in which encoding FILE is and it does not look right. */
void pm_text_tell_doubt(const struct pm_reader_options *options, struct pm_str file,
			const struct pm_encoded *how);

/* Of FILE, which is one article, there was more, but for WHY: tell so. */
void pm_text_tell_cut(const struct pm_reader_options *options, struct pm_str file,
		      const struct pm_error *why);

#endif
