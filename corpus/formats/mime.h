/* Pressmark - MIME: messages taken apart by GMime.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_mime_init(&mime, setting, &err);	(once for a reader)
 *	st = pm_mime_parse(&mime, bytes, len, &message, &err);
 *	pm_mime_gather(&mime, part);		(mail_parts.c)
 *	... mime.text, mime.attachments ...
 *	g_object_unref(message);
 *
 * GMime decodes headers, quoted-printable, base64 and uuencode, and knows where parts
 * begin and end.  It makes objects of all parts and all header fields at once, of a
 * hundred times their size at the worst; so a message is asked first how many these can
 * be, and refused if they need more than the memory that is given.
 *
 * Text is in the charset that its part declares (declared.h).  Its parts, those of
 * messages that are forwarded in it among them, are one text, with an empty line between
 * two.  Of several forms of the same, the plain one is taken, else HTML, all of which is
 * text; an invitation to a meeting, which is a calendar, is text where nothing else is.
 * All other parts are attachments: they are named, and not read.
 */
#ifndef PM_CORPUS_FORMATS_MIME_H
#define PM_CORPUS_FORMATS_MIME_H

#include "corpus/formats/declared.h"
#include "corpus/formats/format.h"
#include "support/buf.h"

#include <gmime/gmime.h>
#include <stdbool.h>

#define PM_MIME_LABEL_MAX 40u

struct pm_mime {
	size_t memory; /* for objects; 0: any */
	struct pm_encodings *encodings;
	GMimeParserOptions *options;
	GByteArray array; /* the bytes of the message, as GMime wants them */
	/* PAGE: the first part of HTML as it is, if it is an export of a database (nested.h);
	 * ATTACHMENTS: names, each ended by a NUL; PART, UTF8, HTML: scratch */
	PM_BUF_GROUP(text, page, attachments, part, utf8, html);
	struct pm_declared read;	 /* of the message's texts */
	uint64_t n_encrypted;		 /* parts, of all messages */
	uint64_t n_strange;		 /* texts in charsets that nobody knows */
	char strange[PM_MIME_LABEL_MAX]; /* the first of these */
};

/* PM_ERR_NOMEM. */
enum pm_status pm_mime_init(struct pm_mime *mime, const struct pm_format_setting *setting,
			    struct pm_error *err);
void pm_mime_release(struct pm_mime *mime);
/* Free what only a large message needs. */
void pm_mime_trim(struct pm_mime *mime);

/* BYTES, which may be changed, must live as long as the message, and one message lives at
 * a time.  PM_ERR_INPUT: it is none; PM_ERR_LIMIT: it has
 * too many parts or header fields. */
enum pm_status pm_mime_parse(struct pm_mime *mime, char *bytes, size_t len,
			     GMimeMessage **message, struct pm_error *err);

/* The header field NAME, decoded, of OBJECT, or NULL. */
const char *pm_mime_header(GMimeObject *object, const char *name);

/* OUT becomes the bytes of the part, decoded but in its own charset. */
void pm_mime_content(GMimePart *part, struct pm_buf *out);

/* OUT becomes the text of the part. */
void pm_mime_decode(struct pm_mime *mime, GMimePart *part, struct pm_buf *out);

/* --- mime_words.c ------------------------------------------------------- */

/* Make the encoded words of a header such that GMime reads all of them. */
void pm_mime_join_words(struct pm_mime *mime, char *bytes, size_t len);

/* --- mail_parts.c ------------------------------------------------------- */

/* Gather what OBJECT, the content of a message, has: text and attachments, which are empty
 * before. */
void pm_mime_gather(struct pm_mime *mime, GMimeObject *object);

/* The part of a saved page that is the page itself, or NULL. */
GMimePart *pm_mime_root(GMimeObject *object);

#endif
