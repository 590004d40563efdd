/* Pressmark - Markdown, and plain text that has front matter: one article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header (front_matter.h) says what it says; a heading on the first line of the text
 * is the title, and is taken from the text unless the header has another.  What is left of
 * the text stays as it is written. */
#include "corpus/formats/draft.h"
#include "corpus/formats/format.h"
#include "corpus/formats/front_matter.h"
#include "corpus/formats/names.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char SUFFIXES[] = ".md .markdown .mdown .mkd .mdx";

struct markdown_state {
	struct pm_single file;
	struct pm_buf text;
	struct pm_draft draft;
	char note[300];
};

static void *
markdown_make(const struct pm_format_setting *setting)
{
	struct markdown_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_buf_init(&s->text, PM_BUF_NO_LIMIT);
	pm_draft_init(&s->draft);
	return s;
}

static void
markdown_trim(void *state)
{
	struct markdown_state *s = state;

	pm_buf_release(&s->text);
	pm_draft_release(&s->draft);
}

static void
markdown_free(void *state)
{
	markdown_trim(state);
	free(state);
}

static bool
markdown_looks(const struct pm_head *head)
{
	struct pm_front f = pm_front_find(head->text, head->len);

	return (f.kind == PM_FRONT_YAML || f.kind == PM_FRONT_TOML) &&
	       f.body < head->len && pm_front_is_known(&f);
}

/* Whether a suffix says that the text is Markdown. */
static bool
is_named(const struct pm_single *file)
{
	const char *p;
	size_t n;

	for (p = SUFFIXES; *p != '\0'; p += n + strspn(p + n, " ")) {
		n = strcspn(p, " ");
		if (file->name_len > n &&
		    strncasecmp(file->name + file->name_len - n, p, n) == 0)
			return true;
	}
	return false;
}

/* --- headings ----------------------------------------------------------- */

static struct pm_str
trim(struct pm_str s)
{
	while (s.len > 0 && (*s.data == ' ' || *s.data == '\t')) {
		s.data++;
		s.len--;
	}
	while (s.len > 0 && strchr(" \t\r\n", s.data[s.len - 1]) != NULL)
		s.len--;
	return s;
}

/* The line at the beginning of *TEXT, with its end, which *TEXT then begins after. */
static struct pm_str
take_line(struct pm_str *text)
{
	const char *lf = text->len > 0 ? memchr(text->data, '\n', text->len) : NULL;
	struct pm_str line = { text->data,
			       lf == NULL ? text->len : (size_t)(lf + 1 - text->data) };

	text->data += line.len;
	text->len -= line.len;
	return line;
}

/* Whether the line underlines the one before it as a heading. */
static bool
is_underline(struct pm_str line)
{
	size_t n = 0;

	line = trim(line);
	if (line.len < 2 || (*line.data != '=' && *line.data != '-'))
		return false;
	while (n < line.len && line.data[n] == *line.data)
		n++;
	return n == line.len;
}

/* "# Title", or "## Title ##"; empty: it is none. */
static struct pm_str
marked_heading(struct pm_str line)
{
	struct pm_str none = { NULL, 0 };
	size_t n = 0;

	line = trim(line);
	while (n < line.len && line.data[n] == '#')
		n++;
	if (n == 0 || n > 6 || n == line.len ||
	    (line.data[n] != ' ' && line.data[n] != '\t'))
		return none;
	line = trim((struct pm_str){ line.data + n, line.len - n });
	for (n = line.len; n > 0 && line.data[n - 1] == '#'; n--)
		;
	if (n > 0 && n < line.len && line.data[n - 1] == ' ')
		line.len = n;
	return trim(line);
}

/* The heading that TEXT begins with, after which *REST begins; empty: there is none. */
static struct pm_str
find_heading(struct pm_str text, struct pm_str *rest)
{
	struct pm_str line, heading, under;

	do {
		line = take_line(&text);
	} while (line.len > 0 && trim(line).len == 0);
	*rest = text;
	heading = marked_heading(line);
	if (heading.len > 0 || trim(line).len == 0)
		return heading;
	under = take_line(&text);
	/* under a list or a quotation, dashes are something else */
	if (!is_underline(under) || strchr("-*+>|", *trim(line).data) != NULL)
		return (struct pm_str){ NULL, 0 };
	*rest = text;
	return trim(line);
}

/* --- the article -------------------------------------------------------- */

/* The title that the header has; empty: none. */
static struct pm_str
title_of(struct markdown_state *s, const struct pm_json_value *object)
{
	const struct pm_json_value *m;

	for (m = object->child; m != NULL; m = m->next) {
		const struct pm_member_name *name = pm_names_lookup(s->file.options->names,
								    m->name, m->name_len);

		if (name != NULL && name->n_uses > 0 &&
		    name->uses[0].role == PM_ROLE_TITLE && m->type == PM_JSON_STRING)
			return trim((struct pm_str){ m->text, m->text_len });
	}
	return (struct pm_str){ NULL, 0 };
}

/* Read the header into the draft.  What is wrong with it goes to the note. */
static enum pm_status
read_front(struct markdown_state *s, struct pm_front *f, struct pm_error *err)
{
	struct pm_front_said said = { 0, 0 };
	struct pm_error why;
	enum pm_status st = pm_front_read(f, &s->draft, &said, &why);

	if (st == PM_ERR_INPUT) {
		snprintf(s->note, sizeof s->note,
			 "its header is taken as text, being %.200s", why.text);
		f->body = 0;
		pm_draft_clear(&s->draft);
		return PM_OK;
	}
	if (st < 0) {
		*err = why;
		return st;
	}
	if (said.n_odd > 0)
		snprintf(s->note, sizeof s->note,
			 "%llu line%s of its header %s not understood and left out, the "
			 "first being line %llu",
			 (unsigned long long)said.n_odd, said.n_odd == 1 ? "" : "s",
			 said.n_odd == 1 ? "is" : "are", (unsigned long long)said.odd);
	return PM_OK;
}

/* Divide TEXT into a title, if it begins with one, and the rest. */
static void
divide(const struct markdown_state *s, struct pm_str text, struct pm_str *title,
       struct pm_str *body)
{
	*body = text;
	*title = is_named(&s->file) ? find_heading(text, body)
				    : (struct pm_str){ NULL, 0 };
	if (title->len == 0) {
		*body = text;
		/* a rule would be no title */
		if (!is_named(&s->file) || !is_underline(take_line(&text)))
			pm_plain_divide(*body, title, body);
	}
}

/* Add the text, and the title that it begins with, to what the header has said. */
static enum pm_status
add_text(struct markdown_state *s, struct pm_str text, struct pm_error *err)
{
	const struct pm_json_value *object;
	struct pm_str title, body, said;
	enum pm_status st = pm_draft_object(&s->draft, &object, err);

	if (st < 0)
		return st;
	said = title_of(s, object);
	divide(s, text, &title, &body);
	if (said.len > 0 &&
	    (said.len != title.len || memcmp(said.data, title.data, said.len) != 0))
		body = text;
	else if (said.len == 0 && title.len > 0)
		pm_draft_add(&s->draft, "title", 5, title.data, title.len);
	pm_draft_add(&s->draft, "text", 4, body.data, body.len);
	return PM_OK;
}

static enum pm_status
markdown_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct markdown_state *s = state;
	struct pm_front f;
	enum pm_status st;
	struct pm_str text;

	if (s->file.stream == NULL)
		return PM_END;
	st = pm_text_read(&s->text, s->file.stream, s->file.options->max_text, err);
	pm_single_close(s);
	if (st < 0)
		return st;
	if (pm_plain_is_binary((const char *)s->text.data, s->text.len))
		return pm_fail(err, PM_ERR_INPUT, "binary file");
	s->note[0] = '\0';
	pm_draft_clear(&s->draft);
	f = pm_front_find(pm_buf_str(&s->text), s->text.len);
	text = (struct pm_str){ pm_buf_str(&s->text), s->text.len };
	if (f.kind == PM_FRONT_NONE) {
		pm_front_tell_missing_end(s->file.options, entry->article->file, text);
		f.body = 0;
	} else if ((st = read_front(s, &f, err)) < 0) {
		return st;
	}
	text = (struct pm_str){ pm_buf_str(&s->text) + f.body, s->text.len - f.body };
	/* the empty line after the header is none of the text */
	while (f.body > 0 && text.len > 0 && (*text.data == '\n' || *text.data == '\r')) {
		text.data++;
		text.len--;
	}
	if ((st = add_text(s, text, err)) < 0)
		return st;
	entry->keeps_markup = true;
	entry->note = s->note[0] != '\0' ? s->note : NULL;
	entry->bytes = s->text.len;
	st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs;
	return st;
}

const struct pm_format pm_format_markdown = {
	.name = "Markdown",
	.suffixes = SUFFIXES,
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_ONE,
	.looks = markdown_looks,
	.make = markdown_make,
	.free = markdown_free,
	.open = pm_single_open,
	.next = markdown_next,
	.close = pm_single_close,
	.trim = markdown_trim,
};
