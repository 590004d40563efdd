/* Pressmark - books, .epub.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An EPUB is a zip archive of pages of XHTML.  META-INF/container.xml names the package,
 * which says what the book is called, which files it has, and in what order they are read;
 * the page that lists the contents is left out.  A book is one article: the text of its
 * pages, all of it, with headings as paragraphs.
 *
 * The archive is read once for its pages, in the order in which it has them; their texts
 * are kept until all are there.  Memory is bounded by the limit of a text, and what an
 * archive unpacks to by RATIO_MAX. */
#include "corpus/containers/container.h"
#include "corpus/encoding/page_bytes.h"
#include "corpus/formats/draft.h"
#include "corpus/formats/dublin.h"
#include "corpus/formats/format.h"
#include "corpus/formats/office_text.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"
#include "corpus/page/fragment.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)256 << 20)
#define PAGE_MAX ((size_t)32 << 20)
#define PAGES_MAX 20000u
/* What honest books unpack to. */
#define RATIO_MAX 200u
#define UNPACKED_FREE ((uint64_t)64 << 20)

/* A page of the book. */
struct leaf {
	char *path; /* in the archive */
	struct pm_buf text;
	bool found;
};

struct epub_state {
	struct pm_single file;
	struct pm_encodings *encodings;
	const char *encoding; /* of the first page that is not in UTF-8; NULL: all are */
	uint64_t repairs;
	PM_BUF_GROUP(bytes, xml, utf8, title, text, html);
	struct leaf *leaves;
	size_t n_leaves, leaves_cap;
	size_t n_sealed; /* pages that cannot be read, since they are encrypted */
	struct pm_draft draft;
};

static void *
epub_make(const struct pm_format_setting *setting)
{
	struct epub_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	s->encodings = setting->encodings;
	pm_bufs_init(s->bufs, PM_BUFS(s));
	pm_draft_init(&s->draft);
	return s;
}

static void
epub_trim(void *state)
{
	struct epub_state *s = state;

	pm_bufs_release(s->bufs, PM_BUFS(s));
}

static void
forget_leaves(struct epub_state *s)
{
	size_t i;

	for (i = 0; i < s->n_leaves; i++) {
		free(s->leaves[i].path);
		pm_buf_release(&s->leaves[i].text);
	}
	s->n_leaves = s->n_sealed = 0;
}

static void
epub_free(void *state)
{
	struct epub_state *s = state;

	epub_trim(s);
	forget_leaves(s);
	free(s->leaves);
	pm_draft_release(&s->draft);
	free(s);
}

/* --- the package -------------------------------------------------------- */

static enum pm_status
read_xml(struct epub_state *s, const char *name, xmlDoc **doc, struct pm_error *err)
{
	struct pm_container *box;
	struct pm_stream *member;
	enum pm_status st = pm_office_member(&box, &member, s->bytes.data, s->bytes.len,
					     name, s->file.watch, err);

	*doc = NULL;
	if (st == PM_ABSENT)
		return pm_fail(err, PM_ERR_INPUT, "no book: '%s' is not in it", name);
	if (st != PM_OK)
		return st;
	st = pm_text_read(&s->xml, member, PM_DUBLIN_MAX, err);
	pm_container_free(box);
	if (st < 0)
		return st;
	*doc = pm_dublin_parse(pm_buf_str(&s->xml), s->xml.len);
	return *doc == NULL ? pm_fail(err, PM_ERR_INPUT, "'%s' is no XML", name) : PM_OK;
}

/* The first element of that name, in document order. */
static const xmlNode *
find_element(const xmlNode *node, const char *name)
{
	const xmlNode *found;

	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)node->name, name) == 0)
			return node;
		if ((found = find_element(node->children, name)) != NULL)
			return found;
	}
	return NULL;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	     : c >= 'a' && c <= 'f' ? c - 'a' + 10
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10
				    : -1;
}

/* The path that HREF means beside the package at PACKAGE: without %20, . and .. */
static char *
resolve(const char *package, const char *href)
{
	const char *slash = strrchr(package, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - package), n = folder;
	char *path = malloc(folder + strlen(href) + 1);

	if (path == NULL)
		return NULL;
	memcpy(path, package, folder);
	while (*href != '\0' && *href != '#') {
		if (strncmp(href, "./", 2) == 0 && (n == 0 || path[n - 1] == '/')) {
			href += 2;
		} else if (strncmp(href, "../", 3) == 0 && n > 0 && path[n - 1] == '/') {
			for (n--; n > 0 && path[n - 1] != '/'; n--)
				;
			href += 3;
		} else if (*href == '%' && hex(href[1]) >= 0 && hex(href[2]) >= 0) {
			path[n++] = (char)(hex(href[1]) * 16 + hex(href[2]));
			href += 3;
		} else {
			path[n++] = *href++;
		}
	}
	path[n] = '\0';
	return path;
}

static enum pm_status
add_leaf(struct epub_state *s, const char *package, const char *href, struct pm_error *err)
{
	enum pm_status st;
	struct leaf *leaf;

	if (s->n_leaves == PAGES_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "the book has more than %u pages",
			       PAGES_MAX);
	st = pm_grow(&s->leaves, &s->leaves_cap, s->n_leaves + 1, sizeof *s->leaves, err);
	if (st < 0)
		return st;
	leaf = &s->leaves[s->n_leaves];
	*leaf = (struct leaf){ .path = resolve(package, href) };
	pm_buf_init(&leaf->text, PM_BUF_NO_LIMIT);
	if (leaf->path == NULL)
		return pm_fail_nomem(err);
	s->n_leaves++;
	return PM_OK;
}

/* An item of the manifest. */
struct item {
	char *id;
	char *href;
	bool is_page;
};

static int
compare_items(const void *x, const void *y)
{
	const struct item *a = x, *b = y;

	return strcmp(a->id, b->id);
}

static bool
has_word(const char *text, const char *word)
{
	return text != NULL && strstr(text, word) != NULL;
}

static bool
is_page(const xmlNode *node)
{
	char *type = pm_dublin_attribute(node, "media-type");
	char *properties = pm_dublin_attribute(node, "properties");
	bool yes = (has_word(type, "xhtml") || has_word(type, "text/html") ||
		    has_word(type, "oeb1-document")) &&
		   !has_word(properties, "nav");

	xmlFree(type);
	xmlFree(properties);
	return yes;
}

/* The items of the manifest, by their ids; as many as there may be pages. */
static size_t
read_manifest(const xmlNode *manifest, struct item *items)
{
	const xmlNode *node = manifest == NULL ? NULL : manifest->children;
	size_t n = 0;

	for (; node != NULL && n < PAGES_MAX; node = node->next) {
		struct item *item = &items[n];

		if (node->type != XML_ELEMENT_NODE)
			continue;
		item->id = pm_dublin_attribute(node, "id");
		item->href = pm_dublin_attribute(node, "href");
		item->is_page = is_page(node);
		if (item->id != NULL && item->href != NULL) {
			n++;
			continue;
		}
		xmlFree(item->id);
		xmlFree(item->href);
	}
	qsort(items, n, sizeof *items, compare_items);
	return n;
}

static enum pm_status
read_spine(struct epub_state *s, const xmlNode *spine, const char *package,
	   const struct item *items, size_t n, struct pm_error *err)
{
	const xmlNode *node = spine == NULL ? NULL : spine->children;
	enum pm_status st = PM_OK;

	for (; node != NULL && st == PM_OK; node = node->next) {
		struct item key = { NULL, NULL, false }, *item;

		if (node->type != XML_ELEMENT_NODE)
			continue;
		key.id = pm_dublin_attribute(node, "idref");
		item = key.id == NULL
			     ? NULL
			     : bsearch(&key, items, n, sizeof *items, compare_items);
		xmlFree(key.id);
		if (item != NULL && item->is_page)
			st = add_leaf(s, package, item->href, err);
	}
	return st;
}

static enum pm_status
read_pages(struct epub_state *s, const xmlNode *root, const char *package,
	   struct pm_error *err)
{
	struct item *items = pm_calloc(PAGES_MAX, sizeof *items);
	enum pm_status st;
	size_t n, i;

	if (items == NULL)
		return pm_fail_nomem(err);
	n = read_manifest(find_element(root, "manifest"), items);
	st = read_spine(s, find_element(root, "spine"), package, items, n, err);
	for (i = 0; i < n; i++) {
		xmlFree(items[i].id);
		xmlFree(items[i].href);
	}
	free(items);
	return st;
}

/* What the book is, and which pages it has. */
static enum pm_status
read_package(struct epub_state *s, struct pm_error *err)
{
	const xmlNode *rootfile;
	char *package = NULL;
	xmlDoc *doc;
	enum pm_status st = read_xml(s, "META-INF/container.xml", &doc, err);

	if (st < 0)
		return st;
	rootfile = find_element(xmlDocGetRootElement(doc), "rootfile");
	if (rootfile != NULL)
		package = pm_dublin_attribute(rootfile, "full-path");
	xmlFreeDoc(doc);
	if (package == NULL)
		return pm_fail(err, PM_ERR_INPUT, "no book: its package is not named");
	st = read_xml(s, package, &doc, err);
	if (st == PM_OK) {
		pm_dublin_read(doc, &s->draft, &s->title);
		st = read_pages(s, xmlDocGetRootElement(doc), package, err);
		xmlFreeDoc(doc);
	}
	xmlFree(package);
	return st;
}

/* --- pages -------------------------------------------------------------- */

static int
compare_leaves(const void *x, const void *y)
{
	const struct leaf *const *a = x, *const *b = y;

	return strcmp((*a)->path, (*b)->path);
}

/* The pages in the order of their paths; NULL if memory runs out. */
static struct leaf **
sort_leaves(struct epub_state *s)
{
	struct leaf **sorted = pm_calloc(s->n_leaves, sizeof *sorted);
	size_t i;

	if (sorted == NULL)
		return NULL;
	for (i = 0; i < s->n_leaves; i++)
		sorted[i] = &s->leaves[i];
	if (s->n_leaves > 0)
		qsort(sorted, s->n_leaves, sizeof *sorted, compare_leaves);
	return sorted;
}

/* The page of that path, which is found now; NULL: there is none, or it was found before.
 * What the book names twice is read once. */
static struct leaf *
find_leaf(struct leaf **sorted, size_t n, const char *path)
{
	size_t low = 0, high = n, i;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(sorted[middle]->path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == n || strcmp(sorted[low]->path, path) != 0 || sorted[low]->found)
		return NULL;
	for (i = low; i < n && strcmp(sorted[i]->path, path) == 0; i++)
		sorted[i]->found = true;
	return sorted[low];
}

/* The page as UTF-8: books have UTF-8 or UTF-16, and older ones what they declare.
 * PM_ABSENT: it is no text. */
static enum pm_status
decode_leaf(struct epub_state *s, struct pm_error *err)
{
	const char *bytes = pm_buf_str(&s->xml);
	struct pm_encoded how = { .declared = NULL };
	enum pm_status st;

	if (!pm_encoding_page_holds_controls(s->encodings, bytes, s->xml.len) &&
	    pm_plain_is_binary(bytes, s->xml.len))
		return PM_ABSENT;
	pm_buf_clear(&s->utf8);
	st = pm_encoding_decode_page(s->encodings, &s->utf8, bytes, s->xml.len, &how, err);
	if (st == PM_OK && s->encoding == NULL)
		s->encoding = pm_text_encoding(&how);
	s->repairs += how.replaced;
	return st;
}

static enum pm_status
read_leaf(struct epub_state *s, struct leaf *leaf, struct pm_stream *member,
	  uint64_t *unpacked, size_t *total, struct pm_error *err)
{
	enum pm_status st = pm_text_read(&s->xml, member, PAGE_MAX, err);

	if (st == PM_ERR_INPUT && s->xml.len == 0)
		return PM_OK; /* an empty page */
	if (st < 0)
		return st;
	*unpacked += s->xml.len;
	if (*unpacked > UNPACKED_FREE && *unpacked / RATIO_MAX > s->bytes.len)
		return pm_fail(err, PM_ERR_LIMIT,
			       "its pages unpack to more than %u times the file",
			       RATIO_MAX);
	st = decode_leaf(s, err);
	s->n_sealed += st == PM_ABSENT;
	if (st != PM_OK)
		return st == PM_ABSENT ? PM_OK : st;
	st = pm_fragment_text(pm_buf_str(&s->utf8), s->utf8.len, &s->html, err);
	if (st < 0)
		return st;
	*total += s->html.len + 2;
	if (*total > s->file.options->max_text)
		return pm_fail(err, PM_ERR_LIMIT, "the text is larger than %zu bytes",
			       s->file.options->max_text);
	pm_buf_put(&leaf->text, s->html.data, s->html.len);
	return pm_buf_check(&leaf->text, "the text", err);
}

static enum pm_status
read_leaves(struct epub_state *s, struct pm_error *err)
{
	struct pm_stream *all, *member;
	struct pm_container *box;
	const char *path, *reason;
	uint64_t unpacked = 0;
	size_t total = 0;
	struct leaf *leaf, **sorted = sort_leaves(s);
	enum pm_status st = sorted == NULL
				  ? pm_fail_nomem(err)
				  : pm_memory_open(&all, s->bytes.data, s->bytes.len,
						   s->file.watch, err);

	if (st < 0 || (st = pm_container_open(&box, all, PM_ZIP, err)) < 0) {
		free(sorted);
		return st;
	}
	while ((st = pm_container_next(box, &path, &member, &reason, err)) == PM_OK) {
		if ((leaf = find_leaf(sorted, s->n_leaves, path)) == NULL)
			continue;
		s->n_sealed += reason != NULL;
		if (reason == NULL)
			st = read_leaf(s, leaf, member, &unpacked, &total, err);
		if (st < 0)
			break;
	}
	pm_container_free(box);
	free(sorted);
	return st == PM_END ? PM_OK : st;
}

/* All pages in their order.  Returns how many are not there. */
static size_t
join_leaves(struct epub_state *s)
{
	size_t missing = 0, i;

	pm_buf_clear(&s->text);
	for (i = 0; i < s->n_leaves; i++) {
		struct leaf *leaf = &s->leaves[i];

		missing += !leaf->found;
		if (leaf->text.len > 0 && s->text.len > 0)
			pm_buf_puts(&s->text, "\n\n");
		pm_buf_put(&s->text, leaf->text.data, leaf->text.len);
		pm_buf_release(&leaf->text);
	}
	return missing;
}

static enum pm_status
read_book(struct epub_state *s, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st, ended;
	size_t missing;

	pm_draft_clear(&s->draft);
	forget_leaves(s);
	s->encoding = NULL;
	s->repairs = 0;
	if (!pm_office_is(s->bytes.data, s->bytes.len))
		return pm_fail(err, PM_ERR_INPUT, "it is no book");
	if ((st = read_package(s, err)) < 0)
		return st;
	ended = read_leaves(s, &why);
	missing = join_leaves(s);
	if (ended >= 0 && s->n_sealed > 0)
		ended = pm_fail(&why, PM_ERR_INPUT, "%zu of its %zu page%s %s encrypted",
				s->n_sealed, s->n_leaves, s->n_leaves == 1 ? "" : "s",
				s->n_sealed == 1 ? "is" : "are");
	if (ended >= 0 && missing > 0)
		ended = pm_fail(&why, PM_ERR_INPUT, "%zu of its %zu page%s %s not in it",
				missing, s->n_leaves, s->n_leaves == 1 ? "" : "s",
				missing == 1 ? "is" : "are");
	if (ended < 0 &&
	    ((ended != PM_ERR_INPUT && ended != PM_ERR_IO) || s->text.len == 0)) {
		*err = why;
		return ended;
	}
	if (pm_dublin_is_title(pm_buf_str(&s->title), s->title.len, s->file.name,
			       s->file.name_len))
		pm_draft_add(&s->draft, "title", 5, pm_buf_str(&s->title), s->title.len);
	pm_draft_add(&s->draft, "text", 4, pm_buf_str(&s->text), s->text.len);
	if ((st = pm_buf_check(&s->text, "the text", err)) == PM_OK)
		st = pm_draft_object(&s->draft, &entry->object, err);
	entry->keeps_markup = true;
	entry->bytes = s->bytes.len;
	entry->repairs = s->draft.repairs + s->repairs;
	entry->encoding = s->encoding;
	if (st == PM_OK && ended < 0)
		pm_text_tell_cut(s->file.options, entry->article->file, &why);
	return st;
}

static enum pm_status
epub_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct epub_state *s = state;
	enum pm_status st;

	if (s->file.stream == NULL)
		return PM_END;
	st = pm_text_read(&s->bytes, s->file.stream, FILE_MAX, err);
	pm_single_close(s);
	return st < 0 ? st : read_book(s, entry, err);
}

const struct pm_format pm_format_epub = {
	.name = "book",
	.suffixes = ".epub",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.make = epub_make,
	.free = epub_free,
	.open = pm_single_open,
	.next = epub_next,
	.close = pm_single_close,
	.trim = epub_trim,
};
