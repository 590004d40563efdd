/* Pressmark - the kinds of XML files, and what they share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A family is a struct in a file xml_*.c and a line in xml.c.  Its roots say which files
 * are of it, its entries which elements make an article each.  xml.c reads the file, and
 * gives read() the tree of one entry, which stands in the tree of all that came before it
 * outside of entries (the title of the channel, the name of the site):
 *
 *	the draft is empty
 *	st = family->read(job, entry, &err);
 *	PM_OK: the draft has the members of the entry
 *	PM_DECLINED: it is no article; pm_xml_leave_out has counted it
 *
 * Members get the names that record.h knows: id, title, text, date, url, source, author,
 * byline, language.  Everything else that an entry says keeps its own name.
 */
#ifndef PM_CORPUS_FORMATS_XML_FAMILY_H
#define PM_CORPUS_FORMATS_XML_FAMILY_H

#include "corpus/formats/draft.h"
#include "corpus/formats/xml_prose.h"
#include "corpus/formats/xml_tree.h"

/* Kinds of what is left out of a file. */
#define PM_XML_LEFT_MAX 8u

struct pm_xml_left {
	const char *one, *many; /* "redirect", "redirects" */
	uint64_t n;
};

struct pm_xml_job {
	struct pm_xml_tree tree;
	struct pm_draft draft;
	struct pm_buf text, line, html; /* for who puts a member together */
	struct pm_xml_left left[PM_XML_LEFT_MAX];
	size_t n_left;
	/* what names a family looks up but once, for the file: see xml_wiki.c */
	struct pm_buf names;
	/* Set by read(): the text was made of markup, so it is not read as HTML once more;
	 * one that is escaped HTML as it stands is read as that by record.h. */
	bool made_text;
	uint64_t number; /* of the entry, from 1 */
};

struct pm_xml_family {
	const char *roots;   /* names with a blank before and after each */
	const char *entries; /* likewise */
	/* of several elements of that name in an entry the last one is the one that counts,
	 * and no other is held; or NULL */
	const char *newest;
	enum pm_status (*read)(struct pm_xml_job *job, uint32_t entry,
			       struct pm_error *err);
};

/* Count an entry that is no article.  Returns PM_DECLINED. */
enum pm_status pm_xml_leave_out(struct pm_xml_job *job, const char *one, const char *many);

/* Add a member; nothing, if the value is white space.  Whether it was added. */
bool pm_xml_add(struct pm_xml_job *job, const char *name, struct pm_str value);
bool pm_xml_add_item(struct pm_xml_job *job, const char *name, struct pm_str value);
/* What a node says in a line; nothing of node 0. */
bool pm_xml_add_line(struct pm_xml_job *job, const char *name, uint32_t node);
bool pm_xml_add_line_item(struct pm_xml_job *job, const char *name, uint32_t node);
/* What it says in paragraphs. */
bool pm_xml_add_prose(struct pm_xml_job *job, const char *name, uint32_t node,
		      pm_xml_leave_fn *leave);
/* Append to job->text what a node says in paragraphs, and note whether it is markup. */
void pm_xml_put_text(struct pm_xml_job *job, uint32_t node, pm_xml_leave_fn *leave);
/* The first of the paths below FROM, with '|' between them, whose element says anything,
 * or has that attribute: "head/date@norm|pubdate". */
bool pm_xml_add_first(struct pm_xml_job *job, const char *name, uint32_t from,
		      const char *paths);
/* The value at such a path, in job->line. */
struct pm_str pm_xml_value(struct pm_xml_job *job, uint32_t from, const char *paths);
/* A date of three numbers, the latter of which may be missing: "2018-05-17". */
bool pm_xml_add_date(struct pm_xml_job *job, const char *name, struct pm_str year,
		     struct pm_str month, struct pm_str day);
/* What a child of the entry says in a line, as a member NAME: an item, if other children
 * are called as it is. */
void pm_xml_add_child(struct pm_xml_job *job, const char *name, uint32_t child);
/* The children of the entry that have text and no elements, under their own names, but
 * for those that are USED. */
void pm_xml_add_rest(struct pm_xml_job *job, uint32_t entry, const char *used);

/* The value that text with markup of HTML has, in job->text: a text, or a title. */
enum pm_status pm_xml_html(struct pm_xml_job *job, uint32_t node, struct pm_str *value,
			   struct pm_error *err);
enum pm_status pm_xml_html_line(struct pm_xml_job *job, uint32_t node,
				struct pm_str *value, struct pm_error *err);

static inline struct pm_str
pm_xml_str(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

/* Whether the text is that, in any case of letters. */
bool pm_xml_says(struct pm_str text, const char *that);

extern const struct pm_xml_family pm_xml_rss, pm_xml_atom, pm_xml_nitf, pm_xml_newsml_g2,
	pm_xml_newsml, pm_xml_rcv1, pm_xml_mediawiki, pm_xml_tei, pm_xml_jats,
	pm_xml_pubmed, pm_xml_alto, pm_xml_fedreg, pm_xml_factiva;

/* --- xml_other.c: files of no family ------------------------------------ */

/* What the name of a child says: it is a text, a summary of one, or something else that
 * articles have. */
enum { PM_XML_NAMES_TEXT = 1, PM_XML_NAMES_SUMMARY = 2, PM_XML_NAMES_OTHER = 4 };
#define PM_XML_GUESSES 64u

/* What is known of the elements that are open, by their depth. */
struct pm_xml_guess {
	unsigned seen[PM_XML_DEPTH_MAX + 2]; /* what children are called */
	const char *name;		     /* of the entries, once one was found */
	unsigned depth;
	struct {
		const char *name;
		unsigned what;
	} known[PM_XML_GUESSES];
};

void pm_xml_guess_begin(struct pm_xml_guess *g);
/* An element begins at DEPTH, from 1.  Returns at which depth an entry is open now: one of
 * which this is a member, or this itself; 0: none. */
unsigned pm_xml_guess_start(struct pm_xml_guess *g, const struct pm_xml_event *start,
			    unsigned depth);
/* The entry's children as members. */
enum pm_status pm_xml_read_other(struct pm_xml_job *job, uint32_t entry,
				 struct pm_error *err);
/* All text of the file as one article. */
enum pm_status pm_xml_read_all(struct pm_xml_job *job, uint32_t root,
			       struct pm_error *err);

#endif
