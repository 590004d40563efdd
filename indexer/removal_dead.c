/* Pressmark - what no article that is left has any more: see removal.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* --- words -------------------------------------------------------------- */

static bool
is_word_found(struct pm_removal *r, const void *what)
{
	return (r->words[*(const uint32_t *)what].flags & PM_REMOVAL_IN_FOLDS) == 0;
}

/* Look for a word in folds. */
static enum pm_status
bury_word(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	struct pm_removal_search s = { r, NULL, UINT32_MAX, is_word_found, &rank, err };
	enum pm_status status = PM_OK;

	if (is_word_found(r, &rank))
		return PM_OK;
	if ((status = pm_removal_entry(r, rank, err)) < 0)
		return status;
	if (r->cursor.entry.len <= PM_FOLDED_MAX) {
		status = pm_removal_search_folds(&s);
	} else {
		s.looks = PM_REMOVAL_LOOKS;
		status = pm_removal_search_all(&s, PM_REMOVAL_WITH_FOLDS);
	}
	if (status == PM_OK && s.looks > 0 && !is_word_found(r, &rank))
		r->words[rank].flags |= PM_REMOVAL_DEAD;
	return status;
}

static enum pm_status
bury_words(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++)
		status = bury_word(r, r->ranks[i], err);
	return status;
}

/* --- aliases ------------------------------------------------------------ */

static enum pm_status
add_dead_target(struct pm_removal *r, uint32_t alias, uint32_t target, void *ctx,
		struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->dead_targets, &r->dead_targets_cap,
					r->n_dead_targets + 1, sizeof *r->dead_targets,
					err);

	(void)ctx;
	if (status == PM_OK)
		r->dead_targets[r->n_dead_targets++] = (struct pm_removed_pair){ alias,
										 target };
	return status;
}

/* A word that is dead, and may be an address: its parts stand for it no more. */
struct address {
	struct pm_removal *r;
	uint32_t rank;
	struct pm_error *err;
};

static int
bury_part(void *ctx, const char *part, size_t len)
{
	struct address *a = ctx;

	return len > PM_FOLDED_MAX
		     ? 0
		     : pm_removal_each_target(a->r, part, len, &a->rank, 1,
					      add_dead_target, NULL, a->err);
}

static enum pm_status
bury_parts(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	struct address a = { r, rank, err };
	enum pm_status status = pm_removal_entry(r, rank, err);
	struct pm_buf word;

	if (status < 0)
		return status;
	/* the cursor moves on */
	pm_buf_init(&word, PM_BUF_NO_LIMIT);
	pm_buf_put(&word, r->cursor.entry.word, r->cursor.entry.len);
	status = word.status < 0
		       ? pm_fail_nomem(err)
		       : (enum pm_status)pm_address_parts(pm_buf_str(&word), word.len,
							  bury_part, &a);
	pm_buf_release(&word);
	return status;
}

static bool
is_joint_found(struct pm_removal *r, const void *what)
{
	(void)r;
	return ((const struct pm_removal_joint *)what)->found;
}

static bool
has_dead_word(const struct pm_removal *r, const struct pm_removal_joint *j)
{
	size_t i;

	for (i = 0; i < 3 && j->ranks[i] != PM_U32_NONE; i++)
		if (r->words[j->ranks[i]].flags & PM_REMOVAL_DEAD)
			return true;
	return false;
}

static enum pm_status
bury_joint(struct pm_removal *r, struct pm_removal_joint *j, struct pm_error *err)
{
	struct pm_removal_search s = { r, NULL, UINT32_MAX, is_joint_found, j, err };
	enum pm_status status = PM_OK;

	if (j->found)
		return PM_OK;
	if (!has_dead_word(r, j)) {
		if ((status = pm_removal_put_joined(r, j, err)) < 0 ||
		    (status = pm_cursor_at(&r->cursor, PM_LIST_ALIASES, j->alias, err)) <
			    0)
			return status;
		pm_buf_clear(&r->term);
		pm_cursor_stem(&r->cursor, &r->term);
		if (r->term.status < 0)
			return pm_fail_nomem(err);
		status = pm_removal_search(&s);
	}
	return status == PM_OK && !j->found
		     ? add_dead_target(r, j->alias, j->target, NULL, err)
		     : status;
}

static enum pm_status
bury_aliases(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++)
		if (r->words[r->ranks[i]].flags & PM_REMOVAL_DEAD)
			status = bury_parts(r, r->ranks[i], err);
	for (i = 0; i < r->n_joints && status == PM_OK; i++)
		status = bury_joint(r, &r->joints[i], err);
	return status;
}

/* --- forms -------------------------------------------------------------- */

static bool
is_form_found(struct pm_removal *r, const void *what)
{
	const struct pm_removed_pair *p = what;
	const struct pm_removal_form *f;

	if (p->number < PM_REMOVAL_FORM_BITS)
		return (r->words[p->of].forms >> p->number & 1) == 0;
	f = pm_removal_form(r, p->of, p->number);
	return f == NULL || f->found;
}

static void
spare_form(struct pm_removal *r, const struct pm_removed_pair *p)
{
	struct pm_removal_form *f;

	if (p->number < PM_REMOVAL_FORM_BITS)
		r->words[p->of].forms &= ~((uint32_t)1 << p->number);
	else if ((f = pm_removal_form(r, p->of, p->number)) != NULL)
		f->found = true;
}

/* Look for a form of a word that lives. */
static enum pm_status
look_for_form(struct pm_removal *r, struct pm_removed_pair form, struct pm_error *err)
{
	struct pm_removal_search s = { r,     NULL, PM_REMOVAL_LOOKS, is_form_found,
				       &form, err };
	enum pm_status status;

	if (is_form_found(r, &form))
		return PM_OK;
	if (!r->of->all_looks && r->n_looked >= PM_REMOVAL_ALL_LOOKS(r->n_going)) {
		spare_form(r, &form);
		return PM_OK;
	}
	if ((status = pm_removal_entry(r, form.of, err)) < 0)
		return status;
	pm_buf_clear(&r->joined);
	pm_buf_put(&r->joined, r->cursor.entry.word, r->cursor.entry.len);
	if (r->joined.status < 0)
		return pm_fail_nomem(err);
	status = r->joined.len <= PM_FOLDED_MAX
		       ? pm_removal_search(&s)
		       : pm_removal_search_all(&s, PM_REMOVAL_ANYWHERE);
	if (status == PM_OK && s.looks == 0)
		spare_form(r, &form);
	return status;
}

static enum pm_status
look_for_forms(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	struct pm_removal_word *w = &r->words[rank];
	struct pm_known_word known;
	enum pm_status status = pm_segment_word(r->segment, rank, &known, err);
	uint32_t form;

	/* what has one form only has it as long as it lives */
	if (status == PM_OK && known.n_forms < 2)
		w->forms = 0;
	for (form = 0; form < PM_REMOVAL_FORM_BITS && status == PM_OK && w->forms != 0;
	     form++)
		status = look_for_form(r, (struct pm_removed_pair){ rank, form }, err);
	return status;
}

static enum pm_status
bury_forms(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++) {
		uint32_t flags = r->words[r->ranks[i]].flags;

		if ((flags & PM_REMOVAL_MET) && (flags & PM_REMOVAL_DEAD) == 0)
			status = look_for_forms(r, r->ranks[i], err);
	}
	for (i = 0; i < r->n_forms && status == PM_OK; i++)
		if ((r->words[r->forms[i].rank].flags & PM_REMOVAL_DEAD) == 0)
			status = look_for_form(r,
					       (struct pm_removed_pair){ r->forms[i].rank,
									 r->forms[i].form },
					       err);
	return status;
}

/* --- tables ------------------------------------------------------------- */

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pm_removed_pair *x = a, *y = b;

	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Sort the N at LIST, and keep each once. */
static size_t
settle_numbers(uint32_t *list, size_t n)
{
	size_t i, kept = 0;

	if (n > 0)
		qsort(list, n, sizeof *list, compare_numbers);
	for (i = 0; i < n; i++)
		if (kept == 0 || list[kept - 1] != list[i])
			list[kept++] = list[i];
	return kept;
}

static size_t
settle_pairs(struct pm_removed_pair *list, size_t n)
{
	size_t i, kept = 0;

	if (n > 0)
		qsort(list, n, sizeof *list, compare_pairs);
	for (i = 0; i < n; i++)
		if (kept == 0 || compare_pairs(&list[kept - 1], &list[i]) != 0)
			list[kept++] = list[i];
	return kept;
}

static enum pm_status
add_number(uint32_t **list, size_t *n, size_t *cap, uint32_t number, struct pm_error *err)
{
	enum pm_status status = pm_grow(list, cap, *n + 1, sizeof **list, err);

	if (status == PM_OK)
		(*list)[(*n)++] = number;
	return status;
}

static enum pm_status
put_dead_words(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	size_t cap = t->n_dead_words, i;
	enum pm_status status = PM_OK;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++)
		if (r->words[r->ranks[i]].flags & PM_REMOVAL_DEAD)
			status = add_number(&t->dead_words, &t->n_dead_words, &cap,
					    r->ranks[i], err);
	t->n_dead_words = settle_numbers(t->dead_words, t->n_dead_words);
	return status;
}

static enum pm_status
put_dead_targets(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	size_t cap = t->n_dead_targets, n = t->n_dead_targets + r->n_dead_targets;
	enum pm_status status = pm_grow(&t->dead_targets, &cap, n,
					sizeof *t->dead_targets, err);

	if (status < 0)
		return status;
	if (r->n_dead_targets > 0)
		memcpy(t->dead_targets + t->n_dead_targets, r->dead_targets,
		       r->n_dead_targets * sizeof *r->dead_targets);
	t->n_dead_targets = settle_pairs(t->dead_targets, n);
	return PM_OK;
}

/* An alias is dead if all of its targets are. */
static enum pm_status
put_dead_aliases(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	size_t i, n, cap = t->n_dead_aliases;
	enum pm_status status = PM_OK;

	for (i = 0; i < t->n_dead_targets && status == PM_OK; i += n) {
		uint32_t alias = t->dead_targets[i].of;

		for (n = 1;
		     i + n < t->n_dead_targets && t->dead_targets[i + n].of == alias;)
			n++;
		status = pm_cursor_at(&r->cursor, PM_LIST_ALIASES, alias, err);
		if (status == PM_OK && r->cursor.entry.count == n)
			status = add_number(&t->dead_aliases, &t->n_dead_aliases, &cap,
					    alias, err);
	}
	t->n_dead_aliases = settle_numbers(t->dead_aliases, t->n_dead_aliases);
	return status;
}

static enum pm_status
add_dead_form(struct pm_removal *r, size_t *cap, uint32_t rank, uint32_t form,
	      struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	enum pm_status status = pm_grow(&t->dead_forms, cap, t->n_dead_forms + 1,
					sizeof *t->dead_forms, err);

	if (status == PM_OK)
		t->dead_forms[t->n_dead_forms++] = (struct pm_removed_pair){ rank, form };
	return status;
}

/* Those of words that are dead go without saying. */
static enum pm_status
put_dead_forms(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	size_t cap = t->n_dead_forms, i, n = 0;
	enum pm_status status = PM_OK;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++) {
		uint32_t rank = r->ranks[i], bits = r->words[rank].forms;

		for (; bits != 0 && status == PM_OK; bits &= bits - 1)
			status = add_dead_form(r, &cap, rank,
					       (uint32_t)__builtin_ctz(bits), err);
	}
	for (i = 0; i < r->n_forms && status == PM_OK; i++)
		if (!r->forms[i].found)
			status = add_dead_form(r, &cap, r->forms[i].rank,
					       r->forms[i].form, err);
	for (i = 0; i < t->n_dead_forms; i++)
		if ((r->words[t->dead_forms[i].of].flags & PM_REMOVAL_DEAD) == 0)
			t->dead_forms[n++] = t->dead_forms[i];
	t->n_dead_forms = settle_pairs(t->dead_forms, n);
	return status;
}

enum pm_status
pm_removal_bury(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_removal_choose(r, err)) < 0 ||
	    (status = bury_words(r, err)) < 0 || (status = bury_aliases(r, err)) < 0 ||
	    (status = bury_forms(r, err)) < 0 || (status = put_dead_words(r, err)) < 0 ||
	    (status = put_dead_targets(r, err)) < 0 ||
	    (status = put_dead_aliases(r, err)) < 0)
		return status;
	return put_dead_forms(r, err);
}
