/* Pressmark - generations: see generation.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/generation.h"

#include "support/buf.h"
#include "support/file.h"
#include "support/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#define FILE_MAX ((size_t)1 << 20)

/* The numbers of a segment, in the order in which they are written. */
static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
	{ "articles", offsetof(struct pm_segment_info, articles) },
	{ "gone", offsetof(struct pm_segment_info, gone) },
	{ "words", offsetof(struct pm_segment_info, words) },
	{ "distinct", offsetof(struct pm_segment_info, distinct) },
	{ "text-bytes", offsetof(struct pm_segment_info, text_bytes) },
	{ "input-bytes", offsetof(struct pm_segment_info, input_bytes) },
	{ "repairs", offsetof(struct pm_segment_info, repairs) },
	{ "long-words", offsetof(struct pm_segment_info, long_words) },
	{ "undated", offsetof(struct pm_segment_info, undated) },
	{ "counted", offsetof(struct pm_segment_info, counted) },
	{ "first-day", offsetof(struct pm_segment_info, first_day) },
	{ "last-day", offsetof(struct pm_segment_info, last_day) },
	{ "identity", offsetof(struct pm_segment_info, identity) },
};

/* The names of the index, in the same way. */
static const struct {
	const char *key;
	size_t offset, size;
	bool optional;
} names[] = {
	{ "made-by", offsetof(struct pm_generation, made_by), 16, false },
	{ "language", offsetof(struct pm_generation, language), 32, false },
	{ "languages", offsetof(struct pm_generation, languages), 96, true },
	{ "stemmer", offsetof(struct pm_generation, stemmer), 48, false },
	{ "unicode", offsetof(struct pm_generation, unicode), 16, false },
	{ "fingerprint", offsetof(struct pm_generation, fingerprint), 33, false },
};

/* The numbers of the whole, and the files beside it. */
static const struct {
	const char *key;
	size_t offset;
} totals[] = {
	{ "time", offsetof(struct pm_generation, time) },
	{ "added", offsetof(struct pm_generation, added) },
	{ "changed", offsetof(struct pm_generation, changed) },
	{ "taken-away", offsetof(struct pm_generation, taken_away) },
	{ "restores", offsetof(struct pm_generation, restores) },
	{ "keep", offsetof(struct pm_generation, keep) },
	{ "stories", offsetof(struct pm_generation, stories) },
};

static const struct {
	const char *key;
	size_t offset;
} files[] = {
	{ "copies", offsetof(struct pm_generation, copies) },
	{ "removed", offsetof(struct pm_generation, removed) },
	{ "files", offsetof(struct pm_generation, files) },
	{ "history", offsetof(struct pm_generation, history) },
};

#define N_NAMES (sizeof names / sizeof *names)
#define N_NUMBERS (sizeof numbers / sizeof *numbers)
#define N_TOTALS (sizeof totals / sizeof *totals)
#define N_FILES (sizeof files / sizeof *files)

static uint64_t *
number_of(struct pm_segment_info *info, size_t i)
{
	return (uint64_t *)(void *)((char *)info + numbers[i].offset);
}

static uint64_t *
total_of(struct pm_generation *g, size_t i)
{
	return (uint64_t *)(void *)((char *)g + totals[i].offset);
}

static struct pm_generation_file *
file_of(struct pm_generation *g, size_t i)
{
	return (struct pm_generation_file *)(void *)((char *)g + files[i].offset);
}

uint64_t
pm_generation_articles(const struct pm_generation *g)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < g->n_segments; i++)
		n += g->segments[i].articles - g->segments[i].gone;
	return n;
}

void
pm_generation_file_name(char name[PM_GENERATION_NAME], const char *prefix, uint64_t number)
{
	snprintf(name, PM_GENERATION_NAME, "%s%" PRIu64, prefix, number);
}

void
pm_generation_release(struct pm_generation *g)
{
	free(g->choices);
	free(g->segments);
	memset(g, 0, sizeof *g);
}

enum pm_status
pm_generation_copy(struct pm_generation *copy, const struct pm_generation *g,
		   struct pm_error *err)
{
	*copy = *g;
	copy->choices = g->choices == NULL ? NULL
					   : pm_strndup(g->choices, strlen(g->choices));
	copy->segments = pm_calloc(PM_SEGMENTS_MAX, sizeof *copy->segments);
	if (copy->segments == NULL || (g->choices != NULL && copy->choices == NULL)) {
		pm_generation_release(copy);
		return pm_fail_nomem(err);
	}
	memcpy(copy->segments, g->segments, g->n_segments * sizeof *g->segments);
	return PM_OK;
}

/* Whether NAME cannot lead out of the index. */
static bool
is_segment_name(const char *name)
{
	size_t n = strlen("segment-");

	return strncmp(name, "segment-", n) == 0 && name[n] != '\0' &&
	       strspn(name + n, "0123456789") == strlen(name + n);
}

/* Whether a terminal may show it. */
static bool
is_plain(const char *s)
{
	while (*s >= ' ' && *s <= '~')
		s++;
	return *s == '\0';
}

static bool
has_segment(const struct pm_generation *g, const char *name)
{
	size_t i;

	for (i = 0; i < g->n_segments; i++)
		if (strcmp(g->segments[i].name, name) == 0)
			return true;
	return false;
}

/* What options say of the input is kept in lines of these. */
static bool
is_choice(const char *key)
{
	static const char *const keys[] = { "map",   "include",	 "exclude",
					    "clean", "encoding", "dates",
					    "ids",   "base",	 "rules" };
	size_t i = 0;

	while (i < sizeof keys / sizeof *keys && strcmp(key, keys[i]) != 0)
		i++;
	return i < sizeof keys / sizeof *keys;
}

/* Append the line to the choices. */
static bool
add_choice(struct pm_generation *g, const char *key, const char *value)
{
	size_t len = g->choices == NULL ? 0 : strlen(g->choices);
	size_t more = strlen(key) + strlen(value) + 3;
	char *longer;

	if (value[0] == '\0' || !pm_utf8_valid(value, strlen(value)) ||
	    strpbrk(value, "\t\r\033\177") != NULL ||
	    (longer = realloc(g->choices, len + more)) == NULL)
		return false;
	g->choices = longer;
	snprintf(longer + len, more, "%s %s\n", key, value);
	return true;
}

/* The number that TEXT begins with, and *TEXT behind it. */
static bool
take_number(const char **text, uint64_t *n)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	*n = strtoull(*text, &end, 10);
	*text = end;
	return errno == 0;
}

/* The number and the identity of a file. */
static bool
take_file(struct pm_generation_file *file, const char *value)
{
	return take_number(&value, &file->number) && file->number > 0 &&
	     *value++ == ' ' && take_number(&value, &file->identity) && *value == '\0';
}

/* Read one line "KEY VALUE" into *g.  False if it makes no sense. */
static bool
take_line(struct pm_generation *g, const char *key, const char *value)
{
	struct pm_segment_info *info;
	uint64_t n;
	size_t i;

	for (i = 0; i < N_NAMES; i++)
		if (strcmp(key, names[i].key) == 0 && value[0] != '\0' &&
		    strlen(value) < names[i].size && is_plain(value)) {
			memcpy((char *)g + names[i].offset, value, strlen(value) + 1);
			return true;
		}
	if (is_choice(key))
		return add_choice(g, key, value);
	if (strcmp(key, "segment") == 0 && is_segment_name(value) &&
	    strlen(value) < sizeof info->name && g->n_segments < PM_SEGMENTS_MAX &&
	    !has_segment(g, value)) {
		info = &g->segments[g->n_segments++];
		memcpy(info->name, value, strlen(value) + 1);
		return true;
	}
	for (i = 0; i < N_FILES; i++)
		if (strcmp(key, files[i].key) == 0)
			return take_file(file_of(g, i), value);
	if (!take_number(&value, &n) || *value != '\0')
		return false;
	if (strcmp(key, "generation") == 0) {
		g->number = n;
		return true;
	}
	for (i = 0; i < N_TOTALS; i++)
		if (strcmp(key, totals[i].key) == 0) {
			*total_of(g, i) = n;
			return true;
		}
	for (i = 0; i < N_NUMBERS && g->n_segments > 0; i++)
		if (strcmp(key, numbers[i].key) == 0) {
			*number_of(&g->segments[g->n_segments - 1], i) = n;
			return true;
		}
	return false;
}

static enum pm_status
parse(struct pm_generation *g, char *text, size_t len, const char *path,
      struct pm_error *err)
{
	static const char magic[] = "pressmark-index ";
	char *line, *next, *sum = NULL;
	char want[32];
	unsigned long version;
	size_t i;

	if (len < sizeof magic || memcmp(text, magic, sizeof magic - 1) != 0)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' is not a file of a Pressmark index", path);
	version = strtoul(text + sizeof magic - 1, NULL, 10);
	if (version != PM_INDEX_VERSION)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' is of index version %lu, this program reads version "
			       "%u: %s",
			       path, version, PM_INDEX_VERSION,
			       version > PM_INDEX_VERSION
				       ? "it was built by a later version of Pressmark"
				       : "build the index again");
	for (line = text; (line = strstr(line, "\nchecksum ")) != NULL; line++)
		sum = line + 1;
	if (sum == NULL || memchr(text, '\0', len) != NULL)
		return pm_corrupt(err, path, "it has no checksum (truncated?)");
	snprintf(want, sizeof want, "checksum %016" PRIx64 "\n",
		 (uint64_t)XXH3_64bits(text, (size_t)(sum - text)));
	if (strcmp(sum, want) != 0)
		return pm_corrupt(err, path, "it does not match its checksum");
	*sum = '\0';
	line = strchr(text, '\n') + 1;
	for (; *line != '\0'; line = next) {
		char *value;

		next = strchr(line, '\n');
		if (next == NULL)
			return pm_corrupt(err, path, "a line is not complete");
		*next++ = '\0';
		value = strchr(line, ' ');
		if (value == NULL)
			return pm_corrupt(err, path, "a line has no value");
		*value++ = '\0';
		if (!take_line(g, line, value))
			return pm_corrupt(err, path, "'%s %s' is not understood", line,
					  value);
	}
	if (g->n_segments == 0)
		return pm_corrupt(err, path, "it lists no segment");
	for (i = 0; i < g->n_segments; i++)
		if (g->segments[i].gone > g->segments[i].articles)
			return pm_corrupt(err, path, "more is gone of '%s' than there was",
					  g->segments[i].name);
	for (i = 0; i < N_NAMES; i++)
		if (!names[i].optional && ((const char *)g + names[i].offset)[0] == '\0')
			return pm_corrupt(err, path, "it has no line '%s'", names[i].key);
	return PM_OK;
}

const char *
pm_generation_stop_language(const struct pm_generation *g)
{
	const char *p = g->languages;

	for (; *p != '\0'; p += strcspn(p, " "), p += strspn(p, " "))
		if (strncmp(p, "en", strcspn(p, " ")) == 0)
			return "english";
	return g->language;
}

/* Read the file NAME in DIR, which is there. */
static enum pm_status
read_file(const char *dir, const char *name, struct pm_generation *g, struct pm_error *err)
{
	char *path = pm_path_join(dir, name);
	enum pm_status status;
	struct pm_buf text;

	memset(g, 0, sizeof *g);
	pm_buf_init(&text, FILE_MAX);
	g->segments = pm_calloc(PM_SEGMENTS_MAX, sizeof *g->segments);
	status = path == NULL || g->segments == NULL ? pm_fail_nomem(err)
						     : pm_read_file(path, &text, err);
	if (status == PM_OK && text.len == 0)
		status = pm_corrupt(err, path, "it is empty");
	else if (status == PM_OK)
		status = parse(g, (char *)text.data, text.len, path, err);
	if (status < 0)
		pm_generation_release(g);
	pm_buf_release(&text);
	free(path);
	return status;
}

/* Whether the folder has a file NAME, whatever that is. */
static bool
has_file(const char *dir, const char *name)
{
	char *path = pm_path_join(dir, name);
	struct stat st;
	bool yes = path == NULL || stat(path, &st) == 0 || errno != ENOENT;

	free(path);
	return yes;
}

enum pm_status
pm_generation_read(const char *dir, struct pm_generation *g, struct pm_error *err)
{
	struct stat st;

	memset(g, 0, sizeof *g);
	if (stat(dir, &st) != 0) {
		int errnum = errno;

		return pm_fail(err, errnum == ENOENT ? PM_ERR_NOT_INDEX : PM_ERR_IO,
			       "cannot open index '%s': %s", dir, strerror(errnum));
	}
	if (!S_ISDIR(st.st_mode) || !has_file(dir, PM_GENERATION_FILE))
		return pm_fail(err, PM_ERR_NOT_INDEX, "'%s' is not a Pressmark index: %s",
			       dir,
			       S_ISDIR(st.st_mode) ? "it has no file 'generation'"
						   : "it is not a folder");
	return read_file(dir, PM_GENERATION_FILE, g, err);
}

enum pm_status
pm_generation_read_kept(const char *dir, uint64_t number, struct pm_generation *g,
			struct pm_error *err)
{
	char name[PM_GENERATION_NAME];

	memset(g, 0, sizeof *g);
	pm_generation_file_name(name, PM_GENERATION_PREFIX, number);
	if (!has_file(dir, name))
		return pm_fail(err, PM_ERR_INPUT,
			       "generation %" PRIu64 " of '%s' is not kept any more",
			       number, dir);
	return read_file(dir, name, g, err);
}

/* The text of the file. */
static void
put(struct pm_buf *text, const struct pm_generation *g)
{
	/* the tables give places to be written to */
	struct pm_generation *of = (struct pm_generation *)(uintptr_t)g;
	size_t i, k;

	pm_buf_printf(text, "pressmark-index %u\ngeneration %" PRIu64 "\n",
		      PM_INDEX_VERSION, g->number);
	for (i = 0; i < N_TOTALS; i++)
		if (*total_of(of, i) != 0)
			pm_buf_printf(text, "%s %" PRIu64 "\n", totals[i].key,
				      *total_of(of, i));
	for (i = 0; i < N_NAMES; i++) {
		const char *name = (const char *)g + names[i].offset;

		if (name[0] != '\0')
			pm_buf_printf(text, "%s %s\n", names[i].key, name);
	}
	for (i = 0; i < N_FILES; i++)
		if (file_of(of, i)->number != 0)
			pm_buf_printf(text, "%s %" PRIu64 " %" PRIu64 "\n", files[i].key,
				      file_of(of, i)->number, file_of(of, i)->identity);
	if (g->choices != NULL)
		pm_buf_puts(text, g->choices);
	for (i = 0; i < g->n_segments; i++) {
		pm_buf_printf(text, "segment %s\n", g->segments[i].name);
		for (k = 0; k < N_NUMBERS; k++)
			pm_buf_printf(text, "%s %" PRIu64 "\n", numbers[k].key,
				      *number_of(&of->segments[i], k));
	}
	pm_buf_printf(text, "checksum %016" PRIx64 "\n",
		      (uint64_t)XXH3_64bits(text->data, text->len));
}

enum pm_status
pm_generation_publish(const char *dir, const struct pm_generation *g, struct pm_error *err)
{
	char *path = pm_path_join(dir, PM_GENERATION_FILE), name[PM_GENERATION_NAME];
	char *kept;
	enum pm_status status = PM_OK;
	struct pm_buf text;

	pm_generation_file_name(name, PM_GENERATION_PREFIX, g->number);
	kept = pm_path_join(dir, name);
	pm_buf_init(&text, FILE_MAX);
	put(&text, g);
	if (path == NULL || kept == NULL || text.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		status = pm_replace_file(kept, text.data, text.len, err);
	if (status == PM_OK)
		status = pm_replace_file(path, text.data, text.len, err);
	else if (status == PM_UNSYNCED)
		status = PM_ERR_IO;
	pm_buf_release(&text);
	free(path);
	free(kept);
	return status;
}
