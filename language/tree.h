/* Pressmark - a query as a tree, and the parser that makes it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parser turns the text of a query into a tree, or stops at the first mistake and
 * says where it is.  It never guesses, and never quietly reads a query as another one.
 * It knows no index: which words exist is for the planner to find out.
 *
 * The language:
 *
 *	chips			a word: any form of its stem
 *	export-control		words written together: these stems side by side,
 *				in this order (and what is written as one: see
 *				text/derive.h)
 *	"export controls"	exactly these words in this order (folded); never
 *				from the title into the body
 *	"export controls"~3	exactly these words in any order, with at most three
 *				others among them
 *	topics:="gas"		a field of which this is the whole value
 *	=CXMT  ="U.S. officials"  exactly as written: case, accents, and the
 *				punctuation inside
 *	semi*  *conductor  colo?r	every word spelt so: * is any characters or
 *				none, ? is one character
 *	/hu?awei/		every word that the regular expression matches
 *	hauwei~  hauwei~2	every word at most one edit away, or two
 *	a b   a AND b		both
 *	a OR b			at least one of them
 *	NOT a   -a		not
 *	a w/5 b   a near/5 b	at most 5 words apart, in either order; neighbours are
 *				1 apart
 *	a pre/5 b   a adj/5 b	the same, a before b
 *	a w/s b   a /s b	in one sentence; w/p, /p: in one paragraph
 *	a not w/5 b		a with no b that near; also not pre/5, not w/s, ...
 *	a not w/0 b		a with no b in it
 *	atleast5(x)		five hits of x in the article
 *	lead50(x)		x within the first 50 words of the body
 *	x^2.5			x, weighed 2.5 times
 *	( ... )			grouping
 *	title:x			x in the title: anything but fields and dates
 *	source:x author:x NAME:x	in that field: a word, "words in order", or the
 *				spelling of a word; NAME: any field that the corpus has
 *	host:x id:x		from that host or one below it; with that id
 *	date:2024-01..2024-06	published then; either end may be missing; a year,
 *				a month or a day; date:2024 is the whole year;
 *				yesterday, last-month, -30d and the like (dates.h)
 *	words:500..		that long, title and body together
 *
 * Operators are recognised in upper and lower case; to search for a word that is also an
 * operator, put it into quotes.  Precedence: ^, then the operators of distance from left
 * to right (a w/5 b w/3 c is (a w/5 b) w/3 c, but a w/5 b w/5 c is one chain of three, and
 * its order does not matter), then NOT, AND (written, or implied between
 * things side by side), OR.
 *
 * With PM_QUERY_ANY, words side by side are joined by OR, and everything beside them
 * restricts what they find.  In full: what is joined by written operators or stands in
 * parentheses is one thing and stays as it is written.  Of the things side by side, those
 * that ask for words of title or body (outside NOT) are joined by OR.  The others (other
 * fields, hosts, ids, dates, lengths, NOT x, -x, and groups and alternatives of nothing
 * but these) must all hold as well: `a b date:2024 -c` is ((a OR b) AND date:2024 AND
 * NOT c), and `date:2024 host:x` is both.  The whole is the query, or the group in which
 * they stand.  An OR takes what is beside it along: `a OR date:2024 b` is (a OR date:2024
 * OR b).
 *
 * The operands of a distance, of atleast() and of lead() must ask for words: a leaf in
 * title or body, an OR of such leaves (in parentheses), another distance, atleast or
 * lead.  AND, NOT, fields other than title: and dates are a mistake there.
 *
 * How it is written:
 *
 * - A bare token ends at white space (Unicode's, and the zero width space), a parenthesis
 *   or a quotation mark.  pm_split finds its words; signs around and between them that
 *   occur in ordinary text mean nothing ($5bn, 3.5%, he/she, `chips,`), but a token of
 *   signs alone is a mistake.  A token that begins as a URL extends to white space or a
 *   quotation mark and may hold parentheses that it opens itself.
 * - A phrase is put in "quotes", in “these” or „these” or “these“ (” may open one as
 *   well), or in « these » (» these « too); the straight mark closes all of them, and
 *   only it closes what it opened.  Apostrophes and single quotes never delimit anything.
 *   On each side of a phrase there is white space or a parenthesis.
 * - In the straight quotes of id:"..." and ="...", two marks "" are one mark of the text.
 *   Nothing but the marks has a meaning in them, and * and ? are themselves.
 * - What belongs together is written together: `-`, `=` and the name of a field stand
 *   directly before their operand, `~` and `^` directly after it.  A word directly before
 *   an opening parenthesis, `title(x)`, is a mistake, except in atleast5( and lead50(.
 * - * and ? stand within a single word that has a letter or digit of its own.  They may
 *   also stand in a phrase ("export* controls"), but there a ? at the end of a word is
 *   punctuation.  They are compared with folded words.
 * - In a phrase, ~, ~1 or ~2 directly after a word (not after a number) means what it means outside
 *   ("john smyth~"), and so does what stands between white space or the quotation marks
 *   with a / at both ends and none inside without \ ("/ddr[45]/ memory").  Elsewhere in a
 *   phrase ~ and / are punctuation.  A ~ after the closing mark makes it a loose phrase.
 * - A regular expression stands between / and the next / that has no \ before it, and
 *   there is white space or a parenthesis on each side.  It is PCRE2's and matches whole
 *   folded words, regardless of case; if it names what folding changes, also words as
 *   they are written (pm_regex_sees_surfaces in regex.h).
 * - Fields do not nest.  One of words takes a group, whose operators then join leaves
 *   that all have the field.  In source:, author: and other fields at most PM_FIELD_WORDS
 *   (text/prefixes.h) words.  A name before a colon is letters, digits, . _ and -, of any
 *   script, neither . nor - first; a URL and, before a digit, a number (10:30, 3:2) hold no name.  Any other name
 *   stands in quotes, "case number":memo, in straight ones with "" for a mark; such a name
 *   is always one of the corpus, so "date":x is not date:x.  Quotes with a colon and a
 *   blank after them are a phrase.  Whether the corpus has such a field is for the planner
 *   to find out.
 * - In a field other than title:, = before a word or quotes asks for a whole value.
 * - A date is 2024, 2024-06 or 2024-06-30, of the years 1000 to 2999.
 * - Invisible characters (byte order and direction marks) are ignored between tokens.
 *
 * Anything that is an operator in other languages but not in this one (near5, w/seg,
 * onear/5, a leading +, % in a word, &&, ||, !, [ ] { } < > \, a typographic dash for -,
 * full-width parentheses) is a mistake, and the message says what to write instead.
 */
#ifndef PM_LANGUAGE_TREE_H
#define PM_LANGUAGE_TREE_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is longer or deeper is a mistake: bytes of a query; parentheses and NOTs around
 * something, or nodes above a leaf; words; and of these the spelt ones, each of which is a
 * walk through all words of the corpus. */
#define PM_QUERY_BYTES_MAX 65536u
#define PM_QUERY_DEPTH_MAX 100u
#define PM_QUERY_WORDS_MAX 4096u
#define PM_QUERY_SPELT_MAX 64u
#define PM_QUERY_CHAIN_MAX 8u /* things joined by one w/N, w/s or w/p */

#define PM_DISTANCE_MAX 10000u /* of w/N, ~N, lead */
#define PM_PATTERN_MAX 256u    /* bytes of a wildcard or regular expression */

enum pm_tree_op {
	PM_TREE_AND,	 /* 2 or more children */
	PM_TREE_OR,	 /* 2 or more children */
	PM_TREE_NOT,	 /* 1 child */
	PM_TREE_NEAR,	 /* 2 or more children, 2 if negated: unit, number,
				 * ordered, negated */
	PM_TREE_ATLEAST, /* 1 child: number of hits */
	PM_TREE_LEAD,	 /* 1 child: number of words */
	PM_TREE_WORDS,	 /* bare: words side by side, by stem; mostly one */
	PM_TREE_PHRASE,	 /* quoted: words side by side, exactly */
	PM_TREE_LOOSE,	 /* quoted, with ~: these words, and up to `number`
				 * others */
	PM_TREE_EXACT,	 /* =: words side by side, as written */
	PM_TREE_SPELT,	 /* one word: wildcard, regular expression or fuzzy */
	PM_TREE_WHOLE,	 /* value: all of a field, or of an item of a list */
	PM_TREE_HOST,	 /* name: what stands after the colon, in lower case */
	PM_TREE_ID,	 /* name: what stands after the colon */
	PM_TREE_DATE,	 /* first .. last, days YYYYMMDD */
	PM_TREE_LENGTH	 /* first .. last, words */
};

enum pm_tree_field {
	PM_FIELD_ANY, /* title and body */
	PM_FIELD_TITLE,
	PM_FIELD_SOURCE,
	PM_FIELD_AUTHOR,
	PM_FIELD_OTHER /* `name`, folded (text/names.h) */
};

/* How a word of a leaf is compared with the folded words of the text. */
enum pm_tree_match {
	PM_MATCH_WORD,	   /* `folded`, as the leaf says */
	PM_MATCH_PREFIX,   /* it begins with `folded` */
	PM_MATCH_WILDCARD, /* it matches `folded`, in which * and ? are wildcards;
				 * never two * in a row */
	PM_MATCH_REGEX,	   /* the regular expression `folded`, as written, matches
				 * it, or words as they are written (regex.h) */
	PM_MATCH_FUZZY	   /* it is at most `edits` away from `folded` */
};

/* One word of a leaf, as text/ splits it. */
struct pm_tree_word {
	char *surface; /* as written in the query, NUL-terminated */
	size_t surface_len;
	char *folded;
	size_t folded_len;
	uint32_t flags; /* PM_WORD_... */
	enum pm_tree_match match;
	unsigned edits;	 /* 1 or 2 */
	bool hyphen;	 /* there is a hyphen between it and the word before */
	bool spaced;	 /* there is white space and nothing else between them */
	char *separator; /* what stands between it and the word before, as
				 * written ("" for the first) */
	size_t separator_len;
};

enum pm_near_unit { PM_NEAR_WORDS, PM_NEAR_SENTENCE, PM_NEAR_PARAGRAPH };

/* A chain `a b c` is one AND of three, and `a w/5 b w/5 c` one NEAR of three.  A group in
 * parentheses is a node of its own, even under the same operator, but a group of one
 * thing is that thing. */
struct pm_tree {
	enum pm_tree_op op;
	enum pm_tree_field field; /* of leaves */
	size_t start, end;	  /* its bytes in the query, including those of its
					 * children */
	struct pm_tree **children;
	size_t n_children;
	struct pm_tree_word *words; /* of leaves of words */
	size_t n_words;
	char *name;		 /* of PM_FIELD_OTHER, HOST, ID; else NULL */
	char *value;		 /* WHOLE: in the form that pm_value_compose makes */
	size_t named, named_end; /* of a leaf of a field: the bytes of the query that
				  * name it; else 0 */
	uint32_t first, last;	 /* DATE, LENGTH: inclusive; 0 and UINT32_MAX: open */
	uint32_t number;	 /* NEAR (of words), ATLEAST, LEAD, LOOSE */
	enum pm_near_unit unit;	 /* NEAR */
	bool ordered, negated;	 /* NEAR */
	double weight;		 /* 1 if none is written; 0 to 1,000 */
	bool op_written;	 /* of AND and OR: the operator was written at
					 * least once, not implied everywhere */
};

/* Whether the node asks for words of title or body and may be an operand of a distance:
 * it has hits (match/pattern.h) and contains no AND, NOT or metadata. */
bool pm_tree_has_hits(const struct pm_tree *tree);

enum pm_query_mode {
	PM_QUERY_ALL, /* side by side means AND */
	PM_QUERY_ANY  /* words side by side mean OR */
};

struct pm_query_options {
	enum pm_query_mode mode;
	uint32_t today; /* YYYYMMDD, for dates like yesterday; 0: the clock's */
};

/* Where a mistake is: bytes start .. end - 1 of the query (end > start, or both the
 * query's length if something is missing at its end). */
struct pm_query_mistake {
	size_t start, end;
	char what[256]; /* "nothing stands after 'AND'" */
	char hint[512]; /* what would be valid; may be empty */
};

/* PM_OK and a tree, which the caller frees; PM_ERR_QUERY with *MISTAKE filled in (and
 * ERR: its first line); or PM_ERR_NOMEM.  The query may hold any bytes: ill-formed UTF-8
 * and control characters other than white space are mistakes.  Linear in LEN. */
enum pm_status pm_tree_parse(const char *query, size_t len,
			     const struct pm_query_options *options, struct pm_tree **out,
			     struct pm_query_mistake *mistake, struct pm_error *err);

void pm_tree_free(struct pm_tree *tree);

/* Append the mistake as a user sees it, indented by four spaces: the query, a
 * caret line under it, the message, the hint:
 *
 *	    CXMT AND
 *	            ^
 *	    nothing stands after 'AND'
 *	    write a word, a phrase in quotes or a group in parentheses after it; to
 *	    search for the word itself, put it into quotes: "AND"
 *
 * It takes at most WIDTH columns, or 20 if that is more.  Of a long query an excerpt is
 * shown, with ... where it was cut; messages are broken at blanks (a word longer than the
 * line is not broken).  Wide and zero-width characters are counted as a terminal does.
 * White space of other kinds is shown as blanks, other control characters and ill-formed
 * bytes as ?, and marks that would turn the direction of the line are left out.  QUERY
 * may hold any bytes; of one that is blank only the messages are shown. */
void pm_mistake_print(struct pm_buf *out, const char *query, size_t len,
		      const struct pm_query_mistake *mistake, size_t width);

/* Append the tree as understood, one node a line, indented by two spaces a
 * level:
 *
 *	AND
 *	  word 'cxmt'
 *	  phrase 'export controls' in title
 *	  NOT
 *	    date 2024-01-01 .. 2024-06-30
 */
void pm_tree_print(struct pm_buf *out, const struct pm_tree *tree);
/* Append the node's own line of this outline, without indentation and line end. */
void pm_tree_print_node(struct pm_buf *out, const struct pm_tree *node);

/* Append the name of a field of the corpus as a query writes it before the colon: in
 * quotes if it holds more than letters, digits, . _ and - or is called like one of our
 * own.  NAME is NUL-terminated. */
void pm_field_name_put(struct pm_buf *out, const char *name);

/* Append the tree as a query in the language itself, fully parenthesised (except at the
 * root), such that parsing it again (PM_QUERY_ALL) gives the same tree: the same nodes,
 * words and separators, at other places, and with every OR written.  It may be longer
 * than the query was, and longer than PM_QUERY_BYTES_MAX. */
void pm_tree_format(struct pm_buf *out, const struct pm_tree *tree);

#endif
