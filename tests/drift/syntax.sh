#!/bin/bash
# tests/drift/syntax.sh - what the manual of the query language shows is what happens.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In man/pressmark-query-syntax.7, lines of literal blocks: what stands before "=>" is
# run on the sample articles, and finds those that stand after it (A, B, C or none);
# what stands after "->" is a query without a mistake, and the one that the message says to
# write where what stands before is none.  In README.md: a query and its
# count, on the sample articles and, where it is at hand, on the corpus of Reuters.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query
make_work
cd "$work" || exit 99
page=$PM_SRCDIR/man/pressmark-query-syntax.7
reuters=$PM_DATA/corpora/reuters.jsonl.gz

pressmark-index build -q -o sample "$ARTICLES" || exit 99

# the literal blocks, as they are shown
awk '/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 } inside' "$page" |
	sed 's/\\-/-/g; s/\\(ti/~/g; s/\\(ha/^/g; s/\\(aq/'"'"'/g; s/\\e/\\/g' >blocks
grep '[^ ]  *=> ' blocks >examples
grep '[^ ]  *-> ' blocks >translations
if [ "$(wc -l <examples)" -ge 70 ] && [ "$(wc -l <translations)" -ge 40 ]; then
	pass "the examples are found"
else
	fail "the examples are found"
	note <blocks
fi

# found QUERY: the articles, in the order of their files
found()
{
	local out

	pressmark-query --sort date --format tsv sample -- "$1" >out 2>err </dev/null
	[ $? -le 1 ] || { head -n 5 err; return; }
	out=$(grep -o '/00[012]_[0-9a-f]*\.txt' out | sort |
		sed 's|/000_.*|A|; s|/001_.*|B|; s|/002_.*|C|' | tr '\n' ' ')
	echo "${out:-none }"
}

while IFS= read -r line; do
	query=${line%%  => *}
	shown="${line##*=> } "
	got=$(found "$(echo "$query" | sed 's/ *$//')")
	[ "$got" = "${shown% }" ] || [ "$got" = "$shown" ] ||
		echo "$line, but found: $got"
done <examples >wrong
pass_if_empty wrong "the examples find what is shown"

while IFS= read -r line; do
	pressmark-query --count sample -- "${line##*-> }" >out 2>err </dev/null
	if [ $? -gt 1 ] && ! grep -q '^    no article has a field' err; then
		echo "$line"
		cat err
	fi
done <translations >wrong
pass_if_empty wrong "what is to be written can be read"

while IFS= read -r line; do
	pressmark-query --count sample -- "$(echo "${line%% -> *}" | sed 's/ *$//')" \
		>out 2>err </dev/null
	if [ $? -gt 1 ] && ! grep -q '^    no article has a field' err &&
	   ! tr -s '\n ' '  ' <err | grep -qF "${line##*-> }"; then
		echo "$line"
		cat err
	fi
done <translations >wrong
pass_if_empty wrong "what the manual says to write is what messages say"

# the limits, as the header has them
for limit in BYTES_MAX DEPTH_MAX WORDS_MAX SPELT_MAX DISTANCE_MAX PATTERN_MAX; do
	number=$(sed -n "s/^#define PM_[A-Z_]*${limit}[[:space:]]*\([0-9]*\)u.*/\1/p" \
		"$PM_SRCDIR/language/tree.h" | sed 's/\([0-9]\)\([0-9][0-9][0-9]\)$/\1,\2/')
	grep -qx "\.It $number" "$page" || echo "$limit: $number"
done >wrong
pass_if_empty wrong "the limits are those of the header"

# README.md: "$ pressmark-query --count INDEX 'QUERY'", and the count in the line below;
# "`QUERY` finds COUNT." is about reuters
awk -v quote="'" '
	asked { print index_name "\t" query "\t" $0; asked = 0 }
	/^\$ .*pressmark-query --count / {
		from = index($0, quote)
		query = substr($0, from + 1, length($0) - from - 1)
		rest = substr($0, 1, from - 2)
		sub(/.*[ \/]/, "", rest)
		index_name = rest
		asked = 1
	}
	/^`[^`]*` finds [0-9]+\.$/ {
		split($0, part, "`")
		sub(/ finds /, "", part[3])
		sub(/\./, "", part[3])
		print "reuters\t" part[2] "\t" part[3]
	}' "$PM_SRCDIR/README.md" >readme
if [ "$(grep -c '^sample' readme)" -ge 1 ] && [ "$(grep -c '^reuters' readme)" -ge 1 ]; then
	pass "the counts of README.md are found"
else
	fail "the counts of README.md are found"
	note <readme
fi

# check_counts INDEX: those of README.md
check_counts()
{
	grep "^$1	" readme | while IFS='	' read -r index query shown; do
		got=$(pressmark-query --count "$index" -- "$query" 2>&1 </dev/null)
		[ "$got" = "$shown" ] || echo "$query: $shown, but found: $got"
	done >wrong
	pass_if_empty wrong "README.md has the counts of $1"
}

check_counts sample
if [ -e "$reuters" ]; then
	pressmark-index build -q -o reuters "$reuters" || exit 99
	check_counts reuters
else
	echo "those of reuters are not checked: '$reuters' is not there" | note
fi
finish
