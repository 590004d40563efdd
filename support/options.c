/* Pressmark - option tables: see options.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/options_parts.h"

#include "support/meant.h"

#include <string.h>

/* --- the table ------------------------------------------------------------- */

static const struct pm_option *
find_name(const struct pm_option *o, const char *name, size_t len)
{
	for (; !pm_options_at_end(o); o++)
		if (o->name != NULL && strlen(o->name) == len &&
		    memcmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

static const struct pm_option *
find_letter(const struct pm_option *o, char letter)
{
	for (; !pm_options_at_end(o); o++)
		if (o->letter != '\0' && o->letter == letter)
			return o;
	return NULL;
}

int
pm_option_choice(const struct pm_option *option, const char *value)
{
	const char *p = option->values;
	size_t len = strlen(value);
	int n;

	if (p == NULL || len == 0)
		return -1;
	for (n = 0;; n++) {
		size_t one = strcspn(p, "|");

		if (one == len && memcmp(p, value, len) == 0)
			return n;
		if (p[one] == '\0')
			return -1;
		p += one + 1;
	}
}

/* Append "a, b or c" for "a|b|c". */
static void
put_choices(struct pm_buf *out, const char *values)
{
	bool first = true;

	for (;;) {
		size_t one = strcspn(values, "|");

		if (!first)
			pm_buf_puts(out, values[one] == '\0' ? " or " : ", ");
		pm_buf_put(out, values, one);
		if (values[one] == '\0')
			return;
		values += one + 1;
		first = false;
	}
}

/* --- parsing ----------------------------------------------------------------- */

struct parse {
	const struct pm_command *command;
	int argc;
	char **argv;
	int at; /* index of the current argument */
	int n_operands;
	pm_option_fn *fn;
	void *ctx;
	struct pm_error *err;
};

/* Whether the values are only the usual ones: the last of them is "...". */
static bool
takes_others(const struct pm_option *o)
{
	size_t len = strlen(o->values);

	return len > 4 && strcmp(o->values + len - 4, "|...") == 0;
}

/* Whether the LEN bytes at VALUE are one of the values. */
static bool
takes_value(const struct pm_option *o, const char *value, size_t len)
{
	const char *p = o->values;

	while (p != NULL && *p != '\0') {
		size_t one = strcspn(p, "|");

		if (one == len && value[0] != '.' && memcmp(p, value, len) == 0)
			return true;
		p += one + (p[one] == '|');
	}
	return false;
}

/* A long option that does not exist; AS_WRITTEN begins with dashes. */
static enum pm_status
unknown_option(const struct parse *p, const char *as_written, size_t len)
{
	const struct pm_option *o;
	const char *meant = NULL;
	unsigned best = PM_MEANT_NONE;

	for (o = p->command->options; !pm_options_at_end(o); o++)
		if (o->name != NULL && takes_value(o, as_written + 2, len - 2))
			return pm_fail(p->err, PM_ERR_USAGE,
				       "unknown option '%.*s', did you mean '--%s %.*s'?",
				       (int)len, as_written, o->name, (int)len - 2,
				       as_written + 2);
	for (o = p->command->options; !pm_options_at_end(o); o++)
		if (o->name != NULL &&
		    (pm_is_nearer(as_written + 2, len - 2, o->name, &best) ||
		     (meant == NULL && len > 4 &&
		      strncmp(o->name, as_written + 2, len - 2) == 0)))
			meant = o->name;
	if (meant == NULL)
		return pm_fail(p->err, PM_ERR_USAGE, "unknown option '%.*s'", (int)len,
			       as_written);
	return pm_fail(p->err, PM_ERR_USAGE, "unknown option '%.*s', did you mean '--%s'?",
		       (int)len, as_written, meant);
}

/* An optional argument is attached, but a number stands after the option. */
static enum pm_status
check_detached(const struct parse *p, const char *as_written, size_t len)
{
	const char *next = p->at + 1 < p->argc ? p->argv[p->at + 1] : "";

	if (next[0] == '\0' || next[strspn(next, "0123456789")] != '\0')
		return PM_OK;
	return pm_fail(p->err, PM_ERR_USAGE,
		       "'%s' stands after '%.*s', which takes its number attached: "
		       "%.*s%s%s; to search for it write -- before it",
		       next, (int)len, as_written, (int)len, as_written,
		       as_written[1] == '-' ? "=" : "", next);
}

/* AS_WRITTEN is the option as on the command line, dashes included. */
static enum pm_status
hand_over(const struct parse *p, const struct pm_option *o, const char *as_written,
	  size_t len, const char *value)
{
	struct pm_buf list;
	enum pm_status st;

	if (value != NULL && o->values != NULL && !takes_others(o) &&
	    pm_option_choice(o, value) < 0) {
		pm_buf_init(&list, 1024);
		put_choices(&list, o->values);
		st = pm_fail(p->err, PM_ERR_USAGE, "option '%.*s' takes %s, not '%s'",
			     (int)len, as_written, pm_buf_str(&list), value);
		pm_buf_release(&list);
		return st;
	}
	return p->fn(p->ctx, o, value, p->err);
}

/* The next argument as the value of the option. */
static enum pm_status
hand_over_next(struct parse *p, const struct pm_option *o, const char *as_written,
	       size_t len)
{
	if (p->at + 1 >= p->argc)
		return pm_fail(p->err, PM_ERR_USAGE, "option '%.*s' needs an argument: %s",
			       (int)len, as_written, o->arg);
	p->at++;
	return hand_over(p, o, as_written, len, p->argv[p->at]);
}

static enum pm_status
parse_long(struct parse *p, const char *arg)
{
	size_t len = strcspn(arg, "=");
	const struct pm_option *o;

	o = find_name(p->command->options, arg + 2, len - 2);
	if (o == NULL)
		return unknown_option(p, arg, len);
	if (o->arg == NULL) {
		if (arg[len] == '=')
			return pm_fail(p->err, PM_ERR_USAGE,
				       "option '%.*s' takes no argument", (int)len, arg);
		return hand_over(p, o, arg, len, NULL);
	}
	if (arg[len] == '=')
		return hand_over(p, o, arg, len, arg + len + 1);
	if (pm_option_is_optional(o)) {
		enum pm_status st = check_detached(p, arg, len);

		return st < 0 ? st : hand_over(p, o, arg, len, NULL);
	}
	return hand_over_next(p, o, arg, len);
}

static enum pm_status
parse_letters(struct parse *p, const char *arg)
{
	const char *c;
	char as_written[3] = { '-', '\0', '\0' };
	enum pm_status st;

	for (c = arg + 1; *c != '\0'; c++) {
		const struct pm_option *o = find_letter(p->command->options, *c);

		as_written[1] = *c;
		if (o == NULL && (unsigned char)*c >= 0x80)
			return pm_fail(p->err, PM_ERR_USAGE, "unknown option '-%s'", c);
		if (o == NULL)
			return pm_fail(p->err, PM_ERR_USAGE, "unknown option '%s'",
				       as_written);
		if (o->arg != NULL) {
			if (c[1] != '\0')
				return hand_over(p, o, as_written, 2, c + 1);
			if (pm_option_is_optional(o)) {
				st = check_detached(p, as_written, 2);
				return st < 0 ? st : hand_over(p, o, as_written, 2, NULL);
			}
			return hand_over_next(p, o, as_written, 2);
		}
		st = hand_over(p, o, as_written, 2, NULL);
		if (st != PM_OK)
			return st;
	}
	return PM_OK;
}

/* Whether ARG is an option, or several letters, rather than an operand. */
static bool
is_option(const struct parse *p, const char *arg)
{
	if (arg[0] != '-' || arg[1] == '\0')
		return false;
	if (arg[1] == '-' || (p->command->flags & PM_OPERANDS_DASHED) == 0 ||
	    p->n_operands == 0)
		return true;
	return arg[2] == '\0' && find_letter(p->command->options, arg[1]) != NULL;
}

const struct pm_option *
pm_option_like(const struct pm_command *command, const char *operand)
{
	const struct pm_option *o;

	if (operand[0] != '-' || operand[1] == '\0' || operand[1] == '-')
		return NULL;
	o = find_name(command->options, operand + 1, strlen(operand + 1));
	if (o != NULL)
		return o;
	o = find_letter(command->options, operand[1]);
	if (o == NULL || o->arg == NULL || operand[2] == '\0' ||
	    operand[2 + strspn(operand + 2, "0123456789")] != '\0')
		return NULL;
	return o;
}

enum extent { TO_THE_END, TO_AN_OPERAND };

/* Goes on after p->at, to the end or to the first operand (p->at is then its index, or
 * argc if there is none). */
static enum pm_status
parse(struct parse *p, enum extent extent)
{
	bool options = true;
	enum pm_status st;

	for (p->at = 1; p->at < p->argc; p->at++) {
		char *arg = p->argv[p->at];

		if (options && strcmp(arg, "--") == 0) {
			options = false;
			continue;
		}
		if (!options || !is_option(p, arg)) {
			if (extent == TO_AN_OPERAND)
				return PM_OK;
			p->n_operands++;
			p->argv[p->n_operands] = arg;
			continue;
		}
		if (arg[1] == '-')
			st = parse_long(p, arg);
		else
			st = parse_letters(p, arg);
		if (st != PM_OK)
			return st;
	}
	return PM_OK;
}

enum pm_status
pm_options_parse(const struct pm_command *command, int argc, char **argv,
		 pm_option_fn *fn, void *ctx, int *n_operands, struct pm_error *err)
{
	struct parse p = { .command = command,
			   .argc = argc,
			   .argv = argv,
			   .fn = fn,
			   .ctx = ctx,
			   .err = err };
	enum pm_status st;

	*n_operands = 0;
	st = parse(&p, TO_THE_END);
	if (st != PM_OK)
		return st;
	if (p.n_operands + 1 < argc)
		argv[p.n_operands + 1] = NULL;
	*n_operands = p.n_operands;
	return PM_OK;
}

enum pm_status
pm_options_command(const struct pm_command *program, int argc, char **argv,
		   pm_option_fn *fn, void *ctx, const struct pm_command **command,
		   int *at, struct pm_error *err)
{
	struct parse p = { .command = program,
			   .argc = argc,
			   .argv = argv,
			   .fn = fn,
			   .ctx = ctx,
			   .err = err };
	const struct pm_command *c;
	const char *meant = NULL;
	unsigned best = PM_MEANT_NONE;
	enum pm_status st;

	*command = NULL;
	*at = argc;
	st = parse(&p, TO_AN_OPERAND);
	if (st != PM_OK)
		return st;
	if (p.at >= argc)
		return pm_fail(err, PM_ERR_USAGE, "no command given");
	for (c = program->commands; c->name != NULL; c++) {
		if (strcmp(c->name, argv[p.at]) == 0) {
			*command = c;
			*at = p.at;
			return PM_OK;
		}
	}
	for (c = program->commands; c->name != NULL; c++)
		if (pm_is_nearer(argv[p.at], strlen(argv[p.at]), c->name, &best))
			meant = c->name;
	if (meant != NULL)
		return pm_fail(err, PM_ERR_USAGE,
			       "unknown command '%s', did you mean '%s'?", argv[p.at],
			       meant);
	return pm_fail(err, PM_ERR_USAGE, "unknown command '%s'", argv[p.at]);
}

enum pm_status
pm_option_number(const struct pm_option *option, const char *value, uint64_t low,
		 uint64_t high, uint64_t *number, struct pm_error *err)
{
	const char letter[2] = { option->letter, '\0' };
	const char *c;
	uint64_t n = 0;
	bool fine = value[0] != '\0';

	for (c = value; fine && *c != '\0'; c++)
		fine = *c >= '0' && *c <= '9' && !__builtin_mul_overflow(n, 10u, &n) &&
		       !__builtin_add_overflow(n, (uint64_t)(*c - '0'), &n);
	if (fine && n >= low && n <= high) {
		*number = n;
		return PM_OK;
	}
	return pm_fail(err, PM_ERR_USAGE,
		       "option '%s%s' needs a number from %llu to %llu, not '%s'",
		       option->name != NULL ? "--" : "-",
		       option->name != NULL ? option->name : letter,
		       (unsigned long long)low, (unsigned long long)high, value);
}

/* --- completion ---------------------------------------------------------------- */

/* The arms of `case "$command $previous"` for options with arguments. */
static void
put_completion_values(struct pm_buf *out, const struct pm_command *c, const char *command)
{
	const struct pm_option *o;

	for (o = c->options; !pm_options_at_end(o); o++) {
		const char *v;

		/* An optional argument is never the next word. */
		if (pm_option_is_heading(o) || o->arg == NULL || pm_option_is_optional(o))
			continue;
		pm_buf_puts(out, "\t");
		if (o->letter != '\0')
			pm_buf_printf(out, "'%s -%c'", command, o->letter);
		if (o->letter != '\0' && o->name != NULL)
			pm_buf_puts(out, "|");
		if (o->name != NULL)
			pm_buf_printf(out, "'%s --%s'", command, o->name);
		pm_buf_puts(out, ") ");
		if (o->values != NULL) {
			pm_buf_puts(out, "words='");
			for (v = o->values; *v != '\0' && strcmp(v, "|...") != 0; v++)
				pm_buf_putc(out, *v == '|' ? ' ' : *v);
			pm_buf_puts(out, "' ;;\n");
		} else if (strcmp(o->arg, "INDEX") == 0 || strcmp(o->arg, "PATH") == 0 ||
			   strcmp(o->arg, "FILE") == 0) {
			pm_buf_puts(out, "return ;;\n");
		} else {
			pm_buf_puts(out, "compopt +o default; return ;;\n");
		}
	}
}

/* One arm of `case "$command"`: the options of the command. */
static void
put_completion_names(struct pm_buf *out, const struct pm_command *c, const char *command)
{
	const struct pm_option *o;
	const char *space = "";

	pm_buf_printf(out, "\t\t'%s') words='", command);
	for (o = c->options; !pm_options_at_end(o); o++) {
		if (o->letter != '\0') {
			pm_buf_printf(out, "%s-%c", space, o->letter);
			space = " ";
		}
		if (o->name != NULL) {
			pm_buf_printf(out, "%s--%s", space, o->name);
			space = " ";
		}
	}
	pm_buf_puts(out, "' ;;\n");
}

void
pm_options_completion(struct pm_buf *out, const struct pm_command *program)
{
	static const struct pm_command none = { .name = NULL };
	const struct pm_command *commands = program->commands != NULL ? program->commands
								      : &none;
	const struct pm_command *c;
	const char *p;

	pm_buf_printf(out, "# bash completion for %s\n_", program->name);
	for (p = program->name; *p != '\0'; p++)
		pm_buf_putc(out, *p == '-' ? '_' : *p);
	pm_buf_puts(out,
		    "()\n{\n"
		    "\tlocal at=$COMP_CWORD current=${COMP_WORDS[COMP_CWORD]} previous\n"
		    "\tlocal command='' words='' prefix='' i\n"
		    "\n"
		    "\tCOMPREPLY=()\n"
		    /* bash takes a colon and a = for words of their own */
		    "\tif [[ $current == : && at -gt 1 ]]; then\n"
		    "\t\tprefix=${COMP_WORDS[at - 1]}: current='' at=$((at - 1))\n"
		    "\telif [[ at -gt 2 && ${COMP_WORDS[at - 1]} == : ]]; then\n"
		    "\t\tprefix=${COMP_WORDS[at - 2]}: at=$((at - 2))\n"
		    "\tfi\n"
		    "\tprevious=${COMP_WORDS[at - 1]}\n"
		    "\tif [[ $current == = ]]; then\n"
		    "\t\tcurrent=''\n"
		    "\telif [[ $previous == = && at -gt 1 ]]; then\n"
		    "\t\tprevious=${COMP_WORDS[at - 2]}\n"
		    "\tfi\n");
	if (program->commands != NULL) {
		pm_buf_puts(out, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
				 "\t\tif [[ ${COMP_WORDS[i]} != -* ]]; then\n"
				 "\t\t\tcommand=${COMP_WORDS[i]}\n"
				 "\t\t\tbreak\n"
				 "\t\tfi\n"
				 "\tdone\n");
	}
	pm_buf_puts(out, "\tcase \"$command $previous\" in\n");
	put_completion_values(out, program, "");
	for (c = commands; c->name != NULL; c++)
		put_completion_values(out, c, c->name);
	pm_buf_puts(out, "\t*)\n"
			 "\t\tcase \"$current\" in -*)\n"
			 "\t\tcase \"$command\" in\n");
	put_completion_names(out, program, "");
	for (c = commands; c->name != NULL; c++)
		put_completion_names(out, c, c->name);
	pm_buf_puts(out, "\t\tesac ;;\n"
			 "\t\tesac ;;\n"
			 "\tesac\n");
	if (program->commands != NULL) {
		pm_buf_puts(out, "\tif [[ -z $command && $current != -* ]]; then\n"
				 "\t\twords='");
		for (c = commands; c->name != NULL; c++)
			pm_buf_printf(out, "%s%s", c == commands ? "" : " ", c->name);
		pm_buf_puts(out, "'\n\tfi\n");
	}
	pm_buf_puts(out,
		    "\tif [[ -n $words ]]; then\n"
		    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$prefix$current\")\n"
		    "\t\tfor i in \"${!COMPREPLY[@]}\"; do\n"
		    "\t\t\tCOMPREPLY[i]=${COMPREPLY[i]#\"$prefix\"}\n"
		    "\t\tdone\n"
		    "\tfi\n"
		    "}\n"
		    "complete -o default -F _");
	for (p = program->name; *p != '\0'; p++)
		pm_buf_putc(out, *p == '-' ? '_' : *p);
	pm_buf_printf(out, " %s\n", program->name);
}

/* --- the table for tests --------------------------------------------------------- */

static void
dump(struct pm_buf *out, const struct pm_command *c, const char *command)
{
	const struct pm_option *o;

	for (o = c->options; !pm_options_at_end(o); o++) {
		if (pm_option_is_heading(o))
			continue;
		pm_buf_printf(out, "%s\t", command);
		if (o->letter != '\0')
			pm_buf_putc(out, o->letter);
		pm_buf_printf(out, "\t%s\t%s\t%s\t%s\n", o->name != NULL ? o->name : "",
			      o->arg != NULL ? o->arg : "",
			      o->values != NULL ? o->values : "", o->help);
	}
}

void
pm_options_dump(struct pm_buf *out, const struct pm_command *program)
{
	const struct pm_command *c;

	dump(out, program, "");
	if (program->commands != NULL)
		for (c = program->commands; c->name != NULL; c++)
			dump(out, c, c->name);
}
