/* Pressmark - queries of any shape, answered: see answer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Few bytes make a query with operators in each other, so here they choose what
 * stands where instead: nearly all that come out can be parsed, and have words that
 * the articles have.  What has no more bytes becomes the first choice. */
#include "support/buf.h"
#include "tests/fuzz/answer.h"

#include <stdbool.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEPTH_MAX 12u
#define QUERY_MAX 4000u /* bytes, about */

struct choices {
	const uint8_t *data;
	size_t left;
	struct pm_buf *out;
};

static unsigned
choose(struct choices *c, unsigned n)
{
	if (c->left == 0)
		return 0;
	c->left--;
	return *c->data++ % n;
}

#define CHOOSE(c, list) ((list)[choose(c, sizeof(list) / sizeof *(list))])

static void
put_word(struct choices *c)
{
	static const char *const words[] = {
		"a",
		"b",
		"c",
		"d",
		"e",
		"chip",
		"chips",
		"the",
		"of",
		"export",
		"control",
		"ban",
		"US",
		"U.S.",
		"ddr5",
		"DDR",
		"5",
		"semi-conductor",
		"example.org",
		"durer",
		"D\xc3\xbcrer",
		"\xe4\xb8\xad\xe5\x9b\xbd",
		"\xe8\x8a\xaf",
		"cooperate",
		"co-operate",
		"export-control",
		"huawei",
		"nowhere",
		"x",
		"he/she",
		"AT&T",
		"https://www.example.org/news"
	};

	pm_buf_puts(c->out, CHOOSE(c, words));
}

static void
put_phrase_word(struct choices *c)
{
	static const char *const spelt[] = { "*",   "chip*", "*control", "?",
					     "a*b", "c?",    "*a*" };

	if (choose(c, 4) == 3)
		pm_buf_puts(c->out, CHOOSE(c, spelt));
	else
		put_word(c);
}

static void
put_phrase(struct choices *c, bool spelt)
{
	static const char *const between[] = { " ", " ", " ", "-", ", ", ". ", "" };
	unsigned n = 1 + choose(c, 6);

	pm_buf_putc(c->out, '"');
	while (n-- > 0) {
		if (spelt)
			put_phrase_word(c);
		else
			put_word(c);
		if (n > 0)
			pm_buf_puts(c->out, CHOOSE(c, between));
	}
	pm_buf_putc(c->out, '"');
}

static void
put_leaf(struct choices *c)
{
	static const char *const spelt[] = {
		"a*",	   "*a",       "c*p",	   "?",	     "chip~",	   "exprot~2",
		"/a|b/",   "/chips?/", "/(a+)+b/", "semi*",  "*conductor", "colo?r",
		"hauwei~", "/.*/",     "*e*",	   "/[a-e]/"
	};
	static const char *const numbers[] = { "~0", "~1", "~3", "~10", "~10000" };
	static const char *const weights[] = { "^0", "^2", "^0.5", "^1000" };

	switch (choose(c, 10)) {
	case 5:
		put_phrase(c, true);
		break;
	case 6:
		put_phrase(c, false);
		pm_buf_puts(c->out, CHOOSE(c, numbers));
		break;
	case 7:
		pm_buf_putc(c->out, '=');
		if (choose(c, 2) == 0)
			put_word(c);
		else
			put_phrase(c, false);
		break;
	case 8:
	case 9:
		pm_buf_puts(c->out, CHOOSE(c, spelt));
		break;
	default:
		put_word(c);
	}
	if (choose(c, 16) == 15)
		pm_buf_puts(c->out, CHOOSE(c, weights));
}

static void put_hits(struct choices *c, unsigned depth);

static void
put_distance(struct choices *c, unsigned depth)
{
	static const char *const operators[] = {
		" w/5 ",       " w/1 ",		" pre/3 ",   " w/s ",
		" w/p ",       " pre/1 ",	" near/20 ", " not w/2 ",
		" not pre/2 ", " not w/s ",	" not w/p ", " w/10000 ",
		" adj/s ",     " not w/10000 ", " pre/p ",   " w/3 "
	};
	unsigned n = 1 + choose(c, 4);

	put_hits(c, depth);
	while (n-- > 0) {
		pm_buf_puts(c->out, CHOOSE(c, operators));
		put_hits(c, depth);
	}
}

/* What may stand in a distance, in parentheses where it must. */
static void
put_hits(struct choices *c, unsigned depth)
{
	static const char *const numbers[] = { "1", "2", "3", "10", "50", "10000" };
	unsigned n;

	switch (depth >= DEPTH_MAX || c->out->len > QUERY_MAX ? 0 : choose(c, 8)) {
	case 3:
	case 4:
		pm_buf_putc(c->out, '(');
		put_distance(c, depth + 1);
		break;
	case 5:
		pm_buf_putc(c->out, '(');
		put_hits(c, depth + 1);
		for (n = 1 + choose(c, 3); n > 0; n--) {
			pm_buf_puts(c->out, " OR ");
			put_hits(c, depth + 1);
		}
		break;
	case 6:
	case 7:
		pm_buf_puts(c->out, choose(c, 2) == 0 ? "atleast" : "lead");
		pm_buf_puts(c->out, CHOOSE(c, numbers));
		pm_buf_putc(c->out, '(');
		put_distance(c, depth + 1);
		break;
	default:
		put_leaf(c);
		return;
	}
	pm_buf_putc(c->out, ')');
}

static void
put_query(struct choices *c, unsigned depth, bool titled)
{
	static const char *const metadata[] = {
		"date:2024", "words:5..50",	 "source:ap",	   "author:\"jane q\"",
		"lang:xx",   "host:example.org", "id:\"odd one\"", "source:a*"
	};
	static const char *const between[] = {
		" ", " AND ", " OR ", " ", " OR NOT ", " -"
	};
	unsigned n = 1 + choose(c, 4);

	while (n-- > 0) {
		switch (depth >= DEPTH_MAX || c->out->len > QUERY_MAX ? 0 : choose(c, 8)) {
		case 1:
			pm_buf_puts(c->out, "NOT ");
			put_hits(c, depth + 1);
			break;
		case 2:
			pm_buf_puts(c->out, titled ? "(" : "title:(");
			put_query(c, depth + 1, true);
			pm_buf_putc(c->out, ')');
			break;
		case 3:
			pm_buf_putc(c->out, '(');
			put_query(c, depth + 1, titled);
			pm_buf_putc(c->out, ')');
			break;
		case 4:
			if (titled)
				put_leaf(c);
			else
				pm_buf_puts(c->out, CHOOSE(c, metadata));
			break;
		case 5:
		case 6:
			pm_buf_putc(c->out, '(');
			put_distance(c, depth + 1);
			pm_buf_putc(c->out, ')');
			break;
		default:
			put_hits(c, depth + 1);
		}
		if (n > 0)
			pm_buf_puts(c->out, CHOOSE(c, between));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_buf out;
	struct choices c = { data, size, &out };

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (choose(&c, 2) == 0)
		put_query(&c, 0, false);
	else
		put_distance(&c, 0);
	REQUIRE(out.status == PM_OK);
	if (getenv("PM_FUZZ_SHOW") != NULL)
		fprintf(stderr, "%s\n", pm_buf_str(&out));
	check_answer(pm_buf_str(&out), out.len);
	pm_buf_release(&out);
	return 0;
}
