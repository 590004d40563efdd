/* Pressmark - what tests of XML and SGML share: a file, and all that its articles say.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_XML_FIXTURE_H
#define PM_TESTS_XML_FIXTURE_H

#include "tests/unit/reader_fixture.h"

/* "name=value;" with line ends shown as '|' and what is between items as '+'. */
static inline void
put_member(const char *name, size_t name_len, struct pm_str value)
{
	size_t i;

	if (value.len == 0)
		return;
	pm_buf_put(&journal, name, name_len);
	pm_buf_putc(&journal, '=');
	for (i = 0; i < value.len; i++)
		pm_buf_putc(&journal, value.data[i] == '\n'   ? '|'
				      : value.data[i] == '\0' ? '+'
							      : value.data[i]);
	pm_buf_puts(&journal, ";");
}

static inline void
put_all(const struct pm_article *a)
{
	const struct {
		const char *name;
		struct pm_str value;
	} own[] = { { "id", a->id },	{ "title", a->title },	 { "text", a->text },
		    { "url", a->url },	{ "source", a->source }, { "author", a->author },
		    { "date", a->date } };
	size_t i;

	for (i = 0; i < sizeof own / sizeof *own; i++)
		put_member(own[i].name, strlen(own[i].name), own[i].value);
	if (a->day != 0)
		pm_buf_printf(&journal, "day=%u;", a->day);
	put_member("language", 8, a->language);
	for (i = 0; i < a->n_fields; i++)
		put_member(a->fields[i].name.data, a->fields[i].name.len,
			   a->fields[i].value);
	pm_buf_putc(&journal, '\n');
	ck_assert(pm_utf8_valid(a->title.data, a->title.len));
	ck_assert(pm_utf8_valid(a->text.data, a->text.len));
}

static inline void
on_remark(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	(void)file;
	ck_assert_uint_eq(line, 0);
	pm_buf_printf(&journal, "note: %s\n", reason);
}

static inline void
on_refusal(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	(void)file;
	(void)line;
	pm_buf_printf(&journal, "skip: %s\n", reason);
}

/* What is read of a file of these bytes, whose name is NAME. */
static inline const char *
read_bytes(const char *name, const void *bytes, size_t len)
{
	const char *path = in(name);
	const struct pm_article *a;
	struct pm_reader *r;
	enum pm_status st;

	make(name, bytes, len);
	pm_buf_clear(&journal);
	options.skip = on_refusal;
	options.remark = on_remark;
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	while ((st = pm_reader_next(r, &a, NULL)) == PM_OK)
		put_all(a);
	ck_assert_int_eq(st, PM_END);
	pm_reader_free(r);
	return pm_buf_str(&journal);
}

static inline void
check_reads(const char *file, int line, const char *read, const char *wanted)
{
	if (strcmp(read, wanted) != 0)
		ck_abort_msg("%s:%d: read\n%s instead of\n%s", file, line, read, wanted);
}

#define READS(name, text, wanted) \
	check_reads(__FILE__, __LINE__, read_bytes(name, text, strlen(text)), wanted)

#endif
