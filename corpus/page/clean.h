/* Pressmark - how much of a text is taken to be its article: the rest is folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_PAGE_CLEAN_H
#define PM_CORPUS_PAGE_CLEAN_H

enum pm_clean {
	PM_CLEAN_USUAL,	   /* of web pages as balanced, of all else as full */
	PM_CLEAN_BALANCED, /* what is more likely the article's than not */
	PM_CLEAN_FULL,	   /* all of it; of a page, all visible text */
	PM_CLEAN_PRECISE   /* what is surely the article's */
};

#endif
