/* Pressmark - damaged indexes: the right answer or a clear error, never a crash.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	damage [ARTICLES]
 *
 * Builds an index of the sample articles and one of made-up articles whose lexicon has
 * three classes and aliases, some of which have folds, and asks each some questions, also
 * of the full text.  Then, file by file of what
 * was published: cut short, emptied, removed, a byte more, replaced by another file or by
 * another index's, bits flipped (every byte of a small file, a seeded sample of a large
 * one; size and time of modification as they were), and a version that is not this
 * program's; and the folder of folds as a whole.  For each, a child of its own asks all questions again, and stats, export
 * and check.  Every answer is byte for byte the one of before, or an error that names the
 * file; check finds every bit.
 *
 * Speaks TAP, one line for each file and kind of damage. */
#include "answer/output.h"
#include "indexer/build.h"
#include "indexer/commands.h"
#include "support/bytes.h"
#include "support/file.h"
#include "tests/corrupt/articles.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

#define PATH_SIZE 4096
#define FILES_MAX 40
#define FLIP_ALL 300u /* files up to this size: every byte */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FLIPS 12u
#define FLIP_STEP 9u
#else
#define FLIPS 60u /* of a larger file */
#define FLIP_STEP 1u
#endif
#define CHILD_SECONDS 12u /* times PM_PATIENCE */

static char work[PATH_SIZE - 300];
static unsigned n_cases, n_failures, n_damages;

/* --- the articles and the indexes ---------------------------------------- */

static const struct pm_stop never = { NULL, NULL };

static void
build(const char *index, const char *input)
{
	struct pm_build_options o = { .index = index,
				      .paths = &input,
				      .n_paths = 1,
				      .language = "english" };
	struct pm_build_result result;
	struct pm_error err;

	if (pm_build(&o, &result, &err) < 0)
		bail_out(err.text);
}

/* --- asking --------------------------------------------------------------- */

static const struct {
	const char *query;
	enum pm_db_sort sort;
	enum pm_search_stories stories;
	enum pm_search_text text;
} questions[] = {
	{ "chips", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "CXMT AND DDR5", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "\"export control\" OR \"memory chips\"", PM_SORT_RELEVANCE,
	  PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "=CXMT", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "semicon* OR v1*", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "title:chips OR title:CXMT", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "date:2024-03..2024-06 the", PM_SORT_DATE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "source:times AND memory", PM_SORT_DATE_DESC, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "the NOT (\"memory the\" OR memory)", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "example cooperate", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_ARTICLES },
	{ "nowhereatall", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, PM_SEARCH_ARTICLES },
	{ "chips OR CXMT", PM_SORT_RELEVANCE, PM_STORIES_COUNTED, PM_SEARCH_ARTICLES },
	{ "chips", PM_SORT_RELEVANCE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "the memory", PM_SORT_RELEVANCE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "date:2024", PM_SORT_DATE, PM_STORIES_ONCE, PM_SEARCH_ARTICLES },
	{ "newsletter AND memory", PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED,
	  PM_SEARCH_FULL_TEXT },
	{ "\"memory chips\" w/9 newslett*", PM_SORT_DATE, PM_STORIES_COUNTED,
	  PM_SEARCH_FULL_TEXT },
};

#define N_QUESTIONS (sizeof questions / sizeof *questions)

/* What is asked: the questions, and behind them these. */
enum { STATS = N_QUESTIONS, EXPORT, CHECK, N_ASKED };

static enum pm_status
ask_question(const char *index, size_t i, struct pm_buf *out, struct pm_error *err)
{
	struct pm_search_options o = { .max = 5,
				       .sort = questions[i].sort,
				       .stories = questions[i].stories };
	struct pm_search_result result = { 0 };
	struct pm_query_mistake mistake;
	struct pm_output output = { .format = PM_OUTPUT_TEXT,
				    .width = 80,
				    .stories = questions[i].stories };
	struct pm_search *search = NULL;
	struct pm_tree *tree = NULL;
	enum pm_status status;

	output.query = questions[i].query;
	output.query_len = strlen(questions[i].query);
	if ((status = pm_tree_parse(output.query, output.query_len,
				    &(struct pm_query_options){ .mode = PM_QUERY_ALL },
				    &tree, &mistake, err)) == PM_OK &&
	    (status = pm_search_open(&search, index, err)) == PM_OK) {
		pm_search_text(search, questions[i].text);
		status = pm_search_run(search, tree, &o, &result, err);
		output.tree = tree;
		if (status == PM_OK)
			status = pm_output_answer(&output, search, &result, out, err);
	}
	/* That no article has a date is an answer, too, and may be a wrong one. */
	if (status == PM_ERR_QUERY) {
		pm_buf_puts(out, err->text);
		status = PM_OK;
	}
	pm_search_result_release(&result);
	pm_search_free(search);
	pm_tree_free(tree);
	return status;
}

static enum pm_status
ask_export(const char *index, struct pm_buf *out, struct pm_error *err)
{
	char *data = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&data, &len);
	enum pm_status status;

	if (f == NULL)
		return pm_fail_nomem(err);
	status = pm_export(index, f, &never, err);
	fclose(f);
	pm_buf_put(out, data, len);
	free(data);
	return status;
}

static enum pm_status
ask(const char *index, size_t i, struct pm_buf *out, struct pm_error *err)
{
	struct pm_check_result result;
	enum pm_status status;

	if (i < N_QUESTIONS)
		return ask_question(index, i, out, err);
	if (i == STATS)
		return pm_stats(index, out, err);
	if (i == EXPORT)
		return ask_export(index, out, err);
	status = pm_check(index, &result, err);
	pm_buf_printf(out, "%u", (unsigned)result.articles);
	return status;
}

static const char *
name_of(size_t i)
{
	return i < N_QUESTIONS ? questions[i].query
	     : i == STATS      ? "stats"
	     : i == EXPORT     ? "export"
			       : "check";
}

/* --- one damage ------------------------------------------------------------ */

/* What is there to be damaged, and the answers of before. */
struct target {
	char index[PATH_SIZE - 200];
	struct pm_buf answers[N_ASKED];
};

/* What must come out. */
enum expectation {
	RIGHT_OR_NAMED, /* the right answers, or errors that name the file; and
				 * check finds it */
	FITTING,	/* likewise, or errors that name one that it does not fit to */
	NAMED,		/* errors that name the file */
	NEWER		/* errors that say what to do about it */
};

/* Whether a message tells the reader which file it is about. */
static bool
names(const char *text, const char *file, enum expectation expected)
{
	const char *slash = strstr(file, "/xapian/");

	if (expected == FITTING)
		return strstr(text, "segment-") != NULL || strstr(text, file) != NULL ||
		       strstr(text, "the index is damaged") != NULL;

	/* a database whose files are not those that it was written with: the
	 * guard's or libxapian's words name the folder */
	return strstr(text, file) != NULL ||
	       (slash != NULL && strstr(text, "/xapian") != NULL);
}

/* As tests/lib.sh has it. */
static unsigned
patience(void)
{
	const char *given = getenv("PM_PATIENCE");

	return given != NULL && atoi(given) > 0 ? (unsigned)atoi(given) : 5;
}

/* Whether question I need not look at FILE: the store of folds is opened when somebody wants
 * one; and what was read, what was done before and what can be gone back to is nothing that
 * is asked for, but check reads it. */
static bool
may_ignore(size_t i, const char *file)
{
	static const char folds[] = "segment-1/folds/";

	if (strncmp(file, "files-", 6) == 0 || strncmp(file, "history-", 8) == 0 ||
	    strncmp(file, "generation-", 11) == 0)
		return i != CHECK;
	return strncmp(file, folds, strlen(folds)) == 0 &&
	       strcmp(file, "segment-1/folds/list") != 0 && i < N_QUESTIONS &&
	       questions[i].text == PM_SEARCH_ARTICLES;
}

/* In the child: ask all, complain to FD.  Never returns. */
static void
ask_all(const struct target *t, const char *file, enum expectation expected, int fd)
{
	struct pm_error err;
	struct pm_buf out;
	size_t i;

	alarm(CHILD_SECONDS * patience());
	for (i = 0; i < N_ASKED; i++) {
		const struct pm_buf *right = &t->answers[i];
		enum pm_status status;

		pm_buf_init(&out, PM_BUF_NO_LIMIT);
		status = ask(t->index, i, &out, &err);
		if (status > 0)
			dprintf(fd, "%s: status %d\n", name_of(i), (int)status);
		else if (status < 0 && !names(err.text, file, expected))
			dprintf(fd, "%s: the message does not name '%s': %s: %s\n",
				name_of(i), file, pm_status_name(status), err.text);
		else if (status < 0 && expected == NEWER &&
			 (status != PM_ERR_NOT_INDEX ||
			  (strstr(err.text, "build the index again") == NULL &&
			   strstr(err.text, "a later version") == NULL)))
			dprintf(fd, "%s: %s: %s\n", name_of(i), pm_status_name(status),
				err.text);
		else if (status == PM_OK && !may_ignore(i, file) &&
			 (expected > FITTING || i == CHECK))
			dprintf(fd, "%s: went unnoticed\n", name_of(i));
		else if (status == PM_OK && (out.len != right->len ||
					     memcmp(out.data, right->data, out.len) != 0))
			dprintf(fd, "%s: a wrong answer:\n%.500s\n", name_of(i),
				pm_buf_str(&out));
		pm_buf_release(&out);
	}
	_exit(0);
}

/* Ask in a child; false and a comment where something is wrong. */
static bool
survives(const struct target *t, const char *file, const char *how,
	 enum expectation expected)
{
	char text[4096], *line, *rest;
	size_t len = 0;
	ssize_t n;
	int fds[2], status;
	pid_t child;

	n_damages++;
	fflush(stdout);
	if (pipe(fds) != 0 || (child = fork()) < 0)
		bail_out("cannot fork");
	if (child == 0) {
		close(fds[0]);
		ask_all(t, file, expected, fds[1]);
	}
	close(fds[1]);
	while (len < sizeof text - 1 &&
	       (n = read(fds[0], text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	close(fds[0]);
	waitpid(child, &status, 0);
	if (len == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	printf("# %s, %s:", file, how);
	if (WIFSIGNALED(status))
		printf(" killed by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		printf(" status %d", WEXITSTATUS(status));
	putchar('\n');
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		printf("#   %s\n", line);
	return false;
}

static void
verdict(bool fine, const char *index, const char *file, const char *how)
{
	const char *slash = strrchr(index, '/');

	n_cases++;
	n_failures += !fine;
	printf("%sok %u - %s/%s: %s\n", fine ? "" : "not ", n_cases, slash + 1, file, how);
	fflush(stdout);
}

/* --- files ------------------------------------------------------------------ */

struct file {
	char path[PATH_SIZE];
	const char *name; /* in the index: "segment-1/words" */
	struct pm_buf bytes;
	struct stat st;
};

static void
overwrite(const struct file *f, const void *data, size_t len)
{
	struct timespec times[2] = { f->st.st_atim, f->st.st_mtim };
	struct pm_error err;
	int fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0 || pm_write_all(fd, f->path, data, len, &err) < 0 ||
	    futimens(fd, times) != 0 || close(fd) != 0)
		bail_out("cannot damage a file");
}

static void
restore(const struct file *f)
{
	overwrite(f, f->bytes.data, f->bytes.len);
}

/* All files below DIR but the lock, which nobody reads. */
static void
list_files(const char *root, const char *dir, struct file *files, size_t *n)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		bail_out("cannot list an index");
	while ((entry = readdir(d)) != NULL) {
		char path[PATH_SIZE];
		struct pm_error err;
		struct file *f = &files[*n];

		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "lock") == 0)
			continue;
		if (snprintf(path, sizeof path, "%s/%s", dir, entry->d_name) >=
			    (int)sizeof path ||
		    *n == FILES_MAX)
			bail_out("too many files");
		if (stat(path, &f->st) != 0)
			bail_out("cannot look at a file");
		if (S_ISDIR(f->st.st_mode)) {
			list_files(root, path, files, n);
			continue;
		}
		strcpy(f->path, path);
		f->name = f->path + strlen(root) + 1;
		pm_buf_init(&f->bytes, PM_BUF_NO_LIMIT);
		if (pm_read_file(path, &f->bytes, &err) < 0)
			bail_out(err.text);
		++*n;
	}
	closedir(d);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* --- kinds of damage --------------------------------------------------------- */

static void
cut_short(const struct target *t, const struct file *f)
{
	size_t len = f->bytes.len, i;
	const size_t lengths[] = { 0, 1, 8, len / 3, len / 2, len - 64, len - 17, len - 1 };
	bool fine = true;
	char how[64];

	for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		if (lengths[i] >= len)
			continue;
		snprintf(how, sizeof how, "cut to %zu of %zu bytes", lengths[i], len);
		overwrite(f, f->bytes.data, lengths[i]);
		fine &= survives(t, f->name, how, NAMED);
	}
	restore(f);
	verdict(fine, t->index, f->name, "cut short");
}

static void
grow(const struct target *t, const struct file *f)
{
	struct pm_buf more;

	pm_buf_init(&more, PM_BUF_NO_LIMIT);
	pm_buf_put(&more, f->bytes.data, f->bytes.len);
	pm_buf_putc(&more, 'x');
	overwrite(f, more.data, more.len);
	verdict(survives(t, f->name, "a byte more", NAMED), t->index, f->name,
		"a byte more");
	pm_buf_release(&more);
	restore(f);
}

static void
take_away(const struct target *t, const struct file *f)
{
	bool fine;

	if (unlink(f->path) != 0)
		bail_out("cannot remove a file");
	/* without its list of segments, a folder is no index */
	fine = survives(t, strcmp(f->name, "generation") == 0 ? "generation" : f->name,
			"removed", NAMED);
	if (mkdir(f->path, 0777) != 0)
		bail_out("cannot make a folder");
	fine &= survives(t, f->name, "a folder instead", NAMED);
	rmdir(f->path);
	restore(f);
	verdict(fine, t->index, f->name, "removed, or a folder");
}

/* Whether two files are of one kind. */
static bool
is_alike(const struct file *a, const struct file *b)
{
	const char *x = strrchr(a->name, '/'), *y = strrchr(b->name, '/');

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

static bool
is_same(const struct file *a, const struct file *b)
{
	return a->bytes.len == b->bytes.len &&
	       memcmp(a->bytes.data, b->bytes.data, a->bytes.len) == 0;
}

static void
replace(const struct target *t, const struct file *files, size_t n, const struct file *f)
{
	bool fine = true;
	char how[300];
	size_t i;

	for (i = 0; i < n; i++)
		/* a generation stands in two files */
		if (&files[i] != f && !is_same(&files[i], f)) {
			snprintf(how, sizeof how, "replaced by %s",
				 strrchr(files[i].name, '/') != NULL
					 ? strrchr(files[i].name, '/') + 1
					 : files[i].name);
			overwrite(f, files[i].bytes.data, files[i].bytes.len);
			/* folds have a store, too */
			fine &= survives(t, f->name, how,
					 is_alike(f, &files[i]) ? FITTING : NAMED);
		}
	restore(f);
	verdict(fine, t->index, f->name, "replaced by the others");
}

/* By the file of the same name of an index of as many other articles: nothing
 * in the file itself is wrong. */
static void
exchange(const struct target *t, const struct file *f, const char *other)
{
	char path[PATH_SIZE + 300];
	struct pm_buf bytes;
	struct pm_error err;

	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
	snprintf(path, sizeof path, "%s/%s", other, f->name);
	if (pm_read_file(path, &bytes, &err) < 0)
		bail_out(err.text);
	/* a file may happen to be the same */
	if (bytes.len != f->bytes.len ||
	    memcmp(bytes.data, f->bytes.data, bytes.len) != 0) {
		overwrite(f, bytes.data, bytes.len);
		verdict(survives(t, f->name, "another index's", FITTING), t->index,
			f->name, "replaced by another index's");
		restore(f);
	}
	pm_buf_release(&bytes);
}

static void
flip(const struct target *t, const struct file *f)
{
	uint8_t *bytes = f->bytes.data;
	size_t len = f->bytes.len, n = len <= FLIP_ALL ? len / FLIP_STEP : FLIPS, i;
	bool fine = true;
	char how[64];

	for (i = 0; i < n; i++) {
		/* of a larger file: its end, too, which says where things are */
		size_t at = len <= FLIP_ALL ? i * FLIP_STEP
			  : i % 4 == 0	    ? len - 1 - rnd(80)
					    : rnd((uint32_t)len);
		uint8_t bit = (uint8_t)(1u << rnd(8));

		snprintf(how, sizeof how, "byte %zu flipped by 0x%02x", at, bit);
		bytes[at] ^= bit;
		restore(f);
		fine &= survives(t, f->name, how, RIGHT_OR_NAMED);
		bytes[at] ^= bit;
	}
	restore(f);
	verdict(fine, t->index, f->name, "bits flipped");
}

/* The next version, with checksums that are right. */
static void
be_newer(const struct target *t, const struct file *f)
{
	struct pm_buf newer;
	uint8_t *footer;

	pm_buf_init(&newer, PM_BUF_NO_LIMIT);
	if (strcmp(f->name, "generation") == 0) {
		size_t head = strlen("pressmark-index ");
		size_t body = f->bytes.len - strlen("checksum 0123456789abcdef\n");

		pm_buf_printf(&newer, "pressmark-index %u", PM_INDEX_VERSION + 1);
		head += strcspn((char *)f->bytes.data + head, "\n");
		pm_buf_put(&newer, f->bytes.data + head, body - head);
		pm_buf_printf(&newer, "checksum %016llx\n",
			      (unsigned long long)XXH3_64bits(newer.data, newer.len));
	} else {
		pm_buf_put(&newer, f->bytes.data, f->bytes.len);
		footer = newer.data + newer.len - 64;
		if (memcmp(footer, "Pressmrk", 8) != 0) {
			pm_buf_release(&newer);
			return;
		}
		pm_store_u32(footer + 16, pm_load_u32(footer + 16) + 1);
		pm_store_u64(footer + 56, XXH3_64bits(footer, 56));
	}
	overwrite(f, newer.data, newer.len);
	verdict(survives(t, f->name, "of the next version", NEWER), t->index, f->name,
		"of the next version");
	pm_buf_release(&newer);
	restore(f);
}

/* --- the folder of folds ------------------------------------------------------- */

static void
move(const char *from, const char *to)
{
	if (rename(from, to) != 0)
		bail_out("cannot move a folder");
}

/* The segment's folder of folds, if it has one, is away: nothing, another index's, an empty
 * one and a file are in its place.  Nothing of that has the identity that the generation
 * lists, so no question is answered. */
static void
exchange_folds(const struct target *t, const char *other)
{
	char path[PATH_SIZE], theirs[PATH_SIZE], away[PATH_SIZE];
	bool has_folds, fine = true;
	int fd;

	snprintf(path, sizeof path, "%s/segment-1/folds", t->index);
	snprintf(theirs, sizeof theirs, "%s/segment-1/folds", other);
	snprintf(away, sizeof away, "%s/away", work);
	has_folds = access(path, F_OK) == 0;
	if (has_folds) {
		move(path, away);
		fine &= survives(t, "segment-1", "no folder", NAMED);
	}
	move(theirs, path);
	fine &= survives(t, "segment-1", "another index's folder", NAMED);
	move(path, theirs);
	if (mkdir(path, 0777) != 0)
		bail_out("cannot make a folder");
	fine &= survives(t, "segment-1/folds/list", "an empty folder", NAMED);
	rmdir(path);
	if ((fd = open(path, O_WRONLY | O_CREAT, 0666)) < 0 || close(fd) != 0)
		bail_out("cannot make a file");
	fine &= survives(t, "segment-1/folds", "a file", NAMED);
	unlink(path);
	if (has_folds)
		move(away, path);
	verdict(fine, t->index, "segment-1/folds",
		has_folds ? "its folder, exchanged" : "a folder that is not its own");
}

/* --- */

/* Build an index of INPUT, and remember its answers. */
static void
aim(struct target *t, const char *name, const char *input)
{
	struct pm_error err;
	size_t i;

	snprintf(t->index, sizeof t->index, "%s/%s", work, name);
	build(t->index, input);
	for (i = 0; i < N_ASKED; i++) {
		pm_buf_init(&t->answers[i], PM_BUF_NO_LIMIT);
		if (ask(t->index, i, &t->answers[i], &err) != PM_OK)
			bail_out(err.text);
	}
}

static void
release(struct target *t)
{
	size_t i;

	for (i = 0; i < N_ASKED; i++)
		pm_buf_release(&t->answers[i]);
}

static void
damage(const char *name, const char *input, const char *other)
{
	static struct file files[FILES_MAX];
	struct target t;
	size_t n = 0, i;

	aim(&t, name, input);
	list_files(t.index, t.index, files, &n);
	qsort(files, n, sizeof *files, by_name);
	for (i = 0; i < n; i++)
		files[i].name = files[i].path + strlen(t.index) + 1;
	verdict(survives(&t, "nothing", "undamaged", RIGHT_OR_NAMED) == false, t.index,
		"", "a check that finds nothing is noticed");
	for (i = 0; i < n; i++) {
		cut_short(&t, &files[i]);
		grow(&t, &files[i]);
		take_away(&t, &files[i]);
		replace(&t, files, n, &files[i]);
		if (other != NULL)
			exchange(&t, &files[i], other);
		flip(&t, &files[i]);
		be_newer(&t, &files[i]);
	}
	if (other != NULL)
		exchange_folds(&t, other);
	release(&t);
	for (i = 0; i < n; i++)
		pm_buf_release(&files[i].bytes);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR"), *source = getenv("PM_SRCDIR");
	char input[PATH_SIZE], other[PATH_SIZE];
	struct target bare;

	snprintf(work, sizeof work, "%s/pm-damage-XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(work) == NULL)
		bail_out("cannot make a folder");
	snprintf(input, sizeof input, "%s/made-up.jsonl", work);
	snprintf(other, sizeof other, "%s/other", work);
	write_articles(input, 2, WITH_FOLDS);
	build(other, input);
	write_articles(input, 1, WITHOUT_FOLDS);
	aim(&bare, "bare", input);
	exchange_folds(&bare, other);
	release(&bare);
	write_articles(input, 1, WITH_FOLDS);
	damage("made-up", input, other);
	snprintf(input, sizeof input, "%s/corpus/articles", source != NULL ? source : ".");
	damage("sample", argc > 1 ? argv[1] : input, NULL);
	printf("# %u damages\n1..%u\n", n_damages, n_cases);
	pm_remove_tree(work, NULL);
	return n_failures > 0;
}
