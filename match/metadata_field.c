/* Pressmark - what an article says about itself: see metadata_field.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/metadata_field.h"

#include "language/foreign.h"
#include "match/spelling.h"
#include "segment/metadata.h"
#include "support/calendar.h"
#include "support/intern.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/split.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct pm_metadata_leaf {
	const struct pm_tree *leaf;
	struct pm_spelling *spelling; /* for PM_TREE_SPELT */
	struct pm_metadata_reader reader;
	struct pm_buf data, folded;
	struct pm_words words;
	size_t *starts; /* of the value's words, in `folded` */
	size_t starts_cap;
};

enum pm_status
pm_metadata_leaf_new(struct pm_metadata_leaf **out, const struct pm_tree *leaf,
		     struct pm_error *err)
{
	struct pm_metadata_leaf *n = pm_calloc(1, sizeof *n);
	enum pm_status status = PM_OK;

	if (n == NULL)
		return pm_fail_nomem(err);
	n->leaf = leaf;
	pm_buf_init(&n->data, PM_BUF_NO_LIMIT);
	pm_buf_init(&n->folded, PM_BUF_NO_LIMIT);
	if (leaf->op == PM_TREE_SPELT)
		status = pm_spelling_new(&n->spelling, &leaf->words[0], err);
	if (status < 0)
		pm_metadata_leaf_free(n);
	else
		*out = n;
	return status;
}

void
pm_metadata_leaf_free(struct pm_metadata_leaf *n)
{
	if (n == NULL)
		return;
	pm_spelling_free(n->spelling);
	pm_metadata_reader_release(&n->reader);
	pm_buf_release(&n->data);
	pm_buf_release(&n->folded);
	pm_words_release(&n->words);
	free(n->starts);
	free(n);
}

static bool
is_name(const struct pm_text_ref *ref, const char *name)
{
	return ref->len == strlen(name) && strncasecmp(ref->data, name, ref->len) == 0;
}

/* Split and fold the value: its words go to `folded`, their beginnings to `starts`. */
static enum pm_status
fold_value(struct pm_metadata_leaf *n, const struct pm_text_ref *value,
	   struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	n->words.n = 0;
	pm_buf_clear(&n->folded);
	if ((status = pm_split(value->data, value->len, &n->words, err)) < 0 ||
	    (status = pm_grow(&n->starts, &n->starts_cap, n->words.n + 1,
			      sizeof *n->starts, err)) < 0)
		return status;
	for (i = 0; i < n->words.n && status == PM_OK; i++) {
		const struct pm_word *w = &n->words.words[i];

		n->starts[i] = n->folded.len;
		status = pm_fold(value->data + w->start, w->end - w->start, w->flags,
				 &n->folded, err);
	}
	n->starts[i] = n->folded.len;
	return status == PM_OK && n->folded.status < 0 ? pm_fail_nomem(err) : status;
}

static bool
is_word(const struct pm_metadata_leaf *n, size_t at, const struct pm_tree_word *w)
{
	return n->starts[at + 1] - n->starts[at] == w->folded_len &&
	       memcmp(n->folded.data + n->starts[at], w->folded, w->folded_len) == 0;
}

/* By its folded form or as it is written. */
static enum pm_status
is_spelt(struct pm_metadata_leaf *n, const struct pm_text_ref *value, size_t at,
	 bool *yes, struct pm_error *err)
{
	const struct pm_word *w = &n->words.words[at];
	size_t len = n->starts[at + 1] - n->starts[at];
	enum pm_status status = pm_spelling_matches(n->spelling,
						    pm_buf_str(&n->folded) + n->starts[at],
						    len, yes, err);

	if (status == PM_OK && !*yes && len <= PM_FOLDED_MAX)
		status = pm_spelling_matches_surface(n->spelling, value->data + w->start,
						     w->end - w->start, yes, err);
	return status;
}

static enum pm_status
matches_value(struct pm_metadata_leaf *n, const struct pm_text_ref *value, bool *yes,
	      struct pm_error *err)
{
	size_t at, i, len = n->leaf->n_words;
	enum pm_status status = fold_value(n, value, err);

	for (at = 0; status == PM_OK && at + len <= n->words.n && !*yes; at++) {
		if (n->spelling != NULL) {
			status = is_spelt(n, value, at, yes, err);
			continue;
		}
		for (i = 0; i < len && is_word(n, at + i, &n->leaf->words[i]); i++)
			;
		*yes = i == len;
	}
	return status;
}

/* Whether all days of a date, which may be a month or a year, are asked for. */
static bool
is_dated(const struct pm_tree *leaf, uint32_t date)
{
	uint32_t first = date, last = date;

	if (date == 0)
		return false;
	if (date % 10000 == 0) {
		first += 101;
		last += 1231;
	} else if (date % 100 == 0) {
		first++;
		last += pm_days_in_month(date / 10000, date / 100 % 100);
	}
	return first >= leaf->first && last <= leaf->last;
}

static enum pm_status
has_host(struct pm_metadata_leaf *n, const struct pm_text_ref *url, bool *yes,
	 struct pm_error *err)
{
	const char *name = n->leaf->name;
	size_t len = strlen(name), at;

	pm_buf_clear(&n->folded);
	pm_url_host(url->data, url->len, &n->folded);
	if (n->folded.status < 0)
		return pm_fail_nomem(err);
	if (n->folded.len < len)
		return PM_OK;
	at = n->folded.len - len;
	*yes = memcmp(pm_buf_str(&n->folded) + at, name, len) == 0 &&
	       (at == 0 || n->folded.data[at - 1] == '.');
	return PM_OK;
}

/* The leaf's words in the field that it names. */
static enum pm_status
matches_field(struct pm_metadata_leaf *n, const struct pm_metadata *m, bool *yes,
	      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (n->leaf->field != PM_FIELD_OTHER)
		return matches_value(n,
				     n->leaf->field == PM_FIELD_AUTHOR ? &m->author
								       : &m->source,
				     yes, err);
	for (i = 0; status == PM_OK && i < m->n_fields && !*yes; i++)
		if (is_name(&m->fields[i].name, n->leaf->name))
			status = matches_value(n, &m->fields[i].value, yes, err);
	return status;
}

enum pm_status
pm_metadata_leaf_matches(struct pm_metadata_leaf *n, struct pm_view *v, bool *yes,
			 struct pm_error *err)
{
	const struct pm_tree *leaf = n->leaf;
	struct pm_metadata m;
	enum pm_status status;

	*yes = leaf->op == PM_TREE_LENGTH && v->place.n_words >= leaf->first &&
	       v->place.n_words <= leaf->last;
	if (leaf->op == PM_TREE_LENGTH)
		return PM_OK;
	pm_buf_clear(&n->data);
	status = pm_store_metadata(pm_segment_store(v->segment), &v->place, &n->data, err);
	if (status == PM_OK)
		status = pm_metadata_read(&n->reader, n->data.data, n->data.len, &m, err);
	if (status < 0)
		return status;
	switch (leaf->op) {
	case PM_TREE_DATE:
		*yes = is_dated(leaf, m.day);
		return PM_OK;
	case PM_TREE_HOST:
		return has_host(n, &m.url, yes, err);
	case PM_TREE_ID:
		*yes = m.id.len == strlen(leaf->name) &&
		       memcmp(m.id.data, leaf->name, m.id.len) == 0;
		return PM_OK;
	default:
		return matches_field(n, &m, yes, err);
	}
}

/* --- names -------------------------------------------------------------- */

struct walk {
	struct pm_intern names;
	enum pm_status (*fn)(void *ctx, const char *name, size_t len,
			     struct pm_error *err);
	void *ctx;
};

static enum pm_status
visit(struct walk *w, const struct pm_metadata *m, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < m->n_fields && status == PM_OK; i++) {
		const struct pm_text_ref *name = &m->fields[i].name;
		uint32_t known = w->names.n, id;

		status = pm_intern(&w->names, name->data, name->len, &id, err);
		if (status == PM_OK && id == known)
			status = w->fn(w->ctx, name->data, name->len, err);
	}
	return status;
}

enum pm_status
pm_metadata_field_each(struct pm_index *index,
		       enum pm_status (*fn)(void *ctx, const char *name, size_t len,
					    struct pm_error *err),
		       void *ctx, struct pm_error *err)
{
	struct walk w = { .fn = fn, .ctx = ctx };
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	struct pm_buf data;
	enum pm_status status = PM_OK;
	uint32_t article;
	size_t i;

	pm_intern_init(&w.names);
	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++) {
		struct pm_segment *seg = index->segments[i];
		uint32_t n = pm_store_articles(pm_segment_store(seg));

		for (article = 1; article <= n && status == PM_OK; article++) {
			pm_buf_clear(&data);
			if ((status = pm_patience_spend(&index->patience, 200, err)) < 0 ||
			    (status = pm_segment_metadata(seg, article, &data, err)) < 0 ||
			    (status = pm_metadata_read(&reader, data.data, data.len, &m,
						       err)) < 0)
				break;
			status = visit(&w, &m, err);
		}
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
	pm_intern_release(&w.names);
	return status < 0 ? status : PM_OK;
}

/* --- the name that was meant --------------------------------------------- */

#define NAME_SHOWN 40 /* bytes of a name in a message */

static const char *const own[] = { "title", "source", "author", "date",
				   "words", "host",   "id" };

/* The names that a message lists, and the one that was meant. */
struct listing {
	struct pm_buf list;
	struct pm_spelling *near; /* or NULL: the name is too short or too long */
	char meant[NAME_SHOWN + 1];
};

static enum pm_status
list_name(void *ctx, const char *name, size_t len, struct pm_error *err)
{
	struct listing *l = ctx;
	bool yes = false;
	enum pm_status status = PM_OK;

	if (l->near != NULL && l->meant[0] == '\0' && len <= NAME_SHOWN)
		status = pm_spelling_matches(l->near, name, len, &yes, err);
	if (yes)
		memcpy(l->meant, name, len);
	if (l->list.len > 400)
		return status;
	pm_buf_puts(&l->list, l->list.len > 0 ? ", " : "");
	pm_buf_put(&l->list, name, len < NAME_SHOWN ? len : NAME_SHOWN);
	pm_buf_putc(&l->list, ':');
	return status;
}

/* Begin with the fields that every index has, and the name that another language gives
 * one. */
static enum pm_status
listing_begin(struct listing *l, const char *wrong, struct pm_error *err)
{
	struct pm_tree_word word = { .folded_len = strlen(wrong),
				     .match = PM_MATCH_FUZZY };
	const struct pm_foreign *known = pm_foreign_find(wrong, strlen(wrong));
	size_t i;
	enum pm_status status = PM_OK;

	memset(l, 0, sizeof *l);
	pm_buf_init(&l->list, PM_BUF_NO_LIMIT);
	if (known != NULL && known->field != NULL)
		memcpy(l->meant, known->field, strlen(known->field));
	word.edits = word.folded_len < 6 ? 1 : 2;
	if (word.folded_len >= 4 && word.folded_len <= NAME_SHOWN) {
		word.folded = pm_strndup(wrong, word.folded_len);
		status = word.folded == NULL ? pm_fail_nomem(err)
					     : pm_spelling_new(&l->near, &word, err);
		free(word.folded);
	}
	for (i = 0; i < sizeof own / sizeof *own && status == PM_OK; i++)
		status = list_name(l, own[i], strlen(own[i]), err);
	return status;
}

static enum pm_status
no_such_name(struct pm_index *index, const char *name, struct pm_error *err)
{
	struct listing l;
	enum pm_status status = listing_begin(&l, name, err);

	if (status == PM_OK)
		status = pm_metadata_field_each(index, list_name, &l, err);
	if (status == PM_OK)
		status = pm_fail(err, PM_ERR_QUERY,
				 "there is no field '%.*s:'%s%s%s; this "
				 "index has %s",
				 NAME_SHOWN, name,
				 l.meant[0] == '\0' ? "" : ", did you mean '", l.meant,
				 l.meant[0] == '\0' ? "" : ":'", pm_buf_str(&l.list));
	pm_spelling_free(l.near);
	pm_buf_release(&l.list);
	return status;
}

struct search_name {
	const char *name;
	bool found;
};

static enum pm_status
find_name(void *ctx, const char *name, size_t len, struct pm_error *err)
{
	struct search_name *s = ctx;
	const struct pm_text_ref ref = { name, len };

	(void)err;
	s->found = is_name(&ref, s->name);
	return s->found ? PM_STOPPED : PM_OK;
}

static enum pm_status
check_name(struct pm_index *index, const char *name, struct pm_error *err)
{
	struct search_name s = { name, false };
	enum pm_status status = pm_metadata_field_each(index, find_name, &s, err);

	return status < 0 || s.found ? status : no_such_name(index, name, err);
}

enum pm_status
pm_metadata_field_check(struct pm_index *index, const struct pm_tree *tree,
			struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (tree->field == PM_FIELD_OTHER)
		return check_name(index, tree->name, err);
	for (i = 0; i < tree->n_children && status == PM_OK; i++)
		status = pm_metadata_field_check(index, tree->children[i], err);
	return status;
}
