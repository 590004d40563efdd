/* Pressmark - what a build was told about its input, and what is told about that.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Options such as --map decide what an article is.  So the generation states them, line by
 * line, as it states the language, and another build can be given the same:
 *
 *	pm_choices_init(&c);
 *	pm_choices_map(&c, "date=publishedAt", &err);	for each option
 *	... c.names to the reader, c.lines to the generation ...
 *	pm_choices_put(&out, &c, PM_CHOICES_ALL_READ);	at the end of the build
 *	pm_choices_release(&c);
 *
 * Beside it stand the counts by name that the summary has of how articles were read.
 */
#ifndef PM_INDEXER_CHOICES_H
#define PM_INDEXER_CHOICES_H

#include "corpus/containers/globs.h"
#include "corpus/corpus.h"
#include "corpus/formats/names.h"
#include "corpus/page/rules.h"
#include "support/buf.h"
#include "support/status.h"

struct pm_choices {
	struct pm_names *names;	     /* NULL: as the table says */
	struct pm_globs *globs;	     /* NULL: all files are read */
	struct pm_page_rules *rules; /* for web pages; NULL: there are none */
	struct pm_buf lines; /* "KEY VALUE" and a line end, VALUE as it was given */
};

void pm_choices_init(struct pm_choices *c);
void pm_choices_release(struct pm_choices *c);

/* PM_ERR_USAGE names what is wrong. */
enum pm_status pm_choices_map(struct pm_choices *c, const char *text,
			      struct pm_error *err);

/* A pattern of files to read, or not to; PM_ERR_USAGE as above. */
enum pm_status pm_choices_glob(struct pm_choices *c, enum pm_glob_use use,
			       const char *pattern, struct pm_error *err);

/* A file of rules for web pages, of which the lines have a digest.  PM_ERR_USAGE if one was
 * given before; PM_ERR_INPUT names the line that is wrong. */
enum pm_status pm_choices_rules(struct pm_choices *c, const char *path,
				struct pm_error *err);

/* The folder that places are told from (places.h); its name is noted. */
enum pm_status pm_choices_base(struct pm_choices *c, const char *dir,
			       struct pm_error *err);
/* The folder in LINES, or NULL, allocated; NULL: places begin at the root. */
char *pm_choices_base_of(const char *lines);

/* An option of one word: KEY is its name. */
enum pm_status pm_choices_say(struct pm_choices *c, const char *key, const char *value,
			      struct pm_error *err);

/* Append, for the summary, which of the names given with --map no article had, and which
 * rules met nothing; where only some articles of an index were read, what others may have is
 * not missed. */
enum pm_choices_read { PM_CHOICES_ALL_READ, PM_CHOICES_SOME_READ };
void pm_choices_put(struct pm_buf *out, const struct pm_choices *c,
		    enum pm_choices_read read);

/* How many articles there were of each of some names. */
#define PM_TALLY_MAX 8u
struct pm_tally {
	struct {
		char name[64]; /* cut, if it is longer */
		uint64_t n;
	} of[PM_TALLY_MAX];
	size_t n;
	uint64_t others; /* of further names */
};

void pm_tally_add(struct pm_tally *t, struct pm_str name, uint64_t n);
/* Append "description, summary and others". */
void pm_tally_put(struct pm_buf *out, const struct pm_tally *t);

#endif
