/* Pressmark - copies after articles came and went: see stories_change.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stories_change.h"

#include "indexer/appeared_queue.h"
#include "indexer/key_lists.h"
#include "shim/database.h"
#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* How often the sketches are looked through. */
#define LOADS_MAX 16u

static const struct pm_appeared never = { UINT32_MAX, UINT32_MAX };

/* What an article may be a copy of, or what may be a copy of it. */
struct candidate {
	struct pm_appeared at;
	bool was; /* it was one before */
};

struct found {
	uint32_t leader;
	struct pm_appeared copy;
};

struct following {
	const struct pm_stories_before *of;
	const struct pm_stop *stop;
	uint64_t **were_gone; /* those of all segments */
	struct pm_sketched all;
	struct pm_key_lists lists;
	struct pm_alike *alike; /* NULL: nothing was compared yet */
	uint32_t n_old;		/* places of the old segments */
	struct pm_appeared_queue queue;
	uint64_t *turned; /* sets of places */
	struct candidate *candidates;
	size_t n_candidates, candidates_cap;
	struct found *found; /* copies of those that were queued */
	size_t n_found, found_cap;
	struct pm_stories *out;
};

/* --- what is known ----------------------------------------------------------------- */

static bool
has(const uint64_t *set, uint32_t place)
{
	return (set[place / 64] >> place % 64 & 1) != 0;
}

static bool
is_new(const struct following *f, uint32_t place)
{
	return place >= f->n_old;
}

static uint32_t
leader_then(const struct following *f, uint32_t place)
{
	return pm_copies_leader(f->of->copies, place);
}

/* Of an article that was not gone before. */
static bool
led(const struct following *f, uint32_t place)
{
	return !is_new(f, place) && leader_then(f, place) == place;
}

/* As far as is known: of those that are settled, and of others as if they did not turn. */
static bool
leads(const struct following *f, uint32_t place)
{
	return led(f, place) != has(f->turned, place);
}

static bool
goes(const struct following *f, uint32_t place)
{
	size_t segment = pm_sketched_segment(&f->all, place);

	return f->of->gone != NULL && f->of->gone[segment] != NULL &&
	       pm_db_is_gone(f->of->gone[segment], place - f->all.before[segment] + 1);
}

/* --- the queue --------------------------------------------------------------------- */

static enum pm_status
enqueue_place(struct following *f, uint32_t place, struct pm_error *err)
{
	struct pm_appeared at;
	enum pm_status status = pm_sketched_when(&f->all, place, &at, err);

	return status < 0 ? status : pm_appeared_queue_put(&f->queue, at, err);
}

/* The copies that PLACE had. */
static enum pm_status
enqueue_copies(struct following *f, uint32_t place, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	const struct pm_copy *copies;
	size_t n, i;

	copies = pm_copies_of(f->of->copies, place, &n);
	for (i = 0; i < n && status == PM_OK; i++)
		if (!goes(f, copies[i].copy))
			status = enqueue_place(f, copies[i].copy, err);
	return status;
}

/* --- who has a key ------------------------------------------------------------------ */

static const struct pm_key_entry *
entries_of(const struct following *f, const struct pm_key_list *list)
{
	return f->lists.entries + list->first;
}

/* How many of the entries have an order to AT that is less than BELOW. */
static size_t
count_entries(const struct following *f, const struct pm_key_list *list,
	      struct pm_appeared at, int below)
{
	const struct pm_key_entry *entries = entries_of(f, list);
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pm_appeared_order(entries[middle].at, at) < below)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
entries_before(const struct following *f, const struct pm_key_list *list,
	       struct pm_appeared at)
{
	return count_entries(f, list, at, 0);
}

static size_t
entries_up_to(const struct following *f, const struct pm_key_list *list,
	      struct pm_appeared at)
{
	return count_entries(f, list, at, 1);
}

/* The last article for which the key counts: that is the leader by which there are too many. */
static struct pm_appeared
reach(const struct following *f, const struct pm_key_list *list)
{
	const struct pm_key_entry *entries = entries_of(f, list);
	uint32_t leaders = 0, i;

	for (i = 0; i < list->n && list->n > PM_STORIES_LEADERS; i++)
		if (leads(f, entries[i].at.place) && ++leaders > PM_STORIES_LEADERS)
			return entries[i].at;
	return never;
}

static enum pm_status
want_keys(struct following *f, uint32_t place, struct pm_error *err)
{
	uint32_t keys[PM_STORY_KEYS];
	struct pm_sketch sketch;
	enum pm_status status = pm_sketched_get(&f->all, place, &sketch, err);
	unsigned n, i;

	if (status < 0)
		return status;
	n = pm_sketch_keys(&sketch, keys);
	for (i = 0; i < n && status == PM_OK; i++)
		status = pm_key_lists_want(&f->lists, keys[i], err);
	return status;
}

/* The lists of the keys of PLACE; and if one has to be loaded, of all that wait as well.
 * Nothing with a key has turned before its list is there. */
static enum pm_status
need_lists(struct following *f, uint32_t place, const uint32_t *keys, unsigned n,
	   struct pm_error *err)
{
	size_t loaded = f->lists.n_loaded, i;
	enum pm_status status;

	for (i = 0; i < n && pm_key_lists_find(&f->lists, keys[i]) != NULL;)
		i++;
	if (i == n)
		return PM_OK;
	if (f->lists.loads == LOADS_MAX)
		return PM_DECLINED;
	status = want_keys(f, place, err);
	for (i = 0; i < f->queue.n && status == PM_OK; i++)
		status = want_keys(f, f->queue.all[i].place, err);
	if (status == PM_OK)
		status = pm_key_lists_load(&f->lists, f->stop, err);
	for (; loaded < f->lists.n && status == PM_OK; loaded++) {
		struct pm_key_list *list = &f->lists.all[loaded];

		list->were_to = list->are_to = reach(f, list);
	}
	return status;
}

/* --- candidates ------------------------------------------------------------------- */

static enum pm_status
add_candidate(struct following *f, struct candidate c, struct pm_error *err)
{
	enum pm_status status = pm_grow(&f->candidates, &f->candidates_cap,
					f->n_candidates + 1, sizeof *f->candidates, err);

	if (status == PM_OK)
		f->candidates[f->n_candidates++] = c;
	return status;
}

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = pm_appeared_order(x->at, y->at);

	return order != 0 ? order : y->was - x->was;
}

/* In the order in which they appeared, each once; as one that was one before, if it was by
 * any key. */
static void
sort_candidates(struct following *f)
{
	size_t n = 0, i;

	if (f->n_candidates > 1)
		qsort(f->candidates, f->n_candidates, sizeof *f->candidates,
		      compare_candidates);
	for (i = 0; i < f->n_candidates; i++)
		if (n == 0 || f->candidates[n - 1].at.place != f->candidates[i].at.place)
			f->candidates[n++] = f->candidates[i];
	f->n_candidates = n;
}

/* Whether the article in hand, which OTHER appeared before, is like it.  *TAKEN: it was
 * asked of already. */
static enum pm_status
are_alike(struct following *f, struct pm_appeared at, struct pm_appeared other,
	  bool *taken, bool *yes, struct pm_error *err)
{
	struct pm_alike_article a = pm_sketched_article(&f->all, &at);
	struct pm_alike_article b = pm_sketched_article(&f->all, &other);
	enum pm_status status = PM_OK;

	if (f->alike == NULL &&
	    (status = pm_alike_new(&f->alike, f->of->segments, err)) < 0)
		return status;
	if (!*taken && (status = pm_alike_take(f->alike, &a, err)) < 0)
		return status;
	*taken = true;
	f->out->compared++;
	return pm_alike_ask(f->alike, &b, yes, err);
}

/* When the leader appeared that the article had, if that is another one; else never. */
static enum pm_status
when_led(const struct following *f, uint32_t place, struct pm_appeared *at,
	 struct pm_error *err)
{
	*at = never;
	return is_new(f, place) || leader_then(f, place) == place
		     ? PM_OK
		     : pm_sketched_when(&f->all, leader_then(f, place), at, err);
}

/* --- one that is looked at again ------------------------------------------------------ */

/* The leaders before it by the keys that count for it. */
static enum pm_status
find_candidates(struct following *f, struct pm_appeared at, const uint32_t *keys,
		unsigned n, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	unsigned k;
	size_t end, i;

	f->n_candidates = 0;
	for (k = 0; k < n; k++) {
		const struct pm_key_list *list = pm_key_lists_find(&f->lists, keys[k]);
		const struct pm_key_entry *entries = entries_of(f, list);
		bool counted = pm_appeared_order(at, list->were_to) <= 0;

		if (pm_appeared_order(at, list->are_to) > 0)
			continue;
		end = entries_before(f, list, at);
		for (i = 0; i < end && status == PM_OK; i++) {
			struct candidate c = { .at = entries[i].at };

			c.was = counted && led(f, c.at.place);
			if (leads(f, c.at.place))
				status = add_candidate(f, c, err);
		}
	}
	sort_candidates(f);
	return status;
}

/* *LEADER: the first candidate that the article is alike, or itself. */
static enum pm_status
find_leader(struct following *f, struct pm_appeared at, uint32_t *leader,
	    struct pm_error *err)
{
	bool known = !is_new(f, at.place), taken = false, yes = false;
	struct pm_appeared then;
	enum pm_status status = when_led(f, at.place, &then, err);
	size_t i;

	*leader = at.place;
	for (i = 0; i < f->n_candidates && !yes && status == PM_OK; i++) {
		const struct candidate *c = &f->candidates[i];
		int order = pm_appeared_order(c->at, then);

		if (known && c->was && order <= 0)
			yes = order == 0;
		else
			status = are_alike(f, at, c->at, &taken, &yes, err);
		if (yes)
			*leader = c->at.place;
	}
	return status;
}

/* --- one that has turned --------------------------------------------------------------- */

/* Where the key of LIST counts has changed: those for which it does now and did not, or the
 * other way. */
static enum pm_status
move_reach(struct following *f, struct pm_key_list *list, struct pm_error *err)
{
	struct pm_appeared was = list->are_to, first, last;
	const struct pm_key_entry *entries = entries_of(f, list);
	enum pm_status status = PM_OK;
	size_t i, end;

	list->are_to = reach(f, list);
	first = pm_appeared_order(was, list->are_to) < 0 ? was : list->are_to;
	last = pm_appeared_order(was, list->are_to) < 0 ? list->are_to : was;
	end = entries_up_to(f, list, last);
	for (i = entries_up_to(f, list, first); i < end && status == PM_OK; i++)
		if (!goes(f, entries[i].at.place))
			status = pm_appeared_queue_put(&f->queue, entries[i].at, err);
	return status;
}

/* Later articles that may be copies of the one at AT by the key of LIST; those that wait will
 * see it. */
static enum pm_status
find_later(struct following *f, const struct pm_key_list *list, struct pm_appeared at,
	   struct pm_error *err)
{
	const struct pm_key_entry *entries = entries_of(f, list);
	size_t i = entries_up_to(f, list, at);
	size_t end = entries_up_to(f, list, list->are_to);
	enum pm_status status = PM_OK;

	for (; i < end && status == PM_OK; i++)
		if (!pm_appeared_queue_met(&f->queue, entries[i].at.place) &&
		    !goes(f, entries[i].at.place))
			status = add_candidate(f,
					       (struct candidate){ .at = entries[i].at },
					       err);
	return status;
}

/* Those of them that are, and are not copies of an earlier one, are looked at again. */
static enum pm_status
enqueue_later(struct following *f, struct pm_appeared at, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_appeared then;
	size_t i;

	sort_candidates(f);
	for (i = 0; i < f->n_candidates && status == PM_OK; i++) {
		struct pm_appeared later = f->candidates[i].at;
		bool yes = false, taken = false;

		if (pm_appeared_queue_met(&f->queue, later.place) ||
		    (status = when_led(f, later.place, &then, err)) < 0 ||
		    pm_appeared_order(then, at) < 0)
			continue;
		status = are_alike(f, later, at, &taken, &yes, err);
		if (yes && status == PM_OK)
			status = pm_appeared_queue_put(&f->queue, later, err);
	}
	return status;
}

static enum pm_status
turn(struct following *f, struct pm_appeared at, const uint32_t *keys, unsigned n,
     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_key_list *list;
	bool leader;
	unsigned k;

	f->turned[at.place / 64] ^= UINT64_C(1) << at.place % 64;
	leader = leads(f, at.place);
	if (!leader)
		status = enqueue_copies(f, at.place, err);
	f->n_candidates = 0;
	for (k = 0; k < n && status == PM_OK; k++) {
		list = pm_key_lists_find(&f->lists, keys[k]);
		if (list->n > PM_STORIES_LEADERS &&
		    pm_appeared_order(at, list->are_to) <= 0)
			status = move_reach(f, list, err);
		if (leader && status == PM_OK)
			status = find_later(f, list, at, err);
	}
	return status == PM_OK ? enqueue_later(f, at, err) : status;
}

static enum pm_status
look_again(struct following *f, struct pm_appeared at, struct pm_error *err)
{
	uint32_t keys[PM_STORY_KEYS], leader = PM_U32_NONE;
	struct pm_sketch sketch;
	enum pm_status status = pm_sketched_get(&f->all, at.place, &sketch, err);
	bool stays = !goes(f, at.place);
	unsigned n;

	if (status < 0)
		return status;
	n = pm_sketch_keys(&sketch, keys);
	if ((status = need_lists(f, at.place, keys, n, err)) != PM_OK)
		return status;
	if (stays && ((status = find_candidates(f, at, keys, n, err)) < 0 ||
		      (status = find_leader(f, at, &leader, err)) < 0))
		return status;
	if (stays && leader != at.place) {
		if ((status = pm_grow(&f->found, &f->found_cap, f->n_found + 1,
				      sizeof *f->found, err)) < 0)
			return status;
		f->found[f->n_found++] = (struct found){ leader, at };
	}
	return led(f, at.place) == (leader == at.place) ? PM_OK
							: turn(f, at, keys, n, err);
}

/* --- beginning -------------------------------------------------------------------- */

/* The copies that were there are believed, but not that they are of articles that were. */
static enum pm_status
check_before(const struct following *f, struct pm_error *err)
{
	const struct pm_copy *copies;
	size_t n, i;

	copies = pm_copies_all(f->of->copies, &n);
	for (i = 0; i < n; i++)
		if (copies[i].leader >= f->n_old || copies[i].copy >= f->n_old ||
		    pm_sketched_is_gone(&f->all, copies[i].leader) ||
		    pm_sketched_is_gone(&f->all, copies[i].copy))
			return pm_corrupt(err, pm_copies_path(f->of->copies),
					  "its entry %zu is of an article that is removed",
					  i);
	return PM_OK;
}

static enum pm_status
prepare(struct following *f, struct pm_error *err)
{
	const struct pm_stories_before *of = f->of;
	enum pm_status status;

	f->were_gone = pm_calloc(of->n, sizeof *f->were_gone);
	if (f->were_gone == NULL)
		return pm_fail_nomem(err);
	if (of->were_gone != NULL)
		memcpy(f->were_gone, of->were_gone, of->n_old * sizeof *f->were_gone);
	if ((status = pm_sketched_init(&f->all, of->segments, of->n, f->were_gone, err)) <
	    0)
		return status;
	f->n_old = of->n_old < of->n ? f->all.before[of->n_old] : f->all.n;
	if ((status = pm_appeared_queue_init(&f->queue, f->all.n, err)) < 0)
		return status;
	f->turned = pm_calloc((size_t)f->all.n / 64 + 1, sizeof *f->turned);
	if (f->turned == NULL)
		return pm_fail_nomem(err);
	pm_key_lists_init(&f->lists, &f->all);
	return check_before(f, err);
}

/* Leaders of a segment that go, and their copies; and count what is left of it. */
static enum pm_status
enqueue_going(struct following *f, size_t segment, struct pm_error *err)
{
	const uint64_t *now = f->of->gone == NULL ? NULL : f->of->gone[segment];
	const uint64_t *then = f->were_gone[segment];
	uint32_t before = f->all.before[segment], place;
	uint32_t n = pm_store_articles(pm_segment_store(f->of->segments[segment])), i;
	enum pm_status status = PM_OK;
	uint64_t bits;

	f->out->articles += n;
	for (i = 0; now != NULL && i < n && status == PM_OK; i += 64) {
		f->out->articles -= (uint64_t)__builtin_popcountll(now[i / 64]);
		bits = now[i / 64] & ~(then == NULL ? 0 : then[i / 64]);
		for (; bits != 0 && status == PM_OK; bits &= bits - 1) {
			place = before + i + (uint32_t)__builtin_ctzll(bits);
			if (!led(f, place))
				continue;
			if ((status = enqueue_place(f, place, err)) == PM_OK)
				status = enqueue_copies(f, place, err);
		}
	}
	return status;
}

static enum pm_status
enqueue_first(struct following *f, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t place;
	size_t i;

	for (i = 0; i < f->of->n && status == PM_OK; i++)
		status = enqueue_going(f, i, err);
	for (place = f->n_old; place < f->all.n && status == PM_OK; place++)
		if (!goes(f, place))
			status = enqueue_place(f, place, err);
	return status < 0 || 2 * f->queue.n < f->out->articles ? status : PM_DECLINED;
}

/* --- the result -------------------------------------------------------------------- */

static int
compare_found(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->leader != y->leader ? (x->leader < y->leader ? -1 : 1)
				      : pm_appeared_order(x->copy, y->copy);
}

/* Of found copies and one that was there: whether that one comes first. */
static enum pm_status
comes_first(const struct following *f, const struct pm_copy *old,
	    const struct found *found, bool *yes, struct pm_error *err)
{
	struct pm_appeared at;
	enum pm_status status = PM_OK;

	*yes = old->leader < found->leader;
	if (old->leader == found->leader &&
	    (status = pm_sketched_when(&f->all, old->copy, &at, err)) == PM_OK)
		*yes = pm_appeared_order(at, found->copy) < 0;
	return status;
}

/* The copies that were not looked at are what they were. */
static enum pm_status
unite(struct following *f, struct pm_error *err)
{
	struct pm_stories *out = f->out;
	const struct pm_copy *old;
	enum pm_status status;
	size_t n_old, i = 0, k = 0;
	bool first;

	old = pm_copies_all(f->of->copies, &n_old);
	if (f->n_found > 1)
		qsort(f->found, f->n_found, sizeof *f->found, compare_found);
	if ((status = pm_grow(&out->copies, &out->cap, n_old + f->n_found + 1,
			      sizeof *out->copies, err)) < 0)
		return status;
	while (status == PM_OK && (i < n_old || k < f->n_found)) {
		if (i < n_old && (pm_appeared_queue_met(&f->queue, old[i].copy) ||
				  goes(f, old[i].copy))) {
			i++;
			continue;
		}
		first = k == f->n_found;
		if (i < n_old && !first)
			status = comes_first(f, &old[i], &f->found[k], &first, err);
		if (i < n_old && first)
			out->copies[out->n++] = old[i++];
		else if (k < f->n_found) {
			out->copies[out->n++] = (struct pm_copy){
				f->found[k].leader, f->found[k].copy.place
			};
			k++;
		}
	}
	return status;
}

static void
release(struct following *f)
{
	pm_key_lists_release(&f->lists);
	pm_sketched_release(&f->all);
	pm_alike_free(f->alike);
	free(f->were_gone);
	pm_appeared_queue_release(&f->queue);
	free(f->turned);
	free(f->candidates);
	free(f->found);
}

enum pm_status
pm_stories_follow(const struct pm_stories_before *before, const struct pm_stop *stop,
		  struct pm_stories *stories, struct pm_error *err)
{
	struct following f = { .of = before, .stop = stop, .out = stories };
	enum pm_status status;

	memset(stories, 0, sizeof *stories);
	if ((status = prepare(&f, err)) == PM_OK)
		status = enqueue_first(&f, err);
	while (status == PM_OK && f.queue.n > 0) {
		if (pm_stop_asked(stop))
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		else
			status = look_again(&f, pm_appeared_queue_take(&f.queue), err);
	}
	if (status == PM_OK)
		status = unite(&f, err);
	if (status != PM_OK)
		pm_stories_release(stories);
	release(&f);
	return status;
}
