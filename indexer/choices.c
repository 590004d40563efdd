/* Pressmark - what a build was told about its input: see choices.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/choices.h"

#include "indexer/places.h"
#include "support/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Of how many rules it is said that they met nothing. */
#define RULES_SHOWN 10u

/* What all options together may take in the generation. */
#define LINES_MAX ((size_t)64 << 10)

void
pm_choices_init(struct pm_choices *c)
{
	memset(c, 0, sizeof *c);
	pm_buf_init(&c->lines, LINES_MAX);
}

void
pm_choices_release(struct pm_choices *c)
{
	pm_names_free(c->names);
	pm_globs_free(c->globs);
	pm_page_rules_free(c->rules);
	pm_buf_release(&c->lines);
}

/* Note an option: controls in it would make it another. */
static enum pm_status
note(struct pm_choices *c, const char *key, const char *value, struct pm_error *err)
{
	size_t len = strlen(value), i;

	for (i = 0; i < len; i++)
		if ((unsigned char)value[i] < ' ' || value[i] == 0x7f)
			return pm_fail(err, PM_ERR_USAGE,
				       "option '--%s': there is a control character in "
				       "its value",
				       key);
	if (!pm_utf8_valid(value, len))
		return pm_fail(err, PM_ERR_USAGE, "option '--%s': its value is not UTF-8",
			       key);
	pm_buf_printf(&c->lines, "%s %s\n", key, value);
	if (c->lines.status == PM_ERR_LIMIT)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--%s': these are more than %zu bytes of options",
			       key, LINES_MAX);
	return pm_buf_check(&c->lines, "options", err);
}

enum pm_status
pm_choices_map(struct pm_choices *c, const char *text, struct pm_error *err)
{
	enum pm_status st = PM_OK;

	if (c->names == NULL)
		st = pm_names_new(&c->names, err);
	if (st == PM_OK)
		st = pm_names_map(c->names, text, err);
	return st == PM_OK ? note(c, "map", text, err) : st;
}

enum pm_status
pm_choices_glob(struct pm_choices *c, enum pm_glob_use use, const char *pattern,
		struct pm_error *err)
{
	enum pm_status st = PM_OK;

	if (c->globs == NULL)
		st = pm_globs_new(&c->globs, err);
	if (st == PM_OK)
		st = pm_globs_add(c->globs, use, pattern, err);
	return st == PM_OK ? note(c, use == PM_GLOB_INCLUDE ? "include" : "exclude",
				  pattern, err)
			   : st;
}

enum pm_status
pm_choices_rules(struct pm_choices *c, const char *path, struct pm_error *err)
{
	char digest[2 * sizeof(XXH128_hash_t) + 1];
	enum pm_status st;
	struct pm_buf text;
	XXH128_hash_t hash;

	if (c->rules != NULL)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--rules' is given twice: one file has all rules");
	if ((st = pm_page_rules_read(&c->rules, path, err)) < 0)
		return st;
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_page_rules_put(&text, c->rules);
	st = pm_buf_check(&text, "the rules", err);
	if (st == PM_OK) {
		hash = XXH3_128bits(text.data, text.len);
		snprintf(digest, sizeof digest, "%016" PRIx64 "%016" PRIx64,
			 (uint64_t)hash.high64, (uint64_t)hash.low64);
		st = note(c, "rules", digest, err);
	}
	pm_buf_release(&text);
	return st;
}

enum pm_status
pm_choices_base(struct pm_choices *c, const char *dir, struct pm_error *err)
{
	char *base;
	enum pm_status st = pm_base_find(dir, &base, err);

	if (st == PM_OK)
		st = note(c, "base", base, err);
	free(base);
	return st;
}

char *
pm_choices_base_of(const char *lines)
{
	size_t len;

	for (; lines != NULL && *lines != '\0'; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		if (strncmp(lines, "base ", 5) == 0)
			return pm_strndup(lines + 5, len - 5);
	}
	return NULL;
}

enum pm_status
pm_choices_say(struct pm_choices *c, const char *key, const char *value,
	       struct pm_error *err)
{
	return note(c, key, value, err);
}

/* The rules that met nothing: a site has changed, or there is a mistake in them. */
static void
put_rules(struct pm_buf *out, const struct pm_page_rules *rules, enum pm_choices_read read)
{
	struct pm_rule_trouble t;
	size_t next = 0, n = 0;

	while (pm_page_rules_trouble(rules, &next, &t)) {
		if ((t.pageless && read == PM_CHOICES_SOME_READ) || n++ >= RULES_SHOWN)
			continue;
		pm_buf_printf(out, "  %-10s line %" PRIu64 " (", "rules", t.line);
		pm_buf_put_shown(out, t.pages, strlen(t.pages));
		pm_buf_printf(out, " %s ", t.says);
		pm_buf_put_shown(out, t.selector, strlen(t.selector));
		pm_buf_printf(out, "): %s\n", t.why);
	}
	if (n > RULES_SHOWN) {
		pm_buf_printf(out, "  %-10s and ", "rules");
		pm_buf_put_grouped(out, n - RULES_SHOWN);
		pm_buf_puts(out, " more met nothing\n");
	}
}

void
pm_choices_put(struct pm_buf *out, const struct pm_choices *c, enum pm_choices_read read)
{
	enum pm_role role;
	const char *name;
	uint64_t seen;
	size_t i;

	for (i = 0; c->names != NULL && pm_names_mapped(c->names, i, &role, &name, &seen);
	     i++) {
		if (seen > 0 || read == PM_CHOICES_SOME_READ)
			continue;
		pm_buf_printf(out, "  %-10s no article that was read has a member '",
			      "mapped");
		pm_buf_put_shown(out, name, strlen(name));
		pm_buf_printf(out, "' for the %s\n", pm_role_name(role));
	}
	if (c->rules != NULL)
		put_rules(out, c->rules, read);
}

void
pm_tally_add(struct pm_tally *t, struct pm_str name, uint64_t n)
{
	size_t len = name.len, i;

	if (len >= sizeof t->of[0].name) {
		len = sizeof t->of[0].name - 1;
		/* not within a character */
		while (len > 0 && ((uint8_t)name.data[len] & 0xc0) == 0x80)
			len--;
	}
	for (i = 0; i < t->n; i++)
		if (strlen(t->of[i].name) == len &&
		    memcmp(t->of[i].name, name.data, len) == 0)
			break;
	if (i == PM_TALLY_MAX) {
		t->others += n;
		return;
	}
	if (i == t->n) {
		t->n++;
		memset(&t->of[i], 0, sizeof t->of[i]);
		if (len > 0)
			memcpy(t->of[i].name, name.data, len);
	}
	t->of[i].n += n;
}

void
pm_tally_put(struct pm_buf *out, const struct pm_tally *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		if (i > 0)
			pm_buf_puts(out, i + 1 < t->n || t->others > 0 ? ", " : " and ");
		pm_buf_put_shown(out, t->of[i].name, strlen(t->of[i].name));
	}
	if (t->others > 0)
		pm_buf_puts(out, " and others");
}
