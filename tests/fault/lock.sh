#!/bin/bash
# tests/fault/lock.sh - one command at a time changes an index.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A command holds the lock while it waits for its standard input, a fifo that this script
# writes to when it has looked: the others end at once, with status 2 and one message that
# names the process, and readers answer as ever.  What the file `lock` says decides nothing,
# and whoever removes it loses no article.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
need_programs pressmark-query

writers="build update add remove merge rollback repair"
since='since [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} UTC'
holder=

# hold COMMAND...: it reads standard input, until `let_go` or `kill_holder`.
hold()
{
	rm -f pipe
	mkfifo pipe
	"$@" <pipe >holder.out 2>&1 &
	holder=$!
	exec 3>pipe
	until grep -qs "^process $holder on " index/lock; do
		kill -0 "$holder" 2>/dev/null || return
		sleep 0.02
	done
}

# let_go [LINE]: the holder reads that, and ends; its status is left in $status
let_go()
{
	[ $# -eq 0 ] || echo "$1" >&3
	exec 3>&-
	wait "$holder"
	status=$?
	holder=
}

kill_holder()
{
	kill -KILL "$holder"
	wait "$holder" 2>/dev/null
	exec 3>&-
	holder=
}

# refused WHAT TEXT COMMAND...: status 2, in time, and one message that matches TEXT
refused()
{
	local what=$1 text=$2

	shift 2
	within 4 "$@" </dev/null >out 2>err
	status=$?
	[ "$status" -eq 2 ] || echo "$what: status $status"
	clear_message || { echo "$what: not one clear message:"; cat err; }
	grep -Eq "$text" err || { echo "$what: not '$text':"; cat err; }
}

# What all readers say of the index.
read_all()
{
	local command

	pressmark-query --format tsv -n 1000 index row || echo "query: $?"
	for command in check export stats history; do
		pressmark-index $command index || echo "$command: $?"
	done
}

# shellcheck disable=SC2119
if ! make_old; then
	fail "undisturbed"
	finish
fi
fresh_index
read_all >right 2>&1

# hold_by COMMAND: hold, by a command that waits for articles; complaints go to wrong
hold_by()
{
	case $1 in
	add) hold pressmark-index add -q index - ;;
	update) hold pressmark-index update -q -o index - ;;
	build) hold pressmark-index build -q -o index - ;;
	esac || { echo "it ends:"; cat holder.out; } >>wrong
}

# --- all who write, and all who read ------------------------------------------------------

for by in add update build; do
	: >wrong
	fresh_index
	hold_by $by
	sums index >before
	for change in $writers; do
		set_command "$change"
		refused "$change" "another command is changing 'index': process $holder on .* $since\$" \
			"${command[@]}"
	done >>wrong
	sums index | cmp before - >>wrong 2>&1
	read_all >is 2>&1
	diff right is >>wrong
	let_go "$(row held came last)"
	[ $status -eq 0 ] || { echo "then: status $status"; cat holder.out; } >>wrong
	pressmark-index export index | grep -q '"id":"held"' ||
		echo "what was read is not there" >>wrong
	leftovers index >>wrong
	pass_if_empty wrong "while $by holds the lock, nobody else writes, and all read"
done

: >wrong
for change in $writers; do
	set_command "$change"
	fresh_index
	"${command[@]}" >told 2>&1 &
	pid=$!
	wait $pid || { echo "$change: status $?"; cat told; } >>wrong
	grep -Eq "^process $pid on [^ ]+ $since\$" index/lock ||
		{ echo "$change did not take the lock:"; cat index/lock; } >>wrong
done
pass_if_empty wrong "each command that writes takes the lock"

# --- what the file says decides nothing ------------------------------------------------------

: >wrong
fresh_index
hold pressmark-index add -q index - || echo "it ends" >>wrong
kill_holder
for change in $writers; do
	cp -p index/lock dead
	set_command "$change"
	"${command[@]}" >told 2>&1 || { echo "$change: status $?"; cat told; } >>wrong
	[ -z "$(leftovers index)" ] || { echo "$change: there is left:"; leftovers index; } >>wrong
	fresh_index
	cp -p dead index/lock
done
pass_if_empty wrong "a lock is taken over from a process that was killed"

# of: WHAT, with index/lock as it is now; then it has one line, of who took it last
of()
{
	pressmark-index remove -q index n1 >told 2>&1 || { echo "$1: status $?"; cat told; }
	[ "$(wc -l <index/lock)" -eq 1 ] && grep -Eq "^process [0-9]+ on [^ ]+ $since\$" index/lock ||
		{ echo "$1: the lock says:"; cat index/lock; }
}

{
	fresh_index
	echo "process $$ on $(uname -n) since 2024-01-01 00:00:00 UTC" >index/lock
	of "a number that another process has now"
	fresh_index
	echo "process 1 on elsewhere.example since 2024-01-01 00:00:00 UTC" >index/lock
	of "another host"
	fresh_index
	: >index/lock
	of "empty"
	fresh_index
	head -c 100000 /dev/urandom >index/lock
	of "garbage"
	fresh_index
	rm -f index/lock
	of "none"
} >wrong
pass_if_empty wrong "a file that nobody holds is taken, whatever it says"

# Held by somebody who writes nothing, or something else, into it.
: >wrong
fresh_index
# shellcheck disable=SC2094  # what is locked is what was written
for said in '' 'process' 'hello\033[31m' '\0\0\0\n' "process 7 on a\tb since\033[2J noon"; do
	printf "%b" "$said" >index/lock
	exec 4<>index/lock
	flock -n 4 || echo "it cannot be locked" >>wrong
	refused "'$said'" "another command is changing 'index'" \
		pressmark-index remove -q index n1 >>wrong
	LC_ALL=C tr -d '\n -~' <err | grep -aq . && echo "'$said': it is shown as it is" >>wrong
	case $said in
	"process "*) ;;
	*) grep -q "'index'\$" err || { echo "'$said':"; cat err; } >>wrong ;;
	esac
	exec 4>&-
done
of "then" >>wrong
pass_if_empty wrong "whoever holds it need not say who it is"

# --- where nothing can be written ---------------------------------------------------------

: >wrong
fresh_index
for change in $writers; do
	set_command "$change"
	disturbed open:1:EACCES "${command[@]}"
	[ $status -eq 2 ] && clear_message && grep -q "cannot open 'index/lock': Permission denied" err ||
		{ echo "$change: status $status"; cat err; } >>wrong
done
rm index/lock
mkdir index/lock
read_all >is 2>&1
diff right is >>wrong
pass_if_empty wrong "without permission there is one message, and all read"

if unshare --mount true 2>/dev/null; then
	: >wrong
	fresh_index
	cat >in-mount <<'END'
mount --bind index index && mount -o remount,ro,bind index || exit 77
exec "$@"
END
	for change in $writers; do
		set_command "$change"
		unshare --mount sh in-mount "${command[@]}" >out 2>err
		status=$?
		[ $status -ne 77 ] || break
		[ $status -eq 2 ] && clear_message && grep -q "Read-only file system" err ||
			{ echo "$change: status $status"; cat err; } >>wrong
	done
	sums index | cmp old.sums - >>wrong 2>&1
	if [ "$status" -eq 77 ]; then
		skip "a read-only disk" "it cannot be mounted"
	else
		pass_if_empty wrong "a read-only disk is an error, and the index is as it was"
	fi
else
	skip "a read-only disk" "it cannot be mounted"
fi

# --- who removes the file -----------------------------------------------------------------

# Another command gets in and publishes: the first notices it, and leaves all as it is.
for by in add update build; do
	: >wrong
	fresh_index
	hold_by $by
	rm index/lock
	set_command update
	"${command[@]}" >told 2>&1 || { echo "the second: status $?"; cat told; } >>wrong
	sums index >before
	pressmark-index export index >second
	let_go "$(row held came last)"
	cp holder.out err
	[ $status -eq 2 ] && clear_message || { echo "status $status:"; cat err; } >>wrong
	sums index | cmp before - >>wrong 2>&1
	pressmark-index check index >told 2>&1 || cat told >>wrong
	pressmark-index export index | cmp second - >>wrong 2>&1
	leftovers index >>wrong
	pass_if_empty wrong "the lock of $by is removed, and another command comes"
done

: >wrong
fresh_index
hold pressmark-index add -q index - || echo "it ends" >>wrong
rm index/lock
let_go "$(row held came last)"
cp holder.out err
[ $status -eq 2 ] && clear_message && grep -q "'index/lock' was removed meanwhile" err ||
	{ echo "status $status"; cat err; } >>wrong
whole old || { echo "the index is another:"; cat told; } >>wrong
of "then" >>wrong
leftovers index >>wrong
pass_if_empty wrong "the lock is removed, and nobody comes"

# --- all at once ----------------------------------------------------------------------------

# add_until_it_is_there N: as often as it takes
add_until_it_is_there()
{
	until pressmark-index add -q --keep 1 index "crowd/$1.jsonl" 2>"crowd/$1.err"; do
		grep -q "another command is changing 'index'" "crowd/$1.err" || return
	done
}

: >wrong
fresh_index
mkdir crowd
pids=
for n in 1 2 3 4 5 6; do
	row "crowd$n" "came with others" >"crowd/$n.jsonl"
done
for n in 1 2 3 4 5 6; do
	add_until_it_is_there $n &
	pids="$pids $!"
done
for pid in $pids; do
	wait "$pid" || echo "status $?" >>wrong
done
cat crowd/*.err | grep -v "another command is changing 'index'" >>wrong
pressmark-index export index | sed -n 's/.*"id":"\(crowd[0-9]\)".*/\1/p' | sort >is
printf 'crowd%s\n' 1 2 3 4 5 6 | cmp - is >>wrong 2>&1
pressmark-index check index >told 2>&1 || cat told >>wrong
leftovers index >>wrong
pass_if_empty wrong "six that come at once all get their turn"

# A build that makes the folder, and fails, removes it; those who wait for it come through.
: >wrong
rm -rf index
hold pressmark-index build -q -o index - || echo "it ends" >>wrong
refused "another first build" "process $holder on" \
	pressmark-index build -q -o index crowd/1.jsonl >>wrong
let_go
[ $status -eq 2 ] || echo "without an article: status $status" >>wrong
[ ! -e index ] || { echo "there is left:"; ls index; } >>wrong
pressmark-index build -q -o index crowd/1.jsonl >>wrong 2>&1 || echo "status $?" >>wrong
pass_if_empty wrong "a first build that fails leaves no lock behind"
finish
