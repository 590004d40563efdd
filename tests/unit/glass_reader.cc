/* Pressmark - a Glass database as its bytes: see glass_reader.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/glass_reader.hh"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

static const size_t block_size = 8192, largest_item = 2043;

std::string
read_whole(const std::string &path)
{
	std::ifstream f(path, std::ios::binary);

	return { std::istreambuf_iterator<char>(f), std::istreambuf_iterator<char>() };
}

static uint64_t
varint(const std::string &s, size_t &at)
{
	uint64_t v = 0;
	int shift = 0;

	for (;; shift += 7) {
		uint8_t b = (uint8_t)s.at(at++);

		v |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80)
			return v;
	}
}

glass_version
read_glass_version(const std::string &dir)
{
	const std::string s = read_whole(dir + "/iamglass");
	glass_version v = {};
	size_t at = 32;

	if (s.compare(0, 16, std::string("\x0f\x0dXapian Glass\x04\x6e", 16)) != 0)
		return v;
	v.revision = (uint32_t)varint(s, at);
	for (glass_table &t : v.tables) {
		size_t list, end;
		uint64_t bits;

		t.root = (uint32_t)varint(s, at);
		bits = varint(s, at);
		t.level = (uint32_t)(bits >> 2);
		t.sequential = bits & 2;
		t.exists = !(bits & 1);
		t.entries = (uint32_t)varint(s, at);
		varint(s, at);
		varint(s, at);
		list = varint(s, at);
		end = at + list;
		if (list > 0 && varint(s, at) == v.revision)
			t.blocks = (uint32_t)varint(s, at);
		at = end;
	}
	for (uint64_t &n : v.statistics)
		n = varint(s, at);
	if (at != s.size())
		v.revision = 0;
	return v;
}

/* --- tables ------------------------------------------------------------- */

namespace {

/* In the order of a table: a key, and a component of its tag. */
typedef std::pair<std::string, unsigned> place;

struct walk {
	const std::string file;
	glass_contents out;
	std::set<uint32_t> seen;
	place last{ "", 0 };
	unsigned next_component = 1;
	uint64_t leaf_bytes = 0, leaves = 0;
	size_t last_leaf_free = 0;

	explicit walk(const std::string &path) : file(read_whole(path)) {}
	void block(uint32_t number, unsigned level, const place &low, const place *high);
	void item(const std::string &bytes, bool first_of_all);

	unsigned be(size_t at, size_t n) const
	{
		unsigned v = 0;

		for (size_t i = 0; i < n; i++)
			v = v << 8 | (uint8_t)file.at(at + i);
		return v;
	}

	void must(bool condition, uint32_t number, const char *what)
	{
		if (!condition && out.wrong.size() < 20)
			out.wrong.push_back("block " + std::to_string(number) + ": " +
					    what);
	}
};

void
walk::item(const std::string &bytes, bool first_of_all)
{
	unsigned flags = (uint8_t)bytes[0] & 0xe0u;
	size_t key_len = (uint8_t)bytes[2], at = 3 + key_len;
	unsigned component = 1;

	if (first_of_all) {
		must(bytes == std::string("\x60\0\0", 3), 0,
		     "no empty item at the beginning");
		return;
	}
	if (!(flags & 0x20)) {
		component = (unsigned)(uint8_t)bytes.at(at) << 8 |
			    (uint8_t)bytes.at(at + 1);
		at += 2;
	}
	must(component == next_component, 0, "components are not in order");
	must(bytes.size() <= largest_item, 0, "an item is too large for updates");
	must(at < bytes.size() || ((flags & 0x60) == 0x60), 0, "an empty component");
	last = { bytes.substr(3, key_len), component };
	if (component == 1)
		out.entries.push_back({ last.first, "", (flags & 0x80) != 0, 0 });
	must(out.entries.back().key == last.first, 0, "a tag without its end");
	out.entries.back().tag += bytes.substr(at);
	out.entries.back().components = component;
	next_component = flags & 0x40 ? 1 : component + 1;
}

void
walk::block(uint32_t number, unsigned level, const place &low, const place *high)
{
	const size_t base = number * block_size;
	size_t directory, i, n, used = 0;
	std::vector<std::pair<place, uint32_t>> children;

	must(seen.insert(number).second, number, "used twice");
	if (base + block_size > file.size()) {
		must(false, number, "beyond the end");
		return;
	}
	directory = be(base + 9, 2);
	must(be(base, 4) == 1, number, "revision");
	must((uint8_t)file[base + 4] == level, number, "level");
	must(directory > 11 && directory % 2 == 1 && directory <= block_size, number,
	     "directory");
	n = (directory - 11) / 2;
	for (i = 0; i < n; i++) {
		size_t at = be(base + 11 + 2 * i, 2), size;
		std::string key;

		if (level > 0) {
			key = file.substr(base + at + 5, (uint8_t)file[base + at + 4]);
			size = 7 + key.size();
			children.push_back({ { key, be(base + at + 5 + key.size(), 2) },
					     be(base + at, 4) });
			must(i > 0 || children[0].first == place("", 0), number,
			     "the first child has a key");
		} else {
			bool first_of_all = leaves == 0 && i == 0;
			place before = last;

			size = (be(base + at, 2) & 0x1fff) + 3;
			item(file.substr(base + at, size), first_of_all);
			must(first_of_all || (before < last && !(last < low) &&
					      (high == nullptr || last < *high)),
			     number, "order");
		}
		used += size;
		must(at == block_size - used, number, "items are not packed");
	}
	must(be(base + 5, 2) == block_size - directory - used, number, "gap");
	must(be(base + 7, 2) == block_size - directory - used, number, "free bytes");
	must(file.find_first_not_of('\0', base + directory) >= base + block_size - used,
	     number, "the gap is not empty");
	if (level == 0) {
		leaves++;
		leaf_bytes += block_size - 11;
		last_leaf_free = block_size - directory - used;
		leaf_bytes -= last_leaf_free;
		return;
	}
	for (i = 0; i < children.size(); i++) {
		const place *next = i + 1 < children.size() ? &children[i + 1].first
							    : high;
		place from = i == 0 ? low : children[i].first, before = last;

		must(i == 0 || before < from, number, "a separator is not above its left");
		block(children[i].second, level - 1, from, next);
	}
}

}

glass_contents
read_glass_table(const std::string &dir, const std::string &name, const glass_table &table)
{
	walk w(dir + "/" + name + ".glass");

	if (table.exists) {
		w.block(table.root, table.level, place("", 0), nullptr);
		w.must(w.file.size() == (size_t)table.blocks * block_size, table.blocks,
		       "the number of blocks is wrong");
		w.must(w.seen.size() == table.blocks, table.blocks, "some are not used");
		w.must(w.out.entries.size() == table.entries, table.root, "entries");
		w.must(w.next_component == 1, table.root, "the last tag has no end");
	} else {
		w.must(w.file.empty() && table.entries == 0, 0, "there is a file");
	}
	w.out.fill = w.leaves < 2 ? 1
				  : (double)(w.leaf_bytes + w.last_leaf_free) /
					    (double)(w.leaves * (block_size - 11));
	return w.out;
}
