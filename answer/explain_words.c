/* Pressmark - explaining a query: the words of a leaf; see explain_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/explain_parts.h"

#include "answer/suggest.h"
#include "language/regex.h"
#include "match/atom.h"
#include "match/spelling.h"
#include "shim/database.h"
#include "support/intern.h"
#include "support/utf8.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* How many forms of a word are searched for in each segment. */
#define FORMS_LOOKED_AT 4u
/* A leaf of more words is not explained word by word. */
#define TIMES_MAX 12u

enum pm_status
pm_explain_count(struct pm_explanation *e, const struct pm_tree *tree, uint32_t *articles,
		 bool *counted, struct pm_error *err)
{
	struct pm_search_result result;
	enum pm_status status;

	*counted = false;
	if (!e->stopped)
		e->stopped = pm_stop_asked(&e->options.stop);
	if (e->stopped)
		return PM_OK;
	status = pm_search_run(e->search, tree, &e->options, &result, err);
	if (status < 0)
		return status;
	e->stopped = result.stopped;
	e->newer = result.newer;
	*counted = !result.stopped;
	*articles = result.total;
	pm_search_result_release(&result);
	return PM_OK;
}

/* --- notes -------------------------------------------------------------- */

static enum pm_status
add_note(struct pm_explanation *e, enum pm_note_kind kind, const struct pm_tree_word *w,
	 struct pm_note **out, struct pm_error *err)
{
	enum pm_status status = pm_grow(&e->notes, &e->notes_cap, e->n_notes + 1,
					sizeof *e->notes, err);

	if (status < 0)
		return status;
	*out = &e->notes[e->n_notes++];
	memset(*out, 0, sizeof **out);
	(*out)->kind = kind;
	(*out)->word = w;
	return PM_OK;
}

static bool
comes_before(const char *text, size_t len, uint32_t articles,
	     const struct pm_note_item *than)
{
	int order;

	if (articles != than->articles)
		return articles > than->articles;
	order = memcmp(text, than->text, len < than->len ? len : than->len);
	return order != 0 ? order < 0 : len < than->len;
}

/* Insert an item in the order of articles; if that makes more than MAX, the last is
 * dropped. */
static enum pm_status
put_item(struct pm_note *note, size_t max, const char *text, size_t len,
	 uint32_t articles, struct pm_error *err)
{
	size_t at = note->n_items;
	char *copy;

	while (at > 0 && comes_before(text, len, articles, &note->items[at - 1]))
		at--;
	if (at == max)
		return PM_OK;
	if ((copy = pm_strndup(text, len)) == NULL)
		return pm_fail_nomem(err);
	if (note->n_items == max)
		free(note->items[--note->n_items].text);
	memmove(&note->items[at + 1], &note->items[at],
		(note->n_items - at) * sizeof *note->items);
	note->items[at] = (struct pm_note_item){ copy, len, articles, 0 };
	note->n_items++;
	return PM_OK;
}

void
pm_explain_put_word(struct pm_buf *out, const struct pm_tree_word *word)
{
	switch (word->match) {
	case PM_MATCH_WORD:
		pm_buf_put(out, word->surface, word->surface_len);
		return;
	case PM_MATCH_REGEX:
		pm_buf_putc(out, '/');
		pm_buf_put(out, word->folded, word->folded_len);
		pm_buf_putc(out, '/');
		return;
	default:
		pm_buf_put(out, word->folded, word->folded_len);
	}
	if (word->match == PM_MATCH_PREFIX)
		pm_buf_putc(out, '*');
	if (word->match == PM_MATCH_FUZZY)
		pm_buf_printf(out, "~%u", word->edits);
}

/* --- how often a word occurs -------------------------------------------- */

/* Add the occurrences of an atom's single words. */
static enum pm_status
add_ranks(struct pm_segment *seg, const struct pm_atom *a, struct pm_times *times,
	  struct pm_error *err)
{
	struct pm_cursor c;
	enum pm_status status = PM_OK;
	size_t i;

	pm_cursor_init(&c, pm_segment_lexicon(seg));
	for (i = 0; i < a->n_ranks && status == PM_OK; i++) {
		status = pm_cursor_rank(&c, a->ranks[i], err);
		if (status == PM_OK)
			status = pm_cursor_recount(&c, err);
		if (status == PM_OK)
			times->n += c.entry.count;
	}
	pm_cursor_release(&c);
	times->at_least = times->at_least || a->n_sequences > 0;
	return status;
}

/* The lexicon counts words, not forms, so the count is only known if no other form
 * exists. */
static enum pm_status
resolve_form(struct pm_atom *a, struct pm_segment *seg, const struct pm_tree_word *w,
	     struct pm_times *times, struct pm_error *err)
{
	struct pm_known_word known;
	enum pm_status status = pm_atom_surface(a, seg, w, err);
	size_t forms = 0, i;

	if (status < 0 || a->n_ranks == 0)
		return status;
	status = pm_segment_word(seg, a->ranks[0], &known, err);
	for (i = 0; i < known.n_forms && status == PM_OK; i++)
		forms += pm_lexicon_has_form(pm_segment_lexicon(seg), a->ranks[0],
					     (uint32_t)i);
	times->known = times->known && status == PM_OK && forms == a->n_forms;
	return status;
}

static enum pm_status
count_times(struct pm_explanation *e, const struct pm_tree *leaf,
	    const struct pm_tree_word *w, struct pm_times *times, struct pm_error *err)
{
	const struct pm_resolver *r = pm_search_resolver(e->search);
	enum pm_status status = PM_OK;
	size_t i;

	times->known = true;
	for (i = 0; i < r->index->generation.n_segments && status == PM_OK; i++) {
		struct pm_segment *seg = r->index->segments[i];
		struct pm_atom a;

		pm_atom_init(&a);
		if (leaf->op == PM_TREE_EXACT)
			status = resolve_form(&a, seg, w, times, err);
		else if ((status = pm_atom_leaf_word(&a, seg, leaf, w, r->stems, err)) ==
				 PM_OK &&
			 (status = pm_atom_dotted(&a, seg, w->surface, w->surface_len,
						  err)) == PM_OK)
			status = pm_atom_pieces(&a, seg, w->folded, w->folded_len, err);
		if (status == PM_OK)
			status = pm_atom_finish(&a, seg, err);
		if (status == PM_OK)
			status = add_ranks(seg, &a, times, err);
		pm_atom_release(&a);
	}
	return status;
}

/* --- spelt words -------------------------------------------------------- */

struct spelt {
	struct pm_intern words, aliases;
	uint32_t *articles; /* by number in `words` */
	size_t cap;
	uint64_t times;
	struct pm_spelling *spelling;
	size_t prefix_len; /* of terms of a field */
	struct pm_error *err;
};

static enum pm_status
add_spelt(struct spelt *x, const char *word, size_t len, uint32_t articles,
	  struct pm_error *err)
{
	uint32_t before = x->words.n, id;
	enum pm_status status;

	if ((status = pm_intern(&x->words, word, len, &id, err)) < 0 ||
	    (status = pm_grow(&x->articles, &x->cap, (size_t)id + 1, sizeof *x->articles,
			      err)) < 0)
		return status;
	if (id == before)
		x->articles[id] = 0;
	x->articles[id] += articles;
	return PM_OK;
}

static enum pm_status
take_entry(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct spelt *x = ctx;
	enum pm_status status;
	uint32_t id;

	if (c->entry.len > PM_FOLDED_MAX)
		return PM_OK;
	if (c->entry.list == PM_LIST_ALIASES)
		return pm_intern(&x->aliases, c->entry.word, c->entry.len, &id, err);
	if ((status = pm_cursor_recount(c, err)) < 0)
		return status;
	x->times += c->entry.count;
	return add_spelt(x, c->entry.word, c->entry.len, c->entry.articles, err);
}

/* Neighbouring words of a field are one term as well: skip those. */
static int
take_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct spelt *x = ctx;
	const char *s = term + x->prefix_len;
	size_t n = len - x->prefix_len;
	enum pm_status status;
	bool yes;

	if (memchr(s, ' ', n) != NULL || !pm_utf8_valid(s, n))
		return 0;
	status = pm_spelling_matches(x->spelling, s, n, &yes, x->err);
	return status < 0 || !yes ? status : add_spelt(x, s, n, freq, x->err);
}

static enum pm_status
find_spelt(struct spelt *x, const struct pm_resolver *r, const struct pm_tree *leaf,
	   struct pm_error *err)
{
	const char *prefix = leaf->field == PM_FIELD_AUTHOR ? PM_PREFIX_AUTHOR
							    : PM_PREFIX_SOURCE;
	enum pm_status status = PM_OK;
	size_t i;

	if (leaf->field == PM_FIELD_AUTHOR || leaf->field == PM_FIELD_SOURCE) {
		x->prefix_len = strlen(prefix);
		x->err = err;
		return pm_index_terms(r->index, prefix, x->prefix_len, take_term, x, err);
	}
	for (i = 0; i < r->index->generation.n_segments && status == PM_OK; i++)
		status = pm_lexicon_by_spelling(pm_segment_lexicon(r->index->segments[i]),
						x->spelling, take_entry, x, err);
	return status;
}

static enum pm_status
put_spelt(const struct spelt *x, struct pm_note *note, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	const char *word;
	uint32_t id;
	size_t len;

	note->words = x->words.n;
	for (id = 0; id < x->aliases.n; id++) {
		word = pm_intern_get(&x->aliases, id, &len);
		note->compounds += pm_intern_find(&x->words, word, len) == PM_U32_NONE;
	}
	for (id = 0; id < x->words.n && status == PM_OK; id++) {
		word = pm_intern_get(&x->words, id, &len);
		status = put_item(note, PM_EXPLAIN_MOST, word, len, x->articles[id], err);
	}
	if (note->words + note->compounds == 0 && note->word->match == PM_MATCH_REGEX)
		note->needs = pm_regex_needs(note->word->folded, note->word->folded_len);
	return status;
}

static bool
is_metadata(const struct pm_tree *leaf)
{
	return leaf->field != PM_FIELD_ANY && leaf->field != PM_FIELD_TITLE;
}

/* What a spelt word stands for, and in *TIMES how often that occurs. */
static enum pm_status
explain_spelt(struct pm_explanation *e, const struct pm_tree *leaf,
	      const struct pm_tree_word *w, struct pm_times *times, struct pm_error *err)
{
	const struct pm_resolver *r = pm_search_resolver(e->search);
	struct spelt x = { .times = 0 };
	struct pm_note *note;
	enum pm_status status;

	if (leaf->field == PM_FIELD_OTHER || e->looked_up >= PM_EXPLAIN_WORDS)
		return PM_OK;
	if (is_metadata(leaf) && w->match == PM_MATCH_REGEX &&
	    pm_regex_sees_surfaces(w->folded, w->folded_len))
		return PM_OK; /* their terms are folded */
	e->looked_up++;
	pm_intern_init(&x.words);
	pm_intern_init(&x.aliases);
	if ((status = pm_expander_spelling(r->expander, w, &x.spelling, err)) == PM_OK &&
	    (status = find_spelt(&x, r, leaf, err)) == PM_OK &&
	    (status = add_note(e, PM_NOTE_SPELT, w, &note, err)) == PM_OK)
		status = put_spelt(&x, note, err);
	*times = (struct pm_times){ leaf->field == PM_FIELD_ANY, x.aliases.n > 0,
				    x.times };
	pm_spelling_free(x.spelling);
	pm_intern_release(&x.words);
	pm_intern_release(&x.aliases);
	free(x.articles);
	return status;
}

/* --- words that are nowhere, or written differently ------------------------- */

static enum pm_status
explain_nowhere(struct pm_explanation *e, const struct pm_tree_word *w,
		struct pm_error *err)
{
	struct pm_suggestion found[PM_EXPLAIN_PERHAPS];
	struct pm_note *note;
	enum pm_status status = add_note(e, PM_NOTE_NOWHERE, w, &note, err);
	size_t n = 0, i;

	if (status < 0 || e->looked_up >= PM_EXPLAIN_WORDS)
		return status;
	e->looked_up++;
	status = pm_suggest(pm_search_resolver(e->search), w->folded, w->folded_len,
			    PM_EXPLAIN_PERHAPS, found, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		char *copy = pm_strndup(found[i].word, found[i].len);

		if (copy == NULL)
			return pm_fail_nomem(err);
		note->items[note->n_items++] = (struct pm_note_item){
			copy, found[i].len, found[i].articles, found[i].edits
		};
	}
	return status;
}

/* The forms of a word, collected from its entries. */
struct forms {
	struct pm_segment *segment;
	struct pm_intern *forms;
	struct pm_buf surface;
};

static enum pm_status
take_forms(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct forms *f = ctx;
	struct pm_known_word known = { .n_forms = 0 };
	uint32_t form, id, rank = pm_entry_rank(&c->entry);
	enum pm_status status = PM_OK;

	if (c->entry.list == PM_LIST_ALIASES)
		return PM_OK;
	status = pm_segment_word(f->segment, rank, &known, err);
	for (form = 0; form < known.n_forms && form < FORMS_LOOKED_AT && status == PM_OK;
	     form++) {
		if (!pm_lexicon_has_form(c->lex, rank, form))
			continue;
		pm_buf_clear(&f->surface);
		status = pm_segment_surface(f->segment, rank, form, &f->surface, err);
		if (status == PM_OK)
			status = pm_intern(f->forms, pm_buf_str(&f->surface),
					   f->surface.len, &id, err);
	}
	return status;
}

/* The most frequent forms of a word in each segment. */
static enum pm_status
collect_forms(struct pm_explanation *e, const struct pm_tree_word *w,
	      struct pm_intern *forms, struct pm_error *err)
{
	struct pm_index *index = pm_search_resolver(e->search)->index;
	struct forms f = { NULL, forms, { 0 } };
	enum pm_status status = PM_OK;
	size_t i;

	pm_buf_init(&f.surface, PM_BUF_NO_LIMIT);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++) {
		f.segment = index->segments[i];
		status = pm_lexicon_by_word(pm_segment_lexicon(f.segment), w->folded,
					    w->folded_len, take_forms, &f, err);
	}
	pm_buf_release(&f.surface);
	return status;
}

static enum pm_status
explain_forms(struct pm_explanation *e, const struct pm_tree_word *w, struct pm_error *err)
{
	char nothing[] = "";
	struct pm_tree_word form = *w;
	struct pm_tree leaf = { .op = PM_TREE_EXACT,
				.words = &form,
				.n_words = 1,
				.weight = 1 };
	struct pm_intern forms;
	struct pm_note *note = NULL;
	enum pm_status status;
	uint32_t i, articles;
	bool counted;

	pm_intern_init(&forms);
	if ((status = add_note(e, PM_NOTE_FORMS, w, &note, err)) == PM_OK)
		status = collect_forms(e, w, &forms, err);
	for (i = 0; i < forms.n && status == PM_OK; i++) {
		form.surface = (char *)pm_intern_get(&forms, i, &form.surface_len);
		form.separator = nothing;
		form.separator_len = 0;
		status = pm_explain_count(e, &leaf, &articles, &counted, err);
		if (status == PM_OK && counted)
			status = put_item(note, PM_EXPLAIN_PERHAPS, form.surface,
					  form.surface_len, articles, err);
	}
	pm_intern_release(&forms);
	return status;
}

static enum pm_status
explain_missing(struct pm_explanation *e, const struct pm_tree *leaf, size_t i,
		struct pm_error *err)
{
	const struct pm_tree_word *w = &leaf->words[i];
	enum pm_word_state state;
	struct pm_note *note;
	enum pm_status status = pm_word_state(e->search, leaf, i, &state, err);

	if (status < 0)
		return status;
	switch (state) {
	case PM_WORD_NOWHERE:
		return explain_nowhere(e, w, err);
	case PM_WORD_TOO_LONG:
		return add_note(e, PM_NOTE_TOO_LONG, w, &note, err);
	case PM_WORD_OTHER_FORM:
		return explain_forms(e, w, err);
	default:
		return PM_OK;
	}
}

/* --- leaves ------------------------------------------------------------- */

static enum pm_status
explain_word(struct pm_explanation *e, size_t node, size_t i, struct pm_error *err)
{
	const struct pm_tree *leaf = e->nodes[node].node;
	const struct pm_tree_word *w = &leaf->words[i];
	struct pm_times times = { .known = false };
	struct pm_note *note;
	enum pm_status status = PM_OK;

	if (w->match != PM_MATCH_WORD)
		status = explain_spelt(e, leaf, w, &times, err);
	else if (leaf->field == PM_FIELD_ANY && leaf->n_words <= TIMES_MAX)
		status = count_times(e, leaf, w, &times, err);
	if (leaf->n_words == 1) {
		e->nodes[node].times = times;
	} else if (status == PM_OK && times.known && times.n > 0) {
		status = add_note(e, PM_NOTE_TIMES, w, &note, err);
		if (status == PM_OK)
			note->times = times;
	}
	return status;
}

enum pm_status
pm_explain_leaf(struct pm_explanation *e, size_t i, struct pm_error *err)
{
	const struct pm_tree *leaf = e->nodes[i].node;
	enum pm_status status = PM_OK;
	size_t k;

	for (k = 0; k < leaf->n_words && status == PM_OK; k++) {
		status = explain_word(e, i, k, err);
		/* What matches is not missing, however it is written. */
		if (status == PM_OK && e->nodes[i].articles == 0 && !e->stopped)
			status = explain_missing(e, leaf, k, err);
	}
	return status;
}
