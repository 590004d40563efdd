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
	grep -q 'File too large)*$' err || { echo "$1: the reason is missing:"; cat err; }
}

fresh_index
: >wrong
for writer in bulk xapian; do
	for blocks in 0 1 2 4; do
		limited "-f $blocks" pressmark-index build -q --writer $writer -o new-index new-corpus
		too_large "$writer, $blocks" >>wrong
		[ ! -e new-index ] || { echo "$writer, $blocks: left:"; find new-index; } >>wrong
		rm -rf new-index
		limited "-f $blocks" pressmark-index build -q --writer $writer -o index new-corpus
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
finish
