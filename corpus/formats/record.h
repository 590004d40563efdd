/* Pressmark - one object as an article: its members get their roles by names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is copied if the object holds the value in the form needed: the article's
 * strings either belong to the parser and are valid until its next call, or belong to the
 * record and are valid until the next pm_record_read.
 *
 * What is nested is flat here: a member of an object in a member is a field with both
 * names and a point between, and what an array holds are items of one list, in whatever
 * depth it holds them.  Names are put together of at most PM_RECORD_DEPTH_MAX members and
 * at most PM_RECORD_NAME_MAX bytes, so that no input makes more of itself than its size
 * times a constant; what would need more is counted in the article's left_out.
 *
 * Of two members with the same name, the first counts.  A second name for a field that is
 * already present ("headline" beside "title") is kept as an extra field.
 *
 * A member "folds" says what was folded away from the text, as export writes it: an array
 * of objects with "at", the characters of the text before it, "text", and "why", the names
 * of its reasons (support/folds.h) with blanks between.  Folds may be in any order.
 * Anything else, or an array with a place beyond the text, is a field, and it is told.
 *
 * A text may be an array of paragraphs, or of objects with texts in them: they are joined
 * with an empty line between.  A text that is HTML (page/fragment.h) is read as that, and
 * its title too; but not if a member "text.plain" is true, as export writes it where it
 * matters.  Of another text that member is a field.  What search engines give out is read as the object `_source` in it.
 */
#ifndef PM_CORPUS_FORMATS_RECORD_H
#define PM_CORPUS_FORMATS_RECORD_H

#include "corpus/corpus.h"
#include "corpus/dates/orders.h"
#include "corpus/folds.h"
#include "corpus/formats/names.h"
#include "support/buf.h"
#include "support/json.h"

#define PM_RECORD_DEPTH_MAX 8u	/* names in a name */
#define PM_RECORD_NAME_MAX 256u /* bytes of a name with points */

struct pm_record {
	struct pm_names *names; /* set by the caller, whose they stay */
	struct pm_field *fields;
	size_t fields_cap;
	struct pm_field **order; /* scratch: fields sorted by name */
	size_t order_cap;
	struct pm_field *gathered; /* scratch */
	size_t gathered_cap;
	struct pm_buf joined; /* authors of an array */
	struct pm_buf names_of_nested;
	struct pm_buf text, html, title; /* put together, or stripped */
	struct pm_fold_builder folds;
	/* What is odd about the record read last, though nothing of it is lost; or NULL */
	const char *note;
	bool was_html;
	bool kept_plain;   /* a text that begins like HTML is none, as a member says */
	bool keeps_markup; /* set by the caller: text and title are no HTML */
	struct pm_str from[PM_N_ROLES]; /* the names of the members taken */
	/* How ambiguous dates are read; unknown: as those of the file show that were read. */
	enum pm_date_order dates;
	struct pm_date_orders orders;
};

void pm_record_init(struct pm_record *r);
void pm_record_release(struct pm_record *r);
/* Free what only a large record needs; what was learned of dates stays. */
void pm_record_trim(struct pm_record *r);

/* Fills in id, title, text, text_from, folds, url, source, author, language, date, day,
 * ambiguous, left_out and the fields of *A; the rest is unchanged.  Learns from the date for
 * the records to come.
 * PM_ERR_INPUT, with the reason, if VALUE is not an object, or its title or text has a
 * wrong type; an absent text is left empty. */
enum pm_status pm_record_read(struct pm_record *r, const struct pm_json_value *value,
			      struct pm_article *a, struct pm_error *err);

/* The array of articles that OBJECT, which has no text itself, wraps: `articles`, or
 * `results` in `response`; NULL: it wraps none. */
const struct pm_json_value *
pm_record_wrapped(struct pm_names *names, const struct pm_json_value *object);

/* Say in *WHY that an article has no text: where none of its members is one that could
 * hold it, which it has, and which were looked for.  Returns PM_ERR_INPUT. */
enum pm_status pm_record_no_text(struct pm_record *r, const struct pm_json_value *object,
				 struct pm_error *why);

#endif
