#!/bin/bash
# tests/fault/repeats.sh - builds that fold away what repeats, and are disturbed.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# As run.sh, for the articles that are put aside and the counts that are sorted.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

# Old articles and new ones, of which each has a line that all have.
make_corpora()
{
	local i

	mkdir old-corpus new-corpus
	cp "$ARTICLES/000_ebc1e6502e022d07.txt" old-corpus/
	for i in {1..9}; do
		printf '{"id":"%d","url":"https://example.org/%d","text":"' "$i" "$i"
		printf 'Story %d is told at such length that it is mostly its own.\\nSign up now.\\n' "$i"
		printf 'The end of %d."}\n' "$i"
	done >new-corpus/stories.jsonl
}

build()
{
	pressmark-index build -q --keep 1 --clean balanced -o "$@"
}

if make_states &&
	pressmark-index build --clean balanced -o other new-corpus | grep -q '  folded  *9 '; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

for kind in malloc malloc:all open write; do
	: >wrong
	n=1 failures=0
	while :; do
		fault=${kind%%:*}:$n
		[ "$kind" = "${kind#*:}" ] || fault=$fault:${kind#*:}
		fresh_index
		disturbed "$fault" pressmark-index build -q --keep 1 --clean balanced -o index new-corpus
		[ "$fired" = 1 ] || break
		case $status in
		2)
			failures=$((failures + 1))
			clear_message || { echo "$fault: not one clear message:"; cat err; }
			published_untouched || { echo "$fault: the index was touched:"; cat told; } ;;
		0)
			whole new || { echo "$fault: status 0, but not the new state:"; cat told; } ;;
		*)
			echo "$fault: status $status"
			cat err ;;
		esac >>wrong
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$(next_sampled "$n")
	done
	[ $failures -gt 0 ] || echo "$kind: nothing failed" >>wrong
	pass_if_empty wrong "$kind fails, $failures times"
done
finish
