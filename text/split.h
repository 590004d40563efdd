/* Pressmark - what a word is: splitting text into words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only tokenizer of the project: the indexer, the query parser and every test that
 * compares them call it, so they cannot disagree.
 *
 * A text is a sequence  separator word separator word ... word separator, whose
 * separators may be empty; joined together they are the text, byte for byte.  A word is a
 * span of the text, its *surface*; fold.h turns it into the form that is compared.  Input
 * is well-formed UTF-8 without NUL (support/utf8.h), at most 2^32 - 1 bytes.
 *
 * The rules, in the order in which they are tried at each place:
 *
 * 1. Addresses.  `http://`, `https://`, `ftp://` or `www.` at the start of a
 *    word: everything up to white space, a control or non-ASCII character or
 *    one of < > " { } | \ ^ ` ' is one word, less trailing . , ; : ! ? * and
 *    closing brackets that were not opened in it.
 *    So is `name@host.tld`.  A bare host name is one word when its labels
 *    are joined by points and the last is one of com, org, net, gov, edu, mil,
 *    info, biz, io in lower case (`example.org`, `Amazon.com`).
 * 2. Scripts without spaces between words (Han, Hiragana, Katakana, Thai, Lao,
 *    Khmer, Myanmar): each character with its combining marks is a word.
 * 3. A run of letters, digits and combining marks is a word.  Characters that
 *    are invisible (soft hyphen, zero width joiner and non-joiner, word
 *    joiner, variation selectors) count as marks inside it; but a soft hyphen at the end
 *    of a line (blanks may follow it there) is a separator.
 * 4. Such runs are joined to one word across
 *    - an apostrophe of any kind (' ’ ‘ ‛ ´ ` ʼ ′ ＇) between letters: `don't`,
 *      `O’Brien`; but not where it stands for the vowel of an article, pronoun or
 *      preposition of a Romance language (l d j m t s n c qu, dell nell sull, un and
 *      their like) before a word of two letters or more: `l’eau` and `d’Estaing` are
 *      two words, and the compounds leau and destaing (derive.h);
 *    - a point between digits: `3.5`, `1.000.000`;
 *    - a comma between digits when groups of exactly three follow a first
 *      group of one to three: `1,000`, not `1,5`;
 *    - a point between letters when the runs beside it have at most two
 *      letters and one of them has just one: `U.S.`, `Ph.D.`, `e.g.`;
 *    - an ampersand between runs of at most three letters: `AT&T`, `R&D`.
 *    After a run of letters, `++`, and after a single letter, `#` belong to
 *    it: `C++`, `C#` (when no letter or digit and no further + or # follows).
 * 5. A possessive, an apostrophe and `s` or `S` at the end of a word, belongs
 *    to the separator after the word: `CXMT’s` is the word CXMT.
 * Everything else is separator, including U+200B (zero width space), no-break spaces
 * and U+FFFD.
 */
#ifndef PM_TEXT_SPLIT_H
#define PM_TEXT_SPLIT_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Flags of a word. */
#define PM_WORD_IDEOGRAM 1u /* rule 2: no space is written around it */
#define PM_WORD_ADDRESS 2u  /* rule 1: has parts (derive.h) */
#define PM_WORD_PLAIN \
	4u /* ASCII letters and digits only: folding it is
				 * lower-casing it */

struct pm_word {
	uint32_t start; /* the surface: bytes start .. end - 1 */
	uint32_t end;
	uint32_t flags;
};

struct pm_words {
	struct pm_word *words;
	size_t n;
	size_t cap;
};

/* Append the words of TEXT to OUT (zero-initialised before its first use,
 * memory kept between calls, n reset by the caller).  Linear in LEN: some 4 ns
 * for an ordinary word, six times that for one which is not ASCII or may be joined.
 * Fails with PM_ERR_NOMEM, or PM_ERR_LIMIT for a text of 2^32 bytes or more. */
enum pm_status pm_split(const char *text, size_t len, struct pm_words *out,
			struct pm_error *err);

void pm_words_release(struct pm_words *words);

#endif
