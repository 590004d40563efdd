/* Pressmark - what the processor can do.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The compiler's own way, __builtin_cpu_supports, queries the processor a dozen times
 * before main.  In a virtual machine each query traps to the host, and together they take
 * 2 % of the time of a short query.  The C library has already asked.
 */
#ifndef PM_SUPPORT_PROCESSOR_H
#define PM_SUPPORT_PROCESSOR_H

#include <stdbool.h>

#ifdef __x86_64__
#define PM_HAVE_X86_64 1
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#ifdef CPU_FEATURE_ACTIVE
#define PM_PROCESSOR_HAS(glibc, gcc) CPU_FEATURE_ACTIVE(glibc)
#else
#define PM_PROCESSOR_HAS(glibc, gcc) __builtin_cpu_supports(gcc)
#endif
#else
#define PM_HAVE_X86_64 0
#endif

/* AVX2, together with BMI2 and POPCNT. */
static inline bool
pm_processor_has_avx2(void)
{
#if PM_HAVE_X86_64
	return PM_PROCESSOR_HAS(AVX2, "avx2") && PM_PROCESSOR_HAS(BMI2, "bmi2") &&
	       PM_PROCESSOR_HAS(POPCNT, "popcnt");
#else
	return false;
#endif
}

#endif
