/* Pressmark - which encoding are these bytes in?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules of encoding.h, for those in this room that read texts.
 */
#ifndef PM_CORPUS_ENCODING_DECIDE_H
#define PM_CORPUS_ENCODING_DECIDE_H

#include "corpus/encoding/convert.h"
#include "corpus/encoding/encoding.h"
#include "corpus/encoding/labels.h"
#include "corpus/encoding/shape.h"

/* What is decided: the encoding, and how many bytes of a mark are to be dropped. */
struct pm_decision {
	const struct pm_charset *charset;
	enum pm_encoding_by by;
	size_t mark;
};

/* What bytes say that begin a text: rules 1 to 3, the last only as far as they are UTF-8.
 * PM_ABSENT: they say nothing. */
enum pm_status pm_decide_beginning(const struct pm_encodings *e, const char *bytes,
				   size_t len, struct pm_decision *decision);

/* The other rules, for bytes that are not UTF-8.  BEFORE: what is known of the text before
 * them, or NULL if they begin it.  DECLARED may be NULL. */
enum pm_status pm_decide(struct pm_encodings *e, const char *bytes, size_t len,
			 const struct pm_shapes *before, const struct pm_charset *declared,
			 struct pm_decision *decision, struct pm_error *err);

/* Begin to convert from what was decided; from windows-1252, if iconv does not know it. */
enum pm_status pm_decide_open(struct pm_decision *decision, struct pm_convert *c,
			      enum pm_nuls nuls, struct pm_error *err);

/* Convert all of a text, and append it to OUT. */
enum pm_status pm_decide_convert(struct pm_decision *decision, struct pm_buf *out,
				 const char *bytes, size_t len, struct pm_encoded *how,
				 struct pm_error *err);

/* What a label means that is found in a text whose bytes are like ASCII; NULL: nothing. */
const struct pm_charset *pm_decide_label(struct pm_encodings *e, const char *label);

#endif
