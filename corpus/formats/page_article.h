/* Pressmark - what a web page gives to its article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_FORMATS_PAGE_ARTICLE_H
#define PM_CORPUS_FORMATS_PAGE_ARTICLE_H

#include "corpus/formats/format.h"
#include "corpus/page/html.h"

/* libxml2 counts in int, and a tree takes several times the size of the page. */
#define PM_PAGE_MAX ((size_t)32 << 20)

/* How large a page may be, since its text may have O->max_text. */
size_t pm_page_limit(const struct pm_reader_options *o);

/* PAGE is empty, and heeds the options. */
void pm_page_prepare(struct pm_page *page, const struct pm_format_setting *setting);

/* Read BYTES, a page, into the article of ENTRY, whose strings stay PAGE's.  If the article
 * has an url before, that is where the page is known to be from (corpus/page/rules.h).  PM_ERR_INPUT,
 * too, for a binary file. */
enum pm_status pm_page_article(struct pm_page *page, const char *bytes, size_t len,
			       const struct pm_reader_options *o, struct pm_entry *entry,
			       struct pm_error *err);
/* The same in two steps: the bytes are not needed for the second. */
enum pm_status pm_page_article_decode(struct pm_page *page, const char *bytes, size_t len,
				      struct pm_entry *entry, struct pm_error *err);
enum pm_status pm_page_article_parse(struct pm_page *page,
				     const struct pm_reader_options *o,
				     struct pm_entry *entry, struct pm_error *err);

#endif
