#!/bin/bash
# tests/drift/linking.sh - what the programs ask of the dynamic linker.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
[ -z "${PM_SANITIZERS:-}" ] || skip_all "not with sanitizers"
need_programs pressmark-index pressmark-query
command -v readelf >/dev/null || skip_all "readelf is not installed"
make_work
cd "$work" || exit 99

# What most queries do not need is loaded when it is needed: see shim/xapian.h.
if [ -e "$PM_BUILDDIR/pressmark-xapian.so" ]; then
	readelf -d -W "$PM_BUILDDIR/pressmark-query" |
		sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -E 'xapian|stdc|simdjson' >wrong
	pass_if_empty wrong "pressmark-query is started without libxapian and C++"
	readelf --dyn-syms -W "$PM_BUILDDIR/pressmark-xapian.so" |
		awk '$7 != "UND" && $5 == "GLOBAL" && $4 != "NOTYPE" { print $8 }' |
		grep -vx pm_xapian_table >wrong
	pass_if_empty wrong "its module has no names but the table's"
fi

# libxapian's reads must pass by the guard: see shim/guard.h.
for program in pressmark-index pressmark-query; do
	readelf --dyn-syms -W "$PM_BUILDDIR/$program" >symbols 2>/dev/null
	if awk '$8 ~ /^pread(64)?$/ && $4 == "FUNC" && $7 != "UND"' symbols | grep -q .; then
		pass "$program defines pread for libxapian"
	else
		fail "$program defines pread for libxapian"
		grep pread symbols | note
	fi
done

# Each library costs time at every start.
readelf -d -W "$PM_BUILDDIR/pressmark-query" |
	sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' >needed
grep -E 'archive|xml|check|icu|edit' needed >wrong
pass_if_empty wrong "pressmark-query loads neither what only the indexer nor what only the prompt needs"

# So does asking the processor what it can: see support/processor.h.
readelf --syms -W "$PM_BUILDDIR/pressmark-query" | grep -w __cpu_indicator_init >wrong
if [ -e /usr/include/x86_64-linux-gnu/sys/platform/x86.h ]; then
	pass_if_empty wrong "pressmark-query asks the C library what the processor can do"
fi
finish
