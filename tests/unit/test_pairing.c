/* Pressmark - tests of which articles of the input are which of the index (pairing.h).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The oracle is the definition, of a whole file at once: of each group first those that say
 * the same, by their numbers and in their order; then those that are left, likewise; what is
 * left then is new. */
#include "indexer/pairing.h"

#include "tests/unit/small_fixture.h"

#define MANY 40
#define SOURCE 77

/* The index and a file, of few groups and contents. */
struct play {
	struct pm_identities ids;
	struct pm_known known;
	struct pm_files files;
	struct pm_pairing pairing;
	struct pm_origin file[MANY]; /* identities: groups */
	struct pm_origin got[MANY];
	bool is_new[MANY];
	uint64_t ordinal[MANY];
	size_t n;
};

static struct pm_digest128
group(uint32_t i)
{
	return (struct pm_digest128){ (uint64_t)(i % 2) << 40, 5 + i / 2 };
}

static struct pm_origin
some_origin(uint32_t groups, uint32_t contents)
{
	return (struct pm_origin){ .identity = group(rnd(groups)),
				   .content = { rnd(contents), 9 },
				   .source = SOURCE,
				   .first = 3,
				   .since = 3 };
}

static void
begin(struct play *p)
{
	memset(p, 0, sizeof *p);
	pm_identities_init(&p->ids, PM_IDS_KEEP);
	pm_known_init(&p->known);
	OK(pm_files_read(&p->files, folder, NULL, ERR));
	pm_pairing_init(&p->pairing, &p->ids, &p->known, &p->files);
}

static void
end(struct play *p)
{
	pm_pairing_release(&p->pairing);
	pm_files_release(&p->files);
	pm_known_release(&p->known);
	pm_identities_release(&p->ids);
}

/* An article that the index has, in any order of numbers. */
static void
put_known(struct play *p, uint32_t groups, uint32_t contents)
{
	struct pm_origin o = some_origin(groups, contents);
	size_t i;

	o.identity.low += rnd(60);
	for (i = 0; i < p->known.n; i++)
		if (pm_digest128_equal(p->known.all[i].origin.identity, o.identity))
			return;
	OK(pm_known_add_lost(&p->known, &o, ERR));
	p->known.all[p->known.n - 1].lost = false;
	p->known.all[p->known.n - 1].wanted = true;
}

/* As input.c does. */
static void
read_article(struct play *p, size_t i)
{
	struct pm_pair pair;

	p->got[i] = p->file[i];
	OK(pm_pairing_find(&p->pairing, &p->got[i], &pair, ERR));
	p->is_new[i] = pair.kind == PM_PAIR_NEW;
	p->ordinal[i] = UINT64_MAX;
	if (pair.kind == PM_PAIR_KNOWN) {
		if (pm_digest128_equal(pair.known->origin.content, p->file[i].content))
			return;
		pair.known->renewed = true;
	}
	p->ordinal[i] = p->pairing.handed++;
}

static void
end_file(struct play *p)
{
	struct pm_pairing *q = &p->pairing;
	size_t c, i;

	OK(pm_pairing_end_file(q, ERR));
	for (c = 0; c < q->n_changes; c++) {
		if (c > 0)
			ck_assert_uint_lt(q->changes[c - 1].ordinal,
					  q->changes[c].ordinal);
		for (i = 0; p->ordinal[i] != q->changes[c].ordinal; i++)
			ck_assert_uint_lt(i, p->n);
		p->got[i].identity = q->changes[c].identity;
		p->is_new[i] = q->changes[c].is_new;
	}
}

/* The known article that entry I is by the definition; or NULL. */
static void
pair_naively(const struct play *p, const struct pm_known_article **of)
{
	bool taken[MANY] = { false };
	int says_the_same;
	size_t i, k;

	for (says_the_same = 1; says_the_same >= 0; says_the_same--)
		for (i = 0; i < p->n; i++) {
			size_t best = MANY;

			if (says_the_same)
				of[i] = NULL;
			for (k = 0; k < p->known.n && of[i] == NULL; k++) {
				const struct pm_origin *o = &p->known.all[k].origin;

				if (!taken[k] &&
				    pm_digest128_equal(pm_identity_group(o->identity),
						       p->file[i].identity) &&
				    (!says_the_same ||
				     pm_digest128_equal(o->content, p->file[i].content)) &&
				    (best == MANY ||
				     o->identity.low <
					     p->known.all[best].origin.identity.low))
					best = k;
			}
			if (best == MANY)
				continue;
			taken[best] = true;
			of[i] = &p->known.all[best];
		}
}

START_TEST(pairs_are_those_of_the_definition)
{
	uint32_t round;

	for (round = 0; round < 3000; round++) {
		const struct pm_known_article *of[MANY];
		uint32_t groups = 1 + rnd(6), contents = 1 + rnd(8);
		struct play p;
		size_t i, k;

		begin(&p);
		for (i = rnd(MANY); i > 0; i--)
			put_known(&p, groups, contents);
		OK(pm_known_order(&p.known, ERR));
		OK(pm_pairing_begin(&p.pairing, PM_BUILD_UPDATE, ERR));
		p.n = rnd(MANY);
		for (i = 0; i < p.n; i++)
			p.file[i] = some_origin(groups, contents);
		for (i = 0; i < p.n; i++)
			read_article(&p, i);
		end_file(&p);
		pair_naively(&p, of);
		for (i = 0; i < p.n; i++) {
			ck_assert(p.is_new[i] == (of[i] == NULL));
			if (of[i] != NULL)
				ck_assert(pm_digest128_equal(p.got[i].identity,
							     of[i]->origin.identity));
			for (k = 0; k < p.n; k++)
				ck_assert(k == i ||
					  !pm_digest128_equal(p.got[i].identity,
							      p.got[k].identity));
			for (k = 0; k < p.known.n && of[i] == NULL; k++)
				ck_assert(!pm_digest128_equal(p.got[i].identity,
							      p.known.all[k]
								      .origin.identity));
		}
		for (k = 0; k < p.known.n; k++) {
			const struct pm_known_article *a = &p.known.all[k];

			for (i = 0; i < p.n && of[i] != a;)
				i++;
			ck_assert(a->met == (i < p.n));
			ck_assert(a->renewed ==
				  (i < p.n && !pm_digest128_equal(a->origin.content,
								  p.file[i].content)));
		}
		end(&p);
	}
}
END_TEST

/* What is written of a segment stays, and no article of the index goes that is still there. */
START_TEST(what_is_fixed_stays)
{
	uint32_t round;

	for (round = 0; round < 3000; round++) {
		uint32_t groups = 1 + rnd(3), contents = 1 + rnd(8);
		struct play p;
		size_t i, k, c;

		begin(&p);
		for (i = rnd(MANY); i > 0; i--)
			put_known(&p, groups, contents);
		OK(pm_known_order(&p.known, ERR));
		OK(pm_pairing_begin(&p.pairing, PM_BUILD_UPDATE, ERR));
		p.n = rnd(MANY);
		for (i = 0; i < p.n; i++) {
			p.file[i] = some_origin(groups, contents);
			read_article(&p, i);
			if (rnd(10) == 0)
				p.pairing.fixed = p.pairing.handed;
		}
		OK(pm_pairing_end_file(&p.pairing, ERR));
		for (c = 0; c < p.pairing.n_changes; c++)
			ck_assert_uint_ge(p.pairing.changes[c].ordinal, p.pairing.fixed);
		/* one that was not handed out is there as it was */
		for (i = 0; i < p.n; i++)
			for (k = 0; k < p.known.n && p.ordinal[i] == UINT64_MAX; k++)
				if (pm_digest128_equal(p.known.all[k].origin.identity,
						       p.got[i].identity)) {
					ck_assert(p.known.all[k].met);
					ck_assert(!p.known.all[k].renewed);
				}
		end(&p);
	}
}
END_TEST

static struct pm_origin
origin(uint32_t g, uint64_t number, uint64_t content, uint64_t source)
{
	struct pm_origin o = { .identity = group(g),
			       .content = { content, 1 },
			       .source = source };

	o.identity.low += number;
	return o;
}

static void
reads(struct play *p, struct pm_origin o, int kind, struct pm_digest128 identity)
{
	struct pm_pair pair;

	OK(pm_pairing_find(&p->pairing, &o, &pair, ERR));
	ck_assert_int_eq((int)pair.kind, kind);
	ck_assert(pm_digest128_equal(o.identity, identity));
}

static void
put_file(struct play *p, const char *place, bool gone)
{
	struct pm_file *f;

	OK(pm_files_need(&p->files, place, strlen(place), &f, ERR));
	f->gone = gone;
}

START_TEST(what_was_removed_stays_away)
{
	uint64_t here = pm_origin_source("/here", 5), there = pm_origin_source("/gone", 5);
	struct pm_origin away = origin(1, 0, 10, here), moved = origin(2, 0, 20, there);
	struct pm_origin input = origin(3, 0, 30, pm_origin_source("-", 1));
	enum pm_build_kind kind;
	struct play p;

	for (kind = PM_BUILD_UPDATE; kind <= PM_BUILD_ADD; kind++) {
		bool adds = kind == PM_BUILD_ADD;
		int away_kind = adds ? PM_PAIR_NEW : PM_PAIR_AWAY;

		begin(&p);
		put_file(&p, "/here", false);
		put_file(&p, "/gone", true);
		OK(pm_files_send_away(&p.files, &away, ERR));
		OK(pm_files_send_away(&p.files, &moved, ERR));
		OK(pm_files_send_away(&p.files, &input, ERR));
		OK(pm_known_order(&p.known, ERR));
		OK(pm_pairing_begin(&p.pairing, kind, ERR));
		/* it, edited or not; and then another with its id */
		reads(&p, origin(1, 0, 10 + rnd(2), here), away_kind, group(1));
		reads(&p, origin(1, 0, 10, here), PM_PAIR_NEW,
		      origin(1, 1, 0, 0).identity);
		/* one that says the same in a file that is new; once */
		reads(&p, origin(4, 0, 20, SOURCE), away_kind, group(4));
		reads(&p, origin(5, 0, 20, SOURCE), PM_PAIR_NEW, group(5));
		/* but not if the file is there, or was none */
		reads(&p, origin(6, 0, 10, SOURCE), PM_PAIR_NEW, group(6));
		reads(&p, origin(7, 0, 30, SOURCE), PM_PAIR_NEW, group(7));
		OK(pm_pairing_end_file(&p.pairing, ERR));
		OK(pm_pairing_end(&p.pairing, ERR));
		ck_assert(pm_files_is_away(&p.files, away.identity) == !adds);
		ck_assert(pm_files_is_away(&p.files, input.identity));
		ck_assert(pm_files_is_away(&p.files, moved.identity) == adds);
		ck_assert(pm_files_is_away(&p.files, group(4)) == !adds);
		ck_assert_uint_eq(p.files.n_away, adds ? 2 : 3);
		end(&p);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pairing");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, pairs_are_those_of_the_definition);
	tcase_add_test(tc, what_is_fixed_stays);
	tcase_add_test(tc, what_was_removed_stays_away);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
