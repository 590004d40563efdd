/* Pressmark - which member is the title, the text, the date: see names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct {
	const char *role, *names;
} TABLE[PM_N_ROLES] = {
	[PM_ROLE_ID] = { "id",
		"id uri guid docid docno document_id uuid ArticleId pid cord_uid paper_id" },
	[PM_ROLE_TITLE] = { "title",
		"title headline headline.main webTitle title.rendered name ti" },
	[PM_ROLE_TEXT] = { "text",
		"text content body maintext body_text body_xhtml body_html content_html "
		"texts contents paragraphs article_text articleBody fields.bodyText "
		"full_text passage segment speech content.rendered" },
	[PM_ROLE_DATE] = { "date",
		"date published_at publish_date published_date date_publish date_published "
		"pub_date publication_date publish_time published webPublicationDate "
		"firstpublished dateTime created_at created_utc versioncreated firstcreated "
		"timestamp time year" },
	[PM_ROLE_DAY] = { "day of date", "date.day" },
	[PM_ROLE_URL] = { "url",
		"url link article_link article_url news_url fronturl canonical_url webUrl uri" },
	[PM_ROLE_SOURCE] = { "source",
		"source source_name source_title source_domain source.name source.title domain publisher "
		"publication newspaper journal provider site siteName" },
	[PM_ROLE_AUTHOR] = { "author",
		"author authors byline byline.original fields.byline author.name authors.name creator by" },
	[PM_ROLE_LANGUAGE] = { "language", "language lang inLanguage" },
};

static const char SECOND_TEXTS[] =
	"summary description abstract description_text lead_paragraph short_description "
	"excerpt overview";

static const char NO_DATES[] =
	"date_download download_date scraped_at date_scraped crawled crawled_at crawl_date "
	"date_crawled saved fetched_at retrieved_at accessed_at inserted_at indexed_at "
	"updated_at date_updated updated date_modify date_modified modified_at modified "
	"last_modified modified_date";

static const char WRAPPERS[] =
	"articles items results docs data posts entries hits response statuses";

static const char FOLDS_NAME[] = "folds";
static const char PLAIN_NAME[] = "text.plain";
/* clang-format on */

/* A statement of --map. */
struct statement {
	enum pm_role role;
	char *name; /* as it was written */
	bool is_column;
	size_t column;
};

struct pm_names {
	struct pm_member_name *all;
	size_t n, cap;
	uint32_t *slots; /* number + 1 of a name, by its hash; 0: free */
	size_t n_slots;	 /* a power of two */
	struct statement *map;
	size_t n_map, map_cap;
	struct pm_buf said; /* scratch */
};

/* --- folding ------------------------------------------------------------ */

#define HASH_BASIS UINT32_C(0x811c9dc5)
#define HASH_PRIME UINT32_C(0x01000193)

void
pm_member_key_begin(struct pm_member_key *key)
{
	key->len = 0;
	key->hash = HASH_BASIS;
}

void
pm_member_key_add(struct pm_member_key *key, const char *name, size_t len)
{
	uint32_t hash = key->hash;
	size_t n = key->len, i;

	if (n > PM_MEMBER_NAME_MAX)
		return;
	if (n > 0) {
		key->text[n++] = '.';
		hash = (hash ^ '.') * HASH_PRIME;
	}
	for (i = 0; i < len; i++) {
		char c = name[i];

		if (c == ' ' || c == '_' || c == '-')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (n >= PM_MEMBER_NAME_MAX) {
			key->len = PM_MEMBER_NAME_MAX + 1;
			return;
		}
		key->text[n++] = c;
		hash = (hash ^ (uint8_t)c) * HASH_PRIME;
	}
	key->len = n;
	key->hash = hash;
}

/* --- the table ---------------------------------------------------------- */

/* The slot of the key, or the free one for it. */
static size_t
slot_of(const struct pm_names *names, const struct pm_member_key *key)
{
	size_t i = (key->hash ^ key->hash >> 15) & (names->n_slots - 1);

	for (; names->slots[i] != 0; i = (i + 1) & (names->n_slots - 1)) {
		const struct pm_member_name *n = &names->all[names->slots[i] - 1];

		if (n->len == key->len && memcmp(n->name, key->text, n->len) == 0)
			break;
	}
	return i;
}

struct pm_member_name *
pm_names_find(struct pm_names *names, const struct pm_member_key *key)
{
	uint32_t number;

	if (key->len > PM_MEMBER_NAME_MAX)
		return NULL;
	number = names->slots[slot_of(names, key)];
	return number == 0 ? NULL : &names->all[number - 1];
}

struct pm_member_name *
pm_names_lookup(struct pm_names *names, const char *name, size_t len)
{
	struct pm_member_key key;

	pm_member_key_begin(&key);
	pm_member_key_add(&key, name, len);
	return pm_names_find(names, &key);
}

static bool
ends_with(const struct pm_member_key *key, const char *end)
{
	size_t n = strlen(end);

	return key->len >= n && memcmp(key->text + key->len - n, end, n) == 0;
}

/* Put all names into the slots, at most one in four of which is taken. */
static enum pm_status
spread(struct pm_names *names, size_t n, struct pm_error *err)
{
	size_t n_slots = 64, i;

	while (n_slots < 4 * n)
		n_slots *= 2;
	free(names->slots);
	names->slots = pm_calloc(n_slots, sizeof *names->slots);
	names->n_slots = n_slots;
	if (names->slots == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < names->n; i++) {
		struct pm_member_key key;

		pm_member_key_begin(&key);
		pm_member_key_add(&key, names->all[i].name, names->all[i].len);
		names->slots[slot_of(names, &key)] = (uint32_t)i + 1;
	}
	return PM_OK;
}

/* The name of that key, which is new or not; NULL if memory runs out. */
static struct pm_member_name *
have(struct pm_names *names, const struct pm_member_key *key, struct pm_error *err)
{
	struct pm_member_name *n = names->n_slots == 0 ? NULL : pm_names_find(names, key);

	if (n != NULL)
		return n;
	if (pm_grow(&names->all, &names->cap, names->n + 1, sizeof *names->all, err) < 0)
		return NULL;
	if (4 * (names->n + 1) > names->n_slots && spread(names, names->n + 1, err) < 0)
		return NULL;
	n = &names->all[names->n];
	*n = (struct pm_member_name){
		.name = pm_strndup(key->text, key->len),
		.len = key->len,
		.is_html = ends_with(key, "html") || ends_with(key, ".rendered")
	};
	if (n->name == NULL) {
		pm_fail_nomem(err);
		return NULL;
	}
	names->slots[slot_of(names, key)] = (uint32_t)++names->n;
	return n;
}

/* The name LEN bytes long, and those that lead to it. */
static struct pm_member_name *
have_path(struct pm_names *names, const char *name, size_t len, struct pm_error *err)
{
	const char *point = name, *end = name + len;
	struct pm_member_key key;
	struct pm_member_name *n;

	/* the day of a date stands beside it, as export writes it, and never in it */
	while (strncmp(name, "date.day", len) != 0 &&
	       (point = memchr(point, '.', (size_t)(end - point))) != NULL) {
		pm_member_key_begin(&key);
		pm_member_key_add(&key, name, (size_t)(point++ - name));
		if ((n = have(names, &key, err)) == NULL)
			return NULL;
		n->leads = true;
	}
	pm_member_key_begin(&key);
	pm_member_key_add(&key, name, len);
	return have(names, &key, err);
}

enum kind { FIRST, SECOND, NO_DATE, WRAPPER, FOLDS };

/* The names of a row of the table, for ROLE, from RANK on. */
static enum pm_status
add_row(struct pm_names *names, enum pm_role role, const char *row, enum kind kind,
	unsigned rank, struct pm_error *err)
{
	while (*row != '\0') {
		size_t len = strcspn(row, " ");
		struct pm_member_name *n = have_path(names, row, len, err);

		if (n == NULL)
			return PM_ERR_NOMEM;
		if (kind == WRAPPER) {
			n->wraps = true;
		} else if (kind == FOLDS) {
			n->is_folds = true;
		} else if (kind == NO_DATE) {
			n->is_no_date = true;
		} else {
			n->uses[n->n_uses].role = role;
			n->uses[n->n_uses++].rank = rank++;
			n->is_second = kind == SECOND;
		}
		row += len + strspn(row + len, " ");
	}
	return PM_OK;
}

/* It stands beside the text, as export writes it, and never in it. */
static enum pm_status
add_plain(struct pm_names *names, struct pm_error *err)
{
	struct pm_member_key key;
	struct pm_member_name *n;

	pm_member_key_begin(&key);
	pm_member_key_add(&key, PLAIN_NAME, sizeof PLAIN_NAME - 1);
	if ((n = have(names, &key, err)) == NULL)
		return PM_ERR_NOMEM;
	n->is_plain = true;
	return PM_OK;
}

/* The ranks of a role: those that --map takes, the row, and second texts. */
#define RANK_TABLE 1000u
#define RANK_SECOND 2000u

enum pm_status
pm_names_new(struct pm_names **out, struct pm_error *err)
{
	struct pm_names *names = pm_calloc(1, sizeof *names);
	enum pm_status st = PM_OK;
	unsigned role;

	*out = NULL;
	if (names == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&names->said, PM_BUF_NO_LIMIT);
	for (role = 0; role < PM_N_ROLES && st == PM_OK; role++)
		st = add_row(names, (enum pm_role)role, TABLE[role].names, FIRST,
			     RANK_TABLE, err);
	if (st == PM_OK)
		st = add_row(names, PM_ROLE_TEXT, SECOND_TEXTS, SECOND, RANK_SECOND, err);
	if (st == PM_OK)
		st = add_row(names, PM_N_ROLES, NO_DATES, NO_DATE, 0, err);
	if (st == PM_OK)
		st = add_row(names, PM_N_ROLES, WRAPPERS, WRAPPER, 0, err);
	if (st == PM_OK)
		st = add_row(names, PM_N_ROLES, FOLDS_NAME, FOLDS, 0, err);
	if (st == PM_OK)
		st = add_plain(names, err);
	if (st < 0) {
		pm_names_free(names);
		return st;
	}
	*out = names;
	return PM_OK;
}

void
pm_names_free(struct pm_names *names)
{
	size_t i;

	if (names == NULL)
		return;
	for (i = 0; i < names->n; i++)
		free((char *)names->all[i].name);
	for (i = 0; i < names->n_map; i++)
		free(names->map[i].name);
	free(names->all);
	free(names->slots);
	free(names->map);
	pm_buf_release(&names->said);
	free(names);
}

/* --- what --map says ---------------------------------------------------- */

static enum pm_status
unknown_role(struct pm_names *names, const char *role, size_t len, struct pm_error *err)
{
	unsigned i;

	pm_buf_clear(&names->said);
	for (i = 0; i < PM_N_ROLES; i++)
		if (i != PM_ROLE_DAY)
			pm_buf_printf(&names->said, "%s%s", i == 0 ? "" : ", ",
				      TABLE[i].role);
	pm_buf_putc(&names->said, '\0');
	if (names->said.status < 0)
		return pm_fail_nomem(err);
	return pm_fail(err, PM_ERR_USAGE,
		       "option '--map' knows no role '%.*s'; the roles are %s", (int)len,
		       role, pm_buf_str(&names->said));
}

/* The role called so, with or without capitals. */
static bool
find_role(const char *name, size_t len, enum pm_role *role)
{
	struct pm_member_key key;
	unsigned i;

	pm_member_key_begin(&key);
	pm_member_key_add(&key, name, len);
	for (i = 0; i < PM_N_ROLES; i++)
		if (i != PM_ROLE_DAY && key.len == strlen(TABLE[i].role) &&
		    memcmp(key.text, TABLE[i].role, key.len) == 0) {
			*role = (enum pm_role)i;
			return true;
		}
	return false;
}

/* Give a name its role, and no other. */
static enum pm_status
map_name(struct pm_names *names, enum pm_role role, const char *name, size_t len,
	 struct pm_error *err)
{
	bool is_column = strspn(name, "0123456789") >= len;
	struct statement *s;
	struct pm_member_name *n;
	char column[32];

	if (pm_grow(&names->map, &names->map_cap, names->n_map + 1, sizeof *names->map,
		    err) < 0)
		return PM_ERR_NOMEM;
	s = &names->map[names->n_map];
	*s = (struct statement){ .role = role, .is_column = is_column };
	if (is_column && len <= 6)
		s->column = strtoul(name, NULL, 10);
	if (is_column && s->column == 0)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--map': there is no column %.*s; the first is 1",
			       (int)len, name);
	if ((s->name = pm_strndup(name, len)) == NULL)
		return pm_fail_nomem(err);
	names->n_map++;
	if (is_column) {
		snprintf(column, sizeof column, "column %zu", s->column);
		name = column;
		len = strlen(column);
	}
	if ((n = have_path(names, name, len, err)) == NULL)
		return PM_ERR_NOMEM;
	if (n->is_mapped && n->uses[0].role != role)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--map' gives '%s' two roles, %s and %s", s->name,
			       TABLE[n->uses[0].role].role, TABLE[role].role);
	if (!n->is_mapped) {
		n->uses[0].role = role;
		n->uses[0].rank = (unsigned)names->n_map - 1;
		n->n_uses = 1;
	}
	n->is_second = n->is_no_date = n->is_folds = n->is_plain = false;
	n->is_mapped = true;
	return PM_OK;
}

static enum pm_status
map_one(struct pm_names *names, const char *text, size_t len, struct pm_error *err)
{
	const char *is = len == 0 ? NULL : memchr(text, '=', len), *end = text + len;
	struct pm_member_key key;
	enum pm_role role;

	if (is == NULL)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--map' takes ROLE=NAME, such as "
			       "date=publishedAt,text=story.body, not '%.*s'",
			       (int)len, text);
	if (!find_role(text, (size_t)(is - text), &role))
		return unknown_role(names, text, (size_t)(is - text), err);
	while (++is < end && *is == ' ')
		;
	while (end > is && end[-1] == ' ')
		end--;
	pm_member_key_begin(&key);
	pm_member_key_add(&key, is, (size_t)(end - is));
	if (key.len == 0 || key.len > PM_MEMBER_NAME_MAX)
		return pm_fail(err, PM_ERR_USAGE, "option '--map': %s '%s='",
			       key.len == 0 ? "there is no name behind"
					    : "a name is too long behind",
			       TABLE[role].role);
	if (names->n_map == RANK_TABLE)
		return pm_fail(err, PM_ERR_USAGE, "option '--map' has too many names");
	return map_name(names, role, is, (size_t)(end - is), err);
}

enum pm_status
pm_names_map(struct pm_names *names, const char *text, struct pm_error *err)
{
	enum pm_status st;
	size_t len;

	for (;; text += len + 1) {
		len = strcspn(text, ",");
		if ((st = map_one(names, text, len, err)) < 0 || text[len] == '\0')
			return st;
	}
}

bool
pm_names_mapped(const struct pm_names *names, size_t i, enum pm_role *role,
		const char **name, uint64_t *seen)
{
	const struct statement *s;
	struct pm_member_key key;
	char column[32];

	if (i >= names->n_map)
		return false;
	s = &names->map[i];
	*role = s->role;
	*name = s->name;
	snprintf(column, sizeof column, "column %zu", s->column);
	pm_member_key_begin(&key);
	pm_member_key_add(&key, s->is_column ? column : s->name,
			  strlen(s->is_column ? column : s->name));
	*seen = names->all[names->slots[slot_of(names, &key)] - 1].seen;
	return true;
}

bool
pm_names_has_columns(const struct pm_names *names)
{
	size_t i;

	for (i = 0; i < names->n_map; i++)
		if (names->map[i].is_column)
			return true;
	return false;
}

bool
pm_names_has_column(const struct pm_names *names, size_t n)
{
	size_t i;

	for (i = 0; i < names->n_map; i++)
		if (names->map[i].is_column && names->map[i].column == n)
			return true;
	return false;
}

/* --- what the table says ------------------------------------------------ */

/* Whether one of the names of ROW, folded, is the key. */
static bool
row_has(const char *row, const struct pm_member_key *key)
{
	struct pm_member_key name;

	while (*row != '\0') {
		size_t len = strcspn(row, " ");

		pm_member_key_begin(&name);
		pm_member_key_add(&name, row, len);
		if (name.len == key->len && memcmp(name.text, key->text, key->len) == 0)
			return true;
		row += len + strspn(row + len, " ");
	}
	return false;
}

bool
pm_names_role_of(const char *name, size_t len, enum pm_role *role)
{
	struct pm_member_key key;
	unsigned i;

	pm_member_key_begin(&key);
	pm_member_key_add(&key, name, len);
	for (i = 0; i < PM_N_ROLES; i++)
		if (row_has(TABLE[i].names, &key)) {
			*role = (enum pm_role)i;
			return true;
		}
	*role = PM_ROLE_TEXT;
	return row_has(SECOND_TEXTS, &key);
}

const char *
pm_plain_text_name(void)
{
	return PLAIN_NAME;
}

const char *
pm_role_name(enum pm_role role)
{
	return TABLE[role].role;
}

const char *
pm_role_names(enum pm_role role)
{
	return TABLE[role].names;
}

const char *
pm_second_texts(void)
{
	return SECOND_TEXTS;
}

const char *
pm_no_dates(void)
{
	return NO_DATES;
}

const char *
pm_wrapping_names(void)
{
	return WRAPPERS;
}
