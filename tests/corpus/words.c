/* Pressmark - the words of the made-up newswire: see words.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/words.h"

#include "tests/corpus/chance.h"
#include "tests/corpus/stems.h"
#include "tests/corpus/zipf.h"

#include <string.h>

uint32_t
words_of_class(enum word_class c)
{
	static const uint32_t n[WORD_CLASSES] = { ZIPF_MAX, 12000, 24000 };

	return n[c];
}

static bool
is_vowel(int c)
{
	return c != '\0' && strchr("aeiou", c) != NULL;
}

/* Append a suffix as English spelling has it: agree + d, supplie + s, possib + ly. */
static void
put_suffix(struct pm_buf *out, const char *suffix)
{
	char last = out->len > 0 ? (char)out->data[out->len - 1] : '\0';
	char before = out->len > 1 ? (char)out->data[out->len - 2] : '\0';
	bool vowel = is_vowel(suffix[0]);

	if (last == 'y' && !is_vowel(before) && suffix[0] != 'i' && suffix[0] != '\0') {
		out->len--;
		pm_buf_puts(out, strcmp(suffix, "s") == 0 ? "ie" : "i");
	} else if (last == 'e' && before == 'l' && strcmp(suffix, "ly") == 0) {
		out->len -= 2;
	} else if (last == 'e' && vowel) {
		out->len -= !(before == 'e' && suffix[0] == 'i');
	} else if (strcmp(suffix, "s") == 0 && (strchr("sxz", last) != NULL ||
						(last == 'h' && strchr("cs", before)))) {
		pm_buf_puts(out, "e");
	}
	pm_buf_puts(out, suffix);
}

/* A stem of the list, or one of syllables. */
static void
put_root(struct pm_buf *out, uint64_t *state, const struct stems *stems)
{
	if (one_in(state, 2))
		pm_buf_puts(out, stems->list[roll(state, stems->n)]);
	else
		put_syllables(out, state, 1 + roll(state, 2), one_in(state, 40));
}

static void
put_derived(struct pm_buf *out, enum word_class c, uint32_t rank)
{
	static const char *const prefixes[] = {
		"re",	 "un",	  "over", "under", "inter", "counter", "sub",
		"super", "non",	  "pre",  "post",  "mis",   "out",     "trans",
		"micro", "multi", "semi", "anti",  "hydro", "agro",    "bio",
		"non-",	 "anti-", "co-",  "re-",   "pre-",  "mid-",    "ex-"
	};
	static const char *const of_verbs[] = { "er",	"ment",	   "ation", "al",
						"ance", "ability", "or",    "ing" };
	static const char *const of_nouns[] = { "ship", "hood", "ist",	"ism",
						"ry",	"dom",	"age",	"ite",
						"ine",	"ium",	"ology" };
	static const char *const to_verbs[] = { "ize", "ify", "ate", "en" };
	static const char *const to_adjectives[] = {
		"al", "ic", "ous", "ive", "able", "less", "ful", "ish", "ary", "wide"
	};
	uint64_t state = chance_of(CHANCE_WORD + c, rank);

	if (one_in(&state, 3))
		pm_buf_puts(out, CHOOSE(&state, prefixes));
	if (c == NOUN && one_in(&state, 3)) {
		put_root(out, &state, &verb_stems);
		put_suffix(out, CHOOSE(&state, of_verbs));
	} else if (c == NOUN && one_in(&state, 4)) {
		put_root(out, &state, &adjective_stems);
		put_suffix(out, one_in(&state, 2) ? "ness" : "ity");
	} else if (c == VERB) {
		put_root(out, &state, &verb_stems);
		if (one_in(&state, 2))
			put_suffix(out, CHOOSE(&state, to_verbs));
	} else {
		put_root(out, &state, &noun_stems);
		put_suffix(out, c == ADJECTIVE	    ? CHOOSE(&state, to_adjectives)
				: one_in(&state, 4) ? ""
						    : CHOOSE(&state, of_nouns));
	}
}

void
put_word(struct pm_buf *out, enum word_class c, uint32_t rank, enum word_form form)
{
	static const struct stems *const stems[WORD_CLASSES] = { &noun_stems, &verb_stems,
								 &adjective_stems };
	static const char *const suffixes[] = { "", "s", "ed", "ing", "ly" };

	if (rank < stems[c]->n)
		pm_buf_puts(out, stems[c]->list[rank]);
	else
		put_derived(out, c, rank);
	if (form != PLAIN)
		put_suffix(out, suffixes[form]);
}

void
put_long_word(struct pm_buf *out, uint32_t number)
{
	uint64_t state = chance_of(CHANCE_LONG_WORD, number);
	size_t end = out->len + 65 + roll(&state, 30);

	while (out->len < end)
		put_syllables(out, &state, 1, false);
}
