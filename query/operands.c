/* Pressmark - the operands of the command line: see operands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/operands.h"

#include "segment/generation.h"
#include "support/file.h"

#include <stdlib.h>
#include <sys/stat.h>

bool
pm_operand_is_index(const char *path)
{
	char *file = pm_path_join(path, PM_GENERATION_FILE);
	struct stat st;
	bool yes = file != NULL && stat(file, &st) == 0;

	free(file);
	return yes;
}

const char *
pm_operands_index(const char *given, char **operands, int n, int *first)
{
	const char *environment = getenv("PRESSMARK_INDEX");

	*first = 0;
	if (given != NULL)
		return given;
	if (environment != NULL && environment[0] != '\0' &&
	    (n == 0 || !pm_operand_is_index(operands[0])))
		return environment;
	if (n == 0)
		return NULL;
	*first = 1;
	return operands[0];
}

void
pm_operands_join(struct pm_buf *query, char **words, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_putc(query, ' ');
		pm_buf_puts(query, words[i]);
	}
}

/* In quotes, in which two of them in a row stand for one. */
void
pm_operand_put_id(struct pm_buf *query, const char *id)
{
	pm_buf_puts(query, "id:\"");
	for (; *id != '\0'; id++) {
		if (*id == '"')
			pm_buf_putc(query, '"');
		pm_buf_putc(query, *id);
	}
	pm_buf_putc(query, '"');
}
