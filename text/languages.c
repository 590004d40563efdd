/* Pressmark - languages, and the stemmers of an index: see languages.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/languages.h"

#include <string.h>

/* Those that libxapian has a stemmer for, and what it calls them. */
static const struct {
	char code[4];
	char stems[12];
} LANGUAGES[] = {
	{ "", "none" },		{ "ar", "arabic" },	{ "ca", "catalan" },
	{ "da", "danish" },	{ "de", "german" },	{ "en", "english" },
	{ "es", "spanish" },	{ "eu", "basque" },	{ "fi", "finnish" },
	{ "fr", "french" },	{ "ga", "irish" },	{ "hu", "hungarian" },
	{ "hy", "armenian" },	{ "id", "indonesian" }, { "it", "italian" },
	{ "lt", "lithuanian" }, { "nb", "norwegian" },	{ "ne", "nepali" },
	{ "nl", "dutch" },	{ "nn", "norwegian" },	{ "no", "norwegian" },
	{ "pt", "portuguese" }, { "ro", "romanian" },	{ "ru", "russian" },
	{ "sv", "swedish" },	{ "ta", "tamil" },	{ "tr", "turkish" },
};
#define N_LANGUAGES (sizeof LANGUAGES / sizeof *LANGUAGES)

_Static_assert(N_LANGUAGES <= PM_LANGUAGES_MAX, "each language has a bit");

unsigned
pm_language_number(const char *code, size_t len)
{
	char low[3];
	size_t n = 0;
	unsigned i;

	while (n < len && code[n] != '-' && code[n] != '_')
		n++;
	if (n != 2)
		return 0;
	for (i = 0; i < 2; i++)
		low[i] = code[i] >= 'A' && code[i] <= 'Z' ? (char)(code[i] + 'a' - 'A')
							  : code[i];
	for (i = 1; i < N_LANGUAGES; i++)
		if (memcmp(LANGUAGES[i].code, low, 2) == 0)
			return i;
	return 0;
}

const char *
pm_language_code_of(unsigned number)
{
	return number > 0 && number < N_LANGUAGES ? LANGUAGES[number].code : NULL;
}

void
pm_language_codes(uint32_t bits, struct pm_buf *out)
{
	const char *between = "";
	unsigned i;

	for (i = 1; i < N_LANGUAGES; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		pm_buf_puts(out, between);
		pm_buf_puts(out, LANGUAGES[i].code);
		between = " ";
	}
}

static enum pm_status
add(struct pm_stemmers *set, const char *language, struct pm_error *err)
{
	enum pm_status st = pm_stemmer_new_later(&set->list[set->n], language, err);

	set->n += st == PM_OK;
	return st;
}

const char *
pm_language_stemmer(unsigned number)
{
	return LANGUAGES[number < N_LANGUAGES ? number : 0].stems;
}

enum pm_status
pm_stemmers_new(struct pm_stemmers *set, const char *language, const char *languages,
		struct pm_error *err)
{
	const char *p = languages == NULL ? "" : languages;
	enum pm_status st;

	memset(set, 0, sizeof *set);
	set->several = strcmp(language, PM_LANGUAGE_AUTO) == 0;
	st = add(set, set->several ? LANGUAGES[0].stems : language, err);
	while (st == PM_OK && set->several && *p != '\0') {
		size_t n = strcspn(p, " ");
		unsigned number = pm_language_number(p, n);

		if (number == 0)
			st = pm_fail(err, PM_ERR_USAGE, "there are no stems of '%.*s'",
				     (int)n, p);
		else if (set->n < PM_LANGUAGES_MAX)
			st = add(set, LANGUAGES[number].stems, err);
		p += n + strspn(p + n, " ");
	}
	if (st < 0)
		pm_stemmers_release(set);
	return st;
}

void
pm_stemmers_release(struct pm_stemmers *set)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		pm_stemmer_free(set->list[i]);
	memset(set, 0, sizeof *set);
}
