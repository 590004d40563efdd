/* Pressmark - XML files: feeds, news, papers, editions, wikis.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The root element says of which family a file is (xml_family.h), the family which of its
 * elements are articles, and these are read one after the other: of the file no more than
 * one of them is held.  A file of no family is looked through for elements that look like
 * articles (xml_other.c); if it has none, it is one itself. */
#include "corpus/formats/format.h"
#include "corpus/formats/one_of.h"
#include "corpus/formats/text.h"
#include "corpus/formats/xml_events.h"
#include "corpus/formats/xml_family.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an entry may have besides its text. */
#define ENTRY_SLACK ((size_t)1 << 20)
/* What a node takes: the array of them grows by half. */
#define NODE_BYTES (2 * sizeof(struct pm_xml_node))
/* What is kept of what stands outside of entries. */
#define OUTSIDE_BYTES ((size_t)1 << 20)
#define OUTSIDE_NODES 10000u
/* How deep a root of a family may stand in a file of another kind. */
#define FAMILY_DEPTH 6u

static const struct pm_xml_family *const FAMILIES[] = {
	&pm_xml_rss,	 &pm_xml_atom,	 &pm_xml_nitf,	    &pm_xml_newsml_g2,
	&pm_xml_newsml,	 &pm_xml_rcv1,	 &pm_xml_mediawiki, &pm_xml_tei,
	&pm_xml_jats,	 &pm_xml_pubmed, &pm_xml_alto,	    &pm_xml_fedreg,
	&pm_xml_factiva,
};
#define N_FAMILIES (sizeof FAMILIES / sizeof *FAMILIES)

struct xml_state {
	const struct pm_reader_options *options;
	/* without one that is given for all texts: files declare theirs */
	struct pm_encodings *encodings;
	struct pm_xml xml;
	bool is_open;
	struct pm_xml_job job;

	const struct pm_xml_family *family; /* NULL: none so far */
	struct pm_xml_guess *guess;	    /* of a file of no family */
	char root[64];
	unsigned depth;
	uint32_t path[PM_XML_DEPTH_MAX + 2];		/* the nodes that are open */
	struct pm_xml_mark marks[PM_XML_DEPTH_MAX + 2]; /* before each of them */
	uint64_t numbers[PM_XML_DEPTH_MAX + 2];		/* entries before each of them */

	unsigned entry;		   /* the depth of the entry that is open; 0: none */
	bool handed;		   /* its article has been handed out */
	struct pm_xml_mark newest; /* before the first element family->newest */
	bool has_newest;
	uint64_t bytes, repairs; /* of the file, up to the last entry */
	bool told;
};

/* --- the file ----------------------------------------------------------- */

static void *
xml_make(const struct pm_format_setting *setting)
{
	const struct pm_reader_options *o = setting->options;
	struct xml_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	if (pm_encodings_open(&s->encodings, NULL, NULL) < 0) {
		free(s);
		return NULL;
	}
	s->options = o;
	pm_xml_tree_init(&s->job.tree,
			 o->max_text > SIZE_MAX - ENTRY_SLACK ? SIZE_MAX
							      : o->max_text + ENTRY_SLACK,
			 o->memory > 0 ? o->memory / NODE_BYTES : SIZE_MAX);
	pm_draft_init(&s->job.draft);
	pm_buf_init(&s->job.text, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->job.line, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->job.html, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->job.names, PM_BUF_NO_LIMIT);
	return s;
}

static void
xml_trim(void *state)
{
	struct xml_state *s = state;
	struct pm_buf *const bufs[] = { &s->job.text, &s->job.line, &s->job.html };
	size_t i;

	for (i = 0; i < sizeof bufs / sizeof *bufs; i++)
		pm_buf_release(bufs[i]);
	pm_draft_clear(&s->job.draft);
}

static void
xml_free(void *state)
{
	struct xml_state *s = state;

	xml_trim(s);
	pm_buf_release(&s->job.names);
	pm_draft_release(&s->job.draft);
	pm_xml_tree_release(&s->job.tree);
	pm_encodings_free(s->encodings);
	free(s->guess);
	free(s);
}

static enum pm_status
xml_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct xml_state *s = state;
	enum pm_status st;

	pm_xml_tree_trim(&s->job.tree);
	pm_xml_tree_clear(&s->job.tree);
	pm_buf_clear(&s->job.names);
	s->job.n_left = 0;
	s->job.number = 0;
	s->family = NULL;
	free(s->guess);
	s->guess = NULL;
	s->root[0] = '\0';
	s->depth = s->entry = 0;
	s->handed = s->has_newest = s->told = false;
	s->bytes = s->repairs = 0;
	s->is_open = true;
	st = pm_xml_open(&s->xml, source->stream, s->encodings, err);
	return st == PM_END ? pm_fail(err, PM_ERR_INPUT, "empty file") : st;
}

static void
xml_close(void *state)
{
	struct xml_state *s = state;

	if (s->is_open)
		pm_xml_close(&s->xml);
	s->is_open = false;
}

/* --- what the file is ---------------------------------------------------- */

/* The root, or an element near it, has begun: of which family is the file?  "article" is
 * what many call theirs, so that one must say more. */
static enum pm_status
choose_family(struct xml_state *s, const struct pm_xml_event *e, struct pm_error *err)
{
	bool common = strcmp(e->name, "article") == 0 && s->depth > 1;
	size_t i;

	for (i = 0; common && i < e->n_attrs; i++)
		common = strcmp(e->attrs[i].name, "article-type") != 0;
	/* and what is called "feed" is Atom by its namespace alone */
	if (strcmp(e->name, "feed") == 0)
		common = e->uri == NULL || (strstr(e->uri, "Atom") == NULL &&
					    strstr(e->uri, "purl.org/atom") == NULL);
	for (i = 0; i < N_FAMILIES && !common; i++)
		if (pm_is_one_of(e->name, FAMILIES[i]->roots)) {
			s->family = FAMILIES[i];
			return PM_OK;
		}
	if (s->depth > 1 || s->guess != NULL)
		return PM_OK;
	snprintf(s->root, sizeof s->root, "%s", e->name);
	s->guess = pm_calloc(1, sizeof *s->guess);
	if (s->guess == NULL)
		return pm_fail_nomem(err);
	pm_xml_guess_begin(s->guess);
	return PM_OK;
}

/* --- entries ------------------------------------------------------------ */

/* An entry begins, at DEPTH, which is this element or one that it is in. */
static void
begin_entry(struct xml_state *s, unsigned depth)
{
	s->entry = depth;
	s->job.number++;
	s->has_newest = false;
	if (s->guess != NULL && s->guess->name == NULL && s->family == NULL &&
	    s->path[depth] != 0) {
		s->guess->name = pm_xml_node(&s->job.tree, s->path[depth])->name;
		s->guess->depth = depth;
	}
}

/* Whether more may be kept of what stands outside of entries: of a file that may be one
 * article as a whole, all. */
static bool
keeps_outside(const struct xml_state *s)
{
	return (s->family == NULL && s->guess != NULL && s->guess->name == NULL) ||
	       (s->job.tree.n < OUTSIDE_NODES && s->job.tree.bytes.len < OUTSIDE_BYTES);
}

/* Of elements of which only the last counts, the ones before are taken back. */
static void
heed_newest(struct xml_state *s, const char *name)
{
	struct pm_xml_tree *t = &s->job.tree;

	if (s->family == NULL || s->family->newest == NULL || s->depth != s->entry + 1 ||
	    strcmp(name, s->family->newest) != 0)
		return;
	if (s->has_newest)
		pm_xml_tree_rewind(t, &s->newest);
	else
		s->newest = pm_xml_tree_mark(t);
	s->has_newest = true;
}

static enum pm_status
on_start(struct xml_state *s, const struct pm_xml_event *e, struct pm_error *err)
{
	struct pm_xml_tree *t = &s->job.tree;
	unsigned depth = ++s->depth, entry = 0;
	enum pm_status st;

	if (s->entry > 0)
		heed_newest(s, e->name);
	else if (s->family == NULL && depth <= FAMILY_DEPTH &&
		 (st = choose_family(s, e, err)) < 0)
		return st;
	s->marks[depth] = pm_xml_tree_mark(t);
	s->numbers[depth] = s->job.number;
	s->path[depth] = pm_xml_tree_start(t, e);
	if (s->entry == 0 && s->family != NULL)
		entry = pm_is_one_of(e->name, s->family->entries) ? depth : 0;
	else if (s->entry == 0)
		entry = pm_xml_guess_start(s->guess, e, depth);
	if (entry > 0)
		begin_entry(s, entry);
	return t->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static void
on_text(struct xml_state *s, const struct pm_xml_event *e)
{
	if (s->entry > 0 || (keeps_outside(s) && !pm_xml_is_blank(e->text, e->len)))
		pm_xml_tree_text(&s->job.tree, e->text, e->len);
}

/* An element outside of entries has ended: it stays, for what it may say of entries to
 * come, unless there were entries in it, or it is too much.  What a file of no family has
 * beside its articles is counted. */
static void
end_outside(struct xml_state *s)
{
	struct pm_xml_tree *t = &s->job.tree;
	bool beside = s->family == NULL && s->guess->name != NULL &&
		      s->depth == s->guess->depth && s->numbers[s->depth] == s->job.number;

	if (beside && (s->path[s->depth] == 0 || pm_xml_has_text(t, s->path[s->depth])))
		pm_xml_leave_out(&s->job, "element beside the articles",
				 "elements beside the articles");
	if (beside || s->numbers[s->depth] != s->job.number || !keeps_outside(s))
		pm_xml_tree_rewind(t, &s->marks[s->depth]);
}

/* An article is too large for the tree. */
static enum pm_status
refuse(const struct xml_state *s, struct pm_error *err)
{
	if (s->job.tree.crowded)
		return pm_fail(err, PM_ERR_LIMIT,
			       "the article has more elements than --memory permits");
	return pm_fail(err, PM_ERR_LIMIT, "the article is larger than %zu bytes",
		       s->job.tree.max_bytes);
}

/* Put the article of the entry that has ended together. */
static enum pm_status
read_entry(struct xml_state *s, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_xml_job *job = &s->job;
	uint64_t repairs = s->xml.source.replaced + s->xml.source.encoded.replaced;
	uint32_t node = s->path[s->entry];
	enum pm_status st;

	entry->encoding = pm_text_encoding(&s->xml.source.encoded);
	entry->bytes = s->xml.source.bytes - s->bytes;
	s->bytes = s->xml.source.bytes;
	if (s->entry > 1) {
		entry->unit = "article";
		entry->number = job->number;
	}
	if (job->tree.full)
		return refuse(s, err);
	pm_draft_clear(&job->draft);
	job->made_text = false;
	st = s->family != NULL ? s->family->read(job, node, err)
			       : pm_xml_read_other(job, node, err);
	if (st != PM_OK)
		return st;
	st = pm_draft_object(&job->draft, &entry->object, err);
	entry->keeps_markup = job->made_text;
	entry->repairs = job->draft.repairs + repairs - s->repairs;
	s->repairs = repairs;
	return st;
}

/* --- notes -------------------------------------------------------------- */

static void
note(struct xml_state *s, const struct pm_entry *entry, const char *text)
{
	if (s->options->remark != NULL)
		s->options->remark(s->options->skip_ctx, entry->article->file, 0, text);
}

/* What was left out of the file. */
static void
tell_left_out(struct xml_state *s, const struct pm_entry *entry)
{
	const struct pm_xml_job *job = &s->job;
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < job->n_left; i++) {
		const struct pm_xml_left *l = &job->left[i];

		if (i > 0)
			pm_buf_puts(&text, i + 1 < job->n_left ? ", " : " and ");
		pm_buf_put_grouped(&text, l->n);
		pm_buf_printf(&text, " %s", l->n == 1 ? l->one : l->many);
	}
	if (job->n_left > 0) {
		pm_buf_puts(&text, job->n_left == 1 && job->left[0].n == 1
					   ? " is left out"
					   : " are left out");
		note(s, entry, pm_buf_str(&text));
	}
	pm_buf_release(&text);
}

/* What was mended. */
static void
tell_mended(struct xml_state *s, const struct pm_entry *entry)
{
	const struct pm_xml_source *source = &s->xml.source;
	const struct {
		uint64_t n;
		const char *one, *many;
	} notes[] = {
		{ source->controls, "control character was read as a blank",
		  "control characters were read as blanks" },
		{ s->xml.n_unknown, "entity that is not known stays as it is written",
		  "entities that are not known stay as they are written" },
	};
	struct pm_buf text;
	size_t i;

	for (i = 0; i < sizeof notes / sizeof *notes; i++) {
		if (notes[i].n == 0)
			continue;
		pm_buf_init(&text, PM_BUF_NO_LIMIT);
		pm_buf_put_grouped(&text, notes[i].n);
		pm_buf_printf(&text, " %s",
			      notes[i].n == 1 ? notes[i].one : notes[i].many);
		note(s, entry, pm_buf_str(&text));
		pm_buf_release(&text);
	}
}

static void
tell(struct xml_state *s, const struct pm_entry *entry)
{
	if (s->told)
		return;
	s->told = true;
	if (s->job.number > 0 || s->handed)
		pm_text_tell_doubt(s->options, entry->article->file,
				   &s->xml.source.encoded);
	tell_left_out(s, entry);
	tell_mended(s, entry);
}

/* The file of no family has ended, and has no entries: all of it is one. */
static enum pm_status
read_whole(struct xml_state *s, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_error text;
	enum pm_status st;

	s->entry = 1;
	s->handed = true;
	if (s->job.tree.full)
		return refuse(s, err);
	pm_draft_clear(&s->job.draft);
	s->job.made_text = false;
	st = pm_xml_read_all(&s->job, 0, err); /* of all roots */
	if (st == PM_OK)
		st = pm_draft_object(&s->job.draft, &entry->object, err);
	entry->keeps_markup = s->job.made_text;
	entry->bytes = s->xml.source.bytes;
	entry->encoding = pm_text_encoding(&s->xml.source.encoded);
	entry->repairs = s->job.draft.repairs + s->xml.source.replaced +
			 s->xml.source.encoded.replaced;
	pm_fail(&text, PM_OK,
		"an XML file of a kind that is not known (root '%s'): all of its text is "
		"one article",
		s->root);
	note(s, entry, text.text);
	return st;
}

/* --- the loop ----------------------------------------------------------- */

/* An element ends.  PM_OK: and with it an entry, which is in *ENTRY; PM_ABSENT: go on; or
 * why the entry is none. */
static enum pm_status
on_end(struct xml_state *s, struct pm_entry *entry, struct pm_error *err)
{
	enum pm_status st = PM_ABSENT;

	pm_xml_tree_end(&s->job.tree);
	if (s->entry == s->depth) {
		st = read_entry(s, entry, err);
		if (st == PM_DECLINED)
			st = PM_ABSENT;
		pm_xml_tree_rewind(&s->job.tree, &s->marks[s->entry]);
		s->entry = 0;
	} else if (s->entry == 0) {
		end_outside(s);
	}
	s->depth--;
	return st;
}

static enum pm_status
xml_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct xml_state *s = state;
	struct pm_xml_event e;
	struct pm_error why;
	enum pm_status st;

	while ((st = pm_xml_next(&s->xml, &e, &why)) == PM_OK) {
		if (e.type == PM_XML_TEXT) {
			on_text(s, &e);
			st = PM_ABSENT;
		} else if (e.type == PM_XML_START) {
			if ((st = on_start(s, &e, err)) < 0)
				return st;
			st = PM_ABSENT;
		} else {
			st = on_end(s, entry, err);
		}
		if (st != PM_ABSENT)
			return st;
		if (s->job.tree.status < 0)
			return pm_fail_nomem(err);
	}
	if (st == PM_END && s->guess != NULL && s->family == NULL && s->job.number == 0 &&
	    !s->handed)
		return read_whole(s, entry, err);
	tell(s, entry);
	if (st < 0)
		*err = why;
	else if (s->job.number == 0 && !s->handed)
		return pm_fail(err, PM_ERR_INPUT, "no article is in it");
	return st;
}

/* --- which files are XML ------------------------------------------------- */

/* A root of a family; what else is XML its name has to say.  "article" is no sure sign. */
static bool
xml_looks(const struct pm_head *head)
{
	struct pm_str root;
	char name[32];
	size_t i;

	if (!pm_head_root(head, &root) || root.len >= sizeof name)
		return false;
	memcpy(name, root.data, root.len);
	name[root.len] = '\0';
	for (i = 0; i < N_FAMILIES && strcmp(name, "article") != 0; i++)
		if (pm_is_one_of(name, FAMILIES[i]->roots))
			return true;
	return false;
}

const struct pm_format pm_format_xml = {
	.name = "XML",
	.suffixes = ".xml .rss .atom .rdf .nitf .tei",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_MANY,
	.looks = xml_looks,
	.make = xml_make,
	.free = xml_free,
	.open = xml_open,
	.next = xml_next,
	.close = xml_close,
	.trim = xml_trim,
};
