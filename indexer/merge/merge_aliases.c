/* Pressmark - merging the aliases of runs: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An alias stands for words, and the lexicon identifies them by rank.  So each run's
 * aliases are first rewritten with ranks, one run after the other, and then united.  A
 * rewritten record, numbers as varints: length, alias; strip, length, bytes to append;
 * number of targets; for each target three numbers, each a rank plus one, or 0.
 *
 * A word that is a target by itself is an address, which the store wants to know of. */
#include "indexer/merge/merge.h"

#include "segment/lexicon.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

struct aliases {
	struct pm_merge *m;
	struct pm_lexicon_writer *out;
	struct pm_spool *ranked; /* by run */
	struct pm_surface_code *codes;
	size_t codes_cap;
	struct pm_alias_target *targets;
	size_t n_targets, targets_cap;
	struct pm_buf record, stem;
};

static enum pm_status
broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a run's aliases do not fit together");
}

static uint32_t
rank_of(const struct pm_surface_code *code)
{
	uint8_t bytes[PM_CODE_MAX];
	const uint8_t *p = bytes;
	uint32_t rank = 0;

	pm_store_u32(bytes, code->code);
	pm_code_get(&p, bytes + PM_CODE_MAX, &rank);
	return rank;
}

static enum pm_status
rank_record(struct aliases *a, uint32_t n_surfaces, const uint8_t *p, const uint8_t *end,
	    struct pm_error *err)
{
	const uint8_t *start = p, *alias;
	uint64_t n, parts, surface, i;
	struct pm_run_stem stem;
	size_t len;

	if (pm_load_bytes(&p, end, &alias, &len) < 0 ||
	    !pm_run_stem_get(&p, end, &stem) || pm_load_varint(&p, end, &n) < 0)
		return broken(err);
	pm_buf_clear(&a->record);
	pm_buf_put(&a->record, start, (size_t)(p - start));
	for (; n > 0; n--) {
		if (pm_load_varint(&p, end, &parts) < 0 || parts > 3)
			return broken(err);
		for (i = 0; i < 3; i++) {
			if (i < parts && (pm_load_varint(&p, end, &surface) < 0 ||
					  surface >= n_surfaces))
				return broken(err);
			pm_buf_put_varint(&a->record,
					  i < parts
						  ? (uint64_t)rank_of(&a->codes[surface]) + 1
						  : 0);
		}
	}
	return PM_OK;
}

static enum pm_status
rank_run(struct aliases *a, uint32_t run, struct pm_error *err)
{
	struct pm_merge *m = a->m;
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	enum pm_status status;

	if ((status = pm_merge_spool(m, &a->ranked[run], "aliases", run,
				     m->memory / 8 / m->n, err)) < 0 ||
	    (status = pm_merge_load(m, run, &a->codes, &a->codes_cap, err)) < 0)
		return status;
	pm_spool_read(&in, &m->runs[run].aliases, 0, m->runs[run].aliases.len);
	while ((status = pm_spool_next(&in, &p, &end, err)) == PM_OK) {
		status = rank_record(a, m->runs[run].n_surfaces, p, end, err);
		if (status == PM_OK)
			status = pm_spool_put(&a->ranked[run], &a->record, err);
		if (status < 0)
			break;
	}
	pm_spool_reader_release(&in);
	pm_spool_release(&m->runs[run].aliases);
	return status < 0 ? status : pm_spool_end(&a->ranked[run], err);
}

static int
by_ranks(const void *a, const void *b)
{
	const struct pm_alias_target *x = a, *y = b;
	unsigned i;

	for (i = 0; i < 3; i++) {
		/* a target that is the beginning of another sorts after it */
		uint32_t p = i < x->n_parts ? x->ranks[i] : UINT32_MAX;
		uint32_t q = i < y->n_parts ? y->ranks[i] : UINT32_MAX;

		if (p != q)
			return p < q ? -1 : 1;
	}
	return 0;
}

static enum pm_status
read_targets(struct aliases *a, const uint8_t *p, const uint8_t *end, struct pm_error *err)
{
	uint64_t n, rank;
	enum pm_status status;
	unsigned i;

	if (pm_load_varint(&p, end, &n) < 0)
		return broken(err);
	status = pm_grow(&a->targets, &a->targets_cap, a->n_targets + (size_t)n,
			 sizeof *a->targets, err);
	if (status < 0)
		return status;
	for (; n > 0; n--) {
		struct pm_alias_target *t = &a->targets[a->n_targets++];

		memset(t, 0, sizeof *t);
		for (i = 0; i < 3; i++) {
			if (pm_load_varint(&p, end, &rank) < 0)
				return broken(err);
			if (rank > 0)
				t->ranks[t->n_parts++] = (uint32_t)rank - 1;
		}
	}
	return PM_OK;
}

static enum pm_status
unite_alias(struct aliases *a, struct pm_union *u, struct pm_error *err)
{
	struct pm_lexicon_alias alias = { .word = u->s, .len = u->len };
	struct pm_run_stem stem;
	enum pm_status status;
	size_t i, kept;

	a->n_targets = 0;
	for (i = 0; i < u->n_here; i++) {
		const struct pm_union_source *s = &u->sources[u->here[i]];
		const uint8_t *p = s->p;

		if (!pm_run_stem_get(&p, s->end, &stem))
			return broken(err);
		if (i == 0)
			pm_run_stem_apply(&stem, u->s, u->len, &a->stem);
		if ((status = read_targets(a, p, s->end, err)) < 0)
			return status;
	}
	if (a->stem.status < 0)
		return pm_fail_nomem(err);
	if (a->n_targets == 0)
		return broken(err);
	qsort(a->targets, a->n_targets, sizeof *a->targets, by_ranks);
	for (i = 1, kept = 1; i < a->n_targets; i++)
		if (by_ranks(&a->targets[i], &a->targets[kept - 1]) != 0)
			a->targets[kept++] = a->targets[i];
	for (i = 0; i < kept; i++)
		if (a->targets[i].n_parts == 1)
			pm_addresses_add(&a->m->addresses, a->targets[i].ranks[0]);
	alias.stem = pm_buf_str(&a->stem);
	alias.stem_len = a->stem.len;
	alias.targets = a->targets;
	alias.n_targets = kept;
	return pm_lexicon_add_alias(a->out, &alias, err);
}

static enum pm_status
unite(struct aliases *a, struct pm_error *err)
{
	struct pm_union u;
	enum pm_status status;

	status = pm_merge_open(a->m, &u, a->ranked, sizeof *a->ranked, err);
	if (status < 0)
		return status;
	while (status == PM_OK && (status = pm_union_next(&u, err)) == PM_OK)
		status = unite_alias(a, &u, err);
	pm_union_close(&u);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_merge_aliases(struct pm_merge *m, struct pm_lexicon_writer *w, struct pm_error *err)
{
	struct aliases a = { .m = m, .out = w };
	enum pm_status status = PM_OK;
	size_t i;

	pm_buf_init(&a.record, PM_BUF_NO_LIMIT);
	pm_buf_init(&a.stem, PM_BUF_NO_LIMIT);
	a.ranked = pm_alloc(m->n, sizeof *a.ranked);
	if (a.ranked == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < m->n; i++)
		pm_spool_init(&a.ranked[i], NULL, 0);
	status = pm_addresses_init(&m->addresses, m->n_words, err);
	for (i = 0; i < m->n && status == PM_OK; i++)
		status = rank_run(&a, (uint32_t)i, err);
	if (status == PM_OK)
		status = unite(&a, err);
	for (i = 0; i < m->n; i++)
		pm_spool_release(&a.ranked[i]);
	free(a.ranked);
	free(a.codes);
	free(a.targets);
	pm_buf_release(&a.record);
	pm_buf_release(&a.stem);
	return status;
}
