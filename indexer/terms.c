/* Pressmark - the terms of an article: see terms.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/terms.h"

#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enter PREFIX + S as a term. */
static enum pm_status
term_number(struct pm_run *run, const char *prefix, const char *s, size_t len,
	    uint32_t *id, struct pm_error *err)
{
	uint32_t n = run->term_names.n;
	enum pm_status status;

	pm_buf_clear(&run->scratch);
	pm_buf_puts(&run->scratch, prefix);
	pm_buf_put(&run->scratch, s, len);
	if (run->scratch.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&run->term_names, run->scratch.data, run->scratch.len, id, err);
	if (status < 0 || *id != n)
		return status;
	status = pm_grow(&run->counts, &run->counts_cap, (size_t)n + 1,
			 sizeof *run->counts, err);
	if (status == PM_OK)
		run->counts[n] = 0;
	return status;
}

/* The term of a folded word or alias: its stem where it is all letters. */
static enum pm_status
stem_number(struct pm_run *run, const char *folded, size_t len, uint32_t *id,
	    struct pm_error *err)
{
	const char *stem = folded;
	size_t stem_len = len;
	enum pm_status status;

	if (pm_folded_is_letters(folded, len) &&
	    (status = pm_stemmer_stem(run->stemmer, folded, len, &stem, &stem_len, err)) < 0)
		return status;
	return term_number(run, "", stem, stem_len, id, err);
}

/* The title's term for a stem's: S + it. */
static enum pm_status
title_number(struct pm_run *run, uint32_t term, uint32_t *title_term,
	     struct pm_error *err)
{
	size_t len;
	const char *s;
	char copy[PM_TERM_MAX + 1];

	if (*title_term != PM_NONE)
		return PM_OK;
	s = pm_intern_get(&run->term_names, term, &len);
	if (len > PM_TERM_MAX - 1) {
		*title_term = PM_NONE;
		return PM_OK;
	}
	memcpy(copy, s, len);
	return term_number(run, PM_PREFIX_TITLE, copy, len, title_term, err);
}

static enum pm_status
alias_number(struct pm_run *run, const char *s, size_t len, uint32_t *id,
	     struct pm_error *err)
{
	uint32_t n = run->alias_names.n;
	enum pm_status status = pm_intern(&run->alias_names, s, len, id, err);

	if (status < 0 || *id != n)
		return status;
	status = pm_grow(&run->aliases, &run->aliases_cap, (size_t)n + 1,
			 sizeof *run->aliases, err);
	if (status < 0)
		return status;
	run->aliases[n].title_term = PM_NONE;
	return stem_number(run, s, len, &run->aliases[n].term, err);
}

/* *FRESH: whether it was not known before. */
static enum pm_status
add_target(struct pm_run *run, uint32_t alias, uint32_t a, uint32_t b, uint32_t c,
	   bool *fresh, struct pm_error *err)
{
	struct pm_run_target target = { alias, { a, b, c } };
	uint32_t n = run->targets.n, id;
	enum pm_status status = pm_intern(&run->targets, &target, sizeof target, &id, err);

	*fresh = status == PM_OK && id == n;
	return status;
}

/* --- words -------------------------------------------------------------- */

struct part_context {
	struct pm_run *run;
	uint32_t word;
	struct pm_error *err;
};

static int
add_part(void *ctx, const char *part, size_t len)
{
	struct part_context *c = ctx;
	struct pm_run *run = c->run;
	struct pm_run_word *word = &run->words[c->word];
	uint32_t alias;
	bool fresh;
	enum pm_status status;

	if (len > PM_FOLDED_MAX)
		return 0;
	if ((status = alias_number(run, part, len, &alias, c->err)) < 0 ||
	    (status = add_target(run, alias, c->word, PM_NONE, PM_NONE, &fresh, c->err)) < 0)
		return status;
	if (!fresh)
		return 0;
	status = pm_grow(&run->parts, &run->parts_cap, run->n_parts + 1, sizeof *run->parts,
			 c->err);
	if (status < 0)
		return status;
	run->parts[run->n_parts++] = alias;
	word->n_parts++;
	return 0;
}

enum pm_status
pm_terms_of_word(struct pm_run *run, uint32_t id, struct pm_error *err)
{
	size_t len;
	const char *s = pm_intern_get(&run->word_names, id, &len);
	struct pm_run_word *word = &run->words[id];
	struct part_context context = { run, id, err };
	enum pm_status status;

	if (len <= PM_FOLDED_MAX &&
	    (status = stem_number(run, s, len, &word->term, err)) < 0)
		return status;
	word->parts = (uint32_t)run->n_parts;
	if (word->flags & PM_WORD_ADDRESS)
		return pm_address_parts(s, len, add_part, &context);
	return PM_OK;
}

/* --- articles ----------------------------------------------------------- */

static enum pm_status
count_term(struct pm_run *run, uint32_t term, struct pm_error *err)
{
	enum pm_status status;

	if (term == PM_NONE)
		return PM_OK;
	if (run->counts[term]++ == 0) {
		status = pm_grow(&run->touched, &run->touched_cap, run->n_touched + 1,
				 sizeof *run->touched, err);
		if (status < 0)
			return status;
		run->touched[run->n_touched++] = term;
	}
	return PM_OK;
}

static enum pm_status
count_word(struct pm_run *run, uint32_t id, bool title, struct pm_error *err)
{
	struct pm_run_word *word = &run->words[id];
	enum pm_status status = PM_OK;

	if (word->term == PM_NONE)
		return PM_OK;
	if (title && (status = title_number(run, word->term, &word->title_term, err)) == PM_OK)
		status = count_term(run, word->title_term, err);
	return status < 0 ? status : count_term(run, word->term, err);
}

static enum pm_status
count_alias(struct pm_run *run, uint32_t id, bool title, struct pm_error *err)
{
	struct pm_run_alias *alias = &run->aliases[id];
	enum pm_status status = PM_OK;

	if (title &&
	    (status = title_number(run, alias->term, &alias->title_term, err)) == PM_OK)
		status = count_term(run, alias->title_term, err);
	return status < 0 ? status : count_term(run, alias->term, err);
}

/* Words AT .. AT + N - 1 of the article are hyphenated: count what they make. */
static enum pm_status
count_compound(struct pm_run *run, size_t at, size_t n, bool title, struct pm_error *err)
{
	const uint32_t *w = run->seen_words + at;
	uint32_t alias;
	bool fresh;
	enum pm_status status;
	size_t i, len;

	pm_buf_clear(&run->fold);
	for (i = 0; i < n; i++) {
		const char *s = pm_intern_get(&run->word_names, w[i], &len);

		if (run->words[w[i]].flags & (PM_WORD_IDEOGRAM | PM_WORD_ADDRESS))
			return PM_OK;
		if (i > 0 && !pm_compounds(pm_buf_str(&run->fold), run->fold.len, s, len))
			return PM_OK;
		pm_buf_put(&run->fold, s, len);
	}
	if (run->fold.status < 0)
		return pm_fail_nomem(err);
	status = alias_number(run, pm_buf_str(&run->fold), run->fold.len, &alias, err);
	if (status == PM_OK)
		status = add_target(run, alias, w[0], w[1], n > 2 ? w[2] : PM_NONE, &fresh,
				    err);
	return status < 0 ? status : count_alias(run, alias, title, err);
}

/* Two neighbouring ideograms: their pair is a term. */
static enum pm_status
count_pair(struct pm_run *run, size_t at, bool title, struct pm_error *err)
{
	char pair[PM_TERM_MAX];
	size_t a_len, b_len;
	const char *a = pm_intern_get(&run->word_names, run->seen_words[at], &a_len);
	const char *b = pm_intern_get(&run->word_names, run->seen_words[at + 1], &b_len);
	uint32_t term, title_term = PM_NONE;
	enum pm_status status;

	if (a_len + b_len > PM_FOLDED_MAX)
		return PM_OK;
	memcpy(pair, a, a_len);
	memcpy(pair + a_len, b, b_len);
	if ((status = term_number(run, "", pair, a_len + b_len, &term, err)) < 0)
		return status;
	if (title && ((status = title_number(run, term, &title_term, err)) < 0 ||
		      (status = count_term(run, title_term, err)) < 0))
		return status;
	return count_term(run, term, err);
}

/* The words FROM .. TO - 1 of one field, its separators SHIFT further. */
static enum pm_status
count_field(struct pm_run *run, size_t from, size_t to, bool title, struct pm_error *err)
{
	const uint32_t *separators = run->seen_separators + !title;
	enum pm_status status;
	size_t i, k;

	for (i = from; i < to; i++) {
		const struct pm_run_word *word = &run->words[run->seen_words[i]];
		bool hyphen, ideogram = word->flags & PM_WORD_IDEOGRAM;
		uint32_t parts = word->parts, n_parts = word->n_parts;

		if ((status = count_word(run, run->seen_words[i], title, err)) < 0)
			return status;
		for (k = 0; k < n_parts; k++)
			if ((status = count_alias(run, run->parts[parts + k], title, err)) < 0)
				return status;
		if (i + 1 == to)
			break;
		hyphen = run->separators[separators[i + 1]].hyphen;
		if (hyphen && (status = count_compound(run, i, 2, title, err)) < 0)
			return status;
		if (hyphen && i + 2 < to && run->separators[separators[i + 2]].hyphen &&
		    (status = count_compound(run, i, 3, title, err)) < 0)
			return status;
		if (ideogram &&
		    (run->words[run->seen_words[i + 1]].flags & PM_WORD_IDEOGRAM) &&
		    (status = count_pair(run, i, title, err)) < 0)
			return status;
	}
	return PM_OK;
}

/* --- metadata ----------------------------------------------------------- */

static enum pm_status
add_extra(struct pm_run *run, const char *prefix, const char *s, size_t len,
	  struct pm_error *err)
{
	enum pm_status status;
	size_t start = run->extra.len;

	pm_buf_puts(&run->extra, prefix);
	pm_buf_put(&run->extra, s, len);
	if (run->extra.status < 0)
		return pm_fail_nomem(err);
	status = pm_grow(&run->extras, &run->extras_cap, run->n_extras + 1,
			 sizeof *run->extras, err);
	if (status < 0)
		return status;
	run->extras[run->n_extras].start = start;
	run->extras[run->n_extras++].len = (uint32_t)(run->extra.len - start);
	return PM_OK;
}

/* Each word of a field and each two to eight neighbours. */
static enum pm_status
add_field_terms(struct pm_run *run, const char *prefix, struct pm_str value,
		struct pm_error *err)
{
	size_t first = run->split.n, n, i, k;
	size_t *starts = NULL;
	enum pm_status status;

	if (value.len == 0)
		return PM_OK;
	if ((status = pm_split(value.data, value.len, &run->split, err)) < 0)
		return status;
	n = run->split.n - first;
	starts = pm_calloc(n + 1, sizeof *starts);
	if (starts == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	pm_buf_clear(&run->fold);
	for (i = 0; i < n; i++) {
		const struct pm_word *w = &run->split.words[first + i];

		starts[i] = run->fold.len;
		status = pm_fold(value.data + w->start, w->end - w->start, w->flags,
				 &run->fold, err);
		if (status < 0)
			goto out;
		pm_buf_putc(&run->fold, ' ');
	}
	starts[n] = run->fold.len;
	if (run->fold.status < 0) {
		status = pm_fail_nomem(err);
		goto out;
	}
	for (i = 0; i < n; i++)
		for (k = i + 1; k <= n && k <= i + PM_FIELD_WORDS; k++) {
			size_t len = starts[k] - 1 - starts[i];

			if (strlen(prefix) + len > PM_TERM_MAX)
				break;
			status = add_extra(run, prefix, pm_buf_str(&run->fold) + starts[i],
					   len, err);
			if (status < 0)
				goto out;
		}
out:
	run->split.n = first;
	free(starts);
	return status;
}

static enum pm_status
add_host(struct pm_run *run, struct pm_str url, struct pm_error *err)
{
	const char *s = url.data, *end = url.data + url.len, *p;
	char host[PM_TERM_MAX - 1];
	size_t n = 0;

	for (p = s; p + 3 <= end; p++)
		if (memcmp(p, "://", 3) == 0)
			break;
	if (p + 3 > end)
		return PM_OK;
	for (p += 3; p < end && n < sizeof host && strchr("/?#:", *p) == NULL; p++)
		host[n++] = *p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p;
	return n == 0 ? PM_OK : add_extra(run, PM_PREFIX_HOST, host, n, err);
}

static enum pm_status
add_day(struct pm_run *run, uint32_t day, struct pm_error *err)
{
	char text[16];
	enum pm_status status;

	if (day == 0)
		return PM_OK;
	snprintf(text, sizeof text, "%08u", (unsigned)day);
	if ((status = add_extra(run, PM_PREFIX_DAY, text, 8, err)) < 0 ||
	    (status = add_extra(run, PM_PREFIX_MONTH, text, 6, err)) < 0)
		return status;
	return add_extra(run, PM_PREFIX_YEAR, text, 4, err);
}

static enum pm_status
add_metadata(struct pm_run *run, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status;
	size_t id_len = a->id.len < PM_TERM_MAX - 1 ? a->id.len : PM_TERM_MAX - 1;

	run->n_extras = 0;
	pm_buf_clear(&run->extra);
	if (id_len > 0 &&
	    (status = add_extra(run, PM_PREFIX_ID, a->id.data, id_len, err)) < 0)
		return status;
	if ((status = add_host(run, a->url, err)) < 0 ||
	    (status = add_day(run, a->day, err)) < 0 ||
	    (status = add_field_terms(run, PM_PREFIX_AUTHOR, a->author, err)) < 0)
		return status;
	return add_field_terms(run, PM_PREFIX_SOURCE, a->source, err);
}

/* --- sorting ------------------------------------------------------------ */

static void
set_sort(struct pm_run_sort *o, const char *data, size_t len, uint32_t wdf)
{
	size_t i;

	o->data = data;
	o->len = (uint32_t)len;
	o->wdf = wdf;
	o->head = 0;
	for (i = 0; i < 8; i++)
		o->head = o->head << 8 | (i < len ? (uint8_t)data[i] : 0);
}

static int
compare_terms(const void *a, const void *b)
{
	const struct pm_run_sort *x = a, *y = b;
	int order;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	order = memcmp(x->data, y->data, x->len < y->len ? x->len : y->len);
	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static enum pm_status
sort_terms(struct pm_run *run, struct pm_error *err)
{
	size_t n = run->n_touched + run->n_extras, i, kept = 0;
	enum pm_status status;

	if ((status = pm_grow(&run->order, &run->order_cap, n, sizeof *run->order, err)) < 0 ||
	    (status = pm_grow(&run->terms, &run->terms_cap, n, sizeof *run->terms, err)) < 0)
		return status;
	for (i = 0; i < run->n_touched; i++) {
		uint32_t term = run->touched[i];
		size_t len;
		const char *s = pm_intern_get(&run->term_names, term, &len);

		set_sort(&run->order[i], s, len, run->counts[term]);
		run->counts[term] = 0;
	}
	for (i = 0; i < run->n_extras; i++)
		set_sort(&run->order[run->n_touched + i],
			 pm_buf_str(&run->extra) + run->extras[i].start,
			 run->extras[i].len, 0);
	if (n > 1)
		qsort(run->order, n, sizeof *run->order, compare_terms);
	for (i = 0; i < n; i++) {
		if (kept > 0 && compare_terms(&run->order[i], &run->order[i - 1]) == 0)
			continue;
		run->terms[kept].data = run->order[i].data;
		run->terms[kept].len = run->order[i].len;
		run->terms[kept++].wdf = run->order[i].wdf;
	}
	run->n_terms = kept;
	return PM_OK;
}

enum pm_status
pm_terms_of_article(struct pm_run *run, const struct pm_article *a, uint32_t n_title,
		    uint32_t n, struct pm_error *err)
{
	enum pm_status status;

	run->n_touched = 0;
	if ((status = count_field(run, 0, n_title, true, err)) < 0 ||
	    (status = count_field(run, n_title, n, false, err)) < 0 ||
	    (status = add_metadata(run, a, err)) < 0)
		return status;
	return sort_terms(run, err);
}
