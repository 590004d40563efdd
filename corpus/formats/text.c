/* Pressmark - what formats of texts share: see text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/text.h"

#include <stdio.h>
#include <string.h>

/* A buffer that has grown beyond this is freed before the next file. */
#define KEEP ((size_t)1 << 24)

enum pm_status
pm_text_read(struct pm_buf *out, struct pm_stream *stream, size_t limit,
	     struct pm_error *err)
{
	enum pm_status st;

	if (stream->size > limit)
		return pm_fail(err, PM_ERR_LIMIT, "the text is larger than %zu bytes",
			       limit);
	if (out->cap > KEEP)
		pm_buf_release(out);
	pm_buf_clear(out);
	out->limit = limit;
	st = pm_stream_slurp(stream, out, err);
	if (st < 0)
		return st;
	if (out->len == 0)
		return pm_fail(err, PM_ERR_INPUT, "empty file");
	return PM_OK;
}

const char *
pm_text_encoding(const struct pm_encoded *how)
{
	if (strcmp(how->name, "UTF-8") != 0)
		return how->name;
	return how->strays > 0 ? "UTF-8 with windows-1252" : NULL;
}

void
pm_text_tell_doubt(const struct pm_reader_options *options, struct pm_str file,
		   const struct pm_encoded *how)
{
	bool controls = how->replaced == 0;
	uint64_t n = controls ? how->controls : how->replaced;
	char text[160];

	if (options->doubtful == NULL || !pm_encoding_is_doubtful(how))
		return;
	snprintf(text, sizeof text, "encoding %s, read as %s with %llu %s character%s",
		 how->by == PM_ENCODING_GUESSED ? "guessed" : "not known", how->name,
		 (unsigned long long)n, controls ? "control" : "replacement",
		 n == 1 ? "" : "s");
	options->doubtful(options->skip_ctx, file, 0, text);
}

void
pm_text_tell_cut(const struct pm_reader_options *options, struct pm_str file,
		 const struct pm_error *why)
{
	pm_skip_fn *say = options->cut != NULL ? options->cut : options->skip;
	struct pm_error text;

	pm_fail(&text, why->status, "breaks off within its text: %s", why->text);
	if (say != NULL)
		say(options->skip_ctx, file, 0, text.text);
}
