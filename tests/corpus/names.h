/* Pressmark - the names of the made-up newswire: people, places, companies, sources.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each is made from its number, the same name whenever it is asked for.  None is
 * meant to be anybody's. */
#ifndef PM_TESTS_CORPUS_NAMES_H
#define PM_TESTS_CORPUS_NAMES_H

#include "support/buf.h"

#include <stdint.h>

#define SOURCES 24u

/* Anna Doriel; of it the last name only: Doriel. */
void put_person(struct pm_buf *out, uint32_t number);
void put_last_name(struct pm_buf *out, uint32_t number);

/* Velmarstad. */
void put_place(struct pm_buf *out, uint32_t number);

/* Veltran Copper Corp; of it what one says later on: Veltran. */
void put_company(struct pm_buf *out, uint32_t number);
void put_company_name(struct pm_buf *out, uint32_t number);

/* Federal Grain Board; of it the initials, on some with points: FGB, F.G.B. */
void put_agency(struct pm_buf *out, uint32_t number);
void put_initials(struct pm_buf *out, uint32_t number);

/* A few ideograms. */
void put_ideograms(struct pm_buf *out, uint32_t number);

/* Of SOURCES: the Velmar Tribune, and some with names of ten words.  And its host. */
void put_source(struct pm_buf *out, uint32_t number);
void put_host(struct pm_buf *out, uint32_t number);

#endif
