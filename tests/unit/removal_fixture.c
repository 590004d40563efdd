/* Pressmark - indexes from which articles are removed: see removal_fixture.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/removal_fixture.h"

#include "indexer/stories.h"
#include "segment/index.h"
#include "support/intern.h"
#include "tests/unit/alone_fixture.h"
#include "text/fold.h"

#include <inttypes.h>
#include <sys/stat.h>

#define PLACES 16

void
lines_add(struct lines *l, const char *text, size_t len)
{
	if (l->n == 0)
		pm_buf_init(&l->text, PM_BUF_NO_LIMIT);
	pm_buf_put(&l->text, text, len);
	if (len == 0 || text[len - 1] != '\n')
		pm_buf_putc(&l->text, '\n');
	OK(pm_grow(&l->ends, &l->cap, l->n + 1, sizeof *l->ends, ERR));
	l->ends[l->n++] = l->text.len;
}

void
lines_release(struct lines *l)
{
	pm_buf_release(&l->text);
	free(l->ends);
	memset(l, 0, sizeof *l);
}

static bool
has_bit(const uint64_t *bits, size_t i)
{
	return (bits[i / 64] >> i % 64 & 1) != 0;
}

void
build_lines(const char *index, const char *language, const struct lines *l, size_t from,
	    size_t to, const uint64_t *keep)
{
	char path[PATH_SIZE + 64];
	const char *const paths[] = { path };
	struct pm_build_options o = { .index = index,
				      .paths = paths,
				      .n_paths = 1,
				      .language = language,
				      .jobs = 1 };
	struct pm_build_result result;
	struct pm_buf text;
	size_t i;

	/* the same for all, since articles say where they were read */
	snprintf(path, sizeof path, "%.*s/lines.jsonl",
		 (int)(strrchr(index, '/') - index), index);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = from; i < to; i++) {
		size_t start = i == 0 ? 0 : l->ends[i - 1];

		if (keep == NULL || has_bit(keep, i))
			pm_buf_put(&text, l->text.data + start, l->ends[i] - start);
	}
	OK(pm_replace_file(path, text.data, text.len, ERR));
	OK(pm_build(&o, &result, ERR));
	ck_assert_uint_eq(result.skipped, 0);
	pm_buf_release(&text);
}

void
build_segments(const char *index, const char *language, const struct lines *l, size_t n)
{
	struct pm_generation all = { 0 }, one;
	char part[PATH_SIZE + 8], from[PATH_SIZE + 64], to[PATH_SIZE + 64];
	size_t i;

	ck_assert_int_eq(mkdir(index, 0777), 0);
	for (i = 0; i < n; i++) {
		snprintf(part, sizeof part, "%s.part", index);
		build_lines(part, language, l, l->n * i / n, l->n * (i + 1) / n, NULL);
		OK(pm_generation_read(part, &one, ERR));
		if (i == 0) {
			all = one;
			all.copies.number = 0;
			all.number = n;
			all.languages[0] = '\0';
		}
		if (strlen(one.languages) > strlen(all.languages))
			memcpy(all.languages, one.languages, sizeof all.languages);
		all.segments[i] = one.segments[0];
		snprintf(from, sizeof from, "%s/%s", part, one.segments[0].name);
		snprintf(all.segments[i].name, sizeof all.segments[i].name, "segment-%zu",
			 i + 1);
		snprintf(to, sizeof to, "%s/%s", index, all.segments[i].name);
		ck_assert_int_eq(rename(from, to), 0);
		if (i > 0)
			pm_generation_release(&one);
		OK(pm_remove_tree(part, ERR));
	}
	all.n_segments = n;
	publish_alone(index, &all);
	pm_generation_release(&all);
}

/* Find the copies among what is left. */
static void
publish_copies(const char *index)
{
	static const struct pm_stop never = { NULL, NULL };
	char path[PATH_SIZE + 64], name[PM_GENERATION_NAME];
	struct pm_stories stories;
	struct pm_index *ix;
	struct pm_generation *g;
	uint64_t size;

	OK(pm_index_open(&ix, index, ERR));
	g = &ix->generation;
	g->number++;
	OK(pm_stories_find(ix->segments, ix->gone, g->n_segments, &never, &stories, ERR));
	pm_generation_file_name(name, PM_COPIES_PREFIX, g->number);
	snprintf(path, sizeof path, "%s/%s", index, name);
	OK(pm_copies_write(path, stories.copies, stories.n, &size, &g->copies.identity,
			   ERR));
	g->copies.number = g->number;
	g->stories = stories.articles - stories.n;
	publish_alone(index, g);
	pm_stories_release(&stories);
	pm_index_free(ix);
}

void
remove_lines(const char *index, const uint64_t *go, size_t drop)
{
	remove_lines_as(index, go, drop, OLD_SEGMENTS);
}

void
remove_lines_as(const char *index, const uint64_t *go, size_t drop, enum as_if as)
{
	static const struct pm_stop never = { NULL, NULL };
	struct pm_removal_segment segments[PLACES];
	struct pm_removal_result result;
	struct pm_index *ix;
	struct pm_generation *g;
	static char dirs[PLACES][PATH_SIZE + 64];
	uint64_t *bits[PLACES] = { NULL };
	char path[PATH_SIZE + 64];
	size_t i, n = 0, line = 0, article;

	OK(pm_index_open(&ix, index, ERR));
	g = &ix->generation;
	for (i = 0; i < g->n_segments; i++) {
		uint64_t articles = g->segments[i].articles;

		bits[i] = calloc(articles / 64 + 1, sizeof **bits);
		for (article = 0; article < articles; article++, line++)
			bits[i][article / 64] |= (uint64_t)has_bit(go, line)
					      << article % 64;
		if (i != drop)
			segments[n++] = (struct pm_removal_segment){ .old = i,
								     .go = bits[i] };
		snprintf(dirs[i], sizeof dirs[i], "%s/%s", index, g->segments[i].name);
	}
	if (as == NEW_SEGMENTS)
		for (i = 0; i < n; i++) {
			segments[i].dir = dirs[segments[i].old];
			segments[i].identity = g->segments[segments[i].old].identity;
			segments[i].old = PM_REMOVAL_NEW;
		}
	g->number++;
	snprintf(path, sizeof path, "%s/removed-%" PRIu64, index, g->number);
	OK(pm_removal_write(ix, segments, n, path, &never, &result, ERR));
	ck_assert_int_eq(access(path, F_OK) == 0, result.gone > 0);
	g->removed = (struct pm_generation_file){ result.gone > 0 ? g->number : 0,
						  result.identity };
	for (i = 0; i < n; i++) {
		if (as == OLD_SEGMENTS)
			g->segments[i] = g->segments[segments[i].old];
		g->segments[i].gone = segments[i].gone;
	}
	line = g->n_segments;
	g->n_segments = n;
	g->copies.number = 0;
	publish_alone(index, g);
	g->n_segments = line;
	pm_index_free(ix);
	publish_copies(index);
	for (i = 0; i < PLACES; i++)
		free(bits[i]);
}

void
read_edges(struct lines *l, uint64_t seed, enum edge_kind kind, size_t max)
{
	char *text = NULL, *p, *end;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(f);
	ck_assert(edge_write(f, seed, kind));
	fclose(f);
	for (p = text; l->n < max && (end = strchr(p, '\n')) != NULL; p = end + 1)
		lines_add(l, p, (size_t)(end - p) + 1);
	free(text);
}

void
set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

void
remove_in_rounds(const char *index, size_t n, uint32_t percent, uint64_t seed,
		 uint64_t *keep)
{
	uint64_t go[LINES_BITS];
	unsigned round;
	size_t i;

	rng = seed;
	memset(keep, 0xff, LINES_BITS * sizeof *keep);
	for (round = 0; round < 3; round++) {
		memset(go, 0, sizeof go);
		/* a build takes no empty corpus */
		for (i = 1; i < n; i++)
			if (rnd(300) < percent) {
				/* some go that are gone already */
				set_bit(go, i);
				keep[i / 64] &= ~(UINT64_C(1) << i % 64);
			}
		remove_lines(index, go, SIZE_MAX);
	}
}


/* --- descriptions ------------------------------------------------------- */

/* A word or an alias with its stem, over all segments. */
struct known {
	uint64_t count, articles;
};

struct describing {
	struct pm_index *index;
	struct pm_intern words, facts; /* of the facts each is a line of its own */
	struct known *known;
	size_t cap;
	struct pm_buf key, line;
	struct pm_segment *segment;
};

static void
add_fact(struct describing *d)
{
	uint32_t id;

	ck_assert_int_eq(d->line.status, PM_OK);
	OK(pm_intern(&d->facts, d->line.data, d->line.len, &id, ERR));
}

static void
add_forms(struct describing *d, struct pm_cursor *c)
{
	struct pm_form_spec *forms = NULL;
	size_t cap = 0, n, i;

	OK(pm_cursor_forms(c, &forms, &cap, &n, ERR));
	ck_assert_uint_gt(n, 0);
	for (i = 0; i < n; i++) {
		pm_buf_clear(&d->line);
		pm_buf_printf(&d->line, "form %s %d %.*s", pm_buf_str(&d->key),
			      (int)forms[i].form, (int)forms[i].other_len,
			      forms[i].other == NULL ? "" : forms[i].other);
		add_fact(d);
	}
	free(forms);
}

static void
add_targets(struct describing *d, struct pm_cursor *c)
{
	struct pm_alias_target *targets = NULL;
	size_t cap = 0, n, i, k;
	struct pm_cursor of;

	pm_cursor_init(&of, pm_segment_lexicon(d->segment));
	OK(pm_cursor_targets(c, &targets, &cap, &n, ERR));
	ck_assert_uint_gt(n, 0);
	for (i = 0; i < n; i++) {
		pm_buf_clear(&d->line);
		pm_buf_printf(&d->line, "alias %s", pm_buf_str(&d->key));
		for (k = 0; k < targets[i].n_parts; k++) {
			OK(pm_cursor_rank(&of, targets[i].ranks[k], ERR));
			pm_buf_printf(&d->line, " %s/", of.entry.word);
			pm_cursor_stem(&of, &d->line);
		}
		add_fact(d);
	}
	free(targets);
	pm_cursor_release(&of);
}

static enum pm_status
describe_entry(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct describing *d = ctx;
	uint32_t known = d->words.n, id;

	(void)err;
	pm_buf_clear(&d->key);
	pm_buf_printf(&d->key, "%s/", c->entry.word);
	pm_cursor_stem(c, &d->key);
	if (c->entry.list == PM_LIST_ALIASES) {
		add_targets(d, c);
		return PM_OK;
	}
	OK(pm_cursor_recount(c, ERR));
	OK(pm_intern(&d->words, d->key.data, d->key.len, &id, ERR));
	OK(pm_grow(&d->known, &d->cap, (size_t)id + 1, sizeof *d->known, ERR));
	if (id == known)
		d->known[id] = (struct known){ 0, 0 };
	d->known[id].count += c->entry.count;
	d->known[id].articles += c->entry.articles;
	add_forms(d, c);
	return PM_OK;
}

static int
describe_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct describing *d = ctx;
	struct pm_db_term one = { term, len };
	uint32_t again;

	OK(pm_index_frequencies(d->index, &one, 1, &again, ERR));
	ck_assert_uint_eq(again, freq);
	pm_buf_clear(&d->line);
	pm_buf_printf(&d->line, "term %.*s %u", (int)len, term, (unsigned)freq);
	add_fact(d);
	return 0;
}

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *
put_sorted(struct describing *d)
{
	char **lines = calloc(d->facts.n + 1, sizeof *lines), *text;
	struct pm_buf out;
	uint32_t i;
	size_t len;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < d->facts.n; i++) {
		const char *s = pm_intern_get(&d->facts, i, &len);

		lines[i] = pm_strndup(s, len);
	}
	qsort(lines, d->facts.n, sizeof *lines, compare_lines);
	for (i = 0; i < d->facts.n; i++) {
		pm_buf_printf(&out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
	text = (char *)pm_buf_detach(&out, NULL);
	return text == NULL ? pm_strndup("", 0) : text;
}

static void
describe_sums(struct describing *d)
{
	const struct pm_generation *g = &d->index->generation;
	struct pm_removed_sums all = { 0, 0, 0, 0, 0, 0 };
	struct pm_glass *const *lists;
	size_t i;

	OK(pm_index_lists(d->index, &lists, ERR));
	for (i = 0; i < g->n_segments; i++) {
		const struct pm_segment_info *info = &g->segments[i];
		struct pm_removed_part *part =
			d->index->removed == NULL ? NULL
						  : pm_removed_part(d->index->removed, i);
		static const struct pm_removed_sums none;
		const struct pm_removed_sums *gone = part == NULL ? &none
								  : pm_removed_sums(part);

		all.articles += info->articles - gone->articles;
		all.lengths += lists[i]->words - gone->lengths;
		all.words += info->words - gone->words;
		all.long_words += info->long_words - gone->long_words;
		all.text_bytes += info->text_bytes - gone->text_bytes;
		all.undated += info->undated - gone->undated;
	}
	ck_assert_uint_eq(all.articles, pm_index_articles(d->index));
	pm_buf_clear(&d->line);
	pm_buf_printf(&d->line,
		      "sums %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
		      " %" PRIu64,
		      all.articles, all.lengths, all.words, all.long_words,
		      all.text_bytes, all.undated);
	add_fact(d);
}

char *
describe_index(const char *index)
{
	static const char *const prefixes[] = { "A", "XSOURCE", "H", "Q",  "S",	  "XF",
						"Y", "D",	"a", "zz", "\xe4" };
	struct describing d = { 0 };
	uint32_t i;
	char *text;
	size_t len;
	bool there;

	pm_intern_init(&d.words);
	pm_intern_init(&d.facts);
	pm_buf_init(&d.key, PM_BUF_NO_LIMIT);
	pm_buf_init(&d.line, PM_BUF_NO_LIMIT);
	OK(pm_index_open(&d.index, index, ERR));
	for (i = 0; i < d.index->generation.n_segments; i++) {
		d.segment = d.index->segments[i];
		OK(pm_lexicon_by_prefix(pm_segment_lexicon(d.segment), "", 0,
					describe_entry, &d, ERR));
	}
	for (i = 0; i < d.words.n; i++) {
		const char *word = pm_intern_get(&d.words, i, &len);

		pm_buf_clear(&d.line);
		pm_buf_printf(&d.line, "word %.*s %" PRIu64 " %" PRIu64, (int)len, word,
			      d.known[i].count, d.known[i].articles);
		add_fact(&d);
	}
	OK(pm_index_terms(d.index, "", 0, describe_term, &d, ERR));
	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		OK(pm_index_has_prefix(d.index, prefixes[i], strlen(prefixes[i]), &there,
				       ERR));
		pm_buf_clear(&d.line);
		pm_buf_printf(&d.line, "prefix %s %d", prefixes[i], there);
		add_fact(&d);
	}
	describe_sums(&d);
	text = put_sorted(&d);
	pm_index_free(d.index);
	pm_intern_release(&d.words);
	pm_intern_release(&d.facts);
	pm_buf_release(&d.key);
	pm_buf_release(&d.line);
	free(d.known);
	return text;
}
