/* Pressmark - a corpus of edge cases: see edge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/edge.h"

#include "support/calendar.h"
#include "support/json_put.h"
#include "support/utf8.h"
#include "tests/oracle/generate.h"

#include <string.h>

#define ARTICLES 700

#define A8 "abcdefgh"
#define A32 A8 A8 A8 A8
#define B8 "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9" /* four e with acute: four bytes folded */

/* Words by what they are about; a document takes most of its words from two. */
static const char *const compounds[] = {
	"co",
	"operate",
	"Operates",
	"cooperate",
	"CO",
	"co-operate",
	"Co-Operated",
	"op",
	"erate",
	"coop",
	"re",
	"recooperate",
	"re-co-operate",
	"op-co-re-erate",
	"a",
	"b",
	"a-b",
	"a-b-c",
	"c",
	"abc",
	"ab",
	"bc",
	"e",
	"mail",
	"email",
	"E-Mail",
	"control",
	"controls",
	"export-control",
	"export-controls",
	"exportcontrol",
	NULL
};
static const char *const mixed[] = {
	/* clang-format off */
	"DDR5", "DDR-5", "DDR 5", "ddr", "5", "ddr5x", "5x", "x", "DDR5X", "ddr-5-x", "7nm",
	"7-nm", "7", "nm", "nm7", "1.2m", "1.2", "m", "1", "2m", "$5bn", "5bn", "bn", "a1b2",
	"a1b2c3", "a1", "b2", "c3", "b2c3", "1a1a1a", "F-16", "F16", "f", "16", "16s", "2024-25",
	"202425", "25", "2024", "3.5", "3", "3.5%", "1,000", "1000", "1,5", "1.000.000", "1,000m",
	"x1", "x-1", "x\xc2\xb2", "\xc2\xbd", "m\xc2\xb2", "\xe2\x85\xa7", "viii", "4\xc2\xbd",
	"\xd9\xa3", "ddr\xd9\xa3", NULL
	/* clang-format on */
};
static const char *const dotted[] = {
	"US",	 "us",		 "U.S.",   "u.s",  "U.S", "u",	      "s",
	"U.K.",	 "UK",		 "uk",	   "e.g.", "EG",  "eg",	      "i.e.",
	"Ph.D.", "PHD",		 "PhD",	   "ph.d", "ph",  "d",	      "U.S.A.",
	"USA",	 "usa",		 "A.IO",   "a.io", "AIO", "N.A.T.O.", "NATO",
	"Nato",	 "X.Y.Z.V.W.Q.", "XYZVWQ", "AT&T", "R&D", "R",	      "D",
	"C",	 "C++",		 "C#",	   "C+",   "rd",  "att",      NULL
};
static const char *const addresses[] = {
	/* clang-format off */
	"press@example.org", "example.org", "Example.ORG", "press", "example", "org", "ORG",
	"www.example.org", "https://www.example.org/2024/ddr5-ban?x=1", "http://a.io/A/b",
	"Amazon.com", "amazon", "AMAZON.COM", "com", "news.bbc.co.uk", "sub.example.org",
	"first.last+tag@mail.example.org", "first.last", "mail.example.org", "last", "a.b.c.com",
	"https://example.org/" A32 A32 A8 "/press", "https://" A32 A32 A8 ".org/press", "ddr5",
	"ddr5-ban", "ban", "2024", "ftp://ftp.example.org/pub/co-operate", "www.a.io", "e-mail.com",
	"x_example.org", "example.org_x", "press@example", "a@b.cc", "www", "https",
	"controls.com", "control@exports.net", "exports", NULL
	/* clang-format on */
};
static const char *const marks[] = {
	/* clang-format off */
	"caf\xc3\xa9", "cafe\xcc\x81", "cafe", "Caf\xc3\xa9", "CAF\xc3\x89", "CAFE\xcc\x81",
	"D\xc3\xbcrer", "Du\xcc\x88rer", "durer", "D\xc3\xbcRER", "stra\xc3\x9f" "e", "STRASSE",
	"Strasse", "Stra\xe1\xba\x9e" "e", "\xef\xac\x81rst", "first", "FIRST", "FIrst",
	"semi\xc2\xad" "conductor", "semiconductor", "Semi\xe2\x80\x8d" "conductor",
	"\xef\xbc\xa3\xef\xbc\xb8\xef\xbc\xad\xef\xbc\xb4", "CXMT", "cxmt", "Cxmt", "cXmT",
	"\xef\xbd\x83xmt", "\xce\x91\xce\xa3\xce\xa3\xce\x9f\xce\xa3",
	"\xce\xb1\xcf\x83\xcf\x83\xce\xbf\xcf\x82", "\xce\xb1\xcf\x83\xcf\x83\xce\xbf\xcf\x83",
	"\xc4\xb0stanbul", "istanbul", "\xc4\xb1stanbul", "ISTANBUL", "\xc3\x86on", "aeon",
	"\xc3\x98re", "ore", "\xc5\x81\xc3\xb3" "dz", "lodz", "\xc5\x89", "n",
	"\xe2\x84\xaa" "elvin", "kelvin", "\xc3\x85ngstr\xc3\xb6m", "\xe2\x84\xabngstr\xc3\xb6m",
	"A\xcc\x8a" "ngstro\xcc\x88m", "Angstrom", "na\xc3\xafve", "nai\xcc\x88ve", "naive",
	"\xd9\x83\xd9\x8e\xd8\xaa\xd9\x8e\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa8",
	"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
	"\xed\x95\x9c\xea\xb5\xad", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xea\xb5\xad",
	"\xe3\x8e\x8f", "kg", "\xef\xb7\xba", "q\xcc\xa3\xcc\x87", "q\xcc\x87\xcc\xa3", "q",
	"\xd9\x83\xd8\xaa\xd9\x80\xd9\x80\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa8", "\xd9\xa1\xd9\xa2", "12",
	"\xe0\xa5\xa7\xe0\xa5\xa8", "ca\xc2\xad" "fe", "i\xcc\x87", "\xef\xb8\x8f", "chips", "chip", "Chips", "CHIPPING", NULL
	/* clang-format on */
};
static const char *const ideograms[] = {
	/* clang-format off */
	"\xe9\x95\xb7", "\xe9\x91\xab", "\xe5\xad\x98", "\xe5\x84\xb2",
	"\xe9\x95\xb7\xe9\x91\xab", "\xe9\x95\xb7\xe9\x91\xab\xe5\xad\x98\xe5\x84\xb2",
	"\xe5\xad\x98\xe5\x84\xb2", "CXMT", "\xe9\x95\xb7\xe9\x91\xab" "CXMT\xe5\xad\x98",
	"DDR5\xe5\xad\x98", "\xe3\x81\xb2\xe3\x82\x89", "\xe3\x81\xb2", "\xe3\x82\x89\xe3\x82\xac",
	"\xe3\x82\xab\xe3\x82\x99", "\xe3\x82\xac", "\xef\xbd\xb6\xef\xbe\x9e", "\xef\xbd\xb6",
	"\xe3\x82\xab", "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2", "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3",
	"\xe0\xb8\x99", "5", "ddr", "\xe3\x80\x87", "\xe4\xb8\x80", "\xe3\x86\x92", "a",
	"\xe3\x83\xbc", "\xe2\xbc\x80", "\xe3\x82\x9f", "\xe3\x82\x88\xe3\x82\x8a",
	"\xe3\x8a\x80", "\xe3\x88\xa0", "\xe2\x91\xb4", NULL
	/* clang-format on */
};
static const char *const apostrophes[] = {
	"don't",
	"don\xe2\x80\x99t",
	"dont",
	"don",
	"t",
	"O'Brien",
	"O\xe2\x80\x99"
	"Brien",
	"obrien",
	"OBrien",
	"l\xe2\x80\x99Or\xc3\xa9"
	"al",
	"LOREAL",
	"l'Oreal",
	"CXMT's",
	"CXMT\xe2\x80\x99s",
	"CXMT\xe2\x80\x99S",
	"CXMT",
	"company",
	"companies",
	"companies'",
	"companys",
	"its",
	"it's",
	"s",
	"'s",
	"rock 'n' roll",
	"n",
	"roll",
	"rock",
	"China\xc2\xb4s",
	"China",
	"china's",
	"\xca\xbbokina",
	"okina",
	"'tis",
	"tis",
	NULL
};
static const char *const long_words[] = {
	/* clang-format off */
	A32 A32, A32 A32 "i", A32 A32 "ing", A32 A8 A8 A8 "abcd", A32 "ab", A32,
	A32 "-" A32, A32 "-" A32 "x", A32 A32 "x-5", A32 A32 "5", "5" A32 A32, "5", "5-" A32 A32,
	B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8, B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8 B8
	B8 "e", A32 "abcdefghijklmnopqrstuvwxyzabcde" "s", A32 "abcdefghijklmnopqrstuvwxyzabcdes-s",
	A32 A8 A8 A8 "5", "1,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000",
	"x", "s", NULL
	/* clang-format on */
};
static const char *const sentences[] = {
	"Mr",
	"mr",
	"Dr.",
	"Gen.",
	"J",
	"J.",
	"U.S.",
	"Ph.D.",
	"The",
	"the",
	"said",
	"Said.",
	"said?",
	"told!",
	"\xc3\x89t\xc3\xa9",
	"\xc3\xa9t\xc3\xa9",
	"5",
	"5.",
	"export",
	"exports.",
	"Jan.",
	"No.",
	"no",
	"(so)",
	"\xe2\x80\x9cso\xe2\x80\x9d",
	"\"so.\"",
	"so\xe2\x80\xa6",
	"a",
	"b",
	NULL
};
static const char *const *const topics[] = {
	compounds, mixed,	dotted,	    addresses, marks,
	ideograms, apostrophes, long_words, sentences, sentences
};

static const char *const gaps[] = {
	/* clang-format off */
	" ", " ", " ", " ", " ", " ", "-", "-", "-", "-\n", "-\r\n", "\xe2\x80\x90",
	"\xe2\x80\x91", ", ", ". ", "\n", "\n\n", "/", "--", " - ", "_", "\xe2\x80\x8b", "\xc2\xa0",
	"", "", "\xe2\x80\x94", "'", "\xe2\x80\x99s ", ".", ",", "\"", " (", ") ", "&", "- ",
	". ", ".\n", "! ", "? ", "?!\n", ".\" ", ".\xe2\x80\x9d ", ".) ", ":\n", "\n  ", "\n\t",
	"\r\n\r\n", "\xe2\x80\xa9", "\xe3\x80\x82", "\xef\xbc\x9f", "\xe2\x80\xa6 ", "... ",
	"\xef\xbf\xbd", "- \n", "-\n  ", "\xc2\xac\n", "\xc2\xad\n", "\xc2\xad \r\n", "-\n\f\n",
	"-\r", "?\" ", "!\xe2\x80\x9d ", "?) ", "\xd8\x9f ", "\xe0\xa5\xa4", "\xd6\x89 ", "\xcd\xbe ",
	"\xef\xbc\x8e", "\t", "\xf0\x9f\x98\x80", "\xc2\xad", "*", "?", ":", "++", "#", "@"
	/* clang-format on */
};

#define ANY(state, list) ((list)[below(state, sizeof(list) / sizeof *(list))])

static const char *
any_word(uint64_t *state, const char *const *words)
{
	size_t n = 0;

	while (words[n] != NULL)
		n++;
	return words[below(state, n)];
}

static void
put_text(struct pm_buf *out, uint64_t *state, const char *const *const *about, size_t n)
{
	const char *word = "", *gap;
	size_t i;

	if (below(state, 6) == 0)
		pm_buf_puts(out, ANY(state, gaps));
	for (i = 0; i < n; i++) {
		/* now and then the same word twice */
		if (i == 0 || below(state, 8) > 0)
			word = any_word(state, below(state, 8) == 0
						       ? ANY(state, topics)
						       : about[below(state, 2)]);
		pm_buf_puts(out, word);
		gap = ANY(state, gaps);
		if (i + 1 < n || below(state, 4) == 0)
			pm_buf_puts(out, gap);
	}
}

static void
put_member(struct pm_buf *out, const char *name, const struct pm_buf *value)
{
	pm_buf_printf(out, "%s\"%s\":",
		      out->len == 0 || out->data[out->len - 1] == '\n' ? "{" : ",", name);
	pm_json_put_string(out, pm_buf_str(value), value->len);
}

static void
put_name(struct pm_buf *out, uint64_t *state)
{
	static const char *const names[] = {
		/* clang-format off */
		"Reuters", "New York Times", "the new york", "By Jos\xc3\xa9 Smith", "JOSE SMITH",
		"Smith, Jos\xc3\xa9; Ann O\xe2\x80\x99" "Brien", "Smith-Jones", "example.org",
		"U.S. News & World Report", "ddr5", "\xe9\x95\xb7\xe9\x91\xab", "The Reuters Times",
		"a b c d e f g h i j k", "The U.S. Board of Trade and Export Control",
		"By Jos\xc3\xa9 Smith, Ann O\xe2\x80\x99" "Brien and A. B. Smith-Jones for the New York Times",
		A32 A32 A32 " the new york times", A32 A32 "x y", "AP", "A.P."
		/* clang-format on */
	};

	pm_buf_puts(out, ANY(state, names));
	if (below(state, 8) == 0)
		pm_buf_printf(out, " %s", ANY(state, names));
}

/* A list of names; or of objects with one each. */
static void
put_list(struct pm_buf *out, uint64_t *state, const char *name)
{
	size_t n = 1 + below(state, 3);
	bool objects = below(state, 4) == 0;
	struct pm_buf value;

	pm_buf_printf(out, "%s\"%s\":[",
		      out->len == 0 || out->data[out->len - 1] == '\n' ? "{" : ",", name);
	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	while (n-- > 0) {
		pm_buf_clear(&value);
		put_name(&value, state);
		pm_buf_puts(out, objects ? "{\"name\":" : "");
		pm_json_put_string(out, pm_buf_str(&value), value.len);
		pm_buf_puts(out, objects ? "}" : "");
		pm_buf_puts(out, n > 0 ? "," : "]");
	}
	pm_buf_release(&value);
}

/* A url, an id and a field or two of other names. */
static void
put_others(struct pm_buf *out, uint64_t *state)
{
	static const char *const hosts[] = {
		"example.org",	  "www.example.org", "WWW.Example.ORG",	 "a.io",
		"news.bbc.co.uk", "notexample.org",  "example.org:8080", "b.a.io"
	};
	/* as JSON has them */
	static const char *const names[] = {
		"topics",
		"Topics",
		"place",
		"wire-id",
		"doc.type",
		"R\xc3\xa9gion",
		"REGION",
		"R&D",
		"case number",
		"2024",
		"\xe4\xbb\xb7\xe6\xa0\xbc",
		"words",
		"date.",
		"a\\\"b"
	};
	struct pm_buf value;
	size_t n = below(state, 3);

	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	if (below(state, 3) > 0) {
		pm_buf_printf(&value, "http%s://%s", below(state, 2) ? "s" : "",
			      ANY(state, hosts));
		pm_buf_puts(&value, below(state, 3) ? "/a/b.html?x=y" : "");
		put_member(out, "url", &value);
	}
	if (below(state, 3) > 0) {
		pm_buf_clear(&value);
		pm_buf_printf(&value, "%s%u", below(state, 2) ? "Wire-" : "",
			      (unsigned)below(state, 600));
		put_member(out, "id", &value);
	}
	while (n-- > 0) {
		pm_buf_clear(&value);
		put_name(&value, state);
		if (below(state, 3) > 0)
			put_member(out, ANY(state, names), &value);
		else
			put_list(out, state, ANY(state, names));
	}
	pm_buf_release(&value);
}

/* A day, often the first or last of its month or year; or only a month, or a year. */
static void
put_date(struct pm_buf *out, uint64_t *state)
{
	unsigned year = 1999 + (unsigned)below(state, 3);
	unsigned month = 1 + (unsigned)below(state, 12), day;

	if (below(state, 4) == 0)
		month = below(state, 2) == 0 ? 1 : 12;
	day = below(state, 4) > 0 ? 1 + (unsigned)below(state, 28)
	    : below(state, 2) > 0 ? 1
				  : pm_days_in_month(year, month);
	pm_buf_printf(out, "%u", year);
	if (below(state, 8) == 0)
		return;
	pm_buf_printf(out, "-%02u", month);
	if (below(state, 6) > 0)
		pm_buf_printf(out, "-%02u", day);
}

/* Text in pieces with folds between them, at line ends; pieces and folds may be without
 * words, and a fold may follow another. */
static void
put_folds(struct pm_buf *out, uint64_t *state, const char *const *const *about)
{
	size_t n = below(state, 5), i;
	struct pm_buf text, fold, folds;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&fold, PM_BUF_NO_LIMIT);
	pm_buf_init(&folds, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++) {
		put_text(&text, state, about, below(state, 9));
		if (text.len > 0)
			pm_buf_putc(&text, '\n');
		pm_buf_clear(&fold);
		put_text(&fold, state, about, below(state, 9));
		pm_buf_putc(&fold, '\n');
		pm_buf_printf(&folds, "%s{\"at\":%zu,\"text\":", i > 0 ? "," : "",
			      pm_utf8_count(pm_buf_str(&text), text.len));
		pm_json_put_string(&folds, pm_buf_str(&fold), fold.len);
		pm_buf_puts(&folds, below(state, 2) > 0 ? ",\"why\":\"tail\"}" : "}");
	}
	put_text(&text, state, about, below(state, 9) + (text.len == 0));
	if (n > 0)
		pm_buf_printf(out, "%s\"folds\":[%s]",
			      out->len == 0 || out->data[out->len - 1] == '\n' ? "{" : ",",
			      pm_buf_str(&folds));
	put_member(out, "text", &text);
	pm_buf_release(&text);
	pm_buf_release(&fold);
	pm_buf_release(&folds);
}

static void
put_article(struct pm_buf *out, uint64_t *state, enum edge_kind kind)
{
	const char *const *about[2];
	struct pm_buf value;

	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	about[0] = ANY(state, topics);
	about[1] = ANY(state, topics);
	if (below(state, 4) > 0) {
		put_text(&value, state, about, below(state, 6));
		put_member(out, "title", &value);
	}
	pm_buf_clear(&value);
	if (kind == EDGE_FOLDS) {
		put_folds(out, state, about);
	} else {
		put_text(&value, state, about,
			 1 + below(state, below(state, 6) == 0 ? 60 : 12));
		put_member(out, "text", &value);
	}
	if (below(state, 3) > 0) {
		pm_buf_clear(&value);
		put_name(&value, state);
		put_member(out, "source", &value);
	}
	if (below(state, 3) == 0) {
		put_list(out, state, "author");
	} else if (below(state, 2) > 0) {
		pm_buf_clear(&value);
		put_name(&value, state);
		put_member(out, "author", &value);
	}
	if (below(state, 4) > 0) {
		pm_buf_clear(&value);
		put_date(&value, state);
		put_member(out, "date", &value);
	}
	put_others(out, state);
	pm_buf_puts(out, "}\n");
	pm_buf_release(&value);
}

bool
edge_write(FILE *out, uint64_t seed, enum edge_kind kind)
{
	struct pm_buf lines;
	uint64_t state = seed;
	bool fine;
	size_t i;

	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	for (i = 0; i < ARTICLES; i++)
		put_article(&lines, &state, kind);
	fine = lines.status == PM_OK &&
	       fwrite(pm_buf_str(&lines), 1, lines.len, out) == lines.len &&
	       fflush(out) == 0;
	pm_buf_release(&lines);
	return fine;
}
