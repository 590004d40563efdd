#!/bin/sh
# tests/oracle/edge.sh - random queries over made-up articles full of edge cases:
# the index answers as reading every article does; and a table of words.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"

first=1
last=5
queries=$((4000 / slow))
if [ "$PM_LONG" = yes ]; then
	first=1000
	last=1039
	queries=$((20000 / slow))
fi
seed=$first
while [ $seed -le $last ]; do
	"$PM_BUILDDIR/tests/oracle/test_oracle" -E $seed >"$work/edge.jsonl" ||
		fail "a corpus is written"
	build "$work/edge" "$work/edge.jsonl" &&
		oracle "edge cases" -s $seed -n $queries "$work/edge" "$work/edge.jsonl"
	seed=$((seed + 1))
done

# texts, and the queries that must find them or must not
words=$PM_SRCDIR/tests/words.tsv
"$PM_BUILDDIR/tests/oracle/test_oracle" -W "$words" >"$work/words.jsonl" ||
	fail "a corpus is written"
build "$work/words" "$work/words.jsonl" &&
	oracle words -w "$words" "$work/words" "$work/words.jsonl"
finish
