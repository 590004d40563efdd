/* Pressmark - where a database's contents go: one interface, two writers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A libxapian database is handed over inverted: term by term, each with its postings, all
 * in sorted order.  glass/ writes it that way in one pass.  The writer in transpose.h
 * turns it back into documents and gives them to libxapian, for versions whose format
 * glass/ does not know.  Both produce a database with the same contents: new, without
 * positions or termlists, its articles numbered 1 .. n.
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
 * Meanwhile, from this thread or one other, for each article that has data, in
 * ascending order
 *
 *		sink->data(sink, article, data, len, &err);
 *
 * The data must be complete before finish.  Calls out of order, a wrongly announced count
 * or a term that libxapian would not accept give PM_ERR_INTERNAL or PM_ERR_LIMIT, never a
 * wrong database (sink_check.h).  After a failure the database cannot be finished, and
 * all further calls but free fail as the first one did; but a failure on one of the two
 * threads reaches the other only at finish.
 *
 * Nothing is valid on disk until finish has returned PM_OK: then the database is complete
 * and fsynced, as are its folder and the folder's own entry.  Freeing a sink before that
 * abandons what was written; the caller removes any files left, together with the folder.
 * The same contents give the same bytes.
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
	uint32_t article; /* ascending within a term */
	uint32_t wdf;	  /* occurrences in the article; 0 for boolean terms */
};

/* A value slot, and what libxapian wants to know about it beforehand. */
struct pm_slot {
	uint32_t slot;
	uint32_t n_articles;	   /* that have a value in it; 0: unused */
	const char *lower, *upper; /* bounds of the values, by bytes */
	size_t lower_len, upper_len;
};

struct pm_sink {
	/* Once, before all else, even with N = 0; in the order of pm_slot_order, each
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
	/* *SIZE (may be NULL) becomes the size of all files in bytes. */
	enum pm_status (*finish)(struct pm_sink *s, uint64_t *size, struct pm_error *err);
	void (*free)(struct pm_sink *s); /* S may be unfinished */
	/* Whether to give up, with PM_ERR_INTERRUPTED: the caller sets it, and a finish
	 * that takes long asks it. */
	struct pm_stop stop;
};

/* The order in which slots are written: by their bytes as libxapian encodes them, which
 * beyond 127 is not the order of the numbers (256 comes before 129).  Negative, 0 or
 * positive, as memcmp. */
static inline int
pm_slot_order(uint32_t a, uint32_t b)
{
	/* No encoding is a prefix of another, and zeros follow each. */
	uint8_t x[PM_VARINT_MAX] = { 0 }, y[PM_VARINT_MAX] = { 0 };

	pm_store_varint(x, a);
	pm_store_varint(y, b);
	return memcmp(x, y, sizeof x);
}

#ifdef __cplusplus
}
#endif

#endif
