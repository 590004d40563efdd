/* Pressmark - the names of facets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_ANSWER_FACET_NAMES_H
#define PM_ANSWER_FACET_NAMES_H

#include "segment/index.h"

#include <stdbool.h>

/* Our own: source, author, host, date:year, date:month, date:day; then NULL. */
const char *pm_facet_own(size_t i);

/* *THERE: whether any article of the index has what our facet I counts. */
enum pm_status pm_facet_has_own(struct pm_index *index, size_t i, bool *there,
				struct pm_error *err);

/* Append the facets that the index has, with commas between them. */
enum pm_status pm_facet_names(struct pm_index *index, struct pm_buf *out,
			      struct pm_error *err);

/* Fail with PM_ERR_QUERY for FIELD, which no article has or which is never counted (title,
 * words, id): lists the facets that there are, and names the one that was meant (month:
 * date:month). */
enum pm_status pm_facet_unknown(struct pm_index *index, const char *field,
				struct pm_error *err);

#endif
