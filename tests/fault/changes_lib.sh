# tests/fault/changes_lib.sh - an index that was changed several times, and commands that
# change it once more; sourced by the scripts of tests/fault and tests/crash.
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash

# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

# row ID WORD...: a line of JSON
row()
{
	local id=$1

	shift
	printf '{"id":"%s","title":"%s","text":"%s","date":"2024-05-01"}\n' "$id" "$1" "$*"
}

# make_old [NEWSWIRE]: the old state, an index of seven segments, so that an update joins
# them, from which articles were removed; its corpus is what the next update reads.  It has
# the lines of NEWSWIRE, too.
make_old()
{
	local i

	rm -rf corpus old
	mkdir corpus
	[ $# -eq 0 ] || sed '100,300d' "$1" >corpus/newswire.jsonl
	cp "$ARTICLES/000_ebc1e6502e022d07.txt" "$ARTICLES/001_d54a065e11e0e938.txt" corpus/
	row kept first row >corpus/rows.jsonl
	row away gone soon >>corpus/rows.jsonl
	pressmark-index build -q -o old corpus || return
	for i in 1 2 3 4 5; do
		row "n$i" "number $i" came later >>corpus/rows.jsonl
		pressmark-index update -q -o old corpus || return
	done
	row more "by itself" on a day >"more.jsonl"
	pressmark-index add -q old more.jsonl || return
	pressmark-index remove -q old away || return
	[ "$(grep -c '^segment ' old/generation)" -eq 7 ] || return
	# what the next commands find
	row kept first row has changed >corpus/rows.jsonl
	row n2 "number 2" came later >>corpus/rows.jsonl
	row new "new row" is here >>corpus/rows.jsonl
	cp "$ARTICLES/002_38c538bc663e06d1.txt" corpus/
	rm "corpus/001_d54a065e11e0e938.txt"
	[ $# -eq 0 ] || sed '5,100d' "$1" >corpus/newswire.jsonl
	# times of files are told apart after that long
	sleep 0.06
	sums old >old.sums
	pressmark-index export old >old.export
}

# set_command CHANGE: the command over `index`, in $command
set_command()
{
	case $1 in
	build) command=(pressmark-index build -q -o index corpus) ;;
	update) command=(pressmark-index update -q --max-removed 100% -o index corpus) ;;
	add) command=(pressmark-index add -q index corpus) ;;
	remove) command=(pressmark-index remove -q index n1 kept) ;;
	merge) command=(pressmark-index merge -q index) ;;
	rollback) command=(pressmark-index rollback -q index) ;;
	repair) command=(pressmark-index repair -q index) ;;
	esac
}

# line KEY INDEX: of its generation
line()
{
	sed -n "s/^$1 //p" "$2/generation" | head -n 1
}

# Prepares new/, its export and sums for the change.
make_new()
{
	set_command "$1"
	fresh_index
	"${command[@]}" || return
	rm -rf new
	mv index new
	pressmark-index export new >new.export || return
	sums new >new.sums
	! cmp -s old.sums new.sums && [ -z "$(leftovers new)" ]
}

# leftovers INDEX: what is there though no generation that is kept lists it
leftovers()
{
	(
		cd "$1" || exit
		{
			printf 'generation\nlock\n'
			for g in generation-*; do
				echo "$g"
				sed -n -E 's/^(copies|removed|files|history) ([0-9]+) .*/\1-\2/p
					s/^segment (.*)/\1/p' "$g"
			done
		} | LC_ALL=C sort -u >"$work/listed"
		find . -mindepth 1 -maxdepth 1 -printf '%P\n' | LC_ALL=C sort |
			comm -13 "$work/listed" -
		[ "$(find . -name 'generation-*' | wc -l)" -le 2 ] || ls -d generation-*
		grep -qxFf <(sed -n 's/^generation /generation-/p' generation) <(ls) ||
			echo "the current generation is not kept"
	)
}

# sees STATE: a reader finds all of old or new in the index; else `told` says what is wrong
sees()
{
	whole "$1" || return
	[ "$(line fingerprint index)" = "$(line fingerprint "$1")" ] && return
	echo "the fingerprint is not that of the $1 state" >told
	return 1
}

# completes STATE: after a command that was disturbed left the STATE, the same command once
# more, or where that has been published any other that takes the lock, leaves the new state
# and nothing besides
completes()
{
	if [ "$1" = old ]; then
		"${command[@]}" >told 2>&1 || return
	else
		pressmark-index remove -q index no-such-article >told 2>&1
	fi
	pressmark-index export index >exported 2>told && cmp new.export exported >told 2>&1 &&
		[ "$(line fingerprint index)" = "$(line fingerprint new)" ] &&
		leftovers index >told && [ ! -s told ]
}
