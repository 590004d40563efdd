/* Pressmark - the tokens of a query.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lexer knows how things are written, not how they fit together: at which characters
 * a token ends, that a '-' stands directly before something, that a quotation mark is
 * closed.  What is inside a word is for pm_leaf_read (parse_leaf.h), and which token may
 * follow which is for the parser.
 *
 * A bare token ends at white space, a parenthesis, a quotation mark of any kind or a '^';
 * one that begins as a URL (http://, https://, ftp://, www.) may also hold parentheses
 * that are opened within it.  White space and invisible characters separate tokens; an
 * invisible character at the beginning of a token is not part of it, so it cannot hide an
 * operator.
 */
#ifndef PM_LANGUAGE_LEX_H
#define PM_LANGUAGE_LEX_H

#include "language/mistake.h"

enum pm_token_kind {
	PM_TOKEN_START, /* before the first token; never returned */
	PM_TOKEN_END,
	PM_TOKEN_OPEN,	/* ( */
	PM_TOKEN_CLOSE, /* ) */
	PM_TOKEN_AND,
	PM_TOKEN_OR,
	PM_TOKEN_NOT,
	PM_TOKEN_MINUS,	  /* - directly before something that is not an operator */
	PM_TOKEN_NEAR,	  /* w/5, /s, not pre/3: number, unit, ordered, negated */
	PM_TOKEN_ATLEAST, /* atleast5, with an OPEN after it: number */
	PM_TOKEN_LEAD,	  /* lead50, in the same way */
	PM_TOKEN_WEIGHT,  /* ^2.5 directly after an operand: weight */
	PM_TOKEN_FIELD,	  /* a name and a colon, with something after them: name */
	PM_TOKEN_DATE,	  /* date: and its operand */
	PM_TOKEN_LENGTH,  /* words: and its operand */
	PM_TOKEN_HOST,	  /* host: and its operand */
	PM_TOKEN_ID,	  /* id: and its operand */
	PM_TOKEN_WORD,	  /* a bare token */
	PM_TOKEN_EXACT,	  /* = and a bare token, or a phrase */
	PM_TOKEN_PHRASE,  /* quotation marks and what they hold */
	PM_TOKEN_LOOSE,	  /* the same with ~3 after it: number */
	PM_TOKEN_REGEX	  /* what stands between two slashes */
};

struct pm_token {
	enum pm_token_kind kind;
	enum pm_tree_field field; /* of FIELD */
	size_t start, end;	  /* the whole token */
	size_t name, name_end;	  /* of FIELD: its name without quotation marks */
	bool name_doubled;	  /* which holds some, each written twice */
	size_t text, text_end;	  /* the operand without its signs and marks */
	bool quoted;		  /* the operand is in quotation marks */
	bool doubled;		  /* and holds some, each written twice */
	uint32_t number;
	enum pm_near_unit unit;
	bool ordered, negated;
	double weight;
};

struct pm_lex {
	const char *query;
	size_t len;
	size_t at;
	struct pm_token last, before; /* the last token, and the one before it */
	bool any; /* words side by side mean OR; to be set after init */
	struct pm_query_mistake *mistake;
};

/* Begin with QUERY, which must outlive LEX.  PM_ERR_QUERY if it is too long, is not
 * well-formed UTF-8 or holds control characters. */
enum pm_status pm_lex_init(struct pm_lex *lex, const char *query, size_t len,
			   struct pm_query_mistake *mistake);

/* The next token.  At the end of the query every call returns PM_TOKEN_END. */
enum pm_status pm_lex_next(struct pm_lex *lex, struct pm_token *token);

/* What an operator of distance looks like. */
enum pm_distance {
	PM_DISTANCE_NONE,   /* not one */
	PM_DISTANCE_TAKEN,  /* w/5, adj/s: unit, number and ordered are set */
	PM_DISTANCE_ZERO,   /* w/0: the same; only after NOT */
	PM_DISTANCE_BAD,    /* pre/0, near/, pre/5x */
	PM_DISTANCE_FOREIGN /* from another language: near5, n/5, w/seg */
};

enum pm_distance pm_distance_read(const char *s, size_t len, struct pm_token *token);

/* Whether S is w5 or n3, which elsewhere are distances and here words: between two things
 * to look for, probably the former. */
bool pm_is_ebsco_distance(const char *s, size_t len);

/* How distances are written, for a hint. */
#define PM_DISTANCE_FORMS \
	"write a w/5 b for at most 5 words apart, a pre/5 b for that " \
	"with a first, w/s for one sentence, w/p for one paragraph"

/* Whether the LEN bytes at S are NAME and a number: atleast5.  NAME is in lower case, S
 * in upper or lower. */
bool pm_is_numbered(const char *s, size_t len, const char *name);

/* Whether the LEN bytes at S are a word that is a mistake in some places, because other
 * languages take it for an operator or for part of one: NEAR between words, within before
 * a number, date before `is`. */
bool pm_lex_is_foreign_word(const char *s, size_t len);

/* Whether S looks like a range: 100..200, 100.., ..200 or 2024-01..2024-06, two dots between
 * numbers or at one. */
bool pm_is_range(const char *s, size_t len);

/* Whether S begins with a URL. */
bool pm_begins_url(const char *s, size_t len);

/* The names of fields, as a message lists them. */
#define PM_FIELD_NAMES \
	"title:, source:, author:, date:, words:, host:, id: and those " \
	"of the corpus"

/* White space of any kind, including the zero width space. */
bool pm_is_blank(uint32_t cp);

#endif
