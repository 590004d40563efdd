/* Pressmark - when a page was visited by those who stored it: a crawl, a browser.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * That is a field, `crawled` or `saved`, and not the date of the article: it is said of an
 * article without a date (pm_article.no_date).  But --map date=crawled takes it, before
 * what the page says, as it takes a member of a record.
 */
#ifndef PM_CORPUS_FORMATS_VISIT_H
#define PM_CORPUS_FORMATS_VISIT_H

#include "corpus/corpus.h"

/* Whether the visit, which is called NAME and was at VALUE, is the article's date, and so no
 * field. */
bool pm_visit_is_date(const struct pm_reader_options *options, struct pm_str name,
		      struct pm_str value, struct pm_article *a);

#endif
