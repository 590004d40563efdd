/* Pressmark - tests of what stands in a Glass database block by block: how bounds of
 * values are written, and that what cannot be so is found though every checksum is right.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/encode.h"
#include "glass/glass.h"
#include "glass/reader.h"
#include "glass/version.h"
#include "tests/unit/small_fixture.h"

#include "shim/database.h"
#include "shim/guard.h"

#define ARTICLES 5000u
#define WITH_WORD 4900u /* of them: some thousand a chunk */
#define DIRECTORY 11u

static char db[PATH_SIZE], guard_path[PATH_SIZE], lists[PATH_SIZE], version[PATH_SIZE];
static struct pm_buf file; /* the lists, as they were written */

/* Values in three slots, and one word in nearly all articles. */
static void
write_database(void)
{
	static const struct pm_slot slots[] = { { 0, 2, "2026", "20260101", 4, 8 },
						{ 1, 1, "x", "x", 1, 1 },
						{ 2, 2, "a", "b", 1, 1 } };
	struct pm_posting *postings = calloc(WITH_WORD, sizeof *postings);
	struct pm_sink *s;
	uint32_t i;

	ck_assert_ptr_nonnull(postings);
	OK(pm_glass_create(&s, db, ERR));
	OK(s->slots(s, slots, 3, ERR));
	OK(s->value(s, 0, 1, "2026", 4, ERR));
	OK(s->value(s, 0, 2, "20260101", 8, ERR));
	OK(s->value(s, 1, 1, "x", 1, ERR));
	OK(s->value(s, 2, 1, "a", 1, ERR));
	OK(s->value(s, 2, 2, "b", 1, ERR));
	for (i = 1; i <= ARTICLES; i++)
		OK(s->length(s, i, i <= WITH_WORD, ERR));
	for (i = 0; i < WITH_WORD; i++)
		postings[i] = (struct pm_posting){ i + 1, 1 };
	OK(s->term(s, "word", 4, WITH_WORD, WITH_WORD, ERR));
	OK(s->postings(s, postings, WITH_WORD, ERR));
	OK(s->finish(s, NULL, ERR));
	s->free(s);
	free(postings);
}

static void
begin(void)
{
	make_folder();
	in_folder(db, "db");
	in_folder(guard_path, "guard");
	in_folder(lists, "db/postlist.glass");
	in_folder(version, "db/iamglass");
	write_database();
	pm_buf_init(&file, PM_BUF_NO_LIMIT);
	OK(pm_read_file(lists, &file, ERR));
	/* more than one leaf, so that there is a branch block, the last of all */
	ck_assert_uint_gt(file.len, 2 * PM_BLOCK_SIZE);
	ck_assert_uint_eq(file.data[file.len - PM_BLOCK_SIZE + 4], 1);
}

static void
end(void)
{
	pm_buf_release(&file);
	drop_folder();
}

/* Where the item with a key begins, and *SLOT, where the directory says so. */
static size_t
find_item(const void *key, size_t len, size_t *slot)
{
	size_t block, at, end_at;

	for (block = 0; block < file.len; block += PM_BLOCK_SIZE) {
		const uint8_t *b = file.data + block;

		end_at = pm_load_be16(b + 9);
		for (at = DIRECTORY; b[4] == 0 && at < end_at; at += 2) {
			size_t item = pm_load_be16(b + at);

			if (b[item + 2] == len && memcmp(b + item + 3, key, len) == 0) {
				if (slot != NULL)
					*slot = block + at;
				return block + item;
			}
		}
	}
	ck_abort_msg("there is no such item");
	return 0;
}

/* Put the file there as it is now, and a guard that knows it. */
static void
put_file(const char *path, const struct pm_buf *b)
{
	OK(pm_replace_file(path, b->data, b->len, ERR));
	unlink(guard_path);
	OK(pm_guard_write(db, guard_path, NULL, ERR));
}

/* --- how it is written ------------------------------------------------------------ */

START_TEST(an_upper_bound_is_left_out_only_where_it_is_the_lower)
{
	static const struct {
		const char *key;
		size_t key_len;
		const char *tag;
	} v[] = { { "\x00\xd0", 2,
		    "\x02\x04"
		    "202620260101" },
		  { "\x00\xd0\x01", 3,
		    "\x01\x01"
		    "x" },
		  { "\x00\xd0\x02", 3,
		    "\x02\x01"
		    "ab" } };
	size_t i;

	for (i = 0; i < 3; i++) {
		const uint8_t *item = file.data + find_item(v[i].key, v[i].key_len, NULL);
		size_t size = (pm_load_be16(item) & 0x1fff) + 3, len = strlen(v[i].tag);

		ck_assert_uint_eq(size, 3 + v[i].key_len + len);
		ck_assert_mem_eq(item + 3 + v[i].key_len, v[i].tag, len);
	}
}
END_TEST

/* --- what is found ------------------------------------------------------------------ */

/* All of the word's list, whose articles rise, whatever it is. */
static enum pm_status
read_list(struct pm_glass *g, uint32_t *n, struct pm_error *err)
{
	struct pm_glass_list l;
	enum pm_status status = pm_glass_list_open(&l, g, "word", 4, err);
	uint32_t last = 0;

	for (*n = 0; status == PM_OK; status = pm_glass_list_next(&l, err)) {
		ck_assert_uint_gt(l.article, last);
		last = l.article;
		++*n;
	}
	pm_glass_list_release(&l);
	return status;
}

static enum pm_status
read_guarded(struct pm_error *err)
{
	struct pm_guard *guard;
	struct pm_glass *g = NULL;
	enum pm_status status;
	uint32_t n;

	OK(pm_guard_open(&guard, db, guard_path, ERR));
	if ((status = pm_glass_open(&g, db, guard, err)) == PM_OK &&
	    (status = read_list(g, &n, err)) == PM_END) {
		ck_assert_uint_eq(n, WITH_WORD);
		status = PM_OK;
	}
	pm_glass_free(g);
	pm_guard_free(guard);
	return status;
}

/* The file with N bytes at AT replaced is refused with WORDS. */
static void
is_found(size_t at, const void *bytes, size_t n, const char *words)
{
	uint8_t kept[8];

	memcpy(kept, file.data + at, n);
	memcpy(file.data + at, bytes, n);
	put_file(lists, &file);
	FAILS(read_guarded(ERR), PM_ERR_CORRUPT, words);
	memcpy(file.data + at, kept, n);
}

#define IS_FOUND(at, bytes, words) is_found(at, bytes, sizeof(bytes) - 1, words)

START_TEST(what_a_block_cannot_be_is_found)
{
	static const char place[] = "a block is not what its place in the tree demands";
	static const char within[] = "an item does not lie within its block";
	size_t slot, item = find_item("word", 4, &slot);
	size_t leaf = item / PM_BLOCK_SIZE * PM_BLOCK_SIZE;
	size_t root = file.len - PM_BLOCK_SIZE, above = root + DIRECTORY;
	uint8_t nowhere[4];

	/* the branch item that leads to the leaf: its place in the directory */
	while (pm_load_be32(file.data + root + pm_load_be16(file.data + above)) !=
	       leaf / PM_BLOCK_SIZE)
		above += 2;
	put_file(lists, &file);
	OK(read_guarded(ERR));
	/* the revision that the version file says is 1 */
	IS_FOUND(leaf, "\0\0\0\2", place);
	IS_FOUND(root, "\0\0\0\2", place);
	IS_FOUND(leaf, "\1\0\0\0", place);
	IS_FOUND(leaf + 4, "\1", place);
	IS_FOUND(root + 4, "\0", place);
	IS_FOUND(root + 4, "\2", place);
	/* where the directory ends */
	IS_FOUND(leaf + 9, "\0\x0b", place);
	IS_FOUND(leaf + 9, "\0\x0e", place);
	IS_FOUND(leaf + 9, "\x20\1", place);
	/* where the item begins, and how far it goes */
	IS_FOUND(slot, "\0\x0a", within);
	IS_FOUND(slot, "\x1f\xfe", within);
	IS_FOUND(item, "\x3f\xff", within);
	IS_FOUND(item, "\x60\3", within);
	IS_FOUND(above, "\0\x0a", within);
	IS_FOUND(above, "\x1f\xfa", within);
	/* which child it leads to: the first one that there is not */
	pm_store_be32(nowhere, (uint32_t)(file.len / PM_BLOCK_SIZE));
	is_found(root + pm_load_be16(file.data + above), nowhere, 4,
		 "a block is referred to that it does not have");
}
END_TEST

/* Where the tag of a leaf's item begins. */
static size_t
tag_of(size_t item)
{
	return item + 3 + file.data[item + 2];
}

/* The first chunk of the list: "number of articles, of words, first article - 1, flag,
 * last - first"; each of the numbers is two bytes, but for the third. */
START_TEST(what_a_list_cannot_be_is_found)
{
	static const char unsound[] = "a list of postings is not sound";
	uint8_t key[16] = "word";
	size_t tag = tag_of(find_item("word", 4, NULL)), span = tag + 6, second;
	const uint8_t *p = file.data + span;
	uint32_t last, first;
	size_t key_len;
	uint8_t changed[2];

	ck_assert_uint_eq(file.data[tag + 5], '0');
	OK(pm_load_varint32(&p, p + 5, &last) == 0 ? PM_OK : PM_ERR_CORRUPT);
	ck_assert_ptr_eq(p, file.data + span + 2);
	first = ++last + 1;
	key_len = 5 + pm_store_sorted(key + 5, first);
	second = find_item(key, key_len, NULL);
	/* a flag that is none, a chunk that goes on behind the last article */
	IS_FOUND(tag + 5, "2", unsound);
	IS_FOUND(span, "\xff\x7f", unsound);
	/* the second chunk begins where the first one ends, or before that */
	pm_store_be16(changed, last);
	is_found(second + 3 + 5, changed, 2, unsound);
	pm_store_be16(changed, last - 100);
	is_found(second + 3 + 5, changed, 2, unsound);
	/* it comes later than it says: an article is passed over, and the list too short */
	IS_FOUND(span + 3, "\1", unsound);
	/* a gap that leads out of the chunk: the last of the first chunk */
	is_found((size_t)(p - file.data) + 1 + 2 * (last - 2), "\1", 1, unsound);
}
END_TEST

/* The last chunk must end with the article that it names, too. */
START_TEST(a_list_that_ends_early_is_found)
{
	uint8_t key[16] = "word";
	uint32_t first = WITH_WORD, span;
	size_t block, at, tag = 0;

	/* the last item of the leaves is the last chunk */
	block = file.len - 2 * PM_BLOCK_SIZE;
	at = pm_load_be16(file.data + block + pm_load_be16(file.data + block + 9) - 2);
	ck_assert_mem_eq(file.data + block + at + 3, key, 5);
	ck_assert(pm_load_sorted(file.data + block + at + 8,
				 file.data[block + at + 2] - 5u, &first));
	tag = tag_of(block + at);
	ck_assert_uint_eq(file.data[tag], '1');
	span = WITH_WORD - first;
	ck_assert_uint_gt(span, 0x80);
	ck_assert_uint_lt(span & 0x7f, 0x7f);
	is_found(tag + 1, (const uint8_t[]){ (uint8_t)(file.data[tag + 1] + 1) }, 1,
		 "a list of postings is not sound");
}
END_TEST

/* --- the version file --------------------------------------------------------------- */

/* How many bytes come before the number of numbers that no article has. */
static size_t
gaps_at(const struct pm_buf *image)
{
	const uint8_t *p = image->data + PM_UUID_AT + PM_UUID_SIZE;
	const uint8_t *image_end = image->data + image->len;
	uint64_t v = 0;
	unsigned table, i;

	ck_assert_int_eq(pm_load_varint(&p, image_end, &v), 0);
	for (table = 0; table < 6; table++) {
		for (i = 0; i < 6; i++)
			ck_assert_int_eq(pm_load_varint(&p, image_end, &v), 0);
		p += v; /* the free list */
	}
	ck_assert_int_eq(pm_load_varint(&p, image_end, &v), 0);
	ck_assert_uint_eq(v, ARTICLES);
	ck_assert_uint_eq(*p, 0);
	return (size_t)(p - image->data);
}

static enum pm_status
open_with_gaps(const struct pm_buf *image, uint64_t gaps, uint32_t *last)
{
	size_t at = gaps_at(image);
	struct pm_guard *guard;
	struct pm_glass *g = NULL;
	struct pm_buf b;
	enum pm_status status;
	struct pm_error err;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_put(&b, image->data, at);
	pm_buf_put_varint(&b, gaps);
	pm_buf_put(&b, image->data + at + 1, image->len - at - 1);
	put_file(version, &b);
	pm_buf_release(&b);
	OK(pm_guard_open(&guard, db, guard_path, ERR));
	status = pm_glass_open(&g, db, guard, &err);
	if (status == PM_OK)
		*last = g->last;
	pm_glass_free(g);
	pm_guard_free(guard);
	return status;
}

/* Of which there are so many that an article has less than an eighth of a byte, or
 * than can be counted, is not for us: it would cost memory for lengths. */
START_TEST(a_database_of_gaps_is_not_for_us)
{
	uint64_t most = 8 * (uint64_t)file.len + 7;
	struct pm_buf image;
	uint32_t last = 0;

	pm_buf_init(&image, PM_BUF_NO_LIMIT);
	OK(pm_read_file(version, &image, ERR));
	ck_assert_int_eq(open_with_gaps(&image, 0, &last), PM_OK);
	ck_assert_uint_eq(last, ARTICLES);
	ck_assert_int_eq(open_with_gaps(&image, 1000, &last), PM_OK);
	ck_assert_uint_eq(last, ARTICLES + 1000);
	ck_assert_int_eq(open_with_gaps(&image, most - ARTICLES, &last), PM_OK);
	ck_assert_uint_eq(last, most);
	ck_assert_int_eq(open_with_gaps(&image, most - ARTICLES + 1, &last), PM_DECLINED);
	ck_assert_int_eq(open_with_gaps(&image, UINT32_MAX - ARTICLES, &last),
			 PM_DECLINED);
	/* they would add up to less than there are */
	ck_assert_int_eq(open_with_gaps(&image, (UINT64_C(1) << 32) - ARTICLES + 7, &last),
			 PM_DECLINED);
	pm_buf_release(&image);
}
END_TEST

/* --- what libxapian is given ---------------------------------------------- */

/* Asked through libxapian alone: the frequency of the word. */
static enum pm_status
ask_libxapian(uint32_t *freq, struct pm_error *err)
{
	const struct pm_db_location where = { db, guard_path };
	const struct pm_db_term term = { "word", 4 };
	struct pm_db *d = NULL;
	enum pm_status status = pm_db_open(&d, &where, 1, err);

	if (status == PM_OK)
		status = pm_db_frequencies(d, &term, 1, freq, err);
	pm_db_free(d);
	return status;
}

static void
is_kept_back(size_t at, const void *bytes, size_t n)
{
	uint8_t kept[8];
	uint32_t freq;

	memcpy(kept, file.data + at, n);
	memcpy(file.data + at, bytes, n);
	put_file(lists, &file);
	FAILS(ask_libxapian(&freq, ERR), PM_ERR_CORRUPT,
	      "has items that do not lie within it");
	memcpy(file.data + at, kept, n);
}

#define IS_KEPT_BACK(at, bytes) is_kept_back(at, bytes, sizeof(bytes) - 1)

/* It would follow these out of the block. */
START_TEST(libxapian_gets_no_block_whose_items_are_elsewhere)
{
	size_t slot, item = find_item("word", 4, &slot);
	size_t leaf = item / PM_BLOCK_SIZE * PM_BLOCK_SIZE;
	size_t root = file.len - PM_BLOCK_SIZE;
	uint32_t freq = 0;

	put_file(lists, &file);
	OK(ask_libxapian(&freq, ERR));
	ck_assert_uint_eq(freq, WITH_WORD);
	IS_KEPT_BACK(slot, "\xff\xf0");
	IS_KEPT_BACK(slot, "\0\x0a");
	IS_KEPT_BACK(slot, "\x1f\xfe");
	IS_KEPT_BACK(item, "\x3f\xff");
	IS_KEPT_BACK(leaf + 9, "\x20\1");
	IS_KEPT_BACK(leaf + 9, "\0\x0e");
	IS_KEPT_BACK(root + 4, "\x0a");
	IS_KEPT_BACK(root + 9, "\0\x0b");
	IS_KEPT_BACK(root + DIRECTORY, "\x1f\xfa");
}
END_TEST

/* Where the first table's root is: behind the revision, and then the level. */
START_TEST(libxapian_gets_no_version_that_leads_it_astray)
{
	const size_t level = PM_UUID_AT + PM_UUID_SIZE + 2;
	/* more than there is room for, and one of a table without a file */
	static const uint8_t levels[] = { 10 << 2, 31 << 2, 1 << 2 | 1 };
	struct pm_buf image;
	uint32_t freq = 0;
	size_t i;
	uint8_t kept;

	pm_buf_init(&image, PM_BUF_NO_LIMIT);
	OK(pm_read_file(version, &image, ERR));
	ck_assert_uint_eq(image.data[level], 1 << 2);
	put_file(version, &image);
	OK(ask_libxapian(&freq, ERR));
	ck_assert_uint_eq(freq, WITH_WORD);
	for (i = 0; i < sizeof levels; i++) {
		kept = image.data[level];
		image.data[level] = levels[i];
		put_file(version, &image);
		FAILS(ask_libxapian(&freq, ERR), PM_ERR_CORRUPT,
		      "it has numbers that no table has");
		image.data[level] = kept;
	}
	pm_buf_release(&image);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("glass_blocks");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, an_upper_bound_is_left_out_only_where_it_is_the_lower);
	tcase_add_test(tc, what_a_block_cannot_be_is_found);
	tcase_add_test(tc, what_a_list_cannot_be_is_found);
	tcase_add_test(tc, a_list_that_ends_early_is_found);
	tcase_add_test(tc, a_database_of_gaps_is_not_for_us);
	tcase_add_test(tc, libxapian_gets_no_block_whose_items_are_elsewhere);
	tcase_add_test(tc, libxapian_gets_no_version_that_leads_it_astray);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
