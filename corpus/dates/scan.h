/* Pressmark - reading a date from left to right: digits, words, blanks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A scan is a place in a text and the text's end; a copy of it is a place to come back
 * to.  Each function takes what it is named for if that is what comes next, and else
 * leaves the scan where it is.  The text may be ill-formed UTF-8.
 */
#ifndef PM_CORPUS_DATES_SCAN_H
#define PM_CORPUS_DATES_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_scan {
	const uint8_t *p;
	const uint8_t *end;
	bool foreign; /* a digit that was taken belongs to another script */
};

/* The next byte, or -1 at the end. */
static inline int
pm_scan_peek(const struct pm_scan *s)
{
	return s->p < s->end ? *s->p : -1;
}

bool pm_scan_byte(struct pm_scan *s, char byte);
bool pm_scan_text(struct pm_scan *s, const char *text);

/* White space, also no-break and ideographic, and the marks that set the direction of
 * writing. */
bool pm_scan_space(struct pm_scan *s);

/* A hyphen, or a dash of any kind. */
bool pm_scan_dash(struct pm_scan *s);

/* All digits, of whatever script: how many, and their value (meaningless beyond 18). */
unsigned pm_scan_digits(struct pm_scan *s, uint64_t *value);
bool pm_scan_at_digit(const struct pm_scan *s);

/* All letters: how many bytes their folded form has, written to WORD, a string.  Folded
 * is lower case (Unicode's case folding), decomposed, without accents and Arabic vowel
 * signs, and with i, l, o, d for the letters that have a stroke or lack a dot.  What does
 * not fit into WORD is "".  Ideograms and kana are no letters: they have no spaces
 * between words. */
#define PM_SCAN_WORD 40
unsigned pm_scan_word(struct pm_scan *s, char word[PM_SCAN_WORD]);
bool pm_scan_at_letter(const struct pm_scan *s);

/* Past whatever character comes next; false at the end. */
bool pm_scan_any(struct pm_scan *s);

/* Whether no ASCII letter and no digit touches what was read.  The T and Z of ISO 8601
 * may: T before a digit, Z before anything but a letter. */
bool pm_scan_ends(const struct pm_scan *s);

#endif
