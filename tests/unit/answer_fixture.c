/* Pressmark - what tests of answers share: see answer_fixture.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/answer_fixture.h"

#include "indexer/build.h"
#include "support/json_put.h"

void
corpus_add(struct corpus *c, const char *title, const char *body, const char *members)
{
	struct pm_buf *b = &c->lines;

	c->n++;
	pm_buf_putc(b, '{');
	if (strstr(members, "\"id\"") == NULL)
		pm_buf_printf(b, "\"id\":\"a%u\",", (unsigned)c->n);
	pm_buf_puts(b, "\"title\":");
	pm_json_put_string(b, title, strlen(title));
	pm_buf_puts(b, ",\"text\":");
	pm_json_put_string(b, body, strlen(body));
	if (members[0] != '\0')
		pm_buf_printf(b, ",%s", members);
	pm_buf_puts(b, "}\n");
	ck_assert_int_eq(b->status, PM_OK);
}

void
corpus_open_at(struct corpus *c, const char *input, const char *index)
{
	const struct pm_build_options o = { .index = index,
					    .paths = &input,
					    .n_paths = 1,
					    .language = "english",
					    .jobs = 1 };
	struct pm_build_result result;

	OK(pm_replace_file(input, c->lines.data, c->lines.len, ERR));
	OK(pm_build(&o, &result, ERR));
	ck_assert_uint_eq(result.skipped, 0);
	OK(pm_search_open(&c->search, index, ERR));
}

void
corpus_end(struct corpus *c)
{
	pm_search_free(c->search);
	pm_buf_release(&c->lines);
}

struct pm_tree *
corpus_query(const char *text)
{
	const struct pm_query_options o = { PM_QUERY_ALL, 20240630 };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;

	OK(pm_tree_parse(text, strlen(text), &o, &tree, &mistake, ERR));
	return tree;
}

void
corpus_random_text(struct pm_buf *out, uint32_t n, uint32_t (*below)(uint32_t))
{
	static const char *const words[] = {
		"chip",
		"Chips",
		"ban",
		"Banned",
		"the",
		"of",
		"export",
		"controls",
		"D\xc3\xbcrer",
		"e\xcc\x81"
		"te\xcc\x81",
		"U.S.",
		"DDR5",
		"don\xe2\x80\x99t",
		"\xe4\xb8\xad\xe6\x96\x87",
		"\xe8\x8a\xaf\xe7\x89\x87",
		"\xe3\x82\xab",
		"https://example.org/a?b=c",
		"x",
		"z\xcc\x80\xcc\x81\xcc\x82",
		"\xed\x95\x9c\xea\xb8\x80"
	};
	static const char *const between[] = {
		" ",
		" ",
		" ",
		" ",
		" ",
		", ",
		". ",
		"-",
		"\n\n",
		"\t",
		"  ",
		"\xe3\x80\x80",
		"\033[31m ",
		" \x07",
		"\xc2\x9b"
		"2J",
		"\xe2\x80\xae ",
		" \"",
		"\" ",
		"\r\n",
		" \xe2\x80\xa6 ",
		"\x7f",
		" \xf0\x9f\x98\x80 ",
		"\xef\xbc\x8c",
		"\xe2\x80\xa8"
	};

	while (n-- > 0) {
		pm_buf_puts(out, words[below(sizeof words / sizeof *words)]);
		pm_buf_puts(out, between[below(sizeof between / sizeof *between)]);
	}
	ck_assert_int_eq(out->status, PM_OK);
}

const char *
corpus_random_query(uint32_t (*below)(uint32_t))
{
	static const char *const queries[] = {
		"chip",
		"chips OR ban",
		"chip w/4 ban",
		"\"export controls\"",
		"title:chip",
		"\"the of\"~3",
		"ban* OR d\xc3\xbcrer",
		"\xe4\xb8\xad\xe6\x96\x87 OR \xe8\x8a\xaf",
		"chip -x",
		"chip pre/9 (ban OR of)",
		"DDR5 OR export",
		"et\xc3\xa9",
		"(the w/20 of) w/20 ban",
		"=Chips",
		"don't",
		"\xed\x95\x9c\xea\xb8\x80",
		"z*",
		"https://example.org/a?b=c",
		"x",
		"lead5(the)",
		"source:AP ban"
	};

	return queries[below(sizeof queries / sizeof *queries)];
}
