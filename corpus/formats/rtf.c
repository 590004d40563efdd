/* Pressmark - a file of RTF as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The title is what the document calls itself, else its first paragraph in the style of a
 * title, else of a heading, else the first one if it is a title by the rule for plain
 * text.  What a database exports as RTF is its articles. */
#include "corpus/formats/draft.h"
#include "corpus/formats/dublin.h"
#include "corpus/formats/format.h"
#include "corpus/formats/nested.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/rtf_text.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rtf_state {
	struct pm_single file;
	struct pm_draft draft;
	struct pm_nested nested; /* of an export of a database, whose text is RTF's */
	struct pm_rtf *rtf;
};

static void *
rtf_make(const struct pm_format_setting *setting)
{
	struct rtf_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_draft_init(&s->draft);
	pm_nested_init(&s->nested, setting);
	return s;
}

static void
rtf_free(void *state)
{
	struct rtf_state *s = state;

	pm_nested_release(&s->nested);
	pm_rtf_free(s->rtf);
	pm_draft_release(&s->draft);
	free(s);
}

static void
rtf_close(void *state)
{
	struct rtf_state *s = state;

	pm_nested_close(&s->nested);
	pm_rtf_free(s->rtf);
	s->rtf = NULL;
	pm_single_close(state);
}

static void
add(struct rtf_state *s, const char *name, struct pm_str value)
{
	if (value.len > 0)
		pm_draft_add(&s->draft, name, strlen(name), value.data, value.len);
}

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

static void
add_members(struct rtf_state *s, const struct pm_rtf *r)
{
	struct pm_str title = str_of(&r->title), text = str_of(&r->text);
	char date[40];

	if (!pm_dublin_is_title(title.data, title.len, s->file.name, s->file.name_len))
		title = str_of(&r->heading);
	if (title.len == 0)
		pm_plain_divide(text, &title, &text);
	else if (text.len > title.len && memcmp(text.data, title.data, title.len) == 0 &&
		 text.data[title.len] == '\n')
		text = (struct pm_str){ text.data + title.len, text.len - title.len };
	while (text.len > 0 && *text.data == '\n') {
		text.data++;
		text.len--;
	}
	add(s, "title", title);
	pm_dublin_add_authors(&s->draft, &r->author);
	pm_dublin_add_items(&s->draft, "keyword", &r->keywords);
	if (r->year >= 1000 && r->year < 3000) {
		snprintf(date, sizeof date, "%04u-%02u-%02u", r->year % 10000,
			 r->month % 100, r->day % 100);
		add(s, "date", (struct pm_str){ date, strlen(date) });
	}
	pm_draft_add(&s->draft, "text", 4, text.data, text.len);
}

/* The document as an article, or the first of those that are in it. */
static enum pm_status
hand_out(struct rtf_state *s, struct pm_entry *entry, struct pm_error *err)
{
	const struct pm_rtf *r = s->rtf;
	enum pm_status st = pm_nested_open(&s->nested, pm_buf_str(&r->text), r->text.len,
					   err);

	if (st == PM_OK) {
		st = pm_nested_next(&s->nested, entry, err);
		if (st != PM_END && st != PM_ERR_INPUT)
			return st;
	}
	if (st < 0 && st != PM_ERR_INPUT)
		return st;
	pm_draft_clear(&s->draft);
	add_members(s, r);
	entry->keeps_markup = true;
	st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs + r->repairs;
	return st;
}

static enum pm_status
rtf_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct rtf_state *s = state;
	struct pm_error why = { .status = PM_OK };
	enum pm_status st = pm_nested_next(&s->nested, entry, err);

	if (st != PM_END)
		return st;
	if (s->file.stream == NULL)
		return PM_END;
	if ((st = pm_rtf_open(&s->rtf, s->file.options->max_text, err)) < 0)
		return st;
	entry->bytes = s->file.stream->size;
	st = pm_rtf_read(s->rtf, s->file.stream, &why);
	pm_single_close(s);
	if (st == PM_OK && s->rtf->is_cut)
		st = pm_fail(&why, PM_ERR_INPUT, "its end is missing");
	if (st < 0 && ((st != PM_ERR_INPUT && st != PM_ERR_IO) || s->rtf->text.len == 0)) {
		*err = why;
		return st;
	}
	if (st < 0)
		pm_text_tell_cut(s->file.options, entry->article->file, &why);
	return hand_out(s, entry, err);
}

static bool
rtf_looks(const struct pm_head *head)
{
	return head->len > 6 && memcmp(head->text, "{\\rtf", 5) == 0;
}

const struct pm_format pm_format_rtf = {
	.name = "RTF",
	.suffixes = ".rtf",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.encoding = "RTF, in its code pages and Unicode",
	.looks = rtf_looks,
	.make = rtf_make,
	.free = rtf_free,
	.open = pm_single_open,
	.next = rtf_next,
	.close = rtf_close,
};
