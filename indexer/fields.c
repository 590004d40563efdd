/* Pressmark - pressmark-index fields: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/commands.h"

#include "corpus/formats/names.h"
#include "indexer/columns.h"
#include "support/intern.h"
#include "support/json_put.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Articles are read until there are so many. */
#define ARTICLES_MAX 10000u
/* So many names are shown of each role and of other fields. */
#define SHOWN_MAX 40u
#define NAME_WIDTH_MAX 32u
#define EXAMPLE_MAX 60u
/* What that many characters take at most. */
#define EXAMPLE_BYTES ((size_t)4 * EXAMPLE_MAX)

/* What stands for the member where an entry has none: the article is the file itself. */
static const char ITSELF[] = "(the file itself)";

/* A member that was seen: of how many articles, and what it had first. */
struct member {
	uint64_t n;
	size_t example, example_len; /* in the bytes */
	bool cut;		     /* it goes on */
};

struct seen {
	struct pm_intern names; /* the role, or PM_N_ROLES, as a byte; and the name */
	struct member *members;
	size_t cap;
	struct pm_buf key, examples;
	uint64_t articles;
};

static enum pm_status
add(struct seen *s, unsigned role, struct pm_str name, struct pm_str value,
    struct pm_error *err)
{
	uint32_t known = s->names.n, id;
	struct member *m;
	enum pm_status st;

	pm_buf_clear(&s->key);
	pm_buf_putc(&s->key, (char)role);
	pm_buf_put(&s->key, name.data, name.len);
	if (s->key.status < 0)
		return pm_fail_nomem(err);
	if ((st = pm_intern(&s->names, s->key.data, s->key.len, &id, err)) < 0 ||
	    (st = pm_grow(&s->members, &s->cap, (size_t)id + 1, sizeof *s->members, err)) <
		    0)
		return st;
	m = &s->members[id];
	if (id == known) {
		size_t len = value.len < EXAMPLE_BYTES ? value.len : EXAMPLE_BYTES;

		while (len < value.len && len > 0 &&
		       ((uint8_t)value.data[len] & 0xc0) == 0x80)
			len--;
		*m = (struct member){ 0, s->examples.len, len, len < value.len };
		pm_buf_put(&s->examples, value.data, len);
	}
	m->n++;
	return pm_buf_check(&s->examples, "examples", err);
}

static enum pm_status
add_roles(struct seen *s, const struct pm_article *a, struct pm_error *err)
{
	const struct pm_str values[PM_N_ROLES] = {
		[PM_ROLE_ID] = a->id,	      [PM_ROLE_TITLE] = a->title,
		[PM_ROLE_TEXT] = a->text,     [PM_ROLE_DATE] = a->date,
		[PM_ROLE_URL] = a->url,	      [PM_ROLE_SOURCE] = a->source,
		[PM_ROLE_AUTHOR] = a->author, [PM_ROLE_LANGUAGE] = a->language,
	};
	struct pm_str itself = { ITSELF, sizeof ITSELF - 1 };
	enum pm_status st = PM_OK;
	unsigned role;

	for (role = 0; role < PM_N_ROLES && st == PM_OK; role++)
		if (values[role].len > 0)
			st = add(s, role, a->from == NULL ? itself : a->from[role],
				 values[role], err);
	return st;
}

static enum pm_status
add_article(struct seen *s, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status st = add_roles(s, a, err);
	size_t i;

	s->articles++;
	for (i = 0; i < a->n_fields && st == PM_OK; i++) {
		const struct pm_field *f = &a->fields[i];

		/* a list counts once */
		if (i > 0 && f->in_list && f[-1].name.len == f->name.len &&
		    memcmp(f[-1].name.data, f->name.data, f->name.len) == 0)
			continue;
		st = add(s, PM_N_ROLES, f->name, f->value, err);
	}
	return st;
}

/* --- the answer --------------------------------------------------------- */

static const char *
role_name(unsigned role)
{
	return role < PM_N_ROLES ? pm_role_name((enum pm_role)role) : "field";
}

static void
put_member(struct pm_buf *out, const struct seen *s, uint32_t id, unsigned role,
	   size_t width)
{
	const struct member *m = &s->members[id];
	size_t len, from = out->len;
	const char *key = pm_intern_get(&s->names, id, &len);

	pm_buf_puts(out, role_name(role));
	pm_columns_pad(out, from, 10);
	from = out->len;
	pm_columns_cut(out, key + 1, len - 1, NAME_WIDTH_MAX - 3);
	pm_columns_pad(out, from, width);
	pm_buf_printf(out, " %8" PRIu64 "  ", m->n);
	pm_columns_cut(out, (const char *)s->examples.data + m->example, m->example_len,
		       EXAMPLE_MAX);
	pm_buf_putc(out, '\n');
}

static void
put_role(struct pm_buf *out, const struct seen *s, unsigned role, size_t width)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->names.n; i++) {
		size_t len;
		const char *key = pm_intern_get(&s->names, i, &len);

		if ((unsigned)key[0] != role)
			continue;
		if (n++ < SHOWN_MAX)
			put_member(out, s, i, role, width);
	}
	if (n > SHOWN_MAX)
		pm_buf_printf(out, "          and %" PRIu32 " more\n", n - SHOWN_MAX);
}

static void
put_answer(struct pm_buf *out, const struct seen *s)
{
	size_t width = 6;
	unsigned role;
	uint32_t i;

	pm_buf_put_grouped(out, s->articles);
	pm_buf_puts(out, s->articles == 1 ? " article" : " articles");
	pm_buf_puts(out, s->articles == ARTICLES_MAX ? " were read; there may be more\n\n"
						     : "\n\n");
	for (i = 0; i < s->names.n; i++) {
		size_t len;
		const char *key = pm_intern_get(&s->names, i, &len);
		size_t w = pm_columns_width(key + 1, len - 1);

		width = w > width ? w : width;
	}
	width = width > NAME_WIDTH_MAX ? NAME_WIDTH_MAX : width;
	pm_buf_printf(out, "role      member");
	for (i = 6; i < width; i++)
		pm_buf_putc(out, ' ');
	pm_buf_puts(out, " articles  the first\n");
	for (role = 0; role <= PM_N_ROLES; role++)
		put_role(out, s, role, width);
}

/* --- the same in JSON --------------------------------------------------- */

static void
put_json_member(struct pm_buf *out, const struct seen *s, uint32_t id)
{
	const struct member *m = &s->members[id];
	const char *example = (const char *)s->examples.data + m->example;
	size_t len;
	const char *key = pm_intern_get(&s->names, id, &len);

	pm_buf_printf(out, "{\"role\":\"%s\",\"member\":", role_name((unsigned char)*key));
	if (len == sizeof ITSELF && memcmp(key + 1, ITSELF, len - 1) == 0)
		pm_buf_puts(out, "null");
	else
		pm_json_put_string(out, key + 1, len - 1);
	pm_buf_printf(out, ",\"articles\":%" PRIu64 ",\"first\":", m->n);
	pm_json_put_string(out, example, m->example_len);
	pm_buf_puts(out, m->cut ? ",\"first_is_cut\":true}" : "}");
}

/* Members that --map names, and no article has. */
static void
put_json_missing(struct pm_buf *out, const struct pm_names *names, bool *first)
{
	enum pm_role role;
	const char *name;
	uint64_t seen;
	size_t i;

	for (i = 0; names != NULL && pm_names_mapped(names, i, &role, &name, &seen); i++) {
		if (seen > 0)
			continue;
		pm_buf_printf(out, "%s\n{\"role\":\"%s\",\"member\":", *first ? "" : ",",
			      pm_role_name(role));
		pm_json_put_string(out, name, strlen(name));
		pm_buf_puts(out, ",\"articles\":0}");
		*first = false;
	}
}

static void
put_json(struct pm_buf *out, const struct seen *s, const struct pm_names *names)
{
	bool first = true;
	unsigned role;
	uint32_t i;
	size_t len;

	pm_buf_printf(out,
		      "{\"format\":1,\"articles\":%" PRIu64 ",\"more\":%s,\"members\":[",
		      s->articles, s->articles == ARTICLES_MAX ? "true" : "false");
	for (role = 0; role <= PM_N_ROLES; role++)
		for (i = 0; i < s->names.n; i++) {
			if ((unsigned char)*pm_intern_get(&s->names, i, &len) != role)
				continue;
			pm_buf_puts(out, first ? "\n" : ",\n");
			put_json_member(out, s, i);
			first = false;
		}
	put_json_missing(out, names, &first);
	pm_buf_puts(out, "\n]}\n");
}

enum pm_status
pm_fields_of(const char *const *paths, size_t n_paths,
	     const struct pm_reader_options *options, enum pm_fields_form form,
	     struct pm_buf *out, struct pm_error *err)
{
	const struct pm_article *a;
	struct pm_reader *reader;
	struct seen s = { 0 };
	enum pm_status st;

	pm_intern_init(&s.names);
	pm_buf_init(&s.key, PM_BUF_NO_LIMIT);
	pm_buf_init(&s.examples, PM_BUF_NO_LIMIT);
	st = pm_reader_open(&reader, paths, n_paths, options, err);
	while (st == PM_OK && s.articles < ARTICLES_MAX &&
	       (st = pm_reader_next(reader, &a, err)) == PM_OK) {
		st = add_article(&s, a, err);
		pm_reader_trim(reader);
	}
	if (st >= 0 && s.articles == 0)
		st = pm_fail(err, PM_ERR_INPUT, "no article found in '%s'%s", paths[0],
			     n_paths > 1 ? " or the other paths" : "");
	if (st >= 0) {
		if (form == PM_FIELDS_JSON)
			put_json(out, &s, options->names);
		else
			put_answer(out, &s);
		st = pm_buf_check(out, "the answer", err);
	}
	pm_reader_free(reader);
	pm_intern_release(&s.names);
	pm_buf_release(&s.key);
	pm_buf_release(&s.examples);
	free(s.members);
	return st;
}

/* --- the table ---------------------------------------------------------- */

static void
put_row(struct pm_buf *out, const char *role, const char *names)
{
	size_t from = out->len;

	pm_buf_puts(out, role);
	pm_columns_pad(out, from, 10);
	for (; *names != '\0'; names++) {
		if (*names == ' ')
			pm_buf_putc(out, ',');
		pm_buf_putc(out, *names);
	}
	pm_buf_putc(out, '\n');
}

/* NAMES, with blanks between, as an array. */
static void
put_json_names(struct pm_buf *out, const char *names)
{
	size_t n;

	for (pm_buf_putc(out, '['); *names != '\0'; names += n + (names[n] == ' ')) {
		n = strcspn(names, " ");
		pm_json_put_string(out, names, n);
		if (names[n] == ' ')
			pm_buf_putc(out, ',');
	}
	pm_buf_putc(out, ']');
}

static void
put_json_table(struct pm_buf *out)
{
	unsigned role;

	pm_buf_puts(out, "{\"format\":1,\"roles\":[");
	for (role = 0; role < PM_N_ROLES; role++) {
		if (role == PM_ROLE_DAY)
			continue;
		pm_buf_printf(out, "%s\n{\"role\":\"%s\",\"members\":",
			      role == 0 ? "" : ",", role_name(role));
		put_json_names(out, pm_role_names((enum pm_role)role));
		if (role == PM_ROLE_TEXT) {
			pm_buf_puts(out, ",\"else\":");
			put_json_names(out, pm_second_texts());
		}
		pm_buf_putc(out, '}');
	}
	pm_buf_puts(out, "\n],\n\"no_dates\":");
	put_json_names(out, pm_no_dates());
	pm_buf_puts(out, ",\n\"lists_of_articles\":");
	put_json_names(out, pm_wrapping_names());
	pm_buf_puts(out, "}\n");
}

enum pm_status
pm_fields_table(enum pm_fields_form form, struct pm_buf *out, struct pm_error *err)
{
	unsigned role;

	if (form == PM_FIELDS_JSON) {
		put_json_table(out);
		return pm_buf_check(out, "the table", err);
	}
	for (role = 0; role < PM_N_ROLES; role++) {
		if (role == PM_ROLE_DAY)
			continue;
		put_row(out, pm_role_name((enum pm_role)role),
			pm_role_names((enum pm_role)role));
		if (role == PM_ROLE_TEXT)
			put_row(out, "", pm_second_texts());
	}
	pm_buf_puts(out, "\nNever the date, but fields:\n");
	put_row(out, "", pm_no_dates());
	pm_buf_puts(out,
		    "\nThe first that has a value wins; the second row of the text is "
		    "taken where there is none.\nCapitals, blanks, _ and - do not count; "
		    "a point leads into an object.\nAn object without a text is opened "
		    "if it has a list of articles in one of:\n");
	put_row(out, "", pm_wrapping_names());
	return pm_buf_check(out, "the table", err);
}
