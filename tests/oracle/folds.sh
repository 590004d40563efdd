#!/bin/sh
# tests/oracle/folds.sh - random queries over made-up articles with folds: without them, and
# over the full text, the index answers as reading every article does.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"

seed=1
last=2
queries=$((4000 / slow))
if [ "$PM_LONG" = yes ]; then
	seed=1000
	last=1019
	queries=$((20000 / slow))
fi
while [ $seed -le $last ]; do
	"$PM_BUILDDIR/tests/oracle/test_oracle" -G $seed >"$work/folds.jsonl" ||
		fail "a corpus is written"
	if build "$work/folds" "$work/folds.jsonl"; then
		if pressmark-index check "$work/folds" >"$work/out" 2>&1; then
			pass "the index is checked, seed $seed"
		else
			fail "the index is checked, seed $seed"
			note <"$work/out"
		fi
		oracle "folds" -s $seed -n $queries "$work/folds" "$work/folds.jsonl"
		oracle "full text" -F -s $seed -n $queries "$work/folds" "$work/folds.jsonl"
		# what is built from its export is the same
		pressmark-index export "$work/folds" >"$work/export.jsonl"
		if build "$work/again" "$work/export.jsonl" &&
			pressmark-index export "$work/again" | cmp - "$work/export.jsonl" \
				>"$work/out" 2>&1; then
			pass "an export of the export is the same, seed $seed"
		else
			fail "an export of the export is the same, seed $seed"
			note <"$work/out"
		fi
	fi
	seed=$((seed + 1))
done
finish
