/* Pressmark - which encoding bytes are in, and what they mean: see encoding.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/encoding.h"

#include "corpus/encoding/convert.h"
#include "corpus/encoding/decide.h"
#include "support/utf8.h"

#include <string.h>

enum pm_status
pm_encoding_decode(struct pm_encodings *e, struct pm_buf *buf, const char *bytes,
		   size_t len, struct pm_encoded *how, const char **text, size_t *n,
		   struct pm_error *err)
{
	struct pm_decision d;
	enum pm_status st = pm_decide_beginning(e, bytes, len, &d);

	how->replaced = how->strays = how->controls = 0;
	how->name = "UTF-8";
	how->by = d.by;
	if (st == PM_OK) {
		bytes += d.mark;
		len -= d.mark;
	}
	if (st == PM_ABSENT || d.charset->kind == PM_CHARSET_UTF8) {
		if (pm_utf8_valid(bytes, len)) {
			if (st == PM_ABSENT)
				how->by = PM_ENCODING_UTF8;
			*text = bytes;
			*n = len;
			return PM_OK;
		}
	}
	if (st == PM_ABSENT) {
		st = pm_decide(e, bytes, len, NULL,
			       how->declared == NULL ? NULL
						     : pm_decide_label(e, how->declared),
			       &d, err);
	}
	if (st < 0)
		return st;
	pm_buf_clear(buf);
	st = pm_decide_convert(&d, buf, bytes, len, how, err);
	*text = pm_buf_str(buf);
	*n = buf->len;
	return st;
}

bool
pm_encoding_is_doubtful(const struct pm_encoded *how)
{
	return how->replaced + how->controls > 0 &&
	       (how->by == PM_ENCODING_FALLBACK || how->by == PM_ENCODING_GUESSED);
}
