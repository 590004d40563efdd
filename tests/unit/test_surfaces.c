/* Pressmark - tests of indexer/gather/surfaces.h and compounds.h: the tables give what a
 * naive list does.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/compounds.h"
#include "indexer/gather/surfaces.h"
#include "tests/unit/small_fixture.h"

#define BATCH 64u
#define LONGEST 40u

/* --- strings, all different --------------------------------------------- */

struct string {
	uint8_t len;
	char bytes[LONGEST + PM_SURFACE_INLINE]; /* 16 of it can be read anywhere */
};

struct pool {
	struct string *s;
	size_t n;
};

static int
by_bytes(const void *a, const void *b)
{
	const struct string *x = a, *y = b;
	int order = memcmp(x->bytes, y->bytes, LONGEST);

	return order != 0 ? order : x->len - y->len;
}

/* What stands behind a string is no part of it, whatever it is. */
static void
put_garbage(struct string *s)
{
	size_t i;

	for (i = s->len; i < sizeof s->bytes; i++)
		s->bytes[i] = (char)rnd(256);
}

static void
make_string(struct string *s)
{
	static const uint8_t lens[] = { 1, 7, 8, 9, 15, 16, 17, 18, 40 };
	uint32_t kind = rnd(5), i;

	memset(s, 0, sizeof *s);
	s->len = (uint8_t)(rnd(3) ? 1 + rnd(LONGEST) : lens[rnd(sizeof lens)]);
	for (i = 0; i < s->len; i++)
		s->bytes[i] = kind == 0		 ? 'a' /* one begins the other */
			    : kind == 1 && i < 8 ? "overflow"[i] /* the same first half */
			    : kind == 2 && i >= 8 ? 'z'		 /* the same second one */
			    : kind == 3		  ? (char)(1 + rnd(255))
						  : (char)('a' + rnd(26));
	if (kind == 4 && s->len >= 16) /* they differ in one byte */
		for (i = 0; i < s->len; i++)
			s->bytes[i] = i == 7 || i == 8 || i == 15 || i == 16
					    ? (char)('a' + rnd(26))
					    : 'q';
}

static void
make_pool(struct pool *p, size_t n)
{
	size_t i, kept = 0;

	p->s = calloc(n, sizeof *p->s);
	for (i = 0; i < n; i++)
		make_string(&p->s[i]);
	qsort(p->s, n, sizeof *p->s, by_bytes);
	for (i = 1; i < n; i++)
		if (by_bytes(&p->s[kept], &p->s[i]) != 0)
			p->s[++kept] = p->s[i];
	p->n = kept + 1;
	for (i = 0; i < p->n; i++)
		put_garbage(&p->s[i]);
}

/* --- the naive list ----------------------------------------------------- */

struct model {
	const struct pool *pool;
	uint32_t *number; /* by string: its surface, or UINT32_MAX */
	uint32_t *string; /* by surface */
	uint32_t *count;  /* by string */
	uint32_t n;
};

static void
model_init(struct model *m, const struct pool *pool)
{
	m->pool = pool;
	m->number = malloc(pool->n * sizeof *m->number);
	memset(m->number, 0xff, pool->n * sizeof *m->number);
	m->string = calloc(pool->n, sizeof *m->string);
	m->count = calloc(pool->n, sizeof *m->count);
	m->n = 0;
}

static void
model_release(struct model *m)
{
	free(m->number);
	free(m->string);
	free(m->count);
}

static uint32_t
word_of(uint32_t string)
{
	return string * 7 % 1000003;
}

/* A string is looked up and counted: as the gatherer does, N of them at once. */
static void
look_up(struct pm_surfaces *t, struct model *m, const uint32_t *strings, size_t n)
{
	struct pm_surface_key keys[BATCH];
	size_t i;

	OK(pm_surfaces_reserve(t, n, ERR));
	for (i = 0; i < n; i++) {
		const struct string *s = &m->pool->s[strings[i]];

		if (s->len > PM_SURFACE_INLINE)
			continue;
		keys[i] = pm_surface_key(t, s->bytes, s->len);
		pm_surface_prefetch(t, &keys[i]);
	}
	for (i = 0; i < n; i++) {
		const struct string *s = &m->pool->s[strings[i]];
		uint32_t *want = &m->number[strings[i]], got = UINT32_MAX;
		struct pm_surface_slot *slot = NULL;

		if (s->len <= PM_SURFACE_INLINE) {
			slot = pm_surface_slot(t, &keys[i]);
			if (!pm_surface_is_new(slot)) {
				got = slot->surface;
				if (slot->word != word_of(strings[i]) ||
				    slot->flags != strings[i] % 8 ||
				    slot->count != m->count[strings[i]])
					ck_abort_msg("string %u: another slot",
						     strings[i]);
			}
		} else {
			got = pm_surfaces_find_long(t, s->bytes, s->len);
		}
		if (got != *want)
			ck_abort_msg("string %u is surface %u, not %u", strings[i], got,
				     *want);
		if (got == UINT32_MAX) {
			OK(pm_surfaces_enter(t, slot, &keys[i], s->bytes, s->len, &got,
					     ERR));
			ck_assert_uint_eq(got, m->n);
			ck_assert_uint_eq(t->surfaces[got].word, PM_SURFACE_PENDING);
			ck_assert(slot == NULL || slot->word == PM_SURFACE_PENDING);
			pm_surfaces_settle(t, slot, got, word_of(strings[i]),
					   strings[i] % 8);
			m->string[m->n] = strings[i];
			*want = m->n++;
		}
		m->count[strings[i]]++;
		if (slot != NULL)
			slot->count++;
		else
			t->surfaces[got].count++;
	}
}

static void
is_model(struct pm_surfaces *t, const struct model *m)
{
	uint32_t i;

	ck_assert_uint_eq(t->n, m->n);
	pm_surfaces_end(t);
	for (i = 0; i < m->n; i++) {
		const struct string *s = &m->pool->s[m->string[i]];
		size_t len;
		const char *text = pm_surface_text(t, i, &len);

		if (len != s->len || memcmp(text, s->bytes, len) != 0)
			ck_abort_msg("the text of surface %u differs", i);
		if (t->surfaces[i].count != m->count[m->string[i]] ||
		    t->surfaces[i].word != word_of(m->string[i]))
			ck_abort_msg("surface %u was counted %u times, not %u", i,
				     t->surfaces[i].count, m->count[m->string[i]]);
	}
}

/* --- tests -------------------------------------------------------------- */

START_TEST(surfaces_are_numbered_as_they_come)
{
	static const uint32_t sizes[] = { 1, 50, 1000, 20000, 120000 };
	struct pool pool;
	struct model m;
	struct pm_surfaces t;
	uint32_t batch[BATCH], round;
	size_t memory, n, i;

	rng = (uint64_t)_i + 1;
	make_pool(&pool, sizes[_i]);
	model_init(&m, &pool);
	OK(pm_surfaces_init(&t, ERR));
	for (round = 0; round < 50 + sizes[_i] / 16; round++) {
		n = rnd(10) ? BATCH : rnd(BATCH + 1);
		for (i = 0; i < n; i++) /* some are frequent, some are rare */
			batch[i] = rnd((uint32_t)(rnd(2) ? pool.n : (pool.n + 99) / 100));
		look_up(&t, &m, batch, n);
	}
	memory = pm_surfaces_memory(&t);
	is_model(&t, &m);
	ck_assert_uint_lt(pm_surfaces_memory(&t), memory);
	is_model(&t, &m); /* twice is the same as once */
	pm_surfaces_release(&t);
	model_release(&m);
	free(pool.s);
}
END_TEST

/* The table grows many times, and what is in it stays. */
START_TEST(the_table_grows)
{
	struct pool pool;
	struct model m;
	struct pm_surfaces t;
	uint32_t one;
	uint64_t mask;
	unsigned growths = 0;

	make_pool(&pool, 120000);
	model_init(&m, &pool);
	OK(pm_surfaces_init(&t, ERR));
	mask = t.at.mask;
	for (one = 0; one < pool.n; one++) {
		look_up(&t, &m, &one, 1);
		if (t.at.mask != mask) {
			ck_assert_uint_gt(t.at.mask, mask);
			mask = t.at.mask;
			growths++;
		}
		ck_assert_uint_lt(t.at.used, t.at.mask); /* a look-up always ends */
	}
	ck_assert_uint_ge(growths, 2);
	for (one = 0; one < pool.n; one++)
		look_up(&t, &m, &one, 1);
	is_model(&t, &m);
	pm_surfaces_release(&t);
	model_release(&m);
	free(pool.s);
}
END_TEST

/* Slots stay where they are until room is asked for. */
START_TEST(slots_stay_where_they_are)
{
	struct pm_surface_slot *slots[BATCH];
	struct pm_surface_key key;
	struct pm_surfaces t;
	char text[32];
	uint32_t round, i, id;

	OK(pm_surfaces_init(&t, ERR));
	for (round = 0; round < 1000; round++) {
		OK(pm_surfaces_reserve(&t, BATCH, ERR));
		for (i = 0; i < BATCH; i++) {
			snprintf(text, sizeof text, "%u", round * BATCH + i);
			key = pm_surface_key(&t, text, strlen(text));
			slots[i] = pm_surface_slot(&t, &key);
			OK(pm_surfaces_enter(&t, slots[i], &key, text, strlen(text), &id,
					     ERR));
		}
		if (pm_surfaces_has_room(&t, BATCH))
			OK(pm_surfaces_reserve(&t, BATCH, ERR));
		for (i = 0; i < BATCH; i++) {
			snprintf(text, sizeof text, "%u", round * BATCH + i);
			key = pm_surface_key(&t, text, strlen(text));
			ck_assert_ptr_eq(pm_surface_slot(&t, &key), slots[i]);
		}
	}
	pm_surfaces_release(&t);
}
END_TEST

START_TEST(keys_are_of_their_bytes_alone)
{
	struct pm_surface_key x, y;
	struct pm_surfaces t;
	char a[16], b[16];
	size_t len, i;

	OK(pm_surfaces_init(&t, ERR));
	for (len = 1; len <= 16; len++) {
		for (i = 0; i < 16; i++) {
			a[i] = (char)(1 + rnd(255));
			b[i] = i < len ? a[i] : (char)(a[i] + 1);
		}
		x = pm_surface_key(&t, a, len);
		y = pm_surface_key(&t, b, len);
		ck_assert(x.a == y.a && x.b == y.b && x.hash == y.hash);
		ck_assert(x.a != 0);
		for (i = 0; i < len; i++) { /* and of all of them */
			b[i] ^= 1;
			y = pm_surface_key(&t, b, len);
			ck_assert(x.a != y.a || x.b != y.b);
			b[i] ^= 1;
		}
		if (len > 1) {
			y = pm_surface_key(&t, a, len - 1);
			ck_assert(x.a != y.a || x.b != y.b);
		}
	}
	pm_surfaces_release(&t);
}
END_TEST

START_TEST(memory_is_told)
{
	struct pool pool;
	struct model m;
	struct pm_surfaces t;
	size_t empty, half;
	uint32_t one;

	make_pool(&pool, 200000);
	model_init(&m, &pool);
	OK(pm_surfaces_init(&t, ERR));
	empty = pm_surfaces_memory(&t);
	for (one = 0; one < pool.n / 2; one++)
		look_up(&t, &m, &one, 1);
	half = pm_surfaces_memory(&t);
	ck_assert_uint_gt(half, empty);
	for (; one < pool.n; one++)
		look_up(&t, &m, &one, 1);
	ck_assert_uint_gt(pm_surfaces_memory(&t), half);
	ck_assert_uint_ge(pm_surfaces_memory(&t),
			  (t.at.mask + 1) * sizeof *t.at.slots + t.n * sizeof *t.surfaces +
				  t.pool.len + t.at.longs.pool.len);
	pm_surfaces_release(&t);
	pm_surfaces_release(&t);

	/* used again, it begins anew */
	OK(pm_surfaces_init(&t, ERR));
	ck_assert_uint_eq(pm_surfaces_memory(&t), empty);
	ck_assert_uint_eq(t.n, 0);
	pm_surfaces_release(&t);
	model_release(&m);
	free(pool.s);
}
END_TEST
/* Pairs and triples of the words below 60, each with a state of its own. */
#define JOINED_WORDS 60u

START_TEST(hyphenated_words_keep_their_state)
{
	static uint32_t states[JOINED_WORDS][JOINED_WORDS][JOINED_WORDS + 1];
	uint32_t n = 0, i, w[3];
	struct pm_compounds t;
	size_t memory = 0;

	memset(states, 0, sizeof states);
	pm_compounds_init(&t, UINT64_C(0x123456789abcdef) * (uint64_t)_i);
	ck_assert_uint_eq(pm_compounds_memory(&t), 0);
	for (i = 0; i < 300000; i++) {
		bool pair = rnd(4) == 0;
		struct pm_compound_key key;
		struct pm_compound_slot *slot;
		uint32_t *want;

		w[0] = rnd(JOINED_WORDS);
		w[1] = rnd(JOINED_WORDS);
		w[2] = rnd(JOINED_WORDS);
		want = &states[w[0]][w[1]][pair ? JOINED_WORDS : w[2]];
		OK(pm_compounds_reserve(&t, 1, ERR));
		ck_assert_uint_ge(pm_compounds_memory(&t), memory);
		memory = (size_t)(t.mask + 1) * sizeof *t.slots;
		key = pm_compound_key(&t, w, pair ? 2 : 3);
		pm_compound_prefetch(&t, &key);
		slot = pm_compound_slot(&t, &key);
		if (slot->state != *want)
			ck_abort_msg("the words have the state %u, not %u", slot->state,
				     *want);
		if (*want == PM_COMPOUND_FREE) {
			pm_compound_enter(&t, slot, &key);
			ck_assert_uint_eq(slot->state, PM_COMPOUND_PENDING);
			slot->state = *want = PM_COMPOUND_NONE + n++;
		}
	}
	ck_assert_uint_eq(t.n, n);
	pm_compounds_release(&t);
	ck_assert_uint_eq(pm_compounds_memory(&t), 0);
}
END_TEST


int
main(void)
{
	Suite *s = suite_create("surfaces");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, surfaces_are_numbered_as_they_come, 0, 5);
	tcase_add_test(tc, the_table_grows);
	tcase_add_test(tc, slots_stay_where_they_are);
	tcase_add_test(tc, keys_are_of_their_bytes_alone);
	tcase_add_test(tc, memory_is_told);
	tcase_add_loop_test(tc, hyphenated_words_keep_their_state, 0, 3);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
