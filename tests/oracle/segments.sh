#!/bin/sh
# tests/oracle/segments.sh - random queries over indexes of 7 and of 40 segments: they answer
# as reading every article does.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"
need_programs tests/corpus/make_corpus tests/oracle/join

first=1
last=1
queries=$((400 / slow))
if [ "$PM_LONG" = yes ]; then
	first=2000
	last=2009
	queries=$((20000 / slow))
fi

# ask NAME N CORPUS: an oracle over the corpus in N segments, without folds and with them
ask()
{
	build_joined "$2" "$work/joined" "$3" || return
	oracle "$1, $2 segments" -s $seed -n $queries "$work/joined" "$3"
	oracle "$1, full text, $2 segments" -F -s $seed -n $((queries / 4)) \
		"$work/joined" "$3"
}

seed=$first
while [ $seed -le $last ]; do
	"$PM_BUILDDIR/tests/oracle/test_oracle" -E $seed >"$work/edge.jsonl" &&
		"$PM_BUILDDIR/tests/oracle/test_oracle" -G $seed >"$work/folds.jsonl" &&
		"$PM_BUILDDIR/tests/corpus/make_corpus" -s $seed >"$work/made.jsonl" ||
		fail "corpora are written"
	for n in 7 40; do
		ask "edge cases" $n "$work/edge.jsonl"
		ask folds $n "$work/folds.jsonl"
		ask "made up" $n "$work/made.jsonl"
	done
	seed=$((seed + 1))
done
finish
