/* Pressmark - what the tests of the sinks share: corpora, and comparing databases.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A corpus is a handful of maps, made article by article, and handed to a sink in the
 * order that shim/sink.h wants.  What comes out is compared in three ways: with the
 * corpus itself; with the database that libxapian makes of the same corpus; and, block
 * by block, with what glass/btree.h says of a table (glass_reader.hh). */
#ifndef PM_TESTS_SINK_FIXTURE_HH
#define PM_TESTS_SINK_FIXTURE_HH

#include "shim/sink.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct corpus {
	std::vector<uint32_t> lengths;
	std::vector<std::string> data;
	std::map<std::string, std::vector<pm_posting>> terms;
	std::map<uint32_t, std::map<uint32_t, std::string>> values; /* by slot, article */

	void begin();					   /* the next article */
	void term(const std::string &t, uint32_t wdf = 1); /* each once */
	void value(uint32_t slot, const std::string &v);
	void set_data(const std::string &d);
	uint32_t size() const
	{
		return (uint32_t)lengths.size();
	}
};

/* The same numbers for the same seed, everywhere. */
struct test_random {
	uint64_t state;
	explicit test_random(uint64_t seed) : state(seed * 0x9e3779b97f4a7c15u + 1) {}
	uint32_t operator()(uint32_t below);
};

/* No articles, one, and so on: "empty", "one", "bare" (articles without words),
 * "edge", "words" (70,000 articles of one word), "deep" (long terms, a high tree),
 * "random-SEED-ARTICLES". */
corpus make_corpus(const std::string &name);
std::vector<std::string> corpus_names();

/* Postings are handed over in pieces of STEP. */
enum pm_status feed(const corpus &c, struct pm_sink *sink, struct pm_error *err,
		    size_t step = 1000);
/* Everything, with finish and free.  MEMORY 0: by glass/, else by transpose.h. */
enum pm_status build(const corpus &c, const std::string &dir, size_t memory,
		     struct pm_error *err, uint64_t *size = nullptr);

/* What differs, a line each; at most 20. */
typedef std::vector<std::string> differences;

/* Statistics, terms, postings, lengths, values, data. */
differences compare_with_corpus(const std::string &dir, const corpus &c);
/* The same and bounds, skip_to, ranges, ranked queries.  SEED for what is drawn. */
differences compare_databases(const std::string &a, const std::string &b, uint64_t seed);

/* Add articles, metadata and values by libxapian's own means in several commits. */
void update_database(const std::string &dir, int flags);

#endif
