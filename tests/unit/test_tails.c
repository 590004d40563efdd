/* Pressmark - tests of corpus/tails.h, and of what readers do with tails and with folds that
 * the input gives.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/tails.h"
#include "support/folds.h"
#include "tests/unit/reader_fixture.h"

/* Twelve sentences of one matter, with a blank line after each. */
static const char body[] =
	"The harbour board of the town has refused a new crane for the northern quay.\n\n"
	"The crane was to lift containers from ships that are too heavy for the old crane, "
	"the board said.\n\n"
	"Members of the board said the northern quay could not carry such a crane without "
	"new piles.\n\n"
	"New piles for the quay would cost more than the harbour earns from ships in a year.\n\n"
	"The old crane will be repaired, and heavy containers will be lifted by a floating "
	"crane.\n\n"
	"A floating crane can be rented from the harbour of the next town for a day or two.\n\n"
	"Ships with heavy containers must tell the harbour board of it two weeks before.\n\n"
	"The board will look at the quay and its piles again when the year is over.\n\n";

#define TEASER_A \
	"Minister resigns over wine\n\n" \
	"Prime minister Joana Alves accepted resignation yesterday evening following " \
	"newspaper revelations regarding expensive vintage deliveries.\n\n"
#define TEASER_B \
	"Striker leaves after seven seasons\n\n" \
	"Football champions announced their goalkeeper and captain transfer towards Italy, " \
	"surprising supporters everywhere.\n\n"
#define FORM \
	"Contact us\n\nSubscribe to our newsletter: submit the form with your email and " \
	"a password.\n"

static struct pm_tails *tails;

static void
begin(void)
{
	setup();
	ck_assert_int_eq(pm_tails_new(&tails, NULL), PM_OK);
}

static void
end(void)
{
	pm_tails_free(tails);
	teardown();
}

static size_t
find(const char *text)
{
	/* of the exact size, so that a read beyond the end is found */
	size_t len = strlen(text), at;
	char *copy = malloc(len + (len == 0));

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, len);
	ck_assert_int_eq(pm_tails_find(tails, (struct pm_str){ NULL, 0 },
				       (struct pm_str){ copy, len }, &at, NULL),
			 PM_OK);
	free(copy);
	return at;
}

/* What of HEAD and TAIL together is the tail is TAIL from its byte AFTER on. */
static void
cuts(const char *head, const char *tail, size_t after)
{
	struct pm_buf b;
	size_t at;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, head);
	pm_buf_puts(&b, tail);
	at = find(pm_buf_str(&b));
	ck_assert_msg(at == strlen(head) + after, "%zu, not %zu: %s", at,
		      strlen(head) + after, tail);
	pm_buf_release(&b);
}

/* There is no tail in both together. */
static void
keeps(const char *head, const char *tail)
{
	struct pm_buf b;
	size_t at;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, head);
	pm_buf_puts(&b, tail);
	at = find(pm_buf_str(&b));
	ck_assert_msg(at == 0, "%zu: %s", at, tail);
	pm_buf_release(&b);
}

START_TEST(teasers_and_forms_are_tails)
{
	cuts(body, TEASER_A TEASER_B, 0);
	cuts(body, "74\n\nImpact Score\n\n" TEASER_A TEASER_B FORM, 0);
	cuts(body, "74\r\n\r\n" TEASER_A TEASER_B, 0);
	cuts(body, FORM, 0);
	cuts(body, "Share\nTweet\nFollow us\n", 0);
	cuts(body, "\n\n  \t Share this article\n\n", 6);
	cuts(body, "***\n" FORM "Copyright\n", 0);
}
END_TEST

START_TEST(one_teaser_is_none)
{
	keeps(body, "");
	keeps(body, TEASER_A);
	keeps(body, "Minister resigns over wine\n");
}
END_TEST

START_TEST(a_section_of_the_article_is_none)
{
	/* they tell of the same */
	keeps(body,
	      "What the board said\n\nThe board said that a new crane for the quay would "
	      "need new piles.\n\nWhat ships must do\n\nShips with heavy containers tell "
	      "the harbour board before.\n\n");
	/* or of something near */
	keeps(body,
	      "Minister visits the harbour board\n\nPrime minister Joana Alves praised "
	      "ships, cranes and containers yesterday.\n\nStriker opens a quay\n\n"
	      "Football champions came to the northern quay with a crane and piles for "
	      "supporters.\n\n");
	/* and an article may be about newsletters */
	keeps("The publisher closes its newsletter. The newsletter had many subscribers, and "
	      "each subscriber had a password.\n\n"
	      "To subscribe, readers had to submit a form with an email and a password, and "
	      "many did submit the form.\n\n"
	      "The form asked for too much, said the publisher, and a subscriber could not "
	      "unsubscribe without another form.\n\n"
	      "Now readers subscribe to nothing, and the publisher sends no email to anybody "
	      "but to those who write first.\n\n"
	      "It is the third newsletter that was closed this year, as readers do not look "
	      "at what they get every day.\n\n",
	      "Why the newsletter closed\n\nReaders did not submit the form of the newsletter "
	      "and forgot the password.\n");
}
END_TEST

START_TEST(a_tail_has_an_article_before_it)
{
	keeps("The harbour board has refused a new crane.\n\nIt was too heavy.\n\n",
	      TEASER_A TEASER_B FORM);
	/* of some size */
	keeps("The harbour board of the town has refused a new crane for the northern quay, "
	      "as the members said.\n\n"
	      "The crane was to lift containers from ships that are too heavy for the old "
	      "crane, the board said.\n\n"
	      "Members of the board mentioned that the northern quay could not carry such a "
	      "crane without new piles.\n\n",
	      FORM);
	keeps("", "");
	keeps("", TEASER_A TEASER_B TEASER_A TEASER_B);
	keeps("", "\n\n\n");
	keeps("", "74\n");
}
END_TEST

START_TEST(texts_of_many_labels_are_left_alone)
{
	struct pm_buf b;
	unsigned i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, body);
	for (i = 0; i < 40; i++)
		pm_buf_printf(&b, "%u.%02u\n\n%s", 9 + i / 6, i % 6 * 10,
			      i % 2 == 0 ? TEASER_A : TEASER_B);
	keeps(pm_buf_str(&b), "");
	/* nothing but labels */
	pm_buf_clear(&b);
	for (i = 0; i < 1000; i++)
		pm_buf_puts(&b, "Share this\n");
	keeps(pm_buf_str(&b), "");
	keeps(body, pm_buf_str(&b));
	/* more of them than an interface has in one place */
	pm_buf_clear(&b);
	for (i = 0; i < 13; i++)
		pm_buf_puts(&b, "Share this\n");
	keeps(body, pm_buf_str(&b));
	cuts(body, pm_buf_str(&b) + strlen("Share this\n"), 0);
	pm_buf_release(&b);
}
END_TEST

START_TEST(hard_line_ends_are_left_alone)
{
	static const char wrapped[] =
		"The harbour board of the town has refused a new crane for the\n"
		"northern quay. The crane was to lift containers from ships that\n"
		"are too heavy for the old crane. Members of the board said the\n"
		"northern quay could not carry such a crane without new piles,\n"
		"which would cost more than the harbour earns in a year.\n\n"
		"The old crane will be repaired, and heavy containers lifted by\n"
		"a floating crane, which can be rented from the harbour of the\n"
		"next town. Ships must tell the board of it two weeks before, as\n"
		"the board said, and the quay will be looked at again next year.\n\n";

	/* each line has more words than a label */
	static const char wide[] =
		"The harbour board of the town has refused a new crane for the northern quay. "
		"The crane was to lift big\n"
		"containers from ships that are too heavy for the old crane. Members of the "
		"board said the old quay could\n"
		"not carry such a crane without new piles, which would cost more than the "
		"harbour earns in a whole year.\n\n"
		"The old crane will be repaired, and heavy containers lifted by a floating "
		"crane, which can be got from the\n"
		"harbour of the next town. Ships must tell the board of it two weeks before, "
		"as the board said, and the quay\n"
		"will be looked at again next year.\n\n";

	keeps(wrapped, "Football champions announced their goalkeeper and\n"
		       "captain transfer towards Italy, surprising people.\n\n"
		       "Prime minister Joana Alves accepted resignation\n"
		       "yesterday evening following newspaper revelations.\n");
	keeps(wrapped, TEASER_A TEASER_B FORM);
	keeps(wide, TEASER_A TEASER_B FORM);
}
END_TEST

/* Bytes of all kinds, with the pieces that matter among them. */
START_TEST(any_text_is_looked_at_in_bounds)
{
	static const char *const pieces[] = { body,    TEASER_A,  FORM,
					      "\n",    "\r\n",	  "74",
					      "Share", "\u201d.", "\u6f22\u5b57\u3002",
					      " ",     ". ",	  "\xc3\xa9" };
	uint32_t seed = 5;
	struct pm_buf b;
	unsigned round, i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (round = 0; round < 3000; round++) {
		size_t at;

		pm_buf_clear(&b);
		for (i = 0; i < 2 + round % 30; i++) {
			seed = seed * 1664525u + 1013904223u;
			pm_buf_puts(&b,
				    pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		at = find(pm_buf_str(&b));
		ck_assert_uint_le(at, b.len);
		ck_assert(at == 0 || b.data[at - 1] == '\n' || b.data[at - 1] == ' ');
	}
	pm_buf_release(&b);
}
END_TEST

/* --- what readers make of them ------------------------------------------ */

START_TEST(plain_text_is_flagged_unless_folding_is_asked_for)
{
	static const char text[] = TEASER_A TEASER_B FORM;
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_printf(&b, "Board refuses crane\n\n%s%s", body, text);
	make_text("a.txt", pm_buf_str(&b));
	for (options.clean = PM_CLEAN_USUAL; options.clean <= PM_CLEAN_PRECISE;
	     options.clean++) {
		bool folds = options.clean == PM_CLEAN_BALANCED ||
			     options.clean == PM_CLEAN_PRECISE;

		r = open_article("a.txt", &a);
		same(a->title, "Board refuses crane");
		ck_assert(!a->page);
		ck_assert_uint_eq(a->n_folds, folds);
		ck_assert_uint_eq(a->tail, folds ? 0 : 1 + strlen(body));
		ck_assert_uint_eq(a->text.len,
				  1 + strlen(body) + (folds ? 0 : strlen(text)));
		if (folds) {
			same(a->folds[0].text, text);
			ck_assert_uint_eq(a->folds[0].at, a->text.len);
			ck_assert_uint_eq(a->folds[0].why, PM_FOLD_TAIL);
		}
		pm_reader_free(r);
	}
	pm_buf_release(&b);
}
END_TEST

static void
put_json(const char *name, const char *text, const char *more)
{
	struct pm_buf b;
	const char *p;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "{\"text\":\"");
	for (p = text; *p != '\0'; p++)
		if (*p == '\n')
			pm_buf_puts(&b, "\\n");
		else
			pm_buf_putc(&b, *p);
	pm_buf_printf(&b, "\"%s}\n", more);
	make_text(name, pm_buf_str(&b));
	pm_buf_release(&b);
}

START_TEST(other_texts_are_folded_only_if_it_is_asked_for)
{
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_printf(&b, "%s%s", body, TEASER_A TEASER_B);
	put_json("a.jsonl", pm_buf_str(&b), "");
	r = open_article("a.jsonl", &a);
	ck_assert_uint_eq(a->n_folds, 0);
	ck_assert_uint_eq(a->tail, 0);
	pm_reader_free(r);
	options.clean = PM_CLEAN_BALANCED;
	r = open_article("a.jsonl", &a);
	ck_assert_uint_eq(a->n_folds, 1);
	same(a->text, body);
	pm_reader_free(r);
	/* what has folds of its own is as it was given */
	put_json("b.jsonl", pm_buf_str(&b), ",\"folds\":[{\"at\":0,\"text\":\"x\"}]");
	r = open_article("b.jsonl", &a);
	ck_assert_uint_eq(a->n_folds, 1);
	ck_assert_uint_eq(a->folds[0].why, PM_FOLD_GIVEN);
	same(a->text, pm_buf_str(&b));
	pm_reader_free(r);
	pm_buf_release(&b);
}
END_TEST

/* The folds of an article whose text is "\u00e9\u6f22z", in lines, and its fields. */
static void
gives(const char *folds, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r;
	char more[1024];
	struct pm_buf b;
	size_t i;

	snprintf(more, sizeof more, ",\"folds\":%s", folds);
	put_json("g.jsonl", "\u00e9\u6f22z", more);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_clear(&journal);
	options.remark = put_remark;
	r = open_article("g.jsonl", &a);
	same(a->text, "\u00e9\u6f22z");
	for (i = 0; i < a->n_folds; i++)
		pm_buf_printf(&b, "%zu %u [%.*s]\n", a->folds[i].at, a->folds[i].why,
			      (int)a->folds[i].text.len, a->folds[i].text.data);
	for (i = 0; i < a->n_fields; i++)
		pm_buf_printf(&b, "%.*s=%.*s\n", (int)a->fields[i].name.len,
			      a->fields[i].name.data, (int)a->fields[i].value.len,
			      a->fields[i].value.data);
	if (strstr(pm_buf_str(&journal), "'folds' is taken for a field") != NULL)
		pm_buf_puts(&b, "told\n");
	ck_assert_str_eq(pm_buf_str(&b), wanted);
	pm_reader_free(r);
	pm_buf_release(&b);
}

START_TEST(the_input_may_give_folds)
{
	gives("[{\"at\":1,\"text\":\"one\",\"why\":\"page repeated\"}]", "2 3 [one]\n");
	gives("[{\"at\":3,\"text\":\"c\"},{\"why\":\"tail\",\"text\":\"a\",\"at\":0},"
	      "{\"at\":3,\"text\":\"d\",\"why\":null},{\"at\":2,\"text\":\"b\",\"why\":\"\"}]",
	      "0 4 [a]\n5 8 [b]\n6 8 [c]\n6 8 [d]\n");
	gives("[{\"at\":0,\"text\":\"a\",\"why\":\"page  unheard-of\"},"
	      "{\"at\":0,\"text\":\"b\",\"why\":\"given\"},{\"at\":0,\"text\":\"\"}]",
	      "0 9 [a]\n0 8 [b]\n");
	gives("[]", "");
}
END_TEST

START_TEST(what_is_no_fold_is_a_field)
{
	gives("[{\"at\":4,\"text\":\"x\"}]", "folds.at=4\nfolds.text=x\ntold\n");
	gives("[{\"at\":0,\"text\":\"ok\"},{\"at\":-1,\"text\":\"x\"}]",
	      "folds.at=0\nfolds.at=-1\nfolds.text=ok\nfolds.text=x\ntold\n");
	gives("[{\"at\":1.5,\"text\":\"x\"}]", "folds.at=1.5\nfolds.text=x\ntold\n");
	gives("[{\"at\":99999999999999999999,\"text\":\"x\"}]",
	      "folds.at=99999999999999999999\nfolds.text=x\ntold\n");
	gives("[{\"at\":\"1\",\"text\":\"x\"}]", "folds.at=1\nfolds.text=x\ntold\n");
	gives("[{\"at\":1}]", "folds.at=1\ntold\n");
	gives("[{\"text\":\"x\"}]", "folds.text=x\ntold\n");
	gives("[{\"at\":1,\"text\":2}]", "folds.at=1\nfolds.text=2\ntold\n");
	gives("[{\"at\":1,\"text\":\"x\",\"why\":3}]",
	      "folds.at=1\nfolds.text=x\nfolds.why=3\ntold\n");
	gives("[{\"at\":1,\"text\":\"x\",\"by\":\"me\"}]",
	      "folds.at=1\nfolds.text=x\nfolds.by=me\ntold\n");
	gives("[{\"at\":1,\"text\":\"x\"},\"y\"]",
	      "folds.at=1\nfolds.text=x\nfolds=y\ntold\n");
	/* no array of objects at all */
	gives("\"x\"", "folds=x\ntold\n");
	gives("5", "folds=5\ntold\n");
	gives("false", "folds=false\ntold\n");
	gives("[\"a\",\"b\"]", "folds=a\nfolds=b\ntold\n");
	gives("{\"at\":1,\"text\":\"x\"}", "folds.at=1\nfolds.text=x\ntold\n");
	/* nothing is in it, and nothing to tell */
	gives("null", "");
	gives("\"\"", "folds=\n");
	gives("{}", "");
}
END_TEST

/* Only what was read as a page is one: its folds are judged, and what repeats with them. */
START_TEST(folds_of_a_page_make_no_page)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("p.jsonl",
		  "{\"text\":\"a\",\"folds\":[{\"at\":0,\"text\":\"x\",\"why\":"
		  "\"page\"}]}\n{\"text\":\"b\",\"folds\":[{\"at\":0,\"text\":"
		  "\"x\",\"why\":\"tail\"}]}\n{\"text\":\"c\"}\n"
		  "{\"text\":\"<p>d</p>\",\"folds\":[{\"at\":0,\"text\":\"x\"}]}\n");
	r = open_article("p.jsonl", &a);
	ck_assert(!a->page);
	ck_assert_uint_eq(a->n_folds, 1);
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
	ck_assert(!a->page);
	ck_assert_uint_eq(a->n_folds, 1);
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
	ck_assert_uint_eq(a->n_folds, 0);
	/* places of a text that became another */
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
	ck_assert_uint_eq(a->n_folds, 0);
	ck_assert_uint_eq(a->n_fields, 2);
	pm_reader_free(r);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("tails");
	TCase *t = tcase_create("tails");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, teasers_and_forms_are_tails);
	tcase_add_test(t, one_teaser_is_none);
	tcase_add_test(t, a_section_of_the_article_is_none);
	tcase_add_test(t, a_tail_has_an_article_before_it);
	tcase_add_test(t, texts_of_many_labels_are_left_alone);
	tcase_add_test(t, hard_line_ends_are_left_alone);
	tcase_add_test(t, any_text_is_looked_at_in_bounds);
	tcase_add_test(t, plain_text_is_flagged_unless_folding_is_asked_for);
	tcase_add_test(t, other_texts_are_folded_only_if_it_is_asked_for);
	tcase_add_test(t, the_input_may_give_folds);
	tcase_add_test(t, what_is_no_fold_is_a_field);
	tcase_add_test(t, folds_of_a_page_make_no_page);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
