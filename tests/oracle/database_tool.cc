/* Pressmark - databases for scripts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	database_tool build CORPUS bulk|xapian DIR	corpora: tests/unit/sink_fixture.hh
 *	database_tool compare DIR DIR			prints what differs
 *
 * Exit status 0, or 1 where something differs, or 2. */
#include "tests/unit/sink_fixture.hh"

#include <xapian.h>

#include <cstdio>
#include <cstring>

static int
tell(const differences &d)
{
	for (const std::string &line : d)
		printf("%s\n", line.c_str());
	return d.empty() ? 0 : 1;
}

int
main(int argc, char **argv)
{
	struct pm_error err;

	if (argc == 5 && strcmp(argv[1], "build") == 0) {
		if (build(make_corpus(argv[2]), argv[4],
			  strcmp(argv[3], "bulk") == 0 ? 0 : 1 << 20, &err) == PM_OK)
			return 0;
		fprintf(stderr, "database_tool: %s\n", err.text);
		return 2;
	}
	if (argc == 4 && strcmp(argv[1], "compare") == 0) {
		try {
			return tell(compare_databases(argv[2], argv[3], 1));
		} catch (const Xapian::Error &e) {
			fprintf(stderr, "database_tool: %s\n",
				e.get_description().c_str());
			return 2;
		}
	}
	fprintf(stderr, "usage: database_tool build CORPUS bulk|xapian DIR\n"
			"       database_tool compare DIR DIR\n");
	return 2;
}
