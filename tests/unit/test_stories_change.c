/* Pressmark - tests of indexer/stories_change.h: copies that are followed from generation to
 * generation are those that are found among all articles at once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random articles, many of which repeat others with some change, are in several segments.
 * Segments are added one by one, and articles go, the leaders of stories more often than
 * others; each time the old copies are read from a file, as an index has them. */
#include "indexer/stories_change.h"

#include "indexer/build.h"
#include "indexer/sketched.h"
#include "segment/index.h"
#include "support/buf.h"
#include "tests/unit/small_fixture.h"

#define SEGMENTS 6u
#define EACH_MAX 200u
#define WORDS_MAX 80u

static const struct pm_stop never = { NULL, NULL };
static struct pm_segment *segments[SEGMENTS];
static uint32_t each; /* articles of a segment */

/* --- articles ----------------------------------------------------------------- */

struct article {
	uint32_t words[WORDS_MAX]; /* from NUMBERS on they are written as numbers */
	uint32_t n, day;
};

#define NUMBERS 100000u

static struct article articles[SEGMENTS * EACH_MAX];

/* Stories of which some words change from copy to copy, some so often that chains of them
 * begin and end far from each other. */
static void
make_story(struct article *a, uint32_t number)
{
	uint32_t i, n;

	if (number == 0 || rnd(3) == 0) {
		a->n = rnd(5) == 0 ? 10 + rnd(15) : 30 + rnd(WORDS_MAX - 30);
		for (i = 0; i < a->n; i++)
			a->words[i] = rnd(500);
	} else {
		*a = articles[number - 1 - rnd(number < 60 ? number : 60)];
		n = rnd(3) == 0 ? 0 : 1 + rnd(2);
		for (i = 0; i < n; i++)
			a->words[rnd(3) == 0 ? rnd(a->n) : rnd(2) * (a->n - 1)] =
				rnd(500) + (rnd(5) == 0 ? NUMBERS : 0);
	}
	a->day = rnd(4) == 0 ? 0 : 20240101 + rnd(6);
}

/* One bulletin, of more days and with more numbers than a key has leaders that count: the
 * earlier one is a copy where all numbers are the same, or the day. */
static void
make_bulletin(struct article *a, uint32_t number)
{
	uint32_t i;

	a->n = 62;
	for (i = 0; i < a->n; i++)
		a->words[i] = i;
	for (i = 0; i < 4; i++)
		a->words[58 + i] = NUMBERS + rnd(30);
	if (number > 0 && rnd(6) == 0)
		memcpy(a->words + 58, articles[rnd(number)].words + 58,
		       4 * sizeof *a->words);
	a->day = 20200001 + 10000 * rnd(5) + 100 * (1 + rnd(12)) + rnd(10);
}

static void
put_article(struct pm_buf *b, const struct article *a)
{
	uint32_t i;

	pm_buf_puts(b, "{\"text\":\"");
	for (i = 0; i < a->n; i++)
		pm_buf_printf(b, a->words[i] < NUMBERS ? "w%c%c%c " : "%u ",
			      a->words[i] < NUMBERS ? 'a' + a->words[i] % 26 : a->words[i],
			      'a' + a->words[i] / 26 % 26, 'a' + a->words[i] % 7);
	pm_buf_puts(b, "\"");
	if (a->day != 0)
		pm_buf_printf(b, ",\"date\":\"%u-%02u-%02u\"", a->day / 10000,
			      a->day / 100 % 100, a->day % 100);
	pm_buf_puts(b, "}\n");
}

static void
make_segments(uint32_t n, void (*make)(struct article *a, uint32_t number))
{
	char path[PATH_SIZE], index[PATH_SIZE], segment[PATH_SIZE + 20], name[20];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = 1 };
	struct pm_build_result result;
	struct pm_buf b;
	uint32_t i, k;

	each = n;
	for (k = 0; k < SEGMENTS; k++) {
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		for (i = k * n; i < (k + 1) * n; i++) {
			make(&articles[i], i);
			put_article(&b, &articles[i]);
		}
		OK(pm_replace_file(path, b.data, b.len, ERR));
		snprintf(name, sizeof name, "index%u", k);
		o.index = in_folder(index, name);
		OK(pm_build(&o, &result, ERR));
		ck_assert_uint_eq(result.articles, n);
		snprintf(segment, sizeof segment, "%s/segment-1", index);
		OK(pm_segment_open(&segments[k], segment, ERR));
		pm_buf_release(&b);
	}
}

static void
close_segments(void)
{
	uint32_t k;

	for (k = 0; k < SEGMENTS; k++)
		pm_segment_free(segments[k]);
}

/* --- generations -------------------------------------------------------------- */

struct state {
	uint64_t sets[SEGMENTS][EACH_MAX / 64 + 1];
	uint64_t *gone[SEGMENTS];
	struct pm_stories stories;
	size_t n;
};

static void
take_away(struct state *s, uint32_t place)
{
	uint32_t i = place % each;

	s->sets[place / each][i / 64] |= UINT64_C(1) << i % 64;
}

/* The same articles, and no stories yet. */
static void
copy_state(struct state *to, const struct state *from)
{
	memset(to, 0, sizeof *to);
	memcpy(to->sets, from->sets, sizeof to->sets);
	to->n = from->n;
}

/* The sets, of which one that is empty may be left out. */
static void
set_gone(struct state *s)
{
	static const uint64_t none[EACH_MAX / 64 + 1];
	size_t i;

	for (i = 0; i < SEGMENTS; i++)
		s->gone[i] = memcmp(s->sets[i], none, sizeof none) == 0 ? NULL : s->sets[i];
}

/* The copies of a state, from a file. */
static struct pm_copies *
store_copies(const struct state *s)
{
	struct pm_copies *copies;
	uint64_t size, identity;
	char path[PATH_SIZE];

	in_folder(path, "copies");
	unlink(path);
	OK(pm_copies_write(path, s->stories.copies, s->stories.n, &size, &identity, ERR));
	OK(pm_copies_open(&copies, path, (uint32_t)s->n * each, ERR));
	OK(pm_copies_load(copies, ERR));
	return copies;
}

static enum pm_status
follow(const struct state *old, const struct state *s, struct pm_stories *stories,
       struct pm_error *err)
{
	struct pm_stories_before before = {
		.segments = segments,
		.n = s->n,
		.n_old = old->n,
		.were_gone = old->gone,
		.gone = s->gone,
		.copies = store_copies(old)
	};
	enum pm_status status = pm_stories_follow(&before, &never, stories, err);

	pm_copies_free(before.copies);
	return status;
}

/* What follows from OLD is what S has. */
static void
compare(const struct state *s, const struct pm_stories *got)
{
	const struct pm_copy *should = s->stories.copies;
	size_t i;

	ck_assert_uint_eq(got->articles, s->stories.articles);
	for (i = 0; i < got->n && i < s->stories.n; i++)
		ck_assert_msg(got->copies[i].leader == should[i].leader &&
				      got->copies[i].copy == should[i].copy,
			      "entry %zu: %u is a copy of %u, and should be %u of %u", i,
			      got->copies[i].copy, got->copies[i].leader, should[i].copy,
			      should[i].leader);
	ck_assert_uint_eq(got->n, s->stories.n);
}

static bool
has_key(const struct pm_sketched *all, uint32_t place, uint32_t key)
{
	uint32_t keys[PM_STORY_KEYS];
	struct pm_sketch sketch;
	unsigned n;

	OK(pm_sketched_get(all, place, &sketch, ERR));
	for (n = pm_sketch_keys(&sketch, keys); n > 0; n--)
		if (keys[n - 1] == key)
			return true;
	return false;
}

static bool
is_copy(const struct state *s, uint32_t place)
{
	size_t i;

	for (i = 0; i < s->stories.n; i++)
		if (s->stories.copies[i].copy == place)
			return true;
	return false;
}

/* The leader behind which KEY leads to nothing any more; day 0: there is none. */
static struct pm_appeared
end_of_key(const struct state *s, const struct pm_sketched *all, uint32_t key)
{
	struct pm_appeared leaders[SEGMENTS * EACH_MAX];
	uint32_t n = 0, i;

	for (i = 0; i < all->n; i++)
		if (!pm_sketched_is_gone(all, i) && !is_copy(s, i) && has_key(all, i, key))
			leaders[n++] = pm_appeared_of(articles[i].day, i);
	qsort(leaders, n, sizeof *leaders, pm_appeared_compare);
	return n <= PM_STORIES_LEADERS ? (struct pm_appeared){ 0, 0 }
				       : leaders[PM_STORIES_LEADERS];
}

/* Let the leader go behind which no key of the article at PLACE that ends leads to anything. */
static void
take_end(struct state *s, const struct state *old, uint32_t place)
{
	struct pm_appeared last = { 0, 0 }, end;
	uint32_t keys[PM_STORY_KEYS];
	struct pm_sketched all;
	struct pm_sketch sketch;
	unsigned n;

	OK(pm_sketched_init(&all, segments, old->n, old->gone, ERR));
	OK(pm_sketched_get(&all, place, &sketch, ERR));
	for (n = pm_sketch_keys(&sketch, keys); n > 0; n--) {
		end = end_of_key(old, &all, keys[n - 1]);
		if (end.day != 0 && (last.day == 0 || pm_appeared_order(last, end) < 0))
			last = end;
	}
	pm_sketched_release(&all);
	if (last.day != 0)
		take_away(s, last.place);
}

/* Some articles go, of stories above all and where a key ends to lead to any, and sometimes a segment comes. */
static void
change(struct state *s, const struct state *old)
{
	const struct pm_stories *stories = &old->stories;
	uint32_t n = rnd(4) == 0 ? rnd(30) : rnd(3), i;

	for (i = 0; i < n; i++) {
		const struct pm_copy *copy = stories->copies + rnd((uint32_t)stories->n);

		switch (stories->n > 0 ? rnd(4) : 0) {
		case 0:
			take_away(s, rnd((uint32_t)s->n * each));
			break;
		case 1:
			take_away(s, copy->copy);
			break;
		default:
			take_away(s, copy->leader);
		}
	}
	if (rnd(3) == 0)
		take_end(s, old, rnd((uint32_t)s->n * each));
	if (s->n < SEGMENTS && rnd(3) == 0)
		s->n++;
	set_gone(s);
}

/* From generation to generation; returns how many have been followed. */
static uint32_t
play(uint32_t steps, size_t n)
{
	struct state states[2], *old = &states[0], *s = &states[1], *other;
	uint32_t followed = 0;
	struct pm_stories got;

	memset(states, 0, sizeof states);
	old->n = n;
	OK(pm_stories_find(segments, old->gone, old->n, &never, &old->stories, ERR));
	for (; steps > 0; steps--) {
		struct pm_error err;
		enum pm_status status;

		copy_state(s, old);
		change(s, old);
		OK(pm_stories_find(segments, s->gone, s->n, &never, &s->stories, ERR));
		status = follow(old, s, &got, &err);
		ck_assert_msg(status >= 0, "%s", err.text);
		if (status == PM_OK) {
			followed++;
			compare(s, &got);
			pm_stories_release(&got);
		}
		pm_stories_release(&old->stories);
		other = old;
		old = s;
		s = other;
	}
	pm_stories_release(&old->stories);
	return followed;
}

START_TEST(copies_are_followed_through_generations)
{
	rng = (uint64_t)_i + 1;
	make_segments(40, make_story);
	ck_assert_uint_gt(play(60, 1 + rnd(SEGMENTS - 1)), 50);
	close_segments();
}
END_TEST

/* A key that too many leaders have leads to some of them, and which these are changes. */
START_TEST(what_a_key_leads_to_is_followed)
{
	rng = (uint64_t)_i + 1;
	make_segments(80, make_bulletin);
	ck_assert_uint_gt(play(30, SEGMENTS - 1), 25);
	close_segments();
}
END_TEST

/* Copies of an article that was gone before are no copies. */
START_TEST(stories_of_articles_that_are_gone_are_damage)
{
	struct state old = { .n = 2 }, s;
	struct pm_stories got;
	struct pm_error err;

	make_segments(40, make_story);
	OK(pm_stories_find(segments, NULL, 2, &never, &old.stories, ERR));
	ck_assert_uint_gt(old.stories.n, 0);
	take_away(&old, old.stories.copies[_i].copy);
	set_gone(&old);
	copy_state(&s, &old);
	set_gone(&s);
	ck_assert_int_eq(follow(&old, &s, &got, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "of an article that is removed"));
	ck_assert_ptr_null(got.copies);
	pm_stories_release(&old.stories);
	close_segments();
}
END_TEST

/* Where most comes and goes, all is to be looked at. */
START_TEST(much_is_not_followed)
{
	struct state old = { .n = 1 }, s = { .n = 2 };
	struct pm_stories got;
	struct pm_error err;

	make_segments(40, make_story);
	OK(pm_stories_find(segments, NULL, 1, &never, &old.stories, ERR));
	ck_assert_int_eq(follow(&old, &s, &got, &err), PM_DECLINED);
	pm_stories_release(&old.stories);
	close_segments();
}
END_TEST

static bool
say_stop(void *ctx)
{
	(void)ctx;
	return true;
}

START_TEST(following_can_be_stopped)
{
	const struct pm_stop at_once = { say_stop, NULL };
	struct pm_stories_before before = { .segments = segments, .n = 3, .n_old = 2 };
	struct state old = { .n = 2 };
	struct pm_stories got;

	make_segments(40, make_story);
	OK(pm_stories_find(segments, NULL, 2, &never, &old.stories, ERR));
	before.copies = store_copies(&old);
	FAILS(pm_stories_follow(&before, &at_once, &got, ERR), PM_ERR_INTERRUPTED,
	      "interrupted");
	pm_copies_free(before.copies);
	pm_stories_release(&old.stories);
	close_segments();
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stories_change");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, copies_are_followed_through_generations, 0, 12);
	tcase_add_loop_test(tc, what_a_key_leads_to_is_followed, 0, 3);
	tcase_add_loop_test(tc, stories_of_articles_that_are_gone_are_damage, 0, 2);
	tcase_add_test(tc, much_is_not_followed);
	tcase_add_test(tc, following_can_be_stopped);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
