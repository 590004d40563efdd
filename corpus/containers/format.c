/* Pressmark - finding the files that paths lead to: file names: see walk.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/walk.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
	char suffix[8];
	enum pm_format format;
	bool gzip;
} SUFFIXES[] = {
	/* clang-format off */
	{ ".txt", PM_FORMAT_PLAIN, false },
	{ ".text", PM_FORMAT_PLAIN, false },
	{ ".md", PM_FORMAT_PLAIN, false },
	{ ".html", PM_FORMAT_HTML, false },
	{ ".htm", PM_FORMAT_HTML, false },
	{ ".xhtml", PM_FORMAT_HTML, false },
	{ ".json", PM_FORMAT_JSON, false },
	{ ".jsonl", PM_FORMAT_JSONL, false },
	{ ".ndjson", PM_FORMAT_JSONL, false },
	{ ".zip", PM_FORMAT_ZIP, false },
	{ ".tar", PM_FORMAT_TAR, false },
	{ ".tgz", PM_FORMAT_TAR, true },
	/* clang-format on */
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Whether the LEN bytes at NAME end with SUFFIX, with something before it. */
static bool
ends_with(const char *name, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	return len > n && strncasecmp(name + len - n, suffix, n) == 0;
}

enum pm_format
pm_format_of(const char *name, bool *gzip)
{
	const char *base = base_name(name);
	size_t len = strlen(base), i;

	*gzip = ends_with(base, len, ".gz");
	if (*gzip)
		len -= 3;
	for (i = 0; i < sizeof SUFFIXES / sizeof *SUFFIXES; i++) {
		if (!ends_with(base, len, SUFFIXES[i].suffix))
			continue;
		if (SUFFIXES[i].gzip && *gzip)
			break;
		*gzip |= SUFFIXES[i].gzip;
		return SUFFIXES[i].format;
	}
	return PM_FORMAT_OTHER;
}

/* What a suffix says of gzip. */
enum with_gzip { WITHOUT_GZIP, WITHIN_GZIP };

/* Put the suffixes of one kind after the N bytes of TEXT.  Returns the new length. */
static size_t
put_suffixes(char text[PM_FORMAT_TEXT], size_t n, enum with_gzip kind)
{
	size_t i;

	for (i = 0; i < sizeof SUFFIXES / sizeof *SUFFIXES && n < PM_FORMAT_TEXT; i++)
		if (SUFFIXES[i].gzip == (kind == WITHIN_GZIP))
			n += (size_t)snprintf(text + n, PM_FORMAT_TEXT - n, " %s",
					      SUFFIXES[i].suffix);
	return n;
}

void
pm_format_unknown(char text[PM_FORMAT_TEXT])
{
	size_t n = (size_t)snprintf(text, PM_FORMAT_TEXT,
				    "file type is not known; known are");

	n = put_suffixes(text, n, WITHOUT_GZIP);
	if (n < PM_FORMAT_TEXT)
		n += (size_t)snprintf(text + n, PM_FORMAT_TEXT - n,
				      ", each of them also as .gz, and");
	put_suffixes(text, n, WITHIN_GZIP);
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

void
pm_others_add(struct pm_others *o, const char *name)
{
	const char *base = base_name(name), *dot = strrchr(base, '.');
	size_t i, len;

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

void
pm_others_say(const struct pm_others *o, char *text, size_t size)
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
