/* Pressmark - tests of indexer/crew.h: --memory is kept, whatever the input.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/crew.h"
#include "tests/unit/small_fixture.h"

#include <sys/resource.h>
#include <sys/wait.h>

#define MB 1048576.0

static FILE *
create(const char *name)
{
	char path[PATH_SIZE];
	FILE *f = fopen(in_folder(path, name), "w");

	ck_assert_ptr_nonnull(f);
	return f;
}

/* The program builds an index of the file, with the least memory, and may skip some of it:
 * its peak in MB. */
static double
peak(const char *name, const char *jobs)
{
	const char *builddir = getenv("PM_BUILDDIR");
	char path[PATH_SIZE], index[PATH_SIZE], program[PATH_SIZE];
	struct rusage usage;
	int status;
	pid_t pid;

	snprintf(program, sizeof program, "%s/pressmark-index",
		 builddir != NULL ? builddir : ".");
	in_folder(path, name);
	in_folder(index, "index");
	ck_assert_int_ge(pid = fork(), 0);
	if (pid == 0) {
		execl(program, program, "build", "-q", "-m", "64M", "-j", jobs, "-o",
		      index, path, (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(wait4(pid, &status, 0, &usage), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) <= 1, "%s: %d", name,
		      status);
	return (double)usage.ru_maxrss * 1024 / MB;
}

/* Articles of BYTES each, at most, in the file of that name. */
static void
keeps(const char *name, double bytes)
{
	static const char *const jobs[] = { "1", "2" };
	unsigned i;

	for (i = 0; i < 2; i++) {
		double mb = peak(name, jobs[i]),
		       most = PM_MEMORY_MIN / MB + 3 * bytes / MB;

		ck_assert_msg(mb <= most, "%s, %s workers: %.0f MB, not %.0f", name,
			      jobs[i], mb, most);
	}
}

START_TEST(many_short_articles_with_fields)
{
	FILE *f = create("short.jsonl");
	int i;

	for (i = 0; i < 400000; i++)
		fprintf(f,
			"{\"id\":\"article-%d\",\"source\":\"paper no %d of all\",\"tags\":"
			"[\"t%d\",\"u%d\"],\"text\":\"w\"}\n",
			i, i, i % 50, i % 7);
	fclose(f);
	keeps("short.jsonl", 100);
}
END_TEST

START_TEST(much_that_is_no_text)
{
	FILE *f = create("members.jsonl");
	int i, k;

	for (i = 0; i < 400; i++) {
		fprintf(f, "{\"text\":\"article %d\",\"html\":\"", i);
		for (k = 0; k < 40000; k++)
			fprintf(f, "<p>%d ", k % 10);
		fputs("\"}\n", f);
	}
	fclose(f);
	keeps("members.jsonl", 200000);
}
END_TEST

/* One article, most of whose words are not like any other. */
START_TEST(an_article_of_many_words)
{
	FILE *f = create("words.txt");
	int i;

	for (i = 0; i < 1500000; i++)
		fprintf(f, "%06x%c", rnd(1 << 24), i % 12 == 0 ? '\n' : ' ');
	fclose(f);
	keeps("words.txt", 10.5e6);
}
END_TEST

START_TEST(an_article_of_the_shortest_words)
{
	FILE *f = create("letters.jsonl");
	int i;

	fputs("{\"text\":\"", f);
	for (i = 0; i < 15000000; i++)
		fputs(i % 3 == 0 ? "A-" : "a ", f);
	fputs("\"}\n", f);
	fclose(f);
	keeps("letters.jsonl", 30e6);
}
END_TEST

/* N articles of one word each, which has so many bytes.  Where case is mixed, the index
 * has to keep two of each: as it is written, and as it is compared. */
static void
words_of(const char *name, int n, int bytes)
{
	FILE *f = create(name);
	int i, k;

	for (i = 0; i < n; i++) {
		fputs("{\"text\":\"", f);
		for (k = 0; k < bytes / 4; k++) {
			uint32_t four = rnd(1 << 24);

			fprintf(f, "%c%c%c%c", "abcdefghijkLmNop"[four % 16],
				"abcdefghIjklmnop"[four / 16 % 16],
				"abcdeFghijklmnop"[four / 256 % 16],
				"Abcdefghijklmnop"[four / 4096 % 16]);
		}
		fputs("\"}\n", f);
	}
	fclose(f);
	keeps(name, bytes);
}

START_TEST(an_article_of_one_word)
{
	words_of("word.jsonl", 1, 20000000);
}
END_TEST

START_TEST(articles_of_one_word_each)
{
	words_of("each.jsonl", 16, 4000000);
}
END_TEST

/* Folded, a Korean syllable takes more than twice as many bytes. */
START_TEST(an_article_of_one_word_that_grows)
{
	FILE *f = create("syllables.txt");
	int i;

	for (i = 0; i < 5000000; i++)
		fputs("\xea\xb0\x81", f);
	fclose(f);
	keeps("syllables.txt", 15e6);
}
END_TEST

/* Nothing but the size of a line says that it is no article: then little of it is held. */
START_TEST(a_line_that_is_too_large)
{
	FILE *f = create("line.jsonl");

	fputs("{\"text\":\"an article\"}\n{\"text\":\"", f);
	fflush(f);
	ck_assert_int_eq(ftruncate(fileno(f), (off_t)3 << 29), 0);
	fclose(f);
	keeps("line.jsonl", 100);
}
END_TEST

START_TEST(a_page_of_many_elements)
{
	FILE *f = create("page.html");
	int i;

	for (i = 0; i < 1500000; i++)
		fputs("<p>a", f);
	fclose(f);
	keeps("page.html", 6e6);
}
END_TEST

/* Of a header of mail, objects are made: of addresses and of ids. */
static void
mail_of(const char *name, const char *field, const char *item)
{
	FILE *f = create(name);
	int i;

	fputs("From ann@a.example Tue Mar  3 11:27:36 2015\nSubject: A\n\nOne\n\n"
	      "From ann@a.example Tue Mar  3 11:27:36 2015\nSubject: B\n",
	      f);
	fputs(field, f);
	for (i = 0; i < 1000000; i++)
		fputs(item, f);
	fputs("\n\nTwo\n", f);
	fclose(f);
	keeps(name, 6e6);
}

START_TEST(a_message_of_many_addresses)
{
	mail_of("to.mbox", "To:", " a@b, ");
}
END_TEST

START_TEST(a_message_of_many_references)
{
	mail_of("references.mbox", "References:", " <a@b>");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("memory");
	TCase *tc = tcase_create("all");

/* Their own memory is not what is measured. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, many_short_articles_with_fields);
	tcase_add_test(tc, much_that_is_no_text);
	tcase_add_test(tc, an_article_of_many_words);
	tcase_add_test(tc, an_article_of_the_shortest_words);
	tcase_add_test(tc, an_article_of_one_word);
	tcase_add_test(tc, articles_of_one_word_each);
	tcase_add_test(tc, an_article_of_one_word_that_grows);
	tcase_add_test(tc, a_line_that_is_too_large);
	tcase_add_test(tc, a_page_of_many_elements);
	tcase_add_test(tc, a_message_of_many_addresses);
	tcase_add_test(tc, a_message_of_many_references);
#endif
	suite_add_tcase(s, tc);
	return run_suite(s);
}
