/* Pressmark - paragraphs that begin with a label, as databases export articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	BYLINE: Ann Lee
 *
 *	LENGTH: 9 words
 *
 *	The bridge is closed.
 *
 * A text becomes its paragraphs, what stands between empty lines:
 *
 *	pm_labels_init(&labels);
 *	st = pm_labels_read(&labels, text, len, &err);
 *	for (i = 0; i < labels.n; i++)
 *		... labels.at[i].name, labels.at[i].value ...
 *	pm_labels_release(&labels);
 *
 * A label is up to 40 bytes that begin with a capital or a sign beyond ASCII, are letters,
 * digits, blanks and / - & ( ) . ', and end with a colon and a blank or the line.  Which of
 * these are labels of the database, its format knows: "LONDON: The bridge" has one too.
 * Everything points into the text.
 */
#ifndef PM_CORPUS_FORMATS_LABELS_H
#define PM_CORPUS_FORMATS_LABELS_H

#include "corpus/corpus.h"
#include "corpus/formats/draft.h"
#include "support/buf.h"

struct pm_labelled {
	struct pm_str text;  /* the paragraph, without white space around it */
	struct pm_str name;  /* of its label, without the colon; empty: it has none */
	struct pm_str value; /* what comes after the label */
	size_t indent;	     /* blanks before its first line */
};

#define PM_LABELS_MAX ((size_t)1 << 20)

struct pm_labels {
	struct pm_labelled *at;
	size_t n, cap;
};

void pm_labels_init(struct pm_labels *l);
void pm_labels_release(struct pm_labels *l);
/* PM_ERR_LIMIT: there are more than PM_LABELS_MAX paragraphs. */
enum pm_status pm_labels_read(struct pm_labels *l, const char *text, size_t len,
			      struct pm_error *err);

/* Append an empty one, for a format that finds its labels otherwise. */
enum pm_status pm_labels_add(struct pm_labels *l, struct pm_error *err);

/* The label of a line; empty: it has none.  *VALUE is what comes after it. */
struct pm_str pm_label_of(const char *line, size_t len, struct pm_str *value);

/* Whether S is TEXT, in any case of ASCII letters. */
bool pm_str_is(struct pm_str s, const char *text);
/* Without ASCII white space and no-break spaces at both ends. */
struct pm_str pm_str_trim(struct pm_str s);
/* The first line of *REST, which loses it. */
struct pm_str pm_str_line(struct pm_str *rest);

/* Add the value to a draft; nothing if it is blank. */
void pm_labels_put(struct pm_draft *d, struct pm_str name, struct pm_str value);
/* The same as items, which SEPARATOR divides. */
void pm_labels_put_list(struct pm_draft *d, struct pm_str name, struct pm_str value,
			char separator);

/* Whether a value is one URL, which may be broken over several lines: it begins as one, and
 * no line has a blank in it or begins as another does. */
bool pm_labels_is_url(struct pm_str value);
/* Append the lines of a text to OUT with a blank instead of each line end; of a URL with
 * nothing instead, as none has a blank in it. */
void pm_labels_join(struct pm_buf *out, struct pm_str text);

struct pm_repeated_labels {
	const char *labels[3]; /* some of them, in the order in which they first come */
	size_t times;
};

/* Whether the text is made of records with the same labels at the beginnings of their
 * lines: three or more of those that exports of databases have, three times or more each.
 * No article is, not even one about exports. */
bool pm_labels_repeat(const char *text, size_t len, struct pm_repeated_labels *found);

#endif
