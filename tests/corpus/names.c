/* Pressmark - the names of the made-up newswire: see names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/names.h"

#include "tests/corpus/chance.h"
#include "tests/corpus/stems.h"
#include "tests/corpus/words.h"

/* Make a letter a capital that began at byte START, if it is of ASCII. */
static void
capitalise(struct pm_buf *out, size_t start)
{
	if (start < out->len && out->data[start] >= 'a' && out->data[start] <= 'z')
		out->data[start] -= 32;
}

static void
put_capitalised(struct pm_buf *out, const char *word)
{
	size_t start = out->len;

	pm_buf_puts(out, word);
	capitalise(out, start);
}

static void
put_name(struct pm_buf *out, uint64_t *state, uint32_t syllables, bool accented)
{
	size_t start = out->len;

	put_syllables(out, state, syllables, accented);
	capitalise(out, start);
}

/* A noun of the first ones, in the singular. */
static void
put_noun(struct pm_buf *out, uint64_t *state)
{
	size_t start = out->len;

	put_word(out, NOUN, 20 + roll(state, 180), PLAIN);
	capitalise(out, start);
}

/* --- people and places ---------------------------------------------------- */

void
put_last_name(struct pm_buf *out, uint32_t number)
{
	static const char *const ends[] = { "",	    "",	    "",	   "son", "berg",
					    "ez",   "ov",   "sen", "ini", "elli",
					    "wick", "ford", "er" };
	uint64_t state = chance_of(CHANCE_PERSON, number);
	bool accented = one_in(&state, 6);

	if (one_in(&state, 12))
		pm_buf_puts(out, one_in(&state, 2) ? "O'" : "O\xe2\x80\x99");
	put_name(out, &state, 1 + one_in(&state, 2), accented);
	pm_buf_puts(out, CHOOSE(&state, ends));
	if (one_in(&state, 12)) {
		pm_buf_putc(out, '-');
		put_name(out, &state, 2, false);
	}
}

void
put_person(struct pm_buf *out, uint32_t number)
{
	static const char *const given[] = {
		"Anna",	      "Tomas",	      "Ines",	     "Pavel",	     "Ruth",
		"Karim",      "Mei",	      "Oskar",	     "Lucia",	     "Henrik",
		"Zo\xc3\xab", "Andr\xc3\xa9", "Jos\xc3\xa9", "Bj\xc3\xb6rn", "Noor",
		"Daniel",     "Wanda",	      "Piotr",	     "Aiko",	     "Samuel",
		"Clara",      "Ivo",	      "Marta",	     "Yusuf"
	};
	uint64_t state = chance_of(CHANCE_PERSON, number) + 1;

	pm_buf_puts(out, CHOOSE(&state, given));
	pm_buf_putc(out, ' ');
	if (one_in(&state, 4))
		pm_buf_printf(out, "%c. ", (char)('A' + roll(&state, 26)));
	put_last_name(out, number);
}

void
put_place(struct pm_buf *out, uint32_t number)
{
	static const char *const ends[] = { "",	  "",	  "ton",   "burg",  "stad", "mar",
					    "ia", "port", "haven", "ville", "mouth" };
	uint64_t state = chance_of(CHANCE_PLACE, number);

	if (one_in(&state, 5))
		put_capitalised(out, one_in(&state, 2) ? "new " : "port ");
	put_name(out, &state, 1 + one_in(&state, 2), one_in(&state, 10));
	pm_buf_puts(out, CHOOSE(&state, ends));
}

/* --- companies and agencies ----------------------------------------------- */

void
put_company_name(struct pm_buf *out, uint32_t number)
{
	uint64_t state = chance_of(CHANCE_COMPANY, number);
	bool joined = one_in(&state, 9);

	if (one_in(&state, 14)) {
		pm_buf_printf(out, "%c&", (char)('A' + roll(&state, 26)));
		pm_buf_putc(out, (int)('A' + roll(&state, 26)));
		return;
	}
	put_name(out, &state, 2, one_in(&state, 15));
	if (joined) {
		pm_buf_putc(out, one_in(&state, 2) ? '-' : '/');
		put_name(out, &state, 1, false);
	}
}

void
put_company(struct pm_buf *out, uint32_t number)
{
	static const char *const forms[] = { "Corp",  "Inc",	  "Ltd",  "Co",
					     "Group", "Holdings", "AG",	  "S.A.",
					     "plc",   "& Co.",	  "Corp." };
	uint64_t state = chance_of(CHANCE_COMPANY, number) + 1;

	put_company_name(out, number);
	if (!one_in(&state, 4)) {
		pm_buf_putc(out, ' ');
		put_noun(out, &state);
	}
	pm_buf_printf(out, " %s", CHOOSE(&state, forms));
}

/* The three to five words of an agency. */
static uint32_t
agency_words(uint32_t number, struct pm_buf words[5])
{
	static const char *const kinds[] = { "Board",  "Commission", "Council",	 "Agency",
					     "Office", "Institute",  "Authority" };
	static const char *const scopes[] = { "Federal",       "National", "Central",
					      "International", "Joint",	   "Regional",
					      "European" };
	uint64_t state = chance_of(CHANCE_AGENCY, number);
	uint32_t n = 0, nouns = 1 + roll(&state, 3);

	pm_buf_puts(&words[n++], CHOOSE(&state, scopes));
	while (nouns-- > 0)
		put_noun(&words[n++], &state);
	pm_buf_puts(&words[n++], CHOOSE(&state, kinds));
	return n;
}

static void
put_agency_as(struct pm_buf *out, uint32_t number, bool initials)
{
	struct pm_buf words[5];
	bool points = number % 5 == 0;
	uint32_t i, n;

	for (i = 0; i < 5; i++)
		pm_buf_init(&words[i], PM_BUF_NO_LIMIT);
	n = agency_words(number, words);
	for (i = 0; i < n; i++)
		if (initials)
			pm_buf_printf(out, points ? "%c." : "%c",
				      pm_buf_str(&words[i])[0]);
		else
			pm_buf_printf(out, i > 0 ? " %s" : "%s", pm_buf_str(&words[i]));
	for (i = 0; i < 5; i++)
		pm_buf_release(&words[i]);
}

void
put_agency(struct pm_buf *out, uint32_t number)
{
	put_agency_as(out, number, false);
}

void
put_initials(struct pm_buf *out, uint32_t number)
{
	put_agency_as(out, number, true);
}

void
put_ideograms(struct pm_buf *out, uint32_t number)
{
	static const char *const signs[] = {
		"\xe6\x9d\xb1", "\xe5\xb1\xb1", "\xe6\xb0\xb4", "\xe6\xb2\xb3",
		"\xe7\x94\xb0", "\xe9\x87\x91", "\xe7\x9f\xb3", "\xe5\x8c\x97",
		"\xe5\x8d\x97", "\xe6\xb5\xb7", "\xe5\xb7\x9d", "\xe6\x9e\x97"
	};
	uint64_t state = chance_of(CHANCE_IDEOGRAMS, number);
	uint32_t n = 2 + roll(&state, 3);

	while (n-- > 0)
		pm_buf_puts(out, CHOOSE(&state, signs));
}

/* --- sources ---------------------------------------------------------------- */

void
put_source(struct pm_buf *out, uint32_t number)
{
	static const char *const papers[] = { "Tribune",      "Courier", "Post",
					      "Morning News", "Gazette", "Business Daily",
					      "Observer" };
	uint64_t state = chance_of(CHANCE_SOURCE, number);

	if (number % 5 == 4) {
		pm_buf_puts(out, "The Journal of the Institute for ");
		put_agency(out, number);
		pm_buf_puts(out, " Affairs in ");
		put_place(out, number);
		return;
	}
	pm_buf_puts(out, one_in(&state, 2) ? "The " : "");
	put_place(out, number);
	pm_buf_printf(out, " %s", CHOOSE(&state, papers));
}

void
put_host(struct pm_buf *out, uint32_t number)
{
	static const char *const tops[] = { "com", "org", "net", "co.uk", "de", "io" };
	uint64_t state = chance_of(CHANCE_SOURCE, number);

	if (number % 3 == 0)
		pm_buf_puts(out, "news.");
	else if (number % 3 == 1)
		pm_buf_puts(out, "www.");
	put_syllables(out, &state, 2, false);
	pm_buf_printf(out, ".%s", CHOOSE(&state, tops));
}
