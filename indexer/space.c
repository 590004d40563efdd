/* Pressmark - whether a disk has room: see space.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/space.h"

#include "corpus/containers/names.h"
#include "indexer/progress.h"
#include "indexer/stats.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define OF_TEXT .35
#define OF_PACKED_TEXT .8
#define OF_MARKUP .02
#define OF_MERGE .7

static bool
is_one_of(const char *suffix, size_t len, const char *const *names)
{
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if (strlen(names[i]) == len && strncasecmp(suffix, names[i], len) == 0)
			return true;
	return false;
}

uint64_t
pm_space_of_file(const char *path, uint64_t bytes)
{
	static const char *const texts[] = { "txt",    "text", "md",  "json", "jsonl",
					     "ndjson", "csv",  "tsv", NULL };
	static const char *const markups[] = { "html", "htm", "xhtml", "xml", NULL };
	struct pm_name name = pm_name_read(path);
	size_t len = name.len, dot = len;
	double share = 0;

	while (dot > 0 && name.base[dot - 1] != '.')
		dot--;
	if (dot == 0 || name.box != PM_NO_BOX)
		return 0;
	if (is_one_of(name.base + dot, len - dot, texts))
		share = name.packing == PM_UNPACKED ? OF_TEXT : OF_PACKED_TEXT;
	else if (is_one_of(name.base + dot, len - dot, markups))
		share = OF_MARKUP;
	return (uint64_t)(share * (double)bytes);
}

/* The share of a segment's text that is left. */
static double
share_left(const struct pm_index *index, size_t i)
{
	struct pm_removed_part *part = index->removed == NULL
					     ? NULL
					     : pm_removed_part(index->removed, i);
	uint64_t text = index->generation.segments[i].text_bytes, gone;

	gone = part == NULL ? 0 : pm_removed_sums(part)->text_bytes;
	return text == 0 || gone > text ? 0 : 1 - (double)gone / (double)text;
}

enum pm_status
pm_space_of_merge(struct pm_index *index, uint64_t *need, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	double sum = 0;
	size_t i;

	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++) {
		char *dir = pm_path_join(index->dir, index->generation.segments[i].name);
		uint64_t bytes = 0;

		status = dir == NULL ? pm_fail_nomem(err)
				     : pm_folder_bytes(dir, &bytes, err);
		sum += (double)bytes * share_left(index, i);
		free(dir);
	}
	*need = (uint64_t)(OF_MERGE * sum);
	return status;
}

/* What is free for whoever runs this. */
static bool
find_free(const char *dir, uint64_t *bytes)
{
	struct statvfs fs;

	if (statvfs(dir, &fs) != 0 || fs.f_blocks == 0)
		return false;
	*bytes = (uint64_t)fs.f_frsize * (geteuid() == 0 ? fs.f_bfree : fs.f_bavail);
	return true;
}

enum pm_status
pm_space_check(const char *dir, uint64_t need, const struct pm_build_options *build,
	       struct pm_error *err)
{
	struct pm_buf needed, there;
	enum pm_status status;
	uint64_t bytes;

	if (build->any_space || need < PM_SPACE_LEAST || !find_free(dir, &bytes) ||
	    bytes >= need)
		return PM_OK;
	pm_buf_init(&needed, PM_BUF_NO_LIMIT);
	pm_buf_init(&there, PM_BUF_NO_LIMIT);
	pm_put_bytes(&needed, need);
	pm_put_bytes(&there, bytes);
	status = pm_fail(err, PM_ERR_IO,
			 "nothing was changed: '%s' needs room for at least %s more, and "
			 "there is %s (--any-space tries it all the same)",
			 dir, pm_buf_str(&needed), pm_buf_str(&there));
	pm_buf_release(&needed);
	pm_buf_release(&there);
	return status;
}
