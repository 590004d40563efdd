/* Pressmark - how many texts are read in the right encoding?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	measure [-v] [-n BYTES] [FILE...]
 *
 * FILEs are UTF-8 and named for their language: pl.txt, pl-2.txt.  Each is cut into texts
 * of about BYTES bytes (2,048), and each text with 20 characters above ASCII or more is
 * written in the encodings of its language and read again.  It is right if it comes out as
 * iconv reads it.  Where an encoding has no typographic quotation marks and dashes, plain ones
 * are written; a text with other characters that it does not have is left out.  Prints the
 * texts and those that were right, for each encoding and in all; -v also each that was
 * wrong.  Without FILE, the short texts of the unit tests are taken as they are. */
#include "corpus/encoding/encoding.h"
#include "support/utf8.h"
#include "tests/unit/encoding_texts.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHARACTERS_MIN 20u

/* Not ISO-8859-16, which has other letters of Romanian at the same bytes as ISO-8859-2 and
 * windows-1250, so that nothing tells them apart. */
static const struct {
	const char *iconv, *languages;
} ENCODINGS[] = {
	{ "WINDOWS-1252",
	  " de fr es pt ptbr it nl sv da no nn fi is ca gl eu af en sq ga " },
	{ "ISO-8859-15", " de fr es pt ptbr it nl sv da no fi is et ca sq " },
	{ "ISO-8859-1", " de es pt ptbr it nl sv da no is ca sq " },
	{ "WINDOWS-1250", " pl cs sk hu sl hr bs srl ro de sq " },
	{ "ISO-8859-2", " pl cs sk hu sl hr bs srl ro de " },
	{ "WINDOWS-1251", " ru uk bg sr mk be " },
	{ "KOI8-R", " ru " },
	{ "KOI8-U", " uk ru " },
	{ "IBM866", " ru bg be " },
	{ "ISO-8859-5", " ru bg sr mk be " },
	{ "MAC-UK", " ru uk bg " },
	{ "WINDOWS-1253", " el " },
	{ "ISO-8859-7", " el " },
	{ "IBM737", " el " },
	{ "WINDOWS-1254", " tr " },
	{ "ISO-8859-9", " tr " },
	{ "IBM857", " tr " },
	{ "WINDOWS-1255", " he " },
	{ "WINDOWS-1256", " ar fa ur " },
	{ "ISO-8859-6", " ar " },
	{ "WINDOWS-1257", " lt lv et " },
	{ "ISO-8859-13", " lt lv et " },
	{ "ISO-8859-4", " lt lv et " },
	{ "CP775", " lt lv et " },
	{ "ISO-8859-3", " eo mt " },
	{ "WINDOWS-1258", " vi " },
	{ "VISCII", " vi " },
	{ "CP874", " th " },
	{ "IBM437", " de fr es it sv fi nl " },
	{ "IBM850", " de fr es pt ptbr it sv da no nl is " },
	{ "IBM852", " pl cs sk hu sl hr ro " },
	{ "IBM865", " da no " },
	{ "MACINTOSH", " de fr es pt ptbr it sv da no fi nl is " },
	{ "MAC-CENTRALEUROPE", " pl cs sk hu " },
	{ "GB18030", " zh " },
	{ "GB2312", " zh " },
	{ "BIG5", " zht " },
	{ "CP932", " ja " },
	{ "EUC-JP", " ja " },
	{ "ISO-2022-JP", " ja " },
	{ "CP949", " ko " },
	{ "JOHAB", " ko " },
	{ "UTF-16LE", " pl ru zh fr ko " },
	{ "UTF-16BE", " pl ru zh fr ko " },
	{ "UTF-32LE", " pl ru zh " },
	{ "UTF-8", " pl ru zh fr " },
};

#define N_ENCODINGS (sizeof ENCODINGS / sizeof *ENCODINGS)

struct tally {
	size_t n, right;
};

static struct pm_encodings *encodings;
static struct tally tally[N_ENCODINGS];
static int verbose;

static void
die(const char *what)
{
	fprintf(stderr, "measure: %s\n", what);
	exit(1);
}

/* Plain marks for typographic ones. */
static void
simplify(struct pm_buf *out, const char *text, size_t len)
{
	static const struct {
		const char *from, *to;
	} marks[] = { { "\u201c", "\"" }, { "\u201d", "\"" },  { "\u201e", "\"" },
		      { "\u2018", "'" },  { "\u2019", "'" },   { "\u2013", "-" },
		      { "\u2014", "-" },  { "\u2026", "..." }, { "\u00a0", " " },
		      { "\u00ab", "\"" }, { "\u00bb", "\"" },  { "\u2011", "-" } };
	size_t i, at = 0;

	pm_buf_clear(out);
	while (at < len) {
		for (i = 0; i < sizeof marks / sizeof *marks; i++)
			if (strncmp(text + at, marks[i].from, strlen(marks[i].from)) == 0)
				break;
		if (i < sizeof marks / sizeof *marks) {
			pm_buf_puts(out, marks[i].to);
			at += strlen(marks[i].from);
		} else {
			pm_buf_putc(out, text[at++]);
		}
	}
}

/* Whether all of it can be written. */
static int
convert(struct pm_buf *out, const char *to_name, const char *from_name, const char *text,
	size_t len)
{
	iconv_t cd = iconv_open(to_name, from_name);
	char *in = (char *)(size_t)text, *to;
	size_t room = 4 * len + 64, n;

	if (cd == (iconv_t)-1)
		return 0;
	pm_buf_clear(out);
	to = (char *)pm_buf_reserve(out, room);
	if (to == NULL)
		die("out of memory");
	n = iconv(cd, &in, &len, &to, &room);
	if (n == 0)
		n = iconv(cd, NULL, NULL, &to, &room);
	pm_buf_advance(out, (size_t)((uint8_t *)to - out->data));
	iconv_close(cd);
	return n == 0;
}

static void
try_one(const char *file, size_t which, const char *text, size_t len)
{
	static struct pm_buf bytes, simple, right, out;
	struct pm_encoded how = { 0 };
	struct pm_error err;
	const char *read;
	size_t n;

	if (bytes.limit == 0) {
		pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
		pm_buf_init(&simple, PM_BUF_NO_LIMIT);
		pm_buf_init(&right, PM_BUF_NO_LIMIT);
		pm_buf_init(&out, PM_BUF_NO_LIMIT);
	}
	if (!convert(&bytes, ENCODINGS[which].iconv, "UTF-8", text, len)) {
		simplify(&simple, text, len);
		text = pm_buf_str(&simple);
		len = simple.len;
		if (!convert(&bytes, ENCODINGS[which].iconv, "UTF-8", text, len))
			return;
	}
	/* accents may be written in another way */
	if (!convert(&right, "UTF-8", ENCODINGS[which].iconv, pm_buf_str(&bytes),
		     bytes.len))
		die(ENCODINGS[which].iconv);
	if (pm_encoding_decode(encodings, &out, pm_buf_str(&bytes), bytes.len, &how,
			       &read, &n, &err) < 0)
		die(err.text);
	tally[which].n++;
	if (n == right.len && memcmp(read, pm_buf_str(&right), n) == 0)
		tally[which].right++;
	else if (verbose)
		printf("%s in %s is read as %s: %.60s\n", file, ENCODINGS[which].iconv,
		       how.name, read);
}

static void
try_text(const char *file, const char *text, size_t len)
{
	const char *name = strrchr(file, '/');
	char language[16] = " ";
	size_t high = 0, i;

	for (i = 0; i < len; i++)
		high += ((uint8_t)text[i] & 0xc0) == 0xc0;
	if (high < CHARACTERS_MIN)
		return;
	name = name == NULL ? file : name + 1;
	i = strcspn(name, ".-");
	snprintf(language, sizeof language, " %.*s ", (int)i, name);
	for (i = 0; i < N_ENCODINGS; i++)
		if (strstr(ENCODINGS[i].languages, language) != NULL)
			try_one(file, i, text, len);
}

static void
try_file(const char *file, size_t bytes)
{
	FILE *f = fopen(file, "rb");
	struct pm_buf text;
	char piece[4096];
	size_t n, at, to;

	if (f == NULL)
		die(file);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		pm_buf_put(&text, piece, n);
	fclose(f);
	if (!pm_utf8_valid(pm_buf_str(&text), text.len))
		die(file);
	for (at = 0; text.len - at >= bytes; at = to) {
		to = at + bytes;
		while (to < text.len && (text.data[to] & 0xc0) == 0x80)
			to++;
		try_text(file, pm_buf_str(&text) + at, to - at);
	}
	pm_buf_release(&text);
}

static void
try_own(void)
{
	char name[32];
	size_t i, k;

	for (i = 0; i < N_ENCODING_TEXTS; i++)
		for (k = 0; k < N_ENCODINGS; k++) {
			snprintf(name, sizeof name, " %s ", ENCODINGS[k].iconv);
			if (strstr(ENCODING_TEXTS[i].encodings, name) != NULL)
				try_one(ENCODING_TEXTS[i].language, k,
					ENCODING_TEXTS[i].text,
					strlen(ENCODING_TEXTS[i].text));
		}
}

int
main(int argc, char **argv)
{
	struct tally all = { 0, 0 };
	size_t bytes = 2048, i;
	struct pm_error err;
	int option;

	while ((option = getopt(argc, argv, "vn:")) != -1) {
		if (option == 'v')
			verbose = 1;
		else if (option == 'n')
			bytes = strtoul(optarg, NULL, 10);
		else
			die("usage: measure [-v] [-n BYTES] [FILE...]");
	}
	if (pm_encodings_open(&encodings, NULL, &err) < 0)
		die(err.text);
	if (optind == argc)
		try_own();
	for (; optind < argc; optind++)
		try_file(argv[optind], bytes < 1 ? 1 : bytes);
	for (i = 0; i < N_ENCODINGS; i++) {
		if (tally[i].n == 0)
			continue;
		printf("%-20s %5zu of %5zu\n", ENCODINGS[i].iconv, tally[i].right,
		       tally[i].n);
		all.n += tally[i].n;
		all.right += tally[i].right;
	}
	if (all.n == 0)
		die("no text of enough bytes and characters above ASCII");
	printf("%-20s %5zu of %5zu, %.2f %%\n", "all", all.right, all.n,
	       100.0 * (double)all.right / (double)all.n);
	pm_encodings_free(encodings);
	return 0;
}
