/* Pressmark - invent a corpus where there is none.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	invent BYTES SEED WORDS >OUT
 *
 * Articles with ids, dates, titles and texts, until titles and texts have BYTES.  The word
 * of rank r comes with a probability of 1 / r (Zipf), out of VOCABULARY; so the number of
 * distinct words grows with the text as in real ones.  The first words are those of the
 * file WORDS, in their order there, the others are invented names.  Each article has some
 * words of its own that it repeats, and one in PHRASE_ODDS words begins a phrase of two to
 * four words, most of which have been used before (Simon's process).  The same arguments
 * give the same bytes. */
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_set>
#include <vector>

#include "bench/driver.h"
#include "bench/invented.h"

namespace {

const double VOCABULARY = 3e6;
const size_t FLUSH = 1 << 22;
const uint64_t TOPIC = 12;     /* words of an article's own */
const uint64_t TOPIC_ODDS = 8; /* one word in so many is one of these */
const uint64_t PHRASE_ODDS = 20;
const uint64_t NEW_OF_PHRASES = 30; /* percent */

bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

struct inventor {
	random_numbers random;
	std::vector<std::string> words;
	std::vector<std::vector<uint64_t>> phrases;
	std::vector<uint64_t> topic;
	std::string out, text;
	uint64_t bytes = 0, articles = 0;

	void read_words(const char *path);
	uint64_t rank();
	void put_word(std::string &to, uint64_t r, bool capital) const;
	const std::vector<uint64_t> &phrase();
	void put_sentence();
	void put_article();
	void flush();
};

/* The words of small letters in a file, each once. */
void
inventor::read_words(const char *path)
{
	FILE *file = fopen(path, "r");
	std::unordered_set<std::string> seen;
	std::string word;
	int c;

	if (file == nullptr)
		bench_die("cannot open '%s'", path);
	do {
		c = getc(file);
		if (c != EOF && is_small((char)c)) {
			word += (char)c;
			continue;
		}
		if (word.size() > 1 && seen.insert(word).second)
			words.push_back(word);
		word.clear();
	} while (c != EOF);
	fclose(file);
}

/* From 0; of n ranks the first has 1 / log n of the words. */
uint64_t
inventor::rank()
{
	const double u = (double)(random.next() >> 11) / (double)(UINT64_C(1) << 53);

	return (uint64_t)expm1(u * log(VOCABULARY));
}

void
inventor::put_word(std::string &to, uint64_t r, bool capital) const
{
	char name[64];
	const size_t begin = to.size();

	if (r < words.size()) {
		to += words[r];
	} else {
		to.append(name, put_name(r - words.size(), name));
		to[begin] = (char)(to[begin] | 0x20);
	}
	if (capital)
		to[begin] = (char)(to[begin] & ~0x20);
}

const std::vector<uint64_t> &
inventor::phrase()
{
	if (phrases.empty() || random.below(100) < NEW_OF_PHRASES) {
		std::vector<uint64_t> p(2 + random.below(3));

		for (uint64_t &r : p)
			r = rank();
		phrases.push_back(p);
	} else {
		phrases.push_back(phrases[random.below(phrases.size())]);
	}
	return phrases.back();
}

void
inventor::put_sentence()
{
	const uint64_t n = 6 + random.below(24);

	for (uint64_t i = 0; i < n;) {
		if (i > 0)
			text += random.below(15) == 0 ? ", " : " ";
		if (random.below(PHRASE_ODDS) == 0) {
			const std::vector<uint64_t> p = phrase();

			for (size_t k = 0; k < p.size(); k++, i++) {
				text += k > 0 ? " " : "";
				put_word(text, p[k], i == 0);
			}
			continue;
		}
		put_word(text,
			 random.below(TOPIC_ODDS) == 0 ? topic[random.below(TOPIC)]
						       : rank(),
			 i == 0);
		i++;
	}
	text += '.';
}

void
inventor::put_article()
{
	/* many short ones and a few long ones, 4,000 bytes on average */
	const double u = (double)(1 + random.below(1000000)) / 1e6;
	const size_t length = 400 + (size_t)(-3600 * log(u));
	const uint64_t title_words = 4 + random.below(5);
	std::string title;
	char id[48];

	topic.resize(TOPIC);
	for (uint64_t &r : topic)
		r = rank();
	for (uint64_t i = 0; i < title_words; i++) {
		title += i > 0 ? " " : "";
		put_word(title, random.below(2) == 0 ? topic[random.below(TOPIC)] : rank(),
			 i == 0);
	}
	text.clear();
	while (text.size() < length) {
		put_sentence();
		text += random.below(6) == 0 ? "\\n" : " "; /* escaped for JSON */
	}
	snprintf(id, sizeof id, "{\"id\": \"%" PRIu64 "\", \"date\": \"", ++articles);
	out += id;
	put_date(out, random);
	out += "\", \"title\": \"" + title + "\", \"text\": \"" + text + "\"}\n";
	bytes += title.size() + text.size();
	if (out.size() >= FLUSH)
		flush();
}

void
inventor::flush()
{
	if (fwrite(out.data(), 1, out.size(), stdout) != out.size())
		bench_die("cannot write");
	out.clear();
}

}

int
main(int argc, char **argv)
{
	inventor all = {};

	if (argc != 4)
		bench_die("usage: invent BYTES SEED WORDS >OUT");
	const uint64_t size = strtoull(argv[1], nullptr, 10);
	all.random.state = strtoull(argv[2], nullptr, 10);
	all.read_words(argv[3]);
	while (all.bytes < size)
		all.put_article();
	all.flush();
	return fflush(stdout) == 0 ? 0 : 2;
}
