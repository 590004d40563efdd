/* Pressmark - what a file's name says: see names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
	char suffix[8];
	enum pm_packing packing;
	enum pm_box box; /* what is inside, where the suffix stands for both */
} PACKINGS[] = {
	{ ".gz", PM_GZIP, PM_NO_BOX },	 { ".tgz", PM_GZIP, PM_TAR },
	{ ".bz2", PM_BZIP2, PM_NO_BOX }, { ".tbz", PM_BZIP2, PM_TAR },
	{ ".tbz2", PM_BZIP2, PM_TAR },	 { ".xz", PM_XZ, PM_NO_BOX },
	{ ".txz", PM_XZ, PM_TAR },	 { ".lzma", PM_LZMA, PM_NO_BOX },
	{ ".zst", PM_ZSTD, PM_NO_BOX },	 { ".tzst", PM_ZSTD, PM_TAR },
};

static const struct {
	char suffix[8];
	enum pm_box box;
} BOXES[] = {
	{ ".zip", PM_ZIP },
	{ ".tar", PM_TAR },
	{ ".7z", PM_7Z },
	{ ".rar", PM_RAR },
};

const char *
pm_name_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Whether the LEN bytes at NAME end with SUFFIX, with something before it. */
static bool
ends_with(const char *name, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	/* most names are told by their last byte: a suffix ends with a small letter or a digit */
	return len > n && (name[len - 1] | 0x20) == suffix[n - 1] &&
	       strncasecmp(name + len - n, suffix, n) == 0;
}

struct pm_name
pm_name_read(const char *path)
{
	struct pm_name name = { .base = pm_name_base(path) };
	size_t i;

	name.len = strlen(name.base);
	for (i = 0; i < sizeof PACKINGS / sizeof *PACKINGS; i++)
		if (ends_with(name.base, name.len, PACKINGS[i].suffix)) {
			name.packing = PACKINGS[i].packing;
			name.box = PACKINGS[i].box;
			name.len -= strlen(PACKINGS[i].suffix);
			break;
		}
	for (i = 0; name.box == PM_NO_BOX && i < sizeof BOXES / sizeof *BOXES; i++)
		if (ends_with(name.base, name.len, BOXES[i].suffix))
			name.box = BOXES[i].box;
	return name;
}

bool
pm_name_is_hidden(const char *path)
{
	const char *p = path;

	while (p != NULL) {
		while (*p == '/')
			p++;
		if (p[0] == '.' && p[1] != '/' && p[1] != '\0' &&
		    !(p[1] == '.' && (p[2] == '/' || p[2] == '\0')))
			return true;
		p = strchr(p, '/');
	}
	return false;
}

#define OFFICE "convert with libreoffice --headless --convert-to "
#define CALIBRE "convert with ebook-convert FILE FILE.epub"
#define SQLITE "write its table with sqlite3 -json FILE 'select * from TABLE' >FILE.json"
#define PARQUET(name) \
	"convert with duckdb -c \"copy (from '" name "') to '" name ".jsonl'\""

/* What gives the text of files that are not read. */
static const struct {
	const char *suffix, *what;
} HINTS[] = {
	{ ".doc", OFFICE "docx" },
	{ ".dot", OFFICE "docx" },
	{ ".wpd", OFFICE "docx" },
	{ ".wps", OFFICE "docx" },
	{ ".sxw", OFFICE "docx" },
	{ ".pages", "export them from Pages as .docx" },
	{ ".xls", OFFICE "csv" },
	{ ".xlsx", OFFICE "csv" },
	{ ".xlsb", OFFICE "csv" },
	{ ".xlsm", OFFICE "csv" },
	{ ".ods", OFFICE "csv" },
	{ ".ppt", OFFICE "pdf" },
	{ ".pptx", OFFICE "pdf" },
	{ ".odp", OFFICE "pdf" },
	{ ".ps", "convert with ps2txt FILE FILE.txt" },
	{ ".djvu", "convert with djvutxt FILE FILE.txt" },
	{ ".mobi", CALIBRE },
	{ ".azw", CALIBRE },
	{ ".azw3", CALIBRE },
	{ ".parquet", PARQUET("FILE") },
	{ ".sqlite", SQLITE },
	{ ".sqlite3", SQLITE },
	{ ".mdb", "write its table with mdb-export FILE TABLE >FILE.csv" },
	{ ".rdata", "write it with R: write.csv(x, 'FILE.csv')" },
	{ ".rds", "write it with R: write.csv(readRDS('FILE'), 'FILE.csv')" },
	{ ".msg", "convert with msgconvert FILE" },
	{ ".pst", "convert with readpst FILE" },
};
#define N_HINTS (sizeof HINTS / sizeof *HINTS)

_Static_assert(N_HINTS <= PM_HINTS_MAX, "there is a count for each");

/* The number of the hint for a file of that name; N_HINTS: there is none. */
static size_t
hint_of(const char *base)
{
	size_t len = strlen(base), i = 0;

	while (i < N_HINTS && !ends_with(base, len, HINTS[i].suffix))
		i++;
	return i;
}

const char *
pm_name_hint(const char *name)
{
	size_t hint = hint_of(pm_name_base(name));

	return hint < N_HINTS ? HINTS[hint].what : NULL;
}

void
pm_others_add(struct pm_others *o, const char *name)
{
	const char *base = pm_name_base(name), *dot = strrchr(base, '.');
	size_t i, len, hint = hint_of(base);

	if (hint < N_HINTS) {
		o->hinted[hint]++;
		o->n_hinted++;
		return;
	}
	o->n++;
	if (dot == NULL || dot == base)
		return;
	len = strlen(dot);
	if (len >= sizeof o->suffixes[0])
		return;
	for (i = 0; i < len; i++) {
		if ((unsigned char)dot[i] <= ' ' || dot[i] == 0x7f)
			return;
	}
	for (i = 0; i < o->n_suffixes; i++) {
		if (strcasecmp(o->suffixes[i], dot) == 0)
			return;
	}
	if (o->n_suffixes == sizeof o->suffixes / sizeof o->suffixes[0])
		o->more = true;
	else
		memcpy(o->suffixes[o->n_suffixes++], dot, len + 1);
}

/* The line of the types without a hint. */
static void
say_others(const struct pm_others *o, char *text, size_t size)
{
	size_t i;
	int n;

	n = snprintf(text, size, "%llu file%s of other types%s", (unsigned long long)o->n,
		     o->n == 1 ? "" : "s", o->n_suffixes > 0 ? ":" : "");
	for (i = 0; i < o->n_suffixes && n >= 0 && (size_t)n < size; i++)
		n += snprintf(text + n, size - (size_t)n, " %s", o->suffixes[i]);
	if (o->more && n >= 0 && (size_t)n < size)
		snprintf(text + n, size - (size_t)n, " ...");
}

bool
pm_others_say(const struct pm_others *o, size_t i, char *text, size_t size)
{
	size_t hint;

	if (o->n > 0 && i-- == 0) {
		say_others(o, text, size);
		return true;
	}
	for (hint = 0; hint < N_HINTS; hint++) {
		if (o->hinted[hint] == 0 || i-- > 0)
			continue;
		snprintf(text, size, "%llu %s file%s: %s",
			 (unsigned long long)o->hinted[hint], HINTS[hint].suffix,
			 o->hinted[hint] == 1 ? "" : "s", HINTS[hint].what);
		return true;
	}
	return false;
}
