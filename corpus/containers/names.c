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

	return len > n && strncasecmp(name + len - n, suffix, n) == 0;
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

void
pm_others_add(struct pm_others *o, const char *name)
{
	const char *base = pm_name_base(name), *dot = strrchr(base, '.');
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
