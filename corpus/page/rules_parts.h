/* Pressmark - what rules for pages are made of: for rules.c and ruling.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_PAGE_RULES_PARTS_H
#define PM_CORPUS_PAGE_RULES_PARTS_H

#include "corpus/containers/globs.h"
#include "corpus/page/rules.h"
#include "corpus/page/selector.h"
#include "corpus/page/xpath.h"

enum pm_rule_says {
	PM_RULE_KEEP,
	PM_RULE_DROP,
	PM_RULE_TEXT,
	PM_RULE_DROP_TEXT,
	PM_RULE_TITLE,
	PM_RULE_DATE,
	PM_RULE_AUTHOR,
	PM_N_RULE_SAYS
};

struct pm_rule {
	uint64_t line;
	enum pm_rule_says says;
	char *pages;		 /* the host in small letters, "*", or file:GLOB */
	char *selector;		 /* as it is written */
	struct pm_globs *globs;	 /* of file:GLOB */
	struct pm_selector *css; /* this, */
	struct pm_xpath *xpath;	 /* this, or neither: of drop-text */
	uint64_t n_pages, n_asked, n_met; /* that it is for; where it was asked; and met */
	bool off;
	unsigned n_failed; /* how often it took too long */
	char why_failed[64];
};

struct pm_page_rules {
	struct pm_rule *rules; /* in the order of the file */
	size_t n, cap;
	uint32_t *by_host; /* of those for hosts and *, sorted by host and line */
	size_t n_by_host;
	uint32_t *by_file; /* those for files */
	size_t n_by_file;
	const char *attributes[PM_RULE_ATTRIBUTES + 1]; /* NULL at the end */
	size_t n_attributes;
};

#endif
