#!/bin/bash
# tests/crash/readers.sh - readers in a loop while updates publish as fast as they can.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Update N adds the article cN and makes `version` say N.  So an answer tells which
# generation it is from: it has c1 to cN, and version N, or else it is of none.  It may
# not be older than what was published when it was asked for, nor newer than what is when it
# is there.  Only one generation is kept, so that what a reader opens may go at any moment.
# A batch that stays open answers from one generation all the time; a reader that is killed
# leaves nothing behind.
#
# PM_LONG=yes (make check-long): for ten minutes.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
need_programs pressmark-query
PM_LONG=${PM_LONG:-no}

updates=40
seconds=0
if [ "$PM_LONG" = yes ]; then
	updates=100
	seconds=600
fi

# note_number FILE N: others read it meanwhile
note_number()
{
	echo "$2" >"$1.new" && mv "$1.new" "$1"
}

# publish N: with an eighth of the updates, all segments become one
publish()
{
	row "c$1" "counter $1" common >"corpus/c$1.jsonl"
	row version "version $1" common >corpus/version.jsonl
	note_number begun "$1"
	if [ "$1" = 1 ]; then
		pressmark-index build -q --keep 1 -o index corpus
	else
		pressmark-index update -q --keep 1 -o index "corpus/c$1.jsonl" corpus/version.jsonl
	fi || return
	note_number published "$1"
	[ $(($1 % 8)) -ne 7 ] || pressmark-index merge -q --keep 1 index
}

# Which generation lines of an id, a tab and a title are of; or what is wrong with them.
version_of()
{
	awk -F '\t' '
	$1 == "version" { split($2, v, " "); version = v[2]; versions++; next }
	{ n++; seen[$1]++ }
	END {
		for (i = 1; i <= n; i++)
			if (seen["c" i] != 1)
				wrong = wrong " c" i " " seen["c" i] + 0 " times"
		if (wrong != "" || versions != 1 || version != n)
			print n " articles," wrong " and " versions + 0 " versions, " version
		else
			print n
	}'
}

# Each prints which generation it sees, or what it complains about.
# shellcheck disable=SC2069  # complaints only
read_query()
{
	pressmark-query --format tsv -n 100000 index common 2>&1 >"$1.out" &&
		sed 1,2d "$1.out" | cut -f 6,7 |
		awk -F '\t' '{ print $2 "\t" $1 }' | version_of
}

# shellcheck disable=SC2069
read_export()
{
	pressmark-index export index 2>&1 >"$1.out" &&
		sed -E 's/.*"id":"([^"]*)","title":"([^"]*)".*/\1\t\2/' "$1.out" | version_of
}

read_check()
{
	# the generation before is there until it is swept
	pressmark-index check index 2>&1 |
		awk '/^index: [0-9,]+ articles, all is well$/ { gsub(",", "", $2); print $2 - 1; next }
			/^generations: 2 are kept, / { next }
			{ print }'
}

read_stats()
{
	pressmark-index stats index 2>&1 | awk '$1 == "articles" { gsub(",", "", $2); print $2 - 1; exit }'
}

# reader KIND NUMBER: until `finished` is there
reader()
{
	local n=0 before after is

	while [ ! -e finished ]; do
		before=$(cat published)
		is=$("read_$1" "$1$2")
		after=$(cat begun)
		n=$((n + 1))
		case $is in
		'' | *[!0-9]*) echo "answer $n: $is" ;;
		*)	[ "$is" -ge "$before" ] && [ "$is" -le "$after" ] ||
				echo "answer $n is of generation $is, not of $before to $after" ;;
		esac >>"$1$2.wrong"
	done
	echo "$n" >"$1$2.answers"
}

# A query of a batch, and its answer: how many articles match.
ask_batch()
{
	local n query

	echo "common" >&"${batch[1]}"
	# the first comes after the names of the columns
	while read -r _ n query <&"${batch[0]}" && [ "$query" != common ]; do
		:
	done
	echo "${n:-none}"
}

# One that is killed amid a batch, having opened the index.
killed_reader()
{
	local pid

	coproc doomed { exec pressmark-query --batch - index 2>&1; }
	# shellcheck disable=SC2154  # coproc sets it
	pid=$doomed_PID
	echo common >&"${doomed[1]}"
	read -r _ <&"${doomed[0]}"
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
}

mkdir corpus
if ! publish 1 >told 2>&1; then
	fail "an index is built"
	note <told
	finish
fi
kinds="query0 query1 export0 check0 stats0"
[ "$PM_LONG" != yes ] || kinds="$kinds query2 query3"
pids=
for kind in $kinds; do
	: >"$kind.wrong"
	reader "${kind%?}" "${kind#"${kind%?}"}" &
	pids="$pids $!"
done
coproc batch { exec pressmark-query --batch - index 2>batch.err; }
# shellcheck disable=SC2154  # coproc sets it
batch_pid=$batch_PID
opened=$(ask_batch)

: >wrong
: >batch.wrong
n=2
while [ $n -le $updates ] || [ $SECONDS -lt $seconds ]; do
	publish $n >told 2>&1 || { echo "update $n:"; cat told; } >>wrong
	if [ $((n % 10)) -eq 5 ]; then
		again=$(ask_batch)
		[ "$again" = "$opened" ] ||
			echo "after update $n: $again, and $opened before" >>batch.wrong
		killed_reader 2>/dev/null
	fi
	[ "$(wc -l <wrong)" -lt 20 ] || break
	n=$((n + 1))
done
: >finished
# shellcheck disable=SC2086  # numbers
wait $pids
pass_if_empty wrong "$((n - 1)) updates"
for kind in $kinds; do
	[ -s "$kind.answers" ] && [ "$(cat "$kind.answers")" -gt 0 ] ||
		echo "there was no answer" >>"$kind.wrong"
	head -n 20 "$kind.wrong" >wrong
	pass_if_empty wrong "$kind: $(cat "$kind.answers") answers, each of one generation"
done
again=$(ask_batch)
# shellcheck disable=SC1083,SC2093
exec {batch[1]}>&-
wait "$batch_pid" || echo "the batch ends with status $?" >>batch.wrong
[ "$opened" -gt 0 ] && [ "$again" = "$opened" ] ||
	echo "at the end $again, and $opened at the beginning" >>batch.wrong
cat batch.err >>batch.wrong
pass_if_empty batch.wrong "a batch answers from the generation that it opened"

# what readers held, and those that were killed, goes with the next command
pressmark-index remove -q --keep 1 index no-such-article >told 2>&1
leftovers index >wrong
pass_if_empty wrong "nothing is left of what readers held"
finish
