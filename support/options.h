/* Pressmark - option tables: parsing, --help, completion from one source.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A program describes its command line once, as a table, and everything that
 * must agree with it is made from that table:
 *
 *	enum { OPT_NUMBER = 1, OPT_FORMAT };
 *	static const struct pm_option options[] = {
 *		{ .help = "Answer:" },
 *		{ OPT_NUMBER, 'n', "number", "N", NULL, "at most N results (10)" },
 *		{ OPT_FORMAT, 0, "format", "FORMAT", "text|json|tsv", "..." },
 *		PM_OPTION_HELP, PM_OPTION_VERSION, PM_OPTION_END
 *	};
 *	static const struct pm_command program = {
 *		.name = "pressmark-query", .operands = "[INDEX] QUERY...",
 *		.summary = "search an index", .options = options
 *	};
 *
 *	st = pm_options_parse(&program, argc, argv, handle, &settings, &n, &err);
 *	... operands are argv[1] .. argv[n]; argv[n + 1] is NULL ...
 *
 * A program with commands has its own few options (--help, --version) and a
 * list of commands, each a struct pm_command with its own table; see
 * pm_options_command.
 *
 * What is understood: -n 5, -n5, -qv, --number 5, --number=5; `--` ends the
 * options, a lone `-` is an operand.  An argument that is due is taken as it
 * stands, whatever it begins with (--sort -date).  Options may stand behind
 * operands.  Names must be written out: an abbreviation that is unambiguous
 * today would turn into something else with the next option.
 *
 * With PM_OPERANDS_DASHED, operands themselves may begin with a dash (a query
 * word -x): behind the first operand, one dash begins an option only when
 * nothing but one letter of the table follows (-n 5); -nato, -5 and -x are
 * operands there.  Two dashes always begin an option.
 *
 * Why not getopt_long: it prints, keeps its place in globals, abbreviates, and
 * cannot tell -n from -nato.
 *
 * Nothing here prints or exits.  All tables and the strings in them are
 * static, and belong to the program.
 */
#ifndef PM_SUPPORT_OPTIONS_H
#define PM_SUPPORT_OPTIONS_H

#include "support/buf.h"
#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One option, or, with key 0 and only `help`, the heading of a section. */
struct pm_option {
	int key;		/* above 0; what the handler switches on */
	char letter;		/* 'n' for -n; 0: none */
	const char *name;	/* "number" for --number; NULL: none */
	const char *arg;	/* its argument's name, "N"; NULL: it takes none; in
				 * brackets, "[=N]", it may be missing, and is written
				 * together with the option: --kwic=5, -k5.  INDEX,
				 * PATH and FILE complete to file names */
	const char *values;	/* the only values, "text|json|tsv", checked before the
				 * handler is called; NULL: the handler checks */
	const char *help;	/* a phrase in lower case, wrapped by --help */
};

/* Keys of the options that every program has; a handler sees them as others. */
enum {
	PM_OPT_HELP = 1000,
	PM_OPT_VERSION,
	PM_OPT_COMPLETION,
	PM_OPT_DUMP
};

#define PM_OPTION_HELP \
	{ PM_OPT_HELP, 'h', "help", NULL, NULL, "print this text" }
#define PM_OPTION_VERSION \
	{ PM_OPT_VERSION, 0, "version", NULL, NULL, \
	  "print the versions of the program and its libraries" }
#define PM_OPTION_COMPLETION \
	{ PM_OPT_COMPLETION, 0, "completion", NULL, NULL, \
	  "print the completion script for bash" }
#define PM_OPTION_DUMP \
	{ PM_OPT_DUMP, 0, "dump-options", NULL, NULL, \
	  "print all options as tab-separated lines, for scripts" }
#define PM_OPTION_END { 0, 0, NULL, NULL, NULL, NULL }

/* flags of a command */
#define PM_OPERANDS_DASHED 1u	/* operands may begin with one dash: see above */

struct pm_command {
	const char *name;	/* "pressmark-query"; of a command: "build" */
	const char *operands;	/* behind the options in the usage line; "" none */
	const char *summary;	/* one phrase in lower case */
	const char *about;	/* paragraphs at the end of --help, lines up to 80
				 * columns as written, each with its line end;
				 * NULL: none */
	const struct pm_option *options;	/* up to PM_OPTION_END */
	const struct pm_command *commands;	/* up to one with name NULL; NULL: none */
	unsigned flags;
};

/* Called for each option in the order of the command line.  VALUE is NULL for
 * an option without argument or whose argument is missing, else lives in argv.
 * Returns PM_OK; PM_STOPPED to stop here (--help); or a failure, which parsing
 * returns. */
typedef enum pm_status pm_option_fn(void *ctx, const struct pm_option *option,
				    const char *value, struct pm_error *err);

/* Parse argv[1] .. argv[argc - 1].  Operands are moved to the front:
 * argv[1] .. argv[*N_OPERANDS], in their order, and a NULL behind them.
 * PM_OK; PM_STOPPED where FN asked to stop; PM_ERR_USAGE with one of
 *	unknown option '--foo'
 *	option '-n' needs an argument: N
 *	option '--count' takes no argument
 *	option '--sort' takes relevance, date or -date, not 'x'
 * or whatever FN failed with.  After anything but PM_OK the order of argv and
 * *N_OPERANDS mean nothing.  N_OPERANDS counts only operands of COMMAND: its
 * `commands` are not looked at. */
enum pm_status pm_options_parse(const struct pm_command *command, int argc, char **argv,
				pm_option_fn *fn, void *ctx, int *n_operands,
				struct pm_error *err);

/* For a program with commands: parse the program's own options up to the first
 * operand, which names the command.  *COMMAND is that command and argv[*AT] its
 * name, so go on with
 *	pm_options_parse(*command, argc - at, argv + at, ...).
 * PM_ERR_USAGE: also "no command given" and "unknown command 'foo'". */
enum pm_status pm_options_command(const struct pm_command *program, int argc, char **argv,
				  pm_option_fn *fn, void *ctx,
				  const struct pm_command **command, int *at,
				  struct pm_error *err);

/* For handlers.  A decimal number, LOW to HIGH; otherwise PM_ERR_USAGE,
 * "option '--number' needs a number from 1 to 100, not 'x'".  The option is
 * named by its long name where it has one. */
enum pm_status pm_option_number(const struct pm_option *option, const char *value,
				uint64_t low, uint64_t high, uint64_t *number,
				struct pm_error *err);

/* The place of VALUE in option->values, from 0; -1 when it is none of them
 * (which never reaches a handler). */
int pm_option_choice(const struct pm_option *option, const char *value);

/* Append the text of --help, in 80 columns.  PROGRAM is the program's; COMMAND
 * one of its commands, or NULL for the program itself (which then lists its
 * commands). */
void pm_options_help(struct pm_buf *out, const struct pm_command *program,
		     const struct pm_command *command);

/* Append a completion script for bash for the program and its commands. */
void pm_options_completion(struct pm_buf *out, const struct pm_command *program);

/* Append one line for each option of the program and then of its commands:
 * command ("" for the program itself), letter, name, arg, values and help,
 * separated by tabs, empty where there is none. */
void pm_options_dump(struct pm_buf *out, const struct pm_command *program);

#ifdef __cplusplus
}
#endif

#endif
