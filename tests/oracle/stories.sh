#!/bin/bash
# tests/oracle/stories.sh - after random updates the copies of an index are those of a fresh
# build, and those that a comparison of all pairs of articles finds.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An update looks only for the copies that have changed (indexer/stories_change.h).  Here lines
# of newswire of our own making, most of which are there again with some change, chains of
# them among these, are added in any order, some at a time, and others are removed by their
# ids, so that segments are joined meanwhile.  After each step `check` finds all copies anew.
# In the end the index is merged, tests/oracle/copies compares all pairs of it, and an index
# built of its export names the same leaders.
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"
need_programs tests/corpus/make_corpus tests/oracle/copies
cd "$work" || exit 99

plays=2
steps=24
if [ "$PM_LONG" = yes ]; then
	plays=10
	steps=80
fi

# pool SEED: articles, and copies of copies of them, under ids of their own, in any order
pool()
{
	"$PM_BUILDDIR/tests/corpus/make_corpus" -s "$1" -n 160 | awk -v seed="$1" '
		function put(line) {
			sub(/"id":"[^"]*"/, "\"id\":\"" ++n "\"", line)
			print rand() "\t" line
		}
		BEGIN { srand(seed) }
		{
			put($0)
			end = index($0, "\",\"date\"")
			text = substr($0, 1, end - 1)
			rest = substr($0, end)
			for (i = int(5 * rand()); i > 0; i--) {
				kind = int(6 * rand())
				if (kind == 0)
					sub(/ of /, " for ", text)
				else if (kind == 1 && length(text) > 400) {
					text = substr(text, 1, length(text) * (.8 + rand() / 5))
					sub(/[^ ]*$/, "", text)
				} else if (kind == 2)
					gsub(/[3-5]/, "8", text)
				else if (kind == 3)
					sub(/-0[1-9]/, "-1" int(3 * rand()), rest)
				else if (kind == 4)
					sub(/"date":"[^"]*",/, "", rest)
				put(text rest)
			}
		}' | sort -g | cut -f 2-
}

# index_command COMMAND...: and what it says if it fails
index_command()
{
	local status

	pressmark-index "$@" >said 2>&1
	status=$?
	[ $status -eq 0 ] && return
	echo "step $step: '$*': status $status"
	cat said
}

# leaders INDEX: the id of each article, a tab, and the id of its leader
leaders()
{
	"$PM_BUILDDIR/tests/oracle/copies" -l "$1" | LC_ALL=C sort
}

# A step: some lines come, some articles go.
step()
{
	local n=$((1 + RANDOM % 25)) ids

	tail -n "+$((taken + 1))" pool.jsonl | head -n $n >lines.jsonl
	taken=$((taken + n))
	[ ! -s lines.jsonl ] || index_command add -q index - <lines.jsonl
	# with their copies, whose ids follow theirs, or by themselves
	mapfile -t ids < <(pressmark-index export index | grep -o '"id":"[0-9]*"' |
		grep -o '[0-9]*' | sort -n | tail -n "+$((RANDOM % 300))" |
		head -n $((RANDOM % 7)))
	[ ${#ids[@]} -eq 0 ] || index_command remove -q index -- "${ids[@]}"
	index_command check index
}

for ((play = 1; play <= plays; play++)); do
	RANDOM=$play
	pool $play >pool.jsonl
	step=0
	taken=120
	rm -rf index fresh
	{
		head -n $taken pool.jsonl >lines.jsonl
		index_command build -q -o index lines.jsonl
		for ((step = 1; step <= steps; step++)); do
			step
		done
	} >wrong 2>&1
	copies=$(pressmark-index stats index | grep -i stories)
	pass_if_empty wrong "play $play: after each step all copies are those found anew" \
		"$(grep -c '^segment ' index/generation) segments, $copies"
	index_command merge -q index >wrong
	"$PM_BUILDDIR/tests/oracle/copies" index >wrong.pairs 2>&1 || cat wrong.pairs >>wrong
	pass_if_empty wrong "play $play: they are those of all pairs"
	pressmark-index export index >export.jsonl
	index_command build -q -o fresh export.jsonl >wrong
	leaders index >is
	leaders fresh >should
	diff should is >>wrong
	pass_if_empty wrong "play $play: they are those of a fresh build"
done
finish
