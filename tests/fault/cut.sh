#!/bin/bash
# tests/fault/cut.sh - a file of an index is cut short while it is being read.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

# Each article has words of its own, so that their forms fill some pages.
awk 'BEGIN {
	for (i = 0; i < 1500; i++) {
		printf "{\"id\":\"%d\",\"text\":\"the price of oil", i
		for (j = 0; j < 60; j++)
			printf " w%dx the of", i * j % 4001
		print "\"}"
	}
}' >corpus.jsonl
build whole corpus.jsonl || exit 99

fresh()
{
	rm -rf index
	cp -a whole index
}

# What goes to a program that has ended must not end this one.
trap '' PIPE

# said FILE: status 2, and one message that names the file
said()
{
	local what="is damaged: it was cut short"

	# libxapian reads this one, too, and may be the first to notice
	[ "$1" != xapian/postlist.glass ] || what="is damaged: "
	[ "$status" -eq 2 ] || echo "$1: status $status"
	clear_message || { echo "$1: not one clear message:"; cat err; }
	grep -q "^pressmark-[a-z]*: .*'index/segment-1/$1' $what" err ||
		{ echo "$1: another message:"; cat err; }
}

# An export waits while nobody reads on.
: >wrong
for file in words dressing articles; do
	fresh
	mkfifo pipe
	pressmark-index export index >pipe 2>err &
	exec 5<pipe
	read -r _ <&5
	truncate -s 0 "index/segment-1/$file"
	cat <&5 >out
	exec 5<&-
	wait $!
	status=$?
	rm pipe
	said "$file" >>wrong
done
pass_if_empty wrong "an export of which a file is cut ends with a message"

# A batch waits for its next line.
if [ -x "$PM_BUILDDIR/pressmark-query" ]; then
	: >wrong
	for file in words lexicon xapian/postlist.glass; do
		for jobs in 1 4; do
			fresh
			mkfifo lines answers
			pressmark-query --batch lines --jobs $jobs index >answers 2>err &
			exec 5<answers 6>lines
			echo oil >&6
			read -r _ <&5	# the heading
			read -r _ <&5
			truncate -s 0 "index/segment-1/$file"
			for i in 11 22 33 44 55 66 77 88; do
				echo "w${i}x \"the of\" w/5 w${i}x" >&6
			done 2>/dev/null
			exec 6>&-
			cat <&5 >out
			exec 5<&-
			wait $!
			status=$?
			rm lines answers
			said "$file" >>wrong
		done
	done
	pass_if_empty wrong "so does a batch, with one worker and with more"
else
	skip "a batch" "'pressmark-query' is not built"
fi
finish
