/* Pressmark - front matter: where it is, and TOML: see front_matter.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/front_matter.h"

#include "corpus/formats/names.h"
#include "support/json.h"

#include <stdio.h>
#include <string.h>

/* What is longer is no header. */
#define HEADER_MAX ((size_t)1 << 16)

/* --- where it is -------------------------------------------------------- */

/* The line at P without its end and blanks before that; *NEXT is the next one, or the
 * end. */
static size_t
line_at(const char *p, const char *end, const char **next)
{
	const char *lf = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
	const char *e = lf == NULL ? end : lf;

	*next = lf == NULL ? end : lf + 1;
	while (e > p && (e[-1] == '\r' || e[-1] == ' ' || e[-1] == '\t'))
		e--;
	return (size_t)(e - p);
}

static bool
is_line(const char *p, size_t len, const char *wanted)
{
	return len == strlen(wanted) && memcmp(p, wanted, len) == 0;
}

/* Whether the first line that says something has a key. */
static bool
begins_with_key(struct pm_str text, char sign)
{
	const char *p = text.data, *end = p + text.len, *next;

	for (; p < end; p = next) {
		size_t len = line_at(p, end, &next);

		if (len == 0 || *p == '#')
			continue;
		return *p == '[' ||
		       (*p != '-' && *p != ' ' && memchr(p, sign, len) != NULL);
	}
	return true;
}

/* The object at the beginning, which ends with a brace at the beginning of a line. */
static struct pm_front
find_json(const char *text, size_t len)
{
	struct pm_front none = { PM_FRONT_NONE, { NULL, 0 }, 0 };
	const char *p, *next, *end = text + len;

	for (p = text; p < end; p = next) {
		size_t n = line_at(p, end, &next);

		if ((size_t)(p - text) > HEADER_MAX)
			break;
		if (is_line(p, n, "}"))
			return (struct pm_front){ PM_FRONT_JSON,
						  { text, (size_t)(p + 1 - text) },
						  (size_t)(next - text) };
	}
	return none;
}

struct pm_front
pm_front_find(const char *text, size_t len)
{
	struct pm_front f = { PM_FRONT_NONE, { NULL, 0 }, 0 };
	const char *p, *next, *end = text + len, *begin;
	size_t n = len == 0 ? 0 : line_at(text, end, &begin);
	bool yaml = is_line(text, n, "---");

	if (n == 0 || (!yaml && !is_line(text, n, "+++")))
		return is_line(text, n, "{") ? find_json(text, len) : f;
	for (p = begin; p < end; p = next) {
		n = line_at(p, end, &next);
		if (is_line(p, n, yaml ? "---" : "+++") || (yaml && is_line(p, n, "..."))) {
			if ((size_t)(p - begin) > HEADER_MAX)
				return f;
			f.text = (struct pm_str){ begin, (size_t)(p - begin) };
			f.body = (size_t)(next - text);
			if (begins_with_key(f.text, yaml ? ':' : '='))
				f.kind = yaml ? PM_FRONT_YAML : PM_FRONT_TOML;
			return f;
		}
	}
	return f;
}

/* The key of a line, without quotes; empty: it has none. */
static struct pm_str
key_of(const char *p, size_t len, enum pm_front_kind kind)
{
	const char *sign = len == 0 ? NULL
				    : memchr(p, kind == PM_FRONT_TOML ? '=' : ':', len);
	struct pm_str key = { p, sign == NULL ? 0 : (size_t)(sign - p) };

	while (key.len > 0 && (*key.data == ' ' || *key.data == '\t' || *key.data == '"')) {
		key.data++;
		key.len--;
	}
	while (key.len > 0 && strchr(" \t\"", key.data[key.len - 1]) != NULL)
		key.len--;
	return key;
}

bool
pm_front_is_known(const struct pm_front *f)
{
	const char *p = f->text.data, *end = p + f->text.len, *next;
	enum pm_role role;

	for (; p < end; p = next) {
		size_t len = line_at(p, end, &next);
		struct pm_str key = key_of(p, len, f->kind);

		if (key.len > 0 && pm_names_role_of(key.data, key.len, &role))
			return true;
	}
	return false;
}

/* --- one that has no end ------------------------------------------------ */

/* How a header begins and ends. */
static const struct {
	const char *begin, *end;
	enum pm_front_kind kind;
} ENDS[] = {
	{ "---", "---", PM_FRONT_YAML },
	{ "+++", "+++", PM_FRONT_TOML },
	{ "{", "}", PM_FRONT_JSON },
};
#define N_ENDS (sizeof ENDS / sizeof *ENDS)

/* The lines from P on that have keys, or may belong to the key before them. */
static struct pm_str
leading_keys(const char *p, const char *end, enum pm_front_kind kind)
{
	struct pm_str keys = { p, 0 };
	const char *next;

	for (; p < end; p = next) {
		size_t len = line_at(p, end, &next);

		if (len == 0 ||
		    (strchr(" \t-#[]{}", *p) == NULL && key_of(p, len, kind).len == 0))
			break;
		keys.len = (size_t)(next - keys.data);
	}
	return keys;
}

const char *
pm_front_missing_end(const char *text, size_t len)
{
	struct pm_front f = pm_front_find(text, len);
	const char *begin;
	size_t n = len == 0 ? 0 : line_at(text, text + len, &begin), i = 0;

	if (n == 0 || f.body > 0)
		return NULL;
	while (i < N_ENDS && !is_line(text, n, ENDS[i].begin))
		i++;
	if (i == N_ENDS)
		return NULL;
	len -= (size_t)(begin - text);
	f.kind = ENDS[i].kind;
	f.text = leading_keys(begin, begin + (len < HEADER_MAX ? len : HEADER_MAX),
			      f.kind);
	return pm_front_is_known(&f) ? ENDS[i].end : NULL;
}

void
pm_front_tell_missing_end(const struct pm_reader_options *options, struct pm_str file,
			  struct pm_str text)
{
	const char *end;
	char note[160];

	if (options->doubtful == NULL ||
	    (end = pm_front_missing_end(text.data, text.len)) == NULL)
		return;
	snprintf(note, sizeof note,
		 "begins as a header does, but no line '%s' ends it within %zu bytes: it was "
		 "read as text as a whole",
		 end, HEADER_MAX);
	options->doubtful(options->skip_ctx, file, 0, note);
}

/* --- TOML --------------------------------------------------------------- */

/* A key, with points between its parts; false: it is none. */
static bool
enter_key(struct pm_front_reader *r, const char *stops)
{
	const char *from;
	size_t len;

	for (;;) {
		pm_front_skip_blanks(r);
		if (r->p < r->end && (*r->p == '"' || *r->p == '\'')) {
			if (!pm_front_quoted(r))
				return false;
			pm_front_enter(r, pm_buf_str(&r->value), r->value.len);
		} else {
			pm_front_bare(r, stops, &from, &len);
			if (len == 0)
				return false;
			pm_front_enter(r, from, len);
		}
		pm_front_skip_blanks(r);
		if (r->p == r->end || *r->p != '.')
			return true;
		r->p++;
	}
}

/* A line [table] or [[list of tables]]. */
static void
enter_table(struct pm_front_reader *r)
{
	const char *line = r->p;
	bool list = r->end - r->p > 1 && r->p[1] == '[';

	pm_front_leave(r, 0);
	r->in_list = list;
	r->p += 1 + list;
	if (!enter_key(r, ".]") || r->p == r->end || *r->p != ']')
		pm_front_odd(r, line);
	else
		r->p += list && r->end - r->p > 1 ? 2 : 1;
	pm_front_end_line(r);
}

static void
read_toml(struct pm_front_reader *r)
{
	while (pm_front_skip_lines(r), r->p < r->end) {
		const char *line = r->p;
		size_t before = r->name.len;
		bool fine;

		if (*r->p == '[') {
			enter_table(r);
			continue;
		}
		fine = enter_key(r, ".=") && r->p < r->end && *r->p == '=';
		if (fine) {
			r->p++;
			pm_front_skip_blanks(r);
			fine = pm_front_can_flow(r);
			if (!fine)
				r->p = line;
			fine = fine && pm_front_flow(r, 1);
		}
		pm_front_leave(r, before);
		if (!fine) {
			pm_front_odd(r, line);
			while (r->p < r->end && *r->p != '\n')
				r->p++;
		}
		pm_front_end_line(r);
	}
}

/* --- JSON, and all ------------------------------------------------------ */

static void
say_json(struct pm_front_reader *r, const struct pm_json_value *v, unsigned depth)
{
	const struct pm_json_value *c;
	const char *truth;
	size_t before;

	switch (v->type) {
	case PM_JSON_OBJECT:
		if (depth == PM_FRONT_DEPTH_MAX) {
			pm_front_odd(r, r->begin);
			break;
		}
		for (c = v->child; c != NULL; c = c->next) {
			before = pm_front_enter(r, c->name, c->name_len);
			say_json(r, c, depth + 1);
			pm_front_leave(r, before);
		}
		break;
	case PM_JSON_ARRAY:
		r->in_list++;
		for (c = v->child; c != NULL; c = c->next)
			say_json(r, c, depth);
		r->in_list--;
		break;
	case PM_JSON_BOOL:
		truth = v->boolean ? "true" : "false";
		pm_front_say(r, truth, strlen(truth));
		break;
	case PM_JSON_STRING:
	case PM_JSON_NUMBER:
		pm_front_say(r, v->text, v->text_len);
		break;
	default:
		break;
	}
}

static enum pm_status
read_json(struct pm_front_reader *r, struct pm_error *err)
{
	const struct pm_json_value *root;
	struct pm_json *json;
	enum pm_status st = pm_json_new(&json, err);

	if (st == PM_OK)
		st = pm_json_parse(json, r->begin, (size_t)(r->end - r->begin), &root,
				   NULL, err);
	if (st == PM_OK)
		say_json(r, root, 0);
	pm_json_free(json);
	return st;
}

enum pm_status
pm_front_read(const struct pm_front *f, struct pm_draft *draft,
	      struct pm_front_said *said, struct pm_error *err)
{
	struct pm_front_reader r = { .draft = draft,
				     .said = said,
				     .begin = f->text.data,
				     .p = f->text.data,
				     .end = f->text.data + f->text.len,
				     .kind = f->kind };
	enum pm_status st = PM_OK;

	*said = (struct pm_front_said){ 0, 0 };
	pm_buf_init(&r.name, PM_BUF_NO_LIMIT);
	pm_buf_init(&r.value, PM_BUF_NO_LIMIT);
	if (f->kind == PM_FRONT_YAML)
		pm_front_read_yaml(&r);
	else if (f->kind == PM_FRONT_TOML)
		read_toml(&r);
	else if (f->kind == PM_FRONT_JSON)
		st = read_json(&r, err);
	if (st == PM_OK && (r.name.status < 0 || r.value.status < 0))
		st = pm_fail_nomem(err);
	pm_buf_release(&r.name);
	pm_buf_release(&r.value);
	return st;
}
