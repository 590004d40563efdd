/* Pressmark - gathering: numbers for what is new.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/gather_parts.h"

#include "shim/writer.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <string.h>

enum pm_status
pm_gather_separator(struct pm_gather *g, const char *s, size_t len, uint32_t *id,
		    struct pm_error *err)
{
	struct pm_run *run = &g->run;
	uint32_t n = run->separators.n;
	enum pm_status status = pm_intern(&run->separators, s, len, id, err);

	if (status < 0)
		return status;
	if (*id == n) {
		if ((status = pm_grow(&run->separator_counts, &run->separator_counts_cap,
				      (size_t)n + 1, sizeof *run->separator_counts,
				      err)) < 0 ||
		    (status = pm_grow(&g->joins, &g->joins_cap, (size_t)n + 1,
				      sizeof *g->joins, err)) < 0)
			return status;
		run->separator_counts[n] = 0;
		g->joins[n] = pm_is_hyphen(s, len)     ? PM_GATHER_JOINS
			    : pm_is_zero_width(s, len) ? PM_GATHER_MAY_JOIN
						       : 0;
	}
	run->separator_counts[*id]++;
	return PM_OK;
}

/* --- terms -------------------------------------------------------------- */

enum pm_status
pm_gather_term_number(struct pm_gather *g, const char *prefix, const char *s, size_t len,
		      uint32_t *id, struct pm_error *err)
{
	uint32_t n = g->term_names.n;
	enum pm_status status;

	if (*prefix != '\0') {
		pm_buf_clear(&g->scratch);
		pm_buf_puts(&g->scratch, prefix);
		pm_buf_put(&g->scratch, s, len);
		if (g->scratch.status < 0)
			return pm_fail_nomem(err);
		s = pm_buf_str(&g->scratch);
		len = g->scratch.len;
	}
	status = pm_intern(&g->term_names, s, len, id, err);
	return status < 0 || *id != n ? status : pm_postings_new_term(&g->postings, err);
}

const char *
pm_gather_stem(const struct pm_gather *g, uint32_t term, size_t *len)
{
	const char *s = pm_intern_get(&g->term_names, term, len);

	*len = pm_run_stem_len(s, *len);
	return s;
}

/* Append the name of what a word with this stem adds to. */
static void
put_term(struct pm_buf *out, const char *stem, size_t stem_len, const char *folded,
	 size_t len)
{
	pm_buf_put(out, stem, stem_len);
	if (stem_len == len && memcmp(stem, folded, len) == 0)
		return;
	pm_buf_putc(out, PM_RUN_WORD_MARK);
	pm_buf_put(out, folded, len);
}

/* The term of an alias, by its plain stem. */
static enum pm_status
alias_term(struct pm_gather *g, const char *folded, size_t len, uint32_t *id,
	   struct pm_error *err)
{
	const char *stem;
	size_t stem_len;
	enum pm_status status = pm_stem_plain(g->stemmer, folded, len, &g->stem, &stem,
					      &stem_len, err);

	if (status < 0)
		return status;
	pm_buf_clear(&g->scratch);
	put_term(&g->scratch, stem, stem_len, folded, len);
	return g->scratch.status < 0
		     ? pm_fail_nomem(err)
		     : pm_gather_term_number(g, "", pm_buf_str(&g->scratch),
					     g->scratch.len, id, err);
}

enum pm_status
pm_gather_title_number(struct pm_gather *g, uint32_t term, uint32_t *title_term,
		       struct pm_error *err)
{
	size_t len;
	const char *s;
	char copy[PM_TERM_MAX + 1];

	if (*title_term != PM_U32_NONE)
		return PM_OK;
	s = pm_gather_stem(g, term, &len);
	if (len > PM_TERM_MAX - 1)
		return PM_OK;
	memcpy(copy, s, len);
	return pm_gather_term_number(g, PM_PREFIX_TITLE, copy, len, title_term, err);
}

enum pm_status
pm_gather_count_fold(struct pm_gather *g, uint32_t term, struct pm_error *err)
{
	char stem[PM_TERM_MAX + 1];
	enum pm_status status;
	size_t len;
	const char *s = pm_gather_stem(g, term, &len);

	if (len > PM_TERM_MAX - strlen(PM_PREFIX_FOLD))
		return PM_OK;
	memcpy(stem, s, len);
	status = pm_gather_term_number(g, PM_PREFIX_FOLD, stem, len, &term, err);
	return status < 0 ? status : pm_postings_count(&g->postings, term, 0, err);
}

/* Find the term of a new name and its hash, and prefetch where that would be. */
static enum pm_status
stem_fresh(struct pm_gather *g, struct pm_gather_fresh *f, struct pm_error *err)
{
	const char *folded = pm_buf_str(&g->fold) + f->start, *stem = folded;
	size_t len = f->folded_len;
	enum pm_status status;

	f->term_len = 0;
	if (f->folded_len < f->len) {
		stem = folded + f->folded_len + 1;
		len = f->len - f->folded_len - 1;
	} else if ((status = pm_stem_plain(g->stemmer, folded, f->len, &g->stem, &stem,
					   &len, err)) < 0) {
		return status;
	}
	if (stem != folded) {
		f->term = g->stems.len;
		put_term(&g->stems, stem, len, folded, f->folded_len);
		if (g->stems.status < 0)
			return pm_fail_nomem(err);
		f->term_len = g->stems.len - f->term;
		stem = pm_buf_str(&g->stems) + f->term;
		len = f->term_len;
	}
	f->hash = pm_intern_hash(stem, len);
	pm_intern_prefetch(&g->term_names, f->hash);
	return PM_OK;
}

/* The number of that term. */
static enum pm_status
fresh_term(struct pm_gather *g, const struct pm_gather_fresh *f, uint32_t *term,
	   struct pm_error *err)
{
	uint32_t n = g->term_names.n;
	enum pm_status status;

	status = f->term_len > 0
		       ? pm_intern_hashed(&g->term_names, g->stems.data + f->term,
					  f->term_len, f->hash, term, err)
		       : pm_intern_hashed(&g->term_names, g->fold.data + f->start, f->len,
					  f->hash, term, err);
	return status < 0 || *term != n ? status : pm_postings_new_term(&g->postings, err);
}

/* --- aliases ------------------------------------------------------------ */

enum pm_status
pm_gather_alias_number(struct pm_gather *g, const char *s, size_t len, uint32_t *id,
		       struct pm_error *err)
{
	uint32_t n = g->alias_names.n;
	enum pm_status status = pm_intern(&g->alias_names, s, len, id, err);

	if (status < 0 || *id != n)
		return status;
	status = pm_grow(&g->aliases, &g->aliases_cap, (size_t)n + 1, sizeof *g->aliases,
			 err);
	if (status < 0)
		return status;
	g->aliases[n].title_term = PM_U32_NONE;
	/* S may be in the pool of another table, but never in that of the terms. */
	return alias_term(g, s, len, &g->aliases[n].term, err);
}

enum pm_status
pm_gather_fresh_aliases(struct pm_gather *g, struct pm_error *err)
{
	struct pm_gather_fresh *f, *end = g->fresh + g->n_fresh;
	enum pm_status status;

	pm_buf_clear(&g->stems);
	for (f = g->fresh; f < end; f++) {
		uint32_t n = g->alias_names.n;

		status = pm_intern_hashed(&g->alias_names, g->fold.data + f->start,
					  f->len, f->hash, &f->number, err);
		if (status < 0)
			return status;
		f->folded_len = f->len;
		f->is_new = f->number == n;
		if (f->is_new &&
		    ((status = pm_grow(&g->aliases, &g->aliases_cap, (size_t)n + 1,
				       sizeof *g->aliases, err)) < 0 ||
		     (status = stem_fresh(g, f, err)) < 0))
			return status;
	}
	for (f = g->fresh; f < end; f++) {
		if (!f->is_new)
			continue;
		g->aliases[f->number].title_term = PM_U32_NONE;
		status = fresh_term(g, f, &g->aliases[f->number].term, err);
		if (status < 0)
			return status;
	}
	return PM_OK;
}

struct part_context {
	struct pm_gather *g;
	uint32_t word;
	struct pm_error *err;
};

/* Add a part of an address, each once. */
static int
add_part(void *ctx, const char *part, size_t len)
{
	struct part_context *c = ctx;
	struct pm_gather *g = c->g;
	struct pm_gather_rest *rest = &g->rests[c->word];
	uint32_t alias, i;
	enum pm_status status;

	if (len > PM_FOLDED_MAX)
		return 0;
	if ((status = pm_gather_alias_number(g, part, len, &alias, c->err)) < 0)
		return status;
	for (i = 0; i < rest->n_parts; i++)
		if (g->parts[rest->parts + i] == alias)
			return 0;
	status = pm_grow(&g->parts, &g->parts_cap, g->n_parts + 1, sizeof *g->parts,
			 c->err);
	if (status < 0)
		return status;
	g->parts[g->n_parts++] = alias;
	rest->n_parts++;
	return 0;
}

/* --- words -------------------------------------------------------------- */

const char *
pm_gather_folded(const struct pm_gather *g, uint32_t id, size_t *len)
{
	const char *s = pm_intern_get(&g->word_names, id, len);
	const char *mark = memchr(s, PM_RUN_STEM_MARK, *len);

	if (mark != NULL)
		*len = (size_t)(mark - s);
	return s;
}

/* The flags of a folded word split by itself: so they do not depend on where or in which
 * form it was first seen. */
static enum pm_status
flags_of(struct pm_gather *g, const char *folded, size_t len, uint32_t of_surface,
	 uint32_t *flags, struct pm_error *err)
{
	enum pm_status status;

	/* Letters and digits stay letters and digits. */
	if (of_surface & PM_WORD_PLAIN) {
		*flags = PM_WORD_PLAIN;
		return PM_OK;
	}

	g->probe.n = 0;
	status = pm_split(folded, len, &g->probe, err);
	*flags = status == PM_OK && g->probe.n == 1 && g->probe.words[0].end == len
		       ? g->probe.words[0].flags
		       : 0;
	return status;
}

/* Enter a folded word that was not known; its term comes later.  Of a huge one nothing is
 * asked unless it is an address, since what else the flags say is of no use: it makes no
 * compounds and no pairs. */
static enum pm_status
new_word(struct pm_gather *g, const struct pm_gather_fresh *f, struct pm_error *err)
{
	const char *folded = pm_buf_str(&g->fold) + f->start;
	size_t len = f->folded_len;
	struct part_context context = { g, f->number, err };
	struct pm_gather_rest *rest;
	uint32_t flags;
	enum pm_status status;

	if ((status = pm_grow(&g->words, &g->words_cap, (size_t)f->number + 1,
			      sizeof *g->words, err)) < 0 ||
	    (status = pm_grow(&g->rests, &g->rests_cap, (size_t)f->number + 1,
			      sizeof *g->rests, err)) < 0)
		return status;
	memset(&g->words[f->number], 0, sizeof g->words[f->number]);
	g->words[f->number].term = PM_U32_NONE;
	rest = &g->rests[f->number];
	memset(rest, 0, sizeof *rest);
	rest->title_term = PM_U32_NONE;
	rest->surface = f->surface;
	rest->parts = (uint32_t)g->n_parts;
	if (len > PM_RUN_HUGE) {
		folded = pm_buf_str(&g->address);
		len = g->address.len;
	}
	if ((status = flags_of(g, folded, len, f->flags, &flags, err)) < 0)
		return status;
	rest->flags = flags & 0xff;
	return flags & PM_WORD_ADDRESS ? pm_address_parts(folded, len, add_part, &context)
				       : PM_OK;
}

/* The same in an index of several languages: what the article's language makes of it. */
static enum pm_status
put_language_stem(struct pm_gather *g, struct pm_gather_fresh *f, const char *s,
		  size_t len, struct pm_error *err)
{
	const char *folded = pm_buf_str(&g->fold) + f->start;
	enum pm_status status = pm_stem(g->own, s, len, f->flags, folded, f->folded_len,
					&g->stem, err);

	if (status < 0 || g->stem.status < 0)
		return status < 0 ? status : pm_fail_nomem(err);
	if (g->stem.len == f->folded_len &&
	    memcmp(g->stem.data, folded, f->folded_len) == 0)
		return PM_OK;
	pm_buf_putc(&g->fold, PM_RUN_STEM_MARK);
	pm_buf_put(&g->fold, g->stem.data, g->stem.len);
	f->len = g->fold.len - f->start;
	return g->fold.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* Append the stem of the surface S to its name, if it is not the plain one. */
static enum pm_status
put_own_stem(struct pm_gather *g, struct pm_gather_fresh *f, const char *s, size_t len,
	     struct pm_error *err)
{
	enum pm_status status;
	bool own;

	pm_buf_clear(&g->stem);
	if (g->several)
		return put_language_stem(g, f, s, len, err);
	status = pm_stem_is_own(g->stemmer, s, len, f->flags,
				pm_buf_str(&g->fold) + f->start, f->folded_len, &g->stem,
				&own, err);
	if (status < 0 || !own)
		return status;
	pm_buf_putc(&g->fold, PM_RUN_STEM_MARK);
	pm_buf_put(&g->fold, g->stem.data, g->stem.len);
	f->len = g->fold.len - f->start;
	return g->fold.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* The name of the word of a surface S: its folded form in g->fold, perhaps with a stem. */
static inline enum pm_status
end_name(struct pm_gather *g, struct pm_gather_fresh *f, const char *s, size_t len,
	 struct pm_error *err)
{
	f->len = f->folded_len = g->fold.len - f->start;
	if (((f->flags & PM_WORD_PLAIN) != 0 && !g->several) ||
	    f->folded_len > PM_FOLDED_MAX)
		return PM_OK;
	return put_own_stem(g, f, s, len, err);
}

/* Append the name of the word of a surface to g->fold. */
static enum pm_status
put_name(struct pm_gather *g, struct pm_gather_fresh *f, struct pm_error *err)
{
	size_t len;
	const char *s = pm_surface_text(&g->surfaces, f->surface, &len);
	enum pm_status status;

	f->start = g->fold.len;
	if ((status = pm_fold(s, len, f->flags, &g->fold, err)) < 0 ||
	    (g->fold.len - f->start > PM_RUN_HUGE &&
	     (status = pm_gather_huge_fold(g, f, s, len, err)) < 0))
		return status;
	return end_name(g, f, s, len, err);
}

/* The number of the name. */
static inline enum pm_status
number_word(struct pm_gather *g, struct pm_gather_fresh *f, struct pm_error *err)
{
	uint32_t n = g->word_names.n;
	enum pm_status status;

	status = pm_intern_hashed(&g->word_names, pm_buf_str(&g->fold) + f->start, f->len,
				  f->hash, &f->number, err);
	if (status < 0)
		return status;
	f->is_new = f->number == n;
	if (!f->is_new)
		return PM_OK;
	if ((status = new_word(g, f, err)) < 0)
		return status;
	if (f->folded_len > PM_RUN_HUGE)
		return pm_gather_note_huge(g, f, err);
	return f->folded_len <= PM_FOLDED_MAX ? stem_fresh(g, f, err) : PM_OK;
}

static inline enum pm_status
settle_word(struct pm_gather *g, const struct pm_gather_fresh *f, struct pm_error *err)
{
	pm_surfaces_settle(&g->surfaces, f->slot, f->surface, f->number,
			   g->rests[f->number].flags);
	return f->is_new && f->folded_len <= PM_FOLDED_MAX
		     ? fresh_term(g, f, &g->words[f->number].term, err)
		     : PM_OK;
}

enum pm_status
pm_gather_fresh_word(struct pm_gather *g, struct pm_gather_fresh *f, const char *surface,
		     size_t len, struct pm_error *err)
{
	enum pm_status status = end_name(g, f, surface, len, err);

	if (status < 0)
		return status;
	pm_buf_clear(&g->stems);
	f->hash = pm_intern_hash(pm_buf_str(&g->fold) + f->start, f->len);
	status = number_word(g, f, err);
	return status < 0 ? status : settle_word(g, f, err);
}

/* Each look-up reads at random, outside any cache; so each step is done for all words,
 * and prefetches what the next step needs. */
enum pm_status
pm_gather_fresh_words(struct pm_gather *g, struct pm_error *err)
{
	struct pm_gather_fresh *f, *end = g->fresh + g->n_fresh;
	enum pm_status status;

	pm_buf_clear(&g->fold);
	pm_buf_clear(&g->stems);
	for (f = g->fresh; f < end; f++) {
		if ((status = put_name(g, f, err)) < 0)
			return status;
		f->hash = pm_intern_hash(pm_buf_str(&g->fold) + f->start, f->len);
		pm_intern_prefetch(&g->word_names, f->hash);
	}
	for (f = g->fresh; f < end; f++)
		if ((status = number_word(g, f, err)) < 0)
			return status;
	for (f = g->fresh; f < end; f++)
		if ((status = settle_word(g, f, err)) < 0)
			return status;
	return PM_OK;
}

enum pm_status
pm_gather_count_alias(struct pm_gather *g, uint32_t id, enum pm_gather_field field,
		      struct pm_error *err)
{
	struct pm_gather_alias *alias = &g->aliases[id];
	enum pm_status status;

	if (field == PM_GATHER_FOLD)
		return pm_gather_count_fold(g, alias->term, err);
	if (field == PM_GATHER_TITLE) {
		status = pm_gather_title_number(g, alias->term, &alias->title_term, err);
		if (status == PM_OK && alias->title_term != PM_U32_NONE)
			status = pm_postings_count(&g->postings, alias->title_term, 1,
						   err);
		if (status < 0)
			return status;
	}
	return pm_postings_count(&g->postings, alias->term, 1, err);
}
