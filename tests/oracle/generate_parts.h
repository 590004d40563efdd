/* Pressmark - the parts of the generator: what generate.c and its neighbours share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_ORACLE_GENERATE_PARTS_H
#define PM_TESTS_ORACLE_GENERATE_PARTS_H

#include "tests/oracle/generate.h"

#define CHOOSE(g, list) ((list)[any(g, sizeof(list) / sizeof *(list))])

/* A number below N, and whether it is 0. */
size_t any(struct generator *g, size_t n);
bool one_in(struct generator *g, size_t n);

const char *surface_at(struct generator *g, size_t at, size_t *len);
/* S with letters from byte FROM on in one case. */
void put_letters(struct pm_buf *out, const char *s, size_t len, bool upper, size_t from);
/* N words of the text in order, with what stands between them or with blanks. */
void put_words(struct generator *g, struct pm_buf *out, size_t at, size_t n);
/* A wildcard, an expression or a fuzzy word that is about the word there. */
void put_spelt(struct generator *g, struct pm_buf *out, size_t at);
void leaf_word(struct generator *g, struct pm_buf *out);
void leaf_rare(struct generator *g, struct pm_buf *out);

/* generate_phrases.c: phrases that one article has, all of them, with AND between. */
void put_phrases(struct generator *g, struct pm_buf *out);

/* generate_fields.c: something that is asked of metadata. */
void put_metadata(struct generator *g, struct pm_buf *out);

#endif
