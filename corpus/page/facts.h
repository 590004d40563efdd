/* Pressmark - what a web page says about itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One walk over the tree collects what <title>, meta and link elements, JSON-LD,
 * microdata and headings say; the choice between them is made afterwards (pm_facts_title
 * and so on).  Of several values of one kind, the first counts; but authors are a list:
 * all of one array in JSON-LD, or of all meta elements with the name of the first.  All
 * strings are well-formed UTF-8 with white space collapsed.
 */
#ifndef PM_CORPUS_PAGE_FACTS_H
#define PM_CORPUS_PAGE_FACTS_H

#include "corpus/dates/date.h"
#include "corpus/page/blocks.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/status.h"

#include <libxml/tree.h>

enum pm_fact {
	PM_FACT_TITLE, /* <title> */
	PM_FACT_OG_TITLE,
	PM_FACT_SITE,	      /* og:site_name */
	PM_FACT_LD_PUBLISHER, /* of an article */
	PM_FACT_LD_SITE,      /* the name of a WebSite */
	PM_FACT_APP,	      /* application-name */
	PM_FACT_CANONICAL,    /* link rel=canonical */
	PM_FACT_OG_URL,
	PM_FACT_OG_IMAGE, /* its address */
	PM_FACT_LANG,	  /* of <html> */
	PM_FACT_LD_LANG,
	PM_FACT_OG_LANG,
	PM_FACT_META_LANG, /* Content-Language */
	PM_FACT_DESCRIPTION,
	PM_FACT_OG_DESCRIPTION,
	PM_FACT_LD_DESCRIPTION,
	PM_FACT_LD_HEADLINE,
	PM_FACT_LD_AUTHOR,
	PM_FACT_LD_DATE,     /* published, of an article */
	PM_FACT_LD_ANY_DATE, /* published, of something else */
	PM_FACT_LD_MODIFIED,
	PM_FACT_DC_AUTHOR, /* Dublin Core's creator */
	PM_FACT_META_AUTHOR,
	PM_FACT_META_PUBLISHED,
	PM_FACT_META_DATE,
	PM_FACT_META_MODIFIED,
	PM_FACT_ITEM_AUTHOR,
	PM_FACT_ITEM_DATE,
	PM_FACT_ITEM_CREATED,
	PM_FACT_REL_AUTHOR,
	PM_FACT_CLASS_AUTHOR,
	PM_FACT_TIME,	    /* <time>, outside comments and other articles */
	PM_FACT_TIME_NAMED, /* the same, named as the publication date */
	PM_FACT_CLASS_DATE,
	PM_N_FACTS
};

#define PM_HEADINGS_MAX 64

struct pm_facts {
	struct pm_buf fact[PM_N_FACTS];
	struct pm_buf body;	/* the article as JSON-LD has it, in lines */
	struct pm_buf headings; /* h1 to h3, each with a line feed behind */
	size_t n_headings;
	size_t n_h1;		    /* of them */
	const char *author_meta[2]; /* the name of the first; of Dublin Core's */
	struct pm_buf scratch;
};

void pm_facts_init(struct pm_facts *f);
void pm_facts_release(struct pm_facts *f);

/* Forget the last page and read the one below ROOT.  JSON parses its JSON-LD. */
enum pm_status pm_facts_read(struct pm_facts *f, const xmlNode *root,
			     struct pm_json *json, struct pm_error *err);

/* One JSON-LD script.  Text that is not JSON is ignored; only lack of memory is
 * a failure. */
enum pm_status pm_facts_read_ld(struct pm_facts *f, const char *text, size_t len,
				struct pm_json *json, struct pm_error *err);

/* Set a fact to S (NULL: nothing), collapsed, unless it is already known. */
void pm_facts_put(struct pm_facts *f, enum pm_fact fact, const char *s);
/* Add S to a fact that is a list, with a line feed between two, unless it is among
 * them. */
void pm_facts_add(struct pm_facts *f, enum pm_fact fact, const char *s);

/* The article in JSON-LD: plain text, HTML, or HTML that is escaped. */
enum pm_status pm_facts_put_body(struct pm_facts *f, const char *s, size_t len,
				 struct pm_error *err);

/* Where TEXT is less than half of the article in JSON-LD and begins as it does, put that
 * in its place, after the title if there is one: a page may show but a teaser.  Returns
 * how much is still as it was; SIZE_MAX: all. */
size_t pm_facts_lengthen(const struct pm_facts *f, struct pm_buf *text);

/* Append the name of the site, and the code of the page's language (corpus/formats/languages.h). */
void pm_facts_source(const struct pm_facts *f, struct pm_buf *out);
void pm_facts_language(const struct pm_facts *f, struct pm_buf *out);

/* Append the best answers to OUT; nothing where there is none. */
void pm_facts_title(const struct pm_facts *f, const struct pm_blocks *b,
		    struct pm_buf *out);
/* Several authors have line feeds between them. */
void pm_facts_author(const struct pm_facts *f, const struct pm_blocks *b,
		     struct pm_buf *out);

/* Append an author as he is written, without the By before and the date behind. */
void pm_facts_add_author(struct pm_buf *out, const char *s, size_t len);
/* The day that a text is or holds, or its month or year; 0: none.  ORDER as below. */
uint32_t pm_facts_read_day(const struct pm_facts *f, const char *s, size_t len,
			   enum pm_date_order order);

/* The day of publication, or its month or year if no day is given (0: none found);
 * appends it to OUT as written.  Ambiguous dates are read in the ORDER given, or, if that
 * is unknown, by the page's language. */
uint32_t pm_facts_date(const struct pm_facts *f, const struct pm_blocks *b,
		       enum pm_date_order order, struct pm_buf *out);

#endif
