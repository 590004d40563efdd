/* Pressmark - which articles are copies of which: see stories.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stories.h"

#include "indexer/sketched.h"
#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* Bits of each filter for a key. */
#define FILTER_BITS 8u
#define ASK_EVERY 1024u

/* Leaders with a key: a chain of links, the last one first. */
struct slot {
	uint32_t key;
	uint32_t head; /* number of a link, from 1; 0: unused; PASSED */
	uint32_t n;
};

#define PASSED UINT32_MAX

struct link {
	uint32_t leader; /* its number in the order */
	uint32_t next;
};

struct finding {
	struct pm_sketched all;
	const struct pm_stop *stop;
	struct pm_appeared *order;
	uint32_t n;
	uint64_t *once, *again; /* sets of keys, by some of their bits */
	uint64_t filter_mask;
	struct slot *slots;
	struct link *links;
	size_t n_slots, used, n_links, links_cap;
	struct pm_alike *alike;
	uint32_t *candidates;
	size_t candidates_cap;
	struct pm_stories *out;
};

/* --- which keys are worth anything --------------------------------------------- */

static bool
in_filter(const struct finding *f, const uint64_t *filter, uint32_t key)
{
	uint64_t at = key & f->filter_mask;

	return (filter[at / 64] >> at % 64 & 1) != 0;
}

static void
note_key(struct finding *f, uint32_t key)
{
	uint64_t at = key & f->filter_mask, bit = UINT64_C(1) << at % 64;

	if (f->once[at / 64] & bit)
		f->again[at / 64] |= bit;
	f->once[at / 64] |= bit;
}

static enum pm_status
ask(const struct finding *f, uint32_t i, struct pm_error *err)
{
	if (i % ASK_EVERY == 0 && pm_stop_asked(f->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* Put all articles that are left in their order, and note their keys. */
static enum pm_status
read_sketches(struct finding *f, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t keys[PM_STORY_KEYS], place, left = 0;
	struct pm_sketch s;
	bool sorted = true;
	unsigned n, k;

	for (place = 0; place < f->all.n; place++) {
		if (pm_sketched_is_gone(&f->all, place))
			continue;
		if ((status = ask(f, place, err)) < 0 ||
		    (status = pm_sketched_get(&f->all, place, &s, err)) < 0)
			return status;
		f->order[left] = pm_appeared_of(s.day, place);
		sorted = sorted &&
			 (left == 0 || f->order[left - 1].day <= f->order[left].day);
		left++;
		n = pm_sketch_keys(&s, keys);
		for (k = 0; k < n; k++)
			note_key(f, keys[k]);
	}
	f->n = left;
	f->out->articles = left;
	if (!sorted)
		qsort(f->order, f->n, sizeof *f->order, pm_appeared_compare);
	return PM_OK;
}

/* --- leaders -------------------------------------------------------------------- */

static struct slot *
find_slot(const struct finding *f, uint32_t key)
{
	size_t at = (key * UINT32_C(0x9e3779b1)) & (f->n_slots - 1);

	while (f->slots[at].head != 0 && f->slots[at].key != key)
		at = (at + 1) & (f->n_slots - 1);
	return &f->slots[at];
}

static enum pm_status
grow_slots(struct finding *f, struct pm_error *err)
{
	size_t old_n = f->n_slots, i;
	struct slot *old = f->slots;

	f->n_slots = old_n == 0 ? 1024 : 2 * old_n;
	f->slots = pm_calloc(f->n_slots, sizeof *f->slots);
	if (f->slots == NULL) {
		f->slots = old;
		return pm_fail_nomem(err);
	}
	for (i = 0; i < old_n; i++)
		if (old[i].head != 0)
			*find_slot(f, old[i].key) = old[i];
	free(old);
	return PM_OK;
}

static enum pm_status
add_key(struct finding *f, uint32_t key, uint32_t leader, struct pm_error *err)
{
	enum pm_status status;
	struct slot *slot;

	if (4 * f->used >= 3 * f->n_slots && (status = grow_slots(f, err)) < 0)
		return status;
	slot = find_slot(f, key);
	if (slot->head == PASSED)
		return PM_OK;
	if (slot->n == PM_STORIES_LEADERS) {
		slot->head = PASSED;
		f->out->passed++;
		return PM_OK;
	}
	if ((status = pm_grow(&f->links, &f->links_cap, f->n_links + 1, sizeof *f->links,
			      err)) < 0)
		return status;
	f->used += slot->head == 0;
	f->links[f->n_links++] = (struct link){ leader, slot->head };
	*slot = (struct slot){ key, (uint32_t)f->n_links, slot->n + 1 };
	return PM_OK;
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The leaders with one of the keys, the earliest first, some perhaps twice. */
static enum pm_status
find_candidates(struct finding *f, const uint32_t *keys, unsigned n_keys, size_t *n,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	const struct slot *slot;
	uint32_t at;
	unsigned k;

	*n = 0;
	for (k = 0; k < n_keys && f->n_slots > 0; k++) {
		slot = find_slot(f, keys[k]);
		if ((status = pm_grow(&f->candidates, &f->candidates_cap,
				      *n + PM_STORIES_LEADERS, sizeof *f->candidates,
				      err)) < 0)
			return status;
		for (at = slot->head == PASSED ? 0 : slot->head; at != 0;
		     at = f->links[at - 1].next)
			f->candidates[(*n)++] = f->links[at - 1].leader;
	}
	if (*n > 1)
		qsort(f->candidates, *n, sizeof *f->candidates, compare_numbers);
	return PM_OK;
}

/* *LEADER: the first of the N candidates that article I is alike, or I. */
static enum pm_status
find_leader(struct finding *f, uint32_t i, size_t n, uint32_t *leader,
	    struct pm_error *err)
{
	struct pm_alike_article own = pm_sketched_article(&f->all, &f->order[i]), other;
	enum pm_status status = n > 0 ? pm_alike_take(f->alike, &own, err) : PM_OK;
	bool yes = false;
	size_t k;

	*leader = i;
	for (k = 0; k < n && !yes && status == PM_OK; k++) {
		if (k > 0 && f->candidates[k] == f->candidates[k - 1])
			continue;
		other = pm_sketched_article(&f->all, &f->order[f->candidates[k]]);
		status = pm_alike_ask(f->alike, &other, &yes, err);
		f->out->compared++;
		if (yes)
			*leader = f->candidates[k];
	}
	return status;
}

/* The next article, number I of the order. */
static enum pm_status
place_article(struct finding *f, uint32_t i, struct pm_error *err)
{
	uint32_t keys[PM_STORY_KEYS], leader;
	struct pm_sketch s;
	enum pm_status status = pm_sketched_get(&f->all, f->order[i].place, &s, err);
	unsigned n = 0, k, n_keys;
	size_t n_candidates;

	if (status < 0)
		return status;
	n_keys = pm_sketch_keys(&s, keys);
	for (k = 0; k < n_keys; k++)
		if (in_filter(f, f->again, keys[k]))
			keys[n++] = keys[k];
	if (n == 0)
		return PM_OK;
	if ((status = find_candidates(f, keys, n, &n_candidates, err)) < 0 ||
	    (status = find_leader(f, i, n_candidates, &leader, err)) < 0)
		return status;
	for (k = 0; k < n && leader == i && status == PM_OK; k++)
		status = add_key(f, keys[k], i, err);
	if (leader == i || status < 0)
		return status;
	status = pm_grow(&f->out->copies, &f->out->cap, f->out->n + 1,
			 sizeof *f->out->copies, err);
	if (status == PM_OK)
		f->out->copies[f->out->n++] = (struct pm_copy){ f->order[leader].place, i };
	return status;
}

/* --- all of them ------------------------------------------------------------------ */

static enum pm_status
prepare(struct finding *f, struct pm_segment *const *segments, uint64_t *const *gone,
	size_t n, struct pm_error *err)
{
	enum pm_status status = pm_sketched_init(&f->all, segments, n, gone, err);
	uint64_t bits = 1024;

	if (status < 0)
		return status;
	/* a key has 32 bits */
	while (bits < FILTER_BITS * PM_STORY_KEYS * (uint64_t)f->all.n &&
	       bits < (uint64_t)1 << 32)
		bits *= 2;
	f->filter_mask = bits - 1;
	f->order = pm_alloc(f->all.n, sizeof *f->order);
	f->once = pm_calloc((size_t)(bits / 64), sizeof *f->once);
	f->again = pm_calloc((size_t)(bits / 64), sizeof *f->again);
	if (f->order == NULL || f->once == NULL || f->again == NULL)
		return pm_fail_nomem(err);
	return pm_alike_new(&f->alike, segments, err);
}

/* Copies of one leader in the order in which they appeared: `copy` is a number of the
 * order still. */
static int
compare_copies(const void *a, const void *b)
{
	const struct pm_copy *x = a, *y = b;

	if (x->leader != y->leader)
		return x->leader < y->leader ? -1 : 1;
	return x->copy < y->copy ? -1 : x->copy > y->copy;
}

static void
sort_copies(struct finding *f)
{
	struct pm_stories *out = f->out;
	size_t i;

	if (out->n > 1)
		qsort(out->copies, out->n, sizeof *out->copies, compare_copies);
	for (i = 0; i < out->n; i++)
		out->copies[i].copy = f->order[out->copies[i].copy].place;
}

static void
release(struct finding *f)
{
	pm_alike_free(f->alike);
	pm_sketched_release(&f->all);
	free(f->order);
	free(f->once);
	free(f->again);
	free(f->slots);
	free(f->links);
	free(f->candidates);
}

enum pm_status
pm_stories_find(struct pm_segment *const *segments, uint64_t *const *gone, size_t n,
		const struct pm_stop *stop, struct pm_stories *stories,
		struct pm_error *err)
{
	struct finding f = { .stop = stop, .out = stories };
	enum pm_status status;
	uint32_t i;

	memset(stories, 0, sizeof *stories);
	if ((status = prepare(&f, segments, gone, n, err)) == PM_OK)
		status = read_sketches(&f, err);
	for (i = 0; i < f.n && status == PM_OK; i++)
		if ((status = ask(&f, i, err)) == PM_OK)
			status = place_article(&f, i, err);
	if (status == PM_OK)
		sort_copies(&f);
	else
		pm_stories_release(stories);
	release(&f);
	return status;
}

void
pm_stories_release(struct pm_stories *stories)
{
	free(stories->copies);
	memset(stories, 0, sizeof *stories);
}

/* --- the file --------------------------------------------------------------------- */

static char *
path_of(const char *dir, const struct pm_generation *g)
{
	char name[PM_GENERATION_NAME];

	pm_generation_file_name(name, PM_COPIES_PREFIX, g->number);
	return pm_path_join(dir, name);
}

enum pm_status
pm_stories_write(const char *dir, struct pm_generation *g,
		 const struct pm_stories *stories, uint64_t *size, struct pm_error *err)
{
	char *path = path_of(dir, g);
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_copies_write(path, stories->copies, stories->n, size,
				 &g->copies.identity, err);
	g->copies.number = g->number;
	g->stories = stories->articles - stories->n;
	free(path);
	return status;
}
