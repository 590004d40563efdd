/* Pressmark - make the queries of the benchmark.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	queries SEED CORPUS QUERIES|-
 *
 * Prints the queries of the file QUERIES, of the kinds AND, OR and PHRASE, and DERIVED
 * queries of each other kind (bench/driver.h), made of the same words.  Without a file,
 * AND, OR and PHRASE are made of MADE short runs of words of the CORPUS, which neither
 * begin nor end with one of its COMMON most frequent words: two words in two of three
 * runs, as in queries of real users, up to five in the others.  The same SEED and files
 * give the same queries. */
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bench/driver.h"
#include "bench/random.h"

namespace {

const size_t MADE = 300, DERIVED = 200;
const size_t COMMON = 150;
const size_t WORDS_OF_OR_10 = 10;
const size_t PREFIX = 5;      /* letters of a wildcard */
const size_t LONG_ENOUGH = 7; /* letters of a word that is made a wildcard */

using words = std::vector<std::string>;

/* --- from a corpus ---------------------------------------------------------- */

bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct text_word {
	size_t begin, end;
	bool joined; /* nothing but a blank is between the word before and this one */
};

std::string
folded(const char *text, const text_word &w)
{
	std::string out(text + w.begin, w.end - w.begin);

	for (char &c : out)
		c = (char)(c | 0x20);
	return out;
}

/* The words of a text; what is not plain letters is none, and joins nothing. */
void
split(const char *text, size_t len, std::vector<text_word> &out)
{
	size_t i = 0, last = 0;

	out.clear();
	while (i < len) {
		size_t begin = i;

		while (i < len && is_letter(text[i]))
			i++;
		if (i == begin) {
			i++;
			continue;
		}
		out.push_back({ begin, i,
				begin == last + 1 && last > 0 && text[last] == ' ' });
		last = i;
	}
}

struct counted {
	std::unordered_map<std::string, uint64_t> frequencies;
	uint64_t articles = 0;
};

counted
count_words(const char *corpus)
{
	struct bench_input *in = bench_open(corpus);
	struct bench_article a;
	std::vector<text_word> found;
	counted out;

	while (bench_next(in, &a)) {
		split(a.text, a.text_len, found);
		for (const text_word &w : found)
			out.frequencies[folded(a.text, w)]++;
		out.articles++;
	}
	bench_close(in);
	return out;
}

std::unordered_set<std::string>
most_frequent(const counted &all)
{
	std::vector<std::pair<uint64_t, std::string>> order;
	std::unordered_set<std::string> out;

	for (const auto &w : all.frequencies)
		order.emplace_back(w.second, w.first);
	std::sort(order.rbegin(), order.rend());
	for (size_t i = 0; i < order.size() && i < COMMON; i++)
		out.insert(order[i].second);
	return out;
}

/* A run of words of an article, or none: not every place has one. */
words
take_run(const bench_article &a, const std::unordered_set<std::string> &common,
	 random_numbers &random)
{
	const uint64_t luck = random.below(100);
	const size_t n = luck < 66 ? 2 : luck < 94 ? 3 : luck < 99 ? 4 : 5;
	std::vector<text_word> found;
	words out;

	split(a.text, a.text_len, found);
	for (int tries = 0; tries < 100 && found.size() > n; tries++) {
		const size_t at = random.below(found.size() - n);

		out.clear();
		for (size_t i = 0; i < n && (i == 0 || found[at + i].joined); i++)
			out.push_back(folded(a.text, found[at + i]));
		if (out.size() == n && out[0].size() > 2 && out[n - 1].size() > 2 &&
		    common.count(out[0]) == 0 && common.count(out[n - 1]) == 0)
			return out;
	}
	return {};
}

std::vector<words>
make_runs(const char *corpus, random_numbers &random)
{
	const counted all = count_words(corpus);
	const std::unordered_set<std::string> common = most_frequent(all);
	std::unordered_map<uint64_t, unsigned> chosen;
	std::vector<words> out;
	struct bench_article a;

	if (all.articles == 0)
		bench_die("'%s' holds no articles", corpus);
	for (size_t i = 0; i < MADE; i++)
		chosen[random.below(all.articles)]++;
	struct bench_input *in = bench_open(corpus);
	for (uint64_t n = 0; bench_next(in, &a); n++) {
		for (unsigned i = chosen.count(n) > 0 ? chosen[n] : 0; i > 0; i--) {
			words run = take_run(a, common, random);

			if (!run.empty())
				out.push_back(run);
		}
	}
	bench_close(in);
	return out;
}

/* --- from a file -------------------------------------------------------------- */

/* Copies a file of queries to the output; the words of its phrases. */
std::vector<words>
copy_queries(const char *path)
{
	FILE *file = fopen(path, "r");
	std::vector<words> out;
	char *line = nullptr;
	size_t cap = 0;

	if (file == nullptr)
		bench_die("cannot open '%s'", path);
	while (getline(&line, &cap, file) >= 0) {
		struct bench_query q;

		fputs(line, stdout);
		line[strcspn(line, "\r\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (tab == nullptr)
			bench_die("'%s': a line without a tab", path);
		*tab = '\0';
		bench_query_init(&q, line, tab + 1);
		if (q.kind == BENCH_PHRASE) {
			out.emplace_back();
			for (size_t i = 0; i < q.n_words; i++)
				out.back().emplace_back(q.words[i].text);
		}
		bench_query_release(&q);
	}
	free(line);
	fclose(file);
	return out;
}

/* --- the queries ------------------------------------------------------------------ */

void
print(const char *kind, const words &w, const char *before, const char *between)
{
	printf("%s\t", kind);
	for (size_t i = 0; i < w.size(); i++)
		printf("%s%s%s", i > 0 ? between : "", before, w[i].c_str());
	putchar('\n');
}

void
print_simple(const std::vector<words> &runs)
{
	for (const words &run : runs) {
		print("AND", run, "+", " ");
		print("OR", run, "", " ");
		printf("PHRASE\t\"");
		for (size_t i = 0; i < run.size(); i++)
			printf("%s%s", i > 0 ? " " : "", run[i].c_str());
		puts("\"");
	}
}

/* In every other query all words in quotes, else one of them. */
words
quote(words w, bool all, random_numbers &random)
{
	const size_t one = random.below(w.size());

	for (size_t i = 0; i < w.size(); i++)
		if (all || i == one)
			w[i] = '"' + w[i] + '"';
	return w;
}

struct source {
	const std::vector<words> &runs;
	random_numbers &random;

	const words &run()
	{
		return runs[random.below(runs.size())];
	}

	const std::string &word()
	{
		const words &w = run();

		return w[random.below(w.size())];
	}
};

bool
has(const words &w, const std::string &word)
{
	return std::find(w.begin(), w.end(), word) != w.end();
}

void
print_derived(source from)
{
	size_t i;

	for (i = 0; i < DERIVED; i++) {
		const words w = quote(from.run(), i % 2 == 1, from.random);

		print("AND-QUOTED", w, "+", " ");
		print("OR-QUOTED", w, "", " ");
	}
	for (i = 0; i < DERIVED; i++) {
		words w;

		/* words may be so few that there are no ten different ones */
		for (int tries = 0; w.size() < WORDS_OF_OR_10 && tries < 1000; tries++) {
			const std::string &word = from.word();

			if (!has(w, word))
				w.push_back(word);
		}
		print("OR-10", w, "", " ");
	}
	for (i = 0; i < DERIVED; i++) {
		const words &w = from.run();

		print("NEAR", { w.front(), w.back() }, "", " w/5 ");
	}
	for (i = 0; i < DERIVED; i++) {
		std::string word = from.word();

		for (int tries = 0; word.size() < LONG_ENOUGH && tries < 1000; tries++)
			word = from.word();
		const std::string wildcard = word.substr(0, PREFIX) + '*';
		if (i % 2 == 0)
			print("WILDCARD", { wildcard }, "", " ");
		else
			print("WILDCARD", { from.word(), wildcard }, "+", " ");
	}
}

}

int
main(int argc, char **argv)
{
	std::vector<words> runs;

	if (argc != 4)
		bench_die("usage: queries SEED CORPUS QUERIES|-");
	random_numbers random{ strtoull(argv[1], nullptr, 10) };
	if (strcmp(argv[3], "-") == 0) {
		runs = make_runs(argv[2], random);
		print_simple(runs);
	} else {
		runs = copy_queries(argv[3]);
	}
	if (runs.empty())
		bench_die("no queries to make others from");
	print_derived({ runs, random });
	return fflush(stdout) == 0 ? 0 : 2;
}
