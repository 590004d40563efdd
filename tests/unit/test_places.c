/* Pressmark - tests of what files are called: path_names.h, places.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/walk.h"
#include "indexer/path_names.h"
#include "indexer/places.h"

#include "tests/unit/small_fixture.h"

#include <sys/stat.h>

/* The folder of the test, which is the working folder as well. */
static char *top;

static void
enter_folder(void)
{
	make_folder();
	top = realpath(folder, NULL);
	ck_assert_int_eq(chdir(top), 0);
	setenv("PWD", top, 1);
}

static void
leave_folder(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	free(top);
	drop_folder();
}

static void
dir(const char *path)
{
	ck_assert_int_eq(mkdir(path, 0777), 0);
}

static void
file(const char *path)
{
	OK(pm_replace_file(path, "x", 1, ERR));
}

static void
link_to(const char *path, const char *target)
{
	unlink(path);
	ck_assert_int_eq(symlink(target, path), 0);
}

/* "TOP/NAME", in one of some buffers. */
static const char *
at(const char *name)
{
	static char paths[8][2 * PATH_SIZE];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof paths[0], "%s%s%s", top, name[0] == '\0' ? "" : "/", name);
	return path;
}

/* --- names ------------------------------------------------------------------ */

static void
name_is(const char *path, const char *expected)
{
	char *name = pm_path_name(path);

	ck_assert_str_eq(name, expected);
	free(name);
}

START_TEST(names_keep_links)
{
	dir("d");
	dir("d/sub");
	link_to("link", "d/sub");
	link_to("broken", "nowhere");
	name_is("d", at("d"));
	name_is("./d//sub/./", at("d/sub"));
	name_is("link", at("link"));
	name_is("link/a.txt", at("link/a.txt"));
	name_is(at("link//"), at("link"));
	name_is("d/sub/../x", at("d/x"));
	name_is("link/../x", at("d/x"));
	name_is("link/../../link/x", at("link/x"));
	name_is("gone/../x", at("x"));
	name_is("broken/../x", at("x"));
	name_is("...", at("..."));
	name_is(".", at(""));
	name_is("/", "/");
	name_is("//", "/");
	name_is("/..", "/");
	name_is("/../tmp/.", "/tmp");
}
END_TEST

START_TEST(the_working_folder_is_called_as_the_shell_does)
{
	char dots[PATH_SIZE];

	dir("d");
	dir("other");
	link_to("link", "d");
	ck_assert_int_eq(chdir("link"), 0);
	setenv("PWD", at("link"), 1);
	name_is("a", at("link/a"));
	name_is(".", at("link"));
	name_is("..", top);
	/* what is not true, not a path from the root, or has dots, is not believed */
	setenv("PWD", at("other"), 1);
	name_is("a", at("d/a"));
	setenv("PWD", ".", 1);
	name_is("a", at("d/a"));
	snprintf(dots, sizeof dots, "%s/other/../link", top);
	setenv("PWD", dots, 1);
	name_is("a", at("d/a"));
	snprintf(dots, sizeof dots, "%s/./link", top);
	setenv("PWD", dots, 1);
	name_is("a", at("d/a"));
	unsetenv("PWD");
	name_is("a", at("d/a"));
}
END_TEST

static void
leads_to(const char *name, const char *expected, bool exists)
{
	bool there;
	char *lead = pm_path_lead(name, &there);

	ck_assert_str_eq(lead, expected);
	ck_assert_int_eq(there, exists);
	free(lead);
}

START_TEST(what_does_not_exist_is_below_its_folder)
{
	dir("d");
	file("d/a.txt");
	link_to("link", "d");
	link_to("broken", "nowhere");
	leads_to(at("link/a.txt"), at("d/a.txt"), true);
	leads_to(at("link/gone/x.txt"), at("d/gone/x.txt"), false);
	leads_to(at("broken"), at("broken"), false);
	leads_to(at("broken/x"), at("broken/x"), false);
	leads_to("/", "/", true);
	leads_to("/gone-from-here", "/gone-from-here", false);
}
END_TEST

/* --- places without an index --------------------------------------------------- */

static void
place_is(const char *given, const char *base, const char *path, const char *expected)
{
	struct pm_places p;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_places_init(&p, &given, 1, base, NULL, ERR));
	OK(pm_places_of(&p, path, strlen(path), &out, ERR));
	ck_assert_str_eq(pm_buf_str(&out), expected);
	pm_places_release(&p);
	pm_buf_release(&out);
}

START_TEST(a_file_has_one_place)
{
	dir("d");
	dir("d/sub");
	file("d/sub/a.txt");
	link_to("link", "d");
	place_is("d", NULL, "d/sub/a.txt", at("d/sub/a.txt"));
	place_is("d/sub/a.txt", NULL, "d/sub/a.txt", at("d/sub/a.txt"));
	place_is(at("d/"), NULL, at("d/sub/a.txt"), at("d/sub/a.txt"));
	place_is("d//", NULL, "d//sub/a.txt", at("d/sub/a.txt"));
	place_is(".", NULL, "./d/sub/a.txt", at("d/sub/a.txt"));
	place_is("./d/sub/../", NULL, "./d/sub/../sub/a.txt", at("d/sub/a.txt"));
	place_is("link", NULL, "link/sub/a.txt", at("link/sub/a.txt"));
	place_is("d", "d", "d/sub/a.txt", "sub/a.txt");
	place_is("d/sub", ".", "d/sub/a.txt", "d/sub/a.txt");
	place_is("d", "/", "d/sub/a.txt", at("d/sub/a.txt") + 1);
	place_is("d", "d", "d", ".");
	place_is("-", "d", "-", "-");
	place_is("/", NULL, "/a", "/a");
}
END_TEST

START_TEST(the_base_may_be_reached_by_links)
{
	const char *outside = "e";
	struct pm_places p;

	dir("d");
	dir("d/sub");
	dir("e");
	link_to("link", "d");
	link_to("d/out", "../e");
	file("e/a.txt");
	/* by its name, by another one of it, and by where it leads */
	place_is("link/sub", "link", "link/sub/a", "sub/a");
	place_is("d/sub", "link", "d/sub/a", "sub/a");
	place_is("link/sub", "d", "link/sub/a", "sub/a");
	link_to("sublink", "d/sub");
	place_is("sublink", "d", "sublink/a", "sub/a");
	/* what is named below the base is below it */
	place_is("d/out", "d", "d/out/a.txt", "out/a.txt");
	place_is("link/out", "d", "link/out/a.txt", "out/a.txt");
	FAILS(pm_places_init(&p, &outside, 1, "d", NULL, ERR), PM_ERR_USAGE,
	      "is not below the base");
	pm_places_release(&p);
}
END_TEST

START_TEST(a_base_is_a_folder)
{
	char *base;

	file("a.txt");
	dir("d");
	link_to("link", "d");
	FAILS(pm_base_find("a.txt", &base, ERR), PM_ERR_USAGE, "is no folder");
	FAILS(pm_base_find("gone", &base, ERR), PM_ERR_USAGE, "is no folder");
	OK(pm_base_find("link/.", &base, ERR));
	ck_assert_str_eq(base, at("link"));
	free(base);
}
END_TEST

START_TEST(some_places_are_covered)
{
	const char *given = "d/sub", *real, *empty = "";
	struct pm_places p;

	dir("d");
	dir("d/sub");
	OK(pm_places_init(&p, &given, 1, NULL, NULL, ERR));
	real = at("d/sub/a.txt");
	ck_assert(pm_places_cover(&p, real, strlen(real)));
	ck_assert(pm_places_cover(&p, at("d/sub"), strlen(at("d/sub"))));
	ck_assert(!pm_places_cover(&p, top, strlen(top)));
	real = at("d/subway/a.txt");
	ck_assert(!pm_places_cover(&p, real, strlen(real)));
	pm_places_release(&p);
	given = ".";
	OK(pm_places_init(&p, &given, 1, ".", NULL, ERR));
	ck_assert(pm_places_cover(&p, "a/b", 3));
	ck_assert(!pm_places_cover(&p, "-", 1));
	pm_places_release(&p);
	given = "/";
	OK(pm_places_init(&p, &given, 1, NULL, NULL, ERR));
	ck_assert(pm_places_cover(&p, "/a", 2));
	ck_assert(!pm_places_cover(&p, "-", 1));
	pm_places_release(&p);
	ck_assert(pm_place_is_under("a/b", 3, "."));
	ck_assert(!pm_place_is_under("-", 1, "."));
	ck_assert(!pm_place_is_under("-", 1, "/"));
	ck_assert(pm_place_is_under("/a", 2, "/"));
	FAILS(pm_places_init(&p, &empty, 1, NULL, NULL, ERR), PM_ERR_USAGE, "is empty");
	pm_places_release(&p);
}
END_TEST

/* --- places in an index ----------------------------------------------------------- */

static struct pm_files files;

/* Which given paths lead to a place: by going through all rules. */
static bool
leads_naively(const struct pm_places *p, size_t given, const char *place, size_t len)
{
	size_t n = pm_path_trim(p->given[given], strlen(p->given[given])), below;
	uint32_t i;

	if (pm_place_is_under(place, len, pm_places_at(p, given)))
		return true;
	for (i = 0; i < p->paths.n; i++) {
		const char *of = pm_intern_get(&p->paths, i, &below);

		if (below > n && memcmp(of, p->given[given], n) == 0 && of[n] == '/' &&
		    pm_place_is_under(place, len, p->rules[i].place))
			return true;
	}
	return false;
}

/* All known files, as they are covered, counted, and as a path leads back to them. */
static void
check_covered(struct pm_places *p)
{
	uint64_t *counts = pm_calloc(p->n, sizeof *counts);
	uint64_t *naive = pm_calloc(p->n, sizeof *naive);
	struct pm_buf path, again;
	uint32_t i;
	size_t k;

	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	for (i = 0; i < files.places.n; i++) {
		size_t len, root_len;
		const char *place = pm_intern_get(&files.places, i, &len);
		bool covered = false;

		pm_places_count(p, place, len, i + 1, counts);
		for (k = 0; k < p->n; k++) {
			bool leads = leads_naively(p, k, place, len);

			ck_assert(leads ==
				  pm_places_leads_to(p, p->given[k], pm_places_at(p, k),
						     place, len));
			naive[k] += leads ? i + 1 : 0;
			covered = covered || leads;
		}
		ck_assert(!covered || pm_places_cover(p, place, len));
		if (!pm_places_cover(p, place, len))
			continue;
		OK(pm_places_path(p, place, len, &path, &root_len, ERR));
		OK(pm_places_of(p, pm_buf_str(&path), path.len, &again, ERR));
		ck_assert_uint_eq(again.len, len);
		ck_assert_mem_eq(again.data, place, len);
	}
	for (k = 0; k < p->n; k++)
		ck_assert_uint_eq(counts[k], naive[k]);
	pm_buf_release(&path);
	pm_buf_release(&again);
	free(naive);
	free(counts);
}


/* Read what is found at or below GIVEN into the list of files, as an update does. */
static void
read_paths(const char *const *given, size_t n, const char *base)
{
	struct pm_watch watch = { 0 };
	struct pm_places p;
	struct pm_walk walk;
	struct pm_buf place;
	struct pm_file *known;
	struct stat st;
	size_t i;

	pm_walk_init(&walk);
	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	OK(pm_places_init(&p, given, n, base, &files, ERR));
	OK(pm_places_note(&p, &files, ERR));
	for (i = 0; i < n; i++)
		OK(pm_walk_add(&walk, given[i], &watch, ERR));
	for (i = 0; i < walk.n; i++) {
		const struct pm_found *f = &walk.found[i];

		OK(pm_places_of(&p, f->path, strlen(f->path), &place, ERR));
		if (f->reason != NULL || f->last)
			continue;
		ck_assert(pm_places_cover(&p, pm_buf_str(&place), place.len));
		OK(pm_files_need(&files, pm_buf_str(&place), place.len, &known, ERR));
		ck_assert_int_eq(stat(f->path, &st), 0);
		known->inode = (uint64_t)st.st_ino;
		known->articles++;
	}
	check_covered(&p);
	OK(pm_places_note(&p, &files, ERR));
	pm_places_release(&p);
	pm_walk_release(&walk);
	pm_buf_release(&place);
}

static void
read_path(const char *given)
{
	read_paths(&given, 1, NULL);
}

static void
begin_index(void)
{
	enter_folder();
	OK(pm_files_read(&files, folder, NULL, ERR));
}

static void
end_index(void)
{
	pm_files_release(&files);
	leave_folder();
}

/* The list has N files, and this one was read so often. */
static void
has(size_t n, const char *name, uint64_t times)
{
	const struct pm_file *f = pm_files_find(&files, at(name), strlen(at(name)));

	ck_assert_uint_eq(files.places.n, n);
	ck_assert_msg(f != NULL, "no %s", name);
	ck_assert_uint_eq(f->articles, times);
}

static bool
is_root(const char *name)
{
	return pm_intern_find(&files.roots, at(name), strlen(at(name))) != PM_U32_NONE;
}

START_TEST(a_link_that_is_pointed_elsewhere_keeps_its_places)
{
	dir("snapshot-29");
	dir("snapshot-30");
	file("snapshot-29/a.txt");
	file("snapshot-30/a.txt");
	link_to("current", "snapshot-29");
	read_path("current");
	link_to("current", "snapshot-30");
	read_path("current");
	has(1, "current/a.txt", 2);
	ck_assert(is_root("current"));
	ck_assert_uint_eq(files.roots.n, 1);
}
END_TEST

START_TEST(one_folder_has_many_names)
{
	static const char *const names[] = {
		"link",	   "link2",	  "disk", "disk/",
		"link/.",  "disk/sub/..", ".",	  "disk/a.txt",
		".l/file", "link/a.txt",  "sub",  "disk/../link2/sub/../"
	};
	size_t i, k;

	dir("disk");
	dir("disk/sub");
	file("disk/a.txt");
	link_to("link", "disk");
	link_to("link2", "link");
	dir(".l"); /* a link to a file is another file for those who read its folder */
	link_to(".l/file", "../disk/a.txt");
	link_to("sub", "link2/sub");
	/* whichever is the first, and also if that is above or below the next */
	for (i = 0; i < sizeof names / sizeof *names; i++)
		for (k = 0; k < sizeof names / sizeof *names; k++) {
			pm_files_release(&files);
			OK(pm_files_read(&files, folder, NULL, ERR));
			read_path(names[i]);
			read_path(names[k]);
			read_path(names[i]);
			ck_assert_msg(files.places.n < 2, "%s, %s: %u files", names[i],
				      names[k], files.places.n);
		}
}
END_TEST

START_TEST(names_that_are_known_count_whatever_they_lead_to)
{
	dir("a");
	dir("b");
	file("a/x.txt");
	file("b/y.txt");
	link_to("link", "a");
	read_path("link");
	read_path("b");
	link_to("link", "b");
	/* both names are known */
	read_path("link");
	has(3, "link/y.txt", 1);
	read_path("b");
	has(3, "b/y.txt", 2);
	/* one that is not is the first that leads there */
	link_to("other", "b");
	read_path("other/y.txt");
	ck_assert_uint_eq(files.places.n, 3);
}
END_TEST

START_TEST(a_link_below_a_path_is_a_root)
{
	dir("c");
	dir("disk");
	dir("disk/feb");
	file("disk/feb/a.txt");
	link_to("c/feb", "../disk/feb");
	read_path("c");
	has(1, "c/feb/a.txt", 1);
	ck_assert(is_root("c/feb"));
	read_path("disk/feb");
	read_path("disk");
	has(1, "c/feb/a.txt", 3);
	/* the same if it is pointed elsewhere */
	dir("disk/march");
	file("disk/march/a.txt");
	link_to("c/feb", "../disk/march");
	read_path("c");
	has(1, "c/feb/a.txt", 4);
}
END_TEST

START_TEST(a_link_within_a_path_is_what_it_leads_to)
{
	dir("c");
	dir("c/b");
	file("c/b/x.txt");
	read_path("c");
	link_to("c/a", "b");
	read_path("c");
	has(1, "c/b/x.txt", 2);
	ck_assert_uint_eq(files.roots.n, 1);
}
END_TEST

START_TEST(a_path_may_have_roots_as_parts)
{
	const char *both[2] = { "disk", "disk/b" };

	dir("disk");
	dir("disk/a");
	dir("disk/b");
	file("disk/a/x.txt");
	file("disk/b/x.txt");
	link_to("link", "disk/b");
	read_path("link");
	read_path("disk");
	has(2, "link/x.txt", 2);
	read_paths(both, 2, NULL);
	has(2, "link/x.txt", 3);
	has(2, "disk/a/x.txt", 2);
}
END_TEST

/* A root that has lost its files is covered by what is given above it. */
START_TEST(an_emptied_root_is_covered)
{
	const char *given[2] = { "disk", "." };
	struct pm_places p;
	int i;

	dir("disk");
	dir("disk/b");
	file("disk/b/x.txt");
	link_to("link", "disk/b");
	read_path("link");
	ck_assert_int_eq(unlink("disk/b/x.txt"), 0);
	for (i = 0; i < 2; i++) {
		OK(pm_places_init(&p, &given[i], 1, NULL, &files, ERR));
		ck_assert(pm_places_cover(&p, at("link/x.txt"), strlen(at("link/x.txt"))));
		ck_assert(pm_places_leads_to(&p, given[i], pm_places_at(&p, 0),
					     at("link/x.txt"), strlen(at("link/x.txt"))));
		ck_assert(!pm_places_leads_to(&p, i == 0 ? "disk/a" : "./disk/a",
					      at("disk/a"), at("link/x.txt"),
					      strlen(at("link/x.txt"))));
		ck_assert(!pm_places_leads_to(&p, i == 0 ? "dis" : "./dis", at("dis"),
					      at("link/x.txt"), strlen(at("link/x.txt"))));
		pm_places_release(&p);
	}
}
END_TEST

START_TEST(roots_are_few)
{
	const char *two[2] = { "c/a.txt", "c" };

	dir("c");
	file("c/a.txt");
	read_path("c");
	read_path("c/a.txt");
	read_paths(two, 2, NULL);
	ck_assert_uint_eq(files.roots.n, 1);
}
END_TEST

START_TEST(with_a_base_roots_are_told_from_there)
{
	const char *given = "c/out", *again = "disk", *inner = "moved/c/out/a.txt";

	dir("c");
	dir("disk");
	file("disk/a.txt");
	link_to("c/out", at("disk"));
	read_paths(&given, 1, "c");
	ck_assert_uint_eq(files.places.n, 1);
	ck_assert_ptr_nonnull(pm_files_find(&files, "out/a.txt", 9));
	/* it is not below the base, but leads to what is */
	read_paths(&again, 1, "c");
	dir("moved");
	ck_assert_int_eq(rename("c", "moved/c"), 0);
	read_paths(&again, 1, "moved/c");
	read_paths(&inner, 1, "moved/c");
	ck_assert_uint_eq(files.places.n, 1);
	ck_assert_uint_eq(pm_files_find(&files, "out/a.txt", 9)->articles, 4);
}
END_TEST

/* Whatever is given, one after the other, no file has two places. */
START_TEST(no_file_has_two_places)
{
	char names[40][64], target[100];
	const char *given[3];
	size_t n = 0, i, round, k;

	rng = (uint64_t)_i;

	for (i = 0; i < 20; i++) {
		size_t in = rnd((uint32_t)n + 1);

		snprintf(names[n], sizeof names[n], "%.40s%sd%zu",
			 in == n ? "" : names[in], in == n ? "" : "/", i);
		if (strlen(names[n]) > 40)
			continue;
		if (rnd(3) > 0 || n == 0) {
			char name[100];

			dir(names[n]);
			snprintf(name, sizeof name, "%s/x%zu", names[n], i);
			file(name);
		} else {
			/* a link to any folder, be it one above */
			snprintf(target, sizeof target, "%s/%s", top,
				 names[rnd((uint32_t)n)]);
			if (symlink(target, names[n]) != 0)
				continue;
		}
		n++;
	}
	for (round = 0; round < 6; round++) {
		for (k = 0; k < 3; k++)
			given[k] = names[rnd((uint32_t)n)];
		read_paths(given, 1 + rnd(3), _i % 2 == 0 ? NULL : ".");
		for (i = 0; i < files.places.n; i++)
			for (k = 0; k < i; k++)
				ck_assert_msg(files.of[i].inode != files.of[k].inode,
					      "%s (%zu)", given[0], round);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("places");
	TCase *names = tcase_create("names"), *index = tcase_create("index");
	TCase *random = tcase_create("random");

	tcase_add_checked_fixture(names, enter_folder, leave_folder);
	tcase_add_test(names, names_keep_links);
	tcase_add_test(names, the_working_folder_is_called_as_the_shell_does);
	tcase_add_test(names, what_does_not_exist_is_below_its_folder);
	tcase_add_test(names, a_file_has_one_place);
	tcase_add_test(names, the_base_may_be_reached_by_links);
	tcase_add_test(names, a_base_is_a_folder);
	tcase_add_test(names, some_places_are_covered);
	suite_add_tcase(s, names);
	tcase_add_checked_fixture(index, begin_index, end_index);
	tcase_add_test(index, a_link_that_is_pointed_elsewhere_keeps_its_places);
	tcase_add_test(index, one_folder_has_many_names);
	tcase_add_test(index, names_that_are_known_count_whatever_they_lead_to);
	tcase_add_test(index, a_link_below_a_path_is_a_root);
	tcase_add_test(index, a_link_within_a_path_is_what_it_leads_to);
	tcase_add_test(index, a_path_may_have_roots_as_parts);
	tcase_add_test(index, an_emptied_root_is_covered);
	tcase_add_test(index, roots_are_few);
	tcase_add_test(index, with_a_base_roots_are_told_from_there);
	suite_add_tcase(s, index);
	tcase_add_checked_fixture(random, begin_index, end_index);
	tcase_add_loop_test(random, no_file_has_two_places, 0, 100);
	suite_add_tcase(s, random);
	return run_suite(s);
}
