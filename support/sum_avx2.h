/* Pressmark - internal to support/pages.c and support/sum_avx2.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SUPPORT_SUM_AVX2_H
#define PM_SUPPORT_SUM_AVX2_H

#include "support/processor.h"

#include <stddef.h>
#include <stdint.h>

#if PM_HAVE_X86_64 && defined(__GNUC__) && !defined(__clang__)
#define PM_HAVE_SUM_AVX2 1
/* pm_page_sum on a processor that has AVX2. */
uint32_t pm_sum_avx2(const void *data, size_t len);
#else
#define PM_HAVE_SUM_AVX2 0
#endif

#endif
