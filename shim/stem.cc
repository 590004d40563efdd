/* Pressmark - stems: see stem.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/stem.h"

#include "shim/barrier.hh"
#include "support/meant.h"

#include <xapian.h>

#include <memory>
#include <sstream>
#include <string>

struct pm_stemmer {
	Xapian::Stem stem;
	bool identity = false, english = false;
	std::string word, result;
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
unknown_language(const std::string &name, struct pm_error *err)
{
	std::istringstream names(std::string("none ") + pm_stemmer_languages());
	std::string one, list, meant;
	unsigned best = PM_MEANT_NONE;

	while (names >> one) {
		if (pm_is_nearer(name.data(), name.size(), one.c_str(), &best))
			meant = one;
		list += list.empty() ? "none (no stems)" : ", " + one;
	}
	if (!meant.empty())
		return pm_fail(err, PM_ERR_USAGE,
			       "unknown language '%.40s', did you mean '%s'? languages: %s",
			       name.c_str(), meant.c_str(), list.c_str());
	return pm_fail(err, PM_ERR_USAGE, "unknown language '%.40s'; languages: %s",
		       name.c_str(), list.c_str());
}

enum pm_status
pm_stemmer_new(struct pm_stemmer **out, const char *language, struct pm_error *err)
{
	return pm_barrier(
		err, "cannot use the stemmer", language, [&]() -> enum pm_status {
			std::unique_ptr<pm_stemmer> st(new pm_stemmer);
			const std::string name(language);

			if (name == "none") {
				st->identity = true;
			} else {
				try {
					if (!name.empty())
						st->stem = Xapian::Stem(name);
				} catch (const Xapian::InvalidArgumentError &) {
				}
				/* A stemmer without a language stems nothing. */
				if (st->stem.is_none())
					return unknown_language(name, err);
			}
			st->english = st->stem.get_description() ==
				      "Xapian::Stem(english)";
			*out = st.release();
			return PM_OK;
		});
}

void
pm_stemmer_free(struct pm_stemmer *st)
{
	delete st;
}

enum pm_status
pm_stemmer_stem(struct pm_stemmer *st, const char *word, size_t len, const char **stem,
		size_t *stem_len, struct pm_error *err)
{
	/* Two words in five take this path, in a twentieth of the time. */
	if (st->english && english_keeps(word, len)) {
		*stem = word;
		*stem_len = len;
		return PM_OK;
	}
	return pm_barrier(
		err, "cannot stem a word", nullptr, [&]() -> enum pm_status {
			st->word.assign(word, len);
			if (!st->identity)
				st->result = st->stem(st->word);
			const std::string &s = st->identity || st->result.empty()
						     ? st->word
						     : st->result;
			*stem = s.data();
			*stem_len = s.size();
			return PM_OK;
		});
}

/* libxapian makes the list anew at each call; C wants one that lasts. */
const char *
pm_stemmer_languages(void)
{
	try {
		static const std::string names = Xapian::Stem::get_available_languages();

		return names.c_str();
	} catch (...) {
		return "";
	}
}

const char *
pm_xapian_version(void)
{
	return Xapian::version_string();
}
