/* Pressmark - the parts of the parser: what parse*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse.c		what fits together, and the tree that it makes
 * parse_names.c	the field of a leaf
 * parse_mistakes.c	what does not, and what to write instead
 *
 * Functions that return a status fill in the mistake and return PM_ERR_QUERY; those that
 * check something return PM_OK if there is no mistake.
 */
#ifndef PM_LANGUAGE_PARSE_PARTS_H
#define PM_LANGUAGE_PARSE_PARTS_H

#include "language/lex.h"
#include "language/parse_leaf.h"

struct pm_parser {
	struct pm_lex lex;
	struct pm_token token; /* not yet taken */
	struct pm_token taken; /* the one before it */
	const struct pm_query_options *options;
	struct pm_token field; /* of the leaves being read; kind START: none */
	unsigned depth;
	struct pm_leaf_reader leaves;
	struct pm_query_mistake *mistake;
	struct pm_error *err;
};

/* Give NODE the name of the field that is being read, one of the corpus, folded. */
enum pm_status pm_keep_name(struct pm_parser *p, struct pm_tree *node);
/* Note where the query names the field of NODE, if it is of one. */
void pm_keep_place(const struct pm_parser *p, struct pm_tree *node);

bool pm_begins_operand(enum pm_token_kind kind);
struct pm_excerpt pm_parser_excerpt(const struct pm_parser *p, const struct pm_token *t);
/* "source", or NULL where NODE asks for words of title and body. */
const char *pm_metadata_name(const struct pm_tree *node);

enum pm_status pm_mistake_at_token(struct pm_parser *p, const struct pm_token *t,
				   const char *what);
/* The next token begins no operand, but one is due: after the operator that was taken, or
 * anywhere. */
enum pm_status pm_nothing_behind(struct pm_parser *p);
enum pm_status pm_no_operand(struct pm_parser *p);
enum pm_status pm_too_deep(struct pm_parser *p, size_t start, size_t end);

/* NODE is an operand of the operator T and so must have hits; OTHER is the other operand
 * of a distance. */
enum pm_status pm_check_hits(struct pm_parser *p, const struct pm_token *t,
			     const struct pm_tree *node, const struct pm_tree *other);
/* The next token comes after FIELD and must be an operand. */
enum pm_status pm_check_operator_behind(struct pm_parser *p, const struct pm_token *field);
/* A date or length is wrong: if it is a range of another language, or a star, the hint
 * says how it is written here.  PM_ERR_QUERY. */
enum pm_status pm_wrong_range(struct pm_parser *p);
/* A star stands alone: if it is the operand of a field, the hint says what to write. */
void pm_star_alone(struct pm_parser *p);
/* The next token is one for the field that is being read: other than title: it takes
 * words, phrases, the spelling of a word, a whole value, and groups of these. */
enum pm_status pm_check_name_operand(struct pm_parser *p);
/* Check the words of such a field. */
enum pm_status pm_check_name(struct pm_parser *p, const struct pm_tree *node);

#endif
