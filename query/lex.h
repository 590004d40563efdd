/* Pressmark - the tokens of a query.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lexer knows how things are written, not how they go together: which
 * characters a token ends at, that a '-' stands directly before something, that
 * a quotation mark is closed.  What is inside a word is pm_leaf's business
 * (parse_leaf.h), and which token may follow which is the parser's.
 *
 * A bare token ends at white space, a parenthesis or a quotation mark of any
 * kind; one that begins as a URL (http://, https://, ftp://, www.) also holds
 * parentheses, as far as they are opened in it.  Between tokens stand white
 * space and characters that are not shown; those are no part of a token at
 * whose beginning they stand, so an invisible mark cannot hide an operator.
 */
#ifndef PM_QUERY_LEX_H
#define PM_QUERY_LEX_H

#include "query/mistake.h"

enum pm_token_kind {
	PM_TOKEN_START,		/* before the first token; never returned */
	PM_TOKEN_END,
	PM_TOKEN_OPEN,		/* ( */
	PM_TOKEN_CLOSE,		/* ) */
	PM_TOKEN_AND,
	PM_TOKEN_OR,
	PM_TOKEN_NOT,
	PM_TOKEN_MINUS,		/* - directly before something that is no operator */
	PM_TOKEN_FIELD,		/* title: source: author:, something stands behind */
	PM_TOKEN_DATE,		/* date: and its operand */
	PM_TOKEN_WORD,		/* a bare token */
	PM_TOKEN_EXACT,		/* = and a bare token */
	PM_TOKEN_PHRASE		/* quotation marks and what they hold */
};

struct pm_token {
	enum pm_token_kind kind;
	enum pm_tree_field field;	/* of PM_TOKEN_FIELD */
	size_t start, end;		/* all of it */
	size_t text, text_end;		/* without =, date: or quotation marks */
};

struct pm_lex {
	const char *query;
	size_t len;
	size_t at;
	enum pm_token_kind last;
	struct pm_query_mistake *mistake;
};

/* Begin with QUERY, which must stay; PM_ERR_QUERY when it is too long, not
 * well-formed UTF-8 or holds control characters. */
enum pm_status pm_lex_init(struct pm_lex *lex, const char *query, size_t len,
			   struct pm_query_mistake *mistake);

/* The next token; PM_TOKEN_END again and again at the end. */
enum pm_status pm_lex_next(struct pm_lex *lex, struct pm_token *token);

/* The field of that name in any case of letters: true and *FIELD, which is
 * PM_FIELD_ANY for "date". */
bool pm_field_of_name(const char *name, size_t len, enum pm_tree_field *field);

/* The fields by name, as a message lists them. */
#define PM_FIELD_NAMES "title:, source:, author: and date:"

/* White space of any kind, zero width space among it. */
bool pm_is_blank(uint32_t cp);

#endif
