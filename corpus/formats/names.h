/* Pressmark - which member of an entry is its title, its text, its date: the one table.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON, tables, front matter and XML call the same thing by many names.  All of them are
 * in the table of names.c: for each role its names, best first.  A name is compared folded:
 * in small letters (of ASCII), without blanks, '_' and '-'; so `Published At`,
 * `published_at` and `publishedAt` are one.  A point descends into an object:
 * `headline.main` is the member `main` of the object `headline`, or a member that is
 * itself called `headline.main`.
 *
 * What Pressmark itself calls a role stands first in its row, so that what export wrote is
 * read again as it was.  Dates of crawlers and of later changes (date_download, scraped_at,
 * updated_at, date_modify) are no dates of an article: they have no role, but are known, so
 * that it can be said of an article without a date.
 *
 *	pm_names_new(&names, &err);
 *	pm_names_map(names, "date=publishedAt,text=story.body", &err);
 *	for each member:
 *		pm_member_key_begin(&key);
 *		pm_member_key_add(&key, member, len);
 *		name = pm_names_find(names, &key);
 *
 * A look-up folds the name and looks once into a table of hashes: about 5 instructions for
 * a byte.  After pm_names_map the table is only read, but for the counts of pm_names_saw.
 */
#ifndef PM_CORPUS_FORMATS_NAMES_H
#define PM_CORPUS_FORMATS_NAMES_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_role {
	PM_ROLE_ID,
	PM_ROLE_TITLE,
	PM_ROLE_TEXT,
	PM_ROLE_DATE,
	PM_ROLE_DAY, /* how the date was read, in what export wrote */
	PM_ROLE_URL,
	PM_ROLE_SOURCE,
	PM_ROLE_AUTHOR,
	PM_ROLE_LANGUAGE,
	PM_N_ROLES
};

/* Longer names are none of the table, and none that --map takes. */
#define PM_MEMBER_NAME_MAX 255u

/* A name of the table, folded. */
struct pm_member_name {
	const char *name;
	size_t len;
	/* The roles that it may play, `uri` two; a name that only leads to others, as
	 * `fields` to `fields.bodyText`, none.  Of the members for a role that of the least
	 * rank is taken. */
	struct {
		enum pm_role role;
		unsigned rank;
	} uses[2];
	unsigned n_uses;
	bool leads;	 /* an object of this name has members that are names */
	bool is_html;	 /* its text is a fragment of HTML */
	bool is_second;	 /* a summary: it is text where there is no text */
	bool wraps;	 /* an array of objects of this name is a list of articles */
	bool is_no_date; /* the date of a crawler, or of a later change */
	bool is_folds;	 /* what is folded away from the text (record_folds.c) */
	bool is_plain;	 /* whether a text that begins like HTML is none: "text.plain" */
	bool is_mapped;	 /* by pm_names_map */
	uint64_t seen;	 /* how often pm_names_saw was called */
};

/* A folded name, put together from the names on the way to a member. */
struct pm_member_key {
	char text[PM_MEMBER_NAME_MAX + 1];
	size_t len; /* more than PM_MEMBER_NAME_MAX: too long */
	uint32_t hash;
};

struct pm_names;

enum pm_status pm_names_new(struct pm_names **out, struct pm_error *err);
void pm_names_free(struct pm_names *names);

/* Take what --map says: ROLE=NAME, several with commas between, before all names of the
 * table; of several for a role the first is the best.  A NAME has no other role then.  A
 * number is that of a column, from 1.  PM_ERR_USAGE names what is wrong. */
enum pm_status pm_names_map(struct pm_names *names, const char *text,
			    struct pm_error *err);
/* What was taken so far, number I, and how often such a member was seen; false: there is no
 * such number. */
bool pm_names_mapped(const struct pm_names *names, size_t i, enum pm_role *role,
		     const char **name, uint64_t *seen);

/* Whether columns were mapped by number; and whether column N was.  Such a column is called
 * "column N". */
bool pm_names_has_columns(const struct pm_names *names);
bool pm_names_has_column(const struct pm_names *names, size_t n);

void pm_member_key_begin(struct pm_member_key *key);
/* Append a name; behind another one, with a point between. */
void pm_member_key_add(struct pm_member_key *key, const char *name, size_t len);
struct pm_member_name *pm_names_find(struct pm_names *names,
				     const struct pm_member_key *key);
/* The same for a name by itself. */
struct pm_member_name *pm_names_lookup(struct pm_names *names, const char *name,
				       size_t len);

/* A member of that name, which is not empty, was in an entry. */
static inline void
pm_names_saw(struct pm_member_name *name)
{
	name->seen += name->is_mapped;
}

/* Whether a member called so would be read as one of an article's own.  *ROLE is which. */
bool pm_names_role_of(const char *name, size_t len, enum pm_role *role);

/* What a role is called: "title". */
const char *pm_role_name(enum pm_role role);
/* Its names as people write them, best first, with blanks between; SECOND_TEXTS is what
 * is text where there is none of those of PM_ROLE_TEXT. */
const char *pm_role_names(enum pm_role role);
const char *pm_second_texts(void);
/* Names of dates that are never those of an article. */
const char *pm_no_dates(void);
/* What the member is called that says of a text that it is no HTML. */
const char *pm_plain_text_name(void);
/* Names of members whose arrays of objects are lists of articles. */
const char *pm_wrapping_names(void);

#endif
