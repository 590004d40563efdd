/* Pressmark - a file of plain text as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/format.h"
#include "corpus/formats/front_matter.h"
#include "corpus/formats/labels.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"

#include <stdlib.h>

struct plain_state {
	struct pm_single file;
	struct pm_buf text;
};

static void *
plain_make(const struct pm_format_setting *setting)
{
	struct plain_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_buf_init(&s->text, PM_BUF_NO_LIMIT);
	return s;
}

static void
plain_trim(void *state)
{
	struct plain_state *s = state;

	pm_buf_release(&s->text);
}

static void
plain_free(void *state)
{
	plain_trim(state);
	free(state);
}

/* Say that a text has the labels of many articles, and not of a kind that is known. */
static void
note_export(const struct plain_state *s, const struct pm_article *a, struct pm_str text)
{
	size_t head = text.len < PM_HEAD_MAX ? text.len : PM_HEAD_MAX;
	struct pm_repeated_labels found;
	struct pm_error note;

	if (s->file.options->doubtful == NULL ||
	    !pm_labels_repeat(text.data, head, &found) ||
	    !pm_labels_repeat(text.data, text.len, &found))
		return;
	pm_fail(&note, PM_ERR_INPUT,
		"looks like an export of a database (label lines '%s:', '%s:', '%s:', ... "
		"repeated %zu times), but not of a kind that is known: it was read as one "
		"article",
		found.labels[0], found.labels[1], found.labels[2], found.times);
	s->file.options->doubtful(s->file.options->skip_ctx, a->file, 0, note.text);
}

static enum pm_status
plain_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct plain_state *s = state;
	struct pm_article *a = entry->article;
	struct pm_str text;
	enum pm_status st;

	if (s->file.stream == NULL)
		return PM_END;
	st = pm_text_read(&s->text, s->file.stream, s->file.options->max_text, err);
	pm_single_close(s);
	if (st < 0)
		return st;
	if (pm_plain_is_binary((const char *)s->text.data, s->text.len))
		return pm_fail(err, PM_ERR_INPUT, "binary file");
	a->bytes_in = s->text.len;
	entry->is_plain = true;
	text = (struct pm_str){ pm_buf_str(&s->text), s->text.len };
	note_export(s, a, text);
	pm_front_tell_missing_end(s->file.options, a->file, text);
	pm_plain_divide(text, &a->title, &a->text);
	return PM_OK;
}

const struct pm_format pm_format_plain = {
	.name = "plain text",
	.suffixes = ".txt .text",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_ONE,
	.make = plain_make,
	.free = plain_free,
	.open = pm_single_open,
	.next = plain_next,
	.close = pm_single_close,
	.trim = plain_trim,
};
