/* Pressmark - option tables: the text of --help; see options.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/options_parts.h"

#include <string.h>

#define HELP_LEFT 2u /* where options begin */
/* where texts begin at the latest */
#define HELP_MAX(width) ((width) < 60 ? 8u : 26u)

static void
put_spaces(struct pm_buf *out, size_t n)
{
	while (n-- > 0)
		pm_buf_putc(out, ' ');
}

/* "-n, --number N"; without a letter, its columns stay blank. */
static void
put_label(struct pm_buf *out, const struct pm_option *o)
{
	if (o->letter != '\0')
		pm_buf_printf(out, "-%c%s", o->letter, o->name != NULL ? ", " : "");
	else
		pm_buf_puts(out, "    ");
	if (o->name != NULL)
		pm_buf_printf(out, "--%s", o->name);
	if (o->arg != NULL)
		pm_buf_printf(out, "%s%s", pm_option_is_optional(o) ? "" : " ", o->arg);
}

static size_t
label_width(const struct pm_option *o)
{
	size_t n = o->letter != '\0' && o->name == NULL ? 2 : 4;

	if (o->name != NULL)
		n += 2 + strlen(o->name);
	if (o->arg != NULL)
		n += strlen(o->arg) + !pm_option_is_optional(o);
	return n;
}

/* Go on in a line that is filled up to column *AT with the LEN bytes of TEXT, broken at
 * spaces: no line is longer than WIDTH, and all others begin at COLUMN. */
static void
put_text(struct pm_buf *out, const char *text, size_t len, size_t width, size_t column,
	 size_t *at)
{
	size_t from, end, spaces;

	for (from = 0; from < len; from = end) {
		for (spaces = 0; from < len && text[from] == ' '; from++)
			spaces++;
		for (end = from; end < len && text[end] != ' '; end++)
			;
		if (end == from)
			break;
		if (*at > column && *at + spaces + (end - from) > width) {
			pm_buf_putc(out, '\n');
			put_spaces(out, column);
			*at = column;
		} else {
			put_spaces(out, spaces);
			*at += spaces;
		}
		pm_buf_put(out, text + from, end - from);
		*at += end - from;
	}
}

/* TEXT in lines of WIDTH, each starting at COLUMN; the first line is already filled up to
 * USED. */
static void
put_wrapped(struct pm_buf *out, const char *text, size_t len, size_t width, size_t column,
	    size_t used)
{
	size_t at = column;

	if (used > 0 && used + 2 > column) {
		pm_buf_putc(out, '\n');
		used = 0;
	}
	put_spaces(out, column - used);
	put_text(out, text, len, width, column, &at);
	pm_buf_putc(out, '\n');
}

/* Where the second column of a line begins, after two blanks or more, or 0. */
static size_t
second_column(const char *line, size_t len)
{
	size_t at;

	for (at = HELP_LEFT + 2; at < len; at++)
		if (line[at] != ' ' && line[at - 1] == ' ' && line[at - 2] == ' ')
			return at;
	return 0;
}

/* A line of a table: what begins with a blank. */
static void
put_row(struct pm_buf *out, const char *line, size_t len, size_t width)
{
	size_t column = second_column(line, len), left = column, at = HELP_LEFT;

	while (left > 0 && line[left - 1] == ' ')
		left--;
	put_spaces(out, HELP_LEFT);
	put_text(out, line + HELP_LEFT, (column > 0 ? left : len) - HELP_LEFT, width,
		 HELP_LEFT + 4, &at);
	if (column > 0)
		put_wrapped(out, line + column, len - column, width,
			    column <= width / 2 ? column : HELP_MAX(width), at);
	else
		pm_buf_putc(out, '\n');
}

/* Whether a paragraph ends with the line: a full stop does that, and a colon. */
static bool
ends_paragraph(const char *line, size_t len)
{
	return strchr(".:", line[len - 1]) != NULL || line[len] == '\0' ||
	       strchr("\n ", line[len + 1]) != NULL;
}

static void
put_about(struct pm_buf *out, const char *about, size_t width)
{
	size_t at = 0, len;
	const char *line = about;

	for (; *line != '\0'; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (line[0] == ' ' && len > HELP_LEFT) {
			put_row(out, line, len, width);
			continue;
		}
		if (at > 0 && at + 1 + strcspn(line, " \n") <= width) {
			pm_buf_putc(out, ' ');
			at++;
		} else if (at > 0) {
			pm_buf_putc(out, '\n');
			at = 0;
		}
		put_text(out, line, len, width, 0, &at);
		if (len == 0 || ends_paragraph(line, len)) {
			pm_buf_putc(out, '\n');
			at = 0;
		}
	}
}

static void
put_options(struct pm_buf *out, const struct pm_option *options, size_t width)
{
	const struct pm_option *o;
	size_t column = 0;

	for (o = options; !pm_options_at_end(o); o++) {
		size_t need = pm_option_is_heading(o) ? 0 : HELP_LEFT + label_width(o) + 2;

		if (need > column && need <= HELP_MAX(width))
			column = need;
	}
	if (!pm_options_at_end(options) && !pm_option_is_heading(options))
		pm_buf_puts(out, "\nOptions:\n");
	for (o = options; !pm_options_at_end(o); o++) {
		if (pm_option_is_heading(o)) {
			pm_buf_printf(out, "\n%s\n", o->help);
			continue;
		}
		put_spaces(out, HELP_LEFT);
		put_label(out, o);
		put_wrapped(out, o->help, strlen(o->help), width,
			    column > 0 ? column : HELP_MAX(width),
			    HELP_LEFT + label_width(o));
	}
}

static void
put_commands(struct pm_buf *out, const struct pm_command *program, size_t width)
{
	static const char more[] = " tells more about a command.";
	const struct pm_command *c;
	size_t column = 0;

	for (c = program->commands; c->name != NULL; c++)
		if (HELP_LEFT + strlen(c->name) + 2 > column)
			column = HELP_LEFT + strlen(c->name) + 2;
	pm_buf_puts(out, "\nCommands:\n");
	for (c = program->commands; c->name != NULL; c++) {
		put_spaces(out, HELP_LEFT);
		pm_buf_puts(out, c->name);
		put_wrapped(out, c->summary, strlen(c->summary), width, column,
			    HELP_LEFT + strlen(c->name));
	}
	pm_buf_printf(out, "\n'%s COMMAND --help'", program->name);
	column = strlen(program->name) + strlen("' COMMAND --help'");
	put_text(out, more, strlen(more), width, 0, &column);
	pm_buf_putc(out, '\n');
}

void
pm_options_help(struct pm_buf *out, const struct pm_command *program,
		const struct pm_command *command, size_t width)
{
	const struct pm_command *c = command != NULL ? command : program;

	pm_buf_printf(out, "usage: %s", program->name);
	if (command != NULL)
		pm_buf_printf(out, " %s", command->name);
	pm_buf_puts(out, " [options]");
	if (c->operands[0] != '\0')
		pm_buf_printf(out, " %s", c->operands);
	pm_buf_putc(out, '\n');
	put_wrapped(out, c->summary, strlen(c->summary), width, 0, 0);
	if (c->commands != NULL)
		put_commands(out, c, width);
	put_options(out, c->options, width);
	if (c->about != NULL) {
		pm_buf_putc(out, '\n');
		put_about(out, c->about, width);
	}
}
