#!/bin/bash
# tests/drift/includes.sh - dependencies point one way.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	support <- shim <- {text, glass} <- segment <- {indexer, query}
#	support <- corpus <- indexer
#	glass implements shim/sink.h, and knows of shim/guard.h besides
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work
cd "$PM_SRCDIR" || exit 99

# what FOLDER may include, as an extended regular expression
allowed()
{
	case $1 in
	support) echo 'support/' ;;
	shim) echo '(support|shim)/' ;;
	glass) echo '((support|glass)/|shim/(sink(_check)?|guard)\.h)' ;;
	text) echo '((support|text)/|shim/stem\.h)' ;;
	segment) echo '(support|shim|glass|text|segment)/' ;;
	corpus) echo '(support|corpus)/' ;;
	indexer) echo '(support|shim|glass|text|segment|corpus|indexer)/' ;;
	query) echo '(support|shim|glass|text|segment|query)/' ;;
	esac
}

files()
{
	local folder

	for folder in "$@"; do
		find "$folder" -name '*.c' -o -name '*.cc' -o -name '*.h' -o -name '*.hh'
	done
}

# includes FOLDER...: FILE:LINE:what is included
includes()
{
	local f

	files "$@" | while read -r f; do
		grep -nHE '^[[:space:]]*#[[:space:]]*include' "$f"
	done
}

for folder in support shim glass text segment corpus indexer query; do
	includes $folder | grep '"' |
		grep -vE "include[[:space:]]*\"$(allowed $folder)" >"$work/wrong"
	pass_if_empty "$work/wrong" "$folder includes only what it may"
done

modules='support shim glass text segment corpus indexer query'

# only PATTERN ALLOWED-FILES NAME
only()
{
	# shellcheck disable=SC2086
	includes $modules | grep -E "include[[:space:]]*[<\"]($1)" |
		grep -vE "^($2)" >"$work/wrong"
	pass_if_empty "$work/wrong" "$3"
}

only 'xapian' 'shim/' 'only shim includes xapian.h'
only 'simdjson' 'support/json\.cc:' 'only support/json.cc includes simdjson.h'
only 'pcre2' 'query/regex\.c:' 'only query/regex.c includes pcre2.h'
only 'archive|libxml' 'corpus/' 'only corpus includes libarchive and libxml2'
only 'histedit' 'query/edit\.c:' 'only query/edit.c includes histedit.h'

# shellcheck disable=SC2086
includes $modules | grep -E '"\.\.?/|"[^"/]*"' >"$work/wrong"
pass_if_empty "$work/wrong" "includes begin at the top folder"

# A header begins with its guard, made from its path.
# shellcheck disable=SC2086
files $modules | grep '\.hh*$' | while read -r f; do
	guard=PM_$(echo "${f%.h*}" | tr 'a-z/-' 'A-Z__')_H
	grep -qE "^#ifndef ${guard}H?\$" "$f" || echo "$f: no guard $guard"
done >"$work/wrong"
pass_if_empty "$work/wrong" "headers are guarded by their paths"

finish
