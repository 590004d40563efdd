#!/bin/bash
# tests/drift/options.sh - options = --help = manual = completion.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What each of them says is brought into the form of one line an option,
# "COMMAND LETTER NAME ARGUMENT", and compared with the program's own table.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query
make_work
cd "$work" || exit 99

# from_help: the lines of --help that begin an option
from_help()
{
	sed -n 's/^      --\([a-z-]*\)\(\[=[A-Z]*\]\)\( .*\)\{0,1\}$/. \1 \2/p
		t
		s/^  \(-.\), --\([a-z-]*\) \([A-Z][A-Z]*\)\( .*\)\{0,1\}$/\1 \2 \3/p
		t
		s/^  \(-.\), --\([a-z-]*\)\( .*\)\{0,1\}$/\1 \2 ./p
		t
		s/^      --\([a-z-]*\) \([A-Z][A-Z]*\)\( .*\)\{0,1\}$/. \1 \2/p
		t
		s/^      --\([a-z-]*\)\( .*\)\{0,1\}$/. \1 ./p' |
		sed "s/^-/$1 /
			t
			s/^\\. /$1 . /"
}

# from_manual: the items of option lists, with the section that they stand in
from_manual()
{
	awk '
	/^\.Sh / { command = "." }
	/^\.Ss / { command = $2 }
	/^\.It Fl / {
		letter = "."; name = "."; arg = "."; optional = 0
		for (i = 3; i <= NF; i++) {
			if ($i == "Fl" || $i == "," || $i == "Ns" || $i == "=")
				continue
			if ($i == "Op")		# -name Ns Op = Ns Ar N: --name[=N]
				optional = 1
			else if ($i == "Ar")
				arg = optional ? "[=" $++i "]" : $++i
			else if ($i ~ /^-/)
				name = substr($i, 2)
			else
				letter = $i
		}
		print command, letter, name, arg
	}' "$1"
}

for program in pressmark-index pressmark-query; do
	"$program" --dump-options >dump </dev/null || fail "$program --dump-options"
	awk -F '\t' '{
		for (i = 1; i <= 4; i++)
			printf "%s%s", $i == "" ? "." : $i, i < 4 ? " " : "\n"
	}' dump | sort >table
	if [ "$(wc -l <table)" -ge 6 ]; then
		pass "$program: the table is found"
	else
		fail "$program: the table is found"
	fi
	sort dump | cut -f 1,3 | uniq -d >wrong
	pass_if_empty wrong "$program: no option twice"
	cut -f 1,2 dump | grep '.$' | grep -v '	$' | sort | uniq -d >wrong
	pass_if_empty wrong "$program: no letter twice"

	# --help
	cut -d ' ' -f 1 table | sort -u >commands
	: >help
	: >texts
	while read -r command; do
		if [ "$command" = . ]; then
			"$program" --help
		else
			"$program" "$command" --help
		fi </dev/null >text || fail "$program $command --help"
		cat text >>texts
		from_help "$command" <text >>help
	done <commands
	sort help | diff table - >wrong
	pass_if_empty wrong "$program: --help has the options of the table"
	awk 'length($0) > 80' texts >wrong
	pass_if_empty wrong "$program: --help fits into 80 columns"

	# the manual
	from_manual "$PM_SRCDIR/man/$program.1" | sort | diff table - >wrong
	pass_if_empty wrong "$program: the manual has the options of the table"

	# every value of an option is explained
	cut -f 5 dump | tr '|' '\n' | grep . | sort -u | while read -r value; do
		grep -qw -e "$value" "$PM_SRCDIR/man/$program.1" || echo "$value"
	done >wrong
	pass_if_empty wrong "$program: the manual explains all values"

	# the completion, by letting it complete "-"
	"$program" --completion >completion </dev/null
	{
		cat completion
		while read -r command; do
			words="$program"
			[ "$command" = . ] || words="$words $command"
			printf 'COMP_WORDS=(%s -); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _%s; ' \
				"$words" "$(echo "$program" | tr - _)"
			printf 'for w in "${COMPREPLY[@]}"; do echo "%s $w"; done\n' "$command"
		done <commands
	} >script
	awk '{ if ($2 != ".") print $1 " -" $2; if ($3 != ".") print $1 " --" $3 }' table |
		sort >expected
	bash --norc -u script 2>&1 | sort | diff expected - >wrong
	pass_if_empty wrong "$program: the completion has the options of the table"

	# commands
	if [ "$(cat commands)" != . ]; then
		grep -vx '\.' commands >expected
		sed -n 's/^\.Ss //p' "$PM_SRCDIR/man/$program.1" | sort | diff expected - >wrong
		pass_if_empty wrong "$program: the manual has the commands"
		sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' texts | sort |
			diff expected - >wrong
		pass_if_empty wrong "$program: --help has the commands"
		{ cat completion
		  printf 'COMP_WORDS=(%s ""); COMP_CWORD=1; _%s; printf "%%s\\n" "${COMPREPLY[@]}"\n' \
			"$program" "$(echo "$program" | tr - _)"
		} >script
		bash --norc -u script 2>&1 | sort | diff expected - >wrong
		pass_if_empty wrong "$program: the completion has the commands"
	fi

	# wrong usage: status 2, one line and then where help is, nothing on stdout
	"$program" --no-such-option >out 2>err </dev/null
	status=$?
	if [ $status -eq 2 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 2 ] &&
	   sed -n 1p err | grep -qx "$program: unknown option '--no-such-option'" &&
	   sed -n 2p err | grep -q -- "$program --help"; then
		pass "$program: wrong usage"
	else
		fail "$program: wrong usage: status $status"
		note <err
	fi

	# --version names the program and the libraries
	"$program" --version >out </dev/null
	status=$?
	version=$(sed -n 's/^AC_INIT(\[[a-z]*\], \[\([^]]*\)\].*/\1/p' "$PM_SRCDIR/configure.ac")
	if [ $status -eq 0 ] && head -n 1 out | grep -q "^$program .*$version" &&
	   grep -qi xapian out; then
		pass "$program: --version"
	else
		fail "$program: --version: status $status"
		note <out
	fi

	# an answer that cannot be written is no success
	if [ -w /dev/full ]; then
		"$program" --help >/dev/full 2>err </dev/null
		status=$?
		if [ $status -eq 2 ] && [ -s err ]; then
			pass "$program: --help on a full disk"
		else
			fail "$program: --help on a full disk: status $status"
		fi
	fi
done
finish
