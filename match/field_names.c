/* Pressmark - which fields an index has: see field_names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/field_names.h"

#include "language/foreign.h"
#include "language/mistake.h"
#include "match/spelling.h"
#include "segment/metadata.h"
#include "text/names.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* --- all metadata ------------------------------------------------------- */

typedef enum pm_status metadata_fn(void *ctx, const struct pm_metadata *m,
				   struct pm_error *err);

static enum pm_status
each_article(struct pm_index *index, metadata_fn *fn, void *ctx, struct pm_error *err)
{
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	struct pm_buf data;
	enum pm_status status = PM_OK;
	uint32_t article;
	size_t i;

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++) {
		struct pm_segment *seg = index->segments[i];
		uint32_t n = pm_store_articles(pm_segment_store(seg));

		for (article = 1; article <= n && status == PM_OK; article++) {
			if (pm_index_is_gone(index, i, article))
				continue;
			pm_buf_clear(&data);
			if ((status = pm_patience_spend(&index->patience, 200, err)) < 0 ||
			    (status = pm_segment_metadata(seg, article, &data, err)) < 0 ||
			    (status = pm_metadata_read(&reader, data.data, data.len,
						       pm_segment_metadata_path(seg), &m,
						       err)) < 0)
				break;
			status = fn(ctx, &m, err);
		}
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
	return status < 0 ? status : PM_OK;
}

struct walk {
	struct pm_intern raw, folded;
	struct pm_buf name;
	enum pm_status (*fn)(void *ctx, const char *name, size_t len,
			     struct pm_error *err);
	void *ctx;
};

/* A name that was not met before as it is written: is it new as it is compared? */
static enum pm_status
visit_name(struct walk *w, const struct pm_text_ref *name, struct pm_error *err)
{
	uint32_t known = w->folded.n, id;
	enum pm_status status;

	pm_buf_clear(&w->name);
	if ((status = pm_name_fold(&w->name, name->data, name->len, err)) < 0 ||
	    (status = pm_intern(&w->folded, pm_buf_str(&w->name), w->name.len, &id, err)) <
		    0)
		return status;
	return id == known ? w->fn(w->ctx, name->data, name->len, err) : PM_OK;
}

static enum pm_status
visit(void *ctx, const struct pm_metadata *m, struct pm_error *err)
{
	struct walk *w = ctx;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < m->n_fields && status == PM_OK; i++) {
		const struct pm_text_ref *name = &m->fields[i].name;
		uint32_t known = w->raw.n, id;

		status = pm_intern(&w->raw, name->data, name->len, &id, err);
		if (status == PM_OK && id == known)
			status = visit_name(w, name, err);
	}
	return status;
}

enum pm_status
pm_fields_each(struct pm_index *index,
	       enum pm_status (*fn)(void *ctx, const char *name, size_t len,
				    struct pm_error *err),
	       void *ctx, struct pm_error *err)
{
	struct walk w = { .fn = fn, .ctx = ctx };
	enum pm_status status;

	pm_intern_init(&w.raw);
	pm_intern_init(&w.folded);
	pm_buf_init(&w.name, PM_BUF_NO_LIMIT);
	status = each_article(index, visit, &w, err);
	pm_intern_release(&w.raw);
	pm_intern_release(&w.folded);
	pm_buf_release(&w.name);
	return status;
}

/* --- our own fields ------------------------------------------------------- */

enum own { TITLE, SOURCE, AUTHOR, DATE, WORDS, HOST, ID, N_OWN };

static const struct {
	const char *name, *prefix;
} own[N_OWN] = {
	[TITLE] = { "title", PM_PREFIX_TITLE },
	[SOURCE] = { "source", PM_PREFIX_SOURCE },
	[AUTHOR] = { "author", PM_PREFIX_AUTHOR },
	[DATE] = { "date", NULL },
	[WORDS] = { "words", NULL },
	[HOST] = { "host", PM_PREFIX_HOST },
	[ID] = { "id", PM_PREFIX_ID },
};

struct text_of {
	enum own field;
	bool there;
};

static enum pm_status
note_text(void *ctx, const struct pm_metadata *m, struct pm_error *err)
{
	struct text_of *t = ctx;

	(void)err;
	t->there = (t->field == AUTHOR ? m->author.len : m->source.len) > 0;
	return t->there ? PM_STOPPED : PM_OK;
}

/* Whether the generation says that an article of the segment has the field. */
static bool
segment_has(struct pm_index *index, size_t i, enum own field)
{
	static const struct pm_removed_sums none = { 0, 0, 0, 0, 0, 0 };
	const struct pm_segment_info *info = &index->generation.segments[i];
	struct pm_removed_part *part = index->removed == NULL
					     ? NULL
					     : pm_removed_part(index->removed, i);
	const struct pm_removed_sums *gone = part == NULL ? &none : pm_removed_sums(part);

	return (field == DATE &&
		info->undated - gone->undated < info->articles - gone->articles) ||
	       /* of which some may be in titles, and are no terms */
	       (field == TITLE && info->long_words > gone->long_words);
}

/* *THERE: whether any article has the field. */
static enum pm_status
has_own(struct pm_index *index, enum own field, bool *there, struct pm_error *err)
{
	struct text_of text = { field, false };
	enum pm_status status;
	size_t i;

	*there = field == WORDS || pm_index_articles(index) == 0;
	for (i = 0; i < index->generation.n_segments && !*there; i++)
		*there = segment_has(index, i, field);
	if (*there || field == DATE)
		return PM_OK;
	status = pm_index_has_prefix(index, own[field].prefix, strlen(own[field].prefix),
				     there, err);
	if (status < 0 || *there || (field != SOURCE && field != AUTHOR))
		return status < 0 ? status : PM_OK;
	/* A name of signs has no terms. */
	status = each_article(index, note_text, &text, err);
	*there = text.there;
	return status;
}

enum pm_status
pm_fields_has_own(struct pm_index *index, const char *name, bool *there,
		  struct pm_error *err)
{
	int i;

	*there = false;
	for (i = 0; i < N_OWN; i++)
		if (strcmp(name, own[i].name) == 0)
			return has_own(index, (enum own)i, there, err);
	return PM_OK;
}

/* The field of ours that LEAF asks for, or N_OWN. */
static enum own
own_of(const struct pm_tree *leaf)
{
	switch (leaf->op) {
	case PM_TREE_DATE:
		return DATE;
	case PM_TREE_HOST:
		return HOST;
	case PM_TREE_ID:
		return ID;
	default:
		return leaf->field == PM_FIELD_TITLE  ? TITLE
		     : leaf->field == PM_FIELD_SOURCE ? SOURCE
		     : leaf->field == PM_FIELD_AUTHOR ? AUTHOR
						      : N_OWN;
	}
}

/* --- the name that was meant --------------------------------------------- */

#define NAME_SHOWN 40u	/* bytes of a name in a message */
#define LIST_SHOWN 200u /* and of all names */

void
pm_field_list_init(struct pm_field_list *l)
{
	memset(l, 0, sizeof *l);
	pm_buf_init(&l->names, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->meant, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->scratch, PM_BUF_NO_LIMIT);
}

void
pm_field_list_release(struct pm_field_list *l)
{
	pm_spelling_free(l->near);
	pm_buf_release(&l->names);
	pm_buf_release(&l->meant);
	pm_buf_release(&l->scratch);
}

enum pm_status
pm_field_list_wrong(struct pm_field_list *l, const char *wrong, struct pm_error *err)
{
	struct pm_tree_word word = { .match = PM_MATCH_FUZZY };
	enum pm_status status;

	pm_buf_clear(&l->scratch);
	if ((status = pm_name_fold(&l->scratch, wrong, strlen(wrong), err)) < 0)
		return status;
	word.folded_len = l->scratch.len;
	if (word.folded_len < 4 || word.folded_len > NAME_SHOWN)
		return PM_OK;
	word.edits = word.folded_len < 6 ? 1 : 2;
	word.folded = pm_strndup(pm_buf_str(&l->scratch), l->scratch.len);
	status = word.folded == NULL ? pm_fail_nomem(err)
				     : pm_spelling_new(&l->near, &word, err);
	free(word.folded);
	return status;
}

/* NAME as it is compared, WRITTEN as a query has it. */
static enum pm_status
add_name(struct pm_field_list *l, const char *name, size_t len, const char *written,
	 struct pm_error *err)
{
	const char *end = l->colons ? ":" : "";
	bool yes = false;
	enum pm_status status = PM_OK;

	pm_buf_clear(&l->scratch);
	if (l->near != NULL && l->meant.len == 0 && len <= NAME_SHOWN &&
	    (status = pm_name_fold(&l->scratch, name, len, err)) == PM_OK)
		status = pm_spelling_matches(l->near, pm_buf_str(&l->scratch),
					     l->scratch.len, &yes, err);
	if (yes)
		pm_buf_printf(&l->meant, "%s%s", written, end);
	if (l->names.len + strlen(written) > LIST_SHOWN)
		l->more++;
	else
		pm_buf_printf(&l->names, "%s%s%s", l->names.len > 0 ? ", " : "", written,
			      end);
	return status;
}

enum pm_status
pm_field_list_add(struct pm_field_list *l, const char *name, struct pm_error *err)
{
	return add_name(l, name, strlen(name), name, err);
}

static enum pm_status
add_further(void *ctx, const char *name, size_t len, struct pm_error *err)
{
	struct pm_field_list *l = ctx;
	struct pm_excerpt shown = pm_excerpt(name, len);
	struct pm_buf written;
	enum pm_status status;

	pm_buf_init(&written, PM_BUF_NO_LIMIT);
	pm_field_name_put(&written, shown.text);
	status = written.status < 0 ? pm_fail_nomem(err)
				    : add_name(l, name, len, pm_buf_str(&written), err);
	pm_buf_release(&written);
	return status;
}

enum pm_status
pm_field_list_further(struct pm_field_list *l, struct pm_index *index,
		      struct pm_error *err)
{
	return pm_fields_each(index, add_further, l, err);
}

/* Our own fields, and the name that another language gives one. */
static enum pm_status
list_own(struct pm_field_list *l, struct pm_index *index, const char *wrong,
	 struct pm_error *err)
{
	const struct pm_foreign *known = pm_foreign_find(wrong, strlen(wrong));
	enum pm_status status = pm_field_list_wrong(l, wrong, err);
	bool there, known_there = false;
	int i;

	for (i = 0; i < N_OWN && status == PM_OK; i++) {
		if ((status = has_own(index, (enum own)i, &there, err)) < 0 || !there)
			continue;
		known_there = known_there || (known != NULL && known->field != NULL &&
					      strcmp(known->field, own[i].name) == 0);
		if (known_there && l->meant.len == 0)
			pm_buf_printf(&l->meant, "%s:", known->field);
		status = pm_field_list_add(l, own[i].name, err);
	}
	return status;
}

/* Whether LEAF is like opec:5, which elsewhere is a word with a weight. */
static bool
weight_of(const struct pm_tree *leaf, const char *query, size_t len,
	  struct pm_excerpt *word, struct pm_excerpt *number)
{
	const char *colon;
	size_t start = leaf->start, end = leaf->end, at;

	if (end > len || start != leaf->named || query[start] == '"' ||
	    (colon = memchr(query + start, ':', end - start)) == NULL)
		return false;
	at = (size_t)(colon - query) + 1;
	if (at == end || end - at > 3)
		return false;
	*word = pm_excerpt(query + start, at - 1 - start);
	*number = pm_excerpt(query + at, end - at);
	return strspn(number->text, "0123456789") == end - at;
}

/* How to ask for what LEAF may mean if it is no field. */
static void
put_words(struct pm_buf *hint, const struct pm_tree *leaf, const char *query, size_t len)
{
	struct pm_excerpt all, word, number;

	const struct pm_foreign *known;

	if (leaf->field != PM_FIELD_OTHER || query == NULL)
		return;
	known = pm_foreign_find(query + leaf->named, leaf->named_end - 1 - leaf->named);
	if (known != NULL && known->field == NULL && known->form == NULL) {
		all = leaf->start == leaf->named && leaf->end <= len
			    ? pm_excerpt(query + leaf->named_end,
					 leaf->end - leaf->named_end)
			    : pm_excerpt("x", 1);
		pm_buf_printf(hint, "for title and text write no name: %s; ", all.text);
		return;
	}
	if (weight_of(leaf, query, len, &word, &number))
		pm_buf_printf(hint, "for a weight write %s^%s; ", word.text, number.text);
	if (leaf->end <= len && leaf->start == leaf->named && query[leaf->named] != '"' &&
	    memchr(query + leaf->start, '"', leaf->end - leaf->start) == NULL) {
		all = pm_excerpt(query + leaf->start, leaf->end - leaf->start);
		pm_buf_printf(hint, "for the words, put them into quotes: \"%s\"; ",
			      all.text);
	} else if (query[leaf->named] == '"') {
		pm_buf_puts(hint, "for a phrase write a blank after the colon; ");
	}
}

/* What to write instead of NAME. */
static void
put_hint(struct pm_buf *hint, const struct pm_field_list *l, const struct pm_tree *leaf,
	 const char *name, const char *query, size_t len)
{
	const struct pm_foreign *known = pm_foreign_find(name, strlen(name));

	if (l->meant.len > 0)
		pm_buf_printf(hint, "did you mean '%s'? ", pm_buf_str(&l->meant));
	if (strcmp(pm_buf_str(&l->meant), "host:") == 0 && known != NULL &&
	    strcmp(known->name, "url") == 0)
		pm_buf_puts(hint, "nothing else of a URL can be searched; ");
	if (l->meant.len == 0)
		put_words(hint, leaf, query, len);
	pm_buf_printf(hint, "this index has %s", pm_buf_str(&l->names));
	if (l->more > 0)
		pm_buf_printf(hint, " and %zu more", l->more);
}

/* The mistake: no article has NAME, the field that LEAF asks for. */
static enum pm_status
no_such_field(struct pm_index *index, const struct pm_tree *leaf, const char *name,
	      const char *query, size_t len, struct pm_query_mistake *mistake,
	      struct pm_error *err)
{
	struct pm_query_mistake unused;
	struct pm_excerpt shown;
	struct pm_field_list l;
	struct pm_buf hint;
	enum pm_status status;

	pm_field_list_init(&l);
	l.colons = true;
	if ((status = list_own(&l, index, name, err)) == PM_OK)
		status = pm_field_list_further(&l, index, err);
	pm_buf_init(&hint, PM_BUF_NO_LIMIT);
	if (leaf->field == PM_FIELD_OTHER && (query == NULL || query[leaf->named] == '"')) {
		pm_field_name_put(&hint, name);
		shown = pm_excerpt(pm_buf_str(&hint), hint.len);
		pm_buf_clear(&hint);
	} else if (query != NULL) {
		shown = pm_excerpt(query + leaf->named, leaf->named_end - 1 - leaf->named);
	} else {
		shown = pm_excerpt(name, strlen(name));
	}
	if (status == PM_OK) {
		mistake = mistake == NULL ? &unused : mistake;
		put_hint(&hint, &l, leaf, name, query, len);
		pm_mistake_set(mistake, leaf->named, leaf->named_end,
			       "no article has a field '%s:'", shown.text);
		status = pm_mistake_hint(mistake, "%s", pm_buf_str(&hint));
		pm_fail(err, status, "%s; %s", mistake->what, mistake->hint);
	}
	pm_buf_release(&hint);
	pm_field_list_release(&l);
	return status;
}

/* --- the check ---------------------------------------------------------- */

struct search_name {
	const char *name;
	size_t len;
	struct pm_buf scratch;
	bool found;
};

static enum pm_status
find_name(void *ctx, const struct pm_metadata *m, struct pm_error *err)
{
	struct search_name *s = ctx;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < m->n_fields && status == PM_OK && !s->found; i++)
		status = pm_name_is(&s->scratch, m->fields[i].name.data,
				    m->fields[i].name.len, s->name, s->len, &s->found,
				    err);
	return status == PM_OK && s->found ? PM_STOPPED : status;
}

static enum pm_status
has_further(struct pm_fields *f, const char *name, bool *there, struct pm_error *err)
{
	struct search_name s = { .name = name, .len = strlen(name) };
	enum pm_status status;
	uint32_t id;

	*there = pm_intern_find(&f->names, name, s.len) != PM_U32_NONE;
	if (*there)
		return PM_OK;
	pm_buf_init(&s.scratch, PM_BUF_NO_LIMIT);
	status = each_article(f->index, find_name, &s, err);
	pm_buf_release(&s.scratch);
	*there = s.found;
	return status == PM_OK && s.found ? pm_intern(&f->names, name, s.len, &id, err)
					  : status;
}

static enum pm_status
has_own_once(struct pm_fields *f, enum own field, bool *there, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	*there = f->own >> field & 1;
	if (!*there)
		status = has_own(f->index, field, there, err);
	if (*there)
		f->own |= 1u << field;
	return status;
}

void
pm_fields_init(struct pm_fields *f, struct pm_index *index)
{
	f->index = index;
	f->own = 0;
	pm_intern_init(&f->names);
}

void
pm_fields_release(struct pm_fields *f)
{
	pm_intern_release(&f->names);
}

enum pm_status
pm_fields_check(struct pm_fields *f, const struct pm_tree *tree, const char *query,
		size_t len, struct pm_query_mistake *mistake, struct pm_error *err)
{
	enum own field = own_of(tree);
	enum pm_status status = PM_OK;
	bool there = true;
	size_t i;

	if (tree->n_children == 0 && tree->field == PM_FIELD_OTHER)
		status = has_further(f, tree->name, &there, err);
	else if (tree->n_children == 0 && field != N_OWN)
		status = has_own_once(f, field, &there, err);
	if (status == PM_OK && !there)
		return no_such_field(f->index, tree,
				     field == N_OWN ? tree->name : own[field].name, query,
				     len, mistake, err);
	for (i = 0; i < tree->n_children && status == PM_OK; i++)
		status = pm_fields_check(f, tree->children[i], query, len, mistake, err);
	return status;
}
