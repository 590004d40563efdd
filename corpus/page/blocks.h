/* Pressmark - which parts of a web page are its article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A page is cut into blocks, at the boundaries of block-level elements, and at two <br>
 * with only white space between them.  Each block gets about forty numbers, all of the
 * order of 1, that describe it: how many of its words are links, whether it ends as a
 * sentence, what the elements around it are called, where the page's good text is in
 * relation to it.  A weighted sum, passed through the logistic function, is the
 * probability that the block belongs to the article.  How likely its neighbours are, and
 * the other blocks of its box, says more about it; so with these four numbers there is a
 * second sum with weights of its own.  Above one half a block is kept.  The weights come
 * from pages with marked articles (bench/cleaning/fit.c).
 *
 * Rules follow the sum:
 *
 *	1. A block with more than .35 and a kept one among its three neighbours
 *	   on either side is kept, unless it is an offer.
 *	2. Comments and hidden text are dropped where 30 words remain without
 *	   them.
 *	3. Three or more blocks in a row that are links, as long as headlines, are
 *	   dropped where more remains without them.
 *	4. Where fewer than 25 words remain, blocks with more than .25 that are
 *	   not hidden are kept.
 *	5. Where still fewer remain, everything that is not hidden and not in
 *	   nav, footer, aside or menu.
 *	6. Lines of the interface (interface.h) are dropped if anything remains.
 *	7. The lead is kept.
 *	8. What a rule of the user's is for (rules.h) is as that says.
 *
 * Cost: linear in the page, except for sorting its elements.
 */
#ifndef PM_CORPUS_PAGE_BLOCKS_H
#define PM_CORPUS_PAGE_BLOCKS_H

#include "corpus/folds.h"
#include "corpus/page/clean.h"
#include "corpus/page/words.h"
#include "support/buf.h"
#include "support/status.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_feature {
	PM_F_BIAS,
	PM_F_LINKS,
	PM_F_STOP,
	PM_F_STOP_LOW,
	PM_F_END,
	PM_F_COMMAS,
	PM_F_DIV,
	PM_F_QUOTED,
	PM_F_UPPER,
	PM_F_PLACE,
	PM_F_NEG,
	PM_F_NAV,
	PM_F_SOCIAL,
	PM_F_META,
	PM_F_BODY,
	PM_F_HIDDEN,
	PM_F_SIBLINGS,
	PM_F_PARENT_SHARE,
	PM_F_GRAND_SHARE,
	PM_F_PARENT_GOOD,
	PM_F_PARENT_LINKS,
	PM_F_IN_TOP,
	PM_F_BEFORE,
	PM_F_AFTER,
	PM_F_TITLED,
	PM_F_TITLE_WORDS,
	PM_F_SAME_KIND,
	PM_F_SHORT,
	PM_F_NOT_LD,
	PM_F_OUT_ARTICLE,
	PM_F_OUT_MAIN,
	PM_F_OFFER,
	PM_F_REPEATED,
	PM_F_INTERFACE,
	PM_F_BOX_INTERFACE,
	PM_F_LINK_ROW,
	PM_F_POINTER,
	PM_F_MAYBE_HIDDEN,
	/* from here on, of what others weigh */
	PM_F_PREVIOUS,
	PM_F_NEAR,
	PM_F_BOX,
	PM_F_IN_CORE,
	PM_N_FEATURES
};

/* What an element's class, id, role or itemprop says, as bits. */
enum pm_hint {
	PM_HINT_NAV = 1,    /* menus, headers, footers, search */
	PM_HINT_SOCIAL = 2, /* sharing, forms, contacts */
	PM_HINT_META = 4,   /* byline, date, caption */
	PM_HINT_OTHER = 8,  /* related articles, advertisement */
	PM_HINT_COMMENT = 16,
	PM_HINT_BODY = 32,  /* article-body and the like */
	PM_HINT_LEAD = 64,  /* standfirst, dek, summary */
	PM_HINT_OFFER = 128 /* subscriptions, newsletters, consent */
};

/* The hints in one attribute's value. */
unsigned pm_hints_of(const char *value);

enum pm_tag {
	PM_TAG_OTHER,
	PM_TAG_ARTICLE,
	PM_TAG_ASIDE,
	PM_TAG_BLOCKQUOTE,
	PM_TAG_BODY,
	PM_TAG_CENTER,
	PM_TAG_DD,
	PM_TAG_DIV,
	PM_TAG_DT,
	PM_TAG_FOOTER,
	PM_TAG_H,
	PM_TAG_HEADER,
	PM_TAG_HTML,
	PM_TAG_LI,
	PM_TAG_MAIN,
	PM_TAG_MENU,
	PM_TAG_NAV,
	PM_TAG_P,
	PM_TAG_PRE,
	PM_TAG_SECTION,
	PM_TAG_TD,
	PM_TAG_TH
};

/* One element that may hold blocks; inline elements are left out. */
struct pm_element {
	uint32_t parent; /* index; the root is its own */
	uint32_t end;	 /* index after the last element inside it */
	uint32_t same;	 /* siblings with text, of the same tag and class */
	uint64_t kind;	 /* hash of tag and class */
	uint8_t tag;
	uint8_t hints;
	bool hidden;	   /* it or an ancestor */
	bool maybe_hidden; /* so are those that a class name says so of */
	bool neg;	   /* it or an ancestor is nav, footer, aside, menu */
	bool comment;	   /* it or an ancestor */
	bool is_main;
	float words; /* of all blocks below */
	float interface;
	float links;
	float good; /* words of good blocks that are not links */
	float score;
	float weight;	    /* of its blocks and its children's */
	float likely;	    /* the same, times their probability */
	float likely_words; /* of all blocks below */
};

/* What a block is to the one before it. */
enum pm_glue {
	PM_GLUE_NONE,
	/* The same line, which is divided as a rule is for a part of it: */
	PM_GLUE_BLANK, /* there is white space between them */
	PM_GLUE_TIGHT  /* there is none */
};

struct pm_block {
	size_t at; /* in pm_blocks.text */
	size_t len;
	uint32_t parent;    /* element */
	uint32_t container; /* the parent; for p, li, h1, td ... the parent's
				 * parent */
	uint32_t chars;
	uint32_t letters;
	uint32_t capitals;
	uint32_t commas;
	uint32_t broad; /* characters of scripts without spaces */
	uint32_t link_chars;
	float words;
	float links;	 /* words in links */
	float stop;	 /* share of function words */
	float interface; /* and of words of interfaces (interface.h) */
	bool strong;	 /* it holds the end of a paragraph, of <pre> */
	bool good;
	bool link_first; /* it begins with a link */
	bool lead;	 /* the standfirst */
	bool interface_line;
	bool kept;
	uint8_t glue;  /* enum pm_glue */
	uint64_t rule; /* the mark of a rule that decides (ruling.h); 0: none does */
	float p;
	float f[PM_N_FEATURES];
};

struct pm_blocks {
	struct pm_buf text; /* of all blocks, one after the other */
	struct pm_block *blocks;
	size_t n;
	size_t cap;
	struct pm_element *elements;
	size_t n_elements;
	size_t elements_cap;
	const struct pm_function_words *words;
	bool ruled; /* the tree, or a block, has marks of rules (ruling.h) */
};

void pm_blocks_init(struct pm_blocks *b, const struct pm_function_words *words);
void pm_blocks_release(struct pm_blocks *b);

/* Cut the page below ROOT into blocks; b->ruled is set before. */
enum pm_status pm_blocks_cut(struct pm_blocks *b, const xmlNode *root,
			     struct pm_error *err);

/* Describe the blocks by numbers.  TITLE is the page's, collapsed; WITNESS is the article as given by
 * the page's JSON-LD (may be empty). */
enum pm_status pm_blocks_weigh(struct pm_blocks *b, const struct pm_buf *title,
			       const struct pm_buf *witness, struct pm_error *err);

/* Make probabilities of the numbers: once from those alone, and again with how likely
 * their neighbours are, and the other blocks of the same box. */
void pm_blocks_judge(struct pm_blocks *b);
/* What a number has added to the sum that became the block's probability. */
float pm_block_share(const struct pm_block *k, enum pm_feature feature);
/* The part between: set the numbers from PM_F_PREVIOUS on. */
void pm_blocks_weigh_others(struct pm_blocks *b);

/* Mark the lead, after judging: what stands between the title and the article, and is
 * what the page says in one of its N descriptions, or is named for a lead, or stands right
 * beside the heading. */
void pm_blocks_mark_lead(struct pm_blocks *b, const struct pm_buf *title,
			 const struct pm_buf *const *descriptions, size_t n);

/* Decide which blocks are kept; the others are folded.  PM_CLEAN_FULL: all that are not
 * hidden are kept.
 * PM_CLEAN_PRECISE: of what is kept otherwise, that with more than .6 and the lead, if
 * that leaves 25 words. */
void pm_blocks_decide(struct pm_blocks *b, enum pm_clean clean);

/* Append, for each kept block that a rule decides, and of whose mark KEEPS says so, where it
 * begins and ends in what pm_blocks_text makes: two size_t. */
void pm_blocks_ruled(const struct pm_blocks *b,
		     bool (*keeps)(const void *ctx, uint64_t mark), const void *ctx,
		     struct pm_buf *out);
/* Append the kept blocks to OUT, which is empty, one per line. */
void pm_blocks_text(const struct pm_blocks *b, struct pm_buf *out);

/* Add the other blocks to FOLDS, in their places: those that follow each other are one
 * fold, whole lines, so that the text with the folds put back is all blocks, one per line
 * (and so are parts of a line, pm_glue).
 * Of the text of pm_blocks_text, TEXT still has what is before SHOWN, and then something
 * else in place of the rest; SIZE_MAX: it has all.  What came after SHOWN, and is not in
 * that, is folded at its end. */
void pm_blocks_fold(const struct pm_blocks *b, const struct pm_buf *text, size_t shown,
		    struct pm_fold_builder *folds);

#endif
