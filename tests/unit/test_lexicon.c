/* Pressmark - tests of segment/lexicon.h against a plain list of words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lexicon.h"
#include "support/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORD_MAX 400 /* bytes of the longest word here */
#define FORMS_MAX 400

static char folder[3000], path[3100];
static uint64_t rng;
static uint32_t serial;

static uint32_t
rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)((rng >> 20) % below);
}

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

/* --- a lexicon of which everything is known -------------------------------- */

struct known {
	char *word, *stem;
	uint64_t count;
	uint32_t articles;
	struct pm_form_spec *forms;
	size_t n_forms;
	struct pm_alias_target targets[3];
	size_t n_targets;
};

struct model {
	struct known *words, *aliases; /* words in rank order */
	uint32_t n_words, n_aliases;
};

static int
by_word(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int order = strcmp(x->word, y->word);

	return order != 0 ? order : strcmp(x->stem, y->stem);
}

/* Words that share beginnings, some with the bytes of other scripts. */
static void
random_word(char word[WORD_MAX])
{
	static const char *const starts[] = {
		"semi", "semicon",  "inter",	    "a", "",
		"co",	"\xc3\xa9", "\xe9\x95\xb7", "0", "zz"
	};
	static const char *const ends[] = { "ing", "s", "ed", "ies", "", "\xc3\xb1", "9" };
	size_t n = (size_t)snprintf(word, 32, "%s", starts[rnd(10)]), more = rnd(6);

	if (rnd(400) == 0)
		more = 200 + rnd(130);
	while (more-- > 0)
		word[n++] = (char)('a' + rnd(4));
	/* each is another word */
	n += (size_t)sprintf(word + n, "%x", (unsigned)(serial++ * 2654435761u));
	strcpy(word + n, ends[rnd(7)]);
}

static char *
random_stem(const char *word)
{
	size_t len = strlen(word), strip = rnd(4);
	char *stem = malloc(len + 20);

	strcpy(stem, word);
	switch (rnd(6)) {
	case 0: /* regular */
	case 1:
		if (len > strip + 3)
			stem[len - strip] = '\0';
		break;
	case 2: /* regular, with a letter behind it */
		if (len > strip + 4)
			strcpy(stem + len - strip, "i");
		break;
	case 3: /* irregular: much goes, or comes */
		if (rnd(10) == 0)
			strcpy(stem + (len > 2 ? 2 : len), "went");
		else if (rnd(10) == 0)
			sprintf(stem, "go%u", rnd(3));
		break;
	}
	return stem;
}

static void
random_forms(struct known *k)
{
	bool used[3] = { false, false, false };
	size_t want = rnd(500) == 0 ? 300 : 1 + rnd(4);
	char other[64];

	k->forms = calloc(FORMS_MAX, sizeof *k->forms);
	while (k->n_forms < want) {
		struct pm_form_spec *f = &k->forms[k->n_forms];

		f->form = (enum pm_form)rnd(4);
		if (want < 4 && f->form != PM_FORM_OTHER) {
			if (used[f->form])
				continue;
			used[f->form] = true;
		} else {
			f->form = PM_FORM_OTHER;
			snprintf(other, sizeof other, "Form%zu%.*s", k->n_forms,
				 (int)rnd(20), "aBcDeFgHiJkLmNoPqRsTu");
			f->other = strdup(other);
			f->other_len = strlen(other);
		}
		k->n_forms++;
	}
}

/* Up to *N words with their stems, sorted; some folded words have several stems, and a few
 * so many that they fill blocks. */
static struct known *
random_words(uint32_t *n)
{
	struct known *w = calloc(*n + 1, sizeof *w);
	char word[WORD_MAX];
	uint32_t i, k = 0;

	for (i = 0; i < *n; i++) {
		if (i == 0 || rnd(i % 200 < 40 ? 20 : 2) == 0)
			random_word(word);
		w[i].word = strdup(word);
		w[i].stem = random_stem(word);
		if (rnd(8) == 0)
			sprintf(w[i].stem, "%c%u", 'a' + (int)rnd(26), rnd(1000));
	}
	qsort(w, *n, sizeof *w, by_word);
	for (i = 0; i < *n; i++) {
		if (k > 0 && by_word(&w[i], &w[k - 1]) == 0) {
			free(w[i].word);
			free(w[i].stem);
		} else {
			w[k++] = w[i];
		}
	}
	*n = k;
	return w;
}

static void
make_model(struct model *m, uint32_t n_words, uint32_t n_aliases)
{
	uint32_t i, k;
	unsigned code_class;

	m->n_words = n_words;
	m->words = random_words(&m->n_words);
	/* anything may be common: shuffle, then sort class by class */
	for (i = m->n_words; i > 1; i--) {
		struct known swap = m->words[i - 1];

		k = rnd(i);
		m->words[i - 1] = m->words[k];
		m->words[k] = swap;
	}
	for (code_class = 0; code_class < PM_CODE_CLASSES; code_class++) {
		uint32_t start = pm_class_start[code_class],
			 end = pm_class_start[code_class + 1];

		if (start < m->n_words)
			qsort(m->words + start,
			      (end < m->n_words ? end : m->n_words) - start,
			      sizeof *m->words, by_word);
	}
	for (i = 0; i < m->n_words; i++) {
		struct known *w = &m->words[i];

		w->count = rnd(3) == 0	? 1
			 : rnd(50) == 0 ? (uint64_t)rnd(1u << 30) << 10
					: 1 + rnd(1000);
		w->articles = 1 + rnd(w->count < 1000 ? (uint32_t)w->count : 1000);
		random_forms(w);
	}
	m->n_aliases = m->n_words == 0 ? 0 : n_aliases;
	m->aliases = random_words(&m->n_aliases);
	for (i = 0; i < m->n_aliases; i++) {
		struct known *a = &m->aliases[i];

		a->n_targets = 1 + rnd(3);
		for (k = 0; k < a->n_targets; k++) {
			uint32_t j;

			a->targets[k].n_parts = 1 + rnd(3);
			for (j = 0; j < a->targets[k].n_parts; j++)
				a->targets[k].ranks[j] = rnd(m->n_words);
		}
		a->count = a->n_targets;
	}
}

static void
release_model(struct model *m)
{
	struct known *lists[] = { m->words, m->aliases };
	uint32_t sizes[] = { m->n_words, m->n_aliases }, i;
	size_t k, j;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < sizes[k]; i++) {
			for (j = 0; j < lists[k][i].n_forms; j++)
				free((void *)(uintptr_t)lists[k][i].forms[j].other);
			free(lists[k][i].forms);
			free(lists[k][i].word);
			free(lists[k][i].stem);
		}
		free(lists[k]);
	}
}

static void
write_model(const struct model *m)
{
	struct pm_lexicon_writer *w;
	uint32_t i;

	unlink(path);
	OK(pm_lexicon_create(&w, path, ERR));
	for (i = 0; i < m->n_words; i++) {
		const struct known *k = &m->words[i];
		struct pm_lexicon_word word = {
			k->word,  strlen(k->word), k->stem,  strlen(k->stem),
			k->count, k->articles,	   k->forms, k->n_forms
		};

		OK(pm_lexicon_add(w, &word, ERR));
	}
	for (i = 0; i < m->n_aliases; i++) {
		const struct known *k = &m->aliases[i];
		struct pm_lexicon_alias alias = { k->word,    strlen(k->word),
						  k->stem,    strlen(k->stem),
						  k->targets, k->n_targets };

		OK(pm_lexicon_add_alias(w, &alias, ERR));
	}
	OK(pm_lexicon_finish(w, NULL, ERR));
	pm_lexicon_writer_free(w);
}

/* The words of a list and how many they are. */
static const struct known *
list_of(const struct model *m, unsigned list, uint32_t *n)
{
	uint32_t start, end;

	if (list == PM_LIST_ALIASES) {
		*n = m->n_aliases;
		return m->aliases;
	}
	start = pm_class_start[list];
	end = pm_class_start[list + 1] < m->n_words ? pm_class_start[list + 1]
						    : m->n_words;
	*n = start < end ? end - start : 0;
	return m->words + (*n > 0 ? start : 0);
}

/* --- comparing ---------------------------------------------------------------- */

static void
is_entry(struct pm_cursor *c, const struct model *m, unsigned list, uint32_t place)
{
	uint32_t n;
	const struct known *k = &list_of(m, list, &n)[place];
	const struct pm_entry *e = &c->entry;
	struct pm_buf stem;

	ck_assert_uint_lt(place, n);
	ck_assert_uint_eq(e->list, list);
	ck_assert_uint_eq(e->place, place);
	ck_assert_uint_eq(e->len, strlen(k->word));
	ck_assert_mem_eq(e->word, k->word, e->len);
	ck_assert_uint_eq(e->count, k->count);
	if (list != PM_LIST_ALIASES)
		ck_assert_uint_eq(e->articles, k->articles);
	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	pm_cursor_stem(c, &stem);
	ck_assert_str_eq(pm_buf_str(&stem), k->stem);
	pm_buf_release(&stem);
}

static void
has_forms(struct pm_cursor *c, const struct known *k)
{
	static struct pm_form_spec *forms;
	static size_t cap;
	size_t n, i;

	OK(pm_cursor_forms(c, &forms, &cap, &n, ERR));
	ck_assert_uint_eq(n, k->n_forms);
	for (i = 0; i < n; i++) {
		ck_assert_int_eq(forms[i].form, k->forms[i].form);
		ck_assert_uint_eq(forms[i].other_len, k->forms[i].other_len);
		if (forms[i].other_len > 0)
			ck_assert_mem_eq(forms[i].other, k->forms[i].other,
					 forms[i].other_len);
	}
}

static void
has_targets(struct pm_cursor *c, const struct known *k)
{
	static struct pm_alias_target *targets;
	static size_t cap;
	size_t n, i;
	uint32_t j;

	OK(pm_cursor_targets(c, &targets, &cap, &n, ERR));
	ck_assert_uint_eq(n, k->n_targets);
	for (i = 0; i < n; i++) {
		ck_assert_uint_eq(targets[i].n_parts, k->targets[i].n_parts);
		for (j = 0; j < targets[i].n_parts; j++)
			ck_assert_uint_eq(targets[i].ranks[j], k->targets[i].ranks[j]);
	}
}

static void
walks_every_list(struct pm_lexicon *lex, const struct model *m)
{
	struct pm_cursor c;
	unsigned list;

	pm_cursor_init(&c, lex);
	ck_assert_uint_eq(pm_lexicon_words(lex), m->n_words);
	for (list = 0; list < PM_LISTS; list++) {
		uint32_t n, place = 0;
		const struct known *words = list_of(m, list, &n);
		struct pm_error err;
		enum pm_status status;

		ck_assert_uint_eq(pm_lexicon_list_size(lex, list), n);
		for (status = pm_cursor_seek(&c, list, "", 0, &err); status == PM_OK;
		     status = pm_cursor_next(&c, &err)) {
			ck_assert_uint_lt(place, n);
			is_entry(&c, m, list, place);
			if (list == PM_LIST_ALIASES)
				has_targets(&c, &words[place]);
			else
				has_forms(&c, &words[place]);
			place++;
		}
		ck_assert_int_eq(status, PM_END);
		ck_assert_uint_eq(place, n);
	}
	pm_cursor_release(&c);
}

static void
finds_and_seeks(struct pm_lexicon *lex, const struct model *m, unsigned times)
{
	struct pm_cursor c;
	struct pm_error err;
	char word[WORD_MAX];
	uint32_t n, place;
	unsigned list, i;

	pm_cursor_init(&c, lex);
	for (i = 0; i < times; i++) {
		const struct known *words;

		list = rnd(PM_LISTS);
		words = list_of(m, list, &n);
		random_word(word);
		if (n > 0 && rnd(2))
			strcpy(word, words[rnd(n)].word);
		if (rnd(3) == 0)
			word[rnd((uint32_t)strlen(word) + 1)] = '\0';
		if (rnd(8) == 0)
			strcat(word, "\xff");
		for (place = 0; place < n && strcmp(words[place].word, word) < 0; place++)
			;
		if (place < n) {
			OK(pm_cursor_seek(&c, list, word, strlen(word), ERR));
			is_entry(&c, m, list, place);
		} else {
			ck_assert_int_eq(pm_cursor_seek(&c, list, word, strlen(word), &err),
					 PM_END);
		}
		if (place < n && strcmp(words[place].word, word) == 0) {
			OK(pm_cursor_find(&c, list, word, strlen(word), ERR));
			is_entry(&c, m, list, place);
		} else {
			ck_assert_int_eq(pm_cursor_find(&c, list, word, strlen(word), &err),
					 PM_ABSENT);
		}
		if (n > 0) {
			place = rnd(n);
			OK(pm_cursor_at(&c, list, place, ERR));
			is_entry(&c, m, list, place);
			if (place + 1 < n) {
				OK(pm_cursor_next(&c, ERR));
				is_entry(&c, m, list, place + 1);
			} else {
				ck_assert_int_eq(pm_cursor_next(&c, &err), PM_END);
			}
			if (list != PM_LIST_ALIASES) {
				OK(pm_cursor_rank(&c, pm_class_start[list] + place, ERR));
				is_entry(&c, m, list, place);
			}
		}
	}
	pm_cursor_release(&c);
}

struct gathered {
	const struct model *m;
	uint8_t *seen[PM_LISTS]; /* by list and place */
	uint32_t n;
};

static enum pm_status
gather(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct gathered *g = ctx;

	(void)err;
	is_entry(c, g->m, c->entry.list, c->entry.place);
	ck_assert_uint_eq(g->seen[c->entry.list][c->entry.place], 0);
	g->seen[c->entry.list][c->entry.place] = 1;
	g->n++;
	return PM_OK;
}

enum by { BY_WORD, BY_STEM, BY_PREFIX };

static void
gathered_are(struct gathered *g, const char *text, enum by by)
{
	static const char *const names[] = { "word", "stem", "prefix" };
	uint32_t n, i, want = 0;
	unsigned list;

	for (list = 0; list < PM_LISTS; list++) {
		const struct known *words = list_of(g->m, list, &n);

		for (i = 0; i < n; i++) {
			bool yes = by == BY_PREFIX
					 ? strncmp(words[i].word, text, strlen(text)) == 0
					 : strcmp(by == BY_WORD ? words[i].word
								: words[i].stem,
						  text) == 0;

			ck_assert_msg(yes == (g->seen[list][i] != 0), "%s '%s': '%s' %s",
				      names[by], text, words[i].word,
				      yes ? "is missing" : "does not belong");
			want += yes;
		}
		memset(g->seen[list], 0, n);
	}
	ck_assert_uint_eq(g->n, want);
	g->n = 0;
}

/* The entries of a word are added up; an alias is no word. */
static void
adds_up_word(struct pm_lexicon *lex, const struct model *m, const char *text)
{
	struct pm_word_total total;
	uint64_t count = 0, articles = 0;
	uint32_t n = 0, most = 0, i;
	struct pm_error err;

	for (i = 0; i < m->n_words; i++)
		if (strcmp(m->words[i].word, text) == 0) {
			n++;
			count += m->words[i].count;
			articles += m->words[i].articles;
			if (m->words[i].articles > most)
				most = m->words[i].articles;
		}
	ck_assert_int_eq(pm_lexicon_word(lex, text, strlen(text), &total, &err),
			 n > 0 ? PM_OK : PM_ABSENT);
	ck_assert_uint_eq(total.entries, n);
	ck_assert_uint_eq(total.count, count);
	ck_assert_uint_eq(total.articles, articles);
	ck_assert_uint_eq(total.most, most);
	if (n > 0) {
		ck_assert_str_eq(m->words[total.rank].word, text);
		ck_assert_uint_eq(m->words[total.rank].articles, most);
	}
}

static void
gathers_by_word_stem_and_prefix(struct pm_lexicon *lex, const struct model *m,
				unsigned times)
{
	struct gathered g = { .m = m };
	char text[WORD_MAX];
	unsigned list, i;
	uint32_t n;

	for (list = 0; list < PM_LISTS; list++) {
		list_of(m, list, &n);
		g.seen[list] = calloc(n + 1, 1);
	}
	for (i = 0; i < times; i++) {
		const struct known *words = list_of(m, rnd(PM_LISTS), &n);

		random_word(text);
		if (n > 0 && rnd(8))
			strcpy(text, words[rnd(n)].word);
		if (rnd(4) == 0)
			text[rnd((uint32_t)strlen(text) + 1)] = '\0';
		OK(pm_lexicon_by_word(lex, text, strlen(text), gather, &g, ERR));
		adds_up_word(lex, m, text);
		gathered_are(&g, text, BY_WORD);
		random_word(text);
		if (n > 0 && rnd(8))
			strcpy(text, words[rnd(n)].stem);
		if (i < 3)
			sprintf(text, "go%u", i);
		OK(pm_lexicon_by_stem(lex, text, strlen(text), gather, &g, ERR));
		gathered_are(&g, text, BY_STEM);
		text[rnd((uint32_t)strlen(text) + 1)] = '\0';
		if (text[0] != '\0') {
			OK(pm_lexicon_by_prefix(lex, text, strlen(text), gather, &g, ERR));
			gathered_are(&g, text, BY_PREFIX);
		}
	}
	for (list = 0; list < PM_LISTS; list++)
		free(g.seen[list]);
}

/* --- tests --------------------------------------------------------------------- */

static void
check_lexicon(uint32_t n_words, uint32_t n_aliases, unsigned times)
{
	struct pm_lexicon *lex;
	struct model m;

	make_model(&m, n_words, n_aliases);
	write_model(&m);
	OK(pm_lexicon_open(&lex, path, ERR));
	OK(pm_lexicon_verify(lex, ERR));
	walks_every_list(lex, &m);
	finds_and_seeks(lex, &m, times);
	gathers_by_word_stem_and_prefix(lex, &m, times / 4);
	pm_lexicon_free(lex);
	release_model(&m);
}

START_TEST(small_lexicons_answer_as_a_list_does)
{
	static const uint32_t sizes[] = { 0, 1, 2, 15, 16, 17, 31, 32, 33, 127, 200 };

	rng = 88172645463325252u + (uint64_t)_i;
	check_lexicon(sizes[_i], sizes[_i] / 2, 300);
	check_lexicon(sizes[_i], 0, 100);
}
END_TEST

START_TEST(every_size_at_the_end_of_a_class_works)
{
	static const uint32_t sizes[] = { 128, 129, 144, 145, 16512, 16513 };

	rng = 1181783497276652981u + (uint64_t)_i;
	check_lexicon(sizes[_i], 20, 100);
}
END_TEST

START_TEST(three_classes_answer_as_a_list_does)
{
	rng = 4101842887655102017u;
	check_lexicon(17500, 1500, 300);
}
END_TEST

static enum pm_status
stop_at_third(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	(void)c;
	return ++*(unsigned *)ctx == 3 ? pm_fail(err, PM_ERR_INTERRUPTED, "enough")
				       : PM_OK;
}

START_TEST(a_callback_can_end_the_gathering)
{
	struct pm_lexicon *lex;
	struct pm_error err;
	struct model m;
	unsigned n = 0;

	rng = 99;
	make_model(&m, 200, 5);
	write_model(&m);
	OK(pm_lexicon_open(&lex, path, ERR));
	ck_assert_int_eq(pm_lexicon_by_prefix(lex, "semi", 4, stop_at_third, &n, &err),
			 PM_ERR_INTERRUPTED);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(err.text, "enough");
	pm_lexicon_free(lex);
	release_model(&m);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-lexicon-XXXXXX",
		 tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/lexicon", folder);
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("lexicon");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, small_lexicons_answer_as_a_list_does, 0, 11);
	tcase_add_loop_test(tc, every_size_at_the_end_of_a_class_works, 0, 6);
	tcase_add_test(tc, three_classes_answer_as_a_list_does);
	tcase_add_test(tc, a_callback_can_end_the_gathering);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
