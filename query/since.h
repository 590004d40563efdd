/* Pressmark - since when an article counts as new: what --new-since and :new-since take.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	5			generation 5: what came after it; 0: everything
 *	2024-06-30		the last generation that was made before that day began
 *	2024-06-30T14:05	or before that time; also with a blank for the T, with
 *				seconds, and with Z or +02:00
 *	yesterday, 2024-06 ...	what date: takes (language/dates.h), but for a year alone
 *	last			the generation before the current one: what the last
 *				change of the index brought
 *
 * Times are local unless they say otherwise.  Where no generation was made before a time,
 * everything is new.
 *
 * After a rollback, that one may have come after what the index has now, or beside it.  Then what
 * counts is the last generation that both go back to (pm_history_meet): what came after that was
 * perhaps not there at the time that is asked for.
 *
 *	pm_since_read("yesterday", 0, &since, &err);
 *	pm_since_find(&newer, &since, index, &err);
 */
#ifndef PM_QUERY_SINCE_H
#define PM_QUERY_SINCE_H

#include "search/newer.h"
#include "segment/history.h"

enum pm_since_by { PM_SINCE_EVER, PM_SINCE_LAST, PM_SINCE_GENERATION, PM_SINCE_TIME };

/* One of all zeros: nothing is left out. */
struct pm_since {
	enum pm_since_by by;
	uint64_t number; /* of the generation; or seconds since 1970 */
	enum pm_newer_kind kind;
};

/* Set `by` and `number`; PM_ERR_USAGE if TEXT is none of these.  TODAY is a day, YYYYMMDD, or
 * 0 for the clock's. */
enum pm_status pm_since_read(const char *text, uint32_t today, struct pm_since *since,
			     struct pm_error *err);

/* *GENERATION: that which the articles come after; 0: none.  H is the history of G, which the
 * index DIR has now.  PM_ERR_INPUT if it never had the generation that is asked for, or keeps
 * no history. */
enum pm_status pm_since_resolve(const struct pm_since *since, const char *dir,
				const struct pm_generation *g, const struct pm_history *h,
				uint64_t *generation, struct pm_error *err);

/* The articles that count; NULL: all. */
enum pm_status pm_since_find(struct pm_newer **newer, const struct pm_since *since,
			     struct pm_index *index, struct pm_error *err);

#endif
