/* Pressmark - option tables: parsing, --help, completion from one source.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A program describes its command line once, as a table, and everything that must agree
 * with it is derived from that table:
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
 * Accepted: -n 5, -n5, -qv, --number 5, --number=5; `--` ends the options, and a lone `-`
 * is an operand.  An option's argument may begin with anything (--sort -date).  Options
 * may follow operands.  Names must be written out: an abbreviation that is unambiguous
 * today would change its meaning with the next option.
 *
 * With PM_OPERANDS_DASHED, operands may begin with a dash (a query word -x): after the
 * first operand, a single dash begins an option only if it is followed by one letter of
 * the table and nothing else (-n 5); -nato, -5 and -x are operands there.  Two dashes
 * always begin an option.
 *
 * Why not getopt_long: it prints, keeps its state in globals, accepts abbreviations, and
 * cannot tell -n from -nato.
 *
 * Nothing here prints or exits.  All tables and their strings are static and belong to
 * the program.
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

/* One option; with key 0 and only `help`, the heading of a section. */
struct pm_option {
	int key;	    /* above 0; the handler switches on it */
	char letter;	    /* 'n' for -n; 0: none */
	const char *name;   /* "number" for --number; NULL: none */
	const char *arg;    /* its argument's name, "N"; NULL: it takes none; in
				 * brackets, "[=N]": it is optional, and is attached to
				 * the option: --kwic=5, -k5.  INDEX, PATH and FILE
				 * complete to file names */
	const char *values; /* the permitted values, "text|json|tsv", checked before
				 * the handler is called; "a|b|...": what is often given,
				 * for completion; NULL: the handler checks */
	const char *help;   /* a phrase in lower case, wrapped by --help */
};

/* Keys of the options that every program has; a handler sees them like any other. */
enum { PM_OPT_HELP = 1000, PM_OPT_VERSION, PM_OPT_COMPLETION, PM_OPT_DUMP };

#define PM_OPTION_HELP \
	{ \
		PM_OPT_HELP, 'h', "help", NULL, NULL, "print this text" \
	}
#define PM_OPTION_VERSION \
	{ \
		PM_OPT_VERSION, 0, "version", NULL, NULL, \
			"print the versions of the program and its libraries" \
	}
#define PM_OPTION_COMPLETION \
	{ \
		PM_OPT_COMPLETION, 0, "completion", NULL, NULL, \
			"print the completion script for bash" \
	}
#define PM_OPTION_DUMP \
	{ \
		PM_OPT_DUMP, 0, "dump-options", NULL, NULL, \
			"print all options as tab-separated lines, for scripts" \
	}
#define PM_OPTION_END \
	{ \
		0, 0, NULL, NULL, NULL, NULL \
	}

/* flags of a command */
#define PM_OPERANDS_DASHED 1u /* operands may begin with one dash: see above */

struct pm_command {
	const char *name;     /* "pressmark-query"; of a command: "build" */
	const char *operands; /* after the options in the usage line; "": none */
	const char *summary;  /* one phrase in lower case */
	const char *about;    /* paragraphs at the end of --help: lines, each with its
			       * line end; NULL: none.  One that begins with a blank is
			       * a row of a table, perhaps with a second column after
			       * two blanks or more; other lines are joined up to one
			       * that ends in a full stop or a colon */
	const struct pm_option *options;   /* up to PM_OPTION_END */
	const struct pm_command *commands; /* up to one with name NULL; NULL: none */
	unsigned flags;
};

/* Called for each option, in the order of the command line.  VALUE is NULL if the option
 * takes no argument or its optional one is missing; otherwise it points into argv.
 * Returns PM_OK; PM_STOPPED to stop here (--help); or a failure, which parsing
 * returns. */
typedef enum pm_status pm_option_fn(void *ctx, const struct pm_option *option,
				    const char *value, struct pm_error *err);

/* Parse argv[1] .. argv[argc - 1].  Operands are moved to the front: argv[1] ..
 * argv[*N_OPERANDS], in order, then a NULL.  Returns PM_OK; PM_STOPPED if FN asked to
 * stop; PM_ERR_USAGE with one of
 *	unknown option '--foo'
 *	unknown option '--numbr', did you mean '--number'?
 *	unknown option '--json', did you mean '--format json'?
 *	'5' stands after '--kwic', which takes its number attached: --kwic=5; to ...
 *	option '-n' needs an argument: N
 *	option '--count' takes no argument
 *	option '--sort' takes relevance, date or -date, not 'x'
 * or whatever FN failed with.  Unless it returns PM_OK, the order of argv and *N_OPERANDS
 * mean nothing.  N_OPERANDS counts only operands of COMMAND: its `commands` are
 * ignored. */
enum pm_status pm_options_parse(const struct pm_command *command, int argc, char **argv,
				pm_option_fn *fn, void *ctx, int *n_operands,
				struct pm_error *err);

/* For a program with commands: parse the program's own options up to the first
 * operand, which names the command.  *COMMAND is that command and argv[*AT] its name;
 * continue with
 *	pm_options_parse(*command, argc - at, argv + at, ...).
 * PM_ERR_USAGE: also "no command given" and "unknown command 'foo'", perhaps with ", did
 * you mean 'bar'?". */
enum pm_status
pm_options_command(const struct pm_command *program, int argc, char **argv,
		   pm_option_fn *fn, void *ctx, const struct pm_command **command,
		   int *at, struct pm_error *err);

/* The option that OPERAND looks like, which begins with one dash and was taken for an
 * operand all the same (PM_OPERANDS_DASHED): a letter and its number, -n5, or a name with
 * a dash too few, -number; NULL if it looks like none (-nato). */
const struct pm_option *pm_option_like(const struct pm_command *command,
				       const char *operand);

/* For handlers: a decimal number, LOW to HIGH; otherwise PM_ERR_USAGE, "option
 * '--number' needs a number from 1 to 100, not 'x'".  The message uses the option's
 * long name if it has one. */
enum pm_status pm_option_number(const struct pm_option *option, const char *value,
				uint64_t low, uint64_t high, uint64_t *number,
				struct pm_error *err);

/* The index of VALUE in option->values, from 0; -1 if it is not there (such a value never
 * reaches a handler). */
int pm_option_choice(const struct pm_option *option, const char *value);

/* Append the text of --help, in WIDTH columns: for COMMAND, one of PROGRAM's commands, or
 * for PROGRAM itself if COMMAND is NULL (which then lists its commands). */
void pm_options_help(struct pm_buf *out, const struct pm_command *program,
		     const struct pm_command *command, size_t width);

/* Append a bash completion script for the program and its commands. */
void pm_options_completion(struct pm_buf *out, const struct pm_command *program);

/* Append one line for each option of the program, then of its commands: command ("" for
 * the program itself), letter, name, arg, values and help, separated by tabs, empty if
 * there is none. */
void pm_options_dump(struct pm_buf *out, const struct pm_command *program);

#ifdef __cplusplus
}
#endif

#endif
