/* Pressmark - merging the words of runs: uniting them: see merge_words.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/words_parts.h"

#include "support/bytes.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_words_broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a run's words do not fit together");
}

/* --- texts -------------------------------------------------------------- */

struct pm_spool_text
pm_words_huge(const struct pm_merge_words *w, uint32_t run, size_t len, uint64_t at)
{
	return (struct pm_spool_text){ .len = len,
				       .spool = &w->m->runs[run].huge,
				       .at = at };
}

bool
pm_words_load_other(const uint8_t **p, const uint8_t *end, const uint8_t **other,
		    size_t *len, uint64_t *number)
{
	const uint8_t *begin = *p;
	uint64_t length;

	if (pm_load_varint(p, end, &length) < 0)
		return false;
	*len = (size_t)length;
	if (length > PM_RUN_HUGE)
		return pm_load_varint(p, end, number) == 0;
	*p = begin;
	return pm_load_bytes(p, end, other, len) == 0;
}

/* How many of the articles HERE, as a run's record has them, no earlier run has counted
 * for the word. */
static uint64_t
count_articles(struct pm_merge_words *w, uint32_t run, uint64_t here)
{
	const struct pm_run *r = &w->m->runs[run];
	uint64_t n = here / 4;

	if (here & 2)
		n -= pm_merge_counted(w->m, &w->marks, r->continued);
	if ((here & 1) && !((here & 2) && r->open == r->continued))
		n -= pm_merge_counted(w->m, &w->marks, r->open);
	return n;
}


static struct pm_spool_text
form_text(const struct pm_merge_words *w, const struct pm_merge_form *f)
{
	return f->other_len > PM_RUN_HUGE
		     ? pm_words_huge(w, f->run, f->other_len, f->at)
		     : (struct pm_spool_text){ .s = f->other,
					       .held = f->other_len,
					       .len = f->other_len };
}

static int
compare_texts(struct pm_merge_words *w, const struct pm_spool_text *a,
	      const struct pm_spool_text *b)
{
	int order = 0;

	if (w->compared == PM_OK)
		w->compared = pm_spool_text_compare(a, b, &order, NULL, &w->compare_err);
	return order;
}

/* After sorting: whether that could be done. */
static enum pm_status
check_compared(const struct pm_merge_words *w, struct pm_error *err)
{
	if (w->compared < 0 && err != NULL)
		*err = w->compare_err;
	return w->compared;
}


/* Add what one run knows of the word: *ARTICLES and the forms grow. */
static enum pm_status
add_source(struct pm_merge_words *w, uint32_t run, const uint8_t *p, const uint8_t *end,
	   uint64_t *articles, struct pm_error *err)
{
	uint64_t here, n, count, kind, surface, at;
	enum pm_status status;

	if (pm_load_varint(&p, end, &here) < 0 || pm_load_varint(&p, end, &n) < 0)
		return pm_words_broken(err);
	*articles += count_articles(w, run, here);
	for (; n > 0; n--) {
		const uint8_t *other = NULL;
		size_t len = 0;

		at = 0;
		if (pm_load_varint(&p, end, &count) < 0 ||
		    pm_load_varint(&p, end, &kind) < 0 ||
		    (kind == PM_FORM_OTHER &&
		     !pm_words_load_other(&p, end, &other, &len, &at)) ||
		    pm_load_varint(&p, end, &surface) < 0)
			return pm_words_broken(err);
		status = pm_grow(&w->forms, &w->forms_cap, w->n_forms + 1,
				 sizeof *w->forms, err);
		if (status == PM_OK)
			status = pm_grow(&w->refs, &w->refs_cap, w->n_refs + 1,
					 sizeof *w->refs, err);
		if (status < 0)
			return status;
		w->refs[w->n_refs] = (struct pm_merge_ref){ run, (uint32_t)surface, 0 };
		w->forms[w->n_forms++] = (struct pm_merge_form){
			count,
			(const char *)other,
			len,
			at,
			run,
			(enum pm_form)kind,
			(uint32_t)++w->n_refs,
			1
		};
	}
	return PM_OK;
}

static int
by_surface(const void *a, const void *b, void *words)
{
	const struct pm_merge_form *x = a, *y = b;

	struct pm_spool_text s, t;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->other_len <= PM_RUN_HUGE && y->other_len <= PM_RUN_HUGE)
		return pm_compare_bytes(x->other, x->other_len, y->other, y->other_len);
	s = form_text(words, x);
	t = form_text(words, y);
	return compare_texts(words, &s, &t);
}

/* Merge the forms that several runs have in common. */
static void
join_forms(struct pm_merge_words *w)
{
	size_t i, kept = 0;

	qsort_r(w->forms, w->n_forms, sizeof *w->forms, by_surface, w);
	for (i = 1; i < w->n_forms; i++) {
		struct pm_merge_form *to = &w->forms[kept], *f = &w->forms[i];

		if (by_surface(to, f, w) != 0) {
			w->forms[++kept] = *f;
			continue;
		}
		to->count += f->count;
		w->refs[f->first_ref - 1].next = to->first_ref;
		to->first_ref = f->first_ref;
		to->n_refs++;
	}
	w->n_forms = kept + 1;
}

static int
by_frequency(const void *a, const void *b, void *words)
{
	const struct pm_merge_form *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return by_surface(x, y, words);
}

/* Counts are noted one greater, as a word that occurs in folds only has none. */
static enum pm_status
note_count(struct pm_merge_words *w, uint64_t count, struct pm_error *err)
{
	enum pm_status status;

	count++;
	if (count < PM_WORDS_SMALL) {
		w->small[count]++;
		return PM_OK;
	}
	status = pm_grow(&w->large, &w->large_cap, w->n_large + 1, sizeof *w->large, err);
	if (status == PM_OK)
		w->large[w->n_large++] = count;
	return status;
}

/* What all runs that have the word know of it: its forms, ordered, *ARTICLES, and the
 * bytes STEM .. STEM_END that say how its term is made, which are the same in all; of a
 * huge one, its TEXT as the first of them has it. */
static enum pm_status
gather_word(struct pm_merge_words *w, struct pm_union *u, uint64_t *articles,
	    const uint8_t **stem, const uint8_t **stem_end, struct pm_spool_text *text,
	    struct pm_error *err)
{
	struct pm_run_stem read;
	enum pm_status status;
	uint64_t len, at;
	size_t i;

	w->n_forms = w->n_refs = 0;
	w->marks.now++;
	for (i = 0; i < u->n_here; i++) {
		struct pm_union_source *s = &u->sources[u->here[i]];
		const uint8_t *p = s->p, *begin;

		if (u->len > PM_RUN_HUGE) {
			if (pm_load_varint(&p, s->end, &len) < 0 || len <= PM_RUN_HUGE ||
			    pm_load_varint(&p, s->end, &at) < 0)
				return pm_words_broken(err);
			if (i == 0)
				*text = pm_words_huge(w, u->here[i], (size_t)len, at);
		}
		begin = p;
		if (!pm_run_stem_get(&p, s->end, &read))
			return pm_words_broken(err);
		if (i == 0) {
			*stem = begin;
			*stem_end = p;
		}
		status = add_source(w, u->here[i], p, s->end, articles, err);
		if (status < 0)
			return status;
	}
	if (w->n_forms > 1 && (u->n_here > 1 || w->m->repeats))
		join_forms(w);
	if (w->n_forms >= PM_FORMS_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "a word is written in more than %u ways",
			       (unsigned)PM_FORMS_MAX);
	if (w->n_forms > 1)
		qsort_r(w->forms, w->n_forms, sizeof *w->forms, by_frequency, w);
	return check_compared(w, err);
}

/* Append the forms to the record of a united word. */
static void
put_forms(struct pm_merge_words *w, struct pm_buf *record)
{
	uint32_t ref;
	size_t i;

	pm_buf_put_varint(record, w->n_forms);
	for (i = 0; i < w->n_forms; i++) {
		const struct pm_merge_form *f = &w->forms[i];

		pm_buf_put_varint(record, f->kind);
		if (f->kind == PM_FORM_OTHER) {
			pm_buf_put_varint(record, f->other_len);
			if (f->other_len > PM_RUN_HUGE) {
				pm_buf_put_varint(record, f->run);
				pm_buf_put_varint(record, f->at);
			} else {
				pm_buf_put(record, f->other, f->other_len);
			}
		}
		pm_buf_put_varint(record, f->n_refs);
		for (ref = f->first_ref; ref != 0; ref = w->refs[ref - 1].next) {
			pm_buf_put_varint(record, w->refs[ref - 1].run);
			pm_buf_put_varint(record, w->refs[ref - 1].surface);
		}
	}
}

static int
by_stem(const void *a, const void *b)
{
	const struct pm_merge_waiting *x = a, *y = b;

	return pm_compare_bytes(pm_buf_str(&x->stem), x->stem.len, pm_buf_str(&y->stem),
				y->stem.len);
}

static int
by_text(const void *a, const void *b, void *words)
{
	const struct pm_merge_waiting *x = a, *y = b;

	return compare_texts(words, &x->text, &y->text);
}

/* Put huge words that begin alike into the united spool, in the order of their bytes. */
static enum pm_status
end_huge(struct pm_merge_words *w, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (w->n_group > 1)
		qsort_r(w->group, w->n_group, sizeof *w->group, by_text, w);
	status = check_compared(w, err);
	for (i = 0; i < w->n_group && status == PM_OK; i++) {
		pm_buf_clear(&w->record);
		pm_buf_put_varint(&w->record, w->group[i].text.len);
		pm_buf_put(&w->record, w->head.data, w->head.len);
		pm_buf_put(&w->record, w->group[i].record.data, w->group[i].record.len);
		status = pm_spool_put(&w->united, &w->record, err);
	}
	return status;
}

/* Sort words of one folded word by their stems. */
static enum pm_status
sort_group(struct pm_merge_words *w, struct pm_error *err)
{
	size_t i;

	for (i = 0; i < w->n_group; i++) {
		struct pm_merge_waiting *here = &w->group[i];
		const uint8_t *p = here->record.data, *end = p + here->record.len, *word;
		struct pm_run_stem stem;
		size_t len;

		if (pm_load_bytes(&p, end, &word, &len) < 0 ||
		    !pm_run_stem_get(&p, end, &stem))
			return pm_words_broken(err);
		pm_run_stem_apply(&stem, (const char *)word, len, &here->stem);
		if (here->stem.status < 0)
			return pm_fail_nomem(err);
	}
	qsort(w->group, w->n_group, sizeof *w->group, by_stem);
	return PM_OK;
}

/* Put the words that waited into the united spool, in the order of their stems. */
static enum pm_status
end_group(struct pm_merge_words *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (w->head.len > 0) {
		status = end_huge(w, err);
		pm_buf_clear(&w->head);
	} else {
		if (w->n_group > 1)
			status = sort_group(w, err);
		for (i = 0; i < w->n_group && status == PM_OK; i++)
			status = pm_spool_put(&w->united, &w->group[i].record, err);
	}
	w->n_group = 0;
	return status;
}

/* A place for a word of the current group. */
static enum pm_status
new_waiting(struct pm_merge_words *w, struct pm_merge_waiting **out, struct pm_error *err)
{
	size_t cap = w->group_cap;
	enum pm_status status = pm_grow(&w->group, &w->group_cap, w->n_group + 1,
					sizeof *w->group, err);

	if (status < 0)
		return status;
	for (; cap < w->group_cap; cap++) {
		pm_buf_init(&w->group[cap].record, PM_BUF_NO_LIMIT);
		pm_buf_init(&w->group[cap].stem, PM_BUF_NO_LIMIT);
	}
	*out = &w->group[w->n_group++];
	pm_buf_clear(&(*out)->record);
	return PM_OK;
}

/* The length of the folded word that a name begins with. */
static size_t
folded_len(const char *name, size_t len)
{
	const char *mark = memchr(name, PM_RUN_STEM_MARK, len);

	return mark != NULL ? (size_t)(mark - name) : len;
}

/* Whether a word has the folded word of the group: its name follows directly, so it is
 * enough to compare it with the first. */
static bool
is_of_group(const struct pm_merge_words *w, const char *s, size_t len, size_t folded)
{
	const uint8_t *p, *end, *word;
	size_t word_len;

	if (len > PM_RUN_HUGE)
		return w->head.len > 0 && memcmp(w->head.data, s, PM_RUN_HUGE) == 0;
	if (w->n_group == 0 || folded == len || w->head.len > 0)
		return false;
	p = w->group[0].record.data;
	end = p + w->group[0].record.len;
	return pm_load_bytes(&p, end, &word, &word_len) == 0 && word_len == folded &&
	       memcmp(word, s, folded) == 0;
}

/* Begin the record of a word, LEN bytes at S; a huge one is TEXT as the run has it that
 * is the first of U's. */
static void
put_word(struct pm_merge_words *w, const struct pm_union *u, size_t len,
	 const struct pm_spool_text *text, struct pm_merge_waiting *here)
{
	if (u->len <= PM_RUN_HUGE) {
		pm_buf_put_varint(&here->record, len);
		pm_buf_put(&here->record, u->s, len);
		return;
	}
	here->text = *text;
	if (w->n_group == 1)
		pm_buf_put(&w->head, u->s, PM_RUN_HUGE);
	pm_buf_put_varint(&here->record, u->here[0]);
	pm_buf_put_varint(&here->record, text->at);
}

static enum pm_status
unite_word(struct pm_merge_words *w, struct pm_union *u, struct pm_error *err)
{
	uint64_t articles = 0, count = 0;
	const uint8_t *stem = NULL, *stem_end = NULL;
	size_t len = folded_len(u->s, u->len), i;
	struct pm_spool_text text;
	struct pm_merge_waiting *here = NULL;
	enum pm_status status;

	if (!is_of_group(w, u->s, u->len, len) && (status = end_group(w, err)) < 0)
		return status;
	status = gather_word(w, u, &articles, &stem, &stem_end, &text, err);
	if (status < 0)
		return status;
	for (i = 0; i < w->n_forms; i++)
		count += w->forms[i].count;
	if ((status = note_count(w, count, err)) < 0 ||
	    (status = new_waiting(w, &here, err)) < 0)
		return status;
	if (w->n_group == 1 || u->len > PM_RUN_HUGE)
		w->group_counted = false;
	/* one that occurs in folds only is not counted */
	w->m->n_folded += count > 0 && !w->group_counted;
	w->group_counted |= count > 0;
	put_word(w, u, len, &text, here);
	pm_buf_put(&here->record, stem, (size_t)(stem_end - stem));
	pm_buf_put_varint(&here->record, count);
	pm_buf_put_varint(&here->record, articles);
	put_forms(w, &here->record);
	return here->record.status < 0 || w->head.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_words_unite(struct pm_merge_words *w, struct pm_error *err)
{
	struct pm_merge *m = w->m;
	struct pm_union u;
	enum pm_status status;
	size_t i;

	status = pm_merge_open(m, &u, m->n == 0 ? NULL : &m->runs->words, sizeof *m->runs,
			       err);
	if (status < 0)
		return status;
	while (status == PM_OK && (status = pm_union_next(&u, err)) == PM_OK) {
		if (m->n_words == pm_class_start[PM_CODE_CLASSES])
			status = pm_fail(err, PM_ERR_LIMIT,
					 "more than %u distinct words in a segment",
					 (unsigned)pm_class_start[PM_CODE_CLASSES]);
		else if (m->n_words++ % PM_WORDS_ASK_EVERY == 0)
			status = pm_merge_ask(m, err);
		if (status == PM_OK)
			status = unite_word(w, &u, err);
	}
	pm_union_close(&u);
	for (i = 0; i < m->n; i++)
		pm_spool_release(&m->runs[i].words);
	if (status < 0 || (status = end_group(w, err)) < 0)
		return status;
	return pm_spool_end(&w->united, err);
}
