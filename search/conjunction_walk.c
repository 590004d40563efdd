/* Pressmark - requests that are lists side by side: finding candidates; see
 * conjunction_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction_parts.h"

#include <stdlib.h>
#include <string.h>

/* What it costs to open a list, in the units of a patience. */
#define LIST_WORK 30u

/* Open the list of a term. */
static enum pm_status
open_list(struct pm_run *r, uint32_t list, struct pm_error *err)
{
	const struct pm_db_node *node = r->shape->terms[r->shape->lists[list].first];

	return pm_lane_open(&r->lanes[list], r->segments[r->segment], node->term,
			    node->term_len, err);
}

/* Whether the segment has any list of this one's member; those that are made of several are
 * there till they turn out to be empty. */
static bool
has_member(const struct pm_run *r, uint32_t list)
{
	uint32_t member = pm_run_leaf(r, list)->member, i;

	for (i = list + 1; i-- > 0 && pm_run_leaf(r, i)->member == member;)
		if (r->lanes[i].there || r->shape->lists[i].n > 1)
			return true;
	return false;
}

/* Whether articles must have something of a member whose lists end with this one. */
static bool
is_demanded(const struct pm_run *r, uint32_t list)
{
	uint32_t member = pm_run_leaf(r, list)->member;

	return member != PM_U32_NONE && !r->shape->is_out[member] &&
	       (list + 1 == r->shape->n_lists ||
		pm_run_leaf(r, list + 1)->member != member);
}

enum pm_status
pm_run_open(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t k;

	for (k = 0; k < r->shape->n_lists && status == PM_OK; k++) {
		uint32_t terms = r->shape->lists[k].n;

		r->ended = r->ended || pm_patience_over(r->patience, LIST_WORK * terms);
		if (terms == 1)
			status = open_list(r, k, err);
		if (status == PM_OK && is_demanded(r, k) && !has_member(r, k))
			status = PM_ABSENT;
	}
	return status;
}

void
pm_run_close(struct pm_run *r)
{
	uint32_t i;

	for (i = 0; r->lanes != NULL && i < r->shape->n_lists; i++)
		pm_lane_close(&r->lanes[i]);
}

/* --- members ---------------------------------------------------------------- */

/* The lists of a member in the current segment, at place AT of the order. */
static struct pm_run_member
gather_member(struct pm_run *r, uint32_t member, uint32_t at)
{
	struct pm_run_member m = { at, 0, 0, r->shape->is_out[member] };
	uint32_t i;

	for (i = 0; i < r->shape->n_lists; i++) {
		const struct pm_lane *l = &r->lanes[i];

		if (pm_run_leaf(r, i)->member != member || !l->there)
			continue;
		r->order[at + m.n++] = i;
		m.freq += l->list.freq;
	}
	return m;
}

/* Give the lists of the members their shares. */
static enum pm_status
take_shares(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < r->shape->n_lists && status == PM_OK; i++) {
		const struct pm_shape_list *l = &r->shape->lists[i];
		const struct pm_shape_leaf *leaf = pm_run_leaf(r, i);

		if (l->n == 1 && leaf->member != PM_U32_NONE)
			status = pm_lane_ask_share(&r->lanes[i], r->request,
						   r->shape->terms[l->first], r->segment,
						   leaf->marked, err);
	}
	return status;
}

static enum pm_status
merge_lists(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < r->shape->n_lists && status == PM_OK && !r->ended; i++)
		if (r->shape->lists[i].n > 1)
			status = pm_run_merge(r, i, err);
	return status;
}

/* The postings of a list that was made are where that is. */
static void
point(struct pm_run *r, uint32_t list)
{
	struct pm_lane *l = &r->lanes[list];

	l->articles = r->merged[list].articles;
	l->wdfs = r->merged[list].wdfs;
}

enum pm_status
pm_run_line_up(struct pm_run *r, struct pm_error *err)
{
	uint32_t i, k, at = 0;
	enum pm_status status = take_shares(r, err);

	if (status < 0)
		return status;
	r->n_walk = r->n_out = 0;
	r->at_end = false;
	if ((status = merge_lists(r, err)) < 0 || r->ended)
		return status;
	for (i = 0; i < r->shape->n_lists; i++)
		if (!r->lanes[i].there)
			memset(pm_run_wdfs(r, i), 0xff, r->places * sizeof *r->wdfs_at);
	for (i = 0; i < r->shape->n_members; i++) {
		struct pm_run_member m = gather_member(r, i, at);

		at += m.n;
		if (m.is_out) {
			if (m.n > 0)
				r->out[r->n_out++] = m;
			continue;
		}
		if (m.n == 0)
			return PM_ABSENT;
		for (k = r->n_walk++; k > 0 && m.freq < r->walk[k - 1].freq; k--)
			r->walk[k] = r->walk[k - 1];
		r->walk[k] = m;
	}
	status = pm_lanes_make_room(r->lanes, r->shape->n_lists, &r->lane_room, err);
	for (i = 0; i < r->shape->n_lists; i++)
		if (r->shape->lists[i].n > 1)
			point(r, i);
	return status;
}

/* --- the rarest member -------------------------------------------------------- */

/* Take its postings, where it is one list. */
static enum pm_status
take_list(struct pm_run *r, struct pm_error *err)
{
	uint32_t list = r->order[r->walk[0].first], *wdfs = pm_run_wdfs(r, list);
	uint32_t n, some;
	struct pm_lane *l = &r->lanes[list];
	enum pm_status status;

	for (n = 0; n < r->places; n += some) {
		if (l->i == l->n) {
			if (l->at_end)
				break;
			if ((status = pm_lane_fill(l, err)) < 0)
				return status;
		}
		some = l->n - l->i < r->places - n ? l->n - l->i : r->places - n;
		memcpy(r->articles_at + n, l->articles + l->i, some * sizeof *l->articles);
		memcpy(wdfs + n, l->wdfs + l->i, some * sizeof *l->wdfs);
		l->i += some;
	}
	r->taken = n;
	r->at_end = l->i == l->n && l->at_end;
	return PM_OK;
}

/* Take the articles that any of its lists has. */
static enum pm_status
take_lists(struct pm_run *r, struct pm_error *err)
{
	const struct pm_run_member *m = &r->walk[0];
	enum pm_status status;
	uint32_t n, i;

	for (i = m->first; i < m->first + m->n; i++)
		memset(pm_run_wdfs(r, r->order[i]), 0xff, r->places * sizeof *r->wdfs_at);
	for (n = 0; n < r->places; n++) {
		uint32_t article = PM_U32_NONE;

		for (i = m->first; i < m->first + m->n; i++) {
			struct pm_lane *l = &r->lanes[r->order[i]];
			uint32_t own;

			if ((status = pm_lane_settle(l, err)) < 0)
				return status;
			own = pm_lane_first(l);
			article = own < article ? own : article;
		}
		r->at_end = article == PM_U32_NONE;
		if (r->at_end)
			break;
		for (i = m->first; i < m->first + m->n; i++) {
			struct pm_lane *l = &r->lanes[r->order[i]];

			if (pm_lane_first(l) != article)
				continue;
			if (l->i == l->n && (status = pm_lane_fill(l, err)) < 0)
				return status;
			pm_run_wdfs(r, r->order[i])[n] = l->wdfs[l->i++];
		}
		r->articles_at[n] = article;
	}
	r->taken = n;
	return PM_OK;
}

/* --- the others ----------------------------------------------------------------- */

enum pm_status
pm_run_meet(struct pm_run *r, uint32_t list, struct pm_error *err)
{
	struct pm_lane *l = &r->lanes[list];
	uint32_t *wdfs = pm_run_wdfs(r, list);
	uint64_t passed; /* postings, estimated */

	memset(wdfs, 0xff, r->taken * sizeof *wdfs);
	if (!l->there)
		return PM_OK;
	passed = (uint64_t)l->list.freq * r->taken / (r->walk[0].freq + 1) + 1;
	return pm_lane_meet(l, r->articles_at, r->slots, r->n,
			    passed <= (uint64_t)PM_LANE_BULK * r->n, wdfs, err);
}

/* The same as below, of a list without marks. */
static void
keep_of_list(struct pm_run *r, uint32_t list, bool is_out)
{
	const uint32_t *wdfs = pm_run_wdfs(r, list);
	uint32_t n = 0, i;

	for (i = 0; i < r->n; i++) {
		uint16_t slot = r->slots[i];

		r->slots[n] = slot;
		n += (wdfs[slot] != PM_U32_NONE) != is_out;
	}
	r->n = n;
}

/* Keep the candidates that have the member, or, if it is one that they must not have,
 * those that have not. */
static void
keep(struct pm_run *r, const struct pm_run_member *m)
{
	uint32_t n = 0, i, k;

	if (m->n == 1 && !pm_run_leaf(r, r->order[m->first])->marked) {
		keep_of_list(r, r->order[m->first], m->is_out);
		return;
	}
	for (i = 0; i < r->n; i++) {
		uint16_t slot = r->slots[i];
		bool has = false;

		for (k = m->first; k < m->first + m->n && !has; k++)
			has = pm_run_counts(r, r->order[k],
					    pm_run_wdfs(r, r->order[k])[slot]);
		r->slots[n] = slot;
		n += has != m->is_out;
	}
	r->n = n;
}

static enum pm_status
meet_members(struct pm_run *r, const struct pm_run_member *members, uint32_t n,
	     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i, k;

	for (i = 0; i < n && r->n > 0; i++) {
		const struct pm_run_member *m = &members[i];

		for (k = m->first; k < m->first + m->n && status == PM_OK; k++)
			status = pm_run_meet(r, r->order[k], err);
		if (status < 0)
			return status;
		keep(r, m);
	}
	return PM_OK;
}

static bool
has_marks(const struct pm_run *r, const struct pm_run_member *m)
{
	bool yes = false;
	uint32_t k;

	for (k = m->first; k < m->first + m->n; k++)
		yes = yes || pm_run_leaf(r, r->order[k])->marked;
	return yes;
}

/* What was taken, but for articles that are gone. */
static void
begin_candidates(struct pm_run *r)
{
	const uint64_t *gone = pm_db_gone(r->request, r->segment);
	uint32_t i, n = 0;

	for (i = 0; i < r->taken; i++) {
		r->slots[n] = (uint16_t)i;
		n += gone == NULL || !pm_db_is_gone(gone, r->articles_at[i]);
	}
	r->n = n;
}

enum pm_status
pm_run_find(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status;
	uint32_t i;

	r->ended = r->ended || pm_patience_over(r->patience, r->places);
	r->n = 0;
	if (r->ended)
		return PM_OK;
	status = r->walk[0].n == 1 ? take_list(r, err) : take_lists(r, err);
	if (status < 0)
		return status;
	begin_candidates(r);
	if (has_marks(r, &r->walk[0]))
		keep(r, &r->walk[0]);
	if ((status = meet_members(r, r->walk + 1, r->n_walk - 1, err)) < 0 ||
	    (status = meet_members(r, r->out, r->n_out, err)) < 0)
		return status;
	for (i = 0; i < r->n; i++)
		r->found[i] = r->articles_at[r->slots[i]];
	return PM_OK;
}
