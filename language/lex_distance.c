/* Pressmark - what operators of distance look like: see lex.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include <string.h>

static bool
read_unit(const char *s, size_t len, struct pm_token *t)
{
	if (pm_equal_any_case(s, len, "s"))
		t->unit = PM_NEAR_SENTENCE;
	else if (pm_equal_any_case(s, len, "p"))
		t->unit = PM_NEAR_PARAGRAPH;
	else
		return false;
	return true;
}

char
pm_unit_letter(const char *s, size_t len)
{
	static const char *const sentence[] = { "s", "sent", "sentence", NULL };
	static const char *const paragraph[] = { "p", "para", "paragraph", NULL };

	return pm_is_one_of(s, len, sentence)  ? 's'
	     : pm_is_one_of(s, len, paragraph) ? 'p'
					       : '\0';
}

/* What stands after the '/' of w/, near/, pre/ or adj/. */
static enum pm_distance
read_distance(const char *s, size_t len, struct pm_token *t)
{
	static const char *const units[] = { "seg",	 "sent",      "para",
					     "sentence", "paragraph", NULL };
	static const char *const numbers[] = {
		"one",	"two", "three",	  "four",   "five",  "six",	"seven", "eight",
		"nine", "ten", "fifteen", "twenty", "fifty", "hundred", NULL
	};
	bool sign = len > 1 && (s[0] == '-' || s[0] == '+') && pm_is_digit(s[1]);

	if (read_unit(s, len, t))
		return PM_DISTANCE_TAKEN;
	if (pm_is_one_of(s, len, units))
		return PM_DISTANCE_FOREIGN;
	if (pm_is_one_of(s, len, numbers))
		return PM_DISTANCE_BAD;
	if (len > 0 && !sign && !pm_is_digit(s[0]))
		return PM_DISTANCE_NONE;
	if (len == 0 || pm_count_digits(s, len) < len)
		return PM_DISTANCE_BAD;
	t->unit = PM_NEAR_WORDS;
	t->number = pm_read_number(s, len, PM_DISTANCE_MAX);
	if (t->number == 0 && !t->ordered)
		return PM_DISTANCE_ZERO;
	return t->number >= 1 && t->number <= PM_DISTANCE_MAX
		     ? PM_DISTANCE_TAKEN
		     : PM_DISTANCE_BAD;
}

enum pm_distance
pm_distance_read(const char *s, size_t len, struct pm_token *t)
{
	static const char *const either[] = { "w", "near", NULL };
	static const char *const ordered[] = { "pre", "adj", NULL };
	static const char *const joined[] = { "near", "onear",	"pre",
					      "adj",  "within", NULL };
	static const char *const foreign[] = { "n",	  "p",	    "onear",
					       "nearest", "within", NULL };
	size_t name = pm_count_letters(s, len), rest = name + 1;

	t->ordered = false;
	if (name == len)
		return PM_DISTANCE_NONE;
	if (s[name] != '/')
		return pm_is_one_of(s, name, joined) &&
				       name + pm_count_digits(s + name, len - name) == len
			     ? PM_DISTANCE_FOREIGN
			     : PM_DISTANCE_NONE;
	if (name == 0) {
		if (read_unit(s + 1, len - 1, t))
			return PM_DISTANCE_TAKEN;
		return len > 1 && 1 + pm_count_digits(s + 1, len - 1) == len
			     ? PM_DISTANCE_FOREIGN
			     : PM_DISTANCE_NONE;
	}
	t->ordered = pm_is_one_of(s, name, ordered);
	if (t->ordered || pm_is_one_of(s, name, either))
		return read_distance(s + rest, len - rest, t);
	return pm_is_one_of(s, name, foreign) && len > rest &&
			       rest + pm_count_digits(s + rest, len - rest) == len
		     ? PM_DISTANCE_FOREIGN
		     : PM_DISTANCE_NONE;
}

bool
pm_is_ebsco_distance(const char *s, size_t len)
{
	return len >= 2 && len <= 4 && strchr("wWnN", s[0]) != NULL &&
	       1 + pm_count_digits(s + 1, len - 1) == len;
}

bool
pm_is_numbered(const char *s, size_t len, const char *name)
{
	size_t n = pm_count_letters(s, len);

	return n < len && pm_equal_any_case(s, n, name) &&
	       n + pm_count_digits(s + n, len - n) == len;
}
