/* Pressmark - what a web page does not show.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An element tells by itself that it is not shown: by the attribute `hidden`, by
 * aria-hidden, or by a style that takes it away.  Other text is there for screen
 * readers only, "opens in a new tab" and the like: styles move it out of sight, or
 * class names do that stylesheets have in common (the list is in hidden.c).  Such a
 * name is a whole class, or the end of one as in `card__visually-hidden`, and its
 * hyphens and capitals do not count.  As other sites may call their articles so, it
 * only takes away what is short.  What stylesheets say is not known.
 */
#ifndef PM_CORPUS_PAGE_HIDDEN_H
#define PM_CORPUS_PAGE_HIDDEN_H

#include <libxml/tree.h>
#include <stdbool.h>

enum pm_hiding {
	PM_SHOWN,
	PM_HIDDEN,
	PM_SPOKEN /* by screen readers only */
};

/* Whether one of the classes says so by its name alone, such as `hidden` or `d-none`, and
 * none that it is shown on wide screens.  What the site's stylesheets make of it is not
 * known.  CLASSES may be NULL. */
bool pm_is_hidden_class(const char *classes);

/* What the element itself says; its ancestors may say more. */
enum pm_hiding pm_hiding_of(const xmlNode *node);

#endif
