/* Pressmark - answers as Markdown and HTML, to be mailed or kept.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A page has a section for each query: its name, the query, how many articles there are,
 * and these, each with title, source, date, snippet and address.
 *
 *	pm_html_begin(&page, &out);
 *	for each query
 *		pm_html_put_head(&section, &out);
 *		for each result
 *			pm_html_put_row(&row, &out);
 *		pm_html_put_foot(&out);
 *	pm_html_end(&page, &out);
 *
 * The page of HTML is one file: no script, nothing that is loaded from elsewhere, colours
 * of the reader's choice, light or dark, and legible where a mail program drops the style.
 * What articles and queries say is text there, whatever it is: < > & " ' are escaped, and
 * only an address that begins with http:// or https:// becomes a link.  In Markdown
 * (CommonMark) a sign that would mean something has a backslash before it.
 *
 * Titles and snippets carry their hits between PM_MARKUP_BEGIN and PM_MARKUP_END, and no
 * other control characters; what is marked is <mark> there and ** here.
 */
#ifndef PM_ANSWER_MARKUP_H
#define PM_ANSWER_MARKUP_H

#include "answer/row.h"

#define PM_MARKUP_BEGIN "\x01"
#define PM_MARKUP_END "\x02"

struct pm_markup_page {
	const char *title; /* a line; the subject of a mail */
	const char *note;  /* what stands below all sections: where it is from */
};

struct pm_markup_section {
	const char *name; /* NULL: it has none */
	size_t name_len;
	const char *query;
	size_t query_len;
	const struct pm_buf *counts; /* a line */
	uint32_t first;		     /* of the results, from 0 */
};

void pm_html_begin(const struct pm_markup_page *page, struct pm_buf *out);
void pm_html_put_head(const struct pm_markup_section *s, struct pm_buf *out);
void pm_html_put_row(const struct pm_row *row, struct pm_buf *out);
void pm_html_put_foot(struct pm_buf *out);
void pm_html_end(const struct pm_markup_page *page, struct pm_buf *out);

void pm_markdown_begin(const struct pm_markup_page *page, struct pm_buf *out);
void pm_markdown_put_head(const struct pm_markup_section *s, struct pm_buf *out);
void pm_markdown_put_row(const struct pm_row *row, struct pm_buf *out);
void pm_markdown_end(const struct pm_markup_page *page, struct pm_buf *out);

#endif
