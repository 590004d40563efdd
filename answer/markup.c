/* Pressmark - answers as Markdown and HTML: see markup.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/markup.h"

#include "terminal/values.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

typedef void put_fn(struct pm_buf *out, const char *s, size_t len);

/* --- what both say ---------------------------------------------------------- */

/* "Example Times, 2024-01-05, +3 alike" */
static void
put_origin(const struct pm_row *row, struct pm_buf *out)
{
	const struct pm_metadata *m = &row->m;

	if (m->source.len > 0)
		pm_value_put_short(out, m->source.data, m->source.len, PM_ROW_VALUE_MAX);
	if (m->day != 0 || m->date.len > 0)
		pm_buf_puts(out, out->len > 0 ? ", " : "");
	if (m->day != 0)
		pm_value_put_day(out, m->day);
	else if (m->date.len > 0)
		pm_value_put_short(out, m->date.data, m->date.len, PM_ROW_VALUE_MAX);
	if (row->alike > 0) {
		pm_buf_puts(out, out->len > 0 ? ", +" : "+");
		pm_buf_put_grouped(out, row->alike);
		pm_buf_puts(out, " alike");
	}
}

/* The address, or the file and line. */
static void
put_place(const struct pm_row *row, struct pm_buf *out)
{
	const struct pm_metadata *m = &row->m;

	if (m->url.len > 0) {
		pm_value_put(out, m->url.data, m->url.len);
		return;
	}
	pm_value_put_short(out, m->file.data, m->file.len, PM_ROW_ADDRESS_MAX);
	if (m->line > 0)
		pm_buf_printf(out, ":%" PRIu64, m->line);
}

/* Whether it may be a link: of the web, and without blanks and signs that no address has. */
static bool
is_link(const struct pm_buf *place)
{
	const char *s = pm_buf_str(place);
	size_t i;

	if (strncasecmp(s, "http://", 7) != 0 && strncasecmp(s, "https://", 8) != 0)
		return false;
	for (i = 0; i < place->len; i++)
		if ((uint8_t)s[i] <= ' ' || strchr("<>\"\\^`{|}", s[i]) != NULL)
			return false;
	return place->len <= PM_ROW_ADDRESS_MAX;
}

/* Put TEXT with PUT, and BEGIN and END where marks are: each that begins also ends. */
static void
put_marked(struct pm_buf *out, const char *s, size_t len, const char *begin,
	   const char *end, put_fn *put)
{
	size_t from = 0, i;
	bool open = false;

	for (i = 0; i < len; i++) {
		bool begins = s[i] == PM_MARKUP_BEGIN[0], ends = s[i] == PM_MARKUP_END[0];

		if (!begins && !ends)
			continue;
		put(out, s + from, i - from);
		from = i + 1;
		if (begins != open)
			pm_buf_puts(out, begins ? begin : end);
		open = begins;
	}
	put(out, s + from, len - from);
	if (open)
		pm_buf_puts(out, end);
}

/* The same of a title or snippet, shortened as people read it. */
static void
put_shortened(struct pm_buf *out, const struct pm_buf *text, size_t max,
	      const char *begin, const char *end, put_fn *put)
{
	static const struct pm_marks marks = { PM_MARKUP_BEGIN, PM_MARKUP_END };
	struct pm_buf shown;

	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	if (max > 0)
		pm_snippet_put_title(text, max, &marks, &shown);
	else
		pm_snippet_put(text, &marks, &shown);
	put_marked(out, pm_buf_str(&shown), shown.len, begin, end, put);
	pm_buf_inherit(out, &shown);
	pm_buf_release(&shown);
}

/* Put what FILL says of the row. */
static void
put_filled(struct pm_buf *out, const struct pm_row *row,
	   void (*fill)(const struct pm_row *, struct pm_buf *), const char *before,
	   const char *after, put_fn *put)
{
	struct pm_buf text;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	fill(row, &text);
	if (text.len > 0) {
		pm_buf_puts(out, before);
		put(out, pm_buf_str(&text), text.len);
		pm_buf_puts(out, after);
	}
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

/* Without control characters and marks that turn the direction. */
static void
put_value(struct pm_buf *out, const char *s, size_t len, put_fn *put)
{
	struct pm_buf value;

	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	pm_value_put(&value, s, len);
	put(out, pm_buf_str(&value), value.len);
	pm_buf_inherit(out, &value);
	pm_buf_release(&value);
}

/* --- HTML --------------------------------------------------------------------- */

/* Colours are those of the reader's program, unless it keeps the style. */
static const char style[] =
	"<style>\n"
	":root{color-scheme:light dark}\n"
	"body{font:16px/1.5 sans-serif;max-width:44em;margin:1.5em auto;padding:0 1em}\n"
	"h1{font-size:1.3em}\n"
	"h2{font-size:1.1em;margin:2em 0 .3em;padding-top:.6em;border-top:1px solid}\n"
	"code{white-space:pre-wrap;overflow-wrap:anywhere}\n"
	"ol{padding-left:2em}\n"
	"li{margin:1em 0}\n"
	"li div{overflow-wrap:anywhere}\n"
	"mark{background:#ffe680;color:#000}\n"
	".from,.where,footer{font-size:.85em}\n"
	"@media (prefers-color-scheme:dark){body{background:#181818;color:#ddd}"
	"a{color:#8ab4f8}mark{background:#665200;color:#fff}}\n"
	"@media print{body{max-width:none;margin:0;background:#fff;color:#000}"
	"a{color:#000}mark{background:none;color:#000;font-weight:bold}"
	"li{break-inside:avoid}h2{break-after:avoid}}\n"
	"</style>\n";

static void
put_html(struct pm_buf *out, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		switch (s[i]) {
		case '<':
			pm_buf_puts(out, "&lt;");
			break;
		case '>':
			pm_buf_puts(out, "&gt;");
			break;
		case '&':
			pm_buf_puts(out, "&amp;");
			break;
		case '"':
			pm_buf_puts(out, "&quot;");
			break;
		case '\'':
			pm_buf_puts(out, "&#39;");
			break;
		default:
			if ((uint8_t)s[i] >= ' ' && s[i] != 0x7f)
				pm_buf_putc(out, s[i]);
		}
}

void
pm_html_begin(const struct pm_markup_page *page, struct pm_buf *out)
{
	pm_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			 "<meta charset=\"utf-8\">\n"
			 "<meta name=\"viewport\" content=\"width=device-width\">\n"
			 "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	put_html(out, page->title, strlen(page->title));
	pm_buf_puts(out, "</title>\n");
	pm_buf_puts(out, style);
	pm_buf_puts(out, "</head>\n<body>\n<h1>");
	put_html(out, page->title, strlen(page->title));
	pm_buf_puts(out, "</h1>\n");
}

void
pm_html_put_head(const struct pm_markup_section *s, struct pm_buf *out)
{
	pm_buf_puts(out, "<section>\n");
	if (s->name != NULL) {
		pm_buf_puts(out, "<h2>");
		put_value(out, s->name, s->name_len, put_html);
		pm_buf_puts(out, "</h2>\n");
	}
	pm_buf_puts(out, "<p><code>");
	put_value(out, s->query, s->query_len, put_html);
	pm_buf_puts(out, "</code></p>\n<p>");
	put_html(out, pm_buf_str(s->counts), s->counts->len);
	pm_buf_printf(out, "</p>\n<ol start=\"%" PRIu64 "\">\n", (uint64_t)s->first + 1);
}

static void
put_html_place(const struct pm_row *row, struct pm_buf *out)
{
	struct pm_buf place;

	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	put_place(row, &place);
	if (is_link(&place)) {
		pm_buf_puts(out, "<a href=\"");
		put_html(out, pm_buf_str(&place), place.len);
		pm_buf_puts(out, "\">");
	}
	put_html(out, pm_buf_str(&place), place.len);
	if (is_link(&place))
		pm_buf_puts(out, "</a>");
	pm_buf_inherit(out, &place);
	pm_buf_release(&place);
}

void
pm_html_put_row(const struct pm_row *row, struct pm_buf *out)
{
	pm_buf_puts(out, "<li>\n<div dir=\"auto\"><b>");
	put_shortened(out, &row->title, PM_ROW_TITLE_MAX, "<mark>", "</mark>", put_html);
	pm_buf_puts(out, "</b></div>\n");
	put_filled(out, row, put_origin, "<div class=\"from\" dir=\"auto\">", "</div>\n",
		   put_html);
	if (row->snippet.len > 0) {
		pm_buf_puts(out, "<div dir=\"auto\">");
		put_shortened(out, &row->snippet, 0, "<mark>", "</mark>", put_html);
		pm_buf_puts(out, "</div>\n");
	}
	pm_buf_puts(out, "<div class=\"where\">");
	put_html_place(row, out);
	pm_buf_puts(out, "</div>\n</li>\n");
}

void
pm_html_put_foot(struct pm_buf *out)
{
	pm_buf_puts(out, "</ol>\n</section>\n");
}

void
pm_html_end(const struct pm_markup_page *page, struct pm_buf *out)
{
	pm_buf_puts(out, "<footer>\n<hr>\n<p>");
	put_html(out, page->note, strlen(page->note));
	pm_buf_puts(out, "</p>\n</footer>\n</body>\n</html>\n");
}

/* --- Markdown ------------------------------------------------------------------ */

/* Whether a sign means something: anywhere, or where a line or, as far as one can tell, a word
 * begins; after a number that begins a line, as of a list. */
static bool
means_something(const char *s, size_t i)
{
	if (strchr("\\`*_[]<>#&|~$", s[i]) != NULL)
		return true;
	if (strchr("+-=", s[i]) != NULL)
		return i == 0 || s[i - 1] == ' ';
	return (s[i] == '.' || s[i] == ')') && i > 0 && strspn(s, "0123456789") == i;
}

static void
put_markdown(struct pm_buf *out, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if ((uint8_t)s[i] < ' ' || s[i] == 0x7f)
			continue;
		if (means_something(s, i))
			pm_buf_putc(out, '\\');
		pm_buf_putc(out, s[i]);
	}
}

/* In as many backticks as nothing in it has side by side. */
static void
put_code(struct pm_buf *out, const char *s, size_t len)
{
	size_t most = 0, run = 0, i;

	for (i = 0; i < len; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (i = 0; i <= most; i++)
		pm_buf_putc(out, '`');
	pm_buf_puts(out, most > 0 ? " " : "");
	pm_buf_put(out, s, len);
	pm_buf_puts(out, most > 0 ? " " : "");
	for (i = 0; i <= most; i++)
		pm_buf_putc(out, '`');
}

void
pm_markdown_begin(const struct pm_markup_page *page, struct pm_buf *out)
{
	pm_buf_puts(out, "# ");
	put_markdown(out, page->title, strlen(page->title));
	pm_buf_putc(out, '\n');
}

void
pm_markdown_put_head(const struct pm_markup_section *s, struct pm_buf *out)
{
	if (s->name != NULL) {
		pm_buf_puts(out, "\n## ");
		put_value(out, s->name, s->name_len, put_markdown);
		pm_buf_putc(out, '\n');
	}
	pm_buf_putc(out, '\n');
	put_value(out, s->query, s->query_len, put_code);
	pm_buf_puts(out, "\n\n");
	put_markdown(out, pm_buf_str(s->counts), s->counts->len);
	pm_buf_puts(out, "\n\n");
}

static void
put_markdown_place(const struct pm_row *row, struct pm_buf *out)
{
	struct pm_buf place;

	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	put_place(row, &place);
	if (is_link(&place)) {
		pm_buf_putc(out, '<');
		pm_buf_put(out, place.data, place.len);
		pm_buf_putc(out, '>');
	} else {
		put_code(out, pm_buf_str(&place), place.len);
	}
	pm_buf_inherit(out, &place);
	pm_buf_release(&place);
}

void
pm_markdown_put_row(const struct pm_row *row, struct pm_buf *out)
{
	static const char next[] = "\\\n    ";

	pm_buf_printf(out, "%u.  ", (unsigned)row->rank);
	put_shortened(out, &row->title, PM_ROW_TITLE_MAX, "**", "**", put_markdown);
	put_filled(out, row, put_origin, next, "", put_markdown);
	if (row->snippet.len > 0) {
		pm_buf_puts(out, next);
		put_shortened(out, &row->snippet, 0, "**", "**", put_markdown);
	}
	pm_buf_puts(out, next);
	put_markdown_place(row, out);
	pm_buf_putc(out, '\n');
}

void
pm_markdown_end(const struct pm_markup_page *page, struct pm_buf *out)
{
	pm_buf_puts(out, "\n---\n\n");
	put_markdown(out, page->note, strlen(page->note));
	pm_buf_putc(out, '\n');
}
