/* Pressmark - tests of indexer/removal.h: what is removed is as if it had never been there.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/removal_fixture.h"

#include "indexer/commands.h"
#include "tests/oracle/edge.h"
#include "tests/oracle/generate.h"
#include "tests/unit/random_text.h"

#include <inttypes.h>

#define BITS (4096 / 64)

/* What tests/oracle/edge.c asks for. */
size_t
below(uint64_t *state, size_t n)
{
	return n == 0 ? 0 : (size_t)(next_random(state) % n);
}

static char *
first_difference(const char *a, const char *b)
{
	static char text[800];
	const char *line_a = a, *line_b = b;

	while (*a != '\0' && *a == *b) {
		if (*a == '\n') {
			line_a = a + 1;
			line_b = b + 1;
		}
		a++;
		b++;
	}
	snprintf(text, sizeof text, "'%.*s', and without what is removed '%.*s'",
		 (int)strcspn(line_a, "\n"), line_a, (int)strcspn(line_b, "\n"), line_b);
	return text;
}

static void
check_same(const char *index, const char *fresh)
{
	char *is = describe_index(index), *should = describe_index(fresh);

	ck_assert_msg(strcmp(is, should) == 0, "%s", first_difference(is, should));
	free(is);
	free(should);
}

static void
read_edges(struct lines *l, uint64_t seed, enum edge_kind kind, size_t max)
{
	char *text = NULL, *p, *end;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(f);
	ck_assert(edge_write(f, seed, kind));
	fclose(f);
	for (p = text; l->n < max && (end = strchr(p, '\n')) != NULL; p = end + 1)
		lines_add(l, p, (size_t)(end - p) + 1);
	free(text);
}

static void
set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* Remove some of N in three rounds, and keep the others. */
static void
remove_in_rounds(const char *index, size_t n, uint32_t percent, uint64_t *keep)
{
	uint64_t go[BITS];
	unsigned round;
	size_t i;

	memset(keep, 0xff, BITS * sizeof *keep);
	for (round = 0; round < 3; round++) {
		memset(go, 0, sizeof go);
		/* a build takes no empty corpus */
		for (i = 1; i < n; i++)
			if (rnd(300) < percent) {
				/* some go that are gone already */
				set_bit(go, i);
				keep[i / 64] &= ~(UINT64_C(1) << i % 64);
			}
		remove_lines(index, go, SIZE_MAX);
	}
}

START_TEST(what_is_removed_was_never_there)
{
	static const uint32_t percents[] = { 1, 10, 50, 90 };
	static const char *const languages[] = { "english", "auto", "none" };
	const char *language = languages[_i % 3];
	enum edge_kind kind = _i % 2 == 0 ? EDGE_ARTICLES : EDGE_FOLDS;
	char index[PATH_SIZE], fresh[PATH_SIZE];
	struct lines l = { 0 };
	uint64_t keep[BITS];

	rng = (uint64_t)_i + 100;
	read_edges(&l, rng, kind, 60 + rnd(600));
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	build_segments(index, language, &l, 1 + rnd(4));
	remove_in_rounds(index, l.n, percents[_i / 3 % 4], keep);
	build_lines(fresh, language, &l, 0, l.n, keep);
	check_same(index, fresh);
	lines_release(&l);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("removal");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 600);
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, what_is_removed_was_never_there, 0, 24);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
