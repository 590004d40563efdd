#!/bin/bash
# tests/cli/module.sh - pressmark-query loads libxapian when it needs it, and finds it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program is run from copies, beside which is a module that cannot be loaded: what is
# answered nevertheless was answered without.  shim/load.c says where it is looked for.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query
module=$PM_BUILDDIR/pressmark-xapian.so
[ -e "$module" ] || skip_all "libxapian is linked, and no module"
make_work
cd "$work" || exit 99

# two segments' worth of shapes needs no more than the sample articles
pressmark-index build -q -o index "$ARTICLES" || exit 99
mkdir without
cp "$PM_BUILDDIR/pressmark-query" without/
echo "this is no module" >without/pressmark-xapian.so

# Words that the index has, in all shapes that are answered without libxapian.
cat >queries <<'END'
memory
memory chips
+memory +chips
memory OR chips
memory AND chips NOT apple
"export blacklist"
semi*
(memory OR chips) AND export
the memory of the chips
title:CXMT
memory w/5 chips
export-control
exportcontrol
END
while IFS= read -r query; do
	for options in "" --count --hits --kwic "--format json"; do
		# shellcheck disable=SC2086
		pressmark-query $options -i index -- "$query" >expected 2>&1 </dev/null
		status=$?
		# shellcheck disable=SC2086
		without/pressmark-query $options -i index -- "$query" >got 2>&1 </dev/null
		[ $? -eq $status ] && cmp -s expected got || {
			echo "$options $query"
			head -n 2 got
		}
	done
done <queries >wrong
pass_if_empty wrong "words of the index are answered without libxapian"

pressmark-query --batch queries --format json index >expected 2>&1 </dev/null
without/pressmark-query --batch queries --format json index >got 2>&1 </dev/null
diff expected got >wrong
pass_if_empty wrong "so is a batch of them"

without/pressmark-query --help >out 2>wrong </dev/null || echo "status $?" >>wrong
pass_if_empty wrong "--help needs no libxapian"

# What needs it says so, in one line that names the file.
while IFS= read -r query; do
	without/pressmark-query -i index -- "$query" >out 2>err </dev/null
	status=$?
	if [ $status -ne 2 ] || [ -s out ] || [ "$(wc -l <err)" -ne 1 ] ||
	   ! grep -q "^pressmark-query: cannot load '$work/without/pressmark-xapian\.so': ." err
	then
		echo "$query: status $status"
		cat err
	fi
done >wrong <<'END'
frobnicated
U.S. export
words:100..
END
pass_if_empty wrong "a query that needs libxapian says what cannot be loaded"
without/pressmark-query --version >out 2>err </dev/null
status=$?
if [ $status -eq 2 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] &&
   grep -q "without/pressmark-xapian\.so" err; then
	pass "so does --version"
else
	fail "so does --version: status $status"
	note <err
fi

# Each of these finds its own module, which is told by a broken one in its place.
bindir=$(sed -n 's/^bindir = //p' "$PM_BUILDDIR/Makefile")
libdir=$(sed -n 's/^libdir = //p' "$PM_BUILDDIR/Makefile")
prefix=$(sed -n 's/^prefix = //p' "$PM_BUILDDIR/Makefile")
# expand PATH: with the variables of the Makefile in it
expand()
{
	echo "$1" | sed "s|\${exec_prefix}|\${prefix}|; s|\${prefix}|$prefix|"
}
root=$work/root
bin=$root$(expand "$bindir")
lib=$root$(expand "$libdir")/pressmark
mkdir -p "$bin" "$lib"
cp "$PM_BUILDDIR/pressmark-query" "$bin/"

# finds NAME PROGRAM: it finds the module in $lib, and no other one
finds()
{
	cp "$module" "$lib/"
	"$2" --version >out 2>err </dev/null
	status=$?
	echo "this is no module" >"$lib/pressmark-xapian.so"
	"$2" --version >out2 2>err2 </dev/null
	if [ $status -eq 0 ] && grep -q libxapian out && [ ! -s out2 ] &&
	   grep -qF "'$lib/pressmark-xapian.so'" err2; then
		pass "$1"
	else
		fail "$1: status $status"
		cat err err2 | note
	fi
}
finds "a program that was installed elsewhere finds the module there" \
	"$bin/pressmark-query"
ln -s "$bin/pressmark-query" link
finds "so it does through a link" "$work/link"
(cd "$bin" && PATH=.:$PATH && pressmark-query --version >/dev/null 2>"$work/err") </dev/null
if grep -qF "'$lib/pressmark-xapian.so'" err; then
	pass "so it does if it is found in PATH"
else
	fail "so it does if it is found in PATH"
	note <err
fi

# The environment does not say what is loaded.
cp "$module" "$lib/"
if LD_LIBRARY_PATH=$work/without "$bin/pressmark-query" --version >out 2>err </dev/null; then
	pass "LD_LIBRARY_PATH has no say"
else
	fail "LD_LIBRARY_PATH has no say"
	note <err
fi

# A module of another release is refused.
if command -v cc >/dev/null; then
	cat >other.c <<'END'
const struct { unsigned long size; const char *release; void *rest[64]; }
pm_xapian_table = { 8, "0.0.0", { 0 } };
END
	if cc -shared -fPIC -o without/pressmark-xapian.so other.c 2>err; then
		without/pressmark-query --version >out 2>err </dev/null
		if grep -q "pressmark-xapian.so': it belongs to another release" err; then
			pass "a module of another release is refused"
		else
			fail "a module of another release is refused"
			note <err
		fi
	fi
fi
finish
