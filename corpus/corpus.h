/* Pressmark - reading a corpus: paths in, articles out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A reader walks the paths it is given, opens what it finds there, and yields one article
 * after the other, in an order that depends only on the input: paths in the given order,
 * the entries of a directory sorted by their bytes, members of an archive and lines of a
 * file in sequence.
 *
 *	pm_reader_open(&reader, paths, n_paths, &options, &err);
 *	while ((st = pm_reader_next(reader, &article, &err)) == PM_OK)
 *		... use *article until the next call ...
 *	if (st < 0) ...the build cannot go on (memory, interruption)...
 *	pm_reader_free(reader);
 *
 * Unusable input (a file that cannot be read, a broken line, an article without text, a
 * symlink loop, a device) is not an error of the reader: it is reported through
 * options.skip with the place and the reason, and reading goes on after it.
 *
 * A file's format is determined by the end of its name, in any case of letters, after
 * removing `.gz`, `.bz2`, `.xz`, `.lzma` or `.zst` (`.tgz` is `.tar.gz`):
 *
 *	.txt .text            plain text, one article
 *	.md .markdown .mdown .mkd .mdx
 *	                      Markdown, one article, perhaps with front matter, which other
 *	                      text may have too (formats/front_matter.h)
 *	.html .htm .xhtml     one article (page/html.h); so is what has the root <html>
 *	.json                 one object, or an array of objects (or several of
 *	                      either, one after the other)
 *	.jsonl .ndjson .jl    one object per line; blank lines are ignored; lines end
 *	                      with LF, CR LF or, if the first one does, CR
 *	.ris .nbib .bib       bibliographies: an article for each record
 *	.conllu .vrt          annotated corpora: an article for each text
 *	.xml .rss .atom       by the root element: items of feeds, pages of wikis, news,
 *	.rdf .nitf .tei       papers, editions (formats/xml_family.h); else by what its
 *	                      elements are called, or one article
 *	.sgm .sgml .trec      each <DOC> or <REUTERS> (formats/sgml_doc.h)
 *	.csv .tsv .tab .psv   a table: one article for each row (formats/rows.h); article->line
 *	                      is that on which the row begins
 *	.warc .wet            an article for each page or text that a crawl has stored
 *	.docx .odt .rtf .pdf  a document; .epub: a book is one article
 *	.eml .emlx            a message of mail; .mbox .mbx: many
 *	.mht .mhtml           a web page that a browser has saved
 *	.zip .tar .7z .rar    members of the above formats, in any mixture
 *
 * Exports of databases (ProQuest, LexisNexis, Factiva, Europresse, Web of Science) have
 * any of these names, and are known by their beginning: one file, many articles.
 *
 * A file with another name is looked into: a format may know its beginning
 * (formats/format.h); and text is plain text, if the name has no suffix or if the file is
 * given itself.  What no format takes is reported if it is given; inside a directory or
 * an archive it is counted and reported as one line for each ("12 files of other types:
 * .png .css ..."), and one for each type of which containers/names.c knows what gives its
 * text.  Hidden files (a leading dot) inside a directory are ignored, and so is what
 * options.globs or an ignore file excludes.  `-` is JSON lines on standard input, which
 * may be compressed.  FIFOs, sockets and devices are refused by name.  A directory is read once, and
 * refused by name when symlinks or other given paths lead to it again; so is a file that
 * is given itself.
 * Archives inside archives are files of other types.
 *
 * Damage ends a file: everything before it is used (all complete lines of a truncated
 * .jsonl.gz), then the file is reported, with the number of articles that it gave.  Empty
 * files, files with more than a few control characters ("binary file"), encrypted
 * members, texts larger than options.max_text (with their folds) and pages larger than 32 MiB are reported
 * and skipped; such a text is not read beyond the limit, and not at all if its size is
 * known.  Entries of a file without text are reported together, when it ends.  Files that
 * are one hole, and members of archives with holes, are reported and
 * skipped as well.
 *
 * Text is handed over as it was found, as well-formed UTF-8: what is in another encoding is
 * converted (encoding/encoding.h), a byte order mark is dropped, and what has no meaning is
 * U+FFFD; article->encoding names the encoding, and article->repairs says how many
 * replacement characters that made.  A file of which nothing says in which encoding it is,
 * and which does not look right, is reported through options.doubtful.
 *
 * Plain text: the first line is the title if the next line is blank, it is at most 200
 * characters long, and it does not end as a sentence does (. ! ? : ; , even before a
 * closing quote or bracket).  The text then begins with the first byte after the title's
 * line end; so only that line end is dropped, and it is not text.  Otherwise, or if only
 * white space would be left for the text, the article has no title.
 *
 * The members of an entry, of JSON and all formats with members alike, get their roles by
 * the table of formats/names.h: the first name in a row whose value can be what it says
 * wins: not null, blank, an array as a date; if there is none, the first that is blank.  An
 * author, or an item of an array of authors, is a string, or an object with a name, or with
 * a first and a last name; a source is a string, or an object with a name, title, id or
 * uri.  An id, title, date, url, source or author may be a number; it is kept as written.
 * A text may be an array of paragraphs, strings or objects with a text in them, which are
 * joined with an empty line between.  A text that is a fragment of HTML is read as one
 * (page/fragment.h), and so is its title, unless a member "text.plain" is true, or the
 * format knows that it is none (formats/format.h).  Where there is no text, a summary or description
 * is taken for it, and article->text_from says so.  A language becomes a code: "en" for
 * English, en-US or ENG (formats/languages.h); one that is not known stays as written.
 *
 * An object of JSON without a text that wraps a list of articles ("articles", "results" in
 * "response", ...: formats/names.c) stands for these.
 *
 * Folds (ARCHITECTURE.md, "Folds") are what a page has beside its article (page/html.h);
 * the tail that a scraper took along, of any text that is no page's, if options.clean is
 * PM_CLEAN_BALANCED or PM_CLEAN_PRECISE (tails.h); and what a member "folds" gives
 * (formats/record.h).  In a file of plain text a tail that is not folded is named by
 * article->tail.  What has folds of its own is not searched for a tail.  A fold has at
 * most 48 KiB; a longer one comes as several at the same place (folds.h).
 *
 * A date that is not understood is kept too, with day 0.  A member "date.day" says how the
 * date beside it is read, if that can be read so and by itself says less; else it is a
 * field.  Other members are kept as extra fields: a string, number or boolean as it is
 * written; each item of an array for itself; and what is in an object by both names with
 * a point between, `source.name`, to a depth of 8 and 256 bytes of a name; what is beyond
 * is counted and told.  So are a second name for a field that is already present, a value
 * that cannot be what its name says (an array as a date), and, besides what it is for, all
 * in an object that is a source or an author.  Of equal names the first counts, but one
 * that is written as in the table before others.  A text, content or body that is no text
 * (a number, an array without any) makes the article unusable, if no other member is one:
 * it is reported and skipped.
 *
 * 3/5/2024 in JSON is read as the other dates of its source show (dates/orders.h): those
 * that were read before it in the file, and those ahead.  When the first date comes that
 * nothing decides, the next 16 MiB of records are looked at; when these have been read,
 * the next such date does the same.  So what decides a date is its file alone.
 */
#ifndef PM_CORPUS_CORPUS_H
#define PM_CORPUS_CORPUS_H

#include "corpus/dates/date.h"
#include "corpus/page/clean.h"
#include "support/status.h"
#include "support/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_globs;
struct pm_names;
struct pm_page_rules;

struct pm_str {
	const char *data; /* not NUL-terminated; may be NULL if len is 0 */
	size_t len;
};

/* A further field of an article.  Each item of a list is one, and those of one list
 * follow each other. */
struct pm_field {
	struct pm_str name;
	struct pm_str value;
	bool is_raw; /* a number or boolean, as the input has it */
	bool in_list;
	uint32_t member; /* of the input's object: the same for all of a list */
};

/* A stretch that was folded away, ARCHITECTURE.md, "Folds". */
struct pm_fold {
	size_t at; /* where in the article's text it stood: the bytes before it */
	struct pm_str text;
	unsigned why; /* PM_FOLD_... (support/folds.h) */
};

struct pm_article {
	struct pm_str id;	 /* from the input, else empty */
	struct pm_str title;	 /* empty: the article has none */
	struct pm_str text;	 /* this or the title is more than white space */
	struct pm_str text_from; /* if it is only a summary: the member's name */
	/* By role (formats/names.h), the name of the member that it is, or where in a page it
	 * was found; NULL: it is neither */
	const struct pm_str *from;
	struct pm_str url;
	struct pm_str source;
	struct pm_str author; /* of a list, the items with a NUL between two */
	bool author_in_list;
	struct pm_str language; /* "de", if the input says it; the field `language` */
	struct pm_str date;	/* as written; empty if absent */
	struct pm_str no_date; /* if it is absent: a member with a date that is not taken, as
				 * it is when a crawler came or a change was made */
	uint32_t day;	       /* the date as a day, 19870226, a month or a year
				 * (support/calendar.h); 0 if there is none, it was not
				 * understood, or it is ambiguous */
	/* What was taken out of the text, in the order in which it stood there: at places that
	 * do not fall.  The text with the folds put back is the text as it was read. */
	const struct pm_fold *folds;
	size_t n_folds;
	/* Where in the text what looks like a scraper's tail begins, which is not folded
	 * (tails.h); 0: nowhere */
	size_t tail;
	/* What a rule of the user's keeps, so that nothing folds it: for each such stretch two
	 * size_t, where it begins and ends in the text. */
	struct pm_str ruled;
	bool page;	/* it is a web page, or was one */
	bool ambiguous; /* the date is day/month or month/day, and nothing decides */
	/* values that are no fields, because they are nested too deep or their names would
	 * be too long (formats/record.h); and, if any, the field in which the first was */
	uint64_t left_out;
	struct pm_str left_out_name;
	const struct pm_field *fields; /* other scalar fields, in input order */
	size_t n_fields;
	struct pm_str file; /* as given or found: "dir/a.jsonl.gz", "a.zip/b.txt";
				 * "-" for standard input */
	struct pm_str path; /* of what was opened for it: "dir/a.jsonl.gz", "a.zip" */
	uint64_t repairs;   /* replacement characters inserted by repair */
	/* "windows-1250"; as long as the reader is; NULL: UTF-8, or there is no choice */
	const char *encoding;
	/* How characters are written, in words, where the format says that; else NULL */
	const char *encoding_of_format;
	const char *format; /* what it was read from, "CSV"; stays */
	uint64_t bytes_in;  /* size of the article in its decompressed file */
	uint64_t line;	    /* in a file of lines or rows, from 1; 0: not such a file */
};

/* A place and a reason: "a.jsonl", 17, "invalid JSON: ...".  LINE 0 means the whole file.
 * All strings are valid only during the call. */
typedef void pm_skip_fn(void *ctx, struct pm_str file, uint64_t line, const char *reason);

/* What became of a block of a page. */
enum pm_block_fate { PM_BLOCK_FOLDED, PM_BLOCK_KEPT };

/* A block, how likely it belongs to the article, and what counted most, "many links, a
 * menu". */
typedef void pm_block_fn(void *ctx, struct pm_str text, double probability,
			 enum pm_block_fate fate, const char *why);

/* How the reading of a file ended. */
enum pm_file_end {
	PM_FILE_WHOLE, /* nothing of it is missing but entries, each of which was told */
	PM_FILE_BROKEN,
	PM_FILE_ELSEWHERE, /* it, or the folder that it is, is read by another path */
	PM_FILE_VOID /* it could be read, and there is not a byte in it, or in what it packs */
};

struct pm_reader_options {
	pm_skip_fn *skip; /* may be NULL */
	/* Instead of `skip`, for an entry of a file that has several, or for several such; NULL:
	 * `skip` is. */
	pm_skip_fn *skip_entry;
	/* N further entries of a file are skipped, of which one call of `skip_entry` will tell
	 * when it ends; may be NULL. */
	void (*more)(void *ctx, uint64_t n);
	void *skip_ctx;
	/* Asked now and then; if it says yes, PM_ERR_INTERRUPTED. */
	struct pm_stop stop;
	/* In which encoding plain text and records are, as people call it, or NULL: as it
	 * shows (encoding/encoding.h). */
	const char *encoding;
	/* How dates are read that are ambiguous (3/5/2024).  Unknown: those of JSON as the
	 * others of their source show, if they do; those of a page by its language. */
	enum pm_date_order dates;
	/* Which member is what (formats/names.h), the caller's; NULL: as the table says. */
	struct pm_names *names;
	/* Which files in folders and archives are admitted (containers/globs.h), the
	 * caller's; NULL: all. */
	const struct pm_globs *globs;
	/* Rules for web pages (page/rules.h), the caller's; NULL: there are none. */
	struct pm_page_rules *rules;
	/* How much of a text its article is taken to be. */
	enum pm_clean clean;
	/* A text larger than this many bytes is skipped and reported.  0: the
	 * default, PM_TEXT_MAX. */
	size_t max_text;
	/* What the tree of a page, or the values of a JSON object, may take, in bytes.  A
	 * page that needs more is read without a tree (page/html.h), and reported through
	 * `unclean`; an object that does is skipped.  0: they may take anything. */
	size_t memory;
	/* Called, with skip_ctx, for a page that is read so; may be NULL. */
	pm_skip_fn *unclean;
	/* The same for a file of which nothing says in which encoding it is, and which does
	 * not look right as it was read; for one that was read as one article, and looks like
	 * an export of many; for one whose header has no end, and so is text; and for mail
	 * that names an encoding which is not known. */
	pm_skip_fn *doubtful;
	/* What is worth to be known of a file of which nothing is lost: which of its entries are
	 * no articles ("12 redirects are left out"), what was read otherwise than
	 * written, such as a row with too many cells, or which of a crawl's pages the crawl
	 * itself has cut short; may be NULL. */
	pm_skip_fn *remark;
	/* The same instead of `skip` for a file that breaks off after some articles, which are
	 * taken ("breaks off after 7 articles: truncated gzip data"). */
	pm_skip_fn *cut;
	/* Called, with block_ctx, for each block of a page before its article is handed out;
	 * may be NULL. */
	pm_block_fn *block;
	void *block_ctx;
	/* Asked for each folder: why it is not to be read, or NULL.  May be NULL itself: all
	 * are read. */
	const char *(*refuse)(const char *folder);
	/* Called, with done_ctx, before a file is opened, or told to be one that cannot be; may
	 * be NULL. */
	void (*begun)(void *ctx, const char *path);
	/* Called, with done_ctx, when all of a file has been read that was opened, or could
	 * not be.  May be NULL. */
	void (*done)(void *ctx, const char *path, enum pm_file_end end);
	void *done_ctx;
};

#define PM_TEXT_MAX ((size_t)1 << 30)

struct pm_reader;

/* PM_ERR_USAGE if no encoding is called so: "no encoding is called 'x'". */
enum pm_status pm_reader_check_encoding(const char *name, struct pm_error *err);

/* PATHS are copied.  A path that does not exist is a skip, not an error. */
enum pm_status pm_reader_open(struct pm_reader **out, const char *const *paths,
			      size_t n_paths, const struct pm_reader_options *options,
			      struct pm_error *err);

/* PM_OK and an article, which belongs to the reader and is valid until the next call;
 * PM_END; or a failure that ends the reading. */
enum pm_status pm_reader_next(struct pm_reader *reader, const struct pm_article **article,
			      struct pm_error *err);

/* The files that were found, before the first pm_reader_next; `-` is one.
 *
 *	for (i = 0; (path = pm_reader_file(reader, i, &what)) != NULL; i++)
 *		if (what == PM_FILE_OPENS && nothing of it is wanted)
 *			pm_reader_pass_over(reader, i);
 *
 * PM_FILE_FAILS: it, or what is in it if it is a folder, cannot be read.  PM_FILE_EMPTY: it can
 * be, and there is nothing in it, or in all of a given folder.  PM_FILE_IGNORED: it is of another
 * type, the end of a folder, or is read by another path. */
enum pm_file_prospect { PM_FILE_OPENS, PM_FILE_FAILS, PM_FILE_EMPTY, PM_FILE_IGNORED };
const char *pm_reader_file(const struct pm_reader *reader, size_t i,
			   enum pm_file_prospect *what);
/* Do not open it, and do not speak of it. */
void pm_reader_pass_over(struct pm_reader *reader, size_t i);

/* A given path is lost if it does not exist, is no file or folder, the system could not
 * read it, there is nothing to read in it (an empty folder, an archive of no bytes), or
 * it breaks off: compressed data, an archive or JSON that ends too early or is damaged, so that
 * what follows is unknown, in the path itself or, of JSON with several articles, in a
 * member of it; a given folder also if it is gone, or empty, when all has been read.  What
 * is below a given folder is not lost but skipped, and so is one article in an archive.  Before the first pm_reader_next: are any lost, as far as is
 * known without reading files?  All of them are reported through options.skip, now and
 * again in their turn. */
bool pm_reader_find_lost(struct pm_reader *reader);
/* Was a path lost in what has been read so far? */
bool pm_reader_lost(const struct pm_reader *reader);

/* How many files and folders, in given folders and in archives read so far, were
 * excluded by patterns or ignore files. */
void pm_reader_excluded(const struct pm_reader *reader, uint64_t *files,
			uint64_t *folders);

/* The article yielded last has been copied: free what only a large one needs.  It is not
 * valid any more. */
void pm_reader_trim(struct pm_reader *reader);

/* For a progress bar.  TOTAL is the total size of the files found so far (on disk, still
 * compressed), DONE how much of it has been read; total 0: unknown (standard input).  The
 * sizes are gathered when the reader is opened, by a walk that reads no file. */
void pm_reader_progress(const struct pm_reader *reader, uint64_t *done, uint64_t *total);

void pm_reader_free(struct pm_reader *reader);

/* On which line of the text of A the place AT is; of a file of plain text, of the file. */
size_t pm_article_line(const struct pm_article *a, size_t at);

#endif
