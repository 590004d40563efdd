/* Pressmark - what a web page says about itself: the article as JSON-LD has it: see
 * facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/page/dom.h"
#include "corpus/page/markup.h"
#include "corpus/page/plain_text.h"
#include "corpus/page/references.h"
#include "corpus/page/words.h"
#include "support/utf8.h"

#include <string.h>

#define ALIKE_MIN 40   /* letters that two beginnings have in common */
#define ALIKE_MAX 100  /* that are compared */
#define LINES_BEFORE 3 /* of the page that may precede the article's beginning */

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Whether the text holds tags. */
static bool
is_markup(const char *s, size_t len)
{
	const char *end = s + len;

	while ((s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		s++;
		if (s + 1 < end && ((*s == '/' && is_letter(s[1])) ||
				    ((*s | 0x20) == 'p' && s[1] == '>') ||
				    ((*s | 0x20) == 'b' && (s[1] | 0x20) == 'r')))
			return true;
	}
	return false;
}

/* The lines of TEXT that hold anything, their white space collapsed. */
static void
put_lines(struct pm_buf *out, struct pm_buf *text)
{
	char *line = (char *)text->data, *end = line + text->len, *close;

	for (; line < end; line = close + 1) {
		for (close = line; close < end && *close != '\n' && *close != '\r';
		     close++)
			;
		*close = '\0';
		if (out->len > 0 && out->data[out->len - 1] != '\n')
			pm_buf_putc(out, '\n');
		pm_dom_put_collapsed(out, line);
		while (out->len > 0 && out->data[out->len - 1] == ' ')
			out->data[--out->len] = '\0';
	}
	while (out->len > 0 && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
}

enum pm_status
pm_facts_put_body(struct pm_facts *f, const char *s, size_t len, struct pm_error *err)
{
	struct pm_buf read, plain, text;
	uint64_t repairs = 0;
	enum pm_status st;

	if (f->body.len > 0 || !pm_utf8_valid(s, len))
		return PM_OK;
	pm_buf_init(&read, PM_BUF_NO_LIMIT);
	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	/* references are read with the tags, unless the tags are hidden in them */
	if (!is_markup(s, len)) {
		pm_references_put(&read, s, len);
		s = pm_buf_str(&read);
		len = read.len;
	}
	if (is_markup(s, len)) {
		pm_markup_rewrite(&plain, s, len, &repairs, NULL);
		pm_plain_text(pm_buf_str(&plain), plain.len, PM_PLAIN_LINES, &text, NULL);
		pm_buf_inherit(&text, &plain);
	} else {
		pm_buf_put(&text, s, len);
	}
	pm_buf_inherit(&text, &read);
	if (text.len > 0)
		put_lines(&f->body, &text);
	pm_buf_inherit(&f->body, &text);
	st = pm_buf_check(&f->body, "JSON-LD", err);
	pm_buf_release(&read);
	pm_buf_release(&plain);
	pm_buf_release(&text);
	return st;
}

/* Whether the lines from S to END begin as BODY does, up to the end of a long one. */
static bool
begins_alike(const char *s, const char *end, const struct pm_buf *body)
{
	size_t line = pm_letters(s, strcspn(s, "\n"), ALIKE_MAX);
	size_t shared = pm_letters_shared(s, (size_t)(end - s), pm_buf_str(body),
					  body->len, ALIKE_MAX);

	return shared >= ALIKE_MIN && shared >= line;
}

size_t
pm_facts_lengthen(const struct pm_facts *f, struct pm_buf *text)
{
	const char *line = pm_buf_str(text);
	size_t lines;

	if (text->len >= f->body.len / 2)
		return SIZE_MAX;
	for (lines = 0; lines <= LINES_BEFORE && *line != '\0'; lines++) {
		if (begins_alike(line, pm_buf_str(text) + text->len, &f->body)) {
			size_t shown = (size_t)(line - pm_buf_str(text));

			text->len = shown;
			pm_buf_put(text, f->body.data, f->body.len);
			return shown;
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return SIZE_MAX;
}
