/* Pressmark - how much of a web page its article is taken to be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_PAGE_CLEAN_H
#define PM_CORPUS_PAGE_CLEAN_H

enum pm_clean {
	PM_CLEAN_BALANCED, /* what is more likely the article's than not */
	PM_CLEAN_FULL,	   /* all visible text */
	PM_CLEAN_PRECISE   /* what is surely the article's */
};

#endif
