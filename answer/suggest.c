/* Pressmark - suggestions: see suggest.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/suggest.h"

#include "match/atom.h"
#include "match/spelling.h"
#include "support/intern.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* From this many characters on, only few other words are within two edits; zzqq is no
 * misspelt zz. */
#define TWO_EDITS_FROM 5u
/* How many suggestions for a word are tried in a query, and how many queries are
 * tried. */
#define CHOICE 3u
#define TURNS 9u

/* --- candidates --------------------------------------------------------- */

struct candidate {
	uint32_t articles;
	unsigned edits;
};

struct candidates {
	struct pm_intern words;
	struct candidate *found; /* by number in `words` */
	size_t cap;
	const char *folded;
	size_t len;
	unsigned edits; /* of the current walk */
};

static enum pm_status
take(void *ctx, struct pm_cursor *cursor, struct pm_error *err)
{
	struct candidates *c = ctx;
	const struct pm_entry *e = &cursor->entry;
	uint32_t before = c->words.n, id;
	enum pm_status status;

	if (e->list == PM_LIST_ALIASES || e->articles == 0 ||
	    (e->len == c->len && memcmp(e->word, c->folded, e->len) == 0))
		return PM_OK;
	/* no article has a word of folds */
	if ((status = pm_cursor_recount(cursor, err)) < 0 || e->articles == 0)
		return status;
	if ((status = pm_intern(&c->words, e->word, e->len, &id, err)) < 0 ||
	    (status = pm_grow(&c->found, &c->cap, (size_t)id + 1, sizeof *c->found, err)) <
		    0)
		return status;
	if (id == before)
		c->found[id] = (struct candidate){ 0, c->edits };
	/* Words one edit away have been counted by the walk before. */
	if (c->found[id].edits == c->edits)
		c->found[id].articles += e->articles;
	return PM_OK;
}

static enum pm_status
walk(struct candidates *c, const struct pm_resolver *r, struct pm_error *err)
{
	struct pm_tree_word word = { .folded = (char *)c->folded,
				     .folded_len = c->len,
				     .match = PM_MATCH_FUZZY,
				     .edits = c->edits };
	struct pm_spelling *spelling = NULL;
	enum pm_status status = pm_spelling_new(&spelling, &word, err);
	size_t i;

	if (status == PM_OK)
		pm_spelling_patience(spelling, &r->index->patience);
	for (i = 0; i < r->index->generation.n_segments && status == PM_OK; i++)
		status = pm_lexicon_by_spelling(pm_segment_lexicon(r->index->segments[i]),
						spelling, take, c, err);
	pm_spelling_free(spelling);
	return status;
}

/* --- the best of them --------------------------------------------------- */

static bool
is_better(const struct candidates *c, uint32_t id, const struct pm_suggestion *than)
{
	const struct candidate *x = &c->found[id];
	const char *word;
	size_t len;
	int order;

	if (x->edits != than->edits)
		return x->edits < than->edits;
	if (x->articles != than->articles)
		return x->articles > than->articles;
	word = pm_intern_get(&c->words, id, &len);
	order = memcmp(word, than->word, len < than->len ? len : than->len);
	return order != 0 ? order < 0 : len < than->len;
}

static void
choose(const struct candidates *c, size_t max, struct pm_suggestion *out, size_t *n)
{
	uint32_t id;
	size_t at;

	for (id = 0; id < c->words.n; id++) {
		struct pm_suggestion *s;
		const char *word;

		for (at = *n; at > 0 && is_better(c, id, &out[at - 1]); at--)
			;
		if (at == max)
			continue;
		if (*n < max)
			++*n;
		s = &out[at];
		memmove(s + 1, s, (*n - at - 1) * sizeof *s);
		word = pm_intern_get(&c->words, id, &s->len);
		memcpy(s->word, word, s->len);
		s->word[s->len] = '\0';
		s->articles = c->found[id].articles;
		s->edits = c->found[id].edits;
	}
}

static size_t
count_characters(const char *s, size_t len)
{
	size_t n = 0, at;
	unsigned step;

	for (at = 0; at < len; at += step, n++)
		pm_utf8_get((const uint8_t *)s + at, &step);
	return n;
}

enum pm_status
pm_suggest(const struct pm_resolver *resolver, const char *folded, size_t len, size_t max,
	   struct pm_suggestion *out, size_t *n, struct pm_error *err)
{
	struct candidates c = { .folded = folded, .len = len };
	size_t characters = count_characters(folded, len);
	unsigned most = characters >= TWO_EDITS_FROM ? 2 : characters > 1 ? 1 : 0;
	enum pm_status status = PM_OK;

	*n = 0;
	pm_intern_init(&c.words);
	for (c.edits = 1; c.edits <= most && c.words.n < max && status == PM_OK; c.edits++)
		status = walk(&c, resolver, err);
	if (status == PM_OK && max > 0)
		choose(&c, max, out, n);
	pm_intern_release(&c.words);
	free(c.found);
	return status;
}

/* --- words that are nowhere --------------------------------------------- */

static bool
asks_for_text(const struct pm_tree *leaf)
{
	return leaf->n_words > 0 &&
	       (leaf->field == PM_FIELD_ANY || leaf->field == PM_FIELD_TITLE);
}

/* What the lexicons know about word I of a leaf. */
struct knowledge {
	bool there;  /* it matches somewhere */
	bool pieces; /* its pieces exist, perhaps not side by side */
	bool other_form;
};

static enum pm_status
look_for_form(struct knowledge *k, struct pm_segment *seg, const struct pm_tree_word *w,
	      struct pm_error *err)
{
	struct pm_word_total total;
	struct pm_atom a;
	enum pm_status status = pm_lexicon_word(pm_segment_lexicon(seg), w->folded,
						w->folded_len, &total, err);

	if (status != PM_OK)
		return status < 0 ? status : PM_OK;
	k->other_form = true;
	pm_atom_init(&a);
	status = pm_atom_surface(&a, seg, w, err);
	k->there = k->there || a.n_ranks > 0;
	pm_atom_release(&a);
	return status;
}

static enum pm_status
look_for_word(struct knowledge *k, const struct pm_resolver *r, struct pm_segment *seg,
	      const struct pm_tree *leaf, const struct pm_tree_word *w,
	      struct pm_error *err)
{
	struct pm_atom a;
	enum pm_status status;

	pm_atom_init(&a);
	status = pm_atom_leaf_word(&a, seg, leaf, w, r->stems, err);
	if (status == PM_OK)
		status = pm_atom_dotted(&a, seg, w->surface, w->surface_len, err);
	k->there = k->there || a.n_ranks > 0 || a.n_sequences > 0;
	if (status == PM_OK && !k->there)
		status = pm_atom_pieces(&a, seg, w->folded, w->folded_len, err);
	k->pieces = k->pieces || a.n_sequences > 0;
	pm_atom_release(&a);
	return status;
}

static enum pm_status
count(struct pm_search *s, const struct pm_tree *tree, uint32_t *articles,
      struct pm_error *err)
{
	const struct pm_search_options options = { 0 };
	struct pm_search_result result;
	enum pm_status status = pm_search_run(s, tree, &options, &result, err);

	if (status < 0)
		return status;
	*articles = result.total;
	/* Too few may have been counted to tell anything from that. */
	if (result.stopped)
		status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	pm_search_result_release(&result);
	return status;
}

enum pm_status
pm_word_state(struct pm_search *s, const struct pm_tree *leaf, size_t i,
	      enum pm_word_state *state, struct pm_error *err)
{
	const struct pm_resolver *r = pm_search_resolver(s);
	const struct pm_tree_word *w = &leaf->words[i];
	bool exact = leaf->op == PM_TREE_EXACT;
	struct pm_tree one = {
		.op = leaf->op == PM_TREE_WORDS ? PM_TREE_WORDS : PM_TREE_PHRASE,
		.n_words = 1,
		.weight = 1
	};
	struct knowledge k = { .there = false };
	enum pm_status status = PM_OK;
	uint32_t articles = 0;
	size_t seg;

	*state = PM_WORD_KNOWN;
	if (!asks_for_text(leaf) || w->match != PM_MATCH_WORD)
		return PM_OK;
	if ((status = pm_patience_spend(&r->index->patience, 500, err)) < 0)
		return status;
	for (seg = 0; seg < r->index->generation.n_segments && !k.there; seg++) {
		status = exact ? look_for_form(&k, r->index->segments[seg], w, err)
			       : look_for_word(&k, r, r->index->segments[seg], leaf, w,
					       err);
		if (status < 0)
			return status;
	}
	if (!k.there && k.pieces) {
		one.words = &leaf->words[i];
		status = count(s, &one, &articles, err);
	}
	if (!k.there && articles == 0)
		*state = k.other_form				 ? PM_WORD_OTHER_FORM
		       : !exact && w->folded_len > PM_FOLDED_MAX ? PM_WORD_TOO_LONG
								 : PM_WORD_NOWHERE;
	return status;
}

/* --- the whole query ---------------------------------------------------- */

/* What may replace a word of the query. */
struct slot {
	struct pm_suggestion choice[CHOICE + 1];
	size_t n;
	bool stays; /* the first choice is the word as it is */
	size_t pick;
};

struct replacing {
	struct pm_search *s;
	const char *query;
	struct slot *slots; /* in the order of the words; known after the first
				 * turn */
	size_t n_slots, slots_cap;
	/* of the current turn */
	size_t next; /* the next slot */
	size_t at;   /* how much of the query is in `out` already */
	struct pm_buf *out;
	bool any;
};

/* The place of WHAT between AT and END of the query; END if it is not there. */
static size_t
find(const char *query, size_t at, size_t end, const char *what, size_t len)
{
	for (; at + len <= end; at++)
		if (memcmp(query + at, what, len) == 0)
			return at;
	return end;
}

/* As a token of its own it would be read as an operator. */
static bool
is_operator(const struct pm_suggestion *s)
{
	return strcmp(s->word, "and") == 0 || strcmp(s->word, "or") == 0 ||
	       strcmp(s->word, "not") == 0;
}

/* Append a word in its most frequent form, as in the segment where it is in the most
 * articles. */
static enum pm_status
put_usual_form(const struct pm_resolver *r, const char *folded, size_t len,
	       struct pm_buf *out, struct pm_error *err)
{
	struct pm_segment *usual = NULL;
	uint32_t rank = 0, most = 0, form = 0;
	struct pm_word_total total;
	enum pm_status status;
	size_t i;

	for (i = 0; i < r->index->generation.n_segments; i++) {
		status = pm_lexicon_word(pm_segment_lexicon(r->index->segments[i]),
					 folded, len, &total, err);
		if (status < 0)
			return status;
		if (status == PM_OK && total.most > most) {
			usual = r->index->segments[i];
			rank = total.rank;
			most = total.most;
		}
	}
	if (usual == NULL)
		return PM_ABSENT;
	/* a word that is left has a form that is */
	while (!pm_lexicon_has_form(pm_segment_lexicon(usual), rank, form))
		form++;
	return pm_segment_surface(usual, rank, form, out, err);
}

/* The operator that was meant, as AND by ADN; or NULL. */
static const char *
operator_meant(const struct pm_tree *leaf, const struct pm_tree_word *w)
{
	static const char *const operators[] = { "AND", "OR", "NOT" };
	const char *s = w->surface;
	size_t len = w->surface_len, i, k, tail;

	for (i = 0; i < len && s[i] >= 'A' && s[i] <= 'Z'; i++)
		;
	if (leaf->op != PM_TREE_WORDS || leaf->n_words > 1 || i < len || len < 2)
		return NULL;
	for (k = 0; k < sizeof operators / sizeof *operators; k++) {
		const char *o = operators[k];
		size_t n = strlen(o);

		for (i = 0; i < len && i < n && s[i] == o[i]; i++)
			;
		for (tail = 0; tail + i < len && tail + i < n &&
			       s[len - 1 - tail] == o[n - 1 - tail];
		     tail++)
			;
		if ((len > n ? len : n) - i - tail <= 1 ||
		    (len == n && len - i - tail == 2 && s[i] == o[i + 1] &&
		     s[i + 1] == o[i]))
			return o;
	}
	return NULL;
}

static void
add_choice(struct slot *slot, const char *word, size_t len)
{
	struct pm_suggestion *c = &slot->choice[slot->n++];

	memcpy(c->word, word, len);
	c->word[len] = '\0';
	c->len = len;
}

/* The choices for a word: the word itself if it matches by its stem, an operator, and
 * suggestions. */
static enum pm_status
fill_slot(struct replacing *x, struct slot *slot, const struct pm_tree *leaf,
	  const struct pm_tree_word *w, enum pm_word_state state, struct pm_error *err)
{
	const char *meant = state == PM_WORD_KNOWN ? NULL : operator_meant(leaf, w);
	struct pm_suggestion found[CHOICE];
	enum pm_status status;
	size_t n, i;

	memset(slot, 0, sizeof *slot);
	slot->stays = state == PM_WORD_KNOWN;
	if (slot->stays || state == PM_WORD_OTHER_FORM)
		add_choice(slot, w->folded, w->folded_len);
	if (state == PM_WORD_OTHER_FORM)
		return PM_OK;
	if (meant != NULL)
		add_choice(slot, meant, strlen(meant));
	status = pm_suggest(pm_search_resolver(x->s), w->folded, w->folded_len, CHOICE,
			    found, &n, err);
	for (i = 0; status == PM_OK && i < n && slot->n < CHOICE + slot->stays; i++)
		if (leaf->op != PM_TREE_WORDS || !is_operator(&found[i]))
			add_choice(slot, found[i].word, found[i].len);
	return status;
}

/* Put the choice that its slot picks in place of the word at AT.  PM_ABSENT: there is
 * none. */
static enum pm_status
replace(struct replacing *x, const struct pm_tree *leaf, const struct pm_tree_word *w,
	enum pm_word_state state, size_t at, struct pm_error *err)
{
	const struct pm_suggestion *c;
	struct slot *slot;
	enum pm_status status;

	if (x->next == x->n_slots) {
		status = pm_grow(&x->slots, &x->slots_cap, x->n_slots + 1,
				 sizeof *x->slots, err);
		if (status < 0 || (status = fill_slot(x, &x->slots[x->n_slots], leaf, w,
						      state, err)) < 0)
			return status;
		x->n_slots++;
	}
	slot = &x->slots[x->next++];
	if (slot->pick >= slot->n)
		return PM_ABSENT;
	if (slot->stays && slot->pick == 0)
		return PM_OK;
	pm_buf_put(x->out, x->query + x->at, at - x->at);
	x->at = at + w->surface_len;
	x->any = true;
	c = &slot->choice[slot->pick];
	if (leaf->op == PM_TREE_EXACT)
		return put_usual_form(pm_search_resolver(x->s), c->word, c->len, x->out,
				      err);
	pm_buf_put(x->out, c->word, c->len);
	return PM_OK;
}

/* *YES: whether a word that matches does so by its stem only. */
static enum pm_status
by_stem_alone(const struct replacing *x, const struct pm_tree *leaf,
	      const struct pm_tree_word *w, bool *yes, struct pm_error *err)
{
	const struct pm_resolver *r = pm_search_resolver(x->s);
	struct pm_tree plain = *leaf;
	struct knowledge k = { .there = false };
	enum pm_status status = PM_OK;
	size_t i;

	*yes = false;
	if (leaf->op != PM_TREE_WORDS || leaf->n_words > 1 || w->match != PM_MATCH_WORD ||
	    w->folded_len > PM_FOLDED_MAX)
		return PM_OK;
	plain.op = PM_TREE_PHRASE;
	for (i = 0; i < r->index->generation.n_segments && status == PM_OK; i++)
		status = look_for_word(&k, r, r->index->segments[i], &plain, w, err);
	*yes = !k.there && !k.pieces;
	return status;
}

/* Whether some article has the leaf in its title or body, however it is written there. */
static enum pm_status
matches_anyway(struct pm_search *s, const struct pm_tree *leaf, bool *yes,
	       struct pm_error *err)
{
	struct pm_tree anywhere = *leaf;
	uint32_t articles = 0;
	enum pm_status status = PM_OK;

	anywhere.field = PM_FIELD_ANY;
	if (leaf->n_words > 1)
		status = count(s, &anywhere, &articles, err);
	*yes = articles > 0;
	return status;
}

/* *RAREST: in a phrase whose words all exist but nowhere in a row, the number of the word
 * that is in the fewest articles; else n_words. */
static enum pm_status
find_rarest(struct pm_search *s, const struct pm_tree *leaf, size_t *rarest,
	    struct pm_error *err)
{
	struct pm_tree one = { .op = PM_TREE_PHRASE, .n_words = 1, .weight = 1 };
	enum pm_word_state state;
	enum pm_status status;
	uint32_t articles, fewest = UINT32_MAX;
	size_t i;
	bool anyway;

	*rarest = leaf->n_words;
	if (leaf->op != PM_TREE_PHRASE || leaf->n_words < 2)
		return PM_OK;
	for (i = 0; i < leaf->n_words; i++)
		if ((status = pm_word_state(s, leaf, i, &state, err)) < 0 ||
		    state != PM_WORD_KNOWN)
			return status;
	if ((status = matches_anyway(s, leaf, &anyway, err)) < 0 || anyway)
		return status;
	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		if (leaf->words[i].match != PM_MATCH_WORD)
			continue;
		one.words = &leaf->words[i];
		status = count(s, &one, &articles, err);
		if (status == PM_OK && articles < fewest) {
			fewest = articles;
			*rarest = i;
		}
	}
	return status;
}

static enum pm_status
replace_in_leaf(struct replacing *x, const struct pm_tree *leaf, struct pm_error *err)
{
	static const char title[] = "title:";
	size_t at = leaf->start, i, rarest;
	enum pm_status status = find_rarest(x->s, leaf, &rarest, err);
	bool asked = false, anyway, alone;

	if (leaf->field == PM_FIELD_TITLE && leaf->end - at >= sizeof title - 1 &&
	    x->query[at + sizeof title - 2] == ':')
		at += sizeof title - 1;
	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		enum pm_word_state state;

		at = find(x->query, at, leaf->end, w->surface, w->surface_len);
		if ((status = pm_word_state(x->s, leaf, i, &state, err)) < 0)
			return status;
		if (state != PM_WORD_KNOWN && !asked) {
			status = matches_anyway(x->s, leaf, &anyway, err);
			if (status < 0 || anyway)
				return status;
			asked = true;
		}
		alone = false;
		if (state == PM_WORD_KNOWN &&
		    (status = by_stem_alone(x, leaf, w, &alone, err)) < 0)
			return status;
		if (state != PM_WORD_KNOWN || alone || i == rarest)
			status = at == leaf->end ? PM_ABSENT
						 : replace(x, leaf, w, state, at, err);
		if (at < leaf->end)
			at += w->surface_len;
	}
	return status;
}

static enum pm_status
replace_in(struct replacing *x, const struct pm_tree *t, struct pm_error *err)
{
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : t->n_children, i;
	enum pm_status status = PM_OK;

	if (t->op == PM_TREE_NOT)
		return PM_OK;
	if (t->n_children == 0)
		return asks_for_text(t) ? replace_in_leaf(x, t, err) : PM_OK;
	for (i = 0; i < n && status == PM_OK; i++)
		status = replace_in(x, t->children[i], err);
	return status;
}

/* OUT becomes the query with the choices that the slots pick; PM_ABSENT if nothing
 * changes. */
static enum pm_status
take_turn(struct replacing *x, size_t len, const struct pm_tree *tree, struct pm_buf *out,
	  struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(out);
	x->next = x->at = 0;
	x->out = out;
	x->any = false;
	status = replace_in(x, tree, err);
	if (status == PM_OK && !x->any)
		status = PM_ABSENT;
	if (status == PM_OK)
		pm_buf_put(out, x->query + x->at, len - x->at);
	if (status >= 0 && out->status < 0)
		status = pm_fail_nomem(err);
	if (status != PM_OK)
		pm_buf_clear(out);
	return status;
}

/* Whether some article matches the query. */
static enum pm_status
finds_something(struct pm_search *s, const struct pm_buf *query,
		const struct pm_query_options *parse,
		const struct pm_search_options *search, bool *yes, struct pm_error *err)
{
	struct pm_search_options options = *search;
	struct pm_query_mistake mistake;
	struct pm_search_result result;
	struct pm_tree *tree = NULL;
	enum pm_status status;

	*yes = false;
	options.first = options.max = 0;
	status = pm_tree_parse(pm_buf_str(query), query->len, parse, &tree, &mistake, err);
	if (status == PM_ERR_QUERY)
		return PM_OK;
	if (status == PM_OK)
		status = pm_search_run(s, tree, &options, &result, err);
	if (status == PM_OK) {
		*yes = result.total > 0;
		pm_search_result_release(&result);
	}
	pm_tree_free(tree);
	/* A word put before a colon is a field, and perhaps one that does not exist. */
	return status == PM_ERR_QUERY ? PM_OK : status;
}

/* Go to the next turn; earlier words try their other choices first.  False: all have been
 * tried, or a word has no choice. */
static bool
pick_next(struct replacing *x)
{
	size_t i;

	for (i = 0; i < x->n_slots; i++)
		if (x->slots[i].n == 0)
			return false;
	for (i = 0; i < x->n_slots; i++) {
		if (++x->slots[i].pick < x->slots[i].n)
			return true;
		x->slots[i].pick = 0;
	}
	return false;
}

enum pm_status
pm_suggest_line(struct pm_search *s, const char *query, size_t len,
		const struct pm_tree *tree, const struct pm_query_options *parse,
		const struct pm_search_options *search, struct pm_buf *out,
		struct pm_error *err)
{
	struct replacing x = { .s = s, .query = query };
	struct pm_buf changed;
	enum pm_status status;
	bool yes = false;
	unsigned turn = 0;
	size_t i;

	pm_buf_init(&changed, PM_BUF_NO_LIMIT);
	do {
		status = take_turn(&x, len, tree, &changed, err);
		if (status == PM_OK)
			status = finds_something(s, &changed, parse, search, &yes, err);
	} while (status >= 0 && !yes && ++turn < TURNS && pick_next(&x));
	if (status == PM_OK && yes) {
		pm_buf_puts(out, "did you mean: ");
		for (i = 0; i < changed.len; i++)
			pm_buf_putc(out, changed.data[i] < 0x20 ? ' ' : changed.data[i]);
		pm_buf_putc(out, '\n');
	}
	pm_buf_release(&changed);
	free(x.slots);
	return status == PM_ABSENT ? PM_OK : status;
}
