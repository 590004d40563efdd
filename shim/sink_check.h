/* Pressmark - what both sinks check of their input.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each function of a sink (sink.h) calls one of these first.  They know what may come
 * next, compare what comes with what was announced, refuse what libxapian would
 * refuse, and gather the statistics of the database.  Cost: one addition and two
 * comparisons per posting.
 *
 * PM_ERR_LIMIT, because libxapian uses 32 bits or could not store it: terms of 0 or more
 * than PM_TERM_MAX bytes (a NUL counts twice); terms whose wdf add up to 2^32 or more.
 * Everything else that is wrong is a defect of the caller: PM_ERR_INTERNAL.
 */
#ifndef PM_SHIM_SINK_CHECK_H
#define PM_SHIM_SINK_CHECK_H

#include "shim/sink.h"
#include "shim/writer.h"
#include "support/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum pm_sink_stage {
	PM_SINK_NEW,
	PM_SINK_VALUES,
	PM_SINK_LENGTHS,
	PM_SINK_TERMS,
	PM_SINK_DONE
};

struct pm_sink_slot {
	uint32_t slot, n_articles;
	size_t lower, lower_len, upper, upper_len; /* offsets in `bounds` */
};

struct pm_sink_check {
	enum pm_sink_stage stage;

	/* the statistics, complete when the check is done */
	uint32_t articles;
	uint32_t shortest, longest; /* in words; empty articles do not count as
					 * the shortest */
	uint64_t words;		    /* of all articles */
	uint32_t largest_wdf;

	/* used slots; their bounds are in `bounds`, one after another */
	struct pm_sink_slot *slots;
	size_t n_slots, slots_cap;
	struct pm_buf bounds;
	size_t slot;	 /* index of the current slot */
	uint32_t values; /* values of it so far */
	uint32_t value_article, last_value_article;

	char term[PM_TERM_MAX];
	size_t term_len;
	uint32_t postings_left;
	uint64_t wdf_left;
	uint32_t posting_article;
	uint64_t wdf_sum; /* of all terms */
};

void pm_sink_check_init(struct pm_sink_check *c);
void pm_sink_check_release(struct pm_sink_check *c);

enum pm_status pm_sink_check_slots(struct pm_sink_check *c, const struct pm_slot *slots,
				   size_t n, struct pm_error *err);
enum pm_status pm_sink_check_value(struct pm_sink_check *c, uint32_t slot,
				   uint32_t article, const char *data, size_t len,
				   struct pm_error *err);
enum pm_status pm_sink_check_length(struct pm_sink_check *c, uint32_t article,
				    uint32_t length, struct pm_error *err);
enum pm_status pm_sink_check_term(struct pm_sink_check *c, const char *term, size_t len,
				  uint32_t n_articles, uint64_t total,
				  struct pm_error *err);
enum pm_status pm_sink_check_postings(struct pm_sink_check *c,
				      const struct pm_posting *postings, size_t n,
				      struct pm_error *err);
/* Data arrives independently, perhaps from another thread.  *LAST is the last article
 * that had some. */
enum pm_status pm_sink_check_data(uint32_t *last, uint32_t article, struct pm_error *err);
/* LAST_DATA: the last article that has data, 0 if none has. */
enum pm_status pm_sink_check_finish(struct pm_sink_check *c, uint32_t last_data,
				    struct pm_error *err);

/* Everything after a failure fails the same way: BROKEN is the first one, or PM_OK. */
static inline enum pm_status
pm_sink_again(const struct pm_error *broken, struct pm_error *err)
{
	if (err != NULL && broken->status < 0)
		*err = *broken;
	return broken->status;
}

#ifdef __cplusplus
}
#endif

#endif
