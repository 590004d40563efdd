#!/bin/sh
# tests/stems/other.sh - an index is read under another stemmer than that which made it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The other stemmer (other.cc) is loaded before libxapian and changes words of the index:
# under the same version's name, so that only its stems give it away, and under another's.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query tests/corpus/make_corpus
make_work
if [ -n "${PM_SANITIZERS:-}" ]; then
	skip "an index under another stemmer" "sanitizers want to be loaded first"
	finish
fi

"$PM_BUILDDIR/tests/corpus/make_corpus" -s 5 >"$work/made.jsonl"
pressmark-index build -q -o "$work/index" "$work/made.jsonl" 2>"$work/err" || {
	fail "an index is built"
	note <"$work/err"
	finish
}

# Words of the articles in small letters; a third of them get another stem.
pressmark-index export "$work/index" | tr -s ' ' '\n' | grep -x '[a-z]\{5,\}' | sort -u \
	>"$work/words"
awk 'NR % 3 == 0' "$work/words" >"$work/changed"
# Words alone, two of them, phrases, wildcards, words in capitals.
awk 'NR % 7 == 0 { w[n++] = $1 }
	END { for (i = 0; i + 3 < n; i++) {
		print w[i]; print w[i] " " w[i + 1]; print w[i] " OR " w[i + 2]
		print "\"" w[i] "\""; print substr(w[i], 1, 4) "*"
		print toupper(w[i]); print "title:" w[i] " OR (" w[i + 1] " NOT " w[i + 3] ")"
	} }' "$work/words" | head -n 2000 >"$work/queries"

other()
{
	env LD_PRELOAD="$PM_BUILDDIR/tests/stems/other.so" OTHER_STEMS="$work/changed" "$@"
}

# answers NAME: the queries under the other stemmer have the answers that they had.
answers()
{
	other pressmark-query --batch "$work/queries" --format json -n 5 "$work/index" \
		>"$work/now" 2>&1
	if cmp -s "$work/as-built" "$work/now"; then
		pass "$1: the same answers"
	else
		fail "$1: the same answers"
		diff "$work/as-built" "$work/now" | head -n 6 | cut -c 1-300 | note
	fi
}

pressmark-query --batch "$work/queries" --format json -n 5 "$work/index" \
	>"$work/as-built" 2>&1
n=$(wc -l <"$work/as-built")
if [ "$n" -ge 500 ]; then
	pass "$n queries are answered"
else
	fail "$n queries are answered"
fi
answers "the same version, other stems"
OTHER_VERSION=9.9
export OTHER_VERSION
answers "another version"
unset OTHER_VERSION

# The other stemmer is really another one: an index that it builds is another.
other pressmark-index build -q -o "$work/index2" "$work/made.jsonl"
if cmp -s "$work/index/segment-1/lexicon" "$work/index2/segment-1/lexicon"; then
	fail "the other stemmer makes another lexicon"
else
	pass "the other stemmer makes another lexicon"
fi
pressmark-index check "$work/index" >"$work/out"
if grep -q 'all is well' "$work/out" && [ "$(wc -l <"$work/out")" = 1 ]; then
	pass "a check finds nothing to say of the same stemmer"
else
	fail "a check finds nothing to say of the same stemmer"
	note <"$work/out"
fi
other env OTHER_VERSION=9.9 pressmark-index check "$work/index" >"$work/out"
if grep -q '^stems: [0-9,]* of [0-9,]* words get another stem from libxapian 9.9 ' "$work/out"
then
	pass "a check says how many stems differ"
else
	fail "a check says how many stems differ"
	note <"$work/out"
fi
finish
