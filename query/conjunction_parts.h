/* Pressmark - conjunctions: what conjunction.c and conjunction_shape.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to them: a request read into terms, which are of members that an article must
 * have or must not have, or only add weight, and checks.
 */
#ifndef PM_QUERY_CONJUNCTION_PARTS_H
#define PM_QUERY_CONJUNCTION_PARTS_H

#include "query/conjunction.h"

#define PM_SHAPE_TERMS 32u	/* more are libxapian's */
#define PM_SHAPE_CHECKS 16u

#define PM_NO_MEMBER UINT32_MAX

struct pm_shape_term {
	const struct pm_db_node *node;
	double factor;
	uint32_t member;		/* that it is of; PM_NO_MEMBER: it only adds weight */
	uint32_t column;		/* of those of members: which it is */
};

struct pm_shape {
	struct pm_shape_term terms[PM_SHAPE_TERMS];	/* in the order of the request */
	const struct pm_db_node *checks[PM_SHAPE_CHECKS];
	uint32_t check_terms[PM_SHAPE_CHECKS];	/* the first term of its candidates */
	bool is_out[PM_SHAPE_TERMS];		/* members that an article must not have */
	uint32_t n_terms, n_columns, n_members, n_checks;
};

/* False where the request is no conjunction (conjunction.h). */
bool pm_conjunction_read(struct pm_shape *s, const struct pm_db_request *request);

#endif
