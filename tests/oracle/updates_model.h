/* Pressmark - the articles that an index has and those that stay away, in a model of updates.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tests/oracle/make_updates plays with it.  It looks through everything for anything, so that it
 * can be seen to be what ARCHITECTURE.md, "Updates", says. */
#ifndef PM_TESTS_ORACLE_UPDATES_MODEL_H
#define PM_TESTS_ORACLE_UPDATES_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind { ROWS, TEXT, PAGE, ARCHIVE, N_KINDS };

/* One article of a file. */
struct entry {
	enum kind kind; /* ROWS, TEXT or PAGE */
	uint32_t id;	/* a string; 0: none */
	uint32_t body; /* a string: of a row the members but the id, else the whole file */
};

/* One article of the index. */
struct article {
	struct entry entry;
	/* What it is the same by: a string, and which one of those that are equal in it. */
	uint32_t group, number;
	uint32_t place; /* the name of its file */
	/* While its file is read: an entry of it is certainly this one; or one that says
	 * something else may be, + 1. */
	bool settled;
	size_t taken;
};

/* Of those that were removed by hand: while files are read, the input has it, and it is away
 * no more. */
struct away {
	struct article article;
	bool met, back;
};

struct state {
	struct article *all;
	size_t n, cap;
	struct away *away;
	size_t n_away, away_cap;
	uint32_t *known; /* names of files that were read, and not found to be gone since */
	size_t n_known, known_cap;
};

/* End the program if WHAT is wrong. */
void need(bool fine, const char *what);
void grow(void *array, size_t *cap, size_t n, size_t size);

void copy_state(struct state *to, const struct state *from);
/* Whether the file of this name is known; and that it is. */
bool is_known(const struct state *s, uint32_t name);
void know(struct state *s, uint32_t name);
void put_away(struct state *s, const struct article *a);
/* All files have been read. */
void forget_back(struct state *s);

/* Which of the articles of a group the index has, by their numbers: the first that says what
 * E says, or, if E is NULL, the first that nothing has yet. */
struct article *find_article(struct state *s, uint32_t group, const struct entry *e);
/* The same of those that are away. */
struct away *find_away(struct state *s, uint32_t group, const struct entry *e);
/* One that is away and says what E says, of a file that is gone. */
struct away *find_moved(struct state *s, const struct entry *e);
/* The first number from *NEXT on that no article of the group has. */
uint32_t new_number(const struct state *s, uint32_t group, uint32_t *next);

#endif
