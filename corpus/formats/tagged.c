/* Pressmark - bibliographies with a tag in each line: RIS, MEDLINE, Web of Science.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	TY  - JOUR		PMID- 9001		PT J
 *	TI  - Bridge closed	TI  - Bridge closed	TI Bridge closed
 *	AB  - Nobody knows	AB  - Nobody knows	AB Nobody knows
 *	      why.		      why.		   why.
 *	ER  -						ER
 *
 * A record is an article whose text is its abstract.  Of the tags for a role the first in
 * the order of the lists below is taken; all other tags are fields of their own. */
#include "corpus/formats/export.h"

#include <string.h>

enum how { WHOLE, LIST };

/* What a tag is: the member, and of several the first of these that is there. */
struct role {
	const char *member;
	enum how how;
	const char *tags; /* with blanks between */
};

struct style {
	const char *first;     /* what a record begins with */
	unsigned tag_max;      /* bytes of a tag */
	const char *separator; /* after the tag, and the blanks that fill it */
	const struct role *roles;
	const char *lists; /* tags that may be there several times */
	char line_lists;   /* not NUL: each line of a list is an item */
};

static const struct role RIS_ROLES[] = {
	{ "title", WHOLE, "TI T1 CT BT" },
	{ "text", WHOLE, "AB N2" },
	{ "author", LIST, "AU A1" },
	{ "date", WHOLE, "DA PY Y1" },
	{ "source", WHOLE, "JO JF T2 SO JA J1 J2" },
	{ "url", WHOLE, "UR L2" },
	{ "id", WHOLE, "DO AN ID" },
	{ "language", WHOLE, "LA" },
	{ NULL, WHOLE, NULL },
};
static const struct role MEDLINE_ROLES[] = {
	{ "title", WHOLE, "TI BTI" }, { "text", WHOLE, "AB" },
	{ "author", LIST, "FAU AU" }, { "date", WHOLE, "DP DEP" },
	{ "source", WHOLE, "JT TA" }, { "id", WHOLE, "PMID" },
	{ "language", WHOLE, "LA" },  { NULL, WHOLE, NULL },
};
static const struct role WOS_ROLES[] = {
	{ "title", WHOLE, "TI" },    { "text", WHOLE, "AB" },
	{ "author", LIST, "AF AU" }, { "date", WHOLE, "PD PY" },
	{ "source", WHOLE, "SO" },   { "id", WHOLE, "DI UT" },
	{ "language", WHOLE, "LA" }, { NULL, WHOLE, NULL },
};

static const struct style RIS = {
	"TY  - ", 2, "  -", RIS_ROLES, "KW A2 A3 A4 N1 L1 L2", 0
};
static const struct style MEDLINE = {
	"PMID- ", 4, "- ", MEDLINE_ROLES, "MH OT PT AU FAU AD IS AID GR RN LID SB PHST", 0
};
static const struct style WOS = { "PT ", 2, " ", WOS_ROLES, "AU AF CR C1 OI RI BE CA", 1 };

/* Whether TAG is one of those in LIST. */
static bool
is_in(struct pm_str tag, const char *list)
{
	const char *p = list;

	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, " ");

		if (n == tag.len && memcmp(p, tag.data, n) == 0)
			return true;
		p += n + strspn(p + n, " ");
	}
	return false;
}

/* --- lines -------------------------------------------------------------- */

static bool
is_tag_byte(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The tag of a line; empty: it goes on with the one before it. */
static struct pm_str
tag_of(const struct style *s, struct pm_str line, struct pm_str *value)
{
	struct pm_str tag = { line.data, 0 };
	size_t n = 0, len = strlen(s->separator);

	while (n < line.len && n < s->tag_max && is_tag_byte(line.data[n]))
		n++;
	tag.len = n;
	if (n < 2 || line.data[0] < 'A')
		return (struct pm_str){ NULL, 0 };
	while (n < line.len && n < s->tag_max && line.data[n] == ' ')
		n++;
	*value = (struct pm_str){ line.data + line.len, 0 };
	/* "ER" may end the line, and "ER  -" too */
	if (n == line.len)
		return s == &WOS ? tag : (struct pm_str){ NULL, 0 };
	if (n < s->tag_max || line.len - n < len ||
	    memcmp(line.data + n, s->separator, len) != 0)
		return (struct pm_str){ NULL, 0 };
	*value = pm_str_trim((struct pm_str){ line.data + n + len, line.len - n - len });
	return tag;
}

/* The tags of a record with their values, in x->labels.  *ENDED: it has an end. */
static enum pm_status
read_tags(struct pm_export *x, const struct style *s, struct pm_str record, bool *ended,
	  struct pm_error *err)
{
	struct pm_labels *l = &x->labels;

	l->n = 0;
	*ended = false;
	while (record.len > 0 && !*ended) {
		struct pm_str line = pm_str_line(&record), value, tag;
		enum pm_status st;

		tag = tag_of(s, line, &value);
		*ended = pm_str_is(tag, "ER");
		if (*ended)
			break;
		line = pm_str_trim(line);
		if (tag.len > 0) {
			if ((st = pm_labels_add(l, err)) < 0)
				return st;
			l->at[l->n - 1].name = tag;
			l->at[l->n - 1].value = value;
		} else if (line.len > 0 && l->n > 0) {
			struct pm_str *last = &l->at[l->n - 1].value;

			last->len = (size_t)(line.data + line.len - last->data);
		}
	}
	return PM_OK;
}

/* --- roles -------------------------------------------------------------- */

static bool
has_tag(const struct pm_labels *l, struct pm_str tag)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->at[i].value.len > 0 && l->at[i].name.len == tag.len &&
		    memcmp(l->at[i].name.data, tag.data, tag.len) == 0)
			return true;
	return false;
}

/* The tag that plays a role in this record; empty: none does. */
static struct pm_str
player(const struct pm_labels *l, const struct role *role)
{
	const char *p = role->tags;
	struct pm_str tag;

	while (*p != '\0') {
		tag = (struct pm_str){ p, strcspn(p, " ") };
		if (has_tag(l, tag))
			return tag;
		p += tag.len + strspn(p + tag.len, " ");
	}
	return (struct pm_str){ NULL, 0 };
}

static void
put_value(struct pm_export *x, struct pm_str name, struct pm_str value, enum how how)
{
	pm_buf_clear(&x->text);
	pm_labels_join(&x->text, value);
	value = pm_export_str(&x->text);
	if (value.len > 0 && how == LIST)
		pm_draft_add_item(&x->draft, name.data, name.len, value.data, value.len);
	else
		pm_labels_put(&x->draft, name, value);
}

static void
put(struct pm_export *x, const struct style *s, struct pm_str name,
    const struct pm_labelled *at, enum how how)
{
	struct pm_str rest = at->value;

	if (how == LIST && s->line_lists) {
		while (rest.len > 0)
			put_value(x, name, pm_str_line(&rest), LIST);
		return;
	}
	put_value(x, name, rest, how);
}

/* "1948/07//": what is not known is left empty. */
static void
put_date(struct pm_export *x, const struct style *s, struct pm_str tag,
	 const struct pm_labelled *at)
{
	struct pm_str value = at->value;
	size_t i;

	while (s == &RIS && value.len > 0 && value.data[value.len - 1] == '/')
		value.len--;
	pm_buf_clear(&x->text);
	pm_labels_join(&x->text, value);
	/* the year stands elsewhere: "PD OCT 7", "PY 2003" */
	for (i = 0; s == &WOS && tag.data[1] == 'D' && i < x->labels.n; i++)
		if (pm_str_is(x->labels.at[i].name, "PY")) {
			pm_buf_putc(&x->text, ' ');
			pm_buf_put(&x->text, x->labels.at[i].value.data,
				   x->labels.at[i].value.len);
		}
	pm_export_put(x, "date", pm_export_str(&x->text));
}

static enum pm_status
read_record(struct pm_export *x, const struct style *s, struct pm_str record,
	    struct pm_error *err)
{
	const struct pm_labels *l = &x->labels;
	const struct role *role;
	struct pm_str players[16] = { { NULL, 0 } };
	size_t i, k;
	bool ended;
	enum pm_status st;

	if (record.len < strlen(s->first) ||
	    memcmp(record.data, s->first, strlen(s->first)) != 0)
		return PM_END;
	x->has_fragments = true;
	st = read_tags(x, s, record, &ended, err);
	if (st < 0)
		return st;
	if (!ended && s != &MEDLINE && pm_export_is_last(x))
		return pm_export_cut(x);
	for (k = 0; s->roles[k].member != NULL; k++)
		players[k] = player(l, &s->roles[k]);
	for (i = 0; i < l->n; i++) {
		struct pm_str tag = l->at[i].name;

		for (k = 0; s->roles[k].member != NULL; k++)
			if (players[k].len == tag.len && tag.len > 0 &&
			    memcmp(players[k].data, tag.data, tag.len) == 0)
				break;
		role = &s->roles[k];
		if (role->member != NULL && strcmp(role->member, "date") == 0)
			put_date(x, s, tag, &l->at[i]);
		else if (role->member != NULL)
			put(x, s, (struct pm_str){ role->member, strlen(role->member) },
			    &l->at[i], role->how);
		else
			put(x, s, tag, &l->at[i], is_in(tag, s->lists) ? LIST : WHOLE);
	}
	return PM_OK;
}

/* --- the formats -------------------------------------------------------- */

static bool
begins_with(const char *line, size_t len, const char *text)
{
	return len >= strlen(text) && memcmp(line, text, strlen(text)) == 0;
}

/* Whether the first line that is not blank begins so. */
static bool
head_begins(const struct pm_head *head, const char *text)
{
	struct pm_str rest = { head->text, head->len };

	rest = pm_str_trim(rest);
	return begins_with(rest.data, rest.len, text);
}

static bool
is_ris(const char *line, size_t len)
{
	return begins_with(line, len, "TY  - ");
}

static bool
is_medline(const char *line, size_t len)
{
	return begins_with(line, len, "PMID- ");
}

static bool
is_wos(const char *line, size_t len)
{
	return begins_with(line, len, "PT ");
}

#define FORMAT(name_, find_, is_, style_, what_) \
	static size_t find_(const char *text, size_t len, size_t from, bool whole, \
			    size_t *again) \
	{ \
		return pm_pieces_find_line(text, len, from, whole, again, is_); \
	} \
	static enum pm_status name_##_read(struct pm_export *x, struct pm_str piece, \
					   struct pm_error *err) \
	{ \
		return read_record(x, &(style_), piece, err); \
	} \
	static const struct pm_export_kind name_##_kind = { find_, name_##_read, what_, \
							    PM_EXPORT_TEXT }; \
	static void *name_##_make(const struct pm_format_setting *setting) \
	{ \
		return pm_export_make(setting, &name_##_kind); \
	}

FORMAT(ris, find_ris, is_ris, RIS, "a bibliography in RIS")
FORMAT(medline, find_medline, is_medline, MEDLINE, "a bibliography of MEDLINE")
FORMAT(wos, find_wos, is_wos, WOS, "an export of Web of Science")

static bool
ris_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_TEXT);

	return pm_head_has_line(&top, "TY  - ") &&
	       (pm_head_has_line(head, "ER  -") || pm_head_has_line(&top, "TI  - ") ||
		pm_head_has_line(&top, "T1  - ") || pm_head_has_line(&top, "AU  - ") ||
		pm_head_has_line(&top, "A1  - "));
}

static bool
medline_looks(const struct pm_head *head)
{
	return head_begins(head, "PMID- ");
}

static bool
wos_looks(const struct pm_head *head)
{
	return head_begins(head, "FN ") && pm_head_has_line(head, "VR ");
}

const struct pm_format pm_format_ris = {
	.name = "RIS",
	.suffixes = ".ris",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = ris_looks,
	.make = ris_make,
	PM_EXPORT_FUNCTIONS,
};

const struct pm_format pm_format_medline = {
	.name = "MEDLINE",
	.suffixes = ".nbib",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = medline_looks,
	.make = medline_make,
	PM_EXPORT_FUNCTIONS,
};

const struct pm_format pm_format_wos = {
	.name = "Web of Science",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = wos_looks,
	.make = wos_make,
	PM_EXPORT_FUNCTIONS,
};
