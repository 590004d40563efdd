/* Pressmark - stems, by libxapian: see stem.h and xapian.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/stem.h"

#include "shim/barrier.hh"
#include "shim/xapian.h"
#include "support/meant.h"

#include <xapian.h>

#include <memory>
#include <sstream>
#include <string>

/* A letter of two bytes, and the one that the stemmer takes for it. */
struct spelling {
	char from[3], to[3];
};

struct pm_xapian_stemmer {
	Xapian::Stem stem;
	const spelling *spellings = nullptr;
	size_t n_spellings = 0;
	std::string word, result;
};

/* Texts are written with the one pair of letters or with the other, and each version of
 * the Romanian stemmer knows only one pair. */
static const spelling russian[] = { { "ё", "е" } };
static const spelling cedilla[] = { { "ș", "ş" }, { "ț", "ţ" } };
static const spelling comma[] = { { "ş", "ș" }, { "ţ", "ț" } };

static void
choose_spellings(pm_xapian_stemmer *st, const std::string &language)
{
	if (language == "russian") {
		st->spellings = russian;
		st->n_spellings = 1;
	} else if (language == "romanian") {
		st->spellings = st->stem("vorbeşte") == "vorb" ? cedilla : comma;
		st->n_spellings = 2;
	}
}

static void
respell(const pm_xapian_stemmer *st, std::string *word)
{
	for (size_t i = 0; i < st->n_spellings; i++) {
		const spelling &s = st->spellings[i];
		size_t at = 0;

		while ((at = word->find(s.from, at)) != std::string::npos)
			word->replace(at, 2, s.to);
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
pm_xapian_stemmer_new(struct pm_xapian_stemmer **out, const char *language, bool *english,
		      struct pm_error *err)
{
	return pm_barrier(
		err, "cannot use the stemmer", language, [&]() -> enum pm_status {
			std::unique_ptr<pm_xapian_stemmer> st(new pm_xapian_stemmer);
			const std::string name(language);

			try {
				if (!name.empty())
					st->stem = Xapian::Stem(name);
			} catch (const Xapian::InvalidArgumentError &) {
			}
			/* A stemmer without a language stems nothing. */
			if (st->stem.is_none())
				return unknown_language(name, err);
			/* "Xapian::Stem(english)" */
			std::string found = st->stem.get_description();
			found.erase(0, found.find('(') + 1);
			found.erase(found.find(')'));
			*english = found == "english";
			choose_spellings(st.get(), found);
			*out = st.release();
			return PM_OK;
		});
}

void
pm_xapian_stemmer_free(struct pm_xapian_stemmer *st)
{
	delete st;
}

enum pm_status
pm_xapian_stem(struct pm_xapian_stemmer *st, const char *word, size_t len,
	       const char **stem, size_t *stem_len, struct pm_error *err)
{
	return pm_barrier(
		err, "cannot stem a word", nullptr, [&]() -> enum pm_status {
			st->word.assign(word, len);
			respell(st, &st->word);
			st->result = st->stem(st->word);
			const std::string &s = st->result.empty() ? st->word : st->result;
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
pm_xapian_library(void)
{
	return Xapian::version_string();
}
