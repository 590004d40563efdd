/* Pressmark - what the tests of shim/ share: a folder, random numbers, and
 * databases with a naive model of each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The model keeps, for each article, how often each term occurs in it, and
 * answers a request by looking at every article; sets, totals, pages, orders
 * and scores are compared with what comes back through libxapian. */
#ifndef PM_TESTS_SHIM_FIXTURE_H
#define PM_TESTS_SHIM_FIXTURE_H

#include "shim/database.h"
#include "shim/writer.h"

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

/* --- around each test --------------------------------------------------- */

extern char folder[4096];
extern uint64_t rng_state;

/* A checked fixture: a new FOLDER, the random numbers from their beginning. */
void make_folder(void);
void drop_folder(void);

/* The next call writes over it. */
const char *in_folder(const char *name);

uint32_t rnd(uint32_t below);

size_t open_files(void);

/* The exit status of the program.  Memory that is not set is not 0. */
int run_suite(Suite *s);

/* --- the model ---------------------------------------------------------- */

#define N_TERMS 40
#define MAX_SEGMENTS 4
#define MAX_ARTICLES 500 /* in one segment */
#define MAX_IDS (MAX_SEGMENTS * MAX_ARTICLES + 10)

struct article {
	unsigned wdf[N_TERMS];
	unsigned length;
	char day[9]; /* "" for none */
	char data[64];
	size_t data_len;
};

struct model {
	size_t segments;
	uint32_t n[MAX_SEGMENTS], before[MAX_SEGMENTS];
	struct article *articles[MAX_SEGMENTS];
	const uint64_t *gone[MAX_SEGMENTS]; /* as in a request; NULL at first */
	uint32_t total;
	double average;
	char dirs[MAX_SEGMENTS][64];
	struct pm_db *db;
};

void term_name(char name[8], int t);

/* Term t is in about one of 1 + t/2 articles; the last one is in none, and
 * the one before in all. */
void make_article(struct article *a, size_t segment, uint32_t number);
void add_article(struct pm_db_writer *w, const struct article *a, uint32_t number);

void model_open(struct model *m, size_t segments, const uint32_t *sizes);
void model_close(struct model *m);

uint32_t id_of(const struct model *m, size_t segment, uint32_t number);
size_t segment_of(const struct model *m, uint32_t id);

/* NULL for a number that no article has. */
const struct article *by_id(const struct model *m, uint32_t id);

/* There are some more ids than articles. */
uint32_t last_id(const struct model *m);
uint32_t frequency(const struct model *m, int t);
/* What a leaf that weighs 1 adds to a score. */
double bm25(double wdf, double length, double average);

/* Ask libxapian; it is no mistake in the request. */
void search(const struct model *m, const struct pm_db_node *nodes, size_t n,
	    uint32_t first, uint32_t max, enum pm_db_sort sort, struct pm_db_page *page);

#ifdef __cplusplus
}
#endif

#endif
