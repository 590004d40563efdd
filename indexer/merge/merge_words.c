/* Pressmark - merging the words of runs into a lexicon: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First the runs' words are united in the order of their names, into one spool, and their
 * counts are noted; those of one folded word are put in the order of their stems.  The
 * counts decide where each class of codes ends: the most frequent words get the shortest
 * codes; of equally frequent words, those first by bytes do.  Then the spool is walked
 * once for each class, and ranks are assigned in order.
 *
 * A record of the united spool, numbers as varints: length, word; strip, length, bytes
 * to append; count; articles; number of forms, the most frequent first; for each:
 * kind, for PM_FORM_OTHER length and surface; number of references; for each: run,
 * surface's number.  Of a huge word (run.h) there are the first PM_RUN_HUGE bytes, then a
 * run and where that has the bytes; of a huge surface the run and the place only.
 *
 * Answers, one spool per run: for each surface u32 number, then u32 code, u32 form and
 * u32 word (struct pm_surface_code). */
#include "indexer/merge/words_parts.h"

#include "segment/lexicon.h"
#include "segment/sketches.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

/* --- classes ------------------------------------------------------------ */

static int
falling(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Find, for each class but the last, the count at which it ends; counts are one greater
 * here (note_count). */
static void
divide(struct pm_merge_words *w)
{
	uint64_t before = 0; /* words with a larger count than the current one */
	unsigned code_class = 0;
	size_t i, k;
	uint32_t count;

	if (w->n_large > 1)
		qsort(w->large, w->n_large, sizeof *w->large, falling);
	for (i = 0; i < w->n_large; i = k) {
		for (k = i; k < w->n_large && w->large[k] == w->large[i]; k++)
			;
		while (code_class < PM_CODE_CLASSES - 1 &&
		       k >= pm_class_start[code_class + 1]) {
			w->above[code_class] = w->large[i];
			w->level[code_class] = pm_class_start[code_class + 1] - i;
			code_class++;
		}
	}
	before = w->n_large;
	for (count = PM_WORDS_SMALL; count-- > 1;) {
		while (code_class < PM_CODE_CLASSES - 1 && w->small[count] > 0 &&
		       before + w->small[count] >= pm_class_start[code_class + 1]) {
			w->above[code_class] = count;
			w->level[code_class] = pm_class_start[code_class + 1] - before;
			code_class++;
		}
		before += w->small[count];
	}
	/* All words are in this class or an earlier one. */
	for (; code_class < PM_CODE_CLASSES - 1; code_class++)
		w->above[code_class] = 0;
}

/* The class of the next word of the united spool.  SEEN: for each class, how many words
 * with exactly its `above` have come so far. */
static unsigned
class_of(const struct pm_merge_words *w, uint64_t count,
	 uint64_t seen[PM_CODE_CLASSES - 1])
{
	unsigned code_class, found = PM_CODE_CLASSES - 1;

	for (code_class = PM_CODE_CLASSES - 1; code_class-- > 0;) {
		if (count > w->above[code_class] ||
		    (count == w->above[code_class] &&
		     seen[code_class]++ < w->level[code_class]))
			found = code_class;
	}
	return found;
}

_Static_assert(PM_WORD_HASHED <= PM_RUN_HUGE, "the bytes that are hashed are held");

/* --- writing ------------------------------------------------------------ */

struct entry {
	struct pm_lexicon_word word;
	struct pm_form_spec *forms;
	struct pm_spool_text *others; /* of the forms; NULL: none of them was ever huge */
	size_t forms_cap, others_cap;
	struct pm_spool_text text;
	struct pm_run_stem stem;
	struct pm_buf term;
	const uint8_t *p, *end; /* after the count: articles, forms */
};

/* Read in which run a huge text of LEN bytes is, and where. */
static bool
load_place(const struct pm_merge_words *w, const uint8_t **p, const uint8_t *end,
	   uint64_t len, struct pm_spool_text *t)
{
	uint64_t run, at;

	if (pm_load_varint(p, end, &run) < 0 || run >= w->m->n ||
	    pm_load_varint(p, end, &at) < 0)
		return false;
	*t = pm_words_huge(w, (uint32_t)run, (size_t)len, at);
	return true;
}

/* Read an entry up to its count. */
static enum pm_status
read_entry(const struct pm_merge_words *w, struct entry *e, const uint8_t *p,
	   const uint8_t *end, struct pm_error *err)
{
	const uint8_t *word;
	uint64_t len;
	size_t held;

	if (pm_load_varint(&p, end, &len) < 0)
		return pm_words_broken(err);
	e->word.len = (size_t)len;
	e->word.text = NULL;
	held = len > PM_RUN_HUGE ? PM_RUN_HUGE : (size_t)len;
	if (held > (size_t)(end - p))
		return pm_words_broken(err);
	word = p;
	p += held;
	if ((len > PM_RUN_HUGE && !load_place(w, &p, end, len, &e->text)) ||
	    !pm_run_stem_get(&p, end, &e->stem) ||
	    pm_load_varint(&p, end, &e->word.count) < 0)
		return pm_words_broken(err);
	e->word.word = (const char *)word;
	if (len > PM_RUN_HUGE) {
		e->text.s = e->word.word;
		e->text.held = PM_RUN_HUGE;
		e->word.text = &e->text;
	}
	e->p = p;
	e->end = end;
	return PM_OK;
}

/* Note the spelling of form number I, which is huge. */
static enum pm_status
set_other(struct entry *e, size_t i, const struct pm_spool_text *other,
	  struct pm_error *err)
{
	size_t cap = e->others_cap;
	enum pm_status status = pm_grow(&e->others, &e->others_cap, e->forms_cap,
					sizeof *e->others, err);

	if (status < 0)
		return status;
	if (e->others_cap > cap)
		memset(e->others + cap, 0, (e->others_cap - cap) * sizeof *e->others);
	e->others[i] = *other;
	e->word.others = e->others;
	return PM_OK;
}

/* The kind and spelling of form number I, at *P. */
static enum pm_status
read_form(const struct pm_merge_words *w, struct entry *e, const uint8_t **p, size_t i,
	  struct pm_error *err)
{
	struct pm_form_spec *f = &e->forms[i];
	const uint8_t *other = NULL;
	uint64_t kind, run = 0, at = 0;
	struct pm_spool_text text;

	f->other_len = 0;
	if (pm_load_varint(p, e->end, &kind) < 0 ||
	    (kind == PM_FORM_OTHER &&
	     !pm_words_load_other(p, e->end, &other, &f->other_len, &run)))
		return pm_words_broken(err);
	f->form = (enum pm_form)kind;
	f->other = (const char *)other;
	if (f->other_len <= PM_RUN_HUGE)
		return PM_OK;
	if (run >= w->m->n || pm_load_varint(p, e->end, &at) < 0)
		return pm_words_broken(err);
	text = pm_words_huge(w, (uint32_t)run, f->other_len, at);
	return set_other(e, i, &text, err);
}

/* The entry's forms into e->forms.  *CAPITAL: which of them is the capitalised one of a
 * word that is mostly written as it is folded, or 0. */
static enum pm_status
find_capital(const struct pm_merge_words *w, struct entry *e, uint64_t n,
	     uint32_t *capital, struct pm_error *err)
{
	const uint8_t *p = e->p;
	uint64_t n_refs, run, surface;
	enum pm_status status;
	uint32_t i;

	*capital = 0;
	for (i = 0; i < n; i++) {
		if ((status = read_form(w, e, &p, i, err)) < 0)
			return status;
		if (e->forms[i].form == PM_FORM_CAPITAL && i > 0 && i <= UINT8_MAX &&
		    e->forms[0].form == PM_FORM_SAME)
			*capital = i;
		if (pm_load_varint(&p, e->end, &n_refs) < 0)
			return pm_words_broken(err);
		for (; n_refs > 0; n_refs--)
			if (pm_load_varint(&p, e->end, &run) < 0 ||
			    pm_load_varint(&p, e->end, &surface) < 0)
				return pm_words_broken(err);
	}
	return PM_OK;
}

/* Tell each run the code of its surface, for the N_REFS references at *P. */
static enum pm_status
answer_refs(struct pm_merge *m, const uint8_t **p, const uint8_t *end, uint64_t n_refs,
	    struct pm_surface_code code, struct pm_error *err)
{
	uint64_t run, surface;
	enum pm_status status = PM_OK;
	uint8_t answer[PM_MERGE_ANSWER];

	for (; n_refs > 0 && status == PM_OK; n_refs--) {
		if (pm_load_varint(p, end, &run) < 0 ||
		    pm_load_varint(p, end, &surface) < 0)
			return pm_words_broken(err);
		pm_store_u32(answer, (uint32_t)surface);
		pm_store_u32(answer + 4, code.code);
		pm_store_u32(answer + 8, code.form);
		pm_store_u32(answer + 12, code.word);
		status = pm_spool_write(&m->answers[run], answer, sizeof answer, err);
	}
	return status;
}

/* The entry's forms into e->forms, each reference answered by the code that RANK and
 * the form make; which form is the capitalised one every answer needs to know. */
static enum pm_status
read_forms(struct pm_merge_words *w, struct entry *e, uint32_t rank, struct pm_error *err)
{
	uint64_t n, n_refs;
	uint32_t capital = 0, hash = pm_word_hash(e->word.word, e->word.len), i;
	const uint8_t *p;
	enum pm_status status;

	if (pm_load_varint(&e->p, e->end, &n) < 0)
		return pm_words_broken(err);
	e->word.others = NULL;
	if ((status = pm_grow(&e->forms, &e->forms_cap, (size_t)n, sizeof *e->forms,
			      err)) < 0 ||
	    (n > 1 && (status = find_capital(w, e, n, &capital, err)) < 0))
		return status;
	for (i = 0, p = e->p; i < n; i++) {
		if ((status = read_form(w, e, &p, i, err)) < 0)
			return status;
		if (pm_load_varint(&p, e->end, &n_refs) < 0)
			return pm_words_broken(err);
		if ((status = answer_refs(w->m, &p, e->end, n_refs,
					  pm_surface_code(rank, i, capital, hash), err)) <
		    0)
			return status;
	}
	e->word.forms = e->forms;
	e->word.n_forms = (size_t)n;
	return PM_OK;
}

static enum pm_status
write_entry(struct pm_merge_words *w, struct entry *e, uint32_t rank,
	    struct pm_lexicon_writer *out, struct pm_error *err)
{
	uint64_t articles;
	enum pm_status status;

	if (pm_load_varint(&e->p, e->end, &articles) < 0)
		return pm_words_broken(err);
	e->word.articles = (uint32_t)articles;
	if ((status = read_forms(w, e, rank, err)) < 0)
		return status;
	e->word.stem = e->word.word;
	e->word.stem_len = e->word.len;
	if (e->stem.strip > 0 || e->stem.append_len > 0) {
		pm_run_stem_apply(&e->stem, e->word.word, e->word.len, &e->term);
		if (e->term.status < 0)
			return pm_fail_nomem(err);
		e->word.stem = pm_buf_str(&e->term);
		e->word.stem_len = e->term.len;
	}
	return pm_lexicon_add(out, &e->word, err);
}

static enum pm_status
write_class(struct pm_merge_words *w, unsigned code_class, struct pm_lexicon_writer *out,
	    struct pm_error *err)
{
	uint64_t seen[PM_CODE_CLASSES - 1] = { 0 }, n = 0;
	uint32_t rank = pm_class_start[code_class];
	struct entry e = { .forms = NULL };
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	enum pm_status status = PM_OK;

	pm_buf_init(&e.term, PM_BUF_NO_LIMIT);
	pm_spool_read(&in, &w->united, 0, w->united.len);
	while (status == PM_OK && (status = pm_spool_next(&in, &p, &end, err)) == PM_OK) {
		if (n++ % PM_WORDS_ASK_EVERY == 0 &&
		    (status = pm_merge_ask(w->m, err)) < 0)
			break;
		if ((status = read_entry(w, &e, p, end, err)) < 0)
			break;
		if (class_of(w, e.word.count + 1, seen) == code_class)
			status = write_entry(w, &e, rank++, out, err);
	}
	pm_spool_reader_release(&in);
	pm_buf_release(&e.term);
	free(e.forms);
	free(e.others);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
write_words(struct pm_merge_words *w, struct pm_lexicon_writer *out, struct pm_error *err)
{
	struct pm_merge *m = w->m;
	enum pm_status status = PM_OK;
	unsigned code_class;
	size_t i;

	for (i = 0; i < m->n && status == PM_OK; i++)
		status = pm_merge_spool(m, &m->answers[i], "answers", i,
					m->memory / 4 / m->n, err);
	for (code_class = 0; code_class < PM_CODE_CLASSES && status == PM_OK; code_class++)
		if (pm_class_start[code_class] < m->n_words)
			status = write_class(w, code_class, out, err);
	for (i = 0; i < m->n && status == PM_OK; i++)
		status = pm_spool_end(&m->answers[i], err);
	return status;
}

/* --- the lexicon -------------------------------------------------------- */

enum pm_status
pm_merge_lexicon(struct pm_merge *m, struct pm_error *err)
{
	struct pm_merge_words w = { .m = m };
	struct pm_lexicon_writer *out = NULL;
	char *path = pm_path_join(m->dir, "lexicon");
	enum pm_status status;
	size_t i;

	pm_spool_init(&w.united, NULL, 0);
	pm_buf_init(&w.head, PM_BUF_NO_LIMIT);
	pm_buf_init(&w.record, PM_BUF_NO_LIMIT);
	w.small = pm_calloc(PM_WORDS_SMALL, sizeof *w.small);
	if (path == NULL || w.small == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	if ((status = pm_merge_marks_init(m, &w.marks, err)) < 0 ||
	    (status = pm_merge_separators(m, err)) < 0 ||
	    (status = pm_merge_spool(m, &w.united, "united", 0, m->memory / 4, err)) < 0 ||
	    (status = pm_words_unite(&w, err)) < 0 ||
	    (status = pm_lexicon_create(&out, path, err)) < 0)
		goto out;
	divide(&w);
	if ((status = write_words(&w, out, err)) == PM_OK &&
	    (status = pm_merge_aliases(m, out, err)) == PM_OK)
		status = pm_lexicon_finish(out, &m->sizes.lexicon, err);
out:
	pm_lexicon_writer_free(out);
	pm_spool_release(&w.united);
	for (i = 0; i < w.group_cap; i++) {
		pm_buf_release(&w.group[i].record);
		pm_buf_release(&w.group[i].stem);
	}
	for (i = 0; i < m->n; i++)
		pm_spool_release(&m->runs[i].huge);
	pm_buf_release(&w.head);
	pm_buf_release(&w.record);
	free(w.group);
	free(w.marks.strings);
	free(w.small);
	free(w.large);
	free(w.forms);
	free(w.refs);
	free(path);
	return status;
}
