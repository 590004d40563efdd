/* Pressmark - damaged indexes: the right answer or a clear error, never a crash.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	damage [ARTICLES]
 *
 * Builds an index of the sample articles and one of made-up articles whose lexicon has
 * three classes and aliases, some of which have folds, and asks each some questions, also
 * of the full text.  Then, file by file of what was published: cut short, emptied, removed,
 * a byte more, replaced by another file or by another index's, bits flipped (every byte of
 * a small file, a seeded sample of a large one, of the sample articles a larger one with
 * PM_LONG=yes; size and time of modification as they were), and a version that is not this
 * program's; and the folder of folds as a whole.  For each, a child of its own asks all
 * questions again, and stats, export and check.  Every answer is byte for byte the one of
 * before, or an error that names the file; check finds every bit.
 *
 * Speaks TAP, one line for each file and kind of damage. */
#include "indexer/build.h"
#include "support/bytes.h"
#include "support/file.h"
#include "tests/corrupt/articles.h"
#include "tests/corrupt/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#define FLIP_ALL 300u /* files up to this size: every byte */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FLIPS 12u
#define FEW_FLIPS 4u
#define FLIP_STEP 9u
#else
#define FLIPS 60u     /* of a larger file */
#define FEW_FLIPS 20u /* the same of the sample articles, but for make check-long */
#define FLIP_STEP 1u
#endif

static char work[PATH_SIZE - 300];

/* --- the articles and the indexes ---------------------------------------- */

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
flip(const struct target *t, const struct file *f, unsigned flips)
{
	size_t len = f->bytes.len, n = len <= FLIP_ALL ? len / FLIP_STEP : flips, i;
	bool fine = true;
	char how[64];

	for (i = 0; i < n; i++) {
		/* of a larger file: its end, too, which says where things are */
		size_t at = len <= FLIP_ALL ? i * FLIP_STEP
			  : i % 4 == 0	    ? len - 1 - rnd(80)
					    : rnd((uint32_t)len);
		uint8_t bit = (uint8_t)(1u << rnd(8));

		snprintf(how, sizeof how, "byte %zu flipped by 0x%02x", at, bit);
		flip_bit(f, at, bit);
		fine &= survives(t, f->name, how, RIGHT_OR_NAMED);
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
	snprintf(t->index, sizeof t->index, "%s/%s", work, name);
	build(t->index, input);
	target_aim(t);
}

static void
damage(const char *name, const char *input, const char *other, unsigned flips)
{
	static struct file files[FILES_MAX];
	struct target t;
	size_t n = 0, i;

	aim(&t, name, input);
	list_files(t.index, files, &n);
	verdict(survives(&t, "nothing", "undamaged", RIGHT_OR_NAMED) == false, t.index,
		"", "a check that finds nothing is noticed");
	for (i = 0; i < n; i++) {
		cut_short(&t, &files[i]);
		grow(&t, &files[i]);
		take_away(&t, &files[i]);
		replace(&t, files, n, &files[i]);
		if (other != NULL)
			exchange(&t, &files[i], other);
		flip(&t, &files[i], flips);
		be_newer(&t, &files[i]);
	}
	if (other != NULL)
		exchange_folds(&t, other);
	target_release(&t);
	release_files(files, n);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR"), *source = getenv("PM_SRCDIR");
	const char *full = getenv("PM_LONG");
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
	target_release(&bare);
	write_articles(input, 1, WITH_FOLDS);
	damage("made-up", input, other, FLIPS);
	snprintf(input, sizeof input, "%s/corpus/articles", source != NULL ? source : ".");
	damage("sample", argc > 1 ? argv[1] : input, NULL,
	       full != NULL && strcmp(full, "yes") == 0 ? FLIPS : FEW_FLIPS);
	pm_remove_tree(work, NULL);
	return tell_verdicts();
}
