/* Pressmark - tests of support/options.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/options.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	OPT_NUMBER = 1,
	OPT_SORT,
	OPT_COUNT,
	OPT_QUIET,
	OPT_INDEX,
	OPT_LETTER,
	OPT_LINES,
	OPT_BY
};

static const struct pm_option options[] = {
	/* clang-format off */
	{ .help = "Answer:" },
	{ OPT_NUMBER, 'n', "number", "N", NULL, "at most N results (10)" },
	{ OPT_SORT, 0, "sort", "ORDER", "relevance|date|-date",
	  "order of the results: by relevance, which is what happens without this "
	  "option, by date with the oldest first, or -date with the newest first" },
	{ OPT_COUNT, 'c', "count", NULL, NULL, "print the number of matches" },
	{ .help = "Other:" },
	{ OPT_QUIET, 'q', "quiet", NULL, NULL, "print less" },
	{ OPT_INDEX, 'i', "index", "INDEX", NULL, "the index" },
	{ OPT_LETTER, 'z', NULL, NULL, NULL, "a letter alone" },
	{ OPT_LINES, 'k', "lines", "[=N]", NULL, "lines, of N words" },
	{ OPT_BY, 0, "by", "FIELD", "source|date:year|date:day|...", "by a field" },
	PM_OPTION_HELP, PM_OPTION_VERSION, PM_OPTION_END
	/* clang-format on */
};

static const struct pm_command plain = {
	.name = "pm-test",
	.operands = "[INDEX] QUERY...",
	.summary = "try options",
	.about = "Examples:\n"
		 "  one            the first of all examples that there are\n"
		 "  two, three, four, five, six, seven, eight, nine\n"
		 "A paragraph that goes on in the next line, wherever that is broken\n"
		 "when it is read.\n"
		 "\n"
		 "That was all.\n",
	.options = options
};

static const struct pm_command dashed = {
	.name = "pm-test",
	.operands = "QUERY...",
	.summary = "try options",
	.options = options,
	.flags = PM_OPERANDS_DASHED
};

static const struct pm_option common[] = { PM_OPTION_HELP, PM_OPTION_COMPLETION,
					   PM_OPTION_DUMP, PM_OPTION_END };
static const struct pm_option build_options[] = {
	{ OPT_INDEX, 'o', "output", "INDEX", NULL, "the index to build" },
	PM_OPTION_HELP,
	PM_OPTION_END
};
static const struct pm_option stats_options[] = { PM_OPTION_HELP, PM_OPTION_END };
static const struct pm_command commands[] = {
	{ .name = "build",
	  .operands = "-o INDEX PATH...",
	  .summary = "make an index",
	  .options = build_options },
	{ .name = "stats",
	  .operands = "INDEX",
	  .summary = "describe an index",
	  .options = stats_options },
	{ .name = NULL }
};
static const struct pm_command program = {
	.name = "pm-many",
	.operands = "COMMAND ...",
	.summary = "have commands",
	.options = common,
	.commands = commands
};

/* What the handler saw: "number=5 quiet " */
struct seen {
	struct pm_buf text;
	uint64_t number;
	int stop_at;
};

static enum pm_status
note(void *ctx, const struct pm_option *option, const char *value, struct pm_error *err)
{
	struct seen *seen = ctx;

	if (option->name != NULL)
		pm_buf_puts(&seen->text, option->name);
	else
		pm_buf_putc(&seen->text, option->letter);
	if (value != NULL)
		pm_buf_printf(&seen->text, "=%s", value);
	pm_buf_putc(&seen->text, ' ');
	if (option->key == seen->stop_at)
		return PM_STOPPED;
	if (option->key == OPT_NUMBER)
		return pm_option_number(option, value, 1, 100, &seen->number, err);
	return PM_OK;
}

/* LINE is cut at its spaces; "~" stands for an empty argument. */
struct line {
	char text[256];
	char *argv[32];
	int argc;
};

static void
split(struct line *l, const char *line)
{
	char *save = NULL, *word;

	ck_assert_uint_lt(strlen(line), sizeof l->text);
	strcpy(l->text, line);
	l->argc = 0;
	for (word = strtok_r(l->text, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		if (strcmp(word, "~") == 0)
			*word = '\0';
		ck_assert_int_lt(l->argc, 31);
		l->argv[l->argc++] = word;
	}
	l->argv[l->argc] = NULL;
}

/* Parses LINE and compares what was seen, then the operands behind "|". */
static void
expect(const struct pm_command *command, const char *line, const char *want)
{
	struct seen seen = { .number = 0 };
	struct pm_error err;
	struct line l;
	enum pm_status st;
	int n, i;

	err.text[0] = '\0';
	split(&l, line);
	pm_buf_init(&seen.text, 4096);
	st = pm_options_parse(command, l.argc, l.argv, note, &seen, &n, &err);
	ck_assert_msg(st == PM_OK, "'%s': %s", line, err.text);
	pm_buf_puts(&seen.text, "|");
	for (i = 1; i <= n; i++)
		pm_buf_printf(&seen.text, " %s", l.argv[i]);
	ck_assert_ptr_null(l.argv[n + 1]);
	ck_assert_msg(strcmp(pm_buf_str(&seen.text), want) == 0,
		      "'%s' gave '%s', not '%s'", line, pm_buf_str(&seen.text), want);
	pm_buf_release(&seen.text);
}

static void
expect_mistake(const struct pm_command *command, const char *line, const char *message)
{
	struct seen seen = { .number = 0 };
	struct pm_error err;
	struct line l;
	enum pm_status st;
	int n;

	split(&l, line);
	pm_buf_init(&seen.text, 4096);
	st = pm_options_parse(command, l.argc, l.argv, note, &seen, &n, &err);
	ck_assert_msg(st == PM_ERR_USAGE, "'%s' gave %s", line, pm_status_name(st));
	ck_assert_str_eq(err.text, message);
	pm_buf_release(&seen.text);
}

START_TEST(arguments_in_all_their_forms)
{
	expect(&plain, "x", "|");
	expect(&plain, "x -n 5", "number=5 |");
	expect(&plain, "x -n5", "number=5 |");
	expect(&plain, "x --number 5", "number=5 |");
	expect(&plain, "x --number=5", "number=5 |");
	expect(&plain, "x --index=", "index= |");
	expect(&plain, "x --index ~", "index= |");
	expect(&plain, "x --index=a=b", "index=a=b |");
	expect(&plain, "x -cqn7", "count quiet number=7 |");
	expect(&plain, "x -z", "z |");
	expect(&plain, "x --sort -date", "sort=-date |");
	expect(&plain, "x -i -- a", "index=-- | a");
}
END_TEST

START_TEST(an_argument_may_be_missing)
{
	expect(&plain, "x --lines", "lines |");
	expect(&plain, "x --lines=5", "lines=5 |");
	expect(&plain, "x --lines a", "lines | a");
	expect(&plain, "x --lines -- 5", "lines | 5");
	expect_mistake(&plain, "x --lines 5",
		       "'5' stands after '--lines', which takes its number attached: "
		       "--lines=5; to search for it write -- before it");
	expect(&plain, "x --lines=", "lines= |");
	expect(&plain, "x -k 5a", "lines | 5a");
	expect_mistake(&plain, "x -k 5",
		       "'5' stands after '-k', which takes its number attached: -k5; to "
		       "search for it write -- before it");
	expect(&plain, "x -k5 -q", "lines=5 quiet |");
	expect(&plain, "x -qk", "quiet lines |");
	expect(&dashed, "x a -k", "lines | a");
}
END_TEST

START_TEST(usual_values_are_not_the_only_ones)
{
	expect(&plain, "x --by source", "by=source |");
	expect(&plain, "x --by date:week", "by=date:week |");
}
END_TEST

START_TEST(operands_keep_their_order_among_options)
{
	expect(&plain, "x a -n 5 b --count c", "number=5 count | a b c");
	expect(&plain, "x a - b", "| a - b");
	expect(&plain, "x a -- -n --count --", "| a -n --count --");
	expect(&plain, "x ~ a", "|  a");
}
END_TEST

START_TEST(no_argument_vector_at_all)
{
	char *argv[] = { NULL };
	struct seen seen = { .number = 0 };
	struct pm_error err;
	int n = 7;

	pm_buf_init(&seen.text, 64);
	ck_assert_int_eq(pm_options_parse(&plain, 0, argv, note, &seen, &n, &err), PM_OK);
	ck_assert_int_eq(n, 0);
}
END_TEST

START_TEST(dashed_operands_are_not_options)
{
	expect(&dashed, "x -n 5 a -b -nato -5 --count", "number=5 count | a -b -nato -5");
	expect(&dashed, "x a -n 5 -q", "number=5 quiet | a");
	expect(&dashed, "x -- -b -n", "| -b -n");
	expect_mistake(&dashed, "x -b", "unknown option '-b'");
	expect_mistake(&dashed, "x a --b", "unknown option '--b'");
	expect_mistake(&plain, "x a -b", "unknown option '-b'");
}
END_TEST

START_TEST(operands_that_look_like_options_are_known)
{
	static const char *const none[] = { "",	     "-",   "n5",   "--number",
					    "-nato", "-n",  "-n5x", "-q5",
					    "-z1",   "-x5", "-5",   "-numb" };
	size_t i;

	ck_assert_ptr_eq(pm_option_like(&dashed, "-n5"), &options[1]);
	ck_assert_ptr_eq(pm_option_like(&dashed, "-k12"), &options[8]);
	ck_assert_ptr_eq(pm_option_like(&dashed, "-sort"), &options[2]);
	ck_assert_ptr_eq(pm_option_like(&dashed, "-quiet"), &options[5]);
	for (i = 0; i < sizeof none / sizeof *none; i++)
		ck_assert_ptr_null(pm_option_like(&dashed, none[i]));
}
END_TEST

START_TEST(mistakes_are_named)
{
	expect_mistake(&plain, "x --foo", "unknown option '--foo'");
	expect_mistake(&plain, "x --foo=1", "unknown option '--foo'");
	expect_mistake(&plain, "x --=1", "unknown option '--'");
	expect_mistake(&plain, "x -qx", "unknown option '-x'");
	expect_mistake(&plain, "x -\xc3\xa9", "unknown option '-\xc3\xa9'");
	expect_mistake(&plain, "x -q-", "unknown option '--'");
	expect_mistake(&plain, "x -n", "option '-n' needs an argument: N");
	expect_mistake(&plain, "x a --number", "option '--number' needs an argument: N");
	expect_mistake(&plain, "x --count=1", "option '--count' takes no argument");
	expect_mistake(&plain, "x --count=", "option '--count' takes no argument");
	expect_mistake(&plain, "x --sort=x",
		       "option '--sort' takes relevance, date or -date, not 'x'");
	expect_mistake(&plain, "x --sort=",
		       "option '--sort' takes relevance, date or -date, not ''");
	expect_mistake(&plain, "x --sort=dat",
		       "option '--sort' takes relevance, date or -date, not 'dat'");
	expect_mistake(&plain, "x --sort=relevance|date",
		       "option '--sort' takes relevance, date or -date, not 'relevance|date'");
}
END_TEST

START_TEST(abbreviations_are_not_guessed)
{
	expect_mistake(&plain, "x --numb 5",
		       "unknown option '--numb', did you mean '--number'?");
	expect_mistake(&plain, "x --date",
		       "unknown option '--date', did you mean '--sort date'?");
	expect_mistake(&plain, "x --...", "unknown option '--...'");
	expect_mistake(&plain, "x --numbers 5",
		       "unknown option '--numbers', did you mean '--number'?");
	expect_mistake(&plain, "x --nubmer=5",
		       "unknown option '--nubmer', did you mean '--number'?");
	expect_mistake(&plain, "x --nmbrr 5",
		       "unknown option '--nmbrr', did you mean '--number'?");
	expect_mistake(&plain, "x --nmbrrrr 5", "unknown option '--nmbrrrr'");
	expect_mistake(&plain, "x --numbernumbernumbernumber 5",
		       "unknown option '--numbernumbernumbernumber'");
}
END_TEST

START_TEST(numbers_within_their_bounds)
{
	static const char *const wrong[] = {
		"0",
		"101",
		"-1",
		"+1",
		"1x",
		"",
		"0x10",
		"18446744073709551616",
		"99999999999999999999999"
	};
	struct pm_error err;
	uint64_t n = 3;
	size_t i;
	char want[128];

	ck_assert_int_eq(pm_option_number(&options[1], "1", 1, 100, &n, &err), PM_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(pm_option_number(&options[1], "0100", 1, 100, &n, &err), PM_OK);
	ck_assert_uint_eq(n, 100);
	ck_assert_int_eq(pm_option_number(&options[1], "18446744073709551615", 0,
					  UINT64_MAX, &n, &err),
			 PM_OK);
	ck_assert(n == UINT64_MAX);
	n = 3;
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ck_assert_int_eq(pm_option_number(&options[1], wrong[i], 1, 100, &n, &err),
				 PM_ERR_USAGE);
		snprintf(want, sizeof want,
			 "option '--number' needs a number from 1 to 100, not '%s'",
			 wrong[i]);
		ck_assert_str_eq(err.text, want);
		ck_assert_uint_eq(n, 3);
	}
	pm_option_number(&options[7], "x", 1, 2, &n, &err);
	ck_assert_str_eq(err.text, "option '-z' needs a number from 1 to 2, not 'x'");
}
END_TEST

START_TEST(choices_are_numbered)
{
	ck_assert_int_eq(pm_option_choice(&options[2], "relevance"), 0);
	ck_assert_int_eq(pm_option_choice(&options[2], "date"), 1);
	ck_assert_int_eq(pm_option_choice(&options[2], "-date"), 2);
	ck_assert_int_eq(pm_option_choice(&options[2], "-dat"), -1);
	ck_assert_int_eq(pm_option_choice(&options[2], ""), -1);
	ck_assert_int_eq(pm_option_choice(&options[1], "x"), -1);
}
END_TEST

START_TEST(a_handler_may_stop)
{
	struct seen seen = { .stop_at = PM_OPT_HELP };
	struct pm_error err;
	struct line l;
	int n;

	split(&l, "x -q --help --nonsense");
	pm_buf_init(&seen.text, 64);
	ck_assert_int_eq(pm_options_parse(&plain, l.argc, l.argv, note, &seen, &n, &err),
			 PM_STOPPED);
	ck_assert_str_eq(pm_buf_str(&seen.text), "quiet help ");
	pm_buf_release(&seen.text);
}
END_TEST

static enum pm_status
find_command(const char *line, const char **name, int *at, struct pm_error *err)
{
	struct seen seen = { .stop_at = PM_OPT_HELP };
	const struct pm_command *c = NULL;
	struct line l;
	enum pm_status st;

	split(&l, line);
	pm_buf_init(&seen.text, 64);
	st = pm_options_command(&program, l.argc, l.argv, note, &seen, &c, at, err);
	*name = c != NULL ? c->name : "";
	pm_buf_release(&seen.text);
	return st;
}

START_TEST(commands_are_found)
{
	struct pm_error err;
	const char *name;
	int at;

	ck_assert_int_eq(find_command("x build -o a", &name, &at, &err), PM_OK);
	ck_assert_str_eq(name, "build");
	ck_assert_int_eq(at, 1);
	ck_assert_int_eq(find_command("x --dump-options stats", &name, &at, &err), PM_OK);
	ck_assert_str_eq(name, "stats");
	ck_assert_int_eq(at, 2);
	ck_assert_int_eq(find_command("x -h", &name, &at, &err), PM_STOPPED);
	ck_assert_int_eq(find_command("x", &name, &at, &err), PM_ERR_USAGE);
	ck_assert_str_eq(err.text, "no command given");
	ck_assert_int_eq(find_command("x bild", &name, &at, &err), PM_ERR_USAGE);
	ck_assert_str_eq(err.text, "unknown command 'bild', did you mean 'build'?");
	ck_assert_int_eq(find_command("x -o a build", &name, &at, &err), PM_ERR_USAGE);
	ck_assert_str_eq(err.text, "unknown option '-o'");
}
END_TEST

START_TEST(help_fits_a_narrow_terminal)
{
	struct pm_buf out;

	pm_buf_init(&out, 1 << 16);
	pm_options_help(&out, &plain, NULL, 40);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out),
				     "  -n, --number N\n"
				     "      at most N results (10)\n"
				     "      --sort ORDER\n"
				     "      order of the results: by\n"
				     "      relevance, which is what happens\n"
				     "      without this option, by date with\n"
				     "      the oldest first, or -date with\n"
				     "      the newest first\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "  -z  a letter alone\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out),
				     "\n\nExamples:\n"
				     "  one            the first of all\n"
				     "                 examples that there are\n"
				     "  two, three, four, five, six, seven,\n"
				     "      eight, nine\n"
				     "A paragraph that goes on in the next\n"
				     "line, wherever that is broken when it is\n"
				     "read.\n"
				     "\n"
				     "That was all.\n"));
	pm_buf_clear(&out);
	pm_options_help(&out, &plain, NULL, 30);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "  one   the first of all\n"
						       "        examples that there\n"
						       "        are\n"));
	pm_buf_release(&out);
}
END_TEST

START_TEST(help_is_aligned_in_80_columns)
{
	struct pm_buf out;
	char *line, *save = NULL;

	pm_buf_init(&out, 1 << 16);
	pm_options_help(&out, &plain, NULL, 80);
	ck_assert_int_eq(out.status, PM_OK);
	ck_assert_ptr_nonnull(strstr(
		pm_buf_str(&out),
		"usage: pm-test [options] [INDEX] QUERY...\ntry options\n\nAnswer:\n"
		"  -n, --number N     at most N results (10)\n"
		"      --sort ORDER   order of the results: by relevance, which is what happens\n"
		"                     without this option, by date with the oldest first, or\n"
		"                     -date with the newest first\n"
		"  -c, --count        print the number of matches\n"
		"\nOther:\n"
		"  -q, --quiet        print less\n"
		"  -i, --index INDEX  the index\n"
		"  -z                 a letter alone\n"
		"  -k, --lines[=N]    lines, of N words\n"
		"      --by FIELD     by a field\n"
		"  -h, --help         print this text\n"));
	ck_assert_ptr_nonnull(strstr(
		pm_buf_str(&out),
		"A paragraph that goes on in the next line, wherever that is broken when it is\n"
		"read.\n\nThat was all.\n"));
	for (line = strtok_r((char *)out.data, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		ck_assert_uint_le(strlen(line), 80);
	pm_buf_release(&out);
}
END_TEST

START_TEST(help_lists_commands)
{
	struct pm_buf out;

	pm_buf_init(&out, 1 << 16);
	pm_options_help(&out, &program, NULL, 80);
	ck_assert_ptr_nonnull(strstr(
		pm_buf_str(&out),
		"usage: pm-many [options] COMMAND ...\nhave commands\n\nCommands:\n"
		"  build  make an index\n"
		"  stats  describe an index\n"
		"\n'pm-many COMMAND --help' tells more about a command.\n"
		"\nOptions:\n"
		"  -h, --help          print this text\n"));
	pm_buf_clear(&out);
	pm_options_help(&out, &program, &commands[0], 80);
	ck_assert_str_eq(pm_buf_str(&out),
			 "usage: pm-many build [options] -o INDEX PATH...\nmake an index\n\nOptions:\n"
			 "  -o, --output INDEX  the index to build\n"
			 "  -h, --help          print this text\n");
	pm_buf_release(&out);
}
END_TEST

START_TEST(dump_has_a_line_for_each_option)
{
	struct pm_buf out;

	pm_buf_init(&out, 1 << 16);
	pm_options_dump(&out, &program);
	ck_assert_str_eq(pm_buf_str(&out),
			 "\th\thelp\t\t\tprint this text\n"
			 "\t\tcompletion\t\t\tprint the completion script for bash\n"
			 "\t\tdump-options\t\t\tprint all options as tab-separated lines, for scripts\n"
			 "build\to\toutput\tINDEX\t\tthe index to build\n"
			 "build\th\thelp\t\t\tprint this text\n"
			 "stats\th\thelp\t\t\tprint this text\n");
	pm_buf_release(&out);
}
END_TEST

/* Completes the last word of COMP_WORDS in bash; the answer's words are sorted. */
static void
expect_completion(const struct pm_command *c, const char *words, const char *want)
{
	struct pm_buf out;
	char name[] = "/tmp/pm-completion-XXXXXX", command[256], line[512] = "";
	int fd = mkstemp(name);
	FILE *f;

	ck_assert_int_ge(fd, 0);
	pm_buf_init(&out, 1 << 16);
	pm_options_completion(&out, c);
	pm_buf_printf(&out,
		      "compopt() { :; }\nCOMP_WORDS=(%s)\n"
		      "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_%s\n"
		      "echo $(printf '%%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort)\n",
		      words, c == &program ? "pm_many" : "pm_test");
	ck_assert_int_eq(out.status, PM_OK);
	f = fdopen(fd, "w");
	ck_assert_uint_eq(fwrite(out.data, 1, out.len, f), out.len);
	fclose(f);
	snprintf(command, sizeof command, "bash --norc -u %s 2>&1", name);
	f = popen(command, "r");
	ck_assert_ptr_nonnull(f);
	if (fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	pclose(f);
	remove(name);
	pm_buf_release(&out);
	line[strcspn(line, "\n")] = '\0';
	ck_assert_str_eq(line, want);
}

START_TEST(completion_in_bash)
{
	if (system("bash -c 'type mapfile' >/dev/null 2>&1") != 0)
		return;
	expect_completion(&plain, "pm-test --so", "--sort");
	expect_completion(&plain, "pm-test --sort ''", "-date date relevance");
	expect_completion(&plain, "pm-test --sort = d", "date");
	expect_completion(&plain, "pm-test --sort =", "-date date relevance");
	expect_completion(&plain, "pm-test -n ''", "");
	expect_completion(&plain, "pm-test --lines --so", "--sort");
	expect_completion(&plain, "pm-test ''", "");
	expect_completion(&plain, "pm-test --by ''", "date:day date:year source");
	expect_completion(&plain, "pm-test --by d", "date:day date:year");
	/* as bash cuts --by date:y and --by=date: */
	expect_completion(&plain, "pm-test --by date : y", "year");
	expect_completion(&plain, "pm-test --by = date :", "day year");
	expect_completion(&plain, "pm-test --by = date : d", "day");
	expect_completion(&program, "pm-many ''", "build stats");
	expect_completion(&program, "pm-many b", "build");
	expect_completion(&program, "pm-many build --", "--help --output");
	expect_completion(&program, "pm-many --d", "--dump-options");
	expect_completion(&program, "pm-many build ''", "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("options");
	TCase *t = tcase_create("options");
	SRunner *r;
	int failed;

	tcase_add_test(t, arguments_in_all_their_forms);
	tcase_add_test(t, an_argument_may_be_missing);
	tcase_add_test(t, usual_values_are_not_the_only_ones);
	tcase_add_test(t, operands_keep_their_order_among_options);
	tcase_add_test(t, no_argument_vector_at_all);
	tcase_add_test(t, dashed_operands_are_not_options);
	tcase_add_test(t, operands_that_look_like_options_are_known);
	tcase_add_test(t, mistakes_are_named);
	tcase_add_test(t, abbreviations_are_not_guessed);
	tcase_add_test(t, numbers_within_their_bounds);
	tcase_add_test(t, choices_are_numbered);
	tcase_add_test(t, a_handler_may_stop);
	tcase_add_test(t, commands_are_found);
	tcase_add_test(t, help_is_aligned_in_80_columns);
	tcase_add_test(t, help_fits_a_narrow_terminal);
	tcase_add_test(t, help_lists_commands);
	tcase_add_test(t, dump_has_a_line_for_each_option);
	tcase_add_test(t, completion_in_bash);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
