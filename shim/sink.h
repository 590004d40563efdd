/* Pressmark - where a database's contents go: one interface, two writers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A libxapian database is handed over inverted: term by term, each with its
 * postings, all in sorted order.  glass/ writes it so in one pass; the writer in
 * transpose.h turns it back into documents and gives them to libxapian, for
 * libraries whose format glass/ does not know.  Both make a database with the
 * same contents: new, without positions and termlists, its articles numbered
 * 1 .. n.
 *
 *	sink->slots(sink, slots, n, &err);
 *	for each slot, in the order of pm_slot_order, each article that has it
 *		sink->value(sink, slot, article, data, len, &err);
 *	for each article from 1 to the last
 *		sink->length(sink, article, words, &err);
 *	for each term, in the order of its bytes
 *		sink->term(sink, term, len, n_articles, total, &err);
 *		sink->postings(sink, postings, n, &err);	as often as needed
 *	sink->finish(sink, &size, &err);
 *	sink->free(sink);
 *
 * and meanwhile, from this or one other thread, for each article that has any,
 * in rising order
 *
 *		sink->data(sink, article, data, len, &err);
 *
 * which must be through before finish.  What is out of order, a count that was
 * announced wrongly, a term that libxapian would not take: PM_ERR_INTERNAL or
 * PM_ERR_LIMIT, never a wrong database (sink_check.h).  After a failure the
 * database cannot be finished, and all further calls but free fail as the first
 * one did; only that of the two threads the other one learns of it at finish.
 *
 * Nothing is valid on disk until finish has returned PM_OK: then the database
 * is complete and fsynced, its folder and the folder's own entry too.  Freeing a
 * sink before that abandons what was written; files may be left for the caller to
 * remove with the folder.  The same contents give the same bytes.
 */
#ifndef PM_SHIM_SINK_H
#define PM_SHIM_SINK_H

#include "support/bytes.h"
#include "support/status.h"
#include "support/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pm_posting {
	uint32_t article;	/* rising within a term */
	uint32_t wdf;		/* occurrences in the article; 0 for boolean terms */
};

/* A value slot, and what libxapian wants to know of it beforehand. */
struct pm_slot {
	uint32_t slot;
	uint32_t n_articles;		/* that have a value in it; 0: not used */
	const char *lower, *upper;	/* bounds of the values, by bytes */
	size_t lower_len, upper_len;
};

struct pm_sink {
	/* Once, before all else, also with N = 0; in the order of pm_slot_order, each
	 * slot once. */
	enum pm_status (*slots)(struct pm_sink *s, const struct pm_slot *slots, size_t n,
				struct pm_error *err);
	/* LEN > 0: an empty value is no value. */
	enum pm_status (*value)(struct pm_sink *s, uint32_t slot, uint32_t article,
				const char *data, size_t len, struct pm_error *err);
	enum pm_status (*length)(struct pm_sink *s, uint32_t article, uint32_t length,
				 struct pm_error *err);
	/* N_ARTICLES postings will follow, whose wdf add up to TOTAL. */
	enum pm_status (*term)(struct pm_sink *s, const char *term, size_t len,
			       uint32_t n_articles, uint64_t total, struct pm_error *err);
	enum pm_status (*postings)(struct pm_sink *s, const struct pm_posting *postings,
				   size_t n, struct pm_error *err);
	/* LEN 0: none. */
	enum pm_status (*data)(struct pm_sink *s, uint32_t article, const char *data,
			       size_t len, struct pm_error *err);
	/* *SIZE (may be NULL): the bytes of all files. */
	enum pm_status (*finish)(struct pm_sink *s, uint64_t *size, struct pm_error *err);
	void (*free)(struct pm_sink *s);	/* S may be half finished */
	/* Whether to give up, with PM_ERR_INTERRUPTED: for the caller to set, and for a
	 * finish that takes long to ask. */
	struct pm_stop stop;
};

/* In which order slots are written: by their bytes as libxapian encodes them,
 * which is not that of the numbers beyond 127 (256 comes before 129).  Negative,
 * 0, positive, as memcmp. */
static inline int
pm_slot_order(uint32_t a, uint32_t b)
{
	/* No encoding is the beginning of another one, and behind them are zeros. */
	uint8_t x[PM_VARINT_MAX] = { 0 }, y[PM_VARINT_MAX] = { 0 };

	pm_store_varint(x, a);
	pm_store_varint(y, b);
	return memcmp(x, y, sizeof x);
}

#ifdef __cplusplus
}
#endif

#endif
