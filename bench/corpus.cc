/* Pressmark - count a corpus, or make one of any size.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	corpus count FILE		"articles, bytes of title and text"
 *	corpus forget INDEX		empty the page cache, as drivers do: see driver.h
 *	corpus make BYTES SEED OUT FILE...
 *
 * `make` assembles articles from real sentences until titles and texts have BYTES: each
 * gets a date, the title of one real article and the length of another, and is filled
 * with runs of one to four sentences, each run from one of a few articles (long ones more
 * often), so that words come in bursts as they do in news.  The same SEED and FILEs give
 * the same bytes, and a smaller corpus is a prefix of a larger one.
 *
 * A corpus made from a limited number of sentences would run out of new words, which
 * flatters an engine that keeps a table of all words.  Texts have K n^beta distinct words
 * among n (Heaps' law); both are fitted to the last nine tenths of the first FILE.
 * Wherever the sentences lag behind the law, a name in the middle of a sentence is
 * replaced by an invented one.  Of 100 slots, NEW_OF_SLOTS get a new name; the others
 * repeat an earlier one, chosen among all earlier slots, so that frequent names become
 * more frequent (Simon's process), and about six in ten occur only once. */
#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/driver.h"
#include "bench/invented.h"
#include "bench/random.h"
#include "support/json_put.h"

namespace {

const unsigned NEW_OF_SLOTS = 35; /* percent */
const size_t LONG_ENOUGH = 3;	  /* bytes a word needs to be replaced by a name */
const size_t FLUSH = 1 << 22;

/* --- the real articles ------------------------------------------------------ */

struct sentence {
	uint64_t at;	     /* its bytes in the pool, escaped for JSON */
	uint32_t len, plain; /* escaped, and not */
	uint32_t words;
	uint32_t slot, slot_len; /* a name in it; slot_len 0: none */
	uint64_t types;		 /* start of its words in pool::types */
	uint32_t article;	 /* the article it is from */
	bool used;
};

struct real_article {
	std::string title; /* escaped, with quotes */
	uint32_t plain_title, length;
	uint64_t sentence, n_sentences;
};

struct pool {
	std::string bytes;
	std::vector<sentence> sentences;
	std::vector<uint32_t> types; /* a number for each word of each sentence */
	std::vector<real_article> articles;
	std::unordered_map<std::string, uint32_t> numbers;
	/* Heaps' law, and the number of words from which on it holds */
	double k = 0, beta = 0, from = 0;

	uint32_t number(const char *word, size_t len);
	bool known(const char *word, size_t len) const;
	void add_sentence(const char *s, size_t len);
	void add_text(const char *s, size_t len);
	void read(const char *path, bool fit);
};

bool
in_word(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

bool
is_capital(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Upper and lower case are the same. */
void
fold(std::string &out, const char *word, size_t len)
{
	out.assign(word, len);
	for (char &c : out)
		if (is_capital((unsigned char)c))
			c = (char)(c | 0x20);
}

uint32_t
pool::number(const char *word, size_t len)
{
	std::string folded;

	fold(folded, word, len);
	return numbers.emplace(folded, (uint32_t)numbers.size()).first->second;
}

bool
pool::known(const char *word, size_t len) const
{
	std::string folded;

	fold(folded, word, len);
	return numbers.count(folded) > 0;
}

/* Append a string escaped for JSON, with quotes. */
void
escape(std::string &out, const char *s, size_t len)
{
	struct pm_buf buf;

	pm_buf_init(&buf, PM_BUF_NO_LIMIT);
	pm_json_put_string(&buf, s, len);
	if (buf.status < 0)
		bench_die("out of memory");
	out.append((const char *)buf.data, buf.len);
	pm_buf_release(&buf);
}

void
pool::add_sentence(const char *s, size_t len)
{
	struct sentence out = {};
	std::string escaped;
	size_t i, begin;

	escape(escaped, s, len);
	out.at = bytes.size();
	out.len = (uint32_t)escaped.size() - 2;
	out.plain = (uint32_t)len;
	out.types = types.size();
	out.article = (uint32_t)articles.size();
	bytes.append(escaped, 1, out.len);
	for (i = 0; i < len;) {
		if (!in_word((unsigned char)s[i])) {
			i++;
			continue;
		}
		for (begin = i; i < len && in_word((unsigned char)s[i]);)
			i++;
		types.push_back(number(s + begin, i - begin));
		out.words++;
	}
	/* The last capitalised word but the first.  It is searched in the escaped text,
	 * where only what follows a backslash is not a letter of the text. */
	const char *e = bytes.data() + out.at;
	for (i = 1; i < out.len;) {
		if (!is_capital((unsigned char)e[i]) ||
		    in_word((unsigned char)e[i - 1]) || e[i - 1] == '\\') {
			i++;
			continue;
		}
		for (begin = i; i < out.len && in_word((unsigned char)e[i]);)
			i++;
		if (i - begin >= LONG_ENOUGH) {
			out.slot = (uint32_t)begin;
			out.slot_len = (uint32_t)(i - begin);
		}
	}
	sentences.push_back(out);
}

/* Cut a text into sentences: at line ends, and after a full stop, question mark or
 * exclamation mark that is followed by a blank and no small letter. */
void
pool::add_text(const char *s, size_t len)
{
	size_t i, begin = 0;

	for (i = 0; i < len; i++) {
		bool ends = s[i] == '\n' ||
			    (s[i] == ' ' && i > begin &&
			     strchr(".?!", s[i - 1]) != nullptr && i + 1 < len &&
			     !(s[i + 1] >= 'a' && s[i + 1] <= 'z'));

		if (ends) {
			if (i > begin)
				add_sentence(s + begin, i - begin);
			begin = i + 1;
		}
	}
	if (len > begin)
		add_sentence(s + begin, len - begin);
}

/* Least squares of log V = log K + beta log n. */
struct fitting {
	std::vector<std::pair<double, double>> points;

	void add(uint64_t n, size_t types)
	{
		if (n > 0 && (points.empty() || (double)n > points.back().first * 1.02))
			points.emplace_back((double)n, (double)types);
	}

	void solve(double *k, double *beta, double *from)
	{
		double m = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;

		/* the beginning of a corpus follows a different curve */
		*from = points.back().first / 10;

		for (const auto &p : points) {
			double x = log(p.first), y = log(p.second);

			if (p.first < *from)
				continue;
			m += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
		}
		*beta = m > 1 ? (m * sxy - sx * sy) / (m * sxx - sx * sx) : 0.5;
		*k = m > 0 ? exp((sy - *beta * sx) / m) : 1;
	}
};

void
pool::read(const char *path, bool fit)
{
	struct bench_input *in = bench_open(path);
	struct bench_article a;
	fitting law;

	while (bench_next(in, &a)) {
		real_article out;

		escape(out.title, a.title, a.title_len);
		out.plain_title = (uint32_t)a.title_len;
		out.length = (uint32_t)a.text_len;
		out.sentence = sentences.size();
		add_text(a.text, a.text_len);
		out.n_sentences = sentences.size() - out.sentence;
		if (out.n_sentences > 0)
			articles.push_back(out);
		if (fit)
			law.add(types.size(), numbers.size());
	}
	bench_close(in);
	if (fit && !articles.empty()) {
		law.solve(&k, &beta, &from);
		fprintf(stderr,
			"corpus: %zu words, %zu distinct: K %.3f, beta %.4f, at "
			"the end %.0f new ones in a million\n",
			types.size(), numbers.size(), k, beta,
			1e6 * k * beta * pow((double)types.size(), beta - 1));
	}
}

/* --- made articles --------------------------------------------------------------- */

struct maker {
	pool &source;
	random_numbers random;
	FILE *file;
	std::string out;
	std::vector<bool> seen;	     /* which types of the sources have been used */
	std::vector<uint32_t> slots; /* the name in each slot so far */
	uint32_t next_name = 0;
	uint64_t words = 0, distinct = 0, names = 0, bytes = 0, articles = 0;
	double target = 0;

	maker(pool &p, uint64_t seed, FILE *f)
		: source(p), random{ seed }, file(f), seen(p.numbers.size())
	{
	}

	void flush();
	uint32_t choose_name();
	void put_sentence(sentence &s);
	void put_article();
};

void
maker::flush()
{
	if (fwrite(out.data(), 1, out.size(), file) != out.size())
		bench_die("cannot write: %s", strerror(errno));
	out.clear();
}

/* A name for the next slot. */
uint32_t
maker::choose_name()
{
	char name[64];
	size_t len;

	if (names > 0 && random.below(100) >= NEW_OF_SLOTS)
		return slots[random.below(slots.size())];
	do {
		len = put_name(next_name++, name);
	} while (source.known(name, len));
	names++;
	return next_name - 1;
}

void
maker::put_sentence(sentence &s)
{
	const char *p = source.bytes.data() + s.at;

	words += s.words;
	if (!s.used) {
		s.used = true;
		for (uint32_t i = 0; i < s.words; i++) {
			uint32_t type = source.types[s.types + i];

			if (!seen[type]) {
				seen[type] = true;
				distinct++;
			}
		}
	}
	if (s.slot_len == 0 || (double)(distinct + names) >= target) {
		out.append(p, s.len);
		bytes += s.plain;
		return;
	}
	char name[64];
	slots.push_back(choose_name());
	size_t len = put_name(slots.back(), name);
	out.append(p, s.slot);
	out.append(name, len);
	out.append(p + s.slot + s.slot_len, s.len - s.slot - s.slot_len);
	bytes += s.plain - s.slot_len + len;
}

void
maker::put_article()
{
	const std::vector<real_article> &real = source.articles;
	const real_article &title = real[random.below(real.size())];
	const uint64_t length = real[random.below(real.size())].length;
	const uint64_t begin = bytes;
	/* one article to take from per 4,000 bytes */
	const uint64_t n_sources = 1 + length / 4000;
	std::vector<uint64_t> from(std::min<uint64_t>(n_sources, 64));
	char id[48];

	target = (double)words < source.from ? 0
					     : source.k * pow((double)words, source.beta);
	/* long articles have more to offer */
	for (uint64_t &f : from)
		f = source.sentences[random.below(source.sentences.size())].article;
	/* unlike the ids of real articles that may stand before these */
	snprintf(id, sizeof id, "{\"id\": \"made-%" PRIu64 "\", \"date\": \"", ++articles);
	out += id;
	put_date(out, random);
	out += '"';
	out += ", \"title\": ";
	out += title.title;
	out += ", \"text\": \"";
	while (bytes - begin < length) {
		const real_article &a = real[from[random.below(from.size())]];
		uint64_t first = random.below(a.n_sentences);
		uint64_t n = std::min(1 + random.below(4), a.n_sentences - first);

		for (uint64_t i = 0; i < n; i++) {
			put_sentence(source.sentences[a.sentence + first + i]);
			out += i + 1 < n ? " " : "\\n";
			bytes++;
		}
	}
	out += "\"}\n";
	bytes += title.plain_title;
	if (out.size() >= FLUSH)
		flush();
}

/* --- commands ------------------------------------------------------------------ */

int
count(const char *path)
{
	struct bench_input *in = bench_open(path);
	struct bench_article a;
	uint64_t n = 0, bytes = 0;

	while (bench_next(in, &a)) {
		n++;
		bytes += a.title_len + a.text_len;
	}
	bench_close(in);
	printf("%" PRIu64 "\t%" PRIu64 "\n", n, bytes);
	return 0;
}

int
make(uint64_t size, uint64_t seed, const char *path, char **files, int n_files)
{
	pool source;

	for (int i = 0; i < n_files; i++)
		source.read(files[i], i == 0);
	if (source.articles.empty() || source.k == 0)
		bench_die("no articles to make others from");
	FILE *file = fopen(path, "w");
	if (file == nullptr)
		bench_die("cannot write '%s': %s", path, strerror(errno));
	maker m(source, seed, file);
	while (m.bytes < size)
		m.put_article();
	m.flush();
	if (fclose(file) != 0)
		bench_die("cannot write '%s': %s", path, strerror(errno));
	fprintf(stderr,
		"corpus: made %" PRIu64 " articles, %" PRIu64 " words, %" PRIu64
		" distinct (%" PRIu64 " made up; the law says %.0f)\n",
		m.articles, m.words, m.distinct + m.names, m.names,
		source.k * pow((double)m.words, source.beta));
	return 0;
}

}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "count") == 0)
		return count(argv[2]);
	if (argc >= 6 && strcmp(argv[1], "make") == 0)
		return make(strtoull(argv[2], nullptr, 10),
			    strtoull(argv[3], nullptr, 10), argv[4], argv + 5, argc - 5);
	if (argc == 3 && strcmp(argv[1], "forget") == 0) {
		bench_forget(argv[2]);
		return 0;
	}
	bench_die("usage: corpus count FILE | corpus forget INDEX | corpus make BYTES SEED OUT FILE...");
}
