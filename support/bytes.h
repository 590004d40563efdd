/* Pressmark - numbers in bytes: fixed width little-endian, and varints.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything on disk is written and read through these, so that neither the compiler's
 * struct layout nor the machine's byte order reaches a file.  A varint is base 128, least
 * significant group first, high bit = more bytes follow.
 */
#ifndef PM_SUPPORT_BYTES_H
#define PM_SUPPORT_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PM_VARINT_MAX 10       /* bytes of the longest varint */
#define PM_U32_NONE UINT32_MAX /* "none", where a 32-bit number is expected */

static inline void
pm_store_u16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static inline void
pm_store_u32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

static inline void
pm_store_u64(uint8_t *p, uint64_t v)
{
	pm_store_u32(p, (uint32_t)v);
	pm_store_u32(p + 4, (uint32_t)(v >> 32));
}

static inline uint16_t
pm_load_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
pm_load_u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline uint64_t
pm_load_u64(const uint8_t *p)
{
	return (uint64_t)pm_load_u32(p) | (uint64_t)pm_load_u32(p + 4) << 32;
}

/* Returns the bytes written, 1 to PM_VARINT_MAX. */
static inline size_t
pm_store_varint(uint8_t *p, uint64_t v)
{
	size_t n = 0;

	while (v >= 0x80) {
		p[n++] = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	p[n++] = (uint8_t)v;
	return n;
}

/* The number of bytes that pm_store_varint writes for V. */
static inline size_t
pm_varint_size(uint64_t v)
{
	return (70 - (size_t)__builtin_clzll(v | 1)) / 7;
}

/* Reads from *P, never at or beyond END, and moves *P past the varint.  Returns 0, or -1
 * if the bytes end inside it or it exceeds 64 bits. */
static inline int
pm_load_varint(const uint8_t **p, const uint8_t *end, uint64_t *v)
{
	const uint8_t *q = *p;
	uint64_t x = 0;
	unsigned shift = 0;

	while (q < end && shift < 64) {
		uint8_t b = *q++;

		if (shift == 63 && b > 1)
			return -1;
		x |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80) {
			*p = q;
			*v = x;
			return 0;
		}
		shift += 7;
	}
	return -1;
}

/* The same for a value that must fit in 32 bits. */
static inline int
pm_load_varint32(const uint8_t **p, const uint8_t *end, uint32_t *v)
{
	uint64_t wide;

	if (pm_load_varint(p, end, &wide) < 0 || wide > UINT32_MAX)
		return -1;
	*v = (uint32_t)wide;
	return 0;
}

/* A length, as a varint, and that many bytes: sets *BYTES and *LEN, and moves *P past
 * them.  Returns 0, or -1 if they are not all there. */
static inline int
pm_load_bytes(const uint8_t **p, const uint8_t *end, const uint8_t **bytes, size_t *len)
{
	uint64_t n;

	if (pm_load_varint(p, end, &n) < 0 || n > (uint64_t)(end - *p))
		return -1;
	*bytes = *p;
	*len = (size_t)n;
	*p += n;
	return 0;
}

#endif
