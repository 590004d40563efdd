/* Pressmark - damage to an index that was changed again and again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Builds an index, and updates it, adds to it, removes from it and merges it, so that it has
 * several segments with folds, copies and repeated blocks, articles that are gone, and
 * generations that are kept, some of them with segments that only they list.  Then each of
 * its files is cut short at some places, and bits of it are flipped.  What is asked of it
 * (asking.h) is answered as before, or is an error that names the file; check finds all.
 *
 * And a command is run on top of the damage, on a copy: an update, an add, a remove, a
 * rollback or a merge.  Either it fails, with a message that names the file, and the index
 * has the generation that it had; or it has published one that answers as it does without
 * the damage, or names the file that it still has from before.  After a merge that keeps one
 * generation nothing is left from before, so all must be right.
 *
 * PM_LONG=yes (make check-long): the questions and one of the commands after each of more
 * than 200 cuts and 2,000 flips.  In short each damage gets either the questions or one
 * command.
 *
 * Speaks TAP, one line for each file. */
#include "indexer/build.h"
#include "indexer/change.h"
#include "support/file.h"
#include "tests/corrupt/articles.h"
#include "tests/corrupt/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char work[PATH_SIZE - 600], corpus[PATH_SIZE - 500], top[PATH_SIZE - 500];
static bool is_long;

/* What is damaged is not what the system has in its cache. */
int
fsync(int fd)
{
	(void)fd;
	return 0;
}

/* --- the corpus ----------------------------------------------------------------- */

static FILE *
open_file(const char *name)
{
	char path[PATH_SIZE];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", corpus, name);
	if ((f = fopen(path, "w")) == NULL)
		bail_out("cannot write the corpus");
	return f;
}

static void
close_file(FILE *f)
{
	if (fclose(f) != 0)
		bail_out("cannot write the corpus");
}

/* An article; those of the same SALT are copies.  Every third has folds, every second a line
 * that many of its source have. */
static void
write_row(FILE *f, unsigned id, unsigned salt)
{
	static const char *const words[] = {
		"the",	     "chips",	       "CXMT",	   "DDR5",
		"memory",    "export-control", "export",   "control",
		"cooperate", "co-operate",     "semicond", "www.example.com"
	};
	unsigned n;

	fprintf(f,
		"{\"id\":\"a%u\",\"title\":\"Article %u on chips\",\"date\":\"2024-%02u-11\","
		"\"source\":\"Example Times\",\"url\":\"https://example.org/%u\",",
		id, salt, salt % 12 + 1, id);
	if (salt % 3 == 0)
		fputs("\"folds\":[{\"at\":0,\"text\":\"Newsletter of memory chips. \"}],",
		      f);
	fputs("\"text\":\"", f);
	for (n = 0; n < 40; n++)
		fprintf(f, "%s v%x ", words[(n * (salt + 3) + salt) % 12],
			(salt * 100 + n) * 2654435761u);
	fputs("\\n", f);
	if (salt % 2 == 0)
		fputs("Sign up for the newsletter of the Example Times now.\\n", f);
	fprintf(f, "So ends v%u.\"}\n", salt);
}

/* Rows FROM to END - 1, of which CHANGED is another one. */
static void
write_rows(const char *name, unsigned from, unsigned end, unsigned changed)
{
	FILE *f = open_file(name);

	for (; from < end; from++)
		write_row(f, from,
			  from == changed ? from + 500
			  : from % 7 == 6 ? from - 2
					  : from);
	close_file(f);
}

static void
write_text(const char *name, const char *text)
{
	FILE *f = open_file(name);

	fputs(text, f);
	close_file(f);
}

static void
drop_file(const char *name)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "%s/%s", corpus, name);
	if (unlink(path) != 0)
		bail_out("cannot drop a file");
}

/* --- commands --------------------------------------------------------------------- */

enum change { UPDATE, ADD, REMOVE, ROLLBACK, MERGE, N_CHANGES };
static const char *const change_names[N_CHANGES] = { "update", "add", "remove",
						     "rollback", "merge" };

static enum pm_status
read_in(const char *index, enum pm_build_kind kind, const char *name, struct pm_error *err)
{
	char path[PATH_SIZE];
	const char *paths[] = { path };
	struct pm_build_options o = {
		.index = index,
		.paths = paths,
		.n_paths = 1,
		.language = "english",
		.jobs = 1,
		.kind = kind,
		.clean = PM_CLEAN_BALANCED,
		.rehash = true,
		.keep = 5,
		.max_removed = { .kind = PM_SKIP_ANY }
	};
	struct pm_build_result result;

	snprintf(path, sizeof path, "%s%s", corpus, name);
	return pm_build(&o, &result, err);
}

static enum pm_status
remove_id(const char *index, const char *id, struct pm_error *err)
{
	struct pm_build_options build = { .index = index, .keep = 5 };
	struct pm_remove_options options = { .names = &id, .n_names = 1 };
	struct pm_change_result result;

	return pm_remove(&build, &options, &result, err);
}

static enum pm_status
merge(const char *index, unsigned keep, struct pm_error *err)
{
	struct pm_build_options build = { .index = index, .keep = keep, .jobs = 1 };
	struct pm_change_result result;

	return pm_merge_index(&build, &result, err);
}

static enum pm_status
run(enum change change, const char *index, struct pm_error *err)
{
	struct pm_build_options build = { .index = index, .keep = 5 };
	struct pm_change_result result;

	switch (change) {
	case UPDATE:
		return read_in(index, PM_BUILD_UPDATE, "", err);
	case ADD:
		return read_in(index, PM_BUILD_ADD, "/new.jsonl", err);
	case REMOVE:
		return remove_id(index, "a8", err);
	case ROLLBACK:
		return pm_rollback(&build, 0, &result, err);
	default:
		return merge(index, 1, err);
	}
}

static void
need(enum pm_status status, const struct pm_error *err)
{
	if (status != PM_OK)
		bail_out(err->text);
}

/* Seven generations, of which five are kept; and the corpus as the next update finds it. */
static void
make_index(const char *index)
{
	struct pm_error err;

	write_rows("first.jsonl", 0, 16, 0);
	write_text("text.txt",
		   "A text on chips\n\nMemory chips and the export control.\n");
	need(read_in(index, PM_BUILD_WHOLE, "", &err), &err);
	write_rows("first.jsonl", 0, 16, 3);
	write_rows("second.jsonl", 16, 24, 0);
	need(read_in(index, PM_BUILD_UPDATE, "", &err), &err);
	need(remove_id(index, "a5", &err), &err);
	need(merge(index, 5, &err), &err);
	write_rows("second.jsonl", 16, 24, 20);
	write_rows("third.jsonl", 24, 32, 0);
	need(read_in(index, PM_BUILD_UPDATE, "", &err), &err);
	write_rows("more.jsonl", 32, 40, 0);
	need(read_in(index, PM_BUILD_ADD, "/more.jsonl", &err), &err);
	need(remove_id(index, "a10", &err), &err);
	write_rows("first.jsonl", 0, 15, 4);
	write_rows("new.jsonl", 40, 48, 0);
	drop_file("text.txt");
}

/* --- on top of the damage ----------------------------------------------------------- */

/* Hard links, in `top`: no file of an index is written twice. */
static void
copy_index(const struct file *files, size_t n)
{
	char path[PATH_SIZE + 300], *slash;
	size_t i;

	pm_remove_tree(top, NULL);
	if (mkdir(top, 0777) != 0)
		bail_out("cannot make a folder");
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", top, files[i].name);
		for (slash = path + strlen(top) + 1; (slash = strchr(slash, '/')) != NULL;
		     slash++) {
			*slash = '\0';
			mkdir(path, 0777);
			*slash = '/';
		}
		if (link(files[i].path, path) != 0)
			bail_out("cannot copy the index");
	}
}

struct on_top {
	enum change change;
	const char *file;
	const struct target *after; /* what comes of it without the damage */
	const struct file *files;
	size_t n;
};

/* Whether the copy has the generation that the index has. */
static bool
is_unpublished(void)
{
	char one[PATH_SIZE], two[PATH_SIZE];
	struct pm_buf a, b;
	bool same;

	snprintf(one, sizeof one, "%s/generation", top);
	snprintf(two, sizeof two, "%s/index/generation", work);
	pm_buf_init(&a, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	same = pm_read_file(one, &a, NULL) == PM_OK &&
	       pm_read_file(two, &b, NULL) == PM_OK && a.len == b.len &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
	pm_buf_release(&a);
	pm_buf_release(&b);
	return same;
}

static void
run_on_top(void *ctx, int fd)
{
	const struct on_top *o = ctx;
	struct pm_error err;

	if (run(o->change, top, &err) >= 0) {
		ask_all(o->after, o->file, o->change == MERGE ? RIGHT : LEFT, fd);
		return;
	}
	if (!names(err.text, o->file, RIGHT_OR_NAMED))
		dprintf(fd, "the message does not name '%s': %s: %s\n", o->file,
			pm_status_name(err.status), err.text);
	if (!is_unpublished())
		dprintf(fd, "it failed, and yet something was published\n");
}

static bool
outlives(const struct on_top *of, enum change change, const char *file, const char *how)
{
	struct on_top o = *of;
	char what[200];

	o.change = change;
	o.file = file;
	o.after = &of->after[change];
	copy_index(o.files, o.n);
	snprintf(what, sizeof what, "%s, then %s", how, change_names[change]);
	return in_child(run_on_top, &o, file, what);
}

/* --- one file ------------------------------------------------------------------------- */

/* The questions, and a command, each in its turn; in short one of all these. */
static bool
stands(const struct target *t, const struct on_top *of, const char *file, const char *how)
{
	static unsigned n;
	unsigned turn = n++ % (is_long ? N_CHANGES : N_CHANGES + 1);
	bool fine = true;

	if (is_long || turn == N_CHANGES)
		fine = survives(t, file, how, RIGHT_OR_NAMED);
	if (turn < N_CHANGES)
		fine = outlives(of, (enum change)turn, file, how) && fine;
	return fine;
}

static void
damage(const struct target *t, const struct on_top *of, const struct file *f)
{
	unsigned cuts = is_long ? 2 : 1, flips = is_long ? 17 : 1, i;
	uint32_t len = (uint32_t)f->bytes.len;
	bool fine = true;
	char how[64];

	for (i = 0; i < cuts && len > 0; i++) {
		uint32_t to = i == 0 ? rnd(len) : len - 1;

		snprintf(how, sizeof how, "cut to %u of %u bytes", to, len);
		overwrite(f, f->bytes.data, to);
		fine = stands(t, of, f->name, how) && fine;
	}
	for (i = 0; i < flips && len > 0; i++) {
		/* at its end it says where things are */
		uint32_t at = i % 4 == 3 && len > 80 ? len - 1 - rnd(80) : rnd(len);
		uint8_t bit = (uint8_t)(1u << rnd(8));

		snprintf(how, sizeof how, "byte %u flipped by 0x%02x", at, bit);
		flip_bit(f, at, bit);
		fine = stands(t, of, f->name, how) && fine;
	}
	restore(f);
	verdict(fine, t->index, f->name, "cut short, bits flipped");
}

/* What comes of each command without any damage; and with one that must be seen. */
static void
run_undamaged(struct target *after, const struct on_top *of)
{
	struct pm_error err;
	int i;

	for (i = 0; i < N_CHANGES; i++) {
		copy_index(of->files, of->n);
		need(run((enum change)i, top, &err), &err);
		snprintf(after[i].index, sizeof after[i].index, "%s", top);
		target_aim(&after[i]);
	}
	for (i = 0; i < N_CHANGES; i++)
		verdict(outlives(of, (enum change)i, "nothing", "undamaged"), top, "",
			change_names[i]);
}

/* Whether there is all that is to be damaged. */
static bool
has_all_kinds(const struct file *files, size_t n)
{
	static const char *const kinds[] = {
		"removed-7", "removed-3", "generation-3", "copies-",   "/folds/",
		"/blocks",   "/xapian/",  "history-5",	  "files-6",   "segment-1",
		"segment-2", "segment-3", "segment-4",	  "segment-5/"
	};
	size_t k, i;

	for (k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		for (i = 0; i < n && strstr(files[i].name, kinds[k]) == NULL; i++)
			continue;
		if (i == n) {
			printf("# there is no '%s'\n", kinds[k]);
			return false;
		}
	}
	return true;
}

int
main(void)
{
	static struct file files[FILES_MAX];
	const char *tmp = getenv("TMPDIR"), *given = getenv("PM_LONG");
	struct target t, after[N_CHANGES];
	struct on_top of = { .after = after, .files = files };
	size_t i;

	is_long = given != NULL && strcmp(given, "yes") == 0;
	snprintf(work, sizeof work, "%s/pm-changed-XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(work) == NULL)
		bail_out("cannot make a folder");
	snprintf(corpus, sizeof corpus, "%s/corpus", work);
	snprintf(top, sizeof top, "%s/top", work);
	snprintf(t.index, sizeof t.index, "%s/index", work);
	if (mkdir(corpus, 0777) != 0)
		bail_out("cannot make a folder");
	make_index(t.index);
	target_aim(&t);
	list_files(t.index, files, &of.n);
	verdict(has_all_kinds(files, of.n), t.index, "", "all kinds of files");
	run_undamaged(after, &of);
	verdict(!survives(&t, "nothing", "undamaged", RIGHT_OR_NAMED), t.index, "",
		"a check that finds nothing is noticed");
	for (i = 0; i < of.n; i++)
		damage(&t, &of, &files[i]);
	verdict(survives(&t, "nothing", "undamaged", RIGHT), t.index, "",
		"it is whole again");
	target_release(&t);
	for (i = 0; i < N_CHANGES; i++)
		target_release(&after[i]);
	release_files(files, of.n);
	pm_remove_tree(work, NULL);
	return tell_verdicts();
}
