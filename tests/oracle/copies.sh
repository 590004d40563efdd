#!/bin/sh
# tests/oracle/copies.sh - the copies of an index are those that a comparison of all pairs
# of articles finds.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Over newswire of our own making, much of which is there again with some change, and over
# Reuters-21578 where it is at hand.  What the comparison says stands in the log.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query tests/oracle/copies tests/corpus/make_corpus
make_work

# compare NAME CORPUS [OPTION...]
compare()
{
	name=$1
	corpus=$2
	shift 2
	pressmark-index build -q -o "$work/index" "$@" "$corpus" 2>"$work/err" ||
		note <"$work/err"
	"$PM_BUILDDIR/tests/oracle/copies" "$work/index" >"$work/said" 2>&1
	status=$?
	note <"$work/said"
	if [ $status -eq 0 ]; then
		pass "$name: the same copies"
	else
		fail "$name: the same copies"
	fi
}

# Of every third article there is another: with other words here and there, or without its
# end, or a day later, or with other numbers.
"$PM_BUILDDIR/tests/corpus/make_corpus" -s 1 >"$work/made" || fail "a corpus is written"
awk '{ print }
	NR % 3 == 0 {
		end = index($0, "\",\"date\"")
		text = substr($0, 1, end - 1)
		rest = substr($0, end)
		if (NR % 4 == 0)
			gsub(/ of /, " for ", text)
		else if (NR % 4 == 1 && length(text) > 600) {
			text = substr(text, 1, length(text) * (.7 + NR % 10 / 40))
			sub(/[^ ]*$/, "", text)
		} else if (NR % 4 == 2)
			gsub(/[3-5]/, "8", text)
		if (NR % 5 == 0)
			sub(/-0[1-9]/, "-11", rest)
		print text rest
	}' "$work/made" >"$work/made.jsonl"
compare "made up" "$work/made.jsonl" --jobs 1
compare "made up, four workers" "$work/made.jsonl" --jobs 4 --memory 64M
reuters=$PM_DATA/corpora/reuters.jsonl.gz
if [ -f "$reuters" ]; then
	compare "Reuters" "$reuters"
	# the stories of all articles that match, by their ids, which are distinct
	"$PM_BUILDDIR/tests/oracle/copies" -l "$work/index" >"$work/leaders"
	for query in oil 'the of' '"crude oil" OR opec' 'date:1987-03-10..1987-04 dlrs'; do
		pressmark-query "$work/index" --format tsv -n 100000 "$query" |
			awk -F '\t' 'NR > 2 { print $7 }' >"$work/ids"
		awk -F '\t' 'NR == FNR { leader[$1] = $2; next }
			!told[leader[$1]]++ { n++ } END { print n }' \
			"$work/leaders" "$work/ids" >"$work/want"
		pressmark-query "$work/index" --count --unique "$query" >"$work/got"
		echo "$query: $(wc -l <"$work/ids") articles, $(cat "$work/got") stories" | note
		if cmp -s "$work/want" "$work/got"; then
			pass "Reuters: the stories of $query"
		else
			fail "Reuters: the stories of $query, not $(cat "$work/want")"
		fi
	done
else
	echo "'$reuters' is not there" | note
fi
finish
