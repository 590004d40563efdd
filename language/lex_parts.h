/* Pressmark - the parts of the lexer: what lex*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lex.c		operators, regular expressions, weights; all tokens
 * lex_words.c		phrases, and what may stand next to an operand
 * lex_chars.c		characters, where a bare token ends, which tokens end an operand
 * lex_distance.c	what operators of distance look like
 * lex_fields.c		names of fields and what stands behind them
 * lex_foreign.c	what other languages take for operators
 */
#ifndef PM_LANGUAGE_LEX_PARTS_H
#define PM_LANGUAGE_LEX_PARTS_H

#include "language/lex.h"

/* Not shown: hidden characters of words, and what turns the direction. */
bool pm_lex_is_invisible(uint32_t cp);
bool pm_lex_is_control(uint32_t cp);
bool pm_lex_is_quote(uint32_t cp);
/* Whether the quotation mark CLOSING ends what OPENING began. */
bool pm_lex_closes(uint32_t opening, uint32_t closing);
bool pm_lex_is_dash(uint32_t cp);

/* The character at AT and its length; 0 and 0 at the end. */
uint32_t pm_lex_peek(const struct pm_lex *lex, size_t at, unsigned *n);
/* Whether nothing that an operand begins with stands at AT. */
bool pm_lex_is_gap(const struct pm_lex *lex, size_t at);
/* Whether what stands at AT ends an operator that is a word. */
bool pm_lex_ends_word(const struct pm_lex *lex, size_t at);
/* Where what is no blank and shown begins, from AT on. */
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
/* Whether S is NAME, or one of a NULL-ended list, in any case of letters. */
bool pm_equal_any_case(const char *s, size_t len, const char *name);
bool pm_is_one_of(const char *s, size_t len, const char *const *list);

/* What stands directly behind a bare token must be no parenthesis that opens and no
 * quotation mark. */
enum pm_status pm_lex_check_bare(const struct pm_lex *lex, const struct pm_token *t);
/* What stands directly after a phrase or a regular expression is white space, a
 * parenthesis or a weight. */
enum pm_status pm_lex_check_after(const struct pm_lex *lex, const struct pm_token *t);
/* A phrase of any kind, from its opening mark of N bytes at text on. */
enum pm_status pm_lex_phrase(struct pm_lex *lex, struct pm_token *t, uint32_t opening,
			     unsigned n);

bool pm_lex_ends_operand(enum pm_token_kind kind);

/* What other languages write: the mistake, or PM_OK.  Of a word that stands directly
 * before a parenthesis (always one), or before a quotation mark; of a call without its
 * group (always one); of any other bare token, and of one that is no distance. */
enum pm_status pm_lex_foreign_call(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_foreign_quotes(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_no_group(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_foreign_word(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_distance_apart(const struct pm_lex *lex, const struct pm_token *t);
/* Likewise of what begins as a regular expression, and of one that is closed. */
enum pm_status pm_lex_foreign_unit(const struct pm_lex *lex, const struct pm_token *t);
enum pm_status pm_lex_check_regex(const struct pm_lex *lex, const struct pm_token *t);

/* The offset of the colon of a field's name that begins at AT, or 0. */
size_t pm_lex_colon(const struct pm_lex *lex, size_t at);
enum pm_status pm_lex_field(struct pm_lex *lex, struct pm_token *t, size_t colon);

#endif
