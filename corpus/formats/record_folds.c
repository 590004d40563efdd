/* Pressmark - one object as an article: what it says is folded away: see record_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record_parts.h"

#include "support/folds.h"

#include <string.h>

/* Digits of a place. */
#define PLACE_MAX 15u

/* What is wrong with a member `folds`: it is a field then. */
static const char no_array[] =
	"'folds' is taken for a field: it is no array of objects with 'at', 'text' and 'why'";
static const char not_objects[] =
	"'folds' is taken for a field: not all in it are objects with 'at', 'text' and 'why' alone";
static const char no_place[] =
	"'folds' is taken for a field: an 'at' is no number of characters before it";
static const char no_text[] = "'folds' is taken for a field: a 'text' is missing";
static const char no_words[] =
	"'folds' is taken for a field: a 'why' is no text of its reasons";
static const char beyond[] =
	"'folds' is taken for a field: an 'at' is greater than the text is long";
static const char of_markup[] =
	"'folds' is taken for a field: its places are of a text that was read as HTML";

/* The members of a fold. */
struct parts {
	const struct pm_json_value *at, *text, *why;
};

static bool
is_called(const struct pm_json_value *m, const char *name)
{
	return m->name_len == strlen(name) && memcmp(m->name, name, m->name_len) == 0;
}

/* Whether an item has a fold's members, each once, and no others: nothing is lost. */
static bool
find_parts(const struct pm_json_value *item, struct parts *p)
{
	const struct pm_json_value *m, **part;

	*p = (struct parts){ NULL, NULL, NULL };
	if (item->type != PM_JSON_OBJECT)
		return false;
	for (m = item->child; m != NULL; m = m->next) {
		part = is_called(m, "at")   ? &p->at
		     : is_called(m, "text") ? &p->text
		     : is_called(m, "why")  ? &p->why
					    : NULL;
		if (part == NULL || *part != NULL)
			return false;
		*part = m;
	}
	return true;
}

static bool
read_place(const struct pm_json_value *v, size_t *place)
{
	size_t i;

	*place = 0;
	if (v == NULL || v->type != PM_JSON_NUMBER || v->text_len > PLACE_MAX)
		return false;
	for (i = 0; i < v->text_len; i++) {
		if (v->text[i] < '0' || v->text[i] > '9')
			return false;
		*place = 10 * *place + (size_t)(v->text[i] - '0');
	}
	return true;
}

/* The reasons in V, names with blanks between. */
static unsigned
read_reasons(const struct pm_json_value *v)
{
	const char *p, *end;
	unsigned why = 0;
	size_t len;

	if (v == NULL || v->type == PM_JSON_NULL)
		return PM_FOLD_GIVEN;
	for (p = v->text, end = p + v->text_len; p < end; p += len + 1) {
		const char *blank = memchr(p, ' ', (size_t)(end - p));
		unsigned reason;

		len = (size_t)((blank == NULL ? end : blank) - p);
		reason = pm_fold_reason_named(p, len);
		if (len > 0)
			why |= reason == 0 ? PM_FOLD_GIVEN : reason;
	}
	return why == 0 ? PM_FOLD_GIVEN : why;
}

/* Take one fold, at a place in characters; NULL, or what is wrong with it. */
static const char *
take(struct pm_fold_builder *folds, const struct pm_json_value *item)
{
	struct parts p;
	size_t at;

	if (!find_parts(item, &p))
		return not_objects;
	if (!read_place(p.at, &at))
		return no_place;
	if (p.text == NULL || p.text->type != PM_JSON_STRING)
		return no_text;
	if (p.why != NULL && p.why->type != PM_JSON_STRING && p.why->type != PM_JSON_NULL)
		return no_words;
	pm_fold_builder_begin(folds, at, read_reasons(p.why));
	pm_fold_builder_put(folds, p.text->text, p.text->text_len);
	return NULL;
}

/* Make bytes of places in characters, which do not fall; false: one is beyond the text. */
static bool
place_in_bytes(struct pm_fold_builder *folds, struct pm_str text)
{
	size_t i, byte = 0, chars = 0;

	for (i = 0; i < folds->n; i++) {
		while (chars < folds->all[i].at && byte < text.len) {
			do {
				byte++;
			} while (byte < text.len &&
				 ((uint8_t)text.data[byte] & 0xc0) == 0x80);
			chars++;
		}
		if (chars < folds->all[i].at)
			return false;
		folds->all[i].at = byte;
	}
	return true;
}

/* Whether nothing is in it. */
static bool
is_nothing(const struct pm_json_value *v)
{
	return v->child == NULL && v->type != PM_JSON_BOOL && v->text_len == 0;
}

/* Whether it is meant as folds at all. */
static bool
holds_objects(const struct pm_json_value *v)
{
	const struct pm_json_value *item;

	for (item = v->type == PM_JSON_ARRAY ? v->child : NULL; item != NULL;
	     item = item->next)
		if (item->type == PM_JSON_OBJECT)
			return true;
	return false;
}

enum pm_status
pm_record_put_folds(struct pm_record *r, struct pm_roles *roles, struct pm_article *a,
		    struct pm_error *err)
{
	const struct pm_json_value *item, *folds = roles->folds;
	const char *wrong = r->was_html ? of_markup : NULL;
	enum pm_status st;

	pm_fold_builder_clear(&r->folds);
	r->note = NULL;
	roles->folds = NULL;
	if (folds == NULL || is_nothing(folds))
		return PM_OK;
	/* a number, or a list of words, which may well be a field of that name */
	if (!holds_objects(folds)) {
		r->note = no_array;
		return PM_OK;
	}
	for (item = folds->child; item != NULL && wrong == NULL; item = item->next)
		wrong = take(&r->folds, item);
	if (wrong == NULL) {
		if ((st = pm_fold_builder_end(&r->folds, err)) < 0)
			return st;
		if (!place_in_bytes(&r->folds, a->text))
			wrong = beyond;
	}
	r->note = wrong;
	if (wrong != NULL)
		return PM_OK;
	roles->folds = folds;
	a->folds = r->folds.all;
	a->n_folds = r->folds.n;
	return PM_OK;
}
