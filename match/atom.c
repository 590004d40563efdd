/* Pressmark - atoms: see atom.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/atom.h"

#include "match/pattern.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* From this many ranks on, a bitmap is quicker than a search through them. */
#define BITMAP_FROM 6u

void
pm_ends_init(struct pm_ends *e)
{
	e->n = 0;
	e->many = false;
}

void
pm_ends_add(struct pm_ends *e, uint32_t rank)
{
	size_t i;

	for (i = 0; i < e->n; i++)
		if (e->ranks[i] == rank)
			return;
	if (e->n == PM_ENDS_MAX)
		e->many = true;
	else
		e->ranks[e->n++] = rank;
}

void
pm_atom_init(struct pm_atom *a)
{
	memset(a, 0, sizeof *a);
}

void
pm_atom_release(struct pm_atom *a)
{
	free(a->ranks);
	free(a->bitmap);
	free(a->sequences);
	free(a->pairs);
	free(a->forms);
	pm_atom_init(a);
}

enum pm_status
pm_atom_rank(struct pm_atom *a, uint32_t rank, struct pm_error *err)
{
	enum pm_status status = pm_grow(&a->ranks, &a->ranks_cap, a->n_ranks + 1,
					sizeof *a->ranks, err);

	if (status == PM_OK)
		a->ranks[a->n_ranks++] = rank;
	return status;
}

/* Add a word that matches for itself. */
static enum pm_status
add_own(struct pm_atom *a, uint32_t rank, struct pm_error *err)
{
	pm_ends_add(&a->own, rank);
	return pm_atom_rank(a, rank, err);
}

static enum pm_status
add_sequence(struct pm_atom *a, const uint32_t *ranks, uint32_t n, enum pm_joint joint,
	     struct pm_error *err)
{
	enum pm_status status = pm_grow(&a->sequences, &a->sequences_cap,
					a->n_sequences + 1, sizeof *a->sequences, err);
	struct pm_sequence *s;

	if (status < 0)
		return status;
	s = &a->sequences[a->n_sequences++];
	memset(s, 0, sizeof *s);
	memcpy(s->ranks, ranks, n * sizeof *ranks);
	s->n = n;
	s->joint = joint;
	a->capitals = a->capitals || joint == PM_JOINT_CAPITALS;
	return PM_OK;
}

enum pm_status
pm_atom_add_entry(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct pm_atom_collector *x = ctx;
	enum pm_status status;
	size_t n, i;

	if (c->entry.len > PM_FOLDED_MAX)
		return PM_OK;
	if (c->entry.list != PM_LIST_ALIASES)
		return add_own(x->atom, pm_entry_rank(&c->entry), err);
	status = pm_cursor_targets(c, &x->targets, &x->cap, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		const struct pm_alias_target *t = &x->targets[i];

		x->atom->addresses = x->atom->addresses || t->n_parts == 1;
		status = t->n_parts == 1 ? pm_atom_rank(x->atom, t->ranks[0], err)
					 : add_sequence(x->atom, t->ranks, t->n_parts,
							PM_JOINT_HYPHENS, err);
	}
	return status;
}

enum pm_status
pm_atom_word(struct pm_atom *a, struct pm_segment *seg, const char *folded, size_t len,
	     struct pm_error *err)
{
	struct pm_atom_collector x = { a, NULL, 0 };
	enum pm_status status = PM_OK;

	if (len <= PM_FOLDED_MAX)
		status = pm_lexicon_by_word(pm_segment_lexicon(seg), folded, len,
					    pm_atom_add_entry, &x, err);
	free(x.targets);
	return status;
}

enum pm_status
pm_atom_stems(struct pm_atom *a, struct pm_segment *seg, const struct pm_stem_set *stems,
	      struct pm_error *err)
{
	struct pm_atom_collector x = { a, NULL, 0 };
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < stems->n && status == PM_OK; i++)
		status = pm_lexicon_by_stem(pm_segment_lexicon(seg), stems->stems[i].data,
					    stems->stems[i].len, pm_atom_add_entry, &x,
					    err);
	free(x.targets);
	return status;
}

enum pm_status
pm_atom_leaf_word(struct pm_atom *a, struct pm_segment *seg, const struct pm_tree *leaf,
		  const struct pm_tree_word *w, struct pm_stems *stems,
		  struct pm_error *err)
{
	const struct pm_stem_set *set;
	enum pm_status status;

	if (leaf->op != PM_TREE_WORDS)
		return pm_atom_word(a, seg, w->folded, w->folded_len, err);
	status = pm_stems_of(stems, w->surface, w->surface_len, w->folded, w->folded_len,
			     &set, err);
	return status < 0 ? status : pm_atom_stems(a, seg, set, err);
}

/* All ranks of exactly this word, in an atom of their own. */
static enum pm_status
take_rank(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	return c->entry.list == PM_LIST_ALIASES
		     ? PM_OK
		     : pm_atom_rank(ctx, pm_entry_rank(&c->entry), err);
}

static enum pm_status
find_ranks(struct pm_segment *seg, const char *word, size_t len, struct pm_atom *ranks,
	   struct pm_error *err)
{
	pm_atom_init(ranks);
	return pm_lexicon_by_word(pm_segment_lexicon(seg), word, len, take_rank, ranks,
				  err);
}

enum pm_status
pm_atom_dotted(struct pm_atom *a, struct pm_segment *seg, const char *surface, size_t len,
	       struct pm_error *err)
{
	struct pm_atom ranks;
	struct pm_buf other;
	enum pm_status status = PM_OK;
	size_t i;

	pm_buf_init(&other, 16);
	pm_atom_init(&ranks);
	if (pm_dotted(surface, len, &other))
		status = other.status < 0
			       ? pm_fail_nomem(err)
			       : pm_atom_word(a, seg, pm_buf_str(&other), other.len, err);
	else if (pm_undotted(surface, len, &other))
		status = other.status < 0 ? pm_fail_nomem(err)
					  : find_ranks(seg, pm_buf_str(&other), other.len,
						       &ranks, err);
	for (i = 0; i < ranks.n_ranks && status == PM_OK; i++)
		status = add_sequence(a, &ranks.ranks[i], 1, PM_JOINT_CAPITALS, err);
	pm_atom_release(&ranks);
	pm_buf_release(&other);
	return status;
}

/* Add a sequence for each way to take one rank for each of N pieces; WAY has the first
 * AT. */
static enum pm_status
add_ways(struct pm_atom *a, const struct pm_atom *pieces, size_t n, uint32_t *way,
	 size_t at, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (at == n)
		return add_sequence(a, way, (uint32_t)n, PM_JOINT_ANY, err);
	for (i = 0; i < pieces[at].n_ranks && status == PM_OK; i++) {
		way[at] = pieces[at].ranks[i];
		status = add_ways(a, pieces, n, way, at + 1, err);
	}
	return status;
}

enum pm_status
pm_atom_pieces(struct pm_atom *a, struct pm_segment *seg, const char *folded, size_t len,
	       struct pm_error *err)
{
	struct pm_piece pieces[PM_PIECES_MAX];
	struct pm_atom ranks[PM_PIECES_MAX] = { 0 };
	uint32_t way[PM_PIECES_MAX];
	size_t n = pm_pieces(folded, len, pieces), i;
	enum pm_status status = PM_OK;

	for (i = 0; i < n && status == PM_OK; i++)
		status = find_ranks(seg, pieces[i].data, pieces[i].len, &ranks[i], err);
	if (status == PM_OK && n > 0)
		status = add_ways(a, ranks, n, way, 0, err);
	for (i = 0; i < n; i++)
		pm_atom_release(&ranks[i]);
	return status;
}

enum pm_status
pm_atom_add(struct pm_atom *a, const struct pm_atom *other, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	a->own.many = a->own.many || other->own.many;
	a->addresses = a->addresses || other->addresses;
	for (i = 0; i < other->own.n; i++)
		pm_ends_add(&a->own, other->own.ranks[i]);
	for (i = 0; i < other->n_ranks && status == PM_OK; i++)
		status = pm_atom_rank(a, other->ranks[i], err);
	for (i = 0; i < other->n_sequences && status == PM_OK; i++)
		status = add_sequence(a, other->sequences[i].ranks, other->sequences[i].n,
				      other->sequences[i].joint, err);
	return status;
}

/* Add RANK if it has the surface: of the ranks of a folded word only one, since its stem is
 * made from that; but in an index of several languages one for each stem. */
static enum pm_status
add_surface(struct pm_atom *a, struct pm_segment *seg, uint32_t rank,
	    const struct pm_tree_word *word, struct pm_error *err)
{
	struct pm_known_word known;
	struct pm_buf surface;
	enum pm_status status = pm_segment_word(seg, rank, &known, err);
	size_t i, before = a->n_forms;

	pm_buf_init(&surface, PM_BUF_NO_LIMIT);
	for (i = 0; status == PM_OK && i < known.n_forms; i++) {
		if (!pm_lexicon_has_form(pm_segment_lexicon(seg), rank, (uint32_t)i))
			continue;
		pm_buf_clear(&surface);
		status = pm_segment_surface(seg, rank, (uint32_t)i, &surface, err);
		if (status < 0 || !pm_surface_equal(pm_buf_str(&surface), surface.len,
						    word->surface, word->surface_len))
			continue;
		status = pm_grow(&a->forms, &a->forms_cap, a->n_forms + 1,
				 sizeof *a->forms, err);
		if (status == PM_OK)
			a->forms[a->n_forms++] = (struct pm_atom_form){ rank, (uint32_t)i };
	}
	pm_buf_release(&surface);
	return status < 0 || a->n_forms == before ? status : add_own(a, rank, err);
}

enum pm_status
pm_atom_surface(struct pm_atom *a, struct pm_segment *seg,
		const struct pm_tree_word *word, struct pm_error *err)
{
	struct pm_atom ranks;
	enum pm_status status = find_ranks(seg, word->folded, word->folded_len, &ranks,
					   err);
	size_t i;

	for (i = 0; i < ranks.n_ranks && status == PM_OK; i++)
		status = add_surface(a, seg, ranks.ranks[i], word, err);
	pm_atom_release(&ranks);
	return status;
}

static int
compare_ranks(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_sequences(const void *a, const void *b)
{
	const struct pm_sequence *x = a, *y = b;

	if (x->ranks[0] != y->ranks[0])
		return x->ranks[0] < y->ranks[0] ? -1 : 1;
	return x->ranks[1] < y->ranks[1] ? -1 : x->ranks[1] > y->ranks[1];
}

void
pm_atom_drop_longer(struct pm_atom *a)
{
	size_t i, n = 0;

	for (i = 0; i < a->n_sequences; i++)
		if (!pm_atom_has_rank(a, a->sequences[i].ranks[0]))
			a->sequences[n++] = a->sequences[i];
	a->n_sequences = n;
}

size_t
pm_atom_first_sequence(const struct pm_atom *a, uint32_t one, uint32_t two)
{
	size_t low = 0, high = a->n_sequences;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const uint32_t *r = a->sequences[middle].ranks;

		if (r[0] < one || (r[0] == one && r[1] < two))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum pm_status
check_ranks(const struct pm_atom *a, const struct pm_lexicon *lex, struct pm_error *err)
{
	uint32_t words = pm_lexicon_words(lex);
	bool good = a->n_ranks == 0 || a->ranks[a->n_ranks - 1] < words;
	size_t i, k;

	for (i = 0; i < a->n_sequences; i++)
		for (k = 0; k < a->sequences[i].n; k++)
			good = good && a->sequences[i].ranks[k] < words;
	return good ? PM_OK
		    : pm_corrupt(err, pm_lexicon_path(lex),
				 "an alias stands for a word that it does not have");
}

/* Some 32 bits for each sequence. */
static enum pm_status
make_pairs(struct pm_atom *a, struct pm_error *err)
{
	unsigned log = 6;
	size_t i;

	while (log < 31 && (size_t)1 << log < a->n_sequences * 32)
		log++;
	a->pair_shift = 64 - log;
	a->pairs = pm_calloc(((size_t)1 << log) / 64, sizeof *a->pairs);
	if (a->pairs == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < a->n_sequences; i++) {
		uint32_t bit = pm_atom_pair(a, a->sequences[i].ranks[0],
					    a->sequences[i].ranks[1]);

		a->pairs[bit / 64] |= (uint64_t)1 << (bit % 64);
	}
	return PM_OK;
}

bool
pm_atom_finds_rank(const struct pm_atom *a, uint32_t rank)
{
	size_t low = 0, high = a->n_ranks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (a->ranks[middle] < rank)
			low = middle + 1;
		else
			high = middle;
	}
	return low < a->n_ranks && a->ranks[low] == rank;
}

/* The ranks are those of a segment of so many WORDS. */
static enum pm_status
make_bitmap(struct pm_atom *a, uint32_t words, struct pm_error *err)
{
	uint64_t bits = 512;
	size_t i;

	while (bits < 64 * (uint64_t)a->n_ranks && bits < words)
		bits *= 2;
	a->mask = (uint32_t)(bits - 1);
	a->is_exact = bits >= words;
	a->bitmap = pm_calloc(bits / 64, sizeof *a->bitmap);
	if (a->bitmap == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < a->n_ranks; i++)
		a->bitmap[(a->ranks[i] & a->mask) / 64] |= UINT64_C(1)
							<< (a->ranks[i] % 64);
	return PM_OK;
}

enum pm_status
pm_atom_finish(struct pm_atom *a, struct pm_segment *seg, struct pm_error *err)
{
	uint32_t words = pm_lexicon_words(pm_segment_lexicon(seg));
	enum pm_status status;
	size_t i, n = 0;

	if (a->n_ranks > 1)
		qsort(a->ranks, a->n_ranks, sizeof *a->ranks, compare_ranks);
	for (i = 0; i < a->n_ranks; i++)
		if (n == 0 || a->ranks[n - 1] != a->ranks[i])
			a->ranks[n++] = a->ranks[i];
	a->n_ranks = n;
	if (a->n_sequences > 1)
		qsort(a->sequences, a->n_sequences, sizeof *a->sequences,
		      compare_sequences);
	if ((status = check_ranks(a, pm_segment_lexicon(seg), err)) < 0)
		return status;
	if (a->n_ranks >= BITMAP_FROM && (status = make_bitmap(a, words, err)) < 0)
		return status;
	return a->n_sequences >= BITMAP_FROM ? make_pairs(a, err) : PM_OK;
}
