/* Pressmark - what kind of character a code point is.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The classes that splitting and folding share.  Categories are utf8proc's; what Unicode
 * leaves open (which characters serve as apostrophes, which scripts write no spaces) is
 * decided here and nowhere else.
 */
#ifndef PM_TEXT_CHARS_H
#define PM_TEXT_CHARS_H

#include <stdbool.h>
#include <stdint.h>

enum pm_char {
	PM_CHAR_OTHER, /* separator */
	PM_CHAR_SPACE, /* white space or control: separator, ends an address */
	PM_CHAR_LETTER,
	PM_CHAR_DIGIT, /* all kinds of numbers */
	PM_CHAR_MARK,  /* combining or invisible: never begins a word */
	PM_CHAR_APOSTROPHE,
	PM_CHAR_IDEOGRAM /* of a script without spaces */
};

enum pm_char pm_char_class(uint32_t cp);

/* Whether Unicode, in the version at hand, gives the number to no character yet. */
bool pm_char_is_unknown(uint32_t cp);

/* Invisible characters inside a word. */
bool pm_char_is_hidden(uint32_t cp);

/* Characters that can change the direction of a line. */
bool pm_char_turns_direction(uint32_t cp);

/* Combining marks that folding drops: accents, points, and vowel signs that readers leave
 * out; but not marks that make the letter. */
bool pm_char_is_accent(uint32_t cp);

#endif
