/* Pressmark - the file of a format that has one article: see single.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/single.h"

void
pm_single_init(struct pm_single *file, const struct pm_format_setting *setting)
{
	*file = (struct pm_single){ .options = setting->options, .watch = setting->watch };
}

enum pm_status
pm_single_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct pm_single *file = state;

	(void)err;
	file->stream = source->stream;
	file->name = source->name;
	file->name_len = source->name_len;
	return PM_OK;
}

void
pm_single_close(void *state)
{
	struct pm_single *file = state;

	pm_stream_free(file->stream);
	file->stream = NULL;
}
