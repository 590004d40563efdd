/* Pressmark - lists of postings that are read in bulk.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lane is a list (glass/reader.h) and some hundred of its postings, decoded together:
 *
 *	status = pm_lane_open(&l, glass, term, len, &err);	l.there: there is one
 *	status = pm_lanes_make_room(&l, 1, &room, &err);
 *	while (status == PM_OK && pm_lane_first(&l) != PM_U32_NONE) {
 *		if (l.i == l.n)
 *			status = pm_lane_fill(&l, &err);
 *		... l.articles[l.i], l.wdfs[l.i]; l.i++ ...
 *	}
 *	pm_lane_close(&l);
 *	free(room.numbers);
 *
 * A lane may be given a share (shim/database.h): then it has only the postings that count,
 * or it has all, and PM_LANE_COUNTS is set in the wdf of those that count.  In the first
 * case pm_lane_first may be before the first of them; whoever must know has pm_lane_settle
 * decode.
 *
 * The postings I .. N - 1 are decoded; those after them are still in the list, whose
 * current one is the first of them unless it is AT_END.  Whoever wants to look at
 * postings again sets FROM to the first of them, and decodes with pm_lane_fill_more: the
 * postings FROM .. I - 1 stay.
 */
#ifndef PM_SEARCH_LANE_H
#define PM_SEARCH_LANE_H

#include "glass/reader.h"
#include "shim/database.h"
#include "support/bytes.h"

/* Postings decoded at a time. */
#define PM_LANE_POSTINGS 512u

struct pm_lane {
	struct pm_glass_list list;
	uint32_t *articles, *wdfs; /* with room for some more, which may be read */
	uint32_t cap, from, i, n;
	bool there, at_end;
	bool has_share, marks; /* MARKS: postings that do not count are there, too */
	uint32_t place;	       /* of the list's current posting, if there is a share with
				* bits */
	struct pm_db_share share;
};

/* Where the postings of several lanes stand. */
struct pm_lane_room {
	uint32_t *numbers;
	size_t cap;
};

/* A term that is not there gives a lane at its end.  CAP is then PM_LANE_POSTINGS; a lane
 * that is to keep postings needs as many more as it keeps, which is to be said before it
 * gets its room. */
enum pm_status pm_lane_open(struct pm_lane *l, struct pm_glass *glass, const char *term,
			    size_t len, struct pm_error *err);
void pm_lane_close(struct pm_lane *l);

/* In a wdf, which is less: no article has 2^30 bytes. */
#define PM_LANE_COUNTS UINT32_C(0x80000000)
#define PM_LANE_WDF UINT32_C(0x3fffffff)

/* If the node of REQUEST whose term the lane has, has a share, leave out the postings that
 * do not count, or, with MARKS, mark those that do; without a share all count.  Nothing is
 * decoded yet.  A share that fails gives its status, and the message that it left where
 * checks do; PM_ERR_CORRUPT if it is of another number of postings. */
enum pm_status pm_lane_ask_share(struct pm_lane *l, const struct pm_db_request *request,
				 const struct pm_db_node *node, size_t segment,
				 bool marks, struct pm_error *err);
/* pm_lane_open and pm_lane_ask_share in one, for a term of many: a list of which nothing
 * counts is not opened. */
enum pm_status
pm_lane_open_shared(struct pm_lane *l, struct pm_glass *glass,
		    const struct pm_db_request *request, const struct pm_db_node *node,
		    size_t segment, bool marks, struct pm_error *err);
/* Decode till there is a posting that counts, or the list is at its end. */
enum pm_status pm_lane_settle(struct pm_lane *l, struct pm_error *err);
/* Go to the first posting that is not below ARTICLE, when all that is decoded is: PM_END if
 * there is none.  With a share, it may stay before that. */
enum pm_status pm_lane_skip(struct pm_lane *l, uint32_t article, struct pm_error *err);

/* Give N lanes, of which nothing is decoded yet, room for CAP postings each, or for all
 * that a lane has, if these are fewer. */
enum pm_status pm_lanes_make_room(struct pm_lane *lanes, size_t n,
				  struct pm_lane_room *room, struct pm_error *err);

/* Decode more, when all has been taken and the list is not at its end. */
enum pm_status pm_lane_fill(struct pm_lane *l, struct pm_error *err);
/* The same, but keep what is there from FROM on. */
enum pm_status pm_lane_fill_more(struct pm_lane *l, struct pm_error *err);

/* The next article; PM_U32_NONE: there is none. */
static inline uint32_t
pm_lane_first(const struct pm_lane *l)
{
	return l->i < l->n ? l->articles[l->i]
	     : l->at_end   ? PM_U32_NONE
			   : l->list.article;
}

/* The wdf of an article, if it is one of the postings FROM .. I - 1; else 0. */
static inline uint32_t
pm_lane_wdf(const struct pm_lane *l, uint32_t article)
{
	uint32_t at = l->from, n = l->i - l->from, half;

	/* no branch that depends on what is found */
	for (; n > 1; n -= half) {
		half = n / 2;
		at += l->articles[at + half] <= article ? half : 0;
	}
	return n > 0 && l->articles[at] == article ? l->wdfs[at] : 0;
}

/* Of N ascending articles, ARTICLES[SLOTS[k]], find those that the lane has: their wdfs go
 * to WDFS[SLOTS[k]], and the others' are left as they are.  No posting before the last of
 * these articles is looked at again.  BULK: decode what is passed over, which is faster
 * where it is less than some 16 postings for each article asked for. */
enum pm_status pm_lane_meet(struct pm_lane *l, const uint32_t *articles,
			    const uint16_t *slots, uint32_t n, bool bulk, uint32_t *wdfs,
			    struct pm_error *err);
#define PM_LANE_BULK 16u

#endif
