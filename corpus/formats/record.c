/* Pressmark - one object as an article: which member is what: see record.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record_parts.h"

#include "corpus/dates/date.h"
#include "corpus/formats/languages.h"
#include "support/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
pm_record_init(struct pm_record *r)
{
	memset(r, 0, sizeof *r);
	pm_buf_init(&r->joined, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->names_of_nested, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->html, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->title, PM_BUF_NO_LIMIT);
	pm_fold_builder_init(&r->folds);
	pm_date_orders_init(&r->orders);
}

void
pm_record_release(struct pm_record *r)
{
	free(r->fields);
	free(r->gathered);
	free(r->order);
	pm_buf_release(&r->joined);
	pm_buf_release(&r->names_of_nested);
	pm_buf_release(&r->text);
	pm_buf_release(&r->html);
	pm_buf_release(&r->title);
	pm_fold_builder_release(&r->folds);
	pm_date_orders_release(&r->orders);
}

void
pm_record_trim(struct pm_record *r)
{
	free(r->fields);
	free(r->order);
	r->fields = NULL;
	r->order = NULL;
	r->fields_cap = r->order_cap = 0;
	pm_buf_release(&r->joined);
	pm_buf_release(&r->text);
	pm_buf_release(&r->html);
	pm_buf_release(&r->title);
	pm_fold_builder_release(&r->folds);
}

/* --- roles -------------------------------------------------------------- */

/* How well a member is what its name says: what serves less is taken only if nothing else
 * of that role is there, and what does not serve at all is a field. */
enum service { SERVES, IS_BLANK, IS_A_MISTAKE, SERVES_NOT };

/* Above all ranks. */
#define SERVICE_STEP 16384u

/* Whether a member says how a date is read: as 2024, 2024-03 or 2024-03-05, or, as nothing
 * at all, that it is not; *DAY is that date. */
static bool
is_day(const struct pm_json_value *m, uint32_t *day)
{
	char text[PM_DATE_TEXT];
	size_t len;

	if (m->type != PM_JSON_STRING || m->text_len >= PM_DATE_TEXT)
		return false;
	*day = m->text_len == 0
		     ? 0
		     : pm_date_parse(m->text, m->text_len, PM_DATE_ORDER_UNKNOWN, NULL);
	len = *day == 0 ? 0 : pm_date_text(*day, text);
	return len == m->text_len && memcmp(text, m->text, len) == 0;
}

/* Whether a member that is no text is worth a complaint, and not something else of that
 * name. */
static bool
must_be_text(const struct pm_member_name *name)
{
	return name->is_mapped || strcmp(name->name, "text") == 0 ||
	       strcmp(name->name, "content") == 0 || strcmp(name->name, "body") == 0;
}

/* The only item of an array, else V. */
static const struct pm_json_value *
only_item(const struct pm_json_value *v)
{
	return v->type == PM_JSON_ARRAY && v->child != NULL && v->child->next == NULL
		     ? v->child
		     : v;
}

static enum service
service_of_text(struct pm_record *r, const struct pm_member_name *name,
		const struct pm_json_value *m)
{
	if (pm_record_holds_text(r, m, 1))
		return SERVES;
	/* it is told */
	return m->type != PM_JSON_NULL && must_be_text(name) ? IS_A_MISTAKE : SERVES_NOT;
}

static enum service
service_of(struct pm_record *r, enum pm_role role, const struct pm_member_name *name,
	   const struct pm_json_value *m)
{
	uint32_t day;

	if (m->type == PM_JSON_STRING && role != PM_ROLE_DAY) {
		/* what is called so is a url, or not */
		if (role == PM_ROLE_URL && strcmp(name->name, "uri") == 0 &&
		    (m->text_len < 4 || strncasecmp(m->text, "http", 4) != 0))
			return SERVES_NOT;
		return pm_record_is_blank(m) ? IS_BLANK : SERVES;
	}
	switch (role) {
	case PM_ROLE_DAY:
		return is_day(m, &day) ? SERVES : SERVES_NOT;
	case PM_ROLE_TEXT:
		return service_of_text(r, name, m);
	case PM_ROLE_LANGUAGE:
		m = only_item(m);
		return m->type == PM_JSON_STRING && !pm_record_is_blank(m)
			     ? SERVES
			     : SERVES_NOT;
	case PM_ROLE_AUTHOR:
		if (m->type == PM_JSON_ARRAY)
			return pm_record_names_any(m) ? SERVES : SERVES_NOT;
		return pm_record_person(m).n > 0 ? SERVES : SERVES_NOT;
	case PM_ROLE_SOURCE:
		return pm_record_source(m).n > 0 ? SERVES : SERVES_NOT;
	default:
		return m->type == PM_JSON_NUMBER ? SERVES : SERVES_NOT;
	}
}

enum depth { AT_THE_TOP, NESTED };

/* M, which has the name, is one for its roles. */
static void
offer(struct pm_record *r, struct pm_roles *roles, struct pm_member_name *name,
      const struct pm_json_value *m, enum depth depth)
{
	bool exact = m->name_len == name->len &&
		     memcmp(m->name, name->name, name->len) == 0;
	const struct pm_json_value *v = pm_record_plain(m);
	unsigned i;

	for (i = 0; i < name->n_uses; i++) {
		enum pm_role role = name->uses[i].role;
		enum service service = service_of(r, role, name, v);
		/* of `Date` and `date` the latter */
		unsigned order = (unsigned)service * SERVICE_STEP +
				 2 * name->uses[i].rank + !exact;

		if (service < IS_A_MISTAKE)
			pm_names_saw(name);
		if (order >= roles->of[role].order)
			continue;
		roles->of[role] = (struct pm_taken){ v, name, order,
						     depth == NESTED || v != m };
		roles->nested = roles->nested || roles->of[role].nested;
	}
}

/* The members of an object that leads to names, the first part of which is KEY. */
static void
find_nested(struct pm_record *r, const struct pm_json_value *object,
	    const struct pm_member_key *key, struct pm_roles *roles)
{
	const struct pm_json_value *m;

	for (m = object->child; m != NULL; m = m->next) {
		struct pm_member_key longer = *key;
		struct pm_member_name *name;

		pm_member_key_add(&longer, m->name, m->name_len);
		name = pm_names_find(r->names, &longer);
		if (name != NULL)
			offer(r, roles, name, m, NESTED);
		if (name != NULL && name->leads && m->type == PM_JSON_OBJECT)
			find_nested(r, m, &longer, roles);
	}
}

static bool
is_inner(const struct pm_json_value *m)
{
	static const char name[] = "_source";

	return m->type == PM_JSON_OBJECT && m->name_len == sizeof name - 1 &&
	       memcmp(m->name, name, sizeof name - 1) == 0;
}

static void
find_among(struct pm_record *r, const struct pm_json_value *object, struct pm_roles *roles)
{
	const struct pm_json_value *m;

	for (m = object->child; m != NULL; m = m->next) {
		struct pm_member_key key;
		struct pm_member_name *name;

		pm_member_key_begin(&key);
		pm_member_key_add(&key, m->name, m->name_len);
		if ((name = pm_names_find(r->names, &key)) == NULL)
			continue;
		if (roles->inner == NULL && is_inner(m)) {
			roles->inner = m;
			find_among(r, m, roles);
			continue;
		}
		if (name->is_no_date && roles->no_date == NULL &&
		    pm_record_text_of(m).len > 0)
			roles->no_date = m;
		if (name->is_folds && roles->folds == NULL)
			roles->folds = m;
		if (name->is_plain && roles->plain == NULL && m->type == PM_JSON_BOOL &&
		    m->boolean)
			roles->plain = m;
		offer(r, roles, name, m, AT_THE_TOP);
		if (name->leads && m->type == PM_JSON_OBJECT)
			find_nested(r, m, &key, roles);
	}
}

/* In one pass over the members, find those that are wanted: of those that serve best the
 * one whose name comes first. */
static void
find_roles(struct pm_record *r, const struct pm_json_value *object, struct pm_roles *roles)
{
	unsigned role;

	memset(roles, 0, sizeof *roles);
	for (role = 0; role < PM_N_ROLES; role++)
		roles->of[role].order = SERVES_NOT * SERVICE_STEP;
	find_among(r, object, roles);
}

/* --- lists of articles -------------------------------------------------- */

#define WRAPPERS_DEEP 2u

/* Whether the name is that of a role, and not only of a summary. */
static bool
is_for(const struct pm_member_name *name, enum pm_role role)
{
	return name != NULL && name->n_uses > 0 && name->uses[0].role == role &&
	       !name->is_second;
}

/* Whether an element of an array may be an article. */
static bool
may_be_article(struct pm_names *names, const struct pm_json_value *element)
{
	const struct pm_json_value *m;

	if (element == NULL || element->type != PM_JSON_OBJECT)
		return false;
	for (m = element->child; m != NULL; m = m->next) {
		const struct pm_member_name *name = pm_names_lookup(names, m->name,
								    m->name_len);

		if (is_inner(m) || is_for(name, PM_ROLE_TEXT) ||
		    is_for(name, PM_ROLE_TITLE) ||
		    (name != NULL && (name->is_second || name->leads)))
			return true;
	}
	return false;
}

static const struct pm_json_value *
find_wrapped(struct pm_names *names, const struct pm_json_value *object, unsigned depth)
{
	const struct pm_json_value *m, *found = NULL;

	for (m = object->child; m != NULL; m = m->next) {
		const struct pm_member_name *name = pm_names_lookup(names, m->name,
								    m->name_len);

		if (name == NULL)
			continue;
		if (is_for(name, PM_ROLE_TEXT) && m->type != PM_JSON_NULL &&
		    (m->type != PM_JSON_STRING || !pm_record_is_blank(m)))
			return NULL;
		if (!name->wraps || found != NULL)
			continue;
		if (m->type == PM_JSON_ARRAY && may_be_article(names, m->child))
			found = m;
		else if (m->type == PM_JSON_OBJECT && depth < WRAPPERS_DEEP)
			found = find_wrapped(names, m, depth + 1);
	}
	return found;
}

const struct pm_json_value *
pm_record_wrapped(struct pm_names *names, const struct pm_json_value *object)
{
	const struct pm_json_value *m;

	if (object->type != PM_JSON_OBJECT)
		return NULL;
	/* of most it is known without looking at names */
	for (m = object->child; m != NULL; m = m->next)
		if (m->type == PM_JSON_OBJECT ||
		    (m->type == PM_JSON_ARRAY && m->child != NULL &&
		     m->child->type == PM_JSON_OBJECT))
			return find_wrapped(names, object, 1);
	return NULL;
}

/* --- dates -------------------------------------------------------------- */

/* Whether DAY is one of the ways to read TEXT, a date. */
static bool
is_a_reading(struct pm_str text, uint32_t day)
{
	static const enum pm_date_order orders[] = { PM_DATE_DAY_FIRST,
						     PM_DATE_MONTH_FIRST };
	size_t i;

	for (i = 0; i < sizeof orders / sizeof *orders; i++)
		if (pm_date_parse(text.data, text.len, orders[i], NULL) == day ||
		    pm_date_find(text.data, text.len, orders[i], NULL) == day)
			return true;
	return pm_date_parse_number(text.data, text.len) == day;
}

/* What the member *DAY says about the date A->date, which by itself is ALONE, or which
 * can be read in two ways.  If it is of another, it says nothing: it is a field, and *DAY
 * becomes NULL. */
static void
heed_day(const struct pm_json_value **day, uint32_t alone, bool either,
	 struct pm_article *a)
{
	uint32_t said;

	if (*day == NULL || !is_day(*day, &said) || (alone != 0 && alone % 100 != 0) ||
	    (said == 0 ? !either : !is_a_reading(a->date, said)))
		*day = NULL;
	else
		a->day = said;
}

/* DAY: what says how the date is read, or NULL, which it becomes if it does not. */
static enum pm_status
read_date(struct pm_record *r, const struct pm_json_value *date,
	  const struct pm_json_value **day, struct pm_article *a, struct pm_error *err)
{
	enum pm_date_order order = r->dates;
	struct pm_date_numbers numbers;
	enum pm_status st;

	a->ambiguous = false;
	if (date != NULL && date->type == PM_JSON_NUMBER) {
		*day = NULL;
		a->day = pm_date_parse_number(a->date.data, a->date.len);
		return PM_OK;
	}
	a->day = pm_date_parse(a->date.data, a->date.len, PM_DATE_ORDER_UNKNOWN, &numbers);
	heed_day(day, a->day, numbers.either, a);
	if (*day != NULL)
		return PM_OK;
	if (order != PM_DATE_ORDER_UNKNOWN)
		a->day = pm_date_parse(a->date.data, a->date.len, order, NULL);
	a->ambiguous = numbers.either && a->day == 0;
	st = pm_date_orders_learn(&r->orders, a->source.data, a->source.len, &numbers,
				  err);
	if (st < 0 || !a->ambiguous)
		return st;
	order = pm_date_orders_of(&r->orders, a->source.data, a->source.len, numbers.form);
	if (order != PM_DATE_ORDER_UNKNOWN) {
		a->day = pm_date_parse(a->date.data, a->date.len, order, NULL);
		a->ambiguous = false;
	}
	return PM_OK;
}

/* --- the article -------------------------------------------------------- */

static struct pm_str
value_of(const struct pm_roles *roles, enum pm_role role)
{
	const struct pm_json_value *v = roles->of[role].value;

	return v == NULL ? (struct pm_str){ NULL, 0 } : pm_record_text_of(v);
}

static void
read_language(const struct pm_json_value *v, struct pm_article *a)
{
	const char *code;

	if (v == NULL)
		return;
	a->language = pm_record_text_of(only_item(v));
	code = pm_language_code(a->language.data, a->language.len);
	if (code != NULL)
		a->language = (struct pm_str){ code, strlen(code) };
}

/* Note which members were taken: those at the top as they are called, others as in the
 * table. */
static void
note_names(struct pm_record *r, const struct pm_roles *roles, struct pm_article *a)
{
	unsigned i;

	for (i = 0; i < PM_N_ROLES; i++) {
		const struct pm_taken *t = &roles->of[i];

		r->from[i] = t->value == NULL ? (struct pm_str){ NULL, 0 }
			   : t->nested
				   ? (struct pm_str){ t->name->name, t->name->len }
				   : (struct pm_str){ t->value->name, t->value->name_len };
	}
	a->from = r->from;
}

enum pm_status
pm_record_read(struct pm_record *r, const struct pm_json_value *value,
	       struct pm_article *a, struct pm_error *err)
{
	const struct pm_json_value *found, *day;
	struct pm_roles roles;
	enum pm_status st;

	if (value->type != PM_JSON_OBJECT)
		return pm_fail(err, PM_ERR_INPUT, "not a JSON object");
	find_roles(r, value, &roles);
	found = roles.of[PM_ROLE_TEXT].value;
	if (found != NULL && roles.of[PM_ROLE_TEXT].order / SERVICE_STEP == IS_A_MISTAKE)
		return pm_fail(err, PM_ERR_INPUT, "'%.*s' is no text",
			       (int)found->name_len, found->name);
	note_names(r, &roles, a);
	if ((st = pm_record_put_texts(r, &roles, a, err)) < 0)
		return st;
	if (!r->kept_plain)
		roles.plain = NULL;
	if ((st = pm_record_put_folds(r, &roles, a, err)) < 0)
		return st;
	a->id = value_of(&roles, PM_ROLE_ID);
	a->url = value_of(&roles, PM_ROLE_URL);
	a->date = value_of(&roles, PM_ROLE_DATE);
	if (a->date.len == 0 && roles.no_date != NULL)
		a->no_date = (struct pm_str){ roles.no_date->name,
					      roles.no_date->name_len };
	read_language(roles.of[PM_ROLE_LANGUAGE].value, a);
	if ((found = roles.of[PM_ROLE_SOURCE].value) != NULL)
		a->source = pm_record_text_of(pm_record_source(found).part[0]);
	pm_buf_clear(&r->joined);
	if ((found = roles.of[PM_ROLE_AUTHOR].value) != NULL &&
	    (st = pm_record_put_authors(r, found, a, err)) < 0)
		return st;
	day = roles.of[PM_ROLE_DAY].value;
	if ((st = read_date(r, roles.of[PM_ROLE_DATE].value, &day, a, err)) < 0)
		return st;
	roles.of[PM_ROLE_DAY].value = day;
	return pm_record_put_fields(r, value, &roles, a, err);
}

/* How many names are said, and how long they may be. */
#define SAID_MAX 6
#define SAID_LEN 24

enum pm_status
pm_record_no_text(struct pm_record *r, const struct pm_json_value *object,
		  struct pm_error *why)
{
	char seen[SAID_MAX * (SAID_LEN + 4) + 8] = "";
	const struct pm_json_value *m;
	struct pm_roles roles;
	size_t len = 0, n = 0;

	find_roles(r, object, &roles);
	if (roles.of[PM_ROLE_TEXT].value != NULL || roles.of[PM_ROLE_TITLE].value != NULL)
		return pm_fail(why, PM_ERR_INPUT, "no text");
	for (m = object->child; m != NULL && n < SAID_MAX; m = m->next)
		if (m->name_len > 0 && m->name_len <= SAID_LEN)
			len += (size_t)snprintf(seen + len, sizeof seen - len, "%s%.*s",
						n++ == 0 ? "" : ", ", (int)m->name_len,
						m->name);
	if (object->child == NULL)
		return pm_fail(why, PM_ERR_INPUT, "no text, and no members at all");
	if (m != NULL)
		snprintf(seen + len, sizeof seen - len, ", ...");
	return pm_fail(why, PM_ERR_INPUT,
		       "no text: it is looked for in text, content, body and others "
		       "('pressmark-index fields' names them, --map adds to them), and the "
		       "members are %s",
		       n == 0 ? "others" : seen);
}
