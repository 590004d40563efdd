/* Pressmark - what the formats share that have many articles in one text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exports of databases, bibliographies, corpora with annotation: all of them are text that
 * is cut into pieces (pieces.h), each of which becomes members of a draft (draft.h).  Such
 * a format says where its articles begin, and what is in a piece:
 *
 *	static const struct pm_export_kind KIND = { find, read, "an export of X",
 *						    PM_EXPORT_TEXT };
 *
 *	static void *
 *	x_make(const struct pm_format_setting *setting)
 *	{
 *		return pm_export_make(setting, &KIND);
 *	}
 *
 *	const struct pm_format pm_format_x = { ..., .make = x_make, PM_EXPORT_FUNCTIONS };
 *
 * READ puts the members of an article into x->draft, with what x->labels, x->text and
 * x->scratch are there for.  It returns PM_OK; PM_END, if the piece is no article (a cover,
 * a line of thanks); PM_ABSENT, if it is one that cannot be used; or a failure that ends
 * the file.  Articles are numbered from 1.
 *
 * Some exports come in mails and documents as well: nested.h.
 */
#ifndef PM_CORPUS_FORMATS_EXPORT_H
#define PM_CORPUS_FORMATS_EXPORT_H

#include "corpus/formats/draft.h"
#include "corpus/formats/format.h"
#include "corpus/formats/labels.h"
#include "corpus/formats/pieces.h"

struct pm_export;

/* Articles of HTML are never as large as texts may be. */
enum pm_export_form { PM_EXPORT_TEXT, PM_EXPORT_HTML };

struct pm_export_kind {
	pm_piece_find_fn *find;
	enum pm_status (*read)(struct pm_export *x, struct pm_str piece,
			       struct pm_error *err);
	const char *what; /* for messages: "an export of X" */
	enum pm_export_form form;
};

struct pm_export {
	const struct pm_export_kind *kind;
	const struct pm_reader_options *options;
	struct pm_stream *stream;
	struct pm_pieces pieces;
	struct pm_labels labels;
	struct pm_draft draft;
	struct pm_buf text, scratch;
	/* Set by READ: values may be fragments of HTML, which record.h is to read. */
	bool has_fragments;
	uint64_t n;	/* articles so far, the unusable among them */
	uint64_t n_cut; /* that end where the file does, before their end */
};

void *pm_export_make(const struct pm_format_setting *setting,
		     const struct pm_export_kind *kind);
void pm_export_free(void *state);
enum pm_status pm_export_open(void *state, struct pm_source *source, struct pm_error *err);
enum pm_status pm_export_next(void *state, struct pm_entry *entry, struct pm_error *err);
void pm_export_close(void *state);
void pm_export_trim(void *state);

#define PM_EXPORT_FUNCTIONS \
	.free = pm_export_free, .open = pm_export_open, .next = pm_export_next, \
	.close = pm_export_close, .trim = pm_export_trim

/* What looks() needs to see of a file: of one in HTML (or XML) and of one that is none the
 * head's first bytes; of others nothing. */
struct pm_head pm_export_top(const struct pm_head *head, enum pm_export_form form);

/* Members with names of our own. */
void pm_export_put(struct pm_export *x, const char *name, struct pm_str value);
void pm_export_put_list(struct pm_export *x, const char *name, struct pm_str value,
			char separator);
/* What a buffer holds. */
struct pm_str pm_export_str(const struct pm_buf *b);

/* Whether the piece read last is the end of the file. */
bool pm_export_is_last(const struct pm_export *x);
/* The article ends where the file does, before its end, which is told.  PM_END, for one that
 * is not to be handed out. */
enum pm_status pm_export_cut(struct pm_export *x);

/* --- export_list.c ------------------------------------------------------ */

/* The format of the export of a database that TEXT is; NULL: it is none.  It takes text. */
const struct pm_format *pm_export_of(const char *text, size_t len);

#endif
