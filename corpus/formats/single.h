/* Pressmark - the file of a format that has one article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a format takes its file when it is opened, reads all of it when the article is
 * asked for, and is at the end after that.  Its state begins with a struct pm_single, so
 * that these can stand in its struct pm_format:
 *
 *	.open = pm_single_open,
 *	.close = pm_single_close,
 */
#ifndef PM_CORPUS_FORMATS_SINGLE_H
#define PM_CORPUS_FORMATS_SINGLE_H

#include "corpus/formats/format.h"

struct pm_single {
	const struct pm_reader_options *options;
	struct pm_watch *watch;
	struct pm_stream *stream; /* NULL: no file is open, or its article was handed out */
	const char *name;	  /* the file's own, while it is open */
	size_t name_len;
};

void pm_single_init(struct pm_single *file, const struct pm_format_setting *setting);

/* STATE begins with a struct pm_single. */
enum pm_status pm_single_open(void *state, struct pm_source *source, struct pm_error *err);
/* Free the stream; a second call does nothing. */
void pm_single_close(void *state);

#endif
