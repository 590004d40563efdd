/* Pressmark - what the parts of record.c share: not for others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record.c finds the member for each role, record_values.c says what the text of such a
 * member is, record_folds.c reads the folds, and record_fields.c makes fields of what is
 * left.
 */
#ifndef PM_CORPUS_FORMATS_RECORD_PARTS_H
#define PM_CORPUS_FORMATS_RECORD_PARTS_H

#include "corpus/formats/record.h"

/* What an object has for a role. */
struct pm_taken {
	const struct pm_json_value *value; /* NULL: nothing */
	struct pm_member_name *name;
	unsigned order; /* the less, the better */
	bool nested;	/* it is in an object */
};

struct pm_roles {
	struct pm_taken of[PM_N_ROLES];
	bool nested;			     /* some are in objects */
	const struct pm_json_value *no_date; /* a date that is none of the article's */
	/* what may be its folds: a member called so; then one that is */
	const struct pm_json_value *folds;
	/* what says that the text is no HTML; then NULL, if it would not be read as that */
	const struct pm_json_value *plain;
	/* `_source`, the article itself in what a search engine gave out; or NULL */
	const struct pm_json_value *inner;
};

/* --- record_values.c ---------------------------------------------------- */

/* A string, a number or a boolean as text; of all else nothing. */
struct pm_str pm_record_text_of(const struct pm_json_value *v);

/* The value of {"$oid": ...} and the like, by which databases give the type of one;
 * else V. */
const struct pm_json_value *pm_record_plain(const struct pm_json_value *v);

bool pm_record_is_blank(const struct pm_json_value *v);

/* What names a person or a source: a value, or members of an object, a first and a last
 * name in two. */
struct pm_person {
	const struct pm_json_value *part[2];
	unsigned n; /* 0: nothing names it */
};

struct pm_person pm_record_person(const struct pm_json_value *v);
struct pm_person pm_record_source(const struct pm_json_value *v);

/* Whether an array of authors has one. */
bool pm_record_names_any(const struct pm_json_value *array);
/* Put the author, or those of an array, or the source, into R's buffer and *A. */
enum pm_status pm_record_put_authors(struct pm_record *r, const struct pm_json_value *v,
				     struct pm_article *a, struct pm_error *err);

/* Of an object within a text, the member that is its text; or NULL. */
const struct pm_json_value *
pm_record_text_in(struct pm_record *r, const struct pm_json_value *object);
/* Whether a value is a text, or has texts in it. */
bool pm_record_holds_text(struct pm_record *r, const struct pm_json_value *v,
			  unsigned depth);
/* The title and the text of an article. */
enum pm_status pm_record_put_texts(struct pm_record *r, const struct pm_roles *roles,
				   struct pm_article *a, struct pm_error *err);

/* --- record_folds.c ----------------------------------------------------- */

/* Read the folds, when the text is known.  Where they are none, ROLES->folds becomes NULL,
 * so that the member is a field, and R->note says why. */
enum pm_status pm_record_put_folds(struct pm_record *r, struct pm_roles *roles,
				   struct pm_article *a, struct pm_error *err);

/* --- record_fields.c ---------------------------------------------------- */

/* Make fields of what has no role. */
enum pm_status
pm_record_put_fields(struct pm_record *r, const struct pm_json_value *object,
		     const struct pm_roles *roles, struct pm_article *a,
		     struct pm_error *err);

#endif
