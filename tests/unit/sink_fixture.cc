/* Pressmark - what the tests of the sinks share: see sink_fixture.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/sink_fixture.hh"

#include "glass/glass.h"
#include "shim/transpose.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

void
corpus::begin()
{
	lengths.push_back(0);
	data.emplace_back();
}

void
corpus::term(const std::string &t, uint32_t wdf)
{
	terms[t].push_back({ size(), wdf });
	lengths.back() += wdf;
}

void
corpus::value(uint32_t slot, const std::string &v)
{
	values[slot][size()] = v;
}

void
corpus::set_data(const std::string &d)
{
	data.back() = d;
}

uint32_t
test_random::operator()(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 20) % below);
}

/* --- corpora ------------------------------------------------------------ */

static const uint32_t edge_slots[] = { 0,   1,	 127, 128,   129,
				       255, 256, 300, 65536, 4000000000u };

static std::string
noise(test_random &rnd, size_t len, uint32_t letters)
{
	std::string s;

	while (s.size() < len)
		s += (char)(letters == 256 ? rnd(256) : 'a' + rnd(letters));
	return s;
}

static corpus
edge()
{
	corpus c;
	test_random rnd(1);
	const size_t sizes[] = { 0,    1,    17,   18,	 19,	20,   100,  2035,
				 2036, 2037, 2038, 2048, 2049,	4071, 4072, 8180,
				 8191, 8192, 8193, 8194, 20000, 70000 };
	size_t i;

	for (i = 0; i < 700; i++) {
		size_t n = sizes[i % (sizeof sizes / sizeof *sizes)];

		c.begin();
		c.set_data(noise(rnd, n, i % 3 == 0 ? 256 : i % 3 == 1 ? 4 : 26));
		for (uint32_t slot : edge_slots)
			if (slot == 1 || rnd(3) == 0)
				c.value(slot,
					noise(rnd, 1 + rnd(slot == 129 ? 3000 : 12), 256));
		if (i == 17) /* not a word, not even a term */
			continue;
		if (i == 40) { /* one of each limit */
			c.term(std::string(245, 'x'));
			c.term(std::string(245, '\xff'));
			c.term(std::string(122, '\0'));
			c.term(std::string(121, '\0') + "ab");
			c.term(std::string(1, '\0') + std::string(243, 'b'));
			c.term("huge", 4000000000u);
		}
		if (i == 41)
			c.term("filter", 0);
		if (i == 42)
			c.term("lonely");
		c.term("all", 1 + rnd(4));
		if (i % 2 == 0)
			c.term("boolean", 0);
		if (i % 7 == 0)
			c.term("large", 200 + rnd(3000000));
		/* terms of one and two bytes: every byte, NUL and 0xff among them */
		c.term(std::string(1, (char)(i & 255)), rnd(3));
		c.term(std::string(1, (char)(i & 255)) + std::string(1, '\0'));
		c.term(std::string(1, '\0') + std::string(1, (char)(i & 255)) + "c");
		c.term(std::string(1, '\0') + '\xff' + (char)(i & 255));
		c.term(std::string("a\0b", 3) + noise(rnd, 1 + rnd(3), 3));
	}
	return c;
}

/* Articles of one word each. */
static corpus
words()
{
	corpus c;
	int i;

	for (i = 0; i < 70000; i++) {
		c.begin();
		c.term(i % 1000 == 7 ? "other" : "word");
		if (i % 50 == 0)
			c.value(0, std::to_string(20200101 + i / 50));
	}
	return c;
}

/* Terms whose separators are long, so that few go into a branch block. */
static corpus
deep()
{
	corpus c;
	int i;

	for (i = 0; i < 30000; i++) {
		char number[8];

		if (i % 100 == 0)
			c.begin();
		snprintf(number, sizeof number, "%06d", i);
		c.term(std::string(235, 'p') + number + "tail");
	}
	return c;
}

static corpus
random_corpus(uint64_t seed, uint32_t articles)
{
	corpus c;
	test_random rnd(seed);
	uint32_t vocabulary = 50 + rnd(6000), longest = 10 + rnd(200);
	std::vector<std::string> names;
	std::map<std::string, uint32_t> bag;
	uint32_t i, k;

	for (i = 0; i < vocabulary; i++)
		names.push_back(noise(rnd, 1 + rnd(i % 50 == 0 ? 100 : 8),
				      i % 20 == 0 ? 256 : 26));
	for (i = 0; i < articles; i++) {
		c.begin();
		bag.clear();
		/* the square makes some terms far more frequent than others */
		for (k = rnd(longest); k > 0; k--)
			bag[names[(uint64_t)rnd(vocabulary) * rnd(vocabulary) / vocabulary]]++;
		bag["E"] = 1 + rnd(9) / 8;
		for (const auto &t : bag)
			c.term(t.first, t.second);
		if (rnd(4) != 0)
			c.term("Zfilter" + std::to_string(rnd(5)), 0);
		if (rnd(5) != 0)
			c.value(0, std::to_string(20000101 + rnd(3000)));
		c.value(1, noise(rnd, 1 + rnd(4), 20));
		if (rnd(8) != 0)
			c.set_data("{\"id\":\"" + std::to_string(i) + "\",\"title\":\"" +
				   noise(rnd, rnd(rnd(30) == 0 ? 9000 : 80), 12) + "\"}");
	}
	return c;
}

corpus
make_corpus(const std::string &name)
{
	corpus c;

	if (name == "empty")
		return c;
	if (name == "one") {
		c.begin();
		c.term("word");
		return c;
	}
	if (name == "bare") {
		c.begin();
		c.begin();
		return c;
	}
	if (name == "edge")
		return edge();
	if (name == "words")
		return words();
	if (name == "deep")
		return deep();
	if (name.compare(0, 7, "random-") == 0) {
		size_t dash = name.find('-', 7);

		return random_corpus(strtoul(name.c_str() + 7, nullptr, 10),
				     (uint32_t)strtoul(name.c_str() + dash + 1, nullptr,
						       10));
	}
	abort();
}

std::vector<std::string>
corpus_names()
{
	std::vector<std::string> names = {
		"empty", "one",	       "bare",	      "edge",	      "words",
		"deep",	 "random-1-3", "random-2-40", "random-3-700", "random-4-2500"
	};
	uint64_t seed;

	if (getenv("PM_LONG") != nullptr)
		for (seed = 10; seed < 60; seed++)
			names.push_back("random-" + std::to_string(seed) + "-" +
					std::to_string(seed * seed * seed % 9001));
	return names;
}

/* --- building ----------------------------------------------------------- */

enum pm_status
feed(const corpus &c, struct pm_sink *sink, struct pm_error *err, size_t step)
{
	std::vector<uint32_t> order;
	std::vector<struct pm_slot> slots;
	enum pm_status status;

	for (const auto &v : c.values)
		order.push_back(v.first);
	std::sort(order.begin(), order.end(),
		  [](uint32_t a, uint32_t b) { return pm_slot_order(a, b) < 0; });
	for (uint32_t slot : order) {
		const std::string *low = nullptr, *high = nullptr;

		for (const auto &v : c.values.at(slot)) {
			if (low == nullptr || v.second < *low)
				low = &v.second;
			if (high == nullptr || v.second > *high)
				high = &v.second;
		}
		slots.push_back({ slot, (uint32_t)c.values.at(slot).size(), low->data(),
				  high->data(), low->size(), high->size() });
	}
	if ((status = sink->slots(sink, slots.data(), slots.size(), err)) < 0)
		return status;
	for (uint32_t slot : order)
		for (const auto &v : c.values.at(slot))
			if ((status = sink->value(sink, slot, v.first, v.second.data(),
						  v.second.size(), err)) < 0)
				return status;
	for (uint32_t a = 1; a <= c.size(); a++) {
		const std::string &d = c.data[a - 1];

		if ((status = sink->length(sink, a, c.lengths[a - 1], err)) < 0 ||
		    (status = sink->data(sink, a, d.data(), d.size(), err)) < 0)
			return status;
	}
	for (const auto &t : c.terms) {
		uint64_t total = 0;

		for (const pm_posting &p : t.second)
			total += p.wdf;
		if ((status = sink->term(sink, t.first.data(), t.first.size(),
					 (uint32_t)t.second.size(), total, err)) < 0)
			return status;
		for (size_t i = 0; i < t.second.size(); i += step)
			if ((status = sink->postings(sink, &t.second[i],
						     std::min(step, t.second.size() - i),
						     err)) < 0)
				return status;
	}
	return PM_OK;
}

enum pm_status
build(const corpus &c, const std::string &dir, size_t memory, struct pm_error *err,
      uint64_t *size)
{
	const std::string parent = dir.substr(0, dir.rfind('/'));
	enum pm_status status;
	struct pm_sink *sink;

	status = memory == 0 ? pm_glass_create(&sink, dir.c_str(), err)
			     : pm_transpose_create(&sink, dir.c_str(), parent.c_str(),
						   memory, err);
	if (status < 0)
		return status;
	if ((status = feed(c, sink, err)) == PM_OK)
		status = sink->finish(sink, size, err);
	sink->free(sink);
	return status;
}
