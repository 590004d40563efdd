/* Pressmark - a stemmer that stems otherwise, for tests: loaded before libxapian, it gives
 * each word in the file that OTHER_STEMS names the stem of the one before it in the
 * alphabet, and says to be the version that OTHER_VERSION names.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace {

std::set<std::string>
read_words()
{
	std::set<std::string> words;
	const char *path = getenv("OTHER_STEMS");
	std::string word;

	if (path != nullptr)
		for (std::ifstream in(path); std::getline(in, word);)
			words.insert(word);
	return words;
}

template <typename T>
T
next(const char *name)
{
	return reinterpret_cast<T>(dlsym(RTLD_NEXT, name));
}

}

namespace Xapian {

std::string
Stem::operator()(const std::string &word) const
{
	using Function = std::string (*)(const Stem *, const std::string &);
	static const std::set<std::string> words = read_words();
	static const Function original = next<Function>(
		"_ZNK6Xapian4StemclERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");

	const auto found = words.find(word);

	return found == words.end() || found == words.begin()
		     ? original(this, word)
		     : original(this, *std::prev(found));
}

/* What version_string() reads. */
const Internal::constinfo *
Internal::get_constinfo_() noexcept
{
	using Function = const constinfo *(*)();
	static const Function original =
		next<Function>("_ZN6Xapian8Internal14get_constinfo_Ev");
	static constinfo info;
	const char *version = getenv("OTHER_VERSION");

	info = *original();
	if (version != nullptr)
		snprintf(info.str, sizeof info.str, "%s", version);
	return &info;
}

}
