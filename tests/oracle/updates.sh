#!/bin/bash
# tests/oracle/updates.sh - after random updates an index is what a fresh build of the same
# articles is.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tests/oracle/make_updates writes a play: what happens to a corpus and to its index, step
# by step, and which articles the index must have then.  After every so many steps the index
# is checked; its export is that of an index that was built of these articles at once, and
# both have the same fingerprint; and a fresh build of the export has it too, answers random
# queries as the index does, and as reading every article does.
#
# Plays differ in their articles (edge cases, folds, copies, blocks that repeat and are folded),
# and in how large segments grow, so that an index has one, some, or some dozens of them.
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"
need_programs tests/corpus/make_corpus tests/oracle/make_updates tests/oracle/same \
	tests/oracle/small_index
cd "$work" || exit 99

plays=3
updates=20
queries=$((100 / slow))
if [ "$PM_LONG" = yes ]; then
	plays=6
	updates=200
	queries=$((300 / slow))
fi

# More than a play goes back to.
keep=8

# said COMMAND...: nothing, or what is wrong
said()
{
	"$@" >said 2>&1 && return
	echo "step $step: '$*': status $?"
	cat said
	return 1
}

index_command()
{
	local command=$1

	shift
	said small_index "$command" -q --keep $keep "${size[@]}" "${clean[@]}" "$@"
}

# One that reads no articles; those that may join segments know of their size.
change_command()
{
	local command=$1
	local -a of=()

	shift
	[ "$command" = rollback ] || of=("${size[@]}")
	said small_index "$command" -q --keep $keep "${of[@]}" "$@"
}

# A line of the play.
act()
{
	local act=$1 names

	shift
	names=("${@/#/corpus/}")
	case $act in
	put)
		mkdir -p "$(dirname "corpus/$1")" && cp "play/$step/$1" "corpus/$1" ;;
	touch)
		touch "corpus/$1" ;;
	rename)
		mkdir -p "$(dirname "corpus/$2")" && mv "corpus/$1" "corpus/$2" ;;
	drop)
		rm "corpus/$1" ;;
	build)
		index_command build -o index corpus ;;
	update)
		index_command update --max-removed 100% -o index "${names[@]}" ;;
	add)
		index_command add index "${names[@]}" ;;
	add-lines)
		index_command add index - <"play/$step/$1" ;;
	remove)
		[ $# -eq 0 ] || change_command remove index -- "$@" ;;
	remove-file)
		change_command remove index "${names[@]}" ;;
	remove-query)
		change_command remove --yes --query "$1" index ;;
	merge)
		change_command merge index ;;
	back)
		change_command rollback index ;;
	back-to)
		[ "${made[$1]}" = "$(line generation index)" ] ||
			change_command rollback index "${made[$1]}" ;;
	articles)
		[ "$(count_articles)" -eq "$1" ] ||
			echo "step $step: $(count_articles) articles, and not $1" ;;
	*)
		echo "step $step: '$act' is not known"
		return 1 ;;
	esac
}

# line KEY INDEX: of its generation
line()
{
	sed -n "s/^$1 //p" "$2/generation" | head -n 1
}

# How many articles the index says that it has.
count_articles()
{
	awk '/^articles / { n += $2 } /^gone / { n -= $2 } END { print n }' index/generation
}

# export_of INDEX: its articles, without where they were read, which is a field of its own in
# what is built of them
export_of()
{
	pressmark-index export "$1" | sed -E 's/"(file|line)":("([^"\\]|\\.)*"|[0-9]+),?//g'
}

# Complaints about the state that the index has now.
compare()
{
	local fingerprint

	said pressmark-index check index || return
	export_of index >export.jsonl
	rm -rf fresh at-once
	said pressmark-index build -q "${clean[@]}" -o at-once "play/$step/state" || return
	LC_ALL=C sort export.jsonl >is
	export_of at-once | LC_ALL=C sort >should
	cmp should is >said 2>&1 || {
		cat said
		diff should is | head -n 10 | cut -c 1-300
		return
	}
	# history counts them as well
	[ "$(pressmark-index history index | awk '/ current$/ { print $4 }')" = \
		"$(grep -c . is)" ] || pressmark-index history index
	fingerprint=$(line fingerprint index)
	[ "$fingerprint" = "$(line fingerprint at-once)" ] ||
		echo "built at once, the fingerprint is another one"
	said pressmark-index build -q -o fresh export.jsonl || return
	[ "$fingerprint" = "$(line fingerprint fresh)" ] ||
		echo "built of the export, the fingerprint is another one"
	said same -s "$step" -n "$queries" index fresh export.jsonl
	said same -F -s "$step" -n $((queries / 3)) index fresh export.jsonl
	said test_oracle -s "$step" -n "$queries" fresh export.jsonl
}

small_index()
{
	"$PM_BUILDDIR/tests/oracle/small_index" "$@"
}

same()
{
	"$PM_BUILDDIR/tests/oracle/same" "$@"
}

test_oracle()
{
	"$PM_BUILDDIR/tests/oracle/test_oracle" "$@"
}

# play SEED NAME POOL...: a case for every state
play()
{
	local seed=$1 name=$2
	local -a actions made

	shift 2
	rm -rf play corpus index
	mkdir play corpus
	"$PM_BUILDDIR/tests/oracle/make_updates" -s "$seed" -n "$updates" play "$@" || {
		fail "$name, seed $seed: a play is written"
		return
	}
	: >wrong
	for ((step = 0; step <= updates; step++)); do
		while read -r -a actions <&3; do
			act "${actions[@]}" || break 2
		done 3<"play/$step/do" </dev/null >>wrong
		made[step]=$(line generation index)
		[ -d "play/$step/state" ] || continue
		compare >>wrong 2>&1
		pass_if_empty wrong "$name, seed $seed, step $step:" \
			"$(wc -l <export.jsonl) articles, $(grep -c '"why":"repeated' export.jsonl) with what repeats;" \
			"$(grep -c '^segment ' index/generation) segments," \
			"$(awk '/^gone / { n += $2 } END { print n + 0 }' index/generation) gone"
		: >wrong
	done
	[ "$step" -gt "$updates" ] || pass_if_empty wrong "$name, seed $seed, step $step"
}

# repeat_blocks FILE: its articles, from two sources, whose blocks many of them have
repeat_blocks()
{
	awk '{
		host = NR % 2 ? "one.example" : "two.example"
		block = "Sign up for the newsletter of " host " and read more of it."
		if (NR % 3 == 0)
			block = block "\\nAll that is written here belongs to " host "."
		sub(/"text":"/, "\"url\":\"https://" host "/" NR "\",&" (NR % 5 ? block "\\n" : ""))
		print
	}' "$1"
}

seed=1
[ "$PM_LONG" != yes ] || seed=100
for ((n = 0; n < plays; n++, seed++)); do
	test_oracle -E $seed >edge.jsonl && test_oracle -G $seed >folds.jsonl &&
		"$PM_BUILDDIR/tests/corpus/make_corpus" -s $seed -n 700 >made.jsonl ||
		fail "corpora are written"
	clean=()
	case $(((n + n / 3) % 3)) in
	0)	size=() ;;
	1)	size=(--segment-size 1500) ;;
	2)	size=(--segment-size 40000) ;;
	esac
	case $((n % 3)) in
	0)	play $seed "edge cases and newswire" edge.jsonl made.jsonl ;;
	1)	play $seed "folds" folds.jsonl edge.jsonl ;;
	2)
		clean=(--clean balanced)
		repeat_blocks made.jsonl >repeats.jsonl
		play $seed "repeats" repeats.jsonl folds.jsonl ;;
	esac
done
finish
