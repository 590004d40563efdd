/* Pressmark - the field of a leaf: see parse_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/parse_parts.h"

#include "text/names.h"

#include <string.h>

enum pm_status
pm_keep_name(struct pm_parser *p, struct pm_tree *node)
{
	const struct pm_token *t = &p->field;
	struct pm_buf plain, folded;
	enum pm_status status;
	size_t at;

	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	for (at = t->name; at < t->name_end; at++) {
		pm_buf_putc(&plain, p->lex.query[at]);
		at += t->name_doubled && p->lex.query[at] == '"';
	}
	status = plain.status < 0
		       ? pm_fail_nomem(p->err)
		       : pm_name_fold(&folded, pm_buf_str(&plain), plain.len, p->err);
	if (status == PM_OK) {
		node->name = pm_strndup(pm_buf_str(&folded), folded.len);
		status = node->name == NULL ? pm_fail_nomem(p->err) : PM_OK;
	}
	pm_buf_release(&plain);
	pm_buf_release(&folded);
	return status;
}

void
pm_keep_place(const struct pm_parser *p, struct pm_tree *node)
{
	const char *own = pm_metadata_name(node);

	if (p->field.kind == PM_TOKEN_FIELD) {
		node->named = p->field.start;
		node->named_end = p->field.end;
	} else if (own != NULL) {
		node->named = node->start;
		node->named_end = node->start + strlen(own) + 1;
	}
}
