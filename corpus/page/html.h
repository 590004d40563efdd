/* Pressmark - a web page as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_page_init(&page);
 *	st = pm_page_read(&page, bytes, len, &err);
 *	... page.title, page.text, ...
 *	pm_page_release(&page);
 *
 * Which bytes mean which characters is decided as for any text (encoding.h): a byte order
 * mark decides, or the zeros of UTF-16 about the first tag; else the escapes of
 * ISO-2022-JP, or of what the page declares of that kind; else bytes that are UTF-8, or
 * nearly all of which are, whatever the page declares; else what its XML declaration or a
 * <meta> declares, where it is known (labels.h); else how it makes sense.  Bytes that have
 * no meaning become U+FFFD.
 *
 * The text is that of the article on the page: its blocks (what stands between
 * two boundaries of block-level elements), with white space collapsed inside
 * of each, one a line.  Which blocks those are is decided in blocks.h; the others
 * are folded (corpus/folds.h), in their places.  Where
 * that leaves nothing, all visible text is taken.  Scripts, styles, forms'
 * controls, frames and embedded objects are never entered.  What a tag, a comment
 * or a character reference is, is decided as browsers do it (markup.h), and nothing
 * is lost to how deep elements nest.  Where JSON-LD has the article more than twice
 * as long, and it begins as what is shown, that is the text; blocks that it does not have
 * are folded then, those of its end at its end.
 *
 * A page whose tree would be larger than the caller permits is read without one, and not
 * cleaned: all visible text is taken, and the title of <title> (unclean.h); there are no
 * folds, and the other facts are not known then.
 *
 * The title is the longest heading that <title> or og:title contains; otherwise the
 * headline of JSON-LD or og:title; otherwise <title> without the site's name.  The date
 * is the written day of first publication: from the address, JSON-LD, meta elements,
 * <time>, elements named for it, or visible text, in this order.  URL is the canonical
 * address; SOURCE is the site's name, or its publisher's.  LANGUAGE is what the page states
 * in <html lang>, else in JSON-LD, og:locale or Content-Language.
 */
#ifndef PM_CORPUS_PAGE_HTML_H
#define PM_CORPUS_PAGE_HTML_H

#include "corpus/dates/date.h"
#include "corpus/folds.h"
#include "corpus/page/clean.h"
#include "corpus/encoding/encoding.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_blocks;
struct pm_page_rules;
struct pm_page_work;

/* What a node takes, in the tree and in what is made of it; rounded up. */
#define PM_PAGE_NODE_BYTES 320u

/* All well-formed UTF-8 without NUL; an empty buffer: the page does not have this. */
struct pm_page {
	struct pm_buf title;
	struct pm_buf text;
	struct pm_fold_builder folds; /* what else it shows, and what it hides */
	struct pm_buf ruled;	      /* what rules keep of the text (corpus/corpus.h) */
	struct pm_buf author;	      /* of several, with line feeds between */
	struct pm_buf date;	      /* as written where it was found */
	struct pm_buf url;
	struct pm_buf source;
	struct pm_buf language;	  /* as a code: en, pt, zh (corpus/formats/languages.h) */
	uint32_t day;		  /* or a month or year (support/calendar.h); or 0 */
	enum pm_date_order dates; /* how ambiguous dates are read, set by the caller;
					 * unknown: by the page's language */
	struct pm_encodings *encodings; /* set by the caller; NULL: the page has its own */
	struct pm_encoded encoded;	/* in which encoding the bytes were */
	enum pm_clean clean;		/* set by the caller */
	size_t max_nodes; /* of the tree, set by the caller; 0: any number */
	/* Set by the caller: rules of the user's (rules.h), or NULL; and, for these, where the
	 * page is known to be from, else it says so itself, and the name of its file. */
	struct pm_page_rules *rules;
	const char *known_url, *file;
	size_t known_url_len, file_len;
	bool unclean;		   /* it would have had more */
	uint64_t repairs;	   /* bytes and references without a meaning */
	struct pm_page_work *work; /* memory that is reused */
};

void pm_page_init(struct pm_page *page);
void pm_page_release(struct pm_page *page);

/* Free what a large page has taken.  The page is empty afterwards. */
void pm_page_trim(struct pm_page *page);

/* Time and memory are proportional to LEN.  PM_ERR_INPUT if libxml2 can make nothing of
 * the bytes; PM_ERR_NOMEM.  An empty text is not a failure. */
enum pm_status pm_page_read(struct pm_page *page, const char *bytes, size_t len,
			    struct pm_error *err);
/* The same in two steps: the bytes are not needed for the second. */
enum pm_status pm_page_decode(struct pm_page *page, const char *bytes, size_t len,
			      struct pm_error *err);
enum pm_status pm_page_parse(struct pm_page *page, struct pm_error *err);

/* Where on the page VALUE stands, one of the buffers of PAGE (reasons.h). */
const char *pm_page_where(const struct pm_page *page, const struct pm_buf *value);

/* What is to be told of the rules at this page, or NULL. */
const char *pm_page_rule_trouble(const struct pm_page *page);

/* The blocks of the page read last (blocks.h), with what was made of them; NULL: it was
 * not cut into any. */
struct pm_blocks *pm_page_blocks(struct pm_page *page);
/* Make the text anew, from probabilities that the caller has put into the blocks. */
enum pm_status pm_page_decide(struct pm_page *page, struct pm_error *err);

#endif
