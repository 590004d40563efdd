/* Pressmark - what an article says about itself: see metadata_field.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/metadata_field.h"

#include "match/spelling.h"
#include "segment/metadata.h"
#include "support/calendar.h"
#include "support/url.h"
#include "text/fold.h"
#include "text/names.h"
#include "text/split.h"

#include <stdlib.h>
#include <string.h>

struct pm_metadata_leaf {
	const struct pm_tree *leaf;
	struct pm_spelling *spelling; /* for PM_TREE_SPELT */
	struct pm_metadata_reader reader;
	size_t name_len; /* of a field of the corpus */
	size_t value_len;
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
	n->name_len = leaf->name == NULL ? 0 : strlen(leaf->name);
	n->value_len = leaf->value == NULL ? 0 : strlen(leaf->value);
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
	enum pm_status status;

	if (n->leaf->op == PM_TREE_WHOLE)
		return pm_value_is(&n->folded, value->data, value->len, n->leaf->value,
				   n->value_len, yes, err);
	status = fold_value(n, value, err);
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

static enum pm_status
matches_items(struct pm_metadata_leaf *n, struct pm_text_ref list, bool *yes,
	      struct pm_error *err)
{
	struct pm_text_ref item;
	enum pm_status status = PM_OK;
	size_t at = 0;

	while (status == PM_OK && !*yes && pm_metadata_item(list, &at, &item))
		status = matches_value(n, &item, yes, err);
	return status;
}

static enum pm_status
matches_fields(struct pm_metadata_leaf *n, const struct pm_metadata *m, bool *yes,
	       struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool named;
	size_t i;

	for (i = 0; status == PM_OK && i < m->n_fields && !*yes; i++) {
		const struct pm_metadata_field *f = &m->fields[i];

		status = pm_name_is(&n->folded, f->name.data, f->name.len, n->leaf->name,
				    n->name_len, &named, err);
		if (status == PM_OK && named)
			status = matches_value(n, &f->value, yes, err);
	}
	return status;
}

/* The leaf's words in the field that it names. */
static enum pm_status
matches_field(struct pm_metadata_leaf *n, const struct pm_metadata *m, bool *yes,
	      struct pm_error *err)
{
	switch (n->leaf->field) {
	case PM_FIELD_AUTHOR:
		return matches_items(n, m->author, yes, err);
	case PM_FIELD_SOURCE:
		return m->source.len == 0 ? PM_OK : matches_value(n, &m->source, yes, err);
	default:
		return matches_fields(n, m, yes, err);
	}
}

enum pm_status
pm_metadata_leaf_matches(struct pm_metadata_leaf *n, struct pm_view *v, bool *yes,
			 struct pm_error *err)
{
	const struct pm_tree *leaf = n->leaf;
	struct pm_metadata m;
	enum pm_status status;

	*yes = leaf->op == PM_TREE_LENGTH && v->stored.n_words >= leaf->first &&
	       v->stored.n_words <= leaf->last;
	if (leaf->op == PM_TREE_LENGTH)
		return PM_OK;
	pm_buf_clear(&n->data);
	status = pm_store_metadata(pm_segment_store(v->segment), &v->place, &n->data, err);
	if (status == PM_OK)
		status = pm_metadata_read(&n->reader, n->data.data, n->data.len,
					  pm_segment_metadata_path(v->segment), &m, err);
	if (status != PM_OK)
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
