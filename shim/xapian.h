/* Pressmark - what the shim does by libxapian, as a table of functions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to shim/.  Loading libxapian and libstdc++ takes longer than answering most
 * queries, and most queries need neither.  So what C calls is in two halves: the C half
 * (guarded.c, stemmer.c) does what can be done without libxapian, and asks for the rest
 * through this table; the C++ half (database.cc, stem.cc) is libxapian's.
 *
 * A program that always needs libxapian, like pressmark-index, is linked with the C++
 * half, which is then used as it is.  A program that is linked without it, like
 * pressmark-query, has it in a module, a shared object of its own, which is loaded when
 * the first of these functions is called.  Where the module is looked for: load.c.
 *
 * A module must be of the same build as the program: both have the same release, and
 * tables of the same size.
 */
#ifndef PM_SHIM_XAPIAN_H
#define PM_SHIM_XAPIAN_H

#include "shim/database.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pm_xapian_db;
struct pm_xapian_stemmer;

/* The functions are those below; what they mean is said in stem.h and database.h. */
struct pm_xapian {
	size_t size; /* of this struct */
	const char *release;
	const char *(*version)(void);
	size_t (*sortable)(double number, char out[9]);

	enum pm_status (*stemmer_new)(struct pm_xapian_stemmer **out, const char *language,
				      bool *english, struct pm_error *err);
	void (*stemmer_free)(struct pm_xapian_stemmer *st);
	enum pm_status (*stem)(struct pm_xapian_stemmer *st, const char *word, size_t len,
			       const char **stem, size_t *stem_len, struct pm_error *err);

	/* A database that is not guarded: its caller heeds the guards. */
	enum pm_status (*db_open)(struct pm_xapian_db **out, char *const *dirs, size_t n,
				  struct pm_error *err);
	void (*db_free)(struct pm_xapian_db *db);
	uint32_t (*db_articles)(const struct pm_xapian_db *db);
	enum pm_status (*db_words)(struct pm_xapian_db *db, uint64_t *words,
				   struct pm_error *err);
	enum pm_status (*db_frequencies)(struct pm_xapian_db *db,
					 const struct pm_db_term *terms, size_t n,
					 uint32_t *freqs, struct pm_error *err);
	enum pm_status (*db_terms)(struct pm_xapian_db *db, const char *prefix,
				   size_t prefix_len,
				   int (*fn)(void *ctx, const char *term, size_t len,
					     uint32_t freq),
				   void *ctx, struct pm_error *err);
	enum pm_status (*db_data)(struct pm_xapian_db *db, uint32_t id,
				  struct pm_buf *out, struct pm_error *err);
	enum pm_status (*db_postings)(struct pm_xapian_db *db, const char *term,
				      size_t len,
				      int (*fn)(void *ctx, uint32_t id, uint32_t wdf),
				      void *ctx, struct pm_error *err);
	enum pm_status (*db_search)(struct pm_xapian_db *db,
				    const struct pm_db_request *request,
				    struct pm_db_page *page, struct pm_error *err);
};

/* The table, which is loaded by the first call; by any thread.  Fails with PM_ERR_XAPIAN,
 * at each call, and names the file that could not be loaded. */
enum pm_status pm_xapian_need(const struct pm_xapian **out, struct pm_error *err);

/* The C++ half: a program's own, or that of a module. */
extern const struct pm_xapian pm_xapian_table
#ifndef __cplusplus
	__attribute__((weak))
#endif
	__attribute__((visibility("default")));

size_t pm_xapian_sortable(double number, char out[9]);
const char *pm_xapian_library(void);

enum pm_status pm_xapian_stemmer_new(struct pm_xapian_stemmer **out, const char *language,
				     bool *english, struct pm_error *err);
void pm_xapian_stemmer_free(struct pm_xapian_stemmer *st);
enum pm_status pm_xapian_stem(struct pm_xapian_stemmer *st, const char *word, size_t len,
			      const char **stem, size_t *stem_len, struct pm_error *err);

enum pm_status pm_xapian_db_open(struct pm_xapian_db **out, char *const *dirs, size_t n,
				 struct pm_error *err);
void pm_xapian_db_free(struct pm_xapian_db *db);
uint32_t pm_xapian_db_articles(const struct pm_xapian_db *db);
enum pm_status pm_xapian_db_words(struct pm_xapian_db *db, uint64_t *words,
				  struct pm_error *err);
enum pm_status
pm_xapian_db_frequencies(struct pm_xapian_db *db, const struct pm_db_term *terms,
			 size_t n, uint32_t *freqs, struct pm_error *err);
enum pm_status
pm_xapian_db_terms(struct pm_xapian_db *db, const char *prefix, size_t prefix_len,
		   int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq),
		   void *ctx, struct pm_error *err);
enum pm_status pm_xapian_db_data(struct pm_xapian_db *db, uint32_t id, struct pm_buf *out,
				 struct pm_error *err);
enum pm_status pm_xapian_db_postings(struct pm_xapian_db *db, const char *term, size_t len,
				     int (*fn)(void *ctx, uint32_t id, uint32_t wdf),
				     void *ctx, struct pm_error *err);
enum pm_status pm_xapian_db_search(struct pm_xapian_db *db,
				   const struct pm_db_request *request,
				   struct pm_db_page *page, struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
