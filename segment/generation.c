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
	{ "language", offsetof(struct pm_generation, language), 32, false },
	{ "languages", offsetof(struct pm_generation, languages), 96, true },
	{ "stemmer", offsetof(struct pm_generation, stemmer), 48, false },
	{ "unicode", offsetof(struct pm_generation, unicode), 16, false },
};

#define N_NAMES (sizeof names / sizeof *names)
#define N_NUMBERS (sizeof numbers / sizeof *numbers)

static uint64_t *
number_of(struct pm_segment_info *info, size_t i)
{
	return (uint64_t *)(void *)((char *)info + numbers[i].offset);
}

void
pm_generation_release(struct pm_generation *g)
{
	free(g->choices);
	free(g->segments);
	memset(g, 0, sizeof *g);
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
	static const char *const keys[] = { "map",	"include", "exclude", "clean",
					    "encoding", "dates",   "rules" };
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

/* Read one line "KEY VALUE" into *g.  False if it makes no sense. */
static bool
take_line(struct pm_generation *g, const char *key, const char *value)
{
	struct pm_segment_info *info;
	uint64_t n;
	char *end;
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
	errno = 0;
	n = strtoull(value, &end, 10);
	if (errno != 0 || *end != '\0' || value[0] < '0' || value[0] > '9')
		return false;
	if (strcmp(key, "generation") == 0) {
		g->number = n;
		return true;
	}
	if (strcmp(key, "stories") == 0 || strcmp(key, "copies") == 0) {
		*(key[0] == 's' ? &g->stories : &g->copies) = n;
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

enum pm_status
pm_generation_read(const char *dir, struct pm_generation *g, struct pm_error *err)
{
	struct pm_buf text;
	enum pm_status status;
	struct stat st;
	char *path;

	memset(g, 0, sizeof *g);
	pm_buf_init(&text, FILE_MAX);
	path = pm_path_join(dir, PM_GENERATION_FILE);
	g->segments = pm_calloc(PM_SEGMENTS_MAX, sizeof *g->segments);
	if (path == NULL || g->segments == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	if (stat(dir, &st) != 0) {
		int errnum = errno;

		status = pm_fail(err, errnum == ENOENT ? PM_ERR_NOT_INDEX : PM_ERR_IO,
				 "cannot open index '%s': %s", dir, strerror(errnum));
		goto out;
	}
	if (!S_ISDIR(st.st_mode) || (stat(path, &st) != 0 && errno == ENOENT)) {
		status = pm_fail(err, PM_ERR_NOT_INDEX,
				 "'%s' is not a Pressmark index: %s", dir,
				 S_ISDIR(st.st_mode) ? "it has no file 'generation'"
						     : "it is not a folder");
		goto out;
	}
	if ((status = pm_read_file(path, &text, err)) == PM_OK) {
		if (text.len == 0)
			status = pm_corrupt(err, path, "it is empty");
		else
			status = parse(g, (char *)text.data, text.len, path, err);
	}
out:
	if (status < 0)
		pm_generation_release(g);
	pm_buf_release(&text);
	free(path);
	return status;
}

enum pm_status
pm_generation_publish(const char *dir, const struct pm_generation *g, struct pm_error *err)
{
	struct pm_buf text;
	enum pm_status status;
	char *path = pm_path_join(dir, PM_GENERATION_FILE);
	size_t i, k;

	pm_buf_init(&text, FILE_MAX);
	pm_buf_printf(&text, "pressmark-index %u\ngeneration %" PRIu64 "\n",
		      PM_INDEX_VERSION, g->number);
	for (i = 0; i < N_NAMES; i++) {
		const char *name = (const char *)g + names[i].offset;

		if (name[0] != '\0')
			pm_buf_printf(&text, "%s %s\n", names[i].key, name);
	}
	if (g->copies != 0)
		pm_buf_printf(&text, "stories %" PRIu64 "\ncopies %" PRIu64 "\n",
			      g->stories, g->copies);
	if (g->choices != NULL)
		pm_buf_puts(&text, g->choices);
	for (i = 0; i < g->n_segments; i++) {
		pm_buf_printf(&text, "segment %s\n", g->segments[i].name);
		for (k = 0; k < N_NUMBERS; k++)
			pm_buf_printf(&text, "%s %" PRIu64 "\n", numbers[k].key,
				      *number_of(&g->segments[i], k));
	}
	pm_buf_printf(&text, "checksum %016" PRIx64 "\n",
		      (uint64_t)XXH3_64bits(text.data, text.len));
	if (path == NULL || text.status < 0)
		status = pm_fail_nomem(err);
	else
		status = pm_replace_file(path, text.data, text.len, err);
	pm_buf_release(&text);
	free(path);
	return status;
}
