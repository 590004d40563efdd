/* Pressmark - the commands of pressmark-index and their options, for main.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_MAIN_OPTIONS_H
#define PM_INDEXER_MAIN_OPTIONS_H

#include "support/options.h"

enum {
	OPT_OUTPUT = 1,
	OPT_LANGUAGE,
	OPT_JOBS,
	OPT_MEMORY,
	OPT_WRITER,
	OPT_PARTIAL,
	OPT_MAX_SKIPPED,
	OPT_KEEP,
	OPT_BASE,
	OPT_SEGMENT_SIZE,
	OPT_REHASH,
	OPT_NO_REMOVE,
	OPT_MAX_REMOVED,
	OPT_BY_QUERY,
	OPT_YES,
	OPT_ALLOW_LOSS,
	OPT_ANY_SPACE,
	OPT_IDS,
	OPT_DATES,
	OPT_CLEAN,
	OPT_RULES,
	OPT_ENCODING,
	OPT_MAP,
	OPT_INCLUDE,
	OPT_EXCLUDE,
	OPT_FORMAT,
	OPT_DEEP,
	OPT_TEMPORARY,
	OPT_REPORT,
	OPT_TIMINGS,
	OPT_VERBOSE,
	OPT_QUIET
};

/* Those of libxapian 1.4, without variants; the one that is installed decides. */
#define LANGUAGES \
	"arabic|armenian|auto|basque|catalan|danish|dutch|english|finnish|french|german|" \
	"hungarian|indonesian|irish|italian|lithuanian|nepali|none|norwegian|" \
	"portuguese|romanian|russian|spanish|swedish|tamil|turkish|..."

#define OPTION_DATES \
	{ \
		OPT_DATES, 0, "dates", "ORDER", "dmy|mdy", \
			"how dates such as 3/5/2024 are read: dmy, or mdy (as the other dates of " \
			"the same source show, if they do)" \
	}
#define OPTION_ENCODING \
	{ \
		OPT_ENCODING, 0, "encoding", "NAME", NULL, \
			"the encoding of plain text and records, such as windows-1250 (as each file " \
			"shows)" \
	}
#define OPTION_CLEAN \
	{ \
		OPT_CLEAN, 0, "clean", "HOW", "full|balanced|precise", \
			"take all text, what is likely the article, or what surely is, and fold " \
			"the rest away (of web pages balanced, of all else full)" \
	}
#define OPTION_RULES \
	{ \
		OPT_RULES, 0, "rules", "FILE", NULL, \
			"of web pages of certain hosts keep, drop and take what the rules in FILE say" \
	}
#define OPTION_MAP \
	{ \
		OPT_MAP, 0, "map", "MAP", NULL, \
			"which member is what: text=story.body,date=seen, or by column, title=2,text=3 " \
			"('pressmark-index fields' shows what is known)" \
	}

/* clang-format off */
#define OPTIONS_OF_FILES \
	{ OPT_INCLUDE, 0, "include", "GLOB", NULL, \
	  "of files in folders and archives, read only those that GLOB is for: " \
	  "'*.csv' or 'sport/**'; more than one adds up" }, \
	{ OPT_EXCLUDE, 0, "exclude", "GLOB", NULL, \
	  "do not read files and folders that GLOB is for; .pressmarkignore files do the " \
	  "same" }
/* clang-format on */

/* clang-format off */
#define OPTIONS_OF_WORKERS \
	{ OPT_JOBS, 'j', "jobs", "N", NULL, \
	  "workers, 1 to 256 (one for each core of the machine)" }, \
	{ OPT_MEMORY, 'm', "memory", "SIZE", NULL, \
	  "memory of all workers, 64M or more, with K, M or G (512M)" }
#define OPTION_KEEP \
	{ OPT_KEEP, 0, "keep", "N", NULL, \
	  "how many generations stay on the disk, to be rolled back to (as many as before, or " \
	  "2); 1: only the new one" }
#define OPTIONS_OF_WORK \
	OPTIONS_OF_WORKERS, \
	{ OPT_WRITER, 0, "writer", "WHICH", "auto|bulk|xapian", \
	  "how the database is written: bulk, or through libxapian, which is slower " \
	  "(auto: bulk where the installed libxapian has the format it knows)" }, \
	{ OPT_SEGMENT_SIZE, 0, "segment-size", "SIZE", NULL, \
	  "how much text a segment may grow to when segments are merged (4G)" }, \
	OPTION_KEEP
#define OPTION_QUIET { OPT_QUIET, 'q', "quiet", NULL, NULL, "no summary" }
#define OPTION_SPACE \
	{ OPT_ANY_SPACE, 0, "any-space", NULL, NULL, \
	  "do not ask first whether the disk has room for what is known to be needed" }
/* What an update takes from the index, unless it is said. */
#define OPTIONS_OF_ARTICLES \
	OPTION_SPACE, \
	{ OPT_PARTIAL, 0, "partial", NULL, NULL, \
	  "publish even if a PATH is missing or not read as a whole" }, \
	{ OPT_MAX_SKIPPED, 0, "max-skipped", "N", NULL, \
	  "publish nothing if more than N articles and files are skipped, or N% of all" }, \
	{ OPT_BASE, 0, "base", "DIR", NULL, \
	  "name files from DIR on, so that index and corpus can be moved together" }, \
	{ OPT_IDS, 0, "ids", "WHICH", "keep|replace", \
	  "articles with the same id: keep all, or replace each by the last one (keep)" }, \
	OPTION_DATES, \
	OPTION_ENCODING, \
	OPTION_CLEAN, \
	OPTION_RULES, \
	OPTION_MAP, \
	OPTIONS_OF_FILES
#define OPTIONS_OF_REPORTS \
	{ OPT_REPORT, 0, "report", "FILE", NULL, \
	  "write all complaints and the numbers of the summary to FILE, as JSON" }, \
	{ OPT_TIMINGS, 0, "timings", NULL, NULL, \
	  "show seconds and MB/s of each stage and worker" }, \
	{ OPT_VERBOSE, 'v', "verbose", NULL, NULL, \
	  "name each article whose text had to be repaired, and show the sizes of the parts " \
	  "and which lines repeat" }, \
	{ OPT_QUIET, 'q', "quiet", NULL, NULL, "no progress and no summary" }
/* clang-format on */

static const struct pm_option build_options[] = {
	{ OPT_OUTPUT, 'o', "output", "INDEX", NULL,
	  "the index to build: a new folder, or an index, which is replaced" },
	{ OPT_LANGUAGE, 'l', "language", "LANG", LANGUAGES,
	  "language of the stems (english); none: no stems; auto: that of each article" },
	OPTIONS_OF_WORK,
	OPTIONS_OF_ARTICLES,
	OPTIONS_OF_REPORTS,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option update_options[] = {
	{ OPT_OUTPUT, 'o', "output", "INDEX", NULL,
	  "the index to update; if there is none, it is built" },
	{ OPT_LANGUAGE, 'l', "language", "LANG", LANGUAGES,
	  "language of the stems (that of the index); another: all is read anew" },
	{ OPT_REHASH, 0, "rehash", NULL, NULL,
	  "look into all files, not only into those with another size or time" },
	{ OPT_NO_REMOVE, 0, "no-remove", NULL, NULL,
	  "keep articles that are gone from the input" },
	{ OPT_MAX_REMOVED, 0, "max-removed", "N", NULL,
	  "publish nothing if more than N articles would be taken away, or N% of all (20%)" },
	OPTIONS_OF_WORK,
	OPTIONS_OF_ARTICLES,
	OPTIONS_OF_REPORTS,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option add_options[] = {
	OPTIONS_OF_WORK, OPTIONS_OF_ARTICLES, OPTIONS_OF_REPORTS, PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option remove_options[] = {
	{ OPT_BY_QUERY, 0, "query", "QUERY", NULL,
	  "remove the articles that match QUERY, after they were shown" },
	{ OPT_YES, 0, "yes", NULL, NULL, "do not ask" },
	OPTIONS_OF_WORK,
	OPTION_QUIET,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option merge_options[] = {
	OPTIONS_OF_WORK,
	OPTION_SPACE,
	OPTION_QUIET,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option repair_options[] = {
	{ OPT_ALLOW_LOSS, 0, "allow-loss", NULL, NULL,
	  "publish though articles cannot be found again, or come back that were removed" },
	{ OPT_PARTIAL, 0, "partial", NULL, NULL,
	  "read what there is of a PATH that is missing or not read as a whole" },
	{ OPT_BASE, 0, "base", "DIR", NULL,
	  "where the files of the index are now, if it has a base" },
	OPTION_RULES,
	OPTIONS_OF_WORK,
	{ OPT_QUIET, 'q', "quiet", NULL, NULL, "no progress and no summary" },
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option rollback_options[] = {
	OPTION_KEEP,
	OPTION_QUIET,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option fields_options[] = {
	{ OPT_FORMAT, 0, "format", "FORMAT", "text|json",
	  "text, or json, which has all names and longer values" },
	OPTION_ENCODING,
	OPTION_CLEAN,
	OPTION_RULES,
	OPTION_MAP,
	OPTIONS_OF_FILES,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option explain_options[] = {
	OPTION_DATES, OPTION_ENCODING,	OPTION_CLEAN,	OPTION_RULES,
	OPTION_MAP,   OPTIONS_OF_FILES, PM_OPTION_HELP, PM_OPTION_END
};

static const struct pm_option check_options[] = {
	{ OPT_DEEP, 0, "deep", NULL, NULL,
	  "also index each segment again, and compare what comes out" },
	{ OPT_TEMPORARY, 0, "temporary", "DIR", NULL,
	  "where --deep finds room: twice its largest segment (beside the index)" },
	OPTIONS_OF_WORKERS,
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option stats_options[] = {
	{ OPT_FORMAT, 0, "format", "FORMAT", "text|json",
	  "text, or json, which says more of how it was made" },
	PM_OPTION_HELP,
	PM_OPTION_END
};

static const struct pm_option plain_options[] = { PM_OPTION_HELP, PM_OPTION_END };

static const struct pm_option program_options[] = {
	PM_OPTION_HELP, PM_OPTION_VERSION, PM_OPTION_COMPLETION, PM_OPTION_DUMP,
	PM_OPTION_END
};

static const struct pm_command commands[] = {
	/* clang-format off */
	{ "build", "-o INDEX PATH...", "build an index of articles",
	  "PATH is a file, a folder, or - for JSON lines on standard input.\n"
	  "Files: text, Markdown, pages, JSON, tables, XML, SGML, exports of databases,\n"
	  "bibliographies, annotated corpora, mail, crawls and documents, also compressed\n"
	  "and in archives; the manual has the list.\n"
	  "The index that is there stays as it is until the new one is complete.\n",
	  build_options, NULL, 0 },
	{ "update", "-o INDEX PATH...", "take in what is new, has changed or is gone",
	  "Files that are what they were are not read.  What has gone from under a PATH goes\n"
	  "from the index; what came from elsewhere stays.  Options that say what is read are\n"
	  "those of the index, unless they are given.\n",
	  update_options, NULL, 0 },
	{ "add", "INDEX PATH...", "take in some articles; nothing else goes",
	  "PATH is a file, a folder, or - for JSON lines on standard input.\n",
	  add_options, NULL, 0 },
	{ "remove", "INDEX NAME...", "take some articles away, which stay away until added",
	  "NAME is the id of articles, or a file or folder that they were read from.\n",
	  remove_options, NULL, 0 },
	{ "merge", "INDEX", "make one segment of all", NULL, merge_options, NULL, 0 },
	{ "history", "INDEX", "list the generations of an index", NULL,
	  plain_options, NULL, 0 },
	{ "rollback", "INDEX [ID]", "make an earlier generation the current one again", NULL,
	  rollback_options, NULL, 0 },
	{ "stats", "INDEX", "show what an index holds and the size of its parts", NULL,
	  stats_options, NULL, 0 },
	{ "check", "INDEX", "read all of an index and verify it", NULL,
	  check_options, NULL, 0 },
	{ "repair", "INDEX [PATH...]", "make a damaged index whole again",
	  "What is whole stays.  The rest comes from what can still be read, from earlier\n"
	  "generations, and from the files at PATH, as far as something of them is missing.\n",
	  repair_options, NULL, 0 },
	{ "export", "INDEX", "write every article as a line of JSON", NULL,
	  plain_options, NULL, 0 },
	{ "fields", "[PATH...]", "show which member of the input is the title, the text ...",
	  "Without PATH, the names that are known.\n", fields_options, NULL, 0 },
	{ "explain", "PATH...", "show what each article would be, and why",
	  "Of a page: which blocks are the article, and how likely that is.\n",
	  explain_options, NULL, 0 },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0 }
	/* clang-format on */
};

static const struct pm_command program = {
	"pressmark-index",
	"COMMAND ...",
	"make and look after full-text indexes of articles",
	"Exit status: 0 all articles taken, 1 some skipped (each is named), 2 nothing\n"
	"changed.\n",
	program_options,
	commands,
	0
};

#endif
