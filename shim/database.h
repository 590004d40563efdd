/* Pressmark - asking a libxapian database.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A database is one or several segments' databases, opened together.  A request crosses
 * the boundary once, as an array of nodes in postfix order (children before their
 * parent), and one page of matches comes back with the exact total:
 *
 *	nodes[0] = TERM "cxmt"  nodes[1] = TERM "ddr5"  nodes[2] = AND of 2
 *
 * Articles are numbered from 1, segment after segment: the id of an article is its number in
 * its segment (from 1) and the number of articles in the segments before.  So the order of
 * ids is the order of the articles.
 *
 * CHECK nodes.  Conditions on the order or the written form of words are decided by a
 * function of the caller's, called from inside libxapian's matcher with the segment and
 * the article's number in it.  A CHECK is the right child of a FILTER whose left child
 * supplies the candidates.  It is meant to be called for candidates only (but may be
 * called for any article), in ascending order, and returns PM_DB_YES, PM_DB_NO, or a
 * negative status, which ends the search with the error that it stored in the request's
 * `check_err`.  PM_DB_END says no as well, to this article and to all that are still to
 * come, so that the search ends with what it has, if the CHECK is one that all articles
 * must pass.
 *
 * A check waits for memory, and its work can be shared among threads; so a search
 * that knows its candidates beforehand (search/conjunction.h; pm_db_search does
 * not) sifts them first.  A node's `sift`, if it has one, gets N candidates,
 * ascending and distinct, and predicts for each what the check would say; the check
 * is called only if the answer is PM_DB_PERHAPS.  It also gets the counts that make
 * them candidates: wdfs[i * stride + k] is the wdf, in article i, of the k-th
 * TERM (from 0, in the order of the nodes) that the FILTER's left child demands;
 * for a TERM in an OR, UINT32_MAX if the article lacks it.  It returns 0, or a
 * negative status as the check does.
 *
 * Weights.  A TERM adds pm_bm25_part (weights.h) of its `weight` to the score of an
 * article: of its wdf there, of the article's length times the request's `per_length`, and
 * of the request's `grid`.
 * A weight of 0 means that it only decides whether an article matches.  A SYNONYM is
 * weighed as one term that occurs wherever one of its children does.  All other nodes have
 * no weight of their own.  So nothing in a score depends on what else is in the database,
 * or on how it is divided into segments: whoever makes the request has counted.
 *
 * Segments.  Each is searched by itself, and the pages are merged.
 *
 * Articles that are gone.  A request may say of each segment which articles do not count:
 * they match nothing, and no check is asked about them.  For one that has none this costs
 * nothing.
 *
 * Cost.  An AND is driven by its rarest child.  Children of an OR or a SYNONYM are merged
 * in a tree.  With thousands of rare children, a SYNONYM takes a tenth of the time of an
 * OR (20,000 terms: 0.2 and 2.5 s), because an OR with weights looks at all of them again
 * whenever one is exhausted.
 *
 * Loading.  A program may be linked without libxapian, which is then loaded when a
 * function here first needs it (xapian.h); any of them may fail for that, with
 * PM_ERR_XAPIAN and a message that names the file.  Opening a database of which the
 * caller knows how many articles it has needs no libxapian yet.
 *
 * A database may be used by one thread at a time.
 */
#ifndef PM_SHIM_DATABASE_H
#define PM_SHIM_DATABASE_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The value slots of an article. */
#define PM_SLOT_DAY \
	0		/* its date, "YYYYMMDD" (support/calendar.h); absent if
				 * there is none */
#define PM_SLOT_WORDS 1 /* its length in words, libxapian's sortable number */

struct pm_db;
struct pm_guard;

struct pm_db_location {
	const char *dir;   /* the database */
	const char *guard; /* its guard file (guard.h), or NULL: unguarded */
};

/* N may be 0: no articles. */
enum pm_status pm_db_open(struct pm_db **out, const struct pm_db_location *where,
			  size_t n, struct pm_error *err);
/* The same if it is known how many articles they must have, all together: libxapian opens
 * them when it is first asked, and not before.  PM_ERR_CORRUPT, then, if they have another
 * number of articles. */
enum pm_status pm_db_open_later(struct pm_db **out, const struct pm_db_location *where,
				size_t n, uint32_t articles, struct pm_error *err);
void pm_db_free(struct pm_db *db);

/* Have libxapian open the databases now, if it has not yet. */
enum pm_status pm_db_load(struct pm_db *db, struct pm_error *err);

uint32_t pm_db_articles(const struct pm_db *db);
/* The sum of the lengths of all articles. */
enum pm_status pm_db_words(struct pm_db *db, uint64_t *words, struct pm_error *err);
size_t pm_db_segments(const struct pm_db *db);

/* For reading a segment's tables beside libxapian (glass/reader.h): its folder, and its
 * guard or NULL.  Both belong to DB. */
const char *pm_db_dir(const struct pm_db *db, size_t segment);
struct pm_guard *pm_db_guard(const struct pm_db *db, size_t segment);

struct pm_db_term {
	const char *data;
	size_t len;
};

/* FREQS[i] = the number of articles with terms[i], 0 if there are none; summed over
 * all segments. */
enum pm_status pm_db_frequencies(struct pm_db *db, const struct pm_db_term *terms,
				 size_t n, uint32_t *freqs, struct pm_error *err);

/* Calls FN once for each term that begins with PREFIX, in the order of their bytes.  FN
 * returns 0 to go on, a positive value to stop early (PM_OK), or a negative status, which
 * is returned. */
enum pm_status
pm_db_terms(struct pm_db *db, const char *prefix, size_t prefix_len,
	    int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq), void *ctx,
	    struct pm_error *err);

/* Append article ID's data to OUT; PM_ERR_INTERNAL if there is no article ID. */
enum pm_status pm_db_data(struct pm_db *db, uint32_t id, struct pm_buf *out,
			  struct pm_error *err);

/* All postings of one term, ascending by id, with their wdf; for consistency checks.
 * FN as above. */
enum pm_status pm_db_postings(struct pm_db *db, const char *term, size_t len,
			      int (*fn)(void *ctx, uint32_t id, uint32_t wdf), void *ctx,
			      struct pm_error *err);

/* A number as it is stored in a value slot, where numbers are in the order of their bytes.
 * Writes up to 9 bytes to OUT; *LEN is how many. */
enum pm_status pm_db_number(double number, char out[9], size_t *len, struct pm_error *err);

/* Read everything that libxapian finds in a database, and compare it: terms in order, as
 * many postings as are said, lengths of articles that are those of their postings, values
 * within their bounds.  Slow.  PM_ERR_CORRUPT if anything disagrees.  The database is only
 * read, unlike by libxapian's own check, which opens its files for writing.  For programs
 * that are linked with libxapian. */
enum pm_status pm_db_check(const char *dir, struct pm_error *err);

enum pm_db_op {
	PM_DB_NOTHING, /* no article */
	PM_DB_ALL,     /* every article, weight 0 */
	PM_DB_TERM,    /* term, term_len, weight (>= 0) */
	PM_DB_RANGE,   /* slot, low and high inclusive; NULL: open.  An article
				 * without a value matches no range */
	PM_DB_CHECK,   /* check, ctx */
	PM_DB_AND,     /* n_children >= 1 */
	PM_DB_OR,
	PM_DB_SYNONYM,	 /* n_children TERMs, whose own weights are ignored;
				 * weight */
	PM_DB_AND_NOT,	 /* 2 children: left, but not right */
	PM_DB_AND_MAYBE, /* 2: left decides, right adds weight if it matches */
	PM_DB_FILTER	 /* 2: both must match, the weight is the left's */
};

enum { PM_DB_NO, PM_DB_YES, PM_DB_PERHAPS, PM_DB_END };

/* Which of a TERM's postings in a segment count, by their places in its list, from 0. */
struct pm_db_share {
	bool all, none;	      /* all of them count, or none; otherwise: */
	const uint64_t *bits; /* a bit for each, the lowest of a number first */
	uint32_t articles;    /* how many postings there are */
	/* The articles of the postings at places STEP, twice that, ... */
	const uint32_t *every;
	size_t n_every;
	uint32_t step;
};

struct pm_db_node {
	enum pm_db_op op;
	uint32_t n_children;
	const char *term;
	size_t term_len;
	double weight;
	/* Of a TERM, or NULL: what of it counts in SEGMENT.  *OUT is valid till the next
	 * call for the same node.  A TERM's share is a part of what is asked: whoever reads
	 * it may leave the other postings out or not, since a CHECK decides in the end. */
	int (*share)(void *share_ctx, size_t segment, struct pm_db_share *out);
	void *share_ctx;
	bool is_shares; /* of a CHECK: it accepts exactly the postings that count, of the
			 * TERMs at its left, and need not be asked where no others are
			 * read */
	uint32_t slot;
	const char *low, *high; /* or NULL; not empty */
	size_t low_len, high_len;
	int (*check)(void *ctx, size_t segment, uint32_t article); /* never PERHAPS */
	int (*sift)(void *ctx, size_t segment, const uint32_t *articles, size_t n,
		    const uint32_t *wdfs, size_t stride,
		    uint8_t *answers); /* PM_DB_NO, ...; or NULL */
	void *ctx;
};

enum pm_db_sort {
	PM_SORT_RELEVANCE, /* descending score; ties in article order */
	PM_SORT_DATE,	   /* oldest first, undated last; ties by score, then
				 * order */
	PM_SORT_DATE_DESC  /* newest first, undated last; ties by score, then
				 * order */
};

/* Takes which articles match: the bit at before[segment] + article - 1 is set, the lowest of
 * a number first.  Both arrays are the caller's. */
struct pm_db_marks {
	uint64_t *bits;
	const uint32_t *before; /* by segment */
};

struct pm_db_request {
	const struct pm_db_node *nodes; /* postfix; the last one is the root */
	size_t n_nodes;
	uint32_t first, max; /* the page: matches first .. first + max - 1 */
	enum pm_db_sort sort;
	struct pm_error *check_err;	 /* where a failing check stored its error */
	const struct pm_db_marks *marks; /* or NULL */
	/* By segment, or NULL: the set of its articles that are gone, bit A - 1 for article A,
	 * the lowest of a number first, and 0 after the last; NULL: none are. */
	const uint64_t *const *gone;
	/* For scores: 1 / the average length of an article, or 0 if lengths do not count; and
	 * what parts are rounded by (weights.h). */
	double per_length, grid;
};

struct pm_db_match {
	uint32_t id;
	double score;
};

struct pm_db_page {
	uint32_t total;		     /* of all matches, exact */
	struct pm_db_match *matches; /* the caller's array of request.max elements */
	uint32_t n;		     /* how many elements were filled */
};

/* One crossing per query.  Fails with PM_ERR_CORRUPT if the guard found damage, with a
 * check's status, with PM_ERR_XAPIAN and libxapian's message, or with PM_ERR_INTERNAL if
 * the nodes are not one tree in postfix order.  The page is then empty, and the database
 * can be used again. */
enum pm_status pm_db_search(struct pm_db *db, const struct pm_db_request *request,
			    struct pm_db_page *page, struct pm_error *err);

/* The set of a segment's articles that are gone, or NULL. */
static inline const uint64_t *
pm_db_gone(const struct pm_db_request *request, size_t segment)
{
	return request->gone != NULL ? request->gone[segment] : NULL;
}

static inline bool
pm_db_is_gone(const uint64_t *gone, uint32_t article)
{
	return (gone[(article - 1) / 64] >> (article - 1) % 64 & 1) != 0;
}

static inline void
pm_db_mark(const struct pm_db_marks *marks, size_t segment, uint32_t article)
{
	uint32_t place = marks->before[segment] + article - 1;

	marks->bits[place / 64] |= UINT64_C(1) << place % 64;
}

#ifdef __cplusplus
}
#endif

#endif
