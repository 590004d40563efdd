/* Pressmark - what is written for the names of facets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_ANSWER_FACET_NAMES_H
#define PM_ANSWER_FACET_NAMES_H

/* Which of our facets is meant by a name that is often written for it (month:
 * date:month), or NULL. */
const char *pm_facet_usual(const char *name);

#endif
