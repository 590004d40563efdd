#!/bin/bash
# tests/oracle/writers.sh - both writers of databases, judged by libxapian's own
# programs, and by an index that each of them made.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query tests/oracle/database_tool \
	tests/oracle/pressmark-index-foreign
make_work
cd "$work" || exit 99
tool=$PM_BUILDDIR/tests/oracle/database_tool
foreign=$PM_BUILDDIR/tests/oracle/pressmark-index-foreign

corpora='empty one bare edge deep random-3-700'
for corpus in $corpora; do
	"$tool" build "$corpus" bulk "$corpus.bulk" &&
		"$tool" build "$corpus" xapian "$corpus.xapian" || exit 99
done

# with PROGRAM NAME FUNCTION: the function prints what is wrong
with()
{
	local corpus

	if ! command -v "$1" >/dev/null; then
		skip "$2" "$1 is not installed (Debian: apt-get install xapian-tools)"
		return
	fi
	for corpus in $corpora; do
		$3 "$corpus"
	done >wrong 2>&1
	pass_if_empty wrong "$2"
}

checked()
{
	xapian-check "$1.bulk" >said 2>&1 && grep -q 'No errors found' said || cat said
}
with xapian-check "xapian-check finds no error" checked

# What names the database, and what must differ.
plain()
{
	grep -a -v -e '^UUID' -e '^revision' | sed "s/$1\.[a-z]*//g"
}

delved()
{
	local options

	while read -r options; do
		for writer in bulk xapian; do
			# shellcheck disable=SC2086
			xapian-delve $options "$1.$writer" 2>&1 | plain "$1" >delved.$writer
		done
		cmp delved.bulk delved.xapian || echo "$1: xapian-delve $options differs"
	done <<-'END'

	-1 -a
	-1 -v -t all
	-1 -v -t E
	-1 -V0
	-1 -V1
	-d -r 3
	-z
	END
}
with xapian-delve "xapian-delve tells the same of both" delved

compacted()
{
	local options

	for options in "" --no-full --fuller --single-file; do
		rm -rf compacted
		# shellcheck disable=SC2086
		xapian-compact --no-renumber $options "$1.bulk" compacted >said 2>&1 || cat said
		xapian-check compacted >said 2>&1 || cat said
		"$tool" compare "$1.xapian" compacted || echo "$1: xapian-compact $options"
	done
}
with xapian-compact "xapian-compact takes it, and changes nothing" compacted

asked()
{
	local query

	for query in all word 'all AND large' 'all NOT large' 'E OR word'; do
		for writer in bulk xapian; do
			quest --stemmer=none -d "$1.$writer" "$query" >"asked.$writer" 2>&1 ||
				echo "$1: quest fails"
		done
		cmp asked.bulk asked.xapian || echo "$1: quest '$query' differs"
	done
}
with quest "quest answers the same from both" asked

# --- an index -----------------------------------------------------------------

# build PROGRAM ARGUMENT...: what it prints, into said
build()
{
	local program=$1

	shift
	"$program" build "$@" >said 2>&1
	status=$?
}

# expect STATUS WORDS NAME
expect()
{
	if [ $status -eq "$1" ] && grep -q -- "$2" said; then
		pass "$3"
	else
		fail "$3 (status $status)"
		note <said
	fi
}

mkdir auto bulk xapian foreign
build pressmark-index -v -o auto/index "$ARTICLES"
expect 0 'bulk writer writes the database' "auto takes the bulk writer, and says so"
build pressmark-index -v --writer=bulk -o bulk/index "$ARTICLES"
expect 0 'bulk writer writes the database' "bulk takes it as well"
build pressmark-index -v --writer=xapian -o xapian/index "$ARTICLES"
expect 0 'libxapian writes the database' "xapian does not, and says so"
build "$foreign" -v -o foreign/index "$ARTICLES"
expect 0 'libxapian writes the database: libxapian .* another format' \
	"with another libxapian, auto leaves it to libxapian, and says why"
build "$foreign" -v --writer=bulk -o refused "$ARTICLES"
expect 2 'cannot use the bulk writer: libxapian .* another format' \
	"with another libxapian, bulk is refused, and it says why"
build "$foreign" -q -o quiet "$ARTICLES"
if [ $status -eq 0 ] && [ ! -s said ]; then
	pass "nothing is said that was not asked for"
else
	fail "nothing is said that was not asked for"
	note <said
fi

for name in auto bulk xapian foreign; do
	pressmark-index check $name/index >said 2>&1 || cat said
	"$tool" compare {xapian,$name}/index/segment-1/xapian ||
		echo "the database of '$name' differs"
	for file in lexicon shares lengths words dressing pairs articles sketches; do
		cmp {xapian,$name}/index/segment-1/$file
	done
	for file in "$name"/index/segment-1/*; do
		case ${file##*/} in
		lexicon|shares|lengths|words|dressing|pairs|articles|sketches|origins|guard|xapian) ;;
		*) echo "$file is left over" ;;
		esac
	done
	for query in CXMT 'CXMT AND DDR5' '"of the"' 'a* NOT the'; do
		(cd $name && pressmark-query --format json index "$query")
	done 2>&1 | sed 's/,"time":"[^"]*"//' >$name.json
	cmp auto.json $name.json
done >wrong 2>&1
pass_if_empty wrong "all of them make the same index"

finish
