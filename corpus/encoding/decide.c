/* Pressmark - which encoding are these bytes in?: see decide.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/decide.h"

#include "corpus/encoding/convert.h"
#include "corpus/encoding/guess.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A label that is longer is none. */
#define LABEL_MAX 40u
/* So few bytes that are not UTF-8 say little about a text that is, before them. */
#define FEW_STRAYS 20u

/* An encoding that the table does not have, but iconv. */
struct other {
	struct pm_charset charset;
	struct other *next;
	char name[LABEL_MAX];
	char labels[LABEL_MAX + 2];
};

struct pm_encodings {
	const struct pm_charset *given; /* or NULL */
	struct pm_guess *guess;		/* NULL: nothing has been guessed yet */
	struct pm_buf sample;
	struct other *others;
};

/* An encoding by a label that only iconv knows; NULL: it does not know it either, or
 * there is no memory. */
static const struct pm_charset *
find_other(struct pm_encodings *e, const char *label)
{
	struct other *o;

	for (o = e->others; o != NULL; o = o->next)
		if (strcmp(o->name, label) == 0)
			return &o->charset;
	if (label[0] == '\0' || strlen(label) >= LABEL_MAX ||
	    label[strspn(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789-_.:+()")] != '\0' ||
	    !pm_charset_holds_ascii(label) || (o = pm_calloc(1, sizeof *o)) == NULL)
		return NULL;
	memcpy(o->name, label, strlen(label) + 1);
	o->charset = (struct pm_charset){ o->name,
					  o->labels,
					  { o->name, NULL },
					  PM_CHARSET_BYTES };
	o->next = e->others;
	e->others = o;
	return &o->charset;
}

const struct pm_charset *
pm_decide_label(struct pm_encodings *e, const char *label)
{
	const struct pm_charset *known = pm_charset_of(label);

	if (known == NULL)
		return find_other(e, label);
	return known->iconv[0] == NULL || known->kind == PM_CHARSET_WIDE ? NULL : known;
}

enum pm_status
pm_encodings_open(struct pm_encodings **out, const char *given, struct pm_error *err)
{
	struct pm_encodings *e = pm_calloc(1, sizeof *e);
	struct pm_convert probe;
	enum pm_status st = PM_OK;

	*out = NULL;
	if (e == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&e->sample, PM_BUF_NO_LIMIT);
	if (given != NULL) {
		e->given = pm_charset_of(given);
		if (e->given == NULL)
			e->given = find_other(e, given);
		if (e->given == NULL || e->given->iconv[0] == NULL) {
			st = pm_fail(err, PM_ERR_USAGE, "no encoding is called '%s'",
				     given);
		} else {
			st = pm_convert_open(&probe, e->given, PM_NULS_REPLACED, err);
			pm_convert_close(&probe);
		}
	}
	if (st < 0)
		pm_encodings_free(e);
	else
		*out = e;
	return st;
}

void
pm_encodings_free(struct pm_encodings *e)
{
	struct other *o, *next;

	if (e == NULL)
		return;
	for (o = e->others; o != NULL; o = next) {
		next = o->next;
		free(o);
	}
	pm_guess_free(e->guess);
	pm_buf_release(&e->sample);
	free(e);
}

enum pm_status
pm_decide_beginning(const struct pm_encodings *e, const char *bytes, size_t len,
		    struct pm_decision *d)
{
	d->charset = pm_find_mark(bytes, len, &d->mark);
	d->by = PM_ENCODING_MARK;
	if (d->charset != NULL)
		return PM_OK;
	d->charset = e->given;
	d->by = PM_ENCODING_GIVEN;
	if (d->charset != NULL)
		return PM_OK;
	if (len > 0 && memchr(bytes, PM_ESCAPE, len) != NULL && pm_is_2022_jp(bytes, len)) {
		d->charset = pm_charset_of("iso-2022-jp");
		d->by = PM_ENCODING_ESCAPES;
		return PM_OK;
	}
	return PM_ABSENT;
}

/* Whether it is UTF-8 in the main.  What passed before says more than few strays. */
static bool
is_mixed(const struct pm_shapes *here, const struct pm_shapes *before)
{
	struct pm_shapes all = *here;

	/* NULs alone, or nothing but a sequence that the end cuts */
	if (here->valid + here->odd + here->stray == 0)
		return here->cut == 0 || (before != NULL && before->valid > 0);
	if (pm_shapes_are_utf8(here))
		return true;
	if (before == NULL || here->stray >= FEW_STRAYS)
		return false;
	all.valid += before->valid;
	return pm_shapes_are_utf8(&all);
}

static enum pm_status
guess(struct pm_encodings *e, const char *bytes, size_t len,
      const struct pm_charset **charset, struct pm_error *err)
{
	enum pm_status st = PM_OK;

	*charset = NULL;
	if (e->guess == NULL)
		st = pm_guess_new(&e->guess, err);
	if (st < 0)
		return st;
	pm_buf_clear(&e->sample);
	pm_guess_take_sample(&e->sample, bytes, len);
	if (e->sample.status < 0)
		return pm_fail_nomem(err);
	if (e->sample.len > 0)
		*charset = pm_guess_charset(e->guess, pm_buf_str(&e->sample),
					    e->sample.len);
	return PM_OK;
}

enum pm_status
pm_decide(struct pm_encodings *e, const char *bytes, size_t len,
	  const struct pm_shapes *before, const struct pm_charset *declared,
	  struct pm_decision *d, struct pm_error *err)
{
	struct pm_shapes here = { 0 };
	enum pm_status st;

	d->mark = 0;
	d->charset = before == NULL ? pm_find_zeros(bytes, len) : NULL;
	d->by = PM_ENCODING_ZEROS;
	if (d->charset != NULL)
		return PM_OK;
	pm_shapes_count(&here, bytes, len);
	d->charset = pm_charset_of("utf-8");
	d->by = PM_ENCODING_MIXED;
	if (is_mixed(&here, before))
		return PM_OK;
	d->charset = declared;
	d->by = PM_ENCODING_DECLARED;
	if (d->charset != NULL && (d->charset->kind != PM_CHARSET_UTF8 ||
				   here.valid + here.odd >= here.stray + here.cut))
		return PM_OK;
	d->charset = e->given;
	d->by = PM_ENCODING_GIVEN;
	if (d->charset != NULL)
		return PM_OK;
	st = guess(e, bytes, len, &d->charset, err);
	d->by = PM_ENCODING_GUESSED;
	if (st == PM_OK && d->charset != NULL && d->charset->kind == PM_CHARSET_UTF8)
		d->by = PM_ENCODING_MIXED;
	if (st < 0 || d->charset != NULL)
		return st;
	d->charset = pm_charset_of("windows-1252");
	d->by = PM_ENCODING_FALLBACK;
	return PM_OK;
}

enum pm_status
pm_decide_open(struct pm_decision *d, struct pm_convert *c, enum pm_nuls nuls,
	       struct pm_error *err)
{
	enum pm_status st = pm_convert_open(c, d->charset, nuls, err);

	/* declared or guessed, but not on this system */
	if (st != PM_ERR_USAGE)
		return st;
	pm_convert_close(c);
	d->by = PM_ENCODING_FALLBACK;
	d->charset = pm_charset_of("windows-1252");
	return pm_convert_open(c, d->charset, nuls, err);
}

enum pm_status
pm_decide_convert(struct pm_decision *d, struct pm_buf *out, const char *bytes,
		  size_t len, struct pm_encoded *how, struct pm_error *err)
{
	struct pm_convert c;
	enum pm_status st = pm_decide_open(d, &c, how->nuls, err);

	if (st == PM_OK) {
		pm_convert_put(&c, out, bytes, len, PM_PIECE_LAST);
		st = pm_buf_check(out, "the text", err);
	}
	how->name = d->charset->name;
	how->by = d->by;
	how->replaced = c.replaced;
	how->strays = c.strays;
	how->controls = c.controls;
	pm_convert_close(&c);
	return st;
}
