/* Pressmark - gathering: numbers for what is new.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather_parts.h"

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
		    (status = pm_grow(&g->hyphens, &g->hyphens_cap, (size_t)n + 1,
				      sizeof *g->hyphens, err)) < 0)
			return status;
		run->separator_counts[n] = 0;
		g->hyphens[n] = pm_is_hyphen(s, len);
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

/* The term of a folded word or alias: its stem where it is all letters. */
static enum pm_status
stem_number(struct pm_gather *g, const char *folded, size_t len, uint32_t *id,
	    struct pm_error *err)
{
	const char *stem = folded;
	size_t stem_len = len;
	enum pm_status status;

	if (pm_folded_is_letters(folded, len) &&
	    (status = pm_stemmer_stem(g->stemmer, folded, len, &stem, &stem_len, err)) < 0)
		return status;
	return pm_gather_term_number(g, "", stem, stem_len, id, err);
}

enum pm_status
pm_gather_title_number(struct pm_gather *g, uint32_t term, uint32_t *title_term,
		       struct pm_error *err)
{
	size_t len;
	const char *s;
	char copy[PM_TERM_MAX + 1];

	if (*title_term != PM_NONE)
		return PM_OK;
	s = pm_intern_get(&g->term_names, term, &len);
	if (len > PM_TERM_MAX - 1)
		return PM_OK;
	memcpy(copy, s, len);
	return pm_gather_term_number(g, PM_PREFIX_TITLE, copy, len, title_term, err);
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
	g->aliases[n].title_term = PM_NONE;
	/* S may stand in the pool of another table, but never in that of terms. */
	return stem_number(g, s, len, &g->aliases[n].term, err);
}

struct part_context {
	struct pm_gather *g;
	uint32_t word;
	struct pm_error *err;
};

/* A part of an address, each once. */
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
	status = pm_grow(&g->parts, &g->parts_cap, g->n_parts + 1, sizeof *g->parts, c->err);
	if (status < 0)
		return status;
	g->parts[g->n_parts++] = alias;
	rest->n_parts++;
	return 0;
}

/* --- words -------------------------------------------------------------- */

/* What a folded word is when it is split alone: so it does not depend on where
 * or in which form it was seen first. */
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
		? g->probe.words[0].flags : 0;
	return status;
}

static enum pm_status
word_number(struct pm_gather *g, const char *folded, size_t len, uint32_t of_surface,
	    uint32_t *id, struct pm_error *err)
{
	uint32_t n = g->word_names.n;
	enum pm_status status = pm_intern(&g->word_names, folded, len, id, err);
	struct part_context context = { g, n, err };
	struct pm_gather_rest *rest;

	if (status < 0 || *id != n)
		return status;
	if ((status = pm_grow(&g->words, &g->words_cap, (size_t)n + 1, sizeof *g->words,
			      err)) < 0 ||
	    (status = pm_grow(&g->rests, &g->rests_cap, (size_t)n + 1, sizeof *g->rests,
			      err)) < 0)
		return status;
	memset(&g->words[n], 0, sizeof g->words[n]);
	g->words[n].term = PM_NONE;
	rest = &g->rests[n];
	memset(rest, 0, sizeof *rest);
	rest->title_term = PM_NONE;
	rest->surface = g->surfaces.n;
	rest->parts = (uint32_t)g->n_parts;
	if ((status = flags_of(g, folded, len, of_surface, &rest->flags, err)) < 0)
		return status;
	if (len <= PM_FOLDED_MAX &&
	    (status = stem_number(g, folded, len, &g->words[n].term, err)) < 0)
		return status;
	if (rest->flags & PM_WORD_ADDRESS)
		return pm_address_parts(folded, len, add_part, &context);
	return PM_OK;
}

enum pm_status
pm_gather_new_surface(struct pm_gather *g, struct pm_surface_slot *slot,
		      const struct pm_surface_key *key, const char *s, size_t len,
		      uint32_t flags, uint32_t *surface, uint32_t *word,
		      struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&g->fold);
	if ((status = pm_fold(s, len, flags, &g->fold, err)) < 0 ||
	    (status = word_number(g, pm_buf_str(&g->fold), g->fold.len, flags, word, err)) < 0)
		return status;
	return pm_surfaces_enter(&g->surfaces, slot, key, s, len, *word,
				 g->rests[*word].flags, surface, err);
}
