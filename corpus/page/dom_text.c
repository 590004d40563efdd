/* Pressmark - the text of a part of a page: see dom.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/dom.h"

#include "corpus/page/hidden.h"

void
pm_dom_text(struct pm_buf *out, const xmlNode *node, size_t max)
{
	size_t begin = out->len;
	const xmlNode *n = node;

	while (n != NULL && out->len - begin < max) {
		bool opaque = n != node &&
			      (pm_dom_is_opaque(n) || pm_hiding_of(n) == PM_SPOKEN);

		if (n->type == XML_TEXT_NODE && n->content != NULL)
			pm_dom_put_collapsed(out, (const char *)n->content);
		else if (pm_dom_is(n, "br") || pm_dom_is(n, "p") || pm_dom_is(n, "div") ||
			 pm_dom_is(n, "li"))
			pm_dom_put_collapsed(out, " ");
		n = pm_dom_next(n, node, opaque);
	}
	while (out->len > begin && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
