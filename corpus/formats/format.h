/* Pressmark - the one interface of all file formats.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A format is a struct of functions, in a file of its own, and a line in formats.c.  The
 * reader (corpus/reader.c) finds the format of a file, opens it, and takes its entries;
 * an entry is what becomes an article: a line of JSON, a row, a message, a page.
 *
 *	pm_format_make(format, &setting, &state, &err);		once for a reader
 *	format->open(state, &source, &err);			for each file
 *	while ((st = format->next(state, &entry, &err)) == PM_OK || st == PM_ABSENT)
 *		... entry.object, or entry.article, until the next call ...
 *	format->close(state);
 *	format->free(state);
 *
 * An entry is an object with members, in the form of support/json.h: the members are
 * given their roles (title, text, date, ...) in one place for all formats, which is
 * record.h.  A format whose entries are no JSON puts them together with draft.h.  Only a
 * format that knows better than any table what is title and text, a page or plain text,
 * fills in the article itself.
 *
 * What a format must do: bytes are hostile.  Memory is bounded by the setting's limits,
 * whatever the size of the file; what came before damage is handed out before the damage
 * is told; nothing is dropped in silence.  It need not care for: gzip and archives, the
 * encoding (if it takes text), ambiguous dates, articles without text, the name in front
 * of messages.
 */
#ifndef PM_CORPUS_FORMATS_FORMAT_H
#define PM_CORPUS_FORMATS_FORMAT_H

#include "corpus/containers/stream.h"
#include "corpus/corpus.h"
#include "corpus/encoding/encoding.h"
#include "support/json.h"

/* The beginning of a file, to tell formats apart. */
struct pm_head {
	const char *text; /* the first bytes: without a byte order mark; of UTF-16, without
			   * the zeros */
	size_t len;	  /* at most PM_HEAD_MAX */
	bool whole;	  /* that is all of the file */
	bool is_void;	  /* it begins with zeros, at least half of it: no text does */
	/* The bytes with which lines begin, as bits; so most that is looked for is known not
	 * to be there.  Without it, it is looked for. */
	bool has_starts;
	uint64_t starts[4];
};
#define PM_HEAD_MAX ((size_t)1 << 16)

/* The same for all files of a reader. */
struct pm_format_setting {
	const struct pm_reader_options *options;
	struct pm_watch *watch;
	struct pm_encodings *encodings;
};

/* A file that is to be opened. */
struct pm_source {
	/* Taken by open(), even on failure.  Of a format that takes text: well-formed UTF-8
	 * without NUL. */
	struct pm_stream *stream;
	const char *name; /* the file's own name, without .gz */
	size_t name_len;
};

/* An entry, filled in by next(). */
struct pm_entry {
	struct pm_article *article; /* empty but for its file; filled in if there is no
				     * object */
	const struct pm_json_value *object; /* or NULL */
	const char *unit; /* what it is called in messages, "row", if a file has several */
	uint64_t number;  /* and which, from 1 */
	uint64_t line;	  /* the line on which it begins, if it is named by that; or 0 */
	bool is_plain;	  /* its text is all of a file of plain text */
	/* Its text and its title are none of HTML, even if they begin so: they never were, or
	 * have been read as that already. */
	bool keeps_markup;
	/* What is odd about it, though it is taken, or about the file so far: it is told.
	 * NULL: nothing.  Valid until the next call. */
	const char *note;
	uint64_t repairs; /* replacement characters inserted, of an object */
	uint64_t bytes;	  /* of the file that it takes, of an object */
	/* In which encoding it was, of a format that sees to that itself; NULL: UTF-8
	 * (pm_text_encoding). */
	const char *encoding;
};

enum pm_format_input {
	PM_TAKES_BYTES, /* it sees to the encoding itself */
	PM_TAKES_TEXT
};

/* How many articles a file has. */
enum pm_format_yield { PM_YIELDS_ONE, PM_YIELDS_MANY };

struct pm_format {
	const char *name; /* as the summary says it: "CSV" */
	/* With blanks between: ".csv .tsv".  NULL: it is known by its beginning alone. */
	const char *suffixes;
	enum pm_format_input input;
	enum pm_format_yield yield;
	/* Of a format that says itself how characters are written, in words: "XML, UTF-8"; so
	 * its entries have no encoding.  NULL: they have. */
	const char *encoding;
	/* Whether a file that begins so is of this format; asked in the order of the list in
	 * formats.c for all files but those of a trusted suffix.  It must be fast, and sure:
	 * an article about the format is no file of it.  NULL: the suffix decides. */
	bool (*looks)(const struct pm_head *head);
	bool trusted; /* what has its suffix is of this format, whatever it begins with */

	/* What is kept from file to file.  NULL if memory runs out. */
	void *(*make)(const struct pm_format_setting *setting);
	void (*free)(void *state);
	/* PM_OK, or what is wrong with the file. */
	enum pm_status (*open)(void *state, struct pm_source *source,
			       struct pm_error *err);
	/* PM_OK; PM_END; PM_ABSENT or PM_ERR_LIMIT: the entry is unusable, *ERR says why, and
	 * the next call goes on after it; another failure: the file ends here. */
	enum pm_status (*next)(void *state, struct pm_entry *entry, struct pm_error *err);
	/* Frees what belongs to the file, its stream too. */
	void (*close)(void *state);
	/* The entry handed out last is not needed any more, and was large: free what only
	 * a large one needs.  May be NULL. */
	void (*trim)(void *state);
};

/* An entry cannot be used: the reason goes to *ERR.  Returns PM_ABSENT. */
#define pm_unusable(err, ...) (pm_fail((err), PM_ERR_INPUT, __VA_ARGS__), PM_ABSENT)

/* --- formats.c ---------------------------------------------------------- */

#define PM_FORMATS_MAX 64u

/* The formats, in the order in which they are asked: number I, or NULL. */
const struct pm_format *pm_format_at(size_t i);

/* What the name, without folders and .gz, says; NULL: nothing. */
const struct pm_format *pm_format_by_name(const char *name, size_t len);
/* What the beginning says, of a file whose name says BY_NAME; BY_NAME if nothing. */
const struct pm_format *
pm_format_by_head(const struct pm_head *head, const struct pm_format *by_name);
/* Whether the name says that no format takes it: a picture, a program. */
bool pm_format_is_foreign(const char *name, size_t len);

/* Whether the head is not that of a text. */
bool pm_format_holds_binary(const struct pm_head *head);
const struct pm_format *pm_format_plain_text(void);

/* Put into TEXT that a file is of none of these, and which there are. */
#define PM_FORMAT_TEXT 512
void pm_format_unknown(char text[PM_FORMAT_TEXT]);

/* --- head.c ------------------------------------------------------------- */

/* Look at the beginning of *STREAM, which stays what it is or becomes one with the same
 * bytes.  HEAD's text belongs to SCRATCH or the stream, and is valid until that is read.
 * PM_END: it is empty. */
enum pm_status pm_head_look(struct pm_head *head, struct pm_stream **stream,
			    struct pm_buf *scratch, struct pm_error *err);

/* Find with which bytes the lines of a head begin, if its text was put there otherwise. */
void pm_head_find_starts(struct pm_head *head);
/* Whether a line may begin with BYTE. */
bool pm_head_may_start(const struct pm_head *head, char byte);

/* Whether the head begins, after white space, with TEXT in any case of letters. */
bool pm_head_begins(const struct pm_head *head, const char *text);
/* Where in the head TEXT stands, in this case of letters; NULL: nowhere. */
const char *pm_head_find(const struct pm_head *head, const char *text);
/* Whether a line of the head begins with TEXT. */
bool pm_head_has_line(const struct pm_head *head, const char *text);
/* What the first tag of XML or SGML is called, without a prefix: behind declarations,
 * processing instructions and comments, if nothing else but white space stands before it. */
bool pm_head_root(const struct pm_head *head, struct pm_str *name);

#endif
