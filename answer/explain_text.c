/* Pressmark - explaining a query: as text; see explain_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/explain_parts.h"

#include "answer/counts.h"
#include "language/mistake.h"
#include "support/utf8.h"
#include "terminal/wrap.h"

#define WIDTH_MIN 40u
#define GAP 2u
#define HEAD "understood as"
#define ARTICLES "articles"
#define TIMES "times"

struct layout {
	size_t width;
	size_t outline;		/* columns of the longest line */
	size_t articles, times; /* of the numbers; times 0: there are none */
};

static void
put_blanks(struct pm_buf *out, size_t n)
{
	while (n-- > 0)
		pm_buf_putc(out, ' ');
}

static void
put_right(struct pm_buf *out, const char *s, size_t len, size_t width)
{
	put_blanks(out, len < width ? width - len : 0);
	pm_buf_put(out, s, len);
}

static void
put_times(struct pm_buf *out, const struct pm_times *t)
{
	if (!t->known)
		return;
	pm_buf_put_grouped(out, t->n);
	if (t->at_least)
		pm_buf_putc(out, '+');
}

/* --- the outline -------------------------------------------------------- */

/* The columns left for the outline beside the numbers. */
static size_t
room(const struct layout *l)
{
	size_t numbers = GAP + l->articles + (l->times > 0 ? GAP + l->times : 0);

	return l->width > numbers + WIDTH_MIN / 2 ? l->width - numbers : WIDTH_MIN / 2;
}

/* Deep trees must not run off the page. */
static size_t
indentation(const struct layout *l, const struct pm_explained *x)
{
	size_t n = 2 * (size_t)x->depth;

	return n < room(l) / 2 ? n : room(l) / 2;
}

/* The node's lines, each with its line end. */
static void
wrap_node(const struct layout *l, const struct pm_explained *x, struct pm_buf *lines)
{
	size_t indent = indentation(l, x);
	struct pm_buf line;

	pm_buf_clear(lines);
	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	pm_tree_print_node(&line, x->node);
	pm_wrap(lines, pm_buf_str(&line), line.len, room(l), indent, indent + 4);
	pm_buf_inherit(lines, &line);
	pm_buf_release(&line);
}

/* Where the last line begins. */
static size_t
last_line(const struct pm_buf *lines)
{
	size_t at = lines->len;

	if (at > 0)
		at--;
	while (at > 0 && lines->data[at - 1] != '\n')
		at--;
	return at;
}

static void
lay_out(const struct pm_explanation *e, struct layout *l)
{
	struct pm_buf text;
	size_t i, columns, at;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < e->n_nodes; i++) {
		pm_buf_clear(&text);
		pm_buf_put_grouped(&text, e->nodes[i].articles);
		if (text.len > l->articles)
			l->articles = text.len;
		pm_buf_clear(&text);
		put_times(&text, &e->nodes[i].times);
		if (text.len > 0 && l->times == 0)
			l->times = sizeof TIMES - 1;
		if (text.len > l->times)
			l->times = text.len;
	}
	for (i = 0; i < e->n_nodes; i++) {
		wrap_node(l, &e->nodes[i], &text);
		at = last_line(&text);
		columns = text.len == 0 ? 0
					: pm_utf8_columns(pm_buf_str(&text) + at,
							  text.len - at - 1);
		if (columns > l->outline && columns <= room(l))
			l->outline = columns;
	}
	pm_buf_release(&text);
}

static void
put_node(const struct layout *l, const struct pm_explained *x, struct pm_buf *out)
{
	struct pm_buf text;
	size_t at, columns;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	wrap_node(l, x, &text);
	if (text.status < 0 || !x->counted) {
		pm_buf_put(out, text.data, text.len);
		goto out;
	}
	at = last_line(&text);
	columns = pm_utf8_columns(pm_buf_str(&text) + at, text.len - at - 1);
	pm_buf_put(out, text.data, text.len - 1);
	if (columns > l->outline) {
		pm_buf_putc(out, '\n');
		columns = 0;
	}
	put_blanks(out, l->outline - columns + GAP);
	pm_buf_clear(&text);
	pm_buf_put_grouped(&text, x->articles);
	put_right(out, pm_buf_str(&text), text.len, l->articles);
	pm_buf_clear(&text);
	put_times(&text, &x->times);
	if (text.len > 0) {
		put_blanks(out, GAP);
		put_right(out, pm_buf_str(&text), text.len, l->times);
	}
	pm_buf_putc(out, '\n');
out:
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

static void
put_head(const struct layout *l, struct pm_buf *out)
{
	pm_buf_puts(out, HEAD);
	put_blanks(out, l->outline - (sizeof HEAD - 1) + GAP);
	put_right(out, ARTICLES, sizeof ARTICLES - 1, l->articles);
	if (l->times > 0) {
		put_blanks(out, GAP);
		put_right(out, TIMES, sizeof TIMES - 1, l->times);
	}
	pm_buf_putc(out, '\n');
}

/* --- what is said below a node ------------------------------------------ */

static void
put_excerpt(struct pm_buf *out, const char *s, size_t len)
{
	pm_buf_puts(out, pm_excerpt(s, len).text);
}

static void
put_count(struct pm_buf *out, uint64_t n, const char *one, const char *many)
{
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, n == 1 ? one : many);
}

static void
put_word(struct pm_buf *out, const struct pm_tree_word *w)
{
	struct pm_buf word;

	pm_buf_init(&word, PM_BUF_NO_LIMIT);
	pm_explain_put_word(&word, w);
	put_excerpt(out, pm_buf_str(&word), word.len);
	pm_buf_inherit(out, &word);
	pm_buf_release(&word);
}

static void
put_items(struct pm_buf *out, const struct pm_note *note)
{
	size_t i;

	for (i = 0; i < note->n_items; i++) {
		const struct pm_note_item *item = &note->items[i];

		pm_buf_puts(out, i > 0 ? ", " : "");
		put_excerpt(out, item->text, item->len);
		pm_buf_puts(out, " (");
		put_count(out, item->articles, " article)", " articles)");
	}
}

static void
put_spelt(struct pm_buf *out, const struct pm_note *note)
{
	put_word(out, note->word);
	pm_buf_puts(out, " stands for ");
	if (note->words > 0 || note->compounds == 0)
		put_count(out, note->words, " word", " words");
	if (note->compounds > 0) {
		pm_buf_puts(out, note->words > 0 ? " and " : "");
		put_count(out, note->compounds, " compound or part of an address",
			  " compounds or parts of addresses");
	}
	if (note->n_items > 0)
		pm_buf_puts(out, note->n_items < note->words ? ", mostly " : ": ");
	put_items(out, note);
	if (note->needs == ' ' || note->needs == '\t')
		pm_buf_puts(out, ": it needs a blank, and no word holds one");
	else if (note->needs != '\0')
		pm_buf_printf(out, ": it needs '%c', which %s", note->needs,
			      strchr("\"<>", note->needs) != NULL ? "no word holds"
								  : "only addresses hold");
}

static void
put_note(struct pm_buf *out, const struct pm_note *note)
{
	switch (note->kind) {
	case PM_NOTE_TIMES:
		put_word(out, note->word);
		pm_buf_puts(out, note->times.at_least ? ": at least " : ": ");
		put_count(out, note->times.n, " time", " times");
		break;
	case PM_NOTE_NOWHERE:
		pm_buf_putc(out, '\'');
		put_word(out, note->word);
		pm_buf_puts(out, "' is in no article");
		pm_buf_puts(out, note->n_items > 0 ? "; perhaps: " : "");
		put_items(out, note);
		break;
	case PM_NOTE_TOO_LONG:
		pm_buf_putc(out, '\'');
		put_word(out, note->word);
		pm_buf_puts(out, "' is too long: such words are only found as =form");
		break;
	case PM_NOTE_FORMS:
		pm_buf_putc(out, '\'');
		put_word(out, note->word);
		pm_buf_puts(out, "' is never written so");
		pm_buf_puts(out, note->n_items > 0 ? ", but: " : "");
		put_items(out, note);
		break;
	case PM_NOTE_SPELT:
		put_spelt(out, note);
		break;
	}
}

static void
put_notes(const struct pm_explanation *e, const struct layout *l,
	  const struct pm_explained *x, struct pm_buf *out)
{
	size_t indent = indentation(l, x) + 4, i;
	struct pm_buf text;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = x->first_note; i < x->first_note + x->n_notes; i++) {
		pm_buf_clear(&text);
		put_note(&text, &e->notes[i]);
		/* The times of a leaf's words share a line. */
		while (e->notes[i].kind == PM_NOTE_TIMES &&
		       i + 1 < x->first_note + x->n_notes &&
		       e->notes[i + 1].kind == PM_NOTE_TIMES) {
			pm_buf_puts(&text, ", ");
			put_note(&text, &e->notes[++i]);
		}
		pm_wrap(out, pm_buf_str(&text), text.len, l->width, indent, indent);
	}
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

/* --- all of it ---------------------------------------------------------- */

static void
put_time(struct pm_buf *out, const char *stage, double ms)
{
	if (ms >= 0)
		pm_buf_printf(out, "%s %.1f ms, ", stage, ms);
}

static void
put_end(const struct pm_explanation *e, size_t width, struct pm_buf *to)
{
	struct pm_buf lines, *out = &lines;

	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	if (e->n_nodes > PM_EXPLAIN_NODES) {
		pm_buf_printf(out, "only the first %u nodes were counted, of ",
			      PM_EXPLAIN_NODES);
		pm_buf_put_grouped(out, e->n_nodes);
		pm_buf_putc(out, '\n');
	}
	if (e->newer != NULL) {
		pm_buf_puts(out, "counted are only articles ");
		pm_newer_put(e->newer, out);
		pm_buf_putc(out, '\n');
	}
	if (e->stopped)
		pm_buf_puts(out, "stopped before all was counted\n");
	put_time(out, "parse", e->parse_ms);
	put_time(out, "answer", e->answer_ms);
	pm_buf_printf(out, "explain %.1f ms\n", e->explain_ms);
	pm_wrap_lines(to, pm_buf_str(out), out->len, width);
	pm_buf_inherit(to, out);
	pm_buf_release(out);
}

void
pm_explain_text(const struct pm_explanation *e, size_t width, struct pm_buf *out)
{
	struct layout l = { width < WIDTH_MIN ? WIDTH_MIN : width, sizeof HEAD - 1,
			    sizeof ARTICLES - 1, 0 };
	size_t i;

	lay_out(e, &l);
	put_head(&l, out);
	for (i = 0; i < e->n_nodes; i++) {
		put_node(&l, &e->nodes[i], out);
		put_notes(e, &l, &e->nodes[i], out);
	}
	put_end(e, l.width, out);
}
