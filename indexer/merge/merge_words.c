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
 * surface's number.
 *
 * Answers, one spool per run: for each surface u32 number, u32 code, u32 form
 * (struct pm_surface_code). */
#include "indexer/merge/merge.h"

#include "segment/lexicon.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

/* Counts up to this are tallied by value, larger ones listed. */
#define SMALL_COUNTS 65536u

/* Words between two looks at whether to stop. */
#define ASK_EVERY 16384u

struct form {
	uint64_t count;
	const char *other; /* PM_FORM_OTHER */
	size_t other_len;
	enum pm_form kind;
	uint32_t first_ref, n_refs; /* chained: see struct ref */
};

struct ref {
	uint32_t run, surface;
	uint32_t next; /* next one of the same form, plus one */
};

/* A word that waits for the others of its folded word. */
struct waiting {
	struct pm_buf record, stem;
};

struct words {
	struct pm_merge *m;
	struct pm_spool united;
	struct waiting *group; /* words of one folded word; the first is always there */
	size_t n_group, group_cap;
	uint32_t *small; /* number of words by count */
	uint64_t *large; /* counts of the others */
	size_t n_large, large_cap;
	struct form *forms;
	struct ref *refs;
	size_t n_forms, forms_cap, n_refs, refs_cap;
	struct pm_merge_marks marks;
	/* For each class but the last: words with more than `above` occurrences are in it
	 * or an earlier one, and so are the first `level` of those with exactly
	 * `above`. */
	uint64_t above[PM_CODE_CLASSES - 1];
	uint64_t level[PM_CODE_CLASSES - 1];
};

static enum pm_status
broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a run's words do not fit together");
}

/* --- uniting ------------------------------------------------------------ */

/* How many of the articles HERE, as a run's record has them, no earlier run has counted
 * for the word. */
static uint64_t
count_articles(struct words *w, uint32_t run, uint64_t here)
{
	const struct pm_run *r = &w->m->runs[run];
	uint64_t n = here / 4;

	if (here & 2)
		n -= pm_merge_counted(w->m, &w->marks, r->continued);
	if ((here & 1) && !((here & 2) && r->open == r->continued))
		n -= pm_merge_counted(w->m, &w->marks, r->open);
	return n;
}

/* Add what one run knows of the word: *ARTICLES and the forms grow. */
static enum pm_status
add_source(struct words *w, uint32_t run, const uint8_t *p, const uint8_t *end,
	   uint64_t *articles, struct pm_error *err)
{
	uint64_t here, n, count, kind, surface;
	enum pm_status status;

	if (pm_load_varint(&p, end, &here) < 0 || pm_load_varint(&p, end, &n) < 0)
		return broken(err);
	*articles += count_articles(w, run, here);
	for (; n > 0; n--) {
		const uint8_t *other = NULL;
		size_t len = 0;

		if (pm_load_varint(&p, end, &count) < 0 ||
		    pm_load_varint(&p, end, &kind) < 0 ||
		    (kind == PM_FORM_OTHER && pm_load_bytes(&p, end, &other, &len) < 0) ||
		    pm_load_varint(&p, end, &surface) < 0)
			return broken(err);
		status = pm_grow(&w->forms, &w->forms_cap, w->n_forms + 1,
				 sizeof *w->forms, err);
		if (status == PM_OK)
			status = pm_grow(&w->refs, &w->refs_cap, w->n_refs + 1,
					 sizeof *w->refs, err);
		if (status < 0)
			return status;
		w->refs[w->n_refs] = (struct ref){ run, (uint32_t)surface, 0 };
		w->forms[w->n_forms++] = (struct form){
			count,
			(const char *)other,
			len,
			(enum pm_form)kind,
			(uint32_t)++w->n_refs,
			1
		};
	}
	return PM_OK;
}

static int
by_surface(const void *a, const void *b)
{
	const struct form *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return pm_compare_bytes(x->other, x->other_len, y->other, y->other_len);
}

/* Merge the forms that several runs have in common. */
static void
join_forms(struct words *w)
{
	size_t i, kept = 0;

	qsort(w->forms, w->n_forms, sizeof *w->forms, by_surface);
	for (i = 1; i < w->n_forms; i++) {
		struct form *to = &w->forms[kept], *f = &w->forms[i];

		if (by_surface(to, f) != 0) {
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
by_frequency(const void *a, const void *b)
{
	const struct form *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return by_surface(x, y);
}

static enum pm_status
note_count(struct words *w, uint64_t count, struct pm_error *err)
{
	enum pm_status status;

	if (count < SMALL_COUNTS) {
		w->small[count]++;
		return PM_OK;
	}
	status = pm_grow(&w->large, &w->large_cap, w->n_large + 1, sizeof *w->large, err);
	if (status == PM_OK)
		w->large[w->n_large++] = count;
	return status;
}

/* What all runs that have the word know of it: its forms, ordered, *ARTICLES, and the
 * bytes STEM .. STEM_END that say how its term is made, which are the same in all. */
static enum pm_status
gather_word(struct words *w, struct pm_union *u, uint64_t *articles, const uint8_t **stem,
	    const uint8_t **stem_end, struct pm_error *err)
{
	struct pm_run_stem read;
	enum pm_status status;
	size_t i;

	w->n_forms = w->n_refs = 0;
	w->marks.now++;
	for (i = 0; i < u->n_here; i++) {
		struct pm_union_source *s = &u->sources[u->here[i]];
		const uint8_t *p = s->p;

		if (!pm_run_stem_get(&p, s->end, &read))
			return broken(err);
		if (i == 0) {
			*stem = s->p;
			*stem_end = p;
		}
		status = add_source(w, u->here[i], p, s->end, articles, err);
		if (status < 0)
			return status;
	}
	if (u->n_here > 1)
		join_forms(w);
	if (w->n_forms >= PM_FORMS_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "a word is written in more than %u ways",
			       (unsigned)PM_FORMS_MAX);
	if (w->n_forms > 1)
		qsort(w->forms, w->n_forms, sizeof *w->forms, by_frequency);
	return PM_OK;
}

/* Append the forms to the record of a united word. */
static void
put_forms(struct words *w, struct pm_buf *record)
{
	uint32_t ref;
	size_t i;

	pm_buf_put_varint(record, w->n_forms);
	for (i = 0; i < w->n_forms; i++) {
		const struct form *f = &w->forms[i];

		pm_buf_put_varint(record, f->kind);
		if (f->kind == PM_FORM_OTHER) {
			pm_buf_put_varint(record, f->other_len);
			pm_buf_put(record, f->other, f->other_len);
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
	const struct waiting *x = a, *y = b;

	return pm_compare_bytes(pm_buf_str(&x->stem), x->stem.len, pm_buf_str(&y->stem),
				y->stem.len);
}

/* Put the words that waited into the united spool, in the order of their stems. */
static enum pm_status
end_group(struct words *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (w->n_group > 1)
		qsort(w->group, w->n_group, sizeof *w->group, by_stem);
	for (i = 0; i < w->n_group && status == PM_OK; i++)
		status = pm_spool_put(&w->united, &w->group[i].record, err);
	w->n_group = 0;
	return status;
}

/* A place for a word of the current group. */
static enum pm_status
new_waiting(struct words *w, struct waiting **out, struct pm_error *err)
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
	pm_buf_clear(&(*out)->stem);
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
is_of_group(const struct words *w, const char *s, size_t len, size_t folded)
{
	const uint8_t *p, *end, *word;
	size_t word_len;

	if (w->n_group == 0 || folded == len)
		return false;
	p = w->group[0].record.data;
	end = p + w->group[0].record.len;
	return pm_load_bytes(&p, end, &word, &word_len) == 0 && word_len == folded &&
	       memcmp(word, s, folded) == 0;
}

static enum pm_status
unite_word(struct words *w, struct pm_union *u, struct pm_error *err)
{
	uint64_t articles = 0, count = 0;
	const uint8_t *stem = NULL, *stem_end = NULL;
	size_t len = folded_len(u->s, u->len), i;
	struct waiting *here = NULL;
	struct pm_run_stem read;
	enum pm_status status;

	if (!is_of_group(w, u->s, u->len, len) && (status = end_group(w, err)) < 0)
		return status;
	if ((status = gather_word(w, u, &articles, &stem, &stem_end, err)) < 0)
		return status;
	for (i = 0; i < w->n_forms; i++)
		count += w->forms[i].count;
	if ((status = note_count(w, count, err)) < 0 ||
	    (status = new_waiting(w, &here, err)) < 0)
		return status;
	w->m->n_folded += w->n_group == 1;
	pm_buf_put_varint(&here->record, len);
	pm_buf_put(&here->record, u->s, len);
	pm_buf_put(&here->record, stem, (size_t)(stem_end - stem));
	pm_buf_put_varint(&here->record, count);
	pm_buf_put_varint(&here->record, articles);
	put_forms(w, &here->record);
	pm_run_stem_get(&stem, stem_end, &read);
	pm_run_stem_apply(&read, u->s, len, &here->stem);
	return here->stem.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
unite(struct words *w, struct pm_error *err)
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
		else if (m->n_words++ % ASK_EVERY == 0)
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

/* --- classes ------------------------------------------------------------ */

static int
falling(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Find, for each class but the last, the count at which it ends. */
static void
divide(struct words *w)
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
	for (count = SMALL_COUNTS; count-- > 1;) {
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
class_of(const struct words *w, uint64_t count, uint64_t seen[PM_CODE_CLASSES - 1])
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

/* --- writing ------------------------------------------------------------ */

struct entry {
	struct pm_lexicon_word word;
	struct pm_form_spec *forms;
	size_t forms_cap;
	struct pm_run_stem stem;
	struct pm_buf term;
	const uint8_t *p, *end; /* after the count: articles, forms */
};

/* Read an entry up to its count. */
static enum pm_status
read_entry(struct entry *e, const uint8_t *p, const uint8_t *end, struct pm_error *err)
{
	const uint8_t *word;

	if (pm_load_bytes(&p, end, &word, &e->word.len) < 0 ||
	    !pm_run_stem_get(&p, end, &e->stem) ||
	    pm_load_varint(&p, end, &e->word.count) < 0)
		return broken(err);
	e->word.word = (const char *)word;
	e->p = p;
	e->end = end;
	return PM_OK;
}

/* The kind and spelling of the form at *P. */
static enum pm_status
read_form(const uint8_t **p, const uint8_t *end, struct pm_form_spec *f,
	  struct pm_error *err)
{
	const uint8_t *other = NULL;
	uint64_t kind;

	f->other_len = 0;
	if (pm_load_varint(p, end, &kind) < 0 ||
	    (kind == PM_FORM_OTHER && pm_load_bytes(p, end, &other, &f->other_len) < 0))
		return broken(err);
	f->form = (enum pm_form)kind;
	f->other = (const char *)other;
	return PM_OK;
}

/* The entry's forms into e->forms.  *CAPITAL: which of them is the capitalised one of a
 * word that is mostly written as it is folded, or 0. */
static enum pm_status
find_capital(struct entry *e, uint64_t n, uint32_t *capital, struct pm_error *err)
{
	const uint8_t *p = e->p;
	uint64_t n_refs, run, surface;
	enum pm_status status;
	uint32_t i;

	*capital = 0;
	for (i = 0; i < n; i++) {
		if ((status = read_form(&p, e->end, &e->forms[i], err)) < 0)
			return status;
		if (e->forms[i].form == PM_FORM_CAPITAL && i > 0 && i <= UINT8_MAX &&
		    e->forms[0].form == PM_FORM_SAME)
			*capital = i;
		if (pm_load_varint(&p, e->end, &n_refs) < 0)
			return broken(err);
		for (; n_refs > 0; n_refs--)
			if (pm_load_varint(&p, e->end, &run) < 0 ||
			    pm_load_varint(&p, e->end, &surface) < 0)
				return broken(err);
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
	uint8_t answer[12];

	for (; n_refs > 0 && status == PM_OK; n_refs--) {
		if (pm_load_varint(p, end, &run) < 0 ||
		    pm_load_varint(p, end, &surface) < 0)
			return broken(err);
		pm_store_u32(answer, (uint32_t)surface);
		pm_store_u32(answer + 4, code.code);
		pm_store_u32(answer + 8, code.form);
		status = pm_spool_write(&m->answers[run], answer, sizeof answer, err);
	}
	return status;
}

/* The entry's forms into e->forms, each reference answered by the code that RANK and
 * the form make; which form is the capitalised one every answer needs to know. */
static enum pm_status
read_forms(struct words *w, struct entry *e, uint32_t rank, struct pm_error *err)
{
	uint64_t n, n_refs;
	uint32_t capital = 0, i;
	const uint8_t *p;
	enum pm_status status;

	if (pm_load_varint(&e->p, e->end, &n) < 0)
		return broken(err);
	if ((status = pm_grow(&e->forms, &e->forms_cap, (size_t)n, sizeof *e->forms,
			      err)) < 0 ||
	    (n > 1 && (status = find_capital(e, n, &capital, err)) < 0))
		return status;
	for (i = 0, p = e->p; i < n; i++) {
		if ((status = read_form(&p, e->end, &e->forms[i], err)) < 0)
			return status;
		if (pm_load_varint(&p, e->end, &n_refs) < 0)
			return broken(err);
		if ((status = answer_refs(w->m, &p, e->end, n_refs,
					  pm_surface_code(rank, i, capital), err)) < 0)
			return status;
	}
	e->word.forms = e->forms;
	e->word.n_forms = (size_t)n;
	return PM_OK;
}

static enum pm_status
write_entry(struct words *w, struct entry *e, uint32_t rank,
	    struct pm_lexicon_writer *out, struct pm_error *err)
{
	uint64_t articles;
	enum pm_status status;

	if (pm_load_varint(&e->p, e->end, &articles) < 0)
		return broken(err);
	e->word.articles = (uint32_t)articles;
	if ((status = read_forms(w, e, rank, err)) < 0)
		return status;
	pm_run_stem_apply(&e->stem, e->word.word, e->word.len, &e->term);
	if (e->term.status < 0)
		return pm_fail_nomem(err);
	e->word.stem = pm_buf_str(&e->term);
	e->word.stem_len = e->term.len;
	return pm_lexicon_add(out, &e->word, err);
}

static enum pm_status
write_class(struct words *w, unsigned code_class, struct pm_lexicon_writer *out,
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
		if (n++ % ASK_EVERY == 0 && (status = pm_merge_ask(w->m, err)) < 0)
			break;
		if ((status = read_entry(&e, p, end, err)) < 0)
			break;
		if (class_of(w, e.word.count, seen) == code_class)
			status = write_entry(w, &e, rank++, out, err);
	}
	pm_spool_reader_release(&in);
	pm_buf_release(&e.term);
	free(e.forms);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
write_words(struct words *w, struct pm_lexicon_writer *out, struct pm_error *err)
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
	struct words w = { .m = m };
	struct pm_lexicon_writer *out = NULL;
	char *path = pm_path_join(m->dir, "lexicon");
	enum pm_status status;
	size_t i;

	pm_spool_init(&w.united, NULL, 0);
	w.small = pm_calloc(SMALL_COUNTS, sizeof *w.small);
	if (path == NULL || w.small == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	if ((status = pm_merge_marks_init(m, &w.marks, err)) < 0 ||
	    (status = pm_merge_separators(m, err)) < 0 ||
	    (status = pm_merge_spool(m, &w.united, "united", 0, m->memory / 4, err)) < 0 ||
	    (status = unite(&w, err)) < 0 ||
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
	free(w.group);
	free(w.marks.strings);
	free(w.small);
	free(w.large);
	free(w.forms);
	free(w.refs);
	free(path);
	return status;
}
