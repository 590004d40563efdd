/* Pressmark - pressmark-index stats: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/commands.h"

#include "indexer/progress.h"
#include "segment/index.h"
#include "support/calendar.h"
#include "support/file.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Add the size of all files in a folder, and below it, to *SUM. */
static enum pm_status
folder_bytes(const char *dir, uint64_t *sum, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	while (status == PM_OK && (entry = readdir(d)) != NULL) {
		struct stat st;
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = pm_path_join(dir, entry->d_name);
		if (path == NULL)
			status = pm_fail_nomem(err);
		else if (lstat(path, &st) != 0)
			status = pm_fail_errno(err, errno, "cannot look at '%s'", path);
		else if (S_ISDIR(st.st_mode))
			status = folder_bytes(path, sum, err);
		else
			*sum += (uint64_t)st.st_size;
		free(path);
	}
	closedir(d);
	return status;
}

static void
put_count(struct pm_buf *out, const char *name, uint64_t n)
{
	pm_buf_printf(out, "%-22s ", name);
	pm_buf_put_grouped(out, n);
	pm_buf_putc(out, '\n');
}

static void
put_size(struct pm_buf *out, const char *name, uint64_t n, uint64_t text)
{
	pm_buf_printf(out, "%-22s ", name);
	pm_put_bytes(out, n);
	if (text > 0)
		pm_buf_printf(out, " (%.3f of the text)", (double)n / (double)text);
	pm_buf_putc(out, '\n');
}

static void
put_day(struct pm_buf *out, uint64_t day)
{
	char text[PM_DATE_TEXT];
	size_t len = pm_date_text((uint32_t)day, text);

	pm_buf_put(out, text, len);
}

/* The bytes of all files of folds. */
static enum pm_status
fold_bytes(struct pm_folds *folds, uint64_t *n, struct pm_error *err)
{
	uint64_t sizes[PM_STORE_READ];
	struct pm_store *store;
	enum pm_status status;
	size_t i;

	*n = 0;
	if (folds == NULL)
		return PM_OK;
	if ((status = pm_folds_store(folds, &store, err)) < 0)
		return status;
	pm_store_file_sizes(store, sizes);
	*n = pm_folds_file_size(folds);
	for (i = 0; i < PM_STORE_READ; i++)
		*n += sizes[i];
	return PM_OK;
}

static enum pm_status
put_segment(struct pm_buf *out, const char *dir, struct pm_index *index, size_t i,
	    struct pm_error *err)
{
	const struct pm_segment_info *info = &index->generation.segments[i];
	struct pm_lexicon *lex = pm_segment_lexicon(index->segments[i]);
	uint64_t store[PM_STORE_READ],
		text = info->text_bytes, whole = 0, in_database = 0, in_folds = 0;
	char *path = pm_path_join(dir, info->name);
	char *database = path == NULL ? NULL : pm_path_join(path, PM_SEGMENT_DATABASE);
	struct pm_shares *shares;
	struct pm_pages *sketches;
	struct pm_folds *folds;
	struct pm_blocks *blocks;
	struct pm_glass *const *lists;
	enum pm_status status = PM_OK;

	if (database == NULL)
		status = pm_fail_nomem(err);
	if (status < 0 ||
	    (status = pm_segment_shares(index->segments[i], &shares, err)) < 0 ||
	    (status = pm_segment_sketches(index->segments[i], &sketches, err)) < 0 ||
	    (status = pm_segment_folds(index->segments[i], &folds, err)) < 0 ||
	    (status = fold_bytes(folds, &in_folds, err)) < 0 ||
	    (status = pm_segment_blocks(index->segments[i], &blocks, err)) < 0 ||
	    (status = folder_bytes(path, &whole, err)) < 0 ||
	    (status = folder_bytes(database, &in_database, err)) < 0)
		goto out;
	/* declined: the database is in another format, and so there are no lists */
	if ((status = pm_index_lists(index, &lists, err)) < 0)
		goto out;
	pm_buf_printf(out, "\n%-22s %s\n", "segment", info->name);
	put_count(out, "articles", info->articles);
	if (info->gone > 0)
		put_count(out, "  removed", info->gone);
	put_count(out, "words", info->words);
	put_count(out, "distinct words", info->distinct);
	put_count(out, "compounds and parts", pm_lexicon_list_size(lex, PM_LIST_ALIASES));
	put_count(out, "words too long", info->long_words);
	put_count(out, "repairs", info->repairs);
	if (folds != NULL) {
		put_count(out, "articles with folds", pm_folds_articles(folds));
		put_count(out, "folds", pm_folds_count(folds));
	}
	put_count(out, "articles without date", info->undated);
	if (info->first_day != 0) {
		pm_buf_printf(out, "%-22s ", "dates");
		put_day(out, info->first_day);
		pm_buf_puts(out, " to ");
		put_day(out, info->last_day);
		pm_buf_putc(out, '\n');
	}
	put_size(out, "input", info->input_bytes, 0);
	put_size(out, "text", text, 0);
	put_size(out, "index", whole, text);
	pm_store_file_sizes(pm_segment_store(index->segments[i]), store);
	put_size(out, "  words", store[PM_STORE_WORDS], text);
	put_size(out, "  dressing", store[PM_STORE_DRESSING], text);
	put_size(out, "  pairs", store[PM_STORE_PAIRS], text);
	put_size(out, "  articles", store[PM_STORE_ARTICLES], text);
	put_size(out, "  lexicon", pm_lexicon_file_size(lex), text);
	put_size(out, "  shares", pm_shares_file_size(shares), text);
	if (status == PM_OK)
		put_size(out, "  lengths", pm_pages_file_size(index->lengths[i]), text);
	put_size(out, "  sketches", pm_pages_file_size(sketches), text);
	if (folds != NULL)
		put_size(out, "  folds", in_folds, text);
	if (blocks != NULL)
		put_size(out, "  blocks", pm_blocks_file_size(blocks), text);
	put_size(out, "  database", in_database, text);
	status = PM_OK;
out:
	free(database);
	free(path);
	return status;
}

/* What the build was told about its input: lines "KEY VALUE". */
static void
put_choices(struct pm_buf *out, const char *lines)
{
	while (lines != NULL && *lines != '\0') {
		size_t key = strcspn(lines, " "), len = strcspn(lines, "\n");

		pm_buf_printf(out, "%-22.*s ", (int)key, lines);
		pm_buf_put_shown(out, lines + key + 1, len - key - 1);
		pm_buf_putc(out, '\n');
		lines += len + 1;
	}
}

static void
put_stories(struct pm_buf *out, const struct pm_index *index)
{
	uint64_t articles = pm_index_articles(index);

	put_count(out, "articles", articles);
	put_count(out, "stories",
		  index->copies == NULL ? articles
					: articles - pm_copies_count(index->copies));
	if (index->copies != NULL)
		put_size(out, "copies", pm_copies_file_size(index->copies), 0);
	if (index->removed != NULL)
		put_size(out, "removed", pm_removed_file_size(index->removed), 0);
}

enum pm_status
pm_stats(const char *dir, struct pm_buf *out, struct pm_error *err)
{
	struct pm_index *index;
	enum pm_status status = pm_index_open(&index, dir, err);
	size_t i;

	if (status < 0)
		return status;
	pm_buf_printf(out, "%-22s ", "index");
	pm_buf_put_shown(out, dir, strlen(dir));
	pm_buf_putc(out, '\n');
	pm_buf_printf(out, "%-22s %" PRIu64 "\n", "generation", index->generation.number);
	pm_buf_printf(out, "%-22s %s", "language", index->generation.language);
	if (index->generation.languages[0] != '\0')
		pm_buf_printf(out, ": %s", index->generation.languages);
	pm_buf_putc(out, '\n');
	put_choices(out, index->generation.choices);
	put_stories(out, index);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		status = put_segment(out, dir, index, i, err);
	pm_index_free(index);
	return status;
}

void
pm_put_other_versions(struct pm_buf *out, const struct pm_check_result *r)
{
	if (r->other > 0) {
		pm_buf_puts(out, "stems: ");
		pm_buf_put_grouped(out, r->other);
		pm_buf_puts(out, " of ");
		pm_buf_put_grouped(out, r->words);
		pm_buf_printf(out,
			      " words get%s another stem from %s than from %s, which "
			      "made the index; queries use the stems of the index\n",
			      r->other == 1 ? "s" : "", r->now, r->then);
	}
	if (r->other_unicode)
		pm_buf_printf(out,
			      "words: the index was made by Unicode %s, this is Unicode %s; "
			      "characters that only one of them knows are not found\n",
			      r->unicode_then, r->unicode_now);
	if (r->deep == PM_DEEP_OTHER_VERSIONS)
		pm_buf_printf(out,
			      "deep: the words cannot be compared: the index was made by %s "
			      "and Unicode %s, these are %s and Unicode %s\n",
			      r->then, r->unicode_then, r->now, r->unicode_now);
	if (r->deep == PM_DEEP_SAME)
		pm_buf_puts(out, "deep: each segment was made again, and is the same\n");
}
