/* Pressmark - a Glass database as its bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads what glass/ writes by nothing but the descriptions in its headers, and looks at
 * more than libxapian's check does: that items leave room for updates, that the counts
 * in the version file are right, that no byte of a block is left over. */
#ifndef PM_TESTS_GLASS_READER_HH
#define PM_TESTS_GLASS_READER_HH

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

struct glass_table {
	uint32_t root, level, entries, blocks;
	bool sequential, exists;
};

struct glass_version {
	uint32_t revision;
	glass_table tables[6]; /* postlist, docdata, then those that do not exist */
	uint64_t statistics[8];
};

struct glass_entry {
	std::string key, tag;
	bool deflated;
	unsigned components;
};

struct glass_contents {
	std::vector<std::string> wrong; /* what is not as it should be */
	std::vector<glass_entry> entries;
	double fill; /* of the leaves but for the last, 0 to 1 */
};

glass_version read_glass_version(const std::string &dir);
glass_contents read_glass_table(const std::string &dir, const std::string &name,
				const glass_table &table);

std::string read_whole(const std::string &path);

#endif
