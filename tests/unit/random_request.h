/* Pressmark - random requests of shim/database.h, and what they mean to the model.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_RANDOM_REQUEST_H
#define PM_TESTS_RANDOM_REQUEST_H

#include "tests/unit/shim_fixture.h"

/* What a node is to the model: which articles it matches, and the score that
 * each of them has from it. */
struct meaning {
	double score[MAX_IDS + 1];
	bool match[MAX_IDS + 1];
};

struct asked {
	const struct model *m;
	uint32_t salt, modulus;
	uint32_t last[MAX_SEGMENTS];
	unsigned times, out_of_order;
};

/* What a PM_DB_CHECK node of the tests answers, and the function of the node;
 * its context is a struct asked. */
bool check_says(const struct asked *a, size_t segment, uint32_t number);
int check_fn(void *ctx, size_t segment, uint32_t number);

#define MAX_NODES 400

struct builder {
	const struct model *m;
	struct pm_db_node nodes[MAX_NODES];
	size_t n;
	char names[MAX_NODES][8];
	char days[MAX_NODES][2][9];
	struct asked asked[MAX_NODES];
	size_t n_asked;
};

/* Each appends one node; the meaning is the caller's to free. */
struct pm_db_node *put(struct builder *b, enum pm_db_op op, uint32_t children);
void put_term(struct builder *b, int t, double weight);
struct meaning *term_node(struct builder *b);
struct meaning *check_node(struct builder *b);

/* Append a tree of requests. */
struct meaning *random_node(struct builder *b, unsigned depth);

/* Fold the right meaning into the left. */
void fold(struct meaning *x, struct meaning *y, enum pm_db_op op);

/* The request in B is answered with WANT, but for articles that are gone, in full and by
 * pages. */
void compare(const struct model *m, struct builder *b, struct meaning *want);

#endif
