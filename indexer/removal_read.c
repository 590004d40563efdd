/* Pressmark - the words of an article, for removing it: see removal_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "support/bytes.h"
#include "text/derive.h"

#include <string.h>

/* Of a separator, once it has been looked at. */
enum { UNKNOWN, NO_JOINT, HYPHEN, ZERO_WIDTH };

static enum pm_status
look_at_separator(struct pm_removal *r, unsigned of, uint32_t number, uint8_t *kind,
		  struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status = pm_store_separator(r->stores[of], number, &text, &len, err);

	if (status == PM_OK)
		*kind = pm_is_hyphen(text, len)	    ? HYPHEN
		      : pm_is_zero_width(text, len) ? ZERO_WIDTH
						    : NO_JOINT;
	return status;
}

static enum pm_status
may_break(struct pm_removal *r, uint32_t a, uint32_t b, bool *yes, struct pm_error *err)
{
	struct pm_known_word word;
	enum pm_status status = pm_segment_word(r->segment, a, &word, err);

	pm_buf_clear(&r->name);
	if (status < 0)
		return status;
	/* the next one may take its place */
	pm_buf_put(&r->name, word.folded, word.len);
	if (r->name.status < 0)
		return pm_fail_nomem(err);
	if ((status = pm_segment_word(r->segment, b, &word, err)) == PM_OK)
		*yes = pm_may_break(pm_buf_str(&r->name), r->name.len, word.folded,
				    word.len);
	return status;
}

/* Whether words I - 1 and I of what is decoded are joined. */
static enum pm_status
is_joint(struct pm_removal *r, unsigned of, uint32_t i, bool *yes, struct pm_error *err)
{
	const struct pm_decoded *d = &r->decoded;
	uint32_t number = d->separators[pm_separator_before(d, i)];
	enum pm_status status = PM_OK;
	uint8_t *kind = &r->joins[of][number];

	if (*kind == UNKNOWN)
		status = look_at_separator(r, of, number, kind, err);
	*yes = status == PM_OK && *kind == HYPHEN;
	if (status == PM_OK && *kind == ZERO_WIDTH)
		status = may_break(r, d->ranks[i - 1], d->ranks[i], yes, err);
	return status;
}

/* A field's words FROM .. TO - 1; nothing is joined across CUTS, places of the body at which
 * folds are. */
struct field {
	uint32_t from, to;
	const struct pm_fold_place *cuts;
	size_t n_cuts;
};

static enum pm_status
visit_joints(struct pm_removal *r, unsigned of, struct field f,
	     const struct pm_removal_visitor *v, struct pm_error *err)
{
	const uint32_t *ranks = r->decoded.ranks;
	enum pm_status status = PM_OK;
	bool joined = false, before;
	uint32_t i;

	for (i = f.from + 1; i < f.to && status == PM_OK; i++) {
		before = joined;
		while (f.n_cuts > 0 && f.cuts->cut < i - f.from) {
			f.cuts++;
			f.n_cuts--;
		}
		joined = false;
		if (f.n_cuts > 0 && f.cuts->cut == i - f.from)
			continue;
		if ((status = is_joint(r, of, i, &joined, err)) < 0 || !joined)
			continue;
		status = v->joint(r, (uint32_t[]){ ranks[i - 1], ranks[i], PM_U32_NONE },
				  err);
		if (status == PM_OK && before)
			status = v->joint(r, ranks + i - 2, err);
	}
	return status;
}

static enum pm_status
visit_words(struct pm_removal *r, uint32_t article, unsigned of,
	    const struct pm_removal_visitor *v, struct pm_error *err)
{
	const struct pm_decoded *d = &r->decoded;
	enum pm_status status = PM_OK;
	struct pm_known_word word;
	uint32_t i, form;

	for (i = 0; i < d->n_words && status == PM_OK; i++) {
		if (d->ranks[i] >= r->n_words)
			return pm_corrupt(err, pm_lexicon_path(r->lex),
					  "article %u has a word that the lexicon does not "
					  "have",
					  (unsigned)article);
		form = d->forms[i];
		if (form == PM_FORM_AT_START) {
			status = pm_segment_word(r->segment, d->ranks[i], &word, err);
			if (status < 0)
				break;
			form = pm_form_resolve(form, word.forms, word.n_forms);
		}
		status = v->word(r, article, d->ranks[i], form, of == 1, err);
	}
	return status;
}

static enum pm_status
decode(struct pm_removal *r, struct pm_store *store, uint32_t number, struct pm_error *err)
{
	struct pm_place place;
	enum pm_status status = pm_store_place(store, number, &place, err);

	if (status < 0 ||
	    (status = pm_store_decode_words(store, &place, &r->decoded, err)) < 0)
		return status;
	return pm_store_decode_dressing(store, &place, &r->decoded, err);
}

static enum pm_status
read_folds(struct pm_removal *r, uint32_t article, const struct pm_fold_place *places,
	   size_t n, const struct pm_removal_visitor *v, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct field body = { .from = 0 };
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++) {
		if ((status = decode(r, r->stores[1], places[i].number, err)) < 0 ||
		    (status = visit_words(r, article, 1, v, err)) < 0)
			break;
		body.to = r->decoded.n_words;
		status = visit_joints(r, 1, body, v, err);
	}
	return status;
}

enum pm_status
pm_removal_read(struct pm_removal *r, uint32_t article,
		const struct pm_removal_visitor *v, struct pm_error *err)
{
	const struct pm_fold_place *places = NULL;
	enum pm_status status = PM_OK;
	struct field title = { .from = 0 }, body;
	size_t n = 0;

	if (r->folds != NULL)
		status = pm_folds_find(r->folds, article, &places, &n, err);
	if (status < 0 || (status = decode(r, r->stores[0], article, err)) < 0 ||
	    (status = visit_words(r, article, 0, v, err)) < 0)
		return status;
	title.to = r->decoded.n_title;
	body = (struct field){ r->decoded.n_title, r->decoded.n_words, places, n };
	if ((status = visit_joints(r, 0, title, v, err)) < 0 ||
	    (status = visit_joints(r, 0, body, v, err)) < 0)
		return status;
	return read_folds(r, article, places, n, v, err);
}
