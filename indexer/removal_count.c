/* Pressmark - counting what articles that are removed take away: see removal_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "segment/lengths.h"
#include "segment/metadata.h"
#include "support/bytes.h"
#include "support/file.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* Joints, most of them the same, before they are sorted. */
#define JOINTS ((size_t)1 << 16)

int
pm_removal_compare_joints(const void *a, const void *b)
{
	const struct pm_removal_joint *x = a, *y = b;
	size_t i;

	for (i = 0; i < 3; i++)
		if (x->ranks[i] != y->ranks[i])
			return x->ranks[i] < y->ranks[i] ? -1 : 1;
	return x->alias != y->alias ? (x->alias < y->alias ? -1 : 1) : 0;
}

int
pm_removal_compare_forms(const void *a, const void *b)
{
	const struct pm_removal_form *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->form < y->form ? -1 : x->form > y->form;
}

/* --- words -------------------------------------------------------------- */

static enum pm_status
list_word(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->ranks, &r->ranks_cap, r->n_ranks + 1,
					sizeof *r->ranks, err);

	if (status == PM_OK)
		r->ranks[r->n_ranks++] = rank;
	r->words[rank].flags |= PM_REMOVAL_LISTED;
	return status;
}

/* A form whose number is large.  Those that follow each other are often the same. */
static enum pm_status
note_form(struct pm_removal *r, uint32_t rank, uint32_t form, struct pm_error *err)
{
	struct pm_removal_form *last = r->n_forms > 0 ? &r->forms[r->n_forms - 1] : NULL;
	enum pm_status status;

	if (last != NULL && last->rank == rank && last->form == form)
		return PM_OK;
	status = pm_grow(&r->forms, &r->forms_cap, r->n_forms + 1, sizeof *r->forms, err);
	if (status == PM_OK)
		r->forms[r->n_forms++] = (struct pm_removal_form){ rank, form, false };
	return status;
}

static enum pm_status
count_word(struct pm_removal *r, uint32_t article, uint32_t rank, uint32_t form,
	   bool in_fold, struct pm_error *err)
{
	struct pm_removal_word *w = &r->words[rank];
	enum pm_status status = PM_OK;

	if ((w->flags & PM_REMOVAL_LISTED) == 0)
		status = list_word(r, rank, err);
	w->flags |= PM_REMOVAL_MET;
	if (!in_fold) {
		w->count++;
		w->articles += w->last != article;
		w->last = article;
	}
	if (form < PM_REMOVAL_FORM_BITS)
		w->forms |= (uint32_t)1 << form;
	else if (status == PM_OK)
		status = note_form(r, rank, form, err);
	return status;
}

static enum pm_status
note_joint(struct pm_removal *r, const uint32_t ranks[3], struct pm_error *err)
{
	enum pm_status status = pm_grow(&r->joints, &r->joints_cap, r->n_joints + 1,
					sizeof *r->joints, err);

	if (status == PM_OK)
		r->joints[r->n_joints++] = (struct pm_removal_joint){
			{ ranks[0], ranks[1], ranks[2] },
			PM_U32_NONE,
			0,
			false
		};
	return status;
}

/* --- sums --------------------------------------------------------------- */

static enum pm_status
add_sums(struct pm_removal *r, uint32_t article, struct pm_pages *lengths,
	 struct pm_error *err)
{
	struct pm_removed_sums *sums = &r->tables->sums;
	const uint8_t *length = pm_pages_get(lengths, 4 * (uint64_t)article, 4, err);
	struct pm_buf text;
	enum pm_status status;

	if (length == NULL)
		return PM_ERR_CORRUPT;
	if (pm_load_u32(length) == 0)
		return pm_corrupt(err, pm_pages_path(lengths), "article %u has no length",
				  (unsigned)article);
	sums->articles++;
	sums->lengths += pm_load_u32(length) - 1;
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	status = pm_segment_text(r->segment, article, &text, &text, err);
	sums->text_bytes += text.len;
	pm_buf_clear(&text);
	if (status == PM_OK)
		status = pm_segment_metadata(r->segment, article, &text, err);
	sums->undated += status == PM_OK && pm_metadata_day(text.data, text.len) == 0;
	pm_buf_release(&text);
	return status;
}

/* Occurrences, and of these those of words that are too long for a term. */
static enum pm_status
sum_words(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_sums *sums = &r->tables->sums;
	struct pm_known_word word;
	enum pm_status status = PM_OK;
	size_t i;

	sums->words = sums->long_words = 0;
	for (i = 0; i < r->n_ranks && status == PM_OK; i++) {
		uint64_t count = r->words[r->ranks[i]].count;

		status = pm_segment_word(r->segment, r->ranks[i], &word, err);
		sums->words += count;
		sums->long_words += status == PM_OK && word.len > PM_FOLDED_MAX ? count : 0;
	}
	return status;
}

/* --- tables ------------------------------------------------------------- */

/* What was gone before: it goes on. */
static enum pm_status
take_old(struct pm_removal *r, struct pm_error *err)
{
	const struct pm_removed_tables *t = r->tables;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < t->n_words && status == PM_OK; i++) {
		const struct pm_removed_word *w = &t->words[i];

		if (w->rank >= r->n_words)
			return pm_corrupt(err, r->of->dir,
					  "what is gone is of another segment");
		r->words[w->rank].count = w->count;
		r->words[w->rank].articles = w->articles;
		status = list_word(r, w->rank, err);
	}
	return status;
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static enum pm_status
put_words(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	struct pm_removed_word *words = pm_alloc(r->n_ranks, sizeof *words);
	size_t i;

	if (words == NULL)
		return pm_fail_nomem(err);
	free(t->words);
	t->words = words;
	t->n_words = 0;
	if (r->n_ranks > 0)
		qsort(r->ranks, r->n_ranks, sizeof *r->ranks, compare_numbers);
	for (i = 0; i < r->n_ranks; i++) {
		const struct pm_removal_word *w = &r->words[r->ranks[i]];

		if (w->count > 0)
			t->words[t->n_words++] = (struct pm_removed_word){
				r->ranks[i], w->articles, w->count
			};
	}
	return PM_OK;
}

static enum pm_status
put_articles(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removed_tables *t = r->tables;
	uint32_t *articles = pm_alloc(t->sums.articles, sizeof *articles), article;
	size_t n = 0;

	if (articles == NULL)
		return pm_fail_nomem(err);
	for (article = 1; article <= r->articles; article++)
		if (pm_removal_has(r->gone, article))
			articles[n++] = article;
	free(t->articles);
	t->articles = articles;
	return PM_OK;
}

/* Joints each once. */
static void
settle_joints(struct pm_removal *r)
{
	size_t i, n = 0;

	if (r->n_joints > 0)
		qsort(r->joints, r->n_joints, sizeof *r->joints,
		      pm_removal_compare_joints);
	for (i = 0; i < r->n_joints; i++)
		if (n == 0 ||
		    pm_removal_compare_joints(&r->joints[n - 1], &r->joints[i]) != 0)
			r->joints[n++] = r->joints[i];
	r->n_joints = n;
}

static void
settle_forms(struct pm_removal *r)
{
	size_t i, n = 0;

	if (r->n_forms > 0)
		qsort(r->forms, r->n_forms, sizeof *r->forms, pm_removal_compare_forms);
	for (i = 0; i < r->n_forms; i++)
		if (n == 0 ||
		    pm_removal_compare_forms(&r->forms[n - 1], &r->forms[i]) != 0)
			r->forms[n++] = r->forms[i];
	r->n_forms = n;
}

enum pm_status
pm_removal_count(struct pm_removal *r, struct pm_error *err)
{
	static const struct pm_removal_visitor count = { count_word, note_joint };
	char *path = pm_path_join(r->of->dir, PM_LENGTHS_FILE);
	struct pm_pages *lengths = NULL;
	size_t settle_at = JOINTS;
	uint32_t article;
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	if ((status = take_old(r, err)) == PM_OK)
		status = pm_lengths_open(&lengths, path, r->articles, err);
	for (article = 1; article <= r->articles && status == PM_OK; article++) {
		if (!pm_removal_has(r->going, article))
			continue;
		if (pm_stop_asked(r->stop)) {
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
			break;
		}
		if ((status = pm_removal_read(r, article, &count, err)) == PM_OK)
			status = add_sums(r, article, lengths, err);
		if (r->n_joints >= settle_at) {
			settle_joints(r);
			settle_at = 2 * r->n_joints + JOINTS;
		}
	}
	settle_joints(r);
	settle_forms(r);
	if (status == PM_OK && (status = sum_words(r, err)) == PM_OK &&
	    (status = put_words(r, err)) == PM_OK)
		status = put_articles(r, err);
	pm_pages_free(lengths);
	free(path);
	return status;
}
