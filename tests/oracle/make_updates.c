/* Pressmark - random updates, and what an index has after each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	make_updates [-s SEED] [-n UPDATES] [-c EACH] DIR POOL...
 *
 * writes a play for tests/oracle/updates.sh into DIR, which is there: for step N a file
 * DIR/N/do of what is done, a line each, and the files that are put into the corpus then:
 *
 *	put NAME	DIR/N/NAME becomes the file NAME of the corpus
 *	touch NAME	rename NAME OTHER	drop NAME
 *	build		update NAME...		add NAME...	add-lines LINES
 *	remove NAME...	remove-file NAME	remove-query QUERY
 *	merge		back		back-to STEP
 *	articles N	so many there must be
 *
 * Step 0 builds.  The rows of the corpus are the lines of the POOLs, JSON each; there are
 * files of rows, with ids and without, of text, pages, and archives with both.  After step
 * EACH, 2 EACH and so on DIR/N/state is a folder of all articles that the index has then, in
 * any order.
 *
 * What these are follows from ARCHITECTURE.md, "Updates", and nothing else: the model knows
 * of files, rows and identities, and not of segments, times or unread files. */
#include "tests/oracle/updates_model.h"

#include "support/buf.h"
#include "support/intern.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define PAST 5 /* steps that can be gone back to: fewer than generations are kept */
#define BATCHES 12

static const char *const endings[N_KINDS] = { "jsonl", "txt", "html", "tar" };

struct file {
	enum kind kind;
	uint32_t name;	       /* a string */
	struct entry *entries; /* of an archive: rows, and one text at the end */
	size_t n, cap;
};

struct play {
	const char *dir;
	uint64_t chance;
	uint32_t step;
	FILE *script; /* of the step */
	struct pm_intern strings;
	uint32_t *pool; /* rows without their ids */
	uint32_t *ids;	/* that they had, or 0 */
	size_t n_pool, pool_cap, ids_cap;
	uint32_t *words;
	size_t n_words, words_cap;
	struct file *files;
	size_t n_files, files_cap;
	uint32_t n_names;
	uint32_t last;		      /* the name of the file that was put last */
	struct state now, past[PAST]; /* past[N % PAST]: after step N */
	bool changed;		      /* the step made another state, by one command */
};

static uint32_t
below(struct play *p, uint32_t n)
{
	p->chance = p->chance * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407);
	return n == 0 ? 0 : (uint32_t)((p->chance >> 33) % n);
}

/* What B says, which is released.  Strings are kept with a NUL. */
static uint32_t
string_of(struct play *p, struct pm_buf *b)
{
	uint32_t id;

	pm_buf_putc(b, '\0');
	need(b->status == PM_OK &&
		     pm_intern(&p->strings, b->data, b->len, &id, NULL) == PM_OK,
	     "out of memory");
	pm_buf_release(b);
	return id;
}

static uint32_t
string(struct play *p, const char *text, size_t len)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_put(&b, text, len);
	return string_of(p, &b);
}

/* Valid until the next new one. */
static const char *
text_of(const struct play *p, uint32_t id)
{
	size_t len;

	return pm_intern_get(&p->strings, id, &len);
}

static void
put(const struct play *p, struct pm_buf *b, uint32_t id)
{
	pm_buf_puts(b, text_of(p, id));
}

/* --- the pool --------------------------------------------------------------- */

/* A line without its id, which is a member on the first level. */
static void
add_line(struct play *p, const char *line, size_t len)
{
	static const char member[] = "\"id\":\"";
	const char *at = memmem(line, len, member, sizeof member - 1);
	const char *end = at == NULL ? NULL
				     : memchr(at + sizeof member - 1, '"',
					      (size_t)(line + len - at) - sizeof member);
	struct pm_buf rest;

	need(len > 2 && line[0] == '{' && line[len - 1] == '}', "a line is no object");
	pm_buf_init(&rest, PM_BUF_NO_LIMIT);
	grow(&p->pool, &p->pool_cap, p->n_pool + 1, sizeof *p->pool);
	grow(&p->ids, &p->ids_cap, p->n_pool + 1, sizeof *p->ids);
	p->ids[p->n_pool] = 0;
	if (at != NULL && end != NULL) {
		const char *id = at + sizeof member - 1;

		p->ids[p->n_pool] = string(p, id, (size_t)(end - id));
		end++;
		/* one of the two commas goes with it */
		if (*end == ',')
			end++;
		else if (at[-1] == ',')
			at--;
		pm_buf_put(&rest, line + 1, (size_t)(at - line) - 1);
		pm_buf_put(&rest, end, (size_t)(line + len - 1 - end));
	} else {
		pm_buf_put(&rest, line + 1, len - 2);
	}
	p->pool[p->n_pool++] = string_of(p, &rest);
}

/* The words of a line that are letters only. */
static void
add_words(struct play *p, const char *line, size_t len)
{
	size_t at = 0, from;

	while (at < len && p->n_words < 20000) {
		from = at;
		while (at < len && ((line[at] | 32) >= 'a' && (line[at] | 32) <= 'z'))
			at++;
		if (at > from + 1 && at < len && line[at] == ' ') {
			grow(&p->words, &p->words_cap, p->n_words + 1, sizeof *p->words);
			p->words[p->n_words++] = string(p, line + from, at - from);
		}
		at += at == from;
	}
}

static void
read_pool(struct play *p, const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	need(f != NULL, "a pool cannot be opened");
	while ((n = getline(&line, &size, f)) > 0) {
		add_line(p, line, (size_t)n - (line[n - 1] == '\n'));
		add_words(p, line, (size_t)n);
	}
	free(line);
	fclose(f);
}

/* --- entries ------------------------------------------------------------------ */

static uint32_t
new_body(struct play *p, uint32_t row)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put(p, &b, row);
	pm_buf_printf(&b, ",\"batch\":\"zq%u\"", (unsigned)below(p, BATCHES));
	return string_of(p, &b);
}

static struct entry
new_row(struct play *p)
{
	size_t i = below(p, (uint32_t)p->n_pool);
	struct entry e = { ROWS, p->ids[i], new_body(p, p->pool[i]) };

	return e;
}

static void
put_words(struct play *p, struct pm_buf *b, uint32_t n)
{
	while (n-- > 0) {
		put(p, b, p->words[below(p, (uint32_t)p->n_words)]);
		pm_buf_putc(b, n > 0 ? ' ' : '.');
	}
}

static struct entry
new_text(struct play *p)
{
	struct entry e = { TEXT, 0, 0 };
	uint32_t n = 1 + below(p, 4);
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put_words(p, &b, 2 + below(p, 6));
	while (n-- > 0) {
		pm_buf_puts(&b, "\n\n");
		put_words(p, &b, 10 + below(p, 60));
	}
	pm_buf_putc(&b, '\n');
	e.body = string_of(p, &b);
	return e;
}

static struct entry
new_page(struct play *p)
{
	struct entry e = { PAGE, 0, 0 };
	uint32_t n = 2 + below(p, 4);
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<!DOCTYPE html>\n<html lang=\"en\"><head><title>");
	put_words(p, &b, 2 + below(p, 6));
	pm_buf_puts(&b, "</title></head>\n<body><article>\n");
	while (n-- > 0) {
		pm_buf_puts(&b, "<p>");
		put_words(p, &b, 20 + below(p, 60));
		pm_buf_puts(&b, "</p>\n");
	}
	pm_buf_puts(&b, "</article></body></html>\n");
	e.body = string_of(p, &b);
	return e;
}

static void
insert(struct file *f, size_t at, struct entry e)
{
	grow(&f->entries, &f->cap, f->n + 1, sizeof *f->entries);
	memmove(&f->entries[at + 1], &f->entries[at], (f->n - at) * sizeof e);
	f->entries[at] = e;
	f->n++;
}

static struct entry
take_out(struct file *f, size_t at)
{
	struct entry e = f->entries[at];

	f->n--;
	memmove(&f->entries[at], &f->entries[at + 1], (f->n - at) * sizeof e);
	return e;
}

/* How many rows a file has. */
static size_t
rows_of(const struct file *f)
{
	return f->kind == ROWS ? f->n : f->kind == ARCHIVE ? f->n - 1 : 0;
}

static void
put_row(const struct play *p, struct pm_buf *b, const struct entry *e)
{
	pm_buf_putc(b, '{');
	if (e->id != 0) {
		pm_buf_puts(b, "\"id\":\"");
		put(p, b, e->id);
		pm_buf_puts(b, "\",");
	}
	put(p, b, e->body);
	pm_buf_puts(b, "}\n");
}

/* --- files on disk ------------------------------------------------------------ */

static void
write_file(const struct play *p, const char *folder, const char *name, const void *data,
	   size_t len)
{
	char path[PATH_SIZE], *slash;
	FILE *f;

	snprintf(path, sizeof path, "%s/%u/%s%s", p->dir, (unsigned)p->step, folder, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	mkdir(path, 0777);
	*slash = '/';
	f = fopen(path, "w");
	need(f != NULL && fwrite(data, 1, len, f) == len && fclose(f) == 0,
	     "a file cannot be written");
}

/* A file of a tar archive. */
static void
put_member(struct pm_buf *b, const char *name, const struct pm_buf *data)
{
	static const char zeros[512];
	char head[512] = { 0 };
	unsigned sum = 0;
	size_t i;

	snprintf(head, 100, "%s", name);
	snprintf(head + 100, 8, "0000644");
	snprintf(head + 108, 8, "0000000");
	snprintf(head + 116, 8, "0000000");
	snprintf(head + 124, 12, "%011zo", data->len);
	snprintf(head + 136, 12, "%011o", 0u);
	memset(head + 148, ' ', 8);
	head[156] = '0';
	memcpy(head + 257, "ustar\00000", 8);
	for (i = 0; i < sizeof head; i++)
		sum += (unsigned char)head[i];
	snprintf(head + 148, 8, "%06o", sum);
	pm_buf_put(b, head, sizeof head);
	pm_buf_put(b, data->data, data->len);
	pm_buf_put(b, zeros, (512 - data->len % 512) % 512);
}

static void
put_file(struct play *p, const struct file *f)
{
	static const char zeros[1024];
	struct pm_buf b, archive;
	size_t i, rows = rows_of(f);

	p->last = f->name;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&archive, PM_BUF_NO_LIMIT);
	for (i = 0; i < rows; i++)
		put_row(p, &b, &f->entries[i]);
	if (f->kind == ARCHIVE) {
		put_member(&archive, "in/rows.jsonl", &b);
		pm_buf_clear(&b);
	}
	for (i = rows; i < f->n; i++)
		put(p, &b, f->entries[i].body);
	if (f->kind == ARCHIVE) {
		put_member(&archive, "in/note.txt", &b);
		pm_buf_put(&archive, zeros, sizeof zeros);
	}
	need(b.status == PM_OK && archive.status == PM_OK, "out of memory");
	if (f->kind == ARCHIVE)
		write_file(p, "", text_of(p, f->name), archive.data, archive.len);
	else
		write_file(p, "", text_of(p, f->name), b.data, b.len);
	fprintf(p->script, "put %s\n", text_of(p, f->name));
	pm_buf_release(&b);
	pm_buf_release(&archive);
}

/* --- the state ---------------------------------------------------------------- */

/* What entry I of a file is the same by. */
static uint32_t
group_of(struct play *p, const struct file *f, size_t i)
{
	const struct entry *e = &f->entries[i];
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put(p, &b, f->name);
	pm_buf_printf(&b, "/%d/", (int)e->kind);
	if (e->kind == ROWS)
		put(p, &b, e->id != 0 ? e->id : e->body);
	pm_buf_puts(&b, e->id != 0 ? "/id" : "/content");
	return string_of(p, &b);
}

enum reading { UPDATES, ADDS };

/* What an entry of a file that is read becomes. */
struct becoming {
	uint32_t group;
	enum { IS_NEW, IS_KNOWN, TOOK, STAYS_AWAY, MOVED } what;
	uint32_t number; /* of one that is new or has moved */
};

static uint32_t *
next_of(struct becoming *all, uint32_t *next, size_t i)
{
	size_t k = 0;

	while (all[k].group != all[i].group)
		k++;
	return &next[k];
}

/* What entry I becomes, the ones before it having become what they are. */
static void
become(struct play *p, const struct file *f, enum reading how, struct becoming *all,
       uint32_t *next, size_t i)
{
	struct state *s = &p->now;
	const struct entry *e = &f->entries[i];
	struct becoming *b = &all[i];
	struct article *k = find_article(s, b->group, e);
	struct away *a;

	if (k != NULL) {
		k->settled = true;
		k->taken = 0;
		b->what = IS_KNOWN;
		return;
	}
	if ((a = find_away(s, b->group, e)) == NULL &&
	    (k = find_article(s, b->group, NULL)) != NULL) {
		k->taken = i + 1;
		b->what = TOOK;
		return;
	}
	if (a == NULL)
		a = find_away(s, b->group, NULL);
	if (a != NULL && how == UPDATES) {
		a->met = true;
		b->what = STAYS_AWAY;
		return;
	}
	b->what = IS_NEW;
	if (a != NULL) {
		a->met = a->back = true;
		b->number = a->article.number;
		return;
	}
	if (how == UPDATES && (a = find_moved(s, e)) != NULL) {
		a->met = a->back = true;
		b->what = MOVED;
	}
	b->number = new_number(s, b->group, next_of(all, next, i));
}

/* Those that took one that another one is take what is left, in their order. */
static void
share_out(struct play *p, const struct file *f, struct becoming *all, uint32_t *next)
{
	struct state *s = &p->now;
	size_t i, k;

	for (k = 0; k < s->n; k++)
		s->all[k].taken = 0;
	for (i = 0; i < f->n; i++) {
		struct article *a = all[i].what == TOOK
					  ? find_article(s, all[i].group, NULL)
					  : NULL;

		if (all[i].what != TOOK)
			continue;
		if (a != NULL) {
			a->settled = true;
			a->entry = f->entries[i];
			continue;
		}
		all[i].what = IS_NEW;
		all[i].number = new_number(s, all[i].group, next_of(all, next, i));
	}
}

static void
put_article(struct state *s, const struct file *f, const struct becoming *b, size_t i)
{
	grow(&s->all, &s->cap, s->n + 1, sizeof *s->all);
	s->all[s->n++] = (struct article){ .entry = f->entries[i],
					   .group = b->group,
					   .number = b->number,
					   .place = f->name,
					   .settled = true };
}

/* What reading a file does to the index. */
static void
read_file(struct play *p, const struct file *f, enum reading how)
{
	struct state *s = &p->now;
	struct becoming *all = calloc(f->n + 1, sizeof *all);
	uint32_t *next = calloc(f->n + 1, sizeof *next);
	size_t i, n = 0;

	need(all != NULL && next != NULL, "out of memory");
	for (i = 0; i < s->n; i++) {
		s->all[i].settled = false;
		s->all[i].taken = 0;
	}
	for (i = 0; i < f->n; i++)
		all[i].group = group_of(p, f, i);
	for (i = 0; i < f->n; i++)
		become(p, f, how, all, next, i);
	for (i = 0; i < f->n; i++)
		p->changed |= all[i].what == TOOK || all[i].what == IS_NEW;
	share_out(p, f, all, next);
	for (i = 0; i < s->n; i++)
		if (s->all[i].settled || how == ADDS || s->all[i].place != f->name)
			s->all[n++] = s->all[i];
	p->changed |= n != s->n;
	s->n = n;
	for (i = 0; i < f->n; i++) {
		if (all[i].what == IS_NEW)
			put_article(s, f, &all[i], i);
		if (all[i].what == MOVED)
			put_away(s, &(struct article){ .entry = f->entries[i],
						       .group = all[i].group,
						       .number = all[i].number,
						       .place = f->name });
		if (all[i].what == MOVED)
			s->away[s->n_away - 1].met = true;
	}
	know(s, f->name);
	free(all);
	free(next);
}

/* Whether a file is at NAME or below it; "." is the whole corpus. */
static bool
is_under(const char *file, const char *name)
{
	size_t len = strlen(name);

	return strcmp(name, ".") == 0 || strcmp(file, name) == 0 ||
	       (strncmp(file, name, len) == 0 && file[len] == '/');
}

/* Those of files below NAME that are not there any more go. */
static void
drop_missing(struct play *p, const char *name)
{
	struct state *s = &p->now;
	size_t i, k, n = 0;

	for (i = 0; i < s->n; i++) {
		const struct article *a = &s->all[i];
		bool there = a->place == 0 || !is_under(text_of(p, a->place), name);

		for (k = 0; k < p->n_files && !there; k++)
			there = p->files[k].name == a->place;
		if (there)
			s->all[n++] = *a;
	}
	p->changed |= n != s->n;
	s->n = n;
	for (i = n = 0; i < s->n_known; i++) {
		bool there = s->known[i] == 0 || !is_under(text_of(p, s->known[i]), name);

		for (k = 0; k < p->n_files && !there; k++)
			there = p->files[k].name == s->known[i];
		if (there)
			s->known[n++] = s->known[i];
	}
	s->n_known = n;
}

/* Update from a file or folder of the corpus; 0: from all of it. */
static void
update(struct play *p, uint32_t from)
{
	struct state before = { 0 };
	char name[40] = ".";
	size_t i;

	copy_state(&before, &p->now);
	if (from != 0)
		snprintf(name, sizeof name, "%s", text_of(p, from));
	drop_missing(p, name);
	for (i = 0; i < p->n_files; i++)
		if (is_under(text_of(p, p->files[i].name), name))
			read_file(p, &p->files[i], UPDATES);
	forget_back(&p->now);
	/* nothing is published, so what was found out is forgotten */
	if (!p->changed)
		copy_state(&p->now, &before);
	free(before.all);
	free(before.away);
	free(before.known);
	fprintf(p->script, "update %s\n", name);
}

/* Articles of the index go, and stay away. */
static void
send_away(struct play *p, size_t i)
{
	struct state *s = &p->now;

	put_away(s, &s->all[i]);
	s->all[i] = s->all[--s->n];
	p->changed = true;
}

/* --- changes of the corpus ------------------------------------------------------ */

static struct file *
any_file(struct play *p)
{
	return &p->files[below(p, (uint32_t)p->n_files)];
}

/* The one that was changed last, as far as there is one, or any. */
static struct file *
fresh_file(struct play *p)
{
	size_t i = 0;

	while (i < p->n_files && p->files[i].name != p->last)
		i++;
	return i < p->n_files && below(p, 4) > 0 ? &p->files[i] : any_file(p);
}

/* One that has rows, or NULL. */
static struct file *
any_rows(struct play *p)
{
	size_t tries = 50;
	struct file *f;

	do
		f = any_file(p);
	while (rows_of(f) == 0 && --tries > 0);
	return tries > 0 ? f : NULL;
}

static uint32_t
new_name(struct play *p, enum kind kind)
{
	char name[40];

	/* some come first among the files, some last, some in a folder */
	snprintf(name, sizeof name, "%s%c%u.%s", below(p, 4) == 0 ? "sub/" : "",
		 (char)('a' + below(p, 26)), (unsigned)p->n_names++, endings[kind]);
	return string(p, name, strlen(name));
}

static void
make_file(struct play *p, enum kind kind, uint32_t rows)
{
	struct file f = { .kind = kind, .name = new_name(p, kind) };

	while ((kind == ROWS || kind == ARCHIVE) && rows-- > 0)
		insert(&f, f.n, new_row(p));
	if (kind == TEXT || kind == ARCHIVE)
		insert(&f, f.n, new_text(p));
	if (kind == PAGE)
		insert(&f, f.n, new_page(p));
	grow(&p->files, &p->files_cap, p->n_files + 1, sizeof *p->files);
	p->files[p->n_files++] = f;
	put_file(p, &f);
}

static void
insert_rows(struct play *p)
{
	struct file *f = any_rows(p);
	size_t rows, at;
	uint32_t n;

	if (f == NULL)
		return;
	rows = rows_of(f);
	at = below(p, 3) == 0 ? 0 : below(p, 2) == 0 ? rows : below(p, (uint32_t)rows);
	for (n = 1 + below(p, 6); n > 0; n--)
		insert(f, at, new_row(p));
	/* the same once more, now and then, or its id with something else */
	if (below(p, 3) == 0) {
		struct entry e = f->entries[below(p, (uint32_t)rows_of(f))];

		if (below(p, 2) == 0)
			e.body = new_row(p).body;
		insert(f, below(p, (uint32_t)rows), e);
	}
	put_file(p, f);
}

static void
change_entry(struct play *p)
{
	struct file *f = any_file(p);
	struct entry *e = &f->entries[below(p, (uint32_t)f->n)];

	e->body = e->kind == ROWS ? new_row(p).body
		: e->kind == TEXT ? new_text(p).body
				  : new_page(p).body;
	put_file(p, f);
}

static void
remove_rows(struct play *p)
{
	struct file *f = any_rows(p);
	uint32_t n = 1 + below(p, 4);

	if (f == NULL || rows_of(f) <= n)
		return;
	for (; n > 0; n--)
		take_out(f, below(p, (uint32_t)rows_of(f)));
	put_file(p, f);
}

static void
move_row(struct play *p)
{
	struct file *from = any_rows(p), *to = any_rows(p);

	if (from == NULL || to == NULL || rows_of(from) < 2)
		return;
	insert(to, 0, take_out(from, below(p, (uint32_t)rows_of(from))));
	put_file(p, from);
	if (to != from)
		put_file(p, to);
}

static void
rename_file(struct play *p)
{
	struct file *f = any_file(p);
	uint32_t name = new_name(p, f->kind);

	fprintf(p->script, "rename %s %s\n", text_of(p, f->name), text_of(p, name));
	f->name = name;
}

static void
drop_file(struct play *p)
{
	struct file *f = any_file(p);

	if (p->n_files < 6)
		return;
	fprintf(p->script, "drop %s\n", text_of(p, f->name));
	free(f->entries);
	*f = p->files[--p->n_files];
}

static void
change_corpus(struct play *p)
{
	uint32_t n = below(p, 5);

	while (n-- > 0)
		switch (below(p, 14)) {
		case 0:
		case 1:
		case 2:
			insert_rows(p);
			break;
		case 3:
		case 4:
		case 5:
			change_entry(p);
			break;
		case 6:
		case 7:
			remove_rows(p);
			break;
		case 8:
		case 9:
			move_row(p);
			break;
		case 10:
			fprintf(p->script, "touch %s\n", text_of(p, any_file(p)->name));
			break;
		case 11:
			rename_file(p);
			break;
		case 12:
			drop_file(p);
			break;
		default:
			make_file(p, (enum kind)below(p, N_KINDS), 1 + below(p, 20));
			break;
		}
}

/* --- commands ------------------------------------------------------------------- */

static void
remove_ids(struct play *p)
{
	uint32_t n = 1 + below(p, 3);
	struct state *s = &p->now;
	size_t tries;

	fputs("remove", p->script);
	for (; n > 0; n--) {
		uint32_t id = 0;
		size_t i;

		for (tries = 0; tries < 100 && id == 0; tries++)
			id = s->all[below(p, (uint32_t)s->n)].entry.id;
		if (id == 0)
			continue;
		fprintf(p->script, " %s", text_of(p, id));
		for (i = s->n; i-- > 0;)
			if (s->all[i].entry.id == id)
				send_away(p, i);
	}
	fputc('\n', p->script);
}

static void
remove_file(struct play *p)
{
	struct state *s = &p->now;
	uint32_t name = any_file(p)->name;
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		n += s->all[i].place == name;
	if (n == 0 || n > s->n / 2)
		return;
	fprintf(p->script, "remove-file %s\n", text_of(p, name));
	for (i = s->n; i-- > 0;)
		if (s->all[i].place == name)
			send_away(p, i);
}

static void
remove_query(struct play *p)
{
	char batch[40];
	size_t i, n = p->now.n;

	snprintf(batch, sizeof batch, "\"batch\":\"zq%u\"", (unsigned)below(p, BATCHES));
	for (i = n; i-- > 0;)
		if (strstr(text_of(p, p->now.all[i].entry.body), batch) != NULL)
			send_away(p, i);
	if (p->now.n < n)
		fprintf(p->script, "remove-query batch:%.*s\n",
			(int)strcspn(batch + 9, "\""), batch + 9);
}

static void
add_files(struct play *p)
{
	const struct file *f = fresh_file(p), *other = any_file(p);

	read_file(p, f, ADDS);
	fprintf(p->script, "add %s", text_of(p, f->name));
	if (other != f) {
		read_file(p, other, ADDS);
		fprintf(p->script, " %s", text_of(p, other->name));
	}
	forget_back(&p->now);
	fputc('\n', p->script);
}

/* Rows on standard input, whose place has no name. */
static void
add_lines(struct play *p)
{
	struct file f = { .kind = ROWS };
	struct pm_buf b;
	uint32_t n = 1 + below(p, 8);
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (; n > 0; n--)
		insert(&f, 0, new_row(p));
	for (i = 0; i < f.n; i++)
		put_row(p, &b, &f.entries[i]);
	write_file(p, "", "lines", b.data, b.len);
	pm_buf_release(&b);
	read_file(p, &f, ADDS);
	forget_back(&p->now);
	fputs("add-lines lines\n", p->script);
	free(f.entries);
}

/* To the generation of a step, or, where the last step CHANGED something, to the one before
 * the current. */
static void
go_back(struct play *p, bool changed)
{
	uint32_t steps = 2 + below(p, PAST - 2);

	if (steps > p->step)
		return;
	if (changed && below(p, 2) == 0) {
		fputs("back\n", p->script);
		steps = 2;
	} else {
		fprintf(p->script, "back-to %u\n", (unsigned)(p->step - steps));
	}
	copy_state(&p->now, &p->past[(p->step - steps) % PAST]);
}

static void
build(struct play *p)
{
	size_t i;

	p->now.n = p->now.n_away = p->now.n_known = 0;
	for (i = 0; i < p->n_files; i++)
		read_file(p, &p->files[i], ADDS);
	fputs("build\n", p->script);
}

static void
update_folder(struct play *p)
{
	size_t i = 0;

	while (i < p->n_files && !is_under(text_of(p, p->files[i].name), "sub"))
		i++;
	update(p, i < p->n_files ? string(p, "sub", 3) : 0);
}

static void
change_index(struct play *p)
{
	uint32_t which = below(p, 100);
	bool changed = p->changed;

	p->changed = false;
	if (which < 54)
		update(p, 0);
	else if (which < 60)
		update(p, fresh_file(p)->name);
	else if (which < 65)
		update_folder(p);
	else if (which < 70)
		remove_ids(p);
	else if (which < 72)
		remove_file(p);
	else if (which < 74)
		remove_query(p);
	else if (which < 84)
		add_files(p);
	else if (which < 87)
		add_lines(p);
	else if (which < 90)
		fputs("merge\n", p->script);
	else if (which < 91)
		build(p);
	else
		go_back(p, changed);
}

/* --- the play ------------------------------------------------------------------- */

static void
write_state(struct play *p)
{
	const struct state *s = &p->now;
	struct pm_buf rows;
	char name[40];
	size_t i;

	pm_buf_init(&rows, PM_BUF_NO_LIMIT);
	for (i = 0; i < s->n; i++) {
		const struct entry *e = &s->all[i].entry;
		const char *body = text_of(p, e->body);

		if (e->kind == ROWS) {
			put_row(p, &rows, e);
			continue;
		}
		snprintf(name, sizeof name, "%05zu.%s", i, endings[e->kind]);
		write_file(p, "state/", name, body, strlen(body));
	}
	write_file(p, "state/", "rows.jsonl", rows.data, rows.len);
	pm_buf_release(&rows);
}

static void
begin_step(struct play *p)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "%s/%u", p->dir, (unsigned)p->step);
	mkdir(path, 0777);
	snprintf(path, sizeof path, "%s/%u/do", p->dir, (unsigned)p->step);
	p->script = fopen(path, "w");
	need(p->script != NULL, "a file cannot be written");
}

static void
end_step(struct play *p)
{
	fprintf(p->script, "articles %zu\n", p->now.n);
	need(fclose(p->script) == 0, "a file cannot be written");
	copy_state(&p->past[p->step % PAST], &p->now);
}

static void
make_play(struct play *p, uint32_t updates, uint32_t each)
{
	static const enum kind kinds[] = { ROWS, ROWS, ROWS,	TEXT,	 TEXT,
					   PAGE, PAGE, ARCHIVE, ARCHIVE, TEXT };
	size_t i;

	begin_step(p);
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		make_file(p, kinds[i], 20 + below(p, 40));
	build(p);
	end_step(p);
	for (p->step = 1; p->step <= updates; p->step++) {
		begin_step(p);
		change_corpus(p);
		change_index(p);
		if (p->step % each == 0)
			write_state(p);
		end_step(p);
	}
}

static void
release(struct play *p)
{
	size_t i;

	for (i = 0; i < p->n_files; i++)
		free(p->files[i].entries);
	free(p->files);
	for (i = 0; i < PAST; i++) {
		free(p->past[i].all);
		free(p->past[i].away);
	}
	free(p->now.all);
	free(p->now.away);
	free(p->pool);
	free(p->ids);
	free(p->words);
	pm_intern_release(&p->strings);
}

int
main(int argc, char **argv)
{
	uint32_t updates = 200, each = 10;
	struct play p = { 0 };
	int c;

	while ((c = getopt(argc, argv, "s:n:c:")) != -1) {
		if (c == 's')
			p.chance = strtoull(optarg, NULL, 10);
		else if (c == 'n')
			updates = (uint32_t)strtoul(optarg, NULL, 10);
		else if (c == 'c')
			each = (uint32_t)strtoul(optarg, NULL, 10);
		else
			optind = argc;
	}
	if (argc - optind < 2 || each == 0) {
		fputs("usage: make_updates [-s SEED] [-n UPDATES] [-c EACH] DIR POOL...\n",
		      stderr);
		return 2;
	}
	p.dir = argv[optind++];
	pm_intern_init(&p.strings);
	/* string 0 is none */
	string(&p, "", 0);
	while (optind < argc)
		read_pool(&p, argv[optind++]);
	make_play(&p, updates, each);
	release(&p);
	return 0;
}
