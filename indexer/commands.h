/* Pressmark - what pressmark-index does besides building: stats, check, export, fields,
 * explain.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_COMMANDS_H
#define PM_INDEXER_COMMANDS_H

#include "corpus/corpus.h"
#include "support/buf.h"
#include "support/status.h"
#include "support/stop.h"

#include <stdbool.h>
#include <stdio.h>

/* Append what an index holds and how large its parts are. */
enum pm_status pm_stats(const char *dir, struct pm_buf *out, struct pm_error *err);
/* The same, and more, as an object of JSON. */
enum pm_status pm_stats_as_json(const char *dir, struct pm_buf *out, struct pm_error *err);

/* Read everything: verify every page's checksum, read all of the database through
 * libxapian, decode every article, count its words against the lexicon, whose entries
 * must be in order, and the lengths, the shares of words and the sketches, parse its
 * metadata, make the digest of what it says anew, and find all copies again; compare the
 * fingerprint, the history and the list of files; open the generations that are kept.  The
 * stems of the lexicon are compared with those that the stemmer makes today; that some
 * differ is no damage, but worth knowing. */
struct pm_check_result {
	uint64_t articles;	/* that are left: all were read */
	uint64_t generations;	/* that are there, the current one among them */
	uint64_t words;		/* of the lexicons, whose stem can be made anew */
	uint64_t other;		/* of these, how many get another stem today */
	char then[48], now[48]; /* which stemmer made the index, and which is here */
	bool other_unicode;	/* the words were folded by another version of Unicode */
	char unicode_then[16], unicode_now[16];
	/* Whether the segments were made again and are the same. */
	enum { PM_DEEP_NOT_ASKED, PM_DEEP_SAME, PM_DEEP_OTHER_VERSIONS } deep;
};

enum pm_status pm_check(const char *dir, struct pm_check_result *result,
			struct pm_error *err);
/* The same, and then what check_deep.h says, unless words cannot be compared. */
struct pm_check_deep;
enum pm_status pm_check_also(const char *dir, const struct pm_check_deep *deep,
			     struct pm_check_result *result, struct pm_error *err);

/* What differs between what made an index and what reads it. */
void pm_put_other_versions(struct pm_buf *out, const struct pm_check_result *r);

/* Write every article as a line of JSON, in article order: id (or file, if it has none),
 * title, date, url, source, author, its other fields, and text.  Title and text are byte
 * for byte what was indexed.  An index built from an export has the same articles. */
enum pm_status pm_export(const char *dir, FILE *to, const struct pm_stop *stop,
			 struct pm_error *err);

/* In what fields answers: a table, or an object of JSON with all of it. */
enum pm_fields_form { PM_FIELDS_TEXT, PM_FIELDS_JSON };

/* Append the table of names by which members get their roles (corpus/formats/names.h). */
enum pm_status pm_fields_table(enum pm_fields_form form, struct pm_buf *out,
			       struct pm_error *err);
/* Read articles, ten thousand at most, and append which member was what, in how many
 * articles, and what it had in the first.  OPTIONS has functions for complaints. */
enum pm_status
pm_fields_of(const char *const *paths, size_t n_paths,
	     const struct pm_reader_options *options, enum pm_fields_form form,
	     struct pm_buf *out, struct pm_error *err);

/* Write each article that would come in, with where its parts were found, and, of a page,
 * which blocks are the article, to TO.  OPTIONS has functions for complaints. */
enum pm_status pm_explain_input(const char *const *paths, size_t n_paths,
				const struct pm_reader_options *options, FILE *to,
				struct pm_error *err);

#endif
