#!/bin/bash
# tests/drift/includes.sh - every room includes only what ARCHITECTURE.md allows.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
# shellcheck source=tests/drift/rooms.sh
. "$PM_SRCDIR/tests/drift/rooms.sh"
make_work
cd "$PM_SRCDIR" || exit 99
read_rooms

# sources ROOM: its own files, not those of the rooms in it
sources()
{
	find "$1" -maxdepth 1 -type f \( -name '*.c' -o -name '*.cc' -o -name '*.h' \
		-o -name '*.hh' \)
}

# includes ROOM...: FILE:LINE:what is included
includes()
{
	local room

	for room in "$@"; do
		sources "$room" | xargs -r grep -nHE '^[[:space:]]*#[[:space:]]*include'
	done
}

# every folder with sources has a line in the list, and every line a folder
built=()
while read -r folder; do
	built+=(-path "$folder" -prune -o)
done < <(build_folders)
find . "${built[@]}" \( -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' \) -print | sed 's|^\./||; s|/[^/]*$||' |
	grep -vE '^(tests|bench|build-aux|_|pressmark-)' | sort -u >"$work/folders"
echo "$rooms" | sort >"$work/listed"
diff "$work/listed" "$work/folders" >"$work/wrong"
pass_if_empty "$work/wrong" "ARCHITECTURE.md lists every room"

# a room stands below all that it uses: the list itself has no circle
for room in $rooms; do
	for used in $(room_uses "$room"); do
		case $used in *.h) ;; *) echo "$used $room" ;; esac
	done
done | tsort 2>&1 >/dev/null | sed 's/^tsort: //' >"$work/wrong"
pass_if_empty "$work/wrong" "the rooms have no circle"

for room in $rooms; do
	includes "$room" | grep '"' | while IFS= read -r line; do
		header=$(echo "$line" | sed 's/.*include[[:space:]]*"\([^"]*\)".*/\1/')
		may_include "$room" "$header" || echo "$line"
	done >"$work/wrong"
	pass_if_empty "$work/wrong" "$room includes only what it may"
done

# only PATTERN ALLOWED-FILES NAME
only()
{
	# shellcheck disable=SC2086
	includes $rooms | grep -E "include[[:space:]]*[<\"]($1)" |
		grep -vE "^($2)" >"$work/wrong"
	pass_if_empty "$work/wrong" "$3"
}

only 'xapian' 'shim/' 'only shim includes xapian.h'
only 'simdjson' 'support/json\.cc:' 'only support/json.cc includes simdjson.h'
only 'pcre2' 'language/regex\.c:' 'only language/regex.c includes pcre2.h'
only 'archive|libxml' 'corpus/' 'only corpus includes libarchive and libxml2'
only 'histedit' 'terminal/edit\.c:' 'only terminal/edit.c includes histedit.h'

# shellcheck disable=SC2086
includes $rooms | grep -E '"\.\.?/|"[^"/]*"' >"$work/wrong"
pass_if_empty "$work/wrong" "includes begin at the top folder"

# A header begins with its guard, made from its path.
for room in $rooms; do
	sources "$room"
done | grep '\.hh*$' | while read -r f; do
	guard=PM_$(echo "${f%.h*}" | tr 'a-z/-' 'A-Z__')_H
	grep -qE "^#ifndef ${guard}H?\$" "$f" || echo "$f: no guard $guard"
done >"$work/wrong"
pass_if_empty "$work/wrong" "headers are guarded by their paths"

finish
