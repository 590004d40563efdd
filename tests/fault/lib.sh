# tests/fault/lib.sh - an index, a build that is disturbed, and what must hold
# afterwards; sourced by the scripts of tests/fault and tests/crash.
# SPDX-License-Identifier: GPL-2.0-or-later

# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"

[ -z "${PM_SANITIZERS:-}" ] || skip_all "not with sanitizers"
need_programs pressmark-index
inject=$PM_BUILDDIR/tests/fault/inject.so
[ -e "$inject" ] || skip_all "'$inject' is not built"
make_work
cd "$work" || exit 99

# The old state has two articles; the new one has others, so that each export
# tells which it is.
make_corpora()
{
	mkdir old-corpus new-corpus
	cp "$ARTICLES/000_ebc1e6502e022d07.txt" "$ARTICLES/001_d54a065e11e0e938.txt" old-corpus/
	cp "$ARTICLES/002_38c538bc663e06d1.txt" new-corpus/
	cat >new-corpus/more.jsonl <<'END'
{"id":"a","title":"Memory prices rise","folds":[{"at":0,"text":"Sign up for CXMT alerts.\n"},{"at":37,"text":"\nShare this"}],"text":"DDR5 prices rose for the third month.","date":"2024-05-01","source":"Example"}
{"id":"b","title":"Café society","text":"Zürich’s “smart” cafés don't serve DDR5.\nNot yet.","date":"2023-12-31"}
{"id":"c","text":"An article without a title, nor a date."}
END
	gzip -c new-corpus/more.jsonl >new-corpus/again.jsonl.gz 2>/dev/null ||
		cp new-corpus/more.jsonl new-corpus/again.jsonl
}

# own_disk SCRIPT: runs SCRIPT again in a mount namespace of its own, with the folder $disk on
# which it can mount a tmpfs, and ends; there, sets that
own_disk()
{
	if [ -n "${PM_DISK:-}" ]; then
		# shellcheck disable=SC2034  # for who sources this
		disk=$PM_DISK
		return
	fi
	mkdir "$work/disk"
	if ! unshare --mount sh -c "mount -t tmpfs -o size=64k tmpfs '$work/disk'" \
		>/dev/null 2>&1; then
		skip_all "a tmpfs cannot be mounted here"
	fi
	PM_DISK=$work/disk unshare --mount bash "$1"
	exit
}

# sums FOLDER: every file's path and checksum, every folder's path.  The lock
# says who took it last, which is no part of what was published.
sums()
{
	(cd "$1" && find . \( -type d -o -path ./lock \) -print | LC_ALL=C sort &&
	 find . ! -type d ! -path ./lock -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
}

# state FOLDER: the same, but for the number of the generation, which grows with
# each that is published, and for what tells when that was
state()
{
	sums "$1" | grep -Ev '  \./((generation|files|history)(-[0-9]+)?|segment-[0-9]+/origins)$' |
		sed 's/\(segment\|copies\)-[0-9]*/\1-N/'
	sed -E '/^(checksum|generation|time|files|history|identity) /d;s/segment-[0-9]*/segment-N/
		s/^(copies) [0-9]+/\1 N/' "$1/generation"
}

build()
{
	pressmark-index build -q --keep 1 -o "$@"
}

# Prepares old/, its export and sums, and what an undisturbed build makes of it.
make_states()
{
	make_corpora
	build old old-corpus || return 1
	pressmark-index export old >old.export || return 1
	sums old >old.sums
	cp -a old new
	build new new-corpus || return 1
	pressmark-index export new >new.export || return 1
	sums new >new.sums
	! cmp -s old.export new.export
}

fresh_index()
{
	rm -rf index
	cp -a old index
}

# disturbed FAULT COMMAND...: leaves status, err, calls and fired
disturbed()
{
	local fault=$1

	shift
	rm -f count
	# bash reports killed children itself: not here; what hangs is killed
	{ within "${patience:-12}" env PM_FAULT="$fault" PM_FAULT_COUNT="$work/count" \
		LD_PRELOAD="$inject" "$@" </dev/null >out 2>err; status=$?; } 2>/dev/null
	calls=0
	fired=unknown
	if [ -e count ]; then
		# shellcheck disable=SC2034  # for who sources this
		read -r calls fired <count
	fi
}

# One line, that begins with the program's name.
clear_message()
{
	[ "$(wc -l <err)" -eq 1 ] && grep -q '^pressmark-[a-z]*: .' err
}

# published_untouched: the old state's files are all there, byte for byte, and
# the index still gives the same articles.
published_untouched()
{
	grep -v '^\./' old.sums | grep -v '^\.$' | (cd index && sha256sum -c --quiet --strict - ) >told 2>&1 ||
		return 1
	pressmark-index check index >told 2>&1 || return 1
	pressmark-index export index >exported 2>told && cmp old.export exported >told 2>&1
}

# whole STATE: the index holds exactly the old or the new state
whole()
{
	pressmark-index check index >told 2>&1 || return 1
	pressmark-index export index >exported 2>told && cmp "$1.export" exported >told 2>&1
}

# Steps of N: each of the first 40, then farther and farther apart.
next_sampled()
{
	if [ "$1" -lt 40 ]; then
		echo $(($1 + 1))
	else
		echo $(($1 + $1 / 6))
	fi
}

next_each()
{
	echo $(($1 + 1))
}

# What a command printed, but for the times that it took.
answer()
{
	sed '/^parse [0-9.]* ms, answer/d' out
}

# readers KIND NEXT NAME COMMAND...: a call of KIND fails in COMMAND, which only
# reads: the answer is as ever, or there is none, and one line says why.
readers()
{
	local n=1 kind=$1 next=$2 name=$3 fine

	shift 3
	: >wrong
	disturbed "$kind:0" "$@"
	answer >right
	fine=$status
	while :; do
		disturbed "$kind:$n" "$@"
		[ "$fired" = 1 ] || break
		case $status in
		"$fine") answer | cmp right - >>wrong 2>&1 || echo "$kind:$n: another answer" >>wrong ;;
		2) clear_message || { echo "$kind:$n:"; cat err; } >>wrong ;;
		*) { echo "$kind:$n: status $status"; cat err; } >>wrong ;;
		esac
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($next "$n")
	done
	if [ "$fired" = 0 ]; then
		[ "$n" -gt 1 ] || echo "$kind: no call" >>wrong
	elif [ ! -s wrong ]; then
		echo "$kind:$n: status $status, and no count of calls" >>wrong
	fi
	[ "$fine" -lt 2 ] || echo "undisturbed: status $fine" >>wrong
	pass_if_empty wrong "$kind fails: $name"
}
