/* Pressmark - front matter: what a text says of itself before it begins.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	---			+++			{
 *	title: Ferry sinks	title = "Ferry sinks"	  "title": "Ferry sinks"
 *	tags: [sea, ships]	tags = ["sea", "ships"]	}
 *	---			+++
 *
 * YAML, TOML or JSON.  Of YAML and TOML what such headers use is read: keys with values,
 * plain or in quotes, over several lines, as blocks (| and >), lists in brackets or with
 * dashes, comments, and what is nested, as members with a point in their names
 * (author.name); lists of objects become lists of each of their members.  A line that is
 * something else is left out and counted.
 */
#ifndef PM_CORPUS_FORMATS_FRONT_MATTER_H
#define PM_CORPUS_FORMATS_FRONT_MATTER_H

#include "corpus/corpus.h"
#include "corpus/formats/draft.h"

enum pm_front_kind { PM_FRONT_NONE, PM_FRONT_YAML, PM_FRONT_TOML, PM_FRONT_JSON };

struct pm_front {
	enum pm_front_kind kind;
	struct pm_str text; /* between the lines that enclose it; of JSON with its braces */
	size_t body;	    /* where the text begins that it stands before */
};

/* Find it in a text, or in the head of one.  A rule (---) with text behind it is none. */
struct pm_front pm_front_find(const char *text, size_t len);

/* Whether it has a member that names.h knows. */
bool pm_front_is_known(const struct pm_front *f);

/* Of a text in which none was found, though it begins as one does, with keys of which
 * names.h knows one: the line that does not come to end it, "---".  NULL: it does not begin
 * so. */
const char *pm_front_missing_end(const char *text, size_t len);
/* Tell so of FILE, whose text this is: it was read as text as a whole. */
void pm_front_tell_missing_end(const struct pm_reader_options *options,
			       struct pm_str file, struct pm_str text);

/* What was read of one. */
struct pm_front_said {
	uint64_t n_odd; /* lines that were left out */
	uint64_t odd;	/* the first of them, from 1 in the file; 0: none */
};

/* Add its members to the draft.  PM_ERR_INPUT: it is JSON, and damaged. */
enum pm_status pm_front_read(const struct pm_front *f, struct pm_draft *draft,
			     struct pm_front_said *said, struct pm_error *err);

/* --- for front_matter.c, front_values.c and front_yaml.c only ----------- */

#define PM_FRONT_DEPTH_MAX 8u

/* What is being read. */
struct pm_front_reader {
	struct pm_draft *draft;
	struct pm_front_said *said;
	const char *begin, *p, *end;
	struct pm_buf name;  /* of the member, with points */
	struct pm_buf value; /* scratch */
	unsigned in_list;    /* how many lists it is in */
	enum pm_front_kind kind;
};

void pm_front_read_yaml(struct pm_front_reader *r);

/* A part of the name more; LEN of it before is returned, to go back to. */
size_t pm_front_enter(struct pm_front_reader *r, const char *name, size_t len);
void pm_front_leave(struct pm_front_reader *r, size_t before);
/* The member has this value, or R->value. */
void pm_front_say(struct pm_front_reader *r, const char *value, size_t len);
/* What stands at P makes no sense. */
void pm_front_odd(struct pm_front_reader *r, const char *p);

/* A string in quotes at R->p, into R->value.  False: it has no end. */
bool pm_front_quoted(struct pm_front_reader *r);
/* A value in brackets or braces, or in quotes, or a bare one that ends at a comma or
 * bracket: whether what is opened is closed again, and what it is.  False: it makes no
 * sense. */
bool pm_front_can_flow(const struct pm_front_reader *r);
bool pm_front_flow(struct pm_front_reader *r, unsigned depth);
/* A bare value, up to one of the signs STOPS or the end of the line: *LEN of it at *FROM. */
void pm_front_bare(struct pm_front_reader *r, const char *stops, const char **from,
		   size_t *len);
void pm_front_skip_blanks(struct pm_front_reader *r);
/* Over blanks, line ends and comments. */
void pm_front_skip_lines(struct pm_front_reader *r);
/* Over the rest of the line, which should be blank or a comment. */
void pm_front_end_line(struct pm_front_reader *r);

#endif
