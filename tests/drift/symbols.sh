#!/bin/bash
# tests/drift/symbols.sh - what the compiled files ask of each other.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An include tells what a file may call, its symbols what it calls.  Between rooms
# these must be the arrows of ARCHITECTURE.md, and no name is defined twice, so that one
# program can hold all rooms.  Within a room no two files need each other, but for
# those that $natural names.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
# shellcheck source=tests/drift/rooms.sh
. "$PM_SRCDIR/tests/drift/rooms.sh"
command -v nm >/dev/null || skip_all "nm is not installed"
need_programs pressmark-index pressmark-query
make_work
cd "$PM_BUILDDIR" || exit 99
read_rooms

# libxapian and support/pages.c call pread, which shim/guard.c defines over the C
# library's: see there.
interposed='pread|pread64'

# What a page says in JSON-LD is a fact, and JSON-LD is where facts are.
natural='corpus/page/(facts|json_ld)'

for room in $rooms; do
	(cd "$PM_SRCDIR" && find "$room" -maxdepth 1 \( -name '*.c' -o -name '*.cc' \) ! -name main.c)
done | sed 's/\.cc*$/.o/' | sort >"$work/objects"
while read -r object; do
	[ -e "$object" ] || echo "$object is not there"
done <"$work/objects" >"$work/wrong"
pass_if_empty "$work/wrong" "every source was compiled"

# FILE TYPE NAME, without those that many files may define (inline functions of C++)
xargs nm -A -P <"$work/objects" | sed 's/\.o: / /' |
	awk '$3 ~ /^[TDBRCU]$/ { print $1, $3, $2 }' |
	grep -vE " ($interposed)\$" >"$work/symbols"

awk '$2 != "U" { where[$3] = where[$3] " " $1; n[$3]++ }
	END { for (s in n) if (n[s] > 1) print s ":" where[s] }' "$work/symbols" >"$work/wrong"
pass_if_empty "$work/wrong" "no name is defined twice"

# USER USED NAME, for each name of another file
awk 'NR == FNR { if ($2 != "U") where[$3] = $1; next }
	$2 == "U" && ($3 in where) && where[$3] != $1 { print $1, where[$3], $3 }' \
	"$work/symbols" "$work/symbols" >"$work/calls"

while read -r user used name; do
	room=${user%/*}
	[ "$room" = "${used%/*}" ] || echo "$room ${used%/*} $user $used $name"
done <"$work/calls" | sort -u -k1,2 >"$work/between"
while read -r room used user file name; do
	room_uses "$room" | grep -qE "^$used(/[^/]*)?\$" ||
		echo "$user uses $name of $file"
done <"$work/between" >"$work/wrong"
pass_if_empty "$work/wrong" "rooms call only those that they may use"

# A circle within a room: tsort names its files
while read -r user used name; do
	[ "${user%/*}" != "${used%/*}" ] || echo "$user $used"
done <"$work/calls" | sort -u >"$work/within"
echo "$natural" | while read -r group; do
	awk -v group="^$group\$" '!($1 ~ group && $2 ~ group)' "$work/within" >"$work/rest"
	mv "$work/rest" "$work/within"
done
tsort "$work/within" 2>&1 >/dev/null | sed 's/^tsort: //' >"$work/wrong"
pass_if_empty "$work/wrong" "no two files of a room need each other"
finish
