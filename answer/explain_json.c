/* Pressmark - explaining a query: as JSON; see explain_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/explain_parts.h"

#include "support/json_put.h"

#include <inttypes.h>

static const char *
op_name(enum pm_tree_op op)
{
	switch (op) {
	case PM_TREE_AND:
		return "and";
	case PM_TREE_OR:
		return "or";
	case PM_TREE_NOT:
		return "not";
	case PM_TREE_NEAR:
		return "near";
	case PM_TREE_ATLEAST:
		return "atleast";
	case PM_TREE_LEAD:
		return "lead";
	case PM_TREE_WORDS:
		return "words";
	case PM_TREE_PHRASE:
		return "phrase";
	case PM_TREE_LOOSE:
		return "loose";
	case PM_TREE_EXACT:
		return "exact";
	case PM_TREE_SPELT:
		return "spelt";
	case PM_TREE_WHOLE:
		return "whole";
	case PM_TREE_HOST:
		return "host";
	case PM_TREE_ID:
		return "id";
	case PM_TREE_DATE:
		return "date";
	case PM_TREE_LENGTH:
		return "length";
	}
	return "";
}

static void
put_label(struct pm_buf *out, const struct pm_tree *node)
{
	struct pm_buf label;

	pm_buf_init(&label, PM_BUF_NO_LIMIT);
	pm_tree_print_node(&label, node);
	pm_json_put_string(out, pm_buf_str(&label), label.len);
	pm_buf_inherit(out, &label);
	pm_buf_release(&label);
}

static void
put_word(struct pm_buf *out, const char *name, const struct pm_tree_word *w)
{
	struct pm_buf word;

	pm_buf_init(&word, PM_BUF_NO_LIMIT);
	pm_explain_put_word(&word, w);
	pm_buf_puts(out, name);
	pm_json_put_string(out, pm_buf_str(&word), word.len);
	pm_buf_inherit(out, &word);
	pm_buf_release(&word);
}

static void
put_times(struct pm_buf *out, const struct pm_times *t)
{
	pm_buf_printf(out, ",\"occurrences\":%" PRIu64, t->n);
	if (t->at_least)
		pm_buf_puts(out, ",\"at_least\":true");
}

/* --- the notes of a node, kind by kind ---------------------------------- */

static void
put_times_note(struct pm_buf *out, const struct pm_note *note)
{
	put_word(out, "{\"word\":", note->word);
	put_times(out, &note->times);
	pm_buf_putc(out, '}');
}

static void
put_missing(struct pm_buf *out, const struct pm_note *note)
{
	put_word(out, "", note->word);
}

/* Objects, each with the word of the query and one item. */
static void
put_items_of(struct pm_buf *out, const struct pm_note *note, const char *name)
{
	size_t i;

	for (i = 0; i < note->n_items; i++) {
		put_word(out, i > 0 ? ",{\"of\":" : "{\"of\":", note->word);
		pm_buf_printf(out, ",\"%s\":", name);
		pm_json_put_string(out, note->items[i].text, note->items[i].len);
		pm_buf_printf(out, ",\"articles\":%" PRIu32, note->items[i].articles);
		if (note->items[i].edits > 0)
			pm_buf_printf(out, ",\"edits\":%u", note->items[i].edits);
		pm_buf_putc(out, '}');
	}
}

static void
put_suggestions(struct pm_buf *out, const struct pm_note *note)
{
	put_items_of(out, note, "word");
}

static void
put_forms(struct pm_buf *out, const struct pm_note *note)
{
	put_items_of(out, note, "form");
}

static void
put_expansion(struct pm_buf *out, const struct pm_note *note)
{
	size_t i;

	put_word(out, "{\"of\":", note->word);
	pm_buf_printf(out, ",\"words\":%" PRIu64 ",\"compounds\":%" PRIu64 ",\"most\":[",
		      note->words, note->compounds);
	for (i = 0; i < note->n_items; i++) {
		pm_buf_puts(out, i > 0 ? ",{\"word\":" : "{\"word\":");
		pm_json_put_string(out, note->items[i].text, note->items[i].len);
		pm_buf_printf(out, ",\"articles\":%" PRIu32 "}", note->items[i].articles);
	}
	pm_buf_putc(out, ']');
	if (note->needs != '\0') {
		pm_buf_puts(out, ",\"needs\":");
		pm_json_put_string(out, &note->needs, 1);
	}
	pm_buf_putc(out, '}');
}

static bool
is_missing(const struct pm_note *note)
{
	return note->kind == PM_NOTE_NOWHERE || note->kind == PM_NOTE_TOO_LONG;
}

static bool
has_suggestions(const struct pm_note *note)
{
	return note->kind == PM_NOTE_NOWHERE && note->n_items > 0;
}

static bool
has_forms(const struct pm_note *note)
{
	return note->kind == PM_NOTE_FORMS && note->n_items > 0;
}

static bool
has_times(const struct pm_note *note)
{
	return note->kind == PM_NOTE_TIMES;
}

static bool
is_spelt(const struct pm_note *note)
{
	return note->kind == PM_NOTE_SPELT;
}

static const struct member {
	const char *name;
	bool (*takes)(const struct pm_note *note);
	void (*put)(struct pm_buf *out, const struct pm_note *note);
} members[] = {
	{ "words", has_times, put_times_note },
	{ "missing", is_missing, put_missing },
	{ "suggestions", has_suggestions, put_suggestions },
	{ "forms", has_forms, put_forms },
	{ "expansions", is_spelt, put_expansion },
};

static void
put_member(const struct pm_explanation *e, const struct pm_explained *x,
	   const struct member *m, struct pm_buf *out)
{
	size_t i;
	bool any = false;

	for (i = x->first_note; i < x->first_note + x->n_notes; i++) {
		if (!m->takes(&e->notes[i]))
			continue;
		if (any)
			pm_buf_putc(out, ',');
		else
			pm_buf_printf(out, ",\"%s\":[", m->name);
		m->put(out, &e->notes[i]);
		any = true;
	}
	if (any)
		pm_buf_putc(out, ']');
}

/* --- all of it ---------------------------------------------------------- */

void
pm_explain_json(const struct pm_explanation *e, struct pm_buf *out)
{
	size_t i, k;

	pm_buf_putc(out, '[');
	for (i = 0; i < e->n_nodes; i++) {
		const struct pm_explained *x = &e->nodes[i];

		pm_buf_printf(out, "%s\n{\"depth\":%u,\"op\":\"%s\",\"label\":",
			      i > 0 ? "," : "", x->depth, op_name(x->node->op));
		put_label(out, x->node);
		pm_buf_printf(out, ",\"start\":%zu,\"end\":%zu", x->node->start,
			      x->node->end);
		if (x->counted)
			pm_buf_printf(out, ",\"articles\":%" PRIu32, x->articles);
		if (x->times.known)
			put_times(out, &x->times);
		for (k = 0; k < sizeof members / sizeof *members; k++)
			put_member(e, x, &members[k], out);
		pm_buf_putc(out, '}');
	}
	pm_buf_putc(out, ']');
}

void
pm_explain_json_times(const struct pm_explanation *e, struct pm_buf *out)
{
	pm_buf_putc(out, '{');
	if (e->parse_ms >= 0)
		pm_buf_printf(out, "\"parse\":%.3f,", e->parse_ms);
	if (e->answer_ms >= 0)
		pm_buf_printf(out, "\"answer\":%.3f,", e->answer_ms);
	pm_buf_printf(out, "\"explain\":%.3f}", e->explain_ms);
}
