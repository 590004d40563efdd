/* Pressmark - the parts of the lexer: what lex*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lex.c		operators, regular expressions, weights; all tokens
 * lex_words.c		phrases, and what may stand next to an operand
 * lex_chars.c		characters, where a bare token ends, which tokens end an operand
 * lex_distance.c	what operators of distance look like
 * lex_fields.c		names of fields and what stands after them
 * lex_foreign.c	what other languages take for operators
 * lex_foreign_words.c	the same, of those that are written as words
 */
#ifndef PM_LANGUAGE_LEX_PARTS_H
#define PM_LANGUAGE_LEX_PARTS_H

#include "language/lex.h"

/* Invisible: hidden characters of words, and marks that turn the direction of the
 * text. */
bool pm_lex_is_invisible(uint32_t cp);
bool pm_lex_is_control(uint32_t cp);
bool pm_lex_is_quote(uint32_t cp);
/* Whether the quotation mark CLOSING closes what OPENING opened. */
bool pm_lex_closes(uint32_t opening, uint32_t closing);
bool pm_lex_is_dash(uint32_t cp);

/* The character at AT and its length; 0 and 0 at the end. */
uint32_t pm_lex_peek(const struct pm_lex *lex, size_t at, unsigned *n);
/* Whether no operand begins at AT: the end, white space, ')' or '^'. */
bool pm_lex_is_gap(const struct pm_lex *lex, size_t at);
/* Whether what stands at AT ends an operator that is written as a word. */
bool pm_lex_ends_word(const struct pm_lex *lex, size_t at);
/* The first place from AT on that is neither white space nor invisible. */
size_t pm_lex_skip_blanks(const struct pm_lex *lex, size_t at);
/* Where the bare token that begins at AT ends. */
size_t pm_lex_bare_end(const struct pm_lex *lex, size_t at);

bool pm_is_letter(char c);
bool pm_is_digit(char c);
/* How many letters, or digits, S begins with. */
size_t pm_count_letters(const char *s, size_t len);
size_t pm_count_digits(const char *s, size_t len);
/* The decimal number of LEN digits, or UINT32_MAX where it is more than MAX. */
uint32_t pm_read_number(const char *s, size_t len, uint32_t max);
/* Whether S is a name of a field as most are: a letter, then letters, digits or _. */
bool pm_lex_is_plain_name(const char *s, size_t len);
/* s for `sent` and the like, p for `para`, else 0. */
char pm_unit_letter(const char *s, size_t len);
/* Whether S is NAME, or is in a list that ends with NULL, regardless of case. */
bool pm_equal_any_case(const char *s, size_t len, const char *name);
bool pm_is_one_of(const char *s, size_t len, const char *const *list);

/* Directly after a bare token there must be no opening parenthesis and no quotation
 * mark. */
enum pm_status pm_lex_check_bare(const struct pm_lex *lex, const struct pm_token *t);
/* Directly after a phrase or a regular expression there must be white space, a
 * parenthesis or a weight. */
enum pm_status pm_lex_check_after(const struct pm_lex *lex, const struct pm_token *t);
/* Read a phrase of any kind; its opening mark, N bytes long, stands at T->text. */
enum pm_status pm_lex_phrase(struct pm_lex *lex, struct pm_token *t, uint32_t opening,
			     unsigned n);

bool pm_lex_ends_operand(enum pm_token_kind kind);

/* What other languages write: fill in the mistake, or return PM_OK.  In this order: a
 * word directly before a parenthesis (always a mistake) or a quotation mark; a call
 * without its group (always a mistake); any other bare token; and a distance with a blank
 * in it. */
enum pm_status pm_lex_foreign_call(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_foreign_quotes(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_no_group(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_foreign_word(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_distance_apart(const struct pm_lex *lex, const struct pm_token *t);
/* date = 1987: the hint, if the '=' that ends at END stands between a name and a value. */
enum pm_status pm_lex_equals_apart(const struct pm_lex *lex, size_t end);
/* Directly after a phrase: "oil price"o3p. */
enum pm_status pm_lex_foreign_others(const struct pm_lex *lex, const struct pm_token *t);
/* The length of the operand at AT: a phrase, or everything up to white space or a
 * parenthesis; 0 if there is none, or an operator. */
size_t pm_lex_operand_at(const struct pm_lex *lex, size_t at);
/* The length of what stands between the parenthesis at AT and the one that closes it, or
 * 0. */
size_t pm_lex_argument(const struct pm_lex *lex, size_t at);
/* The operands on both sides of an operator, LEFT and what stands after END; or names
 * for them if either cannot be shown. */
struct pm_lex_sides {
	struct pm_excerpt a, b;
};
#define PM_SIDE_SHOWN 32u /* bytes of an operand in a hint */
struct pm_lex_sides pm_lex_sides_of(const struct pm_lex *lex, const struct pm_token *left,
				    size_t end);
/* The mistake in T, a distance of another language, which ends at END: what to write with
 * LEFT and what stands after. */
enum pm_status pm_lex_foreign_distance(const struct pm_lex *lex, const struct pm_token *t,
				       const struct pm_token *left, size_t end);
/* The same for something that begins like a regular expression, and for one that is
 * closed. */
enum pm_status pm_lex_foreign_unit(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_check_regex(const struct pm_lex *lex, const struct pm_token *t);
/* Where a number after END, and the `words of` after it, end: within 5 words of.  END if
 * there is none. */
size_t pm_lex_number_end(const struct pm_lex *lex, size_t end);
/* The same for w/o and the like between two operands. */
enum pm_status pm_lex_foreign_letter(const struct pm_lex *lex, const struct pm_token *t);

/* Whether the character may be in a field's name without quotes. */
bool pm_lex_is_name(uint32_t cp);
/* The offset of the colon after a field name that begins at AT, or 0.  A name is letters,
 * digits, . _ and -, of any script, and begins with neither a point nor a hyphen.  What
 * has no letter is one only before something other than a digit: 10:30 is a time, 3:2 a
 * ratio. */
size_t pm_lex_colon(const struct pm_lex *lex, size_t at);
/* Whether T, at a quotation mark, begins the name of a field in quotes: with a colon after
 * it, and directly after that an operand.  Sets name, name_end and name_doubled. */
bool pm_lex_quoted_name(const struct pm_lex *lex, struct pm_token *t);
/* The token of a field whose colon is at COLON.  `name_end` is set if it is in quotes. */
enum pm_status pm_lex_field(struct pm_lex *lex, struct pm_token *t, size_t colon);

#endif
