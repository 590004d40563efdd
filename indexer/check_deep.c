/* Pressmark - pressmark-index check --deep: see check_deep.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_deep.h"

#include "indexer/join.h"
#include "indexer/segment_diff.h"
#include "support/buf.h"
#include "support/file.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Make the temporary folder: *PATH, allocated. */
static enum pm_status
make_folder(const char *index, const struct pm_check_deep *options, char **path,
	    struct pm_error *err)
{
	size_t len = strlen(index);
	enum pm_status status;
	struct pm_buf name;

	while (len > 1 && index[len - 1] == '/')
		len--;
	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	if (options->temporary != NULL)
		pm_buf_printf(&name, "%s/check", options->temporary);
	else
		pm_buf_put(&name, index, len);
	pm_buf_puts(&name, ".deep-XXXXXX");
	if (name.status < 0)
		status = pm_fail_nomem(err);
	else if (mkdtemp((char *)name.data) == NULL)
		status = pm_fail_errno(err, errno, "cannot make folder '%s'",
				       pm_buf_str(&name));
	else if ((*path = pm_strndup(pm_buf_str(&name), name.len)) == NULL)
		status = pm_fail_nomem(err);
	else
		status = PM_OK;
	pm_buf_release(&name);
	return status;
}

/* What the generation says of a segment, against what came out. */
static enum pm_status
compare_info(const struct pm_index *index, const struct pm_segment_info *there,
	     const struct pm_segment_info *made, struct pm_error *err)
{
	static const struct {
		const char *what;
		size_t offset;
	} numbers[] = {
		{ "articles", offsetof(struct pm_segment_info, articles) },
		{ "words", offsetof(struct pm_segment_info, words) },
		{ "distinct words", offsetof(struct pm_segment_info, distinct) },
		{ "bytes of text", offsetof(struct pm_segment_info, text_bytes) },
		{ "words too long", offsetof(struct pm_segment_info, long_words) },
		{ "articles without date", offsetof(struct pm_segment_info, undated) },
		{ "articles with blocks", offsetof(struct pm_segment_info, counted) },
		{ "first days", offsetof(struct pm_segment_info, first_day) },
		{ "last days", offsetof(struct pm_segment_info, last_day) },
	};
	char *path;
	enum pm_status status = PM_OK;
	size_t i;

	if ((path = pm_path_join(index->dir, there->name)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < sizeof numbers / sizeof *numbers && status == PM_OK; i++) {
		uint64_t a, b;

		memcpy(&a, (const char *)there + numbers[i].offset, sizeof a);
		memcpy(&b, (const char *)made + numbers[i].offset, sizeof b);
		if (a != b)
			status = pm_corrupt(err, path,
					    "the number of its %s is %llu, the generation "
					    "says %llu",
					    numbers[i].what, (unsigned long long)b,
					    (unsigned long long)a);
	}
	free(path);
	return status;
}

static enum pm_status
compare_segment(const struct pm_index *index, const struct pm_segment_info *there,
		const struct pm_segment_info *made, const char *folder,
		struct pm_error *err)
{
	char *old, *new;
	enum pm_status status;

	/* the pages of both are what their checksums say */
	if (there->identity == made->identity)
		return compare_info(index, there, made, err);
	old = pm_path_join(index->dir, there->name);
	new = pm_path_join(folder, made->name);
	if (old == NULL || new == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_segment_diff(old, new, err)) == PM_OK)
		status = compare_info(index, there, made, err);
	free(old);
	free(new);
	return status;
}

static enum pm_status
check_segment(struct pm_index *index, size_t i, const struct pm_check_deep *options,
	      const char *folder, struct pm_error *err)
{
	const struct pm_segment_info *info = &index->generation.segments[i];
	const struct pm_stored_segment from = { index->segments[i], info, NULL };
	const struct pm_join_options join = {
		.build = options->build,
		.language = index->generation.language,
		.index = folder,
		.number = i + 1,
		.segments = &from,
		.n_segments = 1,
		.progress = options->build->progress,
		.ctx = options->build->ctx,
	};
	struct pm_joined joined;
	enum pm_status status = pm_join(&join, &joined, err);
	char *path;

	if (status != PM_OK)
		return status < 0 ? status : PM_OK;
	status = compare_segment(index, info, &joined.info, folder, err);
	/* before the next one needs room */
	if ((path = pm_path_join(folder, joined.info.name)) != NULL)
		pm_remove_tree(path, NULL);
	free(path);
	return status;
}

enum pm_status
pm_check_deep_run(struct pm_index *index, const struct pm_check_deep *options,
		  struct pm_error *err)
{
	char *folder = NULL;
	enum pm_status status = make_folder(index->dir, options, &folder, err);
	size_t i;

	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		status = check_segment(index, i, options, folder, err);
	if (folder != NULL)
		pm_remove_tree(folder, NULL);
	free(folder);
	return status;
}
