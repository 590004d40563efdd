/* Pressmark - rules for web pages of certain hosts, as people write them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a page's article is, is found by weighing (blocks.h), and what it says about itself
 * by what most pages do (facts.h).  Whoever knows a site can say it instead, in a file of
 * text, a rule on each line:
 *
 *	# the crier has its stories in one box
 *	crier.example       drop       .story .offer, .story aside
 *	crier.example       text       div.story
 *	crier.example       drop-text  Sign up for our newsletter
 *	crier.example       title      h1.headline
 *	crier.example       date       //meta[@name="issued"]/@content
 *	crier.example       author     .byline a
 *	file:2019/news*     keep       //td[@class="main"]
 *	*                   drop       .cookie-notice
 *
 * - The first word says of which pages: those of a host and its subdomains (as host: in a
 *   query), those of a file (file: and a pattern as that of --include, containers/globs.h,
 *   which with a slash is for the path as it is given or found), or `*`, all.  The host is
 *   that of the article's url: where a crawl or a browser has the page from, else the
 *   address that the page says is its own.  A page without any is only met by file: and *.
 * - The second says what is meant.  What stands below an element with `keep` is the
 *   article's, whatever it weighs; with `drop` it is not, and is folded.  `text` is keep,
 *   and drop for all else of the page, if there is such an element on it.  `drop-text` is
 *   drop for blocks in which the text stands.  `title` and `date` are the first that is
 *   found, `author` all; these win over all other evidence.  Of <meta> they take the
 *   content, and a date of <time> its datetime.  A date that is none does not count.
 * - The rest is a CSS selector (selector.h) or, if it begins with / or (, XPath (xpath.h).
 *
 * For each block, and for the title, the date and the author, the first rule in the file
 * that says something counts.  So a rule for a part of an element stands before that for the
 * element.  What a page never shows, such as scripts and the fields of forms, no rule keeps.
 *
 * A file that is not understood is refused as a whole, with line and column.  It may have
 * 4096 rules and 1 MiB.  The time that it takes for a page is bounded by the rules for it
 * times the page's elements, for XPath as xpath.h says.  A rule in XPath that takes too long
 * for a page is not applied to it, and given up when it does so for the third time.
 *
 * The rules count which of them have met something, so one reader at a time has them.
 */
#ifndef PM_CORPUS_PAGE_RULES_H
#define PM_CORPUS_PAGE_RULES_H

#include "corpus/page/markup.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_RULES_MAX 4096u
#define PM_RULES_BYTES ((size_t)1 << 20)
/* The attributes that all rules ask for, of those that are not kept anyway (markup.h). */
#define PM_RULE_ATTRIBUTES PM_MARKUP_MORE

struct pm_page_rules;

/* PM_ERR_INPUT names the file, the line and the column. */
enum pm_status pm_page_rules_read(struct pm_page_rules **out, const char *path,
				  struct pm_error *err);
/* The same for a text; NAME is for messages. */
enum pm_status pm_page_rules_parse(struct pm_page_rules **out, const char *name,
				   const char *text, size_t len, struct pm_error *err);
void pm_page_rules_free(struct pm_page_rules *rules);

size_t pm_page_rules_count(const struct pm_page_rules *rules);

/* The attributes that they ask for besides (pm_markup_rewrite_with). */
const char *const *pm_page_rules_attributes(const struct pm_page_rules *rules);

/* Append what they say, each on a line, with one blank between the words. */
void pm_page_rules_put(struct pm_buf *out, const struct pm_page_rules *rules);

/* What is to be known of a rule after all has been read. */
struct pm_rule_trouble {
	uint64_t line;
	const char *pages; /* the first word */
	const char *says;
	const char *selector;
	const char *why; /* "no page is from there" */
	bool pageless;	 /* there was none to which it could have applied */
};

/* The next rule from number *NEXT on that met nothing, or had to be given up; false: there
 * is none. */
bool pm_page_rules_trouble(const struct pm_page_rules *rules, size_t *next,
			   struct pm_rule_trouble *trouble);

#endif
