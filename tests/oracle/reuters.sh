#!/bin/sh
# tests/oracle/reuters.sh - queries over 21,577 newswire stories: the index
# answers as reading every article does.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"

corpus=$PM_DATA/corpora/reuters.jsonl.gz
file=$PM_DATA/queries/and-or-phrase.tsv
[ -f "$corpus" ] || skip_all "'$corpus' is not there"
build "$work/index" "$corpus" || finish
if [ "$PM_LONG" = yes ]; then
	oracle "newswire" -s 1000 -n $((20000 / slow)) "$work/index" "$corpus"
	finish
fi
if [ -f "$file" ]; then
	oracle "newswire" -f "$file" "$work/index" "$corpus"
else
	skip "queries of people" "'$file' is not there"
fi
oracle "newswire" -s 1 -n $((3000 / slow)) "$work/index" "$corpus"
finish
