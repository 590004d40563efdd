#!/bin/bash
# tests/fault/limits.sh - what a shell's limits do to the programs.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# limited LIMIT COMMAND...: LIMIT are arguments of ulimit; leaves status, out and err
limited()
{
	local limit=$1

	shift
	# through a pipe, which no limit of files stops
	# shellcheck disable=SC2086
	{ (ulimit $limit && exec "$@") 2>&1 >out </dev/null | cat >err
		status=${PIPESTATUS[0]}; } 2>/dev/null
}

# A file that may not grow further is a failure like a full disk.
too_large()
{
	[ "$status" -eq 2 ] || echo "$1: status $status"
	clear_message || { echo "$1: not one clear message:"; cat err; }
	grep -q 'File too large' err || { echo "$1: the reason is missing:"; cat err; }
}

fresh_index
: >wrong
for writer in bulk xapian; do
	for blocks in 0 1 2 4; do
		limited "-f $blocks" pressmark-index build -q --keep 1 --writer $writer -o new-index new-corpus
		too_large "$writer, $blocks" >>wrong
		[ ! -e new-index ] || { echo "$writer, $blocks: left:"; find new-index; } >>wrong
		rm -rf new-index
		limited "-f $blocks" pressmark-index build -q --keep 1 --writer $writer -o index new-corpus
		too_large "$writer, $blocks, over an index" >>wrong
		published_untouched || { echo "$writer, $blocks: touched:"; cat told; } >>wrong
		[ "$(find index -name 'segment-*' | wc -l)" -eq 1 ] ||
			echo "$writer, $blocks: a segment is left" >>wrong
	done
done
pass_if_empty wrong "a build that a limit of file sizes stops leaves nothing"

if [ -x "$PM_BUILDDIR/pressmark-query" ]; then
	: >wrong
	limited "-f 0" pressmark-query old CXMT
	too_large "query" >>wrong
	limited "-f 0" pressmark-index export old
	too_large "export" >>wrong
	pass_if_empty wrong "so is an answer that a limit of file sizes stops"
fi

# Closed standard files: no file of the index gets their numbers.
: >wrong
fresh_index
pressmark-index build -o index new-corpus >&- 2>err </dev/null
[ $? -eq 1 ] || echo "without standard output: another status" >>wrong
grep -q 'its summary is lost: .*Bad file descriptor' err || { echo "not said:"; cat err; } >>wrong
whole new || { echo "without standard output, not whole:"; cat told; } >>wrong
fresh_index
: >new-corpus/empty.txt
for closed in '2>&-' '>&- 2>&-' '<&- >&- 2>&-' '<&- 2>&-'; do
	fresh_index
	eval "pressmark-index build -o index new-corpus $closed" >told
	[ $? -eq 1 ] || echo "$closed: another status" >>wrong
	whole new || { echo "$closed: not whole:"; cat told; } >>wrong
	grep -q '^process [0-9]* on ' index/lock && [ "$(wc -l <index/lock)" -eq 1 ] ||
		{ echo "$closed: the lock holds something else:"; cat index/lock; } >>wrong
done
rm new-corpus/empty.txt
fresh_index
pressmark-index build -q --keep 1 -o index - <&- >out 2>err
[ $? -eq 2 ] || echo "without standard input: another status" >>wrong
published_untouched || { echo "the index was touched:"; cat told; } >>wrong
pass_if_empty wrong "closed standard files harm nothing"

# Stacks of 64 KB, for the threads and for the program itself.
deep()
{
	local i text=$1

	for ((i = 0; i < $2; i++)); do
		text="$3$text$4"
	done
	echo "$text"
}
: >wrong
mkdir deep
deep "deep words" 250 "<blockquote><p><b>" "" >deep/a.html
{
	echo '{"text":"oil and gas"}'
	deep 1 900 '{"a":' '}'
} >deep/b.jsonl
cp new-corpus/* deep
build deep-index deep >told 2>&1
pressmark-index export deep-index >deep.export || echo "no export" >>wrong
{
	deep oil 60 '(' ' w/9 (oil OR gas))'
	deep oil 90 '(' ' OR (gas AND NOT memory))'
	deep oil 50 'NOT ' ''
} >queries
pressmark-query --batch queries deep-index >answers 2>told || cat told >>wrong
for jobs in 1 4; do
	limited "-s 64" pressmark-index build -q --keep 1 --jobs $jobs -o small-index deep
	[ "$status" -eq 1 ] || { echo "build, $jobs: status $status"; cat err; } >>wrong
	pressmark-index export small-index 2>told | cmp deep.export - >>wrong 2>&1
	limited "-s 64" pressmark-query --batch queries --jobs $jobs deep-index
	[ "$status" -eq 0 ] || { echo "batch, $jobs: status $status"; cat err; } >>wrong
	cmp answers out >>wrong 2>&1
done
while read -r query; do
	for how in --kwic --explain; do
		limited "-s 64" pressmark-query $how deep-index "$query"
		[ "$status" -le 1 ] || { echo "$how: status $status"; cat err; } >>wrong
	done
done <queries
pass_if_empty wrong "small stacks are enough"
finish
