/* Pressmark - stems, the half without libxapian: see stem.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/stem.h"

#include "shim/xapian.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

struct pm_stemmer {
	const struct pm_xapian *xapian;
	struct pm_xapian_stemmer *own; /* NULL: not needed yet */
	bool identity, english;
	char language[];
};

/* Whether the English stemmer (Porter2) is sure to leave a folded word unchanged: each of
 * its steps looks for endings, and none of those ends in these two bytes. */
static bool
english_keeps(const char *word, size_t len)
{
	char last, before;

	if (len < 2 || word[0] == '\'')
		return false;
	last = word[len - 1];
	before = word[len - 2];
	switch (last) {
	case 'a':
	case 'b':
	case 'f':
	case 'h':
	case 'j':
	case 'k':
	case 'o':
	case 'p':
	case 'q':
	case 'u':
	case 'v':
	case 'w':
	case 'x':
	case 'z':
		return true;
	case 'c': /* -ic */
		return before != 'i';
	case 'd': /* -ed */
		return before != 'e';
	case 'g': /* -ing */
		return before != 'n';
	case 'i': /* -enci, -li, -iti, -ogi */
		return before != 'c' && before != 'l' && before != 't' && before != 'g';
	case 'l': /* -al, -ful, -ll */
		return before != 'a' && before != 'u' && before != 'l';
	case 'm': /* -ism */
		return before != 's';
	case 'n': /* -ion */
		return before != 'o';
	case 'r': /* -er, -ator */
		return before != 'e' && before != 'o';
	case 't': /* -ant, -ent; later versions: -ogist */
		return before != 'n' && before != 's';
	case 'y': /* after a consonant */
		return before == 'a' || before == 'e' || before == 'o' || before == 'u';
	default:
		return (last & 0x80) != 0;
	}
}

static enum pm_status
need_own(struct pm_stemmer *st, struct pm_error *err)
{
	enum pm_status status = pm_xapian_need(&st->xapian, err);

	return status < 0
		     ? status
		     : st->xapian->stemmer_new(&st->own, st->language, &st->english, err);
}

enum pm_status
pm_stemmer_new_later(struct pm_stemmer **out, const char *language, struct pm_error *err)
{
	size_t len = strlen(language);
	struct pm_stemmer *st = pm_calloc(1, sizeof *st + len + 1);

	if (st == NULL)
		return pm_fail_nomem(err);
	memcpy(st->language, language, len);
	st->identity = strcmp(language, "none") == 0;
	st->english = strcmp(language, "english") == 0;
	*out = st;
	return PM_OK;
}

enum pm_status
pm_stemmer_new(struct pm_stemmer **out, const char *language, struct pm_error *err)
{
	struct pm_stemmer *st;
	enum pm_status status = pm_stemmer_new_later(&st, language, err);

	if (status == PM_OK && !st->identity && (status = need_own(st, err)) < 0)
		pm_stemmer_free(st);
	else if (status == PM_OK)
		*out = st;
	return status;
}

void
pm_stemmer_free(struct pm_stemmer *st)
{
	if (st != NULL && st->own != NULL)
		st->xapian->stemmer_free(st->own);
	free(st);
}

const char *
pm_stemmer_language(const struct pm_stemmer *st)
{
	return strcmp(st->language, "tr") == 0 ? "turkish" : st->language;
}

enum pm_status
pm_stemmer_stem(struct pm_stemmer *st, const char *word, size_t len, const char **stem,
		size_t *stem_len, struct pm_error *err)
{
	enum pm_status status;

	/* Two words in five take this path, in a twentieth of the time. */
	if (st->identity || (st->english && english_keeps(word, len))) {
		*stem = word;
		*stem_len = len;
		return PM_OK;
	}
	if (st->own == NULL && (status = need_own(st, err)) < 0)
		return status;
	return st->xapian->stem(st->own, word, len, stem, stem_len, err);
}

enum pm_status
pm_xapian_version(const char **version, struct pm_error *err)
{
	const struct pm_xapian *xapian;
	enum pm_status status = pm_xapian_need(&xapian, err);

	if (status == PM_OK)
		*version = xapian->version();
	return status;
}
